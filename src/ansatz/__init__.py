"""Ansatz."""

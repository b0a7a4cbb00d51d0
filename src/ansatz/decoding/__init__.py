"""Decoding without PyTorch: the shipped weights write candidate answers to a problem.

Begin at `runtime`, which loads a folder of exported weights and searches with a beam; `cards` says what those that ship
have learnt.
"""

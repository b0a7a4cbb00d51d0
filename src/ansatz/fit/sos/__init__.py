"""Sums of squares: a semidefinite program finds them in floating point, exact linear algebra makes them proofs.

monomials         which monomials a Gram matrix needs (Newton polytopes, vanishing diagonals)
semidefinite      the one place that knows Clarabel
exact             a polynomial's Gram matrix over the rationals: rounding, projection, facial reduction
lyapunov_program  V and its certificate, for polynomial systems
"""

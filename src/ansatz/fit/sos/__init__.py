"""Sums of squares: a semidefinite program finds them in floating point, exact linear algebra makes them proofs.

monomials         which monomials a Gram matrix needs (Newton polytopes, vanishing diagonals)
semidefinite      the one place that knows Clarabel
exact             a polynomial's Gram matrix over the rationals: rounding, projection, facial reduction
multipliers       the same, where facts g ≥ 0 are given
supports          which monomials V may have: by degree, read off the field, around a guess
reduction         which of them can occur at all, by one linear program
rounding          coefficients as small integers
lyapunov_program  V and its certificate, for polynomial systems
lifted_program    the same for systems that are rational or hold functions
"""

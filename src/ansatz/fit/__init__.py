"""Exact coefficients for guessed forms: terms go in, an answer with rational (or algebraic) coefficients comes out.

Begin with `linear.undetermined_coefficients`; `residues` is the arithmetic modulo primes that it runs on.
`structural` finds terms from the integrand alone, `sos` coefficients of sums of squares by semidefinite programs.
"""

"""Sums of squares: a semidefinite program finds them in floating point, exact linear algebra makes them proofs.

`exact` proves a polynomial, `lyapunov` a polynomial system; `monomials` and `semidefinite` serve both.
"""

"""Undetermined coefficients: Σ c_j T_j' = f, solved modulo primes and lifted to exact numbers.

Begin with `undetermined_coefficients`; `basis` makes terms from a beam of hypotheses.
`row_reduction` finds a short solution; `constant_field`, `interpolation`, `modular_images` and
`rational_reconstruction` make it exact.
"""

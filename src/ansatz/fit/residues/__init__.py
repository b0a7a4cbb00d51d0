"""Finite fields that imitate the real and the complex numbers, and expressions evaluated in them.

Begin with `prime_field`, `sample` (random points) and `evaluator`: kernels get random values, derivatives follow by
exact rules.
`complex_field` and `complex_evaluator` do the same for complex x.
"""

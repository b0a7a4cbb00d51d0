"""Definite integrals with closed values that need no antiderivative: one theorem a file.

    closed_value(Definite(f, x, low, high)) -> Value | None

    reflections           ∫ f = ½∫ (f + f∘φ·|φ'|), φ an involution of the interval
    residues              sums of R(x)·e^(iωx) over the line; logarithmic_residues: ln beside R
    periods               waves over a period: Jensen's formula, mean values, 1/(a + b cos x)
    moments               polynomials and waves times e^(−ax² + bx)
    mellin, fourier       x^p·K(c·xⁿ), K in a table; waves beside hyperbolic functions
    beta                  products of powers
    frullani              Σ c·g(λx)/x
    dirichlet_series      powers beside rational functions of e^x; of ln x beside those of x
    discontinuous_factor  waves with parameters over powers; damped_waves: the same beside e^(−ax)

and those that ask others for another integral:

    logarithms            ln(b)^k, by the derivative of what b^e gives
    scaling               one parameter away by x = b·y
    substitutions         by parts, tangents, x → 1 − x

A rule looks whether the hypotheses of its theorem hold, by exact algebra or enclosure, and gives the value that the
theorem says: then it is *proved*. What it cannot certify it leaves alone. To add one: a function from `Definite` to
`Value` or None in a file of its own, and a place in `order`.
"""

from ansatz.solve.integral.theorems.order import closed_value
from ansatz.solve.integral.theorems.statement import Definite, Value

__all__ = ["Definite", "Value", "closed_value"]

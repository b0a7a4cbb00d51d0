"""Waves beside hyperbolic functions and e^x ± 1: sine and cosine transforms over the half-line, b > 0, λ real.

    ∫ cos(λx)/cosh(bx) dx = π/(2b)·sech(πλ/2b)          ∫ sin(λx)/sinh(bx) dx = π/(2b)·tanh(πλ/2b)
    ∫ sin(λx)/(e^(bx) + 1) dx = 1/(2λ) − π/(2b)·csch(πλ/b)
    ∫ sin(λx)/(e^(bx) − 1) dx = π/(2b)·coth(πλ/b) − 1/(2λ)

(Gradshteyn and Ryzhik 3.981.1, 3.981.3, 3.911.1, 3.911.2; λ ≠ 0 in the last two.)
"""

from collections.abc import Callable
from dataclasses import dataclass

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import HYPERBOLIC
from ansatz.algebra.wave_sums import wave_sums
from ansatz.proof.condition import Condition, Relation, needed
from ansatz.solve.integral.theorems.positivity import positive_or_conditions
from ansatz.solve.integral.theorems.statement import Definite, Value

_U = se.Symbol("u_")


@dataclass(frozen=True, slots=True)
class _Kernel:
    """K(u), and the transform at λ for b = 1. of_sines: else of cosines. hole: whether λ = 0 is left out."""

    kernels: tuple[se.Expr, ...]
    transform: Callable[[se.Expr], se.Expr]
    of_sines: bool
    hole: bool = False


_HALF_TURN = se.pi / 2
_KERNELS = (
    _Kernel((1 / se.cosh(_U), se.sech(_U)), lambda u: _HALF_TURN / se.cosh(_HALF_TURN * u), False),
    _Kernel((1 / se.sinh(_U), se.csch(_U)), lambda u: _HALF_TURN * se.tanh(_HALF_TURN * u), True),
    _Kernel((1 / (se.exp(_U) + 1),), lambda u: 1 / (2 * u) - _HALF_TURN / se.sinh(se.pi * u), True, True),
    _Kernel((1 / (se.exp(_U) - 1),), lambda u: _HALF_TURN * se.coth(se.pi * u) - 1 / (2 * u), True, True),
)


def by_fourier(question: Definite) -> Value | None:
    """A sum of waves of one kind times one kernel."""
    x = question.x
    if not question.over(0, se.oo):
        return None
    constant, product = split_constant(question.f, x)
    parts = se.Mul.make_args(product)
    waves = [p for p in parts if p.atoms(se.sin, se.cos)]
    kernel = se.Mul(*(p for p in parts if p not in waves))
    found = wave_sums(se.expand(se.Mul(*waves)), x) if waves and kernel != 1 else None
    if found is None:
        return None
    arguments = [e.args[0] for e in kernel.atoms(*HYPERBOLIC)]
    arguments += [e.args[1] for e in kernel.atoms(se.Pow) if e.args[0] == se.E]
    for b in dict.fromkeys(se.expand(u / x) for u in arguments):
        row = next((k for k in _KERNELS if kernel in [form.subs({_U: b * x}) for form in k.kernels]), None)
        if row is None or x in b.free_symbols or found[1 if row.of_sines else 0]:
            continue
        slopes = found[0 if row.of_sines else 1]
        conditions = positive_or_conditions([b])
        if conditions is None:
            return None
        holes = [Condition.on(u, Relation.NONZERO) for u in slopes if row.hole and u.free_symbols]
        total = se.Add(*(k * row.transform(u / b) / b for u, k in slopes.items()))
        return Value(constant * total, "Fourier transforms", needed([*conditions, *holes]))
    return None


__all__ = ["by_fourier"]

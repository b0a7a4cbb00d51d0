"""Logarithms on both sides of their singular points: ln|u| for ln(u) in solutions, and back at a place.

    with_moduli(ln(x - 1) + c1, x, equation)       ln|x - 1| + c1
    at_place(ln|x - 1| + 3, x, 0)                  ln(1 - x) + 3

Methods integrate 1/u as ln(u), which is real on one side of a zero of u alone. Both are proposals: where ln|u| is no
solution (y' = exp(y), y = -ln(c1 - x)), the verifier says so.
"""

import random

import symengine as se
from flint import acb, arb

from ansatz.algebra.balls import Program
from ansatz.algebra.nodes import transform
from ansatz.proof.ode.initial_values import is_positive

_BITS, _POINTS = 64, 24


def with_moduli(y: se.Expr, x: se.Symbol, equation: se.Expr) -> se.Expr:
    """y with ln|u| for those ln(u) of x that the equation does not hold itself, and whose u is not always positive."""
    given = equation.atoms(se.log)
    half = se.Rational(1, 2)

    def wider(e: se.Expr) -> se.Expr | None:
        if e.__class__ is se.log and x in e.args[0].free_symbols and e not in given:
            u = e.args[0]
            return se.log(se.Abs(u)) if not isinstance(u, se.Abs) and _is_negative_somewhere(u) else None
        if e.__class__ is se.atanh and x in e.args[0].free_symbols:
            u = e.args[0]
            return half * se.log(se.Abs((1 + u) / (1 - u))) if _is_negative_somewhere(1 - u**2) else None
        return None

    return transform(y, wider)


def at_place(y: se.Expr, x: se.Symbol, place: se.Expr) -> se.Expr:
    """y with u or -u for each |u| in a logarithm, as its sign at the place says."""

    def signed(e: se.Expr) -> se.Expr | None:
        if e.__class__ is not se.log or e.args[0].__class__ is not se.Abs:
            return None
        u = e.args[0].args[0]
        there = u.subs({x: place})
        if is_positive(there):
            return se.log(u)
        return se.log(se.expand(-u) if u.__class__ is se.Add else -u) if is_positive(-there) else None

    return transform(y, signed)


def _is_negative_somewhere(u: se.Expr) -> bool:
    """Whether u is real and negative at one of some real points, with positive parameters but constants of any sign."""
    program = Program()
    slot = program.add(u)
    rng = random.Random(1)
    for _ in range(_POINTS):
        point = {s: acb(arb(rng.uniform(*_range(s)))) for s in sorted(u.free_symbols, key=str)}
        value = program.run(point, _BITS)[slot]
        if value.is_finite() and value.imag.contains(0) and value.real < 0:
            return True
    return False


def _range(s: se.Symbol) -> tuple[float, float]:
    return (-4, 4) if str(s) in ("x", "c1", "c2") else (0.2, 4)


__all__ = ["at_place", "with_moduli"]

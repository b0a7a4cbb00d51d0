"""Moduli: ln|u| for ln(u) in solutions, and back at a place; antiderivatives of |u| without jumps.

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
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
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


def without_jump(F: se.Expr, f: se.Expr, x: se.Symbol) -> se.Expr | None:
    """An antiderivative without the jump that it may have where a modulus or a sign in f = F' changes.

    A solution from one with a jump would have a jump or a corner. None where that place is not a single one, or where
    the jump is not found.
    """
    arguments = list(dict.fromkeys(a.args[0] for a in f.atoms(se.Abs, se.sign)))
    if not arguments:
        return F
    g = arguments[0]
    slope = g.diff(x)
    if len(arguments) > 1 or not is_rational(slope) or slope == 0:
        return None
    place = se.expand(x - g / slope)
    sides = []
    for side in (1, -1):
        values = {a: side * (a.args[0] if a.__class__ is se.Abs else se.Integer(1)) for a in F.atoms(se.Abs, se.sign)}
        value = together(F.xreplace(values)).subs({x: place})
        if has_no_value(value):
            return None
        sides.append(value)
    return F - se.sign(g) * se.expand((sides[0] - sides[1]) / 2)


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


__all__ = ["at_place", "with_moduli", "without_jump"]

"""Jumps of an antiderivative inside the domain of its integrand, as 2·atan(tan(x/2)/√3)/√3 has for 1/(2 + cos x).

jumps(F, f, x, low, high)     enclosures of the jumps in an interval, each certain
named_jumps(F, f, x)          the jumps near the origin by name, as pi + 2*pi*n, or None
"""

from itertools import pairwise

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import Program, evaluate
from ansatz.errors import ResourceError
from ansatz.expr.canonical import from_symengine, has_imaginary
from ansatz.proof.real_line.singularities import WIDTH, EnclosingProgram, box, recognise, singularities
from ansatz.proof.scope import Jumps

_BITS = 128  # of values on both sides of a place
_WINDOW = 10  # jumps are looked for at |x| < 10
_MAX_BOXES = 600  # intervals looked at on the way
_FAR_PERIODS = (-29, 23)  # where a periodic pattern seen in the window is confirmed,
_NEAR = 0.01  # within so much of the place expected
_X = se.Symbol("x")
# Functions that stay finite across a pole of their argument, or have corners: without them F cannot jump where
# its derivative has an analytic form.
_BOUNDED = tuple(
    {
        type(f(_X))
        for f in (se.atan, se.acot, se.asec, se.acsc, se.asin, se.acos, se.acoth, se.acsch, se.tanh, se.coth, se.erf)
    }
    | {type(abs(_X)), type(se.sign(_X))}
)


def jumps(
    F: se.Expr, f: se.Expr, x: se.Symbol, low: float | arb, high: float | arb, *, complex_values: bool = False
) -> list[arb]:
    """Enclosures of the points at which F jumps although f is bounded and real there (F' = f elsewhere).

    complex_values: f may be complex there. Certain: across an interval of width w, F changes by more than w·sup|f|.
    """
    bounded, plain = EnclosingProgram(), Program()
    slot, value, integrand = bounded.add(f), plain.add(F), plain.add(f)
    found = []
    for suspect in singularities(F, x, low, high, max_boxes=_MAX_BOXES):
        with ctx.workprec(_BITS):
            margin = arb(2 * WIDTH)
            left, right = (suspect.lower() - margin).mid(), (suspect.upper() + margin).mid()
            rate = bounded.run({x: acb(box(left, right))}, _BITS)[slot]
            if not rate.is_finite() or not (complex_values or rate.imag.contains(0)):
                continue
            if not complex_values and not all(
                _is_real(plain.run({x: acb(end)}, _BITS)[integrand]) for end in (left, right)
            ):
                continue
            before, after = (plain.run({x: acb(end)}, _BITS)[value] for end in (left, right))
            if (after - before).abs_lower() > ((right - left) * rate).abs_upper():
                found.append(suspect)
    return found


def _is_real(value: acb) -> bool:
    return bool(value.is_finite() and value.imag.contains(0))


def may_jump(F: se.Expr) -> bool:
    """False where no part of F can jump: no bounded function, no corner, no root beside a denominator, no i."""
    return (
        bool(F.atoms(*_BOUNDED))
        or has_imaginary(F)
        or any(isinstance(p.args[1], se.Rational) and p.args[1].q != 1 for p in F.atoms(se.Pow))
    )


def named_jumps(F: se.Expr, f: se.Expr, x: se.Symbol, *, complex_values: bool = False) -> Jumps | None:
    """The jumps within ten units of the origin; None where there are none (or too many to tell)."""
    if not may_jump(F):
        return None
    try:
        found = jumps(F, f, x, -_WINDOW, _WINDOW, complex_values=complex_values)
        if not found:
            return None
        places = [place for ball in found if (place := recognise(ball)) is not None]
        if len(places) < len(found):
            return Jumps(tuple(float(ball.mid()) for ball in found))
        return _periodic(F, f, x, places, complex_values) or Jumps(tuple(map(from_symengine, places)))
    except ResourceError:
        return None


def _float(constant: se.Expr) -> float:
    return float(evaluate(constant, {}, 64).real)


def _periodic(F: se.Expr, f: se.Expr, x: se.Symbol, places: list[se.Expr], complex_values: bool) -> Jumps | None:
    """One family where places are equally spaced and the pattern goes on far from the origin."""
    if len(places) < 3:
        return None
    period = se.expand(places[1] - places[0])
    if any(se.expand(right - left - period) != 0 for left, right in pairwise(places)):
        return None
    first = min(places, key=lambda place: (_float(place) < 0, abs(_float(place))))
    for n in _FAR_PERIODS:
        centre = _float(first + n * period)
        if len(jumps(F, f, x, centre - _NEAR, centre + _NEAR, complex_values=complex_values)) != 1:
            return None
    return Jumps((from_symengine(first),), from_symengine(period))


__all__ = ["jumps", "may_jump", "named_jumps"]

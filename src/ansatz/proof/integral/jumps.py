"""Jumps of an antiderivative inside the domain of its integrand, as 2·atan(tan(x/2)/√3)/√3 has for 1/(2 + cos x).

jumps_at(F, f, x, ball)        whether F certainly jumps in the ball, where f is bounded
jumps(F, f, x, low, high)      enclosures of the jumps in an interval, each certain
near_origin(F, f, x)           those near the origin, also where f is complex, by name
"""

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import Program
from ansatz.errors import ResourceError
from ansatz.expr.canonical import from_symengine
from ansatz.proof.real_line.singularities import EnclosingProgram, box, recognise, singularities
from ansatz.proof.scope import Places

_BITS = 320  # of values on both sides of a place
_MARGIN = arb(2) ** -120  # relative: how close to it they are looked at
_WINDOW = 10
_MAX_BOXES = 600  # intervals looked at on the way


def jumps_at(F: se.Expr, f: se.Expr, x: se.Symbol, suspect: arb, *, complex_values: bool = False) -> bool:
    """Whether F certainly jumps in a narrow ball: across an interval of width w it changes by more than w·sup|f|.

    complex_values: f may be complex there.
    """
    bounded, plain = EnclosingProgram(), Program()
    slot, value, integrand = bounded.add(f), plain.add(F), plain.add(f)
    with ctx.workprec(_BITS):
        margin = _MARGIN * (1 + abs(suspect))
        left, right = (suspect.lower() - margin).mid(), (suspect.upper() + margin).mid()
        rate = bounded.run({x: acb(box(left, right))}, _BITS)[slot]
        if not rate.is_finite() or not (complex_values or rate.imag.contains(0)):
            return False
        ends = [plain.run({x: acb(end)}, _BITS) for end in (left, right)]
        if not complex_values and not all(_is_real(values[integrand]) for values in ends):
            return False
        before, after = (values[value] for values in ends)
        return bool((after - before).abs_lower() > ((right - left) * rate).abs_upper())


def jumps(
    F: se.Expr, f: se.Expr, x: se.Symbol, low: float | arb, high: float | arb, *, complex_values: bool = False
) -> list[arb]:
    """Enclosures of the points at which F certainly jumps although f is bounded and real there."""
    suspects = singularities(F, x, low, high, max_boxes=_MAX_BOXES)
    return [suspect for suspect in suspects if jumps_at(F, f, x, suspect, complex_values=complex_values)]


def near_origin(F: se.Expr, f: se.Expr, x: se.Symbol) -> tuple[Places, ...]:
    """The certain jumps within ten units of the origin, where f may be complex; none where they are too many."""
    try:
        found = jumps(F, f, x, -_WINDOW, _WINDOW, complex_values=True)
    except ResourceError:
        return ()
    names = (recognise(ball) for ball in found)
    return tuple(
        Places(float(ball.mid()) if name is None else from_symengine(name))
        for ball, name in zip(found, names, strict=True)
    )


def _is_real(value: acb) -> bool:
    return bool(value.is_finite() and value.imag.contains(0))


__all__ = ["jumps", "jumps_at", "near_origin"]

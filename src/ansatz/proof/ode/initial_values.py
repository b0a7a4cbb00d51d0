"""Does a solution take its initial values, and on which interval is it one? Exactly, or nothing is said.

takes(y, x, place, values)             y(place) = values[0], y'(place) = values[1], …
interval(y, equation, x, place)        the open interval around the place between singular points
is_determined(equation, x, place, …)   whether no second solution takes the values
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import Program, evaluate
from ansatz.algebra.forms import expanded
from ansatz.algebra.nodes import ENTIRE_ODD, name_of, transform
from ansatz.algebra.principal_derivative import principal_derivatives
from ansatz.algebra.ratios import has_no_value
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative, from_symengine
from ansatz.proof.ode.verifier import UNKNOWNS
from ansatz.proof.real_line.places import Family, Place
from ansatz.proof.real_line.requirements import Need, Requirement, requirements
from ansatz.proof.real_line.zeros import zeros
from ansatz.proof.sampling import sample
from ansatz.proof.scope import Places
from ansatz.proof.zero.constants import constant_sign, is_zero_constant
from ansatz.proof.zero.evaluation_point import BITS
from ansatz.proof.zero.zero_test import ZeroTest

_BITS = 256
_SECONDS = 0.5  # of processor time for one zero test
_POINTS = 4


@dataclass(frozen=True, slots=True)
class OpenInterval:
    """low < x < high; None for an end at infinity."""

    low: Places | None
    high: Places | None

    def text(self, variable: str) -> str:
        """ "0 < x < pi/2", "x > 0", or "all x"."""
        low, high = (None if end is None else end.text(variable) for end in (self.low, self.high))
        if low is None and high is None:
            return f"all real {variable}"
        if low is None:
            return f"{variable} < {high}"
        return f"{variable} > {low}" if high is None else f"{low} < {variable} < {high}"


def vanishes(e: se.Expr, seconds: float = _SECONDS) -> bool:
    """Whether an expression in parameters is certainly zero for all that give it a value."""
    if has_no_value(e):
        return False
    e = expanded(e)
    if not e.free_symbols:
        return bool(e == 0 or is_zero_constant(e))
    import time

    terms = list(se.Add.make_args(e))
    program = Program()
    first, *others = sorted(e.free_symbols, key=str)
    slot = program.add(e)
    points, _ = sample(program, slot, first, others, random.Random(0), _POINTS, False)
    balls = [program.run(point.coordinates, BITS) for point in points]
    if not balls or any(not values[slot].contains(0) for values in balls):
        return False
    proof = ZeroTest(terms, first, program, time.thread_time() + seconds).prove(balls)
    return proof is not None and not proof.patterns


def takes(y: se.Expr, x: se.Symbol, place: se.Expr, values: Sequence[se.Expr], equation: se.Expr) -> bool:
    """Whether y and its derivatives certainly have these values at a place, where the equation holds too.

    The equation's left side is looked at there as well, so that the place is no singular point of it.
    """
    try:
        rates = principal_derivatives(y, x, len(values))
        there = [expanded(with_values_at_zero(rate.subs({x: place}))) for rate in rates]
        if any(map(has_no_value, there)) or not all(map(_is_real, there)):
            return False
        if not all(vanishes(found - given) for found, given in zip(there, values, strict=False)):
            return False
        known = dict(zip(UNKNOWNS, (*values, there[-1]), strict=False))
        return vanishes(equation.subs({x: place}).subs(known))
    except ALGEBRA_FAILURES:
        return False


def with_values_at_zero(e: se.Expr) -> se.Expr:
    """0 for erfi(0), Si(0) and the like, which SymEngine leaves alone."""
    return transform(e, lambda node: se.Integer(0) if name_of(node) in ENTIRE_ODD and node.args[0] == 0 else None)


def is_determined(equation: se.Expr, x: se.Symbol, place: se.Expr, values: Sequence[se.Expr]) -> bool:
    """Whether the values certainly have one solution only, by Picard and Lindelöf.

    The equation is linear in its highest derivative, whose coefficient does not vanish there, and it is smooth in y and
    y' about the values. False where that could not be seen, as for 0/0 and below roots of zero; parameters are generic.
    """
    top = UNKNOWNS[len(values)]
    try:
        slope = expanded(equation.diff(top))
        if top in slope.free_symbols or vanishes(slope):
            return False
        rest = equation.subs({top: se.Integer(0)})
        parts = [slope, rest, *(_bounded(derivative(e, u)) for e in (slope, rest) for u in UNKNOWNS[: len(values)])]
        start = {x: place, **dict(zip(UNKNOWNS, values, strict=False))}
        there = slope.subs(start)
        if has_no_value(there) or (vanishes(there) if there.free_symbols else constant_sign(there) not in (1, -1)):
            return False
        if any(e.free_symbols for e in start.values()) or equation.free_symbols - {x, *UNKNOWNS}:
            return not any(has_no_value(part.subs(start)) for part in parts)
        near: dict[se.Symbol, acb] = {symbol: _around(e) for symbol, e in start.items()}
        return all(_is_finite_near(part, near) for part in parts)
    except ALGEBRA_FAILURES:
        return False


def _bounded(slope: se.Expr) -> se.Expr:
    """The slope with 1 for sign(u): at a corner it is bounded all the same."""
    return slope.xreplace({e: se.Integer(1) for e in slope.atoms(se.sign)})


def _around(e: se.Expr) -> acb:
    """A ball about a constant, of radius 2⁻⁴⁰."""
    with ctx.workprec(_BITS):
        return acb(evaluate(e, {}, _BITS).real + arb(0, 2.0**-40))


def _is_finite_near(e: se.Expr, near: Mapping[se.Symbol, acb]) -> bool:
    """Whether e is real and bounded on a whole neighbourhood."""
    program = Program()
    slot = program.add(e)
    values = program.run(near, _BITS)
    return bool(values[slot].is_finite()) and program.kernels_are_real(values)


def _is_real(e: se.Expr) -> bool:
    """Whether a constant has a finite real value; true for one with parameters."""
    if e.free_symbols:
        return True
    ball = evaluate(e, {}, _BITS)
    return ball.is_finite() and (ball.imag.is_zero() or constant_sign(e) is not None)


def is_positive(e: se.Expr) -> bool:
    """Whether a constant is certainly positive."""
    return not e.free_symbols and not has_no_value(e) and constant_sign(e) == 1


def interval(y: se.Expr, equation: se.Expr, x: se.Symbol, place: se.Expr) -> OpenInterval | None:
    """The interval around the place on which y has real derivatives and the equation has values; None where unknown.

    Its ends are the nearest places at which y, a derivative of it or the equation may have none. For y without
    parameters.
    """
    if not y.free_symbols <= {x} or not equation.free_symbols <= {x, *UNKNOWNS}:
        return None
    try:
        needs = _needs(y, equation, x)
        start = Place.named(se.sympify(place))
        if not all(_holds(need, x, start) for need in needs):
            return None
        low, high = _neighbours([family for need in needs for family in zeros(need.u, x)], start)
    except ALGEBRA_FAILURES:
        return None
    return OpenInterval(low, high)


def requires_nothing(e: se.Expr, x: se.Symbol) -> bool:
    """Whether an expression is a smooth function of all real x, for whatever parameters."""
    return not e.atoms(se.Abs, se.sign) and not any(x in need.u.free_symbols for need in requirements(e))


def is_entire(y: se.Expr, equation: se.Expr, x: se.Symbol) -> bool:
    """Whether y is a smooth function of all real x, for whatever parameters: nothing is required of x."""
    if y.atoms(se.Abs, se.sign):
        return False
    return not any(x in need.u.free_symbols for need in _needs(y, equation, x))


def _needs(y: se.Expr, equation: se.Expr, x: se.Symbol) -> list[Requirement]:
    """What y, its derivatives and the parts of the equation require of x."""
    order = max(k for k, unknown in enumerate(UNKNOWNS) if unknown in equation.free_symbols)
    rates = principal_derivatives(y, x, order)
    values = dict(zip(UNKNOWNS, rates, strict=False))
    found = {need: None for rate in rates for need in requirements(rate)}
    for need in requirements(equation):
        u = need.u.subs(values)
        found.update(dict.fromkeys(requirements(u)))
        found[Requirement(u, need.need)] = None
    for kink in y.atoms(se.Abs):
        found[Requirement(kink.args[0], Need.NONZERO)] = None
    return [need for need in found if need.u.free_symbols or not _is_constantly(need)]


def _is_constantly(need: Requirement) -> bool:
    sign = constant_sign(need.u)
    return sign is not None and (sign > 0 or (sign < 0 and not need.is_region))


def _holds(need: Requirement, x: se.Symbol, place: Place) -> bool:
    """Whether a requirement certainly holds at a place, with room around it."""
    with ctx.workprec(_BITS):
        ball = evaluate(need.u, {x: acb(place.enclose(_BITS))}, _BITS)
    if not ball.is_finite() or not ball.imag.contains(0) or ball.real.contains(0):
        return False
    return bool(ball.real > 0) or not need.is_region


def _neighbours(families: Iterable[Family], start: Place) -> tuple[Places | None, Places | None]:
    """The nearest members left and right of a place that is none of them."""
    low: Place | None = None
    high: Place | None = None
    for family in families:
        for member in family.around(start):
            if member.is_before(start):
                low = member if low is None or _certainly_before(low, member) else low
            else:
                high = member if high is None or _certainly_before(member, high) else high
    return _shown(low), _shown(high)


def _certainly_before(left: Place, right: Place) -> bool:
    return left.key != right.key and left.is_before(right)


def _shown(place: Place | None) -> Places | None:
    if place is None:
        return None
    return Places(float(place) if place.name is None else from_symengine(place.name))


__all__ = [
    "OpenInterval",
    "interval",
    "is_determined",
    "is_entire",
    "is_positive",
    "requires_nothing",
    "takes",
    "vanishes",
    "with_values_at_zero",
]

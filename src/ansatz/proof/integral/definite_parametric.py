"""Definite integrals whose integrand or bounds contain parameters.

    definite_with_parameters(F, f, x, a, b) -> ParametricResult

The value is F(b) - F(a), in limits, as an expression in the parameters. Every sign on which it depends is taken at one
witness and becomes a condition: that limits are what they are, that no singular point lies between the bounds, that
denominators do not vanish. Wherever the conditions hold the value does; at the witness they do.
"""

import random
import time
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise, product

import symengine as se

from ansatz.algebra.balls import evaluate
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.proof.condition import Condition
from ansatz.proof.integral.definite import DefiniteResult, no_limit, spelt
from ansatz.proof.integral.parameter_points import Search, points_for
from ansatz.proof.integral.pieces import agreement, with_real_logarithms
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.real_line.critical_functions import Kind, critical_functions
from ansatz.proof.real_line.divergence import diverges_at
from ansatz.proof.real_line.exact_zeros import Line, zeros_between
from ansatz.proof.real_line.one_sided_limits import INFINITIES, Approach, one_sided
from ansatz.proof.real_line.sign_on_interval import Interval, sign_on_interval
from ansatz.proof.real_line.signs import Signs
from ansatz.proof.sampling import Point
from ansatz.proof.verdict import Verdict

# Where a witness is looked for: each parameter between these numbers.
_RANGES = ((1, 4), (0, 1), (4, 16), (-4, 4), (-4, 4), (-1, 0))


@dataclass(frozen=True, slots=True)
class ParametricResult:
    """result: as for numbers (its enclosure is None); conditions: what suffices, as a > 0."""

    result: DefiniteResult
    conditions: tuple[Condition, ...] = ()


def definite_with_parameters(
    F: se.Expr,
    f: se.Expr,
    x: se.Symbol,
    a: se.Expr | int,
    b: se.Expr | int,
    *,
    positive: Collection[se.Symbol] = (),
    seconds: float = 5.0,
) -> ParametricResult:
    """∫ f dx from a to b by the antiderivative F; every symbol but x is a real parameter.

    positive: parameters that are positive, and conditions of the result.
    """
    interval = Interval(x, se.sympify(a), se.sympify(b))
    parameters = sorted(set().union(*(e.free_symbols for e in (F, f, interval.start, interval.end))) - {x}, key=str)
    # Fixed numbers, so that one question has one answer.
    rng = random.Random(0)
    end = time.thread_time() + seconds
    diverging, reason = None, ""
    for low, high in _RANGES:
        witness = {p: low + (high - low) * se.Rational(2 * rng.randint(2**8, 2**15) + 1, 2**17) for p in parameters}
        witness = {p: abs(value) if p in positive else value for p, value in witness.items()}
        for antiderivative in dict.fromkeys((F, with_real_logarithms(F, x))):
            try:
                found = _Attempt(antiderivative, f, interval, witness, positive, end).result()
            except ALGEBRA_FAILURES as error:
                reason = reason or str(error)
                diverging = diverging or _across_a_pole(f, interval, witness, positive)
            else:
                if found.result.value is not None:
                    return found
                diverging = diverging or found
        if time.thread_time() > end:
            break
    return diverging or ParametricResult(DefiniteResult(None, None, Verdict.UNKNOWN, reason=reason))


def _across_a_pole(
    f: se.Expr, interval: Interval, witness: dict[se.Symbol, se.Expr], positive: Collection[se.Symbol]
) -> ParametricResult | None:
    """The finding that the integral diverges at a pole that depends on parameters; None where that is not seen."""
    x, (low, high) = interval.x, (interval.start, interval.end)
    for g, kind in critical_functions((f,)).items():
        for place in _roots(g, x) if kind is Kind.POLE else ():
            signs = Signs(witness)
            for parameter in witness.keys() & set(positive):
                signs.assume_positive(parameter)
            try:
                sides = {signs.sign(se.expand(place - end)) for end in (low, high) if end not in INFINITIES}
                sides |= {1 if end == -se.oo else -1 for end in (low, high) if end in INFINITIES}
                if sides == {1, -1} and diverges_at(f, Approach(x, place, 1, signs)):
                    reason = f"the integrand is not integrable at {x} = {spelt(place)}"
                    result = DefiniteResult(None, None, Verdict.PROVED, diverges=True, reason=reason)
                    return ParametricResult(result, signs.conditions)
            except ALGEBRA_FAILURES:
                continue
    return None


def _roots(g: se.Expr, x: se.Symbol) -> list[se.Expr]:
    """Of a linear or quadratic polynomial in x, or its magnitude."""
    g = g.args[0] if g.__class__ is se.Abs else g
    constant, slope = g.subs({x: 0}), se.expand(g.diff(x))
    curvature = slope.diff(x)
    if x in curvature.free_symbols:
        return []
    if curvature == 0:
        return [] if slope == 0 else [se.expand(-constant / slope)]
    start = slope.subs({x: 0})
    root = se.sqrt(se.expand(start**2 - 2 * curvature * constant))
    return [(side * root - start) / curvature for side in (1, -1)]


class _Attempt:
    """The integral with all signs as they are at one witness."""

    def __init__(
        self,
        F: se.Expr,
        f: se.Expr,
        interval: Interval,
        witness: dict[se.Symbol, se.Expr],
        positive: Collection[se.Symbol],
        end: float,
    ) -> None:
        self.F, self.f, self.interval, self.end = F, f, interval, end
        self.signs = Signs(witness)
        for parameter in witness.keys() & set(positive):
            self.signs.assume_positive(parameter)
        self.critical = critical_functions((F, f, *({interval.start, interval.end} - {*INFINITIES})))
        self.corners: list[se.Expr] = []  # arguments of |·| that may change their sign in the interval

    def result(self) -> ParametricResult:
        """Raises `UndecidedError` where a sign cannot be told."""
        places = self._places()
        pieces = [Interval(self.interval.x, *ends) for ends in pairwise(places)]
        self._keep_signs(pieces)
        found = self._limits(pieces)
        verdict = self._agreement(pieces)
        if not verdict.holds:
            raise UndecidedError(f"F' = f is {verdict} for some parameters")
        result = DefiniteResult(found.value, None, verdict, tuple(places[1:-1]), found.diverges, found.reason)
        return ParametricResult(result, self.signs.conditions)

    def _places(self) -> list[se.Expr]:
        """The bounds, and between them the singular points that do not depend on parameters."""
        x, start, end = self.interval.x, self.interval.start, self.interval.end
        if start.free_symbols or end.free_symbols:
            return [start, end]
        upward = (
            end == se.oo or start == -se.oo or (start != se.oo and end != -se.oo and self.signs.sign(end - start) > 0)
        )
        line = Line(x, start, end) if upward else Line(x, end, start)
        found: list[se.Expr] = []
        for g, kind in self.critical.items():
            if g.free_symbols != {x} or kind is Kind.CORNER:
                continue
            for place in zeros_between(g, line):
                if place.at is None:
                    raise UndecidedError("a singular point has no exact name")
                if line.has_inside(place.at) and place.at not in found:
                    found.append(place.at)
        found.sort(key=lambda place: float(evaluate(place, {}).real), reverse=not upward)
        return [start, *found, end]

    def _keep_signs(self, pieces: list[Interval]) -> None:
        """No critical function vanishes inside a piece; those of parameters alone do nowhere."""
        x = self.interval.x
        for g, kind in self.critical.items():
            if x in g.free_symbols:
                continue
            if kind is Kind.POLE:
                self.signs.nonzero(g)
            elif not self.signs.sign(g):
                raise UndecidedError("an argument is zero")
        for g, kind in self.critical.items():
            if x not in g.free_symbols:
                continue
            if kind is Kind.CORNER:
                self.corners.append(g)
                continue
            for piece in pieces:
                sign_on_interval(g, piece, self.signs)

    def _limits(self, pieces: list[Interval]) -> DefiniteResult:
        total, reason = se.Integer(0), "the limits of F at the bounds"
        for piece in pieces:
            for approach, factor in zip(piece.approaches(self.signs), (-1, 1), strict=True):
                limit = one_sided(self.F, approach)
                if limit.is_infinite or limit.oscillates:
                    reason = no_limit(limit, approach.x, approach.place)
                    return DefiniteResult(None, None, Verdict.UNKNOWN, diverges=True, reason=reason)
                if limit.value is None:
                    raise UndecidedError("a limit of the antiderivative is not known")
                total += factor * limit.value
        return DefiniteResult(se.expand(total), None, Verdict.UNKNOWN, reason=reason)

    def _agreement(self, pieces: list[Interval]) -> Verdict:
        """F' = f where the conditions hold: at a point of every connected set, on which both sides are analytic."""
        points = self._points(pieces)
        if points is None:
            # Then everything keeps the sign that it has at the witness.
            for u in self.signs.not_zero:
                self.signs.sign(u)
            for u in self.corners:
                for piece in pieces:
                    sign_on_interval(u, piece, self.signs)
            self.corners = []
            if len(free := self._free()) == 1:
                self.signs.sign(free[0])  # the difference of the bounds
            points = self._points(pieces)
        if points is None:
            raise UndecidedError("no point was found at which the parameters satisfy the conditions")
        verdict = agreement(self.F, self.f, self.interval.x, points, self.end - time.thread_time())
        if verdict is Verdict.PROVED:
            return verdict if self._fibres_are_convex() else Verdict.CHECKED
        if not verdict.holds or verify_antiderivative(self.F, self.f, self.interval.x).holds:
            return verdict
        return Verdict.UNKNOWN

    def _fibres_are_convex(self) -> bool:
        """Whether, at each x, the parameters that satisfy all conditions are a convex set: then it is connected."""
        either = all(self._curvature(u) == {0} for u in self._free())
        return either and all(self._curvature(u) <= {0, -1} for u in self.signs.positive)

    def _curvature(self, u: se.Expr) -> set[int]:
        """The signs of second derivatives; 2 stands for one that is mixed or not constant."""
        parameters = list(self.signs.witness)
        found = {0}
        for p, q in product(parameters, repeat=2):
            second = se.expand(u.diff(p).diff(q))
            if second != 0:
                found.add(self.signs.sign(second) if p == q and not second.free_symbols else 2)
        return found

    def _free(self) -> list[se.Expr]:
        """What may have either sign: denominators, corners, the difference of bounds on which F or f depends too.

        Other bounds may meet and cross: x stays where both sides are analytic.
        """
        found = [*self.signs.not_zero, *self.corners]
        start, end = self.interval.start, self.interval.end
        shared = (start.free_symbols | end.free_symbols) & (self.F.free_symbols | self.f.free_symbols)
        if shared and not {start, end} & {*INFINITIES} and (width := se.expand(end - start)).free_symbols:
            trial = self.signs.trial()
            for u in found:
                trial.assume_positive(u)
            if trial.known(width) is None:
                found.append(width)
        return found

    def _points(self, pieces: list[Interval]) -> list[Point] | None:
        """A point for every piece and every combination of signs that are not fixed; None where one is not found."""
        functions, free = (self.F, self.f), tuple(self._free())
        return points_for(Search(functions, self.signs.positive, free, tuple(pieces), dict(self.signs.witness)))


__all__ = ["ParametricResult", "definite_with_parameters"]

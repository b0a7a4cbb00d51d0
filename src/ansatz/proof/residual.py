"""A candidate antiderivative against its integrand, at one point, by balls of rising precision."""

import time
from enum import Enum, auto
from typing import Any

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import Program, Values
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.proof.sampling import Point

_PRECISIONS = (256, 640, 2048)
_TOLERANCE = arb(2) ** 167  # 2^-167 < 10^-50
_SLOPE_BITS = 400
_STEP = arb(2) ** -90
_SLOPE_TOLERANCE = arb(2) ** -60


class Comparison(Enum):
    """F' and f at a point."""

    EQUAL = auto()  # within 10⁻⁵⁰ of the scale
    DIFFERENT = auto()  # certainly
    TOO_COARSE = auto()  # values so large or so close that no precision tried decides
    NO_VALUE = auto()  # F or F' is not defined there, or F' is not its slope


class Candidate:
    """F and F' compiled onto an integrand's program.

    program: of the integrand alone; slot: the integrand's. rate: F' as an expression.
    """

    def __init__(self, F: Any, x: Any, integrand: Program, slot: int) -> None:
        self.F, self.x = F, x
        self.rate = principal_derivative(F, x)
        self._integrand, self._f = integrand, slot
        self.program = integrand.copy()
        # F itself must have a value: its derivative forgets constants such as 1/(ln 4 - 2 ln 2).
        self._value, self._rate = self.program.add(F), self.program.add(self.rate)
        # The size of the terms is the scale, since both sides may be zero or cancel.
        self._terms = [slot, *(self.program.add(term) for term in se.Add.make_args(self.rate))]
        self._needed: dict[int, int] = {}
        self._alone = Program()
        self._slot_alone = self._alone.add(F)

    def values(self, point: Point, bits: int) -> Values:
        """Values of `program` at the point."""
        return self.program.extend(point.run(self._integrand, bits))

    def decisive_values(self, point: Point, bits: int) -> Values:
        """The same, with as many bits more as the comparison needed."""
        return self.values(point, max(bits, self._needed.get(id(point), 0)))

    def is_real(self, point: Point) -> bool:
        """True where the integrand and all its kernels have finite real values."""
        values = point.run(self._integrand, _PRECISIONS[0])
        return bool(values[self._f].is_finite()) and self._integrand.kernels_are_real(values)

    def has_integrand(self, coordinates: dict[Any, acb]) -> bool:
        """Whether the integrand has a value there."""
        return bool(self._integrand.run(coordinates, _PRECISIONS[0])[self._f].is_finite())

    def compare(self, point: Point, deadline: float) -> Comparison:
        """F' against f at the point."""
        outcome = Comparison.NO_VALUE
        for bits in _PRECISIONS:
            values = self.values(point, bits)
            if values[self._value].is_finite() and values[self._rate].is_finite():
                with ctx.workprec(bits):
                    difference = values[self._rate] - values[self._f]
                    if not difference.contains(0):
                        return Comparison.DIFFERENT
                    scale = sum((values[term].abs_lower() for term in self._terms), arb(0))
                    if difference.is_zero() or difference.abs_upper() * _TOLERANCE < scale:
                        self._needed[id(point)] = bits
                        return Comparison.EQUAL if self._has_slope(point, values[self._rate]) else Comparison.NO_VALUE
                outcome = Comparison.TOO_COARSE
            if time.perf_counter() > deadline:
                break
        return outcome

    def _has_slope(self, point: Point, rate: acb) -> bool:
        """False where central differences of F settle on a slope that is not F'.

        A guard against wrong rules of differentiation; where F oscillates too fast for it, it has no say.
        """
        with ctx.workprec(_SLOPE_BITS):
            coarse = self._slope(point, _STEP)
            tolerance = _SLOPE_TOLERANCE * (1 + coarse.abs_upper())
            if not coarse.is_finite() or not (coarse - rate).abs_lower() > tolerance:
                return True
            return not (coarse - self._slope(point, _STEP / 2**30)).abs_upper() < tolerance

    def _slope(self, point: Point, step: arb) -> acb:
        at = point.coordinates[self.x]
        ahead, behind = (
            self._alone.run({**point.coordinates, self.x: at + h}, _SLOPE_BITS)[self._slot_alone] for h in (step, -step)
        )
        return (ahead - behind) / (2 * step)


__all__ = ["Candidate", "Comparison"]

"""A residual at one point: does a sum of compiled terms vanish there? Balls of rising precision tell.

residual = Residual(base, terms, less=[f])     terms are added, the slots in `less` subtracted
residual.compare(point, deadline)              EQUAL to zero, DIFFERENT, TOO_COARSE or NO_VALUE
residual.settle(point, difference, …)          the same, by the rule of what is *checked*

`compare` asks whether a proof is worth trying: EQUAL there means zero beside the size of the terms, which may cancel.
`settle` asks what may be said where there is no proof: EQUAL there means smaller than 2^-closeness, absolutely and
beside what is compared.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import Program, Values
from ansatz.proof.sampling import Point
from ansatz.proof.zero.evaluation_point import BITS

# The first is what proofs need at least, so that most points are evaluated once; beyond the last, values are
# so extreme that more bits have not been seen to help.
PRECISIONS = (BITS, 640, 2048)
_TOLERANCE = arb(2) ** 167  # 2^-167 < 10^-50
_QUICK_BITS, _MAX_SETTLING_BITS = 128, 2**15
_LARGE = arb(2) ** 1000


class Comparison(Enum):
    """A residual against zero at a point."""

    EQUAL = auto()  # as close as was asked for
    DIFFERENT = auto()  # certainly
    TOO_COARSE = auto()  # values so large or so close that no precision tried decides
    NO_VALUE = auto()  # some part is not defined there


class Residual:
    """A sum of terms that should be zero, compiled onto a program.

    base: its values at a point are computed once for all residuals; it is not changed. terms: SymEngine summands.
    less: slots of the base to be subtracted. defined: expressions that must have values too. confirm: asked, with
    the values, before a sum that encloses zero counts as EQUAL; where it denies, there is NO_VALUE to compare.
    """

    def __init__(
        self,
        base: Program,
        terms: Iterable[se.Expr],
        *,
        less: Sequence[int] = (),
        defined: Iterable[se.Expr] = (),
        confirm: Callable[[Point, Values], bool] = lambda point, values: True,
    ) -> None:
        self.program = base.copy()
        self._base, self._less, self._confirm = base, list(less), confirm
        self._defined = [self.program.add(e) for e in defined]
        self._terms = [self.program.add(term) for term in terms]
        self._decisive: dict[Point, Values] = {}

    @property
    def slots(self) -> list[int]:
        """Slots of `program` that must have values where there is something to compare."""
        return [*self._terms, *self._less, *self._defined]

    def values(self, point: Point, bits: int) -> Values:
        """Values of `program` at the point: with `bits`, or with as many more as the comparison there needed."""
        known = self._decisive.get(point)
        return self.program.extend(known if known is not None and known.bits >= bits else point.run(self._base, bits))

    def compare(self, point: Point, deadline: float) -> Comparison:
        """The residual against zero; at least one precision is tried, whatever the deadline (`time.thread_time`)."""
        outcome = Comparison.NO_VALUE
        for bits in PRECISIONS:
            values = self.program.extend(point.run(self._base, bits))
            if all(values[slot].is_finite() for slot in self.slots):
                added, taken = self._sides(values)
                with ctx.workprec(bits):
                    total = sum(added) - sum(taken)
                    if not total.contains(0):
                        return Comparison.DIFFERENT
                    # The size of the terms is the scale, since the sum may cancel, and both sides may be zero.
                    scale = sum((ball.abs_lower() for ball in (*added, *taken)), arb(0))
                    if total.is_zero() or total.abs_upper() * _TOLERANCE < scale:
                        self._decisive[point] = values
                        return Comparison.EQUAL if self._confirm(point, values) else Comparison.NO_VALUE
                outcome = Comparison.TOO_COARSE
            if time.thread_time() > deadline:
                break
        return outcome

    def differs(self, point: Point, difference: se.Expr) -> bool:
        """Whether the difference, the same as the residual, is certainly not zero: a quick look."""
        slot = self.program.add(difference)
        values = self.program.run(point.coordinates, _QUICK_BITS)
        defined = all(values[s].is_finite() for s in self.slots)
        return defined and values[slot].is_finite() and not values[slot].contains(0)

    def settle(self, point: Point, difference: se.Expr, closeness: int, deadline: float) -> Comparison:
        """The difference against zero within 2^-closeness, absolutely and beside what is compared.

        difference: the same as the residual, in one expression, in which equal terms have cancelled. What is compared
        is what is subtracted, where anything is; else the greatest term. Where that may be zero, the distance is
        absolute. As many bits are used as it takes, up to a bound; what is closer then is TOO_COARSE.
        """
        slot = self.program.add(difference)
        outcome, bits = Comparison.NO_VALUE, closeness + BITS
        while bits <= _MAX_SETTLING_BITS:
            # Not `point.run`: values of so many bits serve nobody else.
            values = self.program.run(point.coordinates, bits)
            if all(values[s].is_finite() for s in self.slots) and values[slot].is_finite():
                total = values[slot]
                if not total.contains(0):
                    return Comparison.DIFFERENT
                with ctx.workprec(bits):
                    added, taken = self._sides(values)
                    compared = [sum(taken)] if taken else added
                    scale = max((ball.abs_lower() for ball in compared), default=arb(0))
                    scale = arb(1) if scale > 1 or not scale > 0 else scale
                    if total.is_zero() or total.abs_upper() < scale * arb(2) ** -closeness:
                        return Comparison.EQUAL if self._confirm(point, values) else Comparison.NO_VALUE
                outcome = Comparison.TOO_COARSE
            elif _is_extreme(values):
                outcome = Comparison.TOO_COARSE
            if time.thread_time() > deadline:
                break
            bits *= 2
        return outcome

    def _sides(self, values: Values) -> tuple[list[acb], list[acb]]:
        return [values[slot] for slot in self._terms], [values[slot] for slot in self._less]


def _is_extreme(values: Values) -> bool:
    """Whether some value is so large or so small that another may be missing for want of bits."""
    sizes = (abs(value) for value in values if value.is_finite())
    return any(size > _LARGE or (size < 1 / _LARGE and not size.contains(0)) for size in sizes)


__all__ = ["PRECISIONS", "Comparison", "Residual"]

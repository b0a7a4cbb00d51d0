"""Exact places on the real line, and families of places that repeat with a period.

    Place.named(se.sqrt(2))                  a place with a closed form
    roots(fmpz_poly([-1, -1, 0, 0, 0, 1]))   the real roots of a polynomial, exact whatever its degree

A place is a real number that can be enclosed as tightly as one likes. Two with one key are equal; two whose balls
part are not; of others nothing is said (`UndecidedError`).
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import symengine as se
from flint import arb, ctx, fmpq_poly, fmpz, fmpz_poly

from ansatz.algebra.balls import evaluate
from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.ratios import factor
from ansatz.errors import UndecidedError

BITS = 128
_PRECISIONS = (BITS, 512, 2048)  # in which places are told apart
_FAR, _CERTAIN = 2**64, 0.25  # periods
_MAX_MEMBERS = 5_000  # of one family in an interval
_MAX_DEGREE = 60
_LARGEST_PRIME = 1_000  # that is taken out of square roots


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A real number. enclose: its ball at a precision. key: equal for equal numbers. name: a closed form, if known."""

    enclose: Callable[[int], arb]
    key: Hashable
    name: se.Expr | None = None

    @classmethod
    def named(cls, name: se.Expr) -> "Place":
        """The place of a real SymEngine constant."""
        name = se.expand(name)
        return cls(lambda bits: evaluate(name, {}, bits).real, name, name)

    def mapped(self, exact: Callable[[se.Expr], se.Expr], numeric: Callable[[arb], arb], tag: Hashable) -> "Place":
        """The image under an injective function, given for expressions and for balls; tag: which function."""
        if self.name is not None:
            return Place.named(exact(self.name))

        def enclose(bits: int) -> arb:
            with ctx.workprec(bits):
                return numeric(self.enclose(bits + 16))

        return Place(enclose, (tag, self.key))

    def sign(self) -> int:
        """Its certain sign."""
        if self.name == 0:
            return 0
        for bits in _PRECISIONS:
            ball = self.enclose(bits)
            if ball > 0 or ball < 0:
                return 1 if ball > 0 else -1
        raise UndecidedError("the sign of a constant could not be certified")

    def is_before(self, other: "Place") -> bool:
        """Whether it lies left of the other; they are not the same."""
        for bits in _PRECISIONS:
            mine, yours = self.enclose(bits), other.enclose(bits)
            if mine < yours or mine > yours:
                return bool(mine < yours)
        raise UndecidedError("two places could not be told apart")

    def __float__(self) -> float:
        return float(self.enclose(64).mid())


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """first + n·period for all integers n; a single place where the period, a positive number, is None."""

    first: Place
    period: se.Expr | None = None

    @property
    def key(self) -> Hashable:
        """Equal for equal families, as far as that is seen."""
        return self.first.key, self.period

    def contains(self, other: "Family") -> bool:
        """Whether every member of the other family is certainly one of this."""
        if self.key == other.key:
            return True
        mine, yours = self.first.name, other.first.name
        if mine is None or yours is None or self.period is None:
            return False
        steps = [se.expand((yours - mine) / self.period), se.expand((other.period or self.period) / self.period)]
        return all(isinstance(step, se.Integer) for step in steps)

    def members(self, low: arb, high: arb) -> Iterator[Place]:
        """All that may lie between two numbers, and none that certainly lies outside.

        Raises `UndecidedError` where these are more than a few thousand, or the ends' balls are too wide to tell.
        """
        first, last = (0, 0) if self.period is None else (self._turns(low)[0], self._turns(high)[1])
        if last - first > _MAX_MEMBERS:
            raise UndecidedError("a family has too many members in an interval")
        for n in range(first, last + 1):
            place = self.member(n)
            ball = place.enclose(_PRECISIONS[-1] if abs(n) > _FAR else BITS)
            if not (ball < low or ball > high):
                yield place

    def around(self, place: Place) -> Iterator[Place]:
        """Members among which are the nearest ones left and right of a place."""
        if self.period is None:
            yield self.first
            return
        first, last = self._turns(place.enclose(_PRECISIONS[-1]))
        yield from map(self.member, range(first, last + 1))

    def _turns(self, place: arb) -> tuple[int, int]:
        """Whole numbers of periods from the first member, less and more than to the place."""
        assert self.period is not None
        for bits in _PRECISIONS:
            with ctx.workprec(bits):
                turns = (place - self.first.enclose(bits)) / evaluate(self.period, {}, bits).real
                if turns.rad() < _CERTAIN:
                    return int(turns.lower().floor().unique_fmpz()), int(turns.upper().ceil().unique_fmpz())
        raise UndecidedError("a place is too far out to count periods")

    def member(self, n: int) -> Place:
        """first + n·period."""
        period = self.period
        if n == 0 or period is None:
            return self.first
        return self.first.mapped(
            lambda c: c + n * period, lambda ball: ball + n * evaluate(period, {}, ctx.prec).real, ("shift", n, period)
        )

    def mapped(self, slope: se.Expr, intercept: se.Expr) -> "Family":
        """The family of all (c - intercept)/slope."""

        def numeric(ball: arb) -> arb:
            return (ball - evaluate(intercept, {}, ctx.prec).real) / evaluate(slope, {}, ctx.prec).real

        first = self.first.mapped(lambda c: (c - intercept) / slope, numeric, ("linear", slope, intercept))
        if self.period is None:
            return Family(first)
        step = se.expand(self.period / slope)
        return Family(first, -step if Place.named(step).sign() < 0 else step)


def roots(polynomial: fmpq_poly) -> list[Place]:
    """The real roots, each once, in no particular order."""
    if polynomial.degree() > _MAX_DEGREE:
        raise UndecidedError("a polynomial has too high a degree")
    return [place for p, _ in factor(polynomial)[1] for place in _roots_of_irreducible(p)]


def _roots_of_irreducible(p: fmpq_poly) -> list[Place]:
    if p.degree() == 1:
        return [Place.named(to_symengine_number(-p[0] / p[1]))]
    if p.degree() == 2:
        c, b, a = (int(k) for k in fmpz_poly(p.numer()))
        if (square := b * b - 4 * a * c) < 0:
            return []
        outer = prod(int(prime) ** (power // 2) for prime, power in fmpz(square).factor(trial_limit=_LARGEST_PRIME))
        root = se.Rational(outer, 2 * a) * se.sqrt(se.Integer(square // outer**2))
        return [Place.named(s * root - se.Rational(b, 2 * a)) for s in (1, -1)]
    coefficients = tuple(map(int, fmpz_poly(p.numer())))
    return [_root(coefficients, index) for index, _ in enumerate(_real_balls(coefficients, BITS))]


@lru_cache(maxsize=256)
def _real_balls(coefficients: tuple[int, ...], bits: int) -> list[arb]:
    with ctx.workprec(bits):
        found = fmpz_poly(list(coefficients)).complex_roots()
        return sorted((root.real for root, _ in found if root.imag.is_zero()), key=lambda ball: ball.mid())


def _root(coefficients: tuple[int, ...], index: int) -> Place:
    return Place(lambda bits: _real_balls(coefficients, bits)[index], ("root", coefficients, index))


__all__ = ["BITS", "Family", "Place", "roots"]

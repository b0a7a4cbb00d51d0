"""Random points of a finite field, and values and rates of expressions there, as far as ring operations go.

In each group of points the constants are fixed. Where a kernel does not exist (a root, a reciprocal of zero) the
point is dropped; the kernels themselves are those of `ansatz.fit.residues.evaluator`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import TypeAlias

import numpy as np
import symengine as se
from numpy.typing import NDArray

from ansatz.algebra.fold import Fold
from ansatz.algebra.numbers import as_fraction
from ansatz.errors import BadConstantsError, BadPrimeError, UnevaluableError
from ansatz.fit.residues.circle import Point
from ansatz.fit.residues.dual import CONSTANT, FUNCTION, NUMBER, Dual, DualAlgebra
from ansatz.fit.residues.exponents import Units
from ansatz.fit.residues.prime_field import Field, Residues

MAX_POINTS = 16_000

Assignment: TypeAlias = Mapping[se.Expr, Residues]
Conjugation: TypeAlias = Mapping[se.Expr, NDArray[np.int64]]


def points_needed(rows: int, radicals: int) -> int:
    """Random points of which about `rows` will have `radicals` independent square roots."""
    return min(rows * 2 ** min(radicals, 20) * 5 // 4 + 32, max(MAX_POINTS, 4 * rows)) if radicals else rows


class Sample(Fold[Dual]):
    """Values and rates of expressions at random points, an array of shape (groups, rows) modulo field.p.

    `usable` marks the points where everything evaluated so far exists. Constants are random by default; `assignment`
    gives chosen values, shape (groups,), to generators, and `conjugation` ±1 to algebraic generators.

    positive: x is a square everywhere. restricting: the required square roots that not all points had.
    transcendental: expression -> value; independent constants (π, e, log 2, parameters, sin 4).
    algebraic: expression -> value; square roots over them (sqrt(a² + 1), cos 4).
    radicals: (n, q) -> value; roots n^(1/q) of integers n, and nested radicals under their expression.
    """

    def __init__(
        self,
        field: Field,
        x: se.Symbol,
        seed: Sequence[int],
        *,
        rows: int,
        groups: int = 1,
        need: int = 1,
        units: Units | None = None,
        positive: bool = False,
        assignment: Assignment | None = None,
        conjugation: Conjugation | None = None,
    ) -> None:
        super().__init__()
        self.field, self.duals, self.x = field, DualAlgebra(field), x
        # constants have their own stream, so that they do not depend on the number of points
        self.rng, self.constants_rng = (np.random.default_rng([*seed, k]) for k in (0, 1))
        self.rows, self.groups, self.need = rows, groups, need
        self.units = {} if units is None else units
        self.positive = positive
        self.assignment = assignment or {}
        self.conjugation = conjugation or {}
        self.usable = np.ones((groups, rows), dtype=bool)
        self.restricting: set[se.Expr] = set()
        self.transcendental: dict[se.Expr, Residues] = {}
        self.algebraic: dict[se.Expr, Residues] = {}
        self.radicals: dict[tuple[se.Expr, int], Residues] = {}
        self._unevaluable: dict[se.Expr, UnevaluableError] = {}
        # what `kernel` and `power` have made, with arrays at the points; pairs are cosine and sine
        self._kernels: dict[tuple[str, se.Expr, int], Dual] = {}  # by kind, argument, exponent
        self._circles: dict[se.Expr, tuple[Dual, Dual]] = {}
        self._circle_units: dict[se.Expr, tuple[Point, int]] = {}
        self._one = field.number(1)

    # ------------------------------------------------------------------------------------- public

    def dual(self, e: se.Expr) -> Dual:
        """Value and rate of an expression; raises UnevaluableError or BadPrimeError."""
        return self.build(e)

    def require(self, radicals: Iterable[se.Expr], rows: int) -> None:
        """Restrict the points to `rows` at which as many of the square roots as possible exist, in this order."""
        remaining = list(radicals)
        self.restricting.clear()
        while remaining:
            radical = remaining.pop(0)
            before = self.usable
            try:
                self.build(radical)
            except UnevaluableError:
                continue
            if self.usable is not before:
                self.restricting.add(radical)
            alive = int(self.usable.sum(axis=1).max())
            if alive < self.rows * 3 // 4:
                self.compress(min(alive, points_needed(rows, len(remaining))))
        self.compress(rows)

    def compress(self, rows: int) -> None:
        """Keep `rows` usable points per group (groups with fewer stay marked in `usable`)."""
        rows = min(rows, self.rows)
        chosen = np.argsort(~self.usable, axis=1, kind="stable")[:, :rows]

        def gather(a: Residues) -> Residues:
            return np.take_along_axis(a, chosen, axis=1) if a.shape[1] > 1 else a

        def shrink(u: Dual) -> Dual:
            return Dual(gather(u.value), None if u.rate is None else gather(u.rate), u.level)

        self._built = {e: shrink(u) for e, u in self._built.items()}
        self._kernels = {key: shrink(u) for key, u in self._kernels.items()}
        self._circles = {u: (shrink(cosine), shrink(sine)) for u, (cosine, sine) in self._circles.items()}
        units = self._circle_units.items()
        self._circle_units = {u: ((gather(cosine), gather(sine)), level) for u, ((cosine, sine), level) in units}
        self.usable = np.take_along_axis(self.usable, chosen, axis=1)
        self.rows = rows

    # ------------------------------------------------------------------------------------- ring operations

    def build(self, e: se.Expr) -> Dual:
        """As in every fold; what has no values is not tried again."""
        known = self._built.get(e)
        if known is None:
            if e in self._unevaluable:
                raise self._unevaluable[e]
            try:
                known = self._built[e] = self._build(e)
            except UnevaluableError as error:
                self._unevaluable[e] = error
                raise
        return known

    def number(self, value: se.Rational) -> Dual:
        return self._number(as_fraction(value))

    def _number(self, value: Fraction) -> Dual:
        try:
            return Dual(self.field.number(self.field.residue(value.numerator, value.denominator)), None, NUMBER)
        except ZeroDivisionError as error:
            raise BadPrimeError("A denominator is zero modulo this prime; take another one.") from error

    def total(self, terms: Iterator[Dual]) -> Dual:
        value, rate, level = None, None, NUMBER
        for u in terms:
            value = u.value if value is None else self.field.add(value, u.value)
            if u.rate is not None:
                rate = u.rate if rate is None else self.field.add(rate, u.rate)
            level = max(level, u.level)
        assert value is not None, "a sum has terms"
        return Dual(value, rate, level)

    def product(self, factors: Iterator[Dual]) -> Dual:
        return reduce(self.duals.times, factors)

    def integer_power(self, element: Dual, n: int) -> Dual:
        """n >= 0: a negative power is the reciprocal of one that may be known already."""
        return self.duals.integer_power(element, n)

    def _reciprocal(self, u: Dual) -> Dual:
        self._keep(u.value != 0)
        return self.duals.reciprocal(u)

    def _keep(self, mask: NDArray[np.bool_] | None) -> None:
        """Restrict the usable points (None: not at all); they must not run out."""
        if mask is None or mask.all():
            return
        usable = self.usable & mask
        if usable.sum(axis=1).max() < self.need:
            error = BadConstantsError if self.transcendental else UnevaluableError
            raise error("No point of the field lies in the domain of all expressions.")
        self.usable = usable

    # ------------------------------------------------------------------------------------- constants and random values

    def _variable(self) -> Dual:
        draw = self._positive if self.positive else self._random
        return Dual(draw(FUNCTION), self._one, FUNCTION)

    def _random(self, level: int) -> Residues:
        shape = (self.groups, self.rows) if level == FUNCTION else (1, 1)
        rng = self.rng if level == FUNCTION else self.constants_rng
        return rng.integers(2, self.field.p - 1, shape, dtype=np.uint64)

    def _positive(self, level: int) -> Residues:
        """Random squares: what is positive on the reals, and parameters, so that √(a²) is a."""
        return self.field.positive(self._random(level))

    def _generator(self, e: se.Expr) -> Dual:
        """An independent constant: random and positive, or as assigned."""
        chosen = self.assignment.get(e)
        value = self._positive(CONSTANT) if chosen is None else chosen.reshape(-1, 1)
        self.transcendental[e] = value
        return Dual(value, None, CONSTANT)

    def _conjugate(self, e: se.Expr, root: Residues) -> Residues:
        """Register an algebraic constant and choose its conjugate."""
        signs = self.conjugation.get(e)
        if signs is not None:
            root = np.where(signs.reshape(-1, 1) > 0, root, self.field.scale(root, -1))
        self.algebraic[e] = root
        return root


__all__ = ["Assignment", "Conjugation", "Sample", "points_needed"]

"""Expressions and their derivatives at random points of a finite field: kernels are indeterminates.

x and every kernel that is algebraically independent of the others (exp, log, atan, …) get random values; the exact
derivative rules give their rates. A rational number c_j with Σ c_j T_j' = f then satisfies the same equation modulo p
at every point, and conversely with probability about 1 - degree/p (Schwartz–Zippel).

    exp(Σ (n_k/L) b_k)   powers of one random value per additive base b_k; L is the common denominator
    sin(u) … csc(u)      likewise from points (cos, sin) on the circle; angles add by complex multiplication
    u^(n/q)              the homomorphic root of `ansatz.fit.residues.prime_field`; points without one are dropped
    |u|, sign(u)         χ(u)·u and χ(u), the Legendre symbol
    log, atan, asin, erf, Ei, …   free values with their derivatives; what is defined by others is rewritten
    sqrt(2), pi, sin(4), a        constants: see `ansatz.fit.linear.constants`

The rules are in `ansatz.fit.residues.kernel_rules`.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import symengine as se
from numpy.typing import NDArray

from ansatz.algebra.numbers import fraction, to_symengine_number
from ansatz.errors import BadConstantsError, BadPrimeError, UnevaluableError
from ansatz.fit.residues.circle import Point, circle_point, rotate, turn
from ansatz.fit.residues.dual import CONSTANT, FUNCTION, NUMBER, Dual, DualAlgebra
from ansatz.fit.residues.exponents import (
    Units,
    exponent_of_power,
    exponent_parts,
    known_exponential,
    known_point,
    open_log,
    prime_factors,
)
from ansatz.fit.residues.kernel_rules import CIRCULAR, DEFINITION, HYPERBOLIC, RATE, function_name
from ansatz.fit.residues.prime_field import Field, Residues

MAX_POINTS = 16_000


def points_needed(rows: int, radicals: int) -> int:
    """Random points of which about `rows` will have `radicals` independent square roots."""
    return min(rows * 2 ** min(radicals, 20) * 5 // 4 + 32, max(MAX_POINTS, 4 * rows)) if radicals else rows


class Evaluator:
    """Values and rates of expressions at random points, an array of shape (groups, rows) modulo field.p.

    `usable` marks the points where everything evaluated so far exists. In each group the constants are fixed; by
    default they are random, `assignment` gives chosen values, shape (groups,), to generators, and `conjugation` ±1 to
    algebraic generators (see `transcendental` and `algebraic`).

    positive: x is a square everywhere. restricting: the required square roots that not all points had.
    transcendental: expression -> value; independent constants (π, e, log 2, parameters, sin 4).
    algebraic: expression -> value; square roots over them (sqrt(a² + 1), cos 4).
    radicals: (n, q) -> value; roots n^(1/q) of integers n, and nested radicals under their expression.

    `ansatz.fit.residues.complex_evaluator` does the same for complex x.
    """

    _rates = RATE

    def __init__(
        self,
        field: Field,
        x: Any,
        seed: Sequence[int],
        *,
        rows: int,
        groups: int = 1,
        need: int = 1,
        units: Units | None = None,
        positive: bool = False,
        assignment: Mapping[Any, Residues] | None = None,
        conjugation: Mapping[Any, NDArray[np.int64]] | None = None,
    ) -> None:
        self.field, self.duals, self.x = field, DualAlgebra(field), x
        # constants have their own stream, so that they do not depend on the number of points
        self.rng, self.constants_rng = (np.random.default_rng([*seed, k]) for k in (0, 1))
        self.rows, self.groups, self.need = rows, groups, need
        self.units = {} if units is None else units
        self.positive = positive
        self.assignment = assignment or {}
        self.conjugation = conjugation or {}
        self.usable = np.ones((groups, rows), dtype=bool)
        self.restricting: set[Any] = set()
        self.transcendental: dict[Any, Residues] = {}
        self.algebraic: dict[Any, Residues] = {}
        self.radicals: dict[tuple[Any, int], Residues] = {}
        self._memo: dict[Any, Dual | UnevaluableError] = {}
        self._kernels: dict[Any, Any] = {}
        self._one = field.number(1)

    # ------------------------------------------------------------------------------------- public

    def dual(self, e: Any) -> Dual:
        """Value and rate of an expression; raises UnevaluableError or BadPrimeError."""
        if e in self._memo:
            known = self._memo[e]
            if isinstance(known, UnevaluableError):
                raise known
            return known
        try:
            known = self._memo[e] = self._evaluate(e)
        except UnevaluableError as error:
            self._memo[e] = error
            raise
        return known

    def require(self, radicals: Iterable[Any], rows: int) -> None:
        """Restrict the points to `rows` at which as many of the square roots as possible exist, in this order."""
        remaining = list(radicals)
        self.restricting.clear()
        while remaining:
            radical = remaining.pop(0)
            before = self.usable
            try:
                self.dual(radical)
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

        def shrink(entry: Any) -> Any:
            if isinstance(entry, Dual):
                return Dual(gather(entry.value), None if entry.rate is None else gather(entry.rate), entry.level)
            if isinstance(entry, tuple):
                return tuple(shrink(part) for part in entry)
            return gather(entry) if isinstance(entry, np.ndarray) else entry

        self._memo = {e: shrink(entry) for e, entry in self._memo.items()}
        self._kernels = {key: shrink(entry) for key, entry in self._kernels.items()}
        self.usable = np.take_along_axis(self.usable, chosen, axis=1)
        self.rows = rows

    # ------------------------------------------------------------------------------------- algebra

    def _number(self, value: Fraction) -> Dual:
        try:
            return Dual(self.field.number(self.field.residue(value.numerator, value.denominator)), None, NUMBER)
        except ZeroDivisionError as error:
            raise BadPrimeError from error

    def _sum(self, terms: Iterable[Any]) -> Dual:
        value, rate, level = None, None, NUMBER
        for term in terms:
            u = self.dual(term)
            value = u.value if value is None else self.field.add(value, u.value)
            if u.rate is not None:
                rate = u.rate if rate is None else self.field.add(rate, u.rate)
            level = max(level, u.level)
        assert value is not None, "a sum has terms"
        return Dual(value, rate, level)

    def _reciprocal(self, u: Dual) -> Dual:
        self._keep(u.value != 0)
        return self.duals.reciprocal(u)

    def _keep(self, mask: Any) -> None:
        """Restrict the usable points; they must not run out."""
        if mask.all():
            return
        usable = self.usable & mask
        if usable.sum(axis=1).max() < self.need:
            error = BadConstantsError if self.transcendental else UnevaluableError
            raise error("No point of the field lies in the domain of all expressions.")
        self.usable = usable

    # ------------------------------------------------------------------------------------- dispatch

    def _evaluate(self, e: Any) -> Dual:
        kind = e.__class__
        if kind is se.Add:
            return self._sum(e.args)
        if kind is se.Mul:
            return self._product(e.args)
        if kind is se.Pow:
            return self._power(*e.args)
        if kind is se.Symbol:
            return self._variable() if e == self.x else self._generator(e)
        value = fraction(e)
        if value is not None:
            return self._number(value)
        if e == se.E:
            return self._exponential(se.Integer(1))
        if e == se.pi:
            return self._generator(e)
        name = function_name(e)
        if name is None:
            raise UnevaluableError(f"'{e}' has no values in a finite field.")
        return self._function(name, e)

    def _product(self, factors: Iterable[Any]) -> Dual:
        result, coefficient = None, None
        for factor in factors:
            c = fraction(factor)
            if c is not None:
                coefficient = self._number(c)
            else:
                u = self.dual(factor)
                result = u if result is None else self.duals.times(result, u)
        if coefficient is not None:
            return coefficient if result is None else self.duals.scale(result, int(coefficient.value[0, 0]))
        assert result is not None, "a product has factors"
        return result

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

    def _generator(self, e: Any) -> Dual:
        """An independent constant: random and positive, or as assigned."""
        chosen = self.assignment.get(e)
        value = self._positive(CONSTANT) if chosen is None else chosen.reshape(-1, 1)
        self.transcendental[e] = value
        return Dual(value, None, CONSTANT)

    # ------------------------------------------------------------------------------------- powers

    def _power(self, base: Any, exponent: Any) -> Dual:
        exponential = exponent_of_power(base, exponent, self.field.plane)
        if exponential is not None:
            return self._exponential(exponential)
        r = fraction(exponent)
        assert r is not None, "any other power is an exponential"
        if r.numerator < 0:
            return self._reciprocal(self.dual(base ** (-exponent)))
        root = self.dual(base) if r.denominator == 1 else self._root(base, r.denominator)
        return self.duals.integer_power(root, r.numerator)

    def _root(self, base: Any, q: int) -> Dual:
        key = ("root", base, q)
        known = self._kernels.get(key)
        if known is None:
            known = self._kernels[key] = self._new_root(base, q)
        return known

    def _new_root(self, base: Any, q: int) -> Dual:
        value = fraction(base)
        if value is not None:
            return self._root_of_number(value, q)
        u = self.dual(base)
        root, exists = self._field_root(u.value, q)
        if u.level == NUMBER:
            if exists is not None and not exists.all():
                raise BadPrimeError
            self.radicals[base, q] = root
            return Dual(root, None, NUMBER)
        if u.level == CONSTANT and exists is not None and not exists.any():
            raise BadConstantsError(f"'{base}' is no square for these constants.")
        if exists is not None:
            self._keep(exists)
        if u.level == CONSTANT:
            root = self._conjugate(base ** se.Rational(1, q), root)
            return Dual(root, None, CONSTANT)
        self._keep(u.value != 0)
        if u.rate is None:  # a root of a sign
            return Dual(root, None, FUNCTION)
        # w' = w u' / (q u)
        rate = self.field.multiply(self.field.multiply(root, u.rate), self.field.inverse(u.value))
        return Dual(root, self.field.scale(rate, self.field.residue(1, q)), FUNCTION)

    def _field_root(self, value: Residues, q: int) -> tuple[Residues, Any]:
        try:
            return self.field.root(value, q)
        except ArithmeticError as error:
            raise BadPrimeError from error

    def _root_of_number(self, value: Fraction, q: int) -> Dual:
        if value < 0:
            if q % 2 == 0:
                raise UnevaluableError("Square roots of negative numbers are not real.")
            raise UnevaluableError("Principal roots of negative numbers are not real.")
        result = Dual(self._one, None, NUMBER)
        for n, sign in ((value.numerator, 1), (value.denominator, -1)):
            for prime, k in prime_factors(n) if n > 1 else ():
                root, exists = self._field_root(self.field.number(prime), q)
                if exists is not None and not exists.all():
                    raise BadPrimeError
                self.radicals[se.Integer(prime), q] = root
                power = self.field.power(root, k)
                result = self.duals.times(result, Dual(power if sign > 0 else self.field.inverse(power), None, NUMBER))
        return result

    def _conjugate(self, e: Any, root: Residues) -> Residues:
        """Register an algebraic constant and choose its conjugate."""
        signs = self.conjugation.get(e)
        if signs is not None:
            root = np.where(signs.reshape(-1, 1) > 0, root, self.field.scale(root, -1))
        self.algebraic[e] = root
        return root

    # ------------------------------------------------------------------------------------- exponentials

    def _exponential(self, u: Any) -> Dual:
        value, level = None, NUMBER
        for c, base in exponent_parts(u):
            if c == 0:
                continue
            algebraic = known_exponential(c, base, self.field.plane)
            part = self._exponential_unit(c, base) if algebraic is None else self.dual(algebraic)
            value = part.value if value is None else self.field.multiply(value, part.value)
            level = max(level, part.level)
        if value is None:
            return Dual(self._one, None, NUMBER)
        rate = self.dual(u).rate if level == FUNCTION else None
        return Dual(value, None if rate is None else self.field.multiply(value, rate), level)

    def _unit(self, kind: str, c: Fraction, base: Any) -> tuple[int, Fraction]:
        unit = self.units.get((kind, base), Fraction(1))
        n = c / unit
        if n.denominator != 1:
            raise UnevaluableError(f"The exponents of '{base}' have no common denominator; survey the terms first.")
        return n.numerator, unit

    def _exponential_unit(self, c: Fraction, base: Any) -> Dual:
        """exp(c·base), value only."""
        n, unit = self._unit("exp", c, base)
        key = ("exp", base)
        kernel = self._kernels.get(key)
        if kernel is None:
            level = max(CONSTANT, self.dual(base).level)
            if level == CONSTANT:
                kernel = self._generator(se.exp(to_symengine_number(unit) * base))
            else:
                kernel = Dual(self._positive(FUNCTION), None, FUNCTION)
            self._kernels[key] = kernel
        if n < 0:
            if (key, -1) not in self._kernels:
                self._kernels[key, -1] = Dual(self.field.inverse(kernel.value), None, kernel.level)
            kernel = self._kernels[key, -1]
        return Dual(self.field.power(kernel.value, abs(n)), None, kernel.level)

    # ------------------------------------------------------------------------------------- the circle

    def _circle(self, u: Any) -> tuple[Dual, Dual]:
        """(cos u, sin u)."""
        key = ("circle", u)
        known = self._kernels.get(key)
        if known is not None:
            return known
        point, level = None, NUMBER
        for c, base in exponent_parts(u):
            if c == 0:
                continue
            pair = known_point(c, base)
            if pair is not None:
                known_cosine, known_sine = map(self.dual, pair)
                part = known_cosine.value, known_sine.value
                part_level = max(known_cosine.level, known_sine.level)
            else:
                part, part_level = self._circle_unit(c, base)
            point = part if point is None else rotate(self.field, point, part)
            level = max(level, part_level)
        if point is None:
            return Dual(self._one, None, NUMBER), Dual(self.field.number(0), None, NUMBER)
        cosine, sine = point
        rate = self.dual(u).rate if level == FUNCTION else None
        if rate is None:
            result = Dual(cosine, None, level), Dual(sine, None, level)
        else:
            turned = self.field.scale(self.field.multiply(rate, sine), -1)
            result = Dual(cosine, turned, level), Dual(sine, self.field.multiply(rate, cosine), level)
        self._kernels[key] = result
        return result

    def _circle_unit(self, c: Fraction, base: Any) -> tuple[Point, int]:
        n, unit = self._unit("circle", c, base)
        key = ("circle unit", base)
        known = self._kernels.get(key)
        if known is None:
            known = self._kernels[key] = self._new_circle_unit(base, unit)
        point, level = known
        return turn(self.field, point, n), level

    def _new_circle_unit(self, base: Any, unit: Fraction) -> tuple[Point, int]:
        level = max(CONSTANT, self.dual(base).level)
        name = se.sin(to_symengine_number(unit) * base)
        if level == CONSTANT and name in self.assignment:
            sine = self._generator(name).value
            cosine, exists = self._field_root(self.field.subtract(self._one, self.field.multiply(sine, sine)), 2)
            self._keep(exists)
            return (self._conjugate(se.cos(to_symengine_number(unit) * base), cosine), sine), level
        cosine, sine = circle_point(self.field, self._random(level))
        if level == CONSTANT:
            self.transcendental[name] = sine
            # the same root as for an assigned sine, so that samples are comparable
            cosine = np.where(self.field.is_square(cosine), cosine, self.field.scale(cosine, -1))
            cosine = self._conjugate(se.cos(to_symengine_number(unit) * base), cosine)
        return (cosine, sine), level

    # ------------------------------------------------------------------------------------- functions

    def _function(self, name: str, e: Any) -> Dual:
        u = e.args[0]
        if name in CIRCULAR:
            cosine, sine = self._circle(u)
            return self._from_pair(name, cosine, sine)
        if name in HYPERBOLIC:
            grow, decay = self._exponential(u), self._exponential(-u)
            half = self.field.residue(1, 2)
            cosine = self.duals.scale(self.duals.plus(grow, decay), half)
            sine = self.duals.scale(self.duals.plus(grow, decay, -1), half)
            return self._from_pair(
                name.removesuffix("h") if name != "sech" and name != "csch" else name[:3], cosine, sine
            )
        if name in ("abs", "sign"):
            return self._absolute(name, self.dual(u))
        if name in DEFINITION and self.x in u.free_symbols:  # a constant such as atanh(9) may be complex: opaque
            return self.dual(DEFINITION[name](u))
        if name not in self._rates and name not in DEFINITION:
            raise UnevaluableError(f"No derivative is known for {name}.")
        if name == "ln":
            if function_name(u) == "abs" and self.x in u.free_symbols:
                u = _canonical_sign(u.args[0])
                return self._free(("ln abs", u), e, u, "ln")
            opened = open_log(u, self.field.plane)
            if opened is not None:
                return self.dual(opened)
        return self._free((name, u), e, u, name)

    def _free(self, key: Any, e: Any, u: Any, name: str) -> Dual:
        """A random value with the rate of its rule."""
        known = self._kernels.get(key)
        if known is None:
            inner = self.dual(u)
            if inner.level == FUNCTION:
                rate = None
                # the real domain of acosh; the sign matters for asech(x) = acosh(1/x)
                if name == "acosh" and not self.field.plane:
                    self._keep(self.field.is_square(inner.value))
                if inner.rate is not None:
                    rate = self.field.multiply(self.dual(self._rates[name](u)).value, inner.rate)
                known = Dual(self._random(FUNCTION), rate, FUNCTION)
            else:
                known = self._generator(e)
            self._kernels[key] = known
        return known

    def _from_pair(self, name: str, cosine: Dual, sine: Dual) -> Dual:
        if name == "sin":
            return sine
        if name == "cos":
            return cosine
        if name == "tan":
            return self.duals.times(sine, self._reciprocal(cosine))
        if name == "cot":
            return self.duals.times(cosine, self._reciprocal(sine))
        return self._reciprocal(cosine if name == "sec" else sine)

    def _absolute(self, name: str, u: Dual) -> Dual:
        positive = self.field.is_square(u.value)
        self._keep(u.value != 0)
        if name == "sign":
            value = np.where(positive, np.uint64(1), np.uint64(self.field.p - 1))
            return Dual(value, None, u.level)
        flip = lambda a: np.where(positive, a, self.field.scale(a, -1))  # noqa: E731
        return Dual(flip(u.value), None if u.rate is None else flip(u.rate), u.level)


def _canonical_sign(u: Any) -> Any:
    """u or -u, the same for both."""
    return min(u, se.expand(-u), key=str)

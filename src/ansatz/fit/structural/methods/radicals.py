"""Algebraic functions as sums of rational functions times monomials in radicals and one exponential.

    f = Σ B_j(x)·y_j,   y_j = Π base^r (0 < r < 1, rational) · exp(g),   B_j, base, g in Q(x)

`Field.build` writes f so; denominators are rationalised. All identities used are true on principal
branches (base^a·base^b = base^(a+b)), so an answer in terms of the same radicals differentiates back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import floor, gcd
from typing import final

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.fold import Fold
from ansatz.algebra.numbers import as_fmpq, as_fraction, is_rational
from ansatz.algebra.ratios import ONE, Ratio, X, factor, polynomial_expression
from ansatz.errors import TooLargeError

Monomial = tuple[tuple[int, Fraction], ...]
"""(index of a radical, exponent in (0, 1)) in order of index; exponentials carry any exponent."""
Element = dict[Monomial, Ratio]

_MAX_TERMS = 24
_MAX_RADICALS = 6


@dataclass
class Radical:
    """One generator: base^r with `base` in Q(x), or exp(base) where `exponential`."""

    base: Ratio
    expression: se.Expr
    exponential: bool = False


@final
class Field(Fold[Element]):
    """The radicals met so far; `build` makes elements in `x`, or raises `NotInRingError` or `TooLargeError`."""

    def __init__(self, x: se.Symbol) -> None:
        super().__init__()
        self.x = x
        self.radicals: list[Radical] = []

    def number(self, value: se.Rational) -> Element:
        return {(): Ratio(fmpq_poly([as_fmpq(value)]))} if value != 0 else {}

    def kernel(self, e: se.Expr) -> Element:
        return {(): Ratio(X)} if e == self.x else self.refuse()

    def total(self, terms: Iterator[Element]) -> Element:
        return reduce(add, terms)

    def product(self, factors: Iterator[Element]) -> Element:
        return reduce(self.multiply, factors)

    def power(self, base: se.Expr, exponent: se.Expr) -> Element:
        if base == se.E:
            return self._exponential(exponent)
        if isinstance(exponent, se.Integer):
            return self.integer_power(self.build(base), int(exponent))
        if isinstance(exponent, se.Rational):
            return self._root(base, as_fraction(exponent))
        if is_rational(base) and base > 0:
            return self._exponential(exponent * se.log(base))
        self.refuse()

    def _root(self, base: se.Expr, exponent: Fraction) -> Element:
        inner = self.build(base)
        if set(inner) != {()}:
            if len(inner) == 1:
                return self._root_of_monomial(inner, exponent)
            self.refuse()
        index = self._index(inner[()], base)
        return self._normal(((index, exponent),), Ratio(ONE))

    def _root_of_monomial(self, inner: Element, exponent: Fraction) -> Element:
        """√(B·y): split as √B·√y, true up to a locally constant factor; the verifier decides."""
        ((monomial, coefficient),) = inner.items()
        if any(self.radicals[i].exponential for i, _ in monomial):
            self.refuse()
        index = self._index(coefficient, coefficient.expression(self.x))
        powers = [(i, r * exponent) for i, r in monomial]
        return self.multiply(self._normal(((index, exponent),), Ratio(ONE)), self._normal(tuple(powers), Ratio(ONE)))

    def _exponential(self, exponent: se.Expr) -> Element:
        inner = self.build(se.expand(exponent)) if exponent.__class__ is not se.Pow else self.build(exponent)
        if set(inner) != {()}:
            self.refuse()
        index = self._index(inner[()], None)
        scale = Fraction(1)
        return {((index, scale),): Ratio(ONE)}

    def _index(self, base: Ratio, expression: se.Expr | None) -> int:
        """Of the radicals of a base that is written so; of exp(base) where that is None."""
        exponential = expression is None
        for i, radical in enumerate(self.radicals):
            if radical.base == base and radical.exponential == exponential:
                return i
        shown = base.expression(self.x) if expression is None else expression
        self.radicals.append(Radical(base, shown, exponential))
        if len(self.radicals) > _MAX_RADICALS:
            raise TooLargeError("There are too many radicals.")
        return len(self.radicals) - 1

    # ---------------------------------------------------------------------------- arithmetic

    def _normal(self, powers: Monomial, coefficient: Ratio) -> Element:
        """Integer parts of the exponents go into the coefficient."""
        kept = []
        for i, r in powers:
            radical = self.radicals[i]
            if not radical.exponential:
                whole = floor(r)
                if whole:
                    coefficient = coefficient * radical.base**whole
                r -= whole
            if r:
                kept.append((i, r))
        return {tuple(kept): coefficient} if coefficient else {}

    def multiply(self, a: Element, b: Element) -> Element:
        out: Element = {}
        for m, c in a.items():
            for n, e in b.items():
                if not m or not n:
                    out = add(out, {m or n: c * e})
                    continue
                powers = dict(m)
                for i, r in n:
                    powers[i] = powers.get(i, Fraction(0)) + r
                out = add(out, self._normal(tuple(sorted(powers.items())), c * e))
        if len(out) > _MAX_TERMS:
            raise TooLargeError("A sum of radicals has too many terms.")
        return out

    def integer_power(self, a: Element, n: int) -> Element:
        if n < 0:
            return self.integer_power(self.inverse(a), -n)
        out: Element = {(): Ratio(ONE)}
        while n:
            if n & 1:
                out = self.multiply(out, a)
            n >>= 1
            if n:
                a = self.multiply(a, a)
        return out

    def inverse(self, a: Element) -> Element:
        """1/a; sums are multiplied by their conjugates in one radical after the other."""
        if not a:
            self.refuse()
        if len(a) == 1:
            ((monomial, coefficient),) = a.items()
            return self._normal(tuple((i, -r) for i, r in monomial), Ratio(ONE) / coefficient)
        index = max(i for monomial in a for i, _ in monomial)
        if self.radicals[index].exponential:
            self.refuse()
        exponents = {dict(monomial).get(index, Fraction(0)) for monomial in a}
        q = 1
        for r in exponents:
            q = q * r.denominator // gcd(q, r.denominator)
        if q == 1:
            self.refuse()
        conjugate = self._conjugate_product(a, index, q)
        return self.multiply(conjugate, self.inverse(self.multiply(a, conjugate)))

    def _conjugate_product(self, a: Element, index: int, q: int) -> Element:
        """b with a·b free of the radical: Π of a at the other q-th roots of unity."""
        if q > 4:
            self.refuse()
        parts: list[Element] = [{} for _ in range(q)]
        for monomial, coefficient in a.items():
            k = int(dict(monomial).get(index, Fraction(0)) * q)
            parts[k][tuple(item for item in monomial if item[0] != index)] = coefficient
        step = Fraction(1, q)

        def times_root(part: Element, k: int) -> Element:
            return self.multiply(part, self._normal(((index, step * k),), Ratio(ONE))) if k else part

        minus = fmpq(-1)
        if q == 2:
            return add(parts[0], scale(times_root(parts[1], 1), minus))
        if q == 3:
            p0, p1, p2 = parts
            first = add(self.multiply(p0, p0), scale(self.multiply(times_root(p1, 1), times_root(p2, 2)), minus))
            r1, r2 = times_root(p1, 1), times_root(p2, 2)
            second = add(self.multiply(r2, r2), scale(self.multiply(p0, r1), minus))
            third = add(self.multiply(r1, r1), scale(self.multiply(p0, r2), minus))
            return add(add(first, second), third)
        even = add(parts[0], times_root(parts[2], 2))
        odd = add(times_root(parts[1], 1), times_root(parts[3], 3))
        return add(even, scale(odd, minus))


def add(a: Element, b: Element) -> Element:
    out = dict(a)
    for monomial, coefficient in b.items():
        total = out[monomial] + coefficient if monomial in out else coefficient
        if total:
            out[monomial] = total
        else:
            out.pop(monomial, None)
    return out


def scale(a: Element, factor: fmpq) -> Element:
    return {monomial: coefficient.scaled(factor) for monomial, coefficient in a.items()}


@dataclass(frozen=True)
class Root:
    """y with y'/y = rate and, but for its exponential, y^q = constant·Π p^(q r).

    expression: y itself. exponents: irreducible primitive p -> r in (0, 1). constant: y^q's
    rational factor, with its sign.
    """

    expression: se.Expr
    rate: Ratio
    q: int
    exponents: tuple[tuple[fmpq_poly, Fraction], ...]
    constant: fmpq
    exponential: bool

    @property
    def key(self) -> tuple[object, ...]:
        """Two roots with one key differ by a rational function times a constant."""
        return (
            tuple(sorted((str(p), r - floor(r)) for p, r in self.exponents)),
            str(self.rate.num) + "/" + str(self.rate.den) if self.exponential else "",
        )


def root_of(field: Field, monomial: Monomial, expression: se.Expr, shown: se.Expr) -> tuple[Root, Ratio]:
    """The monomial as root·ratio, with every exponent of the root in (0, 1).

    expression: the monomial as it shall appear in the answer, at x = `shown`.
    """
    rate = Ratio(fmpq_poly([]))
    exponents: dict[str, tuple[fmpq_poly, Fraction]] = {}
    exponential = False
    q = 1
    for i, r in monomial:
        if field.radicals[i].exponential:
            exponential = True
            rate = rate + field.radicals[i].base.derivative().scaled(fmpq(r.numerator, r.denominator))
        else:
            q = q * r.denominator // gcd(q, r.denominator)
    constant = fmpq(1)
    for i, r in monomial:
        radical = field.radicals[i]
        if radical.exponential:
            continue
        base = radical.base
        scale_num, above = factor(base.num)
        scale_den, below = factor(base.den)
        constant *= (scale_num / scale_den) ** int(r * q)
        for factors, sign in ((above, 1), (below, -1)):
            for p, e in factors:
                old = exponents.get(str(p), (p, Fraction(0)))[1]
                exponents[str(p)] = (p, old + sign * e * r)
    kept, outside = [], Ratio(ONE)
    for p, r in exponents.values():
        whole = floor(r)
        if whole:
            outside = outside * Ratio(p) ** whole
            expression = expression * polynomial_expression(p, shown) ** -whole
        if r != whole:
            kept.append((p, r - whole))
            rate = rate + Ratio(p.derivative() * fmpq((r - whole).numerator, r.denominator), p)
    return Root(expression, rate, q, tuple(kept), constant, exponential), outside


__all__ = ["Field", "Root", "root_of"]

"""Asymptotic expansions: finitely many terms c·m, and monomials that bound what is left out.

    algebra = Expansions(scale, order)
    algebra.exp(algebra.times(u, v))            an `Expansion` of e^(u·v) as w → ∞

Every operation is a theorem about all functions that have the expansions given: the remainder is O(sum of `errors`). A
bounded wave is one without terms, O(1): what vanishes squeezes it. `order` bounds the terms of a Taylor series; where
more are needed than it gives, `TooFewTermsError` is raised.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cmp_to_key

import symengine as se

from ansatz.errors import TooFewTermsError, TooLargeError, UndecidedError
from ansatz.proof.real_line.growth import ONE, Monomial, Scale, Terms, W, exponential

_MAX_TERMS = 200  # of one expansion, where parameters keep it from being shortened
_COARSE = 3  # up to this order |c + o(1)| is |c| + o(1), whatever the sign of a constant c in parameters is
_ZERO, _UNIT = se.Integer(0), se.Integer(1)


@dataclass(frozen=True, slots=True)
class Expansion:
    """Σ c·m + O(Σ errors); nothing at all is exactly zero. real: whether the function certainly is."""

    terms: Terms = field(default_factory=dict, hash=False)
    errors: frozenset[Monomial] = frozenset()
    real: bool = True


@dataclass(frozen=True, slots=True)
class Parts:
    """An expansion cut in three: terms that tend to infinity, the constant, and what vanishes.

    bounded: whether O(1) belongs to it. unbounded: whether a remainder may tend to infinity.
    """

    infinite: Terms
    constant: se.Expr
    small: Expansion
    bounded: bool
    unbounded: bool


def constant(c: se.Expr, real: bool = True) -> Expansion:
    """The constant function."""
    return Expansion({ONE: c} if c != 0 else {}, real=real)


BOUNDED = Expansion({}, frozenset({ONE}))


class Expansions:
    """Arithmetic, powers, exponentials, logarithms and Taylor series. order: terms that a series is given."""

    def __init__(self, scale: Scale, order: int) -> None:
        self.scale, self.signs, self.order = scale, scale.signs, order
        self.keeps_corners = order <= _COARSE

    def plus(self, expansions: Iterable[Expansion]) -> Expansion:
        """The sum."""
        sums: dict[Monomial, se.Expr] = {}
        errors: set[Monomial] = set()
        real = True
        for u in expansions:
            for m, c in u.terms.items():
                sums[m] = sums.get(m, _ZERO) + c
            errors |= u.errors
            real = real and u.real
        return self._shortened(sums, errors, real)

    def times(self, u: Expansion, v: Expansion) -> Expansion:
        """The product."""
        sums: dict[Monomial, se.Expr] = {}
        for m, c in u.terms.items():
            for n, d in v.terms.items():
                sums[m * n] = sums.get(m * n, _ZERO) + c * d
        errors = {m * n for m in u.errors for n in (*v.terms, *v.errors)} | {m * n for m in u.terms for n in v.errors}
        return self._shortened(sums, errors, u.real and v.real)

    def scaled(self, u: Expansion, c: se.Expr, m: Monomial = ONE) -> Expansion:
        """c·m·u."""
        terms = {m * n: se.expand(c * d) for n, d in u.terms.items()}
        return Expansion(terms, frozenset(m * n for n in u.errors), u.real)

    def _shortened(self, sums: dict[Monomial, se.Expr], errors: set[Monomial], real: bool) -> Expansion:
        """Without what vanishes structurally, without what the remainders bound, with few terms where they compare."""
        least: list[Monomial] = []
        for e in errors:
            if not any(self._within(e, f) for f in least):
                least = [f for f in least if not self._within(f, e)] + [e]
        terms = {m: c for m, d in sums.items() if (c := se.expand(d)) != 0}
        terms = {m: c for m, c in terms.items() if not any(self._within(m, e) for e in least)}
        if len(terms) > 2 * self.order and not self.signs.witness:
            kept = sorted(terms, key=cmp_to_key(self._by_growth))
            infinite = [m for m in kept if self.scale.compare(m) >= 0]
            first = kept[max(2 * self.order, len(infinite)) :]
            if first:
                least.append(first[0])
                terms = {m: terms[m] for m in kept if m not in first}
        if len(terms) + len(least) > _MAX_TERMS:
            raise TooLargeError("An asymptotic expansion has too many terms.")
        return Expansion(terms, frozenset(least), real)

    def _by_growth(self, m: Monomial, n: Monomial) -> int:
        """Fastest first."""
        return self.scale.compare(n / m)

    def _within(self, m: Monomial, bound: Monomial) -> bool:
        """Whether m = O(bound), whatever the parameters are."""
        if m == bound:
            return True
        certain = self.scale.certain(m / bound)
        return certain is not None and certain <= 0

    def leading(self, u: Expansion) -> tuple[Monomial, se.Expr] | None:
        """(m, c) with u = c·m·(1 + o(1)), c not zero; None where u is exactly zero."""
        lead = self.scale.leading(u.terms)
        if lead is None:
            if u.errors:
                raise TooFewTermsError("no term is certain")
            return None
        if any(self.scale.compare(e / lead[0]) >= 0 for e in u.errors):
            raise TooFewTermsError("the leading term may cancel")
        return lead

    def parts(self, u: Expansion) -> Parts:
        """What tends to infinity, the constant, what vanishes."""
        sides: dict[int, dict[Monomial, se.Expr]] = {1: {}, 0: {}, -1: {}}
        for m, c in u.terms.items():
            sides[self.scale.compare(m)][m] = c
        errors: dict[int, set[Monomial]] = {1: set(), 0: set(), -1: set()}
        for e in u.errors:
            errors[self.scale.compare(e)].add(e)
        infinite = {m: c for m, c in sides[1].items() if not self.signs.is_zero(c)}
        small = Expansion(sides[-1], frozenset(errors[-1]), u.real)
        return Parts(infinite, se.Add(*sides[0].values()), small, bool(errors[0]), bool(errors[1]))

    def taylor(self, coefficients: Iterable[se.Expr], small: Expansion) -> Expansion:
        """Σ c_k·u^k for u → 0, the coefficients those of a convergent power series: `order` of them are used."""
        if not small.terms and not small.errors:
            return constant(next(iter(coefficients)))
        total, power = [], constant(_UNIT)
        for k, c in zip(range(self.order), coefficients, strict=False):
            if k:
                power = self.times(power, small)
            if c != 0:
                total.append(self.scaled(power, c))
        beyond = frozenset(m**self.order for m in (*small.terms, *small.errors))
        return self.plus([*total, Expansion({}, beyond, small.real)])

    def power(self, u: Expansion, r: se.Expr) -> Expansion:
        """u^r for a real function and a constant r; the principal value where u is negative."""
        whole = isinstance(r, se.Integer)
        if whole and 0 <= int(r) <= 3:
            product = constant(_UNIT)
            for _ in range(int(r)):
                product = self.times(product, u)
            return product
        try:
            lead = self.leading(u)
        except TooFewTermsError:
            if u.terms or not (isinstance(r, se.Rational) and r > 0):
                raise
            return Expansion({}, frozenset(e**r for e in u.errors), real=False)
        if lead is None:
            if self.signs.sign(r) <= 0:
                raise UndecidedError("a power of zero has no value")
            return Expansion()
        m, c = lead
        binomial = self.taylor(_binomials(r, self.order), self._relative(u, m, c))
        if whole or self.signs.sign(c) > 0:
            return self.scaled(binomial, c**r, m**r)
        return replace(self.scaled(binomial, _negative(u, c) ** r * se.Integer(-1) ** r, m**r), real=False)

    def _relative(self, u: Expansion, m: Monomial, c: se.Expr) -> Expansion:
        """u/(c·m) - 1, which vanishes."""
        quotient = self.scaled(u, 1 / c, m**-1)
        # What would grow beside the leading term has a coefficient that is zero, though it does not look so.
        rest = {n: d for n, d in quotient.terms.items() if n != ONE and self.scale.compare(n) <= 0}
        if (one := se.expand(quotient.terms.get(ONE, _ZERO) - 1)) != 0 and not self.signs.is_zero(one):
            rest[ONE] = one  # monomials of equal growth, spelt differently
        return Expansion(rest, quotient.errors, u.real)

    def log(self, u: Expansion) -> Expansion:
        """The principal logarithm of a real function."""
        lead = self.leading(u)
        if lead is None:
            raise UndecidedError("the logarithm of zero has no value")
        m, c = lead
        positive = self.signs.sign(c) > 0
        number = constant(se.log(c)) if positive else constant(se.log(_negative(u, c)) + se.I * se.pi, real=False)
        series = (se.Rational((-1) ** (k + 1), k) if k else _ZERO for k in range(self.order))
        return self.plus([Expansion(m.logarithm()), number, self.taylor(series, self._relative(u, m, c))])

    def exp(self, u: Expansion) -> Expansion:
        """The exponential of a real function."""
        parts = self.parts(u)
        if parts.unbounded:
            raise TooFewTermsError("an exponent is not known within a constant")
        m = exponential(parts.infinite)
        if parts.bounded:
            return Expansion({}, frozenset({m}), u.real)
        series, k_factorial = [], _UNIT
        for k in range(self.order):
            k_factorial = k_factorial * max(k, 1)
            series.append(1 / k_factorial)
        return self.scaled(self.taylor(series, parts.small), _exponential(parts.constant), m)

    def limit(self, u: Expansion) -> se.Expr:
        """The limit, finite or not; raises `TooFewTermsError` where the terms do not tell."""
        parts = self.parts(u)
        if parts.infinite:
            lead = self.leading(u)
            if lead is not None and self.scale.compare(lead[0]) > 0:
                return se.oo if self.signs.sign(lead[1]) > 0 else -se.oo
            raise TooFewTermsError("terms that tend to infinity cancel")
        if parts.bounded or parts.unbounded:
            raise TooFewTermsError("a part is known within a bound only")
        return parts.constant


def _exponential(c: se.Expr) -> se.Expr:
    """e^c, with e^(r·ln u) = u^r, by which powers are defined."""
    product = _UNIT
    for term in se.Add.make_args(se.expand(c)):
        logarithms = [factor for factor in se.Mul.make_args(term) if factor.__class__ is se.log]
        product *= logarithms[0].args[0] ** (term / logarithms[0]) if len(logarithms) == 1 else se.exp(term)
    return product


def _negative(u: Expansion, c: se.Expr) -> se.Expr:
    """-c for the leading coefficient c < 0 of a function on the branch cut, where only real ones have one branch."""
    if not u.real:
        raise UndecidedError("a function of a complex argument may cross a branch cut")
    return -c


def _binomials(r: se.Expr, order: int) -> list[se.Expr]:
    found = [_UNIT]
    for k in range(1, order):
        found.append(se.expand(found[-1] * (r - k + 1) / k))
    return found


__all__ = ["BOUNDED", "Expansion", "Expansions", "Parts", "W", "constant"]

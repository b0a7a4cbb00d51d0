"""How fast functions grow: monomials in w, log w, log log w … and exponentials of them, compared as w → ∞.

    scale = Scale(Signs())
    scale.compare(m)             1 where m → ∞, -1 where m → 0, 0 where m = 1
    scale.leading(terms)         the term of a sum that outgrows all others

A monomial is Π (log_k w)^(r_k) · exp(Σ c·m), with monomials m that tend to infinity. All of them lie in one Hardy
field, hence any two can be compared: by the leading term of the logarithm of their quotient (Gruntz, *On Computing
Limits in a Symbolic Manipulation System*, 1996; van der Hoeven, *Transseries and Real Differential Algebra*, 2006).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import symengine as se

from ansatz.proof.real_line.signs import Signs

_ZERO = se.Integer(0)


@dataclass(frozen=True, slots=True)
class Monomial:
    """powers: of w, log w, log log w …, without zeros at the end. exponent: pairs (m, c) of exp(Σ c·m)."""

    powers: tuple[se.Expr, ...] = ()
    exponent: frozenset[tuple["Monomial", se.Expr]] = frozenset()

    def __mul__(self, other: "Monomial") -> "Monomial":
        if other is ONE or self is ONE:
            return self if other is ONE else other
        length = max(len(self.powers), len(other.powers))
        left, right = (m.powers + (_ZERO,) * (length - len(m.powers)) for m in (self, other))
        sums = dict(self.exponent)
        for m, c in other.exponent:
            sums[m] = sums.get(m, _ZERO) + c
        return _monomial([a + b for a, b in zip(left, right, strict=True)], sums)

    def __pow__(self, power: se.Expr | int) -> "Monomial":
        return _monomial([r * power for r in self.powers], {m: c * power for m, c in self.exponent})

    def __truediv__(self, other: "Monomial") -> "Monomial":
        return self * other**-1

    def logarithm(self) -> "Terms":
        """Σ r_k·log_(k+1) w + Σ c·m."""
        return {iterated_logarithm(k + 1): r for k, r in enumerate(self.powers) if r != 0} | dict(self.exponent)


Terms: TypeAlias = Mapping[Monomial, se.Expr]  # a sum of c·m


def _monomial(powers: list[se.Expr], exponent: Terms) -> Monomial:
    powers = [se.expand(r) for r in powers]
    while powers and powers[-1] == 0:
        powers.pop()
    expanded = ((m, se.expand(c)) for m, c in exponent.items())
    return Monomial(tuple(powers), frozenset((m, c) for m, c in expanded if c != 0))


def iterated_logarithm(k: int) -> Monomial:
    """w for 0, log w for 1, log log w for 2 …"""
    return Monomial((_ZERO,) * k + (se.Integer(1),))


def exponential(terms: Terms) -> Monomial:
    """exp of a sum of monomials that tend to infinity; exp(c·log w) is w^c."""
    powers: dict[int, se.Expr] = {}
    rest: dict[Monomial, se.Expr] = {}
    for m, c in terms.items():
        k = len(m.powers) - 1
        if k >= 1 and m == iterated_logarithm(k):
            powers[k - 1] = c
        else:
            rest[m] = c
    length = max(powers, default=-1) + 1
    return _monomial([powers.get(k, _ZERO) for k in range(length)], rest)


ONE, W = Monomial(), iterated_logarithm(0)


class Scale:
    """Comparisons of monomials, in the signs of their exponents."""

    def __init__(self, signs: Signs) -> None:
        self.signs = signs
        self._compared: dict[Monomial, int] = {}

    def compare(self, m: Monomial) -> int:
        """1 where m → ∞, -1 where m → 0, 0 where m = 1."""
        known = self._compared.get(m)
        if known is None:
            known = next(filter(None, map(self.signs.sign, m.powers)), 0) if not m.exponent else self._by_logarithm(m)
            self._compared[m] = known
        return known

    def _by_logarithm(self, m: Monomial) -> int:
        # log w outgrows log log w: of the powers only the first one counts.
        first = next((k for k, r in enumerate(m.powers) if not self.signs.is_zero(r)), None)
        powers = {} if first is None else {iterated_logarithm(first + 1): m.powers[first]}
        lead = self.leading(powers | dict(m.exponent))
        return 0 if lead is None else self.signs.sign(lead[1])

    def certain(self, m: Monomial) -> int | None:
        """The same, or None where the parameters decide and nothing has been assumed of them."""
        terms = m.logarithm()
        signs = {self.signs.known(c) for c in terms.values()} if self.signs.witness else {None}
        if len(signs) <= 1 and None not in signs:
            return signs.pop() if signs else 0
        if any(c.free_symbols for c in _coefficients(m)):
            return None
        return self.compare(m)

    def leading(self, terms: Terms) -> tuple[Monomial, se.Expr] | None:
        """(m, c) of the dominant term, c not zero; None where the sum is zero."""
        left = {m: c for m, c in terms.items() if c != 0}
        while left:
            best = next(iter(left))
            for m in left:
                if m is not best and self.compare(m / best) > 0:
                    best = m
            equal = [m for m in left if m is best or self.compare(m / best) == 0]
            c = se.expand(se.Add(*(left[m] for m in equal)))
            if not self.signs.is_zero(c):
                if c.free_symbols:
                    self.signs.nonzero(c)
                return best, c
            for m in equal:
                del left[m]
        return None


def _coefficients(m: Monomial) -> list[se.Expr]:
    return [*m.powers, *(c for n, d in m.exponent for c in (d, *_coefficients(n)))]


__all__ = ["ONE", "Monomial", "Scale", "Terms", "W", "exponential", "iterated_logarithm"]

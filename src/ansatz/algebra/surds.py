"""Real numbers a + b√d with rational a, b, and their square roots, exactly.

A `Surd` with d = 1 is a rational number. `square_root` denests where √(a + b√d) = √m ± √n with
rational m, n (that is when a² − b²d is a square), and otherwise leaves one nested root.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

import symengine as se
from flint import fmpq, fmpz

from ansatz.algebra.numbers import to_symengine_number

_FACTOR_BITS = 128
_TRIAL_LIMIT = 20_000


@dataclass(frozen=True)
class Surd:
    """a + b√d, d a squarefree integer greater than 1 (or b = 0)."""

    a: fmpq
    b: fmpq = fmpq(0)
    d: int = 1

    def _lift(self, other: Surd | int | fmpq) -> Surd:
        return other if isinstance(other, Surd) else Surd(fmpq(other), fmpq(0), self.d)

    def _field(self, other: Surd) -> int:
        return self.d if self.d != 1 else other.d

    def __add__(self, other: Surd | int | fmpq) -> Surd:
        o = self._lift(other)
        return Surd(self.a + o.a, self.b + o.b, self._field(o))

    def __neg__(self) -> Surd:
        return Surd(-self.a, -self.b, self.d)

    def __sub__(self, other: Surd | int | fmpq) -> Surd:
        return self + (-self._lift(other))

    def __mul__(self, other: Surd | int | fmpq) -> Surd:
        o = self._lift(other)
        d = self._field(o)
        return Surd(self.a * o.a + self.b * o.b * d, self.a * o.b + self.b * o.a, d)

    def __truediv__(self, other: Surd | int | fmpq) -> Surd:
        o = self._lift(other)
        norm = o.a * o.a - o.b * o.b * o.d
        return self * Surd(o.a / norm, -o.b / norm, o.d)

    def __bool__(self) -> bool:
        return self.a != 0 or self.b != 0

    def sign(self) -> int:
        if self.b == 0 or self.a == 0 or (self.a > 0) == (self.b > 0):
            s = self.a if self.a != 0 else self.b
            return (s > 0) - (s < 0)
        big = self.a * self.a - self.b * self.b * self.d
        return ((self.a > 0) - (self.a < 0)) * ((big > 0) - (big < 0))

    def conjugate(self) -> Surd:
        return Surd(self.a, -self.b, self.d)

    def expression(self) -> se.Expr:
        return to_symengine_number(self.a) + to_symengine_number(self.b) * se.sqrt(self.d)


def squarefree_part(value: fmpq) -> int:
    """The squarefree integer d with value = d·(rational)²; 0 for 0."""
    n = int(value.p) * int(value.q)
    if n == 0:
        return 0
    d = -1 if n < 0 else 1
    for p, e in prime_powers(abs(n)):
        if e % 2:
            d *= p if isqrt(p) ** 2 != p else 1
    return d


def prime_powers(n: int) -> list[tuple[int, int]]:
    """Factorisation of n > 0; beyond `_FACTOR_BITS` only small primes are split off, the cofactor stays whole."""
    full = n.bit_length() <= _FACTOR_BITS
    return [(int(p), int(e)) for p, e in fmpz(n).factor(trial_limit=None if full else _TRIAL_LIMIT)]


def sqrt_of(value: fmpq) -> se.Expr:
    """√value for rational value ≥ 0 as r·√d with squarefree d."""
    if value == 0:
        return se.Integer(0)
    d = squarefree_part(value)
    r = rational_root(value / d)
    assert r is not None
    return to_symengine_number(r) * se.sqrt(d)


def rational_root(value: fmpq) -> fmpq | None:
    """√value where it is rational."""
    if value < 0:
        return None
    p, q = int(value.p), int(value.q)
    return fmpq(isqrt(p), isqrt(q)) if isqrt(p) ** 2 == p and isqrt(q) ** 2 == q else None


def surd_root(value: Surd) -> Surd | None:
    """√value inside the same field, non-negative, where it lies there."""
    if value.b == 0:
        r = rational_root(value.a)
        if r is not None:
            return Surd(r, fmpq(0), value.d)
        r = rational_root(value.a / value.d)
        return Surd(fmpq(0), r, value.d) if r is not None and value.d != 1 else None
    norm = rational_root(value.a * value.a - value.b * value.b * value.d)
    if norm is None:
        return None
    for e in (norm, -norm):
        m = rational_root((value.a + e) / 2)
        if m is not None and m != 0:
            root = Surd(m, value.b / (2 * m), value.d)
            return root if root.sign() >= 0 else -root
    return None


def square_root(value: Surd) -> se.Expr:
    """√value as a SymEngine number, for value ≥ 0."""
    if value.b == 0:
        return sqrt_of(value.a)
    inside = surd_root(value)
    if inside is not None:
        return inside.expression()
    norm = rational_root(value.a * value.a - value.b * value.b * value.d)
    if norm is not None:
        large, small = (value.a + norm) / 2, (value.a - norm) / 2
        return sqrt_of(large) + (1 if value.b > 0 else -1) * sqrt_of(small)
    return se.sqrt(value.expression())


def over_root(numerator: Surd, value: Surd) -> se.Expr:
    """numerator/√value for value > 0, inside the field where the root is."""
    inside = surd_root(Surd(value.a, value.b, numerator.d if value.d == 1 else value.d))
    if inside is not None:
        return (numerator / inside).expression()
    if value.b == 0:
        return numerator.expression() / sqrt_of(value.a)
    return numerator.expression() / square_root(value)

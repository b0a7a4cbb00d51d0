"""Finite fields that imitate the reals, and dual numbers over them, as NumPy arrays.

For a prime p with p ≡ 3 (mod 4), exactly one of u and -u is a square, as for real numbers one of them is
positive. With χ the Legendre symbol, "u is positive" means χ(u) = 1, |u| = χ(u)·u, and √u := u^((p+1)/4) is the
root that is itself a square, so that √(uv) = √u·√v and √(u²) = |u| hold exactly. With q ∤ p-1 the q-th root is a
bijection and a homomorphism too. So relations between nested and multiplied radicals survive the passage to F_p,
as no arbitrary choice of signs would let them.

Primes are below 2^31, so that a product of two residues fits 64 bits. All primes up to 41 are squares modulo p, so that
√(17²·u) is 17·√u and not -17·√u, and 3, 5, 7, 11 and 13 do not divide p-1.

    field = Field(real_prime(0))
    field.multiply(a, b); field.inverse(a); field.root(a, 3)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from flint import fmpz
from numpy.typing import NDArray

Residues = NDArray[np.uint64]


SQUARES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41)
_UNIQUE_ROOTS = (3, 5, 7, 11, 13)
_CHUNK = 100_000


def real_primes() -> Iterator[int]:
    """Primes of fields that imitate the reals, descending from 2^31."""
    for start in range(2**31 - 2**31 % 24 - 1, 0, -24 * _CHUNK):
        candidates = np.arange(start, max(start - 24 * _CHUNK, 0), -24)  # 23 mod 24: 2, 3 are squares, -1 is not
        for q in SQUARES[2:]:
            # reciprocity for p = 3 mod 4: q is a square modulo p iff (-1)^((q-1)/2)·p is one modulo q
            sign = 1 if q % 4 == 1 else -1
            allowed = {sign * k * k % q for k in range(1, q)} - ({1} if q in _UNIQUE_ROOTS else set())
            table = np.zeros(q, dtype=bool)
            table[list(allowed)] = True
            candidates = candidates[table[candidates % q]]
        yield from (int(p) for p in candidates if fmpz(int(p)).is_prime())


_known: list[int] = []
_source = real_primes()


def real_prime(index: int) -> int:
    """The index-th prime (0 the largest) of a field that imitates the reals."""
    while len(_known) <= index:
        _known.append(next(_source))
    return _known[index]


@dataclass(frozen=True)
class Field:
    """F_p with vectorised arithmetic; every array holds residues 0 … p-1 as uint64."""

    p: int
    plane: ClassVar[bool] = False  # whether it imitates the complex numbers

    @staticmethod
    def prime(index: int) -> int:
        """The index-th prime of such a field."""
        return real_prime(index)

    def residue(self, numerator: int, denominator: int = 1) -> int:
        """numerator/denominator as a residue; raises ZeroDivisionError where p divides the denominator."""
        if denominator % self.p == 0:
            raise ZeroDivisionError
        return numerator * pow(denominator, -1, self.p) % self.p

    def number(self, value: int) -> Residues:
        """A number as an array of shape (1, 1) that broadcasts against (groups, rows)."""
        return np.full((1, 1), value % self.p, dtype=np.uint64)

    def multiply(self, a: Residues, b: Residues) -> Residues:
        return (a * b) % np.uint64(self.p)

    def add(self, a: Residues, b: Residues) -> Residues:
        return (a + b) % np.uint64(self.p)

    def subtract(self, a: Residues, b: Residues) -> Residues:
        return (a + (np.uint64(self.p) - b)) % np.uint64(self.p)

    def scale(self, a: Residues, factor: int) -> Residues:
        return (a * np.uint64(factor % self.p)) % np.uint64(self.p)

    def power(self, a: Residues, n: int) -> Residues:
        """a^n for n >= 0, by squaring."""
        result, square = None, a
        while n:
            if n & 1:
                result = square if result is None else self.multiply(result, square)
            n >>= 1
            if n:
                square = self.multiply(square, square)
        return np.ones_like(a) if result is None else result

    def inverse(self, a: Residues) -> Residues:
        """1/a elementwise, 0 where a = 0; one scalar inversion and a product tree."""
        flat = a.ravel()
        size = 1 << max(0, flat.size - 1).bit_length()
        leaves = np.ones(size, dtype=np.uint64)
        leaves[: flat.size] = np.where(flat == 0, np.uint64(1), flat)
        levels = [leaves]
        while levels[-1].size > 1:
            half = levels[-1].size // 2
            levels.append(self.multiply(levels[-1][:half], levels[-1][half:]))
        inverse = np.array([pow(int(levels.pop()[0]), -1, self.p)], dtype=np.uint64)
        while levels:
            level = levels.pop()
            half = level.size // 2
            inverse = np.concatenate([self.multiply(inverse, level[half:]), self.multiply(inverse, level[:half])])
        return np.where(flat == 0, np.uint64(0), inverse[: flat.size]).reshape(a.shape)

    def positive(self, a: Residues) -> Residues:
        """ "Positive" elements from nonzero ones: squares."""
        return self.multiply(a, a)

    def is_square(self, a: Residues) -> NDArray[np.bool_]:
        """True where a is a nonzero square (the "positive" elements)."""
        return self.power(a, (self.p - 1) // 2) == 1

    def root(self, a: Residues, q: int) -> tuple[Residues, NDArray[np.bool_] | None]:
        """The q-th root that is a homomorphism, and where it exists (None: everywhere)."""
        exists = None
        while q % 2 == 0:
            root = self.power(a, (self.p + 1) // 4)
            if exists is None:  # a positive element has a positive root, so only the first of repeated roots can fail
                exists = self.multiply(root, root) == a
            a = root
            q //= 2
        if q > 1:
            if (self.p - 1) % q == 0 or np.gcd(q, self.p - 1) != 1:
                raise ArithmeticError(f"{q}-th roots are not unique modulo {self.p}.")
            a = self.power(a, pow(q, -1, self.p - 1))
        return a, exists

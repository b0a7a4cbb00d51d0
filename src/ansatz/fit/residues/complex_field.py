"""Finite fields that imitate the complex numbers: with i, with angles, and with principal roots.

For a prime p with p - 1 = 24·M, M prime to 6, every element but 0 is ζ^k·h with a primitive 24th root of unity ζ,
-12 < k <= 12, and h of order dividing M. The angle of an element is k·2π/24, h is its size: a q-th root divides k by q
where it can and takes the one root of h of such an order. So √(u²) is u or -u as the angle of u says, u^(1/4) is a
square root of √u, and √(uv) = √u·√v holds, as for principal roots, where the angles add up without a full turn: what is
false on a part of the plane is false at a part of the points. Elements of angle 0 are "positive".

The primes 5 … 41 are squares modulo p, 5, 7, 11 and 13 do not divide p - 1, and ζ is chosen such that
√2 = ζ³ + ζ⁻³ and √3 = ζ² + ζ⁻²; i = ζ⁶.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import ClassVar, final

import numpy as np
from flint import fmpz
from numpy.typing import NDArray

from ansatz.fit.residues.prime_field import SQUARES, Field, Residues

_TURN = 24
_CHUNK = 100_000
_UNIQUE_ROOTS = (5, 7, 11, 13)


@final
class ComplexField(Field):
    """F_p with i and principal roots."""

    plane: ClassVar[bool] = True

    @staticmethod
    def prime(index: int) -> int:
        """The index-th prime (0 the largest) of a field that imitates the complex numbers."""
        while len(_known) <= index:
            _known.append(next(_source))
        return _known[index]

    @property
    def i(self) -> int:
        """A square root of -1."""
        return pow(_unit(self.p), _TURN // 4, self.p)

    def positive(self, a: Residues) -> Residues:
        """Elements of angle 0 from nonzero ones."""
        return self.power(a, _TURN)

    def root(self, a: Residues, q: int) -> tuple[Residues, NDArray[np.bool_] | None]:
        """The principal q-th root, and where it exists (None: everywhere)."""
        order = (self.p - 1) // _TURN
        if math.gcd(q, order) != 1:
            raise ArithmeticError(f"{q}-th roots are not unique modulo {self.p}.")
        powers, angles, sorted_powers = _tables(self.p)
        place = np.minimum(np.searchsorted(sorted_powers, self.power(a, order)), _TURN - 1)
        angle = angles[place]
        size = self.multiply(a, powers[-angle % _TURN])
        common = math.gcd(q, _TURN)
        turned = angle // common * _quotient(q, common) % _TURN
        root = self.multiply(powers[turned], self.power(size, pow(q, -1, order)))
        exists = None if common == 1 else (angle % common == 0) & (a != 0)
        return root, exists


def complex_primes() -> Iterator[int]:
    """Primes of fields that imitate the complex numbers, descending from 2^31."""
    for start in range(2**31 - 2**31 % _TURN + 1 - _TURN, 0, -_TURN * _CHUNK):
        candidates = np.arange(start, max(start - _TURN * _CHUNK, 0), -_TURN)
        candidates = candidates[((candidates - 1) % 16 != 0) & ((candidates - 1) % 9 != 0)]
        for q in SQUARES[2:]:
            # reciprocity for p = 1 mod 4: q is a square modulo p iff p is one modulo q
            allowed = {k * k % q for k in range(1, q)} - ({1} if q in _UNIQUE_ROOTS else set())
            table = np.zeros(q, dtype=bool)
            table[list(allowed)] = True
            candidates = candidates[table[candidates % q]]
        yield from (int(p) for p in candidates if fmpz(int(p)).is_prime() and _unit(int(p)))


_known: list[int] = []
_source = complex_primes()


def _quotient(q: int, common: int) -> int:
    """m with q·(k/common)·m = k modulo 24 for multiples k of common = gcd(q, 24)."""
    rest = q // common
    return pow(rest, -1, _TURN) if math.gcd(rest, _TURN) == 1 else pow(rest, -1, _TURN // common)


@lru_cache(maxsize=256)
def _tables(p: int) -> tuple[Residues, NDArray[np.int64], Residues]:
    """ζ^k for k = 0 … 23; the angle of each element of ζ^(kM), sorted, and these elements."""
    zeta, order = _unit(p), (p - 1) // _TURN
    powers = np.array([pow(zeta, k, p) for k in range(_TURN)], dtype=np.uint64)
    raised = np.array([pow(zeta, k * order, p) for k in range(_TURN)], dtype=np.uint64)
    sort = np.argsort(raised)
    angles = np.where(sort > _TURN // 2, sort - _TURN, sort)
    return powers, angles, raised[sort]


@lru_cache(maxsize=256)
def _unit(p: int) -> int:
    """ζ such that the principal √2 and √3 are its combinations; 0 where none of the eight is such."""
    order = (p - 1) // _TURN
    candidates = (pow(g, order, p) for g in range(2, 200))
    first = next(z for z in candidates if pow(z, _TURN // 2, p) != 1 and pow(z, _TURN // 3, p) != 1)
    for k in range(1, _TURN):
        if math.gcd(k, _TURN) != 1:
            continue
        zeta = pow(first, k, p)
        if all(
            _principal_square_root(n, p, zeta) == (pow(zeta, m, p) + pow(zeta, -m, p)) % p for n, m in ((2, 3), (3, 2))
        ):
            return zeta
    return 0


def _principal_square_root(n: int, p: int, zeta: int) -> int:
    order = (p - 1) // _TURN
    target = pow(n, order, p)
    k = next(k for k in range(-_TURN // 2 + 1, _TURN // 2 + 1) if pow(zeta, k * order, p) == target)
    if k % 2:
        return 0
    size = n * pow(zeta, -k, p) % p
    return pow(zeta, k // 2, p) * pow(size, pow(2, -1, order), p) % p

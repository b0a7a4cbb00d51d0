"""Arctangents of rational numbers by the arguments of Gaussian primes, among which relations are exact.

    gaussian_angle(1/5)      π/4 − atan(2/3)           since 5 + i = (1 + i)·(3 − 2i)
    gaussian_angle(1/239)    3π/4 − 4·atan(2/3)        hence Machin's 16·atan(1/5) − 4·atan(1/239) = π

atan(p/q) is the argument of q + ip, and Z[i] is a unique factorization domain (Todd, "A problem on arc tangent
relations", Amer. Math. Monthly 56, 1949).
"""

from fractions import Fraction
from math import isqrt

from flint import arb, fmpq, fmpz

_MAX_BITS = 128  # of norms, which are factored


def gaussian_angle(r: fmpq) -> tuple[Fraction, dict[Fraction, int]] | None:
    """(k, {t: n}) with atan(r) = k·π + Σ n·atan(t), each t = b/a < 1 with a² + b² prime; None for large numbers."""
    p, q = int(r.p), int(r.q)
    norm = fmpz(p * p + q * q)
    if norm.bit_length() > _MAX_BITS:
        return None
    angles: dict[Fraction, int] = {}
    for prime, exponent in norm.factor():
        if prime == 2:
            continue
        a, b = _sum_of_squares(int(prime))
        turn = (q * a + p * b) % prime == 0 and (p * a - q * b) % prime == 0  # a + bi divides, not its conjugate
        angles[Fraction(b, a)] = int(exponent) if turn else -int(exponent)
    rest = arb(r).atan() - sum((n * arb(fmpq(t.numerator, t.denominator)).atan() for t, n in angles.items()), arb(0))
    eighths = (4 * rest / arb.pi()).unique_fmpz()  # ±1 ± i and units remain
    return None if eighths is None else (Fraction(int(eighths), 4), angles)


def _sum_of_squares(prime: int) -> tuple[int, int]:
    """(a, b), a > b > 0, a² + b² = prime ≡ 1 mod 4, by Euclid's algorithm (Hermite, Serret 1848)."""
    base = next(u for u in range(2, prime) if pow(u, (prime - 1) // 2, prime) == prime - 1)
    a, b = prime, pow(base, (prime - 1) // 4, prime)
    limit = isqrt(prime)
    while b > limit:
        a, b = b, a % b
    return b, a % b


__all__ = ["gaussian_angle"]

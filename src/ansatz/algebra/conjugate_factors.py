"""Factorisation of a rational polynomial that is irreducible over Q into two conjugates over Q(√d).

p = g·ḡ with g = g0 + √d·g1 is found by Trager's norm: N(x) = p(x − k√d)·p(x + k√d) has rational
coefficients and a factor of the norm of g(x − k√d) exactly when p splits (Trager 1976; Bronstein,
*Symbolic Integration I*, section 2). Candidates for d are squarefree divisors of the discriminant.
"""

from collections.abc import Iterator
from itertools import combinations
from math import comb

from flint import fmpq, fmpq_mat, fmpq_poly, fmpz, fmpz_poly

from ansatz.algebra.ratios import ZERO, factor, primitive

_MAX_DEGREE = 16
_MAX_PRIMES = 4

Pair = tuple[fmpq_poly, fmpq_poly]
"""(a, b) stands for a + √d·b."""


def radicands(p: fmpq_poly) -> Iterator[int]:
    """Candidates d for a splitting of p over Q(√d), real fields first, small first."""
    discriminant = abs(int(fmpz_poly(primitive(p)[1].numer()).discriminant()))
    primes = [int(q) for q, _ in fmpz(discriminant).factor(trial_limit=10000) if q < 10000] if discriminant else []
    primes = sorted(primes)[:_MAX_PRIMES]
    values = []
    for size in range(len(primes) + 1):
        for subset in combinations(primes, size):
            product = 1
            for q in subset:
                product *= q
            values += [product, -product]
    values.remove(1)
    yield from sorted(values, key=lambda d: (d < 0, abs(d)))


def multiply(a: Pair, b: Pair, d: int) -> Pair:
    return a[0] * b[0] + a[1] * b[1] * d, a[0] * b[1] + a[1] * b[0]


def _invert(a: Pair, d: int) -> Pair:
    """Inverse of a constant."""
    norm = (a[0] * a[0] - a[1] * a[1] * d)[0]
    return a[0] / norm, a[1] / -norm


def monic(a: Pair, d: int) -> Pair:
    n = max(a[0].degree(), a[1].degree())
    return multiply(a, _invert((fmpq_poly([a[0][n]]), fmpq_poly([a[1][n]])), d), d)


def _remainder(a: Pair, b: Pair, d: int) -> Pair:
    """a mod b for monic b."""
    n = max(b[0].degree(), b[1].degree())
    while (m := max(a[0].degree(), a[1].degree())) >= n:
        lead = (fmpq_poly([0] * (m - n) + [a[0][m]]), fmpq_poly([0] * (m - n) + [a[1][m]]))
        product = multiply(lead, b, d)
        a = (a[0] - product[0], a[1] - product[1])
    return a


def _gcd(a: Pair, b: Pair, d: int) -> Pair:
    while b[0] != 0 or b[1] != 0:
        b = monic(b, d)
        a, b = b, _remainder(a, b, d)
    return monic(a, d)


def _shifted(p: fmpq_poly, k: int, d: int) -> Pair:
    """p(x + k√d) as a pair."""
    parts: list[fmpq_poly] = [ZERO, ZERO]
    for n, c in enumerate(p.coeffs()):
        if c == 0:
            continue
        for j in range(n + 1):
            term = [fmpq(0)] * (n - j) + [c * comb(n, j) * k**j * d ** (j // 2)]
            parts[j % 2] = parts[j % 2] + fmpq_poly(term)
    return parts[0], parts[1]


def split(p: fmpq_poly, d: int) -> Pair | None:
    """Monic g with p = lead·g·ḡ over Q(√d) for irreducible p of even degree, or None."""
    n = p.degree()
    if n % 2 or n > _MAX_DEGREE:
        return None
    for k in (1, 2, 3):
        above = _shifted(p, k, d)
        norm = above[0] * above[0] - above[1] * above[1] * d
        if norm.gcd(norm.derivative()).degree() > 0:
            continue
        factors = factor(norm)[1]
        if len(factors) != 2:
            return None
        # A factor of the norm, shifted back, meets p in exactly one of the conjugates.
        g = _gcd((p, ZERO), _shifted(factors[0][0], -k, d), d)
        return g if max(g[0].degree(), g[1].degree()) * 2 == n else None
    return None


def conjugate_numerator(a: fmpq_poly, g: Pair, p: fmpq_poly, d: int) -> Pair:
    """h with a/p = h/g + h̄/ḡ, deg h < deg g."""
    n = p.degree()
    m = n // 2
    scaled = a / p[n]
    columns = []
    for i in range(2 * m):
        unit = fmpq_poly([0] * (i % m) + [1])
        # (h0 + √d h1)(g0 − √d g1) + conjugate = 2(h0 g0 − d h1 g1)
        column = unit * g[0] * 2 if i < m else unit * g[1] * (-2 * d)
        columns.append([column[j] for j in range(n)])
    matrix = fmpq_mat(n, n, [columns[j][i] for i in range(n) for j in range(n)])
    right = fmpq_mat(n, 1, [scaled[i] for i in range(n)])
    solution = matrix.solve(right)
    return fmpq_poly([solution[i, 0] for i in range(m)]), fmpq_poly([solution[m + i, 0] for i in range(m)])


__all__ = ["Pair", "conjugate_numerator", "radicands", "split"]

"""From residues back to numbers and functions.

recognise(r, P, basis)       r ≡ Σ q_k basis_k (mod P), q_k small rationals: Wang's rational reconstruction for the
                             basis {1}, lattice reduction for a number field such as {1, √2}
rational_function(nodes, values, p)
                             N/D through the values, by the extended Euclidean algorithm with the largest quotient
                             (Monagan, Maximal quotient rational reconstruction, ISSAC 2004)
multivariate(points, values, degrees, p)
                             the same in several variables with known degrees, by linear algebra
"""

import itertools
import math
from collections.abc import Sequence
from fractions import Fraction

from flint import fmpz_mat, nmod_mat, nmod_poly

Monomial = tuple[int, ...]
Polynomial = dict[Monomial, int]


def crt(residues: Sequence[int], primes: Sequence[int]) -> int:
    """The residue modulo the product of the primes."""
    value, modulus = 0, 1
    for residue, p in zip(residues, primes, strict=True):
        value += modulus * ((residue - value) * pow(modulus, -1, p) % p)
        modulus *= p
    return value


def recognise(residue: int, modulus: int, basis: Sequence[int]) -> list[Fraction] | None:
    """Rationals q with Σ q_k·basis_k ≡ residue (mod modulus) and a common denominator, or None.

    The answer must be so short that a random residue would have one with probability below about 10⁻⁴.
    """
    if residue == 0:
        return [Fraction(0)] * len(basis)
    if len(basis) == 1:
        return _wang(residue * pow(basis[0], -1, modulus) % modulus, modulus)
    # short vectors (n_1, …, n_k, d) with Σ n_k basis_k ≡ d·residue
    size = len(basis) + 1
    pivot = pow(basis[0], -1, modulus)
    rows = [[modulus] + [0] * (size - 1)]
    for k, other in enumerate([*basis[1:], -residue], start=1):
        rows.append([-other * pivot % modulus] + [int(k == j) for j in range(1, size)])
    *numerators, denominator = (int(v) for v in fmpz_mat(rows).lll().tolist()[0])
    largest = max(abs(v) for v in (*numerators, denominator))
    if denominator == 0 or 10_000 * (2 * largest) ** size > modulus:
        return None
    return [Fraction(n, denominator) for n in numerators]


def _wang(residue: int, modulus: int) -> list[Fraction] | None:
    """n/d ≡ residue with n·d far below the modulus (Wang, SYMSAC 1981)."""
    bound = math.isqrt(modulus // 2)
    r0, r1, s0, s1 = modulus, residue % modulus, 0, 1
    while r1 > bound:
        q = r0 // r1
        r0, r1, s0, s1 = r1, r0 - q * r1, s1, s0 - q * s1
    if s1 == 0 or 1000 * r1 * abs(s1) > modulus or math.gcd(r1, s1) != 1:
        return None
    return [Fraction(r1, s1)]


def rational_function(nodes: Sequence[int], values: Sequence[int], p: int) -> tuple[list[int], list[int]] | None:
    """Coefficients (N, D), ascending, of the simplest N/D through the values; None where no simple one exists."""
    product, through = nmod_poly([1], p), nmod_poly([0], p)
    for node, value in zip(nodes, values, strict=True):
        step = (value - int(through(node))) * pow(int(product(node)), -1, p)
        through += product * (step % p)
        product *= nmod_poly([-node % p, 1], p)
    r0, r1, t0, t1 = product, through, nmod_poly([0], p), nmod_poly([1], p)
    best, answer = 0, None
    while r1:
        q, remainder = divmod(r0, r1)
        if q.degree() > best:
            best, answer = q.degree(), (r1, t1)
        r0, r1, t0, t1 = r1, remainder, t1, t0 - q * t1
    if r0.degree() > best:  # the zero function
        best, answer = len(nodes), (nmod_poly([0], p), nmod_poly([1], p))
    if answer is None or best < 3:
        return None
    return [int(c) for c in answer[0].coeffs()], [int(c) for c in answer[1].coeffs()]


def box(degrees: Sequence[int]) -> list[Monomial]:
    """Exponents up to the degrees, in lexicographic order."""
    return list(itertools.product(*(range(d + 1) for d in degrees)))


def multivariate(
    points: Sequence[Sequence[int]], values: Sequence[int], degrees: tuple[Sequence[int], Sequence[int]], p: int
) -> tuple[Polynomial, Polynomial] | None:
    """(N, D) with N/D = value at every point, degrees in each variable as given; None where none or many exist."""
    above, below = (box(d) for d in degrees)

    def monomials(exponents: list[Monomial], point: Sequence[int]) -> list[int]:
        powers = [[1] for _ in point]
        for power, coordinate, top in zip(powers, point, map(max, zip(*exponents, strict=True)), strict=True):
            for _ in range(top):
                power.append(power[-1] * coordinate % p)
        return [math.prod(power[e] for power, e in zip(powers, m, strict=True)) % p for m in exponents]

    rows = [
        monomials(above, point) + [-value * m % p for m in monomials(below, point)]
        for point, value in zip(points, values, strict=True)
    ]
    kernel, dimension = _nullspace(rows, p)
    if dimension != 1:
        return None
    numerator = {m: c for m, c in zip(above, kernel, strict=False) if c}
    denominator = {m: c for m, c in zip(below, kernel[len(above) :], strict=True) if c}
    return (numerator, denominator) if denominator else None


def _nullspace(rows: list[list[int]], p: int) -> tuple[list[int], int]:
    """A vector of the kernel and the kernel's dimension."""
    width = len(rows[0])
    reduced, rank = nmod_mat(len(rows), width, [v for row in rows for v in row], p).rref()
    if rank != width - 1:
        return [], width - rank
    pivots, column = [], 0
    for i in range(rank):
        while not int(reduced[i, column]):
            column += 1
        pivots.append(column)
        column += 1
    free = next(j for j in range(width) if j not in set(pivots))
    vector = [0] * width
    vector[free] = 1
    for i, pivot in enumerate(pivots):
        vector[pivot] = -int(reduced[i, free]) % p
    return vector, 1

"""Residues become rationals, algebraic numbers and rational functions again."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ansatz.fit.linear.rational_reconstruction import box, crt, multivariate, rational_function, recognise
from ansatz.fit.residues.prime_field import real_prime

P = real_prime(0)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_rationals(n: int, d: int) -> None:
    primes = [real_prime(k) for k in range(3)]
    residues = [n * pow(d, -1, p) % p for p in primes]
    modulus = primes[0] * primes[1] * primes[2]
    assert recognise(crt(residues, primes), modulus, [1]) == [Fraction(n, d)]


def test_a_random_residue_is_not_recognised() -> None:
    found = [recognise(pow(7, 1000 + k, P), P, [1]) for k in range(200)]
    assert sum(f is not None for f in found) < 10


@given(st.tuples(*[st.fractions(-50, 50, max_denominator=12)] * 2))
def test_numbers_of_a_quadratic_field(q: tuple[Fraction, Fraction]) -> None:
    primes = [real_prime(k) for k in range(4)]
    roots = [pow(2, (p + 1) // 4, p) for p in primes]

    def residue(value: Fraction, p: int) -> int:
        return value.numerator * pow(value.denominator, -1, p) % p

    values = [(residue(q[0], p) + residue(q[1], p) * w) % p for p, w in zip(primes, roots, strict=True)]
    modulus = 1
    for p in primes:
        modulus *= p
    assert recognise(crt(values, primes), modulus, [1, crt(roots, primes)]) == list(q)


def evaluate(polynomial: list[int], at: int) -> int:
    return sum(c * pow(at, k, P) for k, c in enumerate(polynomial)) % P


def test_rational_function() -> None:
    numerator, denominator = [3, 0, 5], [1, 2, 0, 7]
    nodes = list(range(2, 16))
    values = [evaluate(numerator, t) * pow(evaluate(denominator, t), -1, P) % P for t in nodes]
    n, d = rational_function(nodes, values, P)  # type: ignore[misc]
    assert len(n) == 3 and len(d) == 4
    assert [c * d[0] % P for c in numerator] == n


def test_no_simple_rational_function() -> None:
    assert rational_function(list(range(1, 9)), [pow(3, 50 + t * t, P) for t in range(8)], P) is None


def test_the_zero_function() -> None:
    assert rational_function([1, 2, 3, 4], [0, 0, 0, 0], P) == ([], [1])


def test_multivariate() -> None:
    degrees = ([1, 1], [2, 2])
    points = [[pow(5, k, P), pow(11, k, P)] for k in range(1, len(box([1, 1])) + len(box([2, 2])) + 3)]
    values = [a * b * pow(a * a + b * b, -1, P) % P for a, b in points]
    numerator, denominator = multivariate(points, values, degrees, P)  # type: ignore[misc]
    assert set(numerator) == {(1, 1)} and set(denominator) == {(0, 2), (2, 0)}

"""From images of the coefficients modulo several primes to exact coefficients.

An `Image` has each coefficient as a sum of quotients of polynomials in the transcendental constants, times square roots
over them; what is left to find are numbers, known modulo the primes: rationals, roots q^(1/k), or elements of a
number field that the radicals in the problem generate.
"""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import symengine as se
from flint import fmpz

from ansatz.algebra.numbers import to_symengine_number
from ansatz.fit.linear.rational_reconstruction import Polynomial, crt, recognise
from ansatz.fit.residues.prime_field import Field, Residues

MAX_FIELD_DEGREE = 8
_MAX_RADICAND = 10**9
_TRIAL_LIMIT = 1_000

_I = se.Integer(-1), 2  # among the radicals

# Σ q_k·name_k
Number = list[tuple[Fraction, se.Expr]]


@dataclass(frozen=True)
class Quotient:
    """N/D in the transcendental generators, times a product of algebraic ones; coefficients are residues."""

    radical: tuple[se.Expr, ...]
    variables: tuple[se.Expr, ...]
    numerator: Polynomial
    denominator: Polynomial

    def shape(self) -> tuple[object, ...]:
        return self.radical, self.variables, tuple(self.numerator), tuple(self.denominator)

    def residues(self) -> list[int]:
        return [*self.numerator.values(), *self.denominator.values()]


@dataclass(frozen=True)
class Image:
    """The coefficients over a field, each a sum of quotients, and the values of the radicals of numbers."""

    field: Field
    coefficients: list[list[Quotient]]
    radicals: Mapping[tuple[se.Expr, int], Residues]

    def units(self) -> dict[tuple[int, se.Expr], int]:
        """(sign, 1 or i) -> its residue, for 1 and -1, and for i and -i in a field that imitates the plane."""
        units = {(sign, se.Integer(1)): sign for sign in (1, -1)}
        if (i := self.radicals.get(_I)) is not None:
            units |= {(sign, se.I): sign * int(i[0, 0]) for sign in (1, -1)}
        return units

    def shape(self) -> list[list[tuple[object, ...]]]:
        return [[quotient.shape() for quotient in coefficient] for coefficient in self.coefficients]


class Lift:
    """Images modulo several primes, of one shape."""

    def __init__(self, images: Sequence[Image]) -> None:
        self.images = images
        self.primes = [image.field.p for image in images]
        self.modulus = math.prod(self.primes)

    def coefficients(self) -> list[se.Expr] | None:
        """The exact coefficients, or None where more primes are needed."""
        out = []
        for j in range(len(self.images[0].coefficients)):
            parts = []
            for quotients in zip(*(image.coefficients[j] for image in self.images), strict=True):
                part = self._quotient(quotients)
                if part is None:
                    return None
                parts.append(part)
            out.append(se.Add(*parts))
        return out

    def _quotient(self, images: Sequence[Quotient]) -> se.Expr | None:
        numbers = []
        for residues in zip(*(image.residues() for image in images), strict=True):
            number = self._number(residues)
            if number is None:
                return None
            numbers.append(number)
        first = images[0]
        # without denominators inside numerator and denominator
        scale = math.lcm(*(q.denominator for number in numbers for q, _ in number)) if first.variables else 1
        values = [se.Add(*(to_symengine_number(q * scale) * name for q, name in number)) for number in numbers]
        above = _polynomial(first.numerator, values[: len(first.numerator)], first.variables)
        below = _polynomial(first.denominator, values[len(first.numerator) :], first.variables)
        return se.Mul(above / below, *first.radical)

    # ------------------------------------------------------------------------------------- numbers

    def _number(self, residues: Sequence[int]) -> Number | None:
        value = crt(residues, self.primes)
        found = recognise(value, self.modulus, [1])
        if found is not None:
            return [(found[0], se.Integer(1))]
        for k in (2, 3, 4, 6):
            root = self._pure_root(residues, k)
            if root is not None:
                return root
        for names, basis in self._number_fields:
            found = recognise(value, self.modulus, basis)
            if found is not None:
                return list(zip(found, names, strict=True))
        return None

    def _pure_root(self, residues: Sequence[int], k: int) -> Number | None:
        """±r^(1/k), or ±i·r^(1/k), with a rational r, where all images agree."""
        powers = [pow(c, k, p) for c, p in zip(residues, self.primes, strict=True)]
        found = recognise(crt(powers, self.primes), self.modulus, [1])
        if found is None or found[0] == 0:
            return None
        # without k-th powers under the root: √(101²) need not be 101 modulo p
        outside, inside = _simplest_root(abs(found[0]), k)
        if inside > _MAX_RADICAND:
            return None
        possible = None
        for c, image in zip(residues, self.images, strict=True):
            root = _root(inside, k, image.field)
            if root is None:
                return None
            root = root * image.field.residue(outside.numerator, outside.denominator)
            units = {unit for unit, value in image.units().items() if (value * root - c) % image.field.p == 0}
            possible = units if possible is None else possible & units
        if not possible:
            return None
        sign, unit = possible.pop()
        return [(sign * outside, unit * se.Integer(inside) ** se.Rational(1, k))]

    @cached_property
    def _number_fields(self) -> list[tuple[list[se.Expr], list[int]]]:
        """Bases of number fields of the radicals that occur, small degrees first: names and residues."""
        return list(self._bases())

    def _bases(self) -> Iterator[tuple[list[se.Expr], list[int]]]:
        shared = set.intersection(*(set(image.radicals) for image in self.images))
        degrees: dict[se.Expr, int] = {}
        for base, q in shared:
            degrees[base] = math.lcm(degrees.get(base, 1), q) if isinstance(base, se.Integer) else q
        order = sorted(degrees, key=lambda b: (degrees[b], len(str(b)), str(b)))
        for size in (1, 2, 3):
            for bases in itertools.combinations(order, size):
                if math.prod(degrees[b] for b in bases) <= MAX_FIELD_DEGREE:
                    yield self._basis([(b, degrees[b]) for b in bases])

    def _basis(self, generators: Sequence[tuple[se.Expr, int]]) -> tuple[list[se.Expr], list[int]]:
        """Products of powers of base^(1/degree)."""
        exponents = list(itertools.product(*(range(degree) for _, degree in generators)))
        names = [
            se.Mul(*(base ** se.Rational(k, degree) for k, (base, degree) in zip(m, generators, strict=True)))
            for m in exponents
        ]
        images = []
        for image in self.images:
            p = image.field.p
            roots = [
                _root(int(base), degree, image.field) or 0
                if isinstance(base, se.Integer)
                else int(image.radicals[base, degree][0, 0])
                for base, degree in generators
            ]
            images.append([math.prod(pow(r, k, p) for r, k in zip(roots, m, strict=True)) % p for m in exponents])
        return names, [crt(values, self.primes) for values in zip(*images, strict=True)]


def _simplest_root(radicand: Fraction, k: int) -> tuple[Fraction, int]:
    """(q, n) with radicand^(1/k) = q·n^(1/k), n an integer without k-th powers of small primes."""
    outside, inside = 1, 1
    # 1/D = D^(k-1)/D^k; N and D are coprime
    for number, repeat in ((radicand.numerator, 1), (radicand.denominator, k - 1)):
        for factor, e in fmpz(number).factor(trial_limit=_TRIAL_LIMIT) if number > 1 else ():
            base, multiplicity = int(factor), e * repeat
            root = int(factor.root(k))
            if root**k == base:  # what trial division left is often a pure power
                base, multiplicity = root, k * multiplicity
            outside *= base ** (multiplicity // k)
            inside *= base ** (multiplicity % k)
    return Fraction(outside, radicand.denominator), inside


def _root(n: int, k: int, field: Field) -> int | None:
    """The field's k-th root of a number, None where it has none."""
    if k == 1:
        return n % field.p
    root, exists = field.root(field.number(n), k)
    return int(root[0, 0]) if exists is None or exists.all() else None


def _polynomial(shape: Polynomial, values: Sequence[se.Expr], variables: Sequence[se.Expr]) -> se.Expr:
    return se.Add(
        *(c * se.Mul(*(v**e for v, e in zip(variables, m, strict=True))) for m, c in zip(shape, values, strict=True))
    )

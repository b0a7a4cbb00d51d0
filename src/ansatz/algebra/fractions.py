"""Fractions of polynomials with rational coefficients, kept factored, over generators with relations.

    ring = Ring(size)                       room for `size` generators, allocated one by one
    x = ring.generator()                    a free generator
    w = ring.generator((2, x + 1))          a generator with w² = x + 1
    ring.total([a, b]), a * b, a ** -1      elements

An element is c · Π bᵢ^eᵢ with integer eᵢ, so that a common denominator is a minimum of exponents and
products are never multiplied out before a sum needs it. Generators with a relation wⁿ = p keep exponents
below n. The ring does not know whether wⁿ - p is irreducible, nor need it: every rule is a true
identity, so whatever reduces to zero *is* zero (and what does not may still be).

python-flint's polynomial operations cannot be interrupted: sizes are bounded *before* each of them, and
`TooLargeError` is raised instead.
"""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import add
from typing import TypeAlias

from flint import fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpq_poly

from ansatz.errors import TooLargeError

Polynomial: TypeAlias = fmpq_mpoly
Term: TypeAlias = tuple[fmpq, list[tuple[int, int]]]  # coefficient; variables and their exponents

_MAX_PRODUCT = 60_000  # term pairs in one multiplication: about 5 ms
_MAX_TERMS = 6_000
_FACTOR_TERMS = 60
_FACTOR_DEGREE = 40
_MAX_EXPONENT = 400


class Element:
    """c · Π baseᵢ^exponentᵢ, immutable; bases are numbered by the ring."""

    __slots__ = ("coefficient", "exponents", "ring")

    def __init__(self, ring: "Ring", coefficient: fmpq, exponents: dict[int, int]) -> None:
        self.ring, self.coefficient, self.exponents = ring, coefficient, exponents

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for equal elements as far as the ring can tell."""
        return (int(self.coefficient.p), int(self.coefficient.q), *sorted(self.exponents.items()))

    def is_zero(self) -> bool:
        """True where the element reduced to zero."""
        return self.coefficient == 0

    def is_number(self) -> bool:
        """True for rational constants."""
        return not self.exponents

    def __mul__(self, other: "Element") -> "Element":
        exponents = self.exponents.copy()
        for base, exponent in other.exponents.items():
            exponents[base] = exponents.get(base, 0) + exponent
        return self.ring.normal(self.coefficient * other.coefficient, exponents)

    def __pow__(self, n: int) -> "Element":
        if n == 1:
            return self
        if self.is_zero():
            if n <= 0:
                raise ZeroDivisionError("a denominator reduces to zero")
            return self
        if n < 0:
            self.ring.certify(self.exponents)
        return self.ring.normal(self.coefficient**n, {b: e * n for b, e in self.exponents.items()})

    def __truediv__(self, other: "Element") -> "Element":
        return self * other**-1

    def scaled(self, factor: fmpq | int) -> "Element":
        """The element times a rational number."""
        if factor == 0:
            return self.ring.zero
        return Element(self.ring, self.coefficient * factor, self.exponents)


class Ring:
    """Generators, relations, and the arithmetic of factored fractions over them.

    on_denominator is called once with each base (its number) that is divided by, and may raise.
    deadline: `time.thread_time()` value after which `TooLargeError` is raised.
    """

    def __init__(self, size: int, deadline: float = math.inf) -> None:
        self._context = fmpq_mpoly_ctx.get([f"g{i}" for i in range(size)], "lex")
        self._free = size
        self.deadline = deadline
        self.bases: list[Polynomial] = []
        self._number: dict[str, int] = {}
        self._terms: dict[int, list[Term]] = {}
        self._generator_of: dict[int, int] = {}  # base number -> variable index
        self._relations: dict[int, tuple[int, Element, Polynomial]] = {}  # variable -> n, p, wⁿ - p
        self._relation_of_base: dict[int, tuple[int, Element]] = {}
        self._certified: set[int] = set()
        self.on_denominator: Callable[[int], None] = lambda base: None
        self.zero = Element(self, fmpq(0), {})
        self.one = Element(self, fmpq(1), {})

    # Variables are handed out from the last to the first: in lexicographic order a later generator is
    # the larger, so wⁿ leads wⁿ - p(earlier generators) and division with remainder is the reduction.
    def generator(self, relation: tuple[int, Element] | None = None) -> Element:
        """A new generator, free or with wⁿ = p for the relation (n, p), p without denominators."""
        if self._free == 0:
            raise TooLargeError("there are more kernels than generators")
        self._free -= 1
        variable = self._context.gen(self._free)
        number = self._base(variable)
        self._generator_of[number] = self._free
        if relation:
            n, p = relation
            self._relations[self._free] = (n, p, variable**n - self.expand(p))
            self._relation_of_base[number] = relation
        return Element(self, fmpq(1), {number: 1})

    def number(self, value: fmpq | int) -> Element:
        """A rational constant."""
        return Element(self, fmpq(value), {})

    def variable_of(self, generator: Element) -> int:
        """The variable that a generator is."""
        (base,) = generator.exponents
        return self._generator_of[base]

    def _base(self, polynomial: Polynomial) -> int:
        spelling = str(polynomial)
        number = self._number.get(spelling)
        if number is None:
            number = self._number[spelling] = len(self.bases)
            self.bases.append(polynomial)
        return number

    def terms(self, base: int) -> list[Term]:
        """Of the polynomial that a base is."""
        if base not in self._terms:
            self._terms[base] = [
                (fmpq(coefficient), [(variable, int(power)) for variable, power in enumerate(powers) if power])
                for powers, coefficient in self.bases[base].terms()
            ]
        return self._terms[base]

    def certify(self, exponents: Iterable[int]) -> None:
        """Ask once, for each base, whether it may stand in a denominator."""
        for base in exponents:
            if base not in self._certified:
                self.on_denominator(base)
                self._certified.add(base)

    def normal(self, coefficient: fmpq, exponents: dict[int, int]) -> Element:
        """The element with zero exponents dropped and exponents of related generators brought into range."""
        result: dict[int, int] = {}
        carried: list[Element] = []
        for base, exponent in exponents.items():
            if exponent == 0:
                continue
            if abs(exponent) > _MAX_EXPONENT:
                raise TooLargeError("an exponent is too large to expand")
            relation = self._relation_of_base.get(base)
            if relation and not 0 <= exponent < relation[0]:
                quotient, exponent = divmod(exponent, relation[0])
                carried.append(relation[1] ** quotient)
            if exponent:
                result[base] = exponent
        element = Element(self, coefficient, result)
        for power in carried:
            element = element * power
        return element

    def total(self, terms: list[Element]) -> Element:
        """The sum, factored."""
        terms = [term for term in terms if not term.is_zero()]
        if not terms:
            return self.zero
        if len(terms) == 1:
            return terms[0]
        common = self._common(terms)
        polynomial = self.reduce(self._numerator(terms, common))
        if polynomial.is_zero():
            return self.zero
        return self._factored(polynomial) * Element(self, fmpq(1), common)

    def sums_to_zero(self, terms: list[Element]) -> bool:
        """True where the sum reduces to zero; cheaper than `total`, which factors."""
        terms = [term for term in terms if not term.is_zero()]
        if not terms:
            return True
        return self.reduce(self._numerator(terms, self._common(terms))).is_zero()

    @staticmethod
    def _common(terms: list[Element]) -> dict[int, int]:
        bases = {base for term in terms for base in term.exponents}
        common = {base: min(term.exponents.get(base, 0) for term in terms) for base in bases}
        return {base: exponent for base, exponent in common.items() if exponent}

    def _numerator(self, terms: list[Element], common: dict[int, int]) -> Polynomial:
        if time.thread_time() > self.deadline:
            raise TooLargeError("the time for exact algebra is over")
        return reduce(add, (self._cofactor(term, common) for term in terms))

    def _cofactor(self, term: Element, common: dict[int, int]) -> Polynomial:
        """The term divided by the common factor."""
        exponents = term.exponents.copy()
        for base, exponent in common.items():
            exponents[base] = exponents.get(base, 0) - exponent
        return self.expand(Element(self, term.coefficient, exponents))

    def expand(self, element: Element) -> Polynomial:
        """The polynomial of an element without denominators, not reduced beyond its own factors."""
        product = self._context.constant(element.coefficient)
        for base, exponent in sorted(element.exponents.items(), key=lambda item: len(self.bases[item[0]])):
            if exponent == 0:
                continue
            factor = self.bases[base]
            if exponent > 1:
                size = len(factor)
                if size > 1 and math.comb(size + exponent - 1, exponent) > _MAX_TERMS:
                    raise TooLargeError("a power has too many terms to expand")
                factor = factor**exponent
            if len(product) * len(factor) > _MAX_PRODUCT:
                raise TooLargeError("a product has too many terms to expand")
            product = product * factor
        return product

    def reduce(self, polynomial: Polynomial) -> Polynomial:
        """The remainder modulo all relations: later generators first, whose relations hold earlier ones only."""
        for variable in sorted(self._relations):
            degree = polynomial.degrees()[variable]
            n, _, divisor = self._relations[variable]
            if degree >= n:
                if len(polynomial) * (len(divisor) - 1) ** min(degree // n, 8) > _MAX_PRODUCT:
                    raise TooLargeError("a reduction has too many terms")
                polynomial = divmod(polynomial, divisor)[1]
        return polynomial

    def conjugates(self, base: int) -> Iterator[tuple[Element, Element]]:
        """(b̄, N) with b·b̄ = N, for each square root w in the base b; b̄ is b with -w for w."""
        polynomial = self.bases[base]
        degrees = polynomial.degrees()
        for variable, (n, _, _) in self._relations.items():
            if n == 2 and degrees[variable]:
                flipped = self._context.from_dict(
                    {powers: -c if powers[variable] % 2 else c for powers, c in polynomial.to_dict().items()}
                )
                if len(polynomial) ** 2 > _MAX_PRODUCT:
                    raise TooLargeError("a norm has too many terms")
                norm = self.reduce(polynomial * flipped)
                if not norm.is_zero():
                    yield self._factored(flipped), self._factored(norm)

    def quadratic_number(self, element: Element) -> tuple[fmpq, fmpq, fmpq] | None:
        """(A, B, p) where the element is A + B·√p with rational A, B ≠ 0, p; None where it is not."""
        if any(exponent < 0 for exponent in element.exponents.values()):
            return None
        polynomial = self.reduce(self.expand(element))
        used = [variable for variable, degree in enumerate(polynomial.degrees()) if degree]
        if len(used) != 1 or polynomial.degrees()[used[0]] != 1 or used[0] not in self._relations:
            return None
        n, p, _ = self._relations[used[0]]
        if n != 2 or not p.is_number():
            return None
        parts = {int(powers[used[0]]): fmpq(c) for powers, c in polynomial.to_dict().items()}
        return parts.get(0, fmpq(0)), parts[1], p.coefficient

    def _irreducible(self, polynomial: Polynomial) -> tuple[fmpq, list[tuple[Polynomial, int]]]:
        """Content and irreducible factors. FLINT's time for any number of variables grows with the ring's."""
        degrees = polynomial.degrees()
        used = [variable for variable, degree in enumerate(degrees) if degree]
        if len(used) != 1:
            return polynomial.factor()
        (variable,) = used
        if degrees[variable] == 1:
            return fmpq(1), [(polynomial, 1)]
        coefficients = [fmpq(0)] * (degrees[variable] + 1)
        for powers, coefficient in polynomial.terms():
            coefficients[powers[variable]] = coefficient
        whole, generator = fmpq_poly(coefficients), self._context.gen(variable)
        content, factors = whole.numer().factor()
        back = [(reduce(lambda total, c: total * generator + c, reversed(f.coeffs())), int(n)) for f, n in factors]
        return fmpq(content, whole.denom()), back

    def _factored(self, polynomial: Polynomial) -> Element:
        """The polynomial as an element: irreducible factors where that is cheap, a monomial times the rest else."""
        if len(polynomial) <= _FACTOR_TERMS and sum(polynomial.degrees()) <= _FACTOR_DEGREE:
            content, factors = self._irreducible(polynomial)
        else:
            monomial = polynomial.term_content()
            content, factors = fmpq(1), [(polynomial / monomial, 1)]
            if not monomial.is_constant():
                content, more = monomial.factor()
                factors += more
        exponents: dict[int, int] = {}
        coefficient = fmpq(content)
        for factor, exponent in factors:
            if factor.is_constant():
                coefficient *= fmpq(factor.leading_coefficient()) ** exponent
                continue
            leading = factor.leading_coefficient()
            if leading != 1:
                coefficient *= fmpq(leading) ** exponent
                factor = factor / leading
            base = self._base(factor)
            exponents[base] = exponents.get(base, 0) + int(exponent)
        return self.normal(coefficient, exponents)


__all__ = ["Element", "Polynomial", "Ring", "Term", "TooLargeError"]

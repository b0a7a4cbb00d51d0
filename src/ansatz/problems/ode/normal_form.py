"""The readable form of an equation E = 0: denominators and factors that cannot vanish alone are cleared.

    factors = normal_form(E, Y')           irreducible factors of its numerator, each a polynomial in kernels
    factors[0].expression                  a sum of products
    factors[0].collected                   a sum of powers of Y', with factored coefficients

Kernels are symbols, functions and roots, as they stand; only exponentials are split into units,
exp(2·x + 1) = exp(x)²·e, so that common factors show.
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import final

import symengine as se
from flint import fmpq

from ansatz.algebra.elements import Elements
from ansatz.algebra.fold import kernels
from ansatz.algebra.fractions import Element, Polynomial, Ring
from ansatz.algebra.numbers import as_fraction, to_symengine_number
from ansatz.errors import TooLargeError

_FACTOR_TERMS = 40  # larger coefficients are shown as sums: factoring could take long
_FACTOR_DEGREE = 40  # the same, of all variables together
_MAX_PRODUCT = 4_000  # pairs of terms
_ONE = se.Integer(1)


class Kernels:
    """The kernels of an expression, counted before a ring of that size is made."""

    def __init__(self, expression: se.Expr) -> None:
        self.names: set[se.Expr] = set()
        self.units: dict[tuple[se.Expr, se.Expr], Fraction] = {}
        self.roots: dict[se.Expr, int] = {}
        pending, seen = [expression], set()
        while pending:
            for kernel in kernels(pending.pop()):
                if kernel not in seen:
                    seen.add(kernel)
                    pending += self._note(kernel)

    def _note(self, kernel: se.Expr) -> Iterator[se.Expr]:
        """Count the kernel; yields what it is made of, as far as that is built too."""
        if kernel.__class__ is not se.Pow:
            self.names.add(kernel)
            return
        base, exponent = kernel.args
        if isinstance(exponent, se.Rational):
            yield base
            self.roots[base] = math.lcm(self.roots.get(base, 1), int(exponent.q))
            return
        for coefficient, monomial in exponent_terms(exponent):
            if monomial == _ONE:
                yield base ** to_symengine_number(coefficient)
            else:
                self.units[base, monomial] = _gcd(self.units.get((base, monomial), Fraction(0)), coefficient)

    def __len__(self) -> int:
        return len(self.names) + len(self.units) + len(self.roots)


def exponent_terms(exponent: se.Expr) -> Iterable[tuple[Fraction, se.Expr]]:
    """(rational k, monomial m) of each term k·m of an exponent; m is 1 for a number."""
    for term in se.Add.make_args(exponent):
        if isinstance(term, se.Rational):
            yield as_fraction(term), _ONE
        elif term.__class__ is se.Mul and isinstance(term.args[0], se.Rational):
            number = term.args[0]
            yield as_fraction(number), term / number
        else:
            yield Fraction(1), term


def _gcd(a: Fraction, b: Fraction) -> Fraction:
    return Fraction(math.gcd(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator)


@final
class Normaliser(Elements):
    """Builds ring elements of expressions whose kernels were counted, and expressions of polynomials.

    relations: whether the ring knows that a root of u to its power is u. Without, 1/√u stays a denominator
    instead of becoming √u/u, so that fewer factors arise; with, all cancellations are found.
    """

    def __init__(self, expression: se.Expr, relations: bool) -> None:
        counted = Kernels(expression)
        super().__init__(Ring(len(counted)))
        self._units, self.roots, self._relations = counted.units, counted.roots, relations

    def kernel(self, e: se.Expr) -> Element:
        n = self.roots.get(e)
        return self.generator(e) if n is None else self.generator(e ** se.Rational(1, n)) ** n

    def power(self, base: se.Expr, exponent: se.Expr) -> Element:
        if isinstance(exponent, se.Integer):
            return self.integer_power(self.build(base), int(exponent))
        if isinstance(exponent, se.Rational):
            n = self.roots[base]
            root = self.generator(base ** se.Rational(1, n), self._relation(base, n))
            return root ** (int(exponent.p) * n // int(exponent.q))
        return self.product(self._exponential(base, *term) for term in exponent_terms(exponent))

    def _exponential(self, base: se.Expr, coefficient: Fraction, monomial: se.Expr) -> Element:
        if monomial == _ONE:
            return self.build(base ** to_symengine_number(coefficient))
        unit = self._units[base, monomial]
        return self.generator(base ** (to_symengine_number(unit) * monomial)) ** int(coefficient / unit)

    def _relation(self, base: se.Expr, n: int) -> tuple[int, Element] | None:
        if not self._relations or base.__class__ not in (se.Add, se.Mul):
            return None
        radicand = self.build(base)
        whole = all(power > 0 for power in radicand.exponents.values()) and radicand.coefficient.q == 1
        return (n, radicand) if whole else None

    def expression(self, polynomial: Polynomial) -> se.Expr:
        """A sum of products of kernels; radicals of related generators are kept as they are."""
        return se.Add(*(self._product(powers, c) for powers, c in polynomial.to_dict().items()))

    def _product(self, powers: Iterable[int], coefficient: fmpq) -> se.Expr:
        factors = [to_symengine_number(coefficient)]
        factors += [self.name_of[k] ** int(power) for k, power in enumerate(powers) if power]
        return se.Mul(*factors)

    def factored(self, polynomial: Polynomial) -> se.Expr:
        """The polynomial as a product of irreducible factors, where that is cheap."""
        if len(polynomial) > _FACTOR_TERMS or sum(polynomial.degrees()) > _FACTOR_DEGREE:
            return self.expression(polynomial)
        content, factors = polynomial.factor()
        product = to_symengine_number(content)
        for factor, power in factors:
            # As a power of the whole sum: SymEngine would open a product of a number and a sum.
            product = product * self.expression(factor) ** int(power)
        return product


@dataclass(frozen=True)
class Factor:
    """One irreducible factor P of a numerator, with integer coefficients of gcd 1, and the highest derivative in it."""

    normaliser: Normaliser
    polynomial: Polynomial
    top: se.Expr

    @cached_property
    def expression(self) -> se.Expr:
        """P as a sum of products."""
        return self.normaliser.expression(self.polynomial)

    @property
    def collected(self) -> se.Expr:
        """P as a sum of powers of the highest derivative with factored coefficients."""
        return se.Add(
            *(
                self.normaliser.factored(part) * self.top**power
                for power, part in self.parts(self.index(self.top)).items()
            )
        )

    def index(self, kernel: se.Expr) -> int:
        """The variable that a kernel is; raises `KeyError` where it does not occur."""
        for index, known in self.normaliser.name_of.items():
            if known == kernel:
                return index
        raise KeyError(kernel)

    def kernels(self) -> dict[int, se.Expr]:
        """{variable: kernel} of the kernels that occur."""
        return {k: self.normaliser.name_of[k] for k, d in enumerate(self.polynomial.degrees()) if d}

    def has_powers_of_roots(self) -> bool:
        """Whether a root occurs in a power that could be opened."""
        for kernel, degree in zip(self.kernels().values(), filter(None, self.polynomial.degrees()), strict=True):
            if kernel.__class__ is se.Pow and kernel.args[0].__class__ in (se.Add, se.Mul):
                exponent = kernel.args[1]
                if isinstance(exponent, se.Rational) and degree >= int(exponent.q):
                    return True
        return False

    def norm(self, variable: int) -> se.Expr:
        """P(w)·P(-w) for an even root w, as an expression: even in w, so that neither sign of w is preferred."""
        even: dict[tuple[int, ...], fmpq] = {}
        odd: dict[tuple[int, ...], fmpq] = {}
        for powers, coefficient in self.polynomial.to_dict().items():
            (odd if powers[variable] % 2 else even)[powers] = coefficient
        if len(even) ** 2 + len(odd) ** 2 > _MAX_PRODUCT:
            raise TooLargeError("a norm has too many terms")
        context = self.polynomial.context()
        return self.normaliser.expression(context.from_dict(even) ** 2 - context.from_dict(odd) ** 2)

    def parts(self, variable: int) -> dict[int, Polynomial]:
        """{power: coefficient} of P as a polynomial in one variable."""
        grouped: dict[int, dict[tuple[int, ...], fmpq]] = {}
        for powers, coefficient in self.polynomial.to_dict().items():
            rest = (*powers[:variable], 0, *powers[variable + 1 :])
            grouped.setdefault(int(powers[variable]), {})[rest] = coefficient
        context = self.polynomial.context()
        return {power: context.from_dict(part) for power, part in grouped.items()}


def normal_form(equation: se.Expr, top: se.Expr) -> list[Factor]:
    """The factors of the numerator in which `top` occurs, each once; raises `TooLargeError`.

    What is dropped is free of the highest derivative: an equation of lower order, which a family of functions
    with the full number of constants does not satisfy.
    """
    factors = _factors(equation, top, relations=False)
    if any(factor.has_powers_of_roots() for factor in factors):
        factors = [part for factor in factors for part in _factors(factor.expression, top, relations=True)]
    return factors


def _factors(equation: se.Expr, top: se.Expr, relations: bool) -> list[Factor]:
    normaliser = Normaliser(equation, relations)
    element = normaliser.build(equation)
    variable = next((k for k, kernel in normaliser.name_of.items() if kernel == top), None)
    if variable is None:
        return []
    numerator = [normaliser.ring.bases[base] for base, exponent in element.exponents.items() if exponent > 0]
    return [Factor(normaliser, _primitive(p, variable), top) for p in numerator if p.degrees()[variable]]


def _primitive(polynomial: Polynomial, variable: int) -> Polynomial:
    """The multiple with integer coefficients of gcd 1, that of the variable's highest power positive."""
    denominators = math.lcm(*(int(c.q) for c in polynomial.coeffs()))
    numerators = math.gcd(*(int(c.p) * denominators // int(c.q) for c in polynomial.coeffs()))
    leading = max(polynomial.terms(), key=lambda term: (term[0][variable], term[0]))[1]
    return polynomial * (denominators if leading > 0 else -denominators) / numerators


__all__ = ["Factor", "Kernels", "Normaliser", "normal_form"]

"""Exponents and angles as rational combinations of terms, and the common unit of each term.

exp(3x/2)·exp(x) needs one generator exp(x/2); sin x and cos 3x need one, tan(x/2). The units must be known
before the algebra begins, so `Units` reads them off all expressions first.
"""

import math
from fractions import Fraction
from typing import Any

import symengine as se
from flint import fmpq, fmpz

from ansatz.errors import UnsupportedError
from ansatz.verify.balls import rational
from ansatz.verify.fractions import TooLarge

_MAX_NUMBER_BITS = 128  # integers below a root or logarithm are factored
_ONE = se.Integer(1)
_X = se.Symbol("x")
_SIN, _COS, _TAN, _COT, _SEC, _CSC = (type(f(_X)) for f in (se.sin, se.cos, se.tan, se.cot, se.sec, se.csc))
TANGENTS = (_TAN, _COT)
CIRCULAR = (_SIN, _COS, _TAN, _COT, _SEC, _CSC)
HYPERBOLIC = tuple(type(f(_X)) for f in (se.sinh, se.cosh, se.tanh, se.coth, se.sech, se.csch))
LOG = type(se.log(_X))
IMAGINARY = type(se.I)


def coefficient_and_rest(term: Any) -> tuple[Any, Any]:
    """A term as number · rest: (3, x) for 3·x, (2, 1) for 2."""
    if isinstance(term, se.Number) or term.__class__ is IMAGINARY:
        return term, _ONE
    if term.__class__ is se.Mul:
        arguments = term.args
        if isinstance(arguments[0], se.Number) or arguments[0].__class__ is IMAGINARY:
            return arguments[0], se.Mul(*arguments[1:])
    return se.Integer(1), term


def as_fractions(number: Any) -> tuple[Fraction, Fraction]:
    """Real and imaginary part of an exact SymEngine number."""
    if isinstance(number, se.Rational):
        return as_fraction(number), Fraction(0)
    if hasattr(number, "real_part"):
        return as_fraction(number.real_part()), as_fraction(number.imaginary_part())
    raise UnsupportedError(f"'{number}' is not an exact number.")


def as_fraction(number: Any) -> Fraction:
    value = rational(number)
    return Fraction(int(value.p), int(value.q))


def prime_factors(value: fmpq) -> list[tuple[int, int]]:
    """(prime, exponent) of a positive rational."""
    if value.p.bit_length() > _MAX_NUMBER_BITS or value.q.bit_length() > _MAX_NUMBER_BITS:
        raise TooLarge("a number is too large to be factored")
    return [(int(p), int(e)) for p, e in fmpz(value.p).factor()] + [
        (int(p), -int(e)) for p, e in fmpz(value.q).factor()
    ]


def _split_logarithms(u: Any) -> Any:
    """ln 12 becomes 2 ln 2 + ln 3 throughout."""
    replacement = {}
    for atom in u.atoms(LOG):
        inner = atom.args[0]
        if isinstance(inner, se.Rational) and inner > 0:
            split = sum((e * se.log(p) for p, e in prime_factors(rational(inner))), se.Integer(0))
            if split != atom:
                replacement[atom] = split
    return u.subs(replacement) if replacement else u


def linear_terms(u: Any) -> list[tuple[Fraction, Fraction, Any]]:
    """An exponent or angle as Σ (real + i·imaginary)·term."""
    parts = []
    for term in se.Add.make_args(se.expand(_split_logarithms(u))):
        number, rest = coefficient_and_rest(term)
        parts.append((*as_fractions(number), rest))
    return [part for part in parts if part[0] or part[1]]


class Units:
    """The greatest common unit of every term in exponents and in angles, found before the algebra begins."""

    def __init__(self, expressions: list[Any]) -> None:
        self.exponent: dict[Any, Fraction] = {}
        self.angle: dict[Any, Fraction] = {}
        self._full_angle: set[Any] = set()
        self.kernels = 0
        self._seen: set[Any] = set()
        for expression in expressions:
            self._visit(expression)
        # tan and cot alone need only tan θ itself, not tan(θ/2).
        for term in self.angle:
            if term not in self._full_angle:
                self.angle[term] *= 2

    def _visit(self, e: Any) -> None:
        if e in self._seen:
            return
        self._seen.add(e)
        kind = e.__class__
        if kind in CIRCULAR:
            self._angle(e.args[0], full=kind not in (_TAN, _COT))
        elif kind in HYPERBOLIC:
            self._exponent(e.args[0])
        elif kind is se.Pow:
            base, exponent = e.args
            if not isinstance(exponent, se.Integer):
                self.kernels += 1
                if not isinstance(exponent, se.Rational):
                    self._exponent(exponent if base == se.E else exponent * se.log(base))
        elif kind is not se.Add and kind is not se.Mul:
            self.kernels += 1
        for argument in e.args:
            self._visit(argument)

    def _exponent(self, u: Any) -> None:
        for real, imaginary, rest in linear_terms(u):
            if real:
                self._note(self.exponent, rest, real)
            if imaginary:
                self._full_angle.add(rest)
                self._note(self.angle, rest, imaginary)

    def _angle(self, u: Any, full: bool) -> None:
        for real, imaginary, rest in linear_terms(u):
            if real:
                if full:
                    self._full_angle.add(rest)
                self._note(self.angle, rest, real)
            if imaginary:
                self._note(self.exponent, rest, imaginary)

    def _note(self, units: dict[Any, Fraction], rest: Any, value: Fraction) -> None:
        known = units.get(rest)
        self.kernels += known is None
        value = abs(value)
        if known is not None:
            common = math.lcm(known.denominator, value.denominator)
            value = Fraction(math.gcd(int(known * common), int(value * common)), common)
        units[rest] = value


__all__ = [
    "CIRCULAR",
    "HYPERBOLIC",
    "IMAGINARY",
    "LOG",
    "TANGENTS",
    "Units",
    "as_fraction",
    "as_fractions",
    "linear_terms",
    "prime_factors",
]

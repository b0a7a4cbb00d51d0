"""Exponents and angles as rational combinations of terms, and the common unit of each term.

exp(3x/2)·exp(x) needs one generator exp(x/2); sin x and cos 3x need one, tan(x/2). Units must be known
before the algebra begins, so `Units` reads them off all expressions first.
"""

import math
from fractions import Fraction
from typing import TypeAlias

import symengine as se
from flint import fmpq, fmpz, fmpz_mat

from ansatz.algebra.numbers import as_fmpq, gaussian, split_number
from ansatz.errors import TooLargeError, UnsupportedError

_MAX_NUMBER_BITS = 128  # integers below a root or logarithm are factored
_ONE = se.Integer(1)
_X = se.Symbol("x")
_SIN, _COS, _TAN, _COT, _SEC, _CSC = (type(f(_X)) for f in (se.sin, se.cos, se.tan, se.cot, se.sec, se.csc))
TANGENTS = (_TAN, _COT)
CIRCULAR = (_SIN, _COS, _TAN, _COT, _SEC, _CSC)
HYPERBOLIC = tuple(type(f(_X)) for f in (se.sinh, se.cosh, se.tanh, se.coth, se.sech, se.csch))
LOG = type(se.log(_X))
INVERSE_CIRCULAR = tuple(type(f(_X)) for f in (se.asin, se.acos, se.atan, se.acot))
_ASINH, _ACOSH, _ATANH, _ACOTH = (type(f(_X)) for f in (se.asinh, se.acosh, se.atanh, se.acoth))
Vector: TypeAlias = dict[se.Expr, Fraction]


def as_fractions(number: se.Expr) -> tuple[Fraction, Fraction]:
    """Real and imaginary part of an exact SymEngine number."""
    parts = gaussian(number)
    if parts is None:
        raise UnsupportedError(f"'{number}' is not an exact number.")
    return parts


def prime_factors(value: fmpq) -> list[tuple[int, int]]:
    """(prime, exponent) of a positive rational."""
    if value.p.bit_length() > _MAX_NUMBER_BITS or value.q.bit_length() > _MAX_NUMBER_BITS:
        raise TooLargeError("a number is too large to be factored")
    return [(int(p), int(e)) for p, e in fmpz(value.p).factor()] + [
        (int(p), -int(e)) for p, e in fmpz(value.q).factor()
    ]


def _split_logarithms(u: se.Expr) -> se.Expr:
    """ln 12 becomes 2 ln 2 + ln 3 throughout."""
    replacement = {}
    for atom in u.atoms(LOG):
        inner = atom.args[0]
        if isinstance(inner, se.Rational) and inner > 0:
            split = sum((e * se.log(p) for p, e in prime_factors(as_fmpq(inner))), se.Integer(0))
            if split != atom:
                replacement[atom] = split
    return u.subs(replacement) if replacement else u


def linear_terms(u: se.Expr) -> list[tuple[Fraction, Fraction, se.Expr]]:
    """An exponent or angle as Σ (real + i·imaginary)·term."""
    parts = []
    for term in se.Add.make_args(se.expand(_split_logarithms(u))):
        number, rest = split_number(term)
        parts.append((*as_fractions(number), rest))
    return [part for part in parts if part[0] or part[1]]


def has_rule(imaginary: bool, r: Fraction, term: se.Expr) -> bool:
    """True where exp(r·term), or exp(i·r·term), is algebraic over other kernels by a rule of its own."""
    kind = term.__class__
    if imaginary:
        return (term == se.pi and 12 % r.denominator == 0) or (r.denominator == 1 and kind in INVERSE_CIRCULAR)
    return kind is LOG or kind in (_ATANH, _ACOTH) or (r.denominator == 1 and kind in (_ASINH, _ACOSH))


class Lattice:
    """Integer combinations of few vectors that all given ones are: rows of a Hermite normal form.

    Vectors are {term: coefficient}. Three angles x + y, 2x + 2y, 5x + 5y need the one unit x + y.
    """

    def __init__(self, vectors: list[Vector]) -> None:
        self._terms = list({term: None for vector in vectors for term in vector})
        self._scale = math.lcm(*(c.denominator for vector in vectors for c in vector.values())) if vectors else 1
        rows = fmpz_mat([self._row(vector) for vector in vectors]).hnf().table() if vectors else []
        self._rows = [[int(c) for c in row] for row in rows if any(row)]
        self._pivots = [next(j for j, c in enumerate(row) if c) for row in self._rows]
        self.units = [self._expression(row) for row in self._rows]

    def _row(self, vector: Vector) -> list[int]:
        return [int(vector.get(term, 0) * self._scale) for term in self._terms]

    def _expression(self, row: list[int]) -> se.Expr:
        return sum((se.Rational(c, self._scale) * t for c, t in zip(row, self._terms, strict=True) if c), se.Integer(0))

    def coordinates(self, vector: Vector) -> list[tuple[int, se.Expr]] | None:
        """(multiple, unit) pairs whose sum the vector is, or None where it is no integer combination."""
        if any(term not in self._terms or (c * self._scale).denominator != 1 for term, c in vector.items()):
            return None
        left = self._row(vector)
        result = []
        for row, pivot, unit in zip(self._rows, self._pivots, self.units, strict=True):
            multiple = left[pivot] // row[pivot]
            if multiple:
                left = [c - multiple * d for c, d in zip(left, row, strict=True)]
                result.append((multiple, unit))
        return None if any(left) else result


class Units:
    """Units of the exponents and the angles in the expressions, found before the algebra begins."""

    def __init__(self, expressions: list[se.Expr]) -> None:
        self.kernels = 0
        self._seen: set[se.Expr] = set()
        self._vectors: dict[bool, list[Vector]] = {False: [], True: []}  # of exponents, of angles
        full: list[Vector] = []
        self._full = full
        for expression in expressions:
            self._visit(expression)
        self._lattice = {imaginary: Lattice(vectors) for imaginary, vectors in self._vectors.items()}
        self.kernels += sum(len(lattice.units) for lattice in self._lattice.values())
        # tan and cot alone need only tan θ itself, not tan(θ/2).
        halved = {unit for vector in full for _, unit in self._lattice[True].coordinates(vector) or ()}
        self.angle = {unit: Fraction(1 if unit in halved else 2) for unit in self._lattice[True].units}

    def _visit(self, e: se.Expr) -> None:
        if e in self._seen:
            return
        self._seen.add(e)
        kind = e.__class__
        if kind in CIRCULAR:
            self._note(e.args[0], angle=True, full=kind not in TANGENTS)
        elif kind in HYPERBOLIC:
            self._note(e.args[0], angle=False)
        elif kind is se.Pow:
            base, exponent = e.args
            if not isinstance(exponent, se.Integer):
                self.kernels += 1
                if not isinstance(exponent, se.Rational):
                    self._note(exponent if base == se.E else exponent * se.log(base), angle=False)
        elif kind is not se.Add and kind is not se.Mul:
            self.kernels += 1
        for argument in e.args:
            self._visit(argument)

    def _note(self, u: se.Expr, angle: bool, full: bool = True) -> None:
        parts = linear_terms(u)
        real, turned = [(r, term) for r, _, term in parts], [(r, term) for _, r, term in parts]
        for imaginary, chosen in ((angle, real), (not angle, turned)):
            vector = {term: r for r, term in chosen if r and not has_rule(imaginary, r, term)}
            if vector:
                self._vectors[imaginary].append(vector)
                if imaginary and (full or not angle):
                    self._full.append(vector)

    def in_units(self, imaginary: bool, parts: list[tuple[Fraction, se.Expr]]) -> list[tuple[Fraction, se.Expr]]:
        """An exponent (or an angle) Σ r·term, regrouped as multiples of units where it is a combination of them."""
        ruled = [(r, term) for r, term in parts if has_rule(imaginary, r, term)]
        others = {term: r for r, term in parts if not has_rule(imaginary, r, term)}
        found = self._lattice[imaginary].coordinates(others)
        if found is None:
            return parts
        return ruled + [(Fraction(multiple), unit) for multiple, unit in found]


__all__ = [
    "CIRCULAR",
    "HYPERBOLIC",
    "INVERSE_CIRCULAR",
    "LOG",
    "TANGENTS",
    "Units",
    "as_fractions",
    "linear_terms",
    "prime_factors",
]

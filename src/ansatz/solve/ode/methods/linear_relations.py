"""Linear relations with constant coefficients between functions of x: what every ansatz comes down to.

    relations([sin(x)**2, cos(x)**2, 1], x)   ->  [[-1, -1, 1]]
    is_zero(e, x), constant_value(e, x)       exact where they say so

The functions become fractions over generators (`ansatz.proof.zero.tower`); over a common denominator the coefficients
of each monomial in what depends on x are a linear system over the field of numbers and parameters.
"""

import random
from collections.abc import Sequence
from time import thread_time
from typing import TypeAlias

import symengine as se
from flint import ctx, fmpq, fmpq_mat, nmod_mat

from ansatz.algebra.balls import Program
from ansatz.algebra.fractions import Element, Polynomial
from ansatz.algebra.polynomials import Exponents, terms
from ansatz.errors import ALGEBRA_FAILURES, TooLargeError, UndecidedError
from ansatz.proof.sampling import sample
from ansatz.proof.zero.evaluation_point import BITS, Site
from ansatz.proof.zero.exponent_lattice import Units
from ansatz.proof.zero.tower import Tower

_MAX_COLUMNS = 60
_MAX_TERMS = 20_000
_PRIME = 2**31 - 1
_RELATED = 60  # a power that relations of small degrees reduce
_FAILURES = (*ALGEBRA_FAILURES, UndecidedError)

Vector: TypeAlias = list[se.Expr]


def relations(functions: Sequence[se.Expr], x: se.Symbol, *, seconds: float = 1.0) -> list[Vector]:
    """A basis of the constants c with Σ cᵢ·fᵢ = 0 identically in x; [] where there are none or algebra gave up.

    Each vector ends, but for zeros, in a coefficient 1: of a function that depends on those before it.
    """
    if not 0 < len(functions) <= _MAX_COLUMNS:
        return []
    try:
        with ctx.workprec(BITS):
            return _System(functions, x, seconds).vectors()
    except _FAILURES:
        return []


def is_zero(e: se.Expr, x: se.Symbol, *, seconds: float = 1.0) -> bool:
    """Whether exact algebra reduces the expression to zero."""
    return e == 0 or bool(relations([e], x, seconds=seconds))


def constant_value(e: se.Expr, x: se.Symbol, *, seconds: float = 1.0) -> se.Expr | None:
    """The constant that a function of x is; None where exact algebra does not say so."""
    if x not in e.free_symbols:
        return e
    found = relations([se.Integer(1), e], x, seconds=seconds)
    return -found[0][0] if found and found[0][1] == 1 else None


def normal(e: se.Expr, x: se.Symbol, *, seconds: float = 1.0) -> se.Expr:
    """The expression in lowest terms over its kernels, with their relations; itself where algebra gives up."""
    try:
        with ctx.workprec(BITS):
            return _System([e], x, seconds).normal_form()
    except _FAILURES:
        return e


class _System:
    """The functions as polynomials over a common denominator, and the elimination."""

    def __init__(self, functions: Sequence[se.Expr], x: se.Symbol, seconds: float) -> None:
        program = Program()
        slot = program.add(se.Add(*(f / (k + 2) for k, f in enumerate(functions))))
        parameters = sorted(set().union(*(f.free_symbols for f in functions)) - {x}, key=str)
        points, _ = sample(program, slot, x, parameters, random.Random(0), 1, False)
        if not points:
            raise UndecidedError("no point was found where the functions have values")
        site = Site(program, points[0].run(program, BITS))
        self._tower = Tower(site, Units(list(functions)), thread_time() + seconds)
        self._ring = self._tower.ring
        self._elements = elements = [self._tower.build(f) for f in functions]
        generators = [(self._ring.variable_of(g), g) for g in self._tower.generators.values()]
        self._constant = {v: g for v, g in generators if x not in self._tower.expression(g).free_symbols}
        self._columns = [self._by_monomial(p) for p in self._numerators(elements)]

    def normal_form(self) -> se.Expr:
        """The first function, factored."""
        return self._tower.expression(self._elements[0])

    def _numerators(self, elements: list[Element]) -> list[Polynomial]:
        """The elements times one common denominator, reduced."""
        below: dict[int, int] = {}
        for element in elements:
            for base, exponent in element.exponents.items():
                below[base] = min(below.get(base, 0), exponent)
        out, size = [], 0
        for element in elements:
            exponents = {b: element.exponents.get(b, 0) - below[b] for b in {*element.exponents, *below}}
            out.append(self._ring.reduce(self._ring.expand(Element(self._ring, element.coefficient, exponents))))
            size += len(out[-1])
            if size > _MAX_TERMS or thread_time() > self._ring.deadline:
                raise TooLargeError("the numerators have too many terms")
        return out

    def _by_monomial(self, polynomial: Polynomial) -> dict[Exponents, Polynomial]:
        """{monomial in what depends on x: its coefficient}."""
        collected: dict[Exponents, dict[Exponents, fmpq]] = {}
        for powers, coefficient in terms(polynomial).items():
            key = tuple(0 if v in self._constant else n for v, n in enumerate(powers))
            rest = tuple(n if v in self._constant else 0 for v, n in enumerate(powers))
            collected.setdefault(key, {})[rest] = coefficient
        return {key: polynomial.context().from_dict(part) for key, part in collected.items()}

    def vectors(self) -> list[Vector]:
        """The null space."""
        monomials = list(dict.fromkeys(key for column in self._columns for key in column))
        rows = [[column.get(key) for column in self._columns] for key in monomials]
        width = len(self._columns)
        if all(entry is None or entry.is_constant() for row in rows for entry in row):
            reduced, pivots = self._rational(rows)
        else:
            used = self._dependent(rows)
            if not used:
                return []
            reduced = [[self._element(e if j in used else None) for j, e in enumerate(row)] for row in rows]
            pivots = self._eliminate(reduced)
            pivots += [j for j in range(width) if j not in used]
        vectors = []
        for j in (j for j in range(width) if j not in pivots):
            vector = [se.Integer(0)] * width
            vector[j] = se.Integer(1)
            for i, pivot in enumerate(pivots[: len(reduced)]):
                vector[pivot] = self._tower.expression(reduced[i][j].scaled(-1))
            vectors.append(vector)
        return vectors

    def _element(self, polynomial: Polynomial | None) -> Element:
        """A polynomial in what is constant."""
        products = []
        for powers, coefficient in () if polynomial is None else terms(polynomial).items():
            product = self._ring.number(coefficient)
            for v, n in enumerate(powers):
                if n:
                    product = product * self._constant[v] ** n
            products.append(product)
        return self._ring.total(products)

    def _dependent(self, rows: list[list[Polynomial | None]]) -> set[int]:
        """Columns that may take part in a relation, by the system for random parameters modulo a prime."""
        width = len(self._columns)
        if any((g**_RELATED).exponents != dict.fromkeys(g.exponents, _RELATED) for g in self._constant.values()):
            return set(range(width))
        rng = random.Random(1)
        values = [rng.randrange(1, _PRIME) for _ in range(max(self._constant) + 1)]
        images = [0 if entry is None else _modular(entry, values) for row in rows for entry in row]
        reduced, rank = nmod_mat(len(rows), width, images, _PRIME).rref()
        pivots = [next(j for j in range(width) if int(reduced[i, j])) for i in range(rank)]
        free = set(range(width)) - set(pivots)
        return free | {pivot for i, pivot in enumerate(pivots) if any(int(reduced[i, j]) for j in free)}

    def _rational(self, rows: list[list[Polynomial | None]]) -> tuple[list[list[Element]], list[int]]:
        if not rows:
            return [], []
        width = len(rows[0])
        numbers = [fmpq(0) if e is None else sum(terms(e).values(), fmpq(0)) for row in rows for e in row]
        reduced, rank = fmpq_mat(len(rows), width, numbers).rref()
        pivots = [next(j for j in range(width) if reduced[i, j] != 0) for i in range(rank)]
        return [[self._ring.number(reduced[i, j]) for j in range(width)] for i in range(rank)], pivots

    def _eliminate(self, rows: list[list[Element]]) -> list[int]:
        """Reduced row echelon form in place; the pivots' columns."""
        pivots: list[int] = []
        for j in range(len(self._columns)):
            if thread_time() > self._ring.deadline:
                raise TooLargeError("the time for exact algebra is over")
            i = len(pivots)
            candidates = [k for k in range(i, len(rows)) if not rows[k][j].is_zero()]
            if not candidates:
                continue
            best = min(candidates, key=lambda k: len(rows[k][j].exponents))
            rows[i], rows[best] = rows[best], rows[i]
            inverse = rows[i][j] ** -1
            rows[i] = [entry * inverse for entry in rows[i]]
            for k, row in enumerate(rows):
                if k != i and not row[j].is_zero():
                    factor = row[j].scaled(-1)
                    rows[k] = [self._ring.total([a, factor * b]) for a, b in zip(row, rows[i], strict=True)]
            pivots.append(j)
        return pivots


def _modular(polynomial: Polynomial, values: Sequence[int]) -> int:
    """A polynomial's value modulo the prime."""
    total = 0
    for powers, coefficient in terms(polynomial).items():
        term = int(coefficient.p) * pow(int(coefficient.q), -1, _PRIME) % _PRIME
        for v, n in enumerate(powers):
            if n:
                term = term * pow(values[v], n, _PRIME) % _PRIME
        total += term
    return total % _PRIME


__all__ = ["Vector", "constant_value", "is_zero", "normal", "relations"]

"""Sums of squares with an exact certificate: p = bᵀ G b, b a vector of monomials, G positive semidefinite over ℚ.

SumOfSquares.of(basis, gram).proves(p)          the identity and an exact LDLᵀ: p ≥ 0 everywhere
SumOfSquares.of(basis, gram).proves_proper(p)   moreover p ≥ ε Σ x_i^(2k_i): p > 0 off the origin, and unbounded
natural(p)                                      the Gram matrix that one can read off p, where there is one

A certificate holds nothing but integers, so it can be pickled, and written as JSON for others to check.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add

from flint import fmpq, fmpq_mat, fmpq_mpoly, fmpz

from ansatz.algebra.polynomials import Exponents, terms
from ansatz.errors import InputError

_DIGITS = re.compile(r"-?[0-9]+")


@dataclass(frozen=True, slots=True)
class SumOfSquares:
    """G = N / d. basis: exponents of the monomials b. numerators: the rows of N up to the diagonal. denominator: d > 0.

    Raises `InputError` where they do not fit together.
    """

    basis: tuple[Exponents, ...]
    numerators: tuple[tuple[int, ...], ...]
    denominator: int = 1

    def __post_init__(self) -> None:
        if [len(row) for row in self.numerators] != list(range(1, len(self.basis) + 1)):
            raise InputError("The Gram matrix of a sum of squares has one row, up to the diagonal, for each monomial.")
        if len(set(map(len, self.basis))) > 1 or any(k < 0 for exponents in self.basis for k in exponents):
            raise InputError("The monomials of a sum of squares have as many exponents each, and none is negative.")
        if self.denominator < 1:
            raise InputError("The denominator of a sum of squares is positive.")

    @classmethod
    def of(cls, basis: Sequence[Exponents], gram: fmpq_mat) -> "SumOfSquares":
        """The certificate with this symmetric matrix; monomials that do not take part are left out."""
        N, denominator = gram.numer_denom()
        rows = [list(map(int, row)) for row in N.tolist()]
        used = [i for i, row in enumerate(rows) if any(row)]
        numerators = tuple(tuple(rows[i][j] for j in used[: k + 1]) for k, i in enumerate(used))
        return cls(tuple(basis[i] for i in used), numerators, int(denominator))

    @property
    def gram(self) -> fmpq_mat:
        """G."""
        size = len(self.basis)
        rows = [[self.numerators[max(i, j)][min(i, j)] for j in range(size)] for i in range(size)]
        return fmpq_mat(size, size, [fmpq(entry, self.denominator) for row in rows for entry in row])

    def terms(self) -> dict[Exponents, fmpq]:
        """bᵀ G b as {exponents: coefficient}, zeros left out."""
        total: dict[Exponents, int] = defaultdict(int)
        for i, row in enumerate(self.numerators):
            for j, entry in enumerate(row):
                total[added(self.basis[i], self.basis[j])] += entry if i == j else 2 * entry
        return {exponents: fmpq(value, self.denominator) for exponents, value in total.items() if value}

    def proves(self, p: fmpq_mpoly) -> bool:
        """Whether this is an exact proof of p ≥ 0."""
        return self.terms() == terms(p) and is_positive_semidefinite(self.gram)

    def proves_proper(self, p: fmpq_mpoly) -> bool:
        """Whether this is an exact proof of p ≥ ε Σ x_i^(2k_i) for some ε > 0.

        G - ε E ⪰ 0 for a small ε > 0, E the diagonal matrix that selects the pure powers x_i^k_i of the basis,
        if and only if every vector of G's null space is zero at them.
        """
        return self.proves(p) and len(self.definite_variables()) == p.context().nvars()

    def definite_variables(self) -> set[int]:
        """The i for which bᵀ G b ≥ ε x_i^(2k_i) for some ε, k_i > 0, where G is positive semidefinite."""
        return {variable for m in self.definite_monomials() if (variable := pure_variable(m)) is not None}

    def is_positive(self) -> bool:
        """Whether bᵀ G b ≥ ε for some ε > 0, where G is positive semidefinite and 1 is a monomial of b."""
        return any(not any(m) for m in self.definite_monomials())

    def definite_monomials(self) -> list[Exponents]:
        """Those m of b for which bᵀ G b ≥ ε x^(2m) for some ε > 0, where G is positive semidefinite."""
        kernel = null_space(self.gram)
        return [m for k, m in enumerate(self.basis) if all(vector[k] == 0 for vector in kernel)]

    def to_json(self) -> dict[str, object]:
        """Plain values; numerators and denominator as text, since other readers of JSON round long integers."""
        return {
            "basis": [list(exponents) for exponents in self.basis],
            "numerators": [[_digits(entry) for entry in row] for row in self.numerators],
            "denominator": _digits(self.denominator),
        }

    @classmethod
    def from_json(cls, data: object) -> "SumOfSquares":
        """What `to_json` wrote; raises `InputError` for anything else."""
        match data:
            case {"basis": list(basis), "numerators": list(rows), "denominator": denominator}:
                return cls(tuple(map(_integers, basis)), tuple(map(_integers, rows)), _integer(denominator))
        raise InputError("A sum of squares is an object with basis, numerators and denominator.")


def _digits(n: int) -> str:
    return str(fmpz(n))  # `str(n)` itself refuses more than 4,300 digits


def _integer(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(fmpz(value))
    raise InputError(f"A sum of squares is made of integers, not of {str(value)[:40]!r}.")


def _integers(values: object) -> tuple[int, ...]:
    if not isinstance(values, list):
        raise InputError("Rows and exponents of a sum of squares are lists of integers.")
    return tuple(map(_integer, values))


def added(left: Exponents, right: Exponents) -> Exponents:
    """The exponents of the product of two monomials."""
    return tuple(map(add, left, right))


def pure_variable(exponents: Exponents) -> int | None:
    """i where the monomial is x_i^k with k > 0."""
    places = [i for i, k in enumerate(exponents) if k]
    return places[0] if len(places) == 1 else None


def _pivots(matrix: fmpq_mat) -> list[fmpq] | None:
    """The pivots of LDLᵀ without exchanges; None as soon as the matrix is seen not to be positive semidefinite."""
    n = matrix.nrows()
    rows = matrix.tolist()
    pivots = []
    for k in range(n):
        pivot = rows[k][k]
        if pivot < 0 or (pivot == 0 and any(rows[k][j] != 0 for j in range(k + 1, n))):
            return None
        pivots.append(pivot)
        if pivot == 0:
            continue
        for i in range(k + 1, n):
            factor = rows[k][i] / pivot
            if factor != 0:
                for j in range(i, n):
                    rows[i][j] -= factor * rows[k][j]
                    rows[j][i] = rows[i][j]
    return pivots


def is_positive_semidefinite(matrix: fmpq_mat) -> bool:
    """By an exact LDLᵀ over ℚ."""
    symmetric = matrix == matrix.transpose()
    return symmetric and _pivots(matrix) is not None


def is_positive_definite(matrix: fmpq_mat) -> bool:
    """By an exact LDLᵀ over ℚ."""
    if matrix != matrix.transpose():
        return False
    pivots = _pivots(matrix)
    return pivots is not None and all(pivot > 0 for pivot in pivots)


def identity(n: int) -> fmpq_mat:
    """The n × n identity matrix."""
    return fmpq_mat(n, n, [int(i == j) for i in range(n) for j in range(n)])


def null_space(matrix: fmpq_mat) -> list[list[fmpq]]:
    """A basis of {v : M v = 0}, from the reduced row echelon form."""
    reduced, rank = matrix.rref()
    columns = matrix.ncols()
    leading: list[int] = []
    for row in range(rank):
        column = leading[-1] + 1 if leading else 0
        while reduced[row, column] == 0:
            column += 1
        leading.append(column)
    free = [column for column in range(columns) if column not in set(leading)]
    vectors = []
    for column in free:
        vector = [fmpq(0)] * columns
        vector[column] = fmpq(1)
        for row, lead in enumerate(leading):
            vector[lead] = -reduced[row, column]
        vectors.append(vector)
    return vectors


def natural(p: fmpq_mpoly) -> SumOfSquares | None:
    """The Gram matrix on the halves of p's squares, each other term shared evenly by the products that give it."""
    coefficients = terms(p)
    basis = [tuple(k // 2 for k in exponents) for exponents in coefficients if all(k % 2 == 0 for k in exponents)]
    size = len(basis)
    products: dict[Exponents, list[tuple[int, int]]] = defaultdict(list)
    for i in range(size):
        for j in range(i):
            products[added(basis[i], basis[j])].append((i, j))
    gram = fmpq_mat(size, size)
    squares = {added(half, half): k for k, half in enumerate(basis)}
    for exponents, coefficient in coefficients.items():
        k = squares.get(exponents)
        if k is not None and (coefficient > 0 or exponents not in products):
            gram[k, k] = coefficient
            continue
        places = products.get(exponents)
        if not places:
            return None
        for i, j in places:
            gram[i, j] = gram[j, i] = coefficient / (2 * len(places))
    return SumOfSquares.of(basis, gram)


__all__ = [
    "SumOfSquares",
    "added",
    "identity",
    "is_positive_definite",
    "is_positive_semidefinite",
    "natural",
    "null_space",
    "pure_variable",
]

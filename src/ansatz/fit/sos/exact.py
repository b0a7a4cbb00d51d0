"""A proof that a polynomial is a sum of squares: its Gram matrix, found in floating point and made exact.

    sum_of_squares(p, seconds=2.0)             SumOfSquares over ℚ, or None
    squares_of_multiples(p, (g, h))            the same, of multiples of these polynomials only

The float matrix of greatest margin is rounded and projected onto {G : bᵀ G b = p}, exactly; inside the cone that
leaves it positive definite (Peyrl & Parrilo 2008). Where no Gram matrix is positive definite, its null space is
read off, made rational, and the basis is cut down to what is orthogonal to it (facial reduction), until one is.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat, fmpq_mpoly

from ansatz.algebra.polynomials import Exponents, as_float, terms
from ansatz.fit.sos.monomials import half_polytope, pruned
from ansatz.fit.sos.semidefinite import Program, centre, svec_weights
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares, added, identity, is_positive_definite, null_space

MAX_BASIS = 60
_MARGIN = 1e-7
_REDUCTIONS = 6
_DENOMINATORS = tuple(2**k for k in (8, 16, 26, 36))
_SIMPLE = ((48, 2e-3), (5_000, 1e-6))  # largest denominators of null vectors' entries, and how near these must be


class Face:
    """Gram matrices G = Uᵀ S U on a basis of monomials; U's rows span a subspace, all of it to begin with."""

    def __init__(self, basis: Sequence[Exponents], rows: fmpq_mat | None = None) -> None:
        self.basis = tuple(basis)
        self.rows = identity(len(self.basis)) if rows is None else rows
        self.size = self.rows.nrows()
        self.pairs = [(i, j) for i in range(self.size) for j in range(i + 1)]
        self.columns = self._columns()
        self.monomials = sorted({m for column in self.columns for m in column})
        self.index = {m: k for k, m in enumerate(self.monomials)}

    def _columns(self) -> list[dict[Exponents, fmpq]]:
        """What S_ij (and S_ji, where they are two) contributes to each coefficient."""
        size, count = self.size, len(self.basis)
        linear = [[(self.basis[k], self.rows[i, k]) for k in range(count) if self.rows[i, k] != 0] for i in range(size)]
        columns = []
        for i, j in self.pairs:
            column: dict[Exponents, fmpq] = defaultdict(fmpq)
            for a, u in linear[i]:
                for b, v in linear[j]:
                    column[added(a, b)] += u * v if i == j else 2 * u * v
            columns.append({m: value for m, value in column.items() if value != 0})
        return columns

    def float_map(self, index: dict[Exponents, int]) -> np.ndarray:
        """(coefficients, pairs): svec(S) ↦ the polynomial's coefficients, rows by `index`."""
        matrix = np.zeros((len(index), len(self.pairs)))
        for k, column in enumerate(self.columns):
            for m, value in column.items():
                matrix[index[m], k] = as_float(value)
        return matrix / svec_weights(self.size)

    def exact_map(self) -> fmpq_mat:
        """(coefficients, pairs): the S_ij with i ≥ j ↦ the coefficients, rows by `self.index`."""
        matrix = fmpq_mat(len(self.monomials), len(self.pairs))
        for k, column in enumerate(self.columns):
            for m, value in column.items():
                matrix[self.index[m], k] = value
        return matrix

    def equations(self, coefficients: dict[Exponents, fmpq]) -> tuple[fmpq_mat, fmpq_mat] | None:
        """(A, c) with A of full row rank: A s = c says that the S_ij, i ≥ j, give these coefficients. None: none do."""
        if any(m not in self.index for m in coefficients):
            return None
        A = self.exact_map()
        width = len(self.pairs)
        table = [[*row, coefficients.get(m, fmpq(0))] for row, m in zip(A.tolist(), self.monomials, strict=True)]
        reduced, rank = fmpq_mat(table).rref()
        rows = reduced.tolist()[:rank]
        if rank and all(entry == 0 for entry in rows[-1][:width]):
            return None
        return fmpq_mat([row[:width] for row in rows]), fmpq_mat([[row[width]] for row in rows])

    def without(self, kernel: list[list[fmpq]]) -> "Face":
        """The face on which these vectors (in S's coordinates) are in the null space."""
        orthogonal = null_space(fmpq_mat(len(kernel), self.size, [entry for vector in kernel for entry in vector]))
        flat = [entry for vector in orthogonal for entry in vector]
        return Face(self.basis, fmpq_mat(len(orthogonal), self.size, flat) * self.rows)

    def gram(self, S: fmpq_mat) -> SumOfSquares:
        """The certificate with G = Uᵀ S U."""
        return SumOfSquares.of(self.basis, self.rows.transpose() * S * self.rows)


def sum_of_squares(p: fmpq_mpoly, *, seconds: float = 2.0) -> SumOfSquares | None:
    """An exact certificate of p ≥ 0, or None where none was found in the time (or the basis exceeds MAX_BASIS)."""
    if p.is_zero():
        return SumOfSquares((), ())
    coefficients = terms(p)
    basis = half_polytope(coefficients)
    if not basis or len(basis) > 6 * MAX_BASIS:
        return None
    basis = pruned(basis, coefficients)
    if not basis or len(basis) > MAX_BASIS:
        return None
    return _on_face(Face(basis), coefficients, time.thread_time() + seconds)


def squares_of_multiples(
    p: fmpq_mpoly, generators: Iterable[fmpq_mpoly], *, seconds: float = 2.0
) -> SumOfSquares | None:
    """A certificate whose squares lie in the ideal of the generators, as where p vanishes at all their common zeros."""
    if p.is_zero():
        return SumOfSquares((), ())
    coefficients = terms(p)
    basis = half_polytope(coefficients)
    index = {m: k for k, m in enumerate(basis)}
    rows = []
    for generator in generators:
        parts = terms(generator)
        if not parts:
            continue
        corner = min(parts)
        for m in basis:
            shift = tuple(a - b for a, b in zip(m, corner, strict=True))
            if min(shift) >= 0 and all(added(shift, k) in index for k in parts):
                row = [fmpq(0)] * len(basis)
                for k, c in parts.items():
                    row[index[added(shift, k)]] = c
                rows.append(row)
    if not rows or len(rows) > MAX_BASIS:
        return None
    table = fmpq_mat(rows)
    reduced, rank = table.rref()
    if rank < len(rows):
        table = fmpq_mat(reduced.tolist()[:rank])
    return _on_face(Face(basis, table), coefficients, time.thread_time() + seconds)


def _on_face(face: Face, coefficients: dict[Exponents, fmpq], deadline: float) -> SumOfSquares | None:
    """A Gram matrix on the face or, where none is positive definite there, on a smaller one."""
    largest = max(map(abs, coefficients.values()))
    floats = {m: as_float(c / largest) for m, c in coefficients.items()}
    for _ in range(_REDUCTIONS):
        equations = face.equations(coefficients)
        sizes = scales(face, floats)
        if equations is None or sizes is None:
            return None
        point = centre(_program(face, floats, sizes), deadline - time.thread_time())
        if point is None or point.margin < -1e-3:
            return None
        (S,) = point.grams
        if point.margin > _MARGIN and (found := _rounded(face, S, sizes, largest, equations)) is not None:
            return found
        smaller = (face.without(kernel) for kernel in null_vectors(S, sizes))
        reduced = next((f for f in smaller if f.size and f.equations(coefficients) is not None), None)
        if reduced is None:
            return None
        face = reduced
    return None


def _program(face: Face, floats: dict[Exponents, float], sizes: np.ndarray) -> Program:
    """That G_ij = sizes_i S_ij sizes_j gives these coefficients."""
    A = face.float_map(face.index) * [sizes[i] * sizes[j] for i, j in face.pairs]
    rows = np.abs(A).max(axis=1)
    c = np.array([floats.get(m, 0.0) for m in face.monomials])
    return Program(np.zeros((len(c), 0)), [A / rows[:, None]], c / rows)


def scales(face: Face, floats: dict[Exponents, float]) -> np.ndarray | None:
    """Powers of 2 near √G_ii: from p's squares, each monomial's by the plane through their logarithms; or None."""
    squares = {m: c for m, c in floats.items() if c > 0 and all(k % 2 == 0 for k in m)}
    if not squares:
        return None
    planes = np.array([[1, *m] for m in squares], dtype=float)
    plane = np.linalg.lstsq(planes, np.log2(list(squares.values())), rcond=None)[0]
    own = np.array([plane @ [1, *added(m, m)] for m in face.basis]) / 2
    weights = np.array([[abs(as_float(face.rows[i, k])) for k in range(len(face.basis))] for i in range(face.size)])
    with np.errstate(divide="ignore"):
        powers = np.round((own - np.log2(weights)).min(axis=1))
    return 2.0**powers if np.abs(powers).max() < 300 else None


def _rounded(
    face: Face, S: np.ndarray, sizes: np.ndarray, factor: fmpq, equations: tuple[fmpq_mat, fmpq_mat]
) -> SumOfSquares | None:
    """S, rounded and moved to an exact Gram matrix of the polynomial, where it stays positive definite."""
    A, target = equations
    normal = A * A.transpose()
    units = [factor * _exact(sizes[i]) * _exact(sizes[j]) for i, j in face.pairs]
    for denominator in _DENOMINATORS:
        entries = [
            unit * fmpq(round(float(S[i, j]) * denominator), denominator)
            for unit, (i, j) in zip(units, face.pairs, strict=True)
        ]
        start = fmpq_mat(len(entries), 1, entries)
        exact = start + A.transpose() * normal.solve(target - A * start)
        matrix = fmpq_mat(face.size, face.size)
        for k, (i, j) in enumerate(face.pairs):
            matrix[i, j] = matrix[j, i] = exact[k, 0]
        if is_positive_definite(matrix):
            return face.gram(matrix)
    return None


def _exact(power: float) -> fmpq:
    return fmpq(*power.as_integer_ratio())


def null_vectors(S: np.ndarray, sizes: np.ndarray) -> Iterator[list[list[fmpq]]]:
    """Guesses of the null space of G_ij = sizes_i S_ij sizes_j, as rational vectors: the widest gaps of S first."""
    values, vectors = np.linalg.eigh(S)
    values = np.abs(values) / np.abs(values).max() + 1e-13
    gaps = {count: values[count] / values[count - 1] for count in range(1, len(values)) if values[count - 1] < 1e-2}
    for count in sorted(gaps, key=gaps.__getitem__, reverse=True)[:4]:
        if gaps[count] < 3:
            return
        reduced = _echelon((vectors[:, :count] / sizes[:, None]).T.copy())
        for largest, tolerance in _SIMPLE:
            exact = [[_simple(float(x), largest) for x in row] for row in reduced]
            error = np.abs(reduced - [[as_float(x) for x in row] for row in exact]) / (1 + np.abs(reduced))
            if error.max() < tolerance:
                yield exact


def _simple(x: float, largest: int) -> fmpq:
    near = Fraction(x).limit_denominator(largest)
    return fmpq(near.numerator, near.denominator)


def _echelon(matrix: np.ndarray) -> np.ndarray:
    """Reduced row echelon form with full pivoting by size."""
    used: list[int] = []
    for k in range(len(matrix)):
        size = np.abs(matrix[k:]).copy()
        size[:, used] = 0
        i, j = np.unravel_index(size.argmax(), size.shape)
        matrix[[k, k + i]] = matrix[[k + i, k]]
        matrix[k] /= matrix[k, j]
        for other in range(len(matrix)):
            if other != k:
                matrix[other] -= matrix[other, j] * matrix[k]
        used.append(int(j))
    return matrix


__all__ = ["MAX_BASIS", "Face", "null_vectors", "squares_of_multiples", "sum_of_squares"]

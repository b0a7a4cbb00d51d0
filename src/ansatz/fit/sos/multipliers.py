"""p = σ_0 + Σ σ_k g_k with sums of squares σ, found in floating point and made exact.

    represented(p, facts, seconds=2.0)                    Multiplied over ℚ, or None
    Blocks(facts, degree).columns                         what the entries of all Gram matrices contribute

Only the inside of the cone is searched: squares whose weight tends to 0 are left out, and it is tried anew.
"""

import time
from collections.abc import Sequence

import numpy as np
from flint import fmpq, fmpq_mat, fmpq_mpoly

from ansatz.algebra.polynomials import Exponents, as_float, terms
from ansatz.fit.sos.monomials import of_degrees
from ansatz.fit.sos.semidefinite import Program, centre, svec_weights
from ansatz.proof.lyapunov.multipliers import Multiplied
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares, added, is_positive_definite

_MOST = 60  # monomials of all bases
_MARGIN = 1e-7
_ROUNDS = 5
_DENOMINATORS = tuple(2**k for k in (8, 16, 26, 36))


class Blocks:
    """Gram matrices of σ_0, σ_1, …, on bases of monomials; the weight of σ_0 is 1."""

    def __init__(self, weights: Sequence[fmpq_mpoly], bases: Sequence[Sequence[Exponents]]) -> None:
        self.weights, self.bases = tuple(weights), [list(basis) for basis in bases]
        parts = [terms(weight) for weight in weights]
        self.columns: list[dict[Exponents, fmpq]] = []
        self.places: list[tuple[int, int, int]] = []  # block, row, column
        for block, (part, basis) in enumerate(zip(parts, self.bases, strict=True)):
            for i, a in enumerate(basis):
                for j, b in enumerate(basis[: i + 1]):
                    product, factor = added(a, b), 1 if i == j else 2
                    self.columns.append({added(product, m): factor * c for m, c in part.items()})
                    self.places.append((block, i, j))

    @classmethod
    def of(cls, p: fmpq_mpoly, facts: Sequence[fmpq_mpoly], degree: int | None = None) -> "Blocks":
        """Bases of the degrees that p allows; where p is 0 at 0, σ_k is where g_k is not."""
        context = p.context()
        n, origin = context.nvars(), [0] * context.nvars()
        top = max(p.total_degree() if degree is None else degree, *(g.total_degree() for g in facts), 2)
        top += top % 2  # an odd part may be the difference of two even ones
        low = 0 if p(*origin) != 0 else 1
        weights = [context.constant(1), *facts]
        bases = [
            of_degrees(n, low if weight(*origin) != 0 else 0, (top - weight.total_degree()) // 2) for weight in weights
        ]
        bases[0] = of_degrees(n, low, top // 2)
        return cls(weights, bases)

    @property
    def sizes(self) -> list[int]:
        """Rows of each matrix."""
        return [len(basis) for basis in self.bases]

    def without(self, idle: Sequence[set[int]]) -> "Blocks":
        """Without these rows of each matrix."""
        kept = [[m for k, m in enumerate(basis) if k not in out] for basis, out in zip(self.bases, idle, strict=True)]
        return Blocks(self.weights, kept)

    def float_maps(self, index: dict[Exponents, int]) -> list[np.ndarray]:
        """For each block (coefficients, svec): what its matrix contributes."""
        maps, k = [], 0
        for size in self.sizes:
            count = size * (size + 1) // 2
            matrix = np.zeros((len(index), count))
            for column, entries in enumerate(self.columns[k : k + count]):
                for m, value in entries.items():
                    matrix[index[m], column] = as_float(value)
            maps.append(matrix / svec_weights(size))
            k += count
        return maps

    def monomials(self) -> set[Exponents]:
        """All that may occur."""
        return {m for column in self.columns for m in column}


def represented(p: fmpq_mpoly, facts: Sequence[fmpq_mpoly], *, seconds: float = 2.0) -> Multiplied | None:
    """An exact proof that p ≥ 0 where the facts are, or None."""
    deadline = time.thread_time() + seconds
    target = terms(p)
    if not target:
        nothing = SumOfSquares((), ())
        return Multiplied(nothing, (nothing,) * len(facts))
    blocks = Blocks.of(p, facts)
    largest = max(map(abs, target.values()))
    for _ in range(_ROUNDS):
        if not sum(blocks.sizes) or sum(blocks.sizes) > _MOST or not target.keys() <= blocks.monomials():
            return None
        index = {m: k for k, m in enumerate(sorted(blocks.monomials()))}
        c = np.array([as_float(target.get(m, fmpq(0)) / largest) for m in index])
        maps = [a for a in blocks.float_maps(index) if a.size]
        scale = np.abs(np.hstack(maps)).max(axis=1)
        program = Program(np.zeros((len(c), 0)), [a / scale[:, None] for a in maps], c / scale)
        point = centre(program, deadline - time.thread_time())
        if point is None or point.margin < -1e-4:
            return None
        given = iter(point.grams)
        grams = [next(given) if size else np.zeros((0, 0)) for size in blocks.sizes]
        if point.margin > _MARGIN and (found := _exact(blocks, grams, target, largest, index)) is not None:
            return found
        idle = idle_rows(grams)
        if not any(idle):
            return None
        blocks = blocks.without(idle)
    return None


def idle_rows(grams: Sequence[np.ndarray]) -> list[set[int]]:
    """Rows whose diagonal entry tends to 0, beside the largest of all."""
    largest = max((float(np.abs(S).max()) for S in grams if S.size), default=0.0)
    return [{k for k in range(len(S)) if S[k, k] < 1e-4 * largest} for S in grams]


def _exact(
    blocks: Blocks,
    grams: Sequence[np.ndarray],
    target: dict[Exponents, fmpq],
    factor: fmpq,
    index: dict[Exponents, int],
) -> Multiplied | None:
    """The matrices, rounded and moved to an exact solution, where they stay positive definite."""
    table = [[fmpq(0)] * (len(blocks.columns) + 1) for _ in index]
    for k, column in enumerate(blocks.columns):
        for m, value in column.items():
            table[index[m]][k] = value
    for m, value in target.items():
        table[index[m]][-1] = value
    reduced, rank = fmpq_mat(table).rref()
    rows = reduced.tolist()[:rank]
    if rank and all(entry == 0 for entry in rows[-1][:-1]):
        return None
    A, c = fmpq_mat([row[:-1] for row in rows]), fmpq_mat([[row[-1]] for row in rows])
    normal = A * A.transpose()
    for denominator in _DENOMINATORS:
        start = fmpq_mat(
            len(blocks.places),
            1,
            [factor * fmpq(round(float(grams[b][i, j]) * denominator), denominator) for b, i, j in blocks.places],
        )
        exact = start + A.transpose() * normal.solve(c - A * start)
        matrices = [fmpq_mat(size, size) for size in blocks.sizes]
        for k, (block, i, j) in enumerate(blocks.places):
            matrices[block][i, j] = matrices[block][j, i] = exact[k, 0]
        if all(is_positive_definite(matrix) for matrix in matrices if matrix.nrows()):
            sums = [
                SumOfSquares.of(basis, matrix) if basis else SumOfSquares((), ())
                for basis, matrix in zip(blocks.bases, matrices, strict=True)
            ]
            return Multiplied(sums[0], tuple(sums[1:]))
    return None


__all__ = ["Blocks", "idle_rows", "represented"]

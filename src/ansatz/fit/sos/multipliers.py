"""p = σ_0 + Σ σ_k g_k with sums of squares σ, found in floating point and made exact.

    represented(p, facts, seconds=2.0)                    Multiplied over ℚ, or None
    Blocks(facts, degree).columns                         what the entries of all Gram matrices contribute

The inside of the cone is searched; where it is empty, squares whose weight tends to 0 are left out, or null spaces are
guessed (facial reduction), and it is tried anew.
"""

import time
from collections import defaultdict
from collections.abc import Sequence
from itertools import product

import numpy as np
from flint import fmpq, fmpq_mat, fmpq_mpoly

from ansatz.algebra.polynomials import Exponents, as_float, terms
from ansatz.fit.sos.exact import null_vectors
from ansatz.fit.sos.monomials import of_degrees
from ansatz.fit.sos.semidefinite import Program, centre, svec_weights
from ansatz.proof.lyapunov.multipliers import Multiplied
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares, added, identity, is_positive_definite, null_space

_MOST = 60  # monomials of all bases
_MARGIN = 1e-7
_IDLE = 1e-4
_ROUNDS = 5
_DENOMINATORS = tuple(2**k for k in (8, 16, 26, 36))


class Blocks:
    """Gram matrices of σ_0, σ_1, …: σ_k = bᵀ Uᵀ S U b on a basis b of monomials; the weight of σ_0 is 1.

    U's rows span a subspace, all of it to begin with.
    """

    def __init__(
        self,
        weights: Sequence[fmpq_mpoly],
        bases: Sequence[Sequence[Exponents]],
        rows: Sequence[fmpq_mat] | None = None,
    ) -> None:
        self.weights, self.bases = tuple(weights), [list(basis) for basis in bases]
        self.rows = [identity(len(basis)) for basis in self.bases] if rows is None else list(rows)
        self.columns: list[dict[Exponents, fmpq]] = []
        self.places: list[tuple[int, int, int]] = []  # block, row, column
        for block, (weight, basis, U) in enumerate(zip(weights, self.bases, self.rows, strict=True)):
            part = terms(weight)
            linear = [[(m, U[i, k]) for k, m in enumerate(basis) if U[i, k] != 0] for i in range(U.nrows())]
            for i, left in enumerate(linear):
                for j, right in enumerate(linear[: i + 1]):
                    column: dict[Exponents, fmpq] = defaultdict(fmpq)
                    for (m, u), (k, v) in product(left, right):
                        for shift, c in part.items():
                            column[added(added(m, k), shift)] += (1 if i == j else 2) * u * v * c
                    self.columns.append({m: value for m, value in column.items() if value != 0})
                    self.places.append((block, i, j))

    @classmethod
    def of(
        cls, p: fmpq_mpoly, facts: Sequence[fmpq_mpoly], *, states: int | None = None, degree: int | None = None
    ) -> "Blocks":
        """Bases of the degrees that p allows; where p is 0 at 0, σ_k is where g_k is not.

        states: how many variables are no functions. Facts about functions that p does not hold take no part.
        """
        n = p.context().nvars()
        origin, own = [0] * n, _variables(p)
        functions = set(range(n if states is None else states, n))
        apt = [not (mine := _variables(g) & functions) or bool(mine & own) for g in facts]
        held = own.union(*(_variables(g) for g, use in zip(facts, apt, strict=True) if use))
        top = max(p.total_degree() if degree is None else degree, *(g.total_degree() for g in facts), 2)
        top += top % 2  # an odd part may be the difference of two even ones
        low = 0 if p(*origin) != 0 else 1
        bases = [of_degrees(n, low, top // 2)]
        for g, use in zip(facts, apt, strict=True):
            least = low if g(*origin) != 0 else 0
            bases.append(of_degrees(n, least, (top - g.total_degree()) // 2) if use else [])
        inside = [[m for m in basis if all(i in held for i, k in enumerate(m) if k)] for basis in bases]
        return cls([p.context().constant(1), *facts], inside)

    @property
    def sizes(self) -> list[int]:
        """Rows of each matrix."""
        return [U.nrows() for U in self.rows]

    def without(self, kernels: Sequence[list[list[fmpq]]]) -> "Blocks":
        """On the faces where these vectors are in the null spaces of the matrices."""
        rows = []
        for U, kernel in zip(self.rows, kernels, strict=True):
            size = U.nrows()
            if kernel:
                left = null_space(fmpq_mat(len(kernel), size, [entry for vector in kernel for entry in vector]))
                U = fmpq_mat(len(left), size, [entry for vector in left for entry in vector]) * U
            rows.append(U)
        return Blocks(self.weights, self.bases, rows)

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


def represented(
    p: fmpq_mpoly, facts: Sequence[fmpq_mpoly], *, states: int | None = None, seconds: float = 2.0
) -> Multiplied | None:
    """An exact proof that p ≥ 0 where the facts are, or None. states: how many variables are no functions."""
    deadline = time.thread_time() + seconds
    target = terms(p)
    if not target:
        nothing = SumOfSquares((), ())
        return Multiplied(nothing, (nothing,) * len(facts))
    blocks = Blocks.of(p, facts, states=states)
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
        smaller = (blocks.without(guess(grams)) for guess in (idle_rows, _null_spaces))
        narrower = (face for face in smaller if sum(face.sizes) < sum(blocks.sizes))
        reduced = next((face for face in narrower if target.keys() <= face.monomials()), None)
        if reduced is None:
            return None
        blocks = reduced
    return None


def idle_rows(grams: Sequence[np.ndarray]) -> list[list[list[fmpq]]]:
    """Unit vectors of the rows whose diagonal entry tends to 0, beside the largest of all."""
    largest = max((float(np.abs(S).max()) for S in grams if S.size), default=0.0)
    return [
        [[fmpq(int(i == k)) for i in range(len(S))] for k in range(len(S)) if S[k, k] < _IDLE * largest] for S in grams
    ]


def _null_spaces(grams: Sequence[np.ndarray]) -> list[list[list[fmpq]]]:
    """Guesses of the null spaces of matrices that tend to singular ones."""
    return [next(null_vectors(S, np.ones(len(S))), []) if len(S) > 1 else [] for S in grams]


def _variables(p: fmpq_mpoly) -> set[int]:
    return {i for m in terms(p) for i, k in enumerate(m) if k}


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
                SumOfSquares.of(basis, U.transpose() * matrix * U) if U.nrows() else SumOfSquares((), ())
                for basis, U, matrix in zip(blocks.bases, blocks.rows, matrices, strict=True)
            ]
            return Multiplied(sums[0], tuple(sums[1:]))
    return None


__all__ = ["Blocks", "idle_rows", "represented"]

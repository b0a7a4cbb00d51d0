"""Row reduction modulo p, and a short solution among all solutions.

Row reduction gives the solution in the earliest columns; where the columns are dependent there are others. Exchanging
one column against several, greedily, shortens it: (x+1)^10 e^x instead of its eleven expanded terms.
"""

from collections import Counter
from collections.abc import Sequence

from flint import fmpz_mat, nmod_mat

from ansatz.fit.residues.prime_field import Residues

MAX_EXCHANGES = 20

Solution = dict[int, int]


class Reduction:
    """The reduced row echelon form of [A | b] modulo p."""

    def __init__(self, matrix: Residues, p: int) -> None:
        rows, width = matrix.shape
        # by way of fmpz_mat, which reads Python's integers twice as fast
        self._reduced, rank = nmod_mat(fmpz_mat(rows, width, matrix.ravel().tolist()), p).rref()
        self._p, self._last = p, width - 1
        self._pivots: list[int] = []
        column = 0
        for i in range(rank):
            while not int(self._reduced[i, column]):
                column += 1
            self._pivots.append(column)
            column += 1

    @property
    def consistent(self) -> bool:
        return not self._pivots or self._pivots[-1] != self._last

    def solution(self) -> Solution:
        """Column -> nonzero coefficient, in the earliest independent columns."""
        return {j: c for i, j in enumerate(self._pivots) if (c := int(self._reduced[i, self._last]))}

    def short_solution(self, lengths: Sequence[int]) -> Solution:
        """A solution of small total length, found by exchanging columns from the first one."""
        solution = self.solution()
        free = [j for j in range(self._last) if j not in set(self._pivots)]
        for _ in range(MAX_EXCHANGES):
            better = self._exchange(solution, free, lengths)
            if better is None:
                break
            solution = better
        return solution

    def _exchange(self, solution: Solution, free: list[int], lengths: Sequence[int]) -> Solution | None:
        """The best solution + t·(null vector of one free column) that is shorter, or None."""
        p = self._p
        used = [(i, j) for i, j in enumerate(self._pivots) if j in solution]
        best, answer = sum(lengths[j] for j in solution), None
        for j in free:
            # the null vector has 1 at j and -R[i, j] at pivot i: t = c_i / R[i, j] removes pivot i
            ratios: Counter[int] = Counter()
            for i, pivot in used:
                entry = int(self._reduced[i, j])
                if entry:
                    ratios[solution[pivot] * pow(entry, -1, p) % p] += lengths[pivot]
            if not ratios:
                continue
            t, removed = ratios.most_common(1)[0]
            if removed <= (lengths[j] if j not in solution else 0):
                continue
            candidate = self._shifted(solution, j, t)
            length = sum(lengths[k] for k in candidate)
            if length < best:
                best, answer = length, candidate
        return answer

    def _shifted(self, solution: Solution, j: int, t: int) -> Solution:
        shifted = dict(solution)
        shifted[j] = shifted.get(j, 0) + t
        for i, pivot in enumerate(self._pivots):
            entry = int(self._reduced[i, j])
            if entry:
                shifted[pivot] = shifted.get(pivot, 0) - t * entry
        return {k: c % self._p for k, c in sorted(shifted.items()) if c % self._p}

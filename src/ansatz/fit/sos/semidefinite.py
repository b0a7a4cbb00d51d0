"""The standard form of semidefinite programs, solved by Clarabel: everything else of `fit.sos` is linear algebra.

find  u ≥ 0 and S_k ⪰ 0  with  B u + Σ_k A_k svec(S_k) = c
maximise the margin t ≤ 1 with S_k ⪰ t I (`centre`), or minimise w · u (`cheapest`)

svec(S) lists S's upper triangle column by column, what is off the diagonal times √2: it keeps inner products.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import clarabel
import numpy as np

_SOLVED = (clarabel.SolverStatus.Solved, clarabel.SolverStatus.AlmostSolved)  # either is only a guess to make exact
_TOLERANCE = 1e-12  # seldom reached; the further a solution gets, the wider the gap that shows a null space


@dataclass(frozen=True, slots=True)
class Program:
    """The data. B: (equations, u). A: (equations, r_k (r_k + 1) / 2) for each S_k. c: (equations,)."""

    B: np.ndarray
    A: Sequence[np.ndarray]
    c: np.ndarray


@dataclass(frozen=True, slots=True)
class Point:
    """A solution in floating point. margin: t, or 0 where another objective was asked for."""

    u: np.ndarray
    grams: list[np.ndarray]
    margin: float = 0.0


def centre(program: Program, seconds: float) -> Point | None:
    """The point of greatest margin; None where none was found in the time."""
    # With t = 1 - s and S_k - t I in S_k's place, s ≥ 0 is what is to be least.
    identity = sum((a @ _svec(np.eye(_size(a))) for a in program.A), np.zeros(len(program.c)))
    shifted = Program(np.column_stack([program.B, -identity]), program.A, program.c - identity)
    point = cheapest(shifted, np.eye(shifted.B.shape[1])[-1], seconds)
    if point is None:
        return None
    margin = 1 - float(point.u[-1])
    return Point(point.u[:-1], [S + margin * np.eye(len(S)) for S in point.grams], margin)


def cheapest(program: Program, weights: np.ndarray, seconds: float) -> Point | None:
    """The point of least weights · u; None where none was found in the time."""
    if seconds <= 0 or not all(np.isfinite(values).all() for values in (program.B, *program.A, program.c)):
        return None
    from scipy.sparse import csc_array  # here, for it takes longer to import than most programs to solve

    # Clarabel minimises q·x with b - Mx in a cone; its multipliers z solve Mᵀz = -q with b·z least, which is ours.
    M = csc_array(np.column_stack([program.B, *program.A]).T)
    b = np.zeros(M.shape[0])
    b[: len(weights)] = weights
    cones = [clarabel.NonnegativeConeT(len(weights)), *(clarabel.PSDTriangleConeT(_size(a)) for a in program.A)]
    nothing = csc_array((len(program.c), len(program.c)))
    solution = clarabel.DefaultSolver(nothing, -program.c, M, b, cones, _settings(seconds)).solve()
    if solution.status not in _SOLVED:
        return None
    u, *entries = np.split(np.array(solution.z), np.cumsum([len(weights), *(a.shape[1] for a in program.A)])[:-1])
    return Point(u, [_matrix(entry) for entry in entries])


def _settings(seconds: float) -> clarabel.DefaultSettings:
    settings = clarabel.DefaultSettings()
    settings.verbose, settings.time_limit = False, seconds
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = _TOLERANCE
    settings.equilibrate_enable = False  # callers scale; scaled once more, degenerate programs end in numerical errors
    return settings


def _size(A: np.ndarray) -> int:
    """r, where A has r (r + 1) / 2 columns."""
    return math.isqrt(2 * A.shape[1])


def svec_weights(size: int) -> np.ndarray:
    """The factors of S's entries in svec(S)."""
    i, j = np.tril_indices(size)
    return np.where(i == j, 1.0, math.sqrt(2))


def _svec(S: np.ndarray) -> np.ndarray:
    return S[np.tril_indices(len(S))] * svec_weights(len(S))


def _matrix(svec: np.ndarray) -> np.ndarray:
    size = math.isqrt(2 * len(svec))
    S = np.zeros((size, size))
    S[np.tril_indices(size)] = svec / svec_weights(size)
    return S + np.tril(S, -1).T


__all__ = ["Point", "Program", "centre", "cheapest", "svec_weights"]


def possible(rows: Sequence[dict[int, float]], free: int, count: int, seconds: float) -> np.ndarray | None:
    """Which of the last `count` unknowns, all ≥ 0, can be positive where every row · unknowns ≥ 0?

    The solutions are a cone, so that in one solution all of them are; rows are {column: value}. free: how many
    unknowns, the first ones, may have any sign. None where no answer was found in the time.
    """
    if seconds <= 0:
        return None
    from scipy.sparse import csc_array, eye_array, hstack, vstack

    # Maximise Σ t with t ≤ 1 and t ≤ the unknown: all t are 0 or 1 then.
    data = [(k, column, value) for k, row in enumerate(rows) for column, value in row.items() if value]
    k, column, value = (np.array(part) for part in zip(*data, strict=True))
    scale = np.zeros(len(rows))
    np.maximum.at(scale, k, np.abs(value))
    A = csc_array((value / scale[k], (k, column)), shape=(len(rows), free + count))
    unit = eye_array(count)
    nothing = csc_array((count, free))
    M = -vstack(
        [
            hstack([A, csc_array((len(rows), count))]),
            hstack([nothing, unit, -unit]),
            hstack([nothing, csc_array((count, count)), -unit]),
            hstack([nothing, csc_array((count, count)), unit]),
        ]
    )
    b = np.concatenate([np.zeros(len(rows) + count), np.ones(count), np.zeros(count)])
    q = np.concatenate([np.zeros(free + count), -np.ones(count)])
    settings = clarabel.DefaultSettings()
    settings.verbose, settings.time_limit = False, seconds
    size = len(q)
    cones = [clarabel.NonnegativeConeT(M.shape[0])]
    solution = clarabel.DefaultSolver(csc_array((size, size)), q, csc_array(M), b, cones, settings).solve()
    if solution.status not in _SOLVED:
        return None
    return np.array(solution.x)[free + count :] > 0.5

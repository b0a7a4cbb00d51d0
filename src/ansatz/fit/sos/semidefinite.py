"""One form of semidefinite program, solved by Clarabel through cvxpy: everything else of `fit.sos` is linear algebra.

find  v free, S_k ⪰ 0  with  Σ_k A_k vec(S_k) + B v = c  and  D v ≥ d
maximise the margin t ≤ 1 with S_k ⪰ t I (`centre`), or minimise Σ w_i |v_i| (`shortest`)
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ansatz.errors import UnsupportedError

_SOLVED = ("optimal", "optimal_inaccurate")
_TOLERANCES = {"tol_gap_abs": 1e-10, "tol_gap_rel": 1e-10, "tol_feas": 1e-10}


@dataclass(slots=True)
class Program:
    """The data. A: one matrix (equations, r_k²) for each S_k. B: (equations, free). c: (equations,)."""

    A: Sequence[np.ndarray]
    c: np.ndarray
    B: np.ndarray | None = None
    D: np.ndarray | None = None
    d: np.ndarray | None = None
    sizes: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.sizes = [round(a.shape[1] ** 0.5) for a in self.A]


@dataclass(slots=True)
class Point:
    """A solution in floating point. margin: t, or 0 where another objective was asked for."""

    free: np.ndarray
    grams: list[np.ndarray]
    margin: float = 0.0


def centre(program: Program, seconds: float, bound: tuple[np.ndarray, float] | None = None) -> Point | None:
    """The point of greatest margin; bound = (w, b): moreover Σ w_i |v_i| ≤ b. None where there is none."""
    cp = _cvxpy()
    t = cp.Variable()
    free, inner, left, constraints = _variables(cp, program)
    for a, size in zip(program.A, program.sizes, strict=True):
        left = left + (a @ np.eye(size).ravel()) * t
    constraints += [left == program.c, t <= 1]
    if bound is not None and free is not None:
        constraints.append(cp.norm1(cp.multiply(bound[0], free)) <= bound[1])
    if not _solve(cp, cp.Problem(cp.Maximize(t), constraints), seconds):
        return None
    margin = float(t.value)
    return Point(_value(free), [s.value + margin * np.eye(len(s.value)) for s in inner], margin)


def shortest(program: Program, weights: np.ndarray, seconds: float) -> Point | None:
    """The point with the least Σ w_i |v_i|, which leaves most v_i zero; None where there is none."""
    cp = _cvxpy()
    free, inner, left, constraints = _variables(cp, program)
    constraints.append(left == program.c)
    problem = cp.Problem(cp.Minimize(cp.norm1(cp.multiply(weights, free))), constraints)
    return Point(_value(free), [s.value for s in inner]) if _solve(cp, problem, seconds) else None


def _variables(cp: Any, program: Program) -> tuple[Any, list[Any], Any, list[Any]]:
    """(v, S_k, the left side, the inequalities)."""
    inner = [cp.Variable((size, size), PSD=True) for size in program.sizes]
    left: Any = np.zeros(len(program.c))
    for a, s in zip(program.A, inner, strict=True):
        left = left + a @ cp.vec(s, order="C")
    free, constraints = None, []
    if program.B is not None:
        free = cp.Variable(program.B.shape[1])
        left = left + program.B @ free
        if program.D is not None and program.d is not None:
            constraints.append(program.D @ free >= program.d)
    return free, inner, left, constraints


def _value(free: Any) -> np.ndarray:
    return np.zeros(0) if free is None else free.value


def _solve(cp: Any, problem: Any, seconds: float) -> bool:
    if seconds <= 0:
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a solution may be inaccurate: all of them are checked exactly
            problem.solve(solver=cp.CLARABEL, time_limit=seconds, ignore_dpp=True, **_TOLERANCES)
    except cp.error.SolverError:
        return False
    return problem.status in _SOLVED


def _cvxpy() -> Any:
    try:
        import cvxpy
    except ImportError as error:
        raise UnsupportedError(
            "Sums of squares need cvxpy and Clarabel; install them with: pip install 'ansatz-math[lyapunov]'."
        ) from error
    return cvxpy


__all__ = ["Point", "Program", "centre", "shortest"]

"""Local Lyapunov functions on a box: quadratic forms from the linearisation, proved by `proof.lyapunov.on_box`.

    A'P + PA = -Q  for several Q > 0; V = x'Px, rounded; the first that is proved on the whole box

With it comes a level c: {V < c} lies in the box, so every solution that begins there stays there and tends to 0.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import symengine as se
from flint import fmpq, fmpq_mat

from ansatz.algebra.numbers import to_symengine_number
from ansatz.expr.canonical import from_symengine
from ansatz.expr.tree import Tree
from ansatz.proof.lyapunov.on_box import verify_on_box
from ansatz.proof.lyapunov.sum_of_squares import is_positive_definite
from ansatz.proof.lyapunov.zeros import Equations
from ansatz.proof.verdict import Verification
from ansatz.solve.lyapunov.claim import System
from ansatz.solve.lyapunov.reading import system_of
from ansatz.solve.question import Question

_WEIGHTS = (1.0, 4.0, 0.25)
_DENOMINATORS = (4, 64, 4096)
METHOD = "quadratic form on the box"


@dataclass(frozen=True, slots=True)
class Local:
    """V with its verdict on the box |x_i| ≤ radii_i, and the level c. Where the whole box failed, the box is a part."""

    V: Tree
    verification: Verification
    radii: tuple[Fraction, ...]
    level: Fraction


def local(question: Question, radii: Sequence[Fraction], seconds: float) -> Iterator[Local]:
    """The first V that is proved on the box; otherwise one on a smaller box, if there is one. A task for a worker."""
    system, end = system_of(question), time.monotonic() + seconds
    forms = list(_forms(system))
    scale = Fraction(1)
    for _ in range(8):
        box = tuple(r * scale for r in radii)
        for P in forms:
            left = end - time.monotonic()
            if left <= 0:
                return
            V = _quadratic(P, system.variables)
            found = verify_on_box(V, system.field, system.variables, box, seconds=min(left, seconds / 4))
            if found.holds:
                yield Local(from_symengine(V), found, box, _level(P, box))
                return
        scale /= 2


def _forms(system: System) -> Iterator[fmpq_mat]:
    """Rational P near the solutions of the Lyapunov equation; none where the linearisation is not stable."""
    equations = Equations(system.field, system.variables)
    n = equations.size
    A = equations.floats(np.zeros((1, n)))[1][0]
    if not np.isfinite(A).all() or np.linalg.eigvals(A).real.max() >= -1e-9:
        return
    eye, seen = np.eye(n), []
    for weight in _WEIGHTS:
        Q = np.diag([weight**k for k in range(n)])
        vector = np.linalg.solve(np.kron(A.T, eye) + np.kron(eye, A.T), -Q.reshape(-1))
        P = vector.reshape(n, n) / np.abs(vector).max()
        for denominator in _DENOMINATORS:
            rounded = np.rint((P + P.T) / 2 * denominator).astype(int)
            if not np.allclose(rounded / denominator, P, atol=0.1):
                continue
            exact = fmpq_mat(n, n, [int(c) for c in rounded.reshape(-1)])
            if exact not in seen and is_positive_definite(exact):
                seen.append(exact)
                yield exact
                break


def _quadratic(P: fmpq_mat, variables: Sequence[se.Symbol]) -> se.Expr:
    n = len(variables)
    terms = (to_symengine_number(P[i, j]) * variables[i] * variables[j] for i in range(n) for j in range(n))
    return se.expand(se.Add(*terms))


def _level(P: fmpq_mat, radii: Sequence[Fraction]) -> Fraction:
    """The greatest c with {x'Px < c} in the box: |x_i| ≤ r_i where x'Px ≤ r_i² / (P⁻¹)_ii."""
    inverse = P.inv()
    levels = [fmpq(r.numerator, r.denominator) ** 2 / inverse[i, i] for i, r in enumerate(radii)]
    least = min(levels)
    return Fraction(int(least.p), int(least.q))


__all__ = ["METHOD", "Local", "local"]

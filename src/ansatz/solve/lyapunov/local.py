"""Local Lyapunov functions on a box, with a level c: {V < c} in the box is positively invariant, and attracted.

    A'P + PA = -Q  for several Q > 0; V = x'Px, rounded        quadratic forms from the linearisation
    -dV/dt = σ_0 + Σ σ_k g_k, unknown V                        sums of squares, where the forms fail

What proves V is the S-procedure where the system is polynomial in its states and known functions of them
(`proof.lyapunov.local_certificate`), otherwise branch and prune (`on_box`). Boxes are halved until one is proved.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

import numpy as np
from flint import fmpq, fmpq_mat, fmpq_mpoly

from ansatz.algebra.polynomials import from_polynomial, ring
from ansatz.expr.canonical import from_symengine
from ansatz.expr.tree import Tree
from ansatz.fit.sos.lifted_program import certified, fit_lifted, nonnegative
from ansatz.fit.sos.multipliers import represented
from ansatz.proof.lyapunov.lifted_certificate import LiftedCertificate, lower_bound
from ansatz.proof.lyapunov.lifting import Lifting, lifted
from ansatz.proof.lyapunov.local_certificate import REASON, LocalCertificate, above_level
from ansatz.proof.lyapunov.on_box import verify_on_box
from ansatz.proof.lyapunov.sum_of_squares import is_positive_definite
from ansatz.proof.lyapunov.zeros import Equations
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verdict, Verification
from ansatz.solve.lyapunov.claim import System
from ansatz.solve.lyapunov.reading import system_of
from ansatz.solve.question import Question

_WEIGHTS = (1.0, 4.0, 0.25)
_DENOMINATORS = (4, 64, 4096)
_DEGREES = (2, 4)  # of V where it is unknown
_HALVINGS = 8
METHOD = "quadratic form on the box"
SQUARES = "sums of squares on the box"


@dataclass(frozen=True, slots=True)
class Local:
    """V with its verdict on the box |x_i| ≤ radii_i, and the level c. Where the whole box failed, the box is a part."""

    V: Tree
    verification: Verification
    radii: tuple[Fraction, ...]
    level: Fraction
    method: str = METHOD
    certificate: LocalCertificate | None = None


def local(question: Question, radii: Sequence[Fraction], seconds: float) -> Iterator[Local]:
    """The first V that is proved on the box; otherwise one on a smaller box, if there is one. A task for a worker."""
    system, end = system_of(question), time.monotonic() + seconds
    context = ring(system.variables)
    x = [context.gen(k) for k in range(system.dimension)]
    forms = [
        (P, sum((c * x[k // len(x)] * x[k % len(x)] for k, c in enumerate(P.entries())), 0 * x[0]))
        for P in _forms(system)
    ]
    for halvings in range(_HALVINGS):
        box = tuple(r / 2**halvings for r in radii)
        by_algebra = _by_algebra(system, box, forms, end - time.monotonic())
        by_balls = _by_balls(system, box, forms, end, seconds / 8)
        found = next(chain(by_algebra, by_balls), None)
        if found is not None or time.monotonic() > end:
            yield from () if found is None else (found,)
            return


def _by_algebra(
    system: System, box: tuple[Fraction, ...], forms: Sequence[tuple[fmpq_mat, fmpq_mpoly]], seconds: float
) -> Iterator[Local]:
    """The S-procedure."""
    end, lifting = time.monotonic() + seconds / 2, lifted(system.field, system.variables, as_rationals(box))
    margin = None if lifting is None else lower_bound(lifting.scale)
    if lifting is None or margin is None:
        return
    scale = represented(lifting.scale - margin, lifting.facts, states=lifting.states, seconds=seconds / 8)
    if scale is None:
        return
    for P, V in forms:
        proof = certified(lifting.raised(V), lifting, scale, min(end - time.monotonic(), seconds / 8))
        if proof is not None:
            yield from _with_level(V, lifting, proof, system, box, _level(P, box), METHOD)
    for degree in _DEGREES:
        left = min(end - time.monotonic(), seconds / 4)
        found = fit_lifted(lifting, degree=degree, seconds=left) if left > 0 else None
        if found is not None:
            V, proof = found
            for level in _levels(V, box):
                yield from _with_level(V, lifting, proof, system, box, level, SQUARES)


def _with_level(
    V: fmpq_mpoly,
    lifting: Lifting,
    proof: LiftedCertificate,
    system: System,
    box: tuple[Fraction, ...],
    level: fmpq,
    method: str,
) -> Iterator[Local]:
    """V, where it is proved with this level."""
    sides = [nonnegative(p, lifting, 1.0) for p in above_level(V, lifting, level)]
    certificate = LocalCertificate(proof, level, tuple(side for side in sides if side is not None))
    if certificate.proves(V, lifting):
        verification = Verification(Verdict.PROVED, Scope(ScopeKind.BOX), reason=REASON, certificate=certificate)
        tree = from_symengine(lifting.expression(V))
        yield Local(tree, verification, box, _fraction(level), method, certificate)


def _by_balls(
    system: System,
    box: tuple[Fraction, ...],
    forms: Sequence[tuple[fmpq_mat, fmpq_mpoly]],
    end: float,
    most: float,
) -> Iterator[Local]:
    """Branch and prune. most: seconds for one form."""
    for P, V in forms:
        left = end - time.monotonic()
        if left <= 0:
            return
        function = from_polynomial(V, system.variables)
        found = verify_on_box(function, system.field, system.variables, box, seconds=min(left, most))
        if found.holds:
            yield Local(from_symengine(function), found, box, _fraction(_level(P, box)))


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


def _level(P: fmpq_mat, radii: Sequence[Fraction]) -> fmpq:
    """The greatest c with {x'Px < c} in the box: |x_i| ≤ r_i where x'Px ≤ r_i² / (P⁻¹)_ii."""
    inverse = P.inv()
    return min(r**2 / inverse[i, i] for i, r in enumerate(as_rationals(radii)))


def _levels(V: fmpq_mpoly, box: Sequence[Fraction]) -> Iterator[fmpq]:
    """Levels c to try: the greatest one of a quadratic form; of other polynomials in the states ever lower ones."""
    n, zero = len(box), [0] * V.context().nvars()
    bends = [V.derivative(i).derivative(j)(*zero) / 2 for i in range(n) for j in range(n)]
    if V.total_degree() == 2 and is_positive_definite(P := fmpq_mat(n, n, bends)):
        yield _level(P, box)
    yield from (_at_edges(V, box) / 2**halvings for halvings in range(_HALVINGS))


def _at_edges(V: fmpq_mpoly, box: Sequence[Fraction]) -> fmpq:
    """The least value of V, polynomial in the states, at the middles of the box's sides."""
    n = V.context().nvars()
    ends = [[r if i == k else fmpq(0) for k in range(n)] for i, r in enumerate(as_rationals(box))]
    return min(V(*(sign * c for c in end)) for end in ends for sign in (1, -1))


def as_rationals(numbers: Sequence[Fraction]) -> tuple[fmpq, ...]:
    """The same numbers as python-flint's."""
    return tuple(fmpq(c.numerator, c.denominator) for c in numbers)


def _fraction(c: fmpq) -> Fraction:
    return Fraction(int(c.p), int(c.q))


__all__ = ["METHOD", "Local", "as_rationals", "local"]

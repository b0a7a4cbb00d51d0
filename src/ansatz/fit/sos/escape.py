"""A polynomial that grows along solutions, exponentially, where it is positive: such solutions are unbounded.

    escape(field, seconds=1.0)  ->  Escape (`proof.lyapunov.escape`), or None

One semidefinite program for each sign of the invariant coordinates, each rate λ and each starting point: W of degree 2,
then 3, ∇W · f - λ W = σ_0 + Σ σ_k g_k, W = 1 at the start, of least coefficients; what it finds is rounded and proved.
"""

import time
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from flint import fmpq, fmpq_mpoly

from ansatz.algebra.polynomials import Exponents, as_float, primitive, rate, terms
from ansatz.fit.sos.monomials import of_degrees
from ansatz.fit.sos.multipliers import Blocks, represented
from ansatz.fit.sos.rounding import roundings
from ansatz.fit.sos.semidefinite import Program, centre, cheapest
from ansatz.proof.lyapunov.escape import Escape, invariant_coordinates

_DEGREES, _FEW, _FAR = (2, 3), 3, 3
_RATES = (fmpq(1), fmpq(1, 8), fmpq(8))
_MOST = 70  # monomials of all squares


def escape(field: Sequence[fmpq_mpoly], *, seconds: float = 1.0) -> Escape | None:
    """The first that is found in the time."""
    deadline = time.thread_time() + seconds
    context, n = field[0].context(), len(field)
    corners = [c for c in product((1, -1, 0), repeat=n) if any(c)]
    invariant = invariant_coordinates(field)
    signed = list(product(*((1, -1) if i in invariant else (0,) for i in range(n))))
    for degree, growth, signs in product(_DEGREES, _RATES, signed):
        support = of_degrees(n, 0, degree)
        facts = [context.gen(i) * signs[i] for i in invariant]
        growths = [rate(m, field) - growth * m for m in (context.from_dict({e: 1}) for e in support)]
        blocks = Blocks.of(sum(g * g for g in growths) + 1, facts, degree=max(g.total_degree() for g in growths))
        if sum(blocks.sizes) > _MOST:
            continue
        for corner in corners:
            if any(corner[i] != signs[i] for i in invariant):
                continue
            start = tuple(fmpq(_FAR * c) for c in corner)
            if time.thread_time() > deadline:
                return None
            for W in _guesses(support, growths, blocks, start, deadline - time.thread_time()):
                if W(*start) <= 0:
                    continue
                proof = represented(rate(W, field) - growth * W, facts, seconds=deadline - time.thread_time())
                if proof is not None:
                    return Escape(W, growth, start, signs, proof)
    return None


def _guesses(
    support: Sequence[Exponents],
    growths: Sequence[fmpq_mpoly],
    blocks: Blocks,
    start: Sequence[fmpq],
    seconds: float,
) -> Iterator[fmpq_mpoly]:
    """W near a solution of the program."""
    tables = [terms(g) for g in growths]
    index = {m: k for k, m in enumerate(sorted({m for t in tables for m in t} | blocks.monomials()))}
    B = np.zeros((len(index) + 1, len(support)))
    for k, table in enumerate(tables):
        for m, value in table.items():
            B[index[m], k] = -as_float(value)
    B[-1] = [np.prod([as_float(c) ** e for c, e in zip(start, m, strict=True)]) for m in support]
    maps = [np.vstack([a, np.zeros((1, a.shape[1]))]) for a in blocks.float_maps(index) if a.size]
    c = np.append(np.zeros(len(index)), 1.0)
    scale = np.abs(np.hstack([B, *maps])).max(axis=1)
    scale[scale == 0] = 1
    B = B / scale[:, None]
    size, context = len(support), growths[0].context()
    program = Program(np.hstack([B, -B]), [a / scale[:, None] for a in maps], c / scale)
    point = cheapest(program, np.ones(2 * size), seconds)
    if point is None:
        return
    limit = np.append(np.ones(2 * size), 1.0)  # Σ |w| and its slack: twice the least
    program = Program(
        np.vstack([np.pad(program.B, ((0, 0), (0, 1))), limit]),
        [np.pad(a, ((0, 1), (0, 0))) for a in program.A],
        np.append(program.c, 2 * point.u.sum()),
    )
    central = centre(program, seconds)
    if central is None:
        return
    points = [p.u[:size] - p.u[size : 2 * size] for p in (point, central)]
    for _, steps in zip(range(_FEW), roundings(points), strict=False):
        W = context.from_dict(dict(zip(support, steps, strict=True)))
        if not W.is_zero():
            yield primitive(W)


__all__ = ["escape"]

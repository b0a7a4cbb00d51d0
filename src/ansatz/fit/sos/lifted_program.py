"""A Lyapunov function, polynomial in the states, of a lifted system (`proof.lyapunov.lifting`): rational, or with
functions. One semidefinite program asks that V - Σ ε_i x_i² be a sum of squares, Σ ε_ik ≥ 1, and
-scale · dV/dt = σ_0 + Σ σ_k g_k, g_k the facts; what it finds is rounded and proved anew.

    fit_lifted(lifting, ring, degree=2, seconds=5.0)  ->  (V, certificate), or None
"""

import time
from collections.abc import Callable

import numpy as np
from flint import fmpq_mpoly, fmpq_mpoly_ctx

from ansatz.algebra.polynomials import Exponents, as_float, primitive, terms
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.fit.sos.monomials import half_polytope, of_degrees
from ansatz.fit.sos.multipliers import Blocks, idle_rows, represented
from ansatz.fit.sos.rounding import roundings
from ansatz.fit.sos.semidefinite import Program, centre, cheapest
from ansatz.proof.lyapunov.lifted_certificate import LiftedCertificate, lower_bound
from ansatz.proof.lyapunov.lifting import Lifting
from ansatz.proof.lyapunov.sum_of_squares import pure_variable

_FEW = 6  # proofs tried
_MOST = 70  # monomials of all squares
_ROUNDS = 3


def fit_lifted(
    lifting: Lifting, context: fmpq_mpoly_ctx, *, degree: int = 2, seconds: float = 5.0
) -> tuple[fmpq_mpoly, LiftedCertificate] | None:
    """V in the states' ring, with its certificate. degree: of V."""
    deadline = time.thread_time() + seconds
    margin = lower_bound(lifting.scale)
    if margin is None:
        return None
    scale = represented(lifting.scale - margin, lifting.facts, seconds=seconds / 4)
    if scale is None:
        return None
    support = of_degrees(lifting.states, 2, degree)
    rates = [-lifting.rate(context.from_dict({m: 1})) for m in support]
    ground = lifting.scale.context()
    top = max(r.total_degree() for r in rates)
    blocks = Blocks.of(ground.gen(0) ** top, lifting.facts, top)
    for _ in range(_ROUNDS):
        if sum(blocks.sizes) > _MOST:
            return None
        program, costs = _program(context, support, rates, blocks)
        point = cheapest(program(None), costs, deadline - time.thread_time())
        if point is None:
            return None
        size = len(support)
        first = point.u[:size] - point.u[size : 2 * size]
        central = centre(program(4 * np.abs(first).sum() + 4), deadline - time.thread_time())
        if central is None:
            return None
        points = [first, central.u[:size] - central.u[size : 2 * size]]
        for tried, steps in enumerate(roundings(points)):
            if tried >= _FEW or time.thread_time() > deadline:
                break
            V = context.from_dict(dict(zip(support, steps, strict=True)))
            if V.is_zero():
                continue
            V = primitive(V)
            function = sum_of_squares(V, seconds=1.0)
            if function is None or not function.proves_proper(V):
                continue
            decrease = represented(-lifting.rate(V), lifting.facts, seconds=deadline - time.thread_time())
            if decrease is not None:
                return V, LiftedCertificate(function, scale, decrease)
        given = iter(central.grams[1:])
        idle = idle_rows([next(given) if rows else np.zeros((0, 0)) for rows in blocks.sizes])
        if not any(idle):
            return None
        blocks = blocks.without(idle)
    return None


def _program(
    context: fmpq_mpoly_ctx, support: list[Exponents], rates: list[fmpq_mpoly], blocks: Blocks
) -> tuple[Callable[[float | None], Program], np.ndarray]:
    """limit ↦ the program in u = (v⁺, v⁻, ε, σ) and the Gram matrices of V and of all σ; and its costs."""
    n, size = context.nvars(), len(support)
    function = Blocks([context.constant(1)], [half_polytope(support)])
    pure = [k for k, m in enumerate(support) if pure_variable(m) is not None and sum(m) % 2 == 0]
    heights = {m: k for k, m in enumerate(sorted({*support, *function.monomials()}))}
    tables = [terms(r) for r in rates]
    changes = {m: k for k, m in enumerate(sorted({m for t in tables for m in t} | blocks.monomials()))}
    rows = len(heights) + len(changes)
    V = np.zeros((rows, size))
    for k, (m, table) in enumerate(zip(support, tables, strict=True)):
        V[heights[m], k] = -1
        for place, value in table.items():
            V[len(heights) + changes[place], k] = -as_float(value)
    least = np.zeros((rows, len(pure) + n))
    bounds = np.hstack([np.zeros((n, 2 * size + len(pure))), -np.eye(n)])
    for j, k in enumerate(pure):
        least[heights[support[k]], j] = 1
        bounds[pure_variable(support[k]), 2 * size + j] = 1
    fixed = np.vstack([np.hstack([V, -V, least]), bounds])
    parts = [(0, function.float_maps(heights)[0])]
    parts += [(len(heights), a) for a in blocks.float_maps(changes) if a.size]

    def program(limit: float | None) -> Program:
        B, c = fixed, np.concatenate([np.zeros(rows), np.ones(n)])
        if limit is not None:
            B = np.pad(B, ((0, 1), (0, 1)))
            B[-1, : 2 * size] = B[-1, -1] = 1
            c = np.append(c, limit)
        A = []
        for offset, part in parts:
            whole = np.zeros((len(B), part.shape[1]))
            whole[offset : offset + len(part)] = part
            A.append(whole)
        scale = np.abs(np.hstack([B, *A])).max(axis=1)
        return Program(B / scale[:, None], [a / scale[:, None] for a in A], c / scale)

    return program, np.concatenate([np.ones(2 * size), np.zeros(len(pure) + n)])


__all__ = ["fit_lifted"]

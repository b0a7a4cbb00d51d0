"""A Lyapunov function, polynomial in the states, of a lifted system (`proof.lyapunov.lifting`): rational, or with
functions. One semidefinite program asks that V - Σ ε_i x_i² be a sum of squares, Σ ε_ik ≥ 1, and
-scale · dV/dt = σ_0 + Σ σ_k g_k, g_k the facts; what it finds is rounded and proved anew.

    fit_lifted(lifting, degree=2, seconds=5.0)  ->  (V, certificate), or None
    proved_in_lifting(V, system, variables)     ->  the certificate of a given V, or None
"""

import time
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import symengine as se
from flint import fmpq, fmpq_mat, fmpq_mpoly

from ansatz.algebra.polynomials import Exponents, as_float, primitive, terms
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.fit.sos.monomials import half_polytope, of_degrees
from ansatz.fit.sos.multipliers import Blocks, idle_rows, represented
from ansatz.fit.sos.rounding import roundings
from ansatz.fit.sos.semidefinite import Program, centre, cheapest
from ansatz.proof.lyapunov.lifted_certificate import LiftedCertificate, is_definite, lower_bound
from ansatz.proof.lyapunov.lifting import Lifting, lifted
from ansatz.proof.lyapunov.multipliers import Multiplied
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares, pure_variable

_FEW = 6  # proofs tried
_MOST = 70  # monomials of all squares
_ROUNDS = 3


def fit_lifted(
    lifting: Lifting, *, degree: int = 2, seconds: float = 5.0
) -> tuple[fmpq_mpoly, LiftedCertificate] | None:
    """V, of this degree in the states, with its certificate; plus functions that grow with them, where there are some.

    V is of the lifting's ring.
    """
    deadline = time.thread_time() + seconds
    margin = lower_bound(lifting.scale)
    if margin is None:
        return None
    scale = represented(lifting.scale - margin, lifting.facts, states=lifting.states, seconds=seconds / 4)
    if scale is None:
        return None
    context, n = lifting.scale.context(), lifting.states
    padding = (0,) * (context.nvars() - n)
    support = [(*m, *padding) for m in of_degrees(n, 2, degree)]
    grown = {n + j: u.definite_variables() for j, u in lifting.growing_functions().items()}
    support += [tuple(int(i == k) for i in range(context.nvars())) for k in grown]
    grown_ones = sum((context.gen(k) for k in grown), context.constant(0))  # the slopes of all are multiplied out
    rates = [lifting.rate(grown_ones) - lifting.rate(grown_ones + context.from_dict({m: 1})) for m in support]
    top = max(r.total_degree() for r in rates)
    blocks = Blocks.of(sum(r * r for r in rates), lifting.facts, states=n, degree=top)
    for _ in range(_ROUNDS):
        if sum(blocks.sizes) > _MOST:
            return None
        program, costs = _program(lifting, support, grown, rates, blocks)
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
            proof = certified(V, lifting, scale, deadline - time.thread_time())
            if proof is not None:
                return V, proof
        given = iter(central.grams[1:])
        idle = idle_rows([next(given) if rows else np.zeros((0, 0)) for rows in blocks.sizes])
        if not any(idle):
            return None
        blocks = blocks.without(idle)
    return None


def certified(V: fmpq_mpoly, lifting: Lifting, scale: Multiplied, seconds: float) -> LiftedCertificate | None:
    """Of a given V in the lifting's ring, which must decrease strictly in a box. scale: of the common denominator."""
    end = time.thread_time() + seconds
    function = nonnegative(V, lifting, seconds / 2)
    if function is None or not is_definite(function, lifting):
        return None
    left = end - time.thread_time()
    decrease = represented(-lifting.rate(V), lifting.facts, states=lifting.states, seconds=left)
    if decrease is None or (lifting.box and not is_definite(decrease, lifting)):
        return None
    return LiftedCertificate(function, scale, decrease)


def nonnegative(V: fmpq_mpoly, lifting: Lifting, seconds: float) -> Multiplied | None:
    """V ≥ 0: as functions that are ≥ 0 and a sum of squares, otherwise by all facts."""
    n, rest = lifting.states, V
    nothing = SumOfSquares((), ())
    multipliers = [nothing] * len(lifting.facts)
    for place, fact in enumerate(lifting.facts):
        (m, *others) = terms(fact)
        if not others and sum(m) == 1 and any(m[n:]) and (c := terms(V).get(m, fmpq(0))) > 0:
            multipliers[place] = SumOfSquares.of([(0,) * len(m)], fmpq_mat([[c]]))
            rest -= c * fact
    squares = sum_of_squares(rest, seconds=min(1.0, seconds))
    if squares is not None:
        return Multiplied(squares, tuple(multipliers))
    return represented(V, lifting.facts, states=n, seconds=seconds)


def proved_in_lifting(
    V: se.Expr,
    system: Sequence[se.Expr],
    variables: Sequence[se.Symbol],
    box: Sequence[fmpq] = (),
    *,
    seconds: float = 2.0,
) -> LiftedCertificate | None:
    """A proof of a given V, where it or the system is rational or holds functions."""
    lifting = lifted(system, variables, box, (V,))
    margin = None if lifting is None else lower_bound(lifting.scale)
    if lifting is None or margin is None:
        return None
    scale = represented(lifting.scale - margin, lifting.facts, states=lifting.states, seconds=seconds / 4)
    return None if scale is None else certified(lifting.also[0], lifting, scale, 3 * seconds / 4)


def _program(
    lifting: Lifting,
    support: list[Exponents],
    grown: Mapping[int, set[int]],
    rates: list[fmpq_mpoly],
    blocks: Blocks,
) -> tuple[Callable[[float | None], Program], np.ndarray]:
    """limit ↦ the program in u = (v⁺, v⁻, ε, σ) and the Gram matrices of V and of all σ; and its costs."""
    n, size = lifting.states, len(support)
    function = Blocks([lifting.scale.context().constant(1)], [half_polytope(m for m in support if not any(m[n:]))])
    bounded: dict[int, set[int]] = {}  # by terms of V, the states that are bounded where these are
    for k, m in enumerate(support):
        i = pure_variable(m)
        if i is not None and (i >= n or sum(m) % 2 == 0):
            bounded[k] = grown[i] if i >= n else {i}
    pure = list(bounded)
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
        for i in bounded[k]:
            bounds[i, 2 * size + j] = 1
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


__all__ = ["certified", "fit_lifted", "nonnegative", "proved_in_lifting"]

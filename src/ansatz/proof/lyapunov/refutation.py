"""Why x' = f(x) with f(0) = 0 has no global Lyapunov function, whatever V: each reason is a theorem about f.

refutation(field, variables)  ->  Refutation, or None where no reason was found (which proves nothing)

A continuous V with V(0) = 0 < V(x) → ∞ that does not increase along solutions keeps every solution bounded, and those
that start near 0 near 0. So there is none where

unstable   the linearisation has an eigenvalue with positive real part (roots of the characteristic polynomial over ℚ,
           enclosed; balls where f is no polynomial), or f's lowest quasi-homogeneous part pushes along a ray
unbounded  f's highest quasi-homogeneous part pulls along a ray (`leading_parts`), or an invariant line through 0
           carries solutions away
expanding  div f ≥ 0 everywhere and not zero: sublevel sets of V are compact and mapped into themselves, but grow
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import symengine as se
from flint import acb_mat, arb, ctx, fmpq, fmpq_mat, fmpq_mpoly, fmpq_poly

from ansatz.algebra.numbers import as_fmpq, is_rational
from ansatz.algebra.polynomials import ring, terms, to_polynomials
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.proof.lyapunov.leading_parts import expanding_direction, leading_part, weights
from ansatz.proof.lyapunov.signs import Squares
from ansatz.proof.lyapunov.sum_of_squares import natural
from ansatz.proof.lyapunov.zeros import Equations
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verdict, Verification

_BITS = (128, 1024)
_NEARBY = arb(0, 2.0**-20)  # about 0: f must be differentiable for the linearisation to say anything


class Obstacle(StrEnum):
    """What stands against every Lyapunov function."""

    UNSTABLE = "the equilibrium is unstable"
    UNBOUNDED = "a solution is unbounded"
    EXPANDING = "the flow expands volumes"


@dataclass(frozen=True, slots=True)
class Refutation:
    """obstacle, the fact behind it in a phrase, and the direction in which solutions leave, where there is one."""

    obstacle: Obstacle
    fact: str
    direction: Mapping[str, float] | None = None

    def verification(self) -> Verification:
        """As a verdict on the existence of a Lyapunov function."""
        reason = f"no global Lyapunov function exists, because {self.obstacle}: {self.fact}"
        return Verification(Verdict.REFUTED, Scope(ScopeKind.NOWHERE), reason=reason, point=self.direction)


def refutation(
    field: Sequence[se.Expr], variables: Sequence[se.Symbol], *, squares: Squares | None = None, seed: int = 0
) -> Refutation | None:
    """A reason why there is no Lyapunov function. squares: finds sums of squares, which are verified here."""
    try:
        if (found := _linear(field, variables)) is not None:
            return found
        polynomials = to_polynomials(field, ring(variables))
        if polynomials is None:
            return None
        reasons = _of_polynomials(polynomials, list(map(str, variables)), random.Random(seed), squares)
        return next(reasons, None)
    except ALGEBRA_FAILURES:
        return None


# ------------------------------------------------------------------------------------- the linearisation


def _linear(field: Sequence[se.Expr], variables: Sequence[se.Symbol]) -> Refutation | None:
    equations = Equations(field, variables)
    n = equations.size
    nearby = [_NEARBY] * n
    if not all(b.is_finite() for part in equations.balls(nearby) for b in part):
        return None
    slopes = [e.diff(v).subs(dict.fromkeys(variables, se.Integer(0))) for e in field for v in variables]
    exact = [as_fmpq(slope) for slope in slopes if is_rational(slope)]
    for bits in _BITS:
        with ctx.workprec(bits):
            if len(exact) == n * n:
                roots = [root for root, _ in fmpq_mat(n, n, exact).charpoly().numer().complex_roots()]
            else:
                roots = acb_mat(n, n, list(equations.balls([arb(0)] * n)[1])).eig(multiple=True)
            for root in roots:
                if root.real > 0:
                    value = complex(root)
                    shown = f"{value.real:.4g}" + ("" if abs(value.imag) < 1e-12 else f" ± {abs(value.imag):.4g}i")
                    return Refutation(
                        Obstacle.UNSTABLE, f"its linearisation has the eigenvalue {shown}, with positive real part"
                    )
    return None


# ------------------------------------------------------------------------------------- polynomials


def _of_polynomials(
    field: list[fmpq_mpoly], names: list[str], rng: random.Random, squares: Squares | None
) -> Iterator[Refutation]:
    yield from _invariant_lines(field, names)
    for w in weights(len(field)):
        for highest in (True, False):
            part = leading_part(field, w, highest=highest)
            # A linear part at lowest degree is `_linear`'s, and no ray tells more than its eigenvalues.
            if part is None or part[0] < 0 or (part[0] == 0 and max(w) == 1):
                continue
            if (v := expanding_direction(part[1], w, rng)) is not None:
                yield _leaving(v, w, names, highest)
    yield from _expanding(field, squares)


def _leaving(v: Sequence[arb], w: Sequence[int], names: Sequence[str], highest: bool) -> Refutation:
    direction = {name: float(c) for name, c in zip(names, v, strict=True)}
    shown = ", ".join(f"{c:.4g}" for c in direction.values())
    ray = f"the direction ({shown})"
    if max(w) > 1:
        ray += f" with weights ({', '.join(map(str, w))})"
    if highest:
        return Refutation(Obstacle.UNBOUNDED, f"the terms of highest degree drive one to infinity in {ray}", direction)
    return Refutation(
        Obstacle.UNSTABLE, f"the terms of lowest degree drive a solution away from it in {ray}", direction
    )


def _invariant_lines(field: list[fmpq_mpoly], names: list[str]) -> Iterator[Refutation]:
    """Lines through 0 in directions of zeros and ones: x = t v with t' = g(t), which tends to infinity where g > 0."""
    n = len(field)
    for v in product((0, 1, -1), repeat=n):
        if not any(v) or next(c for c in v if c) < 0:
            continue
        along = [_on_line(p, v) for p in field]
        j = next(i for i, c in enumerate(v) if c)
        g = along[j] * v[j]
        if g == 0 or any(along[i] != g * v[i] for i in range(n)):
            continue
        leading, degree = g[g.degree()], g.degree()
        for side in (1, -1):
            if leading * side ** (degree + 1) > 0:
                direction = {name: float(side * c) for name, c in zip(names, v, strict=True)}
                rate = _univariate(g)
                line = ", ".join("0" if c == 0 else "t" if c == 1 else "-t" for c in v)
                end = "infinity" if side > 0 else "-infinity"
                fact = f"on the invariant line ({line}) it holds that t' = {rate}, and t tends to {end}"
                yield Refutation(Obstacle.UNBOUNDED, fact, direction)


def _on_line(p: fmpq_mpoly, v: Sequence[int]) -> fmpq_poly:
    coefficients: dict[int, fmpq] = {}
    for m, c in terms(p).items():
        value = c
        for coordinate, k in zip(v, m, strict=True):
            value *= coordinate**k
        coefficients[sum(m)] = coefficients.get(sum(m), fmpq(0)) + value
    return fmpq_poly([coefficients.get(k, fmpq(0)) for k in range(max(coefficients, default=0) + 1)])


def _univariate(g: fmpq_poly) -> str:
    shown = " + ".join(
        f"{'' if c == 1 else f'{c}*'}t{'' if k == 1 else f'^{k}'}" for k, c in reversed(list(enumerate(g))) if c != 0
    )
    return shown.replace("+ -1*", "- ").replace("+ -", "- ").replace("-1*t", "-t")


def _expanding(field: list[fmpq_mpoly], squares: Squares | None) -> Iterator[Refutation]:
    divergence = sum((p.derivative(i) for i, p in enumerate(field)), field[0].context().constant(0))
    if divergence.is_zero():
        return
    for find in (natural, squares):
        if find is None:
            continue
        found = find(divergence)
        if found is not None and found.proves(divergence):
            yield Refutation(Obstacle.EXPANDING, f"its divergence, {_shown(divergence)}, is nowhere negative")
            return


def _shown(p: fmpq_mpoly) -> str:
    text = str(p)
    return text if len(text) <= 60 else "a polynomial"


__all__ = ["Obstacle", "Refutation", "refutation"]

"""Other equilibria: points away from 0 where x' = 0, exact or enclosed.

other_equilibrium(field, variables)  ->  Equilibrium, or None where none was found

Such a point stays where it is, so 0 does not attract everything: no V has ∇V · f < 0 off 0. That alone does not exclude
a V with ∇V · f ≤ 0: x² is one for x' = -x (x - 1)².
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import symengine as se
from flint import fmpq, fmpq_mpoly

from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.polynomials import ring, to_polynomials
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.proof.lyapunov.zeros import Equations, enclosed, guesses
from ansatz.proof.zero.constants import is_zero_constant

_MOST = 12  # guesses looked at
_DENOMINATOR = 60
_AWAY = 1e-6  # from 0


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """point: to floating-point accuracy. exact: its coordinates, where these are rational. Otherwise it is enclosed."""

    point: tuple[float, ...]
    exact: tuple[Fraction, ...] | None = None

    def __str__(self) -> str:
        shown = map(str, self.exact) if self.exact is not None else (f"{c:.6g}" for c in self.point)
        return f"({', '.join(shown)})"


def other_equilibrium(field: Sequence[se.Expr], variables: Sequence[se.Symbol], *, seed: int = 0) -> Equilibrium | None:
    """One of them. A simple one is enclosed; one that is not simple is found where its coordinates are rational."""
    n = len(variables)
    try:
        polynomials = to_polynomials(field, ring(variables))
        if polynomials is not None:
            for corner in product((0, 1, -1), repeat=n):
                if any(corner) and all(p(*corner) == 0 for p in polynomials):
                    return Equilibrium(tuple(map(float, corner)), tuple(map(Fraction, corner)))
        equations = Equations(field, variables)
        for point in guesses(equations, random.Random(seed))[-_MOST:]:
            if abs(point).max() < _AWAY:
                continue
            near = tuple(Fraction(float(c)).limit_denominator(_DENOMINATOR) for c in point)
            distance = max(abs(float(a) - b) for a, b in zip(near, point, strict=True))
            if any(near) and distance < _AWAY and _vanishes(field, variables, polynomials, near):
                return Equilibrium(tuple(map(float, near)), near)
            box = enclosed(equations, point)
            if box is not None and not all(b.contains(0) for b in box):
                return Equilibrium(tuple(float(b.mid()) for b in box))
    except ALGEBRA_FAILURES:
        return None
    return None


def _vanishes(
    field: Sequence[se.Expr],
    variables: Sequence[se.Symbol],
    polynomials: Sequence[fmpq_mpoly] | None,
    point: Sequence[Fraction],
) -> bool:
    """Whether f is exactly zero there."""
    if polynomials is not None:
        return all(p(*(fmpq(c.numerator, c.denominator) for c in point)) == 0 for p in polynomials)
    values = {v: to_symengine_number(c) for v, c in zip(variables, point, strict=True)}
    return all(is_zero_constant(e.subs(values)) is True for e in field)


__all__ = ["Equilibrium", "other_equilibrium"]

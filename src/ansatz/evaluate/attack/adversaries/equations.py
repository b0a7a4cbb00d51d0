"""Differential equations: generated pairs with one node changed, and constants that depend on each other."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import symengine as se

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.evaluate.attack.adversaries.case import X, ten
from ansatz.evaluate.attack.adversaries.mutants import mutate
from ansatz.evaluate.attack.adversaries.near_equalities import hidden_zero
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.operators import sign
from ansatz.problems.ode.first_order import FirstOrder
from ansatz.problems.ode.second_order import SecondOrder
from ansatz.problems.problem import Generator, Problem

C1, C2 = symbol("c1"), symbol("c2")
Y, Y1, Y2 = symbol("Y"), symbol("Y'"), symbol("Y''")


Claimed: TypeAlias = tuple[se.Expr, bool | None, str]


@dataclass(frozen=True, slots=True)
class Equation:
    """A left side with claimed general solutions: (y, whether it is one, if that is known, the trick)."""

    left: se.Expr
    order: int
    solutions: tuple[Claimed, ...]
    branch: tuple[se.Expr, ...] = ()


def _constants(rng: random.Random) -> Equation:
    """Y'' = ±Y and Y'' = 0: which families have two independent constants?"""
    left, u, v = rng.choice(
        (
            (Y2 - Y, se.exp(X), se.exp(-X)),
            (Y2 + Y, se.sin(X), se.cos(X)),
            (Y2, X, se.Integer(1)),
            (Y2 - Y1, se.exp(X), se.Integer(1)),
        )
    )
    k, n = ten(-rng.randint(3, 300)), se.Integer(rng.randint(2, 9))
    solutions: Sequence[Claimed] = (
        (C1 * u + C2 * v, True, "the general solution"),
        (C1 * u + k * C2 * v, True, "a small factor"),
        (k * C1 * u + k * C2 * v, True, "small factors"),
        (C1 * (u + k * v) + C2 * u, True, "nearly dependent"),
        ((C1 + C2) * u, False, "c1 + c2"),
        (C1 * C2 * u, False, "c1·c2"),
        (C1 * u + C2 * u * n, False, "multiples of one"),
        (C1 * u + v, False, "one constant"),
        ((C1 + C2) * u + (C1 + C2) ** 2 * v, False, "functions of c1 + c2"),
        (C1 * u + hidden_zero(rng) * C2 * v, False, "a hidden zero for a factor"),
        (C1 * u + C2 * v + k, False, "a small constant"),
        (C1 * u + C2 * v + k * se.sin(n * X), False, "a small oscillation"),
        (C1 * u + C2 * v + hidden_zero(rng) * X**3, True, "a hidden zero for a coefficient"),
        (abs(C1) * u + C2 * v, None, "|c1|"),
        (sign(C1) * u + C2 * v, None, "sign c1"),
        (C1 * u + C2 * v * sign(X - n), None, "a jump in x"),
    )
    if left == Y2 - Y1 or left == Y2:
        solutions = [s for s in solutions if s[0] != C1 * u + C2 * v + k]
    return Equation(left, 2, tuple(rng.sample(list(solutions), 4)))


_GENERATORS: tuple[tuple[int, Generator], ...] = ((1, FirstOrder()), (2, SecondOrder()))


def equation(rng: random.Random) -> Equation | None:
    """One equation; None where the draw made none."""
    if rng.random() < 0.4:
        return _constants(rng)
    order, generator = rng.choice(_GENERATORS)
    problem = generator.generate(rng)
    if not isinstance(problem, Problem):
        return None
    (y,), (left,) = problem.answer, problem.statement
    solutions: list[Claimed] = [(y, None, "the pair itself"), (y + ten(-rng.randint(3, 60)) * X, None, "a small term")]
    for _ in range(3):
        try:
            solutions.append((to_symengine(mutate(from_symengine(y), rng)), None, "one node changed"))
        except ALGEBRA_FAILURES:
            continue
    return Equation(left, order, tuple(solutions), problem.branch)

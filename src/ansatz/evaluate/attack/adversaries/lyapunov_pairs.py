"""Lyapunov functions: generated pairs with one thing changed, and functions that fail far out or hardly."""

import random
from dataclasses import dataclass
from typing import TypeAlias

import symengine as se

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.evaluate.attack.adversaries.case import ten
from ansatz.evaluate.attack.adversaries.mutants import mutate
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.operators import sign
from ansatz.problems.lyapunov.backward import LyapunovBackward
from ansatz.problems.lyapunov.nonpolynomial import LyapunovNonpolynomial
from ansatz.problems.problem import Generator, Problem

U, V = symbol("x0"), symbol("x1")


Claimed: TypeAlias = tuple[se.Expr, bool | None, str]


@dataclass(frozen=True, slots=True)
class System:
    """x' = field, with claimed Lyapunov functions: (V, whether it is one, if that is known, the trick)."""

    field: tuple[se.Expr, ...]
    functions: tuple[Claimed, ...]

    @property
    def variables(self) -> tuple[se.Symbol, ...]:
        """x0, x1, …"""
        return tuple(symbol(f"x{k}") for k in range(len(self.field)))


def _plane(rng: random.Random) -> System:
    """Systems of two variables with known answers."""
    k, n = ten(-rng.randint(2, 40)), se.Integer(rng.randint(2, 9))
    r2 = U**2 + V**2
    bump = se.exp(-((U - ten(rng.randint(1, 6))) ** 2) - V**2)
    decaying = (-U + V, -U - V)
    functions: list[Claimed] = [
        (r2, True, "r²"),
        (r2 - k * U**4, False, "r² - kx⁴"),
        (r2 + k * U**4 + k * V**4, None, "r² + kx⁴"),
        (r2 / (1 + r2), False, "bounded"),
        (r2 + k * U, False, "a small linear term"),
        ((U - V) ** 2, False, "no definite form"),
        ((U - V) ** 2 + k * V**2, None, "nearly no definite form"),
        (se.log(1 + r2), True, "ln(1 + r²)"),
        (se.atan(r2), False, "atan r²"),
        (n * r2 + k, False, "V(0) is not 0"),
        (r2 - n * bump, False, "a hole far out"),
        (se.sqrt(1 + r2) - 1, True, "√(1 + r²) - 1"),
        (r2**n, True, "a power of r²"),
    ]
    field = rng.choice(
        (
            decaying,
            (-U + V + k * U, -U - V),
            (-U + (1 + k) * V, -U - V),
            (-k * U, -k * V),
            (-U * (1 - n * bump), -V),
            (V, -U - k * V),
        )
    )
    known = field == decaying
    chosen = rng.sample(functions, 4)
    return System(
        field,
        tuple(
            (f, right if known or right is False else None, f"{trick}{'' if known else ', another field'}")
            for f, right, trick in chosen
        ),
    )


def _falling(rng: random.Random) -> System:
    """A function that vanishes off 0, or is bounded far out, and the system that goes down its gradient."""
    k, n = ten(-rng.randint(6, 30)), se.Integer(rng.randint(2, 9))
    r2 = U**2 + V**2
    function, trick = rng.choice(
        (
            (V**2 + U**2 * (se.exp(U) - n) ** 2, "a second zero"),
            (V**2 + U**2 * (se.log(1 + U**2) - 1 / n) ** 2, "a second zero"),
            (U**2 + V**2 * (se.sqrt(1 + V**2) - n) ** 2, "a second zero"),
            (r2 * (se.sqrt(1 + U**2) - se.sqrt(1 + V**2) - n) ** 2, "a curve of zeros"),
            (U**2 + se.sin(V / n) ** 2 * (1 + V**2), "zeros in a row"),
            (r2 / (1 + k * r2), "bounded far out"),
            (se.log(1 + r2 / (1 + k * r2)), "bounded far out"),
            (U**2 + se.tanh(k * V**2) / k, "bounded far out"),
            (r2 * se.exp(-k * r2), "falling far out"),
        )
    )
    return System((-function.diff(U), -function.diff(V)), ((function, False, trick),))


def _without_value(rng: random.Random) -> System:
    """dV/dt = -2·r² at sight, and somewhere far out the system has no real value."""
    u, place = rng.choice((U, V)), rng.choice((-1, 1)) * rng.randint(1, 9) * ten(rng.randint(0, 30))
    twist, trick = rng.choice(
        (
            (1 / (u - place), "a pole"),
            (1 / ((U - place) ** 2 + (V - 1) ** 2), "a pole at one point"),
            (se.exp(1 / (u - place)), "an essential singularity"),
            (se.log(1 + u / place), "the end of a logarithm"),
            (se.sqrt(place**2 - u**2), "the ends of a root"),
            (se.tan(u / place), "poles in a row"),
            (se.asin(u / place), "the ends of asin"),
            (se.acot(u - place), "a jump"),
        )
    )
    field = rng.choice(((-U + V * twist, -V - U * twist), (-U * (1 + twist**2), -V)))
    return System(field, ((U**2 + V**2, False, trick),))


def _stepping(rng: random.Random) -> System:
    """dV/dt = 0 at sight, and V rises where a solution crosses a step."""
    u, place = rng.choice((U, V)), rng.choice((-1, 1)) * rng.randint(1, 9) * ten(rng.randint(-30, 30))
    r2, n = U**2 + V**2, se.Integer(rng.randint(2, 9))
    if rng.random() < 0.5:
        return System((V, -U), ((r2 * (n + sign(u - place)), False, "a step across circles"),))
    weight = n + sign(U * V - abs(place))
    return System((V * weight, -U), ((U**2 + V**2 * weight, False, "a step on which solutions grow"),))


_GENERATORS: tuple[Generator, ...] = (LyapunovBackward(), LyapunovNonpolynomial())


def system(rng: random.Random) -> System | None:
    """One system; None where the draw made none."""
    if rng.random() < 0.5:
        return rng.choice((_plane, _plane, _plane, _falling, _without_value, _stepping))(rng)
    problem = rng.choice(_GENERATORS).generate(rng)
    if not isinstance(problem, Problem):
        return None
    (function,), field = problem.answer, problem.statement
    functions: list[Claimed] = [(function, True, "the pair itself")]
    for _ in range(3):
        try:
            functions.append((to_symengine(mutate(from_symengine(function), rng)), None, "one node changed"))
        except ALGEBRA_FAILURES:
            continue
    if rng.random() < 0.4:
        place = rng.randrange(len(field))
        try:
            changed = to_symengine(mutate(from_symengine(field[place]), rng))
        except ALGEBRA_FAILURES:
            return None
        field = (*field[:place], changed, *field[place + 1 :])
        functions = [(f, None, f"{trick}; the field changed") for f, _, trick in functions]
    return System(tuple(field), tuple(functions))

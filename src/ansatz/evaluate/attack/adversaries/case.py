"""What an adversary makes: an integrand with claimed antiderivatives, some right, some nearly so."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import symengine as se

from ansatz.expr.canonical import derivative, symbol
from ansatz.expr.operators import sign

X: se.Symbol = symbol("x")
HALF = se.Rational(1, 2)

Pair: TypeAlias = "tuple[se.Expr, se.Expr]"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claimed antiderivative. label: by what trick, for grouping. right: where it is known by construction whether
    it is one wherever the integrand is defined, real and continuous there; None where that is left to the oracle.
    """

    F: se.Expr
    label: str
    right: bool | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An integrand in `X` (and parameters), its claimed antiderivatives, and what the maker knows of them.

    specials: constants, or expressions in the parameters, at which something may happen. bits: of precision at which
    differences show: more than usual where a difference of 10^-300 is at stake.
    """

    f: se.Expr
    candidates: tuple[Candidate, ...]
    specials: tuple[se.Expr, ...] = ()
    bits: int = 160


def ten(n: int) -> se.Expr:
    """10^n, exactly."""
    return se.Integer(10) ** n


def small_rational(rng: random.Random) -> se.Expr:
    """±p/q, small, not zero."""
    return se.Rational(rng.choice((-1, 1)) * rng.randint(1, 9), rng.choice((1, 1, 1, 2, 3, 5, 7)))


def place(rng: random.Random) -> se.Expr:
    """A real constant of any size, mostly rational: ±10^k, near that, small, a surd, a multiple of π."""
    match rng.randrange(8):
        case 0 | 1:
            return rng.choice((-1, 1)) * ten(rng.randint(-12, 12))
        case 2:
            return rng.choice((-1, 1)) * rng.randint(1, 99) * ten(rng.randint(-6, 6))
        case 3:
            return se.Integer(rng.randint(-60, 60))
        case 4:
            return rng.choice((-1, 1)) * (ten(rng.randint(1, 12)) + small_rational(rng))
        case 5:
            return rng.choice((-1, 1)) * se.sqrt(se.Integer(rng.choice((2, 3, 5, 101, 10**6 + 1))))
        case 6:
            return small_rational(rng) * se.pi
    return small_rational(rng)


def scale(rng: random.Random) -> se.Expr:
    """A positive factor, often 1, else of any size."""
    return rng.choice((se.Integer(1), se.Integer(1), se.Integer(rng.randint(2, 60)), ten(rng.randint(-9, 9))))


def function(rng: random.Random) -> Pair:
    """A small true pair (F, f), smooth on the whole line."""
    a = se.Integer(rng.randint(1, 6))
    choices = (
        (X**2 / 2, X),
        (X, se.Integer(1)),
        (se.sin(a * X) / a, se.cos(a * X)),
        (se.exp(X), se.exp(X)),
        (se.atan(X), 1 / (1 + X**2)),
        (se.log(1 + X**2) / 2, X / (1 + X**2)),
        (X * se.cos(X) - se.sin(X), -X * se.sin(X)),
        (se.asinh(X), 1 / se.sqrt(1 + X**2)),
        (se.tanh(X), 1 / se.cosh(X) ** 2),
        (-se.exp(-(X**2)) / 2, X * se.exp(-(X**2))),
        (se.sqrt(1 + X**2), X / se.sqrt(1 + X**2)),
        (X**5 / 5 - a * X**2 / 2, X**4 - a * X),
    )
    return rng.choice(choices)


def locally_constant(u: se.Expr, rng: random.Random) -> se.Expr:
    """Zero derivative, and a jump where u changes its sign (or at its poles)."""
    return rng.choice(
        (lambda: sign(u), lambda: abs(u) / u, lambda: se.sqrt(u**2) / u, lambda: se.atan(u) + se.atan(1 / u))
    )()


def rate(F: se.Expr) -> se.Expr:
    """F' by the project's derivative."""
    return derivative(F, X)


def case(f: se.Expr, *candidates: Candidate, specials: Iterable[se.Expr] = (), bits: int = 160) -> Case:
    """A case without repetitions."""
    seen: dict[se.Expr, Candidate] = {}
    for candidate in candidates:
        seen.setdefault(candidate.F, candidate)
    return Case(f, tuple(seen.values()), tuple(dict.fromkeys(specials)), bits)

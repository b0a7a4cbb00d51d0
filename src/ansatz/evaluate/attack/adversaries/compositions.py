"""Pairs of the other adversaries with another function for x, and sums of two of them."""

import random
from collections.abc import Callable, Iterable, Sequence

import symengine as se

from ansatz.evaluate.attack.adversaries.case import Candidate, Case, X, case, place, rate, scale

Inverse = Callable[[se.Expr], Sequence[se.Expr]]


def _substitution(rng: random.Random) -> tuple[se.Expr, Inverse]:
    """u(x), and the places where it has a value."""
    c, k = place(rng), scale(rng)
    turns = rng.sample(range(-30, 30), 3)
    choices: tuple[tuple[se.Expr, Inverse], ...] = (
        (X - c, lambda s: (s + c,)),
        (k * X, lambda s: (s / k,)),
        (-X, lambda s: (-s,)),
        (X**2, lambda s: (se.sqrt(s), -se.sqrt(s))),
        (X**3 + X, lambda s: ()),
        (1 / X, lambda s: (1 / s, se.Integer(0)) if s != 0 else (se.Integer(0),)),
        (se.exp(X), lambda s: (se.log(s),) if s != 0 else ()),
        (se.tan(X), lambda s: tuple(se.atan(s) + n * se.pi / 2 for n in turns)),
        (se.sin(X), lambda s: (se.asin(s), se.pi - se.asin(s), se.asin(s) + 2 * se.pi * turns[0])),
        (abs(X), lambda s: (s, -s)),
        (se.sqrt(X), lambda s: (s**2,)),
        (se.log(X), lambda s: (se.exp(s),)),
    )
    return rng.choice(choices)


def _places(inverse: Inverse, specials: Iterable[se.Expr]) -> list[se.Expr]:
    found: list[se.Expr] = []
    for special in specials:
        if not special.free_symbols:
            found += inverse(special)
    return found


def cases(rng: random.Random, makers: Sequence[Callable[[random.Random], Case]]) -> Case:
    """One case made from one or two of others."""
    first = rng.choice(makers)(rng)
    if rng.random() < 0.25:
        second = rng.choice(makers)(rng)
        pairs = zip(first.candidates, second.candidates, strict=False)
        sums = (Candidate(a.F + b.F, f"{a.label} + {b.label}") for a, b in pairs)
        places = (*first.specials, *second.specials)
        return case(first.f + second.f, *sums, specials=places, bits=max(first.bits, second.bits))
    u, inverse = _substitution(rng)
    candidates = (Candidate(c.F.subs({X: u}), f"{c.label}, composed") for c in first.candidates)
    places = (se.Integer(0), *_places(inverse, first.specials))
    return case(first.f.subs({X: u}) * rate(u), *candidates, specials=places, bits=first.bits)

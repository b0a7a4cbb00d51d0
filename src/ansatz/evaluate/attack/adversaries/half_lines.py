"""Identities that hold on one side of a place only: |u|, √(u²), and quotients that are 0/0 on a half-line."""

import random

import symengine as se

from ansatz.evaluate.attack.adversaries.case import HALF, Candidate, Case, X, case, function, place, rate, scale
from ansatz.expr.operators import sign


def magnitude(u: se.Expr, rng: random.Random) -> se.Expr:
    """|u| in one of its disguises."""
    return rng.choice(
        (abs(u), abs(u), se.sqrt(u**2), sign(u) * u, se.sqrt(se.expand(u**2)), (u**4) ** se.Rational(1, 4))
    )


def cases(rng: random.Random) -> Case:
    """Around x = c."""
    c = place(rng)
    u = (X - c) * scale(rng) if rng.random() < 0.7 else (X - c) * rng.choice((X - place(rng), X + c + 1))
    m, m2 = magnitude(u, rng), magnitude(u, rng)
    half, other = u + m, u - m2  # zero on one side
    specials = [c]
    if rng.random() < 0.5:  # a smooth pair, written with quotients that are undefined on a half-line, or zero there
        F, f = function(rng)
        candidates = [
            Candidate(F * (u**2 + u * m) / (u * half), "a quotient 0/0 on a half-line", False),
            Candidate(F * (half / half if rng.random() < 0.5 else se.expand(half**2) / half**2), "a power of half"),
            Candidate(F + half * other, "zero on both sides", None if m != m2 else True),
            Candidate(F + rng.choice((half, other)), "a ramp on a half-line", False),
            Candidate(F + half * other * X, "zero on both sides, times x"),
            Candidate(F + se.log(half), "the logarithm of a half", False),
            Candidate(F + m - m2, "two spellings of |u|", True),
            Candidate(F + m / u, "u/|u|", False),
            Candidate(F + m * m2 - u**2, "|u|² - u²", True),
            Candidate(F + sign(u) ** 2, "sign² u"),
        ]
        return case(f, *rng.sample(candidates, 5), specials=specials)
    F = rng.choice(
        (
            lambda: u * m / 2,
            lambda: (X + m) * HALF,
            lambda: m**3 / 3,
            lambda: se.exp(-m),
            lambda: se.sin(m),
            lambda: se.log(1 + m),
            lambda: se.log(m),
            lambda: se.sqrt(1 + m),
            lambda: X * m,
            lambda: se.atan(m),
            lambda: (X + 3 + abs(X - 3)) * m,
        )
    )()
    f = rate(F) if rng.random() < 0.7 else F
    if f == F:
        F = u * m / 2
        f = rate(F).subs({sign(u): m / u}) if rng.random() < 0.5 else m * rate(u)
    candidates = [
        Candidate(F, "the pair itself"),
        Candidate(F.subs({m: u}), "without the magnitude"),
        Candidate(F.subs({m: -u}), "the other side's"),
        Candidate(F * m / u if rng.random() < 0.5 else F * sign(u), "times a sign"),
        Candidate(F + sign(u), "a jump there"),
        Candidate(F + half * other, "zero on both sides"),
        Candidate(F.subs({m: m2}), "another magnitude"),
    ]
    return case(f, *rng.sample(candidates, 4), specials=specials)

"""Functions that differ from zero, or from another, in a narrow place far out only."""

import random

import symengine as se

from ansatz.evaluate.attack.adversaries.case import Candidate, Case, X, case, function, place, ten
from ansatz.expr.operators import sign


def cases(rng: random.Random) -> Case:
    """A bump of width 10^-k at c."""
    c, k = place(rng), rng.randint(0, 20)
    width = ten(-k)
    u = (X - c) / width
    bump, area = rng.choice(
        (
            (se.exp(-(u**2)), width * se.sqrt(se.pi) / 2 * se.erf(u)),
            (1 / (1 + u**2), width * se.atan(u)),
            (1 / se.cosh(u) ** 2, width * se.tanh(u)),
            (u * se.exp(-(u**2)), -width * se.exp(-(u**2)) / 2),
            (se.sqrt(1 + u**2) - abs(u), None),
        )
    )
    specials = [c, c + width, c - width]
    if area is None:  # a rounded corner against a sharp one
        smooth, sharp = width * se.sqrt(1 + u**2), abs(X - c)
        f = (X - c) / smooth
        candidates = [
            Candidate(smooth, "the rounded corner"),
            Candidate(sharp, "the sharp corner", False),
            Candidate(width**2 * (1 + u**2) / smooth, "another spelling"),
        ]
        return case(f, *candidates, specials=specials)
    (F, f), has_bump = function(rng), rng.random() < 0.6
    candidates = [
        Candidate(F + area, "with the bump's area", has_bump),
        Candidate(F, "without it", not has_bump),
        Candidate(F + area + sign(X - c), "and a jump there", False),
        Candidate(F + area * (1 + ten(-rng.randint(3, 40))), "nearly the bump's area", False),
        Candidate(F + width * sign(X - c) / 2, "a step for the bump's area", False),
        Candidate(F - area, "its sign", False),
    ]
    return case(f + bump if has_bump else f, *rng.sample(candidates, 4), specials=specials, bits=400)

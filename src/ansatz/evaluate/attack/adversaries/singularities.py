"""Poles, logarithms and jumps at places of any size, ±10^-12 … ±10^12: true on one side is not on both."""

import random

import symengine as se

from ansatz.evaluate.attack.adversaries.case import (
    Candidate,
    Case,
    X,
    case,
    function,
    locally_constant,
    place,
    rate,
    scale,
    ten,
)
from ansatz.expr.operators import sign


def cases(rng: random.Random) -> Case:
    """Around one or two places."""
    c, d = place(rng), place(rng)
    if d == c:
        d = c + 1
    if rng.random() < 0.3:
        d = c + rng.choice((-1, 1)) * ten(rng.randint(-12, 3))  # a narrow pair
    k = scale(rng)
    u = k * (X - c)
    match rng.randrange(6):
        case 0:
            f = rng.choice((1 / (X - c), k / u, k / se.expand(u)))
            candidates = [
                Candidate(se.log(abs(X - c)), "ln|u|", True),
                Candidate(se.log(X - c), "ln u", False),
                Candidate(se.log(c - X), "ln -u", False),
                Candidate(se.log(se.expand((X - c) ** 2)) / 2, "ln u²", True),
                Candidate(2 * se.log(se.sqrt(X - c)), "ln √u", False),
                Candidate(se.log(abs(X - c)) + sign(X - d), "a jump elsewhere", False),
                Candidate(se.log(abs(X - c)) + locally_constant(X - c, rng), "a jump at the pole"),
            ]
        case 1:
            f = 1 / ((X - c) * (X - d))
            g = 1 / (c - d)
            candidates = [
                Candidate(g * se.log(abs((X - c) / (X - d))), "ln|u/v|", True),
                Candidate(g * (se.log(abs(X - c)) - se.log(abs(X - d))), "ln|u| - ln|v|", True),
                Candidate(g * se.log((X - c) / (X - d)), "ln u/v", False),
                Candidate(g * (se.log(X - c) - se.log(X - d)), "ln u - ln v", False),
                Candidate(-2 * g * se.atanh((2 * X - c - d) / (c - d)), "atanh", None),
                Candidate(-2 * g * se.acoth((2 * X - c - d) / (c - d)), "acoth", None),
            ]
        case 2:
            n = rng.randint(2, 4)
            f = (X - c) ** -n
            F = (X - c) ** (1 - n) / (1 - n)
            candidates = [
                Candidate(F, "the power", True),
                Candidate(F + locally_constant(X - d, rng), "a jump elsewhere", False),
                Candidate(F + locally_constant(X - c, rng), "a jump at the pole"),
                Candidate(-F, "a sign"),
                Candidate(F * sign(X - c) ** 2, "sign²"),
            ]
        case 3:
            G, f = function(rng)
            jump = locally_constant(X - c, rng)
            candidates = [
                Candidate(G + jump, "a jump", False),
                Candidate(G + jump * ten(rng.randint(-30, 12)), "a jump of any size", False),
                Candidate(G + jump * sign(X - d), "two jumps", False),
                Candidate(se.expand(G * (X - c)) / (X - c), "a hole", None),
                Candidate(G + jump**2, "the square of a sign"),
                Candidate(G + se.asin(sign(X - c)), "a jump inside a function", False),
                Candidate(G + se.atan(1 / (X - c)) + se.atan(X - c), "atan u + atan 1/u", False),
            ]
        case 4:
            f = rng.choice((1 / se.sqrt(X - c), se.sqrt(X - c), 1 / se.sqrt(abs(X - c)), se.sqrt(abs(X - c))))
            r, s = se.sqrt(X - c), se.sqrt(abs(X - c))
            candidates = [
                Candidate(2 * r, "2√u"),
                Candidate(2 * s, "2√|u|"),
                Candidate(2 * s * sign(X - c), "2√|u| sign u"),
                Candidate(2 * (X - c) * r / 3, "2u√u/3"),
                Candidate(2 * (X - c) * s / 3, "2u√|u|/3"),
                Candidate(2 * (X - c) / s, "2u/√|u|"),
                Candidate(2 * r + sign(X - d), "a jump elsewhere"),
            ]
        case _:
            F = rng.choice(
                (se.atan(1 / u), se.exp(1 / u), se.atan(u / (X - d)), X * se.log(abs(u)), 1 / (1 + se.exp(1 / u)))
            )
            f = se.expand(rate(F)) if rng.random() < 0.3 else rate(F)
            candidates = [
                Candidate(F, "the pair itself"),
                Candidate(F + sign(X - d), "a jump elsewhere"),
                Candidate(F + locally_constant(u, rng), "a jump at the pole"),
                Candidate(F.subs({abs(u): u}), "without the magnitude"),
            ]
    return case(f, *rng.sample(candidates, min(5, len(candidates))), specials=[c, d])

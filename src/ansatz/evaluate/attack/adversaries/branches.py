"""Identities of inverse functions that hold on one branch only."""

import random

import symengine as se

from ansatz.evaluate.attack.adversaries.case import Candidate, Case, Pair, X, case, function, place, rate, scale

_ROOT = se.sqrt


def _relations(u: se.Expr, a: se.Expr) -> list[Pair]:
    """Pairs that differ by a constant, piece by piece."""
    return [
        (se.atan(u), -se.atan(1 / u)),
        (2 * se.atan(u), se.atan(2 * u / (1 - u**2))),
        (2 * se.atan(u), se.asin(2 * u / (1 + u**2))),
        (2 * se.atan(u), se.acos((1 - u**2) / (1 + u**2))),
        (se.atan(u), se.atan((u - a) / (1 + a * u))),
        (se.atan(u), -se.acot(u)),
        (se.atan(u), se.asin(u / _ROOT(1 + u**2))),
        (3 * se.atan(u), se.atan((3 * u - u**3) / (1 - 3 * u**2))),
        (se.atan(u) + se.atan(u**3), se.atan((u + u**3) / (1 - u**4))),
        (se.asin(u), -se.acos(u)),
        (se.asin(u), se.atan(u / _ROOT(1 - u**2))),
        (2 * se.asin(u), se.asin(2 * u * _ROOT(1 - u**2))),
        (se.acosh(u), se.log(u + _ROOT(u**2 - 1))),
        (se.acosh(u), se.log(u + _ROOT(u - 1) * _ROOT(u + 1))),
        (2 * se.acosh(u), se.acosh(2 * u**2 - 1)),
        (2 * se.asinh(u), se.acosh(2 * u**2 + 1)),
        (se.asinh(u), se.log(u + _ROOT(u**2 + 1))),
        (se.asinh(u), -se.log(_ROOT(u**2 + 1) - u)),
        (se.atanh(u), se.acoth(u)),
        (se.atanh(u), se.log((1 + u) / (1 - u)) / 2),
        (se.asinh(1 / u), se.acsch(u)),
        (se.asech(u), se.log((1 + _ROOT(1 - u**2)) / u)),
        (se.log(u**2), 2 * se.log(u)),
        (se.log(u**2), 2 * se.log(abs(u))),
        (se.asinh(u), se.acosh(_ROOT(u**2 + 1))),
        (se.asec(u), se.atan(_ROOT(u**2 - 1))),
        (se.acsc(u), se.atan(1 / _ROOT(u**2 - 1))),
        (se.log(1 + u) + se.log(1 - u), se.log(1 - u**2)),
    ]


def cases(rng: random.Random) -> Case:
    """f from one side, F from the other."""
    c, k = place(rng), scale(rng)
    u = rng.choice((X, X, k * X, k * (X - c), X**2 - c, se.exp(X), 1 / X, se.tan(X), se.sinh(X)))
    a = se.Integer(rng.randint(1, 9))
    relations = _relations(u, a)
    left, right = rng.choice(relations)
    if rng.random() < 0.5:
        left, right = right, left
    specials = [c, c + 1 / k, c - 1 / k, se.Integer(0), 1 / k, -1 / k, -1 / a, -1 / (a * k), c - 1 / (a * k)]
    if rng.random() < 0.5:
        f = rate(left)
        clean = rng.random() < 0.5
        if clean and u == X:
            clean_rates = {
                2: 2 / (1 + X**2),
                0: 1 / (1 + X**2),
            }
            f = clean_rates.get(0 if left == se.atan(X) else 2 if left == 2 * se.atan(X) else 1, f)
        candidates = [
            Candidate(left, "the pair itself"),
            Candidate(right, "the other side's"),
            Candidate(-right, "its sign"),
        ]
    else:
        F, f = function(rng)
        candidates = [
            Candidate(F + left - right, "the difference of an identity"),
            Candidate(F * se.cos(left - right), "times the cosine of a difference"),
        ]
        other, another = rng.choice(relations)
        candidates.append(Candidate(F + other - another, "the difference of an identity"))
    return case(f, *candidates, specials=specials)

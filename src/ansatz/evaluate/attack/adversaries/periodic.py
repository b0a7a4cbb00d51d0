"""Branches of periodic functions: atan(tan(x/20)) is x/20 as far as one looks near the origin."""

import random

import symengine as se

from ansatz.evaluate.attack.adversaries.case import Candidate, Case, X, case, function, place, rate, scale
from ansatz.expr.operators import sign


def sawtooth(u: se.Expr, rng: random.Random) -> se.Expr:
    """u, but for jumps or corners at multiples of half a period."""
    return rng.choice(
        (
            lambda: se.atan(se.tan(u)),
            lambda: se.asin(se.sin(u)),
            lambda: -se.acos(se.cos(u)),
            lambda: -se.atan(se.cot(u)),
            lambda: 2 * se.atan(se.tan(u / 2)),
            lambda: se.atan(2 * se.tan(u)),
            lambda: se.atan(se.sin(u) / se.cos(u)),
            lambda: 2 * se.atan(se.sin(u) / (1 + se.cos(u))),
            lambda: -2 * se.atan(1 / se.tan(u / 2)),
            lambda: se.asin(se.tanh(se.asinh(se.tan(u)))),
        )
    )()


def cases(rng: random.Random) -> Case:
    """Of any period."""
    k = 1 / scale(rng) if rng.random() < 0.7 else scale(rng)
    c = rng.choice((se.Integer(0), se.Integer(0), place(rng)))
    u = k * (X - c)
    s = sawtooth(u, rng)
    specials = [(c + n * se.pi / k / 2) for n in (-3, -2, -1, 0, 1, 2, 3, 40, 41, -1000)]
    match rng.randrange(5):
        case 0:  # one
            f = se.Integer(1)
            candidates = [
                Candidate(s / k, "a sawtooth"),
                Candidate(X + u - s, "a staircase"),
                Candidate(X + sign(se.sin(u)), "a square wave", False),
                Candidate(X + se.atan(se.tan(u)) + se.atan(se.cot(u)), "atan tan + atan cot"),
                Candidate(X + abs(se.sin(u)) / se.sin(u), "|sin|/sin", False),
                Candidate(X + se.sqrt(1 - se.cos(u) ** 2) - abs(se.sin(u)), "two spellings of |sin|", True),
                Candidate(X + se.sqrt(1 - se.cos(u) ** 2) - se.sin(u), "√(1 - cos²) - sin", False),
                Candidate(X + se.acos(se.cos(u)) / k - abs(X - c), "acos cos - |x|", False),
            ]
        case 1:
            F, f = function(rng)
            candidates = [
                Candidate(F + u - s, "a staircase added"),
                Candidate(F * sign(se.cos(u)) ** 2, "sign² cos"),
                Candidate(F.subs({X: s / k}), "of a sawtooth"),
                Candidate(F + sign(se.cos(u)) - 1, "a square wave added", False),
                Candidate(F * s / u, "times a sawtooth over x"),
            ]
        case 2:  # logarithms of trigonometric functions
            t, F = rng.choice(
                (
                    (se.tan(u), -se.log(abs(se.cos(u))) / k),
                    (se.cot(u), se.log(abs(se.sin(u))) / k),
                    (se.sec(u), se.log(abs(se.sec(u) + se.tan(u))) / k),
                    (se.sec(u), se.asinh(se.tan(u)) / k),
                    (se.sec(u), se.atanh(se.sin(u)) / k),
                    (se.csc(u), se.log(abs(se.tan(u / 2))) / k),
                    (se.csc(u), -se.atanh(se.cos(u)) / k),
                    (1 / (se.sin(u) * se.cos(u)), se.log(abs(se.tan(u))) / k),
                    (se.tan(u), se.log(1 + se.tan(u) ** 2) / 2 / k),
                )
            )
            f = t
            plain = F.xreplace({a: a.args[0] for a in F.atoms(se.Abs)}) if F.atoms(se.Abs) else -F
            candidates = [
                Candidate(F, "with magnitudes"),
                Candidate(plain, "without magnitudes"),
                Candidate(F + sign(se.cos(u)), "a jump at the poles"),
                Candidate(F + sign(se.sin(u)), "a jump between or at the poles"),
                Candidate(F + sign(se.cos(3 * u)), "jumps between the poles"),
            ]
        case 3:  # magnitudes
            m = rng.choice((abs(se.sin(u)), se.sqrt(se.sin(u) ** 2), se.sqrt(1 - se.cos(u) ** 2)))
            f = m
            sine, cosine = se.sin(u), se.cos(u)
            candidates = [
                Candidate(-m * cosine / sine / k, "-|sin| cos/sin"),
                Candidate(-sign(sine) * cosine / k, "-sign sin · cos"),
                Candidate(-cosine / k, "-cos"),
                Candidate(se.sqrt(cosine**2) / k, "|cos|"),
            ]
        case _:  # rational in sine and cosine
            n = se.Integer(rng.randint(2, 7))
            root, t = se.sqrt(n**2 - 1), se.tan(u / 2)
            f = 1 / (n + se.cos(u))
            F = 2 / root / k * se.atan(se.sqrt((n - 1) / (n + 1)) * t)
            continuous = (u - 2 * se.atan(se.sin(u) / (n + root + se.cos(u)))) / root / k
            candidates = [
                Candidate(F, "atan tan(x/2)"),
                Candidate(continuous, "continuous", True),
                Candidate(continuous + sign(se.sin(u)), "with a square wave", False),
                Candidate(rng.choice((F + u - s, F + 2 * se.pi * sign(se.cos(u / 2)))), "with a staircase"),
                Candidate(2 / root / k * se.atan(root * se.sin(u / 2) / ((n + 1) * se.cos(u / 2))), "atan sin/cos"),
            ]
    if rng.random() < 0.2:
        candidates = [Candidate(c.F, f"the rate of: {c.label}") for c in candidates]
        f = rate(candidates[0].F)
    return case(f, *rng.sample(candidates, min(4, len(candidates))), specials=specials)

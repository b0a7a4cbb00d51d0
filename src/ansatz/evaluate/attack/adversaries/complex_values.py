"""Antiderivatives that have the right derivative but complex values, or none, where the integrand is real."""

import random

import symengine as se

from ansatz.evaluate.attack.adversaries.case import Candidate, Case, X, case, function, place, rate, small_rational

_ROOT = se.sqrt


def cases(rng: random.Random) -> Case:
    """Logarithms, roots and inverse functions of what changes its sign at c."""
    c = place(rng)
    a = se.Integer(rng.randint(1, 9))
    u = rng.choice((X - c, c - X, (X - c) * a, (X - c) * (X + 1), a - X**2, X**2 + a * X + c, X**2 - a))
    du = rate(u)
    match rng.randrange(5):
        case 0:
            f = du / u
            candidates = [
                Candidate(se.log(u), "ln u"),
                Candidate(se.log(-u), "ln -u"),
                Candidate(se.log(abs(u)), "ln|u|", True),
                Candidate(2 * se.log(_ROOT(u)), "2 ln √u"),
                Candidate(-se.log(1 / u), "-ln 1/u"),
                Candidate(se.log(u**2) / 2, "ln u²/2", True),
                Candidate(se.log(u * abs(u)) / 2, "ln u|u|"),
                Candidate(se.log(3 * u) + se.I * se.pi, "with iπ"),
            ]
        case 1:  # a smooth pair, and what is nothing but complex somewhere
            F, f = function(rng)
            candidates = [
                Candidate(F + se.log(u) - se.log(2 * u), "ln u - ln 2u"),
                Candidate(F + _ROOT(u) * _ROOT(u) - u, "√u√u - u", True),
                Candidate(F * _ROOT(u) / _ROOT(2 * u), "√u/√2u"),
                Candidate(F + se.log(-u) - se.log(u), "ln -u - ln u", False),
                Candidate(F + se.asin(u) + se.acos(u), "asin u + acos u"),
                Candidate(F + se.acosh(X) - se.log(X + _ROOT(X - 1) * _ROOT(X + 1)), "acosh - ln"),
                Candidate(F + (u ** se.Rational(1, 3)) ** 3 - u, "(u^(1/3))³ - u"),
                Candidate(F + _ROOT(u) / _ROOT(-u), "√u/√-u"),
                Candidate(F + se.atanh(X / a) - se.acoth(X / a), "atanh - acoth"),
                Candidate(F + se.I, "i", False),
            ]
        case 2:  # squares of roots
            p = rng.choice((1, 3, 5))
            f = rng.choice((du * _ROOT(u) ** p, du / _ROOT(u), du * _ROOT(u**2) ** p, du * _ROOT(abs(u)) ** p))
            F = 2 * _ROOT(u) ** (p + 2) / (p + 2)
            candidates = [
                Candidate(F, "the power"),
                Candidate(2 * _ROOT(u), "2√u"),
                Candidate(2 * u * _ROOT(abs(u)) ** p / (p + 2), "with |u|"),
                Candidate(u * _ROOT(u**2) ** p / (p + 1), "with √u²"),
                Candidate(2 * u / _ROOT(u), "2u/√u"),
                Candidate(-2 * _ROOT(-u) * se.I, "with i"),
            ]
        case 3:
            r = a
            f = rng.choice(
                (1 / (r**2 - X**2), 1 / _ROOT(X**2 - r**2), 1 / _ROOT(r**2 - X**2), 1 / (X * _ROOT(X**2 - r**2)))
            )
            candidates = [
                Candidate(se.atanh(X / r) / r, "atanh"),
                Candidate(se.acoth(X / r) / r, "acoth"),
                Candidate(se.log(abs((r + X) / (r - X))) / (2 * r), "ln|…|"),
                Candidate(se.acosh(X / r), "acosh"),
                Candidate(se.log(X + _ROOT(X**2 - r**2)), "ln(x + √…)"),
                Candidate(se.log(abs(X + _ROOT(X**2 - r**2))), "ln|x + √…|"),
                Candidate(se.acosh(abs(X) / r), "acosh|x|"),
                Candidate(-se.I * se.asin(X / r), "i asin"),
                Candidate(se.asin(X / r), "asin"),
                Candidate(se.atan(X / _ROOT(r**2 - X**2)), "atan x/√…"),
                Candidate(-2 * se.atan(_ROOT((r - X) / (r + X))), "atan √(…/…)"),
                Candidate(-2 * se.atan(_ROOT(r - X) / _ROOT(r + X)), "atan √…/√…"),
                Candidate(se.asec(X / r) / r, "asec"),
                Candidate(se.atan(_ROOT(X**2 - r**2) / r) / r, "atan √…"),
                Candidate(-se.asin(r / X) / r, "asin 1/x"),
                Candidate(se.asec(abs(X) / r) / r, "asec|x|"),
            ]
        case _:
            q = rng.choice(
                (se.Rational(1, 3), se.Rational(2, 3), se.Rational(-1, 3), se.Rational(4, 3), se.Rational(-1, 2))
            )
            f = du * rng.choice((u**q, abs(u) ** q, (u**2) ** (q / 2)))
            candidates = [
                Candidate(u ** (q + 1) / (q + 1), "the power"),
                Candidate(u * abs(u) ** q / (q + 1), "u|u|^q"),
                Candidate(abs(u) ** (q + 1) / (q + 1), "|u|^(q+1)"),
                Candidate(u * (u**2) ** (q / 2) / (q + 1), "u (u²)^(q/2)"),
                Candidate((u**3) ** ((q + 1) / 3) / (q + 1), "(u³)^…"),
                Candidate(-((-u) ** (q + 1)) / (q + 1), "of -u"),
            ]
    chosen = rng.sample(candidates, min(5, len(candidates)))
    if rng.random() < 0.1:
        chosen = [Candidate(d.F + small_rational(rng), d.label) for d in chosen]
    return case(f, *chosen, specials=[c, a, -a, _ROOT(a), -_ROOT(a), se.Integer(0), se.Integer(-1)])

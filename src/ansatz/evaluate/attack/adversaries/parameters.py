"""Parameters at special values: 0, ±1, equal ones, opposite ones, and the wrong signs."""

import random

import symengine as se

from ansatz.evaluate.attack.adversaries.case import X, Candidate, Case, case, rate
from ansatz.expr.canonical import symbol
from ansatz.expr.operators import sign

A, B, N = symbol("a"), symbol("b"), symbol("n")
_ROOT = se.sqrt


def cases(rng: random.Random) -> Case:
    """One or two parameters."""
    a, b = A, B
    m = _ROOT(a**2)
    templates = (
        (X**N, (X ** (N + 1) / (N + 1), (X ** (N + 1) - 1) / (N + 1))),
        (X**a * se.log(X), (X ** (a + 1) * ((a + 1) * se.log(X) - 1) / (a + 1) ** 2,)),
        (se.exp(a * X), (se.exp(a * X) / a, (se.exp(a * X) - 1) / a)),
        (se.sin(a * X) * se.cos(b * X), (-se.cos((a + b) * X) / (2 * (a + b)) - se.cos((a - b) * X) / (2 * (a - b)),)),
        (1 / (X**2 + a**2), (se.atan(X / a) / a, se.atan(X / m) / m, se.atan(X / abs(a)) / abs(a), -se.atan(a / X) / a)),
        (1 / (X**2 + a), (se.atan(X / _ROOT(a)) / _ROOT(a), -se.atanh(X / _ROOT(-a)) / _ROOT(-a))),
        (1 / (X**2 - a**2), (se.log(abs((X - a) / (X + a))) / (2 * a), se.log((X - a) / (X + a)) / (2 * a), -se.atanh(X / a) / a)),
        (1 / ((X - a) * (X - b)), (se.log(abs((X - a) / (X - b))) / (a - b), (se.log(X - a) - se.log(X - b)) / (a - b))),
        (1 / _ROOT(a**2 - X**2), (se.asin(X / a), se.asin(X / m), se.asin(X / abs(a)), se.atan(X / _ROOT(a**2 - X**2)))),
        (1 / _ROOT(X**2 + a**2), (se.asinh(X / a), se.asinh(X / m), se.log(X + _ROOT(X**2 + a**2)))),
        (1 / _ROOT(X**2 + a), (se.asinh(X / _ROOT(a)), se.log(X + _ROOT(X**2 + a)), se.log(abs(X + _ROOT(X**2 + a))))),
        (1 / (a + b * X), (se.log(a + b * X) / b, se.log(abs(a + b * X)) / b, se.log(X + a / b) / b)),
        (se.log(a + b * X) / X, (se.log(a) * se.log(X) - se.Function("dilog")(-b * X / a),)),
        (se.log(a * X), (X * se.log(a * X) - X, X * se.log(X) - X + X * se.log(a))),
        (1 / (X * _ROOT(X**2 - a**2)), (se.asec(X / a) / a, se.atan(_ROOT(X**2 - a**2) / a) / a, -se.asin(a / X) / a)),
        (_ROOT(a * X), (2 * X * _ROOT(a * X) / 3, 2 * _ROOT(a) * X * _ROOT(X) / 3)),
        (_ROOT(X - a), (2 * (X - a) ** se.Rational(3, 2) / 3,)),
        (abs(X - a), ((X - a) * abs(X - a) / 2, (X - a) ** 2 / 2, X * abs(X - a) / 2)),
        (sign(X - a), (abs(X - a), (X - a) * sign(X - a))),
        (se.exp(-a * X**2), (_ROOT(se.pi) * se.erf(_ROOT(a) * X) / (2 * _ROOT(a)),)),
        (1 / (a + se.cos(X)), (2 * se.atan(_ROOT((a - 1) / (a + 1)) * se.tan(X / 2)) / _ROOT(a**2 - 1),)),
        (1 / (se.sin(X) + se.sin(a)), (se.log(abs(se.sin((X + a) / 2) / se.cos((X - a) / 2))) / se.cos(a),)),
        (se.tan(X) * se.tan(X + a), (-X + se.log(abs(se.cos(X) / se.cos(X + a))) / se.tan(a), -X + se.cot(a) * se.log(abs(se.cos(X) / se.cos(X + a))))),
        (1 / (se.exp(X) + a), (X / a - se.log(se.exp(X) + a) / a, X / a - se.log(abs(se.exp(X) + a)) / a)),
        (a**X, (a**X / se.log(a), (a**X - 1) / se.log(a))),
        (X / (X + a) ** 2, (se.log(X + a) + a / (X + a), se.log(abs(X + a)) + a / (X + a))),
        (se.exp(a * X) * se.sin(b * X), (se.exp(a * X) * (a * se.sin(b * X) - b * se.cos(b * X)) / (a**2 + b**2),)),
        (1 / (a**2 * se.cos(X) ** 2 + b**2 * se.sin(X) ** 2), (se.atan(b * se.tan(X) / a) / (a * b),)),
        (X**2 / (a + b * X), (X**2 / (2 * b) - a * X / b**2 + a**2 * se.log(abs(a + b * X)) / b**3,)),
        (se.Integer(1), (X * m / a, X * a / abs(a), X * sign(a) ** 2, X + sign(X - a), se.atan(se.tan(X / a)) * a, X * _ROOT(a) / _ROOT(a), X * _ROOT(a) ** 2 / a)),
        (m, (X * a, X * abs(a), X * m)),
        (_ROOT(a**2 + 2 * a * b + b**2), (X * (a + b), X * abs(a + b))),
        (X * _ROOT(1 / a), (X**2 / (2 * _ROOT(a)), X**2 * _ROOT(a) / (2 * a))),
        (se.log(a**2), (2 * X * se.log(a), 2 * X * se.log(abs(a)))),
        (1 / (X - a) ** 2, (-1 / (X - a), X / (a * (a - X)), -1 / (X - a) + sign(X - b))),
    )  # fmt: skip
    f, answers = rng.choice(templates)
    candidates = [Candidate(F, "a template") for F in answers]
    if rng.random() < 0.5:  # renamed into special shapes
        shape = rng.choice(
            ({a: a - 1}, {a: a**2}, {a: -a}, {a: a * b}, {a: 1 / a}, {b: a}, {b: a + 1}, {a: 10**6 * a}, {a: a + b, b: a - b})
        )
        try:
            candidates = [Candidate(c.F.subs(shape), c.label) for c in candidates]
            f = f.subs(shape)
        except (RuntimeError, ZeroDivisionError):
            pass
    F = candidates[0].F
    candidates += [
        Candidate(F + sign(X - a), "a jump at a parameter"),
        Candidate(F * m / a, "times √a²/a"),
        Candidate(F + (m - a) * X, "right for positive a"),
        Candidate(F * (a**2 - b**2) / (a - b) / (a + b), "a quotient that is 0/0 at equal ones"),
        Candidate(F * (a**2 - 1) / (a - 1) / (a + 1), "a quotient that is 0/0 at 1"),
        Candidate(F + X * (_ROOT(a) ** 2 - a), "√a² - a"),
        Candidate(F + X * se.log(a * b) - X * se.log(a) - X * se.log(b), "ln ab - ln a - ln b"),
        Candidate(se.expand(F), "expanded"),
    ]
    if rng.random() < 0.2:
        f = rate(F)
    specials = [se.Integer(0), a, -a, b, -b, -a / b, 1 / a, a**2, _ROOT(abs(a)), -_ROOT(abs(a)), se.pi / 2, se.pi - a]
    return case(f, *candidates[: len(answers)], *rng.sample(candidates[len(answers) :], 2), specials=specials)

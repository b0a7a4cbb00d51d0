"""Definite integrals whose value, or divergence, is known by construction."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import symengine as se

from ansatz.evaluate.attack.adversaries.case import X, function, locally_constant, place, ten
from ansatz.expr.canonical import symbol
from ansatz.expr.operators import sign

DIVERGES, NOT_REAL = "diverges", "not real"
Truth: TypeAlias = se.Expr | str  # a constant, or one of the two words

A, B = symbol("a"), symbol("b")
_I = se.Integer
_ROOT, _OO = se.sqrt, se.oo


@dataclass(frozen=True, slots=True)
class Integral:
    """∫ f from low to high with a claimed antiderivative F. truth: of the integral, by its parameters' values."""

    label: str
    f: se.Expr
    F: se.Expr
    low: se.Expr
    high: se.Expr
    truth: Callable[[dict[se.Symbol, se.Expr]], Truth]


def _known(label: str, f: se.Expr, F: se.Expr, low: se.Expr, high: se.Expr, truth: Truth) -> Integral:
    return Integral(label, f, F, low, high, lambda values: truth)


def _bounds(rng: random.Random, c: se.Expr) -> tuple[se.Expr, se.Expr]:
    """Around c, beside it, or ending there."""
    near, far = ten(-rng.randint(1, 20)), _I(rng.randint(1, 9)) * ten(rng.randint(0, 6))
    return rng.choice(((c - far, c + far), (c - near, c + far), (c, c + far), (c + near, c + far), (c - far, c - near)))


def _between(F: se.Expr, low: se.Expr, high: se.Expr) -> se.Expr:
    return F.subs({X: high}) - F.subs({X: low})


def _singular(rng: random.Random) -> Integral:
    c = place(rng)
    low, high = _bounds(rng, c)
    inside = bool((low - c).n(200) <= 0 <= (high - c).n(200))
    match rng.randrange(5):
        case 0 | 1:
            n = rng.randint(1, 3)
            F = se.log(abs(X - c)) if n == 1 else (X - c) ** (1 - n) / (1 - n)
            return _known("a pole", (X - c) ** -n, F, low, high, DIVERGES if inside else _between(F, low, high))
        case 2:
            F = 2 * sign(X - c) * _ROOT(abs(X - c))
            return _known("a root below", 1 / _ROOT(abs(X - c)), F, low, high, _between(F, low, high))
        case 3:
            F = (X - c) * abs(X - c) / 2
            return _known("a corner", abs(X - c), F, low, high, _between(F, low, high))
    G, g = function(rng)
    F = G + locally_constant(X - c, rng)
    return _known("an antiderivative that jumps", g, F, low, high, _between(G, low, high))


def _infinite(rng: random.Random) -> Integral:
    c, k = place(rng), rng.choice((_I(1), ten(rng.randint(-6, 6)), _I(rng.randint(1, 30))))
    p, w = _I(rng.randint(1, 9)), _I(rng.randint(1, 40))
    e = se.exp(-k * abs(X - c))
    n = rng.randint(2, 5)
    return rng.choice(
        (
            lambda: _known("a far corner", e, sign(X - c) * (1 - e) / k, -_OO, _OO, 2 / k),
            lambda: _known("a far corner", e, -sign(X - c) * e / k, -_OO, _OO, 2 / k),
            lambda: _known("a far bump", se.exp(-((k * (X - c)) ** 2)), _ROOT(se.pi) * se.erf(k * (X - c)) / 2 / k, -_OO, _OO, _ROOT(se.pi) / k),
            lambda: _known("a far bump", 1 / (1 + (k * (X - c)) ** 2), se.atan(k * (X - c)) / k, -_OO, _OO, se.pi / k),
            lambda: _known("a far bump", 1 / (1 + (k * (X - c)) ** 2), -se.atan(1 / (k * (X - c))) / k, -_OO, _OO, se.pi / k),
            lambda: _known("oscillation", se.cos(w * se.pi * X), se.sin(w * se.pi * X) / (w * se.pi), _I(0), _OO, DIVERGES),
            lambda: _known("oscillation", se.sin(w * X), -se.cos(w * X) / w, _I(0), _OO, DIVERGES),
            lambda: _known("oscillation", se.cos(w * X), se.sin(w * X) / w, -_OO, _OO, DIVERGES),
            lambda: _known("fast oscillation", 2 * X * se.cos(X**2), se.sin(X**2), _I(0), _OO, DIVERGES),
            lambda: _known("oscillation with growth", X * se.sin(X), se.sin(X) - X * se.cos(X), _I(0), _OO, DIVERGES),
            lambda: _known("sin²", se.sin(X) ** 2, X / 2 - se.sin(2 * X) / 4, _I(0), _OO, DIVERGES),
            lambda: _known("damped", se.exp(-p * X) * se.cos(w * X), se.exp(-p * X) * (w * se.sin(w * X) - p * se.cos(w * X)) / (p**2 + w**2), _I(0), _OO, p / (p**2 + w**2)),
            lambda: _known("growing", se.exp(X) * se.cos(X), se.exp(X) * (se.sin(X) + se.cos(X)) / 2, -_OO, _I(0), se.Rational(1, 2)),
            lambda: _known("growing", se.exp(X) * se.cos(X), se.exp(X) * (se.sin(X) + se.cos(X)) / 2, _I(0), _OO, DIVERGES),
            lambda: _known("sin x/x", se.sin(w * X) / X, se.Function("Si")(w * X), _I(0), _OO, se.pi / 2),
            lambda: _known("a power", X**-n, X ** (1 - n) / (1 - n), _I(1), _OO, se.Rational(1, n - 1)),
            lambda: _known("a power", 1 / _ROOT(X), 2 * _ROOT(X), _I(1), _OO, DIVERGES),
            lambda: _known("1/x", 1 / X, se.log(X), _I(1), _OO, DIVERGES),
            lambda: _known("1/x", 1 / X, se.log(abs(X)), -_OO, -_I(1), DIVERGES),
            lambda: _known("1/(x ln² x)", 1 / (X * se.log(X) ** 2), -1 / se.log(X), se.E, _OO, _I(1)),
            lambda: _known("1/(x ln x)", 1 / (X * se.log(X)), se.log(se.log(X)), se.E, _OO, DIVERGES),
            lambda: _known("an odd function", X / (1 + X**2), se.log(1 + X**2) / 2, -_OO, _OO, DIVERGES),
            lambda: _known("a constant", k * X**0, k * X, _I(0), _OO, DIVERGES),
            lambda: _known("a tiny constant", ten(-60) + 1 / (1 + X**2), ten(-60) * X + se.atan(X), _I(0), _OO, DIVERGES),
            lambda: _known("a slow decay", X ** (-1 - ten(-3)), -1000 * X ** (-ten(-3)), _I(1), _OO, _I(1000)),
            lambda: _known("a slow growth", X ** (-1 + ten(-3)), 1000 * X ** ten(-3), _I(1), _OO, DIVERGES),
            lambda: _known("a limit that is nearly none", se.exp(-X * ten(-9)) * ten(-9), -se.exp(-X * ten(-9)), _I(0), _OO, _I(1)),
        )
    )()  # fmt: skip


def _finite(rng: random.Random) -> Integral:
    w, n = _I(rng.randint(1, 40)), _I(rng.randint(2, 7))
    root = _ROOT(n**2 - 1)
    periods = se.Rational(rng.randint(1, 60), rng.choice((1, 2, 3))) * se.pi
    turn = (X - 2 * se.atan(se.sin(X) / (n + root + se.cos(X)))) / root
    b = se.Rational(rng.randint(1, 60), 7)
    G, g = function(rng)
    c, k = place(rng), _I(10) ** rng.randint(0, 8)
    bump, area = se.exp(-((k * (X - c)) ** 2)), _ROOT(se.pi) * se.erf(k * (X - c)) / 2 / k
    low, high = _bounds(rng, c)
    near = ten(-rng.randint(3, 30))
    return rng.choice(
        (
            lambda: _known("cos(1/x)/x²", se.cos(w * se.pi / X) / X**2, -se.sin(w * se.pi / X) / (w * se.pi), _I(0), _I(1), DIVERGES),
            lambda: _known("cos(1/x)/x²", -se.cos(w / X) / X**2, se.sin(w / X) / w, _I(1), _OO, -se.sin(w) / w),
            lambda: _known("periods", 1 / (n + se.cos(X)), 2 / root * se.atan(_ROOT((n - 1) / (n + 1)) * se.tan(X / 2)), _I(0), periods, turn.subs({X: periods})),
            lambda: _known("periods", se.sin(X) ** 2, X / 2 - se.sin(2 * X) / 4, _I(0), periods, periods / 2 - se.sin(2 * periods) / 4),
            lambda: _known("tan", se.tan(X), -se.log(abs(se.cos(X))), _I(0), b, DIVERGES if b.n() > 1.5708 else -se.log(se.cos(b))),
            lambda: _known("1/sin²", 1 / se.sin(X) ** 2, -se.cot(X), _I(1), _I(1) + b, DIVERGES if (1 + b).n() > 3.1416 else se.cot(_I(1)) - se.cot(1 + b)),
            lambda: _known("ln", se.log(X), X * se.log(X) - X, _I(0), b, b * se.log(b) - b),
            lambda: _known("ln|x|", se.log(abs(X)), X * se.log(abs(X)) - X, -_I(1), b, b * se.log(b) - b - 1),
            lambda: _known("the circle", _ROOT(1 - X**2), (X * _ROOT(1 - X**2) + se.asin(X)) / 2, -_I(1), _I(1), se.pi / 2),
            lambda: _known("beyond the circle", _ROOT(1 - X**2), (X * _ROOT(1 - X**2) + se.asin(X)) / 2, _I(0), 1 + near, NOT_REAL),
            lambda: _known("1/√(1 - x²)", 1 / _ROOT(1 - X**2), se.asin(X), -_I(1), _I(1), se.pi),
            lambda: _known("1/√(1 - x²)", 1 / _ROOT(1 - X**2), -2 * se.atan(_ROOT((1 - X) / (1 + X))), -_I(1), _I(1), se.pi),
            lambda: _known("a narrow bump", g + bump, G + area, low, high, _between(G + area, low, high)),
            lambda: _known("a bump left out", g + bump, G, low, high, _between(G + area, low, high)),
            lambda: _known("a short interval", g, G, c, c + near, _between(G, c, c + near)),
            lambda: _known("backwards", g, G, high, low, -_between(G, low, high)),
            lambda: _known("a pole near an end", 1 / (X + near) ** 2, -1 / (X + near), _I(0), _I(1), 1 / near - 1 / (1 + near)),
            lambda: _known("a pole just inside", 1 / (X - near) ** 2, -1 / (X - near), _I(0), _I(1), DIVERGES),
            lambda: _known("two near poles", 1 / (X**2 - near**2), se.log(abs((X - near) / (X + near))) / (2 * near), -_I(1), _I(1), DIVERGES),
            lambda: _known("a near pole off the line", 1 / (X**2 + near**2), se.atan(X / near) / near, -_I(1), _I(1), 2 * se.atan(1 / near) / near),
            lambda: _known("an odd pole", 1 / X, se.log(abs(X)), -_I(1), _I(1), DIVERGES),
            lambda: _known("an odd pole", 1 / X**3, -1 / (2 * X**2), -_I(1), _I(1), DIVERGES),
            lambda: _known("a flat pole", se.exp(1 / X) / X**2, -se.exp(1 / X), _I(-1), _I(0), 1 / se.E),
            lambda: _known("a pole of one side", se.exp(1 / X) / X**2, -se.exp(1 / X), _I(-1), _I(1), DIVERGES),
            lambda: _known("1/(1 + x²) by a jump", 1 / (1 + X**2), se.atan((1 + X) / (1 - X)), _I(0), _ROOT(_I(3)), se.pi / 3),
        )
    )()  # fmt: skip


def integral(rng: random.Random) -> Integral:
    """One integral without parameters."""
    return rng.choice((_singular, _infinite, _finite))(rng)


def _real(u: se.Expr) -> float:
    return float(u.n(200, real=True))


def parametric(rng: random.Random) -> Integral:
    """One integral with parameters a and b."""
    c, n = _I(rng.randint(1, 30)), rng.randint(1, 4)

    def by_sign(u: Callable[[se.Expr], se.Expr], positive: Callable[[se.Expr], Truth], otherwise: Truth = DIVERGES):  # type: ignore[no-untyped-def]
        """A truth in a: `positive` where u(a) > 0."""
        return lambda v: positive(v[A]) if _real(u(v[A])) > 0 else otherwise

    def pole(v: dict[se.Symbol, se.Expr]) -> Truth:
        a = v[A]
        return DIVERGES if 0 <= _real(a) <= 1 else se.log(abs((1 - a) / a))

    def two_poles(v: dict[se.Symbol, se.Expr]) -> Truth:
        a = v[A]
        return DIVERGES if abs(_real(a)) <= 1 else se.log(abs((1 - a) / (1 + a))) / (2 * a)

    def turn(v: dict[se.Symbol, se.Expr]) -> Truth:
        a = v[A]
        return 2 * se.pi * sign(a) / _ROOT(a**2 - 1) if abs(_real(a)) > 1 else DIVERGES

    one, zero = _I(1), _I(0)
    templates: tuple[Integral, ...] = (
        Integral("|x - c| to a", abs(X - c), (X - c) * abs(X - c) / 2, zero, A, lambda v: ((v[A] - c) * abs(v[A] - c) + c**2) / 2),
        Integral("a power at 0", X ** (n * A), X ** (n * A + 1) / (n * A + 1), zero, one, by_sign(lambda a: n * a + 1, lambda a: 1 / (n * a + 1))),
        Integral("a power at oo", X**A, X ** (A + 1) / (A + 1), one, _OO, by_sign(lambda a: -1 - a, lambda a: -1 / (a + 1))),
        Integral("e^(-ax)", se.exp(-A * X), -se.exp(-A * X) / A, zero, _OO, by_sign(lambda a: a, lambda a: 1 / a)),
        Integral("1/(x² + a²)", 1 / (X**2 + A**2), se.atan(X / A) / A, -_OO, _OO, by_sign(abs, lambda a: se.pi / abs(a))),
        Integral("1/(x - a)", 1 / (X - A), se.log(abs(X - A)), zero, one, pole),
        Integral("1/(x² - a²)", 1 / (X**2 - A**2), se.log(abs((X - A) / (X + A))) / (2 * A), zero, one, two_poles),
        Integral("cos ax", se.cos(A * X), se.sin(A * X) / A, zero, one, lambda v: se.sin(v[A]) / v[A] if v[A] != 0 else one),
        Integral("cos ax to oo", se.cos(A * X), se.sin(A * X) / A, zero, _OO, lambda v: DIVERGES),
        Integral("a moved bump", se.exp(-((X - A) ** 2)), _ROOT(se.pi) * se.erf(X - A) / 2, -_OO, _OO, lambda v: _ROOT(se.pi)),
        Integral("1/x to a", 1 / X, se.log(abs(X)), one, A, by_sign(lambda a: a, se.log)),
        Integral("√(x - a)", _ROOT(X - A), 2 * (X - A) ** se.Rational(3, 2) / 3, zero, one, by_sign(lambda a: ten(-90) - a, lambda a: 2 * ((1 - a) ** se.Rational(3, 2) - (-a) ** se.Rational(3, 2)) / 3, NOT_REAL)),
        Integral("sign(x - a)", sign(X - A), abs(X - A), zero, one, lambda v: abs(1 - v[A]) - abs(v[A])),
        Integral("damped", se.exp(-A * X) * se.cos(B * X), se.exp(-A * X) * (B * se.sin(B * X) - A * se.cos(B * X)) / (A**2 + B**2), zero, _OO, lambda v: v[A] / (v[A] ** 2 + v[B] ** 2) if _real(v[A]) > 0 else DIVERGES),
        Integral("1/(x + a)²", 1 / (X + A) ** 2, -1 / (X + A), zero, _OO, by_sign(lambda a: a, lambda a: 1 / a)),
        Integral("sin ax/x", se.sin(A * X) / X, se.Function("Si")(A * X), zero, _OO, lambda v: sign(v[A]) * se.pi / 2),
        Integral("1/(a + cos x)", 1 / (A + se.cos(X)), 2 * se.atan(_ROOT((A - 1) / (A + 1)) * se.tan(X / 2)) / _ROOT(A**2 - 1), zero, 2 * se.pi, turn),
        Integral("ln ax", se.log(A * X), X * se.log(A * X) - X, zero, one, by_sign(lambda a: a, lambda a: se.log(a) - 1, NOT_REAL)),
        Integral("|x| from -a to a", abs(X), X * abs(X) / 2, -A, A, lambda v: v[A] * abs(v[A])),
        Integral("e^(-a|x - b|)", se.exp(-A * abs(X - B)), sign(X - B) * (1 - se.exp(-A * abs(X - B))) / A, -_OO, _OO, lambda v: 2 / v[A] if _real(v[A]) > 0 else DIVERGES),
        Integral("1/(x - a) from b", 1 / (X - A) ** 2, -1 / (X - A), B, B + 1, lambda v: DIVERGES if 0 <= _real(v[A] - v[B]) <= 1 else 1 / (v[B] - v[A]) - 1 / (v[B] + 1 - v[A])),
        Integral("x^a ln x", X**A * se.log(X), X ** (A + 1) * (se.log(X) / (A + 1) - 1 / (A + 1) ** 2), zero, one, by_sign(lambda a: a + 1, lambda a: -1 / (a + 1) ** 2)),
    )  # fmt: skip
    chosen = rng.choice(templates)
    if rng.random() < 0.5:
        return chosen
    k = _I(rng.choice((2, 3, 10**6)))
    shape = rng.choice((A + k, A - k, k * A, -A, A**2, A / k, A**2 - k))
    parts = (e.subs({A: shape}) for e in (chosen.f, chosen.F, chosen.low, chosen.high))
    f, F, low, high = parts
    return Integral(
        f"{chosen.label}, reshaped", f, F, low, high, lambda v: chosen.truth({**v, A: shape.subs({A: v[A]})})
    )

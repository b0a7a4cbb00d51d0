"""A grammar of the integrands that handbooks, exams and engineers write: short, with small natural constants.

    FAMILIES["waves"](Numbers(random.Random(0)))      sin(x)^3*cos(x)^2, or another product of that family

Every family is a function of `Numbers`, which draws the constants: small integers, simple fractions, or parameters
a, b, c, … where the draw is a parametric one. Nothing is integrated here, and not everything written here has an
elementary antiderivative: see `ansatz.problems.integral.textbook`. To add a family, write its function and give it a
row in `_ROWS`.
"""

from collections.abc import Callable, Sequence

import symengine as se

from ansatz.algebra.numbers import split_coefficient
from ansatz.problems.integral.pairs import X
from ansatz.problems.integral.textbook_numbers import Function, Numbers

_HALF, _THIRD = se.Rational(1, 2), se.Rational(1, 3)
_CIRCULAR = (se.sin, se.cos, se.tan, se.cot, se.sec, se.csc)
_HYPERBOLIC = (se.sinh, se.cosh, se.tanh, se.coth, se.sech, se.csch)


# --------------------------------------------------------------------------------- rational and algebraic


def _rational(n: Numbers) -> se.Expr:
    """P/∏ factors, by factors as they are shown; powers of them; xᵐ/(a + b·xⁿ)ᵖ."""
    if n.happens(0.25):
        return n.monomial(-3, 6) * n.binomial() ** n.of(-1, -1, -1, -2, -2, -3)
    if n.happens(0.2):
        return n.monomial(-3, 4) * n.linear() ** n.exponent(-4, -3, -2, -1, 2, 3, 5, 7)
    below = se.Integer(1)
    for k in range(n.of(1, 1, 2, 2, 3)):
        factor = X if n.happens(0.15) else n.linear() if n.happens(0.5) else n.quadratic()
        below *= factor ** (n.of(1, 1, 2, 2, 3, 4) if k == 0 else 1)
    above = n.polynomial(n.of(0, 0, 1, 1, 2, 3, 4)) if n.happens(0.6) else se.Integer(1)
    return above / (se.expand(below) if n.happens(0.25) else below)


def _roots_of_lines(n: Numbers) -> se.Expr:
    """xᵐ·(a + bx)^(p/2), products and quotients of two such, thirds instead of halves."""
    step = _HALF if n.happens(0.75) else _THIRD
    p, q = (n.of(-5, -3, -1, -1, 1, 1, 3, 5) if step == _HALF else n.of(-4, -2, -1, 1, 2, 4) for _ in range(2))
    u, v = n.linear(), n.linear()
    kind = n.rng.random()
    if kind < 0.4:
        return n.monomial(-3, 4) * u ** (p * step)
    if kind < 0.6:
        return n.polynomial(2) * u ** (p * step) * v ** n.of(-2, -1, -1, 1)
    if kind < 0.75:
        return u ** (p * step) * v ** (q * step)
    if kind < 0.85:
        return X ** n.of(-2, -1, -1, 0, 0, 1, 2) * (u / v) ** step
    # R(√x), R(x^(1/3))
    t = X**step
    return n.of(1, 1, 1, 2) * t ** n.of(-1, 0, 0, 1, 1, 3) * (n.constant() + n.often_one() * t) ** n.of(-2, -1, -1, 2)


def _roots_of_quadratics(n: Numbers) -> se.Expr:
    """P/√q, P·√q, xᵐ·q^(p/2), over x - r, and the binomials under roots."""
    kind, q = n.rng.random(), n.quadratic()
    power = _HALF * n.of(-5, -3, -3, -1, -1, -1, -1, 1, 1, 1, 3)
    if kind < 0.4:
        return n.monomial(-4, 4) * q**power
    if kind < 0.6:
        return n.polynomial(n.of(1, 2, 2, 3)) * q**power
    if kind < 0.75:
        return n.linear() ** n.of(-2, -1, -1, 1) * q ** (_HALF * n.of(-1, -1, 1))
    if kind < 0.85:
        return q ** (_HALF * n.of(-1, -1, 1, -3)) / (n.constant() + n.often_one() * X**2)
    p = (_HALF if n.happens(0.7) else _THIRD) * n.of(-1, -1, 1, 1, 2)
    return n.monomial(-4, 5) * n.binomial() ** p


# ------------------------------------------------------------------------------ trigonometric, hyperbolic


def _powers_of(pairs: Sequence[tuple[Function, Function]], n: Numbers) -> se.Expr:
    """uᵐ·vⁿ for one of the pairs, of x or a multiple."""
    u, v = n.rng.choice(pairs)
    t = n.argument()
    first, second = n.exponent(1, 1, 2, 2, 3, 3, 4, 5, 6), n.of(0, 0, 1, 1, 2, 2, 3, 4, -1, -2, -3, -4)
    if n.happens(0.08):
        return se.sqrt(u(t)) ** n.of(1, 3) * v(t) ** n.of(1, 3)
    return u(t) ** first * v(t) ** second


def _waves(n: Numbers) -> se.Expr:
    """Products of powers of sin and cos, tan and sec, cot and csc; of different multiples; with polynomials."""
    kind = n.rng.random()
    if kind < 0.45:
        pairs = ((se.sin, se.cos), (se.sin, se.cos), (se.cos, se.sin), (se.tan, se.sec), (se.cot, se.csc))
        return _powers_of(pairs, n)
    t = n.argument()
    if kind < 0.55:
        return n.any(se.sin, se.cos)(t) * n.any(se.sin, se.cos)(n.argument()) ** n.of(1, 1, 2)
    if kind < 0.7:  # polynomials in sines and cosines
        u, v = (n.any(*_CIRCULAR[:3], se.sin, se.cos)(t) ** n.of(1, 1, 2) for _ in range(2))
        return (n.constant() * u + n.constant() * v) ** n.of(1, 2, 2, 3) * n.any(se.sin, se.cos)(t) ** n.of(0, 0, 1)
    f = n.any(*_CIRCULAR[:4], se.sin, se.cos)(t) ** n.of(1, 1, 2, 2, 3)
    if kind < 0.9:
        f *= n.any(se.sin, se.cos)(t) if n.happens(0.2) else 1
        return n.polynomial(n.of(1, 1, 2, 3)) * f
    rate = n.any(lambda u: 1 / se.cos(u) ** 2, lambda u: 1 / se.sin(u) ** 2, lambda u: se.tan(u) * se.sec(u))
    return (n.polynomial(1) if n.happens(0.5) else X) * rate(t)


def _rational_in_waves(n: Numbers) -> se.Expr:
    """1/(a + b·cos x), with powers and numerators; in sin, cos and tan."""
    t = X if n.happens(0.7) else n.positive() * X
    wave = n.any(se.sin, se.cos, se.sin, se.cos, se.tan)
    below = n.constant() + n.often_one() * wave(t)
    kind = n.rng.random()
    if kind < 0.2:
        below = n.constant() * se.cos(t) + n.constant() * se.sin(t)
    elif kind < 0.35:
        below = n.constant() * se.cos(t) ** 2 + n.constant() * se.sin(t) ** 2
    elif kind < 0.45:
        below = n.constant() + n.constant() * wave(t) ** 2
    above = se.Integer(1) if n.happens(0.45) else n.any(*_CIRCULAR[:3], se.sin, se.cos)(t) ** n.of(1, 1, 2, 3)
    power = n.of(-1, -1, -1, -2, -2, -3, 2, 3)
    if n.happens(0.1):
        return above * below ** (_HALF * n.of(-1, 1))
    return above * below**power


def _hyperbolic(n: Numbers) -> se.Expr:
    """As the circular functions: powers, products, with polynomials and exponentials, 1/(a + b·cosh x)."""
    kind, t = n.rng.random(), n.argument()
    if kind < 0.4:
        return _powers_of(((se.sinh, se.cosh), (se.cosh, se.sinh), (se.tanh, se.sech), (se.coth, se.csch)), n)
    function = n.any(*_HYPERBOLIC[:3], se.sinh, se.cosh)
    if kind < 0.6:
        return n.polynomial(n.of(1, 1, 2, 3)) * function(t) ** n.of(1, 1, 2)
    if kind < 0.7:
        return se.exp(n.argument()) * function(t) ** n.of(1, 1, 2)
    if kind < 0.8:
        f = n.any(lambda u: se.sech(u) ** 2, lambda u: se.csch(u) ** 2, lambda u: se.tanh(u) * se.sech(u))
        return n.polynomial(1) * f(t)
    if kind < 0.9:
        return n.any(se.sin, se.cos)(n.argument()) * n.any(se.sinh, se.cosh)(t)
    return function(t) ** n.of(0, 0, 1, 2) / (n.constant() + n.often_one() * function(t)) ** n.of(1, 1, 2)


# ------------------------------------------------------------------------------ exponential, logarithmic


def _exponential(n: Numbers) -> se.Expr:
    """P·eᵗ, eᵃˣ with sines, R(eˣ), roots of a + b·eˣ, powers of other bases."""
    kind = n.rng.random()
    if kind < 0.25:
        return n.polynomial(n.of(1, 1, 2, 3, 4)) * se.exp(n.constant() * X)
    if kind < 0.5:
        wave = n.any(se.sin, se.cos)(n.argument()) ** n.of(1, 1, 1, 2, 3)
        return (n.polynomial(2) if n.happens(0.4) else 1) * se.exp(n.constant() * X) * wave
    if kind < 0.75:
        t = se.exp(n.often_one() * X)
        below = n.constant() + n.often_one() * t ** n.of(1, 1, 2)
        power = n.of(-1, -1, -2, -3, 2) if n.happens(0.7) else _HALF * n.of(-3, -1, 1, 3)
        return X ** n.of(0, 0, 0, 0, 0, 1) * t ** n.of(0, 0, 1, 1, 2, -1) * below**power
    if kind < 0.85:
        power = n.of(2, 2, 2, 3, -1)
        return X ** (power - 1 if power < 0 else n.of(1, 2, 2, 3) * power - 1) * se.exp(n.constant() * X**power)
    if kind < 0.93:
        return n.polynomial(n.of(0, 0, 1, 2)) * (se.Integer(n.of(2, 2, 3, 5, 10)) ** n.argument())
    inner = X if n.happens(0.5) else n.linear()
    power = inner ** (_HALF if n.happens(0.7) else _THIRD)
    return power ** n.of(0, 0, -1, 1) * n.any(se.exp, se.sin, se.cos)(n.often_one() * power)


def _logarithmic(n: Numbers) -> se.Expr:
    """xᵐ·lnᵏ, ln of polynomials and of quotients, R(ln x)/x, sin(ln x), over powers of lines."""
    kind = n.rng.random()
    log = se.log(X) if n.happens(0.5) else se.log(n.positive() * X)
    if kind < 0.15:
        return n.monomial(-4, 5) * log ** n.of(1, 1, 1, 2, 2, 3)
    if kind < 0.25:
        return X ** (_HALF * n.of(-3, -1, 1, 1, 3)) * log ** n.of(1, 1, 2)
    if kind < 0.42:
        log = n.constant() + n.often_one() * log if n.happens(0.4) else log
        return n.polynomial(n.of(1, 2, 3)) * log ** n.of(1, 2)
    if kind < 0.62:
        inner = n.linear() if n.happens(0.4) else n.quadratic() if n.happens(0.7) else n.linear() / n.linear()
        return (n.monomial(-3, 4) if n.happens(0.7) else n.polynomial(2)) * se.log(inner) ** n.of(1, 1, 1, 1, 2)
    if kind < 0.74:
        power = n.of(-2, -1, 2, 3) * n.rng.choice((1, 1, _HALF))
        return log ** n.of(0, 0, 1) * (n.constant() + n.often_one() * log ** n.of(1, 1, 2)) ** power / X
    if kind < 0.82:
        return X ** n.of(-2, -1, 0, 0, 1, 2) * n.any(se.sin, se.cos)(n.often_one() * log)
    if kind < 0.94:
        return X ** n.of(0, 0, 1) * log / (n.linear() if n.happens(0.6) else n.quadratic()) ** n.of(2, 2, 3)
    inner = n.of(1, 1, 2) * X + se.sqrt(n.quadratic()) if n.happens(0.5) else se.sqrt(X) + n.positive()
    return X ** n.of(0, 0, 1, 2) * se.log(inner)


def _inverse(n: Numbers) -> se.Expr:
    """Inverse functions alone, with powers of x, of roots and reciprocals, squared, over √(1 ± x²)."""
    functions = (se.asin, se.acos, se.atan, se.atan, se.asinh, se.acosh, se.atanh, se.acot, se.asec, se.acsc, se.acoth)
    function = n.any(*functions[:5]) if n.happens(0.6) else n.any(*functions)
    kind = n.rng.random()
    t = X if n.happens(0.35) else n.constant() * X
    if kind < 0.4:
        return (n.monomial(-4, 4) if n.happens(0.6) else n.polynomial(n.of(1, 2, 3))) * function(t)
    if kind < 0.55:
        return function(n.linear()) * (X ** n.of(0, 0, 1, 2) if n.happens(0.6) else n.polynomial(2))
    if kind < 0.7:
        power = n.any(se.asin, se.acos, se.atan, se.asinh)(t)
        power = n.constant() + n.often_one() * power if n.happens(0.4) else power
        return X ** n.of(0, 0, 1, 2) * power ** n.of(2, 2, 3)
    if kind < 0.85:
        line = n.linear()
        inner = n.rng.choice((se.sqrt(X), 1 / X, X**2, X / line, se.sqrt(line), n.positive() / X, n.often_one() * X**2))
        return X ** n.of(0, 0, 0, 1, -2) * function(inner)
    rows = ((se.asin, 1 - t**2), (se.acos, 1 - t**2), (se.asinh, 1 + t**2), (se.atan, 1 + t**2), (se.atanh, 1 - t**2))
    inverse, below = n.rng.choice(rows)
    power = se.Integer(n.of(-1, -2)) if inverse in (se.atan, se.atanh) else _HALF * n.of(-1, -1, -1, 1, -3)
    outer = n.any(lambda u: u, lambda u: u, lambda u: u**2, se.exp, lambda u: n.constant() + n.often_one() * u)
    return X ** n.of(0, 0, 1, 1, 2, 3) * outer(inverse(t)) * below**power


# ------------------------------------------------------------------------------------------ composed


def _inner(n: Numbers) -> se.Expr:
    """The g of f(g)·g′."""
    kind = n.rng.random()
    if kind < 0.35:
        return n.polynomial(2) + n.monomial(2, 4) if n.happens(0.5) else n.binomial()
    t = X if n.happens(0.7) else n.positive() * X
    if kind < 0.75:
        u = n.any(se.sin, se.cos, se.tan, se.exp, se.log, se.sqrt, se.sinh, se.cosh)(t)
        return u if n.happens(0.65) else n.constant() + n.often_one() * u ** n.of(1, 1, 2)
    if kind < 0.85:
        return n.any(se.asin, se.atan, se.asinh, se.acos)(t)
    return n.rng.choice((1 / X, X * se.exp(X), X * se.log(X), X + se.sin(X), se.log(se.sin(X)), se.log(se.log(X))))


def _chain_rule(n: Numbers) -> se.Expr:
    """f(g)·g′ up to a constant factor."""
    g = _inner(n)
    outer = n.rng.choice(
        (
            lambda u: u ** n.of(-3, -2, -1, -1, 2, 3, 4, 5),
            lambda u: u ** (n.rng.choice((_HALF, _HALF, _THIRD)) * n.of(-1, -1, 1, 2)),
            n.any(se.sin, se.cos, se.tan, se.sec, lambda u: 1 / se.cos(u) ** 2, lambda u: se.sin(u) ** 2),
            n.any(se.exp, se.exp, lambda u: se.exp(-u), lambda u: u * se.exp(u)),
            n.any(se.log, se.log, lambda u: u * se.log(u), lambda u: se.log(u) / u, se.atan, se.asin),
            n.any(lambda u: 1 / (1 + u**2), lambda u: 1 / se.sqrt(1 - u**2), lambda u: 1 / (u**2 + n.positive() ** 2)),
            n.any(se.sinh, se.cosh, se.tanh, lambda u: 1 / (1 + se.exp(u)), lambda u: 1 / (u * (u + 1))),
        )
    )
    rate = g.diff(X)
    return outer(g) * split_coefficient(rate)[1] * n.often_one(0.8)


def _mixed(n: Numbers) -> se.Expr:
    """A sum of two short integrands of the other families."""
    families = [_rational, _roots_of_lines, _waves, _exponential, _logarithmic, _inverse, _hyperbolic, _chain_rule]
    first, second = n.rng.sample(families, 2)
    return n.often_one() * first(n) + n.often_one() * second(n)


def _shifted(n: Numbers) -> se.Expr:
    """Another family's integrand, its variable stretched or shifted."""
    families = [_rational, _roots_of_quadratics, _rational_in_waves, _logarithmic, _inverse, _exponential, _chain_rule]
    return n.rng.choice(families)(n).subs({X: n.linear() if n.happens(0.6) else n.constant() * X})


_ROWS: tuple[tuple[str, Callable[[Numbers], se.Expr], float], ...] = (
    ("rational", _rational, 4),
    ("roots_of_lines", _roots_of_lines, 3),
    ("roots_of_quadratics", _roots_of_quadratics, 4),
    ("waves", _waves, 4),
    ("rational_in_waves", _rational_in_waves, 2),
    ("hyperbolic", _hyperbolic, 2),
    ("exponential", _exponential, 3),
    ("logarithmic", _logarithmic, 3),
    ("inverse", _inverse, 3),
    ("chain_rule", _chain_rule, 4),
    ("mixed", _mixed, 1.5),
    ("shifted", _shifted, 2),
)
FAMILIES = {name: family for name, family, _ in _ROWS}
WEIGHTS = {name: weight for name, _, weight in _ROWS}
"""How often each family is drawn, unless a configuration says otherwise."""

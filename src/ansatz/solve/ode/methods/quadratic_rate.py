"""Equations without x that say y'² as a function of y: those for which some u = φ(y) has u'² = a·u² + b·u + c.

    y'' = f(y, y'²)        s = y'² satisfies ds/dy = 2·f(y, s); where that is linear, s = R(y, c1)

and u'² = φ'²·R. With such a square, u is a sum of exponentials, of sines, or a square of x:

    y'' = eʸ               u = e^(-y/2):  u'² = 1/2 + c1·u²/4     u = sinh(c1·(x + c2))/(√2·c1)
    y'' + y = 1/y³         u = y²:        u'² = 4·(c1·u - u² - 1)   u = c1/2 + √(c1²/4 - 1)·sin(2x + c2)

The families for other signs of the constants follow from these (`ansatz.solve.ode.mirrors`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import symengine as se

from ansatz.algebra.numbers import as_fraction, is_rational
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.expr.canonical import has_imaginary
from ansatz.solve.ode.claim import CONSTANTS, UNKNOWNS, Claim, Equation, Integrals, Kind
from ansatz.solve.ode.methods.answers import exponentials_opened
from ansatz.solve.ode.methods.confluent import is_negative
from ansatz.solve.ode.methods.linear import linear_family

_Y, _Y1, _Y2 = UNKNOWNS[:3]
_C1, _C2 = CONSTANTS[:2]
_S, _U = se.Symbol("s_0"), se.Symbol("u_0")
_NAME = "y'^2 a quadratic of "
_MAX_EXPONENT = 4


@dataclass(frozen=True, slots=True)
class _Quadratic:
    """u'² = a·u² + b·u + c."""

    a: se.Expr
    b: se.Expr
    c: se.Expr


def quadratic_rate(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """By the first u that does; else what is known: y'² as a function of y."""
    R = _square_of_rate(equation, integrals)
    if R is None or _C1 not in R.free_symbols:
        return
    for forward, back in _changes(R):
        square = exponentials_opened((forward.diff(_Y) ** 2 * R).subs({_Y: back}))
        quadratic = _quadratic(square)
        if quadratic is None:
            continue
        found = False
        for u, kind in _solutions(quadratic, equation.x):
            y = exponentials_opened(back.subs({_U: u}))
            if not has_no_value(y) and not has_imaginary(y):
                found = True
                yield Claim(y, f"{_NAME}{str(forward).replace(str(_Y), 'y')}", kind)
        if found:
            return
    level = together((_Y1**2 - R.subs({_C1: se.Integer(0)})) / R.diff(_C1))
    yield Claim(se.expand(level) - _C1, "y'^2 as a function of y", Kind.FIRST_INTEGRAL, implicit=True)


def _square_of_rate(equation: Equation, integrals: Integrals) -> se.Expr | None:
    """R(Y, c1) with y'² = R; None where the equation says no such thing."""
    slope = equation.left.diff(_Y2)
    if slope == 0 or equation.x in equation.left.free_symbols or _Y2 in slope.free_symbols:
        return None
    force = together(-equation.left.subs({_Y2: se.Integer(0)}) / slope)
    force = together(se.expand(force).subs({_Y1: se.sqrt(_S)}))
    if any(p.args[0] == _S and not isinstance(p.args[1], se.Integer) for p in force.atoms(se.Pow)):
        return None
    return linear_family(2 * force, _Y, _S, integrals)


def _changes(R: se.Expr) -> Iterator[tuple[se.Expr, se.Expr]]:
    """(φ(Y), Y as a function of u), as the powers and exponentials of R suggest."""
    yield _Y, _U
    exponents, rates = set(), set()
    for p in R.atoms(se.Pow):
        base, exponent = p.args
        if base == _Y and is_rational(exponent):
            exponents |= {(2 - exponent) / 2, 2 - exponent}
        elif base == se.E and is_rational(k := se.expand(exponent).diff(_Y)):
            rates |= {-k / 2, k / 2, -k, k}
    for k in sorted(rates, key=_small_first):
        yield se.exp(k * _Y), se.log(_U) / k
    for n in sorted({se.Integer(2), se.Integer(-1), *exponents} - {0, 1}, key=_small_first):
        if abs(n) <= _MAX_EXPONENT:
            yield _Y**n, _U ** (1 / n)
    yield se.log(_Y), se.exp(_U)


def _small_first(number: se.Expr) -> tuple[Fraction, Fraction]:
    value = as_fraction(number) if is_rational(number) else Fraction(0)
    return abs(value), value


def _quadratic(square: se.Expr) -> _Quadratic | None:
    """The coefficients in u; None where it is no polynomial of degree two or one."""
    square = se.expand(together(square))
    a = se.expand(square.diff(_U).diff(_U) / 2)
    if _U in a.free_symbols:
        return None
    b = se.expand(square.diff(_U) - 2 * a * _U)
    c = se.expand(square - a * _U**2 - b * _U)
    if _U in (b.free_symbols | c.free_symbols) or b == c == 0:
        return None
    return _Quadratic(a, b, c)


def _solutions(q: _Quadratic, x: se.Symbol) -> Iterator[tuple[se.Expr, Kind]]:
    """Functions u with two constants, and where a may vanish for a value of c1, those with one."""
    a, b, c = q.a, q.b, q.c
    if a == 0:
        yield (b * (x + _C2) ** 2 / 4 - c / b if b != 0 else se.sqrt(c) * (x + _C2)), Kind.GENERAL
    elif _C1 in a.free_symbols:
        yield from _of_varying(q, x)
    else:
        oscillates = is_negative(a)
        w = se.sqrt(-a if oscillates else a) * x
        if _C1 not in b.free_symbols:  # c takes every value, so that the amplitudes are free
            pair = (se.cos(w), se.sin(w)) if oscillates else (se.exp(w), se.exp(-w))
            yield -b / (2 * a) + _C1 * pair[0] + _C2 * pair[1], Kind.GENERAL
        elif _C1 not in c.free_symbols:
            rest = _C1**2 - c / a
            if oscillates:
                yield _C1 + se.sqrt(rest) * se.sin(w + _C2), Kind.GENERAL
            else:
                yield _C1 + _C2 * se.exp(w) + rest / (4 * _C2) * se.exp(-w), Kind.GENERAL


def _of_varying(q: _Quadratic, x: se.Symbol) -> Iterator[tuple[se.Expr, Kind]]:
    """With c1² for a, and with a = 0; b and c free of c1."""
    b, c = q.b, q.c
    if _C1 in b.free_symbols | c.free_symbols:
        return
    phase = _C1 * (x + _C2)
    if b == 0:
        wave = se.sqrt(-c) * se.cosh(phase) if is_negative(c) else se.sqrt(c) * se.sinh(phase)
        yield wave / _C1, Kind.GENERAL
        if not is_negative(c):
            yield se.sqrt(c) * (x + _C1), Kind.PARTICULAR
        return
    h = -b / (2 * _C1**2)
    yield h + se.sqrt(h**2 - c / _C1**2) * se.cosh(phase), Kind.GENERAL
    yield b * (x + _C1) ** 2 / 4 - c / b, Kind.PARTICULAR


__all__ = ["quadratic_rate"]

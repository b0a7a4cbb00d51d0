"""y' = a(x) + b(x)·y + c(x)·y²: with a particular solution y₁, y = y₁ + 1/u is linear in u.

y₁ = k·T is tried for powers of x, for the equation's kernels and for ratios of its coefficients: a quadratic equation
for the constant k. Then y = -w'/(c·w) with w'' - (b + c'/c)·w' + a·c·w = 0, where methods of second order know w.
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.fold import kernels
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative, has_imaginary, symbol
from ansatz.solve.ode.claim import CONSTANTS, UNKNOWNS, Claim, Equation, Integrals, Kind
from ansatz.solve.ode.methods.answers import C1, explicit, named
from ansatz.solve.ode.methods.linear import linear_family
from ansatz.solve.ode.methods.linear_second_order import LINEAR
from ansatz.solve.ode.methods.particular import particular as rational
from ansatz.solve.ode.methods.roots import root_of, roots
from ansatz.solve.ode.methods.slopes import slopes
from ansatz.solve.ode.numeric import vanishes, without

_NAME = "Riccati"
_K, _U = symbol("k_"), symbol("u_")
_PLACES = tuple(map(se.Integer, (1, 2, 3)))
_Coefficients = tuple[se.Expr, se.Expr, se.Expr]


def riccati(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """Families y₁ + 1/u, explicit in y."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        parts = quadratic(f, x, y)
        if parts is not None:
            yield from _families(parts, equation, integrals)


def riccati_in_x(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """The same with x and y exchanged."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        parts = None if f == 0 else quadratic(together(1 / f), y, x)
        if parts is None:
            continue
        for known in particular(parts, y):
            u = _linear_part(parts, known, y, x, integrals)
            if u is not None:
                c = together((1 / (x - known) - u.subs({C1: 0})) / u.diff(C1))
                yield from explicit(c - C1, equation, "Riccati in x")
                return


def quadratic(f: se.Expr, x: se.Symbol, y: se.Symbol) -> _Coefficients | None:
    """(a, b, c) with f = a + b·y + c·y², c ≠ 0; None where f is not so."""
    half = together(f.diff(y).diff(y))
    c = without(half / 2, y)
    if c is None or c == 0 or vanishes(c):
        return None
    b = without(together(f.diff(y) - 2 * c * y), y)
    a = None if b is None else without(together(f - b * y - c * y**2), y)
    return None if a is None or b is None else (a, b, c)


def _families(parts: _Coefficients, equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    x = equation.x
    for known in particular(parts, x):
        yield Claim(known, _NAME, Kind.PARTICULAR)
        u = _linear_part(parts, known, x, equation.y, integrals)
        if u is not None:
            yield from named(together(known + 1 / u), equation, _NAME)
            return
    yield from _by_second_order(parts, equation, integrals)


def _linear_part(
    parts: _Coefficients, known: se.Expr, x: se.Symbol, y: se.Symbol, integrals: Integrals
) -> se.Expr | None:
    _, b, c = parts
    return linear_family(-(together(b + 2 * c * known) * y) - c, x, y, integrals)


def particular(parts: _Coefficients, x: se.Symbol) -> Iterator[se.Expr]:
    """Solutions k·T, each once."""
    a, b, c = parts
    if a == 0:
        yield se.Integer(0)
    seen: set[se.Expr] = set()
    for known in rational(a + b * _U + c * _U**2, x, _U):
        if known not in seen:
            seen.add(known)
            yield known
    for term in _terms(parts, x):
        residual = a + _K * (b * term - term.diff(x)) + _K**2 * c * term**2
        for known in _multiples(residual, term, x):
            if known not in seen:
                seen.add(known)
                yield known


def _multiples(residual: se.Expr, term: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    for place in _PLACES:
        try:
            at = residual.subs({x: place})
            if has_no_value(at):
                continue
            for root in roots(at, _K):
                k = root.value
                if not has_imaginary(k) and vanishes(se.expand(residual.subs({_K: k}))):
                    yield together(k * term)
            return
        except ALGEBRA_FAILURES:
            continue


def _terms(parts: _Coefficients, x: se.Symbol) -> list[se.Expr]:
    a, b, c = parts
    terms = [x**n for n in (0, 1, -1, 2, -2, 3, -3)]
    if b != 0:
        terms += [b / c, a / b]
    terms += [root_of(together(a / c)), 1 / c, *(se.diff(p, x) / c / p for p in parts if p != 0)]
    for part in parts:
        for kernel in kernels(part):
            if x in kernel.free_symbols and kernel.args:
                terms += [kernel, 1 / kernel, kernel.diff(x) / kernel, x * kernel, kernel / x]
                if kernel.__class__ is se.Pow and kernel.args[0] == x:
                    n = kernel.args[1]
                    terms += [x ** (n * k) for k in (2, -2, se.Rational(1, 2))] + [x ** (n + 1), x ** (-n - 1)]
                elif kernel.__class__ in (se.sin, se.cos, se.tan):
                    u = kernel.args[0]
                    terms += [se.tan(u), se.cot(u), se.cos(u), se.sin(u), se.sec(u), se.csc(u)]
    return [t for t in dict.fromkeys(map(together, terms)) if t != 0 and not has_no_value(t)]


def _by_second_order(parts: _Coefficients, equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """y = -w'/(c·w) for every w with two constants that methods of second order find."""
    x = equation.x
    a, b, c = parts
    Y, Y1, Y2 = UNKNOWNS[:3]
    inner = Equation(Y2 - together(b + c.diff(x) / c) * Y1 + together(a * c) * Y, x, order=2)
    for method in LINEAR:
        for claim in method(inner, integrals):
            if claim.implicit or not set(CONSTANTS[:2]) <= claim.solution.free_symbols:
                continue
            w = claim.solution.subs({CONSTANTS[1]: se.Integer(1)})
            yield from named(together(-derivative(w, x) / (c * w)), equation, "Riccati, to second order")
            return


__all__ = ["quadratic", "riccati", "riccati_in_x"]

"""u = φ(y) for functions that the equation shows: e^y, ln y, tan y, sin y, powers; u = x·y, y/x, y ± g(x)."""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.fold import kernels
from ansatz.algebra.numbers import is_rational
from ansatz.solve.ode.claim import Claim, Equation, Integrals
from ansatz.solve.ode.methods.bernoulli import bernoulli
from ansatz.solve.ode.methods.homogeneous import isobaric
from ansatz.solve.ode.methods.linear import linear
from ansatz.solve.ode.methods.riccati import quadratic, riccati
from ansatz.solve.ode.methods.separable import separable
from ansatz.solve.ode.methods.slopes import slopes
from ansatz.solve.ode.methods.substitution import Substitution

_INNER = (separable, linear, bernoulli, riccati, isobaric)
_X = se.Symbol("x")
_LOG = type(se.log(_X))
_TRIGONOMETRIC = {type(g(_X)) for g in (se.sin, se.cos, se.tan, se.cot, se.sec, se.csc)}
_ONE = se.Integer(1)


def change_of_y(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """Claims about u by the methods for linear, Bernoulli, Riccati, separable and isobaric equations."""
    for f in slopes(equation):
        if quadratic(f, equation.x, equation.y) is not None:
            continue  # most of these changes lead from one Riccati equation to another
        plain = expanded_angles(f, equation.y)
        for change in _changes(f, equation.x, equation.y):
            yield from change.claims(plain, equation, integrals, _INNER)


def _changes(f: se.Expr, x: se.Symbol, y: se.Symbol) -> Iterator[Substitution]:
    seen: set[se.Expr] = set()
    for change in _proposed(f, x, y):
        if change.forward not in seen and change.forward != y:
            seen.add(change.forward)
            yield change


def _proposed(f: se.Expr, x: se.Symbol, y: se.Symbol) -> Iterator[Substitution]:
    for kernel in _kernels(f, y):
        if kernel.__class__ is se.Pow:
            base, exponent = kernel.args
            if base == se.E:
                for term in se.Add.make_args(exponent):
                    k = term.diff(y)
                    if y in term.free_symbols and not {x, y} & k.free_symbols:
                        yield Substitution(se.exp(k * y), se.log(y) / k, f"u = exp({k}·y)")
            elif base == y and is_rational(exponent):
                yield Substitution(kernel, y ** (1 / exponent), f"u = y^({exponent})")
            elif base.__class__ is se.Add and is_rational(exponent) and y not in base.diff(y).free_symbols:
                slope = base.diff(y)
                rest = se.expand(base - slope * y)
                yield Substitution(kernel, (y ** (1 / exponent) - rest) / slope, f"u = {kernel}")
        elif kernel.__class__ is _LOG and kernel.args[0] == y:
            yield Substitution(kernel, se.exp(y), "u = ln(y)")
        elif kernel.__class__ in _TRIGONOMETRIC:
            k = kernel.args[0].diff(y)
            if not {x, y} & k.free_symbols and x not in kernel.args[0].free_symbols:
                yield Substitution(se.tan(y), se.atan(y), "u = tan(y)")
                yield Substitution(se.sin(y), se.asin(y), "u = sin(y)")
                yield Substitution(se.cos(y), se.acos(y), "u = cos(y)")
                yield Substitution(se.tan(y / 2), 2 * se.atan(y), "u = tan(y/2)")
            elif y in k.free_symbols or x in kernel.args[0].free_symbols:
                inner = kernel.args[0]
                slope = inner.diff(y)
                if y not in slope.free_symbols:
                    yield Substitution(inner, (y - (inner - slope * y)) / slope, f"u = {inner}")
    yield Substitution(y**2, se.sqrt(y), "u = y^2")
    yield Substitution(y / x, x * y, "u = y/x")
    yield Substitution(x * y, y / x, "u = x·y")
    yield Substitution(1 / y, 1 / y, "u = 1/y")
    yield Substitution(se.log(y), se.exp(y), "u = ln(y)")
    yield Substitution(y + x, y - x, "u = y + x")
    yield Substitution(y - x, y + x, "u = y - x")


def _kernels(f: se.Expr, y: se.Symbol) -> list[se.Expr]:
    """Applied functions and powers in f that depend on y, inner ones too."""
    found: dict[se.Expr, None] = {}
    pending = [f]
    while pending:
        for kernel in kernels(pending.pop()):
            if y in kernel.free_symbols and kernel != y and kernel not in found:
                found[kernel] = None
                pending += kernel.args
    return list(found)


def expanded_angles(f: se.Expr, y: se.Symbol) -> se.Expr:
    """f with sin 2y, cos 2y, sec y, cot y … written by sin y, cos y and tan y."""
    if y not in f.free_symbols or not f.args:
        return f
    arguments = [expanded_angles(a, y) for a in f.args]
    if f.__class__ in _TRIGONOMETRIC and y in f.free_symbols:
        u = arguments[0]
        s, c = (2 * se.sin(y) * se.cos(y), 1 - 2 * se.sin(y) ** 2) if u == 2 * y else (se.sin(u), se.cos(u))
        return {"sin": s, "cos": c, "tan": s / c, "cot": c / s, "sec": 1 / c, "csc": 1 / s}[f.__class__.__name__]
    return f.func(*arguments)


__all__ = ["change_of_y"]

"""The table: what is known by heart, for linear arguments ax + b, and with constant factors."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.numbers import is_rational
from ansatz.solve.steps.goal import Goal, Rewriting, line, text

_ONE, _HALF = se.Integer(1), se.Rational(1, 2)


def _ln(u: se.Expr) -> se.Expr:
    return se.log(abs(u))


@dataclass(frozen=True, slots=True)
class Row:
    """integrand(u) and its antiderivative in u; said: the formula, as one says it."""

    integrand: Callable[[se.Expr], se.Expr]
    antiderivative: Callable[[se.Expr], se.Expr]
    said: str


def _special(name: str) -> Callable[[se.Expr], se.Expr]:
    return se.Function(name)


# ∫ f(u) du = F(u)
ROWS = (
    Row(se.exp, se.exp, "∫ e^u du = e^u"),
    Row(se.sin, lambda u: -se.cos(u), "∫ sin(u) du = -cos(u)"),
    Row(se.cos, se.sin, "∫ cos(u) du = sin(u)"),
    Row(se.tan, lambda u: -_ln(se.cos(u)), "∫ tan(u) du = -ln|cos(u)|"),
    Row(se.cot, lambda u: _ln(se.sin(u)), "∫ cot(u) du = ln|sin(u)|"),
    Row(se.sec, lambda u: _ln(se.sec(u) + se.tan(u)), "∫ sec(u) du = ln|sec(u) + tan(u)|"),
    Row(se.csc, lambda u: -_ln(se.csc(u) + se.cot(u)), "∫ csc(u) du = -ln|csc(u) + cot(u)|"),
    Row(lambda u: 1 / se.cos(u), lambda u: _ln(se.sec(u) + se.tan(u)), "∫ sec(u) du = ln|sec(u) + tan(u)|"),
    Row(lambda u: 1 / se.sin(u), lambda u: -_ln(se.csc(u) + se.cot(u)), "∫ csc(u) du = -ln|csc(u) + cot(u)|"),
    Row(lambda u: se.sec(u) ** 2, se.tan, "∫ sec(u)^2 du = tan(u)"),
    Row(lambda u: se.cos(u) ** -2, se.tan, "∫ 1/cos(u)^2 du = tan(u)"),
    Row(lambda u: se.csc(u) ** 2, lambda u: -se.cot(u), "∫ csc(u)^2 du = -cot(u)"),
    Row(lambda u: se.sin(u) ** -2, lambda u: -se.cot(u), "∫ 1/sin(u)^2 du = -cot(u)"),
    Row(lambda u: se.sec(u) * se.tan(u), se.sec, "∫ sec(u)*tan(u) du = sec(u)"),
    Row(lambda u: se.csc(u) * se.cot(u), lambda u: -se.csc(u), "∫ csc(u)*cot(u) du = -csc(u)"),
    Row(se.sinh, se.cosh, "∫ sinh(u) du = cosh(u)"),
    Row(se.cosh, se.sinh, "∫ cosh(u) du = sinh(u)"),
    Row(se.tanh, lambda u: se.log(se.cosh(u)), "∫ tanh(u) du = ln(cosh(u))"),
    Row(se.coth, lambda u: _ln(se.sinh(u)), "∫ coth(u) du = ln|sinh(u)|"),
    Row(lambda u: se.sech(u) ** 2, se.tanh, "∫ sech(u)^2 du = tanh(u)"),
    Row(lambda u: se.cosh(u) ** -2, se.tanh, "∫ 1/cosh(u)^2 du = tanh(u)"),
    Row(lambda u: se.csch(u) ** 2, lambda u: -se.coth(u), "∫ csch(u)^2 du = -coth(u)"),
    Row(lambda u: se.sinh(u) ** -2, lambda u: -se.coth(u), "∫ 1/sinh(u)^2 du = -coth(u)"),
    Row(lambda u: se.sech(u) * se.tanh(u), lambda u: -se.sech(u), "∫ sech(u)*tanh(u) du = -sech(u)"),
    Row(lambda u: se.csch(u) * se.coth(u), lambda u: -se.csch(u), "∫ csch(u)*coth(u) du = -csch(u)"),
)


def table(goal: Goal) -> Iterator[Rewriting]:
    """One line that needs no further one."""
    f, x = goal.integrand, goal.variable
    if x not in f.free_symbols:
        yield Rewriting("constant", "A constant c has the antiderivative c*x.", f * x)
        return
    c, g = split_constant(f, x)
    if (found := _power(g, x) or _row(g, x) or _quadratic(g, x) or _special_function(g, x)) is not None:
        rule, words, F = found
        yield Rewriting(rule, words, se.expand(c * F) if F.__class__ is se.Add and is_rational(c) else c * F)


_Found = tuple[str, str, se.Expr]


def _power(g: se.Expr, x: se.Symbol) -> _Found | None:
    if g.__class__ is se.Add:
        return None  # term by term
    base, n = g.args if g.__class__ is se.Pow else (g, _ONE)
    if base != se.E and x not in n.free_symbols and (found := line(base, x)) is not None:
        a = found[0]
        if n == -1:
            return "logarithm", "The antiderivative of 1/u is ln|u|" + _chain(base, a, x), _ln(base) / a
        words = f"Power rule: ∫ u^n du = u^(n+1)/(n+1) with n = {text(n)}"
        return "power rule", words + _chain(base, a, x), base ** (n + 1) / (n + 1) / a
    if g.__class__ is se.Pow and base != se.E and x not in base.free_symbols and (found := line(n, x)) is not None:
        return "table", "∫ a^u du = a^u/ln(a)" + _chain(n, found[0], x), g / (found[0] * se.log(base))
    return None


def _chain(u: se.Expr, a: se.Expr, x: se.Symbol) -> str:
    return "." if u == x else f", here with u = {text(u)}{'' if a == 1 else f', so divide by {text(a)}'}."


def _row(g: se.Expr, x: se.Symbol) -> _Found | None:
    """A row whose argument is linear; it is the argument of the first function in g."""
    arguments = {e.args[1] if e.__class__ is se.Pow else e.args[0] for e in _functions(g, x)}
    for u in arguments:
        if (found := line(u, x)) is None:
            continue
        for row in ROWS:
            if g == row.integrand(u):
                return "table", row.said + _chain(u, found[0], x), row.antiderivative(u) / found[0]
    return None


def _functions(g: se.Expr, x: se.Symbol) -> list[se.Expr]:
    """Functions and exponentials of x among the factors of g."""
    found = []
    for factor in se.Mul.make_args(g):
        base = factor.args[0] if factor.__class__ is se.Pow and factor.args[0] != se.E else factor
        exponential = base.__class__ is se.Pow and base.args[0] == se.E
        if exponential or (len(base.args) == 1 and x in base.free_symbols):
            found.append(base)
    return found


def _quadratic(g: se.Expr, x: se.Symbol) -> _Found | None:
    """1/(x² + c), 1/√(c ± x²) and their like, without a linear term."""
    if g.__class__ is not se.Pow or g.args[1] not in (-1, -_HALF):
        return None
    inside, is_root = se.expand(g.args[0]), g.args[1] != -1
    a = se.expand(inside.diff(x).diff(x) / 2)
    if a == 0 or x in a.free_symbols or inside.diff(x).subs({x: 0}) != 0:
        return None
    c = inside.subs({x: 0})
    if c == 0:
        return None
    signs = tuple(sign_of(part) for part in (a, c))
    if not is_root:
        if signs[0] == signs[1]:
            k = se.sqrt(c / a)
            return "table", "∫ 1/(u^2 + k^2) du = atan(u/k)/k.", se.atan(x / k) / (a * k)
        k = se.sqrt(-c / a)
        return "table", "∫ 1/(u^2 - k^2) du = ln|(u - k)/(u + k)|/(2k).", _ln((x - k) / (x + k)) / (2 * a * k)
    if signs == (1, 1):
        k = se.sqrt(c / a)
        return "table", "∫ 1/sqrt(u^2 + k^2) du = asinh(u/k).", se.asinh(x / k) / se.sqrt(a)
    if signs == (-1, 1):
        k = se.sqrt(-c / a)
        return "table", "∫ 1/sqrt(k^2 - u^2) du = asin(u/k).", se.asin(x / k) / se.sqrt(-a)
    if signs == (1, -1):
        root = se.sqrt(x**2 + c / a)
        return "table", "∫ 1/sqrt(u^2 - k^2) du = ln|u + sqrt(u^2 - k^2)|.", _ln(x + root) / se.sqrt(a)
    return None


def sign_of(c: se.Expr) -> int:
    """Of a number; parameters and their squares count as positive, -k² as negative."""
    number = c.args[0] if c.__class__ is se.Mul and isinstance(c.args[0], se.Number) else c
    return -1 if isinstance(number, se.Number) and number.is_real and number < 0 else 1


def _special_function(g: se.Expr, x: se.Symbol) -> _Found | None:
    if g.__class__ is se.Pow and g.args[0] == se.E:
        a = se.expand(g.args[1] / x**2)
        if x not in a.free_symbols and sign_of(a) < 0:
            k = se.sqrt(-a)
            return "table", "∫ e^(-u^2) du = sqrt(pi)*erf(u)/2, which is not elementary.", _erf(k * x, k)
        if x not in a.free_symbols and a != 0:
            k = se.sqrt(a)
            F = se.sqrt(se.pi) * _special("erfi")(k * x) / (2 * k)
            return "table", "∫ e^(u^2) du = sqrt(pi)*erfi(u)/2, which is not elementary.", F
    if g.__class__ in (se.sin, se.cos) and x not in (a := se.expand(g.args[0] / x**2)).free_symbols:
        name, letter = ("fresnels", "S") if g.__class__ is se.sin else ("fresnelc", "C")
        k = se.sqrt(2 * a) / se.sqrt(se.pi)
        said = f"Fresnel's integral: ∫ {g.__class__.__name__}(pi*u^2/2) du = {letter}(u), which is not elementary."
        return "table", said, _special(name)(k * x) / k
    if g.__class__ is se.Mul and x**-1 in g.args:
        rest = g * x
        for build, name in ((se.sin, "Si"), (se.cos, "Ci"), (se.exp, "Ei")):
            u = rest.args[-1] if rest.args else x
            if rest == build(u) and u.diff(x) * x == u:
                said = {"Si": "sin(u)/u", "Ci": "cos(u)/u", "Ei": "e^u/u"}[name]
                return "table", f"∫ {said} du = {name}(u), which is not elementary.", _special(name)(u)
    if g == 1 / se.log(x):
        return "table", "∫ 1/ln(u) du = li(u), which is not elementary.", _special("li")(x)
    return None


def _erf(u: se.Expr, k: se.Expr) -> se.Expr:
    return se.sqrt(se.pi) * se.erf(u) / (2 * k)


__all__ = ["ROWS", "Row", "sign_of", "table"]

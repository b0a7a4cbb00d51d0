"""By parts: ∫ p·q' dx = p·q - ∫ p'·q dx. Logarithms and inverse functions are differentiated, then powers."""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import INVERSE, base_and_exponent
from ansatz.algebra.shortening import length
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.differentiation import derivative
from ansatz.fit.structural.forms.rewrite import expand
from ansatz.solve.steps.goal import Goal, Rewriting, line, text
from ansatz.solve.steps.rules.table import table

_LOG = type(se.log(se.Symbol("x")))
_ONE = se.Integer(1)


def parts(goal: Goal) -> Iterator[Rewriting]:
    """The factor to differentiate by its kind: logarithms, inverse functions, powers of x, then e^x beside sin x."""
    f, x = goal.integrand, goal.variable
    c, g = split_constant(f, x)
    factors = list(se.Mul.make_args(g))
    first = [a for a in factors if _kind(a, x) == "primitive"]
    if first:
        for p in first:
            yield from _by(goal, p, f / p)
        return
    if c != 1:
        return  # it comes in front first
    powers = [a for a in factors if _kind(a, x) == "polynomial"]
    others = [a for a in factors if a not in powers]
    if powers and others:
        yield from _by(goal, se.Mul(*powers), se.Mul(*others))
    for q_rate in others:  # x·e^x/(x + 1)², where q = -1/(x + 1) cancels in p'
        base, n = base_and_exponent(q_rate)
        if isinstance(n, se.Integer) and n <= -2 and line(base, x) is not None and len(factors) > 1:
            yield from _by(goal, f / q_rate, q_rate)


def _by(goal: Goal, p: se.Expr, rate: se.Expr) -> Iterator[Rewriting]:
    """q' = rate; q from the table, or as an integral of its own on the way."""
    x = goal.variable
    known = next(table(Goal(rate, x)), None)
    if known is not None:
        yield by_parts(goal, p, rate, known.closed)
    else:
        yield Rewriting("parts", "", side=Goal(rate, x), closed=p)


def by_parts(goal: Goal, p: se.Expr, rate: se.Expr, q: se.Expr) -> Rewriting:
    """∫ p·q' = p·q - ∫ p'·q."""
    x = goal.variable
    slope = derivative(p, x)
    words = f"By parts, ∫ p*q' d{x} = p*q - ∫ p'*q d{x}, with p = {text(p)}, q' = {text(rate)}; "
    words += f"p' = {text(slope)}, q = {text(q)}."
    c, rest = split_constant(_tidy(slope * q, x), x)
    return Rewriting("parts", words, p * q, ((-c, Goal(rest, x)),))


def _tidy(f: se.Expr, x: se.Symbol) -> se.Expr:
    g = expand(f)
    if g.__class__ is se.Add and f.__class__ is not se.Add:
        g = f
    try:
        return min(g, together(g), key=length)
    except ALGEBRA_FAILURES:
        return g


def _kind(a: se.Expr, x: se.Symbol) -> str:
    base, n = a.args if a.__class__ is se.Pow and a.args[0] != se.E else (a, _ONE)
    if (base.__class__ is _LOG or base.__class__ in INVERSE) and isinstance(n, se.Integer) and n > 0:
        return "primitive"
    if isinstance(n, se.Integer) and n > 0 and (base == x or (base.__class__ is se.Add and _is_polynomial(base, x))):
        return "polynomial"
    return ""


def _is_polynomial(e: se.Expr, x: se.Symbol) -> bool:
    return all(
        split_constant(t, x)[1] in (1, x)
        or (
            (g := split_constant(t, x)[1]).__class__ is se.Pow
            and g.args[0] == x
            and isinstance(g.args[1], se.Integer)
            and g.args[1] > 0
        )
        for t in se.Add.make_args(e)
    )


def twice(goal: Goal) -> Iterator[Rewriting]:
    """e^(ax)·sin(bx), and with cos, sinh or cosh: by parts twice, and solved for the integral."""
    f, x = goal.integrand, goal.variable
    c, g = split_constant(f, x)
    factors = se.Mul.make_args(g)
    waves = [a for a in factors if a.__class__ in (se.sin, se.cos)]
    growths = [a for a in factors if a.__class__ is se.Pow and x not in a.args[0].free_symbols]
    if c != 1 or len(factors) != 2 or len(waves) != 1 or len(growths) != 1:
        return
    wave, growth = waves[0], growths[0]
    slopes = line(wave.args[0], x), line(growth.args[1], x)
    if None in slopes:
        return
    first = by_parts(goal, wave, growth, next(table(Goal(growth, x))).closed)
    k, inner = first.parts[0]
    rest = inner.integrand
    other = next(a for a in se.Mul.make_args(rest) if a.__class__ in (se.sin, se.cos))
    second = by_parts(Goal(rest, x), other, growth, next(table(Goal(growth, x))).closed)
    back, again = second.parts[0]
    if again.integrand != f:
        return
    yield Rewriting(
        "parts",
        f"{first.words} And once more with p = {text(other)}: the integral comes back, and is solved for.",
        first.closed + k * second.closed,
        loop=k * back,
    )


def secant_powers(goal: Goal) -> Iterator[Rewriting]:
    """sec^n, csc^n, 1/(x² + c)^n: by parts, solved for the integral, as reduction formulas."""
    f, x = goal.integrand, goal.variable
    c, g = split_constant(f, x)
    if c != 1 or g.__class__ is not se.Pow or not isinstance(g.args[1], se.Integer):
        return
    base, n = g.args[0], int(g.args[1])
    if base.__class__ in (se.cos, se.sin) and n < 0:
        base, n = (se.sec if base.__class__ is se.cos else se.csc)(base.args[0]), -n
    if base.__class__ in (se.sec, se.csc) and n >= 3 and (found := line(base.args[0], x)) is not None:
        a, v = found[0], base.args[0]
        is_secant = base.__class__ is se.sec
        other = se.tan(v) if is_secant else -se.cot(v)
        name = "sec" if is_secant else "csc"
        yield Rewriting(
            "reduction formula",
            f"By parts, with p = {name}^{n - 2} and q' = {name}^2, and solved for the integral.",
            base ** (n - 2) * other / (a * (n - 1)),
            ((se.Rational(n - 2, n - 1), Goal(base ** (n - 2), x)),),
        )
    elif base.__class__ is se.Add and n <= -2:
        b = se.expand(base)
        k = se.expand(b.diff(x).diff(x) / 2)
        rest = se.expand(b - k * x**2)
        if k == 0 or x in k.free_symbols or x in rest.free_symbols or rest == 0:
            return
        m = -n - 1
        yield Rewriting(
            "reduction formula",
            f"By parts, with p = {text(b**-m)} and q' = 1, and solved for the integral with the higher power.",
            x / (2 * m * rest) * b**-m,
            ((se.Rational(2 * m - 1, 2 * m) / rest, Goal(b**-m, x)),),
        )


__all__ = ["by_parts", "parts", "secant_powers", "twice"]

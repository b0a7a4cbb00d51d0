"""u = g(x), where the integrand is a function of g times g'; and x = h(u), where roots or a logarithm go away."""

from collections.abc import Iterator
from math import gcd

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.shortening import length
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.differentiation import derivative
from ansatz.fit.structural.forms.rewrite import cancel_sums, expand
from ansatz.fit.structural.methods.change_of_variable import roots
from ansatz.solve.steps.goal import Goal, Rewriting, line, nodes, text

_MOST = 6  # substitutions tried for one integral
_ONE = se.Integer(1)


def substitution(goal: Goal) -> Iterator[Rewriting]:
    """∫ h(g(x))·g'(x) dx = ∫ h(u) du, the simplest first."""
    f, x = goal.integrand, goal.variable
    u = goal.fresh()
    found: list[tuple[int, int, se.Expr, se.Expr]] = []
    for index, g in enumerate(_candidates(f, x)):
        try:
            slope = derivative(g, x)
            if slope == 0:
                continue
            h = _in(f, slope, g, x, u)
        except ALGEBRA_FAILURES:
            continue
        if h is not None:
            found.append((length(h), index, g, h))
    for size, _, g, h in sorted(found, key=lambda entry: entry[:2])[:_MOST]:
        if size <= 2 * length(f) + 4 and h.xreplace({u: x}) != f:
            yield changed(goal, u, g, h, f"Substitute {_du(u, g, x)}.")


def _du(u: se.Symbol, g: se.Expr, x: se.Symbol) -> str:
    rate = text(derivative(g, x))
    rate = f"({rate})" if " " in rate else rate
    return f"{u} = {text(g)}, d{u} = {'' if rate == '1' else f'{rate} '}d{x}"


def changed(goal: Goal, u: se.Symbol, g: se.Expr, h: se.Expr, words: str, rule: str = "substitution") -> Rewriting:
    """∫ f dx = ∫ h du with u = g(x)."""
    c, rest = split_constant(h, u)
    return Rewriting(rule, words, parts=((c, Goal(rest, u)),), substitution=(u, g))


def _candidates(f: se.Expr, x: se.Symbol) -> list[se.Expr]:
    """Inner functions, bases, exponents, the functions themselves; x^k where only powers of it occur."""
    found: dict[se.Expr, None] = {}
    for e in nodes(f, x):
        if e in (x, f) or e.__class__ is se.Mul:
            continue
        is_linear = line(e, x) is not None
        if not is_linear and (e.__class__ is not se.Pow or e.args[1] != -1):
            found[e] = None
        for argument in e.args:
            if x in argument.free_symbols and argument != x and line(argument, x) is None:
                found[argument] = None
    powers = [
        int(e.args[1])
        for e in nodes(f, x)
        if e.__class__ is se.Pow and e.args[0] == x and isinstance(e.args[1], se.Integer)
    ]
    if powers and (k := gcd(*powers)) > 1:
        found[x**k] = None
    found.update((x**k, None) for k in (2, 3, 4) if any(n % k == 0 for n in powers))
    return sorted((g for g in found if g != f), key=lambda g: g.__class__ is se.Mul)


def _in(f: se.Expr, slope: se.Expr, g: se.Expr, x: se.Symbol, u: se.Symbol) -> se.Expr | None:
    """f/g' as a function of u = g, or None."""
    quotient = f / slope
    seen = set()
    for make in (lambda e: e, cancel_sums, expand, together):
        form = make(quotient)
        if form in seen:
            continue
        seen.add(form)
        h = form.xreplace(_table(g, form, x, u))
        if x not in h.free_symbols:
            return h
        h = h.xreplace(_table(g, h, x, u))
        if x not in h.free_symbols:
            return h
    return None


def _table(g: se.Expr, form: se.Expr, x: se.Symbol, u: se.Symbol) -> dict[se.Expr, se.Expr]:
    """g, its powers, sums that differ by a constant from a multiple of it, and what g itself is the power or sum of."""
    table: dict[se.Expr, se.Expr] = {g: u}
    base, n = (g.args[0], g.args[1]) if g.__class__ is se.Pow and g.args[0] != se.E else (g, _ONE)
    exponential = g.args[1] if g.__class__ is se.Pow and g.args[0] == se.E else None
    for e in nodes(form, x):
        if e.__class__ is se.Pow:
            if exponential is not None and e.args[0] == se.E:
                k = se.expand(e.args[1] / exponential)
                if isinstance(k, se.Integer):
                    table[e] = u**k
            elif e.args[0] == base and n != 1:
                k = se.expand(e.args[1] / n)
                if isinstance(k, se.Integer) or (
                    isinstance(n, se.Rational) and isinstance(k, se.Rational) and n.q != 1
                ):
                    table[e] = u**k
        elif e.__class__ is se.Add and g.__class__ is se.Add:
            leading = g.args[-1] if x in g.args[-1].free_symbols else next(a for a in g.args if x in a.free_symbols)
            ratio = _ratio(e, g, leading, x)
            if ratio is not None:
                rest = se.expand(e - ratio * g)
                if x not in rest.free_symbols:
                    table[e] = ratio * u + rest
    if g.__class__ is se.Add:  # x² is u - 1 for u = x² + 1
        moving = [a for a in g.args if x in a.free_symbols]
        if len(moving) == 1:
            c = se.Mul(*(a for a in se.Mul.make_args(moving[0]) if x not in a.free_symbols))
            power = moving[0] / c
            value = (u - (g - moving[0])) / c
            table[power] = value
            if power.__class__ is se.Pow and power.args[0] == x and isinstance(power.args[1], se.Integer):
                for e in nodes(form, x):
                    if e.__class__ is se.Pow and e.args[0] == x and isinstance(e.args[1], se.Integer):
                        times, left_over = divmod(int(e.args[1]), int(power.args[1]))
                        if times > 0 and not left_over:
                            table[e] = value**times
    return table


def _ratio(e: se.Expr, g: se.Expr, leading: se.Expr, x: se.Symbol) -> se.Expr | None:
    """k with e = k·g + constant, by the coefficient of one term."""
    c = se.Mul(*(a for a in se.Mul.make_args(leading) if x not in a.free_symbols))
    kernel = leading / c
    for term in e.args:
        k = term / kernel
        if x not in k.free_symbols:
            return k / c
    return None


def linear_substitution(goal: Goal) -> Iterator[Rewriting]:
    """u = ax + b below a power, where x stands beside it: x·(2x + 1)^7, x/(x + 1)^3, x·√(x + 1)."""
    f, x = goal.integrand, goal.variable
    u = goal.fresh()
    for e in nodes(f, x):
        if e.__class__ is not se.Pow or e.args[0] == x or e.args[0] == se.E:
            continue
        g = e.args[0]
        if (found := line(g, x)) is None:
            continue
        a, b = found
        h = expand(f.xreplace({g: u}).xreplace({x: (u - b) / a}) / a)
        if length(h) <= 3 * length(f) + 6:
            yield changed(goal, u, g, h, f"Substitute {_du(u, g, x)}, so that {x} = {text((u - b) / a)}.")
            return


def root_substitution(goal: Goal) -> Iterator[Rewriting]:
    """u = √(ax + b): x is a polynomial in u."""
    f, x = goal.integrand, goal.variable
    u = goal.fresh()
    for s in roots(f, x):
        h = together(s.integrand.xreplace({s.t: u}))
        if x not in h.free_symbols and length(h) <= 3 * length(f) + 10:
            yield changed(
                goal, u, s.shown, h, f"Substitute {u} = {text(s.shown)}; then {x} and d{x} have no root in {u}."
            )


def logarithm_substitution(goal: Goal) -> Iterator[Rewriting]:
    """u = ln x, x = e^u: sin(ln x)."""
    f, x = goal.integrand, goal.variable
    u = goal.fresh()
    if any(e == se.log(x) for e in nodes(f, x)):
        h = expand(f.xreplace({se.log(x): u}).xreplace({x: se.exp(u)}) * se.exp(u))
        if x not in h.free_symbols:
            words = f"Substitute {u} = ln({x}), so that {x} = e^{u}, d{x} = e^{u} d{u}."
            yield changed(goal, u, se.log(x), h, words)


__all__ = ["changed", "linear_substitution", "logarithm_substitution", "root_substitution", "substitution"]

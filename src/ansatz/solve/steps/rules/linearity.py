"""Sums term by term, constant factors in front, products multiplied out."""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.fit.structural.forms.rewrite import expand
from ansatz.solve.steps.goal import Goal, Rewriting, line
from ansatz.solve.steps.rules.table import table

_MAX_TERMS = 12


def polynomial(goal: Goal) -> Iterator[Rewriting]:
    """A sum of powers in one line."""
    f, x = goal.integrand, goal.variable
    if f.__class__ is not se.Add:
        return
    found = []
    for term in f.args:
        rewriting = next(table(Goal(term, x)), None)
        if rewriting is None or rewriting.rule not in ("constant", "power rule", "logarithm"):
            return
        found.append(rewriting)
    names = {rewriting.rule for rewriting in found}
    words = "Power rule, term by term: ∫ u^n du = u^(n+1)/(n+1)"
    words += ", and ∫ 1/u du = ln|u|." if "logarithm" in names else "."
    yield Rewriting("power rule", words, se.Add(*(rewriting.closed for rewriting in found)))


def linear(goal: Goal) -> Iterator[Rewriting]:
    """∫ (a·f + b·g) dx = a∫ f dx + b∫ g dx."""
    f, x = goal.integrand, goal.variable
    c, g = split_constant(f, x)
    if g.__class__ is se.Add and 1 < len(g.args) <= _MAX_TERMS:
        groups: dict[se.Expr, se.Expr] = {}
        powers = se.Integer(0)
        for term in g.args:
            if _is_power(term, x):
                powers += term
            else:
                k, rest = split_constant(term, x)
                groups[rest] = groups.get(rest, se.Integer(0)) + c * k
        parts = [(k, Goal(rest, x)) for rest, k in groups.items()]
        parts += [(c, Goal(powers, x))] if powers != 0 else []
        if len(parts) > 1 or (parts and parts[0][1].integrand != f):
            yield Rewriting("linearity", "Integrate term by term, constant factors in front.", parts=tuple(parts))
    elif c != 1:
        yield Rewriting("constant factor", "A constant factor comes in front.", parts=((c, Goal(g, x)),))


def _is_power(term: se.Expr, x: se.Symbol) -> bool:
    _, g = split_constant(term, x)
    return g in (1, x) or (g.__class__ is se.Pow and g.args[0] == x and isinstance(g.args[1], se.Number))


def multiplied_out(goal: Goal) -> Iterator[Rewriting]:
    """(a + b)·c = ac + bc."""
    f, x = goal.integrand, goal.variable
    g = expand(f)
    if g != f and g.__class__ is se.Add and len(g.args) <= _MAX_TERMS:
        yield Rewriting("expand", "Multiply out.", parts=((se.Integer(1), Goal(g, x)),))


def split_fraction(goal: Goal) -> Iterator[Rewriting]:
    """(a + b)/c = a/c + b/c, where c is a monomial or anything else than a sum of a rational function."""
    f, x = goal.integrand, goal.variable
    if f.__class__ is not se.Mul:
        return
    sums = [a for a in f.args if a.__class__ is se.Add and x in a.free_symbols]
    if len(sums) != 1 or len(sums[0].args) > 6 or line(f, x) is not None:
        return
    rest = f / sums[0]
    yield Rewriting(
        "expand", "Divide term by term.", parts=((se.Integer(1), Goal(se.Add(*(rest * t for t in sums[0].args)), x)),)
    )


__all__ = ["linear", "multiplied_out", "polynomial", "split_fraction"]

"""One parameter away by x = b·y, b > 0: f(b·y)·b = Σ cᵢ(b)·hᵢ(y), where the hᵢ do not contain b.

    ∫₀^∞ cos(ax)/(x² + b²) dx = 1/b·∫₀^∞ cos(aby)/(y² + 1) dy
    ∫₀^∞ ln(x)/(x² + a²) dx = 1/a·∫₀^∞ (ln a + ln y)/(y² + 1) dy

A product a·b beside y is a parameter of its own there.
"""

from collections.abc import Callable, Iterator

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import base_and_exponent, transform
from ansatz.expr.canonical import to_symengine
from ansatz.proof.condition import Condition, Relation, needed
from ansatz.solve.integral.theorems.statement import Definite, Value

Solve = Callable[[Definite], Value | None]
_W = se.Symbol("w_")
_MAX_TERMS = 6


def by_scaling(question: Definite, solve: Solve) -> Value | None:
    """Over the line or half of it."""
    if not question.over(0, se.oo) and not question.over(-se.oo, se.oo):
        return None
    x = question.x
    for b in _scales(question):
        for a in (None, *sorted(question.parameters - {b, _W}, key=str)):
            f = question.f if a is None else question.f.subs({a: _W / b})
            scaled = se.expand(_without(f.subs({x: b * x}), b)) * b
            terms = [split_constant(term, x) for term in se.Add.make_args(se.expand(scaled))]
            if len(terms) > _MAX_TERMS or any(b in h.free_symbols for _, h in terms):
                continue
            found = _total(terms, question, solve)
            if found is not None:
                back = {_W: a * b} if a is not None else {}
                conditions = [Condition.on(b, Relation.POSITIVE), *_restored(found, a, back)]
                return Value(found.value.subs(back), found.theorem, needed(conditions))
    return None


def _scales(question: Definite) -> list[se.Symbol]:
    """Parameters that stand beside x in a sum under a power or a logarithm."""
    bases = [e.args[0] for e in question.f.atoms(se.Pow, se.log) if e.args[0].__class__ is se.Add]
    beside = set().union(*(base.free_symbols for base in bases if question.x in base.free_symbols))
    return sorted(beside - {question.x, _W}, key=str)


def _total(terms: list[tuple[se.Expr, se.Expr]], question: Definite, solve: Solve) -> Value | None:
    conditions: list[Condition] = []
    total, theorem = se.Integer(0), ""
    for c, h in terms:
        found = solve(Definite(h, question.x, question.low, question.high))
        if found is None:
            return None
        total, theorem = total + c * found.value, found.theorem
        conditions += found.conditions
    return Value(total, theorem, tuple(conditions))


def _restored(found: Value, a: se.Symbol | None, back: dict[se.Symbol, se.Expr]) -> Iterator[Condition]:
    """Conditions in a and b; b > 0, so that a·b has the sign of a."""
    for condition in found.conditions:
        u = to_symengine(condition.tree)
        yield (
            Condition.on(a, condition.relation)
            if u == _W and a is not None
            else Condition.on(u.subs(back), condition.relation)
        )


def _without(f: se.Expr, b: se.Symbol) -> se.Expr:
    """f with powers of b > 0 taken out of sums that are homogeneous in it, out of powers and logarithms."""

    def rule(e: se.Expr) -> se.Expr | None:
        if e.__class__ is se.Pow and e.args[0] != se.E:
            n, rest = _degree(e.args[0], b)
            return None if n == 0 or b in rest.free_symbols else b ** (n * e.args[1]) * rest ** e.args[1]
        if e.__class__ is se.log:
            n, rest = _degree(e.args[0], b)
            return None if n == 0 or b in rest.free_symbols else n * se.log(b) + se.log(rest)
        return None

    return transform(f, rule)


def _degree(u: se.Expr, b: se.Symbol) -> tuple[se.Expr, se.Expr]:
    """(n, v) with u = bⁿ·v where all terms have the same power of b, else (0, u)."""
    powers, parts = set(), []
    for term in se.Add.make_args(se.expand(u)):
        n, rest = se.Integer(0), se.Integer(1)
        for factor in se.Mul.make_args(term):
            base, exponent = base_and_exponent(factor)
            n, rest = (n + exponent, rest) if base == b else (n, rest * factor)
        powers.add(n)
        parts.append(rest)
    return (powers.pop(), se.Add(*parts)) if len(powers) == 1 else (se.Integer(0), u)


__all__ = ["by_scaling"]

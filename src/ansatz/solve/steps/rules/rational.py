"""Rational functions: division, partial fractions, the derivative of the denominator, completing the square."""

from collections.abc import Iterator

import symengine as se
from flint import fmpq_poly

from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.ratios import Ratio, factor, polynomial_expression, ratio_of
from ansatz.errors import TooLargeError
from ansatz.solve.steps.goal import Goal, Rewriting, text
from ansatz.solve.steps.rules.substitution import changed

_ONE = se.Integer(1)
_MAX_DEGREE = 12


def rational(goal: Goal) -> Iterator[Rewriting]:
    """One step of the way that works for every rational function whose denominator factors into linear and quadratic
    ones."""
    f, x = goal.integrand, goal.variable
    r = _ratio(f, x)
    if r is None or r.den.degree() == 0:
        return
    if r.num.degree() >= r.den.degree():
        quotient, rest = divmod(r.num, r.den)
        parts = [(_ONE, Goal(polynomial_expression(quotient, x) + Ratio(rest, r.den).expression(x), x))]
        yield Rewriting("polynomial division", "Divide the numerator by the denominator.", parts=tuple(parts))
        return
    _, factors = factor(r.den)
    terms = list(_fractions(r, factors))
    if len(terms) > 1:
        expressions = [t.expression(x) for t in terms]
        shown = "; the denominator is " + text(se.Mul(*(polynomial_expression(p, x) ** e for p, e in factors)))
        yield Rewriting(
            "partial fractions",
            f"Split into partial fractions{shown}.",
            parts=((_ONE, Goal(se.Add(*expressions), x)),),
        )
        return
    if (factored := r.expression(x)) != f:
        shown = text(se.Mul(*(polynomial_expression(p, x) ** e for p, e in factors)))
        words = f"Factor the denominator: {shown}."
        yield Rewriting("factor", words, parts=((_ONE, Goal(factored, x)),))
    (p, e), *others = factors
    if others or p.degree() != 2:
        return
    yield from _over_quadratic(goal, r, p, e)


def _ratio(f: se.Expr, x: se.Symbol) -> Ratio | None:
    if f.free_symbols != {x}:
        return None
    try:
        r = ratio_of(f, x)
    except TooLargeError:
        return None
    return r if r is not None and max(r.num.degree(), r.den.degree()) <= _MAX_DEGREE else None


def _fractions(r: Ratio, factors: list[tuple[fmpq_poly, int]]) -> Iterator[Ratio]:
    """num/den = Σ a_k/p^k over the factors p of den, deg a_k < deg p."""
    for p, e in factors:
        power = p**e
        cofactor = r.den // power
        common, inverse, _ = cofactor.xgcd(power)
        a = (r.num * inverse / common[0]) % power
        for k in range(e, 0, -1):
            a, digit = divmod(a, p)
            if digit != 0:
                yield Ratio(digit, p**k)


def _over_quadratic(goal: Goal, r: Ratio, p: fmpq_poly, e: int) -> Iterator[Rewriting]:
    """(Bx + C)/p^e for an irreducible p = x² + bx + c: a multiple of p', and a completed square."""
    x = goal.variable
    slope = p.derivative()
    below = polynomial_expression(p, x) ** -e
    scale = r.den[r.den.degree()] / (p**e)[p.degree() * e]
    numerator = r.num / scale
    if numerator.degree() == 1:
        k = numerator[1] / slope[1]
        rest = numerator - slope * k
        if rest == 0:
            return  # u = p
        parts = (
            (_number(k), Goal(polynomial_expression(slope, x) * below, x)),
            (_number(rest[0]), Goal(below, x)),
        )
        words = (
            f"Split the numerator: a multiple of the derivative {text(polynomial_expression(slope, x))}, and a rest."
        )
        yield Rewriting("split the numerator", words, parts=parts)
    elif numerator.degree() == 0 and p[1] != 0:
        half = _number(p[1] / (2 * p[2]))
        u = goal.fresh()
        rest = se.expand(polynomial_expression(p, x) - _number(p[2]) * (x + half) ** 2)
        square = _number(p[2]) * u**2 + rest
        words = f"Complete the square: {text(polynomial_expression(p, x))} = {text(square.xreplace({u: x + half}))}; "
        words += f"substitute {u} = {text(x + half)}."
        yield changed(goal, u, x + half, _number(numerator[0]) * square**-e, words, "completing the square")


def _number(value: object) -> se.Expr:
    return to_symengine_number(value)  # type: ignore[arg-type]


def completed_root(goal: Goal) -> Iterator[Rewriting]:
    """√(x² + bx + c) without its linear term, by u = x + b/2."""
    f, x = goal.integrand, goal.variable
    for e in f.atoms(se.Pow):
        if not isinstance(e.args[1], se.Rational) or isinstance(e.args[1], se.Integer) or x not in e.free_symbols:
            continue
        p = se.expand(e.args[0])
        a = se.expand(p.diff(x).diff(x) / 2)
        b = se.expand(p - a * x**2).diff(x)
        if a == 0 or b == 0 or x in (a.free_symbols | b.free_symbols):
            continue
        half = b / (2 * a)
        u = goal.fresh()
        square = a * u**2 + se.expand(p - a * (x + half) ** 2)
        h = f.xreplace({e.args[0]: square}).xreplace({x: u - half})
        words = f"Complete the square: {text(e.args[0])} = {text(square.xreplace({u: x + half}))}; "
        yield changed(goal, u, x + half, h, f"{words}substitute {u} = {text(x + half)}.", "completing the square")
        return


__all__ = ["completed_root", "rational"]

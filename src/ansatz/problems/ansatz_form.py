"""The form of an answer: what is left when its linear coefficients are taken out.

    (3*asin(u) + x^2*sqrt(v))/4            ->  asin(u) + x^2*sqrt(v)
    c1*exp(x) + c2*exp(-x) - 3*x/2         ->  exp(x) + exp(-x) + x
    V = 2*x0^2 + (x0 - 3*x1)^2/5           ->  x0^2 + x0*x1 + x1^2

Coefficients that enter linearly are found exactly afterwards (`ansatz.fit`), so that a model need not learn them. A
sum's terms lose theirs, a product its constant factors, and so do sums inside a product and inside a small positive
power; what stands inside a function, a root or a denominator stays as it is. For an integral the form has the terms of
the antiderivative, for a linear differential equation those of its general solution, for a Lyapunov function of
polynomials its support.
"""

from collections.abc import Callable, Sequence

import symengine as se

from ansatz.algebra.forms import expanded
from ansatz.algebra.numbers import fraction

GREATEST_POWER = 4  # of a sum whose terms lose their coefficients

_CONSTANTS = (se.Symbol("c1"), se.Symbol("c2"))
_VARIABLES = frozenset((se.Symbol("x"),))


def form_of(task: str, answer: Sequence[se.Expr]) -> se.Expr | None:
    """The form of a task's answer; None where it is no linear combination of terms, or has several parts."""
    rule = _RULES.get(task)
    return rule(answer[0]) if rule is not None and len(answer) == 1 else None


def stripped(expression: se.Expr, variables: frozenset[se.Symbol]) -> se.Expr:
    """The expression without linear coefficients: numbers, and whatever is free of the variables.

    A term that is free of the variables is 1.
    """
    kind = expression.__class__
    if not variables & expression.free_symbols:
        return se.Integer(1)
    if kind is se.Add:
        return _sum(expression, variables)
    if kind is se.Mul:
        return se.Mul(*(stripped(factor, variables) for factor in expression.args))
    if kind is se.Pow and expression.args[0].__class__ is se.Add:
        base, exponent = expression.args
        n = fraction(exponent)
        if n is not None and n.denominator == 1 and 1 < n <= GREATEST_POWER:
            return stripped(base, variables) ** exponent
    return expression


def _sum(expression: se.Expr, variables: frozenset[se.Symbol]) -> se.Expr:
    """The distinct terms' forms, added with coefficient one."""
    terms: dict[se.Expr, None] = {}
    for term in expression.args:
        form = stripped(term, variables)
        for part in form.args if form.__class__ is se.Add else (form,):
            terms[part] = None
    return se.Add(*terms)


def _antiderivative(antiderivative: se.Expr) -> se.Expr:
    return _without_one(stripped(antiderivative, _VARIABLES))


def _general_solution(solution: se.Expr) -> se.Expr | None:
    """Of a linear equation: its solution is affine in the constants."""
    slopes = [solution.diff(c) for c in _CONSTANTS]
    if any(slope.free_symbols & set(_CONSTANTS) for slope in slopes) or all(slope == 0 for slope in slopes):
        return None
    return stripped(solution, _VARIABLES)


def _support(function: se.Expr) -> se.Expr:
    return _without_one(stripped(expanded(function), frozenset(function.free_symbols)))


def _without_one(form: se.Expr) -> se.Expr:
    """A sum without its constant term."""
    return se.Add(*(term for term in form.args if term != 1)) if form.__class__ is se.Add else form


_RULES: dict[str, Callable[[se.Expr], se.Expr | None]] = {
    "<integrate>": _antiderivative,
    "<integrate_complex>": _antiderivative,
    "<ode1>": _general_solution,
    "<ode2>": _general_solution,
    "<lyapunov>": _support,
    "<barrier>": _support,
}

"""The story of a differential equation, for people: what was tried, the method, and the answer put in."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import symengine as se

from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative, from_symengine, symbol, to_symengine
from ansatz.expr.display import display
from ansatz.expr.printing import to_text
from ansatz.solve.steps.told import derivation_lines

if TYPE_CHECKING:
    from ansatz.solve.ode.solution import OdeSolution


def explain(solution: "OdeSolution") -> str:
    """Several paragraphs of plain text."""
    lines = [f"Problem: {solution.problem}", f"Tried: {'; '.join(solution.tried) or 'nothing'}."]
    if solution.candidates:
        counts = Counter(str(candidate.verdict) for candidate in solution.candidates)
        tally = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
        lines.append(f"Candidates: {len(solution.candidates)} ({tally}).")
    function, constants = solution.equation.function, solution.constants
    for one in solution.solutions:
        how = ", ".join(part for part in (one.method, one.detail) if part)
        noun = "" if one.kind == "first integral" else " solution"
        lines.append(f"{one.kind.capitalize()}{noun}: {one.text(function, constants)}  (found by {how})")
        lines.append(f"Verdict: {one.verdict}, {one.scope}; {one.reason}.")
        lines += [f"Condition: {condition}" for condition in one.conditions]
    if solution.interval is not None:
        lines.append(f"It is a solution for {solution.interval.text(solution.equation.variable)}.")
    if solution.remark:
        lines.append(solution.remark)
    if solution.solutions:
        lines += [*derivation_lines(solution.derivation), "", *_substitution(solution)]
    return "\n".join(lines)


def _substitution(solution: "OdeSolution") -> Iterator[str]:
    """The derivatives of the answer, and the equation with them in it."""
    equation = solution.equation
    x, names = symbol(equation.variable), [symbol(name) for name in equation.derivatives[: equation.order + 1]]
    left = to_symengine(equation.left)
    tree = solution.solutions[0].tree
    try:
        along = solution.solutions[0].along
        if along is not None:
            yield from _curve(along, tree, left, [x, *names])
            return
        if solution.solutions[0].kind == "first integral":
            H = to_symengine(tree)
            rates = [*names[:2], -(H.diff(x) + names[1] * H.diff(names[0])) / H.diff(names[1])]
        elif solution.implicit:
            rates = [names[0], *_relation_rates(to_symengine(tree), x, names)]
        else:
            rates = _rates(tree, x, equation.order)
        values = dict(zip(names, rates, strict=True))
        terms = [term.subs(values) for term in se.Add.make_args(left)]
    except ALGEBRA_FAILURES:
        return
    yield "Put it into the equation:"
    for name, rate in values.items():
        if name != rate:
            yield f"  {name} = {_text(rate)}"
    shown = " + ".join(f"({_text(term)})" if len(terms) > 1 else _text(term) for term in terms)
    yield f"  {_text(left)} = {shown}"
    total = se.expand(se.Add(*terms))
    yield f"  = {_text(total)}" if total == 0 else "  = 0, which the verification above has found."


def _curve(along: object, tree: object, left: se.Expr, names: list[se.Symbol]) -> Iterator[str]:
    """x, y and y' of a curve, and the equation with them in it."""
    X, Y = (to_symengine(part) for part in (along, tree))  # type: ignore[arg-type]
    (t,) = [s for s in (X.free_symbols | Y.free_symbols) - left.free_symbols if str(s)[-1] not in "12"]
    values = {names[0]: X, names[1]: Y, names[2]: together(derivative(Y, t) / derivative(X, t))}
    yield "Put it into the equation:"
    for name, value in values.items():
        yield f"  {name} = {_text(value)}"
    yield f"  {_text(left)} = 0, which the verification above has found."


def _rates(tree: object, x: se.Symbol, order: int) -> list[se.Expr]:
    rates = [to_symengine(tree)]  # type: ignore[arg-type]
    for _ in range(order):
        rates.append(derivative(rates[-1], x))
    return rates


def _relation_rates(G: se.Expr, x: se.Symbol, names: list[se.Symbol]) -> list[se.Expr]:
    """y' = -G_x/G_y, and y'' from it."""
    first = -G.diff(x) / G.diff(names[0])
    rates = [first]
    if len(names) > 2:
        rates.append(first.diff(x) + first * first.diff(names[0]))
    return rates


def _text(e: se.Expr) -> str:
    return to_text(display(from_symengine(e)))

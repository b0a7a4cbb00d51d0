"""Differentiation by rules, step by step, for people.

    print(differentiate(parse("x*sin(x)"), "x"))

        d/dx sin(x) = cos(x)                   sine: sin(u)' = cos(u)*u'
        d/dx x*sin(x) = sin(x) + x*cos(x)      product: (u*v)' = u'*v + u*v'

Every rule is data beside its formula: f'(u) for each function stands in the operator table, and `FORMULAS` holds the
rules for arithmetic. The parts of an expression come before the whole. A rule's result is simplified by the school
rules of `ansatz.expr.simplification`; where that changes it, a step of its own says so
(in text it stands on the same line, and zero terms and factors 1 are not shown).
"""

from dataclasses import dataclass

from ansatz.errors import UnsupportedError
from ansatz.expr.operators import OPERATORS
from ansatz.expr.printing import as_written, to_text
from ansatz.expr.simplification import Step, simplify, simplify_step, simplify_steps
from ansatz.expr.tree import Tree, check_limits, substitute, walk

RATES: dict[str, Tree] = {
    name: as_written(operator.derivative) for name, operator in OPERATORS.items() if operator.derivative is not None
}

FORMULAS: dict[str, str] = {
    "constant": "c' = 0",
    "variable": "x' = 1",
    "sum": "(u + v)' = u' + v'",
    "difference": "(u - v)' = u' - v'",
    "negative": "(-u)' = -u'",
    "constant multiple": "(c*u)' = c*u'",
    "product": "(u*v)' = u'*v + u*v'",
    "quotient": "(u/v)' = (u'*v - u*v')/v^2",
    "power": "(u^n)' = n*u^(n-1)*u'",
    "exponential": "(a^u)' = a^u*ln(a)*u'",
    "general power": "(u^v)' = u^v*(v'*ln(u) + v*u'/u)",
}


def rate(operator: str) -> Tree:
    """f'(u) as a tree in the symbol u; raises `UnsupportedError` where no rule is known."""
    if operator not in RATES:
        raise UnsupportedError(f"No derivative is known for {operator}.")
    return RATES[operator]


@dataclass(frozen=True, slots=True)
class Derivation:
    """How `function` was differentiated: the steps, parts before wholes, and the `result`."""

    function: Tree
    variable: str
    steps: tuple[Step, ...]
    result: Tree

    def lines(self) -> list[str]:
        """One line of text for each rule, with what its result simplifies to."""
        rows = []
        for step, later in zip(self.steps, (*self.steps[1:], None), strict=True):
            if step.rule == "simplify":
                continue  # it stands on the line of the rule before it
            left = to_text(step.before)
            left = left if not isinstance(step.before, tuple) or len(step.before) == 2 else f"({left})"
            results = [to_text(_without_units(step.after))]
            if later is not None and later.rule == "simplify":
                simplified = to_text(later.after)
                if simplified.replace("*", "") == results[0].replace("*", ""):  # 3exp(3x) = 3*exp(3*x)
                    results.clear()
                results.append(simplified)
            rows.append((f"d/d{self.variable} {left} = {' = '.join(results)}", f"{step.rule}: {step.formula}"))
        width = max((len(equation) for equation, _ in rows if len(equation) <= 72), default=0)
        return [f"{equation:<{width}}    {reason}" for equation, reason in rows]

    def __str__(self) -> str:
        return "\n".join(self.lines())


def differentiate(tree: Tree, variable: str) -> Derivation:
    """The derivative with respect to a symbol, rule by rule.

    Raises `LimitError` beyond the limits of `ansatz.expr.tree`.
    """
    worker = _Differentiation(variable)
    result = worker.derivative(check_limits(tree))
    if not worker.steps:
        rule = "variable" if tree == variable else "constant"
        worker.steps.append(Step(rule, FORMULAS[rule], tree, result))
    return Derivation(tree, variable, tuple(worker.steps), result)


def _without_units(tree: Tree) -> Tree:
    """The tree without zero terms and factors 0 and 1, from which nothing is learned."""
    if not isinstance(tree, tuple):
        return tree
    node = (tree[0], *(_without_units(child) for child in tree[1:]))
    match node:
        case ("+", 0, u) | ("+", u, 0) | ("-", u, 0) | ("*", 1, u) | ("*", u, 1) | ("/", u, 1) | ("^", u, 1):
            return u
        case ("*", 0, _) | ("*", _, 0) | ("neg", 0):
            return 0
        case ("-", 0, u):
            return ("neg", u)
    return node  # type: ignore[return-value]


class _Differentiation:
    """One derivation under way; a part that occurs twice is differentiated once."""

    def __init__(self, variable: str) -> None:
        self.variable = variable
        self.steps: list[Step] = []
        self.known: dict[Tree, Tree] = {}

    def derivative(self, tree: Tree) -> Tree:
        if tree == self.variable:
            return 1
        if not isinstance(tree, tuple) or self.is_constant(tree):
            return 0
        if tree not in self.known:
            rule, formula, after = self.apply(tree)
            self.steps.append(Step(rule, formula, tree, after))
            result = simplify(after)
            if result != after:
                self.steps.append(Step("simplify", "", after, result))
            self.known[tree] = result
        return self.known[tree]

    def is_constant(self, tree: Tree) -> bool:
        return self.variable not in walk(tree)

    def apply(self, tree: tuple) -> tuple[str, str, Tree]:
        rule, after = self.binary(*tree) if len(tree) == 3 else self.unary(*tree)
        return rule, FORMULAS.get(rule) or _formula(rule), after

    def unary(self, operator: str, u: Tree) -> tuple[str, Tree]:
        du = self.derivative(u)
        if operator == "neg":
            return "negative", ("neg", du)
        outer = substitute(rate(operator), {"u": u})
        return operator, outer if du == 1 else ("*", outer, du)

    def binary(self, operator: str, u: Tree, v: Tree) -> tuple[str, Tree]:
        if operator == "^":
            return self.power(u, v)
        du, dv = self.derivative(u), self.derivative(v)
        if operator == "+":
            return "sum", ("+", du, dv)
        if operator == "-":
            return "difference", ("-", du, dv)
        if operator == "/":
            if self.is_constant(v):
                return "constant multiple", ("/", du, v)
            return "quotient", ("/", ("-", ("*", du, v), ("*", u, dv)), ("^", v, 2))
        if self.is_constant(u):
            return "constant multiple", ("*", u, dv)
        if self.is_constant(v):
            return "constant multiple", ("*", v, du)
        return "product", ("+", ("*", du, v), ("*", u, dv))

    def power(self, u: Tree, v: Tree) -> tuple[str, Tree]:
        power: Tree = ("^", u, v)
        if self.is_constant(v):
            less = v - 1 if isinstance(v, int) else simplify(("-", v, 1))
            outer: Tree = ("*", v, ("^", u, less))
            du = self.derivative(u)
            return "power", outer if du == 1 else ("*", outer, du)
        if self.is_constant(u):
            outer = power if u == "e" else ("*", power, ("ln", u))
            dv = self.derivative(v)
            return "exponential", outer if dv == 1 else ("*", outer, dv)
        du, dv = self.derivative(u), self.derivative(v)
        return "general power", ("*", power, ("+", ("*", dv, ("ln", u)), ("/", ("*", v, du), u)))


def _formula(operator: str) -> str:
    outer = to_text(rate(operator))
    return f"{operator}(u)' = ({outer})*u'" if "/" in outer else f"{operator}(u)' = {outer}*u'"


__all__ = ["RATES", "Derivation", "Step", "differentiate", "rate", "simplify", "simplify_step", "simplify_steps"]

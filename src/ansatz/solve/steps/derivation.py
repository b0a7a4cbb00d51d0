"""From an integrand and its answer to verified steps: `integral_steps` is a worker's task.

The textbook rules derive an antiderivative of their own; its derivation is written down line by line, and each line is
accepted or left out by the verifier: every integral that occurs has a value there, so that a line ∫ f = A + Σ c·∫ g
holds where (A + Σ c·G)' = f and each G' = g. The last line is the answer. Where the rules do not suffice, the answer
is explained by the changes of variable of the structural method that finds it, or else as the fit found it: by its
form, whose coefficients follow from differentiation.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import symengine as se

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.display import display
from ansatz.expr.tree import Tree
from ansatz.proof.integral.verifier import verify_antiderivative
from ansatz.proof.verdict import Verdict
from ansatz.solve.steps.engine import Derivation, Engine
from ansatz.solve.steps.goal import Goal, Rewriting
from ansatz.solve.steps.step import Integral, Side, Step
from ansatz.solve.steps.trace import traced

_SEARCH = 0.6  # of the seconds, for the derivation; the rest is for verification
_EACH = 1.0  # seconds for one line


@dataclass(frozen=True, slots=True)
class Steps:
    """steps: the accepted lines. left_out: how many were not accepted. by_rules: whether textbook rules led here."""

    steps: tuple[Step, ...] = ()
    left_out: int = 0
    by_rules: bool = False

    def __str__(self) -> str:
        from ansatz.solve.steps.told import derivation_lines

        return "\n".join(derivation_lines(self)).strip()

    def _repr_latex_(self) -> str:
        lines = (rf"{step.left.latex()} &= {step.right.latex()} && \text{{{step.rule}}}" for step in self.steps)
        rows = r" \\ ".join(lines)
        return rf"$$\begin{{aligned}}{rows}\end{{aligned}}$$"

    def _repr_html_(self) -> str:
        from html import escape

        rows = (f"<li>${escape(step.latex())}$<br><small>{escape(step.words)}</small></li>" for step in self.steps)
        return f"<ol>{''.join(rows)}</ol>"


def integral_steps(integrand: Tree, variable: str, answer: Tree, seconds: float) -> Steps:
    """Lines that lead from ∫ f dx to the answer."""
    f, x, F = to_symengine(integrand), symbol(variable), to_symengine(answer)
    engine = Engine(_SEARCH * seconds)
    goal = Goal(f, x)
    try:
        derivation = engine.derive(goal)
    except ALGEBRA_FAILURES:
        derivation = None
    checked = _Checked()
    last = Step("answer", "", _integral(f, x, integrand), Side(answer), verdict=checked.antiderivative(F, f, x))
    by_rules = derivation is not None and checked.derivation(derivation).holds
    if not by_rules:
        derivation = traced(engine, goal, (1 - _SEARCH) * seconds / 2)
    if derivation is None or not checked.derivation(derivation).holds:
        return Steps((replace(last, rule="undetermined coefficients", words=_FIT),) if last.verdict.holds else ())
    lines = list(_lines(derivation, checked, integrand))
    if lines[-1].right.function != answer or lines[-1].left != last.left:
        words = "The same up to a constant, written shorter." if derivation.rewriting.parts else "The answer."
        lines.append(replace(last, words=words))
    accepted = tuple(line for line in lines if line.verdict.holds)
    return Steps(accepted, len(lines) - len(accepted), by_rules)


_FIT = (
    "A sum of terms with unknown coefficients is differentiated and compared with the integrand; "
    "the coefficients that agree give this answer."
)


class _Checked:
    """Verdicts on antiderivatives, each asked for once."""

    def __init__(self) -> None:
        self._known: dict[tuple[se.Expr, se.Expr, se.Symbol], Verdict] = {}

    def antiderivative(self, F: se.Expr, f: se.Expr, x: se.Symbol) -> Verdict:
        """On F' = f."""
        key = F, f, x
        if key not in self._known:
            self._known[key] = verify_antiderivative(F, f, x, seconds=_EACH).verdict
        return self._known[key]

    def derivation(self, derivation: Derivation) -> Verdict:
        """On its value."""
        return self.antiderivative(derivation.value, derivation.goal.integrand, derivation.goal.variable)

    def equality(self, derivation: Derivation) -> Verdict:
        """On goal = closed + Σ c·∫ g: all values are antiderivatives."""
        return weakest(self.derivation(d) for d in (derivation, *derivation.children))


def weakest(verdicts: Iterator[Verdict]) -> Verdict:
    """The least sure of some verdicts."""
    order = (Verdict.PROVED, Verdict.CHECKED, Verdict.UNKNOWN, Verdict.REFUTED)
    return max(verdicts, key=order.index)


def _lines(derivation: Derivation, checked: _Checked, shown: Tree | None = None) -> Iterator[Step]:
    """The rewriting, the lines of its parts, and the result. shown: the integrand as it was asked for."""
    rewriting, goal = derivation.rewriting, derivation.goal
    f, x = goal.integrand, goal.variable
    left = _integral(f, x, shown)
    result = Side(_tree(derivation.value))
    if not rewriting.parts and rewriting.loop is None:
        yield Step(rewriting.rule, rewriting.words, left, result, verdict=checked.derivation(derivation))
        return
    if derivation.aside is not None:
        yield from _lines(derivation.aside, checked)
    closed = None if rewriting.closed == 0 else _tree(rewriting.closed)
    integrals = [
        Integral(_tree(part.integrand), str(part.variable), _tree(coefficient)) for coefficient, part in rewriting.parts
    ]
    if rewriting.loop is not None:
        integrals.append(Integral(_tree(f), str(x), _tree(rewriting.loop)))
    substitution = rewriting.substitution and (str(rewriting.substitution[0]), _tree(rewriting.substitution[1]))
    right = Side(closed, tuple(integrals))
    if right != left:
        verdict = checked.equality(derivation)
        yield Step(rewriting.rule, rewriting.words, left, right, substitution, verdict)
    told: set[Goal] = set()
    for child in derivation.children:
        if child.goal not in told:
            told.add(child.goal)
            yield from _lines(child, checked)
    if shown is not None or not _passes_on(rewriting):
        yield Step("result", _closing(derivation), left, result, verdict=checked.derivation(derivation))


def _passes_on(rewriting: Rewriting) -> bool:
    """Whether the value is that of the one part."""
    plain = rewriting.closed == 0 and rewriting.substitution is None and rewriting.loop is None
    return plain and len(rewriting.parts) == 1 and rewriting.parts[0][0] == 1


def _closing(derivation: Derivation) -> str:
    if derivation.rewriting.substitution is not None:
        u, g = derivation.rewriting.substitution
        return f"Put {u} = {_text(g)} back."
    return "Solve for the integral." if derivation.rewriting.loop is not None else "Put together."


def _integral(f: se.Expr, x: se.Symbol, shown: Tree | None = None) -> Side:
    return Side(None, (Integral(_tree(f) if shown is None else shown, str(x)),))


def _tree(e: se.Expr) -> Tree:
    return display(from_symengine(e))


def _text(e: se.Expr) -> str:
    from ansatz.expr.printing import to_text

    return to_text(_tree(e))


__all__ = ["Steps", "integral_steps", "weakest"]

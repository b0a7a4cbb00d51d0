"""The result of a solve, whatever the task: the answer, how sure it is, who found it, and the story behind it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Self

from ansatz.expr.tree import Tree, is_elementary
from ansatz.proof.condition import Condition
from ansatz.proof.scope import Scope
from ansatz.proof.verdict import Verdict
from ansatz.solve.candidates import Candidate

if TYPE_CHECKING:
    from sympy import Expr, Symbol

    from ansatz.solve.steps.step import Step


@dataclass(frozen=True, repr=False)
class Solution(ABC):
    """What every task's solver returns. Two are equal where problem, answer, verdict, scope and conditions are.

    problem: the question as text. tree: the answer, None where there is none. verdict: proved, checked or unknown
    (refuted answers are never returned). scope: where the answer holds. conditions: on parameters, such as "a != -1".
    method: which found it: network, fit, structural, or the name of a computer algebra system. reason: how it was
    verified. remark: one sentence where there is no answer, or where something about it needs saying. candidates:
    everything that was proposed, best first. tried: what was run, in words. seconds: wall-clock time. symbols: SymPy
    symbols that the answer is given in, by name, where the question came as SymPy's.
    """

    problem: str
    tree: Tree | None = None
    verdict: Verdict = Verdict.UNKNOWN
    scope: Scope | None = None
    conditions: tuple[Condition, ...] = ()
    method: str = field(default="", compare=False)
    reason: str = field(default="", compare=False)
    remark: str = field(default="", compare=False)
    candidates: tuple[Candidate, ...] = field(default=(), compare=False)
    tried: tuple[str, ...] = field(default=(), compare=False)
    seconds: float = field(default=0.0, compare=False)
    symbols: "Mapping[str, Symbol]" = field(default_factory=dict, compare=False)

    @abstractmethod
    def statement_latex(self) -> str:
        """The question as LaTeX, as far as the sign of equality."""

    @abstractmethod
    def explain(self) -> str:
        """What was tried, how the answer was verified, and how to follow it by hand: paragraphs of plain text."""

    def __repr__(self) -> str:
        facts = "; ".join(fact for fact in (self.verdict, self.method) if fact)
        return f"Solution({self.problem} {self._shown()}; {facts})"

    def _shown(self) -> str:
        return f"= {self.text()}" if self.answered else "= ?"

    @cached_property
    def answer(self) -> "Expr | None":
        """The answer as a SymPy expression, or None.

        It is in the user's own symbols where SymPy's were given, else in plain ones, `sympy.Symbol("x")`. An
        antiderivative's `answer.diff(x)` gives the integrand back: where SymPy does not know that u is real, ln|u| is
        written log(u**2)/2 and |u| sqrt(u**2), since SymPy cannot differentiate Abs(u) there.
        """
        return self.sympy(self.tree)

    def sympy(self, tree: Tree | None) -> "Expr | None":
        """A tree of this solution in SymPy's terms, with the symbols that the question came in."""
        from ansatz.expr.sympy_bridge import differentiable

        return None if tree is None else differentiable(tree, dict(self.symbols))

    @property
    def elementary(self) -> bool:
        """False where the answer needs erf, Ei, Si, Ci, li or dilog."""
        return self.tree is None or is_elementary(self.tree)

    @property
    def answered(self) -> bool:
        """True where the question has an answer."""
        return self.tree is not None

    def text(self) -> str:
        """The answer as people type it; "" where there is none."""
        from ansatz.expr.printing import to_text

        return "" if self.tree is None else to_text(self.tree)

    def latex(self) -> str:
        """The answer as LaTeX; "" where there is none."""
        from ansatz.expr.printing import to_latex

        return "" if self.tree is None else to_latex(self.tree)

    def shown_text(self) -> str:
        """The answer as people write it: an antiderivative with + C."""
        return self.text()

    def shown_latex(self) -> str:
        """The same as LaTeX."""
        return self.latex()

    @property
    def steps(self) -> "tuple[Step, ...]":
        """How a teacher would get to the answer: lines that follow by textbook rules, each accepted by the verifier.

        They are derived when they are first asked for, within seconds; () where there are none.
        """
        return ()

    def summary(self) -> list[str]:
        """Lines for a terminal: the answer, how sure it is, who found it and how long that took; where it holds."""
        if not self.answered:
            return [self.remark, f"Tried: {'; '.join(self.tried)} ({self._milliseconds()}).", *self._details()]
        return [self.shown_text(), self._facts(str(self.scope or "")), *self._details(), *filter(None, [self.remark])]

    def _details(self) -> list[str]:
        return [f"where {condition}" for condition in self.conditions]

    def _facts(self, scope: str) -> str:
        return "; ".join(filter(None, [self.verdict, scope, self.method, self._milliseconds()]))

    def _milliseconds(self) -> str:
        return f"{1000 * self.seconds:.0f} ms"

    def _repr_latex_(self) -> str:
        return f"${self.statement_latex()} = {self.latex() or chr(92) + 'text{?}'}$"

    def _repr_html_(self) -> str:
        from html import escape

        facts = "".join(f"<br>{escape(line)}" for line in self.summary()[1:])
        return f"<p>{escape(self._repr_latex_())}</p><p><small>{facts.removeprefix('<br>')}</small></p>"

    def to_json(self) -> str:
        """JSON: `to_dict`, and all that `from_json` needs to bring the same solution back."""
        from ansatz.solve.interchange import to_json

        return to_json(self.to_dict(), self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The solution that `to_json` wrote; raises `InputError` for anything else. Nothing in it is evaluated."""
        from ansatz.solve.interchange import from_json

        return from_json(text, cls)

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values: the fields of this class, expressions as text."""
        return {
            "problem": self.problem,
            "answered": self.answered,
            "answer": self.text() or None,
            "latex": self.latex(),
            "verdict": str(self.verdict),
            "scope": str(self.scope or ""),
            "conditions": [str(condition) for condition in self.conditions],
            "method": self.method,
            "elementary": self.elementary,
            "reason": self.reason,
            "remark": self.remark,
            "candidates": [candidate.to_dict() for candidate in self.candidates],
            "tried": list(self.tried),
            "seconds": round(self.seconds, 4),
        }

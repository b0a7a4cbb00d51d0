"""The result of a solve: the answer, how sure it is, who found it, and the story behind it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ansatz.expr.tree import Tree, is_elementary
from ansatz.proof.condition import Condition
from ansatz.proof.scope import Scope
from ansatz.proof.verdict import Verdict
from ansatz.solve.candidates import Candidate


@dataclass(frozen=True, repr=False)
class Solution:
    """What `integrate` returns.

    problem: the integral as text. verdict: proved, checked or unknown (refuted answers are never
    returned). scope: where the answer holds. conditions: on parameters, such as a != -1. method: network,
    fit, structural or classical: which found it. candidates: everything that was proposed, best first.
    seconds: wall-clock time. tried: what was run, in words. value, enclosure: of a definite integral, the
    exact value (SymPy) and a rigorous decimal enclosure. diverges: it has no value. remark: one sentence
    where there is no answer, or where something about it needs saying. symbols: SymPy symbols that the answer is
    given in, by name, where the integrand came as SymPy's.
    """

    problem: str
    integrand: Tree
    variable: str
    verdict: Verdict = Verdict.UNKNOWN
    scope: Scope | None = None
    conditions: tuple[Condition, ...] = ()
    method: str = ""
    candidates: list[Candidate] = field(default_factory=list)
    seconds: float = 0.0
    tried: list[str] = field(default_factory=list)
    tree: Tree | None = None
    bounds: tuple[Tree, Tree] | None = None
    value_tree: Tree | None = None
    enclosure: str | None = None
    diverges: bool = False
    reason: str = ""
    remark: str = ""
    symbols: dict[str, Any] = field(default_factory=dict, compare=False)

    def __repr__(self) -> str:
        facts = "; ".join(str(fact) for fact in (self.verdict, self.method) if fact)
        shown = "diverges" if self.diverges else f"= {self.text()}" if self.answered else "= ?"
        return f"Solution({self.problem} {shown}; {facts})"

    @cached_property
    def answer(self) -> Any:
        """The antiderivative as a SymPy expression, or None."""
        return None if self.tree is None else _sympy(self.tree, self.symbols)

    @cached_property
    def value(self) -> Any:
        """The exact value of a definite integral as a SymPy expression, or None."""
        return None if self.value_tree is None else _sympy(self.value_tree, self.symbols)

    @property
    def elementary(self) -> bool:
        """False where the answer needs erf, Ei, Si, Ci, li or dilog."""
        return self.tree is None or is_elementary(self.tree)

    @property
    def answered(self) -> bool:
        """True where the question has an answer: an antiderivative, a value, an enclosure, or divergence."""
        if self.bounds is None:
            return self.tree is not None
        return self.value_tree is not None or self.enclosure is not None or self.diverges

    def _shown(self) -> Tree | None:
        return self.value_tree if self.bounds is not None else self.tree

    def text(self) -> str:
        """The answer as people type it, "diverges" for an integral without a value; "" where there is none."""
        from ansatz.expr.printing import to_text

        if self.diverges:
            return "diverges"
        shown = self._shown()
        return (self.enclosure or "") if shown is None else to_text(shown)

    def latex(self) -> str:
        """The answer as LaTeX, with `text`'s exceptions."""
        from ansatz.expr.printing import to_latex

        if self.diverges:
            return r"\text{diverges}"
        shown = self._shown()
        return (self.enclosure or "") if shown is None else to_latex(shown)

    def _repr_latex_(self) -> str:
        from ansatz.expr.printing import to_latex

        low, high = ("", "") if self.bounds is None else (f"_{{{to_latex(b)}}}" for b in self.bounds)
        high = high.replace("_", "^", 1)
        integral = rf"\int{low}{high} {to_latex(self.integrand)}\,\mathrm{{d}}{to_latex(self.variable)}"
        if self.diverges:
            return rf"${integral}\ {self.latex()}$"
        answer = self.latex() or r"\text{?}"
        return f"${integral} = {answer}{' + C' if self.bounds is None and self.tree is not None else ''}$"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values: the fields of this class, expressions as text."""
        from ansatz.expr.printing import to_text

        def text(tree: Tree | None) -> str | None:
            return None if tree is None else to_text(tree)

        return {
            "problem": self.problem,
            "integrand": text(self.integrand),
            "variable": self.variable,
            "bounds": None if self.bounds is None else [text(bound) for bound in self.bounds],
            "answered": self.answered,
            "answer": text(self.tree),
            "latex": self.latex(),
            "verdict": str(self.verdict),
            "scope": None if self.scope is None else self.scope.to_dict(),
            "conditions": [condition.to_dict() for condition in self.conditions],
            "method": self.method,
            "elementary": self.elementary,
            "candidates": [
                {
                    "expression": candidate.expression,
                    "method": candidate.method,
                    "detail": candidate.detail,
                    "score": None if candidate.score is None else round(candidate.score, 4),
                    "verdict": str(candidate.verdict),
                    "seconds": round(candidate.seconds, 4),
                }
                for candidate in self.candidates
            ],
            "value": text(self.value_tree),
            "enclosure": self.enclosure,
            "diverges": self.diverges,
            "seconds": round(self.seconds, 4),
            "reason": self.reason,
            "tried": self.tried,
            "remark": self.remark,
        }

    def explain(self) -> str:
        """What was tried, how the answer was verified, and its differentiation rule by rule."""
        from ansatz.solve.integral.explain import explain

        return explain(self)


def _sympy(tree: Tree, symbols: dict[str, Any]) -> Any:
    from ansatz.expr.sympy_bridge import to_sympy

    return to_sympy(tree, symbols)

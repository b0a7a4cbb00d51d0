r"""One line of a derivation: an equality between integrals, the rule that gives it, and the verdict on it.

    step.text()     "∫ x*cos(x) dx = x*sin(x) - ∫ sin(x) dx"
    step.latex()    "\int x \cos(x)\,\mathrm{d}x = …"

Both sides of a line are a function plus multiples of integrals (`Side`), which is as much as textbooks need.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ansatz.expr.printing import to_latex, to_text
from ansatz.expr.tree import Tree, is_node
from ansatz.proof.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Integral:
    """coefficient·∫ integrand d variable."""

    integrand: Tree
    variable: str
    coefficient: Tree = 1

    def text(self) -> str:
        """Without the coefficient."""
        inner = to_text(self.integrand)
        return f"∫ {f'({inner})' if _is_sum(self.integrand) else inner} d{self.variable}"

    def latex(self) -> str:
        """Without the coefficient."""
        inner = to_latex(self.integrand)
        inner = rf"\left({inner}\right)" if _is_sum(self.integrand) else inner
        return rf"\int {inner}\,\mathrm{{d}}{to_latex(self.variable)}"

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values."""
        return {
            "integrand": to_text(self.integrand),
            "variable": self.variable,
            "coefficient": to_text(self.coefficient),
        }


@dataclass(frozen=True, slots=True)
class Side:
    """function + Σ coefficient·∫ …; function: None where there are integrals alone."""

    function: Tree | None = None
    integrals: tuple[Integral, ...] = ()

    def text(self) -> str:
        """As people write it."""
        parts = [] if self.function is None else [("", to_text(self.function))]
        for integral in self.integrals:
            sign, factor = _sign_and_factor(integral.coefficient)
            shown = "" if factor == 1 else f"({to_text(factor)})" if isinstance(factor, tuple) else to_text(factor)
            parts.append((sign, f"{shown}{'*' if shown else ''}{integral.text()}"))
        return _joined(parts)

    def latex(self) -> str:
        """The same as LaTeX."""
        parts = [] if self.function is None else [("", to_latex(self.function))]
        for integral in self.integrals:
            sign, factor = _sign_and_factor(integral.coefficient)
            shown = "" if factor == 1 else to_latex(factor)
            shown = rf"\left({shown}\right)" if _is_sum(factor) else shown
            parts.append((sign, f"{shown} {integral.latex()}".strip()))
        return _joined(parts)

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values."""
        return {
            "function": None if self.function is None else to_text(self.function),
            "integrals": [integral.to_dict() for integral in self.integrals],
        }


@dataclass(frozen=True, slots=True)
class Step:
    """left = right, by a rule.

    rule: its name ("substitution", "parts", "partial fractions", …). words: what a teacher says with it. substitution:
    (name, expression) where a variable is introduced, u = x². verdict: on this line; only accepted ones are shown.
    """

    rule: str
    words: str
    left: Side
    right: Side
    substitution: tuple[str, Tree] | None = None
    verdict: Verdict = Verdict.UNKNOWN

    def text(self) -> str:
        """The equality."""
        return f"{self.left.text()} = {self.right.text()}"

    def latex(self) -> str:
        """The equality."""
        return f"{self.left.latex()} = {self.right.latex()}"

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values."""
        substitution: Mapping[str, str] | None = None
        if self.substitution is not None:
            name, tree = self.substitution
            substitution = {"variable": name, "expression": to_text(tree)}
        return {
            "rule": self.rule,
            "words": self.words,
            "text": self.text(),
            "latex": self.latex(),
            "left": self.left.to_dict(),
            "right": self.right.to_dict(),
            "substitution": substitution,
            "verdict": str(self.verdict),
        }


def _is_sum(tree: Tree) -> bool:
    return is_node(tree, "+") or is_node(tree, "-") or is_node(tree, "neg")


def _sign_and_factor(tree: Tree) -> tuple[str, Tree]:
    if isinstance(tree, int):
        return ("-", -tree) if tree < 0 else ("", tree)
    return ("-", tree[1]) if is_node(tree, "neg") else ("", tree)


def _joined(parts: list[tuple[str, str]]) -> str:
    (sign, first), *others = parts
    return f"{sign}{first}" + "".join(f" {sign or '+'} {shown}" for sign, shown in others)


__all__ = ["Integral", "Side", "Step"]

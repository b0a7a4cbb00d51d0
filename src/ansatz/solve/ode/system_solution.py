"""Solutions of systems x' = f(x, y, t), y' = …: one function for each equation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, final

from ansatz.expr.differential_systems import DifferentialSystem
from ansatz.expr.display import display
from ansatz.expr.printing import to_latex, to_text
from ansatz.expr.tree import Tree, is_elementary
from ansatz.proof.scope import Scope
from ansatz.solve.solution import Solution

if TYPE_CHECKING:
    from sympy import Basic


@final
@dataclass(frozen=True, repr=False)
class SystemSolution(Solution):
    """What `dsolve` returns for a system. tree: the first function. system: as it was read. components: the functions,
    in its order. others: the same for the other signs of parameters. constants: names of the constants of integration.
    everywhere: it is a solution for all real times.
    """

    system: DifferentialSystem = field(default=DifferentialSystem((), ()))
    components: tuple[Tree, ...] = ()
    others: tuple[tuple[tuple[Tree, ...], Scope], ...] = ()
    constants: tuple[str, ...] = ()
    everywhere: bool = False

    @cached_property
    def answer(self) -> "Basic | None":  # type: ignore[override]  # several functions are no expression
        """A SymPy tuple of equations Eq(x, …), one for each function; None without an answer."""
        if not self.components:
            return None
        import sympy

        pairs = zip(self.system.functions, self.components, strict=True)
        return sympy.Tuple(*(sympy.Eq(self.sympy(name), self.sympy(tree)) for name, tree in pairs))

    @property
    def elementary(self) -> bool:
        """False where one of the functions is not."""
        return all(map(is_elementary, self.components))

    def text(self) -> str:
        """ "x = C1*cos(t), y = …"; "" where there is no answer."""
        return self._written(self.components, to_text)

    def latex(self) -> str:
        """The same as LaTeX."""
        return self._written(self.components, to_latex)

    def _written(self, components: tuple[Tree, ...], write: Callable[[Tree], str]) -> str:
        pairs = zip(self.system.functions, components, strict=False)
        return ", ".join(f"{write(name)} = {write(display(tree))}" for name, tree in pairs)

    def _shown(self) -> str:
        return self.text() or "?"

    def statement_latex(self) -> str:
        """The system."""
        pairs = zip(self.system.functions, self.system.components, strict=True)
        return r",\ ".join(f"{to_latex(name)}' = {to_latex(tree)}" for name, tree in pairs)

    def _repr_latex_(self) -> str:
        return f"${self.latex() or self.statement_latex()}$"

    def _details(self) -> list[str]:
        lasting = [f"for all real {self.system.variable}"] if self.everywhere and self.system.initial else []
        others = [f"general: {self._written(trees, to_text)} ({self.verdict}, {scope})" for trees, scope in self.others]
        return [*lasting, *super()._details(), *others]

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values: the fields of this class, expressions as text."""
        return {
            **super().to_dict(),
            "function": ", ".join(self.system.functions),
            "functions": list(self.system.functions),
            "variable": self.system.variable,
            "order": 1,
            "implicit": False,
            "components": [to_text(display(tree)) for tree in self.components],
            "solutions": self._cases(),
            "interval": f"all real {self.system.variable}" if self.everywhere and self.system.initial else None,
        }

    def _cases(self) -> list[dict[str, object]]:
        """The answer and those for other signs of parameters, with the keys of an `OdeSolution`'s."""
        if self.scope is None:
            return []
        common: dict[str, object] = {
            "kind": "particular" if self.system.initial else "general",
            "implicit": False,
            "parametric": False,
            "verdict": str(self.verdict),
            "conditions": [str(condition) for condition in self.conditions],
            "method": self.method,
            "detail": "",
        }
        return [
            {
                "text": self._written(trees, to_text),
                "latex": self._written(trees, to_latex),
                "scope": str(scope),
                **common,
            }
            for trees, scope in ((self.components, self.scope), *self.others)
        ]

    def explain(self) -> str:
        """What was tried, the method, and the functions with their derivatives."""
        lines = [f"Problem: {self.problem}", f"Tried: {'; '.join(self.tried) or 'nothing'}."]
        if not self.answered:
            return "\n".join([*lines, self.remark])
        lines += [f"Solution: {self.text()}  (found by {self.method})", f"Verdict: {self.verdict}, {self.scope}."]
        lines += [f"Condition: {condition}" for condition in self.conditions]
        return "\n".join([*lines, "Put it into the system:", *self._substitution()])

    def _substitution(self) -> list[str]:
        from ansatz.expr.canonical import derivative, from_symengine, symbol, to_symengine

        t, lines = symbol(self.system.variable), []
        for name, tree, rate in zip(self.system.functions, self.components, self.system.components, strict=True):
            own = to_text(display(from_symengine(derivative(to_symengine(tree), t))))
            lines.append(f"  {name}' = {own}, which is {to_text(rate)}")
        return lines


__all__ = ["SystemSolution"]

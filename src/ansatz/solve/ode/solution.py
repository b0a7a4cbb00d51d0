"""Solutions of differential equations: the answer, and the others beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, final

from ansatz.expr.display import display
from ansatz.expr.equations import DifferentialEquation
from ansatz.expr.printing import to_latex, to_text
from ansatz.expr.tree import Tree, is_elementary, substitute, symbols
from ansatz.proof.condition import Condition
from ansatz.proof.ode.initial_values import OpenInterval
from ansatz.proof.scope import Scope
from ansatz.proof.verdict import Verdict
from ansatz.solve.ode.candidates import OdeCandidate
from ansatz.solve.ode.claim import Kind
from ansatz.solve.solution import Solution

if TYPE_CHECKING:
    from sympy import Basic

    from ansatz.solve.steps.derivation import Steps
    from ansatz.solve.steps.step import Step


@dataclass(frozen=True, slots=True)
class OneSolution:
    """One solution, in the user's names.

    tree: the function; where it is `implicit`, left - right of a relation. kind: general, particular or singular, and
    "constant" where it is a number. The rest is as of a `Solution`. free: constants remain after initial values. along:
    the variable as a function of a parameter, where the solution is a curve; the tree is then the function of it.
    """

    tree: Tree
    kind: str
    implicit: bool
    verdict: Verdict
    scope: Scope
    conditions: tuple[Condition, ...]
    method: str
    detail: str
    reason: str
    free: bool = False
    along: Tree | None = None
    variable: str = "x"

    @classmethod
    def of(
        cls, candidate: OdeCandidate, names: Mapping[str, Tree], variable: str, *, free: bool = False
    ) -> "OneSolution":
        """A candidate renamed."""
        shown = display(substitute(candidate.tree, names))
        kind = str(candidate.kind)
        if (
            candidate.kind is not Kind.GENERAL
            and not candidate.implicit
            and not candidate.along
            and variable not in symbols(shown)
        ):
            kind = "constant"
        verification = candidate.verification
        conditions = tuple(c.renamed(names) for c in (*verification.conditions, *candidate.conditions))
        scope = verification.scope.renamed(names)
        return cls(
            shown,
            kind,
            candidate.implicit,
            candidate.verdict,
            scope,
            conditions,
            candidate.method,
            candidate.detail,
            verification.reason,
            free,
            None if candidate.along is None else display(substitute(candidate.along, names)),
            variable,
        )

    def sides(self, function: str, constants: tuple[str, ...]) -> tuple[Tree, Tree]:
        """Left and right of the sign of equality: y = …, or a relation with its constant on the right."""
        if not self.implicit:
            return function, self.tree
        return relation_sides(self.tree, constants)

    def text(self, function: str, constants: tuple[str, ...]) -> str:
        """ "y = C1*exp(x)" """
        return self._written(to_text, function, constants)

    def latex(self, function: str, constants: tuple[str, ...]) -> str:
        """The same as LaTeX."""
        return self._written(to_latex, function, constants)

    def _written(self, write: Callable[[Tree], str], function: str, constants: tuple[str, ...]) -> str:
        left, right = self.sides(function, constants)
        text = f"{write(left)} = {write(right)}"
        return text if self.along is None else f"{write(self.variable)} = {write(self.along)}, {text}"

    def to_dict(self, function: str, constants: tuple[str, ...]) -> dict[str, object]:
        """Plain JSON values."""
        return {
            "text": self.text(function, constants),
            "latex": self.latex(function, constants),
            "kind": self.kind,
            "implicit": self.implicit,
            "parametric": self.along is not None,
            "verdict": str(self.verdict),
            "scope": str(self.scope),
            "conditions": [str(condition) for condition in self.conditions],
            "method": self.method,
            "detail": self.detail,
        }


def relation_sides(tree: Tree, constants: tuple[str, ...]) -> tuple[Tree, Tree]:
    """A relation that is zero with its constant alone on the right, where it is a term of its own."""
    import symengine as se

    from ansatz.algebra.content import content
    from ansatz.expr.canonical import from_symengine, symbol, to_symengine
    from ansatz.solve.ode.relation_forms import oriented

    G = to_symengine(tree)
    for form in dict.fromkeys((G, se.expand(G))):
        terms = se.Add.make_args(form)
        for c in map(symbol, reversed(constants)):
            for sign in (1, -1):
                rest = [-sign * term for term in terms if term != sign * c]
                if len(rest) < len(terms) and not any(c in term.free_symbols for term in rest):
                    return display(from_symengine(se.Add(*rest))), str(c)
    G = oriented(se.expand(G / content(se.expand(G))))
    number = se.Add(*(term for term in se.Add.make_args(G) if not term.free_symbols))
    return display(from_symengine(G - number)), display(from_symengine(-number))


@final
@dataclass(frozen=True, repr=False)
class OdeSolution(Solution):
    """What `dsolve` returns. tree: the function, or where it is `implicit` what is zero along solutions.

    equation: as it was read. solutions: the answer first, then other general, singular and constant ones. constants:
    names of the constants of integration. interval: of an initial value problem, where the answer certainly is a
    solution; None where that is not known.
    """

    equation: DifferentialEquation = field(default=DifferentialEquation("y'", "y", "x", 1))
    solutions: tuple[OneSolution, ...] = ()
    constants: tuple[str, ...] = ()
    interval: OpenInterval | None = field(default=None, compare=False)

    @property
    def implicit(self) -> bool:
        """Whether the answer is a relation between the variable and the function."""
        return bool(self.solutions) and self.solutions[0].implicit

    @property
    def order(self) -> int:
        """Of the equation."""
        return self.equation.order

    @cached_property
    def answer(self) -> "Basic | None":  # type: ignore[override]  # a relation is no expression
        """The function as a SymPy expression with C1, C2; a SymPy Eq where it is implicit, two of them, for
        x and y, where it is a curve with a parameter; None without an answer.
        """
        if self.tree is None:
            return None
        import sympy

        along = self.solutions[0].along if self.solutions else None
        if along is not None:
            x, y = (self.sympy(name) for name in (self.equation.variable, self.equation.function))
            return sympy.Tuple(sympy.Eq(x, self.sympy(along)), sympy.Eq(y, self.sympy(self.tree)))
        if not self.implicit:
            return self.sympy(self.tree)

        left, right = relation_sides(self.tree, self.constants)
        return sympy.Eq(self.sympy(left), self.sympy(right))

    @property
    def elementary(self) -> bool:
        """False where the answer needs erf, Ei, Si, Ci, li or dilog."""
        return self.tree is None or is_elementary(self.tree)

    @cached_property
    def derivation(self) -> "Steps":
        """The steps to the general solution, how many lines were not accepted, whether textbook rules led there."""
        from ansatz.solve.steps.derivation import Steps
        from ansatz.solve.steps.equations import Asked
        from ansatz.solve.steps.step import Side, Step
        from ansatz.solve.steps.worker import derived_equation

        general = next((one for one in self.solutions if one.kind == "general"), None)
        if general is None:
            return Steps()
        equation = self.equation
        sides = general.sides(equation.function, self.constants)
        asked = Asked(
            equation.left, equation.variable, equation.function, self.order, sides, general.verdict, self.constants
        )
        found = derived_equation(asked)
        if self.tree is None or general is self.solutions[0]:
            return found
        left, right = self.solutions[0].sides(equation.function, self.constants)
        words = "The initial values determine the constants."
        last = Step("initial values", words, Side(left), Side(right), verdict=self.verdict)
        return replace(found, steps=(*found.steps, last))

    @property
    def steps(self) -> "tuple[Step, ...]":
        """The method's own steps to the general solution, each accepted; see `Solution`."""
        return self.derivation.steps

    def _shown(self) -> str:
        return self.text() or "?"

    def __repr__(self) -> str:
        facts = "; ".join(fact for fact in (self.verdict, self.method) if fact)
        return f"Solution({self.problem}: {self._shown()}; {facts})"

    def text(self) -> str:
        """ "y = C1*exp(x)", or the relation; "" where there is no answer."""
        return self.solutions[0].text(self.equation.function, self.constants) if self.solutions else ""

    def latex(self) -> str:
        """The same as LaTeX."""
        if not self.solutions:
            return ""
        return self.solutions[0].latex(self.equation.function, self.constants)

    def statement_latex(self) -> str:
        """The equation."""
        return f"{to_latex(self.equation.left)} = 0"

    def _repr_latex_(self) -> str:
        return f"${self.latex() or self.statement_latex()}$"

    def summary(self) -> list[str]:
        """As of every solution; with the interval of validity and the other solutions."""
        note = [] if self.elementary else ["Not elementary: no elementary solution was found."]
        return [*super().summary(), *note]

    def _details(self) -> list[str]:
        interval = [] if self.interval is None else [f"for {self.interval.text(self.equation.variable)}"]
        others = [
            f"{one.kind}: {one.text(self.equation.function, self.constants)} ({one.verdict}, {one.scope})"
            for one in self.solutions[1 if self.answered else 0 :]
        ]
        return [*interval, *super()._details(), *others]

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values: the fields of this class, expressions as text."""
        function = self.equation.function
        return {
            **super().to_dict(),
            "function": function,
            "variable": self.equation.variable,
            "order": self.order,
            "implicit": self.implicit,
            "solutions": [one.to_dict(function, self.constants) for one in self.solutions],
            "interval": None if self.interval is None else self.interval.text(self.equation.variable),
        }

    def explain(self) -> str:
        """What was tried, the method, and the answer put into the equation."""
        from ansatz.solve.ode.explain import explain

        return explain(self)


__all__ = ["OdeSolution", "OneSolution", "relation_sides"]

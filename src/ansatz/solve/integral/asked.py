"""A question as it was asked, with SymPy's assumptions, and as it is searched for.

The search takes parameters for real, and samples positive ones. A parameter that is declared negative is therefore
searched for as −a with a positive, and the solution says a again. One that is not real makes the question complex.
"""

from dataclasses import dataclass, replace
from typing import TypeVar

from ansatz.errors import ConfigError
from ansatz.expr.display import display
from ansatz.expr.printing import to_text
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree, symbols
from ansatz.proof.assumptions import Assumptions
from ansatz.proof.condition import Condition
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.solution import DefiniteIntegral, Integral

Bounds = tuple[Tree, Tree]
AnyIntegral = TypeVar("AnyIntegral", bound=Integral)


@dataclass(frozen=True, slots=True)
class Asked:
    """integrand, variable, bounds: in the user's names. assumptions: on the symbols in them."""

    integrand: Tree
    variable: str
    bounds: Bounds | None
    assumptions: Assumptions

    def domain(self, asked_for: str) -> str:
        """The domain of the search; raises `ConfigError` for bounds beside symbols that are not real."""
        names = symbols(self.integrand) | {self.variable}
        if self.bounds is not None and (complex_ones := self.assumptions.not_real(names)):
            raise ConfigError(
                f"An integral between bounds needs real symbols; {complex_ones[0]} is declared otherwise."
            )
        return self.assumptions.domain(asked_for, names)

    def mirrored(self, tree: Tree) -> Tree:
        """Into the terms of the search, and back."""
        return tree if tree in (INFINITY, MINUS_INFINITY) else self.assumptions.mirrored(tree, self.variable)

    @property
    def searched(self) -> tuple[Tree, Bounds | None]:
        """Integrand and bounds as they are searched for."""
        bounds = self.bounds and (self.mirrored(self.bounds[0]), self.mirrored(self.bounds[1]))
        return self.mirrored(self.integrand), bounds

    def conditions(self, conditions: tuple[Condition, ...]) -> tuple[Condition, ...] | None:
        """What is left of the search's conditions; None where the assumptions exclude one."""
        return self.assumptions.settled(conditions, self.variable)

    def restored(self, solution: AnyIntegral) -> AnyIntegral:
        """The solution of the search in the terms of the question, without what the assumptions exclude."""
        problem = f"∫ {to_text(self.integrand)} d{self.variable}"
        conditions = self.conditions(solution.conditions)
        candidates = tuple(replace(c, tree=self.mirrored(c.tree)) for c in solution.candidates)
        changed = replace(solution, problem=problem, integrand=self.integrand, candidates=candidates)
        if isinstance(changed, DefiniteIntegral) and self.bounds is not None:
            changed = replace(
                changed,
                problem=f"{problem} from {' to '.join(map(to_text, self.bounds))}",
                bounds=self.bounds,
                antiderivative=replace(self, bounds=None).restored(changed.antiderivative),
            )
        if conditions is None:
            excluded = ", ".join(map(str, solution.conditions))
            remark = f"What was found holds for {excluded} only, which the assumptions on the symbols exclude."
            return replace(
                changed,
                tree=None,
                verdict=Verdict.UNKNOWN,
                scope=None,
                conditions=(),
                remark=remark,
                enclosure=None,
                interval=None,
                diverges=False,
            )
        tree = solution.tree
        if tree is not None and (shown := self.mirrored(tree)) != tree:
            tree = display(shown)
        return replace(changed, tree=tree, conditions=conditions)

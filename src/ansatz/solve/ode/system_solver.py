"""From a system as it was read to a verified `SystemSolution`; the search runs in a killable worker."""

import time
from dataclasses import replace

from ansatz.expr.canonical import canonical
from ansatz.expr.differential_systems import DifferentialSystem
from ansatz.expr.printing import to_text
from ansatz.expr.tree import Tree, substitute, symbols
from ansatz.expr.vocabulary import PARAMETERS
from ansatz.solve.ode.lineup import OWN_WORKER
from ansatz.solve.ode.naming import constant_names, names_back, values_text
from ansatz.solve.ode.system_solution import SystemSolution
from ansatz.solve.ode.systems import SystemFound
from ansatz.solve.portfolio import lend
from ansatz.solve.question import Question
from ansatz.solve.rival import Rival

NOT_FOUND = (
    "No solution was found; systems x' = A·x + b(t) with constant A are solved where their eigenvalues have closed "
    "forms, and linear equations that can be solved one after the other."
)
OVER = "No solution was found before the deadline; try a longer one."
_TASK = "ansatz.solve.ode.systems:system_solutions"
_TITLE = "matrix exponential, elimination"


def solve_system(system: DifferentialSystem, deadline: float) -> SystemSolution:
    """deadline: seconds of wall-clock time."""
    start = time.monotonic()
    question, back, constants = _question(system)
    with lend(deadline) as portfolio:
        rival = Rival(OWN_WORKER[0], _TASK, (question,), _TITLE)
        found: list[SystemFound] | None = portfolio.call(rival, deadline - time.monotonic() + start)
    remark = OVER if found is None else "" if found else NOT_FOUND
    solution = SystemSolution(_problem(system), tried=(_TITLE,), remark=remark, system=system, constants=constants)
    if found:
        solution = _answered(solution, found, back)
    return replace(solution, seconds=time.monotonic() - start, symbols=dict(system.symbols))


def _answered(solution: SystemSolution, found: list[SystemFound], back: dict[str, Tree]) -> SystemSolution:
    best, *others = found
    components = tuple(substitute(tree, back) for tree in best.trees)
    cases = tuple(
        (tuple(substitute(tree, back) for tree in one.trees), one.verification.scope.renamed(back)) for one in others
    )
    return replace(
        solution,
        tree=components[0],
        verdict=best.verification.verdict,
        scope=best.verification.scope.renamed(back),
        conditions=tuple(condition.renamed(back) for condition in best.verification.conditions),
        method="structural",
        reason=best.verification.reason,
        components=components,
        others=cases,
        everywhere=best.everywhere,
    )


def _question(system: DifferentialSystem) -> tuple[Question, dict[str, Tree], tuple[str, ...]]:
    """The question in names of our own, the map back, and how the constants of integration are called."""
    values = () if system.initial is None else (system.initial.place, *system.initial.values)
    occurring = set().union(*map(symbols, (*system.components, *values)))
    others = sorted(occurring - {system.variable, *system.functions})
    own = [f"y{k}" for k in range(len(system.functions))]
    forth: dict[str, Tree] = dict(zip(others, PARAMETERS, strict=False))
    forth |= {system.variable: "x", **dict(zip(system.functions, own, strict=True))}
    constants = constant_names(len(own), occurring)
    statement = tuple(canonical(substitute(tree, forth)) for tree in (*system.components, *values))
    return Question("system", statement, ("x", *own)), names_back(forth, constants), constants


def _problem(system: DifferentialSystem) -> str:
    pairs = zip(system.functions, system.components, strict=True)
    text = "; ".join(f"{name}' = {to_text(tree)}" for name, tree in pairs)
    if system.initial is not None:
        place, values = system.initial.place, system.initial.values
        text += "; " + values_text((name, place, value) for name, value in zip(system.functions, values, strict=True))
    return text


__all__ = ["solve_system"]

"""Our own line-ups on the scoreboard, each with all that stands before it.

    network     the network on the canonical input only
    fit         + the exact fit of the beam's terms             (integrals)
    views       + equivalent inputs                             (integrals)
    own         + structural terms                              everything that is ours
    default     + SymPy, Maxima and FriCAS where installed      what the public calls run
    structural  no network

Of integrals each part can be asked apart; equations, systems and definite integrals go through the public calls.
"""

import time
from dataclasses import dataclass
from typing import Any

import ansatz
from ansatz.evaluate.problem import Problem
from ansatz.expr.canonical import canonical
from ansatz.expr.tree import INFINITY, Tree, substitute
from ansatz.expr.vocabulary import DERIVATIVES, INTEGRATION_CONSTANTS
from ansatz.proof.ode.verifier import UNKNOWNS
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.lineup import Lineup
from ansatz.solve.integral.rivals import rivals
from ansatz.solve.naming import rename
from ansatz.solve.ode.solution import OdeSolution
from ansatz.solve.portfolio import Portfolio
from ansatz.solve.question import Question
from ansatz.solve.systems import installed
from ansatz.solve.systems.claim import Claim


@dataclass(frozen=True)
class Said:
    """What a system answered, before anybody judged it.

    claims: its answer, several where it distinguishes cases; infinity says that the integral diverges. seconds: that it
    took. failure: why there is none: "" (it had none to give), or deadline, memory, crashed. detail: in words.
    verdict: of our own, which verify before they answer. branch: what is positive where an equation's solution holds.
    enclosure: of a definite integral without a closed value. exists: False where it is proved that there is no answer.
    """

    claims: tuple[Claim, ...] = ()
    seconds: float = 0.0
    failure: str = ""
    detail: str = ""
    verdict: Verdict | None = None
    branch: tuple[Tree, ...] = ()
    enclosure: str = ""
    exists: bool = True


_ALL = ("integral", "definite", "ode", "lyapunov")
_INTEGRALS = {
    "network": Lineup(network=True, views=False, fit=False, structural=False),
    "fit": Lineup(network=True, views=False, fit=True, structural=False),
    "views": Lineup(network=True, views=True, fit=True, structural=False),
    "own": Lineup(),
    "default": Lineup(),
    "structural": Lineup(network=False, views=False, fit=False, structural=True),
}
_METHODS = {
    "network": ("network",),
    "own": ("network", "fit"),
    "default": ("network", "fit", "classical"),
    "structural": ("fit",),
}
OWN: dict[str, tuple[str, ...]] = {
    name: _ALL if name in ("own", "default", "structural") else ("integral",) for name in _INTEGRALS
}
"""Our line-ups, and the tasks that each can be asked."""

EASY = {
    "integral": Problem(0, "integral", statement=("x",)),
    "definite": Problem(0, "definite", statement=("x",), bounds=(0, 1)),
    "ode": Problem(0, "ode", statement=(("-", "Y'", "Y"),), order=1),
    "lyapunov": Problem(0, "lyapunov", statement=(("neg", "x0"),), variables=("x0",)),
}
"""A question of each task that starts all processes, so that loading does not count."""


@dataclass(frozen=True)
class Search:
    """beam, deadline in seconds, runtime folder, domain: of `ansatz.integrate`."""

    beam: int = 10
    deadline: float = 10.0
    weights: str | None = None
    domain: str = "real"


def ask(name: str, problem: Problem, search: Search, portfolio: Portfolio) -> Said:
    """The answer of one of our line-ups."""
    start = time.monotonic()
    if problem.task == "integral":
        return _integral(name, problem, search, portfolio, start)
    by_task = {"definite": _definite, "ode": _equation, "lyapunov": _system}
    settings = {"beam": search.beam, "deadline": search.deadline, "methods": _METHODS[name]}
    if problem.task == "lyapunov":
        settings["methods"] = tuple(m for m in _METHODS[name] if m != "classical")
    return by_task[problem.task](problem, settings | {"weights": search.weights}, search.domain)


def _integral(name: str, problem: Problem, search: Search, portfolio: Portfolio, start: float) -> Said:
    tree, back = rename(canonical(problem.integrand), problem.variable)
    systems = installed() if name == "default" else ()
    question = Question("integral", (tree,), domain=search.domain)
    race = portfolio.race(rivals(question, _INTEGRALS[name], systems, search.beam, search.weights), search.deadline)
    seconds, best = time.monotonic() - start, race.best
    if best is None:
        return Said(seconds=seconds, failure="deadline" if seconds >= search.deadline else "")
    names: dict[str, Tree] = dict(back)
    conditions = tuple(c.renamed(names) for c in best.verification.conditions)
    claim = Claim(best.method, substitute(best.tree, names), conditions)
    return Said((claim,), seconds, detail=best.detail, verdict=best.verdict)


def _definite(problem: Problem, settings: dict[str, Any], domain: str) -> Said:
    assert problem.bounds is not None
    solution = ansatz.integrate(problem.integrand, (problem.variable, *problem.bounds), domain=domain, **settings)
    diverges, enclosure = getattr(solution, "diverges", False), getattr(solution, "enclosure", None) or ""
    tree = INFINITY if diverges else solution.tree
    claims = () if tree is None else (Claim(solution.method, tree, solution.conditions),)
    return Said(claims, solution.seconds, detail=solution.remark, verdict=solution.verdict, enclosure=enclosure)


def _equation(problem: Problem, settings: dict[str, Any], domain: str) -> Said:
    asked: object = problem.text
    if not problem.text:
        asked = substitute(problem.statement[0], dict(zip(DERIVATIVES, ("y", "y'", "y''"), strict=True)))
    solution: OdeSolution = ansatz.dsolve(asked, **settings)
    if solution.tree is None:
        return Said(seconds=solution.seconds, detail=solution.remark)
    equation = solution.equation
    names: dict[str, Tree] = dict(zip(equation.derivatives, map(str, UNKNOWNS), strict=False))
    names |= dict(zip(solution.constants, INTEGRATION_CONSTANTS, strict=False)) | {equation.variable: "x"}
    branch = solution.scope.branch if solution.scope is not None else ()
    explicit = not solution.implicit and solution.solutions[0].along is None  # of a curve this is one side only
    claim = Claim(solution.method, canonical(substitute(solution.tree, names)), solution.conditions, not explicit)
    positive = tuple(canonical(substitute(condition.tree, names)) for condition in branch)
    return Said((claim,), solution.seconds, verdict=solution.verdict, branch=positive)


def _system(problem: Problem, settings: dict[str, Any], domain: str) -> Said:
    system = dict(zip(problem.variables, problem.statement, strict=True))
    solution = ansatz.lyapunov(system, at=problem.at, **settings)
    claims = () if solution.tree is None else (Claim(solution.method, solution.tree),)
    detail = solution.reason if solution.refuted else solution.remark
    return Said(claims, solution.seconds, detail=detail, verdict=solution.verdict, exists=not solution.refuted)


__all__ = ["OWN", "Said", "Search", "ask"]

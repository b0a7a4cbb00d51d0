"""The façade: `dsolve`, from what people write to a verified `OdeSolution`.

    dsolve("x*y' = y*ln(4*x)").answer
    dsolve("y'' + y = 0, y(0) = 1, y'(0) = 0").answer      -> cos(x)

Reading and checking happen here; every search runs in killable workers (`ansatz.solve.race`).
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from os import PathLike

import symengine as se

from ansatz.decoding.runtime import existing_weights
from ansatz.errors import ConfigError, UnsupportedError
from ansatz.expr.canonical import canonical, to_symengine
from ansatz.expr.differential_systems import is_system, read_differential_system
from ansatz.expr.equations import DifferentialEquation, read_equation
from ansatz.expr.printing import to_text
from ansatz.expr.tree import Tree, substitute, symbols
from ansatz.expr.vocabulary import PARAMETERS
from ansatz.proof.ode.independence import CONSTANTS
from ansatz.proof.ode.parametric import PARAMETER
from ansatz.proof.ode.verifier import UNKNOWNS
from ansatz.solve.ode.candidates import OdeCandidate
from ansatz.solve.ode.initial_values import InitialValueSolution
from ansatz.solve.ode.lineup import OWN_WORKER, Lineup
from ansatz.solve.ode.listing import cases, distinct, listed
from ansatz.solve.ode.naming import constant_names, names_back, values_text
from ansatz.solve.ode.rivals import rivals
from ansatz.solve.ode.solution import OdeSolution, OneSolution
from ansatz.solve.ode.system_solver import solve_system
from ansatz.solve.portfolio import Portfolio, lend
from ansatz.solve.question import Question
from ansatz.solve.race import Result
from ansatz.solve.rival import Rival
from ansatz.solve.settings import check_beam, check_deadline, chosen_methods
from ansatz.solve.systems import installed

METHODS = ("network", "fit", "classical")
NOT_FOUND = "No solution was found; try a larger beam or a longer deadline."
NOT_GENERAL = "No general solution was found."
HALF = "No general solution was found; the first integral leaves one integration, which has no closed form known to us."
_REMARKS = {"first integral": HALF}
NOT_TAKEN = "A general solution was found, but none that takes the values given."
FREE = "The values given do not determine the solution: it is one for every value of its constants."
SEVERAL = "The values given do not determine the solution: several were found."
OVER = "A general solution was found; the deadline came before one that takes the values given. Allow more time."
PERHAPS = "Other solutions may take these values too: where they are given, the equation does not ensure a single one."
_INITIAL = "ansatz.solve.ode.initial_values:initial_value_solutions"
_BOUNDARY = "ansatz.solve.ode.boundary_values:boundary_value_solutions"
_MOST_GENERAL = 2  # the highest order for which there are methods for all kinds of equations
_SHARE, _MOST_FOR_VALUES = 0.3, 3.0  # of the deadline, and seconds at most, kept for initial values


def dsolve(
    eq: object,
    func: object = "y",
    x: object = None,
    *,
    ics: object = None,
    beam: int = 10,
    deadline: float = 10.0,
    methods: Sequence[str] = METHODS,
    weights: str | PathLike[str] | None = None,
) -> OdeSolution:
    """Solve an ordinary differential equation, or a linear system x' = A·x + b(t), verified.

    eq: text or LaTeX ("y'' + y = x", "dy/dx = x*y"), with initial values after a comma or without; SymPy's Eq or
    expression in y(x); a tree in y, y' and y''. func: the unknown function, where not only one is differentiated. x:
    its variable; where nothing names it, x, else t. ics: initial values, "y(0) = 1, y'(0) = 0" or {"y(0)": 1}, or
    SymPy's {f(0): 1}; values at several places make a boundary value problem. beam: hypotheses of the network.
    deadline: seconds of wall-clock time. methods: of "network", "fit" (our own methods by type) and "classical" (SymPy;
    Maxima where installed). weights: a folder of your own (`ansatz export`) instead of the shipped network.

    A system is text ("x' = y; y' = -x, x(0) = 1, y(0) = 0"), a mapping from functions to their rates, or a list of
    SymPy equations; its solution is a `SystemSolution`.

    Raises `InputError` and `ConfigError` for what is no such equation and for settings that make no sense. An equation
    that resists is no error: its solution has no answer.
    """
    methods = chosen_methods(methods, METHODS)
    check_beam(beam)
    check_deadline(deadline)
    end = time.monotonic() + deadline
    if is_system(eq):
        found = solve_system(read_differential_system(eq, ics), deadline)
        return found  # type: ignore[return-value]  # whether a text states a system is known when it is read
    equation = read_equation(eq, func, x, ics)
    question, back, constants = _question(equation)
    folder = None if weights is None else existing_weights(weights)
    systems = installed() if "classical" in methods else []
    competitors = rivals(question, Lineup.of(methods), systems, beam, folder)
    asked = bool(equation.given)
    reserve = 0.0 if not asked else min(_MOST_FOR_VALUES, _SHARE * deadline)
    with lend(deadline) as portfolio:
        race = portfolio.race(competitors, end - reserve - time.monotonic())
        solution = _solution(race, equation, back, constants)
        if asked:
            solution = _with_values(solution, race, question, back, portfolio, end - time.monotonic())
    return replace(solution, seconds=time.monotonic() - end + deadline, symbols=dict(equation.symbols))


def _question(equation: DifferentialEquation) -> tuple[Question, dict[str, Tree], tuple[str, ...]]:
    """The question in the model's own names, the map back, and how the constants of integration are called."""
    if equation.initial is not None:
        values: tuple[Tree, ...] = (equation.initial.place, *equation.initial.values)
    else:
        values = tuple(tree for one in equation.boundary for tree in (one.place, one.value))
    unknowns = dict(zip(equation.derivatives, map(str, UNKNOWNS), strict=False))
    occurring = set().union(*map(symbols, (equation.left, *values)))
    others = sorted(occurring - {equation.variable, *unknowns})
    free = [name for name in PARAMETERS if name not in others]
    kept = {name: name if name in PARAMETERS else free.pop(0) if free else name for name in others}
    forth: dict[str, Tree] = {**kept, **unknowns, equation.variable: "x"}
    taken = occurring | {equation.function}
    constants = constant_names(equation.order, taken)
    back = names_back(forth, constants)
    back[str(PARAMETER)] = next(c for c in "tspuvw" if c not in taken)
    statement = tuple(canonical(substitute(tree, forth)) for tree in (equation.left, *values))
    return Question("ode", _checked(statement, equation)), back, constants


def _checked(statement: tuple[Tree, ...], equation: DifferentialEquation) -> tuple[Tree, ...]:
    """The statement; raises where its terms with the highest derivative cancel."""
    if str(UNKNOWNS[equation.order]) not in symbols(statement[0]):
        shown = equation.function + "'" * equation.order
        raise ConfigError(f"The terms with {shown} cancel; give an equation that contains it.")
    if equation.order > _MOST_GENERAL:
        _check_high_order(to_symengine(statement[0]), equation.order)
    return statement


def _check_high_order(left: se.Expr, order: int) -> None:
    """Raises `UnsupportedError` for what no method is for: equations that are not linear and hold y itself."""
    unknowns = UNKNOWNS[: order + 1]
    linear = not any(set(unknowns) & se.expand(left.diff(u)).free_symbols for u in unknowns)
    if not linear and UNKNOWNS[0] in left.free_symbols:
        raise UnsupportedError(
            f"An equation of order {order} is supported where it is linear or does not hold the function itself; this "
            "one is neither."
        )


def _solution(
    race: Result, equation: DifferentialEquation, back: dict[str, Tree], constants: tuple[str, ...]
) -> OdeSolution:
    found = distinct(race.candidates)
    shown = tuple(OneSolution.of(c, back, equation.variable) for c in listed(found))
    general = bool(shown) and shown[0].kind == "general"
    solution = OdeSolution(
        _problem(equation),
        candidates=tuple(_renamed(c, back) for c in found),
        tried=race.tried,
        remark="" if general else _REMARKS.get(shown[0].kind, NOT_GENERAL) if shown else NOT_FOUND,
        equation=equation,
        constants=constants,
    )
    return _answered(solution, shown) if general else replace(solution, solutions=shown)


def _renamed(candidate: OdeCandidate, names: dict[str, Tree]) -> OdeCandidate:
    along = None if candidate.along is None else substitute(candidate.along, names)
    return replace(candidate, tree=substitute(candidate.tree, names), along=along)


def _answered(solution: OdeSolution, listed: tuple[OneSolution, ...]) -> OdeSolution:
    best = listed[0]
    return replace(
        solution,
        tree=best.tree,
        verdict=best.verdict,
        scope=best.scope,
        conditions=best.conditions,
        method=best.method,
        reason=best.reason,
        solutions=listed,
    )


def _problem(equation: DifferentialEquation) -> str:
    given = values_text((equation.derivatives[order], place, value) for order, place, value in equation.given)
    return ", ".join(filter(None, (f"{to_text(equation.left)} = 0", given)))


# ---------------------------------------------------------------------------------------- given values


def _with_values(
    solution: OdeSolution,
    race: Result,
    question: Question,
    back: dict[str, Tree],
    portfolio: Portfolio,
    seconds: float,
) -> OdeSolution:
    """The solution that takes the given values; the general one stays in the list."""
    known = [candidate for candidate in distinct(race.candidates) if candidate.holds]
    families = [one for one in known if one.kind != "general" and set(map(str, CONSTANTS)) & symbols(one.tree)]
    by_sign = cases([one for one in known if one.kind == "general"])
    known = [*by_sign, *families] if by_sign else known
    orders = tuple(one.order for one in solution.equation.boundary)
    task, arguments = (_BOUNDARY, (question, known, orders)) if orders else (_INITIAL, (question, known))
    rival = Rival(OWN_WORKER[0], task, arguments, "the constants that the values ask for")
    found: list[InitialValueSolution] | None = portfolio.call(rival, seconds) if seconds > 0 else None
    if not found:
        remark = solution.remark if not solution.answered else OVER if found is None else NOT_TAKEN
        return replace(
            solution,
            tree=None,
            verdict=OdeSolution("").verdict,
            scope=None,
            conditions=(),
            method="",
            reason="",
            remark=remark,
            solutions=tuple(one for one in solution.solutions if one.kind == "first integral"),
        )
    variable = solution.equation.variable
    taken = [OneSolution.of(one.candidate, back, variable, free=one.free) for one in found]
    several = len(found) > 1 and all("x" in symbols(u) for u in found[0].candidate.branch)
    remark = FREE if found[0].free else SEVERAL if several else "" if found[0].determined else PERHAPS
    general = tuple(one for one in solution.solutions if one.kind == "general" and one.tree != taken[0].tree)
    answered = _answered(solution, (*taken, *general))
    return replace(answered, interval=found[0].interval, remark=remark)


__all__ = ["dsolve"]

"""The façade: `integrate`, from what people write to a verified `Solution`.

    integrate("x*cos(x)").answer                 -> x*sin(x) + cos(x)
    integrate("1/(1+x^2)", ("x", 0, 1)).value    -> pi/4

Reading and checking happen here; every search runs in killable workers (`ansatz.solve.race`).
"""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from os import PathLike
from typing import Any

from ansatz.decoding.runtime import existing_weights
from ansatz.errors import ALGEBRA_FAILURES, ConfigError
from ansatz.expr.canonical import canonical
from ansatz.expr.display import display
from ansatz.expr.printing import to_text
from ansatz.expr.reading import Reading
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree, substitute, symbols
from ansatz.proof.assumptions import Assumptions
from ansatz.proof.condition import Condition, needed
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral.asked import Asked
from ansatz.solve.integral.definite import read_bound, with_value
from ansatz.solve.integral.lineup import OWN_WORKER, THEOREM_WORKER, VALUE_WORKER, Lineup
from ansatz.solve.integral.rivals import rivals
from ansatz.solve.integral.solution import Integral
from ansatz.solve.naming import rename
from ansatz.solve.portfolio import lend
from ansatz.solve.question import Question
from ansatz.solve.race import Result
from ansatz.solve.rival import Rival
from ansatz.solve.settings import check_beam, check_deadline, chosen_methods
from ansatz.solve.systems import installed

METHODS = ("network", "fit", "classical")
DOMAINS = ("real", "complex")
NOT_FOUND = "No elementary antiderivative was found; try a larger beam or a longer deadline."
_VALUE, _MOST_FOR_VALUE = 0.25, 1.5  # share of the deadline, and seconds at most, kept for the value between bounds


def integrate(
    f: Any,
    x: Any = None,
    *,
    beam: int = 10,
    deadline: float = 10.0,
    methods: Sequence[str] = METHODS,
    domain: str = "real",
    weights: str | PathLike[str] | None = None,
) -> Integral:
    """Integrate f, verified.

    f: text, LaTeX (with or without the integral sign), a SymPy expression (or unevaluated Integral), a
    SymEngine expression, or a tree.
    x: the variable, or (variable, lower, upper) for a definite integral. Where neither it nor a differential names the
    variable (None), it is the only symbol of f, or x among several. beam: hypotheses of the network.
    deadline: seconds of wall-clock time for the search. methods: of "network", "fit" (exact linear fit of
    network and structural terms) and "classical" (SymPy; Maxima and FriCAS where installed).
    domain: "real" or "complex"; symbols that SymPy knows to be complex, or not real, make it complex.
    weights: a folder of your own (`ansatz export`) instead of the shipped network.

    Raises `InputError` for input that is no function or leaves the variable open (several symbols, none of them x) and
    `ConfigError` for settings that make no sense. An
    integral that resists is no error: its `Solution` has no answer.
    """
    methods = chosen_methods(methods, METHODS)
    check_beam(beam)
    check_deadline(deadline)
    if domain not in DOMAINS:
        raise ConfigError(f"The domain is 'real' or 'complex', not '{domain}'.")
    end = time.monotonic() + deadline
    integrand, variable, bounds, given = _read(f, x)
    asked = Asked(integrand, variable, bounds, Assumptions(given))
    searched, ends = asked.searched
    model_tree, back = rename(canonical(searched), variable)
    question = Question("integral", (model_tree,), domain=asked.domain(domain))
    folder = None if weights is None else existing_weights(weights)
    systems = installed() if "classical" in methods else []
    competitors = rivals(question, Lineup.of(methods), systems, beam, folder)
    reserve = 0.0 if ends is None else min(_MOST_FOR_VALUE, _VALUE * deadline)
    with lend(deadline) as portfolio:
        if ends is not None:
            portfolio.worker(*VALUE_WORKER).start()
            positive = asked.assumptions.positive(variable)
            competitors.append(
                Rival(*THEOREM_WORKER, (searched, variable, ends, positive), "theorems on values", waits=True)
            )
        solution = _solution(portfolio.race(competitors, end - reserve - time.monotonic()), asked, back)
        if ends is not None:
            solution = with_value(solution, ends, positive, portfolio, end - time.monotonic())
    return replace(_restored(solution, asked), seconds=time.monotonic() - end + deadline, symbols=given)


def integrate_together(
    problems: Sequence[tuple[str, str | None]], *, beam: int = 10, seconds: float = 3.0, weights: str | None = None
) -> Iterator[tuple[int, Integral]]:
    """(index, solution) of those texts whose antiderivative the network guesses at once, by one beam search for all.

    problems: (text, its variable or None). What is left out is for `integrate`: it may be between bounds, no integrand
    at all, or take longer. seconds: for all together.
    """
    start = time.monotonic()
    read: list[tuple[int, Asked, dict[str, str], Question]] = []
    for k, (text, x) in enumerate(problems):
        try:
            integrand, variable, bounds, _ = _read(text, x)
            if bounds is None:
                tree, back = rename(canonical(integrand), variable)
                read.append((k, Asked(integrand, variable, None, Assumptions({})), back, Question("integral", (tree,))))
        except ALGEBRA_FAILURES:
            continue
    folder = None if weights is None else existing_weights(weights)
    title = Lineup.of(("network",)).title(beam)
    name, task = OWN_WORKER[0], "ansatz.solve.integral.together:first_candidates"
    with lend(seconds) as portfolio:
        questions = [question for *_, question in read]
        arguments = (questions, beam, folder, seconds / max(1, len(read)))
        for place, candidates in portfolio.worker(name, task).submit(task, *arguments, seconds=seconds):
            k, asked, back, _ = read[place]
            best_first = tuple(sorted(candidates, key=lambda candidate: candidate.order()))
            result = Result(best_first, (f"{title}, for {len(read)} questions at once",), time.monotonic() - start)
            solution = _restored(_solution(result, asked, back), asked)
            yield k, replace(solution, seconds=time.monotonic() - start)


def _restored(solution: Integral, asked: Asked) -> Integral:
    """In the terms of the question, with a remark where its variable does not occur."""
    solution = asked.restored(solution)
    if solution.remark or not (others := symbols(asked.integrand)) or asked.variable in others:
        return solution
    named = ", ".join(sorted(others))
    constant = f"The integrand does not contain {asked.variable}, so it is constant"
    return replace(solution, remark=f"{constant}; name the variable if you meant {named}.")


def _read(f: Any, x: Any) -> tuple[Tree, str, tuple[Tree, Tree] | None, dict[str, Any]]:
    """Integrand, variable, bounds, and SymPy's symbols by name, out of all the ways to state them."""
    f, x = _opened(f, x)
    given, *ends = x if isinstance(x, tuple | list) and x else (x,)
    if isinstance(x, tuple | list) and len(ends) != 2:
        raise ConfigError("A definite integral is stated as (variable, lower bound, upper bound).")
    reading = Reading(f, given, *ends)
    parsed = reading.integral(f)
    bounds = parsed.bounds and (read_bound(parsed.bounds[0]), read_bound(parsed.bounds[1]))
    if ends:
        stated = read_bound(ends[0], reading.tree), read_bound(ends[1], reading.tree)
        if bounds is not None and list(map(_canonical_bound, stated)) != list(map(_canonical_bound, bounds)):
            first, second = (" to ".join(map(to_text, ends)) for ends in (bounds, stated))
            raise ConfigError(f"The integral is written from {first}, and asked for from {second}; bound it once.")
        bounds = stated
    variable = reading.variable(given, parsed)
    for bound in bounds or ():
        if bound != MINUS_INFINITY and variable in symbols(bound):
            raise ConfigError(
                f"The bound '{to_text(bound)}' contains the variable of integration; write the integrand in another."
            )
    return parsed.integrand, variable, bounds, reading.symbols


def _canonical_bound(bound: Tree) -> Tree:
    return bound if bound in (INFINITY, MINUS_INFINITY) else canonical(bound)


def _opened(f: Any, x: Any) -> tuple[Any, Any]:
    """An unevaluated SymPy Integral as integrand and (variable or limits); anything else as it is."""
    sympy = sys.modules.get("sympy")
    if sympy is None or not isinstance(f, sympy.Integral):
        return f, x
    if len(f.limits) != 1 or len(f.limits[0]) == 2:
        raise ConfigError("Give an Integral over one variable, without bounds or with both; one integral at a time.")
    variable, *own = f.limits[0]
    given, *ends = x if isinstance(x, tuple | list) and x else (x,)
    if given not in (None, variable) and str(given) != variable.name:
        raise ConfigError(f"An integral is over one variable, not over {variable} and over {given}; name one.")
    if own and ends:
        raise ConfigError("The Integral has bounds of its own; give no others beside it.")
    return f.function, (variable, *own, *ends) if own or ends else variable


def _solution(race: Result, asked: Asked, back: dict[str, str]) -> Integral:
    """In the terms of the search; the best candidate whose conditions the assumptions on the symbols do not exclude."""
    (integrand, _), variable = asked.searched, asked.variable
    problem = f"∫ {to_text(integrand)} d{variable}"
    names: dict[str, Tree] = dict(back)
    candidates = tuple(replace(candidate, tree=substitute(candidate.tree, names)) for candidate in race.candidates)
    solution = Integral(
        problem, candidates=candidates, tried=race.tried, remark=NOT_FOUND, integrand=integrand, variable=variable
    )
    if race.best is None:
        return solution

    def conditions(candidate: Candidate) -> tuple[Condition, ...]:
        return tuple(c.renamed(names) for c in needed((*candidate.verification.conditions, *candidate.conditions)))

    holding = (candidate for candidate in race.candidates if candidate.holds)
    best = next((c for c in holding if asked.conditions(conditions(c)) is not None), race.best)
    return replace(
        solution,
        tree=display(substitute(best.tree, names)),
        verdict=best.verdict,
        scope=best.verification.scope.renamed(names),
        conditions=conditions(best),
        method=best.method,
        reason=best.verification.reason,
        remark="",
    )


__all__ = ["integrate", "integrate_together"]

"""What computer algebra systems claim, verified like our own answers in the process that found it."""

from collections.abc import Iterator
from importlib import import_module

from ansatz.errors import ALGEBRA_FAILURES, ConfigError
from ansatz.expr.canonical import to_symengine
from ansatz.solve.ode.candidates import OdeCandidate
from ansatz.solve.ode.claim import CONSTANTS, Claim, Kind
from ansatz.solve.ode.rivals import ASKED
from ansatz.solve.ode.search import OdeSearch
from ansatz.solve.question import Question


def claimed(system: str, question: Question, seconds: float) -> Iterator[OdeCandidate]:
    """Candidates of one system, by its name in `SYSTEMS`; a task for a worker."""
    if system not in ASKED:
        raise ConfigError(f"No system '{system}' is asked about differential equations; choose {', '.join(ASKED)}.")
    search = OdeSearch(question, seconds)
    for claim in import_module(f"ansatz.solve.systems.{system}").dsolve(question.statement[0], search.order, seconds):
        try:
            solution = to_symengine(claim.tree)
        except ALGEBRA_FAILURES:
            continue
        constants = sum(c in solution.free_symbols for c in CONSTANTS)
        kind = Kind.GENERAL if constants == search.order else Kind.PARTICULAR
        stated = Claim(solution, claim.method, kind, claim.implicit)
        yield from search.judge(stated, system, claim.method, conditions=claim.conditions)
    if search.best is not None:
        yield search.best.final()


__all__ = ["claimed"]

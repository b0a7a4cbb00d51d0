"""What computer algebra systems claim, verified like our own answers in the process that found it."""

from collections.abc import Iterator
from importlib import import_module

from ansatz.errors import ALGEBRA_FAILURES, ConfigError
from ansatz.expr.canonical import to_symengine
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral.search import IntegralSearch
from ansatz.solve.question import Question
from ansatz.solve.systems import SYSTEMS


def claimed(system: str, question: Question, seconds: float) -> Iterator[Candidate]:
    """Candidates of one system, by its name in `SYSTEMS`; a task for a worker."""
    if system not in SYSTEMS:
        raise ConfigError(f"There is no system '{system}'; choose from {', '.join(SYSTEMS)}.")
    (integrand,), (variable,) = question.statement, question.variables
    search = IntegralSearch(question, seconds)
    for claim in import_module(f"ansatz.solve.systems.{system}").integrate(integrand, variable, seconds):
        try:
            F = to_symengine(claim.tree)
        except ALGEBRA_FAILURES:
            continue
        yield from search.judge(F, system, claim.method, conditions=claim.conditions)
        if search.proved:
            return
    yield from search.held

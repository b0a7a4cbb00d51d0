"""Is one of these candidates an answer? Verification by mathematics, task by task, without PyTorch.

A task of `ansatz.limits.Worker`: validation runs it in a process that can be killed. The answer from which a
problem was made takes no part. To validate another task: a row in `VERIFIERS`.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from ansatz.data.record import Record, expressions
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.tree import Tree
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.proof.integral.verifier import AntiderivativeVerifier
from ansatz.proof.lyapunov.verifier import verify_lyapunov
from ansatz.proof.ode.verifier import OdeVerifier

CANDIDATE_SECONDS = 2.0

Check = Callable[[Any], bool]  # of one candidate


def ready() -> bool:
    """Nothing, once everything is imported."""
    return True


def judge(record: Record, candidates: Sequence[Tree]) -> Iterator[bool]:
    """For each candidate, best first, whether it is an answer; ends with the first that is."""
    check = VERIFIERS[record.task](record)
    for candidate in candidates:
        try:
            right = check(to_symengine(candidate))
        except ALGEBRA_FAILURES:
            right = False
        yield right
        if right:
            return


def _integral(domain: str) -> Callable[[Record], Check]:
    def prepare(record: Record) -> Check:
        (f,) = expressions(record.statement)
        verifier = AntiderivativeVerifier(f, symbol("x"), seconds=CANDIDATE_SECONDS, domain=domain)
        return lambda F: verifier.verify(F).holds

    return prepare


def _equation(order: int) -> Callable[[Record], Check]:
    def prepare(record: Record) -> Check:
        (equation,), branch = expressions(record.statement), expressions(record.branch)
        verifier = OdeVerifier(equation, symbol("x"), order=order, seconds=CANDIDATE_SECONDS, branch=branch)
        return lambda y: verifier.verify(y).holds

    return prepare


def _system(record: Record) -> Check:
    system = expressions(record.statement)
    variables = [symbol(f"x{k}") for k in range(len(system))]
    squares = partial(sum_of_squares, seconds=CANDIDATE_SECONDS / 2)
    return lambda V: verify_lyapunov(V, system, variables, squares=squares, seconds=CANDIDATE_SECONDS).holds


VERIFIERS: dict[str, Callable[[Record], Check]] = {
    "<integrate>": _integral("real"),
    "<integrate_complex>": _integral("complex"),
    "<ode1>": _equation(1),
    "<ode2>": _equation(2),
    "<lyapunov>": _system,
}

"""What a network finds without our own methods: for its benchmark, and for expert iteration.

    LINEUPS                                 network, fit, views: each with what stands before it
    holds(question, "network", weights)     whether some candidate is proved or checked
    unsolved(records, weights)              the problems that the network does not solve: data to learn from

Expert iteration (Anthony, Tian & Barber 2017; Polu & Sutskever 2020): problems that the algebra has proved and the last
network cannot do alone are what the next one learns from.
"""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from ansatz.data.record import Record, trees
from ansatz.limits import Crew
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral.lineup import Lineup as IntegralLineup
from ansatz.solve.integral.stages import own_candidates as integrals
from ansatz.solve.lyapunov.lineup import Lineup as LyapunovLineup
from ansatz.solve.lyapunov.stages import own_candidates as lyapunov
from ansatz.solve.ode.candidates import OdeCandidate
from ansatz.solve.ode.lineup import Lineup as OdeLineup
from ansatz.solve.ode.stages import own_candidates as equations
from ansatz.solve.question import Question

LINEUPS = ("network", "fit", "views")
_TASKS = {"<integrate>": "integral", "<ode1>": "ode1", "<ode2>": "ode2", "<lyapunov>": "lyapunov"}


def holds(
    question: Question, lineup: str, weights: str | None = None, beam: int = 10, seconds: float = 10.0
) -> Iterator[bool]:
    """Yields once: whether some candidate of the line-up is proved or checked.

    Of Lyapunov functions "network" counts V as guessed, "fit" the coefficients that a semidefinite program finds for
    the network's monomials, too. weights: a runtime folder; None for those that ship.
    """
    fit = lineup != "network"
    if question.task == "integral":
        methods = IntegralLineup(network=True, views=lineup == "views", fit=fit, structural=False)
        found = integrals(question, beam, methods, weights, seconds)
    elif question.task in ("lyapunov", "barrier"):
        methods_of_our_own = LyapunovLineup(network=True, fit=False)
        found = lyapunov(question, beam, methods_of_our_own, weights, question.task == "barrier", seconds)
        if not fit:
            found = (each for each in found if isinstance(each, Candidate) and each.method == "network")
    else:
        found = equations(question, beam, OdeLineup(network=True, fit=fit, structural=False), weights, seconds)
    kinds = (Candidate, OdeCandidate)
    yield any(isinstance(each, kinds) and each.verification.holds for each in found)


def unsolved(
    records: Iterable[Record],
    weights: Path | None = None,
    *,
    lineup: str = "network",
    beam: int = 10,
    workers: int = 1,
    seconds: float = 5.0,
) -> Iterator[tuple[Record, bool]]:
    """(record, whether it stays unsolved) as they come; what ends by its deadline counts as unsolved.

    Problems of tasks that no line-up is asked are left out.
    """
    asked = (record for record in records if record.task in _TASKS)
    task = partial(_stays_unsolved, lineup, None if weights is None else str(weights.absolute()), beam, seconds)
    with Crew(workers, megabytes=3_000, preload=("ansatz.evaluate.alone",)) as crew:
        for record, run in crew.map(task, asked, seconds=seconds + 5):
            yield record, next(iter(run.take()), True)


def _stays_unsolved(lineup: str, weights: str | None, beam: int, seconds: float, record: Record) -> bool:
    return not next(holds(question(record), lineup, weights, beam, seconds))


def question(record: Record) -> Question:
    """What a record asks."""
    task, statement = _TASKS[record.task], trees(record.statement)
    variables = tuple(f"x{k}" for k in range(len(statement))) if task == "lyapunov" else ("x",)
    return Question(task, statement, variables)

"""Second opinions on problems with their answers, as data sets hold them.

opinion(record)                      # of its task: integral, differential equation, Lyapunov pair
opinions(records, workers=2)         # many, in processes
"""

from collections.abc import Iterable, Iterator

from ansatz.data.record import Record, trees
from ansatz.evaluate.second_opinion import integral, lyapunov, ode
from ansatz.evaluate.second_opinion.opinion import Opinion, Stance
from ansatz.limits import Crew


def opinion(record: Record) -> Opinion:
    """Whether the record's answer answers its statement."""
    try:
        statement, (answer, *_) = trees(record.statement), trees(record.answer)
    except ValueError as error:
        return Opinion(Stance.CANNOT_SAY, f"no pair ({error})")
    match record.task:
        case "<integrate>":
            return integral.opinion(answer, statement[0], both_real=True)
        case "<integrate_complex>":
            return integral.opinion(answer, statement[0], domain="complex")
        case "<ode1>" | "<ode2>":
            return ode.opinion(answer, statement[0], 1 if record.task == "<ode1>" else 2, trees(record.branch))
        case "<lyapunov>":
            return lyapunov.opinion(answer, statement)
    return Opinion(Stance.CANNOT_SAY, f"nothing is known of the task {record.task}")


def opinions(records: Iterable[Record], workers: int = 1, seconds: float = 30.0) -> Iterator[tuple[Record, Opinion]]:
    """(record, `opinion`) as they come, in processes that are killed after so many seconds for one record."""
    with Crew(workers, preload=("ansatz.evaluate.second_opinion.records",)) as crew:
        for record, run in crew.map(opinion, records, seconds=seconds):
            outcome = run.outcome
            assert outcome is not None  # the crew yields ended runs
            yield record, next(iter(run.take()), Opinion(Stance.CANNOT_SAY, outcome.detail))

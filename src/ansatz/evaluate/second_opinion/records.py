"""Second opinions on problems with their answers, as data sets hold them.

opinion(record)                      # of its task: integral, differential equation, Lyapunov pair
opinions(records, workers=2)         # many, in processes
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ansatz.data.record import Record, trees
from ansatz.evaluate.second_opinion import integral, lyapunov, ode
from ansatz.evaluate.second_opinion.opinion import Opinion, Stance
from ansatz.limits import Run, Worker, wait_for_news

_TASK = "ansatz.evaluate.second_opinion.records:opinion"


def opinion(record: Record) -> Opinion:
    """Whether the record's answer answers its statement."""
    statement, (answer, *_) = trees(record.statement), trees(record.answer)
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
    idle = [Worker(poll_seconds=0.5, preload=("ansatz.evaluate.second_opinion.records",)) for _ in range(workers)]
    busy: dict[Run, tuple[Worker, Record]] = {}
    found: dict[Run, list[Opinion]] = defaultdict(list)
    source = iter(records)
    try:
        while True:
            while idle and (record := next(source, None)) is not None:
                worker = idle.pop()
                busy[worker.submit(_TASK, record, seconds=seconds)] = worker, record
            if not busy:
                return
            wait_for_news(list(busy), 1.0)
            for run in list(busy):
                outcome = run.outcome
                found[run] += run.take()  # what is not taken stays news, and is not waited for
                if outcome is not None:
                    worker, record = busy.pop(run)
                    idle.append(worker)
                    yield record, next(iter(found.pop(run)), Opinion(Stance.CANNOT_SAY, outcome.detail))
    finally:
        for worker in [*idle, *(worker for worker, _ in busy.values())]:
            worker.close()

"""What runs in a lane: a request's fields in, events out; here alone is text from outside read.

Each task is a generator of `Event`s. A refusal of the user's input is an answer like any other; what a library fails
with is one too, so that a lane ends by being killed and by nothing else.
"""

import json
import os
import pickle
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from queue import SimpleQueue
from typing import Any

import ansatz
from ansatz.errors import ALGEBRA_FAILURES, AnsatzError, CheckpointError, ConfigError, InputError
from ansatz.serve.events import Event
from ansatz.serve.showing import shown
from ansatz.solve.candidates import Candidate
from ansatz.solve.progress import listening
from ansatz.solve.solution import Solution

_BEHIND = 5  # of niceness

Fields = Mapping[str, Any]  # of a request, as its class has checked them


def as_json(value: object) -> str:
    """ASCII alone, so that no text, however strange, can fail to be sent."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def refusal(kind: str, message: str) -> Event:
    """One clear sentence."""
    return Event("refusal", as_json({"error": {"type": kind, "message": message}}))


def _refused(work: Callable[[], Iterator[Event]]) -> Iterator[Event]:
    """The events of some work, or why its input was refused."""
    try:
        yield from work()
    except (InputError, ConfigError, CheckpointError) as error:
        yield refusal(type(error).__name__, str(error))
    except AnsatzError as error:
        yield refusal("ResourceError", str(error))
    except (*ALGEBRA_FAILURES, MemoryError):
        yield refusal("UnsupportedError", "This is beyond what can be computed here; write it in another form.")


def warm_up() -> None:
    """Start what the first requests would wait for; it warms up while the lane goes on.

    Lanes stand behind the server for the processor, so that it says in time what it has to say.
    """
    os.nice(_BEHIND)
    from ansatz.solve.integral.lineup import OWN_WORKER
    from ansatz.solve.integral.solver import integrate  # noqa: F401 - to have it
    from ansatz.solve.portfolio import warm

    warm(*OWN_WORKER)


def nothing() -> None:
    """Import this module."""


# ---------------------------------------------------------------------------------------- solving


def solve(task: str, fields: Fields, weights: str | None, seconds: float, progress: bool) -> Iterator[Event]:
    """The solution; seconds: that are left. progress: tell of every candidate on the way."""

    def work() -> Iterator[Event]:
        if not progress:
            yield answered(solution_of(task, fields, weights, seconds), fields.get("display", False))
            return
        yield Event("progress", as_json({"stage": "searching"}))
        news: SimpleQueue[Event | Solution | BaseException] = SimpleQueue()

        def search() -> None:
            try:
                with listening(lambda candidate: news.put(_told(candidate))):
                    news.put(solution_of(task, fields, weights, seconds))
            except BaseException as error:
                news.put(error)

        threading.Thread(target=search, daemon=True).start()
        while isinstance(found := news.get(), Event):
            yield found
        if isinstance(found, BaseException):
            raise found
        yield answered(found, fields.get("display", False))

    return _refused(work)


def solve_together(
    batch: Sequence[Fields], beam: int, weights: str | None, seconds: float
) -> Iterator[tuple[int, Event]]:
    """(index, answer) of those integrals that one beam search for all of them settles."""
    from ansatz.solve.integral.solver import integrate_together

    problems = [(fields["problem"], fields["variable"]) for fields in batch]
    try:
        for k, solution in integrate_together(problems, beam=beam, seconds=seconds, weights=weights):
            yield k, answered(solution, batch[k]["display"])
    except (*ALGEBRA_FAILURES, CheckpointError):
        return  # each of them alone will say what is wrong


def solution_of(task: str, fields: Fields, weights: str | None, seconds: float) -> Solution:
    """By the public call; raises as it does."""
    common: dict[str, Any] = {name: fields[name] for name in ("beam", "methods") if name in fields} | {
        "deadline": seconds
    }
    problem, variable = fields["problem"], fields.get("variable")
    if task == "dsolve":
        return ansatz.dsolve(
            problem, fields.get("function", "y"), variable, ics=fields.get("ics"), weights=weights, **common
        )
    if task == "lyapunov":
        common |= {"at": fields.get("at"), "box": fields.get("box"), "barrier": fields.get("barrier", False)}
        return ansatz.lyapunov(problem, weights=weights, **common)
    lower, upper = fields.get("lower"), fields.get("upper")
    if (lower is None) != (upper is None):
        raise ConfigError("A definite integral needs both a lower and an upper bound.")
    x = variable if lower is None else (variable, lower, upper)
    return ansatz.integrate(problem, x, domain=fields.get("domain", "real"), weights=weights, **common)


def answered(solution: Solution, display: bool) -> Event:
    """The solution as `--json` has it, and for the page what it shows beside that."""
    body = solution.to_dict() | {"display": shown(solution) if display else None}
    return Event("answer", as_json(body), _pickled(solution), solution.answered and str(solution.verdict) != "unknown")


def _pickled(solution: Solution) -> bytes | None:
    try:
        return pickle.dumps(solution)
    except Exception:  # a certificate that cannot be; its pictures are then drawn from a new search
        return None


def _told(candidate: Candidate) -> Event:
    said = candidate.to_dict()
    del said["expression"]  # in the model's own symbols
    return Event("progress", as_json({"stage": "candidate", **said}))


# ---------------------------------------------------------------------------------------- judging


def verify(fields: Fields, seconds: float) -> Iterator[Event]:
    """Whether a claim is an answer: the verdict, and the point where it fails."""

    def work() -> Iterator[Event]:
        from ansatz.serve.judging import judged

        verification = judged(fields, seconds)
        body = verification.to_dict() | {"advice": verification.verdict.advice}
        yield Event("answer", as_json(body), None, verification.holds)

    return _refused(work)


# ---------------------------------------------------------------------------------------- looking


def read(fields: Fields) -> Iterator[Event]:
    """What would be computed; what cannot be read says so, which while typing is no failure."""
    from ansatz.serve.looking import read as look

    yield Event("answer", as_json(look(fields)))


def plot(task: str, solution: bytes | None, fields: Fields, weights: str | None, seconds: float) -> Iterator[Event]:
    """Pictures of a solution: one that a lane has pickled, or that is found now."""

    def work() -> Iterator[Event]:
        from ansatz.serve.drawing import pictures

        known = pickle.loads(solution) if solution is not None else solution_of(task, fields, weights, 0.8 * seconds)
        yield Event("answer", as_json({"pictures": pictures(known, fields["dark"], fields["format"])}))

    return _refused(work)


def attention(fields: Fields, weights: str | None) -> Iterator[Event]:
    """Where the network looks while it answers."""

    def work() -> Iterator[Event]:
        from ansatz.serve.looking import attention as look

        yield Event("answer", as_json(look(fields["problem"], fields["variable"], weights)))

    return _refused(work)

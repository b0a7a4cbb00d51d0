"""From a request to its answer, whoever asks: the web, or a language model.

service = Service(Settings())
async for event in service.follow("integrate", request): ...
reply = await service.ask("integrate", request)
service.close()
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ansatz.errors import BusyError, LostError
from ansatz.limits import Status
from ansatz.serve.cache import Cache, key_of
from ansatz.serve.desk import Desk, Job
from ansatz.serve.events import Event
from ansatz.serve.metrics import Metrics
from ansatz.serve.requests import Plot, Read, Request, Solvable, Verify
from ansatz.serve.settings import Settings
from ansatz.solve.rival import LAST_WORDS

LOOK_SECONDS = 8.0  # for what solves nothing: milliseconds, but for a process that is still starting
KEPT_SOLUTIONS = 256  # whose pictures need no second search
_PLOTTED = ("problem", "variable", "at", "box", "ics")
_STATUS = {"ConfigError": 422, "CheckpointError": 422, "ResourceError": 504}


@dataclass(frozen=True, slots=True)
class Reply:
    """status: of HTTP. body: JSON. headers: beside it."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def data(self) -> dict[str, Any]:
        """The body as plain values."""
        loaded: dict[str, Any] = json.loads(self.body)
        return loaded


def failed(status: int, kind: str, message: str, retry_after: int | None = None) -> Reply:
    """A typed failure, one clear sentence."""
    body = json.dumps({"error": {"type": kind, "message": message}})
    return Reply(status, body, {} if retry_after is None else {"Retry-After": str(retry_after)})


class Service:
    """The desk with what it remembers. It must be made where an event loop runs, or before one does."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.metrics = settings, Metrics()
        self._cache = None if settings.cache is None else Cache(settings.cache)
        self.desk = Desk(settings, settings.workers, self.metrics.count, "ansatz.serve.tasks:warm_up")
        # What is typed is read, and what is drawn drawn, while long searches fill the lanes.
        self._readers = Desk(settings, 1, self.metrics.count, "ansatz.serve.tasks:nothing")
        self._drawers = Desk(settings, 1, self.metrics.count, "ansatz.serve.tasks:nothing", eager=False)
        self._solutions: OrderedDict[str, bytes] = OrderedDict()

    def close(self) -> None:
        """End all work and all processes."""
        for desk in (self.desk, self._readers, self._drawers):
            desk.close()
        if self._cache is not None:
            self._cache.close()

    async def ask(self, task: str, request: Request) -> Reply:
        """The last word on a request."""
        last: Reply | None = None
        async for item in self.follow(task, request):
            if isinstance(item, Reply):
                last = item
        return last or failed(503, "Crashed", "The request was lost; ask again.", 1)

    async def follow(self, task: str, request: Request, *, progress: bool = False) -> AsyncIterator[Event | Reply]:
        """Events of progress where they are wanted, then the reply; leaving the loop cancels the work."""
        fields = request.model_dump()
        key = key_of(task, fields, self.settings.weights)
        keeps = self._cache is not None and isinstance(request, Solvable | Verify)
        if keeps and (known := await asyncio.to_thread(self._cache.get, key)) is not None:  # type: ignore[union-attr]
            self.metrics.count("cache_hits")
            yield Reply(200, known, {"X-Ansatz-Cache": "hit"})
            return
        job = self._job(task, request, fields, progress)
        try:
            self._desk_for(request).submit(job)
            async for event in job:
                if event.kind == "progress":
                    yield event
                elif event.kind == "refusal":
                    kind = json.loads(event.body)["error"]["type"]
                    yield Reply(_STATUS.get(kind, 422), event.body)
                else:
                    if event.solution is not None:
                        self._remember(task, fields, event.solution)
                    if keeps and event.verified:
                        await asyncio.to_thread(self._cache.put, key, event.body)  # type: ignore[union-attr]
                    yield Reply(200, event.body)
        except BusyError as busy:
            kind, status = ("Busy", 429) if busy.overloaded else ("Unavailable", 503)
            yield failed(status, kind, str(busy), busy.retry_after)
        except LostError as lost:
            yield _lost(lost)
        finally:
            job.cancel()  # no effect on one that has ended

    def _desk_for(self, request: Request) -> Desk:
        if isinstance(request, Solvable | Verify):
            return self.desk
        return self._readers if isinstance(request, Read) else self._drawers

    def _job(self, task: str, request: Request, fields: dict[str, Any], progress: bool) -> Job:
        weights = self.settings.weights
        most = self.settings.deadline
        if isinstance(request, Verify):
            return Job("ansatz.serve.tasks:verify", lambda left: (fields, _in_time(left)), min(request.deadline, most))
        if isinstance(request, Plot):
            known = self._solutions.get(_solution_key(request.task, fields))
            return Job(
                "ansatz.serve.tasks:plot",
                lambda left: (request.task, known, fields, weights, left),
                min(request.deadline, most),
            )
        if isinstance(request, Solvable):
            batched = task == "integrate" and self.settings.batch > 1 and not progress and _plain(fields)
            return Job(
                "ansatz.serve.tasks:solve",
                lambda left: (task, fields, weights, _in_time(left), progress),
                min(request.deadline, most),
                (fields["beam"], weights) if batched else None,
                fields,
            )
        if task == "attention":
            return Job("ansatz.serve.tasks:attention", lambda _: (fields, weights), LOOK_SECONDS)
        return Job("ansatz.serve.tasks:read", lambda _: (fields,), LOOK_SECONDS)

    def _remember(self, task: str, fields: Mapping[str, Any], solution: bytes) -> None:
        key = _solution_key(task, fields)
        self._solutions[key] = solution
        self._solutions.move_to_end(key)
        while len(self._solutions) > KEPT_SOLUTIONS:
            self._solutions.popitem(last=False)


def _in_time(left: float) -> float:
    """Seconds for a search, so that it says what it has found before its lane is stopped."""
    return max(0.02, left - min(0.3 * left, LAST_WORDS + 0.1))


def _plain(fields: Mapping[str, Any]) -> bool:
    """Whether an integral is one that a shared beam search may settle: real, without bounds, all methods."""
    return (
        fields["lower"] is None
        and fields["upper"] is None
        and fields["domain"] == "real"
        and len(fields["methods"]) == 3
    )


def _solution_key(task: str, fields: Mapping[str, Any]) -> str:
    return json.dumps([task, *(fields.get(name) for name in _PLOTTED)])


def _lost(lost: LostError) -> Reply:
    if lost.status in (Status.DEADLINE, Status.MEMORY):
        return failed(504, "ResourceError", str(lost))
    return failed(503, "Crashed", "The process that worked on this request died; ask again.", 1)

"""Workers on Ray: the machine's own with `ray.init()`, or a cluster's by its address.

The work, its blocks and the coordinator are those of the local engine, and so are the data.
"""

import logging
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING, final

from ansatz.data.work import Block, Work, attempts
from ansatz.errors import ConfigError
from ansatz.limits import Outcome, Status

if TYPE_CHECKING:
    import ray


class _Attempts:
    """The actor: a process somewhere that makes attempts."""

    def attempts(self, work: Work) -> Iterator[Block]:
        yield from attempts(work)


@final
class RaySlot:
    """One actor, made anew where it died."""

    def __init__(self, module: ModuleType) -> None:
        self._ray = module
        self._actor: ray.actor.ActorHandle | None = None
        self.stream: ray.ObjectRefGenerator | None = None

    def start(self, work: Work) -> None:
        if self._actor is None:
            self._actor = self._ray.remote(num_cpus=1, max_restarts=0)(_Attempts).remote()
        # A careful worker waits until its report has arrived: what died after report k died in attempt k + 1.
        ahead = {"_generator_backpressure_num_objects": 1} if work.careful else {}
        self.stream = self._actor.attempts.options(num_returns="streaming", **ahead).remote(work)

    def poll(self) -> tuple[list[Block], Outcome | None]:
        blocks: list[Block] = []
        while self.stream is not None and self._ray.wait([self.stream], timeout=0, fetch_local=False)[0]:
            try:
                blocks.append(self._ray.get(next(self.stream)))
            except StopIteration:
                self.stream = None
                return blocks, Outcome(Status.FINISHED)
            except self._ray.exceptions.RayTaskError as error:
                self.stream = None
                return blocks, Outcome(Status.FAILED, str(error.cause or error), error=error.cause)
            except self._ray.exceptions.RayError as error:
                self.kill()
                return blocks, Outcome(Status.CRASHED, str(error).splitlines()[0])
        return blocks, None

    def kill(self) -> None:
        if self._actor is not None:
            self._ray.kill(self._actor, no_restart=True)
        self._actor = self.stream = None


@final
class RayExecutor:
    """Actors on Ray. address: of a running cluster ("auto", "ray://host:10001"); None starts Ray here."""

    def __init__(self, workers: int, address: str | None = None) -> None:
        try:
            import ray
        except ModuleNotFoundError as error:
            raise ConfigError("The engine 'ray' needs Ray; install it with pip install 'ansatz-math[ray]'.") from error
        self._ray = ray
        self._ours = not ray.is_initialized()
        if self._ours:
            here: dict[str, object] = {} if address else {"num_cpus": workers, "include_dashboard": False}
            try:
                ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, **here)
            except ConnectionError as error:
                raise ConfigError(f"No Ray cluster answers at {address} ({error}).") from error
        self.slots = [RaySlot(ray) for _ in range(workers)]

    def wait(self, seconds: float) -> None:
        streams = [slot.stream for slot in self.slots if slot.stream is not None]
        if streams:
            self._ray.wait(streams, timeout=seconds, fetch_local=False)

    def close(self) -> None:
        for slot in self.slots:
            slot.kill()
        if self._ours:
            self._ray.shutdown()

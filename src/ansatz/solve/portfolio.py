"""The portfolio: our own methods and the classical ones race under one deadline, in killable processes.

Our own methods start at once; the classical ones when ours have ended without a proof, or HEAD_START
seconds after ours began to work (a cold process takes a moment to start, and must not compete then).
After the first proved answer the others get GRACE seconds more. The best candidate wins by
`Candidate.order`: proved before checked, elementary first, then the shortest.
"""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from ansatz.expr.tree import Tree
from ansatz.limits import Run, Worker, wait_for_news
from ansatz.solve.candidates import READY, Candidate

HEAD_START = 0.4
COLD_START = 2.0
GRACE = 0.1
MEMORY_MEGABYTES = 1_500


@dataclass(frozen=True, slots=True)
class Request:
    """What to integrate and how: integrand in x and the model's symbol names; classical systems by name."""

    integrand: Tree
    beam: int
    deadline: float
    lineup: Any
    classical: tuple[str, ...]
    domain: str = "real"
    weights: str | None = None


@dataclass(slots=True)
class Race:
    """How it went: candidates, best first; what was tried, in words; wall-clock seconds."""

    candidates: list[Candidate] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def best(self) -> Candidate | None:
        """The winner, or None where no candidate holds."""
        return self.candidates[0] if self.candidates and self.candidates[0].holds else None


class Portfolio:
    """Warm workers, one for our own methods and one for each classical system; one race at a time."""

    def __init__(self, megabytes: float = MEMORY_MEGABYTES) -> None:
        self._megabytes = megabytes
        self._workers: dict[str, Worker] = {}
        self._lock = threading.Lock()

    def _worker(self, name: str) -> Worker:
        if name not in self._workers:
            module = "ansatz.solve.integral.stages" if name == "own" else "ansatz.solve.integral.classical_search"
            self._workers[name] = Worker(megabytes=self._megabytes, preload=[module])
        return self._workers[name]

    def close(self) -> None:
        """End all workers; they start again when needed."""
        for worker in self._workers.values():
            worker.close()

    def call(self, task: str, *arguments: Any, seconds: float) -> Any | None:
        """One value of a task run by our own worker; None where a bound was reached or it failed."""
        with self._lock:
            values = list(self._worker("own").submit(task, *arguments, seconds=seconds))
        return values[0] if values else None

    def race(self, request: Request) -> Race:
        """All candidates that the methods find before the deadline."""
        with self._lock:
            return self._race(request)

    def _race(self, request: Request) -> Race:
        race, start = Race(), time.monotonic()
        runs: dict[str, Run] = {}
        waiting = list(request.classical)
        proved_at: float | None = None
        head_start_ends = start + COLD_START

        def left() -> float:
            return request.deadline - (time.monotonic() - start)

        def begin(name: str) -> None:
            seconds = left()
            if seconds <= 0:
                race.tried.append(f"{_title(name)} (not started: the deadline was reached)")
                return
            if name == "own":
                task = "ansatz.solve.integral.stages:own_candidates"
                arguments: tuple[Any, ...] = (
                    request.integrand,
                    request.beam,
                    request.lineup,
                    seconds,
                    request.domain,
                    request.weights,
                )
            else:
                task = "ansatz.solve.integral.classical_search:classical_candidates"
                arguments = (name, request.integrand, seconds, request.domain)
            runs[name] = self._worker(name).submit(task, *arguments, seconds=seconds)

        try:
            if not request.lineup.empty:
                begin("own")
            while True:
                for run in runs.values():
                    for value in run.take():
                        if value == READY:
                            head_start_ends = time.monotonic() + HEAD_START
                            continue
                        if isinstance(value, str):
                            race.tried.append(value)
                            continue
                        race.candidates.append(value)
                        if value.verdict == "proved" and proved_at is None:
                            proved_at = time.monotonic()
                now = time.monotonic()
                own = runs.get("own")
                own_ended = own is None or own.outcome is not None
                if waiting and proved_at is None and (own_ended or now >= head_start_ends):
                    for name in waiting:
                        begin(name)
                    waiting = []
                running = [run for run in runs.values() if run.outcome is None]
                if not running and (proved_at is not None or not waiting):
                    if not any(run._values for run in runs.values()):
                        break
                    continue
                horizon = left() + 0.5  # the workers keep the deadline; this is for their last words
                if proved_at is not None:
                    horizon = min(horizon, proved_at + GRACE - now)
                elif waiting:
                    horizon = min(horizon, head_start_ends - now)
                if horizon <= 0 and (proved_at is not None or left() <= -0.5):
                    break
                wait_for_news(running, max(horizon, 0.001))
        finally:
            for name, run in runs.items():
                if run.outcome is None:
                    run.cancel()
                race.tried.append(_account(name, run, request))
        race.candidates.sort(key=Candidate.order)
        race.seconds = time.monotonic() - start
        return race


def _title(system: str) -> str:
    return {"sympy": "SymPy", "maxima": "Maxima", "fricas": "FriCAS"}.get(system, "own methods")


def _account(name: str, run: Run, request: Request) -> str:
    """One phrase on what a run did, for people."""
    if name == "own":
        lineup = request.lineup
        parts = [f"network (beam {request.beam}{', several views' if lineup.views else ''})"] if lineup.network else []
        parts += ["structural terms"] * lineup.structural + ["exact fit"] * lineup.fit
        what = ", ".join(parts)
    else:
        what = _title(name)
    outcome = run.outcome
    if outcome is None or outcome.status == "cancelled":
        return f"{what} (stopped, since another answer was proved)"
    if outcome.status == "finished":
        return what
    return f"{what} ({outcome.detail})"

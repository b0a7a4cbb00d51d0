"""A race: rivals under one deadline, each in a killable process; it knows no mathematics.

Those that do not wait start at once; the others when these have ended without a proof, or HEAD_START seconds after
the first of them was ready (a cold process takes a moment to start, and must not compete then). After the first
decisive candidate the others get GRACE seconds more, MORE_GRACE where it holds on a part of the domain only. The best
candidate wins by `Candidate.order`.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ansatz.limits import Run, Status, Worker, wait_for_news
from ansatz.solve.candidates import Candidate
from ansatz.solve.progress import tell
from ansatz.solve.rival import LAST_WORDS, Rival, Signal

HEAD_START = 0.4
COLD_START = 2.0
GRACE, MORE_GRACE = 0.1, 0.5


@dataclass(frozen=True, slots=True)
class Result:
    """How it went: candidates, best first; what was tried, a phrase for each rival; wall-clock seconds."""

    candidates: tuple[Candidate, ...]
    tried: tuple[str, ...]
    seconds: float

    @property
    def best(self) -> Candidate | None:
        """The winner, or None where no candidate holds."""
        return self.candidates[0] if self.candidates and self.candidates[0].holds else None


class Race:
    """One race. deadline: seconds from its construction. worker: the warm process of a rival."""

    def __init__(self, rivals: Sequence[Rival], deadline: float, worker: Callable[[Rival], Worker]) -> None:
        self._start, self._worker = time.monotonic(), worker
        self._deadline = self._start + deadline
        self._head_start_ends = self._start + COLD_START
        self._decided: float | None = None  # when the race is over, once an answer is proved
        self._waiting = list(rivals)
        self._runs: list[tuple[Rival, Run]] = []
        self._candidates: list[Candidate] = []
        self._tried: list[str] = []

    def run(self) -> Result:
        """All candidates that the rivals find in time."""
        try:
            self._begin([rival for rival in self._waiting if not rival.waits])
            while True:
                running = [run for _, run in self._runs if run.outcome is None]  # what has ended has said all
                self._collect()
                if self._others_may_begin(running):
                    self._begin(self._waiting)
                elif not running or self._patience() <= 0:
                    break
                else:
                    wait_for_news(running, self._patience())
        finally:
            for rival, run in self._runs:
                run.cancel()
                self._tried.append(_account(rival, run))
        best_first = tuple(sorted(self._candidates, key=lambda candidate: candidate.order()))
        return Result(best_first, tuple(self._tried), time.monotonic() - self._start)

    def _begin(self, rivals: Sequence[Rival]) -> None:
        self._waiting = [rival for rival in self._waiting if rival not in rivals]
        for rival in rivals:
            seconds = self._deadline - time.monotonic()
            if seconds <= 0:
                self._tried.append(f"{rival.title} (not started: the deadline was reached)")
            else:
                run = self._worker(rival).submit(rival.task, *rival.arguments, seconds, seconds=seconds)
                self._runs.append((rival, run))

    def _collect(self) -> None:
        for _, run in self._runs:
            for value in run.take():
                if value is Signal.READY:
                    self._head_start_ends = time.monotonic() + HEAD_START
                elif value is Signal.ANSWERED:
                    self._decide(MORE_GRACE)
                elif isinstance(value, str):
                    self._tried.append(value)
                else:
                    self._candidates.append(value)
                    tell(value)
                    if value.decisive:
                        self._decide(MORE_GRACE if value.flaws else GRACE)

    def _decide(self, grace: float) -> None:
        """The race is over that many seconds from now, unless it is sooner."""
        over = time.monotonic() + grace
        self._decided = over if self._decided is None else min(over, self._decided)

    def _others_may_begin(self, running: Sequence[Run]) -> bool:
        if not self._waiting or self._decided is not None:
            return False
        return not running or time.monotonic() >= self._head_start_ends

    def _patience(self) -> float:
        """Seconds until something is due if no rival says anything; none are left when the race is over."""
        due = self._deadline + LAST_WORDS
        if self._decided is not None:
            due = min(due, self._decided)
        elif self._waiting:
            due = min(due, max(self._head_start_ends, time.monotonic() + 0.001))
        return due - time.monotonic()


def _account(rival: Rival, run: Run) -> str:
    """One phrase on what a rival did, for people."""
    outcome = run.outcome
    if outcome is None or outcome.status == Status.CANCELLED:
        return f"{rival.title} (stopped, since another answer was proved)"
    return rival.title if outcome.status == Status.FINISHED else f"{rival.title} ({outcome.detail})"

"""The scoreboard: problem sets, systems, one deadline and one memory bound; what everybody answers is judged alike.

    board = evaluate(["traps", "rubi.jsonl"], ["own", "sympy", "maxima"], Settings(deadline=10), out=Path("out/board"))

Systems are our own line-ups (`own`) and computer algebra systems (`systems`). Each is asked in a process that is killed
at the deadline or at the memory bound: one that hangs, crashes, eats memory, prints garbage or is not installed costs
its own row alone. What it says is judged in another process (`judging`); its seconds are its own. What loading takes
does not count, before the first question or after a process had to be killed. Results go to a folder (`results`).
"""

import hashlib
import platform
import random
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from ansatz import __version__
from ansatz.data.shards import checksum
from ansatz.decoding.cards import shipped
from ansatz.errors import AnsatzError, CheckpointError, ConfigError, ParseError
from ansatz.evaluate import own, sets
from ansatz.evaluate.judging import Judgement, Outcome, judged
from ansatz.evaluate.own import OWN, Said, Search
from ansatz.evaluate.problem import Problem
from ansatz.evaluate.results import Ledger, Result
from ansatz.evaluate.systems import SYSTEMS
from ansatz.limits import Status, Worker, cores
from ansatz.solve.integral.solver import DOMAINS
from ansatz.solve.portfolio import Portfolio
from ansatz.solve.systems.claim import Claim

FORMAT = 4
JUDGE_SECONDS, JUDGE_MEGABYTES = 40.0, 2_000.0
VERIFY_SECONDS = 15.0  # of them, for our verifier
WARM_SECONDS = 600.0
_SHOWN = 16  # digits of a checksum
_ALMOST = 0.97  # of the deadline
_LONGEST = 20_000  # characters of an answer that are kept
_STATUS = {Status.DEADLINE: "deadline", Status.MEMORY: "memory", Status.CRASHED: "crashed", Status.FAILED: "crashed"}


@dataclass(frozen=True)
class Settings:
    """How problems are solved: beam size, deadline in seconds and memory bound in megabytes for a question, runtime
    folder (None: the shipped weights), domain."""

    beam: int = 10
    deadline: float = 10.0
    weights: str | None = None
    domain: str = "real"
    megabytes: float = 1_500.0

    def __post_init__(self) -> None:
        if not 0 < self.deadline <= 3600:
            raise ConfigError(f"The deadline must lie between 0 and 3600 seconds, not {self.deadline}.")
        if not self.megabytes >= 100:
            raise ConfigError(f"A system needs at least 100 megabytes, not {self.megabytes}.")
        if self.domain not in DOMAINS:
            raise ConfigError(f"There is no domain '{self.domain}'; choose from {', '.join(DOMAINS)}.")
        if self.weights is not None and not Path(self.weights, "model.bin").is_file():
            raise CheckpointError(f"There are no weights in {self.weights}; write them with ansatz export.")


@dataclass(frozen=True)
class Board:
    """What an evaluation came to: its results on disk or in memory. missing: systems that are not installed here."""

    ledger: Ledger
    made_with: dict[str, Any]
    missing: tuple[str, ...] = ()


def evaluate(
    sources: Sequence[str | Path],
    systems: Sequence[str],
    settings: Settings = Settings(),
    *,
    count: int | None = None,
    sample: int | None = None,
    seed: int = 0,
    out: Path | None = None,
    resume: bool = False,
    workers: int = 1,
    report: Callable[[Result, int], None] = lambda result, done: None,
) -> Board:
    """Ask every system about the first `count` problems (None: all) of every set, so many at once; `report` follows.

    sample: of them, so many drawn at random from each set, by `seed`. resume: go on with the results in `out`.

    Raises `ConfigError` for an unknown system and for an `out` that other settings, weights or problems made,
    `ParseError` for a set of which nothing can be read, `OSError` for one that cannot be opened.
    """
    unknown = [name for name in systems if name not in OWN and name not in SYSTEMS]
    if unknown or not systems:
        raise ConfigError(
            f"Unknown system {', '.join(unknown) or '(none)'}; choose from {', '.join((*OWN, *SYSTEMS))}."
        )
    names = [str(source) if sets.is_named(str(source)) else Path(source).name for source in sources]
    if len(set(names)) < len(names):
        raise ConfigError(f"Two sets are called {max(names, key=names.count)}; rename one of the files.")
    for source in sources:
        if next(iter(sets.read(source)), None) is None:
            raise ParseError(f"{source} holds no problems; write some with ansatz generate.")
    missing = tuple(name for name in systems if name in SYSTEMS and not SYSTEMS[name].installed)
    asked = [name for name in systems if name not in missing]
    made_with = _made_with(dict(zip(names, sources, strict=True)), asked, missing, settings)
    made_with["choice"] = {"first": count, "sample": sample, "seed": seed}
    board = Board(Ledger.open(out, made_with, resume=resume), made_with, missing)

    def wanted() -> Iterator[tuple[str, Problem, str]]:
        for name, source in zip(names, sources, strict=True):
            for problem in _chosen(name, source, count, sample, seed):
                for system in asked:
                    yield name, problem, system

    _work(board.ledger, wanted(), settings, workers, report)
    return board


def _chosen(name: str, source: str | Path, count: int | None, sample: int | None, seed: int) -> Iterator[Problem]:
    """The problems of a set that are asked, in their order."""
    problems = islice(sets.read(source), count)
    if sample is None:
        return problems
    places = range(sum(1 for _ in islice(sets.read(source), count)))
    drawn = set(random.Random(f"{seed}/{name}").sample(places, min(sample, len(places))))
    return (problem for place, problem in enumerate(problems) if place in drawn)


def _work(
    ledger: Ledger,
    wanted: Iterator[tuple[str, Problem, str]],
    settings: Settings,
    workers: int,
    report: Callable[[Result, int], None],
) -> None:
    """Threads that take one question after the other; the first error ends them all."""
    taking, writing, over = threading.Lock(), threading.Lock(), threading.Event()
    errors: list[BaseException] = []
    desks = [Desk(settings) for _ in range(workers)]

    def work(desk: Desk) -> None:
        try:
            while not over.is_set():
                with taking:
                    item = next(wanted, None)
                if item is None:
                    return
                name, problem, system = item
                with writing:
                    ledger.meet(name, problem)
                    if ledger.has(name, system, problem.index) or not can_ask(system, problem):
                        continue
                result = desk.solve(name, problem, system)
                with writing:
                    ledger.add(result)
                    report(result, ledger.count)
        except BaseException as error:
            errors.append(error)
            over.set()

    threads = [threading.Thread(target=work, args=(desk,), daemon=True) for desk in desks]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(0.2)  # so that Ctrl-C is heard
    finally:
        over.set()
        for desk in desks:
            desk.close()  # ends what still runs, too
        with writing:
            ledger.close({system: version for desk in desks for system, version in desk.versions.items()})
    if errors:
        raise errors[0]


def can_ask(system: str, problem: Problem) -> bool:
    """Whether the system is asked for such things at all; what cannot be read counts for everybody."""
    if system in OWN:
        return problem.task in OWN[system]
    return problem.task in SYSTEMS[system].tasks


def _made_with(
    sources: dict[str, str | Path], asked: Sequence[str], missing: Sequence[str], settings: Settings
) -> dict[str, Any]:
    """All that results depend on, the versions of all that took part, the machine and the command."""
    ours = f"{__version__}, weights {_checksum_of_weights(settings.weights)}"
    fixed = {name: value for name, value in asdict(settings).items() if name != "weights"} | {"format": FORMAT}
    return {
        "settings": fixed,
        "sets": {name: sets.checksum(source)[:_SHOWN] for name, source in sources.items()},
        "lineups": {name: ours for name in asked if name in OWN},
        "systems": {name: "" for name in asked if name not in OWN} | dict.fromkeys(missing, "not installed"),
        "machine": [f"{platform.machine()}, {cores()} cores, {platform.system()}, Python {platform.python_version()}"],
        "commands": [" ".join(["ansatz", *sys.argv[1:]])],
    }


def _checksum_of_weights(folder: str | None) -> str:
    folders = shipped() if folder is None else [Path(folder)]
    files = "".join(checksum(file) for folder in folders for file in sorted(folder.iterdir()) if file.is_file())
    return hashlib.sha256(files.encode()).hexdigest()[:_SHOWN]


class Desk:
    """Where one question at a time is asked and judged: warm workers for all systems, and one that judges."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._search = Search(settings.beam, settings.deadline, settings.weights, settings.domain)
        self._portfolio = Portfolio(settings.megabytes)
        self._judge = Worker(megabytes=JUDGE_MEGABYTES, preload=("ansatz.evaluate.judging",))
        self.versions: dict[str, str] = {}
        self._warm: set[tuple[str, str]] = set()  # our own line-ups, by task
        self._cold: dict[str, int] = {}  # how often a system could not be warmed up in a row

    def close(self) -> None:
        """End all processes."""
        self._portfolio.close()
        self._judge.close()

    def solve(self, name: str, problem: Problem, system: str) -> Result:
        """One question, asked and judged."""
        if problem.unreadable:
            return Result(name, system, problem.index, Outcome.UNREADABLE, 0.0, reason=problem.unreadable)
        try:
            said = self._own(system, problem) if system in OWN else self._ask(system, problem)
        except AnsatzError as error:  # our own reader's refusal
            said = Said(failure="", detail=str(error))
        judgement = self._judged(problem, said)
        outcome = judgement.outcome
        if said.failure and not outcome.answered:
            outcome = Outcome(said.failure)
        method = said.claims[0].method if said.claims else ""
        answer = judgement.answer[:_LONGEST]
        seconds, reason = round(said.seconds, 4), judgement.reason[:300]
        size, verdict, second = judgement.size, judgement.verdict, judgement.second
        return Result(name, system, problem.index, outcome, seconds, verdict, second, method, answer, size, reason)

    def _own(self, system: str, problem: Problem) -> Said:
        if (system, problem.task) not in self._warm:
            self._warm.add((system, problem.task))
            own.ask(system, own.EASY[problem.task], replace(self._search, deadline=WARM_SECONDS), self._portfolio)
        return own.ask(system, problem, self._search, self._portfolio)

    def _ask(self, system: str, problem: Problem) -> Said:
        worker = self._portfolio.worker(system, "ansatz.evaluate.systems.asked:claimed")
        if self._cold.get(system, 0) < 2:
            ready = worker.submit("ansatz.evaluate.systems.asked:warmed", system, seconds=WARM_SECONDS)
            warm = ready.wait().status is Status.FINISHED
            self._cold[system] = 0 if warm else self._cold.get(system, 0) + 1
            for version in ready.take():
                self.versions[system] = str(version)
        if self._cold[system] >= 2:
            return Said(failure="crashed", detail="the system could not be started")
        deadline, start = self._settings.deadline, time.monotonic()
        question = _question(problem)
        run = worker.submit(
            "ansatz.evaluate.systems.asked:claimed", system, problem.task, *question, deadline, seconds=deadline
        )
        outcome = run.wait()
        seconds = time.monotonic() - start
        claims = tuple(claim for claim in run.take() if isinstance(claim, Claim))
        late = "deadline" if seconds > _ALMOST * deadline else ""  # a system that keeps the time itself
        failure = "" if claims else _STATUS.get(outcome.status, late)
        return Said(claims, seconds, failure, outcome.detail if failure else "")

    def _judged(self, problem: Problem, said: Said) -> Judgement:
        if not said.claims and problem.task != "definite":
            return judged(problem, said, 0.0)
        arguments = (problem, said, VERIFY_SECONDS, self._settings.domain)
        run = self._judge.submit("ansatz.evaluate.judging:judged", *arguments, seconds=JUDGE_SECONDS)
        for judgement in run:
            if isinstance(judgement, Judgement):
                return judgement
        detail = run.outcome.detail if run.outcome is not None else ""
        verdict = str(said.verdict or "unknown")
        return Judgement(Outcome.UNVERIFIED, verdict, "cannot say", reason=f"it could not be judged: {detail}")


def _question(problem: Problem) -> tuple[object, ...]:
    """The arguments of a system's function, but for the seconds."""
    match problem.task:
        case "ode":
            return problem.statement[0], problem.order
        case "definite":
            assert problem.bounds is not None
            return problem.integrand, problem.variable, *problem.bounds
    return problem.integrand, problem.variable

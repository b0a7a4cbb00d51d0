"""Solves a problem set with each line-up of methods apart.

    results = evaluate(Path("bwd.tsv"), ["network", "own"], Settings(beam=10, deadline=10))

Line-ups, each with all that stands before it:

    network     the network on the canonical input only
    fit         + the exact fit of the beam's terms
    views       + equivalent inputs
    own         + structural terms                           (everything that is ours)
    default     + SymPy
    all         + Maxima and FriCAS where installed
    sympy       SymPy alone; likewise maxima, fricas, structural

Solved means proved or checked by our verifier; every accepted answer is then given to a second opinion, which shares
nothing with it. Results go to a file that also says what made them; a run that was stopped goes on where it stood.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from ansatz import __version__
from ansatz.data.shards import checksum
from ansatz.decoding.runtime import SHIPPED
from ansatz.errors import CheckpointError, ConfigError, ParseError
from ansatz.evaluate import sets
from ansatz.evaluate.results import Ledger, Result
from ansatz.evaluate.second_opinion.integral import opinion, positive_parameters
from ansatz.evaluate.second_opinion.opinion import Stance
from ansatz.evaluate.sets import TestProblem
from ansatz.expr.canonical import canonical
from ansatz.expr.printing import to_text
from ansatz.expr.tree import Tree, is_elementary, substitute
from ansatz.limits import Worker
from ansatz.solve.integral.lineup import Lineup
from ansatz.solve.integral.rivals import rivals
from ansatz.solve.integral.solver import DOMAINS
from ansatz.solve.naming import rename
from ansatz.solve.portfolio import Portfolio
from ansatz.solve.question import Question

FORMAT = 2
_SHOWN = 16  # digits of a checksum
OPINION_SECONDS = 10.0
OPINION_MEGABYTES = 2_000.0

NONE = Lineup(network=False, views=False, fit=False, structural=False)
OWN = Lineup()

LINEUPS: dict[str, tuple[Lineup, tuple[str, ...]]] = {
    "network": (Lineup(network=True, views=False, fit=False, structural=False), ()),
    "fit": (Lineup(network=True, views=False, fit=True, structural=False), ()),
    "views": (Lineup(network=True, views=True, fit=True, structural=False), ()),
    "own": (OWN, ()),
    "default": (OWN, ("sympy",)),
    "all": (OWN, ("sympy", "maxima", "fricas")),
    "structural": (Lineup(network=False, views=False, fit=False, structural=True), ()),
    "sympy": (NONE, ("sympy",)),
    "maxima": (NONE, ("maxima",)),
    "fricas": (NONE, ("fricas",)),
}


@dataclass(frozen=True)
class Settings:
    """How problems are solved: beam size, deadline in seconds, runtime folder (None: the shipped weights), domain."""

    beam: int = 10
    deadline: float = 10.0
    weights: str | None = None
    domain: str = "real"

    def __post_init__(self) -> None:
        if not 0 < self.deadline <= 3600:
            raise ConfigError(f"The deadline must lie between 0 and 3600 seconds, not {self.deadline}.")
        if self.domain not in DOMAINS:
            raise ConfigError(f"There is no domain '{self.domain}'; choose from {', '.join(DOMAINS)}.")
        if self.weights is not None and not Path(self.weights, "model.bin").is_file():
            raise CheckpointError(f"There are no weights in {self.weights}; write them with ansatz export.")


def evaluate(
    path: Path,
    lineups: Sequence[str],
    settings: Settings = Settings(),
    *,
    count: int | None = None,
    out: Path | None = None,
    workers: int = 1,
    report: Callable[[Result, int, int], None] = lambda result, done, total: None,
) -> list[Result]:
    """Solve the first `count` problems (None: all) with every line-up, so many at once; `report` follows the progress.

    Raises `ConfigError` for an unknown line-up and for an `out` that other settings, weights or problems made,
    `ParseError` for a malformed or empty set, `OSError` for one that cannot be opened.
    """
    unknown = [name for name in lineups if name not in LINEUPS]
    if unknown:
        raise ConfigError(f"Unknown line-up {', '.join(unknown)}; choose from {', '.join(LINEUPS)}.")
    problems = list(islice(sets.read(path), count))
    if not problems:
        raise ParseError(f"{path} holds no problems; write some with ansatz generate.")
    ledger = Ledger.open(out, made_with(path, settings) if out is not None else {})
    wanted = [(name, problem) for name in lineups for problem in problems]
    finished = {(result.lineup, result.index): result for result in ledger.results}
    desks = [Desk() for _ in range(workers)]
    free = SimpleQueue[Desk]()
    for desk in desks:
        free.put(desk)

    def solved(name: str, problem: TestProblem) -> Result:
        desk = free.get()
        try:
            return desk.solve(problem, name, settings)
        finally:
            free.put(desk)

    threads = ThreadPoolExecutor(workers)
    try:
        open_ones = [(name, problem) for name, problem in wanted if (name, problem.index) not in finished]
        for future in as_completed([threads.submit(solved, name, problem) for name, problem in open_ones]):
            result = future.result()
            finished[result.lineup, result.index] = result
            ledger.add(result)
            report(result, len(ledger.results), len(wanted))
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for desk in desks:
            desk.close()  # ends what still runs, too
    return [finished[name, problem.index] for name, problem in wanted]


def made_with(path: Path, settings: Settings) -> dict[str, Any]:
    """All that results depend on, besides their line-up: checksums of problems and weights, settings, versions."""
    folder = SHIPPED if settings.weights is None else Path(settings.weights)
    weights = "".join(checksum(file) for file in sorted(folder.iterdir()) if file.is_file())
    return asdict(settings) | {
        "problems": sets.checksum(path)[:_SHOWN],
        "weights": hashlib.sha256(weights.encode()).hexdigest()[:_SHOWN],
        "format": FORMAT,
        "ansatz": __version__,
    }


class Desk:
    """Where one problem at a time is solved and judged: a portfolio, and a process for second opinions."""

    def __init__(self) -> None:
        self._portfolio, self._second = Portfolio(), Worker(megabytes=OPINION_MEGABYTES)

    def close(self) -> None:
        """End all processes."""
        self._portfolio.close()
        self._second.close()

    def solve(self, problem: TestProblem, name: str, settings: Settings) -> Result:
        """One problem under one line-up. The time is the solve's own, without the second opinion."""
        lineup, systems = LINEUPS[name]
        start = time.monotonic()
        tree, back = rename(canonical(problem.integrand), problem.variable)
        question = Question("integral", (tree,), domain=settings.domain)
        race = self._portfolio.race(
            rivals(question, lineup, systems, settings.beam, settings.weights), settings.deadline
        )
        seconds = time.monotonic() - start
        text, tried, best = to_text(problem.integrand), len(race.candidates), race.best
        if best is None:
            return Result(name, problem.index, "unknown", "", "", True, seconds, tried, text)
        names = dict(back)
        answer = substitute(best.tree, names)
        positive = {names.get(name, name) for name in positive_parameters(best.verification.conditions)}
        return Result(
            name,
            problem.index,
            str(best.verdict),
            best.method,
            best.detail,
            is_elementary(answer),
            seconds,
            tried,
            text,
            to_text(answer),
            self._stance(answer, problem, settings.domain, positive),
        )

    def _stance(self, answer: Tree, problem: TestProblem, domain: str, positive: set[str]) -> Stance:
        """The second opinion's, under a deadline of its own: a special function may take mpmath for ever."""
        arguments = (answer, problem.integrand, problem.variable, domain, positive)
        opinions = list(self._second.submit(opinion, *arguments, seconds=OPINION_SECONDS))
        return opinions[0].stance if opinions else Stance.CANNOT_SAY

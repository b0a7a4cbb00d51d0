"""Solved share of a problem set, for each line-up of methods apart.

    results = evaluate(Path("bwd.tsv"), ["network", "own"], Settings(beam=10, deadline=10))

Line-ups, each with all that stands before it:

    network     the network on the canonical input only
    fit         + the exact fit of the beam's terms
    views       + equivalent inputs
    own         + structural terms                           (everything that is ours)
    default     + SymPy
    all         + Maxima and FriCAS where installed
    sympy       SymPy alone; likewise maxima, fricas, structural

Solved means proved or checked by our verifier; every accepted answer is then checked a second time,
independently (`second_check`). Results go to a JSON-lines file, one problem a line, and a run that was
stopped goes on where it stood.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ansatz.errors import CheckpointError, ConfigError, ParseError
from ansatz.evaluate.problem_sets import TestProblem, read
from ansatz.evaluate.ranks import percentile
from ansatz.expr.canonical import canonical
from ansatz.expr.printing import to_text
from ansatz.expr.tree import Tree, is_elementary, substitute
from ansatz.limits import Worker
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.lineup import Lineup
from ansatz.solve.integral.rivals import rivals
from ansatz.solve.integral.views import rename
from ansatz.solve.portfolio import Portfolio
from ansatz.solve.question import Question

SECOND_CHECK_SECONDS = 10.0
SECOND_CHECK_MEGABYTES = 2_000.0

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
    """How problems are solved: beam size, deadline in seconds, runtime folder (None: the shipped weights)."""

    beam: int = 10
    deadline: float = 10.0
    weights: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One problem under one line-up. second: the independent check, None where it could not compare."""

    lineup: str
    index: int
    verdict: str
    method: str
    detail: str
    elementary: bool
    seconds: float
    candidates: int
    problem: str
    answer: str
    second: bool | None

    @property
    def solved(self) -> bool:
        """Proved or checked."""
        return Verdict(self.verdict).holds


@dataclass(frozen=True, slots=True)
class Summary:
    """One row of the table; times in milliseconds. doubtful: accepted, but refused by the second check."""

    lineup: str
    problems: int
    solved: int
    proved: int
    checked: int
    doubtful: int
    uncompared: int
    median_ms: float
    p95_ms: float


def evaluate(
    path: Path,
    lineups: Sequence[str],
    settings: Settings = Settings(),
    *,
    count: int | None = None,
    out: Path | None = None,
    report: Callable[[Result, int, int], None] = lambda result, done, total: None,
) -> list[Result]:
    """Solve the first `count` problems (None: all) with every line-up; `report` follows the progress.

    Raises `ConfigError` for an unknown line-up or a strange `out`, `CheckpointError` where `settings.weights` holds
    none, `ParseError` for a malformed or empty file, `OSError` for one that cannot be opened.
    """
    unknown = [name for name in lineups if name not in LINEUPS]
    if unknown:
        raise ConfigError(f"Unknown line-up {', '.join(unknown)}; choose from {', '.join(LINEUPS)}.")
    if settings.weights is not None and not Path(settings.weights, "model.bin").is_file():
        raise CheckpointError(f"There are no weights in {settings.weights}; write them with ansatz export.")
    problems = list(read(path))[:count]
    if not problems:
        raise ParseError(f"{path} holds no problems; write some with ansatz generate.")
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
    results = _finished(out) if out is not None else []
    known = {(result.lineup, result.index) for result in results}
    total = len(problems) * len(lineups)
    portfolio, checker = Portfolio(), Worker(megabytes=SECOND_CHECK_MEGABYTES)
    try:
        for name in lineups:
            for problem in problems:
                if (name, problem.index) in known:
                    continue
                result = solve_one(problem, name, settings, portfolio, checker)
                results.append(result)
                if out is not None:
                    with open(out, "a", encoding="utf-8") as file:
                        file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
                report(result, len(results), total)
    finally:
        portfolio.close()
        checker.close()
    wanted = {problem.index for problem in problems}
    return [result for result in results if result.lineup in lineups and result.index in wanted]


def solve_one(problem: TestProblem, name: str, settings: Settings, portfolio: Portfolio, checker: Worker) -> Result:
    """One race; the time is the solve's own, without the second check."""
    lineup, systems = LINEUPS[name]
    start = time.monotonic()
    tree, back = rename(canonical(problem.integrand), problem.variable)
    competitors = rivals(Question("integral", (tree,)), lineup, systems, settings.beam, settings.weights)
    race = portfolio.race(competitors, settings.deadline)
    seconds = time.monotonic() - start
    text = to_text(problem.integrand)
    best = race.best
    if best is None:
        return Result(name, problem.index, Verdict.UNKNOWN, "", "", True, seconds, len(race.candidates), text, "", None)
    answer = substitute(best.tree, dict(back))
    return Result(
        name,
        problem.index,
        str(best.verdict),
        best.method,
        best.detail,
        is_elementary(answer),
        seconds,
        len(race.candidates),
        text,
        to_text(answer),
        _second_check(checker, answer, problem),
    )


def _second_check(checker: Worker, answer: Tree, problem: TestProblem) -> bool | None:
    """`agrees` under a deadline of its own: mpmath can take for ever where a function grows like exp(exp(x))."""
    task = "ansatz.evaluate.second_check:agrees"
    values = list(checker.submit(task, answer, problem.integrand, problem.variable, seconds=SECOND_CHECK_SECONDS))
    return values[0] if values else None


def _finished(out: Path) -> list[Result]:
    if not out.exists():
        return []
    text = out.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:  # the run was stopped in the middle of a line
        out.write_text(whole, encoding="utf-8")
    try:
        return [Result(**json.loads(line)) for line in whole.splitlines()]
    except (ValueError, TypeError):
        raise ConfigError(f"{out} holds no results of an evaluation; choose another file.") from None


def summarise(results: Iterable[Result]) -> list[Summary]:
    """A row for each line-up, in the order in which they were run."""
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.lineup, []).append(result)
    return [_summary(name, group) for name, group in groups.items()]


def _summary(name: str, group: list[Result]) -> Summary:
    times = [1000 * result.seconds for result in group]
    solved = [result for result in group if result.solved]
    return Summary(
        name,
        len(group),
        len(solved),
        sum(result.verdict == Verdict.PROVED for result in group),
        sum(result.verdict == Verdict.CHECKED for result in group),
        sum(result.second is False for result in solved),
        sum(result.second is None for result in solved),
        statistics.median(times),
        percentile(times, 95),
    )

"""Reports: from stored results alone, with intervals that hold what they promise."""

import json
import random
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ansatz.evaluate.judging import Outcome
from ansatz.evaluate.problem import Problem
from ansatz.evaluate.report import summaries, tallied, write
from ansatz.evaluate.report.tally import grade
from ansatz.evaluate.report.wilson import interval, shown
from ansatz.evaluate.results import Ledger, Result

MADE_WITH = {
    "settings": {"deadline": 10.0, "beam": 10},
    "sets": {"traps": "0123", "public.tsv": "4567"},
    "systems": {"own": "", "maxima": "5.46", "maple": "not installed"},
    "machine": ["x86_64, 2 cores"],
    "commands": ["ansatz evaluate traps public.tsv --systems own,maxima"],
    "choice": {"first": None, "sample": 5, "seed": 7},
}
OUTCOMES = {
    "own": ["solved", "silent", "solved", "disputed", "unreadable"],
    "maxima": ["wrong", "solved", "deadline", "solved", "unreadable"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Results of two systems on two sets."""
    out = tmp_path / "out"
    ledger = Ledger.open(out, MADE_WITH)
    for name in MADE_WITH["sets"]:  # type: ignore[attr-defined]
        for index in range(5):
            reference = ("sin", ("*", 2, "x")) if name == "public.tsv" else None
            reason = "line 5: <b>no</b> | name" if index == 4 else ""
            ledger.meet(
                name,
                Problem(index, kind=f"kind {index % 2}", text=f"x|{index}", reference=reference, unreadable=reason),
            )
            for system, outcomes in OUTCOMES.items():
                outcome = Outcome(outcomes[index])
                verdict = "proved" if outcome.good else ""
                ledger.add(
                    Result(
                        name, system, index, outcome, 0.1 * (index + 1), verdict, "agrees", "m", "x^2", 4 + 4 * index
                    )
                )
    ledger.close({"own": "0.1"})
    return out


def test_a_report_says_everything_and_is_made_of_stored_results_alone(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    write(folder)
    assert all((folder / name).read_bytes() == content for name, content in before.items())
    markdown, html = ((folder / name).read_text() for name in ("report.md", "report.html"))
    for word in (
        "Silently wrong", "By type", "Length of answers", "Overlap", "Wrong answers", "Failures by type",
        "contradict each other", "sample 5, seed 7", "What could not be read", "Made with",
        "ansatz evaluate traps", "5.46", "not installed",
    ):  # fmt: skip
        assert word in markdown and word in html, word
    assert "| maxima | 5 | 1: 20.0 % (3.6–62.4) |" in markdown
    assert "<b>no</b>" not in html and "&lt;b&gt;no" in html
    assert "x\\|0" in markdown
    parser = Tags()
    parser.feed(html)
    assert parser.open == []
    pictures = {path.name for path in folder.glob("*.png")}
    assert pictures in ({"scoreboard.png", "cactus_traps.png", "cactus_public_tsv.png"}, set())
    assert all(f"]({name})" in markdown for name in pictures)


class Tags(HTMLParser):
    """Which elements are open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_summaries_count_each_outcome(folder: Path) -> None:
    rows = {(row.set, row.system): row for row in summaries(Ledger(folder))}
    own, maxima = rows["traps", "own"], rows["traps", "maxima"]
    assert (own.problems, own.solved, own.proved, own.disputed, own.wrong) == (5, 2, 2, 1, 0)
    assert (maxima.solved, maxima.wrong) == (2, 1)
    assert own.median_ms == pytest.approx(300) and own.p95_ms == pytest.approx(500)


def test_grades_are_of_the_solved_with_a_reference(folder: Path) -> None:
    row = tallied(Ledger(folder)).rows["public.tsv", "own"]
    assert dict(row.grades) == {"A": 1, "B": 1}  # 4 and 12 nodes against 4
    assert [grade(size, 10) for size in (1, 15, 16, 30, 31)] == ["A", "A", "B", "B", "C"]


def test_overlap_is_of_sets_of_problems(folder: Path) -> None:
    rows = tallied(Ledger(folder)).rows
    assert rows["traps", "own"].solved == {0, 2} and rows["traps", "maxima"].solved == {1, 3}


@pytest.mark.parametrize(("share", "trials"), [(0.5, 20), (0.97, 60), (0.02, 170)])
def test_wilson_intervals_cover_the_share_as_often_as_they_say(share: float, trials: int) -> None:
    rng = random.Random(trials)
    covered = 0
    for _ in range(2_000):
        low, high = interval(sum(rng.random() < share for _ in range(trials)), trials)
        assert 0 <= low <= high <= 1
        covered += low <= share <= high
    assert covered > 0.92 * 2_000


def test_intervals_at_the_ends() -> None:
    assert interval(0, 10)[0] == 0 and 0.2 < interval(0, 10)[1] < 0.35
    assert interval(10, 10)[1] == 1 and interval(0, 0) == (0.0, 1.0)
    assert shown(0, 0) == "–" and shown(29, 30) == "96.7 % (83.3–99.4)"


def test_a_cut_off_line_is_left_out_and_a_folder_without_results_refused(folder: Path, tmp_path: Path) -> None:
    from ansatz.errors import ConfigError
    from ansatz.evaluate.results import read_run

    with open(folder / "results.jsonl", "a") as file:
        file.write(json.dumps({"set": "traps"})[:-3])
    assert sum(row.problems for row in summaries(Ledger(folder))) == 20
    with pytest.raises(ConfigError, match="no results of an evaluation"):
        read_run(tmp_path)

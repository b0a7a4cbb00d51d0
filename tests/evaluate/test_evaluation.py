"""Evaluation: honest judging, and results that are tied to all that made them."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import ansatz.evaluate.evaluation as run
from ansatz.decoding.runtime import SHIPPED
from ansatz.errors import CheckpointError, ConfigError
from ansatz.evaluate.evaluation import Settings, evaluate
from ansatz.evaluate.report import summarise
from ansatz.evaluate.results import Result

TSV = "sub Y' mul INT+ 2 x\tx\nsub Y' cos x\tx\nsub Y' pow x x\tx\n"  # the references are wrong on purpose
STRUCTURAL = ["structural"]
RESULT = Result("own", 0, "proved", "fit", "", True, 0.5, 3, "2*x", "x^2", "agrees")


@pytest.fixture
def problems(tmp_path: Path) -> Path:
    path = tmp_path / "set.tsv"
    path.write_text(TSV)
    return path


@pytest.mark.slow
def test_answers_are_judged_without_the_reference(problems: Path) -> None:
    results = evaluate(problems, STRUCTURAL, Settings(deadline=20))
    assert [result.solved for result in results] == [True, True, False]
    assert [result.second for result in results] == ["agrees", "agrees", ""]
    (row,) = summarise(results)
    assert (row.solved, row.problems, row.doubtful, row.uncompared) == (2, 3, 0, 0)


@pytest.mark.slow
def test_other_variables_and_the_complex_domain(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"integrand": "sqrt(theta)*t", "variable": "t"}\n{"integrand": "exp(i*x)"}\n')
    results = evaluate(path, STRUCTURAL, Settings(deadline=20, domain="complex"))
    assert [result.second for result in results] == ["agrees", "agrees"]
    assert "theta" in results[0].answer and results[1].solved


@pytest.mark.slow
def test_a_stopped_run_goes_on_where_it_stood(problems: Path, tmp_path: Path) -> None:
    out, solved = tmp_path / "out.jsonl", []
    evaluate(problems, STRUCTURAL, Settings(deadline=20), count=1, out=out)
    first = out.read_text()
    out.write_text(first + '{"lineup": "structural", "ind')  # the last line was cut off
    evaluate(problems, STRUCTURAL, Settings(deadline=20), count=2, out=out, report=lambda r, d, t: solved.append(r))
    assert [result.index for result in solved] == [1]
    assert out.read_text().startswith(first)
    assert [json.loads(line)["index"] for line in out.read_text().splitlines()[1:]] == [0, 1]


@pytest.mark.parametrize("deadline", [0, float("inf"), float("nan")])
def test_senseless_deadlines_are_refused(deadline: float) -> None:
    with pytest.raises(ConfigError, match="deadline"):
        Settings(deadline=deadline)


@pytest.mark.slow
def test_several_workers_find_what_one_finds(problems: Path, tmp_path: Path) -> None:
    one = evaluate(problems, STRUCTURAL, Settings(deadline=20))
    out = tmp_path / "out.jsonl"
    two = evaluate(problems, STRUCTURAL, Settings(deadline=20), workers=2, out=out)
    assert [(r.index, r.verdict, r.answer) for r in two] == [(r.index, r.verdict, r.answer) for r in one]
    assert sorted(json.loads(line)["index"] for line in out.read_text().splitlines()[1:]) == [0, 1, 2]


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The places of the problems that were solved, by a solver that is instant."""
    asked: list[int] = []

    def solve(desk: run.Desk, problem: run.TestProblem, lineup: str, settings: Settings) -> Result:
        asked.append(problem.index)
        return replace(RESULT, lineup=lineup, index=problem.index)

    monkeypatch.setattr(run.Desk, "solve", solve)
    return asked


def test_results_of_something_else_are_refused_with_what_differs(
    problems: Path, tmp_path: Path, answered: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, weights = tmp_path / "out.jsonl", tmp_path / "weights"
    shutil.copytree(SHIPPED, weights)
    evaluate(problems, ["own"], Settings(), out=out)
    before = out.read_bytes()

    def refused(settings: Settings = Settings()) -> str:
        with pytest.raises(ConfigError) as caught:
            evaluate(problems, ["own"], settings, out=out)
        assert out.read_bytes() == before
        return str(caught.value)

    assert "beam 10 instead of 5;" in refused(Settings(beam=5))
    assert "beam 10 instead of 5, deadline 10.0 instead of 1.0;" in refused(Settings(beam=5, deadline=1.0))
    assert "domain 'real' instead of 'complex'" in refused(Settings(domain="complex"))
    evaluate(problems, ["own"], Settings(weights=None), out=out)  # nothing changed
    (weights / "model.bin").write_bytes(b"other")
    assert "weights" in refused(Settings(weights=str(weights)))
    monkeypatch.setattr(run, "__version__", "9.9")
    assert "ansatz" in refused() and "'9.9'" in refused()
    monkeypatch.undo()
    problems.write_text(TSV.replace("INT+ 2", "INT+ 3"))
    assert "problems '" in refused() and refused().endswith("choose another file, or evaluate as before.")


def test_the_same_weights_elsewhere_and_further_line_ups_are_welcome(
    problems: Path, tmp_path: Path, answered: list[int]
) -> None:
    out, weights = tmp_path / "out.jsonl", tmp_path / "weights"
    evaluate(problems, ["own"], out=out)
    shutil.copytree(SHIPPED, weights)
    results = evaluate(problems, ["default", "own"], Settings(weights=str(weights)), out=out)
    assert answered == [0, 1, 2, 0, 1, 2]
    assert [(result.lineup, result.index) for result in results] == [
        (name, k) for name in ("default", "own") for k in range(3)
    ]


@pytest.mark.parametrize(
    "text", ["years of work", "years\nof work", "{}\n", '{"made_with": {}}\n{"index": 3}\n', "[]\n\n"]
)
def test_other_files_are_refused_and_left_alone(problems: Path, tmp_path: Path, answered: list[int], text: str) -> None:
    out = tmp_path / "thesis.txt"
    out.write_text(text)
    with pytest.raises(ConfigError, match="no results of an evaluation"):
        evaluate(problems, ["own"], out=out)
    assert out.read_text() == text and answered == []


def test_what_cannot_be_evaluated_is_refused_before_anything_is_solved(problems: Path, answered: list[int]) -> None:
    with pytest.raises(ConfigError, match="magic"):
        evaluate(problems, ["own", "magic"])
    with pytest.raises(CheckpointError, match="no weights"):
        Settings(weights="nowhere")
    with pytest.raises(ConfigError, match="quaternions"):
        Settings(domain="quaternions")
    assert answered == []


def test_a_summary_counts_the_doubtful_and_the_uncompared() -> None:
    seconds = (0.1, 0.2, 0.3, 0.4)
    stances = ("agrees", "disagrees", "cannot say", "")
    verdicts = ("proved", "checked", "checked", "unknown")
    results = [
        replace(RESULT, seconds=s, second=second, verdict=verdict)
        for s, second, verdict in zip(seconds, stances, verdicts, strict=True)
    ]
    (row,) = summarise(results)
    assert (row.solved, row.proved, row.checked, row.doubtful, row.uncompared) == (3, 1, 2, 1, 1)
    assert row.median_ms == pytest.approx(250)

"""The scoreboard: judged without references, tied to what made it, and proof against systems that misbehave."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

import ansatz.evaluate.evaluation as run
from ansatz.decoding.cards import SHIPPED
from ansatz.errors import CheckpointError, ConfigError
from ansatz.evaluate.evaluation import Settings, evaluate
from ansatz.evaluate.judging import Outcome
from ansatz.evaluate.problem import Problem
from ansatz.evaluate.report import summaries
from ansatz.evaluate.results import Result, read_entries, read_results, read_run

ROOT = Path(__file__).parents[2]
TSV = "sub Y' mul INT+ 2 x\tx\nsub Y' cos x\tx\nsub Y' pow x x\tx\n"  # the references are wrong on purpose
STRUCTURAL = ["structural"]


@pytest.fixture
def problems(tmp_path: Path) -> Path:
    path = tmp_path / "set.tsv"
    path.write_text(TSV)
    return path


# ---------------------------------------------------------------------------------------- judging


@pytest.mark.slow
def test_answers_are_judged_without_the_reference(problems: Path) -> None:
    board = evaluate([problems], STRUCTURAL, Settings(deadline=20))
    results = list(board.ledger.results())
    assert [result.solved for result in results] == [True, True, False]
    assert [result.second for result in results] == ["agrees", "agrees", ""]
    (row,) = summaries(board.ledger)
    assert (row.solved, row.problems, row.disputed, row.uncompared, row.wrong) == (2, 3, 0, 0, 0)


@pytest.mark.slow
def test_all_tasks_are_asked_and_judged(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    lines = (
        {"integrand": "sqrt(theta)*t", "variable": "t"},
        {"integrand": "1/(2+cos(x))", "lower": "0", "upper": "2*pi"},
        {"equation": "y' = x*y"},
        {"task": "<lyapunov>", "statement": "neg x0", "answer": "pow2 x0"},
        {"integrand": "floor(x)"},
    )
    path.write_text("\n".join(map(json.dumps, lines)) + "\n")
    board = evaluate([path], ["structural", "sympy"], Settings(deadline=30))
    results = list(board.ledger.results())
    found = {(result.system, result.index): result for result in results}
    assert [found["structural", k].outcome for k in range(5)] == ["solved"] * 4 + ["unreadable"]
    assert [found["sympy", k].outcome for k in (0, 1, 2, 4)] == ["solved"] * 3 + ["unreadable"]
    assert ("sympy", 3) not in found, "SymPy has no Lyapunov functions"
    assert "theta" in found["structural", 0].answer
    assert "floor" in found["sympy", 4].reason


# ---------------------------------------------------------------------------------------- what made it


@pytest.mark.slow
def test_a_stopped_run_goes_on_where_it_stood(problems: Path, tmp_path: Path) -> None:
    out, solved = tmp_path / "out", []
    evaluate([problems], STRUCTURAL, Settings(deadline=20), count=1, out=out)
    first = (out / "results.jsonl").read_text()
    (out / "results.jsonl").write_text(first + '{"set": "set.tsv", "ind')  # the last line was cut off
    evaluate(
        [problems],
        STRUCTURAL,
        Settings(deadline=20),
        count=2,
        out=out,
        resume=True,
        report=lambda r, d: solved.append(r),
    )
    assert [result.index for result in solved] == [1]
    assert (out / "results.jsonl").read_text().startswith(first)
    assert [result.index for result in read_results(out)] == [0, 1]


@pytest.mark.parametrize("deadline", [0, float("inf"), float("nan")])
def test_senseless_deadlines_are_refused(deadline: float) -> None:
    with pytest.raises(ConfigError, match="deadline"):
        Settings(deadline=deadline)


@pytest.mark.slow
def test_several_workers_find_what_one_finds(problems: Path, tmp_path: Path) -> None:
    one = evaluate([problems], STRUCTURAL, Settings(deadline=20))
    two = evaluate([problems], STRUCTURAL, Settings(deadline=20), workers=2, out=tmp_path / "out")
    found = [sorted((r.index, r.outcome, r.answer) for r in board.ledger.results()) for board in (one, two)]
    assert found[0] == found[1]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The (system, place) pairs that were asked, of systems that are instant."""
    pairs: list[tuple[str, int]] = []

    def solve(desk: run.Desk, name: str, problem: Problem, system: str) -> Result:
        pairs.append((system, problem.index))
        return Result(name, system, problem.index, Outcome.SOLVED, 0.5, "proved", "agrees", "fit", "x^2", 2)

    monkeypatch.setattr(run.Desk, "solve", solve)
    return pairs


def test_results_of_something_else_are_refused_with_what_differs(
    problems: Path, tmp_path: Path, asked: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, weights = tmp_path / "out", tmp_path / "weights"
    shutil.copytree(SHIPPED, weights)
    evaluate([problems], ["own"], Settings(), out=out)
    before = (out / "results.jsonl").read_bytes()

    def refused(settings: Settings = Settings(), resume: bool = True) -> str:
        with pytest.raises(ConfigError) as caught:
            evaluate([problems], ["own"], settings, out=out, resume=resume)
        assert (out / "results.jsonl").read_bytes() == before
        return str(caught.value)

    assert "go on with --resume" in refused(resume=False)
    assert "beam 10 instead of 5;" in refused(Settings(beam=5))
    assert "beam 10 instead of 5, deadline 10.0 instead of 1.0;" in refused(Settings(beam=5, deadline=1.0))
    assert "domain 'real' instead of 'complex'" in refused(Settings(domain="complex"))
    evaluate([problems], ["own"], Settings(weights=None), out=out, resume=True)  # nothing changed
    (weights / "model.bin").write_bytes(b"other")
    assert "weights" in refused(Settings(weights=str(weights)))
    evaluate([problems], ["sympy"], Settings(weights=str(weights)), out=out, resume=True)  # which has none
    before = (out / "results.jsonl").read_bytes()
    monkeypatch.setattr(run, "__version__", "9.9")
    assert "own '0.1.0, weights" in refused() and "'9.9, weights" in refused()
    monkeypatch.undo()
    problems.write_text(TSV.replace("INT+ 2", "INT+ 3"))
    assert "problems of set.tsv '" in refused() and refused().endswith("choose another folder, or evaluate as before.")


def test_the_same_weights_elsewhere_and_further_systems_and_sets_are_welcome(
    problems: Path, tmp_path: Path, asked: list[tuple[str, int]]
) -> None:
    out, weights = tmp_path / "out", tmp_path / "weights"
    evaluate([problems], ["own"], Settings(weights=str(SHIPPED)), out=out)
    shutil.copytree(SHIPPED, weights)
    settings = Settings(weights=str(weights))
    evaluate([problems, "textbook-systems"], ["default", "own"], settings, count=3, out=out, resume=True)
    assert asked[:6] == [("own", 0), ("own", 1), ("own", 2), ("default", 0), ("default", 1), ("default", 2)]
    assert len(asked) == 3 + 3 + 6
    assert set(read_run(out)["sets"]) == {"set.tsv", "textbook-systems"}
    assert [(entry.set, entry.index) for entry in read_entries(out)][:4] == [("set.tsv", k) for k in range(3)] + [
        ("textbook-systems", 0)
    ]


@pytest.mark.parametrize("text", ["years of work", "{}\n", "[]\n\n"])
def test_other_folders_are_refused_and_left_alone(
    problems: Path, tmp_path: Path, asked: list[tuple[str, int]], text: str
) -> None:
    out = tmp_path / "thesis"
    out.mkdir()
    (out / "chapter.txt").write_text(text)
    with pytest.raises(ConfigError, match="no results of an evaluation"):
        evaluate([problems], ["own"], out=out)
    with pytest.raises(ConfigError, match="no folder"):
        evaluate([problems], ["own"], out=out / "chapter.txt")
    assert (out / "chapter.txt").read_text() == text and asked == []


def test_what_cannot_be_evaluated_is_refused_before_anything_is_solved(
    problems: Path, asked: list[tuple[str, int]]
) -> None:
    for systems, word in ((["own", "magic"], "magic"), ([], "none")):
        with pytest.raises(ConfigError, match=word):
            evaluate([problems], systems)
    with pytest.raises(ConfigError, match="Two sets"):
        evaluate([problems, problems], ["own"])
    with pytest.raises(CheckpointError, match="no weights"):
        Settings(weights="nowhere")
    with pytest.raises(ConfigError, match="quaternions"):
        Settings(domain="quaternions")
    with pytest.raises(ConfigError, match="megabytes"):
        Settings(megabytes=1)
    assert asked == []


# ---------------------------------------------------------------------------------------- systems that misbehave

_MEMORY = 'import time\nkept = []\nwhile True:\n    kept.append(b"x" * 400_000_000)\n    time.sleep(0.05)\n'
FAULTS = {  # what a system does, and what comes of it
    "sleep 600": "deadline",
    f"exec {sys.executable} -c '{_MEMORY}'": "memory",
    "kill -9 $$": "silent",
    "kill -9 $PPID": "crashed",
    "echo 'fatal: x)) ((+ %%%'": "silent",
    r"printf '\377\376\300\n'": "crashed",  # no text
    "echo 'x^3'": "wrong",
    "echo '(SECOND+1)*x^2/2'": "solved",
}


def executable(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.mark.slow
def test_a_system_that_misbehaves_costs_its_own_row_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps({"integrand": f"{k + 2}*x"}) + "\n" for k in range(len(FAULTS))))
    cases = [f'*"({k + 2}*x)"*) {act.replace("SECOND", str(k + 1))};;' for k, act in enumerate(FAULTS)]
    script = "\n".join(["#!/bin/sh", 'case "$1" in', "version*) echo '\"giac 1.0\"';;", *cases, "esac\n"])
    monkeypatch.setenv("ANSATZ_GIAC", str(executable(tmp_path / "giac", script)))
    board = evaluate([path], ["giac", "structural"], Settings(deadline=12, megabytes=700), out=tmp_path / "out")
    found = {(result.system, result.index): result.outcome for result in read_results(tmp_path / "out")}
    assert [str(found["structural", k]) for k in range(len(FAULTS))] == ["solved"] * len(FAULTS)
    assert [str(found["giac", k]) for k in range(len(FAULTS))] == list(FAULTS.values())
    assert read_run(tmp_path / "out")["systems"]["giac"] == "1.0" and board.missing == ()


def test_a_system_that_is_not_installed_is_named_and_left_out(
    problems: Path, tmp_path: Path, asked: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSATZ_MAPLE", str(tmp_path / "nowhere"))
    board = evaluate([problems], ["maple", "own"], out=tmp_path / "out")
    assert board.missing == ("maple",) and {system for system, _ in asked} == {"own"}
    assert read_run(tmp_path / "out")["systems"]["maple"] == "not installed"


@pytest.mark.slow
def test_after_kill_9_nothing_that_was_finished_is_asked_again(tmp_path: Path) -> None:
    path, log, out = tmp_path / "set.jsonl", tmp_path / "log", tmp_path / "out"
    path.write_text("".join(json.dumps({"integrand": f"{k}*x"}) + "\n" for k in range(2, 40)))
    fake = f'#!/bin/sh\ncase "$1" in version*) echo 1;; *) echo "$1" >> {log}; sleep 0.3; echo "x^2";; esac\n'
    environment = os.environ | {
        "ANSATZ_GIAC": str(executable(tmp_path / "giac", fake)),
        "PYTHONPATH": str(ROOT / "src"),
    }
    command = [sys.executable, "-c", "from ansatz.cli import main; main()", "evaluate", str(path)]
    command += ["--systems", "giac", "--out", str(out)]
    results = out / "results.jsonl"
    with subprocess.Popen([*command, "--count", "38"], env=environment, stderr=subprocess.DEVNULL) as process:
        last = time.monotonic() + 120
        while not results.exists() or len(results.read_text().splitlines()) < 3:
            assert time.monotonic() < last, "nothing was solved"
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    done = {result.index for result in read_results(out)}
    before = log.read_text().splitlines()
    assert 3 <= len(done) < 38
    finished = subprocess.run(
        [*command, "--count", str(max(done) + 3), "--resume"], env=environment, capture_output=True, text=True
    )
    assert finished.returncode == 0, finished.stderr
    again = log.read_text().splitlines()[len(before) :]
    assert len(again) == len(set(again)) and not {f"{k + 2}*x" for k in done} & {q[11:].split(")")[0] for q in again}
    found = [result.index for result in read_results(out)]
    assert sorted(found) == list(range(max(done) + 3))


@pytest.mark.slow
def test_eighty_thousand_problems_run_in_bounded_memory(tmp_path: Path, asked: list[tuple[str, int]]) -> None:
    path = tmp_path / "set.tsv"
    with open(path, "w") as file:
        file.writelines(f"sub Y' mul INT+ {k} x\tx\n" for k in range(80_000))
    asked.clear()
    before = psutil.Process().memory_info().rss
    evaluate([path], ["own"], out=tmp_path / "out")
    grown = psutil.Process().memory_info().rss - before
    assert len(asked) == 80_000
    assert grown < 40e6, f"{grown / 1e6:.0f} MB"  # the list of what was asked is most of it
    assert sum(1 for _ in read_results(tmp_path / "out")) == 80_000

"""`ansatz primer` and `ansatz quiz` at the command line."""

import json
from pathlib import Path

import pytest

from ansatz.primer.balderdash.terms import real
from ansatz.primer.lesson import LESSONS


def test_lessons_are_listed(ansatz) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = ansatz("primer", "--list", "--json")
    listed = json.loads(out)
    assert code == 0 and [set(one) for one in listed] == [{"name", "title", "seconds"}] * len(LESSONS)
    code, out, _ = ansatz("primer")
    assert code == 0 and all(lesson.title in out for lesson in LESSONS)


def test_a_lesson_runs_and_says_where_its_picture_is(ansatz, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    pytest.importorskip("matplotlib")
    code, out, _ = ansatz("primer", "1", "--out", str(tmp_path))
    assert code == 0 and out.startswith("Lesson 1: A line through the origin") and str(tmp_path / "line.png") in out


def test_a_failing_check_is_exit_code_1(ansatz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    pytest.importorskip("matplotlib")
    source = LESSONS[0].source().replace("2 * np.mean((m * x - y) * x)", "3 * np.mean((m * x - y) * x)")
    monkeypatch.setattr("ansatz.primer.lesson.Lesson.source", lambda _: source)
    code, _, error = ansatz("primer", "line", "--out", str(tmp_path))
    assert code == 1 and error == "The check failed: MSE' is the derivative of MSE.\n"


def test_a_lesson_becomes_a_notebook(ansatz, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = ansatz("primer", "line", "--write", "notebook", "--out", str(tmp_path))
    assert code == 0 and out.strip() == str(tmp_path / "line.ipynb")
    assert json.loads((tmp_path / "line.ipynb").read_text())["nbformat"] == 4


@pytest.mark.parametrize("wrong", [["nothing"], ["line", "--full", "--quick"], ["line", "--write", "song"]])
def test_bad_requests_are_one_sentence(ansatz, wrong: list[str]) -> None:  # type: ignore[no-untyped-def]
    code, _, error = ansatz("primer", *wrong)
    assert code == 2 and error.count("\n") == 1


def test_a_round_of_the_quiz(ansatz, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    asked: list[str] = []

    def answer(question: str) -> str:
        asked.append(question)
        if question.startswith("Another"):
            return "n"
        return "r" if question.split(". ", 1)[1].split("   [")[0] in real() else "f"

    monkeypatch.setattr("builtins.input", answer)
    code, out, _ = ansatz("quiz", "--seed", "7")
    assert code == 0 and "20 of 20." in out and "WRONG" not in out and len(asked) == 21


def test_the_quiz_as_json(ansatz) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = ansatz("quiz", "--seed", "7", "--json")
    dealt = json.loads(out)
    assert code == 0 and [term in real() for term in dealt["terms"]] == dealt["real"]

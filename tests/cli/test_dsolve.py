"""`ansatz dsolve`: exit codes, one sentence for bad input, the same facts in every format, pictures."""

import json
import struct

import pytest

OWN = ("--methods", "fit")


def test_the_answer_its_verdict_and_the_interval(ansatz) -> None:
    code, out, _ = ansatz("dsolve", "y' = y^2, y(0) = 1", *OWN)
    answer, facts, interval, general = out.splitlines()
    assert code == 0 and answer.startswith("y = ") and facts.startswith("proved; ") and facts.endswith(" ms")
    assert interval == "for x < 1" and general.startswith("general: y = ")


def test_initial_values_as_an_option(ansatz) -> None:
    code, out, _ = ansatz("dsolve", "y'' + y = 0", "--ics", "y(0)=1, y'(0)=0", *OWN)
    assert code == 0 and out.splitlines()[0] == "y = cos(x)"


@pytest.mark.parametrize(
    "equation",
    [
        "y' =",
        "y'''' + y^y' = 0",
        "y = x",
        "",
        "y' = y, y(0)=1, y(0)=2",
        "y' = u' + y",
        "y'' = y, y(0) = 1",
        "y' = 1/(x - x)",
        "y' = import os",
        "y' = gamma(y)",
    ],
)
@pytest.mark.parametrize("option", [[], ["--json"]])
def test_bad_input_is_one_sentence_and_exit_code_2(refused, equation, option) -> None:
    sentence = refused("dsolve", equation, *option)
    assert sentence.count("\n") == 1 and sentence.strip().endswith(".") and len(sentence) < 200


@pytest.mark.parametrize(
    "arguments",
    [["--methods", "magic"], ["--json", "--latex"], ["--beam", "0"], ["--plot", "a.gif"], ["--plot", "no/such/a.png"]],
)
def test_bad_settings_are_bad_input(refused, arguments) -> None:
    assert refused("dsolve", "y' = y", *arguments)


def test_json_latex_steps_and_candidates(ansatz) -> None:
    code, out, _ = ansatz("dsolve", "y' = x*y", "--json", *OWN)
    found = json.loads(out)
    assert code == 0 and found["verdict"] == "proved" and found["answer"].startswith("y = ")
    assert {"problem", "solutions", "interval", "function", "variable", "order", "implicit", "scope"} <= set(found)
    assert "e^{" in ansatz("dsolve", "y' = x*y", "--latex", *OWN)[1]
    assert "Put it into the equation" in ansatz("dsolve", "y' = x*y", "--steps", *OWN)[1]
    listed = ansatz("dsolve", "y' = x*y", "--all", *OWN)[1]
    assert "candidate" in listed and "structural" in listed


def test_nothing_found_is_exit_code_1(ansatz) -> None:
    code, out, _ = ansatz("dsolve", "y' = y^3 + x^2 + 1", "--deadline", "3", *OWN)
    assert code == 1 and "No solution was found" in out and "Tried:" in out


@pytest.mark.parametrize(
    "equation", ["y' = y - x, y(0) = 2", "y*y' + x = 0", "y' = 1/(1 + ln(y))", "y'' + y = 0", "y' = a*y"]
)
@pytest.mark.parametrize("suffix", [".png", ".svg"])
def test_pictures(ansatz, tmp_path, equation, suffix) -> None:
    pytest.importorskip("matplotlib")
    path = tmp_path / f"family{suffix}"
    code, _, err = ansatz("dsolve", equation, "--plot", str(path), *OWN)
    data = path.read_bytes()
    assert code == 0 and err == ""
    if suffix == ".svg":
        assert b"<svg" in data and data.count(b"<path") > 20
    else:
        width, height = struct.unpack(">II", data[16:24])
        assert data.startswith(b"\x89PNG") and width > 400 and height > 300


def test_help_shows_examples(ansatz) -> None:
    code, out, _ = ansatz("dsolve", "--help")
    assert code == 0 and "\n  ansatz dsolve" in out

"""Evaluation: honest judging, resumable runs, both file formats."""

import json

import pytest

from ansatz.errors import ConfigError, ParseError
from ansatz.evaluate.accuracy import Settings, evaluate, summarise
from ansatz.evaluate.problem_sets import read
from ansatz.evaluate.second_check import agrees
from ansatz.expr.canonical import canonical
from ansatz.expr.parse import parse

TSV = "sub Y' mul INT+ 2 x\tx\nsub Y' cos x\tx\nsub Y' pow x x\tx\n"  # the references are wrong on purpose


@pytest.fixture
def problems(tmp_path):
    path = tmp_path / "set.tsv"
    path.write_text(TSV)
    return path


@pytest.mark.parametrize(
    "F, f",
    [
        ("x*sin(x)+cos(x)", "x*cos(x)"),
        ("ln|x|", "1/x"),
        ("asin(x/3)", "1/sqrt(9-x^2)"),
        ("sin((1+4x^5)^2)", "cos((1+4x^5)^2)*2*(1+4x^5)*20*x^4"),
        ("x^(a+1)/(a+1)", "x^a"),
        ("cos(x*exp(2x^2))", "-(1+4x^2)*exp(2x^2)*sin(x*exp(2x^2))"),
        ("sqrt(pi)*erf(x)/2", "exp(-x^2)"),
    ],
)
def test_the_second_check_agrees_with_right_answers(F, f):
    assert agrees(canonical(parse(F)), canonical(parse(f)), "x") is True


@pytest.mark.parametrize(
    "F, f",
    [
        ("x*sin(x)", "x*cos(x)"),
        ("ln|x| + x/10^12", "1/x"),
        ("sqrt(x^2)", "1"),
        ("-cos(x)", "-sin(x)"),
    ],
)
def test_the_second_check_refuses_wrong_answers(F, f):
    assert agrees(canonical(parse(F)), canonical(parse(f)), "x") is False


def test_answers_are_judged_without_the_reference(problems, tmp_path):
    results = evaluate(problems, ["structural"], Settings(deadline=20), out=tmp_path / "out.jsonl")
    assert [result.solved for result in results] == [True, True, False]
    assert all(result.second for result in results if result.solved)
    (row,) = summarise(results)
    assert (row.solved, row.problems, row.doubtful) == (2, 3, 0)


def test_a_stopped_run_goes_on_where_it_stood(problems, tmp_path):
    out = tmp_path / "out.jsonl"
    evaluate(problems, ["structural"], Settings(deadline=20), count=1, out=out)
    first = out.read_text()
    with open(out, "a") as file:
        file.write('{"lineup": "structural", "ind')  # the last line was cut off
    solved = []
    evaluate(problems, ["structural"], Settings(deadline=20), count=2, out=out, report=lambda r, d, t: solved.append(r))
    assert [result.index for result in solved] == [1]
    assert out.read_text().startswith(first)
    assert [json.loads(line)["index"] for line in out.read_text().splitlines()] == [0, 1]


def test_both_formats_are_read(problems, tmp_path):
    lines = tmp_path / "set.jsonl"
    lines.write_text('{"integrand": "t**2*exp(t)", "variable": "t", "source": "a book"}\n')
    (entry,) = read(lines)
    assert (entry.variable, entry.source) == ("t", "a book")
    assert len(list(read(problems))) == 3


@pytest.mark.parametrize("text", ['{"integral": "x"}\n', "nonsense\n", '{"integrand": "sin("}\n'])
def test_malformed_problem_files_name_their_line(tmp_path, text):
    path = tmp_path / "bad.jsonl"
    path.write_text(text)
    with pytest.raises(ParseError, match="line 1"):
        list(read(path))


def test_differential_equations_are_refused(tmp_path):
    path = tmp_path / "ode.tsv"
    path.write_text("add Y Y'\tx\n")
    with pytest.raises(ParseError, match="only integrals"):
        list(read(path))


def test_unknown_lineups_are_refused(problems):
    with pytest.raises(ConfigError, match="magic"):
        evaluate(problems, ["magic"])

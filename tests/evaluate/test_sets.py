"""Problem sets: every format is read, and what is none is one sentence."""

import json
from pathlib import Path

import pytest

from ansatz.data import interchange
from ansatz.data.record import Record
from ansatz.errors import AnsatzError, ConfigError, ParseError
from ansatz.evaluate.sets import checksum, read
from ansatz.expr.parse import parse

INTEGRALS = [Record(0, "<integrate>", "* 2 x", "pow2 x"), Record(1, "<integrate_complex>", "exp * i x", "* i x")]
EQUATION = Record(2, "<ode1>", "- Y' Y", "* c1 exp x")


def test_text_is_read(tmp_path: Path) -> None:
    lines, text = tmp_path / "set.jsonl", tmp_path / "set.tsv"
    lines.write_text('{"integrand": "t**2*exp(t)", "variable": "t", "source": "a book"}\n')
    text.write_text("sub Y' mul INT+ 2 x\tx\nsub Y' cos x\tx\n")  # the references are wrong on purpose
    (entry,) = read(lines)
    assert (entry.integrand, entry.variable, entry.source) == (parse("t**2*exp(t)"), "t", "a book")
    assert [problem.integrand for problem in read(text)] == [("*", 2, "x"), ("cos", "x")]


@pytest.mark.parametrize("name", ["folder", "shard.parquet", "lines.jsonl"])
def test_what_generate_writes_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    interchange.write(path, INTEGRALS)
    found = list(read(path))
    assert [problem.index for problem in found] == [0, 1]
    assert [problem.integrand for problem in found] == [("*", 2, "x"), ("exp", ("*", "i", "x"))]


@pytest.mark.parametrize("name", ["folder", "shard.parquet", "lines.jsonl", "equations.tsv"])
def test_other_tasks_are_refused_by_their_place(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    interchange.write(path, [EQUATION] if name.endswith("tsv") else [INTEGRALS[0], EQUATION])
    with pytest.raises(ParseError, match=r"(problem|line) [12]: only integrals can be evaluated here"):
        list(read(path))


@pytest.mark.parametrize("text", ['{"integral": "x"}\n', "nonsense\n", "[1]\n", '{"integrand": "sin("}\n'])
def test_malformed_lines_are_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps({"integrand": "x"}) + "\n" + text)
    with pytest.raises(ParseError, match="line 2"):
        list(read(path))


@pytest.mark.parametrize("name", ["thesis.pdf", "no_suffix", "."])
def test_what_is_no_problem_set_is_one_sentence(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name != ".":
        path.write_text("x + 1\n")
    with pytest.raises(ConfigError, match=r"(no problem set|no data set).*give .*generate wrote") as caught:
        list(read(path))
    assert isinstance(caught.value, AnsatzError) and "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["folder", "set.tsv"])
def test_the_checksum_is_that_of_the_problems(tmp_path: Path, name: str) -> None:
    first, same, other = (tmp_path / which / name for which in ("first", "same", "other"))
    interchange.write(first, INTEGRALS[:1])
    interchange.write(same, INTEGRALS[:1])
    interchange.write(other, [INTEGRALS[0]._replace(statement="* 3 x")])
    assert checksum(first) == checksum(same) != checksum(other)

"""The text format of Lyapunov data: sample lines of our own, round trips, and sentences for what is malformed."""

import random

import pytest
import symengine as se

from ansatz.data.lyapunov_format import SEPARATOR, LyapunovLine, read, read_line, write_line
from ansatz.errors import ParseError
from ansatz.expr.canonical import from_symengine, to_symengine
from ansatz.problems.lyapunov.backward import LyapunovBackward
from ansatz.problems.lyapunov.nonpolynomial import LyapunovNonpolynomial
from ansatz.problems.problem import Problem

LINE = "1|INT+ 2 <SPECIAL_3> * INT- 3 x0 <SPECIAL_3> + * INT- 1 2 x1 ^ x0 INT+ 3\t+ ^ x0 INT+ 2 * INT+ 10 ^ x1 INT+ 4\n"


def test_a_line_is_read():
    line = read_line(LINE)
    x0, x1 = se.symbols("x0 x1")
    assert line.variables == ("x0", "x1")
    assert [to_symengine(component) for component in line.system] == [-3 * x0, -12 * x1 + x0**3]
    assert to_symengine(line.function) == x0**2 + 10 * x1**4


def test_the_count_may_be_missing():
    assert read_line(LINE.removeprefix("1|")) == read_line(LINE)


@pytest.mark.parametrize("make", [LyapunovBackward, LyapunovNonpolynomial])
def test_round_trip_of_generated_pairs(make):
    rng, generator, seen = random.Random(0), make(), 0
    while seen < 25:
        problem = generator.generate(rng)
        if not isinstance(problem, Problem):
            continue
        seen += 1
        system, function = tuple(map(from_symengine, problem.statement)), from_symengine(problem.answer[0])
        again = read_line(write_line(system, function))
        assert tuple(map(to_symengine, again.system)) == tuple(map(to_symengine, system))
        assert to_symengine(again.function) == to_symengine(function)


def test_files_are_read_and_errors_name_their_line(tmp_path):
    path = tmp_path / "pairs.txt"
    path.write_text(LINE + "\n" + LINE)
    assert [type(line) for line in read(path)] == [LyapunovLine] * 2
    path.write_text(LINE + "nonsense\n")
    with pytest.raises(ParseError, match="line 2"):
        list(read(path))


@pytest.mark.parametrize(
    "line",
    [
        "INT+ 2 <SPECIAL_3> x0 <SPECIAL_3> x1",
        "INT+ 3 <SPECIAL_3> x0 <SPECIAL_3> x1\tx0",
        "INT+ 1 <SPECIAL_3> + x0\tx0",
        "INT+ 1 <SPECIAL_3> INT+ x0\tx0",
        f"INT+ 1 {SEPARATOR} x0\t",
    ],
)
def test_malformed_lines_are_refused(line):
    with pytest.raises(ParseError):
        read_line(line)

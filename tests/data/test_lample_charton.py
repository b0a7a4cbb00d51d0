"""The Lample–Charton format: read, written, round trip."""

import random

import pytest

from ansatz.data import lample_charton
from ansatz.data.generate import integrals
from ansatz.errors import ParseError
from ansatz.expr.canonical import canonical, from_symengine
from ansatz.problems.integral.backward import BackwardConfig
from ansatz.problems.ode.first_order import FirstOrder
from ansatz.problems.ode.second_order import SecondOrder
from ansatz.problems.problem import Problem

LINE = "sub Y' add INT+ 3 mul INT+ 2 x\tadd pow x INT+ 2 mul INT+ 3 x"


@pytest.mark.parametrize("text", [LINE, "17|" + LINE, LINE + "\n"])
def test_a_line_is_read_with_or_without_a_count(text):
    line = lample_charton.read_line(text)
    assert line.integrand == ("+", 3, ("*", 2, "x"))
    assert line.answer == ("+", ("^", "x", 2), ("*", 3, "x"))


def test_integers_are_sign_and_digits():
    assert lample_charton.from_words("INT- 1 0".split()) == -10
    assert lample_charton.from_words("add INT+ 12 INT+ 3".split()) == ("+", 12, 3)
    assert lample_charton.to_words(("+", -10, ("/", 1, 2))) == "add INT- 1 0 div INT+ 1 INT+ 2".split()


def test_other_tasks_have_no_integrand():
    assert lample_charton.read_line("add x Y'\tx").integrand is None
    assert lample_charton.read_line("sub Y' Y\tmul a8 exp x").integrand is None


def test_equations_are_read_with_their_order_and_constants():
    first = lample_charton.read_line("sub Y' Y\tmul a8 exp x")
    assert (first.statement, first.answer, first.order) == (("-", "Y'", "Y"), ("*", "c1", ("exp", "x")), 1)
    second = lample_charton.read_line("3|Y''\tadd a9 mul a8 x")
    assert (second.statement, second.answer, second.order) == ("Y''", ("+", "c2", ("*", "c1", "x")), 2)
    assert lample_charton.read_line("x\tx").order == 0


def test_equations_are_written_with_their_own_names():
    line = lample_charton.write_equation(("-", ("*", "x", "Y''"), "Y'"), ("+", "c2", ("*", "c1", ("pow2", "x"))))
    assert line == "add mul x Y'' mul INT- 1 Y'\tadd a9 mul a8 pow x INT+ 2\n"


@pytest.mark.slow
@pytest.mark.parametrize("generator", [FirstOrder(), SecondOrder()], ids=lambda g: g.name)
def test_round_trip_of_generated_equations(generator):
    rng, seen = random.Random(4), 0
    while seen < 60:
        problem = generator.generate(rng)
        if isinstance(problem, Problem):
            seen += 1
            (equation,), (solution,) = (map(from_symengine, side) for side in (problem.statement, problem.answer))
            line = lample_charton.read_line(lample_charton.write_equation(equation, solution))
            assert canonical(line.statement) == canonical(equation)
            assert canonical(line.answer) == canonical(solution)
            assert line.order == int(generator.name[-1])


@pytest.mark.parametrize("text", ["sub Y' x", "sub Y'\tx", "sub Y' INT+\tx", "sub Y' frob x y\tx", "sub Y' x x\tx"])
def test_malformed_lines_are_refused_in_one_sentence(text):
    with pytest.raises(ParseError):
        lample_charton.read_line(text)


def test_files_name_the_malformed_line(tmp_path):
    path = tmp_path / "bad.tsv"
    path.write_text(LINE + "\nsub Y' INT+\tx\n")
    with pytest.raises(ParseError, match="line 2"):
        list(lample_charton.read(path))


def test_round_trip_of_generated_integrals():
    pairs = list(integrals(BackwardConfig(), seed=random.Random(2).randint(0, 99), count=300))
    for integrand, antiderivative in pairs:
        line = lample_charton.read_line(lample_charton.write_line(integrand, antiderivative))
        assert line.integrand is not None and canonical(line.integrand) == canonical(integrand)
        assert canonical(line.answer) == canonical(antiderivative)
    assert len({integrand for integrand, _ in pairs}) == 300

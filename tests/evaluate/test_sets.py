"""Problem sets: every format is read, what is none is one sentence, and our own are what they say."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import mpmath
import pytest

from ansatz.data import interchange
from ansatz.data.record import Record
from ansatz.data.split import split
from ansatz.errors import AnsatzError, ConfigError, NoValueError, ParseError
from ansatz.evaluate.problem import Problem
from ansatz.evaluate.second_opinion.formulas import Formulas
from ansatz.evaluate.sets import checksum, generated, is_named, names, read
from ansatz.evaluate.sets.robustness import BASE, EACH, INNER, SLOPES, TEMPLATES
from ansatz.expr.parse import parse
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree

INTEGRALS = [Record(0, "<integrate>", "* 2 x", "pow2 x"), Record(1, "<integrate_complex>", "exp * i x", "* i x")]
EQUATION = Record(2, "<ode1>", "- Y' Y", "* c1 exp x")


# ---------------------------------------------------------------------------------------- files


def test_text_is_read(tmp_path: Path) -> None:
    lines, text = tmp_path / "set.jsonl", tmp_path / "set.tsv"
    lines.write_text('{"integrand": "t**2*exp(t)", "variable": "t", "source": "a book/p. 3", "integral": "t"}\n')
    text.write_text("sub Y' mul INT+ 2 x\tx\nsub Y' cos x\tx\n")  # the references are wrong on purpose
    (entry,) = read(lines)
    assert (entry.integrand, entry.variable) == (parse("t**2*exp(t)"), "t")
    assert (entry.source, entry.kind, entry.reference) == ("a book/p. 3", "a book", "t")
    assert [problem.integrand for problem in read(text)] == [("*", 2, "x"), ("cos", "x")]


def test_definite_integrals_equations_and_systems_are_read(tmp_path: Path) -> None:
    lines, text = tmp_path / "set.jsonl", tmp_path / "set.tsv"
    lines.write_text(
        '{"integrand": "exp(-t)", "variable": "t", "lower": 0, "upper": "oo", "value": "1"}\n'
        '{"integrand": "x", "bounds": ["-oo", "a"]}\n{"equation": "y\'\' + y = x"}\n'
    )
    text.write_text(
        "kamke 1.3\ty'+a*y-b*sin(c*x)\n- Y'' Y\tc1\n"
        "1|INT+ 2 <SPECIAL_3> * INT- 1 x0 <SPECIAL_3> * INT- 1 0 x1\t+ ^ x0 INT+ 2 ^ x1 INT+ 2\n"
    )
    first, second, third = read(lines)
    assert (first.task, first.bounds, first.truths[0].value) == ("definite", (0, INFINITY), 1)
    assert (second.bounds, second.truths) == ((MINUS_INFINITY, "a"), ())
    assert (third.task, third.order) == ("ode", 2) and "Y''" in str(third.statement)
    handbook, words, system = read(text)
    assert (handbook.task, handbook.kind, handbook.source, handbook.order) == ("ode", "kamke", "kamke 1.3", 1)
    assert words.unreadable or words.order == 2
    assert (system.task, system.variables) == ("lyapunov", ("x0", "x1")) and len(system.statement) == 2


@pytest.mark.parametrize("name", ["folder", "shard.parquet", "lines.jsonl"])
def test_what_generate_writes_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    interchange.write(path, [*INTEGRALS, EQUATION])
    found = list(read(path))
    assert [problem.index for problem in found] == [0, 1, 2]
    assert [problem.task for problem in found] == ["integral", "integral", "ode"]
    assert [problem.integrand for problem in found[:2]] == [("*", 2, "x"), ("exp", ("*", "i", "x"))]
    assert found[2].order == 1


@pytest.mark.parametrize(
    "text", ['{"integral": "x"}', "nonsense", "[1]", '{"integrand": "sin("}', '{"integrand": "Sum(x, (n, 1, 3))"}']
)
def test_malformed_lines_are_named_and_stop_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text("\n".join([json.dumps({"integrand": "x"}), text, json.dumps({"integrand": "x^2"})]) + "\n")
    found = list(read(path))
    assert [bool(problem.unreadable) for problem in found] == [False, True, False]
    assert found[1].unreadable.startswith("line 2: ") and found[1].text == text


def test_a_file_of_which_nothing_can_be_read_is_no_set(tmp_path: Path) -> None:
    path = tmp_path / "thesis.txt"
    path.write_text("years\nof work\n")
    with pytest.raises(ParseError, match=r"nothing can be read of it; line 1"):
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


# ---------------------------------------------------------------------------------------- our own


@pytest.mark.parametrize(
    ("name", "least", "kinds"),
    [
        *(("textbook-integrals", 300, 12), ("textbook-odes", 150, 10), ("textbook-systems", 54, 2), ("traps", 100, 5)),
        ("hard-integrals", 90, 16),
    ],
)
def test_our_own_sets_are_large_readable_and_without_repetitions(name: str, least: int, kinds: int) -> None:
    found = list(read(name))
    assert is_named(name) and len(found) >= least and not any(problem.unreadable for problem in found)
    assert len({(problem.text, problem.bounds, problem.at) for problem in found}) == len(found)
    assert len({problem.kind for problem in found}) >= kinds
    assert checksum(name) != checksum("traps" if name != "traps" else "textbook-odes")


TRAPS = [
    p
    for name in ("traps", "hard-integrals")
    for p in read(name)
    if p.task == "definite" and any(t.value is not None for t in p.truths)
]
_SLOW_TO_CONVERGE = ("sin(a*x)/x",)  # Dirichlet's integral: π/2·sign a
_SWINGING = (  # about 0 far out: they converge by cancelling
    "cos(2*x)/(x^2+4)", "x*sin(3*x)/(x^2+2*x+5)", "sin(x)*cos(3*x)/x", "cos(x^2)", "sin(3*x)/sqrt(x)",
)  # fmt: skip
_FAR, _BEYOND = 30, 50


@pytest.mark.slow
@pytest.mark.parametrize("problem", TRAPS, ids=lambda problem: f"{problem.index}: {problem.text}")
def test_the_truths_of_traps_are_true(problem: Problem) -> None:
    """By mpmath's quadrature over many pieces, for every choice of parameters where the integral converges."""
    if problem.text in _SLOW_TO_CONVERGE:
        pytest.skip("quadrature does not reach it")
    assert problem.bounds is not None
    a, b = map(_end, problem.bounds)
    infinite = mpmath.isinf(a) or mpmath.isinf(b)
    inner = (-50, -5, -1, 0, 1, 5, 50) if infinite else [a + (b - a) * k / 24 for k in range(25)] + [0, 0.5, 1]
    pieces = sorted({mpmath.mpf(c) for c in (a, *inner, b) if a <= c <= b})
    f = Formulas(problem.integrand)
    for truth in problem.truths:
        if truth.value is None:
            continue
        point = {name: Formulas(tree).value({}) for name, tree in truth.at}

        def value(u: mpmath.mpf, point: dict[str, mpmath.mpf] = point) -> mpmath.mpf:
            try:
                return mpmath.re(f.value({**point, "x": u}))
            except NoValueError:  # at a place of measure zero
                return mpmath.mpf(0)

        wanted = Formulas(truth.value).value({})
        found = _faded(value, a, b) if problem.text in _SWINGING else mpmath.quad(value, pieces, maxdegree=5)
        assert abs(found - wanted) < 1e-3 * (1 + abs(wanted)), truth


def _faded(value: Callable[[mpmath.mpf], mpmath.mpf], a: mpmath.mpf, b: mpmath.mpf) -> mpmath.mpf:
    """The integral of f times a factor that falls from 1 to 0 far out, more slowly than f swings there."""
    low, high = max(a, -_BEYOND), min(b, _BEYOND)
    pieces = [low + (high - low) * k / 400 for k in range(401)]
    return mpmath.quad(
        lambda u: value(u) * mpmath.erfc((abs(u) - _FAR) / 5) / 2, pieces, method="gauss-legendre", maxdegree=4
    )


def _end(bound: Tree) -> mpmath.mpf:
    return {INFINITY: mpmath.inf, MINUS_INFINITY: -mpmath.inf}.get(bound) or Formulas(bound).value({})


def test_generated_problems_are_of_the_test_split_and_the_same_every_time() -> None:
    first, again = (list(generated.records("backward", "shallow", 4)) for _ in range(2))
    assert first == again and len({record.statement for record in first}) == 4
    assert all(split(record.statement) == "test" for record in first)


def test_every_task_has_three_depths_and_unknown_parts_are_refused() -> None:
    from ansatz.problems.registry import GENERATORS

    assert set(generated.SIZES) == set(GENERATORS)
    assert len(generated.parts()) == 3 * len(GENERATORS) and generated.parts("ode1/deep") == [("ode1", "deep")]
    with pytest.raises(ConfigError, match="by_parts"):
        next(read("generated-fast/by_part"))
    assert checksum("generated-fast/ode1") != checksum("generated-full/ode1") and "robustness" in names()


def test_templates_are_all_there_and_their_compositions_are_derivatives() -> None:
    found = list(read("robustness"))
    assert [sum(problem.kind == kind for problem in found) for kind in TEMPLATES] == [EACH] * len(TEMPLATES)
    assert list(read("robustness")) == found and len(BASE) > 10
    rng = random.Random(1)
    for inner, slope in zip(INNER, SLOPES, strict=True):
        x = mpmath.mpf(rng.uniform(0.5, 2))
        rate = mpmath.diff(lambda u, inner=inner: Formulas(inner).value({"x": u}), x)
        assert abs(rate - Formulas(slope).value({"x": x})) < 1e-9

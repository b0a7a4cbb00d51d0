"""Path inversion: each inverse undoes its operation, and a chosen branch says where it is the right one."""

import random

import pytest
import symengine as se
from flint import acb
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from ansatz.algebra.balls import Program
from ansatz.expr.canonical import symbol
from ansatz.expr.operators import OPERATORS
from ansatz.problems.ode.inversion import absorb, exponential, invert, logarithm

X, Y, C, D = (symbol(name) for name in ("x", "Y", "c1", "c2"))

BITS = 3_000
INVERTED = ["inv", "sqrt", "pow2", "pow3", "pow4", "pow5", "exp", "ln", "sin", "cos", "tan", "cot", "sec", "csc"]
INVERTED += ["asin", "acos", "atan", "acot", "asec", "acsc", "sinh", "cosh", "tanh", "coth", "sech", "csch"]
INVERTED += ["asinh", "acosh", "atanh", "acoth", "asech", "acsch"]


def recovered(y, rng, draws=200):
    """{on its branches: [draws where the inversion gave c1 back, where not]}, by balls at real points of y."""
    inversion = invert(y, Y, C)
    assert inversion is not None
    program, inverse = Program(), Program()
    slot, conditions = program.add(y), [program.add(branch.strictest) for branch in inversion.branches]
    back = inverse.add(inversion.value)
    found = {True: [0, 0], False: [0, 0]}
    for _ in range(draws):
        point = {s: acb(rng.uniform(-4, 4)) for s in (X, C, D)}
        values = program.run(point, BITS)
        if not (values[slot].is_finite() and program.kernels_are_real(values)):
            continue
        difference = inverse.run(point | {Y: values[slot]}, BITS)[back] - point[C]
        if not difference.is_finite() or difference.abs_upper() - difference.abs_lower() > 1e-20:
            continue  # precision was lost, as for tanh(10^5)
        right = difference.abs_upper() < 1e-20
        found[all(values[c].real > 0 for c in conditions)][0 if right else 1] += 1
    return found


@pytest.mark.parametrize("name", INVERTED)
def test_every_operator_is_inverted_on_its_branch_and_only_there(name):
    found = recovered(OPERATORS[name].symengine(C + X), random.Random(1))
    right, wrong = found[True]
    assert right >= 20
    assert wrong == 0
    assert found[False][0] == 0  # off the branch the inverse is another


@pytest.mark.parametrize(
    "y",
    [
        C * X + se.atan(X),
        se.log(C * X + se.atan(X)) / X,
        X / (1 + X**2 / (2 - C)),
        se.exp(se.exp(C / X) - X),
        2 ** (C * X),
        (X**2 + 1) ** C,
        se.sqrt(C + X * se.tan(X)) - X,
        (1 + se.exp(C)) ** se.Rational(5, 3),
        se.sin(se.cosh(C + X) / 3) * X,
        se.sqrt(2 + se.cos(C) * X),
    ],
    ids=str,
)
def test_paths_are_inverted(y):
    right, wrong = recovered(y, random.Random(2))[True]
    assert right >= 20
    assert wrong == 0


@pytest.mark.parametrize("y", [C + se.sin(C), C**C, abs(C), se.erf(C), X, X + se.sign(C)], ids=str)
def test_what_has_no_path_is_not_inverted(y):
    assert invert(y, Y, C) is None


def test_one_to_one_paths_choose_no_branch():
    for y in (se.log(se.atan(C / X) + X), se.exp(C) / X):
        inversion = invert(y, Y, C)
        assert inversion is not None and inversion.branches == ()


def test_exponentials_and_logarithms_undo_each_other():
    assert exponential(2 * se.log(X) + Y) == X**2 * se.exp(Y)
    assert exponential(-se.log(X)) == 1 / X
    assert logarithm(se.exp(X + Y)) == X + Y


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (3 * se.log(C + 2) + X + 5 * X, C + 6 * X),
        (C * X + 3 * X + se.sin(X), C * X + se.sin(X)),
        (se.exp(2 * C + X + 1), se.exp(C + X)),
        (7 * C * X * se.tan(2), C * X),
        (X + (C + 3) ** 5, X + C),
        (C * D + X, C * D + X),
        (se.Integer(5) + X * D, se.Integer(5) + X * D),
        (se.sin(X * (C + 2)), se.sin(X * C)),
    ],
    ids=str,
)
def test_constants_are_absorbed(given, wanted):
    assert absorb(given, C, X, frozenset({D})) == wanted


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(path=st.lists(st.sampled_from([*INVERTED, "+x", "*x", "+2"]), min_size=1, max_size=4))
def test_random_paths_are_inverted_on_their_branch(path):
    y: se.Expr = C
    try:
        for step in path:
            y = {"+x": y + X, "*x": y * X, "+2": y + 2}[step] if step[0] in "+*" else OPERATORS[step].symengine(y)
        inversion = invert(y, Y, C)
    except RuntimeError:
        reject()
    assume(inversion is not None)  # SymEngine may open a product or join powers
    right, wrong = recovered(y, random.Random(3), 60)[True]
    assume(right + wrong > 0)
    assert wrong == 0, (y, inversion)

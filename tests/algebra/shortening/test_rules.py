"""Every rule does what its formula says, and both sides are equal where it says that they are."""

import random

import pytest
import symengine as se
from flint import acb

from ansatz.algebra.balls import Program
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.algebra.shortening import RULES, Holds
from ansatz.algebra.shortening.constants import NUMBER_RULES
from ansatz.algebra.shortening.powers import PRIMITIVE
from ansatz.expr import parse
from ansatz.expr.canonical import symbol, to_symengine

U, V = symbol("u"), symbol("v")
EQUATIONS = [
    (rule, to_symengine(parse(left)), to_symengine(parse(right)))
    for rule in (*RULES, *PRIMITIVE, *NUMBER_RULES)
    for left, right in (equation.split(" = ") for equation in rule.formula.split(", "))
]
NAMES = [str(left) for _, left, _ in EQUATIONS]


def agreement(left, right, is_real, seed=0):
    """(points at which the two are equal, points at which they differ)."""
    program, rng = Program(), random.Random(seed)
    a, b = program.add(left), program.add(right)
    found = [0, 0]
    for _ in range(40):
        place = {s: acb(rng.uniform(-4, 4), 0 if is_real else rng.uniform(-3, 3)) for s in (U, V)}
        values = program.run(place, 128)
        if not (values[a].is_finite() and values[b].is_finite()) or (is_real and not program.kernels_are_real(values)):
            continue
        found[not (values[a] - values[b]).contains(0)] += 1
    return found


@pytest.mark.parametrize(("rule", "left", "right"), EQUATIONS, ids=NAMES)
def test_a_rule_does_what_its_formula_says(rule, left, right):
    assert left.__class__ in rule.heads
    assert se.expand(rule.apply(left) - right) == 0


@pytest.mark.parametrize(("rule", "left", "right"), EQUATIONS, ids=NAMES)
def test_a_rule_holds_where_it_says(rule, left, right):
    is_real = Holds.ALWAYS not in rule.holds
    if rule.holds is Holds.UP_TO_CONSTANT:
        left, right, is_real = principal_derivative(left, U), principal_derivative(right, U), False
    equal, different = agreement(left, right, is_real)
    assert equal >= 8 and different == 0


@pytest.mark.parametrize(
    ("rule", "left", "right"), [e for e in EQUATIONS if Holds.ALWAYS not in e[0].holds], ids=lambda e: str(e)[:40]
)
def test_a_rule_that_is_marked_is_no_identity(rule, left, right):
    assert agreement(left, right, False)[1] or Holds.REAL in rule.holds
    if Holds.REAL not in rule.holds:
        assert agreement(left, right, True)[1]

"""Solving for one symbol: what is put in gives zero, on the branch that is named."""

import pytest
import symengine as se

from ansatz.solve.ode.claim import Equation
from ansatz.solve.ode.linear_fit import coefficients, relations
from ansatz.solve.ode.methods.answers import absorbed, explicit, named
from ansatz.solve.ode.methods.roots import exponential_of, roots
from ansatz.solve.ode.numeric import vanishes

x, y, a = se.symbols("x Y a")
C = se.Symbol("c1")
HALF = se.Rational(1, 2)


@pytest.mark.parametrize(
    "e, count",
    [
        (y**2 - x, 2),
        (y**2 + x * y - 1, 2),
        (se.exp(2 * y) + se.exp(y) - x, 2),
        (se.log(y) + se.log(y + 1) - x, 2),
        (a * se.log(y) - x, 1),
        (3 * se.log(y - 1) - 2 * se.log(y) + 2 * se.log(y) - x, 1),
        ((y - x) * (y - 1), 2),
        (se.tan(y) * x - 1, 1),
        (y + se.sqrt(y**2 + 1) - x, 1),
        (se.sin(y) - x * se.cos(y), 1),
        (y**a - x, 1),
    ],
)
def test_roots_are_roots(e, count):
    found = [root.value for root in roots(e, y)]
    assert sum(vanishes(se.expand(e.subs({y: value}))) for value in found) >= min(count, 1)
    assert len(found) >= count


def test_a_square_has_a_branch():
    [root] = roots(se.expand(se.sqrt(y) + 2 * y - 2 * y - x), y)
    assert se.expand(root.value - x**2) == 0


def test_what_cannot_be_solved_gives_nothing():
    assert not list(roots(y + se.log(y) + se.sin(y) - x, y))


def test_powers_leave_exponentials():
    assert exponential_of(a * se.log(x) + 2) == x**a * se.exp(2)


def test_constants_are_renamed_and_unknowns_kept():
    assert absorbed(3 * se.exp(C) * x, x) == C * x
    assert y in absorbed(se.exp(C) * (3 + y**2) * x, x).free_symbols


def test_linear_relations_between_functions():
    assert coefficients([x, se.sin(x) ** 2, y], 2 * x - y + se.cos(x) ** 2 - 1) == [2, -1, -1]
    assert coefficients([x, y], x * y) is None
    [relation] = relations([se.sin(x) ** 2, y, se.cos(x) ** 2, se.Integer(1) * x / x])
    assert relation[1] == 0 and relation[0] == relation[2] == -relation[3]
    assert relations([x, y, x * y]) == []


def test_a_root_of_the_constant_alone_becomes_the_constant():
    equation = Equation(se.Symbol("Y'") - 2 * x * se.sqrt(y), x, order=1)
    claims = list(named((C * x**2 - se.sqrt(-C)) ** 2 / C**2, equation, "a method"))
    assert not any(
        power.args[0].free_symbols == {C} and power.args[1] == HALF
        for claim in claims
        for power in claim.solution.atoms(se.Pow)
    )


def test_a_claim_on_a_branch_keeps_one_constant_throughout():
    equation = Equation(se.Symbol("Y'") - 2 * x * se.sqrt(y), x, order=1)
    claims = list(explicit(2 * se.sqrt(y) - x**2 - 3 * se.exp(C), equation, "a method"))
    on_branches = [claim for claim in claims if claim.branch]
    assert on_branches
    for claim in on_branches:
        root = claim.branch[0]
        assert vanishes(se.expand(claim.solution - root**2)) and root.diff(C) != 0

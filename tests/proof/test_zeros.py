"""Zeros of functions, exactly: complete, in closed form where there is one, and honest where they are not known."""

import itertools
import math
import random

import pytest
import symengine as se
from flint import acb, arb, ctx, fmpq_poly

from ansatz.algebra.balls import evaluate
from ansatz.errors import UndecidedError
from ansatz.expr.canonical import canonical, symbol, to_symengine
from ansatz.expr.parse import as_tree
from ansatz.proof.real_line.norms import norm_of
from ansatz.proof.real_line.places import Family, Place, roots
from ansatz.proof.real_line.zeros import zeros

x = symbol("x")


def read(text: str) -> se.Expr:
    return to_symengine(canonical(as_tree(text)))


def members(g: se.Expr, low: float, high: float) -> list[float]:
    return sorted({round(float(place), 9) for family in zeros(g, x) for place in family.members(arb(low), arb(high))})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x^2 - 2", [-math.sqrt(2), math.sqrt(2)]),
        ("x^5 - x - 1", [1.1673039782614187]),
        ("sin(x) - 1/2", [-11 * math.pi / 6, -7 * math.pi / 6, math.pi / 6, 5 * math.pi / 6]),
        ("1 + cos(x)", [-math.pi, math.pi]),
        ("2 + cos(x)", []),
        ("sin(x) + cos(2*x)", [k * math.pi / 6 for k in (-9, -5, -1, 3, 7, 11)]),
        ("exp(2*x) - 3", [math.log(3) / 2]),
        ("exp(x) + exp(-x) - 3", [math.log((3 - math.sqrt(5)) / 2), math.log((3 + math.sqrt(5)) / 2)]),
        ("ln(x) - 1", [math.e]),
        ("sqrt(x + 1) - 2", [3.0]),
        ("sqrt(x + 1) + 2", []),
        ("x + sqrt(x) - 2", [1.0]),
        ("x^(1/3) + 1", []),
        ("cosh(x) - 2", [-math.acosh(2), math.acosh(2)]),
        ("tanh(x) - 1", []),
        ("coth(x) + 1", []),
        ("atan(x) - 2", []),
        ("asin(x) - pi/2", [1.0]),
        ("|x| - 3", [-3.0, 3.0]),
        ("sqrt(x^2 + 4*x + 4)", [-2.0]),
        ("sqrt(2)*x - pi", [math.pi / math.sqrt(2)]),
        ("acot(x) - 1", [1 / math.tan(1)]),
        ("acot(x) - 2", []),
        ("asec(x) - 2", [1 / math.cos(2)]),
        ("asec(x) - pi/2", []),
        ("acsc(x) + 1", [-1 / math.sin(1)]),
        ("acoth(x) - 1/2", [1 / math.tanh(0.5)]),
        ("asech(x) - 1/2", [1 / math.cosh(0.5)]),
        ("asech(x) + 1/2", []),
        ("acsch(x) - 1/3", [1 / math.sinh(1 / 3)]),
        ("x*sin(3*x + 1)*exp(x)", None),
    ],
)
def test_zeros_between_minus_six_and_six(text: str, expected: list[float] | None) -> None:
    found = members(read(text), -6, 6)
    if expected is None:
        expected = sorted([0.0, *((n * math.pi - 1) / 3 for n in range(-10, 10) if abs((n * math.pi - 1) / 3) < 6)])
    assert found == pytest.approx([place for place in expected if abs(place) < 6], abs=1e-8)


@pytest.mark.slow
def test_no_change_of_sign_is_missed() -> None:
    """Random functions whose zeros are claimed to be known: between two neighbours the sign does not change."""
    rng = random.Random(5)
    kernels = ["x", "exp(x)", "sin(x)", "cos(2*x)", "sqrt(x^2 + 1)", "tan(x/3)", "tanh(x)", "atan(x)", "exp(-x/2)"]
    known = 0
    for _ in range(300):
        kernel = read(rng.choice(kernels))
        g = sum((rng.randint(-4, 4) * kernel**k for k in range(4)), se.Integer(0))
        if x not in g.free_symbols:
            continue
        try:
            cuts = [-5.0, *members(g, -5, 5), 5.0]
        except UndecidedError:
            continue
        known += 1
        for left, right in itertools.pairwise(cuts):
            inside = [left + (right - left) * k / 40 for k in range(1, 40)]
            values = [evaluate(g, {x: acb(place)}, 64).real for place in inside]
            # tan has poles, where the sign changes too
            if not g.atoms(se.tan) and right - left > 1e-6:
                assert len({value > 0 for value in values}) == 1, (str(g), left, right)
    assert known > 200


@pytest.mark.parametrize(
    "text", ["x + cos(x)", "x + |x|", "cos(x^2)", "a*x + 1", "sin(x)*0 + x - x", "erf(x) - 1/2", "li(x)", "Ei(x)"]
)
def test_what_is_not_known_is_not_said(text: str) -> None:
    with pytest.raises(UndecidedError):
        zeros(read(text), x)


def test_the_norm_vanishes_where_the_function_does() -> None:
    norm = norm_of(read("x - sqrt(x^2 + 1) + 2"))
    assert norm is not None and members(norm, -9, 9) == [-0.75]
    assert norm_of(read("x + 1")) is None


def test_roots_of_any_degree_are_told_apart() -> None:
    polynomial = (x**3 - x - 1) * (x**3 - x - se.Rational(100001, 100000))
    from ansatz.algebra.ratios import ratio_of

    ratio = ratio_of(se.expand(polynomial), x)
    assert ratio is not None
    left, right = sorted(roots(ratio.num), key=float)
    assert left.is_before(right) and not right.is_before(left)
    same = Place.named(se.sqrt(2))
    with pytest.raises(UndecidedError):
        same.is_before(Place(same.enclose, "another key"))


def test_families_contain_each_other() -> None:
    odd = Family(Place.named(se.pi / 2), se.pi)
    assert odd.contains(Family(Place.named(-se.pi / 2), 2 * se.pi))
    assert not odd.contains(Family(Place.named(se.Integer(0)), se.pi))
    assert not odd.contains(Family(Place.named(se.pi / 2), se.pi / 2))


def test_numbers_that_are_hard_to_factor_are_not_factored() -> None:
    """A discriminant of 400 digits is left below the root."""
    below, above = zeros(x**2 - x - (10**201 + 1) ** 2 - 12, x)
    assert {float(below.first) > 0, float(above.first) > 0} == {True, False}


def test_roots_that_floats_do_not_tell_apart_keep_their_order() -> None:
    """Mignotte's polynomial x^5 - 2(ax - 1)^2: two roots 10^-31 apart, each the same at every precision."""
    near = [place for place in roots(fmpq_poly([-2, 4 * 10**9, -2 * 10**18, 0, 0, 1])) if float(place) < 1]
    assert len(near) == 2
    for one, other in (near, near[::-1]):
        assert one.enclose(256).overlaps(one.enclose(2048)) and not one.enclose(256).overlaps(other.enclose(2048))


@pytest.mark.parametrize("start", [10**9, 10**16 + 1, 10**17, -(10**18), 10**25, 10**40])
def test_no_member_of_a_family_is_missed_far_out(start: int) -> None:
    family = Family(Place.named(se.Rational(1, 3)), se.pi)
    with ctx.workprec(400):
        found = list(family.members(arb(start), arb(start) + 20))
        assert [p.is_before(q) for p, q in itertools.pairwise(found)] == [True] * (len(found) - 1) and len(found) in (
            6,
            7,
        )
        balls = [place.enclose(400) for place in found]
        assert all(arb(start) < ball < arb(start) + 20 for ball in balls)
        assert not balls[0] - arb.pi() > start and not balls[-1] + arb.pi() < arb(start) + 20
        around = [place.enclose(400) for place in family.around(Place.named(se.Integer(start)))]
        assert around[0] < start < around[-1] and around[-1] - around[0] < 3 * arb.pi()

"""Residuals at points: what balls of rising precision say, and what is remembered of them."""

import math

import pytest
import symengine as se
from flint import acb, arb, fmpq

from ansatz.algebra.balls import Program
from ansatz.proof.examination import Examination, Words
from ansatz.proof.residual import PRECISIONS, Comparison, Residual
from ansatz.proof.sampling import Point
from ansatz.proof.scope import ScopeKind
from ansatz.proof.verdict import Verdict

x = se.Symbol("x")
ALWAYS = math.inf


def point(value):
    return Point(fmpq(value), fmpq(0), {x: acb(arb(fmpq(value)))})


def residual(*terms, less=se.Integer(0), **options):
    base = Program()
    return Residual(base, terms, less=[base.add(less)], **options)


@pytest.mark.parametrize(
    ("terms", "less", "outcome"),
    [
        ((se.sin(x) ** 2, se.cos(x) ** 2), se.Integer(1), Comparison.EQUAL),
        ((se.sin(x) ** 2, se.cos(x) ** 2), 1 + se.Rational(1, 10**60), Comparison.DIFFERENT),
        ((x, -x), se.Integer(0), Comparison.EQUAL),
        ((1 / (x - 3),), 1 / (x - 3), Comparison.NO_VALUE),
        ((se.exp(se.exp(x**2)) - se.exp(se.exp(x**2) * se.cos(0 * x)),), se.Integer(0), Comparison.EQUAL),
        ((se.log(1 + se.exp(-(10**4) * x)),), se.Integer(0), Comparison.TOO_COARSE),
    ],
    ids=str,
)
def test_comparisons(terms, less, outcome):
    assert residual(*terms, less=less).compare(point(3), ALWAYS) is outcome


def test_what_must_be_defined_and_what_must_be_confirmed():
    at = point(3)
    assert residual(x, less=x, defined=[se.log(x - 3)]).compare(at, ALWAYS) is Comparison.NO_VALUE
    seen = []
    denied = residual(x, less=x, confirm=lambda place, values: seen.append((place, values.bits)))
    assert denied.compare(at, ALWAYS) is Comparison.NO_VALUE and seen == [(at, PRECISIONS[0])]


def test_the_bits_that_were_needed_are_remembered():
    """1/ln(1 + e^-x) has no value at x = 300 before ln(1 + e^-x), about 2^-433, is known not to be zero."""
    tiny = se.log(1 + se.exp(-x))
    compared, far, near = residual(x / tiny, less=x / tiny), point(300), point(2)
    for at in (near, far):
        assert compared.values(at, PRECISIONS[0]).bits == PRECISIONS[0]
        assert compared.compare(at, ALWAYS) is Comparison.EQUAL
    assert compared.values(near, PRECISIONS[0]).bits == PRECISIONS[0] < compared.values(far, PRECISIONS[0]).bits
    assert compared.values(near, 1000).bits == 1000
    slot = compared.program.add(se.cos(x))  # added after the comparison
    assert abs(float(compared.values(far, PRECISIONS[0])[slot].real) - math.cos(300)) < 1e-12


def test_a_deadline_that_has_passed_leaves_one_precision():
    tiny = se.log(1 + se.exp(-x))
    assert residual(x / tiny, less=x / tiny).compare(point(300), 0.0) is Comparison.NO_VALUE


@pytest.mark.parametrize(
    ("term", "less", "outcome"),
    [
        (se.sin(x) ** 2 + se.cos(x) ** 2, se.Integer(1), Comparison.EQUAL),
        (se.sin(x) ** 2 + se.cos(x) ** 2, 1 + se.Integer(10) ** -200, Comparison.DIFFERENT),
        (se.exp(-x * 200), se.cosh(200 * x) - se.sinh(200 * x), Comparison.EQUAL),
        (se.exp(-x * 200), (1 + se.Integer(10) ** -180) * (se.cosh(200 * x) - se.sinh(200 * x)), Comparison.DIFFERENT),
        (10**100 * x * (se.sqrt(3 + 2 * se.sqrt(2)) - 1 - se.sqrt(2)) + 5, se.Integer(1), Comparison.DIFFERENT),
        (10**100 * x * (se.sqrt(3 + 2 * se.sqrt(2)) - 1 - se.sqrt(2)) + 1, se.Integer(1), Comparison.EQUAL),
        (se.log(1 + se.exp(-(10**6) * x)), se.Integer(0), Comparison.EQUAL),  # to zero, the distance is absolute
        (1 / (x - 3), se.Integer(0), Comparison.NO_VALUE),
        (1 / se.log(1 + se.exp(-(10**6) * x)), se.Integer(0), Comparison.TOO_COARSE),
    ],
    ids=str,
)
def test_what_is_checked_is_close_absolutely_and_relatively(term, less, outcome):
    assert residual(term, less=less).settle(point(3), term - less, 700, ALWAYS) is outcome


def examined(*terms, points):
    return Examination(residual(*terms), list(terms), x, Words("R", "R differs", "R is silent"), ALWAYS, points)


def test_an_examination_says_where_it_failed_and_where_it_held():
    absolute = examined(x, -abs(x), points=[point(2), point(-3)])
    found = absolute.refutation(absolute.differ)
    assert found.verdict is Verdict.REFUTED and found.point == {"x": -3.0}
    assert found.scope.kind is ScopeKind.PART and found.scope.holds_at == (2.0,)
    assert found.reason == "R differs at x = -3"
    assert absolute.undecided([]).reason == "R is silent at enough points"


def test_intervals_between_are_looked_into_once_each():
    visits, intervals = [], [(fmpq(0), fmpq(2)), (fmpq(-3), fmpq(-1))]

    def middles(new):
        visits.extend(new)
        return [point((low + high) / 2) for low, high in new]

    whole = examined(x / (x + 1), -x / (x + 1), points=[point(3)])
    assert whole.look_between(whole.prove([point(3)]), lambda proof: intervals, middles)
    assert visits == intervals
    silent = examined(x / (x - 1), -x / (x - 1), points=[point(3)])
    assert silent.look_between(None, lambda proof: intervals, middles).verdict is Verdict.UNKNOWN
    half = examined(x, -abs(x), points=[point(3)])
    assert half.look_between(None, lambda proof: intervals, middles).point == {"x": -2.0}

"""Terms of hypotheses, and their neighbours."""

import symengine as se

from ansatz.fit.linear.basis import MAX_EXPANDED_TERMS, terms_of
from ansatz.fit.linear.undetermined_coefficients import fit_linear

x, a = se.symbols("x a")
sin, cos, exp, log = se.sin, se.cos, se.exp, se.log


def test_coefficients_and_constants_are_stripped() -> None:
    terms = terms_of([3 * x * cos(x) / 2 - se.pi * a * exp(x) + 7], x, 2)
    assert set(terms) == {x * cos(x), exp(x)}


def test_products_over_sums_are_opened() -> None:
    terms = terms_of([exp(x) * (x + 1) / (x**2 + 1)], x, 10)
    assert {exp(x) / (x**2 + 1), x * exp(x) / (x**2 + 1), exp(x) * (x + 1) / (x**2 + 1)} <= set(terms)


def test_a_negated_sum_is_opened() -> None:
    assert {x, sin(x)} <= set(terms_of([-(x + sin(x))], x, 10))


def test_the_hypotheses_come_before_their_neighbours() -> None:
    hypotheses = [x**5 * exp(x), sin(x) ** 3]
    assert set(terms_of(hypotheses, x, 50)[:2]) == set(hypotheses)


def test_bounded_and_ordered() -> None:
    hypotheses = [exp(k * x) * sin(k * x) * log(x + k) for k in range(1, 20)]
    for limit in (5, 19, 60):
        terms = terms_of(hypotheses, x, limit)
        assert len(terms) == len(set(terms)) == limit
        own = [len(str(t)) for t in terms[:19]]
        assert own == sorted(own)
        assert all(x in t.free_symbols for t in terms)


def test_huge_expansions_are_avoided() -> None:
    terms = terms_of([(1 + x + sin(x) + exp(x)) ** 40], x, 100)
    assert len(terms) <= 100 < MAX_EXPANDED_TERMS


def test_typical_errors_of_a_beam_are_repaired() -> None:
    """A factor x too few, sine for cosine, a missing kernel: the neighbours hold what is missing."""
    for hypothesis, f in (
        (cos(x), x * sin(x)),
        (x * sin(x) + 1, x * sin(x)),
        (x * log(3 * x), log(x)),
        (log(x * (x + 1)), 1 / (x + 1)),
        (exp(x) * sin(x), exp(x) * cos(x)),
    ):
        terms = terms_of([hypothesis], x, 40)
        assert fit_linear(terms, f, x) is not None, hypothesis

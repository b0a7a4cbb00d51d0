"""The fit finds exact coefficients, and only where they exist."""

import time

import pytest
import symengine as se
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from ansatz.evaluate.second_opinion.integral import opinion
from ansatz.expr.canonical import derivative, from_symengine
from ansatz.fit.linear.undetermined_coefficients import FitProblem, fit_linear

x, a, b, c = se.symbols("x a b c")
E, pi, sqrt = se.E, se.pi, se.sqrt
sin, cos, tan, exp, log, atan = se.sin, se.cos, se.tan, se.exp, se.log, se.atan
THIRD = se.Rational(1, 3)


def value(e: se.Expr, at: dict) -> complex:
    return complex(e.subs(at).n(60, real=False))


def is_antiderivative(F: se.Expr | None, f: se.Expr) -> bool:
    """By mpmath's numerical derivatives, wherever f is real."""
    assert F is not None
    return opinion(from_symengine(F), from_symengine(f)).agrees


TEXTBOOK = {
    "by parts": ([sin(x), x * cos(x)], x * sin(x), sin(x) - x * cos(x)),
    "arcsine": ([x * se.asin(x), sqrt(1 - x**2)], se.asin(x), x * se.asin(x) + sqrt(1 - x**2)),
    "arccosine": ([x * se.acos(x), sqrt(1 - x**2)], se.acos(x), x * se.acos(x) - sqrt(1 - x**2)),
    "logarithm of a multiple": ([x * log(x), x], log(x), x * log(x) - x),
    "cube of tangent": ([tan(x) ** 2, log(cos(x))], tan(x) ** 3, tan(x) ** 2 / 2 + log(cos(x))),
    "cosecant": ([log(tan(x / 2))], 1 / sin(x), log(tan(x / 2))),
    "hyperbolic": ([se.tanh(x), x], se.tanh(x) ** 2, x - se.tanh(x)),
    "hyperbolic against exp": ([exp(2 * x), x], exp(x) * se.cosh(x), exp(2 * x) / 4 + x / 2),
    "sine of an arctangent": ([sqrt(1 + x**2)], sin(atan(x)), sqrt(1 + x**2)),
    "exponential of an area sine": ([x**2, x * sqrt(1 + x**2), se.asinh(x)], exp(se.asinh(x)), None),
    "surds that do not occur": (
        [se.asin(sqrt(22) * sqrt(3 + 5 * x) / 11)],
        1 / (sqrt(1 - 2 * x) * sqrt(3 + 5 * x)),
        sqrt(10) / 5 * se.asin(sqrt(22) * sqrt(3 + 5 * x) / 11),
    ),
    "a large factor beside a surd": (
        [log(sqrt(5 * x) - 1), log(sqrt(5 * x) + 1), sqrt(x)],
        1387 / (sqrt(x) * (5 * x - 1)) + 1 / sqrt(x),
        None,
    ),
    "fourth root": (
        [atan(sqrt(2) * x + 1), atan(sqrt(2) * x - 1), log((x**2 + sqrt(2) * x + 1) / (x**2 - sqrt(2) * x + 1))],
        1 / (1 + x**4),
        None,
    ),
    "golden ratio": ([log(x - (1 + sqrt(5)) / 2), log(x - (1 - sqrt(5)) / 2)], x / (x**2 - x - 1), None),
    "half angle": ([tan(x / 2)], 1 / (1 + cos(x)), tan(x / 2)),
    "tenths": ([exp(x / 10), x * exp(x / 10)], x * exp(x / 10), 10 * x * exp(x / 10) - 100 * exp(x / 10)),
    "multiple angles": ([sin(2 * x), x], sin(x) ** 2, x / 2 - sin(2 * x) / 4),
    "root of a quadratic": (
        [se.asinh(x), x * sqrt(1 + x**2)],
        sqrt(1 + x**2),
        se.asinh(x) / 2 + x * sqrt(1 + x**2) / 2,
    ),
    "nested root": (
        [sqrt(1 + sqrt(x)), sqrt(x) * sqrt(1 + sqrt(x))],
        1 / sqrt(1 + sqrt(x)),
        se.Rational(4, 3) * sqrt(x) * sqrt(1 + sqrt(x)) - se.Rational(8, 3) * sqrt(1 + sqrt(x)),
    ),
    "product of roots": ([se.asin(x)], 1 / (sqrt(1 - x) * sqrt(1 + x)), se.asin(x)),
    "cube root": ([x * x**THIRD], x**THIRD, se.Rational(3, 4) * x * x**THIRD),
    "sixth root": ([x ** se.Rational(7, 6)], sqrt(x) * x ** (-THIRD), se.Rational(6, 7) * x ** se.Rational(7, 6)),
    "absolute value": ([x * abs(x), x**2], abs(x), x * abs(x) / 2),
    "sign": ([abs(x - 1)], se.sign(x - 1), abs(x - 1)),
    "logarithm of an absolute value": ([log(abs(x - 3))], 1 / (x - 3), log(abs(x - 3))),
    "power of a number": ([se.Integer(2) ** x], se.Integer(4) ** (x / 2) * log(2), se.Integer(2) ** x),
    "tower": ([x**x], x**x * (1 + log(x)), x**x),
    "large numbers": (
        [x**2],
        se.Rational(10**30 + 57, 10**20 + 39) * x,
        se.Rational(10**30 + 57, 2 * (10**20 + 39)) * x**2,
    ),
    "exponential integral": ([se.Function("Ei")(x), log(x)], exp(x) / x, se.Function("Ei")(x)),
    "sine integral": ([x * se.Function("Si")(x), cos(x)], se.Function("Si")(x), x * se.Function("Si")(x) + cos(x)),
    "logarithmic integral": ([se.Function("li")(x)], 1 / log(x), se.Function("li")(x)),
    "dilogarithm": ([se.Function("dilog")(x)], log(1 - x) / x, -se.Function("dilog")(x)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTBOOK)
def test_textbook_integrals(name: str) -> None:
    terms, f, answer = TEXTBOOK[name]
    found = fit_linear(terms, f, x)
    assert is_antiderivative(found, f)
    if answer is not None:
        assert se.expand(found - answer) == 0


CONSTANTS = {
    "pi": ([x**2], pi * x, pi * x**2 / 2),
    "pi over two": ([x**2], pi * x / 2, pi * x**2 / 4),
    "e": ([x**2], exp(2) * x / (1 + E), exp(2) * x**2 / (2 + 2 * E)),
    "power of e": ([x**2, sqrt(x)], exp(36) * x, exp(36) * x**2 / 2),
    "sine of four": ([sin(3 * x)], sin(4) * cos(3 * x), sin(4) * sin(3 * x) / 3),
    "sine and cosine of four": ([x], sin(4) / cos(4), x * tan(4)),
    "logarithm": ([se.Integer(3) ** x], se.Integer(3) ** x, se.Integer(3) ** x / log(3)),
    "root": ([x**2], sqrt(2) * x / 2, sqrt(2) * x**2 / 4),
    "sum with root": ([x**2], (1 + sqrt(3)) * x, (1 + sqrt(3)) * x**2 / 2),
    "denominator with root": ([x], 1 / (1 + sqrt(3)), x / (1 + sqrt(3))),
    "two roots": ([x, x**2], sqrt(2) + sqrt(3) * x + sqrt(6), (sqrt(2) + sqrt(6)) * x + sqrt(3) * x**2 / 2),
    "root that some primes lack": ([x], sqrt(17) + sqrt(19), (sqrt(17) + sqrt(19)) * x),
    "cube root of two": ([x**2], se.Integer(2) ** THIRD * x, se.Integer(2) ** THIRD * x**2 / 2),
    "nested": ([x], sqrt(2 + sqrt(3)), sqrt(2 + sqrt(3)) * x),
    "angle": ([sin(x), cos(x)], cos(x + pi / 4), sqrt(2) * (sin(x) + cos(x)) / 2),
    "parameter": ([cos(a * x)], sin(a * x), -cos(a * x) / a),
    "exponent": ([x * x**a], x**a, x * x**a / (1 + a)),
    "scale": ([atan(x / a)], 1 / (x**2 + a**2), atan(x / a) / a),
    "two parameters": (
        [exp(a * x) * sin(b * x), exp(a * x) * cos(b * x)],
        exp(a * x) * sin(b * x),
        exp(a * x) * (a * sin(b * x) - b * cos(b * x)) / (a**2 + b**2),
    ),
    "three parameters": ([x], (a + b) / (1 + b * c**2), x * (a + b) / (1 + b * c**2)),
    "root of a parameter": ([atan(x / sqrt(a))], 1 / (a + x**2), atan(x / sqrt(a)) / sqrt(a)),
    "root of a sum": ([atan(x / sqrt(1 + a**2))], 1 / (1 + a**2 + x**2), atan(x / sqrt(1 + a**2)) / sqrt(1 + a**2)),
    "positive parameter": (
        [se.asin(x / a), x * sqrt(a**2 - x**2)],
        sqrt(a**2 - x**2),
        a**2 * se.asin(x / a) / 2 + x * sqrt(a**2 - x**2) / 2,
    ),
    "error function": ([se.erf(x)], exp(-(x**2)), sqrt(pi) * se.erf(x) / 2),
    "opaque": ([x**2], x * atan(3) / (1 + se.acosh(2)), x**2 * atan(3) / (2 + 2 * se.acosh(2))),
    "nested constants": ([x], cos(tan(a)) + 1, x * (cos(tan(a)) + 1)),
    "four independent constants": (
        [x, x**2, x**3, x * exp(x), exp(x)],
        pi * 3 * x**2 + (x + 1) * exp(x) / (a + b) + sin(4) * exp(x),
        pi * x**3 + x * exp(x) / (a + b) + sin(4) * exp(x),
    ),
    "mixed": ([x], log(a) + sqrt(2) * sin(b) ** 2 / (1 + a * b), x * (log(a) + sqrt(2) * sin(b) ** 2 / (1 + a * b))),
}


@pytest.mark.parametrize("name", CONSTANTS)
def test_constants_and_parameters_in_coefficients(name: str) -> None:
    terms, f, answer = CONSTANTS[name]
    found = fit_linear(terms, f, x)
    at = {x: 0.375, a: 1.75, b: 1.25, c: 0.6}
    assert abs(value(found - answer, at)) < 1e-12


def test_root_of_two_parameters() -> None:
    """∫ dx/(a + b cos x), the roots over the parameters entering the coefficient."""
    f = 1 / (a + b * cos(x))
    terms = [x, atan(sqrt(a - b) * tan(x / 2) / sqrt(a + b)), log(a + b * cos(x))]
    assert is_antiderivative(fit_linear(terms, f, x), f)


def test_contradictory_parameters() -> None:
    """Of sqrt(a - b) and sqrt(b - a) one is not real; the fit looks for parameters where the useful one is."""
    f = 1 / (x**2 + a - b)
    real = atan(x / sqrt(a - b))
    other = log((x - sqrt(b - a)) / (x + sqrt(b - a)))
    assert fit_linear([real, other], f, x) is not None
    assert is_antiderivative(fit_linear([real], f, x), f)


WRONG = {
    "another function": ([exp(x), x], sin(x)),
    "a missing term": ([x * cos(x)], x * sin(x)),
    "no elementary answer": ([exp(x**2), x * exp(x**2), x], exp(x**2)),
    "no term": ([], x),
    "only constants": ([pi, a], x),
    "angle": ([sin(x)], cos(x + pi / 4)),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_basis_gives_none(name: str) -> None:
    terms, f = WRONG[name]
    assert fit_linear(terms, f, x) is None


def test_zero() -> None:
    assert fit_linear([x], se.Integer(0), x) == 0


def test_dependent_terms_give_a_short_answer() -> None:
    terms = [sin(x) ** 2 + x, cos(x) ** 2, cos(2 * x), sin(x) ** 2, sin(x) ** 2 + cos(x) ** 2 * 5]
    assert fit_linear(terms, 2 * sin(x) * cos(x), x) in (-cos(2 * x) / 2, sin(x) ** 2, -(cos(x) ** 2))


def test_one_long_term_replaces_many_short_ones() -> None:
    compact = (x + 1) ** 10 * exp(x)
    terms = [*(x**k * exp(x) for k in range(11)), compact, log(x + 1)]
    assert fit_linear(terms, derivative(a * compact, x) + 1 / (x + 1), x) == a * compact + log(x + 1)


@pytest.mark.parametrize(
    ("terms", "f", "answer"),
    [
        ([x, sqrt(x), sqrt(x**2)], 3 * x / sqrt(x**2), 3 * sqrt(x**2)),
        ([sqrt(a * x), sqrt(b * x)], b / sqrt(b * x), 2 * sqrt(b * x)),
    ],
)
def test_foreign_roots_do_not_mislead(terms: list[se.Expr], f: se.Expr, answer: se.Expr) -> None:
    """Where sqrt(x) exists, sqrt(x²) is x; sqrt(bx) is sqrt(b/a)·sqrt(ax), which has no rational coefficient."""
    assert fit_linear(terms, f, x) == answer


def test_positive_variable() -> None:
    """asec' = 1/(|x| sqrt(x² - 1)): without a sign the answer holds for x > 0 only."""
    terms = [x * se.asec(x), log(x + sqrt(x**2 - 1))]
    assert fit_linear(terms, se.asec(x), x) is None
    assert fit_linear(terms, se.asec(x), x, positive=True) == terms[0] - terms[1]


def test_a_term_that_cannot_be_evaluated_is_left_out() -> None:
    terms = [se.Function("mystery")(x), 1 / (sin(x) ** 2 + cos(x) ** 2 - 1), sqrt(-1 - x**2), x**2]
    assert fit_linear(terms, x, x) == x**2 / 2


def test_an_integrand_that_cannot_be_evaluated_gives_none() -> None:
    assert fit_linear([x], se.Function("mystery")(x), x) is None


def test_terms_without_common_domain() -> None:
    """asin lives on (-1, 1), acosh outside; the terms of the integrand's domain win."""
    f = 1 / sqrt(x**2 - 1)
    assert fit_linear([se.asin(x), se.acosh(x)], f, x) == se.acosh(x)


def test_only_the_first_terms_are_used() -> None:
    terms = [x**k for k in range(3, 30)] + [x**2]
    assert fit_linear(terms, x, x, max_terms=10) is None
    assert fit_linear(terms, x, x) == x**2 / 2


def test_deterministic_for_a_seed() -> None:
    terms = [exp(a * x) * sin(x), exp(a * x) * cos(x), exp(a * x), x, sin(x) * exp(a * x) * cos(x)]
    f = exp(a * x) * sin(x)
    assert len({str(fit_linear(terms, f, x, seed=5)) for _ in range(3)}) == 1


def test_a_past_deadline_gives_none() -> None:
    assert fit_linear([x**2], x, x, deadline=time.thread_time() - 1) is None


def test_growing_lists_of_terms() -> None:
    problem = FitProblem(x * exp(x / 2) + sqrt(x), x)
    assert problem.solve([exp(x), x]) is None
    assert problem.solve([exp(x), x, exp(x / 2), x * exp(x / 2)]) is None
    more = [exp(x), x, exp(x / 2), x * exp(x / 2), x * sqrt(x), exp(x / 6)]
    assert is_antiderivative(problem.solve(more), problem.f)
    assert is_antiderivative(problem.solve(more + [x**k for k in range(2, 90)]), problem.f)


KERNELS = (
    x,
    exp(x),
    sin(x),
    cos(x),
    log(x),
    sqrt(1 + x**2),
    atan(x),
    1 / (1 + x),
    x**THIRD,
    se.sinh(x / 2),
    tan(2 * x),
)
FACTORS = (se.Integer(1), pi, sqrt(2), a, 1 / (a + b), E, log(2), sin(4))
TERM = st.lists(st.sampled_from(KERNELS), min_size=1, max_size=3).map(lambda ks: se.Mul(*ks))
COEFFICIENT = st.tuples(st.fractions(-100, 100, max_denominator=30), st.sampled_from(FACTORS)).map(
    lambda q: se.Rational(q[0].numerator, q[0].denominator) * q[1]
)


@pytest.mark.slow
@given(st.lists(TERM, min_size=1, max_size=8, unique=True), st.lists(COEFFICIENT, min_size=8, max_size=8))
@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])  # shrinking takes minutes
def test_a_combination_of_the_basis_is_recovered(terms: list, coefficients: list) -> None:
    F = se.Add(*(q * t for q, t in zip(coefficients, terms, strict=False)))
    f = derivative(F, x)
    assume(f != 0)
    found = fit_linear(terms, f, x)
    assert found is not None
    assert is_antiderivative(found, f)

"""The fit over the complex numbers: a field with i and principal roots, coefficients in Q(i, √2, …)(a, …)."""

import numpy as np
import pytest
import symengine as se
from hypothesis import given, settings
from hypothesis import strategies as st

from ansatz.evaluate.second_opinion.integral import opinion
from ansatz.expr.canonical import derivative, from_symengine
from ansatz.fit.linear.undetermined_coefficients import FitProblem, fit_linear
from ansatz.fit.residues.complex_field import ComplexField
from ansatz.fit.residues.prime_field import Field

x, a, b = se.symbols("x a b")
i, E, pi, sqrt = se.I, se.E, se.pi, se.sqrt
sin, cos, tan, exp, log, atan = se.sin, se.cos, se.tan, se.exp, se.log, se.atan
THIRD = se.Rational(1, 3)

FIELD = ComplexField(ComplexField.prime(0))


def elements(seed: int, size: int = 600) -> np.ndarray:
    return np.random.default_rng(seed).integers(1, FIELD.p, (1, size), dtype=np.uint64)


# ------------------------------------------------------------------------------------- the field


@pytest.mark.parametrize("index", [0, 1, 7])
def test_there_are_i_and_the_roots_that_go_with_it(index):
    field = ComplexField(ComplexField.prime(index))
    p = field.p
    assert field.i**2 % p == p - 1
    two, three, minus = (int(field.root(field.number(n), 2)[0][0, 0]) for n in (2, 3, -1))
    assert two**2 % p == 2 and three**2 % p == 3 and minus == field.i
    # √i = (1 + i)/√2 and (-1)^(1/3) = (1 + i√3)/2, as on the plane
    root_of_i = int(field.root(field.number(field.i), 2)[0][0, 0])
    assert root_of_i * two % p == (1 + field.i) % p
    cube_root, exists = field.root(field.number(-1), 3)
    assert exists is not None and exists.all()
    assert int(cube_root[0, 0]) == (1 + field.i * three) * pow(2, -1, p) % p


@pytest.mark.parametrize("q", [2, 3, 4, 5, 6, 7, 8, 10, 12])
def test_roots_are_roots(q):
    u = elements(q)
    root, exists = FIELD.root(u, q)
    exists = np.ones_like(u, dtype=bool) if exists is None else exists
    assert exists.sum() > 20
    assert (FIELD.power(root, q) == u)[exists].all()


def test_roots_of_roots_agree():
    u = elements(1, 4000)
    (second, _), (third, _), (fourth, four), (sixth, six) = (FIELD.root(u, q) for q in (2, 3, 4, 6))
    assert (FIELD.power(fourth, 2) == second)[four].all()
    assert (FIELD.power(sixth, 3) == second)[six].all()
    assert (FIELD.power(sixth, 2) == third)[six].all()


def test_the_root_of_a_product_is_the_product_of_roots_at_a_part_of_the_points():
    u, v = (FIELD.multiply(w, w) for w in (elements(2, 4000), elements(3, 4000)))
    (root_u, _), (root_v, _), (both, _) = (FIELD.root(w, 2) for w in (u, v, FIELD.multiply(u, v)))
    share = (FIELD.multiply(root_u, root_v) == both).mean()
    assert 0.6 < share < 0.9  # on the plane 3/4
    positive = FIELD.positive(u)
    with_positive = FIELD.root(FIELD.multiply(positive, v), 2)[0]
    assert (FIELD.multiply(FIELD.root(positive, 2)[0], root_v) == with_positive).all()


# ------------------------------------------------------------------------------------- fits


def agrees(F, f):
    """F' = f at random complex points, by mpmath's numerical derivatives; parameters are positive."""
    return opinion(from_symengine(F), from_symengine(f), "x", "complex", {"a", "b"}).agrees


SOLVABLE = {
    "exponential": ([exp((1 + 2 * i) * x)], exp((1 + 2 * i) * x)),
    "by parts": ([exp(i * x), x * exp(i * x)], x * exp(i * x)),
    "Euler, one way": ([cos(x), sin(x)], exp(i * x)),
    "Euler, the other way": ([exp(i * x)], cos(x) + i * sin(x)),
    "tangent of an imaginary angle": ([log(cos(i * x))], tan(i * x)),
    "partial fractions": ([log(x + i), log(x - i)], 1 / (x**2 + 1)),
    "with a polynomial part": ([log(x + i), log(x - i), x], (x + i) / (x - i)),
    "conjugate logarithm by an arctangent": ([log(x + i), atan(x)], x / (x**2 + 1)),
    "four poles": ([log(x - 1), log(x + 1), log(x - i), log(x + i)], 1 / (x**4 - 1)),
    "a surd times i": ([log(x - sqrt(2) * i), log(x + sqrt(2) * i)], 1 / (x**2 + 2)),
    "the root of i": ([log(x - sqrt(i)), log(x + sqrt(i))], 1 / (x**2 - i)),
    "a root of unity": ([log(x - (-1) ** THIRD), log(x + 1), log(x - 1 + (-1) ** THIRD)], 1 / (x**3 + 1)),
    "parameters": ([exp((a + b * i) * x)], exp((a + b * i) * x)),
    "real and imaginary part": ([exp(a * x) * cos(b * x), exp(a * x) * sin(b * x)], exp((a + b * i) * x)),
    "a pole at a parameter": ([log(x - i * a), log(x + i * a)], 1 / (x**2 + a**2)),
    "a logarithm": ([x * log(x + i), log(x + i), x], log(x + i)),
    "an imaginary power": ([x ** (1 + i)], x**i),
    "principal roots": (
        [se.acosh(x), x * sqrt(x - 1) * sqrt(x + 1), x * sqrt(x**2 - 1)],
        sqrt(x - 1) * sqrt(x + 1),
    ),
    "a shifted root": ([(x + i) ** se.Rational(3, 2), x * (x + i) ** se.Rational(3, 2)], x * sqrt(x + i)),
    "cube roots": ([x**THIRD, x * x**THIRD], i * x**THIRD + x ** (-2 * THIRD)),
    "a constant of an angle": ([x**2], sin(4) * x + i * cos(4) * x),
    "e and pi": ([x * exp(i * pi * x), exp(i * pi * x)], x * exp(i * pi * x)),
    "the logarithm of an exponential": ([log(exp(i * x) + 2), x], 1 / (exp(i * x) + 2)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", SOLVABLE)
def test_complex_fits_are_exact(name):
    terms, f = SOLVABLE[name]
    F = fit_linear(terms, f, x, domain="complex")
    assert F is not None
    assert agrees(F, f), F


@pytest.mark.parametrize(
    "terms, f",
    [
        ([x**2], sqrt(x**2)),  # half of the plane
        ([x * sqrt(x**2 - 1), se.acosh(x)], sqrt(x**2 - 1)),  # acosh' is another function to the left
        ([x**2, x * log(exp(x))], log(exp(x)) + 1),
        ([(x + 1) * sqrt(x) * sqrt(x + 2), se.acosh(x + 1)], sqrt(x**2 + 2 * x)),
        ([x * sqrt(x**2), x], abs(x)),
        ([exp(x), x * exp(i * x)], exp(i * x)),
    ],
    ids=str,
)
def test_what_holds_on_a_part_of_the_plane_is_not_fitted(terms, f):
    F = fit_linear(terms, f, x, domain="complex")
    assert F is None or agrees(F, f), F


def test_an_i_among_the_terms_or_in_the_integrand_suffices():
    assert agrees(fit_linear([log(x + i), log(x - i)], 1 / (x**2 + 1), x), 1 / (x**2 + 1))
    assert agrees(fit_linear([cos(x), sin(x)], exp(i * x), x), exp(i * x))
    problem = FitProblem(1 / (x**2 + 1), x)
    assert problem.solve([x]) is None
    assert problem.solve([x, atan(x)]) == atan(x)
    F = problem.solve([x, log(x + i), log(x - i)])
    assert agrees(F, 1 / (x**2 + 1))


def test_real_fits_do_not_change():
    F = fit_linear([log(x**2 + 1)], x / (x**2 + 1), x)
    assert log(x**2 + 1) / 2 == F
    assert not Field.plane and ComplexField.plane


GAUSSIAN = st.builds(lambda re, im, d: (re + im * i) / se.Integer(d), *(st.integers(-30, 30),) * 2, st.integers(1, 12))
TERMS = (x, x**2 * exp(i * x), log(x + i), sin((2 + i) * x), x * sqrt(x + 1), atan(x), exp(i * x) / (x - 2 * i))


@settings(max_examples=25)
@given(st.lists(GAUSSIAN, min_size=len(TERMS), max_size=len(TERMS)))
def test_gaussian_coefficients_are_recovered(coefficients):
    F = se.Add(*(c * term for c, term in zip(coefficients, TERMS, strict=True)))
    found = fit_linear(TERMS, derivative(F, x), x, domain="complex")
    assert found is not None and se.expand(found - F) == 0

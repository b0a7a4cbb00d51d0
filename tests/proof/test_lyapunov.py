"""Lyapunov functions: what is right is proved or checked, what is wrong is refuted with a point."""

import json
import pickle
import random
from dataclasses import replace
from fractions import Fraction

import pytest
import symengine as se
from flint import fmpq, fmpq_mat
from hypothesis import assume, given
from hypothesis import strategies as st

from ansatz.algebra.polynomials import from_polynomial, gradient, rate, ring, terms, to_polynomial
from ansatz.errors import InputError
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.proof.lyapunov.counterexamples import negative_point
from ansatz.proof.lyapunov.products import of_products
from ansatz.proof.lyapunov.sum_of_squares import (
    SumOfSquares,
    is_positive_definite,
    is_positive_semidefinite,
    natural,
    null_space,
)
from ansatz.proof.lyapunov.verifier import LyapunovCertificate, verify_lyapunov
from ansatz.proof.verdict import Verdict

X = x, y = se.symbols("x y")
RING = ring(X)
integers = st.integers(-9, 9)


def verdict(V, system, variables=X, **settings):
    return verify_lyapunov(V, system, variables, **settings).verdict


@pytest.mark.parametrize(
    "V, system",
    [
        (x**2 + y**2, (-x, -y)),
        (x**2 + y**2, (y, -x)),
        (x**4 + 2 * y**2, (-(x**3) + y, -(x**3) - y)),
        (5 * x**6 + 2 * x**3 * y + y**2, (0 * x, -2 * y - 2 * x**3)),
        (x**2 - x * y + y**2, (-2 * x + y, x - 2 * y)),
    ],
)
def test_right_polynomials_are_proved(V, system):
    assert verdict(V, system) is Verdict.PROVED


@pytest.mark.parametrize(
    "V, system",
    [
        (se.log(1 + x**2) + y**2, (-x, -y)),
        (se.exp(x**2 + y**4) - 1, (2 * y**3, -x)),
        ((2 + se.sin(x)) * x**2 + se.sqrt(1 + y**2) - 1, (-x * (2 * (2 + se.sin(x)) + x * se.cos(x)), -y)),
        (x**2 + y**2, (-x * se.exp(y), -y * (2 + se.cos(x)))),
    ],
)
def test_right_functions_are_checked(V, system):
    assert verdict(V, system) is Verdict.CHECKED


@pytest.mark.parametrize(
    "V, system, why",
    [
        (x**2 + y**2 + 1, (-x, -y), "V(0)"),
        (x**2 + y**2, (1 - x, -y), "equilibrium"),
        (x**2, (-x, -y), "positive"),
        (x**2 - y**2, (-x, y), "positive"),
        (x**2 - 3 * x * y + y**2, (-x, -y), "positive"),
        (x**2 + y**2, (-x, y), "increases"),
        (x**2 + y**2, (-x + y**3, -y), "increases"),
        # 161² exceeds 4·36·180 by one: a narrow cone.
        (9 * x * y + 8 * x**2 + 10 * y**2 + 9 * y**4, (9 * y**3, -4 * x - 9 * y), "increases"),
        (se.log(1 + x**2) + y**2, (-x, y), "increases"),
        (se.exp(x**2) - 1, (-x, -y), "positive"),
        (se.exp(x**2 + y**2), (-x, -y), "V(0)"),
        (se.exp(x**2 + y**2) - 1, (-x, -y + se.cos(x)), "f(0)"),
    ],
)
def test_wrong_ones_are_refuted_with_a_point(V, system, why):
    finding = verify_lyapunov(V, system, X)
    assert finding.verdict is Verdict.REFUTED and why in finding.reason
    assert finding.point is not None
    point = {v: finding.point[str(v)] for v in X}
    if any(point.values()):
        height = float(V.subs(point))
        change = float(sum(V.diff(v) * f for v, f in zip(X, system, strict=True)).subs(point))
        assert (height <= 0) if why == "positive" else (change > 0)


@pytest.mark.parametrize("a", [1, se.Rational(7, 3), 29, se.Rational(1, 13)])
@pytest.mark.parametrize("u, v", [(x, y), (x, y**2), (x**2, y**3)])
def test_what_is_wrong_near_a_curve_only_is_not_accepted(u, v, a):
    """Negative within 10⁻⁶ of the curve u = av, and by 10⁻¹² of the terms there: not even a check passes."""
    square, narrow = (u - a * v) ** 2, v**2 / se.Integer(10) ** 12
    assert not verify_lyapunov(square + square**2 - narrow, (0 * x, 0 * x), X).holds
    assert not verify_lyapunov(x**2 + y**2, (-x * (square - narrow), 0 * y), X).holds


@pytest.mark.parametrize(
    "V",
    [
        x**2 / (1 + x**2) + y**2,
        x**2 + 1 - se.cos(y) + y**2 / (1 + y**4),
        1 - se.exp(-(x**2) - y**2),
        # Positive, but bounded on the curve x = y².
        (x - y**2) ** 2 + x**2 / 1000 / (1 + x**2),
    ],
)
def test_what_does_not_grow_is_not_accepted(V):
    assert not verify_lyapunov(V, (0 * x, 0 * x), X).holds


def test_a_polynomial_that_stays_bounded_on_a_curve_is_not_accepted():
    V = (x * y - 1) ** 2 + x**2 - 1 + 2 * x * y  # = x²y² + x²: zero on the axis x = 0
    assert verdict(se.expand(V), (0 * x, 0 * x)) is Verdict.REFUTED
    V = (x * y**2 - x - y) ** 2 + x**2 / 10  # on x = y/(y² - 1) it falls to 0.1/y²
    assert not verify_lyapunov(se.expand(V), (0 * x, 0 * x), X).holds


def test_other_symbols_and_lengths_are_unknown():
    assert verdict(x**2 + se.Symbol("a") * y**2, (-x, -y)) is Verdict.UNKNOWN
    assert verdict(x**2 + y**2, (-x,)) is Verdict.UNKNOWN


@pytest.mark.parametrize(
    "f",
    [-x / y, -x / (3 * y - 1) ** 1, -x * se.tan(y) ** 2, -x * se.log(1 + y), -x * se.sqrt(3 - y), -x / (y**2 - y / 3)],
)
def test_fields_without_values_somewhere_are_unknown(f):
    assert not verify_lyapunov(x**2 + y**2, (f, -y * se.cosh(x)), X).holds


def test_a_certificate_proves_what_cannot_be_read_off():
    """V = x² + y⁴, -dV/dt = (x - y²)² + (x - 2y)², whose xy and xy² have two possible partners each."""
    V = x**2 + x * y**2 + y**4
    system = (-x, -2 * y)
    matrix = fmpq_mat(2, 2, [1, fmpq(1, 2), fmpq(1, 2), 1])
    basis = ((1, 0), (0, 2))
    right = SumOfSquares.of(basis, matrix)
    # -dV/dt = 2x² + 5xy² + 8y⁴
    decrease = SumOfSquares.of(basis, fmpq_mat(2, 2, [2, fmpq(5, 2), fmpq(5, 2), 8]))
    certificate = LyapunovCertificate(right, decrease)
    assert certificate.proves(
        to_polynomial(V, RING), -rate(to_polynomial(V, RING), [to_polynomial(f, RING) for f in system])
    )
    assert not LyapunovCertificate(decrease, right).proves(to_polynomial(V, RING), to_polynomial(V, RING))
    # Squares that do not hold every variable prove no properness.
    partial = SumOfSquares.of(basis, fmpq_mat(2, 2, [1, 1, 1, 1]))
    assert partial.proves(to_polynomial((x + y**2) ** 2, RING))
    assert not partial.proves_proper(to_polynomial((x + y**2) ** 2, RING))


# Grams MᵀM / d on some of these monomials; numbers of any length.
BASIS = ((1, 0), (0, 1), (0, 2), (3, 1))
long_integers = integers | st.integers(-(10**30), 10**30)


@st.composite
def sums_of_squares(draw):
    size = draw(st.integers(1, len(BASIS)))
    M = fmpq_mat(size, size, draw(st.lists(long_integers, min_size=size**2, max_size=size**2)))
    return SumOfSquares.of(BASIS, M.transpose() * M / draw(st.integers(1, 10**20)))


@given(sums_of_squares(), sums_of_squares())
def test_certificates_survive_json_and_pickle(function, decrease):
    certificate = LyapunovCertificate(function, decrease)
    assert LyapunovCertificate.from_json(json.loads(json.dumps(certificate.to_json()))) == certificate
    assert pickle.loads(pickle.dumps(certificate)) == certificate
    assert SumOfSquares.of(function.basis, function.gram) == function
    assert function.proves(RING.from_dict(function.terms()))


def test_numbers_of_any_length_survive_json():
    square = SumOfSquares(((1, 0),), ((10**6_000 + 1,),), 10**5_000)
    assert SumOfSquares.from_json(json.loads(json.dumps(square.to_json()))) == square


@given(sums_of_squares(), st.integers(-(10**20), 10**20), st.data())
def test_certificates_with_one_number_changed_prove_nothing(right, change, data):
    assume(right.basis and change)
    p = RING.from_dict(right.terms())
    assert right.proves(p)
    values = right.to_json()
    what = data.draw(st.sampled_from(sorted(values)))
    if what == "denominator":
        values[what] = str(int(values[what]) + abs(change))
    else:
        row = data.draw(st.sampled_from(values[what]))
        k = data.draw(st.integers(0, len(row) - 1))
        row[k] = row[k] + 1 + abs(change) % 5 if what == "basis" else str(int(row[k]) + change)
    assert not SumOfSquares.from_json(values).proves(p)


@pytest.mark.parametrize(
    "change",
    [
        {"basis": [[1, 0]]},
        {"basis": [[1, 0], [0]]},
        {"basis": [[1, 0], [0, -1]]},
        {"basis": "xy"},
        {"numerators": [["1"], ["0", "1", "0"]]},
        {"numerators": [["1"], ["0", "1e9"]]},
        {"numerators": [["1"], ["0", "0x1"]]},
        {"numerators": [["1"], ["0", "١"]]},
        {"numerators": [["1"], ["0", 1.0]]},
        {"numerators": [["1"], ["0", True]]},
        {"numerators": {"1": "0"}},
        {"denominator": "0"},
        {"denominator": "-1"},
        {"denominator": None},
    ],
)
def test_what_is_no_certificate_is_refused(change):
    right = SumOfSquares(((1, 0), (0, 1)), ((1,), (0, 1))).to_json()
    with pytest.raises(InputError):
        LyapunovCertificate.from_json({"function": right, "decrease": right | change})
    others: tuple[object, ...] = (None, [], {"function": right}, {"function": right, "decrease": {}})
    for other in others:
        with pytest.raises(InputError):
            LyapunovCertificate.from_json(other)


def test_a_proof_carries_its_certificate_and_nothing_else_does():
    V, system = x**2 - x * y + y**2, (-2 * x + y, x - 2 * y)
    finding = pickle.loads(pickle.dumps(verify_lyapunov(V, system, X)))
    p, *field = (to_polynomial(e, RING) for e in (V, *system))
    restored = LyapunovCertificate.from_json(json.loads(json.dumps(finding.certificate.to_json())))
    assert restored.proves(p, -rate(p, field)) and not restored.proves(p, -rate(p, field) + 1)
    assert verify_lyapunov(V, system, X, certificate=restored).certificate == restored
    assert verify_lyapunov(V, system[::-1], X, certificate=restored).certificate is None
    assert verify_lyapunov(se.log(1 + x**2) + y**2, (-x, -y), X).certificate is None
    wrong = replace(restored, function=replace(restored.function, denominator=restored.function.denominator + 1))
    assert verify_lyapunov(V, system, X, certificate=wrong).certificate not in (None, wrong)  # read off V anew


@given(st.lists(integers, min_size=9, max_size=9))
def test_gram_matrices_are_positive_semidefinite(entries):
    matrix = fmpq_mat(3, 3, entries)
    gram = matrix.transpose() * matrix
    assert is_positive_semidefinite(gram)
    assert is_positive_definite(gram) == (matrix.det() != 0)
    assert all(all(value == 0 for value in (gram * fmpq_mat(3, 1, v)).entries()) for v in null_space(gram))
    shifted = gram - fmpq_mat(3, 3, [fmpq(int(i == j)) for i in range(3) for j in range(3)]) * (gram[0, 0] + 1)
    assert not is_positive_semidefinite(shifted)


POLYNOMIALS = st.dictionaries(st.tuples(st.integers(0, 4), st.integers(0, 4)), integers, max_size=6).map(RING.from_dict)


@given(POLYNOMIALS)
def test_what_is_negative_somewhere_is_no_sum_of_squares(p):
    point, squares = negative_point(p, random.Random(1)), natural(p)
    assert point is None or p(*point) < 0
    assert point is None or squares is None or not squares.proves(p)


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=5))
def test_sums_of_even_monomials_are_read_off_and_never_negative(squares):
    p = sum((RING.from_dict({(2 * k, 2 * n): c}) for c, k, n in squares), RING.from_dict({}))
    found = natural(p)
    assert found is not None and found.proves(p)
    assert negative_point(p, random.Random(0)) is None


@given(POLYNOMIALS)
def test_polynomials_survive_the_round_trip(p):
    expression = from_polynomial(p, X)
    assert to_polynomial(expression, RING) == p
    assert [from_polynomial(q, X) for q in gradient(p)] == [expression.diff(v) for v in X]
    assert all(value != 0 for value in terms(p).values())


def test_what_is_no_polynomial_is_none():
    for expression in (1 / x, se.sqrt(x), se.sin(x), x**y, se.Symbol("z"), x**300, (1 + x + y) ** 120):
        assert to_polynomial(expression, RING) is None


CONE = (
    -20 * x - 2 * y + 4 * x * y - 2 * x * y**2,
    20 * x - 40 * x**2 + 8 * x * y**4 + 20 * x**2 * y - 8 * x**2 * y**3 - 2 * y**5,
)


@pytest.mark.parametrize(
    "V, system",
    [
        (11 * x**2 + y**2, CONE),
        # -dV/dt = 440x² + 4xy + 4y⁶ and the like: negative where x and y are small, and x smaller by far
        (x**2 + y**2, (-220 * x - 2 * y, -2 * y**5)),
        (x**2 + y**2, (-(10**4) * x - y, -(y**7))),
        (x**2 + y**2, (-x - y**3, y**3 - y**9)),
        (x**2 + 2 * y**2, (-(x**3) + y**4, -(y**7))),
        (x**2 + y**2, (-y * x**2, x**3 - 10 * y**3 + 12 * y * x**2 * y)),
        (x**4 + y**2, (-(x**3) + y, -y + 10 * x**3)),
        # far away
        (x**2 + y**2, (-x - x**3 + x**2 * y**2 / 10**6, -y)),
        (x**2 + y**2, (-x + x * y**4 / 10**12, -y)),
        (x**2 + y**2, (-x, -y + x**6 / 10**20)),
        # V itself
        (100 * x**2 + 20 * x * y + y**2 - x**2 * y**2 / 10**9, (0 * x, 0 * y)),
        (x**2 + (x + y) ** 4 - 10 * x**4 * y**2, (0 * x, 0 * y)),
    ],
    ids=str,
)
def test_cones_at_any_distance_are_found(V, system):
    finding = verify_lyapunov(V, system, X)
    assert finding.verdict is Verdict.REFUTED, finding
    assert finding.point is not None
    point = {v: se.Rational(*Fraction(str(finding.point[str(v)])).as_integer_ratio()) for v in X}
    change = sum(V.diff(v) * f for v, f in zip(X, system, strict=True))
    assert V.subs(point) <= 0 or change.subs(point) > 0


@pytest.mark.parametrize("width", [3, 6, 9, 12, 20])
@pytest.mark.parametrize("slope", [1, se.Rational(7, 3), se.Rational(1, 13)])
def test_narrow_cones_are_never_accepted(width, slope):
    """(x - s·y)² - y²/10^width, with higher terms that hide it; right is what has them positive."""
    square, narrow = (x - slope * y) ** 2, y**2 / se.Integer(10) ** width
    for system in ((-x * (square - narrow), 0 * y), (-x * (square - narrow) * (1 + y**2), 0 * y)):
        assert not verify_lyapunov(x**2 + y**2, system, X, squares=sum_of_squares).holds
    assert not verify_lyapunov(se.log(1 + x**2) + y**2, (-x * (square - narrow), 0 * y), X).holds
    assert not verify_lyapunov(se.log(1 + square - narrow) + x**4 + y**4, (0 * x, 0 * y), X).holds
    assert verify_lyapunov(x**2 + y**2, (-x * (square + narrow), 0 * y), X, squares=sum_of_squares).holds


def test_what_no_search_refutes_and_no_proof_certifies_is_unknown():
    """Motzkin's polynomial is nowhere negative, and no sum of squares."""
    motzkin = x**4 * y**2 + x**2 * y**4 - 3 * x**2 * y**2 + 1
    assert verdict(x**2 + y**2, (-x * motzkin, 0 * y), squares=sum_of_squares) is Verdict.UNKNOWN
    assert verdict(se.log(1 + x**2) + y**2, (-x * motzkin, 0 * y), squares=sum_of_squares) is Verdict.UNKNOWN


def test_gradient_systems_are_proved_by_their_products():
    V = se.expand(5 * x**2 + (x * y - y**3) ** 2 + 7 * y**8)
    gradient_ = [V.diff(v) for v in X]
    system = [se.expand(-((1 + x * y) ** 2) * gradient_[0]), se.expand(-(x**2) * gradient_[1])]
    finding = verify_lyapunov(V, system, X)
    assert finding.verdict is Verdict.PROVED
    p, *field = (to_polynomial(e, RING) for e in (V, *system))
    assert isinstance(finding.certificate, LyapunovCertificate)
    assert finding.certificate.proves(p, -rate(p, field))


@given(
    st.lists(
        st.dictionaries(st.tuples(st.integers(0, 2), st.integers(0, 2)), integers, min_size=1, max_size=3),
        min_size=2,
        max_size=4,
    )
)
def test_products_are_sums_of_squares_exactly(polynomials):
    a, b, *rest = (RING.from_dict(p) for p in polynomials)
    squares = of_products([a**2 * (RING.gen(0) ** 2 + 1), 3 * b**4, *(r**2 for r in rest)])
    total = a**2 * (RING.gen(0) ** 2 + 1) + 3 * b**4 + sum((r**2 for r in rest), RING.constant(0))
    assert squares is not None and squares.proves(total)
    assert of_products([-(a**2) - 1]) is None

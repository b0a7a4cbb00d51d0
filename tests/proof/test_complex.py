"""Verification with i: along the real axis, and on the plane away from branch cuts."""

import pytest
import symengine as se

from ansatz.expr.canonical import canonical, to_symengine
from ansatz.expr.parse import as_tree
from ansatz.proof.integral.verifier import AntiderivativeVerifier, verify_antiderivative
from ansatz.proof.real_line.singularities import kernels_with_cuts
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verdict
from ansatz.proof.verify import verify

x, a, b = se.symbols("x a b")
i, R = se.I, se.Rational
sqrt, exp, log, sin, cos, tan, atan, asin = se.sqrt, se.exp, se.log, se.sin, se.cos, se.tan, se.atan, se.asin

# (antiderivative, integrand), right wherever both are analytic.
RIGHT = [
    ((1 - 2 * i) / 5 * exp((1 + 2 * i) * x), exp((1 + 2 * i) * x)),
    ((1 - i * x) * exp(i * x), x * exp(i * x)),
    (log((x + i - 1) / (x + i + 1)) / 2, 1 / (x**2 + 2 * i * x - 2)),
    (x + 2 * i * log(x - i), (x + i) / (x - i)),
    (i / 2 * (log(x + i) - log(x - i)), 1 / (1 + x**2)),
    (log(x + i) + i * atan(x), x / (x**2 + 1)),
    ((log(x + i) + log(x - i)) / 2, x / (x**2 + 1)),
    (i * cos(i * x), sin(i * x)),
    (sin(x) - i * cos(x), exp(i * x)),
    (-i * log(2 + exp(i * x)), exp(i * x) / (2 + exp(i * x))),
    (R(2, 3) * (x + i) ** R(3, 2), sqrt(x + i)),
    (x ** (1 + i) / (1 + i), x**i),
    ((x + i) * log(x + i) - x, log(x + i)),
    (2 * sqrt(x) * sqrt(i), sqrt(i) / sqrt(x)),
    (log(sin(x + i)), 1 / tan(x + i)),
    (sqrt(x - i) * sqrt(x + i), x / (sqrt(x - i) * sqrt(x + i))),
    (x * sqrt(x - 1) * sqrt(x + 1) / 2 - se.acosh(x) / 2, sqrt(x - 1) * sqrt(x + 1)),
    (atan(x / a) / a, 1 / (x**2 + a**2)),
    (exp((a + b * i) * x) / (a + b * i), exp((a + b * i) * x)),
]
# Right on a part of the plane only.
PARTLY = [
    (1 / se.acosh(x + 4), -1 / (sqrt((x + 4) ** 2 - 1) * se.acosh(x + 4) ** 2)),
    (2 * sqrt((x - 20) ** 2), 2 + 0 * x),
    (sqrt((x + 9) ** 2) * log(x), log(x) + (x + 9) / x),
    (x**2 / 2, sqrt(x**2)),
    (x * sqrt(x**2 - 1) / 2 - se.acosh(x) / 2, sqrt(x**2 - 1)),
    (asin(x), -i / sqrt(x**2 - 1)),
    (sqrt(x - i) * sqrt(x + i), x / sqrt(x**2 + 1)),
    (x * log(exp(x)) - x**2 / 2 + x * log(x**2) - 2 * x, log(exp(x)) + 2 * log(x)),
]


@pytest.mark.parametrize("domain", ["real", "complex"])
@pytest.mark.parametrize(("F", "f"), RIGHT, ids=str)
def test_right_antiderivatives_with_i_are_proved(F, f, domain):
    result = verify_antiderivative(F, f, x, domain=domain)
    assert result.verdict is Verdict.PROVED, result


@pytest.mark.parametrize("domain", ["real", "complex"])
@pytest.mark.parametrize(("F", "f"), RIGHT, ids=str)
def test_wrong_ones_are_refuted(F, f, domain):
    verifier = AntiderivativeVerifier(f, x, domain=domain)
    for wrong in (F + x, i * F, F.subs({x: x + i}), F * (1 + R(1, 10**30)), -F, F + i * x**2, F.xreplace({x: i * x})):
        if wrong != F:
            assert not verifier.verify(wrong).holds, wrong


@pytest.mark.parametrize(("F", "f"), PARTLY, ids=str)
def test_what_holds_on_a_part_of_the_plane_is_refuted_at_a_complex_point(F, f):
    result = verify_antiderivative(F, f, x, domain="complex")
    assert result.verdict is Verdict.REFUTED
    assert result.point is not None and isinstance(result.point["x"], complex) and "i" in str(result.scope)


def test_the_scope_names_the_cuts_of_the_antiderivative():
    def scope(F, f):
        return str(verify_antiderivative(F, f, x, domain="complex").scope)

    assert scope(exp(i * x) / i, exp(i * x)) == "on the complex plane"
    assert scope(log(x), 1 / x) == "on the complex plane, away from the branch cuts of ln(x)"
    assert scope(log(i * x), 1 / x) == "on the complex plane, away from the branch cuts of ln(i*x)"
    assert scope(atan(x), 1 / (1 + x**2)).endswith("atan(x)")
    roots = [x, *(sqrt(x + k) for k in (1, 2, 3, 4))]
    assert scope(sum(roots), 1 + sum(1 / (2 * r) for r in roots[1:])).endswith("away from branch cuts")


def test_kernels_with_cuts():
    e = sqrt(x) + log(x + i) + exp(i * x) + x**3 + 2**x + sin(x) + atan(a) + x**i + se.erf(x)
    assert set(kernels_with_cuts(e, x)) == {sqrt(x), log(x + i), x**i}


def test_along_the_real_axis_the_scope_says_so_and_jumps_are_named():
    plain = verify_antiderivative(exp(i * x) / i, exp(i * x), x)
    assert str(plain.scope) == "on the real line, where the integrand is complex and both have values"
    rational = verify_antiderivative(log(x - i), 1 / (x - i), x)
    assert str(rational.scope) == "on the real line, where the integrand is complex and both have values"
    real = verify_antiderivative(i / 2 * (log(x + i) - log(x - i)), 1 / (1 + x**2), x)
    assert real.scope == Scope(ScopeKind.BOTH)
    jumping = verify_antiderivative(log((x + i) / (x - i)) * i / 2, 1 / (1 + x**2), x)
    assert str(jumping.scope).endswith("jumps at x = 0")
    turning = verify_antiderivative(log(cos(x) + i * sin(x)), i + 0 * x, x)
    assert "jumps at x = -3*pi, -pi, pi, 3*pi" in str(turning.scope)


def test_along_the_real_axis_a_half_is_not_enough():
    assert verify_antiderivative(i * x**2 / 2, i * sqrt(x**2), x).verdict is Verdict.REFUTED
    assert verify_antiderivative(i * x * abs(x) / 2, i * abs(x), x).verdict is Verdict.PROVED


def test_parameters_are_complex_unless_a_condition_says_otherwise():
    def conditions(F, f):
        result = verify_antiderivative(F, f, x, domain="complex")
        assert result.holds
        return tuple(map(str, result.conditions))

    assert conditions(atan(x / a) / a, 1 / (x**2 + a**2)) == ("a != 0",)
    assert "a > 0" in conditions(asin(x / a), 1 / sqrt(a**2 - x**2))
    assert conditions(abs(a) * x, a + 0 * x) == ("a > 0",)
    # fails only where both leave the positive axis
    assert conditions(sqrt(a) * sqrt(b) * x**2, 2 * x * sqrt(a * b)) == ("a > 0", "b > 0")
    assert conditions(sqrt(a) * x**2, 2 * x * sqrt(a)) == ()
    assert conditions(exp(i * x) / i, exp(i * x)) == ()


def test_what_is_not_analytic_has_no_antiderivative_on_the_plane():
    assert verify_antiderivative(x * abs(x) / 2, abs(x), x, domain="complex").verdict is Verdict.UNKNOWN
    assert verify_antiderivative(log(abs(x)), 1 / x, x, domain="complex").verdict is Verdict.UNKNOWN


def test_the_facade_knows_the_plane():
    assert verify("exp((1+2i)x)/(1+2i)", "exp((1+2i)x)", domain="complex").verdict is Verdict.PROVED
    assert verify("x^2/2", "sqrt(x^2)", domain="complex").verdict is Verdict.REFUTED


def read(text: str) -> se.Expr:
    return to_symengine(canonical(as_tree(text)))


@pytest.mark.parametrize(
    ("F", "f", "hole"),
    [
        ("(x^2 - 1)/(x - 1)", "1", "x != 1"),
        ("tan(x)*cos(x)", "cos(x)", "cos(x) != 0"),
        ("atan(1/x)", "-1/(1 + x^2)", "x != 0"),
        ("-cot(x/2)", "-1/(cos(x) - 1)", "sin(x/2) != 0"),
        ("csc(x) - cot(x)", "1/(1 + cos(x))", "sin(x) != 0"),
    ],
)
def test_holes_of_the_plane_are_named(F, f, hole):
    result = verify_antiderivative(read(F), read(f), x, domain="complex")
    assert result.verdict is Verdict.PROVED
    assert str(result.scope).startswith(f"on the complex plane and {hole}")


@pytest.mark.parametrize("F", ["tan(x)", "x/(1 + x^2)*0 + tan(x)", "sin(x)/cos(x)"])
def test_poles_of_the_integrand_are_no_holes(F):
    result = verify_antiderivative(read(F), read("1/cos(x)^2"), x, domain="complex")
    assert result.verdict is Verdict.PROVED and not result.scope.where


@pytest.mark.parametrize(
    ("F", "f", "positive"),
    [
        ("x*(sqrt(a*b) - sqrt(a)*sqrt(b)) + x^2/2", "x", ["a > 0", "b > 0"]),
        ("x*|a|/a", "1", ["a > 0"]),
        ("x*sqrt(a^2)/a", "1", ["a > 0"]),
        ("x*ln(a^2)/ln(a)", "2", ["a > 0"]),
        ("x + sin(x)*(ln(a*b) - ln(a) - ln(b))", "1", ["a > 0", "b > 0"]),
    ],
)
def test_parameters_that_only_the_claim_has_are_turned_too(F, f, positive):
    result = verify_antiderivative(read(F), read(f), x, domain="complex")
    assert result.holds and set(positive) <= set(map(str, result.conditions))

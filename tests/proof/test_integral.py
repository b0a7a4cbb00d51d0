"""Soundness first: wrong antiderivatives are never accepted; then: right ones are proved."""

from contextlib import suppress

import pytest
import symengine as se
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.errors import AnsatzError, DomainError
from ansatz.evaluate.second_opinion.integral import opinion
from ansatz.expr.canonical import derivative, from_symengine, to_symengine
from ansatz.proof.integral.verifier import AntiderivativeVerifier, verify_antiderivative
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verdict

from ..near_misses import near_misses

x, a, b = se.symbols("x a b")
R = se.Rational
sqrt, exp, log, sin, cos, tan, atan, asin = se.sqrt, se.exp, se.log, se.sin, se.cos, se.tan, se.atan, se.asin
gamma = se.gamma  # type: ignore[attr-defined]  # outside the language, hence not among its types

# (antiderivative, integrand): textbook integrals, written as people write them.
RIGHT = [
    (x**3 / 3 + x, x**2 + 1),
    (log(x**2 + 1) / 2, x / (x**2 + 1)),
    (atan(x), 1 / (1 + x**2)),
    (-log(x) + log(x - 1), 1 / (x**2 - x)),
    (2 * atan((2 * x + 1) / sqrt(3)) / sqrt(3), 1 / (x**2 + x + 1)),
    (sin(x) ** 2 / 2, sin(2 * x) / 2),
    (x / 2 - sin(x) * cos(x) / 2, sin(x) ** 2),
    (-log(cos(x)), tan(x)),
    (tan(x) - x, tan(x) ** 2),
    (log(tan(x / 2)), 1 / sin(x)),
    (log(1 / cos(x) + tan(x)), se.sec(x)),
    (cos(3 * x) / 12 - 3 * cos(x) / 4, sin(x) ** 3),
    (2 * atan(tan(x / 2) / sqrt(3)) / sqrt(3), 1 / (2 + cos(x))),
    (exp(x) * (sin(x) - cos(x)) / 2, exp(x) * sin(x)),
    ((x - 1) * exp(x), x * exp(x)),
    (log(1 + exp(x)), exp(x) / (1 + exp(x))),
    (2 * atan(se.tanh(x / 2)), 1 / se.cosh(x)),
    (log(se.cosh(x)), se.tanh(x)),
    (x * log(x) - x, log(x)),
    (log(log(x)), 1 / (x * log(x))),
    (x**x, x**x * (1 + log(x))),
    (2**x / log(2), 2**x),
    (4**x / log(4) + 2**x / log(2), 2**x * (2**x + 1)),
    (x ** (a + 1) / (a + 1), x**a),
    (atan(x / a) / a, 1 / (x**2 + a**2)),
    (exp(a * x) * (a * sin(b * x) - b * cos(b * x)) / (a**2 + b**2), exp(a * x) * sin(b * x)),
    (asin(x / 100), 1 / sqrt(10000 - x**2)),
    (x * sqrt(1 - x**2) / 2 + asin(x) / 2, sqrt(1 - x**2)),
    (log(x + sqrt(x**2 - 1)), 1 / sqrt(x**2 - 1)),
    (atan(sqrt(x**2 - 1)), 1 / (x * sqrt(x**2 - 1))),
    (x * asin(x) + sqrt(1 - x**2), asin(x)),
    (se.asinh(x), 1 / sqrt(x**2 + 1)),
    (-se.atanh(sqrt(1 - x**2)), 1 / (x * sqrt(1 - x**2))),
    (2 * sqrt(1 + sqrt(x)) * (sqrt(x) - 2) * R(2, 3), 1 / sqrt(1 + sqrt(x))),
    (3 * x ** R(2, 3) / 2, x ** R(-1, 3)),
    (6 * x ** R(1, 6) - 6 * atan(x ** R(1, 6)), 1 / (sqrt(x) + x ** R(5, 6))),
    (log(x - 20) * x - x - 20 * log(x - 20), log(x - 20)),
    (x * abs(x) / 2, abs(x)),
    (x * se.sign(x), se.sign(x)),
    (sqrt(x**2), abs(x) / x),
    (sin(4) * x**2 + se.pi * x, 2 * x * sin(4) + se.pi),
    (se.acos(3) * sin(x), se.acos(3) * cos(x)),
    (sqrt(se.pi) * se.erf(x) / 2, exp(-(x**2))),
    (se.Function("Ei")(x), exp(x) / x),
    (se.Function("dilog")(x), -log(1 - x) / x),
    (sqrt(1 + x) * sqrt(1 - x), -x / sqrt(1 - x**2)),
    (2 * sqrt(2) * sin(x / 2) * se.sign(cos(x / 2)), sqrt(1 + cos(x))),
]
SWAPS = [
    (sin, cos),
    (cos, sin),
    (tan, se.sec),
    (exp, se.cosh),
    (log, atan),
    (atan, asin),
    (asin, atan),
    (se.asinh, asin),
]


def swapped(F, old, new):
    kind = type(old(x)) if old is not exp else se.Pow
    atoms = [
        e
        for e in F.atoms(kind)
        if e.__class__ is kind and x in e.free_symbols and (old is not exp or e.args[0] == se.E)
    ]
    return F.subs({e: new(e.args[-1]) for e in atoms})


def mutations(F):
    """Wrong variants of F; those that happen to be F itself (x -> -x in an even function) are left out."""
    tiny = R(1, 10**30)
    mutants = [
        -F,
        2 * F,
        F * (1 + tiny),
        F + tiny * x,
        F + x,
        F + sin(x) * tiny,
        F - exp(x),
        F + log(x**2 + 1),
        F + F**2,
    ]
    mutants += [F.subs({x: 2 * x}), F.subs({x: x + tiny}), F.subs({x: -x}) * x]
    mutants += [swapped(F, old, new) for old, new in SWAPS]
    return [mutant for mutant in mutants if mutant != F]


@pytest.mark.parametrize(("F", "f"), RIGHT, ids=str)
def test_right_antiderivatives_are_proved(F, f):
    result = verify_antiderivative(F, f, x)
    assert result.verdict is Verdict.PROVED, result


def test_wrong_antiderivatives_are_never_accepted():
    tried = refuted = 0
    for F, f in RIGHT:
        verifier = AntiderivativeVerifier(f, x)
        for wrong in mutations(F):
            result = verifier.verify(wrong)
            tried += 1
            if result.verdict.holds:
                pytest.fail(f"{wrong} was accepted for {f}: {result}")
            refuted += result.verdict is Verdict.REFUTED
    assert tried >= 500
    assert refuted >= 0.98 * tried


def test_near_misses_are_accepted_only_where_a_second_opinion_agrees():
    """What mpmath's numerical derivatives refuse is not accepted, and most near misses are refuted."""
    missed = accepted = refuted = 0
    for F, f in RIGHT:
        verifier, integrand = AntiderivativeVerifier(f, x), from_symengine(f)
        for wrong in near_misses(from_symengine(F)):
            with suppress(DomainError):  # such as 1/0
                result = verifier.verify(to_symengine(wrong))
                missed += 1
                refuted += result.verdict is Verdict.REFUTED
                if result.verdict.holds:
                    accepted += 1
                    second = opinion(wrong, integrand)
                    assert second.agrees, (wrong, f, result, second)
    assert missed >= 500 and refuted + accepted >= 0.97 * missed
    assert 0 < accepted < 0.1 * missed  # such as ln(3x) for ln(2x)


@pytest.mark.parametrize(
    ("F", "f"),
    [
        (sqrt(x**2), 1 + 0 * x),  # true for x > 0 only
        (x, abs(x) / x),
        (x**2 / 2, abs(x)),
        (se.asec(x), 1 / (x * sqrt(x**2 - 1))),
        (se.acosh(x), 1 / sqrt(x**2 - 1)),
        (2 * sqrt(2) * sin(x / 2), sqrt(1 + cos(x))),
        (sqrt(x * (x - 1)), (2 * x - 1) / (2 * sqrt(x) * sqrt(x - 1)) * se.sign(x - 2)),
        (sin(x), sqrt(1 - sin(x) ** 2)),
    ],
    ids=str,
)
def test_branch_flaws_are_refuted_and_their_scope_is_told(F, f):
    result = verify_antiderivative(F, f, x)
    assert result.verdict is Verdict.REFUTED
    assert result.point is not None
    assert result.scope.kind is ScopeKind.PART and "holds at x =" in str(result.scope)


HIDDEN_ZERO = log(se.Integer(6)) - log(se.Integer(2)) - log(se.Integer(3))


@pytest.mark.parametrize(
    ("F", "f"),
    [
        (sin(x) + 1 / HIDDEN_ZERO, cos(x)),
        (sin(x) / HIDDEN_ZERO, cos(x) / HIDDEN_ZERO),
        (x + (abs(x) - sqrt(x**2)) / (x - sqrt(x**2)), se.Integer(1)),
        (x + log(sin(x) ** 2 + cos(x) ** 2 - 1), se.Integer(1)),
    ],
    ids=str,
)
def test_hidden_zeros_prove_nothing(F, f):
    assert not verify_antiderivative(F, f, x).verdict.holds


def test_where_a_denominator_is_a_hidden_zero_is_no_place_of_the_domain():
    F = x / (sqrt(x**2) - x)
    f = derivative(F, x)
    points = AntiderivativeVerifier(f, x).points
    assert points and all(float(point) < 0 for point in points)
    assert verify_antiderivative(F, f, x).verdict.holds


def test_hidden_zero_is_not_simplified_away_beforehand():
    assert HIDDEN_ZERO != 0


def test_tiny_terms_are_seen_where_the_integrand_is_large():
    f = exp(10 * x) * 10
    assert verify_antiderivative(exp(10 * x) + R(1, 10**60) * x, f, x).verdict is Verdict.REFUTED


def texts(conditions):
    return list(map(str, conditions))


def test_conditions_on_parameters():
    assert texts(verify_antiderivative(x ** (a + 1) / (a + 1), x**a, x).conditions) == ["a != -1"]
    assert texts(verify_antiderivative(atan(x / a) / a, 1 / (x**2 + a**2), x).conditions) == ["a != 0"]
    assert verify_antiderivative(x**2 / 2, x, x).conditions == ()


def test_universal_proofs_hold_everywhere_and_local_ones_say_how_many_patterns():
    assert verify_antiderivative(sin(x), cos(x), x).scope == Scope(ScopeKind.EVERYWHERE)
    result = verify_antiderivative(sqrt(1 + x) * sqrt(1 - x), -x / sqrt(1 - x**2), x)
    assert result.verdict is Verdict.PROVED
    assert "pattern" in result.reason


def test_constant_of_integration_is_welcome():
    assert verify_antiderivative(sin(x) + se.Symbol("c1"), cos(x), x).verdict is Verdict.PROVED


def test_integrand_without_any_value_is_unknown():
    assert verify_antiderivative(x, 1 / HIDDEN_ZERO, x).verdict is Verdict.UNKNOWN


def test_unsupported_function_is_unknown():
    assert verify_antiderivative(gamma(x), cos(x), x).verdict is Verdict.UNKNOWN


def test_complex_domain():
    assert verify_antiderivative(sin(x) ** 2, 2 * sin(x) * cos(x), x, domain="complex").verdict is Verdict.PROVED
    assert verify_antiderivative(sin(x), cos(x) + R(1, 10**30), x, domain="complex").verdict is Verdict.REFUTED


@pytest.mark.parametrize("at", [-2.9, -0.4, 0.3, 2.5], ids=str)
def test_principal_derivatives_of_inverse_hyperbolic_cosines(at):
    """Against the values that a second system gives: central differences of SymPy's principal branches."""
    import sympy

    for function, name in ((se.acosh, "acosh"), (se.asech, "asech")):
        F = function(x**2 / 3 - 2)
        h = 1e-6
        value = getattr(sympy, name)
        low, high = (complex(value(sympy.Float(t**2 / 3 - 2, 30)).evalf(30)) for t in (at - h, at + h))
        exact = complex(principal_derivative(F, x).subs({x: at}).n(53))
        assert abs((high - low) / (2 * h) - exact) < 1e-4 * (1 + abs(exact))


# ------------------------------------------------------------------------------ laws

_LEAVES = st.sampled_from([x, x, x, se.Integer(2), se.Integer(3), R(1, 2), se.pi])
_UNARY = [sin, cos, exp, log, sqrt, atan, tan, se.asinh, lambda u: u**2, lambda u: 1 / u, abs]
EXPRESSIONS = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda f, u: f(u), st.sampled_from(_UNARY), inner),
        st.builds(lambda u, v: u + v, inner, inner),
        st.builds(lambda u, v: u * v, inner, inner),
    ),
    max_leaves=5,
)
_VIEWS = [lambda f: f, se.expand, lambda f: f.subs({tan(x): sin(x) / cos(x)}), lambda f: se.expand(f * x) / x]


@settings(max_examples=150)
@given(F=EXPRESSIONS, view=st.sampled_from(_VIEWS))
def test_the_derivative_of_a_function_is_never_refuted(F, view):
    try:
        f = view(principal_derivative(F, x))
    except (RuntimeError, ZeroDivisionError):
        reject()
    result = verify_antiderivative(F, f, x)
    assert result.verdict is not Verdict.REFUTED, (F, f, result)


@pytest.mark.slow
@settings(max_examples=100)
@given(F=EXPRESSIONS, data=st.data())
def test_near_misses_of_any_function_are_accepted_only_where_a_second_opinion_agrees(F, data):
    try:
        f = principal_derivative(F, x)
        wrong = data.draw(st.sampled_from(list(near_misses(from_symengine(F)))))
        result = verify_antiderivative(to_symengine(wrong), f, x)
        assume(result.verdict is not Verdict.UNKNOWN)
    except (AnsatzError, RuntimeError, ZeroDivisionError):
        reject()
    if result.verdict.holds:
        second = opinion(wrong, from_symengine(f))
        assert not second.disagrees, (wrong, f, result, second)


def test_signs_of_parameters_are_stated():
    result = verify_antiderivative(asin(x / a), 1 / sqrt(a**2 - x**2), x)
    assert result.verdict.holds
    assert "a > 0" in texts(result.conditions)
    assert "a > 0" not in texts(verify_antiderivative(atan(x / a) / a, 1 / (x**2 + a**2), x).conditions)


def test_a_wrong_rule_of_differentiation_is_caught(monkeypatch):
    """The derivative is compared with the slope of F, so that trust does not rest on a table of rules."""
    import ansatz.proof.integral.candidate as candidate

    monkeypatch.setattr(candidate, "principal_derivative", lambda F, x: 2 * F.diff(x))
    assert not verify_antiderivative(sin(x), 2 * cos(x), x).verdict.holds


@pytest.mark.parametrize("e", [R(1, 10**9), R(1, 10**4), R(1, 3)], ids=str)
@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        (lambda u: sqrt(u**2) / x, lambda u: u / x),  # the middle, 0, is a pole
        (lambda u: sqrt(u**2) / sin(x), lambda u: u / sin(x)),
        (lambda u: sqrt(u**2), lambda u: u),  # F' = -f, but both are 0 in the middle
    ],
)
def test_narrow_intervals_are_visited_although_their_middle_is_special(e, inner, outer):
    """|x^2 - e^2| instead of x^2 - e^2: the sign is wrong between -e and e, where no random point is."""
    u = x**2 - e**2
    result = verify_antiderivative(inner(u), principal_derivative(outer(u), x), x)
    assert result.verdict is Verdict.REFUTED, result
    assert result.point is not None and abs(result.point["x"]) < e


def test_components_that_random_points_miss_are_visited():
    """On (-2, -1 - tanh 1) the argument of acosh is below -1 and the usual formula has the wrong sign."""
    u = se.atanh(1 + x)
    f = 1 / ((1 - (1 + x) ** 2) * sqrt((u - 1) * (u + 1)))
    for seed in range(4):
        assert verify_antiderivative(se.acosh(u), f, x, seed=seed).verdict is Verdict.REFUTED

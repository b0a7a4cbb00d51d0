"""What `integrate` and `verify` are given: variables named or not, SymPy's symbols of any name, and answers in them."""

import pytest
import symengine as se
import sympy

from ansatz.errors import ConfigError, InputError, LimitError
from ansatz.expr import parse, to_sympy
from ansatz.proof.condition import Relation
from ansatz.proof.scope import ScopeKind
from ansatz.proof.verdict import Verdict
from ansatz.proof.verify import verify
from ansatz.solve.integral.solver import integrate

OWN = ("fit",)
X, T = sympy.symbols("x t")
POINTS = (-2.7, -1.3, -0.4, 0.3, 1.7, 3.1)


# ---------------------------------------------------------------------------------------- the variable


@pytest.mark.parametrize(
    "given, variable",
    [
        ("t^2", "t"),
        (T**2, "t"),
        (se.Symbol("t") ** 2, "t"),
        (("^", "t", 2), "t"),
        ("θ²", "theta"),
        ("∫ y^2", "y"),
        ("a*x", "x"),
        (X * T, "x"),
        ("7", "x"),
        (sympy.Integer(7), "x"),
        ("pi + e", "x"),
        ("a dt", "t"),
        ("a*x dt", "t"),
        ("7 dt", "t"),
        (sympy.Integral(X * T, T), "t"),
    ],
    ids=str,
)
def test_a_variable_that_is_not_named_is_inferred(given, variable):
    solution = integrate(given, methods=OWN)
    assert solution.variable == variable and solution.verdict is Verdict.PROVED
    assert sympy.simplify(sympy.diff(solution.answer, sympy.Symbol(variable)) - to_sympy(solution.integrand)) == 0


@pytest.mark.parametrize(
    "given", ["a*t", T * sympy.Symbol("a"), se.Symbol("t") * se.Symbol("a"), ("*", "a", "t")], ids=str
)
def test_of_several_symbols_without_x_the_variable_must_be_named(given):
    for call in (lambda: integrate(given), lambda: verify(given, given), lambda: integrate(given, (None, 0, 1))):
        with pytest.raises(InputError, match="name the variable") as caught:
            call()
        assert str(caught.value).count(".") == 1 and "a and t" in str(caught.value)
    assert integrate(given, "t", methods=OWN).answered and integrate(given, ("t", 0, 1), methods=OWN).answered


def test_a_variable_that_is_named_wins():
    named = integrate("t^2", "x", methods=OWN)
    assert named.answer == X * T**2 and "does not contain x" in named.remark
    assert integrate("a*x", "a", methods=OWN).variable == "a"
    assert integrate("∫ a*x da", methods=OWN).variable == "a"
    assert integrate("∫ x dx", "x", methods=OWN).text() == "x^2/2"
    with pytest.raises(ConfigError, match="over t"):
        integrate("∫ t dt", "x")
    with pytest.raises(ConfigError, match="one variable"):
        verify("t dt", "s ds", "x")
    with pytest.raises(InputError, match="a, b, c, d, f and others occur"):
        integrate("a*b*c*d*f*g*h")


def test_bounds_without_a_variable():
    assert integrate("t^2", (None, 0, 3), methods=OWN).value == 9
    assert integrate("∫_0^3 t^2", methods=OWN).value == 9
    assert integrate("∫_0^a t^2", methods=OWN).text() == "a^3/3"


def test_verify_infers_from_both_functions():
    assert verify(T**3 / 3, "t^2").verdict is Verdict.PROVED
    assert verify("2t", "2").verdict is Verdict.PROVED
    assert verify("a*x", "a").verdict is Verdict.PROVED
    assert verify("a*t^2/2", "∫ a*t dt").verdict is Verdict.PROVED
    assert verify("t^3/3", "t^2", "x").verdict is Verdict.REFUTED


# ---------------------------------------------------------------------------------------- SymPy's symbols

REAL_T = sympy.Symbol("t", real=True)
VARIABLES = [
    sympy.Symbol("velocity"),
    sympy.Symbol("x_{max}"),
    sympy.Symbol("\\theta_1"),
    sympy.Symbol("λ"),
    sympy.Symbol("two words"),
    sympy.Symbol("e"),
    sympy.Symbol("I"),
    sympy.Symbol("sin"),
    sympy.Symbol("oo"),
    sympy.Symbol("dx"),
    sympy.Symbol("+"),
    sympy.Symbol("漢"),
    sympy.Symbol("n", integer=True),
    sympy.Symbol("x", positive=True),
    sympy.Dummy(),
    sympy.Dummy("x"),
    sympy.Wild("w"),
]


@pytest.mark.slow
@pytest.mark.parametrize("v", VARIABLES, ids=lambda v: f"{v}-{type(v).__name__}")
def test_symbols_of_any_name(v):
    a = sympy.Symbol("a_{0}", real=True)
    f = a * v * sympy.exp(v)
    for solution in (integrate(f, v, methods=OWN), integrate(sympy.Integral(f, v), methods=OWN)):
        assert solution.verdict is Verdict.PROVED
        assert solution.answer is not None and solution.answer.free_symbols == {v, a}
        assert sympy.simplify(sympy.diff(solution.answer, v) - f) == 0
    answer = integrate(f.subs(a, 2), methods=OWN).answer
    assert answer is not None and answer.free_symbols == {v}
    assert integrate(f, (v, 0, 1), methods=OWN).value == a
    value = integrate(f.subs(a, 1), (v, 0, a), methods=OWN).value
    assert value is not None and value.free_symbols == {a}
    assert integrate("7", v, methods=OWN).answer == 7 * v


def test_symbols_of_one_name_are_told_apart():
    positive = sympy.Symbol("x", positive=True)
    for variable, other in ((X, positive), (positive, X)):
        answer = integrate(variable**2 * other, variable, methods=OWN).answer
        assert sympy.simplify(answer - variable**3 * other / 3) == 0
    assert verify(X**3 * positive / 3, X**2 * positive, X).verdict is Verdict.PROVED
    assert verify(X**3 * positive / 3, X**2 * positive, positive).verdict is Verdict.REFUTED
    one, other = sympy.Dummy("u"), sympy.Dummy("u")
    assert integrate(one * other, other, methods=OWN).answer == one * other**2 / 2
    for unclear in (lambda: integrate(X * positive), lambda: integrate(X * positive, "x")):
        with pytest.raises(InputError, match="symbols are named 'x'"):
            unclear()


def test_a_text_and_a_symbol():
    solution = integrate("a*t^2", REAL_T, methods=OWN)
    assert solution.answer is not None and REAL_T in solution.answer.free_symbols
    assert integrate(REAL_T**2 * X, "t", methods=OWN).answer == REAL_T**3 * X / 3
    assert integrate(sympy.Symbol("velocity") ** 2, "velocity", methods=OWN).text() == "velocity^3/3"


def test_what_is_no_commuting_symbol_is_no_variable():
    for variable in (X + 1, sympy.Integer(2), sympy.Function("f")(X), sympy.pi, se.Symbol("x") + 1):
        with pytest.raises(InputError, match="cannot be a variable"):
            integrate(X, variable)
    with pytest.raises(InputError, match="commute"):
        integrate(sympy.Symbol("A", commutative=False) * X, X)
    with pytest.raises(InputError):
        integrate(se.Symbol("pi") * se.Symbol("x"))


# ---------------------------------------------------------------------------------------- answers

MAGNITUDES = [
    "1/x",
    "tan(x)",
    "1/sin(x)",
    "|x|",
    "x*|x|^3",
    "|x^2-1|",
    "exp(-|x|)",
    "1/(x^2-4)",
    "a/(x+a)",
    "sign(x)*x^2",
    "cbrt(x)",
    "sqrt(x^2+x^4)",
    "1/(x*sqrt(x^2+1))",
    "coth(x)",
    "ln|x|",
    "cos(x)/x",
    "1/ln|x+5|",
]


@pytest.mark.slow
@pytest.mark.parametrize("text", MAGNITUDES)
@pytest.mark.parametrize("kind", ["text", "plain", "real"])
def test_answers_differentiate_back_under_the_rules_of_sympy(text, kind):
    assumptions = {"real": True} if kind == "real" else {}
    symbols = {name: sympy.Symbol(name, **assumptions) for name in ("x", "a")}
    x = symbols["x"]
    given = to_sympy(parse(text), symbols)
    solution = integrate(text if kind == "text" else given, methods=OWN, deadline=30)
    rate = sympy.diff(solution.answer, x)
    assert not rate.has(sympy.Derivative, sympy.Subs, sympy.re, sympy.im, sympy.conjugate)
    for point in POINTS:
        at = {x: point, symbols["a"]: 0.77}
        assert complex(rate.subs(at).evalf(30)) == pytest.approx(complex(given.subs(at).evalf(30)), rel=1e-9), point


def test_logarithms_of_magnitudes_keep_their_values():
    for answer in (integrate("1/x", methods=OWN).answer, integrate(1 / X, methods=OWN).answer):
        assert answer is not None
        assert answer.subs(X, -sympy.E) == 1 and sympy.simplify(answer.diff(X) - 1 / X) == 0
    x = sympy.Symbol("x", real=True)
    assert integrate(1 / x, methods=OWN).answer == sympy.log(sympy.Abs(x))
    p = sympy.Symbol("p", positive=True)
    assert integrate(1 / p, methods=OWN).answer == sympy.log(p)


@pytest.mark.parametrize("text", ["tan(x)", "exp(-|x|)", "cbrt(x)"])
@pytest.mark.parametrize("real", [None, True])
def test_answers_handed_back_are_verified(text, real):
    f = to_sympy(parse(text), {"x": sympy.Symbol("x", real=real)})
    assert verify(integrate(f, methods=OWN).answer, f).holds


# ---------------------------------------------------------------------------------------- what contradicts itself


@pytest.mark.parametrize(
    ("given", "x"),
    [
        ("∫_0^1 x dx", ("x", 0, 2)),
        ("∫_0^∞ exp(-x) dx", ("x", 0, 1)),
        (sympy.Integral(X, (X, 0, 1)), (X, 0, 2)),
        (sympy.Integral(X, X), "t"),
        (sympy.Integral(X, (X, 0, 1)), T),
    ],
    ids=str,
)
def test_two_ranges_or_variables_are_refused(given: object, x: object) -> None:
    with pytest.raises(ConfigError) as caught:
        integrate(given, x)
    assert str(caught.value).count(".") == 1


def test_the_same_bounds_twice_are_no_contradiction() -> None:
    assert integrate("∫_0^1 x dx", ("x", "0", 1), methods=OWN).value == sympy.Rational(1, 2)
    assert integrate(sympy.Integral(X**2, X), (X, 0, 3), methods=OWN).value == 9
    assert integrate(sympy.Integral(X**2, (X, 0, 3)), X, methods=OWN).value == 9


def test_a_claim_is_a_function() -> None:
    with pytest.raises(InputError, match="is an integral itself"):
        verify("∫ x dx", "x")
    assert verify("x^2/2", "∫ x dx").verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "settings",
    [
        {"methods": None},
        {"methods": [["fit"]]},
        {"deadline": float("nan")},
        {"deadline": float("inf")},
        {"deadline": True},
        {"beam": float("nan")},
        {"beam": True},
        {"beam": None},
        {"domain": None},
        {"weights": 3},
    ],
    ids=str,
)
def test_settings_that_make_no_sense_are_one_sentence(settings: dict[str, object]) -> None:
    with pytest.raises(ConfigError) as caught:
        integrate("x", **settings)  # type: ignore[arg-type]
    assert str(caught.value).count("\n") == 0 and str(caught.value).endswith(".")


@pytest.mark.parametrize("bound", ["exp(exp(exp(10)))", "-exp(exp(exp(10)))"])
def test_bounds_beyond_computation_are_refused(bound: str) -> None:
    with pytest.raises(ConfigError, match="has no value within reach"):
        integrate("exp(-x)", ("x", 0, bound))


@pytest.mark.parametrize(
    "given",
    ["10^10^10*x", "x^(10^10^10)", "(10^100)^100*x", "sqrt(x)^(10^9)", sympy.Float("1e5000") * X, 10**400],
    ids=str,
)
def test_numbers_beyond_the_limits_are_refused(given: object) -> None:
    with pytest.raises(LimitError) as caught:
        integrate(given)
    assert str(caught.value).count("\n") == 0 and str(caught.value).endswith(".")


@pytest.mark.parametrize("text", ["x*exp(exp(exp(10)))", "x^(1/10^50)", "sin(exp(exp(exp(10))))*x"])
def test_numbers_that_no_ball_reaches_end_in_a_solution(text: str) -> None:
    solution = integrate(text, deadline=3, methods=OWN)
    assert solution.answered or solution.remark
    assert not any("Error" in phrase for phrase in solution.tried)


# ---------------------------------------------------------------------------------------- SymPy's assumptions


def declared(name: str, **assumptions: bool) -> sympy.Symbol:
    return sympy.Symbol(name, **assumptions)


@pytest.mark.parametrize("assumptions", [{"complex": True}, {"imaginary": True}, {"real": False}], ids=str)
def test_symbols_that_are_not_real_have_complex_answers(assumptions: dict[str, bool]) -> None:
    z, x = declared("z", **assumptions), declared("x")
    for integrand, variable in ((1 / z, z), (1 / (x - z), x)):
        solution = integrate(integrand, variable, methods=OWN)
        assert solution.verdict.holds and solution.scope is not None and solution.scope.kind is ScopeKind.COMPLEX_PLANE
        assert solution.answer is not None and not solution.answer.atoms(sympy.Abs)
        assert sympy.simplify(solution.answer.diff(variable) - integrand) == 0
        with pytest.raises(ConfigError, match="needs real symbols"):
            integrate(integrand, (variable, 1, 2), methods=OWN)
    assert not verify(sympy.log(sympy.Abs(z)), 1 / z, z).verdict.holds


@pytest.mark.parametrize("assumptions", [{}, {"real": True}, {"integer": True}, {"positive": True}], ids=str)
def test_symbols_that_are_or_may_be_real_are_real(assumptions: dict[str, bool]) -> None:
    x = declared("x", **assumptions)
    assert integrate(1 / x, x, methods=OWN).text() == "ln|x|"


@pytest.mark.parametrize(
    ("f", "value"),
    [
        (lambda a: 1 / (X**2 + a), -4),
        (lambda a: sympy.sqrt(a * X), -3),
        (lambda a: X**a, -3),
        (lambda a: 1 / (X * sympy.sqrt(X**2 - a)), -2),
        (lambda a: sympy.exp(a * X) * sympy.sin(X), -1),
    ],
)
def test_negative_parameters_are_negative(f, value) -> None:
    a = declared("a", negative=True)
    solution = integrate(f(a), X, methods=OWN)
    assert solution.verdict is Verdict.PROVED
    assert all(condition.relation is Relation.NONZERO for condition in solution.conditions)
    assert solution.answer is not None
    F = solution.answer.subs(a, value)
    places = [place for place in POINTS if (f(value).subs(X, place)).evalf().is_real]
    assert places
    for place in places:
        slope, rate = F.diff(X).subs(X, place).evalf(), f(value).subs(X, place).evalf()
        assert abs(slope - rate) < 1e-9
    assert verify(solution.answer, f(a), X).verdict.holds


def test_conditions_that_assumptions_decide_are_not_stated() -> None:
    integrand = lambda a: sympy.exp(-a * X**2)  # noqa: E731
    assert [str(c) for c in integrate(integrand(declared("a")), X, methods=OWN).conditions] == ["a > 0"]
    assert integrate(integrand(declared("a", positive=True)), X, methods=OWN).conditions == ()
    assert integrate(X ** declared("n", positive=True), X, methods=OWN).conditions == ()
    (condition,) = integrate(X ** declared("n", negative=True), X, methods=OWN).conditions
    assert str(condition) == "n != -1"
    a = declared("a", negative=True)
    assert not integrate(integrand(a), X, methods=OWN).answered
    claim = sympy.sqrt(sympy.pi) * sympy.erf(sympy.sqrt(a) * X) / (2 * sympy.sqrt(a))
    assert verify(claim, integrand(a), X).conditions == ()


def test_definite_integrals_of_negative_parameters() -> None:
    a = declared("a", negative=True)
    solution = integrate(sympy.exp(a * X), (X, 0, sympy.oo), methods=OWN)
    assert solution.value == -1 / a and solution.conditions == () and solution.bounds == (0, "oo")
    assert integrate(sympy.exp(-a * X), (X, 0, sympy.oo), methods=OWN).value is None  # it diverges, which is not seen
    assert integrate(X, (X, 0, a), methods=OWN).value == a**2 / 2

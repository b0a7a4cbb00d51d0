"""Values by theorems: right against quadrature by mpmath, and never given where a hypothesis is violated a little."""

import mpmath
import pytest
import symengine as se

from ansatz.evaluate.problem import Problem
from ansatz.evaluate.second_opinion.formulas import Formulas
from ansatz.evaluate.sets import read
from ansatz.expr.canonical import canonical, from_symengine, symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree
from ansatz.proof.condition import Relation
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.definite import read_bound
from ansatz.solve.integral.theorems import Definite, Value, closed_value
from ansatz.solve.integral.theorems.gamma_values import beta, euler_number, gamma, zeta_times_gamma
from ansatz.solve.integral.theorems.residues import closed_zeros

X = symbol("x")
PROBLEMS = [problem for problem in read("hard-integrals") if problem.task == "definite"]
BY_ANTIDERIVATIVES = ("cos(3*x)/(5-4*cos(x))",)
PARAMETERS = {"a": mpmath.mpf("1.3"), "b": mpmath.mpf("0.7"), "k": mpmath.mpf("0.6"), "n": mpmath.mpf("2.5")}


def _bound(bound: Tree) -> se.Expr:
    return {INFINITY: se.oo, MINUS_INFINITY: -se.oo}.get(bound) or to_symengine(bound)


def _closed(integrand: Tree, low: Tree, high: Tree) -> Value | None:
    return closed_value(Definite(to_symengine(canonical(integrand)), X, _bound(low), _bound(high)), 3.0)


def _asked(text: str, low: str, high: str) -> Value | None:
    return _closed(parse(text), read_bound(low), read_bound(high))


def _number(value: Value, point: dict[str, mpmath.mpf]) -> mpmath.mpf:
    for condition in value.conditions:
        assert condition.relation is Relation.POSITIVE and Formulas(condition.tree).value(point) > 0
    return mpmath.re(Formulas(from_symengine(value.value)).value(point))


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.text)
def test_the_hard_ones_have_their_values(problem: Problem) -> None:
    assert problem.bounds is not None
    found = _closed(problem.integrand, *problem.bounds)
    if problem.text in BY_ANTIDERIVATIVES:
        assert found is None
        return
    assert found is not None and found.verdict is Verdict.PROVED
    for truth in problem.truths:
        point = {name: Formulas(tree).value({}) for name, tree in truth.at}
        holds = all(Formulas(condition.tree).value(point) > 0 for condition in found.conditions)
        assert holds == (truth.value is not None)
        if truth.value is not None:
            assert mpmath.almosteq(_number(found, point), Formulas(truth.value).value(point), 1e-12, 1e-12)


# integrand, bounds; the pieces over which mpmath integrates, for a value that is not what the form suggests
CONVERGENT = """
x*cos(x)/(x^2+1)|-oo|oo|0
sin(x)^3/x^3|-oo|oo|3*pi/4
sin(a*x)^2/x^2|-oo|oo|pi*a
cos(a*x)/(x^2+9)|0|oo|pi*exp(-3*a)/6
(cos(x)-cos(4*x))/x|0|oo|ln(4)
(exp(-x)-3*exp(-2*x)+2*exp(-5*x))/x|0|oo|3*ln(2)-2*ln(5)
1/(x^4+5*x^2+4)*cos(x)|-oo|oo|pi*(exp(-1)/3-exp(-2)/6)
sin(pi*x)/(x*(1-x^2))|-oo|oo|2*pi
x^2*exp(-a*x^2)*cos(k*x)|-oo|oo|sqrt(pi/a)*exp(-k^2/(4*a))*(1/(2*a)-k^2/(4*a^2))
x*exp(-x^2+x)|-oo|oo|sqrt(pi)*exp(1/4)/2
exp(-a*x^2-b/x^2)|0|oo|sqrt(pi/a)*exp(-2*sqrt(a*b))/2
x/(exp(3*x)+1)|0|oo|pi^2/108
x^2/cosh(x)|0|oo|pi^3/8
x^2/sinh(x)^2|0|oo|pi^2/6
sin(x^2)|0|oo|sqrt(pi/2)/2
sin(x)/x^(3/2)|0|oo|sqrt(2*pi)
ln(1+x)/x^(3/2)|0|oo|2*pi
atan(x)/x^(3/2)|0|oo|sqrt(2)*pi
(x-1)^(1/2)*(3-x)^(1/2)|1|3|pi/2
1/sqrt(1-x^2)|0|1|pi/2
x^3/(1+x^2)^3|0|oo|1/4
1/(1+x^n)|0|oo|pi/(n*sin(pi/n))
sin(x)^3*sqrt(cos(x))|0|pi/2|8/21
1/(2+cos(x))|0|2*pi|2*pi/sqrt(3)
1/(3+sin(x)+2*cos(x))|0|2*pi|pi
1/(2*a+cos(x))|0|pi|pi/sqrt(4*a^2-1)
ln(sin(x))|0|pi|-pi*ln(2)
ln(cos(x)^2)|0|pi|-2*pi*ln(2)
ln(5+4*cos(x))|0|2*pi|4*pi*ln(2)
ln(2+cos(x))|0|pi|pi*ln((2+sqrt(3))/2)
exp(cos(x))*cos(sin(x)-3*x)|0|2*pi|pi/3
1/(1+exp(1/x))|-1|1|1
x^2/(1+exp(sin(x)))|-1|1|1/3
1/(1+tan(x)^3)|0|pi/2|pi/4
x*ln(sin(x))|0|pi|-pi^2*ln(2)/2
ln(x)/(x^2+4)|0|oo|pi*ln(2)/4
ln(x)/(1+x^2)^2|0|oo|-pi/4
ln(x)^2/(x^2+1)|0|oo|pi^3/8
ln(x)/(x^4+4)|0|oo|pi*(2*ln(2)-pi)/32
x^2/cosh(x)^2|-oo|oo|pi^2/6
ln(1-exp(-x))|0|oo|-pi^2/6
ln(x)/(x-1)|0|1|pi^2/6
ln(x)/(1+x)|0|1|-pi^2/12
"""


@pytest.mark.parametrize("line", CONVERGENT.split("\n")[1:-1])
def test_values_by_theorems_are_true(line: str) -> None:
    """None, or the truth; most of them are found."""
    text, low, high, truth = line.split("|")
    found = _asked(text, low, high)
    if not truth:
        assert found is None
        return
    assert found is not None
    assert mpmath.almosteq(_number(found, PARAMETERS), Formulas(parse(truth)).value(PARAMETERS), 1e-12, 1e-12)


# hypotheses that fail by a little: poles on the path, no convergence, wrong signs, intervals that are no period
VIOLATED = """
cos(x)/(x^2-1)|-oo|oo
sin(x)/(x^2-1)|-oo|oo
x^2*cos(x)/(x^2+1)|-oo|oo
x/(x^2+1)|-oo|oo
cos(x)^2/x^2|-oo|oo
sin(x)^2/x^3|-oo|oo
ln(x)/(x^2-1)|1/2|2
ln(x)^2/x^2|0|oo
ln(x)/(x^2-3*x+2)|0|oo
ln(x)*x^2/(x^2+1)|0|oo
x*ln(sin(x))|0|2*pi
(1-cos(x))/x|-oo|oo
sin(x)/x^2|0|oo
sin(x+1)/x|-oo|oo
1/(1+cos(x))|0|2*pi
1/(1+2*cos(x))|0|2*pi
1/(1+sin(x)+cos(x))|0|2*pi
1/sin(x)|0|pi/2
tan(x)|0|pi/2
x^(a-1)/(1-x)|0|oo
sqrt(x)/(1+x)|0|oo
(exp(-x)-exp(4*x))/x|0|oo
(exp(-x)-2*exp(-4*x))/x|0|oo
(exp(-x)-exp(-4*x))/x^2|0|oo
(ln(1+x)-ln(1+2*x))/x|0|oo
(exp(-x)-cos(2*x))/x|0|oo
x^3/(exp(x)-2)|0|oo
1/(exp(x)-1)|0|oo
1/sinh(x)|0|oo
x/sinh(x)^2|0|oo
sqrt(x)*sin(x)|0|oo
cos(x)/x|0|oo
exp(x^2)|-oo|oo
exp(x)|-oo|oo
exp(-x^2+1/x^2)|0|oo
x^2*exp(-x)|-oo|oo
ln(cos(x))|0|pi
ln(1-2*cos(x))|0|2*pi
ln(5+4*cos(x))|0|pi/2
exp(cos(x))*cos(sin(x))|0|1
1/x|-1|1
1/x^3|-1|1
tan(x)|0|pi
1/(2*x-1)|0|1
ln(x)/(x*(1+ln(x)^2))|0|oo
x/(1-x)|0|1
1/(x*(1-x))|0|1
x^3|-oo|oo
ln(x)/(x^2-1)|1/2|2
ln(x)^2/x^2|0|oo
ln(x)/(x^2-3*x+2)|0|oo
ln(x)*x^2/(x^2+1)|0|oo
x*ln(sin(x))|0|2*pi
x/(1+abs(x))^2|-oo|oo
(x-1)/(x+1)/x|0|oo
cot(x-pi/4)|0|pi/2
"""


@pytest.mark.parametrize("line", VIOLATED.split("\n")[1:-1])
def test_no_value_where_a_hypothesis_is_violated(line: str) -> None:
    assert _asked(*line.split("|")) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("cos(x)/(1+exp(x^2))", "-1", "1"),
        ("x*sin(x)/(1+cos(x)^2)", "0", "2*pi"),
        ("(1-x)^(1/2)*(1-x^2)^(1/2)", "0", "1"),
        ("(1-x^2)^(1/2)*(1-x)^(1/2)*x", "0", "1"),
        ("sin(x)^2/(sin(x)+cos(x))", "0", "pi/2"),
        ("x^2*sin(x)/(1+cos(x)^2)", "0", "pi"),
        ("ln(1+tan(x))", "0", "pi/3"),
        ("exp(cos(x))*cos(sin(x))", "0", "4*pi"),
    ],
)
def test_what_looks_alike_has_another_value(text: str, low: str, high: str) -> None:
    found = _asked(text, low, high)
    if found is not None:
        ends = [Formulas(parse(end)).value({}) for end in (low, high)]
        f = Formulas(parse(text))
        truth = mpmath.quad(lambda u: mpmath.re(f.value({"x": u})), mpmath.linspace(*ends, 5))
        assert abs(_number(found, {}) - truth) < 1e-8


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("sqrt(a^2*x)*sqrt(1-x)", "0", "1"),
        ("sqrt(a^2)*sqrt(x)*sqrt(1-x)", "0", "1"),
        ("sqrt(a^2*x)/(1+x^2)", "0", "oo"),
        ("1/sqrt(a*b*x)/(1+x)", "0", "oo"),
        ("sqrt(a^2*tan(x))", "0", "pi/2"),
        ("sqrt(a*b*sin(x)^3*cos(x))", "0", "pi/2"),
    ],
)
def test_roots_of_parameters_are_principal_for_every_sign(text: str, low: str, high: str) -> None:
    negative = {"a": mpmath.mpf("-1.3"), "b": mpmath.mpf("-0.7")}
    found, formulas = _asked(text, low, high), Formulas(parse(text))
    assert found is not None and not found.conditions
    end = {"1": [0, 0.5, 1], "oo": [0, 1, mpmath.inf], "pi/2": [0, 0.5, mpmath.pi / 2]}[high]
    truth = mpmath.quad(lambda x: mpmath.re(formulas.value({**negative, "x": x})), end)
    assert mpmath.almosteq(_number(found, negative), truth, 1e-6, 1e-6)


def test_bounds_in_the_other_order_change_the_sign() -> None:
    forwards, backwards = _asked("sin(x)^2/x^2", "-oo", "oo"), _asked("sin(x)^2/x^2", "oo", "-oo")
    assert forwards is not None and backwards is not None and backwards.value == -forwards.value


def _float(e: se.Expr | None) -> float:
    assert e is not None
    return float(Formulas(from_symengine(e)).value({}))


def test_gamma_beta_and_zeta_are_those_of_mpmath() -> None:
    half = se.Rational(1, 2)
    for s in (half, -half, 5 * half, -7 * half, se.Integer(4)):
        assert abs(float(mpmath.gamma(float(s))) - _float(gamma(s))) < 1e-12
    for p, q in ((se.Rational(1, 3), se.Rational(5, 3)), (half, se.Integer(3)), (se.Rational(5, 4), se.Rational(3, 4))):
        assert abs(float(mpmath.beta(float(p), float(q))) - _float(beta(p, q))) < 1e-12
    assert gamma(se.Integer(0)) is None
    for n in (2, 4, 10):
        assert abs(float(mpmath.zeta(n) * mpmath.gamma(n)) - _float(zeta_times_gamma(se.Integer(n), False))) < 1e-6
        assert abs(euler_number(n)) == abs(int(mpmath.eulernum(n)))


@pytest.mark.parametrize(
    "coefficients", [[1, 0, 0, 0, 1], [3, 0, 1, 0, 1], [4, 0, -5, 0, 2], [2, 2, 1], [2, 0, 0, 0, 0, 1]]
)
def test_zeros_in_closed_form_are_zeros(coefficients: list[int]) -> None:
    from flint import fmpq_poly

    zeros = closed_zeros(fmpq_poly(coefficients))
    assert zeros is not None and len(zeros) == len(coefficients) - 1
    for z in zeros:
        value = complex(_float(z.re), _float(z.im))
        assert abs(sum(c * value**k for k, c in enumerate(coefficients))) < 1e-10

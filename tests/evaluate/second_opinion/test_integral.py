"""The second opinion on antiderivatives: it agrees with right ones, on all scales, and names where others fail."""

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ansatz.errors import AnsatzError
from ansatz.evaluate.second_opinion.integral import opinion, positive_parameters
from ansatz.evaluate.second_opinion.opinion import Stance
from ansatz.expr.canonical import canonical
from ansatz.expr.parse import parse
from ansatz.expr.sympy_bridge import to_sympy
from ansatz.expr.tree import Tree
from ansatz.proof.condition import Condition, Relation

from ...near_misses import near_misses

RIGHT = [
    ("x*sin(x)+cos(x)", "x*cos(x)"),
    ("ln|x|", "1/x"),
    ("asin(x/3)", "1/sqrt(9-x^2)"),
    ("sin((1+4x^5)^2)", "cos((1+4x^5)^2)*2*(1+4x^5)*20*x^4"),
    ("x^(a+1)/(a+1)", "x^a"),
    ("cos(x*exp(2x^2))", "-(1+4x^2)*exp(2x^2)*sin(x*exp(2x^2))"),
    ("sqrt(pi)*erf(x)/2", "exp(-x^2)"),
    ("x*exp(1/x)", "exp(1/x)*(1-1/x)"),  # steep towards 0
    ("ln|cos(exp(x))|", "-exp(x)*tan(exp(x))"),  # oscillates ever faster
    ("x^2*sin(1/x)", "2x*sin(1/x)-cos(1/x)"),
    ("tanh(1000x)/1000", "sech(1000x)^2"),
    ("ln(x-20)", "1/(x-20)"),
    ("sqrt((x-2)*(3-x))", "(5-2x)/(2sqrt((x-2)*(3-x)))"),
    ("2sqrt(2)*atanh(sqrt(2)*sqrt(1+coth(x))/2)-2sqrt(1+coth(x))-2/3*(1+coth(x))^(3/2)", "coth(x)*(1+coth(x))^(3/2)"),
    ("3/4*x*cbrt(x)", "cbrt(x)"),
    ("-dilog(x)", "ln(1-x)/x"),
    ("exp(a*x)*(a*sin(b*x)-b*cos(b*x))/(a^2+b^2)", "exp(a*x)*sin(b*x)"),
    ("acos(3)*sin(x)", "acos(3)*cos(x)"),
    ("i*x*|x|/2", "i*|x|"),
]
WRONG = [
    ("x*sin(x)", "x*cos(x)"),
    ("ln|x| + x/10^12", "1/x"),
    ("(1+10^(-30))*sin(x)", "cos(x)"),
    ("sqrt(x^2)", "1"),
    ("-cos(x)", "-sin(x)"),
    ("x", "|x|/x"),
    ("acosh(x)", "1/sqrt(x^2-1)"),  # right for x > 1 only
    ("ln|x| + tanh(1000x)/10^6", "1/x"),  # wrong within 0.01 of 0 only
    ("sin(x)", "cos(x)*(1 + exp(-x^2)/10^9)"),  # wrong within 10 of 0 only
    ("i*x^2/2", "i*|x|"),
    ("x^a/a", "x^a"),
]
ON_THE_PLANE = [
    ("exp((1+2i)x)/(1+2i)", "exp((1+2i)x)"),
    ("ln(x-i)", "1/(x-i)"),
    ("atan(x/a)/a", "1/(x^2+a^2)"),
    ("sqrt(x-1)*sqrt(x+1)", "x/(sqrt(x-1)*sqrt(x+1))"),
    ("tan(x)", "1+tan(x)^2"),
]
NOT_ON_THE_PLANE = [
    ("x^2/2", "sqrt(x^2)"),
    ("ln|x|", "1/x"),
    ("x*|x|/2", "|x|"),
    ("asin(x/a)", "1/sqrt(a^2-x^2)"),  # for positive a only
    ("sqrt(x-1)*sqrt(x+1)", "x/sqrt(x^2-1)"),
]


def tree(text: str) -> Tree:
    return canonical(parse(text))


@pytest.mark.slow
@pytest.mark.parametrize(("F", "f"), RIGHT)
def test_it_agrees_with_right_answers(F: str, f: str) -> None:
    found = opinion(tree(F), tree(f))
    assert found.agrees, found


@pytest.mark.parametrize(("F", "f"), WRONG)
def test_it_disagrees_with_wrong_ones_at_a_point(F: str, f: str) -> None:
    found = opinion(tree(F), tree(f))
    assert found.disagrees and set(found.point) >= {"x"}
    residual = slope(tree(F)) - real(tree(f))
    at = {symbol: sympy.Rational(found.point[symbol.name]) for symbol in residual.free_symbols}
    assert complex(residual.subs(at).evalf(60)) != 0


@pytest.mark.parametrize(("F", "f"), ON_THE_PLANE)
def test_it_agrees_on_the_plane(F: str, f: str) -> None:
    assert opinion(tree(F), tree(f), domain="complex").agrees


@pytest.mark.parametrize(("F", "f"), NOT_ON_THE_PLANE)
def test_it_disagrees_on_the_plane(F: str, f: str) -> None:
    found = opinion(tree(F), tree(f), domain="complex")
    assert found.disagrees and isinstance(found.point["x"], complex)


def test_positive_parameters_are_so_on_the_plane() -> None:
    positive = positive_parameters((Condition("a", Relation.POSITIVE), Condition("b", Relation.NONZERO)))
    assert positive == {"a"}
    assert opinion(tree("asin(x/a)"), tree("1/sqrt(a^2-x^2)"), "x", "complex", positive).agrees
    assert opinion(tree("sqrt(a)*sqrt(b)*x"), tree("sqrt(a*b)"), "x", "complex", {"a"}).agrees
    assert opinion(tree("sqrt(a)*sqrt(b)*x"), tree("sqrt(a*b)"), "x", "complex").disagrees


def test_a_pair_is_compared_where_it_is_real_as_a_whole() -> None:
    F, f = tree("acosh(x)"), tree("1/sqrt(x^2-1)")
    assert opinion(F, f).disagrees
    assert opinion(F, f, both_real=True).agrees
    assert opinion(tree("sqrt(-1-x^2)"), tree("-x/sqrt(-1-x^2)"), both_real=True).agrees
    assert opinion(tree("3*x*asin(2)"), tree("asin(2)"), both_real=True).disagrees


@pytest.mark.parametrize("f", ["1/(ln(6)-ln(2)-ln(3))", "sin(exp(exp(exp(x^2+9))))"])
def test_it_cannot_say_where_nothing_can_be_compared(f: str) -> None:
    found = opinion("x", parse(f))
    assert found.stance is Stance.CANNOT_SAY and found.reason == "compared at 0 points"
    assert str(found) == "cannot say: compared at 0 points"


def test_it_says_the_same_for_the_same_seed() -> None:
    F, f = tree("-cos(x)"), tree("-sin(x)")
    assert opinion(F, f, seed=3) == opinion(F, f, seed=3) != opinion(F, f, seed=4)


def real(expression: Tree) -> sympy.Expr:
    """For SymPy, in real variables: its derivative of |u| needs that."""
    found = to_sympy(expression)
    return found.subs({symbol: sympy.Symbol(symbol.name, real=True) for symbol in found.free_symbols})


def slope(expression: Tree) -> sympy.Expr:
    """F' by SymPy's rules; sign' = 0."""
    rate = sympy.diff(real(expression), sympy.Symbol("x", real=True))
    return rate.replace(lambda e: isinstance(e, sympy.Derivative), lambda e: sympy.Integer(0))


def differs(F: Tree, G: Tree) -> bool:
    """Whether F' and G' differ at one of a few points."""
    x, a, b = sympy.symbols("x a b", real=True)
    wrong, right = slope(F), slope(G)
    for place in ("7/30", "-9/7", "31/13", "201/10", "-1/900"):
        at = {x: sympy.Rational(place), a: sympy.Rational(7, 4), b: sympy.Rational(5, 3)}
        difference, size = ((e.subs(at)).evalf(40) for e in (wrong - right, right))
        if difference.is_finite and abs(complex(difference)) > 1e-25 * abs(complex(size)):
            return True
    return False


@pytest.mark.slow
@settings(max_examples=150)
@given(pair=st.sampled_from(RIGHT[:-2]), data=st.data())
def test_near_misses_are_told_from_right_answers(pair: tuple[str, str], data: st.DataObject) -> None:
    F, f = map(tree, pair)
    try:
        missed = canonical(data.draw(st.sampled_from(list(near_misses(F)))))
    except AnsatzError:  # such as 1/0
        assume(False)
    found = opinion(missed, f)
    # Some near misses have complex values where f is real, or none.
    assert found.disagrees if differs(missed, F) else found.agrees, (missed, found)

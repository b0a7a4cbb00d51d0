"""Trees to SymPy and back."""

import cmath
import subprocess
import sys

import pytest
import symengine as se
import sympy
from hypothesis import assume, given, reject, settings

from ansatz.errors import DomainError, InputError, LimitError, UnsupportedError
from ansatz.expr import canonical, from_symengine, from_sympy, parse, symengine_to_sympy, to_symengine, to_sympy
from ansatz.expr.operators import OPERATORS
from ansatz.expr.tree import Tree, substitute

from .strategies import small_trees

x, y = sympy.symbols("x y")
HERE = se.Rational(31, 100) + se.I * se.Rational(17, 100)

PAIRS = {
    "erf(x)": sympy.erf(x),
    "Ei(x)": sympy.Ei(x),
    "Si(x)": sympy.Si(x),
    "Ci(x)": sympy.Ci(x),
    "li(x)": sympy.li(x),
    "dilog(x)": sympy.polylog(2, x),
    "ln|x|": sympy.log(sympy.Abs(x)),
    "x^(1/3)": x ** sympy.Rational(1, 3),
    "exp(x)": sympy.exp(x),
    "sqrt(x)": sympy.sqrt(x),
    "1/x^2": x**-2,
    "x^y": x**y,
    "-x/2": -x / 2,
    "pi*i": sympy.pi * sympy.I,
    "-1/2": sympy.Rational(-1, 2),
    "acot(x)": sympy.acot(x),
}


@pytest.mark.parametrize("text", PAIRS)
def test_both_ways(text: str) -> None:
    assert to_sympy(parse(text)) == PAIRS[text]
    assert canonical(from_sympy(PAIRS[text])) == canonical(parse(text))
    assert symengine_to_sympy(to_symengine(parse(text))) == PAIRS[text]


def test_e() -> None:
    assert to_sympy(parse("exp(1)")) == to_sympy("e") == sympy.E
    assert from_sympy(sympy.E) == "e"


def test_the_cube_root_is_real() -> None:
    assert to_sympy(("cbrt", -8)) == -2
    assert to_sympy(("cbrt", "x")).subs(x, -8) == -2
    assert to_sympy(("^", -8, ("/", 1, 3))) != -2


def test_the_shape_of_sums() -> None:
    assert from_sympy(-x - 1) == ("-", -1, "x")
    assert from_sympy(x - 1) == ("-", "x", 1)
    assert from_sympy(sympy.Mul(-2, -3, x, evaluate=False)) == ("*", ("*", 2, 3), "x")


def test_assumptions_come_back() -> None:
    t = sympy.Symbol("t", positive=True)
    assert to_sympy(from_sympy(sympy.log(t)), {"t": t}) == sympy.log(t)


@pytest.mark.parametrize(
    "strange",
    [
        sympy.Piecewise((x, x**2 > 1), (0, True)),
        sympy.loggamma(x),
        sympy.polylog(3, x),
        sympy.Integral(x, x),
        sympy.Eq(x, 1),
        sympy.Function("f")(x),
        sympy.Symbol("e"),
        sympy.Symbol("sin"),
        sympy.Symbol("two words"),
        sympy.GoldenRatio,
        x > 0,
        sympy.Matrix([x]),
        "x",
    ],
    ids=str,
)
def test_unknown_objects_are_refused_in_one_sentence(strange: object) -> None:
    with pytest.raises(UnsupportedError) as caught:
        from_sympy(strange)
    assert str(caught.value).endswith(".")


def test_infinities_and_sizes_are_refused() -> None:
    for infinite in (sympy.oo, sympy.zoo, sympy.nan, -sympy.oo):
        with pytest.raises(DomainError):
            from_sympy(infinite)
    with pytest.raises(DomainError):
        to_sympy(("/", 1, 0))
    with pytest.raises(LimitError):
        from_sympy(sympy.Add(*(x**k for k in range(3000))))
    deep = x
    for _ in range(150):
        deep = sympy.sin(deep)
    with pytest.raises(LimitError):
        from_sympy(deep)
    with pytest.raises(LimitError):
        to_sympy(("^", 9, ("^", 9, 9)))


@pytest.mark.parametrize("operator", OPERATORS.values(), ids=lambda operator: operator.name)
def test_every_operator_crosses(operator) -> None:
    tree: Tree = (operator.name, "x") if operator.arity == 1 else (operator.name, "x", "y")
    there, again = to_sympy(tree), to_sympy(from_sympy(to_sympy(tree)))
    # Off every branch cut; SymEngine knows the signs of real numbers only.
    real = operator.name in ("sign", "cbrt")
    point = {"x": ("/", 3, 7) if real else ("+", ("/", 3, 7), ("/", "i", 5)), "y": ("/", 2, 3)}
    values = {sympy.Symbol(name): to_sympy(value) for name, value in point.items()}
    expected = complex(there.subs(values).evalf())
    assert complex(again.subs(values).evalf()) == pytest.approx(expected)
    if operator.elementary:
        value = to_symengine(substitute(tree, point)).n(53, real=False)
        assert complex(value) == pytest.approx(expected)


@given(small_trees)
@settings(deadline=2000, max_examples=60)
def test_round_trip_through_sympy(tree: Tree) -> None:
    """SymPy and SymEngine simplify differently, so values are compared, at a point of the complex plane."""
    try:
        here = to_symengine(tree)
        there = to_sympy(tree)
        back = to_symengine(from_sympy(there))
    except InputError:
        reject()
    point = {"x": HERE}
    values = _value(here, point), _value(back, point)
    assume(not any(map(cmath.isnan, values)))
    assert values[0] == pytest.approx(values[1], rel=1e-6, abs=1e-9)


def _value(expression, point) -> complex:
    """The value with many guard digits; nan where it is too large for a comparison."""
    try:
        value = complex(expression.subs(point).n(400, real=False))
        return value if abs(value) < 1e9 else complex("nan")
    except (RuntimeError, OverflowError, ValueError):
        return complex("nan")


@given(small_trees)
@settings(deadline=2000, max_examples=60)
def test_round_trip_through_symengine(tree: Tree) -> None:
    try:
        expression = to_symengine(tree)
    except InputError:
        reject()
    # Not always the same object: SymEngine leaves sqrt(2)*sqrt(sqrt(2)), and folds it when it is built anew.
    again = to_symengine(from_symengine(expression))
    point = {"x": HERE}
    values = _value(again, point), _value(expression, point)
    assume(not any(map(cmath.isnan, values)))
    assert values[0] == pytest.approx(values[1], rel=1e-6, abs=1e-9)


@pytest.mark.slow
def test_sympy_is_loaded_late() -> None:
    late = "assert 'sympy' not in sys.modules; ansatz.expr.to_sympy; assert 'sympy' in sys.modules"
    code = f"import sys, ansatz.expr; {late}"
    subprocess.run([sys.executable, "-c", code], check=True)

"""Differential equations as people write them: one equation whatever its spelling, one sentence for what is none."""

import pytest
import sympy

from ansatz.errors import ConfigError, InputError, ParseError, UnsupportedError
from ansatz.expr.canonical import canonical
from ansatz.expr.equations import InitialValues, read_equation
from ansatz.expr.tree import symbols

# (text, its left side with y' for the derivative, the function, its variable)
SAME = [
    ("y' = x*y", "y' - x*y", "y", "x"),
    ("y' - x*y", "y' - x*y", "y", "x"),
    ("y′ = x y", "y' - x*y", "y", "x"),
    ("y'(x) = x*y(x)", "y' - x*y", "y", "x"),
    ("dy/dx = x*y", "y' - x*y", "y", "x"),
    ("dy/dx == x*y", "y' - x*y", "y", "x"),
    (r"\frac{dy}{dx} = x y", "y' - x*y", "y", "x"),
    (r"\frac{\mathrm{d}y}{\mathrm{d}x} = x\,y", "y' - x*y", "y", "x"),
    (r"\frac{d}{dx} y = x y", "y' - x*y", "y", "x"),
    ("diff(y(x), x) = x*y(x)", "y' - x*y", "y", "x"),
    ("Derivative(y(x), x) - x*y(x)", "y' - x*y", "y", "x"),
    (r"y^\prime = x y", "y' - x*y", "y", "x"),
    ("xy' = y", "x*y' - y", "y", "x"),
    ("yy' = x", "y*y' - x", "y", "x"),
    ("y' = y(1-y)", "y' - y*(1-y)", "y", "x"),
    ("y'^2 + x*y' - y = 0", "y'^2 + x*y' - y", "y", "x"),
    ("y'' + y = 0", "y'' + y", "y", "x"),
    ("y″ + y = 0", "y'' + y", "y", "x"),
    ("d^2y/dx^2 + y = 0", "y'' + y", "y", "x"),
    ("d²y/dt² = -y", "y'' + y", "y", "t"),
    (r"\frac{d^{2}y}{dt^{2}} + y = 0", "y'' + y", "y", "t"),
    ("diff(y(x), x, 2) + y(x) = 0", "y'' + y", "y", "x"),
    ("Derivative(y(x), (x, 2)) + y(x) = 0", "y'' + y", "y", "x"),
    (r"y^{\prime\prime} + y = 0", "y'' + y", "y", "x"),
    (r"y^{(2)} + y = 0", "y'' + y", "y", "x"),
    (r"\ddot{x} + k x = 0", "x'' + k*x", "x", "t"),
    (r"\dot u = u", "u' - u", "u", "x"),
    ("u'(s) + u(s) = s", "u' + u - s", "u", "s"),
    ("dx/dt = -k*x", "x' + k*x", "x", "t"),
    (r"\theta'' + \sin\theta = 0", "theta'' + sin(theta)", "theta", "x"),
    ("dP/dt = r*P*(1 - P/k)", "P' - r*P*(1 - P/k)", "P", "t"),
    ("y dx - x dy = 0", "y - x*y'", "y", "x"),
    ("(x + y)dx = (x - y) dy", "(x + y) - (x - y)*y'", "y", "x"),
    ("x*dy + y*dx = x^2*y^2*dx", "x*y' + y - x^2*y^2", "y", "x"),
    ("dx/x + dy/(1 + y^2) = 0", "1/x + y'/(1 + y^2)", "y", "x"),
    ("dy (1 + x) = dx (y + 2)", "y'*(1 + x) - (y + 2)", "y", "x"),
    (r"r\,d\theta = \sin\theta\,dr", "r - sin(theta)*r'", "r", "theta"),
    (r"\sin x \,\mathrm{d}x + y\,\mathrm{d}y = 0", "sin(x) + y*y'", "y", "x"),
    ("2*t dt + x dx = 0", "2*t + x*x'", "x", "t"),
]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("E*I*y'''' = w", {"E", "I", "w", "y''''"}),
        ("EI y'''' = w", {"E", "I", "w", "y''''"}),
        ("L*q'' + R*q' + q/C = E", {"L", "R", "C", "E", "q", "q'", "q''"}),
        ("I' = -k*I", {"I", "I'", "k"}),
        ("E' = -E^2", {"E", "E'"}),
        ("y' = E^x + E1*y", {"y", "y'", "x", "E1", "e"}),
        ("y' = 2E-3*y", {"y", "y'"}),
    ],
)
def test_quantities_have_the_names_of_constants(text: str, names: set[str]) -> None:
    read = read_equation(text)
    assert symbols(read.left) | ({"e"} if "'e'" in str(read.left) else set()) == names


def test_values_may_hold_such_quantities() -> None:
    read = read_equation("R*q' + q/C = E, q(0) = E*C")
    assert read.initial is not None and symbols(read.initial.values[0]) == {"E", "C"}


@pytest.mark.parametrize("text", ["y dx + x dy = 3", "y dx*dy = x dy", "dx + dy/dx dy = 0"])
def test_every_term_needs_one_differential(text: str) -> None:
    with pytest.raises(InputError):
        read_equation(text)


def test_a_function_that_is_named_is_a_function_of_the_other_variable() -> None:
    read = read_equation("y dx + x dy = 0", "x")
    assert (read.function, read.variable) == ("x", "y")
    assert canonical(read.left) == canonical(read_equation("y*x' + x", "x", "y").left)


@pytest.mark.parametrize(("text", "left", "function", "variable"), SAME, ids=[text for text, *_ in SAME])
def test_many_spellings_are_one_equation(text, left, function, variable) -> None:
    read = read_equation(text)
    assert (read.function, read.variable) == (function, variable)
    assert read.order == (2 if "''" in left else 1)
    assert canonical(read.left) == canonical(read_equation(left, function, variable).left)
    assert read.initial is None


@pytest.mark.parametrize(
    ("text", "ics", "place", "values"),
    [
        ("y' = y, y(0) = 2", None, 0, (2,)),
        ("y' = y; y(0) = 2", None, 0, (2,)),
        (r"\frac{dy}{dx} = y, \quad y(0) = 2", None, 0, (2,)),
        ("y' = y", "y(0) = 2", 0, (2,)),
        ("y' = y", {"y(0)": 2}, 0, (2,)),
        ("y' = y, y(0) = 2, y(0) = 4/2", None, 0, (2,)),
        ("y'' = y, y(0) = 1, y'(0) = 0", None, 0, (1, 0)),
        ("y'' = y, y'(0) = 0, y(0) = 1", None, 0, (1, 0)),
        ("y'' = y", {"y(0)": 1, "y'(0)": 0}, 0, (1, 0)),
        ("dx/dt = x, x(a) = b", None, "a", ("b",)),
    ],
)
def test_initial_values(text, ics, place, values) -> None:
    assert read_equation(text, ics=ics).initial == InitialValues(place, values)


REFUSED = [
    ("y' =", ParseError, "right side"),
    ("= y'", ParseError, "left side"),
    ("", ParseError, "empty"),
    ("y' = y = x", ParseError, "one sign of equality"),
    ("y''''''' + y^y' = 0", UnsupportedError, "order 7"),
    ("d^7y/dx^7 = y", UnsupportedError, "order 7"),
    ("y = x", InputError, "no derivative"),
    ("x^2 + 1", InputError, "no derivative"),
    ("y' = u' + 1", UnsupportedError, "one unknown function"),
    ("x' = y, y' = -x", UnsupportedError, "Write a system"),
    ("y' = y, y(0) = 1, y(0) = 2", ConfigError, "contradict"),
    ("y'' = y, y(0) = 1", ConfigError, "2 values"),
    ("y' = y, y(0) = 1, y'(0) = 1", ConfigError, "one initial value"),
    ("y'' = y, y(0) = 1, y(1) = 2, y(2) = 3", ConfigError, "takes 2 values"),
    ("y' = y, u(0) = 1", ConfigError, "u"),
    ("y' = y, y(0) = x", ConfigError, "constant"),
    ("y' = y, 3", ParseError, "no initial value"),
    ("dy/dx = dy/dt", ConfigError, "one variable"),
    ("dy/dy = 1", ConfigError, "both"),
    ("__import__('os').system('ls')' = y", ParseError, "import"),
    ("y' = gamma(y)", UnsupportedError, "gamma"),
]


@pytest.mark.parametrize(("text", "kind", "words"), REFUSED, ids=[text for text, *_ in REFUSED])
def test_what_is_no_equation_is_one_sentence(text, kind, words) -> None:
    with pytest.raises(kind, match=words) as caught:
        read_equation(text)
    sentence = str(caught.value)
    assert sentence.endswith(".") and "\n" not in sentence and len(sentence) < 200


def test_equations_of_sympy() -> None:
    f, s, k = sympy.Function("f"), sympy.Symbol("s", positive=True), sympy.Symbol("k")
    read = read_equation(sympy.Eq(f(s).diff(s), k * f(s)), ics={f(0): 3})
    assert (read.function, read.variable, read.order) == ("f", "s", 1)
    assert canonical(read.left) == canonical(read_equation("f' - k*f", "f", "s").left)
    assert read.symbols["s"] is s and read.initial == InitialValues(0, (3,))
    second = read_equation(f(s).diff(s, 2) + f(s), ics={f(0): 1, f(s).diff(s).subs(s, 0): 2})
    assert second.order == 2 and second.initial == InitialValues(0, (1, 2))


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda f, g, x: x, "no unknown function"),
        (lambda f, g, x: f(x).diff(x) - g(x), "one is supported"),
        (lambda f, g, x: f(x).diff(x) - f(x - 1), "delays"),
        (lambda f, g, x: f(x), "no derivative"),
    ],
)
def test_what_is_no_equation_of_sympy(build, words) -> None:
    f, g, x = sympy.Function("f"), sympy.Function("g"), sympy.Symbol("x")
    with pytest.raises(InputError, match=words):
        read_equation(build(f, g, x))

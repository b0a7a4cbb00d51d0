"""Systems are read as people write them; what is none is refused in one sentence."""

import pytest
import symengine as se
import sympy

from ansatz.errors import InputError
from ansatz.expr.canonical import canonical
from ansatz.expr.parse import parse
from ansatz.expr.systems import read_system

x, y, t = sympy.symbols("x y t")
X, Y = sympy.Function("X")(t), sympy.Function("Y")(t)


@pytest.mark.parametrize(
    "given, variables, components",
    [
        ("x0' = -x0^3 + x1; x1' = -x0 - x1", ("x0", "x1"), ("-x0^3 + x1", "-x0 - x1")),
        ("dx/dt = y\ndy/dt = -sin x - y", ("x", "y"), ("y", "-sin(x) - y")),
        ("dx(t)/dt = y(t); y'(t) = -x(t)", ("x", "y"), ("y", "-x")),
        ("y' = -y, x' = x*y", ("y", "x"), ("-y", "x*y")),
        (r"\dot x = -x + y \\ \dot{y} = -x^3", ("x", "y"), ("-x + y", "-x^3")),
        (r"\begin{cases}\dot{x}_1 &= x_2 \\ \dot{x}_2 &= -x_1\end{cases}", ("x1", "x2"), ("x2", "-x1")),
        (r"\frac{dx}{dt} = -x", ("x",), ("-x",)),
        (r"\dot\theta = \omega; \dot\omega = -\sin\theta", ("theta", "omega"), ("omega", "-sin(theta)")),
        ("ẋ = y, ẏ = -x", ("x", "y"), ("y", "-x")),
        ("θ' = ω; ω' = -θ", ("theta", "omega"), ("omega", "-theta")),
        ("(cos(2.1 x0)(x1+2), sin(3 x1+2))", ("x0", "x1"), ("cos(21/10*x0)*(x1+2)", "sin(3*x1+2)")),
        (["-x + y", "-y"], ("x", "y"), ("-x + y", "-y")),
        (["x' = -x + y", "y' = -y"], ("x", "y"), ("-x + y", "-y")),
        ({"y": "-y", "x": "-x + y"}, ("y", "x"), ("-y", "-x + y")),
        ("x10; -x2", ("x2", "x10"), ("x10", "-x2")),
        ([-x + y, -y], ("x", "y"), ("-x + y", "-y")),
        (sympy.Matrix([-x + y, -y]), ("x", "y"), ("-x + y", "-y")),
        ((se.Symbol("x") * -1,), ("x",), ("-x",)),
        ({y: -y, x: -x}, ("y", "x"), ("-y", "-x")),
        ([sympy.Eq(X.diff(t), -X + Y), sympy.Eq(Y.diff(t), -Y)], ("X", "Y"), ("-X + Y", "-Y")),
    ],
)
def test_systems_are_read(given, variables, components):
    system = read_system(given)
    assert system.variables == variables
    assert list(map(canonical, system.components)) == [canonical(parse(c)) for c in components]


def test_names_that_the_parser_reads_otherwise_are_variables_where_they_are_differentiated():
    system = read_system("S' = -2*S*I; I' = 2*S*I - I; vel' = -vel")
    assert system.variables == ("S", "I", "vel")
    assert system.components[1] == ("-", ("*", ("*", 2, "S"), "I"), "I") and system.components[2] == ("neg", "vel")


@pytest.mark.parametrize(
    "given, says",
    [
        ("", "empty"),
        ("x' = -t*x", "time"),
        ("x'' = -x", "first order"),
        ("x' = -k*x", "k is no variable"),
        ("x' = -x; x' = x", "two equations"),
        ("x' = ; y' = x", "no equation"),
        ("x = 3", "no derivative"),
        ("-x - y", "1 component and 2 symbols"),
        ("-x; -x - y; -y", "3 components and 2 symbols"),
        ("x' = f(x)", "not a known function"),
        ("e' = -e", "which is a number"),
        ("; ".join(f"x{k}' = -x{k}" for k in range(7)), "one to 6"),
        ([-x * sympy.Function("g")(x)], "g"),
        ([1, 2], "0 symbols"),
        (5, "no system"),
        ([], "0 symbols|one to 6"),
    ],
)
def test_what_is_no_system_is_refused_in_one_sentence(given, says):
    with pytest.raises(InputError, match=says) as raised:
        read_system(given)
    assert str(raised.value).count("\n") == 0

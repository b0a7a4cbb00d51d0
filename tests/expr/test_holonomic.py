"""Airy, Bessel and hypergeometric functions: spellings, SymPy, derivatives and recurrences against balls."""

import pytest
import symengine as se
import sympy
from flint import acb, arb, ctx

import ansatz
from ansatz.algebra.balls import evaluate
from ansatz.errors import ParseError, UnsupportedError
from ansatz.expr.canonical import canonical, derivative, from_symengine, symbol, to_symengine
from ansatz.expr.display import display
from ansatz.expr.holonomic import HOLONOMIC, bindings
from ansatz.expr.parse import parse
from ansatz.expr.printing import to_latex, to_text
from ansatz.expr.symengine_bridge import tree_at
from ansatz.expr.sympy_bridge import from_sympy, to_sympy
from ansatz.expr.tree import check_tree, is_elementary
from ansatz.proof.real_line.requirements import requirements

x = symbol("x")
ROWS = pytest.mark.parametrize("name", HOLONOMIC)
PARAMETERS = [se.Rational(2, 3), se.Rational(5, 4), se.Rational(7, 5)]
NUMBERS = {"x": acb(0.375)}


def applied(name: str, shift: int = 0) -> se.Expr:
    parameters = (p + shift for p in PARAMETERS[: HOLONOMIC[name].parameters])
    return se.Function(name)(x, *parameters)


def ball(e: se.Expr, at: acb = NUMBERS["x"]) -> acb:
    return evaluate(e, {x: at}, 300)


@ROWS
def test_texts_and_trees_say_the_same(name: str) -> None:
    e = se.Function(name)(2 * x, *map(symbol, "abc"[: HOLONOMIC[name].parameters])) + 1
    tree = check_tree(from_symengine(e))
    assert to_symengine(tree) == e and canonical(tree) == tree
    for shown in (tree, display(tree)):
        assert to_symengine(parse(to_text(shown))) == e
    assert not is_elementary(tree)
    assert HOLONOMIC[name].latex.rstrip("'") in to_latex(tree)


@ROWS
def test_sympy_knows_the_same_function(name: str) -> None:
    own, theirs = applied(name), to_sympy(from_symengine(applied(name)))
    assert (
        abs(complex(theirs.subs({sympy.Symbol("x"): sympy.Rational(3, 8)}).evalf(30)) - complex(ball(own).mid()))
        < 1e-12
    )
    if name != "kummeru":  # SymPy has no function for it
        assert to_symengine(from_sympy(theirs)) == own


@ROWS
def test_derivatives_are_those_of_the_function(name: str) -> None:
    with ctx.workprec(300):
        at, h = NUMBERS["x"], acb(arb(2) ** -60)
        quotient = (ball(applied(name), at + h) - ball(applied(name), at - h)) / (2 * h)
        assert abs(quotient - ball(derivative(applied(name), x))) < arb(2) ** -80


@pytest.mark.parametrize("name", [name for name, row in HOLONOMIC.items() if row.recurrence])
def test_recurrences_hold(name: str) -> None:
    recurrence = HOLONOMIC[name].recurrence
    assert recurrence
    p, q = (tree_at(tree, bindings(applied(name))) for tree in recurrence)
    with ctx.workprec(300):
        residual = ball(applied(name, 2)) - ball(p * applied(name)) - ball(q * applied(name, 1))
        assert residual.contains(0) and residual.abs_upper() < arb(2) ** -200


@ROWS
def test_needs_are_known(name: str) -> None:
    requirements(applied(name))


def test_a_parameter_that_varies_has_no_derivative() -> None:
    with pytest.raises(UnsupportedError):
        derivative(se.Function("besselj")(symbol("y"), x), x)


def test_a_wrong_number_of_arguments_is_said() -> None:
    with pytest.raises(ParseError, match="takes 2 arguments"):
        parse("besselj(x)")


@pytest.mark.parametrize("ask", [lambda: ansatz.integrate("besselj(0, x)"), lambda: ansatz.dsolve("y' = airyai(x)")])
def test_questions_do_not_hold_them(ask) -> None:
    with pytest.raises(UnsupportedError, match="answers only"):
        ask()

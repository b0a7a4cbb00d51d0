"""Ball evaluation: agrees with SymPy's principal branches at every function of the table."""

import cmath

import pytest
import symengine as se
import sympy
from flint import acb, arb

from ansatz.algebra.balls import Program, evaluate
from ansatz.expr.operators import FUNCTIONS, SPECIAL

x = se.Symbol("x")
SYMPY = {operator.name: operator for operator in (*FUNCTIONS, *SPECIAL)}


@pytest.mark.parametrize("name", sorted(set(SYMPY) - {"dilog"}))
@pytest.mark.parametrize("at", [-2.3125, -0.4375, 0.5625, 1.6875, complex(0.5, 1.25)], ids=str)
def test_principal_branches(name, at):
    ball = evaluate(SYMPY[name].symengine(x), {x: acb(at)})
    point = (
        sympy.Float(at, 30) if isinstance(at, float) else sympy.Float(at.real, 30) + sympy.I * sympy.Float(at.imag, 30)
    )
    expected = complex(getattr(sympy, str(SYMPY[name].sympy))(point).evalf(20))
    assert cmath.isclose(complex(ball), expected, rel_tol=1e-10, abs_tol=1e-12), (ball, expected)


def test_dilogarithm():
    assert abs(complex(evaluate(se.Function("dilog")(x), {x: acb(0.5)})) - 0.5822405264650125) < 1e-14


def test_shared_subexpressions_are_compiled_once():
    program = Program()
    u = se.sin(x) + 1
    program.add(u * se.exp(u) + se.log(u))
    steps = len(program.steps)
    program.add(u)
    assert len(program.steps) == steps


def test_values_are_enclosed_at_every_precision():
    e = se.sqrt(x) * se.exp(se.sin(x)) - se.log(x + se.pi)
    sharp = evaluate(e, {x: acb(1.375)}, 600)
    for bits in (64, 128, 256):
        ball = evaluate(e, {x: acb(1.375)}, bits)
        assert ball.overlaps(sharp)
        assert ball.real.rad() < arb(2) ** (8 - bits)


def test_absolute_value_and_sign_have_no_value_off_the_real_line_or_at_zero():
    assert not evaluate(abs(x), {x: acb(1, 1)}).is_finite()
    assert not evaluate(se.sign(x), {x: acb(0)}).is_finite()
    assert evaluate(se.sign(x), {x: acb(-2)}) == -1


def test_copies_extend_without_touching_the_original():
    program = Program()
    slot = program.add(se.sin(x))
    twin = program.copy()
    more = twin.add(se.sin(x) ** 2)
    values = program.run({x: acb(1)}, 128)
    extended = twin.extend(values)
    assert len(values) == len(program.steps) < len(extended)
    assert extended[more].overlaps(values[slot] ** 2)


@pytest.mark.parametrize("k", [se.Integer(1), se.Integer(-1), se.Rational(1, 2)])
def test_powers_of_x_by_x_are_integrated_down_to_zero(k):
    import mpmath

    from ansatz.proof.real_line.quadrature import quadrature

    ball = quadrature(x ** (k * x), x, 0, 1)
    expected = mpmath.quad(lambda t: t ** (float(k) * t), [0, 0.01, 0.1, 1])
    assert ball is not None and abs(float(ball.mid()) - float(expected)) < 1e-10 and float(ball.rad()) < 1e-10

"""Equations that Airy, Bessel and hypergeometric functions solve: proved, agreed by numbers, and no others."""

import random
from collections.abc import Callable
from time import thread_time

import mpmath
import pytest
import symengine as se

from ansatz.evaluate.second_opinion.formulas import Formulas
from ansatz.expr.canonical import from_symengine
from ansatz.expr.tree import Tree, is_elementary
from ansatz.proof.ode.verifier import verify_ode
from ansatz.proof.verdict import Verdict
from ansatz.solve.ode.claim import Equation
from ansatz.solve.ode.integrals import OwnIntegrals
from ansatz.solve.ode.methods.riccati import riccati

from .second_order_families import Y1, Y2, Y, a, number, x
from .test_second_order import proved

n, m = se.Symbol("n"), se.Symbol("m")
Q = se.Rational


def _lommel(rng: random.Random) -> se.Expr:
    """y = x^p·Z_ν(λ·x^k)."""
    p, k, nu, scale = number(rng), rng.choice((Q(1, 2), 2, 3)), rng.choice((Q(1, 3), 1, 2)), number(rng)
    return x**2 * Y2 + (1 - 2 * p) * x * Y1 + (scale * k**2 * x ** (2 * k) + p**2 - nu**2 * k**2) * Y


def _whittaker(rng: random.Random) -> se.Expr:
    kappa, mu = Q(int(number(rng)), 5), Q(int(number(rng)), 3)
    return Y2 - (Q(1, 4) - kappa / x + (mu**2 - Q(1, 4)) / x**2) * Y


def _gauss(rng: random.Random) -> se.Expr:
    """With singular points at 0 and k."""
    k, (p, q, r) = number(rng), (Q(int(number(rng)), d) for d in (3, 5, 7))
    return x * (k - x) * Y2 + (r * k - (p + q + 1) * x) * Y1 - p * q * Y


EQUATIONS: dict[str, Callable[[random.Random], se.Expr]] = {
    "Airy": lambda rng: Y2 + (number(rng) * x + number(rng)) * Y,
    "Bessel": lambda rng: x**2 * Y2 + x * Y1 + (x**2 - number(rng) ** 2) * Y,
    "Bessel, a parameter": lambda rng: x**2 * Y2 + x * Y1 + (number(rng) * x**2 - n**2) * Y,
    "Lommel": _lommel,
    "a power": lambda rng: Y2 + number(rng) * x ** rng.choice((3, Q(1, 2), -1)) * Y,
    "an exponential": lambda rng: Y2 + (number(rng) * se.exp(2 * x) - number(rng) ** 2) * Y,
    "Kummer": lambda rng: x * Y2 + (a + number(rng) - x) * Y1 - Q(int(number(rng)), 7) * Y,
    "Laguerre": lambda rng: x * Y2 + (1 - x) * Y1 + Q(int(number(rng)), 4) * Y,
    "Whittaker": _whittaker,
    "Weber": lambda rng: Y2 - (x**2 / 4 + x + Q(int(number(rng)), 3)) * Y,
    "Gauss": _gauss,
    "Legendre": lambda rng: (1 - x**2) * Y2 - 2 * x * Y1 + n * (n + 1) * Y,
    "poles that are not real": lambda rng: (1 + x**2) * Y2 + 2 * x * Y1 - Q(int(number(rng)), 7) * Y,
    "an angle": lambda rng: Y2 + (Q(1, 3) - Q(int(number(rng)), 5) ** 2 / se.cos(x) ** 2) * Y,
    "a factor": lambda rng: Y2 + 2 * se.tan(x) * Y1 + (number(rng) * x + 2 * se.tan(x) ** 2 + 1) * Y,
}


def residual(solution: Tree, equation: Tree, order: int) -> float:
    """The greatest left side at a few places, the solution differentiated by mpmath."""
    y, left = Formulas(solution), Formulas(equation)
    constants = dict(zip(("c1", "c2", "a", "n"), map(mpmath.mpf, ("0.7", "-1.3", "0.6", "0.4")), strict=True))
    found = []
    with mpmath.workdps(25):
        for place in map(mpmath.mpf, ("0.4", "0.7")):
            rates = [mpmath.diff(lambda t: y.value({**constants, "x": t}), place, k) for k in range(order + 1)]
            values = dict(zip(("Y", "Y'", "Y''"), rates, strict=False))
            found.append(abs(left.value({**constants, **values, "x": place})))
    return float(max(found))


@pytest.mark.parametrize("name", EQUATIONS)
@pytest.mark.parametrize("seed", range(1))
def test_they_are_solved(name: str, seed: int) -> None:
    left = EQUATIONS[name](random.Random(seed))
    claim = proved(left)
    assert claim is not None, left
    solution = from_symengine(claim.solution)
    if name != "a factor":
        assert not is_elementary(solution)
    assert residual(solution, from_symengine(left), 2) < 1e-12, (left, claim)
    for other in (left + Y * x / 7, left + Y1 / 5):
        assert verify_ode(claim.solution, other, x, order=2).verdict is Verdict.REFUTED


def test_half_odd_orders_are_elementary() -> None:
    claim = proved(x ** Q(4, 3) * Y2 + (1 - 2 * x ** Q(-2, 3)) * Y)
    assert claim is not None and is_elementary(from_symengine(claim.solution)), claim


@pytest.mark.parametrize("left", [Y1 - Y**2 - x, Y1 + Y**2 - x**2 - 3, x * Y1 + Y**2 * x + 5, Y1 - Y**2 + se.exp(x)])
def test_riccati_equations(left: se.Expr) -> None:
    claims = riccati(Equation(left, x, 1), OwnIntegrals(thread_time() + 10))
    claim = next(c for c in claims if verify_ode(c.solution, left, x, order=1).verdict is Verdict.PROVED)
    assert residual(from_symengine(claim.solution), from_symengine(left), 1) < 1e-12


def test_a_wrong_order_or_argument_is_refuted() -> None:
    J = se.Function("besselj")
    c1, c2 = se.symbols("c1 c2")
    left = x**2 * Y2 + x * Y1 + (x**2 - n**2) * Y
    assert verify_ode(c1 * J(x, n) + c2 * se.Function("bessely")(x, n), left, x, order=2).verdict is Verdict.PROVED
    assert verify_ode(c1 * J(x, n) + c2 * J(x, -n), left, x, order=2).verdict is Verdict.PROVED
    for wrong in (J(x, n + 1), J(2 * x, n), x * J(x, n)):
        assert verify_ode(c1 * J(x, n) + c2 * wrong, left, x, order=2).verdict is Verdict.REFUTED
    whole = left.subs({n: se.Integer(2)})  # J_(-2) = J_2
    assert not verify_ode(c1 * J(x, 2) + c2 * J(x, -2), whole, x, order=2).holds

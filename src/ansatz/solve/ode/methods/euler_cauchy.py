"""(x - s)²·y'' + a·(x - s)·y' + b·y = r: powers of x - s, by constant coefficients in ln(x - s)."""

from collections.abc import Iterator
from functools import partial

import symengine as se

from ansatz.algebra.together import expanded, fraction
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.problems.ode.inversion import exponential
from ansatz.solve.ode.claim import Integrals
from ansatz.solve.ode.methods.constant_coefficients import of_roots
from ansatz.solve.ode.methods.linear_equation import Basis, Linear
from ansatz.solve.ode.methods.linear_relations import constant_value


def euler_cauchy(linear: Linear, integrals: Integrals) -> Iterator[Basis]:
    """Solutions where p·(x - s) and q·(x - s)² are constants."""
    x = linear.x
    for t in linear_divisors(linear.q, x):
        slope = t.diff(x)
        a, b = constant_value(linear.p * t / slope, x), constant_value(linear.q * t**2 / slope**2, x)
        if a is None or b is None:
            continue
        for basis in of_roots(se.expand(a - 1), b, se.log(t), "Euler–Cauchy"):
            yield basis.mapped(partial(powers_for_exponentials, t=t))


def powers_for_exponentials(e: se.Expr, t: se.Expr) -> se.Expr:
    """exp(m·ln t) as tᵐ."""
    factors = []
    for factor in se.Mul.make_args(e):
        opened = factor.__class__ is se.Pow and factor.args[0] == se.E
        factors.append(_power(factor.args[1], t) if opened else factor)
    return se.Mul(*factors)


def _power(exponent: se.Expr, t: se.Expr) -> se.Expr:
    m = se.expand(exponent / se.log(t))
    return exponential(exponent) if se.log(t) in m.atoms(se.log) else t**m


def linear_divisors(f: se.Expr, x: se.Symbol) -> list[se.Expr]:
    """The factors linear in x of the denominator of f."""
    try:
        _, denominator, symbols = fraction(f, x)
    except ALGEBRA_FAILURES:
        return []
    if any(x in s.free_symbols for s in symbols[1:]):
        return []
    factors = denominator.factor()[1]
    return [expanded(factor, symbols) for factor, _ in factors if factor.degrees()[0] == 1]


__all__ = ["euler_cauchy", "linear_divisors", "powers_for_exponentials"]

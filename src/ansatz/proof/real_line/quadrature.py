"""Rigorous definite integrals of functions that are analytic near the interval, up to its ends.

    quadrature(f, x, a, b) -> an `arb` ball that contains ∫ f dx from a to b, or None

Petras' algorithm as in Arb (Johansson, *Numerical integration in arbitrary-precision ball arithmetic*,
ICMS 2018): Gauss–Legendre rules on subintervals with error bounds from values on complex ellipses, where
the integrand must be *known* to be analytic; `DiscProgram` answers that.
"""

import time

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import evaluate
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.proof.real_line.singularities import DiscProgram, EnclosingProgram

_EVALUATIONS = 20_000  # at most: they end the subdivision once the deadline has made all values NaN


def quadrature(
    f: se.Expr, x: se.Symbol, a: se.Expr | int, b: se.Expr | int, *, digits: int = 15, seconds: float = 5.0
) -> arb | None:
    """∫ f dx from a to b, to about `digits` digits; None where no such enclosure is found in time.

    a, b: finite real SymEngine numbers or constants. Unbounded integrands and infinite bounds give None.
    """
    bits = int(digits * 3.33) + 40
    try:
        low, high = (evaluate(se.sympify(bound), {}, bits) for bound in (a, b))
        if not (low.is_finite() and high.is_finite() and low.imag.is_zero() and high.imag.is_zero()):
            return None
        return between(f, x, low.real, high.real, digits=digits, seconds=seconds)
    except (*ALGEBRA_FAILURES, KeyError):  # KeyError: a symbol without a value
        return None


def between(f: se.Expr, x: se.Symbol, low: arb, high: arb, *, digits: int = 15, seconds: float = 5.0) -> arb | None:
    """The same between two real balls."""
    bits = int(digits * 3.33) + 40
    analytic, plain = DiscProgram(), EnclosingProgram()
    slots = analytic.add(f), plain.add(f)
    deadline = time.thread_time() + seconds
    late = acb(arb.nan())

    def value(z: acb, is_analytic: bool) -> acb:
        if time.thread_time() > deadline:
            return late
        program, slot = (analytic, slots[0]) if is_analytic else (plain, slots[1])
        return program.run({x: z}, bits)[slot]

    with ctx.workprec(bits):
        tolerance = arb(10) ** -digits
        result = acb.integral(value, acb(low), acb(high), rel_tol=tolerance, abs_tol=tolerance, eval_limit=_EVALUATIONS)
        if not result.is_finite() or not result.imag.contains(0):
            return None
        if result.real.rad() > arb(10) ** (-digits // 2) * (1 + abs(result.real)):
            return None
        return result.real


__all__ = ["between", "quadrature"]

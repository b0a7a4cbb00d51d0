"""One or two solutions of a linear equation in the span of guessed functions, the second by reduction of order.

The guesses: powers of x; powers times the exponentials that the equation has at infinity; the equation's own kernels
and their reciprocals, times powers of x. The adjoint equation μ'' - (p·μ)' + q·μ = 0 is tried, too: its solutions are
y/W, so that y = μ·exp(-∫p) (for μ = 1 the equation is exact).
"""

from collections.abc import Iterator
from itertools import combinations

import symengine as se
from flint import fmpz_mpoly

from ansatz.algebra.fold import kernels
from ansatz.algebra.together import fraction, together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative, has_imaginary
from ansatz.fit.structural.forms.rewrite import to_sines
from ansatz.solve.ode.claim import Integrals
from ansatz.solve.ode.methods.linear_equation import Basis, Linear, exponential_of_integral, reduced_order
from ansatz.solve.ode.methods.linear_relations import Vector, relations
from ansatz.solve.ode.methods.squares import square_root

_POWERS = range(-4, 9)
_FEW_POWERS = range(-2, 4)
_MAX_KERNELS = 5
_MAX_GUESSES = 48


def solution_ansatz(linear: Linear, integrals: Integrals) -> Iterator[Basis]:
    """Bases from solutions in the span of guesses, cheapest guesses first."""
    x = linear.x
    adjoint = Linear(-linear.p, linear.q - derivative(linear.p, x), se.Integer(0), x)
    for guesses in _guesses(linear):
        found = _solutions(linear, guesses)
        if len(found) > 1:
            for first, second in combinations(found[:3], 2):
                yield Basis(first, second, "ansatz")
        for y1 in found[:1]:
            yield from reduced_order(linear, y1, "reduction of order", integrals)
        if found:
            return
    for guesses in _guesses(linear):
        for mu in _solutions(adjoint, guesses)[:1]:
            factor = exponential_of_integral(-linear.p, x, integrals)
            if factor is None:
                return
            yield from reduced_order(linear, mu * factor, "exact" if mu == 1 else "integrating factor", integrals)
            return


def _solutions(linear: Linear, guesses: list[se.Expr]) -> list[se.Expr]:
    dependent = {_last(v) for v in relations(guesses, linear.x, seconds=0.5)}
    guesses = [g for k, g in enumerate(guesses) if k not in dependent]
    vectors = relations([linear.of(g) for g in guesses], linear.x, seconds=0.5)
    return [_factored(se.Add(*(c * g for c, g in zip(v, guesses, strict=True)))) for v in vectors]


def _last(vector: Vector) -> int:
    return max(k for k, c in enumerate(vector) if c != 0)


def _factored(y: se.Expr) -> se.Expr:
    return min((y, together(y)), key=lambda form: len(str(form)))


def _guesses(linear: Linear) -> Iterator[list[se.Expr]]:
    x = linear.x
    yield [x**k for k in _POWERS]
    for m in exponents_at_infinity(linear):
        yield [x**k * se.exp(m * x) for k in _POWERS]
    yield [x ** (k + se.Rational(1, 2)) for k in _FEW_POWERS]
    own = own_kernels(linear)
    if own:
        yield list(dict.fromkeys(x**k * f for f in own for k in _FEW_POWERS))[:_MAX_GUESSES]
    products = [f * g for f, g in combinations(own, 2)]
    if products:
        yield list(dict.fromkeys(x**k * f for f in products for k in (0, 1, -1)))[:_MAX_GUESSES]


def own_kernels(linear: Linear) -> list[se.Expr]:
    """The functions in the equation and their reciprocals; of an angle, both sine and cosine."""
    x = linear.x
    found: dict[se.Expr, None] = {}
    for e in (linear.p, linear.q):
        for kernel in kernels(to_sines(e)):
            if x in kernel.free_symbols and kernel != x:
                found[kernel] = None
                if kernel.__class__ in (se.sin, se.cos):
                    found[se.sin(kernel.args[0])] = found[se.cos(kernel.args[0])] = None
    own = list(found)[:_MAX_KERNELS]
    both = [f for f in own if f.__class__ is se.sin]
    ratios = [g for s in both for g in (s / se.cos(s.args[0]), se.cos(s.args[0]) / s)]
    return list(dict.fromkeys([*own, *(1 / f for f in own), *ratios]))


def exponents_at_infinity(linear: Linear) -> list[se.Expr]:
    """m ≠ 0 with m² + p(∞)·m + q(∞) = 0, where p and q are rational and have limits."""
    p, q = limit_at_infinity(linear.p, linear.x), limit_at_infinity(linear.q, linear.x)
    if p is None or q is None:
        return []
    root = square_root(se.expand(p**2 / 4 - q))
    if has_imaginary(root):
        return []
    return [m for m in dict.fromkeys((se.expand(-p / 2 + root), se.expand(-p / 2 - root))) if m != 0]


def limit_at_infinity(e: se.Expr, x: se.Symbol) -> se.Expr | None:
    """The limit of a rational function of x; None where it is none or infinite."""
    try:
        numerator, denominator, symbols = fraction(e, x)
    except ALGEBRA_FAILURES:
        return None
    if any(x in s.free_symbols for s in symbols[1:]):
        return None
    above, below = numerator.degrees()[0], denominator.degrees()[0]
    if numerator == 0 or above < below:
        return se.Integer(0)
    if above > below:
        return None
    return leading(numerator, symbols) / leading(denominator, symbols)


def leading(p: fmpz_mpoly, symbols: list[se.Expr]) -> se.Expr:
    """The coefficient of the highest power of the first generator."""
    degree = p.degrees()[0]
    terms = []
    for exponents, c in p.terms():
        if exponents[0] == degree:
            powers = (s ** int(n) for s, n in zip(symbols[1:], exponents[1:], strict=True))
            terms.append(se.Mul(se.Integer(int(c)), *powers))
    return se.Add(*terms)


__all__ = ["exponents_at_infinity", "limit_at_infinity", "own_kernels", "solution_ansatz"]

"""Polynomials over the rationals (python-flint), to and from SymEngine.

ring((x0, x1))                     the context; its generators are the variables, in this order
to_polynomial(expression, ring)    fmpq_mpoly, or None where the expression is not a polynomial
to_polynomials(expressions, ring)  a list of them, or None where one is not
from_polynomial(p, variables)      SymEngine sum of terms
gradient(p), rate(p, field)        (∂p/∂x_i)_i and ∇p · f
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeAlias, final

import symengine as se
from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from ansatz.algebra.fold import Fold
from ansatz.algebra.numbers import as_fmpq, to_symengine_number
from ansatz.errors import NotInRingError
from ansatz.expr.canonical import symbol

Exponents: TypeAlias = tuple[int, ...]
MAX_DEGREE = 200
MAX_TERMS = 5_000


@lru_cache(maxsize=64)
def _ring(names: tuple[str, ...]) -> fmpq_mpoly_ctx:
    return fmpq_mpoly_ctx.get(names, Ordering.degrevlex)


def ring(variables: Iterable[se.Expr]) -> fmpq_mpoly_ctx:
    """The ring ℚ[variables]."""
    return _ring(tuple(str(v) for v in variables))


@final
class _Polynomials(Fold[fmpq_mpoly]):
    """Refuses what is no polynomial in the generators, or beyond MAX_DEGREE or MAX_TERMS."""

    def __init__(self, context: fmpq_mpoly_ctx) -> None:
        super().__init__()
        self._context = context
        self._generators: dict[se.Expr, fmpq_mpoly] = {
            symbol(name): context.gen(k) for k, name in enumerate(context.names())
        }

    def number(self, value: se.Rational) -> fmpq_mpoly:
        return self._context.constant(as_fmpq(value))

    def kernel(self, e: se.Expr) -> fmpq_mpoly:
        return self._generators.get(e) or self.refuse()

    def product(self, factors: Iterator[fmpq_mpoly]) -> fmpq_mpoly:
        result = next(factors)
        for factor in factors:
            if len(result) * len(factor) > 20 * MAX_TERMS:
                self.refuse()
            result = result * factor
        return result

    def integer_power(self, element: fmpq_mpoly, n: int) -> fmpq_mpoly:
        if not 0 <= n <= MAX_DEGREE or n * element.total_degree() > MAX_DEGREE:
            self.refuse()
        if math.comb(len(element) + n - 1, n) > MAX_TERMS:
            self.refuse()
        return element**n


def to_polynomial(expression: se.Expr, context: fmpq_mpoly_ctx) -> fmpq_mpoly | None:
    """The polynomial; None for anything else, or beyond MAX_DEGREE or MAX_TERMS."""
    try:
        return _Polynomials(context).build(expression)
    except NotInRingError:
        return None


def to_polynomials(expressions: Iterable[se.Expr], context: fmpq_mpoly_ctx) -> list[fmpq_mpoly] | None:
    """The polynomials; None where one of them is none."""
    try:
        return list(map(_Polynomials(context).build, expressions))
    except NotInRingError:
        return None


def from_polynomial(p: fmpq_mpoly, variables: Sequence[se.Expr]) -> se.Expr:
    """The SymEngine expression, expanded."""
    return se.Add(*(_term(exponents, coefficient, variables) for exponents, coefficient in terms(p).items()))


def _term(exponents: Exponents, coefficient: fmpq, variables: Sequence[se.Expr]) -> se.Expr:
    number = to_symengine_number(coefficient)
    return se.Mul(number, *(v**k for v, k in zip(variables, exponents, strict=True) if k))


def terms(p: fmpq_mpoly) -> dict[Exponents, fmpq]:
    """{exponents: coefficient}, with exponents as Python integers."""
    return {tuple(map(int, exponents)): coefficient for exponents, coefficient in p.terms()}


def primitive(p: fmpq_mpoly) -> fmpq_mpoly:
    """The positive multiple of p ≠ 0 whose coefficients are integers without a common divisor."""
    coefficients = p.coeffs()
    return p * fmpq(math.lcm(*(int(c.q) for c in coefficients)), math.gcd(*(int(c.p) for c in coefficients)))


def gradient(p: fmpq_mpoly) -> list[fmpq_mpoly]:
    """The partial derivatives, in the order of the ring's variables."""
    return [p.derivative(k) for k in range(p.context().nvars())]


def as_float(value: fmpq) -> float:
    """The nearest floating-point number."""
    return int(value.p) / int(value.q)  # Python divides integers of any length with one rounding


def rate(p: fmpq_mpoly, field: Sequence[fmpq_mpoly]) -> fmpq_mpoly:
    """dp/dt = ∇p · f along the solutions of x' = f(x)."""
    total = p.context().constant(0)
    for partial, component in zip(gradient(p), field, strict=True):
        total += partial * component
    return total


__all__ = [
    "Exponents",
    "as_float",
    "from_polynomial",
    "gradient",
    "primitive",
    "rate",
    "ring",
    "terms",
    "to_polynomial",
    "to_polynomials",
]

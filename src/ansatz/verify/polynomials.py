"""Polynomials over the rationals (python-flint), to and from SymEngine.

ring((x0, x1))                     the context; its generators are the variables, in this order
to_polynomial(expression, ring)    fmpq_mpoly, or None where the expression is not a polynomial
to_polynomials(expressions, ring)  a list of them, or None where one is not
from_polynomial(p, variables)      SymEngine sum of terms
gradient(p), rate(p, field)        (∂p/∂x_i)_i and ∇p · f
"""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import symengine as se
from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

from ansatz.expr.canonical import symbol
from ansatz.verify.balls import rational

Exponents: TypeAlias = tuple[int, ...]
MAX_DEGREE = 200
MAX_TERMS = 5_000


@lru_cache(maxsize=64)
def _ring(names: tuple[str, ...]) -> fmpq_mpoly_ctx:
    return fmpq_mpoly_ctx.get(names, Ordering.degrevlex)


def ring(variables: Iterable[Any]) -> fmpq_mpoly_ctx:
    """The ring ℚ[variables]."""
    return _ring(tuple(str(v) for v in variables))


def to_polynomial(expression: Any, context: fmpq_mpoly_ctx) -> fmpq_mpoly | None:
    """The polynomial; None for anything else, or beyond MAX_DEGREE or MAX_TERMS."""
    generators = {symbol(name): context.gen(k) for k, name in enumerate(context.names())}
    return _convert(expression, generators, context)


def to_polynomials(expressions: Iterable[Any], context: fmpq_mpoly_ctx) -> list[fmpq_mpoly] | None:
    """The polynomials; None where one of them is none."""
    polynomials = [to_polynomial(e, context) for e in expressions]
    return None if any(p is None for p in polynomials) else polynomials


def _convert(e: Any, generators: dict[Any, fmpq_mpoly], context: fmpq_mpoly_ctx) -> fmpq_mpoly | None:
    kind = e.__class__
    if kind is se.Symbol:
        return generators.get(e)
    if isinstance(e, se.Integer | se.Rational):
        return context.constant(rational(e))
    if kind is se.Pow:
        base, exponent = e.args
        inner = _convert(base, generators, context)
        if inner is None or not isinstance(exponent, se.Integer) or exponent < 0:
            return None
        n = int(exponent)
        terms_at_most = math.comb(len(inner) + n - 1, n) if n <= MAX_DEGREE else MAX_TERMS + 1
        if terms_at_most > MAX_TERMS or n * inner.total_degree() > MAX_DEGREE:
            return None
        return inner**n
    if kind is se.Add or kind is se.Mul:
        result = context.constant(0 if kind is se.Add else 1)
        for argument in e.args:
            part = _convert(argument, generators, context)
            if part is None:
                return None
            if kind is se.Add:
                result += part
            elif len(result) * len(part) > 20 * MAX_TERMS:
                return None
            else:
                result *= part
        return result
    return None


def from_polynomial(p: fmpq_mpoly, variables: Sequence[Any]) -> Any:
    """The SymEngine expression, expanded."""
    return se.Add(*(_term(exponents, coefficient, variables) for exponents, coefficient in terms(p).items()))


def _term(exponents: Exponents, coefficient: fmpq, variables: Sequence[Any]) -> Any:
    number = se.Rational(int(coefficient.p), int(coefficient.q)) if coefficient.q != 1 else int(coefficient.p)
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

"""One fraction in lowest terms: kernels, parameters and constants as independent indeterminates over Q.

    together(1/(1 + c) + 1/(1 − c)) -> −2/((c − 1)(c + 1))

The denominator is left factored, the numerator too where that is no expansion. Bounded by `_MAX_TERMS`.
"""

from collections.abc import Iterator
from functools import reduce
from typing import final

import symengine as se
from flint import Ordering, fmpz_mpoly, fmpz_mpoly_ctx

from ansatz.algebra.fold import Fold, kernels
from ansatz.algebra.numbers import is_fraction
from ansatz.errors import TooLargeError

_MAX_TERMS = 600
_MAX_KERNELS = 12
_MAX_POWER = 40


Fraction = tuple[fmpz_mpoly, fmpz_mpoly]


def together(f: se.Expr) -> se.Expr:
    """f as one reduced fraction; f itself where it is too large."""
    try:
        numerator, denominator, symbols = fraction(f)
    except (TooLargeError, ZeroDivisionError):
        return f
    return expression(numerator, symbols) / expression(denominator, symbols)


def fraction(f: se.Expr, *first: se.Expr) -> tuple[fmpz_mpoly, fmpz_mpoly, list[se.Expr]]:
    """(numerator, denominator, kernels) in lowest terms; kernels: `first`, then those of f, in order of generators.

    Raises `TooLargeError`, and `ZeroDivisionError` where f divides by what is zero.
    """
    symbols = list(dict.fromkeys((*first, *(_base(kernel)[0] for kernel in kernels(f)))))
    if not 0 < len(symbols) <= _MAX_KERNELS:
        raise TooLargeError("There are too many kernels for one fraction.")
    numerator, denominator = _Fractions(symbols).build(f)
    return numerator, denominator, symbols


def _base(e: se.Expr) -> tuple[se.Expr, int]:
    """(kernel, n) with e = kernel^n: roots by their smallest part, as x^(3/2) = (x^(1/2))^3."""
    if e.__class__ is se.Pow and is_fraction(e.args[1]):
        p, q = int(e.args[1].p), int(e.args[1].q)
        return e.args[0] ** se.Rational(1, q), p
    return e, 1


@final
class _Fractions(Fold[Fraction]):
    """(numerator, denominator) in lowest terms, of polynomials in the kernels."""

    def __init__(self, symbols: list[se.Expr]) -> None:
        super().__init__()
        context = fmpz_mpoly_ctx.get([f"k{i}" for i in range(len(symbols))], Ordering.degrevlex)
        self._generators = {symbol: context.gen(i) for i, symbol in enumerate(symbols)}
        self._one = context.constant(1)

    def number(self, value: se.Rational) -> Fraction:
        p, q = (int(value), 1) if isinstance(value, se.Integer) else (int(value.p), int(value.q))
        return self._one * p, self._one * q

    def kernel(self, e: se.Expr) -> Fraction:
        base, n = _base(e)
        g = self._generators.get(base)
        if g is None:  # a power that SymEngine writes otherwise once its parts are put together
            raise TooLargeError("A kernel changes its form.")
        return (g**n, self._one) if n >= 0 else (self._one, g**-n)

    def total(self, terms: Iterator[Fraction]) -> Fraction:
        return reduce(_sum, terms)

    def product(self, factors: Iterator[Fraction]) -> Fraction:
        return reduce(_product, factors)

    def integer_power(self, element: Fraction, n: int) -> Fraction:
        above, below = element if n >= 0 else element[::-1]
        size = abs(n)
        if size > _MAX_POWER or (len(above) * len(below) > 1 and max(len(above), len(below)) * size > _MAX_TERMS):
            raise TooLargeError("A power has too many terms for one fraction.")
        if below == 0:
            raise ZeroDivisionError
        return above**size, below**size


def _reduced(above: fmpz_mpoly, below: fmpz_mpoly) -> Fraction:
    if below == 0:
        raise ZeroDivisionError
    if max(len(above), len(below)) > _MAX_TERMS:
        raise TooLargeError("One fraction of the whole has too many terms.")
    common = above.gcd(below)
    return above // common, below // common


def _sum(a: Fraction, b: Fraction) -> Fraction:
    if a[1] == b[1]:
        return _reduced(a[0] + b[0], a[1])
    return _reduced(a[0] * b[1] + b[0] * a[1], a[1] * b[1])


def _product(a: Fraction, b: Fraction) -> Fraction:
    return _reduced(a[0] * b[0], a[1] * b[1])


def expression(p: fmpz_mpoly, symbols: list[se.Expr]) -> se.Expr:
    """The polynomial, factored."""
    content, factors = p.factor()
    out = se.Integer(int(content))
    for q, e in factors:
        out *= expanded(q, symbols) ** int(e)
    return out


def expanded(p: fmpz_mpoly, symbols: list[se.Expr]) -> se.Expr:
    terms = []
    for exponents, c in p.terms():
        terms.append(se.Integer(int(c)) * se.Mul(*(s ** int(n) for s, n in zip(symbols, exponents, strict=True))))
    return se.Add(*terms)

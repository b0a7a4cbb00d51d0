"""One fraction in lowest terms: kernels, parameters and constants as independent indeterminates over Q.

    together(1/(1 + c) + 1/(1 − c)) -> −2/((c − 1)(c + 1))

The denominator is left factored, the numerator too where that is no expansion. Bounded by `_MAX_TERMS`.
"""

from typing import Any

import symengine as se
from flint import Ordering, fmpz_mpoly, fmpz_mpoly_ctx

from ansatz.algebra.numbers import is_rational

_MAX_TERMS = 600
_MAX_KERNELS = 12
_MAX_POWER = 40


class TooManyTerms(ArithmeticError):
    """A fraction beyond `_MAX_TERMS` terms or `_MAX_KERNELS` kernels."""


Fraction = tuple[fmpz_mpoly, fmpz_mpoly]


def together(f: Any) -> Any:
    """f as one reduced fraction; f itself where it is too large."""
    try:
        numerator, denominator, symbols = fraction(f)
    except (TooManyTerms, ZeroDivisionError):
        return f
    return expression(numerator, symbols) / expression(denominator, symbols)


def fraction(f: Any, *first: Any) -> tuple[fmpz_mpoly, fmpz_mpoly, list[Any]]:
    """(numerator, denominator, kernels) in lowest terms; kernels: `first`, then those of f, in order of generators.

    Raises `TooManyTerms`.
    """
    kernels = {k: i for i, k in enumerate(first)}
    _kernels(f, kernels)
    if not kernels or len(kernels) > _MAX_KERNELS:
        raise TooManyTerms
    context = fmpz_mpoly_ctx.get([f"k{i}" for i in range(len(kernels))], Ordering.degrevlex)
    symbols = list(kernels)
    generators = [context.gen(i) for i in range(len(symbols))]
    numerator, denominator = _fraction(f, kernels, generators, context.constant(1))
    return numerator, denominator, symbols


def _base(e: Any) -> tuple[Any, int]:
    """(kernel, n) with e = kernel^n: roots by their smallest part, as x^(3/2) = (x^(1/2))^3."""
    if e.__class__ is se.Pow and is_rational(e.args[1]) and not isinstance(e.args[1], se.Integer):
        p, q = int(e.args[1].p), int(e.args[1].q)
        return e.args[0] ** se.Rational(1, q), p
    return e, 1


def _kernels(e: Any, found: dict[Any, int]) -> None:
    if is_rational(e):
        return
    kind = e.__class__
    if kind in (se.Add, se.Mul):
        for a in e.args:
            _kernels(a, found)
    elif kind is se.Pow and isinstance(e.args[1], se.Integer):
        _kernels(e.args[0], found)
    else:
        found.setdefault(_base(e)[0], len(found))


def _fraction(e: Any, kernels: dict[Any, int], generators: list[Any], one: Any) -> Fraction:
    if is_rational(e):
        return (one * int(e), one) if isinstance(e, se.Integer) else (one * int(e.p), one * int(e.q))
    kind = e.__class__
    if kind is se.Add or kind is se.Mul:
        total: Fraction | None = None
        for a in e.args:
            part = _fraction(a, kernels, generators, one)
            total = part if total is None else (_sum(total, part) if kind is se.Add else _product(total, part))
        assert total is not None
        return total
    if kind is se.Pow and isinstance(e.args[1], se.Integer):
        n = int(e.args[1])
        if abs(n) > _MAX_POWER:
            raise TooManyTerms
        above, below = _fraction(e.args[0], kernels, generators, one)
        if len(above) * len(below) > 1 and max(len(above), len(below)) * abs(n) > _MAX_TERMS:
            raise TooManyTerms
        return (above**n, below**n) if n >= 0 else (below**-n, above**-n)
    base, n = _base(e)
    g = generators[kernels[base]]
    return (g**n, one) if n >= 0 else (one, g**-n)


def _reduced(above: fmpz_mpoly, below: fmpz_mpoly) -> Fraction:
    if below == 0:
        raise ZeroDivisionError
    if max(len(above), len(below)) > _MAX_TERMS:
        raise TooManyTerms
    common = above.gcd(below)
    return above // common, below // common


def _sum(a: Fraction, b: Fraction) -> Fraction:
    if a[1] == b[1]:
        return _reduced(a[0] + b[0], a[1])
    return _reduced(a[0] * b[1] + b[0] * a[1], a[1] * b[1])


def _product(a: Fraction, b: Fraction) -> Fraction:
    return _reduced(a[0] * b[0], a[1] * b[1])


def expression(p: fmpz_mpoly, symbols: list[Any]) -> Any:
    """The polynomial, factored."""
    content, factors = p.factor()
    out = se.Integer(int(content))
    for q, e in factors:
        out *= expanded(q, symbols) ** int(e)
    return out


def expanded(p: fmpz_mpoly, symbols: list[Any]) -> Any:
    terms = []
    for exponents, c in p.terms():
        terms.append(se.Integer(int(c)) * se.Mul(*(s ** int(n) for s, n in zip(symbols, exponents, strict=True))))
    return se.Add(*terms)

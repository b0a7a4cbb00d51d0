"""Exact values in their usual form: the shortest of what these identities give.

    exp(3·ln 2) -> 8        ln(√2/2) -> -ln(2)/2        √8 -> 2·√2
    atan(-2) -> -atan(2)    and the other odd functions

Each is an identity of numbers; the result must still overlap the value's ball.
"""

from typing import Any

import symengine as se
from flint import acb, fmpz

from ansatz.algebra.balls import evaluate
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import words
from ansatz.expr.operators import OPERATORS

_X = se.Symbol("x")
_LOG = type(se.log(_X))
_ODD = {type(f(_X)) for f in (se.atan, se.asin, se.sinh, se.tanh, se.asinh, se.atanh, se.erf, se.sin, se.tan)}
_LARGEST = 10**12  # integers that are factored
_BITS = 256


def usual_form(value: Any) -> Any:
    """The value, rewritten where that is shorter."""
    try:
        form = min((se.expand(_rewrite(value)), se.expand(value), value), key=lambda v: len(words(v)))
        parameters = sorted(value.free_symbols, key=str)
        point = {symbol: acb(k + 2) / 3 for k, symbol in enumerate(parameters)}
        return form if evaluate(value - form, point, _BITS).contains(0) else value
    except ALGEBRA_FAILURES:
        return value


def _rewrite(e: Any) -> Any:
    if not e.args or isinstance(e, se.Number):
        return e
    arguments = [_rewrite(argument) for argument in e.args]
    kind = e.__class__
    if kind is se.Pow and arguments[0] == se.E:
        return _exponential(se.expand(arguments[1]))
    if kind is se.Pow and _is_positive_rational(arguments[0]) and isinstance(arguments[1], se.Rational):
        powers = [se.Integer(p) ** (n * arguments[1]) for p, n in _primes(arguments[0])]
        return se.Mul(*powers)
    if kind is _LOG:
        return _logarithm(arguments[0])
    odd = kind in _ODD or (kind is se.FunctionSymbol and e.get_name() == "Si")
    if odd and _is_negative(arguments[0]):
        return -_apply(e, -arguments[0])
    return _apply(e, *arguments)


def _apply(e: Any, *arguments: Any) -> Any:
    if e.__class__ is se.FunctionSymbol:
        return OPERATORS[e.get_name()].symengine(*arguments)
    return e.func(*arguments)


def _is_negative(u: Any) -> bool:
    head = u.args[0] if u.__class__ is se.Mul else u
    return isinstance(head, se.Integer | se.Rational) and bool(head < 0)


def _exponential(exponent: Any) -> Any:
    """exp of a sum, with exp(r·ln n) = n^r."""
    result = se.Integer(1)
    for term in exponent.args if exponent.__class__ is se.Add else (exponent,):
        factors = term.args if term.__class__ is se.Mul else (term,)
        logarithms = [factor for factor in factors if factor.__class__ is _LOG]
        if len(logarithms) == 1 and isinstance(rate := term / logarithms[0], se.Integer | se.Rational):
            result *= logarithms[0].args[0] ** rate
        else:
            result *= se.exp(term)
    return result


def _logarithm(u: Any) -> Any:
    """ln of a product of powers of positive numbers as a sum over primes; the rest stays one logarithm."""
    total, rest = se.Integer(0), se.Integer(1)
    for factor in u.args if u.__class__ is se.Mul else (u,):
        base, exponent = factor.args if factor.__class__ is se.Pow else (factor, se.Integer(1))
        if _is_positive_rational(base) and isinstance(exponent, se.Integer | se.Rational):
            total += sum((n * exponent * se.log(p) for p, n in _primes(base)), se.Integer(0))
        else:
            rest *= factor
    return total if rest == 1 else total + se.log(rest)


def _is_positive_rational(u: Any) -> bool:
    return isinstance(u, se.Integer | se.Rational) and u > 0 and max(int(u.p), int(u.q)) <= _LARGEST


def _primes(number: Any) -> list[tuple[int, int]]:
    """(prime, exponent) of a positive rational number."""
    above, below = (fmpz(int(part)).factor() for part in (number.p, number.q))
    return [(int(p), int(n)) for p, n in above] + [(int(p), -int(n)) for p, n in below]


__all__ = ["usual_form"]

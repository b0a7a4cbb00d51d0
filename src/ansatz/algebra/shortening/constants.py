"""Exact values in their usual form: the shortest of what identities of numbers give.

exp(3·ln 2) -> 8        ln(√2/2) -> -ln(2)/2        √8 -> 2·√2        atan(-2) -> -atan(2)
"""

from typing import TypeGuard

import symengine as se
from flint import acb

from ansatz.algebra.balls import evaluate
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import as_fmpq, is_fraction, is_rational
from ansatz.algebra.shortening.antiderivatives import RULES, simplified
from ansatz.algebra.shortening.length import shortest
from ansatz.algebra.shortening.rule import Holds, Rule, RuleSet
from ansatz.algebra.surds import prime_powers
from ansatz.errors import AnsatzError

_LARGEST = 10**12  # integers that are factored
_BITS = 256


def shortened_constant(value: se.Expr) -> se.Expr:
    """The value, rewritten where that is shorter. Its symbols are parameters."""
    try:
        split = se.expand(_SPLIT.apply(value))
        form = shortest((split, simplified(split), simplified(value), se.expand(value), value))
        parameters = sorted(value.free_symbols, key=str)
        point = {symbol: acb(k + 2) / 3 for k, symbol in enumerate(parameters)}
        return form if evaluate(value - form, point, _BITS).contains(0) else value
    except (AnsatzError, RuntimeError, ValueError, ArithmeticError):
        return value


def _power_of_primes(e: se.Expr) -> se.Expr | None:
    base, exponent = e.args
    if not is_fraction(exponent) or not _is_factored(base):
        return None
    return se.Mul(*(se.Integer(p) ** (n * exponent) for p, n in _primes(base)))


def _logarithm_of_primes(e: se.Expr) -> se.Expr | None:
    """ln of a product of powers of positive numbers as a sum over primes; the rest stays one logarithm."""
    total, rest = se.Integer(0), se.Integer(1)
    for factor in se.Mul.make_args(e.args[0]):
        base, exponent = base_and_exponent(factor)
        if _is_factored(base) and is_rational(exponent):
            total += sum((n * exponent * se.log(p) for p, n in _primes(base)), se.Integer(0))
        else:
            rest *= factor
    return total if rest == 1 else total + se.log(rest)


def _is_factored(u: se.Expr) -> TypeGuard[se.Rational]:
    return is_rational(u) and u > 0 and max(int(u.p), int(u.q)) <= _LARGEST


def _primes(number: se.Rational) -> list[tuple[int, int]]:
    """(prime, exponent) of a positive rational number."""
    value = as_fmpq(number)
    return prime_powers(int(value.p)) + [(p, -n) for p, n in prime_powers(int(value.q))]


NUMBER_RULES = (
    Rule("sqrt(8) = 2*sqrt(2)", Holds.ALWAYS, (se.Pow,), _power_of_primes),
    Rule("ln(12) = 2*ln(2) + ln(3)", Holds.ALWAYS, (se.log,), _logarithm_of_primes),
)
_SPLIT = RuleSet((*NUMBER_RULES, *RULES), Holds.ALWAYS)

"""Square roots that come out: a²(b + 1)/4 = (a/2)²·(b + 1)."""

import symengine as se
from flint import fmpz

from ansatz.algebra.numbers import is_fraction
from ansatz.algebra.together import expanded, fraction
from ansatz.errors import ALGEBRA_FAILURES

_TRIAL_LIMIT = 1_000


def split_square(e: se.Expr) -> tuple[se.Expr, se.Expr]:
    """(s, k) with e = s²·k, k without square factors as far as rational algebra in the kernels of e can tell."""
    try:
        numerator, denominator, symbols = fraction(e, se.Dummy("unused"))
    except ALGEBRA_FAILURES:
        return se.Integer(1), e
    if numerator == 0:
        return se.Integer(0), se.Integer(1)
    outside, inside = se.Integer(1), se.Integer(1)
    for part, up in ((numerator, 1), (denominator, -1)):
        content, factors = part.factor()
        s, k = _integer(int(content))
        outside, inside = outside * se.Integer(s) ** up, inside * se.Integer(k) ** up
        for factor, exponent in factors:
            base = expanded(factor, symbols)
            outside *= base ** (up * (int(exponent) // 2))
            inside *= base ** (up * (int(exponent) % 2))
    # 1/k = k/k²
    if denominator != 1:
        below = se.Integer(1)
        for factor in se.Mul.make_args(inside):
            base, exponent = factor.args if factor.__class__ is se.Pow else (factor, se.Integer(1))
            if is_fraction(factor):
                below *= factor.q
            elif isinstance(exponent, se.Integer) and exponent < 0:
                below *= base
        outside, inside = outside / below, inside * below**2
    return outside, inside


def square_root(e: se.Expr) -> se.Expr:
    """√e up to sign, simplified."""
    outside, inside = split_square(e)
    return outside * se.sqrt(inside)


def _integer(n: int) -> tuple[int, int]:
    """n = s²·k."""
    s, k = 1, 1 if n > 0 else -1
    for prime, exponent in fmpz(abs(n)).factor(trial_limit=_TRIAL_LIMIT) if abs(n) > 1 else ():
        s *= int(prime) ** (int(exponent) // 2)
        k *= int(prime) ** (int(exponent) % 2)
    return s, k


__all__ = ["split_square", "square_root"]

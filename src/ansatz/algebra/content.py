"""The rational content of sums: what all their coefficients share."""

from fractions import Fraction
from math import gcd, lcm

import symengine as se

from ansatz.algebra.numbers import fraction


def content(e: se.Expr) -> se.Expr:
    """The greatest rational c > 0 such that e/c has coprime integer coefficients, term by term: 3 for 6 + 3x."""
    numbers = [_coefficient(term) for term in se.Add.make_args(e)]
    above = gcd(*(number.numerator for number in numbers)) or 1
    return se.Rational(above, lcm(*(number.denominator for number in numbers)))


def split_content(total: se.Expr) -> tuple[se.Expr, se.Expr]:
    """(c, p) with total = c·p, c rational and p primitive."""
    leading = min(total.args, key=lambda t: str(t).lstrip("-"))
    c = content(total) if _coefficient(leading) > 0 else -content(total)
    return c, total if c == 1 else se.Add(*(t / c for t in total.args))


def primitive(total: se.Expr) -> se.Expr:
    """A sum without content and of one sign: 6 + 3x and −2 − x are both 2 + x."""
    return split_content(total)[1]


def _coefficient(term: se.Expr) -> Fraction:
    value = fraction(term.args[0] if term.__class__ is se.Mul else term)
    return Fraction(1) if value is None else value

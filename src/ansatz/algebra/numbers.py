"""Exact numbers: between SymEngine, the standard library and python-flint, and the numeric factor of a term.

as_fraction(e), as_fmpq(e)      a SymEngine Integer or Rational as Fraction, as fmpq
to_symengine_number(value)      int, Fraction or fmpq as a SymEngine number
fraction(e), gaussian(e)        the number that an expression is, or None
midpoint(ball)                  the middle of a real ball, exact
"""

from fractions import Fraction
from typing import TypeGuard

import symengine as se
from flint import arb, fmpq, fmpz

from ansatz.errors import UndecidedError

IMAGINARY = type(se.I)


def is_rational(e: se.Expr) -> TypeGuard[se.Rational]:
    """True for SymEngine Integers and Rationals."""
    return isinstance(e, se.Rational)  # of which Integer is a kind


def is_fraction(e: se.Expr) -> TypeGuard[se.Rational]:
    """True for rational numbers that are no integers: the exponents of roots."""
    return isinstance(e, se.Rational) and not isinstance(e, se.Integer)


def is_even(e: se.Expr) -> TypeGuard[se.Integer]:
    """True for even integers."""
    return isinstance(e, se.Integer) and int(e) % 2 == 0


def as_fmpq(e: se.Rational) -> fmpq:
    """The exact value of a SymEngine Integer or Rational."""
    return fmpq(int(e)) if isinstance(e, se.Integer) else fmpq(int(e.p), int(e.q))


def as_fraction(e: se.Rational) -> Fraction:
    """The exact value of a SymEngine Integer or Rational."""
    return Fraction(int(e)) if isinstance(e, se.Integer) else Fraction(int(e.p), int(e.q))


def to_symengine_number(value: int | Fraction | fmpz | fmpq) -> se.Expr:
    """The SymEngine Integer or Rational of a number."""
    if isinstance(value, fmpz | fmpq):
        value = fmpq(value)
        return se.Rational(int(value.p), int(value.q))
    return se.Rational(value.numerator, value.denominator)


def fraction(e: se.Expr) -> Fraction | None:
    """The rational number that an expression is, or None."""
    return as_fraction(e) if is_rational(e) else None


def gaussian(e: se.Expr) -> tuple[Fraction, Fraction] | None:
    """(a, b) of a number a + bi with rational a, b; None for anything else."""
    value = fraction(e)
    if value is not None:
        return value, Fraction(0)
    if e == se.I:
        return Fraction(0), Fraction(1)
    if isinstance(e, se.Number) and hasattr(e, "imaginary_part"):
        real, imaginary = fraction(e.real_part()), fraction(e.imaginary_part())
        return None if real is None or imaginary is None else (real, imaginary)
    return None


def split_coefficient(e: se.Expr) -> tuple[Fraction, se.Expr]:
    """(c, b) with e = c·b, c rational, b without rational factor."""
    c = fraction(e)
    if c is not None:
        return c, se.Integer(1)
    if e.__class__ is se.Mul:
        c = fraction(e.args[0])
        if c is not None:
            return c, e / e.args[0]
    return Fraction(1), e


def split_number(term: se.Expr) -> tuple[se.Expr, se.Expr]:
    """A term as number · rest, the number real or complex: (3, x) for 3·x, (2, 1) for 2."""
    if isinstance(term, se.Number) or term.__class__ is IMAGINARY:
        return term, se.Integer(1)
    if term.__class__ is se.Mul:
        head, *rest = term.args
        if isinstance(head, se.Number) or head.__class__ is IMAGINARY:
            return head, se.Mul(*rest)
    return se.Integer(1), term


def midpoint(ball: arb, longest: int = 20_000) -> fmpq:
    """The middle of a real ball as a fraction.

    Raises `UndecidedError` where it has more binary digits before or behind the point than `longest`: those of
    exp(-10^9) fill the memory.
    """
    mantissa, exponent = ball.mid().man_exp()
    if abs(int(exponent)) > longest:
        raise UndecidedError("a place lies too far out, or too close to zero, to be written down")
    return fmpq(mantissa) * fmpq(2) ** int(exponent)

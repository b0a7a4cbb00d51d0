"""Functions Σ R_ω(x)·e^(iωx), R_ω rational over Q(i), out of products of sines, cosines and rational functions.

ω is a rational multiple of one real unit: 1, π, a parameter.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.fold import Fold
from ansatz.algebra.numbers import as_fmpq, as_fraction, is_rational
from ansatz.algebra.ratios import ONE, Ratio, X
from ansatz.errors import NotInRingError, TooLargeError

_MAX_TERMS = 24
_HALF = fmpq(1, 2)
ZERO = Ratio(fmpq_poly([]))


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A rational function over Q(i): real and imaginary part."""

    re: Ratio
    im: Ratio

    def __add__(self, other: Coefficient) -> Coefficient:
        return Coefficient(self.re + other.re, self.im + other.im)

    def __mul__(self, other: Coefficient) -> Coefficient:
        return Coefficient(self.re * other.re - self.im * other.im, self.re * other.im + self.im * other.re)

    def __bool__(self) -> bool:
        return bool(self.re) or bool(self.im)


@dataclass(frozen=True, slots=True)
class Waves:
    """ω in units -> R_ω, both signs of ω."""

    terms: dict[Fraction, Coefficient]

    def __add__(self, other: Waves) -> Waves:
        out = dict(self.terms)
        for k, c in other.terms.items():
            out[k] = out[k] + c if k in out else c
        return Waves({k: c for k, c in out.items() if c})

    def __mul__(self, other: Waves) -> Waves:
        out: dict[Fraction, Coefficient] = {}
        for k, c in self.terms.items():
            for m, e in other.terms.items():
                out[k + m] = out[k + m] + c * e if k + m in out else c * e
        if len(out) > _MAX_TERMS:
            raise TooLargeError("There are too many waves.")
        return Waves({k: c for k, c in out.items() if c})

    @property
    def is_even(self) -> bool:
        """Whether the function is, which must be real."""
        mirror = Ratio(-X)
        return all(c.re.compose(mirror) == c.re and (c.im.compose(mirror) + c.im) == ZERO for c in self.terms.values())


class _Waves(Fold[Waves]):
    def __init__(self, x: se.Symbol, unit: se.Expr) -> None:
        super().__init__()
        self.x, self.unit = x, unit

    def number(self, value: se.Rational) -> Waves:
        return Waves({Fraction(0): Coefficient(Ratio(fmpq_poly([as_fmpq(value)])), ZERO)}) if value != 0 else Waves({})

    def kernel(self, e: se.Expr) -> Waves:
        if e == self.x:
            return Waves({Fraction(0): Coefficient(Ratio(X), ZERO)})
        if e.__class__ not in (se.sin, se.cos):
            self.refuse()
        omega = se.expand(e.args[0] / self.x / self.unit)
        if not is_rational(omega) or omega == 0:
            self.refuse()
        k, half = as_fraction(omega), Ratio(fmpq_poly([_HALF]))
        if e.__class__ is se.cos:
            return Waves({k: Coefficient(half, ZERO), -k: Coefficient(half, ZERO)})
        return Waves({k: Coefficient(ZERO, half.scaled(fmpq(-1))), -k: Coefficient(ZERO, half)})

    def integer_power(self, element: Waves, n: int) -> Waves:
        if n < 0:
            if set(element.terms) != {Fraction(0)} or element.terms[Fraction(0)].im:
                self.refuse()
            element = Waves({Fraction(0): Coefficient(Ratio(ONE) / element.terms[Fraction(0)].re, ZERO)})
        out = Waves({Fraction(0): Coefficient(Ratio(ONE), ZERO)})
        for _ in range(abs(n)):
            out = out * element
        return out


def waves_of(f: se.Expr, x: se.Symbol) -> tuple[Waves, se.Expr] | None:
    """(the function, the unit of ω); the unit is 1 where there are no waves; None where f is no such function."""
    slopes = [se.expand(e.args[0] / x) for e in f.atoms(se.sin, se.cos) if x in e.free_symbols]
    if any(x in slope.free_symbols for slope in slopes):
        return None
    unit = se.Integer(1)
    for slope in slopes:
        if not is_rational(slope):
            unit = slope / next((c for c in slope.args if is_rational(c)), se.Integer(1))
            break
    try:
        return _Waves(x, unit).build(f), unit
    except (NotInRingError, TooLargeError, ZeroDivisionError):
        return None

"""Sums of powers of sine and cosine as waves of multiple angles, where these are not more, and not longer.

    2*cos(x)^3 - 8*cos(x)^5/5 - cos(x)  =  -cos(x)/2 - cos(5*x)/10

With z = e^(iv) each power is a Laurent polynomial in z with rational coefficients, but for a power of i.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import comb

import symengine as se

from ansatz.algebra.forms import expanded
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import as_fraction, is_rational, to_symengine_number
from ansatz.algebra.shortening.length import length

_MAX_POWER = 12
_FEWEST = 2  # powers that are worth it

Waves = dict[tuple[type, int], Fraction]  # (cos or sin, k) -> coefficient of the wave of k·v


def _monomial(term: se.Expr) -> tuple[Fraction, se.Expr, int, int] | None:
    """(c, v, m, n) of c·sin(v)^m·cos(v)^n with m + n > 0."""
    coefficient, v, powers = Fraction(1), None, {se.sin: 0, se.cos: 0}
    for factor in se.Mul.make_args(term):
        base, exponent = base_and_exponent(factor)
        if is_rational(factor):
            coefficient *= as_fraction(factor)
        elif base.__class__ in powers and isinstance(exponent, se.Integer) and exponent > 0:
            if v not in (None, base.args[0]):
                return None
            v = base.args[0]
            powers[base.__class__] += int(exponent)
        else:
            return None
    m, n = powers[se.sin], powers[se.cos]
    return None if v is None or m + n > _MAX_POWER else (coefficient, v, m, n)


def _waves(m: int, n: int) -> Iterator[tuple[type, int, Fraction]]:
    """Those of sin(v)^m·cos(v)^n = ((z - 1/z)/i)^m·(z + 1/z)^n/2^(m + n): (cos or sin, k, coefficient)."""
    kind, sign = (se.sin if m % 2 else se.cos), (-1) ** (m // 2)
    for k in range(m + n, -1, -2):
        steps = (m + n - k) // 2  # factors of which 1/z is taken
        weight = sum((-1) ** j * comb(m, j) * comb(n, steps - j) for j in range(min(m, steps) + 1))
        yield kind, k, Fraction(sign * weight * (2 if k else 1), 2 ** (m + n))


def by_multiple_angles(e: se.Expr) -> se.Expr:
    """The sum with its powers as waves; e itself where that is no better."""
    if not e.atoms(se.sin, se.cos):
        return e
    groups: dict[se.Expr, tuple[list[se.Expr], Waves]] = {}
    plain = opened = expanded(e)
    for term in se.Add.make_args(plain):
        if (found := _monomial(term)) is None:
            continue
        coefficient, v, m, n = found
        terms, waves = groups.setdefault(v, ([], {}))
        terms.append(term)
        for kind, k, weight in _waves(m, n):
            waves[kind, k] = waves.get((kind, k), Fraction(0)) + coefficient * weight
    for v, (terms, waves) in groups.items():
        left = {wave: weight for wave, weight in waves.items() if weight}
        if _FEWEST <= len(terms) >= len(left):
            summed = (to_symengine_number(weight) * kind(k * v) for (kind, k), weight in left.items())
            opened = se.Add(opened, *summed, *(-term for term in terms))
    return opened if opened != plain and length(opened) <= length(e) else e


__all__ = ["by_multiple_angles"]

"""Sines and cosines of several multiples as a sum: ∫ sin(5x)·cos(3x) dx = −cos(8x)/16 − cos(2x)/4.

In powers of one sine and cosine, which other methods see, high multiples become long. Of a double angle they stay
short: those are left to them.
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.wave_sums import wave_sums

_MAX_TERMS = 4


def integrate_wave_products(f: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    """The one antiderivative, where f is a product of waves of at least two slopes, rational numbers, one thrice
    another or not a multiple of it, and the sum is short."""
    constant, product = split_constant(f, x)
    waves = [base_and_exponent(part)[0] for part in se.Mul.make_args(product)]
    if len(waves) < 2 or any(wave.__class__ not in (se.sin, se.cos) for wave in waves):
        return
    slopes = [abs(slope) for wave in waves if is_rational(slope := se.expand(wave.args[0] / x))]
    if len(slopes) < len(waves) or all(slope / min(slopes) in (1, 2) for slope in slopes):
        return
    found = wave_sums(product, x)
    if found is None or sum(map(len, found)) > _MAX_TERMS:
        return
    sines, cosines = found
    terms = [-k * se.cos(slope * x) / slope for slope, k in sines.items()]
    terms += [k * x if slope == 0 else k * se.sin(slope * x) / slope for slope, k in cosines.items()]
    yield constant * se.Add(*terms)

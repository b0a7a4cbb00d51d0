"""Products of sines and cosines as sums: sin(ax)·cos(bx) is ½·sin((a + b)x) + ½·sin((a − b)x)."""

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import base_and_exponent

_MAX_TERMS, _MAX_POWER = 40, 8
WaveSum = dict[se.Expr, se.Expr]  # λ -> k of k·sin(λx), or of k·cos(λx)


def wave_sums(e: se.Expr, x: se.Symbol) -> tuple[WaveSum, WaveSum] | None:
    """The sum as (sines, cosines); None where it is none."""
    sines: WaveSum = {}
    cosines: WaveSum = {}
    for term in se.Add.make_args(e):
        constant, product = split_constant(term, x)
        parts: list[tuple[se.Expr, se.Expr, bool]] = [(constant, se.Integer(0), False)]  # k, λ, of a sine
        for factor in se.Mul.make_args(product):
            base, n = base_and_exponent(factor)
            if factor == 1:
                continue
            if base.__class__ not in (se.sin, se.cos) or not isinstance(n, se.Integer) or not 0 < n <= _MAX_POWER:
                return None
            slope = se.expand(base.args[0] / x)
            if x in slope.free_symbols:
                return None
            for _ in range(int(n)):
                parts = [
                    p for k, u, is_sine in parts for p in _times(k / 2, u, is_sine, slope, base.__class__ is se.sin)
                ]
            if len(parts) > _MAX_TERMS:
                return None
        for k, slope, is_sine in parts:
            waves, mirrored = (sines, -k) if is_sine else (cosines, k)
            opposite = se.expand(-slope)
            slope, k = (opposite, mirrored) if opposite in waves else (slope, k)
            waves[slope] = se.expand(waves.get(slope, se.Integer(0)) + k)
    return {u: k for u, k in sines.items() if k != 0 and u != 0}, {u: k for u, k in cosines.items() if k != 0}


def _times(half: se.Expr, u: se.Expr, first: bool, v: se.Expr, second: bool) -> list[tuple[se.Expr, se.Expr, bool]]:
    """2·half·f(ux)·g(vx) as a sum, f and g sines where it is said so."""
    up, down = se.expand(u + v), se.expand(u - v)
    if first and second:
        return [(half, down, False), (-half, up, False)]
    if not first and not second:
        return [(half, down, False), (half, up, False)]
    return [(half, up, True), (half if first else -half, down, True)]


__all__ = ["WaveSum", "wave_sums"]

"""Analyticity on a ray [a, ∞) or (-∞, a], by interval bounds that may be infinite.

    doubtful(e, x, ray)      the subexpressions of e that are not seen to be analytic on the ray

Balls cannot hold a ray, and boxes on which exp(x) doubles are too many to visit: 1 + exp(x) > 0 is seen here
from bounds of its parts. What is not seen is left to subdivision (`ansatz.proof.real_line.singularities`).
"""

from collections.abc import Iterator
from typing import TypeAlias

import symengine as se
from flint import arb

from ansatz.algebra.balls import evaluate
from ansatz.algebra.numbers import is_even

Bounds: TypeAlias = tuple[arb, arb]

_X = se.Symbol("x")
_INFINITY = arb.pos_inf()
_UNBOUNDED: Bounds = (-_INFINITY, _INFINITY)
_ZERO = arb(0)
_ENTIRE = {type(f(_X)) for f in (se.sin, se.cos, se.sinh, se.cosh, se.tanh, se.sech, se.atan, se.asinh, se.erf)}
_INCREASING = {
    type(se.atan(_X)): (arb.atan, -arb.pi() / 2, arb.pi() / 2),
    type(se.asinh(_X)): (arb.asinh, -_INFINITY, _INFINITY),
    type(se.sinh(_X)): (arb.sinh, -_INFINITY, _INFINITY),
    type(se.tanh(_X)): (arb.tanh, arb(-1), arb(1)),
    type(se.erf(_X)): (arb.erf, arb(-1), arb(1)),
}
_WAVES = {type(se.sin(_X)), type(se.cos(_X))}
_NEED_NONZERO = {type(se.coth(_X)), type(se.csch(_X)), type(abs(_X)), type(se.sign(_X))}
_LOG, _COSH, _SECH, _ABS = (type(f(_X)) for f in (se.log, se.cosh, se.sech, abs))


def doubtful(e: se.Expr, x: se.Symbol, ray: Bounds) -> Iterator[se.Expr]:
    """Innermost first; nothing where e is analytic on the whole ray."""
    if x not in e.free_symbols:
        return
    for argument in e.args:
        yield from doubtful(argument, x, ray)
    kind = e.__class__
    if kind is se.Pow:
        base, exponent = e.args
        if x not in base.free_symbols or (isinstance(exponent, se.Integer) and exponent > 0):
            return
        low, high = bounds(base, x, ray)
        if low > 0 or (isinstance(exponent, se.Integer) and high < 0):
            return
        yield e
    elif kind is _LOG:
        if not bounds(e.args[0], x, ray)[0] > 0:
            yield e
    elif kind in _NEED_NONZERO:
        low, high = bounds(e.args[0], x, ray)
        if not (low > 0 or high < 0):
            yield e
    elif kind not in (se.Add, se.Mul, se.Symbol, se.Dummy) and kind not in _ENTIRE:
        yield e


def bounds(e: se.Expr, x: se.Symbol, ray: Bounds) -> Bounds:
    """Numbers, possibly infinite, between which e lies on the ray."""
    if e == x:
        return ray
    if x not in e.free_symbols:
        value = evaluate(e, {})
        if not value.is_finite() or not value.imag.contains(0):
            return _UNBOUNDED
        return value.real.lower(), value.real.upper()
    parts = [bounds(argument, x, ray) for argument in e.args]
    kind = e.__class__
    if kind is se.Add:
        return _checked(sum((low for low, _ in parts), _ZERO), sum((high for _, high in parts), _ZERO))
    if kind is se.Mul:
        total = parts[0]
        for part in parts[1:]:
            total = _product(total, part)
        return total
    if kind is se.Pow:
        return _power(e, parts)
    low, high = parts[0]
    if kind in _INCREASING:
        function, least, greatest = _INCREASING[kind]
        return (function(low) if low.is_finite() else least), (function(high) if high.is_finite() else greatest)
    if kind in _WAVES:
        return arb(-1), arb(1)
    if kind is _LOG and low > 0:
        return low.log(), (high.log() if high.is_finite() else _INFINITY)
    if kind in (_ABS, _COSH, _SECH):
        small, large = _magnitude(low, high)
        if kind is _ABS:
            return small, large
        least = small.cosh()
        greatest = large.cosh() if large.is_finite() else _INFINITY
        return (least, greatest) if kind is _COSH else (1 / greatest if large.is_finite() else _ZERO, 1 / least)
    return _UNBOUNDED


def _checked(low: arb, high: arb) -> Bounds:
    return (-_INFINITY if low.is_nan() else low), (_INFINITY if high.is_nan() else high)


def _magnitude(low: arb, high: arb) -> Bounds:
    small = low if low > 0 else -high if high < 0 else _ZERO
    return small, abs(low).max(abs(high))


def _times(u: arb, v: arb) -> arb:
    return _ZERO if u.is_zero() or v.is_zero() else u * v


def _product(u: Bounds, v: Bounds) -> Bounds:
    ends = [_times(a, b) for a in u for b in v]
    low, high = ends[0], ends[0]
    for end in ends[1:]:
        low, high = low.min(end), high.max(end)
    return _checked(low, high)


def _power(e: se.Expr, parts: list[Bounds]) -> Bounds:
    base, exponent = e.args
    if base == se.E:
        low, high = parts[1]
        return (low.exp() if low.is_finite() else _ZERO), (high.exp() if high.is_finite() else _INFINITY)
    low, high = parts[0]
    if not isinstance(exponent, se.Integer | se.Rational):
        return (_ZERO, _INFINITY) if low > 0 else _UNBOUNDED
    if exponent < 0:
        below, above = _power(base ** (-exponent), [(low, high)]) if exponent != -1 else (low, high)
        if below > 0:
            return (1 / above if above.is_finite() else _ZERO), 1 / below
        if above < 0:
            return 1 / above, (1 / below if below.is_finite() else _ZERO)
        return _UNBOUNDED
    if is_even(exponent):
        low, high = _magnitude(low, high)
    elif not isinstance(exponent, se.Integer) and not low > 0:
        return _UNBOUNDED
    power = arb(int(exponent.p)) / int(exponent.q)
    return _raised(low, power), _raised(high, power)


def _raised(u: arb, power: arb) -> arb:
    if u.is_zero() or not u.is_finite():
        return u
    return u**power if u > 0 else -(abs(u) ** power)


def ray_from(end: arb) -> Bounds:
    """[end, ∞) for a positive end, (-∞, end] for a negative one."""
    return (end, _INFINITY) if end > 0 else (-_INFINITY, end)


__all__ = ["Bounds", "bounds", "doubtful", "ray_from"]

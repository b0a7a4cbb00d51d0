"""Real places where functions change their sign, by name: there |u| has its corners and sign(u) its jumps.

    sign_changes(x**2 - 2*x, x)      (0, 2)
    sign_changes(abs(x + 1) - 2, x)  (-3, 1)
    sign_changes(x + a, x)           (-a,)

Of lines, of polynomials with rational coefficients and real zeros of degree two at most, of increasing functions and
absolute values of these, and of products.
"""

from collections.abc import Callable

import symengine as se
from flint import fmpq_poly, fmpz_poly

from ansatz.algebra.balls import evaluate
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_even, is_rational, to_symengine_number
from ansatz.algebra.one_kernel import in_one_kernel
from ansatz.algebra.ratios import factor
from ansatz.algebra.surds import sqrt_of

_BITS = 128
_ODD = (se.asinh, se.sinh, se.tanh, se.atan, se.asin, se.atanh, se.erf)  # and increasing
# Increasing functions: y ↦ u with function(u) = y, which is real for every real y.
_INVERSE: dict[type, Callable[[se.Expr], se.Expr]] = {
    se.log: se.exp,
    se.sinh: se.asinh,
    se.asinh: se.sinh,
}


def sign_changes(u: se.Expr, x: se.Symbol) -> tuple[se.Expr, ...] | None:
    """All real zeros of odd order and poles of odd order, from left to right; None where they have no name here."""
    found: list[se.Expr] = []
    for base, exponent in map(base_and_exponent, se.Mul.make_args(u)):
        if x not in base.free_symbols | exponent.free_symbols or base == se.E:
            continue
        if not is_rational(exponent):
            return None
        if is_even(exponent):
            continue
        here = _of_factor(base, x)
        if here is None:
            return None
        found += here
    if len(found) < 2:
        return tuple(found)
    if len(set(found)) < len(found) or any(place.free_symbols for place in found):
        return None  # two that may meet, or whose order parameters decide
    return tuple(sorted(found, key=lambda place: float(evaluate(place, {}, _BITS).real.mid())))


def _of_factor(u: se.Expr, x: se.Symbol) -> tuple[se.Expr, ...] | None:
    slope = u.diff(x) if u.__class__ in (se.Add, se.Symbol) else se.Integer(0)
    if slope != 0 and x not in slope.free_symbols:
        return (se.expand(-u.subs({x: 0}) / slope),)
    known = in_one_kernel(u)
    if known is None:
        return None
    ratio, t = known
    roots = _roots(ratio.num * ratio.den)
    if roots is None or t == x:
        return roots
    places: list[se.Expr] = []
    for root in roots:
        arguments = _where(t, root)
        inner = [None] if arguments is None else [sign_changes(argument, x) for argument in arguments]
        for here in inner:
            if here is None:
                return None
            places += here
    return tuple(places)


def _roots(p: fmpq_poly) -> tuple[se.Expr, ...] | None:
    """The real roots of odd multiplicity; None where one is of higher degree."""
    out: list[se.Expr] = []
    for q, multiplicity in factor(p)[1]:
        if multiplicity % 2 == 0:
            continue
        if q.degree() == 1:
            out.append(to_symengine_number(-q[0] / q[1]))
        elif q.degree() == 2:
            discriminant = q[1] ** 2 - 4 * q[2] * q[0]
            if discriminant > 0:
                middle, half = to_symengine_number(-q[1] / (2 * q[2])), sqrt_of(discriminant / (4 * q[2] ** 2))
                out += [middle - half, middle + half]
        elif any(root.imag.is_zero() for root, _ in fmpz_poly(q.numer()).complex_roots()):
            return None
    return tuple(out)


def _where(t: se.Expr, value: se.Expr) -> tuple[se.Expr, ...] | None:
    """Functions that change their sign where t − value does; None where that is not known."""
    if t.__class__ in _INVERSE:
        return (t.args[0] - _INVERSE[t.__class__](value),)
    if t.__class__ in _ODD:
        return (t.args[0],) if value == 0 else None
    is_exponential = t.__class__ is se.Pow and t.args[0] == se.E
    if not is_exponential and t.__class__ is not se.Abs:
        return None
    if not evaluate(value, {}, _BITS).real > 0:
        return ()
    return (t.args[1] - se.log(value),) if is_exponential else (t.args[0] - value, t.args[0] + value)


__all__ = ["sign_changes"]

"""Rewrites that a teacher would make in an answer, from the inside out.

    atan(cos u/sin u) -> -u      inverse functions of functions, up to a constant on each interval
    |u|/u -> sign u              signs
    sin u/cos u -> tan u         quotients of sine and cosine
    1 - cos²u -> sin²u           Pythagoras
    ln((x - 1)/(√x - 1)) -> ln(√x + 1)
    √(u²) -> |u|                 real roots
    atan(√2·(√2 + 2x)/2)         -> atan(√2·x + 1): arguments expanded where that is shorter
    P(x)·|u|/u                   -> (P(x) - P(x₀))/u·|u| for linear u that vanishes at x₀: no jump there

Some hold up to a constant only, or for real values: the caller verifies the rewritten antiderivative.
"""

from collections.abc import Callable
from typing import Any

import symengine as se
from flint import fmpq

from ansatz.algebra.content import content
from ansatz.algebra.forms import collected, expanded
from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.ratios import factor as factored
from ansatz.algebra.ratios import polynomial_expression, ratio_of
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import words

_X = se.Symbol("x")
_SIN, _COS, _TAN, _COT, _LOG, _ABS, _SIGN = (
    type(f(_X)) for f in (se.sin, se.cos, se.tan, se.cot, se.log, abs, se.sign)
)
_MAX_TERMS = 4  # of a bracket that is opened to see whether that helps
# The inverse of each function, and the sign of u in inverse(function(u)) = ±u + constant.
_UNDONE: dict[tuple[type, type], int] = {
    (type(inverse(_X)), type(function(_X))): sign
    for inverse, function, sign in (
        (se.atan, se.tan, 1),
        (se.atan, se.cot, -1),
        (se.acot, se.cot, 1),
        (se.acot, se.tan, -1),
        (se.asin, se.sin, 1),
        (se.asin, se.cos, -1),
        (se.acos, se.cos, 1),
        (se.acos, se.sin, -1),
        (se.asinh, se.sinh, 1),
        (se.atanh, se.tanh, 1),
        (se.acosh, se.cosh, 1),
    )
}


def rewritten(F: Any, x: Any) -> Any:
    """F after all rewrites; F itself where none applies or one fails."""
    try:
        return _primitive(_rewrite(_without_corner_jumps(F, x), x), x)
    except ALGEBRA_FAILURES:
        return F  # the answer was good without it


def _rewrite(e: Any, x: Any) -> Any:
    if not e.args or x not in e.free_symbols:
        return e
    arguments = [_rewrite(argument, x) for argument in e.args]
    if e.__class__ is _LOG or e.__class__ is _ABS:
        arguments = [_cancelled(arguments[0], x)]
    if e.__class__ not in (se.Add, se.Mul, se.Pow):
        arguments = [_shortest(arguments[0])] if _is_bracket(arguments[0]) else arguments
    if arguments != list(e.args):
        e = e.func(*arguments)
    rule = _RULES.get(e.__class__)
    return _undone(e) if rule is None else rule(e)


def _cancelled(u: Any, x: Any) -> Any:
    """(x - 1)/(√x - 1) -> √x + 1: a quotient in one square root of a linear function, in lowest terms."""
    powers = [p for p in u.atoms(se.Pow) if isinstance(p.args[1], se.Rational) and p.args[1].q == 2]
    bases = {power.args[0] for power in powers if x in power.args[0].free_symbols}
    if u.__class__ is not se.Mul or len(bases) != 1:
        return u
    (base,) = bases
    slope = se.expand(base.diff(x))
    if not isinstance(slope, se.Integer | se.Rational):
        return u
    t = se.Dummy()
    in_t = u.subs({power: t ** (2 * power.args[1]) for power in powers if power.args[0] == base})
    ratio = ratio_of(in_t.subs({x: se.expand(x - base / slope) + t**2 / slope}), t)
    if ratio is None:
        return u
    root, number, form = se.sqrt(base), fmpq(1), se.Integer(1)
    for polynomial, sign in ((ratio.num, 1), (ratio.den, -1)):
        constant, factors = factored(polynomial)
        number *= constant**sign
        form *= se.Mul(*(polynomial_expression(p, root) ** (sign * n) for p, n in factors))
    return to_symengine_number(number) * form if len(words(form)) < len(words(u)) else u


def _is_bracket(u: Any) -> bool:
    """False for quotients, which stay one fraction: ln((x + 1)/x)."""
    return u.__class__ is se.Add or not any(
        isinstance(power.args[1], se.Rational) and power.args[1] < 0 for power in u.atoms(se.Pow)
    )


def _shortest(u: Any) -> Any:
    forms = (u, expanded(u), collected(expanded(u)))
    return min(forms, key=lambda form: len(words(form)))


def _undone(e: Any) -> Any:
    """±u for an inverse function of a function of u, otherwise the expression."""
    inner = e.args[0] if len(e.args) == 1 else None
    sign = _UNDONE.get((e.__class__, inner.__class__))
    if sign is not None:
        return sign * inner.args[0]  # type: ignore[union-attr]
    if e.__class__ is _LOG and inner.__class__ is se.Pow:
        base, exponent = inner.args  # type: ignore[union-attr]
        if base == se.E:
            return exponent
        if isinstance(exponent, se.Integer) and _is_positive(base):
            return exponent * se.log(base)
    return e


def _is_positive(u: Any) -> bool:
    """Seen at once: sums of positive numbers and square roots."""
    if u.__class__ is se.Add:
        return all(map(_is_positive, u.args))
    if u.__class__ is se.Mul:
        return all(map(_is_positive, u.args))
    if u.__class__ is se.Pow:
        return isinstance(u.args[1], se.Rational) and u.args[1].q == 2
    return isinstance(u, se.Integer | se.Rational) and bool(u > 0)


def _power(e: Any) -> Any:
    """√(u²) = |u|, for real u."""
    base, exponent = e.args
    if base.__class__ is se.Pow and base.args[1] == 2 and isinstance(exponent, se.Rational) and base.args[0] != se.E:
        return abs(base.args[0]) ** (2 * exponent)
    return _quotients(e)


def _primitive(e: Any, x: Any) -> Any:
    """1/(2u + 2) = 1/(2·(u + 1)) throughout, once numerators have been cancelled."""
    if not e.args or x not in e.free_symbols:
        return e
    e = e.func(*(_primitive(argument, x) for argument in e.args))
    if e.__class__ is se.Pow and e.args[0].__class__ is se.Add and isinstance(e.args[1], se.Integer):
        base, exponent = e.args
        number = content(base)
        return e if number == 1 else number**exponent * se.expand(base / number) ** exponent
    return e


def _exponents(e: Any) -> dict[Any, Any]:
    """{base: exponent} of a product or a power, integer exponents only."""
    found: dict[Any, Any] = {}
    for factor in e.args if e.__class__ is se.Mul else (e,):
        base, exponent = factor.args if factor.__class__ is se.Pow else (factor, se.Integer(1))
        if isinstance(exponent, se.Integer):
            found[base] = found.get(base, 0) + exponent
    return found


def _quotients(e: Any) -> Any:
    """sin/cos = tan, cos/sin = cot, 1/tan = cot, tan·cos = sin; |u|/u = sign u."""
    exponents = _exponents(e)
    for u in {base.args[0] for base in exponents if base.__class__ in (_SIN, _COS, _TAN, _COT)}:
        sine, cosine, tangent, cotangent = (exponents.get(f(u), 0) for f in (se.sin, se.cos, se.tan, se.cot))
        over, under = sine + tangent - cotangent, cosine - tangent + cotangent
        shared = min(abs(over), abs(under)) if over * under < 0 else 0
        sign = 1 if over > 0 else -1
        plain = se.sin(u) ** sine * se.cos(u) ** cosine * se.tan(u) ** tangent * se.cot(u) ** cotangent
        quotient = se.tan(u) if sign > 0 else se.cot(u)
        if shared or tangent or cotangent:
            rest = se.sin(u) ** (over - sign * shared) * se.cos(u) ** (under + sign * shared)
            e = _shorter(e / plain * rest * quotient**shared, e)
    for base in exponents:
        if base.__class__ is _ABS and exponents[base] == 1:
            v = base.args[0]
            for w in (v, -v):
                if exponents.get(w) == -1:
                    e = e / base * w * se.sign(w)
    return e


def _shorter(form: Any, e: Any) -> Any:
    return form if len(words(form)) < len(words(e)) else e


def _pythagoras(e: Any) -> Any:
    """c·sin² + c·cos² = c, and c - c·cos² = c·sin², c - c·sin² = c·cos²."""
    for square in [atom for atom in e.atoms(se.Pow) if atom.args[1] == 2 and atom.args[0].__class__ in (_SIN, _COS)]:
        u = square.args[0].args[0]
        other = se.cos(u) ** 2 if square.args[0].__class__ is _SIN else se.sin(u) ** 2
        for coefficient in _coefficients(e, square):
            e = _shorter(se.expand(e - coefficient * square + coefficient * (1 - other)), e)
    return e


def _coefficients(e: Any, factor: Any) -> list[Any]:
    terms = e.args if e.__class__ is se.Add else (e,)
    return [term / factor for term in terms if term == factor or (term.__class__ is se.Mul and factor in term.args)]


def _product(e: Any) -> Any:
    """Quotients in the product, and through its brackets: cos·(1 - tan) = cos - sin, (a + b·d)/d = a/d + b."""
    e = _quotients(e)
    factors = e.args if e.__class__ is se.Mul else ()
    for bracket in factors:
        if bracket.__class__ is se.Add and len(bracket.args) <= _MAX_TERMS:
            for factor in factors:
                if factor != bracket and not isinstance(factor, se.Number):
                    opened = se.Add(*(_quotients(factor * term) for term in bracket.args))
                    form = _shorter(e / bracket / factor * opened, e)
                    if form != e:
                        return form
    return e


_RULES: dict[type, Callable[[Any], Any]] = {se.Pow: _power, se.Mul: _product, se.Add: _pythagoras}


def _without_corner_jumps(F: Any, x: Any) -> Any:
    """The coefficient of |u| shifted by a constant times 1/u, so that F is continuous where the linear u vanishes."""
    for u in sorted({corner.args[0] for corner in F.atoms(_ABS, _SIGN)}, key=str):
        slope = se.diff(u, x) if x in u.free_symbols and not u.atoms(_ABS, _SIGN) else se.Integer(0)
        if slope == 0 or slope.free_symbols:
            continue
        opened = expanded(F).subs({se.sign(u): abs(u) / u})
        terms = opened.args if opened.__class__ is se.Add else (opened,)
        corner = abs(u)
        with_corner = [term for term in terms if corner in term.atoms(_ABS)]
        t = se.Dummy()
        at_corner = se.expand(x - u / slope) + t / slope
        numerator = [term / corner for term in with_corner]
        if any(part.atoms(_ABS, _SIGN, se.Function) for part in numerator):
            continue
        in_t = se.expand(sum((part.subs({x: at_corner}) * t for part in numerator), se.Integer(0)))
        shifted = se.expand((in_t - in_t.subs({t: 0})) / t)
        if t in shifted.free_symbols and any(_has_pole(power, t) for power in shifted.atoms(se.Pow)):
            continue
        F = sum((term for term in terms if term not in with_corner), se.Integer(0)) + corner * _shortest(
            shifted.subs({t: u})
        )
    return F


def _has_pole(power: Any, t: Any) -> bool:
    base, exponent = power.args
    return t in base.free_symbols and not (isinstance(exponent, se.Integer) and exponent > 0)


__all__ = ["rewritten"]

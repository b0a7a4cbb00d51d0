"""Shorter, more real forms of an antiderivative; equal up to a constant on each interval.

ln(u^n) -> n ln u      atan(tan u), ln(e^u) -> u      atan(−u) -> −atan(u)      additive constants dropped
c ln A ± c ln B  -> c ln(A·B), c ln(A/B)
ln((v − s)/(v + s)) -> −2 atanh(v/s)   where the argument is negative on the real line
ln(−u) for ln(u)                       where u is negative on the real line
"""

from typing import Any

import symengine as se

from ansatz.algebra.content import content
from ansatz.algebra.numbers import is_rational
from ansatz.errors import AnsatzError
from ansatz.expr.canonical import words
from ansatz.fit.structural.forms.rewrite import (
    ASIN,
    ASINH,
    ATAN,
    ATANH,
    LOG,
    SIN,
    SINH,
    TAN,
    TANH,
    expand,
    transform,
)
from ansatz.fit.structural.forms.sign_on_line import sign_on_line

_MAX_FACTORED = 6
_ODD = (ATAN, ASIN, ASINH, ATANH, SIN, SINH, TAN, TANH)


def tidy(answer: Any, x: Any) -> Any:
    """A form of the answer no longer than it was, without its additive constant."""
    opened = transform(_without_constant(answer, x), _rule)
    combined = _combine_logarithms(opened, x)
    return min((_without_constant(e, x) for e in (combined, opened)), key=spelled)


def spelled(e: Any) -> int:
    """The number of words of the one spelling; large where it has none."""
    try:
        return len(words(e))
    except AnsatzError:
        return length(e)


def length(e: Any) -> int:
    """A cheap proxy for the number of words: characters, numbers counted by their size."""
    return len(str(e))


def _without_constant(e: Any, x: Any) -> Any:
    if e.__class__ is not se.Add:
        return e
    return se.Add(*(t for t in e.args if x in t.free_symbols))


# ----------------------------------------------------------------------------------- local rules


def _rule(e: Any) -> Any | None:
    kind = e.__class__
    if kind is LOG and e.args[0].__class__ is se.Pow and e.args[0].args[0] == se.E:
        return e.args[0].args[1]
    if kind in _ODD:
        u = _shortest(e.args[0])
        if _negative(u):
            return -e.func(-u)
        return e.func(u) if u != e.args[0] else None
    if kind is se.Mul:
        return _merge_signs(e)
    return None


def _shortest(u: Any) -> Any:
    """u, opened, or with the constant of one term outside: √2(2x − √2)/2 is √2x − 1, 2√3x/3 − √3/3 is √3(2x − 1)/3."""
    opened = expand(u)
    forms = [u, opened]
    if opened.__class__ is se.Add and len(opened.args) <= _MAX_FACTORED:
        for term in opened.args:
            constant = se.Mul(*(a for a in se.Mul.make_args(term) if not a.free_symbols))
            forms.append(constant * se.Add(*(t / constant for t in opened.args)))
            top = se.Mul(*(a for a in se.Mul.make_args(constant) if not is_rational(a)))
            scale = top * content(se.Add(*(t / top for t in opened.args))) if top != 1 else None
            if scale is not None:
                forms.append(scale * se.Add(*(t / scale for t in opened.args)))
    return min(forms, key=length)


def _open_term(g: Any) -> tuple[Any, Any]:
    """(factor, function) for a term with constant coefficient: its branches may differ by constants only."""
    if g.__class__ is LOG and g.args[0].__class__ is se.Pow and is_rational(g.args[0].args[1]):
        return g.args[0].args[1], se.log(g.args[0].args[0])
    if g.__class__ is LOG and g.args[0].__class__ is se.Add:
        scale = 1 / content(g.args[0])
        return se.Integer(1), se.log(se.Add(*(t * scale for t in g.args[0].args)))
    if g.__class__ is ATAN and g.args[0].__class__ is TAN:
        return se.Integer(1), g.args[0].args[0]
    return se.Integer(1), g


def _negative(u: Any) -> bool:
    """Whether −u is written shorter: a negative coefficient, or a sum of negative terms."""
    if u.__class__ is se.Mul:
        return is_rational(u.args[0]) and u.args[0] < 0
    return u.__class__ is se.Add and all(_negative(t) or (is_rational(t) and t < 0) for t in u.args)


def _merge_signs(product: Any) -> Any | None:
    """(1 − x)^(4/3)/(x − 1) is −(1 − x)^(1/3)."""
    roots = {
        f.args[0]: f.args[1]
        for f in product.args
        if f.__class__ is se.Pow and f.args[0].__class__ is se.Add and not isinstance(f.args[1], se.Integer)
    }
    if not roots:
        return None
    out, changed = se.Integer(1), False
    for f in product.args:
        base, exponent = f.args if f.__class__ is se.Pow else (f, se.Integer(1))
        if base.__class__ is se.Add and isinstance(exponent, se.Integer):
            opposite = se.Add(*(-t for t in base.args))
            if opposite in roots:
                out, changed = out * opposite**exponent * (-1 if int(exponent) % 2 else 1), True
                continue
        out *= f
    return out if changed else None


# ----------------------------------------------------------------------------------- logarithms


def _terms(e: Any, x: Any) -> list[tuple[Any, Any]]:
    """(constant coefficient, function) of every term, constant multiples of sums opened."""
    out = []
    for t in e.args if e.__class__ is se.Add else (e,):
        factors = t.args if t.__class__ is se.Mul else (t,)
        constant = se.Mul(*(a for a in factors if x not in a.free_symbols))
        function = se.Mul(*(a for a in factors if x in a.free_symbols))
        if function.__class__ is se.Add and constant != 1:
            out += [(constant * c, g) for c, g in _terms(function, x)]
        else:
            factor, function = _open_term(function)
            out.append((constant * factor, function))
    return out


def _combine_logarithms(e: Any, x: Any) -> Any:
    rest = se.Integer(0)
    groups: dict[Any, list[tuple[int, Any]]] = {}
    for coefficient, g in _terms(e, x):
        if g.__class__ is not LOG:
            rest += coefficient * g
            continue
        if coefficient in groups:
            groups[coefficient].append((1, g.args[0]))
        elif -coefficient in groups:
            groups[-coefficient].append((-1, g.args[0]))
        else:
            groups[coefficient] = [(1, g.args[0])]
    for coefficient, factors in groups.items():
        rest += coefficient * _joined(factors, x)
    return rest


def _joined(factors: list[tuple[int, Any]], x: Any) -> Any:
    argument = se.Mul(*(u if sign > 0 else 1 / u for sign, u in factors))
    negative = sign_on_line(argument) < 0
    if len(factors) == 1:
        numerator, denominator = _fraction(argument)
        factors = [(1, numerator), (-1, denominator)] if denominator != 1 else factors
    if negative and len(factors) == 2 and factors[0][0] * factors[1][0] < 0:
        above, below = factors[0][1], factors[1][1]
        gap = se.expand(below - above)
        if x not in gap.free_symbols and gap != 0:
            half = se.expand(se.expand((above + below) / 2) * 2 / gap)
            # ln(A/B) = −2 atanh((A + B)/(B − A)) + iπ
            return -2 * factors[0][0] * se.atanh(half)
    return se.log(_negated(argument) if negative else argument)


def _fraction(e: Any) -> tuple[Any, Any]:
    above, below = se.Integer(1), se.Integer(1)
    for f in e.args if e.__class__ is se.Mul else (e,):
        if f.__class__ is se.Pow and isinstance(f.args[1], se.Integer) and f.args[1] < 0:
            below *= 1 / f
        else:
            above *= f
    return above, below


def _negated(product: Any) -> Any:
    """−product with the sign inside a sum."""
    for f in product.args if product.__class__ is se.Mul else (product,):
        if f.__class__ is se.Add:
            return product / f * se.Add(*(-t for t in f.args))
    return -product

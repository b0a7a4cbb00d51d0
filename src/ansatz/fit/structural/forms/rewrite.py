"""Cheap equivalent forms of an integrand, true on the principal branches but for locally constant factors.

exp(a·ln u) -> u^a            exp(atanh u) -> √((1+u)/(1−u))      exp(asinh u) -> u + √(u²+1)
sinh(c ln u), cosh(c ln u)    cos(asin u), sin(acos u), tan(atan u) and relatives -> radicals
exp(c·i·atan u) -> (1 + iu)^c/(1 + u²)^(c/2)
acot, asec, acsc, acoth, … -> atan, acos, asin, atanh, … of 1/u
"""

from math import comb

import symengine as se

from ansatz.algebra.content import split_content
from ansatz.algebra.nodes import transform
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.reciprocals import OF_RECIPROCAL

_COMPOSED = {
    (se.cos, se.asin): lambda u: se.sqrt(1 - u**2),
    (se.sin, se.acos): lambda u: se.sqrt(1 - u**2),
    (se.tan, se.asin): lambda u: u / se.sqrt(1 - u**2),
    (se.tan, se.acos): lambda u: se.sqrt(1 - u**2) / u,
    (se.sin, se.atan): lambda u: u / se.sqrt(1 + u**2),
    (se.cos, se.atan): lambda u: 1 / se.sqrt(1 + u**2),
    (se.sinh, se.acosh): lambda u: se.sqrt(u - 1) * se.sqrt(u + 1),
    (se.cosh, se.asinh): lambda u: se.sqrt(1 + u**2),
    (se.sinh, se.atanh): lambda u: u / se.sqrt(1 - u**2),
    (se.cosh, se.atanh): lambda u: 1 / se.sqrt(1 - u**2),
    (se.tanh, se.asinh): lambda u: u / se.sqrt(1 + u**2),
    (se.tanh, se.acosh): lambda u: se.sqrt(u - 1) * se.sqrt(u + 1) / u,
}

_OF_LOGARITHM = {  # of ln u
    se.sinh: lambda u: (u**2 - 1) / (2 * u),
    se.cosh: lambda u: (u**2 + 1) / (2 * u),
    se.tanh: lambda u: (u**2 - 1) / (u**2 + 1),
    se.coth: lambda u: (u**2 + 1) / (u**2 - 1),
    se.sech: lambda u: 2 * u / (u**2 + 1),
    se.csch: lambda u: 2 * u / (u**2 - 1),
}

_EXPONENTIAL_OF = {
    se.log: lambda u: u,
    se.atanh: lambda u: se.sqrt((1 + u) / (1 - u)),
    se.asinh: lambda u: u + se.sqrt(u**2 + 1),
    se.acosh: lambda u: u + se.sqrt(u - 1) * se.sqrt(u + 1),
}


def _compose(e: se.Expr) -> se.Expr | None:
    kind = e.__class__
    if kind in OF_RECIPROCAL:
        return OF_RECIPROCAL[kind](1 / e.args[0])
    if kind is se.Pow and e.args[0] == se.E:
        return _open_exponential(e.args[1])
    if len(e.args) == 1:
        rule = _COMPOSED.get((kind, e.args[0].__class__))
        if rule is not None:
            return rule(e.args[0].args[0])
        if kind in _OF_LOGARITHM and (power := _open_exponential(e.args[0])) is not None:
            return _OF_LOGARITHM[kind](power) if not power.atoms(type(se.E)) else None
    return None


def _open_exponential(exponent: se.Expr) -> se.Expr | None:
    """Factors of exp(Σ …) that are powers of algebraic functions."""
    terms = exponent.args if exponent.__class__ is se.Add else (exponent,)
    out, kept = se.Integer(1), se.Integer(0)
    for term in terms:
        factors = term.args if term.__class__ is se.Mul else (term,)
        inner = [a for a in factors if a.__class__ in _EXPONENTIAL_OF or a.__class__ is se.atan]
        coefficient = se.Mul(*(a for a in factors if a not in inner))
        turns = coefficient / se.I
        if len(inner) == 1 and inner[0].__class__ is se.atan and isinstance(turns, se.Integer):
            u = inner[0].args[0]
            out *= (1 + se.I * u) ** turns * (1 + u**2) ** (-turns / 2)
        elif len(inner) == 1 and inner[0].__class__ is not se.atan and is_rational(coefficient):
            value = _EXPONENTIAL_OF[inner[0].__class__](inner[0].args[0])
            out *= value**coefficient
        else:
            kept += term
    return None if kept == exponent else out * se.exp(kept)


def compose(f: se.Expr) -> se.Expr:
    """Compositions of a function with an inverse function opened."""
    return transform(f, _compose)


def with_kernels_of(f: se.Expr, answer: se.Expr) -> se.Expr:
    """The answer with acot u for atan(1/u), and so on, where f has it: acot has a value at u = 0."""
    given: set[se.Expr] = f.atoms(*OF_RECIPROCAL)
    table = {OF_RECIPROCAL[e.__class__](1 / e.args[0]): e for e in given}
    return answer.xreplace(table) if table else answer


def _quotients(e: se.Expr) -> se.Expr | None:
    rule = _BY_SINE.get(e.__class__)
    return None if rule is None else rule(e.args[0])


_BY_SINE = {
    se.tan: lambda u: se.sin(u) / se.cos(u),
    se.cot: lambda u: se.cos(u) / se.sin(u),
    se.sec: lambda u: 1 / se.cos(u),
    se.csc: lambda u: 1 / se.sin(u),
    se.tanh: lambda u: se.sinh(u) / se.cosh(u),
    se.coth: lambda u: se.cosh(u) / se.sinh(u),
    se.sech: lambda u: 1 / se.cosh(u),
    se.csch: lambda u: 1 / se.sinh(u),
}


def to_sines(f: se.Expr) -> se.Expr:
    """tan, cot, sec, csc (and hyperbolic) by sine and cosine."""
    return transform(f, _quotients)


def to_exponentials(f: se.Expr) -> se.Expr:
    """Hyperbolic functions by exponentials."""

    def rule(e: se.Expr) -> se.Expr | None:
        if e.__class__ is se.sinh:
            return (se.exp(e.args[0]) - se.exp(-e.args[0])) / 2
        if e.__class__ is se.cosh:
            return (se.exp(e.args[0]) + se.exp(-e.args[0])) / 2
        return None

    return transform(to_sines(f), rule)


_MAX_EXPANDED = 400


def expand(f: se.Expr) -> se.Expr:
    """The expanded form, or f itself where that would have more than `_MAX_EXPANDED` terms."""
    return se.expand(f) if _expanded_size(f) <= _MAX_EXPANDED else f


def _expanded_size(e: se.Expr) -> int:
    """An upper bound for the number of terms of the expanded form."""
    kind = e.__class__
    if kind is se.Add:
        return sum(_expanded_size(a) for a in e.args)
    if kind is se.Mul:
        size = 1
        for a in e.args:
            size = min(size * _expanded_size(a), _MAX_EXPANDED + 1)
        return size
    if kind is se.Pow and e.args[0].__class__ is se.Add and isinstance(e.args[1], se.Integer) and e.args[1] > 1:
        terms, n = _expanded_size(e.args[0]), int(e.args[1])
        return comb(n + terms - 1, n) if n < 60 and terms < 60 else _MAX_EXPANDED + 1
    return 1


def distribute(f: se.Expr) -> se.Expr:
    """Monomials multiplied into sums, one level deep: (1 + u)/x is 1/x + u/x, and u stays as it is."""
    if f.__class__ is se.Add:
        return se.Add(*(distribute(t) for t in f.args))
    if f.__class__ is not se.Mul:
        return f
    sums = [a for a in f.args if a.__class__ is se.Add]
    others = [a for a in f.args if a.__class__ is not se.Add]
    if len(sums) != 1 or any(a.__class__ is se.Pow and a.args[0].__class__ is se.Add for a in others):
        return f
    monomial = se.Mul(*others)
    return se.Add(*(monomial * t for t in sums[0].args))


def cancel_sums(product: se.Expr) -> se.Expr:
    """A product whose sums are primitive and exponents expanded, so that what differs by a number cancels."""
    out = se.Integer(1)
    for factor in product.args if product.__class__ is se.Mul else (product,):
        base, exponent = factor.args if factor.__class__ is se.Pow else (factor, se.Integer(1))
        if base.__class__ is se.Add and isinstance(exponent, se.Integer):
            c, p = split_content(base)
            factor = c**exponent * p**exponent
        elif exponent.__class__ is se.Add:  # x^(n − 1 − (n − 1))
            factor = base ** se.expand(exponent)
        out *= factor
    return out


def with_split_logarithms(f: se.Expr, x: se.Symbol) -> se.Expr:
    """ln(a + bx) = ln a + ln(1 + bx/a) for a parameter a: for a > 0, on both sides of zero."""

    def rule(e: se.Expr) -> se.Expr | None:
        if e.__class__ is not se.log or x not in e.free_symbols:
            return None
        a = e.args[0].xreplace({x: se.Integer(0)})
        slope = se.expand(e.args[0] - a) / x
        if not a.free_symbols or x in slope.free_symbols or _is_negative(a):
            return None
        return se.log(a) + se.log(1 + slope * x / a)

    return transform(f, rule)


def _is_negative(a: se.Expr) -> bool:
    """Whether a constant would be negative if its parameters were positive: -a is, a - b may be."""
    numbers = (factors[0] for factors in map(se.Mul.make_args, se.Add.make_args(a)))
    return all(is_rational(number) and number < 0 for number in numbers)

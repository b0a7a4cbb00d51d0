"""Equivalent forms of one function: true identities on SymEngine expressions, each from expression to expression.

expanded     products of sums opened
together     over one common denominator
collected    the factor that all terms share is taken out
pythagorean  sin² + cos² = 1, 1 + tan² = sec², cosh² - sinh² = 1, 1 - tanh² = sech²
quotient     tan = sin/cos, cot = cos/sin, tanh = sinh/cosh
"""

import math
from collections.abc import Callable
from functools import reduce

import symengine as se

MAX_TERMS = 200


def expansion_terms(expression: se.Expr) -> int:
    """An upper bound for the number of terms after expansion, capped at MAX_TERMS + 1."""
    kind = expression.__class__
    cap = MAX_TERMS + 1
    if kind is se.Add:
        return min(cap, sum(expansion_terms(term) for term in expression.args))
    if kind is se.Mul:
        product = 1
        for factor in expression.args:
            product *= expansion_terms(factor)
            if product > cap:
                return cap
        return product
    if kind is se.Pow:
        base, exponent = expression.args
        if isinstance(exponent, se.Integer):
            terms = expansion_terms(base)
            if terms > 1:
                power = min(abs(int(exponent)), 64)
                return min(cap, math.comb(terms + power - 1, power))
    return 1


def expanded(f: se.Expr) -> se.Expr:
    """Open products of sums, unless that makes more than MAX_TERMS terms."""
    return se.expand(f) if 1 < expansion_terms(f) <= MAX_TERMS else f


def together(f: se.Expr) -> se.Expr:
    """f over one common denominator."""
    if f.__class__ is not se.Add:
        return f
    numerator, denominator = f.as_numer_denom()
    return expanded(numerator) / denominator


def collected(f: se.Expr) -> se.Expr:
    """a·b + a·c -> a·(b + c) for the powers that all terms share."""
    if f.__class__ is not se.Add:
        return f
    shared = reduce(_common, (_exponents(term) for term in f.args))
    if not shared:
        return f
    factor = se.Mul(*(base**exponent for base, exponent in shared.items()))
    return factor * se.Add(*(term / factor for term in f.args))


def _exponents(term: se.Expr) -> dict[se.Expr, se.Expr]:
    """{base: rational exponent} of a term's non-numeric factors."""
    found: dict[se.Expr, se.Expr] = {}
    for factor in term.args if term.__class__ is se.Mul else (term,):
        if isinstance(factor, se.Number):
            continue
        base, exponent = factor.args if factor.__class__ is se.Pow else (factor, se.Integer(1))
        if isinstance(exponent, se.Integer | se.Rational) and base != se.E:
            found[base] = exponent
        else:
            found[factor] = se.Integer(1)
    return found


def _common(left: dict[se.Expr, se.Expr], right: dict[se.Expr, se.Expr]) -> dict[se.Expr, se.Expr]:
    shared = {}
    for base in left.keys() & right.keys():
        exponent = min(left[base], right[base], key=lambda e: (abs(e), e))
        if left[base] * right[base] > 0:
            shared[base] = exponent
    return shared


_ONE = se.Integer(1)
# The class of a function: u ↦ what replaces function(u)².
SQUARES: dict[type[se.Expr], Callable[[se.Expr], se.Expr]] = {
    se.sin: lambda u: _ONE - se.cos(u) ** 2,
    se.cos: lambda u: _ONE - se.sin(u) ** 2,
    se.tan: lambda u: se.sec(u) ** 2 - _ONE,
    se.cot: lambda u: se.csc(u) ** 2 - _ONE,
    se.sinh: lambda u: se.cosh(u) ** 2 - _ONE,
    se.cosh: lambda u: se.sinh(u) ** 2 + _ONE,
    se.tanh: lambda u: _ONE - se.sech(u) ** 2,
    se.coth: lambda u: se.csch(u) ** 2 + _ONE,
}
_QUOTIENTS: dict[type[se.Expr], Callable[[se.Expr], se.Expr]] = {
    se.tan: lambda u: se.sin(u) / se.cos(u),
    se.cot: lambda u: se.cos(u) / se.sin(u),
    se.sec: lambda u: _ONE / se.cos(u),
    se.tanh: lambda u: se.sinh(u) / se.cosh(u),
}


def pythagorean(f: se.Expr) -> se.Expr:
    """Squares of (hyperbolic) trigonometric functions by their partners."""
    return f.subs({atom**2: SQUARES[type(atom)](atom.args[0]) for atom in f.atoms(*SQUARES)})


def quotient(f: se.Expr) -> se.Expr:
    """tan, cot, sec and tanh by sine and cosine."""
    return f.subs({atom: _QUOTIENTS[type(atom)](atom.args[0]) for atom in f.atoms(*_QUOTIENTS)})


def without_constant(expression: se.Expr, x: se.Symbol) -> se.Expr | None:
    """The expression without its additive constants; None where it does not depend on x."""
    if x not in expression.free_symbols:
        return None
    if expression.__class__ is se.Add:
        terms = [term for term in expression.args if x in term.free_symbols]
        return se.Add(*terms)
    return expression

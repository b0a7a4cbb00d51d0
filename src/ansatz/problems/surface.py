"""Surface variety: one function in the several forms in which people write it.

Each form is a true identity on SymEngine expressions; `vary` picks one by weight. To add a form, write a
function from expression to expression and give it a row in `FORMS`.

    raw          as differentiation left it
    expanded     products of sums opened
    together     over one common denominator
    collected    the factor that all terms share is taken out
    pythagorean  sin² + cos² = 1, 1 + tan² = sec², cosh² - sinh² = 1, 1 - tanh² = sech²
    quotient     tan = sin/cos, cot = cos/sin, tanh = sinh/cosh
"""

import math
import random
from collections.abc import Callable
from functools import reduce
from itertools import accumulate
from typing import Any

import symengine as se

MAX_TERMS = 200


def expansion_terms(expression: Any) -> int:
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


def expanded(f: Any) -> Any:
    """Open products of sums, unless that makes more than MAX_TERMS terms."""
    return se.expand(f) if 1 < expansion_terms(f) <= MAX_TERMS else f


def together(f: Any) -> Any:
    """f over one common denominator."""
    if f.__class__ is not se.Add:
        return f
    numerator, denominator = f.as_numer_denom()
    return expanded(numerator) / denominator


def collected(f: Any) -> Any:
    """a·b + a·c -> a·(b + c) for the powers that all terms share."""
    if f.__class__ is not se.Add:
        return f
    shared = reduce(_common, (_exponents(term) for term in f.args))
    if not shared:
        return f
    factor = se.Mul(*(base**exponent for base, exponent in shared.items()))
    return factor * se.Add(*(term / factor for term in f.args))


def _exponents(term: Any) -> dict[Any, Any]:
    """{base: rational exponent} of a term's non-numeric factors."""
    found: dict[Any, Any] = {}
    for factor in term.args if term.__class__ is se.Mul else (term,):
        if isinstance(factor, se.Number):
            continue
        base, exponent = factor.args if factor.__class__ is se.Pow else (factor, se.Integer(1))
        if isinstance(exponent, se.Integer | se.Rational) and base != se.E:
            found[base] = exponent
        else:
            found[factor] = se.Integer(1)
    return found


def _common(left: dict[Any, Any], right: dict[Any, Any]) -> dict[Any, Any]:
    shared = {}
    for base in left.keys() & right.keys():
        exponent = min(left[base], right[base], key=lambda e: (abs(e), e))
        if left[base] * right[base] > 0:
            shared[base] = exponent
    return shared


_ONE = se.Integer(1)
# u ↦ what replaces function(u)².
_SQUARES: dict[Any, Callable[[Any], Any]] = {
    se.sin: lambda u: _ONE - se.cos(u) ** 2,
    se.cos: lambda u: _ONE - se.sin(u) ** 2,
    se.tan: lambda u: se.sec(u) ** 2 - _ONE,
    se.cot: lambda u: se.csc(u) ** 2 - _ONE,
    se.sinh: lambda u: se.cosh(u) ** 2 - _ONE,
    se.cosh: lambda u: se.sinh(u) ** 2 + _ONE,
    se.tanh: lambda u: _ONE - se.sech(u) ** 2,
    se.coth: lambda u: se.csch(u) ** 2 + _ONE,
}
_QUOTIENTS: dict[Any, Callable[[Any], Any]] = {
    se.tan: lambda u: se.sin(u) / se.cos(u),
    se.cot: lambda u: se.cos(u) / se.sin(u),
    se.sec: lambda u: _ONE / se.cos(u),
    se.tanh: lambda u: se.sinh(u) / se.cosh(u),
}


def pythagorean(f: Any) -> Any:
    """Squares of (hyperbolic) trigonometric functions by their partners."""
    return f.subs({atom**2: _SQUARES[type(atom)](atom.args[0]) for atom in f.atoms(*_SQUARES)})


def quotient(f: Any) -> Any:
    """tan, cot, sec and tanh by sine and cosine."""
    return f.subs({atom: _QUOTIENTS[type(atom)](atom.args[0]) for atom in f.atoms(*_QUOTIENTS)})


# name: (transformation, weight)
FORMS: dict[str, tuple[Callable[[Any], Any], float]] = {
    "raw": (lambda f: f, 50),
    "expanded": (expanded, 15),
    "together": (together, 10),
    "collected": (collected, 15),
    "pythagorean": (pythagorean, 6),
    "quotient": (quotient, 4),
}
_NAMES = list(FORMS)
_WEIGHTS = list(accumulate(weight for _, weight in FORMS.values()))


def vary(f: Any, rng: random.Random) -> tuple[Any, str]:
    """(f in a random form, the form's name); the name is "raw" where the form changes nothing."""
    name = rng.choices(_NAMES, cum_weights=_WEIGHTS)[0]
    if name == "raw":
        return f, name
    varied = FORMS[name][0](f)
    return (varied, name) if varied != f else (f, "raw")

"""Products of powers, by Euler's Beta function.

    ∫ₗʰ (x − l)^p (h − x)^q dx = (h − l)^(p+q+1)·B(p + 1, q + 1)             p, q > −1
    ∫₀¹ x^p (1 − xⁿ)^q dx = B((p + 1)/n, q + 1)/n                            n > 0
    ∫₀^(π/2) sin^p x·cos^q x dx = ½B((p + 1)/2, (q + 1)/2)                   p, q > −1
    ∫₀^∞ x^p (a + b xⁿ)^(−m) dx = a^(s−m)·b^(−s)/n·B(s, m − s), s = (p + 1)/n          0 < s < m; a, b > 0

(DLMF 5.12.1-5.12.3.) Values are given where Γ's are known or meet in Γ(s)Γ(1 − s) = π/sin(πs).
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import symengine as se

from ansatz.algebra.nodes import base_and_exponent, transform
from ansatz.algebra.numbers import is_even, is_rational
from ansatz.solve.integral.theorems.gamma_values import beta
from ansatz.solve.integral.theorems.positivity import positive_or_conditions
from ansatz.solve.integral.theorems.statement import Definite, Value

Positive: TypeAlias = Callable[[se.Expr], bool]  # whether an expression is known to be so on the interval

_NAME = "the Beta function"
_SINES = {se.tan: (1, -1), se.cot: (-1, 1), se.sin: (1, 0), se.cos: (0, 1), se.sec: (0, -1), se.csc: (-1, 0)}


def by_beta(question: Definite) -> Value | None:
    """By whichever form applies."""
    for rule in (_powers, _sines, _half_line):
        found = rule(question)
        if found is not None:
            return found
    return None


def _factors(f: se.Expr, positive: Positive) -> Iterator[tuple[se.Expr, se.Expr]]:
    """(base, exponent) of all factors. (uᵃ)ᵇ is u^(ab), and (uv)ᵇ is uᵇ·vᵇ, where u is positive or b an integer."""
    for part in se.Mul.make_args(f):
        base, exponent = base_and_exponent(part)
        if base.__class__ not in (se.Mul, se.Pow) or base.args[0] == se.E:
            yield base, exponent
            continue
        rest = se.Integer(1)
        for u, n in _factors(base, positive):
            if isinstance(exponent, se.Integer) or positive(u):
                yield u, n * exponent
            else:
                rest *= u**n
        if rest != 1:
            yield rest, exponent


def _without_moduli(f: se.Expr, positive: Positive) -> se.Expr:
    """|u| as u and sign(u) as 1 for what is positive on the interval."""

    def rule(e: se.Expr) -> se.Expr | None:
        if e.__class__ not in (se.Abs, se.sign):
            return None
        u = e.args[0]
        if all(positive(base) for base, _ in _factors(u, positive)):
            return u if e.__class__ is se.Abs else se.Integer(1)
        return None

    return transform(f, rule)


def _value(constant: se.Expr, p: se.Expr, q: se.Expr) -> Value | None:
    """constant·B(p, q) for p, q > 0."""
    conditions = positive_or_conditions([se.expand(p), se.expand(q)])
    value = beta(se.expand(p), se.expand(q)) if conditions is not None else None
    return None if conditions is None or value is None else Value(constant * value, _NAME, conditions)


def _powers(question: Definite) -> Value | None:
    """(x − l)^p·(h − x)^q, and x^p·(1 − xⁿ)^q from 0 to 1."""
    x, low, high = question.x, question.low, question.high
    if {low, high} & {se.oo, -se.oo} or (low.free_symbols | high.free_symbols):
        return None
    u, v = se.expand(x - low), se.expand(high - x)

    def positive(e: se.Expr) -> bool:
        return e in (u, v) or (low == 0 and high == 1 and _one_minus_power(e, x) is not None)

    f = _without_moduli(question.f, positive)
    constant, p, q, n = se.Integer(1), se.Integer(0), se.Integer(0), None
    for base, exponent in _factors(f, positive):
        if x in exponent.free_symbols:
            return None
        if x not in base.free_symbols:
            constant *= base**exponent
        elif base == u:
            p += exponent
        elif n is None and (base == v or (base == -v and is_even(exponent))):
            q += exponent
        elif low == 0 and high == 1 and n is None and q == 0 and (power := _one_minus_power(base, x)) is not None:
            n, q = power, exponent
        else:
            return None
    if n is not None:
        return _value(constant / n, (p + 1) / n, q + 1)
    width = high - low
    return _value(constant * width ** (p + q + 1), p + 1, q + 1)


def _one_minus_power(base: se.Expr, x: se.Symbol) -> se.Expr | None:
    """n with base = 1 − xⁿ, n > 0 rational."""
    below, n = base_and_exponent(se.expand(1 - base))
    return n if below == x and is_rational(n) and n > 0 else None


def _sines(question: Definite) -> Value | None:
    x = question.x
    if not question.over(0, se.pi / 2):
        return None
    p, q, constant = se.Integer(0), se.Integer(0), se.Integer(1)

    def positive(e: se.Expr) -> bool:
        return e.__class__ in _SINES and e.args[0] == x

    for base, exponent in _factors(_without_moduli(question.f, positive), positive):
        if x in exponent.free_symbols:
            return None
        if x not in base.free_symbols:
            constant *= base**exponent
        elif base.__class__ in _SINES and base.args[0] == x:
            sine, cosine = _SINES[base.__class__]
            p, q = p + sine * exponent, q + cosine * exponent
        else:
            return None
    return _value(constant / 2, (p + 1) / 2, (q + 1) / 2) if p != 0 or q != 0 else None


def _half_line(question: Definite) -> Value | None:
    x = question.x
    if not question.over(0, se.oo):
        return None
    constant, p, m, binomial = se.Integer(1), se.Integer(0), se.Integer(0), None

    def positive(e: se.Expr) -> bool:  # a sum with x is the binomial, whose terms will have to be positive
        return e == x or (e.__class__ is se.Add and x in e.free_symbols)

    for base, exponent in _factors(_without_moduli(question.f, positive), positive):
        if x in exponent.free_symbols and base != x:
            return None
        if x not in base.free_symbols:
            constant *= base**exponent
        elif base == x and x not in exponent.free_symbols:
            p += exponent
        elif base.__class__ is se.Add and len(base.args) == 2 and binomial is None:
            binomial, m = base, -exponent
        else:
            return None
    if binomial is None:
        return None
    free, power = sorted(binomial.args, key=lambda term: x in term.free_symbols)
    rest = se.Mul(*(part for part in se.Mul.make_args(power) if x in part.free_symbols))
    below, n = base_and_exponent(rest)
    if x in free.free_symbols or below != x or x in n.free_symbols:
        return None
    a, b = free, power / rest
    s = (p + 1) / n
    conditions = positive_or_conditions([a, b, n, *(se.expand(u) for u in (p + 1, m * n - p - 1))])
    value = beta(se.expand(s), se.expand(m - s)) if conditions is not None else None
    if conditions is None or value is None:
        return None
    return Value(constant * a ** (s - m) * b**-s / n * value, _NAME, tuple(dict.fromkeys(conditions)))


__all__ = ["by_beta"]

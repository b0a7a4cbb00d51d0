"""Logarithms that stand as terms of an antiderivative, where constants do not matter.

ln(3u) -> ln u      ln(u^r) -> r·ln u      ln(e^u·v) -> u + ln v      c·ln u ± c·ln v -> c·ln(u·v^±1)
ln((v − s)/(v + s)) -> −2·atanh(v/s) where |v| ≤ s is certain

The same for ln|u|. Two logarithms make one with a modulus where either has one.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import gcd, lcm

import symengine as se

from ansatz.algebra.content import content
from ansatz.algebra.forms import expanded
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import as_fraction, is_rational, to_symengine_number
from ansatz.algebra.real_domain import RealDomain
from ansatz.algebra.shortening.brackets import scalings
from ansatz.algebra.shortening.inverse_functions import is_negative
from ansatz.algebra.shortening.length import length, shortest
from ansatz.expr.operators import negate

Term = tuple[se.Expr, se.Expr]  # (coefficient free of x, function)


def opened(coefficient: se.Expr, logarithm: se.Expr, x: se.Symbol) -> Iterator[Term]:
    """The terms that coefficient·ln(…) is, without constants, powers and exponentials inside."""
    u = logarithm.args[0]
    has_modulus = u.__class__ is se.Abs
    factors = []
    for factor in se.Mul.make_args(u.args[0] if has_modulus else u):
        base, exponent = base_and_exponent(factor)
        if base == se.E:
            yield coefficient, exponent
        elif x in factor.free_symbols:
            factors.append((base.args[0] if has_modulus and base.__class__ is se.Abs else base, exponent))
    if not factors:
        return
    power = _shared([exponent for _, exponent in factors], x)
    argument = se.Mul(*(_without_constant(base) ** (exponent / power) for base, exponent in factors))
    yield coefficient * power, se.log(abs(argument) if has_modulus else argument)


def _shared(exponents: list[se.Expr], x: se.Symbol) -> se.Expr:
    """The power that can be taken out of all: 1/2 for √u·v², n for uⁿ, 1 where they have none in common."""
    if len(exponents) == 1 and x not in exponents[0].free_symbols:
        return exponents[0]
    numbers = [as_fraction(exponent) for exponent in exponents if is_rational(exponent)]
    if len(numbers) < len(exponents):
        return se.Integer(1)
    q = lcm(*(number.denominator for number in numbers))
    sign = -1 if all(number < 0 for number in numbers) else 1
    return to_symengine_number(sign * Fraction(gcd(*(int(number * q) for number in numbers)), q))


def _without_constant(u: se.Expr) -> se.Expr:
    """The shortest multiple of a sum: x − 2 for 2x − 4, x + 20√5 for √5·x + 100."""
    if u.__class__ is not se.Add:
        return u
    scale = (-1 if is_negative(u) else 1) / content(u)
    primitive = se.Add(*(term * scale for term in u.args))
    return shortest((primitive, *(rest for c, rest in scalings(primitive) if not is_rational(c))))


def modulus(u: se.Expr) -> se.Expr:
    """|u|, with x − 1 for 1 − x in a product."""
    factors = []
    for base, exponent in map(base_and_exponent, se.Mul.make_args(u)):
        varying = [term for term in base.args if term.free_symbols] if base.__class__ is se.Add else []
        is_downward = bool(varying) and isinstance(exponent, se.Integer) and all(map(is_negative, varying))
        factors.append((negate(base) if is_downward else base) ** exponent)
    return abs(se.Mul(*factors))


def combined(terms: Iterable[Term], domain: RealDomain) -> Iterator[Term]:
    """The terms with logarithms of equal or opposite coefficients joined; domain: where their roots are real."""
    groups: dict[se.Expr, list[tuple[se.Expr, int]]] = {}
    for coefficient, function in terms:
        if function.__class__ is se.log:
            sign = -1 if -coefficient in groups else 1
            groups.setdefault(sign * coefficient, []).append((function.args[0], sign))
        else:
            yield coefficient, function
    for coefficient, parts in groups.items():
        # a minus goes into a quotient
        signs = (1, -1) if is_negative(coefficient) else (1,)
        forms = [(s * coefficient, _joined([(u, s * n) for u, n in parts], domain)) for s in signs]
        yield min(forms, key=lambda form: length(form[0] * form[1]))


def _joined(parts: list[tuple[se.Expr, int]], domain: RealDomain) -> se.Expr:
    """ln of the product of powers; parts: (u, 1 or −1)."""
    has_modulus = any(u.__class__ is se.Abs for u, _ in parts)
    product = se.Mul(*((u.args[0] if u.__class__ is se.Abs else u) ** sign for u, sign in parts))
    inverse = _inverse_tangent(product, domain)
    if inverse is not None:
        return inverse
    is_quotient = any(is_rational(n) and n < 0 for _, n in map(base_and_exponent, se.Mul.make_args(product)))
    argument = product if is_quotient else shortest((product, expanded(product)))
    return se.log(modulus(argument) if has_modulus else argument)


def _inverse_tangent(quotient: se.Expr, domain: RealDomain) -> se.Expr | None:
    """−2·atanh(v/s) where the quotient is a number times (v − s)/(v + s) and |v/s| ≤ 1 is certain."""
    pairs = [base_and_exponent(factor) for factor in se.Mul.make_args(quotient) if factor.free_symbols]
    if len(pairs) != 2 or {exponent for _, exponent in pairs} != {se.Integer(1), se.Integer(-1)}:
        return None
    (above, _), (below, _) = sorted(pairs, key=lambda pair: -int(pair[1]))
    for sign in (1, -1):  # below = sign·above + 2s
        gap = se.expand(below - sign * above)
        if gap != 0 and not gap.free_symbols:
            # (s − v)/(s + v) and, for sign = −1, its negative: ln|…| = −2 atanh(v/s)
            v_over_s = se.expand(se.expand(below + sign * above) / gap)
            if domain.is_nonnegative(se.expand(1 - v_over_s**2)):
                return -2 * se.atanh(v_over_s)
    return None

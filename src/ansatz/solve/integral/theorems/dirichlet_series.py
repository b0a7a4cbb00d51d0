"""∫₀^∞ tᵏ·S(e^(−ct)) dt = k!·c^(−k−1)·Σ aₙ/n^(k+1), where S(q) = Σ_{n≥1} aₙqⁿ is rational with roots of unity as poles.

    ∫₀^∞ x³/(eˣ − 1) dx = π⁴/15        ∫₀^∞ x/cosh x dx = 2G        ∫₀¹ ln(x)²/(1 + x + x²) dx = 8√3π³/243

With (1 − q^m)^j as denominator aₙ is a polynomial in n for each residue class modulo m, and the sum consists of
Σ_{n≡r} n^(−s), s ≥ 2, which converge absolutely, as do all integrals of single terms (Fubini). A class and its negative
together give derivatives of π·cot(πr/m), with the sign of s; with the other sign ζ(s), or Catalan's constant for m = 4
(DLMF 25.11.1, 25.11.12, 4.22.3, 25.2.11). From 0 to 1 by x = e^(−t).
"""

from fractions import Fraction
from math import factorial, gcd

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.nodes import HYPERBOLIC, base_and_exponent, transform
from ansatz.algebra.numbers import as_fraction, is_rational, to_symengine_number
from ansatz.algebra.ratios import ONE, Ratio, X, ratio_of
from ansatz.expr.operators import OPERATORS
from ansatz.solve.integral.theorems.positivity import positive_or_conditions
from ansatz.solve.integral.theorems.statement import Definite, Value

_MODULI = (1, 2, 3, 4, 6)  # with at most two units: what is even on them is one number
_MAX_ORDER, _MAX_POWER = 4, 16
_Q = se.Symbol("q_")
_ZETA = OPERATORS["riemannzeta"].symengine
_Classes = dict[int, Fraction]  # r from 1 to m -> coefficient of the class n ≡ r


def by_dirichlet_series(question: Definite) -> Value | None:
    """Over the half-line, the variable in exponentials and as a power; from 0 to 1 beside powers of ln x."""
    x = question.x
    if question.over(0, 1):
        power, sign, rest = _power_of(se.log(x), question.f, x)
        series, scale = ratio_of(rest, x), se.Integer(1)
        series = None if series is None else series * Ratio(X)
        sign *= (-1) ** power
    elif question.over(0, se.oo):
        power, sign, rest = _power_of(x, question.f, x)
        series, scale = _in_exponentials(rest, x)
    else:
        return None
    if series is None or power < 1:
        return None
    conditions = positive_or_conditions([scale])
    total = _sum(series, power)
    if conditions is None or total is None:
        return None
    value = sign * factorial(power) * scale ** (-power - 1) * total
    return Value(value, "a series of Dirichlet's kind", conditions)


def _power_of(base: se.Expr, f: se.Expr, x: se.Symbol) -> tuple[int, se.Expr, se.Expr]:
    """(k, c, g) with f = c·baseᵏ·g, k = 0 where there is no such power."""
    power, constant, rest = 0, se.Integer(1), se.Integer(1)
    for part in se.Mul.make_args(f):
        below, n = base_and_exponent(part)
        if x not in part.free_symbols:
            constant *= part
        elif below == base and isinstance(n, se.Integer) and 0 < n <= _MAX_POWER:
            power = int(n)
        else:
            rest *= part
    return power, constant, rest


def _in_exponentials(g: se.Expr, x: se.Symbol) -> tuple[Ratio | None, se.Expr]:
    """(S, c) with g = S(e^(−cx))."""
    slopes = [se.expand(e.args[1] / x) for e in g.atoms(se.Pow) if e.args[0] == se.E]
    slopes += [se.expand(e.args[0] / x) for e in g.atoms(*HYPERBOLIC)]
    if not slopes or any(x in slope.free_symbols for slope in slopes):
        return None, se.Integer(1)
    first = slopes[0]
    shares = [se.expand(slope / first) for slope in slopes]
    if not all(map(is_rational, shares)):
        return None, se.Integer(1)
    unit = Fraction(1)
    for share in (as_fraction(share) for share in shares if is_rational(share)):
        unit = Fraction(gcd(unit.numerator * share.denominator, share.numerator * unit.denominator)) / (
            unit.denominator * share.denominator
        )
    number = next((c for c in se.Mul.make_args(first) if is_rational(c)), se.Integer(1))
    scale = first * to_symengine_number(unit) * (-1 if number < 0 else 1)

    def power(u: se.Expr) -> se.Expr:
        return _Q ** -se.expand(u / x / scale)

    def rule(e: se.Expr) -> se.Expr | None:
        if e.__class__ is se.Pow and e.args[0] == se.E:
            return power(e.args[1])
        if e.__class__ not in HYPERBOLIC:
            return None
        up, down = power(e.args[0]), power(-e.args[0])
        sinh, cosh = (up - down) / 2, (up + down) / 2
        return {se.sinh: sinh, se.cosh: cosh, se.tanh: sinh / cosh, se.coth: cosh / sinh, se.sech: 1 / cosh}.get(
            e.__class__, 1 / sinh
        )

    return ratio_of(transform(g, rule), _Q), scale


def _sum(series: Ratio, power: int) -> se.Expr | None:
    """Σ aₙ/n^(power+1) of S = Σ aₙqⁿ; None where S(0) ≠ 0, and where it has no closed value."""
    for m in _MODULI:
        for order in range(1, _MAX_ORDER + 1):
            full = (ONE - X**m) ** order
            if full % series.den == 0:
                return _over(series.num * (full // series.den), m, order, power + 1)
    return None


def _over(numerator: fmpq_poly, m: int, order: int, s: int) -> se.Expr | None:
    whole, rest = divmod(numerator, (ONE - X**m) ** order)
    if whole[0] + rest[0] != 0:
        return None
    total = se.Add(*(to_symengine_number(whole[n]) / se.Integer(n) ** s for n in range(1, whole.degree() + 1)))
    degrees: list[_Classes] = [{} for _ in range(order)]
    for i in range(rest.degree() + 1):
        # the coefficient of qⁿ in qⁱ/(1 − q^m)^order is this polynomial for all n ≡ i, n ≥ 1
        p = fmpq_poly([rest[i]])
        for k in range(1, order):
            p *= fmpq_poly([fmpq(-i, m) + k, fmpq(1, m)]) / k
        for degree in range(p.degree() + 1):
            classes, coefficient = degrees[degree], p[degree]
            r = (i - 1) % m + 1
            classes[r] = classes.get(r, Fraction(0)) + Fraction(int(coefficient.p), int(coefficient.q))
    for degree, classes in enumerate(degrees):
        if not any(classes.values()):
            continue
        value = _of_classes(classes, m, s - degree) if s - degree >= 2 else None
        if value is None:
            return None
        total += value
    return se.expand(total)


def _of_classes(classes: _Classes, m: int, s: int) -> se.Expr | None:
    """Σ c(n)·n^(−s), c periodic, s ≥ 2."""
    c = [classes.get(r or m, Fraction(0)) for r in range(m)]
    sides = [[(c[r] + side * c[-r % m]) / 2 for r in range(m)] for side in (1, -1)]
    matching, other = sides if s % 2 == 0 else sides[::-1]
    total = se.Integer(0)
    for r in range(1, m):
        total += to_symengine_number(matching[r]) * _two_sided(Fraction(r, m), s) / (2 * se.Integer(m) ** s)
    total += to_symengine_number(matching[0]) * _ZETA(se.Integer(s)) / se.Integer(m) ** s
    if not any(other):
        return total
    if s % 2 == 0:  # odd functions at even s
        return total + to_symengine_number(other[1]) * se.Catalan if m == 4 and s == 2 else None
    for divisor in (d for d in range(1, m + 1) if m % d == 0):
        coefficient = to_symengine_number(other[divisor % m])
        primes = [p for p in (2, 3) if (m // divisor) % p == 0]
        units = se.Mul(*(1 - se.Integer(p) ** -s for p in primes)) if primes else se.Integer(1)
        total += coefficient * se.Integer(divisor) ** -s * units * _ZETA(se.Integer(s))
    return total


def _two_sided(r: Fraction, s: int) -> se.Expr:
    """Σ (n + r)^(−s) over all integers n: a derivative of π·cot(πr)."""
    u = se.Symbol("u_")
    wave = se.pi * se.cos(se.pi * u) / se.sin(se.pi * u)
    for _ in range(s - 1):
        wave = wave.diff(u)
    return (-1) ** (s - 1) * wave.subs({u: to_symengine_number(r)}) / factorial(s - 1)


__all__ = ["by_dirichlet_series"]

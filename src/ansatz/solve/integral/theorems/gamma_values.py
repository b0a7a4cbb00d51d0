"""Γ, B and ζ·Γ at numbers and parameters: closed where they are, else by Γ of numbers from 0 to 1, ζ, ψ.

Sources: DLMF 5.4.6 and 5.5.3 (half-integers, reflection), 5.4.16-5.4.19 and 5.15 (ψ and its derivatives), 25.5.
"""

from fractions import Fraction
from math import comb, factorial, floor

import symengine as se

from ansatz.algebra.nodes import base_and_exponent, name_of, transform
from ansatz.algebra.numbers import as_fraction, is_rational, to_symengine_number
from ansatz.errors import UnsupportedError
from ansatz.expr.operators import OPERATORS

_GAMMA, _DIGAMMA, _ZETA = (OPERATORS[name].symengine for name in ("tgamma", "digamma", "riemannzeta"))
_NATIVE_GAMMA, _POLYGAMMA = (type(f(se.Symbol("u"))) for f in (se.gamma, se.digamma))
_HALF = Fraction(1, 2)
_MAX_STEPS = 8
_LARGEST = 60  # arguments that are shifted to the interval from 0 to 1
# -(ψ(p/q) + γ + π/2·cot(πp/q)) for denominators q with at most two units
_LOGARITHMS = {
    1: se.Integer(0),
    2: 2 * se.log(2),
    3: 3 * se.log(3) / 2,
    4: 3 * se.log(2),
    6: 2 * se.log(2) + 3 * se.log(3) / 2,
}


def gamma(s: se.Expr) -> se.Expr | None:
    """Γ(s), None at a pole: a number at integers and half-integers, else by Γ of a number from 0 to 1."""
    if not is_rational(s) or abs(s) > _LARGEST:
        return _GAMMA(s)
    value = as_fraction(s)
    if value.denominator == 1 and value <= 0:
        return None
    if value.denominator <= 2:
        return _GAMMA(s)
    whole = floor(value)
    rest = value - whole
    product = Fraction(1)
    for k in range(abs(whole)):
        product = product * (rest + k) if whole > 0 else product / (value + k)
    return to_symengine_number(product) * _GAMMA(to_symengine_number(rest))


def beta(p: se.Expr, q: se.Expr) -> se.Expr | None:
    """Γ(p)Γ(q)/Γ(p + q): without Γ where p or q is a positive integer, or p + q an integer."""
    for u, v in ((p, q), (q, p)):
        if isinstance(u, se.Integer) and 0 < u <= _LARGEST:  # (u − 1)!/(v (v + 1) … (v + u − 1))
            return factorial(int(u) - 1) / se.Mul(*(se.expand(v + k) for k in range(int(u))))
    m = se.expand(p + q)
    if isinstance(m, se.Integer) and 0 < m <= _LARGEST and not (is_rational(p) and as_fraction(p).denominator == 2):
        # Γ(q) = Γ(m − p) = Γ(1 − p)·(1 − p)(2 − p)…(m − 1 − p)
        rising = se.Mul(*(se.expand(k - p) for k in range(1, int(m))))
        return se.pi * rising / se.sin(se.pi * p) / factorial(int(m) - 1)
    above, other, below = (gamma(u) for u in (p, q, m))
    return None if above is None or other is None or below is None else folded(above * other / below)


def folded(e: se.Expr) -> se.Expr:
    """The same value with Γ and ψ, also SymEngine's own, at numbers as closed as they get; Γ(r)·Γ(1 − r) = π/sin(πr).

    Raises `UnsupportedError` where a higher derivative of ψ has no value in the language.
    """

    def rule(u: se.Expr) -> se.Expr | None:
        if u.__class__ is _NATIVE_GAMMA or name_of(u) == "tgamma":
            return gamma(u.args[0])
        if u.__class__ is se.zeta:
            return _ZETA(u.args[0])
        if u.__class__ is _POLYGAMMA or name_of(u) == "digamma":
            n, argument = u.args if u.__class__ is _POLYGAMMA else (se.Integer(0), u.args[0])
            return polygamma(int(n), argument)
        return None

    e = transform(e, rule)
    return _reflected(e) if e.__class__ is not se.Add else se.Add(*map(_reflected, e.args))


def _reflected(term: se.Expr) -> se.Expr:
    """Of Γ(r) and Γ(1 − r), and of Γ(s) and Γ(s + 1), in one product the smaller argument alone."""
    powers = {}
    for factor in se.Mul.make_args(term):
        base, exponent = base_and_exponent(factor)
        if name_of(base) == "tgamma":
            powers[base.args[0]] = exponent
    for s, exponent in powers.items():
        steps = [k for k in range(1, _MAX_STEPS) if se.expand(s - k) in powers]
        if steps and s.free_symbols:
            k = steps[-1]
            rising = se.Mul(*(se.expand(s - j) for j in range(1, k + 1)))
            return _reflected(term * (rising * _GAMMA(se.expand(s - k)) / _GAMMA(s)) ** exponent)
    for r, exponent in powers.items():
        if is_rational(r) and r > se.Rational(1, 2) and 1 - r in powers:
            term *= (se.pi / se.sin(se.pi * r) / _GAMMA(1 - r) / _GAMMA(r)) ** exponent
    return term


def polygamma(n: int, s: se.Expr) -> se.Expr:
    """ψ⁽ⁿ⁾(s): closed at rational numbers with small denominators; raises `UnsupportedError` where it has no name."""
    if not is_rational(s) or abs(s) > _LARGEST:
        if n == 0:
            return _DIGAMMA(s)
        raise UnsupportedError("Derivatives of the digamma function have no name.")
    value = as_fraction(s)
    rest = value - floor(value) or Fraction(1)
    shift = Fraction(0)
    for k in range(int(value - rest)):
        shift += (-1) ** n * factorial(n) / (rest + k) ** (n + 1)
    for k in range(int(rest - value)):
        shift -= (-1) ** n * factorial(n) / (value + k) ** (n + 1)
    return to_symengine_number(shift) + _polygamma_in_unit(n, rest)


def _polygamma_in_unit(n: int, r: Fraction) -> se.Expr:
    q, turn = r.denominator, to_symengine_number(r)
    if n == 0:
        if q not in _LOGARITHMS:
            return _DIGAMMA(turn)
        return -se.EulerGamma - _LOGARITHMS[q] - (se.pi / 2 * se.cot(se.pi * turn) if q > 1 else 0)
    if q <= 2:
        value = factorial(n) * _ZETA(se.Integer(n + 1)) * (2 ** (n + 1) - 1 if q == 2 else 1)
        return value if n % 2 else -value
    if n == 1 and q == 4:
        return se.pi**2 + (8 if r < _HALF else -8) * se.Catalan
    raise UnsupportedError("Derivatives of the digamma function have no name.")


def zeta_times_gamma(s: se.Expr, alternating: bool) -> se.Expr | None:
    """ζ(s)·Γ(s) for s > 1; with alternating signs, η(s)·Γ(s), for s > 0 (DLMF 25.5.1, 25.5.3)."""
    if s == 1:
        return se.log(2) if alternating else None
    value = gamma(s)
    if value is None:
        return None
    value *= _ZETA(s)
    return value * (1 - se.Integer(2) ** (1 - s)) if alternating else value


def euler_number(n: int) -> int:
    """|E_n| for even n, by Σ (n choose k) E_k = 0 over even k (DLMF 24.5.4)."""
    numbers = {0: 1}
    for m in range(2, n + 1, 2):
        numbers[m] = -sum(comb(m, k) * numbers[k] for k in range(0, m, 2))
    return abs(numbers[n])


__all__ = ["beta", "euler_number", "folded", "gamma", "polygamma", "zeta_times_gamma"]

"""Values of Γ in closed form: at half-integers, and of products Γ(s)·Γ(m − s), m an integer (DLMF 5.4.6, 5.5.3)."""

from fractions import Fraction
from math import factorial

import symengine as se

from ansatz.algebra.numbers import as_fraction, is_rational, to_symengine_number


def gamma(s: se.Expr) -> se.Expr | None:
    """Γ(s) at an integer or half-integer that is no pole."""
    if not is_rational(s):
        return None
    value = as_fraction(s)
    if value.denominator == 1:
        return se.Integer(factorial(int(value) - 1)) if value > 0 else None
    if value.denominator != 2:
        return None
    product, here = Fraction(1), Fraction(1, 2)
    while here < value:
        product, here = product * here, here + 1
    while here > value:
        here -= 1
        product /= here
    return to_symengine_number(product) * se.sqrt(se.pi)


def beta(p: se.Expr, q: se.Expr) -> se.Expr | None:
    """Γ(p)Γ(q)/Γ(p + q): each of its Γ known, p or q a positive integer, or p + q an integer."""
    above, other, below = (gamma(u) for u in (p, q, se.expand(p + q)))
    if above is not None and other is not None and below is not None:
        return above * other / below
    for u, v in ((p, q), (q, p)):
        if isinstance(u, se.Integer) and u > 0:  # (u − 1)!/(v (v + 1) … (v + u − 1))
            return factorial(int(u) - 1) / se.Mul(*(se.expand(v + k) for k in range(int(u))))
    m = se.expand(p + q)
    if not isinstance(m, se.Integer) or m <= 0:
        return None
    # Γ(q) = Γ(m − p) = Γ(1 − p)·(1 − p)(2 − p)…(m − 1 − p)
    rising = se.Mul(*(se.expand(k - p) for k in range(1, int(m))))
    return se.pi * rising / se.sin(se.pi * p) / factorial(int(m) - 1)


def bernoulli(n: int) -> Fraction:
    """|B_n| for even n (DLMF 24.5)."""
    from flint import fmpq

    value = fmpq.bernoulli(n)
    return abs(Fraction(int(value.p), int(value.q)))


def zeta_times_gamma(s: se.Expr, alternating: bool) -> se.Expr | None:
    """ζ(s)·Γ(s) at even s > 0; with alternating signs, η(s)·Γ(s), also at s = 1 (DLMF 25.5.1, 25.5.3, 25.6.2)."""
    if not isinstance(s, se.Integer) or s <= 0:
        return None
    n = int(s)
    if n == 1:
        return se.log(2) if alternating else None
    if n % 2:
        return None
    value = to_symengine_number(bernoulli(n)) * (2 * se.pi) ** n / (2 * n)
    return value * (1 - se.Integer(2) ** (1 - n)) if alternating else value


def euler_number(n: int) -> int:
    """|E_n| for even n, by Σ (n choose k) E_k = 0 over even k (DLMF 24.5.4)."""
    from math import comb

    numbers = {0: 1}
    for m in range(2, n + 1, 2):
        numbers[m] = -sum(comb(m, k) * numbers[k] for k in range(0, m, 2))
    return abs(numbers[n])


__all__ = ["bernoulli", "beta", "euler_number", "gamma", "zeta_times_gamma"]

"""Constants and terms that are nearly, or exactly but not visibly, zero: 10^-3 … 10^-300 aside."""

import random

import symengine as se

from ansatz.evaluate.attack.adversaries.case import Candidate, Case, X, case, function, ten

_I = se.Integer
_ROOT = se.sqrt


def hidden_zero(rng: random.Random) -> se.Expr:
    """A constant that is zero, though SymEngine does not see it."""
    n, m = rng.randint(2, 30), rng.randint(2, 30)
    a, b = _I(n), _I(m + n)
    return rng.choice(
        (
            lambda: _ROOT(3 + 2 * _ROOT(_I(2))) - 1 - _ROOT(_I(2)),
            lambda: _ROOT(a + b + 2 * _ROOT(a * b)) - _ROOT(a) - _ROOT(b),
            lambda: _ROOT(_I(2)) * _ROOT(3 + _ROOT(_I(5))) - 1 - _ROOT(_I(5)),
            lambda: (2 + _ROOT(_I(5))) ** se.Rational(1, 3) - (1 + _ROOT(_I(5))) / 2,
            lambda: se.log(a) + se.log(b) - se.log(a * b),
            lambda: 16 * se.atan(se.Rational(1, 5)) - 4 * se.atan(se.Rational(1, 239)) - se.pi,
            lambda: se.atan(a) + se.atan(1 / a) - se.pi / 2,
            lambda: se.sin(a) ** 2 + se.cos(a) ** 2 - 1,
            lambda: se.exp(a) * se.exp(-a + _ROOT(_I(2))) - se.exp(_ROOT(_I(2))),
            lambda: se.cos(se.pi / 5) - (1 + _ROOT(_I(5))) / 4,
            lambda: se.asinh(a) - se.log(a + _ROOT(a**2 + 1)),
            lambda: se.tan(se.pi / 8) - _ROOT(_I(2)) + 1,
        )
    )()


def near_zero(rng: random.Random) -> tuple[se.Expr, int]:
    """A constant that is not zero, but nearly; and its decimal exponent, at most."""
    k = rng.choice((3, 6, 10, 14, 16, 17, 20, 30, 38, 39, 40, 50, 51, 60, 77, 100, 150, 200, 300))
    return rng.choice(
        (
            lambda: (ten(-k), k),
            lambda: (hidden_zero(rng) + ten(-k), k),
            lambda: (hidden_zero(rng) - ten(-k), k),
            lambda: (_ROOT(1 + ten(-k)) - 1, k + 1),
            lambda: (se.exp(ten(-k)) - 1 - ten(-k), 2 * k + 1),
            lambda: (se.pi - se.Rational(355, 113), 7),
            lambda: (se.pi - se.Rational(5419351, 1725033), 14),
            lambda: (se.exp(se.pi * _ROOT(_I(163))) - 262537412640768744, 13),
            lambda: (_ROOT(_I(2)) + _ROOT(_I(3)) - se.Rational(31462643699419726, 10**16), 17),
            lambda: (1 - se.tanh(_I(k)), k),
            lambda: (se.exp(_I(-k)), k),
            lambda: (_ROOT(ten(2 * min(k, 75)) + 1) - ten(min(k, 75)), k),
            lambda: (se.sin(se.Integer(355)) + 0, 5),
            lambda: (se.erf(_I(min(k, 20))) - 1, min(k, 20) ** 2),
        )
    )()


def _disturbed(F: se.Expr, G: se.Expr, small: se.Expr, rng: random.Random) -> Candidate:
    """One disturbance of a right F. G: another function."""
    zero, size = hidden_zero(rng), ten(rng.choice((0, 0, 10, 50, 100)))
    return rng.choice(
        (
            Candidate(F + size * X * zero, "a hidden zero times x", True),
            Candidate(F * (1 + zero), "times one plus a hidden zero", True),
            Candidate(F + X * small, "a small constant times x", False),
            Candidate(F + X * small, "a small constant times x", False),
            Candidate(F + small * G, "a small term", False),
            Candidate(F * (1 + small), "nearly one times", False),
            Candidate(F.subs({X: X * (1 + small)}), "nearly x as the argument"),
            Candidate(F + small, "a small constant", True),
            Candidate(F + size * se.sin(small * X), "a slow oscillation", False),
            Candidate(F + se.cos(small * X), "a slow oscillation", False),
            Candidate(F + X * (zero + small), "a hidden zero and a small constant", False),
            Candidate(F + small * abs(X - 3), "a small corner", False),
        )
    )


def _bits(k: int) -> int:
    """At which 10^-k shows."""
    return min(4 * k + 400, 2600)


def cases(rng: random.Random) -> Case:
    """A small pair, disturbed."""
    (F, f), (G, _) = function(rng), function(rng)
    candidates, bits = [Candidate(F, "the pair itself", True)], _bits(0)
    for _ in range(5):
        small, k = near_zero(rng)
        bits = max(bits, _bits(k))
        candidates.append(_disturbed(F, G, small, rng))
    if rng.random() < 0.7:
        return case(f, *candidates, bits=bits)
    small, k = near_zero(rng)
    g = rng.choice((f * (1 + small), f + small, f.subs({X: X + small})))
    changed = (Candidate(c.F, f"{c.label}; f disturbed") for c in candidates[:3])
    return case(g, *changed, bits=max(bits, _bits(k)))

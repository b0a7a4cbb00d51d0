"""Equations that a change of scale leaves as they are: x -> k·x, y -> kᵐ·y, or x -> x + k, y -> e^(mk)·y.

y = xᵐ·u(ln x), or y = e^(mx)·u(x), has an equation without the variable for u.
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.numbers import is_rational
from ansatz.algebra.together import together
from ansatz.solve.ode.claim import UNKNOWNS, Claim, Equation, Integrals, Method
from ansatz.solve.ode.methods.linear_relations import is_zero
from ansatz.solve.ode.methods.order_reduction import Solve, autonomous

_Y, _Y1, _Y2 = UNKNOWNS


def scale_invariant(solve: Solve) -> Method:
    """By weights m read off the terms."""

    def claims(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
        x = equation.x
        if x not in equation.left.free_symbols:
            return
        terms = se.Add.make_args(se.expand(equation.left))
        for growth, weights in ((x, _weights(terms, x)), (se.exp(x), _rates(terms, x))):
            for m in weights:
                power, slope = (x**m, 1 / x) if growth == x else (se.exp(m * x), se.Integer(1))
                # with u̇ = du/dt, t = ln x or x
                if growth == x:
                    first, second = _Y1 + m * _Y, _Y2 + (2 * m - 1) * _Y1 + m * (m - 1) * _Y
                else:
                    first, second = _Y1 + m * _Y, _Y2 + 2 * m * _Y1 + m**2 * _Y
                values = {_Y: power * _Y, _Y1: power * slope * first, _Y2: power * slope**2 * second}
                left = equation.left.xreplace(values)
                at_one = left.subs({x: se.Integer(1)})
                if not is_zero(together(left / at_one).diff(x), x, seconds=0.3):
                    continue
                t = se.log(x) if growth == x else x
                for claim in autonomous(Equation(se.expand(at_one), x, 2), solve, integrals):
                    form = claim.solution.subs({x: t})
                    if claim.implicit:
                        form = form.subs({_Y: _Y / power})
                    else:
                        form = power * form
                    branch = tuple(b.subs({x: t}) for b in claim.branch)
                    yield Claim(form, f"scaling, {claim.method}", claim.kind, claim.implicit, branch)

    return claims


def _weights(terms: tuple[se.Expr, ...], x: se.Symbol) -> list[se.Expr]:
    """m with equal weights of two terms xⁱ·yʲ·y'ᵏ·y''ˡ: i + m·j + (m - 1)·k + (m - 2)·l; 0 and 1 too."""
    pairs = []
    for term in terms:
        i, j, k, second = (_degree(term, u) for u in (x, _Y, _Y1, _Y2))
        pairs.append((i - k - 2 * second, j + k + second))
    return _equal(pairs, [se.Integer(0), se.Integer(1)])


def _rates(terms: tuple[se.Expr, ...], x: se.Symbol) -> list[se.Expr]:
    """m with equal rates of two terms e^(ax)·yʲ·y'ᵏ·y''ˡ: a + m·(j + k + l)."""
    pairs = []
    for term in terms:
        a = se.Integer(0)
        for factor in se.Mul.make_args(term):
            if factor.__class__ is se.Pow and factor.args[0] == se.E:
                a += factor.args[1].diff(x)
        pairs.append((a, sum((_degree(term, u) for u in UNKNOWNS), se.Integer(0))))
    return [m for m in _equal(pairs, []) if x not in m.free_symbols]


def _equal(pairs: list[tuple[se.Expr, se.Expr]], others: list[se.Expr]) -> list[se.Expr]:
    """m with a + m·b equal for the first pair and another."""
    a, b = pairs[0]
    found = [(a - c) / (d - b) for c, d in pairs[1:] if d != b]
    return list(dict.fromkeys([*found[:2], *others]))


def _degree(term: se.Expr, u: se.Symbol) -> se.Expr:
    total = se.Integer(0)
    for factor in se.Mul.make_args(term):
        base, exponent = factor.args if factor.__class__ is se.Pow else (factor, se.Integer(1))
        if base == u and (is_rational(exponent) or not exponent.has(u)):
            total += exponent
    return total


__all__ = ["scale_invariant"]

"""Real odd roots: cbrt u = sign(u)·|u|^(1/3) as an algebraic t with t³ = u, on both sides of u = 0 at once.

    ∫ f(x, cbrt u) dx = F(x, cbrt u)  where  ∫ f(x, u^(1/3)) dx = F(x, u^(1/3))

since both roots obey the same law t' = u'/(3t²). Splitting by the sign of u would find the same, twice as long.
"""

from collections.abc import Callable
from typing import TypeGuard

import symengine as se

from ansatz.algebra.nodes import transform
from ansatz.algebra.numbers import is_fraction
from ansatz.expr.operators import sign


def with_principal_roots(f: se.Expr, x: se.Symbol) -> tuple[se.Expr, Callable[[se.Expr], se.Expr]] | None:
    """(f with principal roots u^(p/q) in place of real ones, the way back), or None where f has no real odd root."""
    bases = {
        power.args[0].args[0]
        for power in f.atoms(se.Pow)
        if power.args[0].__class__ is se.Abs and _is_odd_root(power.args[1]) and x in power.free_symbols
    }
    if not bases:
        return None
    signs = {u: se.Symbol(f"sigma_{k}") for k, u in enumerate(sorted(bases, key=str))}

    def rule(e: se.Expr) -> se.Expr | None:
        if e.__class__ is se.sign:
            for u, s in signs.items():
                if e.args[0] in (u, se.expand(-u)):
                    return s if e.args[0] == u else -s
        if e.__class__ is se.Abs and e.args[0] in signs:
            return signs[e.args[0]] * e.args[0]
        if e.__class__ is se.Pow and e.args[0].__class__ is se.Mul and _is_odd_root(e.args[1]):
            for u, s in signs.items():
                if e.args[0] == s * u:  # (σu)^(p/q) = σ^p·t^p
                    return s ** int(e.args[1].p) * u ** e.args[1]
        return None

    g = transform(f, rule)
    plus, minus = (g.xreplace(dict.fromkeys(signs.values(), se.Integer(value))) for value in (1, -1))
    if se.expand(plus - minus) != 0:
        return None
    return plus, lambda F: transform(F, lambda e: _real(e, bases))


def _is_odd_root(exponent: se.Expr) -> TypeGuard[se.Rational]:
    return is_fraction(exponent) and int(exponent.q) % 2 == 1


def _real(e: se.Expr, bases: set[se.Expr]) -> se.Expr | None:
    """u^(p/q) as its real value."""
    if e.__class__ is not se.Pow:
        return None
    u, exponent = e.args
    if u not in bases or not _is_odd_root(exponent):
        return None
    magnitude = abs(u) ** exponent
    return sign(u) * magnitude if int(exponent.p) % 2 else magnitude

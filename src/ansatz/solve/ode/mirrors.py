"""The other signs of the roots in a solution: -√(c1 - x²) beside √(c1 - x²), which is lost where only one is shown.

    mirrored(sqrt(c1 - x**2), x)      [-sqrt(c1 - x**2)]

Proposals, verified like any claim. For linear equations there is nothing to look for: constants take every sign.
"""

import symengine as se

from ansatz.algebra.nodes import transform

_MOST = 3  # different roots


def mirrored(y: se.Expr, x: se.Symbol) -> list[se.Expr]:
    """y with the opposite sign of √u, for each u of x below a square root, or another even one."""
    radicands = {power.args[0] for power in y.atoms(se.Pow) if _is_root(power) and x in power.args[0].free_symbols}

    def form(u: se.Expr) -> se.Expr:
        return transform(y, lambda e: -e if _is_root(e) and e.args[0] == u else None)

    forms = [form(u) for u in sorted(radicands, key=str)[:_MOST]]
    return [form for form in forms if form != y]


def _is_root(e: se.Expr) -> bool:
    """Whether e is an even root to an odd power."""
    return e.__class__ is se.Pow and isinstance(e.args[1], se.Rational) and int(e.args[1].q) % 2 == 0


__all__ = ["mirrored"]

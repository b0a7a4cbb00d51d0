"""The other signs of the roots in a solution: -√(c1 - x²) beside √(c1 - x²), which is lost where only one is shown.

    mirrored(sqrt(c1 - x**2), x)      [-sqrt(c1 - x**2)]
    mirrored(cbrt(c1 + x), x)         [-cbrt(-c1 - x)], where powers stand for roots of positive numbers
    mirrored(c1*tan(c1*x), x)         [-c1*tanh(c1*x)], the family for i·c1, which is real too

Proposals, verified like any claim. For linear equations there is nothing to look for: constants take every sign.
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.nodes import transform
from ansatz.algebra.numbers import is_fraction
from ansatz.expr.canonical import has_imaginary
from ansatz.proof.ode.verifier import CONSTANTS
from ansatz.solve.ode.forms_with_values import of_imaginary

_MOST = 3  # different roots


def mirrored(y: se.Expr, x: se.Symbol) -> list[se.Expr]:
    """y with the opposite sign of √u, for each u of x below a square root, or another even one."""
    radicands = {power.args[0] for power in y.atoms(se.Pow) if _is_root(power)} - set(CONSTANTS)
    radicands = {u for u in radicands if {x, *CONSTANTS} & u.free_symbols}

    def form(u: se.Expr) -> se.Expr:
        return transform(y, lambda e: -e if _is_root(e) and e.args[0] == u else None)

    forms = [form(u) for u in sorted(radicands, key=str)[:_MOST]]
    forms.append(transform(y, lambda e: _on_other_side(e, x)))
    forms += [turned for c in CONSTANTS if c in y.free_symbols for turned in _turned(y, c)]
    return [form for form in forms if form != y]


def _on_other_side(e: se.Expr, x: se.Symbol) -> se.Expr | None:
    """(-1)^p·(-u)^(p/q) for u^(p/q) with odd q: real where u is negative."""
    if e.__class__ is not se.Pow or x not in e.args[0].free_symbols:
        return None
    base, exponent = e.args
    if not set(CONSTANTS) & base.free_symbols:
        return None
    if not is_fraction(exponent) or int(exponent.q) % 2 == 0:
        return None
    return se.Integer(-1) ** abs(int(exponent.p)) * se.expand(-base) ** exponent


def _turned(y: se.Expr, c: se.Symbol) -> Iterator[se.Expr]:
    """The family for i·c where that is real by tan(i·u) = i·tanh(u) and alike."""
    if not y.atoms(se.tan, se.tanh, se.sin, se.sinh, se.cos, se.cosh):
        return
    form = transform(y.subs({c: se.I * c}), of_imaginary)
    if not has_imaginary(form):
        yield form


def _is_root(e: se.Expr) -> bool:
    """Whether e is an even root to an odd power."""
    return e.__class__ is se.Pow and isinstance(e.args[1], se.Rational) and int(e.args[1].q) % 2 == 0


__all__ = ["mirrored"]

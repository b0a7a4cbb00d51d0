"""Forms of solutions before and after values are put in: for the constants to be found, real, and short."""

from collections.abc import Callable, Iterator

import symengine as se

from ansatz.algebra.nodes import transform
from ansatz.algebra.numbers import is_fraction
from ansatz.algebra.shortening import length, simplified
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import has_imaginary
from ansatz.proof.ode.corners import without_modulus
from ansatz.proof.ode.initial_values import is_positive, with_values_at_zero
from ansatz.proof.ode.verifier import CONSTANTS
from ansatz.solve.ode.forms import plain_form

_TURNED: dict[type, Callable[[se.Expr], se.Expr]] = {
    **{se.tan: se.tanh, se.sin: se.sinh, se.cos: se.cosh, se.atan: se.atanh},
    **{se.tanh: se.tan, se.sinh: se.sin, se.cosh: se.cos, se.atanh: se.atan},
}


def for_constants(y: se.Expr) -> se.Expr:
    """y with ln(u) for ln|u| where constants occur in such u: their signs make up for it, and can be solved for."""
    within = {s for modulus in y.atoms(se.Abs) for s in modulus.free_symbols}
    return transform(y, without_modulus) if within & set(CONSTANTS) else y


def on_side_of(y: se.Expr, x: se.Symbol, place: se.Expr) -> se.Expr:
    """y with √(-u) for √u wherever u, free of constants of integration, is negative at a place.

    Of √(x - 1) and √(1 - x) one is real there; where constants are factors of it, both are solutions.
    """

    def turned(e: se.Expr) -> se.Expr | None:
        if e.__class__ is not se.Pow or not is_fraction(e.args[1]) or set(CONSTANTS) & e.args[0].free_symbols:
            return None
        base, exponent = e.args
        negative = x in base.free_symbols and is_positive(-base.subs({x: place}))
        return _negative(base) ** exponent if negative else None

    return transform(y, turned)


def _negative(e: se.Expr) -> se.Expr:
    """(t + 2)/(2 - t) for -(t + 2)/(t - 2)."""
    below = [f for f in se.Mul.make_args(e) if f.__class__ is se.Pow and f.args[1] == -1]
    return e / below[0] / se.expand(-below[0].args[0]) if below else se.expand(-e)


def real_forms(y: se.Expr) -> Iterator[se.Expr]:
    """Where a constant is imaginary, i·tan(i·u) as -tanh(u), and i·u/√(-v) as u/√v and as -u/√v: proposals, of which
    one may be the same.
    """

    def turned(e: se.Expr) -> se.Expr | None:
        half = e.__class__ is se.Pow and isinstance(e.args[1], se.Rational) and int(e.args[1].q) == 2
        return se.expand(-e.args[0]) ** e.args[1] if half and e.args[0].free_symbols else None

    hyperbolic = transform(y, of_imaginary)
    if not has_imaginary(hyperbolic):
        yield hyperbolic
        return
    form = transform(y, turned).xreplace({se.I: se.Integer(1)})
    if not has_imaginary(form):
        yield from (form, -form)


def of_imaginary(e: se.Expr) -> se.Expr | None:
    """i·tanh(u) for tan(i·u), and alike for other functions whose argument is imaginary."""
    if e.__class__ not in _TURNED:
        return None
    u = se.expand(-se.I * e.args[0])
    turned = _TURNED[e.__class__](u)
    return None if has_imaginary(u) else turned if e.__class__ in (se.cos, se.cosh) else se.I * turned


def tidied(y: se.Expr, x: se.Symbol) -> se.Expr:
    """y with plain numbers: exp(ln 2 + x) is 2·exp(x), erfi(0) is 0."""
    try:
        y = with_values_at_zero(y)
        return min((plain_form(form, x) for form in (y, simplified(y), together(y))), key=length)
    except ALGEBRA_FAILURES:
        return y


__all__ = ["for_constants", "on_side_of", "real_forms", "tidied"]

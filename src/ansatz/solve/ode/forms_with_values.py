"""Forms of solutions before and after values are put in: for the constants to be found, real, and short."""

from collections.abc import Callable, Iterator

import symengine as se

from ansatz.algebra.nodes import transform
from ansatz.algebra.shortening import length, simplified
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import has_imaginary
from ansatz.proof.ode.corners import without_modulus
from ansatz.proof.ode.initial_values import with_values_at_zero
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


__all__ = ["for_constants", "real_forms", "tidied"]

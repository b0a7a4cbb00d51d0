"""Answers that are real on the real line where the integrand is.

∫dx/x is ln x for positive x only; ln|x| serves both sides, because (ln|u|)' = u'/u wherever u ≠ 0. The
same holds for the inverse hyperbolic functions outside their real domains:

    ln u      -> ln|u|, or ln(-u) where u is negative
    atanh u   -> ½ ln|(1 + u)/(1 - u)|
    acoth u   -> ½ ln|(u + 1)/(u - 1)|
    acosh u   -> ln|u + √(u² - 1)|
    asech u   -> ln|(1 + √(1 - u²))/u|
    Ci u      -> Ci|u|

For acosh and asech this is more than cosmetics: left of their real domains the principal derivative is
-1/√(u² - 1), so that acosh u is an antiderivative of u'/√(u² - 1) for u > 1 only, and ln|…| everywhere.

A kernel stays where it is certainly real (`ansatz.algebra.real_domain`). The result is verified like any other
candidate.
"""

from collections.abc import Callable
from typing import TypeAlias

import symengine as se

from ansatz.algebra.nodes import NAMED, name_of, transform
from ansatz.algebra.real_domain import RealDomain
from ansatz.algebra.shortening import simplified
from ansatz.expr.canonical import has_imaginary

_HALF = se.Rational(1, 2)
_CI = se.Function("Ci")

# u ↦ what must not be negative for function(u) to be real; u ↦ the form that is real for other u too.
_Row: TypeAlias = tuple[Callable[[se.Expr], tuple[se.Expr, ...]], Callable[[se.Expr], se.Expr]]
_REAL_FORMS: dict[type | str, _Row] = {
    se.log: (lambda u: (u,), lambda u: se.log(abs(u))),
    se.atanh: (lambda u: (se.expand(1 - u**2),), lambda u: _HALF * se.log(abs((1 + u) / (1 - u)))),
    se.acoth: (lambda u: (se.expand(u**2 - 1),), lambda u: _HALF * se.log(abs((u + 1) / (u - 1)))),
    se.acosh: (lambda u: (u - 1,), lambda u: se.log(abs(u + se.sqrt(u**2 - 1)))),
    se.asech: (lambda u: (u, 1 - u), lambda u: se.log(abs((1 + se.sqrt(1 - u**2)) / u))),
    "Ci": (lambda u: (u,), lambda u: _CI(abs(u))),
}


def may_be_mended(F: se.Expr) -> bool:
    """Whether F has a kernel that is no antiderivative, or has no value, where it is not real, but has a real form."""
    return bool(F.atoms(se.acosh, se.asech, NAMED))


def realise(F: se.Expr, x: se.Symbol, f: se.Expr) -> se.Expr:
    """F with the kernels in their real forms that might be complex where the integrand f is real."""
    if not F.atoms(*(kind for kind in _REAL_FORMS if isinstance(kind, type)), NAMED):
        return F
    domain = RealDomain(f, roots_of=(F,))

    def rule(e: se.Expr) -> se.Expr | None:
        row = _REAL_FORMS.get(name_of(e) or e.__class__)
        if row is None or x not in e.free_symbols or has_imaginary(e):
            return None
        is_real_where, form = row
        u = e.args[0]
        if all(domain.is_nonnegative(v) or domain.is_nonnegative(simplified(v, real=True)) for v in is_real_where(u)):
            return None
        return se.log(se.expand(-u)) if e.__class__ is se.log and domain.is_nonnegative(-u) else form(u)

    return transform(F, rule)

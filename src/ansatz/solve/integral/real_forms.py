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

import symengine as se

from ansatz.algebra.nodes import NAMED, name_of, transform
from ansatz.algebra.real_domain import RealDomain, real_where
from ansatz.algebra.shortening import simplified
from ansatz.algebra.shortening.logarithms import modulus
from ansatz.expr.canonical import has_imaginary

_HALF = se.Rational(1, 2)
_CI = se.Function("Ci")

_REAL_FORMS: dict[type | str, Callable[[se.Expr], se.Expr]] = {
    se.log: lambda u: se.log(modulus(u)),
    se.atanh: lambda u: _HALF * se.log(abs((1 + u) / (1 - u))),
    se.acoth: lambda u: _HALF * se.log(abs((u + 1) / (u - 1))),
    se.acosh: lambda u: se.log(abs(u + se.sqrt(u**2 - 1))),
    se.asech: lambda u: se.log(abs((1 + se.sqrt(1 - u**2)) / u)),
    "Ci": lambda u: _CI(abs(u)),
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
        form = _REAL_FORMS.get(name_of(e) or e.__class__)
        if form is None or x not in e.free_symbols or has_imaginary(e) or _is_real(e, domain):
            return None
        u = e.args[0]
        return se.log(se.expand(-u)) if e.__class__ is se.log and domain.is_nonnegative(-u) else form(u)

    return transform(F, rule)


def _is_real(kernel: se.Expr, domain: RealDomain) -> bool:
    """Whether that is certain. Two conditions u ≥ 0, v ≥ 0 never fail together: here both hold where uv ≥ 0 does."""
    conditions = real_where(kernel)
    product = se.expand(se.Mul(*conditions))
    return all(map(domain.is_nonnegative, conditions)) or domain.is_nonnegative(simplified(product, real=True))

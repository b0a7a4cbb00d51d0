"""Rational functions of tan h without holes at the tangent's poles: by the sine and cosine of 2h.

    2/(1 − tan(x/2)) = 2cos h(cos h − sin h)/(cos h − sin h)² = (1 + cos x − sin x)/(1 − sin x) = 1 + cos x/(1 − sin x)

R = P/Q with deg P ≤ deg Q = n is PQ/Q², homogeneous of degree 2n in sin h and cos h, and these are polynomials in
sin 2h and cos 2h. Q² vanishes only where R has a pole. Constants are left out.
"""

import symengine as se
from flint import fmpq_poly

from ansatz.algebra.numbers import is_rational, to_symengine_number
from ansatz.algebra.one_kernel import in_one_kernel
from ansatz.algebra.shortening import length

_MAX_DEGREE = 4
_S, _C = se.symbols("S_ C_")


def without_holes(F: se.Expr, x: se.Symbol) -> se.Expr:
    """F with the terms that are g·R(tan h) replaced, up to constants where g is one."""
    return se.Add(*(_by_double_angle(term, x) for term in se.Add.make_args(se.expand(F))))


def _by_double_angle(term: se.Expr, x: se.Symbol) -> se.Expr:
    factors = se.Mul.make_args(term)
    outside = se.Mul(*(factor for factor in factors if not factor.atoms(se.tan)))
    known = in_one_kernel(term / outside) if outside != term else None
    if known is None or known[1].__class__ is not se.tan:
        return term
    ratio, tangent = known
    n = ratio.den.degree()
    if not ratio.num.degree() <= n <= _MAX_DEGREE or n == 0:
        return term
    v = se.expand(2 * tangent.args[0])
    above, below = (_homogeneous(p * ratio.den, n) for p in (ratio.num, ratio.den))
    shifts = [
        se.Integer(0),
        *(a / b for S in (_S, _C) if (b := below.coeff(S)) != 0 and is_rational(a := above.coeff(S))),
    ]
    forms = [(shift if x in outside.free_symbols else 0, se.expand(above - shift * below) / below) for shift in shifts]
    waves = {_S: se.sin(v), _C: se.cos(v)}
    return min((outside * shift + outside * form.xreplace(waves) for shift, form in forms), key=length)


def _homogeneous(p: fmpq_poly, n: int) -> se.Expr:
    """2ⁿ Σ p_k sin(h)^k cos(h)^(2n−k) by S = sin 2h, C = cos 2h: 2sin² = 1 − C, 2cos² = 1 + C, 2sin·cos = S."""
    S, C = _S, _C
    total = se.Integer(0)
    for k, c in enumerate(p.coeffs()):
        half, odd = divmod(k, 2)
        total += to_symengine_number(c) * S**odd * (1 - C) ** half * (1 + C) ** (n - half - odd)
    return se.expand(total)

"""One-parameter Lie symmetries by ansatz (Cheb-Terrab and Kolokolnikov, Eur. J. Appl. Math. 14, 2003).

ξ ∂x + η ∂y maps solutions to solutions where η_x + (η_y - ξ_x)·f - ξ_y·f² - ξ·f_x - η·f_y = 0; then 1/(η - ξ·f) is an
integrating factor. ξ and η are combinations of monomials of degree ≤ 2, and of kernels of f times 1 and y: the
families ξ = F(x), η = P(x)·y + Q(x) among them; the condition is linear in their coefficients.
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.fold import kernels
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.differentiation import derivative
from ansatz.solve.ode.claim import Claim, Equation, Integrals
from ansatz.solve.ode.linear_fit import relations
from ansatz.solve.ode.methods.first_integrals import by_factor
from ansatz.solve.ode.methods.slopes import slopes
from ansatz.solve.ode.numeric import vanishes

_MAX_KERNELS = 4
_MAX_TERMS = 48
_ZERO, _ONE = se.Integer(0), se.Integer(1)


def symmetries(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """First integrals by the factor of each symmetry found."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        for xi, eta in _symmetries(f, x, y):
            below = together(eta - xi * f)
            if below != 0 and not vanishes(below):
                yield from by_factor(together(1 / below), f, equation, integrals, "symmetry")


def _symmetries(f: se.Expr, x: se.Symbol, y: se.Symbol) -> Iterator[tuple[se.Expr, se.Expr]]:
    fx, fy = derivative(f, x), derivative(f, y)
    parameters = sorted(f.free_symbols - {x, y}, key=str)
    for terms in _families(f, x, y):
        multiples = list(dict.fromkeys((*terms, *((a * t, a * u) for a in parameters for t, u in terms))))
        if len(multiples) > _MAX_TERMS:
            multiples = terms[:_MAX_TERMS]
        columns = [
            derivative(eta, x)
            + (derivative(eta, y) - derivative(xi, x)) * f
            - derivative(xi, y) * f**2
            - xi * fx
            - eta * fy
            for xi, eta in multiples
        ]
        try:
            found = relations(columns)
        except ALGEBRA_FAILURES:
            continue
        for vector in found:
            xi = se.Add(*(c * t for c, (t, _) in zip(vector, multiples, strict=True)))
            eta = se.Add(*(c * u for c, (_, u) in zip(vector, multiples, strict=True)))
            yield xi, eta


def _families(f: se.Expr, x: se.Symbol, y: se.Symbol) -> Iterator[list[tuple[se.Expr, se.Expr]]]:
    """Lists of (term of ξ, term of η), of which one is 0."""
    monomials = [_ONE, x, y, x**2, x * y, y**2]
    yield [*((_ZERO, m) for m in monomials), *((m, _ZERO) for m in monomials)]
    own = [k for k in kernels(f) if k.args and {x, y} & k.free_symbols][:_MAX_KERNELS]
    in_x = [g for k in own if y not in k.free_symbols for g in (k, 1 / k, k * x)]
    in_x += [1 / x, x**-2, x**3]
    yield [
        *((_ZERO, m * g) for g in in_x for m in (_ONE, y)),
        *((_ZERO, m) for m in (_ONE, y)),
        *((m, _ZERO) for m in (_ONE, x, *in_x)),
    ]
    mixed = [g for k in own for g in (k, 1 / k)]
    if mixed:
        yield [(_ZERO, m * g) for g in (_ONE, *mixed) for m in (_ONE, x, y, 1 / x, y / x, x * y)]


__all__ = ["symmetries"]

"""The fit: for linear equations, the terms of hypotheses with other coefficients.

    fitted(equation of y'' + y = x, [2*c1*sin(x) - 5*cos(x) + x])      c1·sin x + c2·cos x + x

With L the equation's linear operator, Σ cⱼ·L[Tⱼ] = 0 says homogeneous solutions and Σ cⱼ·L[Tⱼ] = f a particular one.
Both are linear in c, and are solved exactly, modulo a prime first; what is found is a claim like any other. Equations
that are not linear have `nonlinear_fit`.
"""

from collections.abc import Sequence

import symengine as se

from ansatz.algebra.forms import expanded
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.fit.linear.basis import terms_of
from ansatz.solve.ode.claim import CONSTANTS, UNKNOWNS, Claim, Equation
from ansatz.solve.ode.methods.linear_relations import relations

_MAX_TERMS = 24


def fitted(equation: Equation, hypotheses: Sequence[se.Expr]) -> Claim | None:
    """The general solution that the hypotheses' terms hold; None without one, or where the equation is not linear."""
    try:
        operator = linear_operator(equation)
        if operator is None:
            return None
        terms = [se.Integer(1), *terms_of(hypotheses, equation.x, _MAX_TERMS)]
        terms = [t for t in terms if not set(CONSTANTS) & t.free_symbols]
        images = [_image(operator, term, equation.x) for term in terms]
        found: list[se.Expr] = []
        free = expanded(operator[0])
        particular = se.Integer(0) if free == 0 else None
        for vector in relations([*images, free] if free != 0 else images, equation.x):
            if len(vector) == len(terms) or vector[-1] == 0:
                found.append(_combination(vector[: len(terms)], terms))
            else:
                particular = _combination(vector[:-1], terms)
        found = _independent(found, equation)
        if len(found) < equation.order or particular is None:
            return None
    except ALGEBRA_FAILURES:
        return None
    general = se.Add(*(c * y for c, y in zip(CONSTANTS, found, strict=False)))
    return Claim(general + particular, f"fit of {len(terms)} terms")


def linear_operator(equation: Equation) -> list[se.Expr] | None:
    """[f, a₀, a₁, …] of f + a₀y + a₁y' + … = 0; None for an equation that is not linear."""
    unknowns = UNKNOWNS[: equation.order + 1]
    left = expanded(equation.left)
    rates = [expanded(left.diff(u)) for u in unknowns]
    if any(set(unknowns) & rate.free_symbols for rate in rates):
        return None
    return [left.subs(dict.fromkeys(unknowns, se.Integer(0))), *rates]


def _image(operator: Sequence[se.Expr], term: se.Expr, x: se.Symbol) -> se.Expr:
    image, rate = se.Integer(0), term
    for a in operator[1:]:
        image, rate = image + a * rate, principal_derivative(rate, x)
    return expanded(image)


def _combination(values: Sequence[se.Expr], terms: Sequence[se.Expr]) -> se.Expr:
    return se.Add(*(c * t for c, t in zip(values, terms, strict=True)))


def _independent(functions: Sequence[se.Expr], equation: Equation) -> list[se.Expr]:
    """As many of them as the order says, no two of one ratio; the verifier decides."""
    found: list[se.Expr] = []
    for y in sorted(functions, key=lambda e: len(str(e))):
        if y != 0 and all(equation.x in (y / other).free_symbols for other in found):
            found.append(y)
    return found[: equation.order]


__all__ = ["fitted", "linear_operator"]

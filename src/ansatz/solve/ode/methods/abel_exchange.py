"""Abel's equations by exchange: v·v' = A(x)·v + B(x) is, with s = v - ∫A and x as a function of s,

    dx/ds = (s + ∫A dx)/B(x)

which is a Riccati or Bernoulli equation for x, or for ∫A dx, more often than one would think; where it is another
equation of this kind, the same is done once more.

    y' = a·y² + b·y³             v = 1/y:   v·v' = -a·v - b       (with y' = c·y + …, y = e^(∫c)·w first)
    y·y' = a·y + b + c·y²        v = y·e^(-∫c)

References: Polyanin & Zaitsev, Handbook of Exact Solutions for ODEs, 1.3.1; Kamke, A.4.10.
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.expr.canonical import symbol
from ansatz.solve.ode.claim import Claim, Equation, Integrals, Kind
from ansatz.solve.ode.methods.answers import C1
from ansatz.solve.ode.methods.bernoulli import bernoulli
from ansatz.solve.ode.methods.change_of_y import change_of_y
from ansatz.solve.ode.methods.linear import linear
from ansatz.solve.ode.methods.linear_equation import exponential_of_integral
from ansatz.solve.ode.methods.linear_relations import relations
from ansatz.solve.ode.methods.riccati import riccati
from ansatz.solve.ode.methods.separable import separable
from ansatz.solve.ode.methods.slopes import of_slope, slopes

_NAME = "Abel, variables exchanged"
_INNER = (separable, linear, bernoulli, riccati, change_of_y)
_S, _X = symbol("s_"), symbol("x_")
Canonical = tuple[se.Expr, se.Expr, se.Expr]
"""(v of x and y, A, B)."""


def abel_exchange(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """Relations between x and y."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        for relation in _relations(f, x, y, integrals, depth=2):
            if not has_no_value(relation) and {x, y} <= relation.free_symbols:
                yield Claim(relation, _NAME, Kind.GENERAL, implicit=True)
                return


def _relations(f: se.Expr, x: se.Symbol, y: se.Symbol, integrals: Integrals, depth: int) -> Iterator[se.Expr]:
    """Expressions in x, y and c1 that are zero along solutions of y' = f."""
    for v, A, B in _canonical(f, x, y, integrals):
        F = integrals.of(A, x)
        if F is None:
            continue
        yield from _for_integral(v, A, B, F, x, y, integrals)
        # The equation for x(s), in the symbols of a question: x for s, Y for x.
        inner = together(((_S + F) / B).xreplace({x: _X}).xreplace({_S: x, _X: y}))
        back = {x: v - F, y: x}
        problem = of_slope(inner, x)
        for method in _INNER:
            for claim in method(problem, integrals):
                if C1 in claim.solution.free_symbols and not claim.branch:
                    relation = claim.solution if claim.implicit else _cleared(y - claim.solution)
                    yield relation.xreplace(back)
        if depth > 1:
            for relation in _relations(inner, x, y, integrals, depth - 1):
                yield relation.xreplace(back)


def _for_integral(
    v: se.Expr, A: se.Expr, B: se.Expr, F: se.Expr, x: se.Symbol, y: se.Symbol, integrals: Integrals
) -> Iterator[se.Expr]:
    """Where A/B = α + β·F: dF/ds = (α + β·F)·(s + F), an equation for F(s)."""
    for vector in relations([se.Integer(1), F, A / B], x):
        if vector[-1] == 1:
            problem = of_slope(-(vector[0] + vector[1] * y) * (x + y), x)
            for method in (linear, bernoulli, riccati):
                for claim in method(problem, integrals):
                    if C1 in claim.solution.free_symbols and not claim.branch and not claim.implicit:
                        yield _cleared(y - claim.solution).xreplace({x: v - F, y: F})


def _cleared(relation: se.Expr) -> se.Expr:
    """Without the denominator, so that a constant above and below enters linearly."""
    return together(relation).as_numer_denom()[0]


def _canonical(f: se.Expr, x: se.Symbol, y: se.Symbol, integrals: Integrals) -> Iterator[Canonical]:
    """The forms v·v' = A·v + B that the equation y' = f has."""
    first = _powers(f, y, 3)
    if first is not None and first[0] == 0 and first[3] != 0:
        E = exponential_of_integral(first[1], x, integrals)
        if E is not None:  # y = E/v
            yield E / y, together(-first[2] * E), together(-first[3] * E**2)
    second = _powers(together(f * y), y, 2)
    if second is not None and second[0] != 0:
        E = exponential_of_integral(second[2], x, integrals)
        if E is not None:  # y = E·v
            yield y / E, together(second[1] / E), together(second[0] / E**2)


def _powers(f: se.Expr, y: se.Symbol, degree: int) -> list[se.Expr] | None:
    """Coefficients of 1, y, …, y^degree; None where f is no such polynomial."""
    coefficients, rest = [], f
    for k in range(degree + 1):
        at_zero = rest.subs({y: se.Integer(0)})
        if has_no_value(at_zero):
            return None
        coefficients.append(together(at_zero))
        rest = together(rest.diff(y) / (k + 1))
    return coefficients if rest == 0 else None


__all__ = ["abel_exchange"]

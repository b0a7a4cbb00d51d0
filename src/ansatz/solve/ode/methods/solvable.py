"""Equations solved for y or for x instead of p = y'. Clairaut's, Lagrange's (d'Alembert's) and what is like them.

y = R(x, p)      p = R_x + R_p·p', an equation for p(x)
x = S(y, p)      1/p = S_y + S_p·dp/dy, one for p(y)

Clairaut's y = x·p + G(p) has the lines p = c1 and their envelope; Lagrange's y = x·F(p) + G(p) is linear in x(p).
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.expr.canonical import has_imaginary
from ansatz.proof.ode.parametric import PARAMETER
from ansatz.solve.ode.claim import Claim, Equation, Integrals, Kind
from ansatz.solve.ode.methods.answers import C1, explicit, named
from ansatz.solve.ode.methods.bernoulli import bernoulli
from ansatz.solve.ode.methods.homogeneous import isobaric
from ansatz.solve.ode.methods.linear import linear, linear_family
from ansatz.solve.ode.methods.roots import roots
from ansatz.solve.ode.methods.separable import separable
from ansatz.solve.ode.methods.slopes import factors, of_slope, slopes
from ansatz.solve.ode.numeric import vanishes, without

_INNER = (separable, linear, bernoulli, isobaric)


def clairaut(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """The lines, and the envelope where p can be eliminated."""
    x, p = equation.x, equation.top
    for R in _solved(equation, equation.y):
        F = without(together(R.diff(x)), x)
        if F is None or p != F:
            continue
        G = together(R - x * p)
        yield Claim(R.subs({p: C1}), "Clairaut")
        eliminated = False
        for root in roots(together(x + G.diff(p)), p):
            envelope = together(R.subs({p: root.value}))
            if not has_no_value(envelope) and not has_imaginary(envelope):
                yield Claim(envelope, "Clairaut's envelope", Kind.SINGULAR)
                eliminated = True
        if not eliminated and together(G.diff(p).diff(p)) != 0:
            yield _curve(-G.diff(p), R.subs({x: -G.diff(p)}), p, "Clairaut's envelope", Kind.SINGULAR)


def lagrange(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """x(p) is linear; p is eliminated by the equation itself."""
    x, y, p = equation.x, equation.y, equation.top
    for R in _solved(equation, y):
        F = without(together(R.diff(x)), x)
        if F is None or p == F or p not in R.free_symbols:
            continue
        G = together(R - x * F)
        for root in roots(together(F - p), p):
            if not {x, y} & root.value.free_symbols and not has_imaginary(root.value):
                yield Claim(R.subs({p: root.value}), "Lagrange's line", Kind.PARTICULAR)
        family = linear_family(together((F.diff(p) * x + G.diff(p)) / (p - F)), p, x, integrals)
        if family is None or C1 not in family.free_symbols:
            continue
        for root in roots(x - family, p):
            yield from named(together(R.subs({p: root.value})), equation, "Lagrange")
        constant = together((x - family.subs({C1: 0})) / family.diff(C1))
        for f in slopes(equation):
            yield from explicit(constant.subs({p: f}) - C1, equation, "Lagrange")
        yield _curve(family, R.subs({x: family}), p, "Lagrange, parametric")


def solvable_for_y(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """p(x, c1) by methods for p' = (p - R_x)/R_p, then y = R(x, p)."""
    x, y, p = equation.x, equation.y, equation.top
    for R in _solved(equation, y):
        below = R.diff(p)
        if below == 0 or vanishes(below):
            continue
        slope = together((p - R.diff(x)) / below)
        if has_no_value(slope):
            continue
        inner = of_slope(slope.subs({p: y}), x)
        for method in _INNER:
            for claim in method(inner, integrals):
                yield from _eliminated(claim, y, R, equation)


def solvable_for_x(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """p(y, c1) by methods for dp/dy = (1/p - S_y)/S_p, then x = S(y, p)."""
    x, y, p = equation.x, equation.y, equation.top
    for S in _solved(equation, x):
        below = S.diff(p)
        if y not in S.free_symbols and (Y := integrals.of(together(p * below), p)) is not None:
            yield _curve(S, Y + C1, p, "solvable for x, parametric")
        if below == 0 or vanishes(below):
            continue
        slope = together((1 / p - S.diff(y)) / below)
        if has_no_value(slope):
            continue
        # y is the variable there, and p the unknown
        inner = of_slope(slope.subs({y: x, p: y}), x)
        for method in _INNER:
            for claim in method(inner, integrals):
                exchanged = claim.solution.subs({x: y, y: p}) if claim.implicit else claim.solution.subs({x: y})
                if claim.implicit:
                    for f in slopes(equation):
                        yield from explicit(exchanged.subs({p: f}), equation, "solvable for x")
                elif not has_no_value(value := S.subs({p: exchanged})) and C1 in value.free_symbols:
                    yield from explicit(x - value, equation, "solvable for x")


def _curve(X: se.Expr, Y: se.Expr, p: se.Symbol, method: str, kind: Kind = Kind.GENERAL) -> Claim:
    """x = X(p) and y = Y(p), with the parameter's own name."""
    return Claim(together(Y).subs({p: PARAMETER}), method, kind, along=together(X).subs({p: PARAMETER}))


def _eliminated(claim: Claim, y: se.Symbol, R: se.Expr, equation: Equation) -> Iterator[Claim]:
    """From p(x, c1), the symbol Y standing for p, to y."""
    p = equation.top
    if not claim.implicit:
        value = R.subs({p: claim.solution})
        if has_no_value(value):
            return
        if C1 in claim.solution.free_symbols:
            yield from named(value, equation, "solvable for y")
        else:
            yield Claim(value, "solvable for y", Kind.PARTICULAR)
        return
    relation = claim.solution.subs({y: p})
    for f in slopes(equation):
        if C1 in relation.free_symbols:
            yield from explicit(relation.subs({p: f}), equation, "solvable for y")


def _solved(equation: Equation, variable: se.Symbol) -> list[se.Expr]:
    """The factors solved for y or x, p being a symbol; factors of first degree in p have better methods."""
    found = []
    for factor in factors(equation):
        in_top = [k for k, kernel in factor.kernels().items() if equation.top in kernel.free_symbols]
        if len(in_top) == 1 and factor.polynomial.degrees()[in_top[0]] == 1:
            continue
        for root in roots(factor.expression, variable):
            if equation.top in root.value.free_symbols:
                found.append(together(root.value))
    return list(dict.fromkeys(found))


__all__ = ["clairaut", "lagrange", "solvable_for_x", "solvable_for_y"]

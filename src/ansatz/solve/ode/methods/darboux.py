"""Integrating factors μ = Π pᵢ^aᵢ·exp(Σ bⱼ·qⱼ), after Darboux, Prelle and Singer (Trans. AMS 279, 1983).

pᵢ: factors that the equation itself shows, with its kernels as indeterminates, and curves that are solutions; qⱼ: its
kernels. With D = ∂x + f·∂y the
condition Σ aᵢ·D(pᵢ)/pᵢ + Σ bⱼ·D(qⱼ) = -f_y is linear in the exponents, which may be multiples of a parameter.
"""

from collections.abc import Iterator, Sequence

import symengine as se

from ansatz.algebra.fold import kernels
from ansatz.algebra.together import expanded, fraction, together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.differentiation import derivative
from ansatz.solve.ode.claim import Claim, Equation, Integrals
from ansatz.solve.ode.linear_fit import coefficients
from ansatz.solve.ode.methods.first_integrals import by_factor
from ansatz.solve.ode.methods.particular import particular
from ansatz.solve.ode.methods.roots import exponential_of
from ansatz.solve.ode.methods.slopes import slopes

_MAX_FACTORS, _MAX_EXPONENTS = 24, 12
_X = se.Symbol("x")
_LOG = type(se.log(_X))
_WITH_PARTNER = {se.sin: se.cos, se.cos: se.sin, se.sinh: se.cosh, se.cosh: se.sinh, se.tan: se.cos, se.tanh: se.cosh}


def darboux(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """First integrals by such a factor."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        mu = integrating_factor(f, x, y)
        if mu is not None:
            yield from by_factor(mu, f, equation, integrals, "integrating factor")


def integrating_factor(f: se.Expr, x: se.Symbol, y: se.Symbol) -> se.Expr | None:
    """μ with μ_x + (f·μ)_y = 0, or None."""

    def rate(p: se.Expr) -> se.Expr:
        return derivative(p, x) + f * derivative(p, y)

    right = -derivative(f, y)
    parameters = sorted(f.free_symbols - {x, y}, key=str)
    logarithms = [se.log(p) for p in darboux_candidates(f, x, y)[:_MAX_FACTORS]]
    exponents = _exponents(f, x, y)[:_MAX_EXPONENTS]
    shown = (logarithms, [*logarithms, *exponents])
    for terms in _with_hidden(shown, f, x, y):
        multiples = [*terms, *(a * term for a in parameters for term in terms)]
        if len(multiples) > 2 * (_MAX_FACTORS + _MAX_EXPONENTS):
            multiples = terms
        try:
            found = coefficients([rate(term) for term in multiples], right)
        except ALGEBRA_FAILURES:
            continue
        if found is not None:
            return exponential_of(se.Add(*(c * term for c, term in zip(found, multiples, strict=True))))
    return None


def _with_hidden(shown: Sequence[list[se.Expr]], f: se.Expr, x: se.Symbol, y: se.Symbol) -> Iterator[list[se.Expr]]:
    """What the equation shows, then with its particular solutions y₁ too: the numerators of y - y₁ and x - x₁."""
    yield from shown
    curves = [y - known for known in particular(f, x, y)]
    curves += [x - known for known in (particular(together(1 / f), y, x) if f != 0 else [])]
    hidden: dict[se.Expr, None] = {}
    for curve in curves:
        numerator, _, symbols = fraction(curve)
        hidden |= {se.log(expanded(factor, symbols)): None for factor, _ in numerator.factor()[1]}
    new = [term for term in hidden if term not in shown[0]]
    if new:
        yield from ([*new, *terms] for terms in shown)


def darboux_candidates(f: se.Expr, x: se.Symbol, y: se.Symbol) -> list[se.Expr]:
    """x, y, the irreducible factors of numerators and denominators in f, under its roots too, and functions in it."""
    found: dict[se.Expr, None] = {}
    pending, seen = [f], set()
    while pending:
        e = pending.pop(0)
        if e in seen or not {x, y} & e.free_symbols:
            continue
        seen.add(e)
        try:
            numerator, denominator, symbols = fraction(e)
        except ALGEBRA_FAILURES:
            continue
        for polynomial in (denominator, numerator):
            for factor, _ in polynomial.factor()[1]:
                p = expanded(factor, symbols)
                if p.__class__ is not se.Pow:
                    found[p] = None
        for kernel in kernels(e):
            if kernel.__class__ is se.Pow:
                base, exponent = kernel.args
                pending += [base] if base != se.E else [exponent]
            elif kernel.args:
                found[kernel] = None
                partner = _WITH_PARTNER.get(kernel.__class__)
                if partner is not None:
                    found[partner(kernel.args[0])] = None
                pending.append(kernel.args[0])
    kept = [p for p in found if {x, y} & p.free_symbols]
    return list(dict.fromkeys((x, y, *kept)))


def _exponents(f: se.Expr, x: se.Symbol, y: se.Symbol) -> list[se.Expr]:
    """Kernels of f, exponents of its exponentials, and monomials of low degree."""
    found: dict[se.Expr, None] = {}
    for kernel in kernels(f):
        if {x, y} & kernel.free_symbols:
            is_exponential = kernel.__class__ is se.Pow and kernel.args[0] == se.E
            for term in se.Add.make_args(kernel.args[1]) if is_exponential else ():
                found[term] = None
            found[kernel] = None
    return list(dict.fromkeys((x, y, *found, x**2, x * y, y**2, 1 / x, 1 / y, y / x, x / y, x**3)))


__all__ = ["darboux", "darboux_candidates", "integrating_factor"]

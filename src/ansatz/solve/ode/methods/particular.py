"""Particular solutions y₁(x) of a given form with undetermined coefficients, of equations rational in x and y.

    particular(f, x, Y)        [x + 1, -1/x, …]: solutions of y' = f among (a·x² + b·x + c)/x^j and constants

The coefficients satisfy polynomial equations, which are solved as far as one after the other has one unknown only.
"""

from collections.abc import Iterator, Sequence

import symengine as se

from ansatz.algebra.together import expanded, fraction, together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import has_imaginary, symbol
from ansatz.solve.ode.methods.roots import roots

_UNKNOWNS = tuple(symbol(f"k{n}_") for n in range(3))
_MAX_EQUATIONS, _MAX_SOLUTIONS = 40, 6


def particular(f: se.Expr, x: se.Symbol, y: se.Symbol) -> list[se.Expr]:
    """Real solutions of y' = f of these forms, each once."""
    found: dict[se.Expr, None] = {}
    a, b, c = _UNKNOWNS
    for form in (a + b * x + c * x**2, a + b * x + c / x, a / x + b / x**2):
        try:
            for solution in _of_form(form, f, x, y):
                found[solution] = None
        except ALGEBRA_FAILURES:
            continue
        if len(found) >= _MAX_SOLUTIONS:
            break
    return list(found)


def _of_form(form: se.Expr, f: se.Expr, x: se.Symbol, y: se.Symbol) -> Iterator[se.Expr]:
    unknowns = [k for k in _UNKNOWNS if k in form.free_symbols]
    numerator, _, symbols = fraction(form.diff(x) - f.subs({y: form}), x, *unknowns)
    if any(x in s.free_symbols and s != x for s in symbols):
        return
    by_power: dict[int, list[se.Expr]] = {}
    for exponents, coefficient in numerator.terms():
        rest = se.Mul(*(s ** int(n) for s, n in zip(symbols[1:], exponents[1:], strict=True)))
        by_power.setdefault(int(exponents[0]), []).append(se.Integer(int(coefficient)) * rest)
    equations = [se.Add(*terms) for _, terms in sorted(by_power.items(), reverse=True)]
    if len(equations) > _MAX_EQUATIONS:
        return
    for values in solved(equations, unknowns):
        # an unknown that stays free would be a constant of integration
        yield together(form.subs(values).subs({k: se.Integer(0) for k in unknowns}))


def solved(equations: Sequence[se.Expr], unknowns: Sequence[se.Symbol]) -> Iterator[dict[se.Expr, se.Expr]]:
    """Real values of the unknowns with all equations zero, as far as equations in one unknown lead there."""
    left = [e for e in map(se.expand, equations) if e != 0]
    if not left:
        yield {}
        return
    if any(not set(unknowns) & e.free_symbols for e in left):
        return
    for e in sorted(left, key=lambda e: (len(set(unknowns) & e.free_symbols), len(str(e)))):
        for factor in _factors(e, unknowns):
            inside = [k for k in unknowns if k in factor.free_symbols]
            if len(inside) != 1:
                continue
            for root in roots(factor, inside[0]):
                if has_imaginary(root.value):
                    continue
                value: dict[se.Expr, se.Expr] = {inside[0]: root.value}
                rest = [k for k in unknowns if k != inside[0]]
                for others in solved([together(other.subs(value)) for other in left], rest):
                    yield {**value, **others}
        if len(set(unknowns) & e.free_symbols) == 1:
            return


def _factors(e: se.Expr, unknowns: Sequence[se.Symbol]) -> list[se.Expr]:
    numerator, _, symbols = fraction(e)
    factors = [expanded(factor, symbols) for factor, _ in numerator.factor()[1]]
    return [factor for factor in factors if set(unknowns) & factor.free_symbols]


__all__ = ["particular", "solved"]

"""Integration of f = Σ B_j·y_j, y_j radicals times at most one exponential (see `radicals`).

For each class of y: the algebraic part by `hermite.reduce`, and what remains of the first and third
kind by the substitution that rationalises it (`logarithmic`). The answer keeps the radicals as they
were written.
"""

from fractions import Fraction
from math import inf

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.numbers import is_rational, to_symengine_number
from ansatz.algebra.ratios import ONE, Ratio
from ansatz.errors import NotInRingError, TooLargeError
from ansatz.fit.structural.methods.goursat import integrate_by_symmetry
from ansatz.fit.structural.methods.hermite import reduce
from ansatz.fit.structural.methods.logarithmic import integrate_remainder
from ansatz.fit.structural.methods.parametric import integrate_parametric
from ansatz.fit.structural.methods.radicals import Element, Field, Monomial, Root, root_of
from ansatz.fit.structural.methods.rational_functions import integrate_rational
from ansatz.fit.structural.methods.units import integrate_by_unit


def integrate_algebraic(
    f: se.Expr, x: se.Symbol, shown: se.Expr | None = None, roots: dict[Ratio, se.Expr] | None = None, end: float = inf
) -> se.Expr | None:
    """∫ f dx in terms of `shown` (x itself by default); None where no elementary form is found.

    roots: base -> the function whose square it is in the answer, as 1 − t² -> cos(x) after t = sin(x).
    end: the moment (`time.thread_time`, seconds) at which fits with parameters stop.
    """
    field = Field(x)
    constant = se.Integer(1)
    if f.__class__ is se.Mul:
        constant = se.Mul(*(a for a in f.args if x not in a.free_symbols and not is_rational(a)))
    try:
        element = field.build(f / constant)
        inner = integrate_element(field, element, shown if shown is not None else x, roots or {})
        return None if inner is None else constant * inner
    except (NotInRingError, TooLargeError, ZeroDivisionError):
        inner = integrate_parametric(f / constant, x, end)
        return None if inner is None else constant * _shown_at(inner, x, shown, roots or {})


def _shown_at(answer: se.Expr, x: se.Symbol, shown: se.Expr | None, roots: dict[Ratio, se.Expr]) -> se.Expr:
    table = {se.sqrt(base.expression(x)): g for base, g in roots.items()}
    return answer.xreplace(table).xreplace({x: x if shown is None else shown})


def integrate_element(field: Field, element: Element, shown: se.Expr, replaced: dict[Ratio, se.Expr]) -> se.Expr | None:
    total = se.Integer(0)
    for root, coefficient in _classes(field, element, shown, replaced):
        part = integrate_class(coefficient, root, shown)
        if part is None:
            return None
        total += part
    return total


def _classes(
    field: Field, element: Element, shown: se.Expr, replaced: dict[Ratio, se.Expr]
) -> list[tuple[Root, Ratio]]:
    """One coefficient for each class of monomials that differ by rational functions."""
    classes: dict[tuple[object, ...], list[tuple[Root, Ratio]]] = {}
    for monomial, coefficient in element.items():
        root, outside = root_of(field, monomial, _shown(field, monomial, shown, replaced), shown)
        coefficient = coefficient * outside
        same = classes.setdefault(root.key, [])
        for i, (other, total) in enumerate(same):
            factor = quotient(root, other)
            if factor is not None:
                same[i] = (other, total + coefficient * factor)
                break
        else:
            same.append((root, coefficient))
    return [item for same in classes.values() for item in same if item[1]]


def _shown(field: Field, monomial: Monomial, shown: se.Expr, replaced: dict[Ratio, se.Expr]) -> se.Expr:
    out = se.Integer(1)
    for i, r in monomial:
        radical = field.radicals[i]
        exponent = to_symengine_number(r)
        if radical.exponential:
            out *= se.exp(exponent * radical.base.expression(shown))
        elif radical.base in replaced:
            out *= replaced[radical.base] ** (2 * exponent)
        else:
            out *= radical.expression.subs({field.x: shown}) ** exponent
    return out


def quotient(a: Root, b: Root) -> Ratio | None:
    """a/b as a rational function, where its constant is rational."""
    if a.expression == b.expression:
        return Ratio(ONE)
    if a.exponential or b.exponential:
        return None
    q = a.q * b.q
    constant = a.constant**b.q / b.constant**a.q
    root = exact_root(constant, q)
    if root is None:
        return None
    out = Ratio(fmpq_poly([root]))
    exponents: dict[str, tuple[fmpq_poly, Fraction]] = {str(p): (p, r) for p, r in a.exponents}
    for p, r in b.exponents:
        exponents[str(p)] = (p, exponents.get(str(p), (p, Fraction(0)))[1] - r)
    for p, r in exponents.values():
        out = out * Ratio(p) ** int(r)
    return out


def exact_root(value: fmpq, q: int) -> fmpq | None:
    if value < 0:
        if q % 2 == 0:
            return None
        inner = exact_root(-value, q)
        return -inner if inner is not None else None
    parts = []
    for n in (int(value.p), int(value.q)):
        r = round(n ** (1 / q)) if n < 2**900 else 0
        if r**q != n:
            return None
        parts.append(r)
    return fmpq(*parts)


def integrate_class(coefficient: Ratio, root: Root, shown: se.Expr) -> se.Expr | None:
    """∫ B·y for one root y."""
    if not root.exponents and not root.exponential:
        inner = integrate_rational(coefficient, shown)
        return None if inner is None else root.expression * inner
    reduced = reduce(coefficient, root)
    if reduced is None:
        return _of_genus_one(coefficient, root, shown)
    algebraic, remainder = reduced
    total = algebraic.expression(shown) * root.expression if algebraic else se.Integer(0)
    if remainder:
        logs = integrate_remainder(remainder, root, shown, integrate_class)
        if logs is None:
            logs = _of_genus_one(remainder, root, shown)
        if logs is None:
            return _of_genus_one(coefficient, root, shown)
        total += logs
    return total


def _of_genus_one(coefficient: Ratio, root: Root, shown: se.Expr) -> se.Expr | None:
    """∫ B·y for y = √D, D of degree 3 or 4, where it is pseudo-elliptic."""
    if root.exponential or root.q != 2 or any(r != Fraction(1, 2) for _, r in root.exponents):
        return None
    d = ONE
    for p, _ in root.exponents:
        d = d * p
    d = d * root.constant
    if d.degree() not in (3, 4):
        return None
    r = coefficient * Ratio(d)
    odd = integrate_by_symmetry(r, d, root.expression, shown, integrate_algebraic)
    return odd if odd is not None else integrate_by_unit(r, d, root.expression, shown)

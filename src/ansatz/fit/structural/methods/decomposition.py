"""Substitutions t = g(x) for polynomials g inside the integrand's polynomials: Q = h∘g, deg g > 1.

    (2x − 1)/√(1 − (x² − x)²) dx      g = x² − x, h = 1 − t²

A monic right factor g of degree m, without constant term, is fixed by the leading coefficients of Q: it is the
polynomial part of Q^(m/n). The g-adic digits of Q tell whether it is one (Kozen and Landau, "Polynomial
decomposition algorithms", J. Symbolic Computation 7, 1989). What stands beside Q must then be g'·H(g), H rational.
"""

from collections.abc import Iterator

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.ratios import ONE, Ratio, factor, polynomial_expression, primitive, ratio_of
from ansatz.errors import TooLargeError
from ansatz.fit.structural.methods.change_of_variable import Substitution, fresh

_MAX_DEGREE = 60
_MAX_TERMS = 40


def decompositions(f: se.Expr, x: se.Symbol) -> Iterator[Substitution]:
    """t = g for every right factor g of a polynomial under a root, in an argument or in a denominator of f."""
    if f.free_symbols != {x}:
        return
    try:
        arguments, terms = _dissected(f, x)
        polynomials = [p for r in arguments.values() for p in (r.num, r.den)]
        polynomials += [p for r in terms.values() for p in (r.den, *(q for q, _ in factor(r.den)[1]))]
        t = fresh(x)
        for g in _distinct(g for p in polynomials for g in right_factors(p)):
            integrand = _in_terms_of(g, arguments, terms, t)
            if integrand is not None:
                yield Substitution(integrand, t, polynomial_expression(g, x))
    except TooLargeError:
        return


def right_factors(p: fmpq_poly) -> Iterator[fmpq_poly]:
    """All g with p = h∘g, 1 < deg g, primitive and without constant term; the highest degree first."""
    n = p.degree()
    if not 2 <= n <= _MAX_DEGREE:
        return
    for m in range(n, 1, -1):
        if n % m == 0:
            g = _root_part(p / p[n], m)
            if in_powers(p, g) is not None:
                yield primitive(g)[1]


def _root_part(p: fmpq_poly, m: int) -> fmpq_poly:
    """The polynomial part of p^(m/n) for monic p of degree n, without its constant term."""
    n = p.degree()
    power = fmpq(m, n)
    # q = (1 + P₁z + …)^power from q'P = power·P'q, z = 1/x
    q = [fmpq(1)]
    for k in range(1, m):
        total = sum(((power * i - (k - i)) * p[n - i] * q[k - i] for i in range(1, k + 1)), fmpq(0))
        q.append(total / k)
    return fmpq_poly([fmpq(0), *reversed(q)])


def in_powers(p: fmpq_poly, g: fmpq_poly) -> fmpq_poly | None:
    """h with p = h∘g, or None."""
    digits = []
    while p != 0:
        p, digit = divmod(p, g)
        if digit.degree() > 0:
            return None
        digits.append(digit[0])
    return fmpq_poly(digits)


def _ratio_in_powers(r: Ratio, g: fmpq_poly) -> Ratio | None:
    above, below = in_powers(r.num, g), in_powers(r.den, g)
    return None if above is None or below is None else Ratio(above, below)


def _dissected(f: se.Expr, x: se.Symbol) -> tuple[dict[se.Expr, Ratio], dict[se.Expr, Ratio]]:
    """(the rational functions inside f's kernels, product of kernels -> its rational coefficient)."""
    arguments: dict[se.Expr, Ratio] = {}
    terms: dict[se.Expr, Ratio] = {}
    if f.__class__ is se.Add and len(f.args) > _MAX_TERMS:
        raise TooLargeError("There are too many terms to be decomposed.")
    for term in f.args if f.__class__ is se.Add else (f,):
        kernels, coefficient = se.Integer(1), Ratio(ONE)
        for part in term.args if term.__class__ is se.Mul else (term,):
            r = ratio_of(part, x)
            if r is None:
                kernels *= part
                _collect_arguments(part, x, arguments)
            else:
                coefficient = coefficient * r
        terms[kernels] = terms[kernels] + coefficient if kernels in terms else coefficient
    return arguments, terms


def _collect_arguments(e: se.Expr, x: se.Symbol, found: dict[se.Expr, Ratio]) -> None:
    if x not in e.free_symbols:
        return
    r = ratio_of(e, x)
    if r is not None:
        found[e] = r
        return
    for argument in e.args:
        _collect_arguments(argument, x, found)


def _in_terms_of(
    g: fmpq_poly, arguments: dict[se.Expr, Ratio], terms: dict[se.Expr, Ratio], t: se.Symbol
) -> se.Expr | None:
    """f/g' with g = t, or None where x would stay."""
    table = {}
    for e, r in arguments.items():
        inner = _ratio_in_powers(r, g)
        if inner is None:
            return None
        table[e] = inner.expression(t)
    slope = Ratio(g.derivative())
    total = se.Integer(0)
    for kernels, coefficient in terms.items():
        beside = _ratio_in_powers(coefficient / slope, g)
        if beside is None:
            return None
        total += beside.expression(t) * kernels.xreplace(table)
    return total


def _distinct(polynomials: Iterator[fmpq_poly]) -> list[fmpq_poly]:
    """Each once, the highest degree first."""
    return sorted({str(p): p for p in polynomials}.values(), key=lambda p: -p.degree())

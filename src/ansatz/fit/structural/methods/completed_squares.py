"""Substitutions t = u where a sum in the integrand is λu² + c: what asin, atan, asinh, … of u leave behind.

    u'/√(1 − x² − 2x eˣ − e²ˣ)      u = x + eˣ, λ = −1, c = 1

The sum's terms are monomials in generators with rational exponents. The root is taken from the leading
monomial down, by the lexicographic order, as for power series; the constant is left out.
"""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache

import symengine as se

from ansatz.algebra.numbers import as_fraction, is_rational, to_symengine_number
from ansatz.algebra.ratios import atoms
from ansatz.algebra.together import together
from ansatz.expr.canonical import derivative
from ansatz.fit.structural.forms.rewrite import cancel_sums
from ansatz.fit.structural.methods.change_of_variable import Substitution, fresh

_MAX_TERMS = 30
_MAX_ROOT_TERMS = 8

Monomial = tuple[tuple[int, Fraction], ...]
"""(generator, exponent ≠ 0), by generator."""


def square_substitutions(f: se.Expr, x: se.Symbol) -> Iterator[Substitution]:
    """t = u for every sum λu² + c in f with f/u' free of x."""
    t = fresh(x)
    seen = set()
    for e in atoms(f):
        if e.__class__ is not se.Add or x not in e.free_symbols or e in seen:
            continue
        found = completed_square(e, x)
        if found is None:
            continue
        scale, u, constant = found
        if u == x or u in seen:
            continue
        seen.add(u)
        slope = derivative(u, x)
        if slope == 0:
            continue
        value = scale * t**2 + constant
        g = f.xreplace({e: value})
        for form in (cancel_sums(g / slope), together(g / slope)):
            h = form.xreplace({u: t, e: value})
            if x not in h.free_symbols:
                yield Substitution(h, t, u)
                break


@lru_cache(maxsize=512)
def completed_square(total: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr, se.Expr] | None:
    """(λ, u, c) with total = λu² + c, λ and c free of x; None where there are none, or u has too many terms."""
    generators: list[se.Expr] = []
    left: dict[Monomial, se.Expr] = {}
    constant = se.Integer(0)
    if len(total.args) > _MAX_TERMS:
        return None
    for term in total.args:
        if x not in term.free_symbols:
            constant += term
        else:
            monomial, coefficient = _monomial(term, x, generators)
            left[monomial] = left.get(monomial, se.Integer(0)) + coefficient
    lead = max(left, key=lambda m: _order(m, len(generators)))
    scale = left.pop(lead)
    top = tuple((i, e / 2) for i, e in lead)
    root = {top: se.Integer(1)}
    # the square of k terms has at least 2k − 1, one of which may be constant
    most = min((len(left) + 3) // 2, _MAX_ROOT_TERMS)
    while left:
        if len(root) >= most:
            return None
        m = max(left, key=lambda m: _order(m, len(generators)))
        new, factor = _product(m, top, -1), left[m] / (2 * scale)
        if new in root:
            return None
        for old, c in root.items():
            constant += _subtract(left, _product(new, old), 2 * scale * c * factor)
        constant += _subtract(left, _product(new, new), scale * factor**2)
        root[new] = factor
    u = se.Add(*(c * se.Mul(*(_power(generators[i], to_symengine_number(e)) for i, e in m)) for m, c in root.items()))
    return scale, u, se.expand(constant)


def _monomial(term: se.Expr, x: se.Symbol, generators: list[se.Expr]) -> tuple[Monomial, se.Expr]:
    """(exponents of the generators, constant factor)."""
    exponents: dict[int, Fraction] = {}
    coefficient = se.Integer(1)
    for factor in term.args if term.__class__ is se.Mul else (term,):
        if x not in factor.free_symbols:
            coefficient *= factor
            continue
        base, exponent = factor, Fraction(1)
        if factor.__class__ is se.Pow and factor.args[0] == se.E:
            base, exponent = _exponential(factor, generators)
        elif factor.__class__ is se.Pow and is_rational(factor.args[1]):
            base, exponent = factor.args[0], as_fraction(factor.args[1])
        if base not in generators:
            generators.append(base)
        i = generators.index(base)
        exponents[i] = exponents.get(i, Fraction(0)) + exponent
    return tuple(sorted((i, e) for i, e in exponents.items() if e)), coefficient


def _exponential(factor: se.Expr, generators: list[se.Expr]) -> tuple[se.Expr, Fraction]:
    """e^(r v) as (e^v)^r where e^v is known."""
    for g in generators:
        if g.__class__ is se.Pow and g.args[0] == se.E:
            ratio = _ratio(se.expand(factor.args[1]), se.expand(g.args[1]))
            if ratio is not None:
                return g, ratio
    return factor, Fraction(1)


def _ratio(a: se.Expr, b: se.Expr) -> Fraction | None:
    """a/b where it is rational."""
    first = se.Add.make_args(b)[0]
    for t in se.Add.make_args(a):
        ratio = t / first
        if is_rational(ratio):
            return as_fraction(ratio) if se.expand(a - ratio * b) == 0 else None
    return None


def _power(generator: se.Expr, e: se.Expr) -> se.Expr:
    if generator.__class__ is se.Pow and generator.args[0] == se.E:
        return se.exp(e * generator.args[1])
    return generator**e


def _order(m: Monomial, count: int) -> list[Fraction]:
    exponents = dict(m)
    return [exponents.get(i, Fraction(0)) for i in range(count)]


def _product(a: Monomial, b: Monomial, sign: int = 1) -> Monomial:
    exponents = dict(a)
    for i, e in b:
        exponents[i] = exponents.get(i, Fraction(0)) + sign * e
    return tuple(sorted((i, e) for i, e in exponents.items() if e))


def _subtract(left: dict[Monomial, se.Expr], m: Monomial, coefficient: se.Expr) -> se.Expr:
    """Take coefficient·m away; what belongs to the constant is returned, negated."""
    if not m:
        return -coefficient
    value = se.expand(left.pop(m, se.Integer(0)) - coefficient)
    if value != 0:
        left[m] = value
    return se.Integer(0)

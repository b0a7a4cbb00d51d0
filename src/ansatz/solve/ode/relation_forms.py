"""Relations between x and y as people write them: the constant alone, one logarithm for several, one fraction.

plain_relation(c1·(y/x - 1)/x⁴ + (y/x + 3)⁵)          (y + 3x)⁵/(y - x) - c1
plain_relation(ln x + ln(1 + y²/x²)/2 - c1)           ln(x² + y²) - c1
"""

from math import lcm

import symengine as se

from ansatz.algebra.content import content
from ansatz.algebra.numbers import as_fraction, is_rational
from ansatz.algebra.shortening import length
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.proof.ode.implicit import first_integral
from ansatz.proof.ode.verifier import CONSTANTS
from ansatz.solve.ode.forms import by_kernels
from ansatz.solve.ode.plain_constants import negative_terms

_SPARE = 2  # words that a constant alone may cost


def plain_relation(G: se.Expr) -> se.Expr:
    """The relation with its constant as a term of its own where it enters linearly and alone; else G."""
    found = first_integral(G)
    if found is None or found.of != found.constant or set(CONSTANTS) & found.H.free_symbols:
        return G
    try:
        forms = [found.H, together(found.H), *_as_it_stands(G, found.constant)]
        forms += [_with_one_logarithm(H) for H in forms]
        forms = [_without_content(H) for H in (*forms, *map(by_kernels, forms))]
    except ALGEBRA_FAILURES:
        return G
    H = min(forms, key=lambda form: (length(form), negative_terms(form)))
    return H - found.constant if length(H) <= length(G) + _SPARE else G


def _as_it_stands(G: se.Expr, c: se.Symbol) -> list[se.Expr]:
    """The rest of a sum in which ±c is a term, not multiplied out."""
    rest = [term for term in se.Add.make_args(G) if term not in (c, -c)]
    return [se.Add(*rest)] if not any(c in term.free_symbols for term in rest) else []


def oriented(e: se.Expr) -> se.Expr:
    """e or -e, whichever has fewer negative terms."""
    turned = se.Add(*(-t for t in se.Add.make_args(e)))
    return min((e, turned), key=negative_terms)


def _without_content(H: se.Expr) -> se.Expr:
    """A multiple with coprime integer coefficients, without constant terms, and more of its terms positive."""
    terms = [t for t in se.Add.make_args(H) if t.free_symbols]
    if len(terms) > 1:
        c = content(se.Add(*terms))
        return oriented(se.Add(*(t / c for t in terms)))
    factors = [f for f in se.Mul.make_args(terms[0]) if not is_rational(f)] if terms else [H]
    return se.Mul(*factors)


def _with_one_logarithm(H: se.Expr) -> se.Expr:
    """ln(u²·v)/2 for ln u + ln(v)/2: a relation that holds where all of them are real, and may hold further."""
    powers: dict[se.Expr, se.Expr] = {}
    rest = []
    for term in se.Add.make_args(H):
        k, kernel = (term.args[0], term / term.args[0]) if term.__class__ is se.Mul else (se.Integer(1), term)
        if is_rational(k) and kernel.__class__ is se.log:
            powers[kernel.args[0]] = powers.get(kernel.args[0], se.Integer(0)) + k
        elif kernel.__class__ is se.log:
            powers[kernel.args[0]] = powers.get(kernel.args[0], se.Integer(0)) + 1
        else:
            rest.append(term)
    if len(powers) < 2:
        return H
    scale = lcm(*(as_fraction(k).denominator for k in powers.values() if is_rational(k)))
    product = together(se.Mul(*(u ** (k * scale) for u, k in powers.items())))
    return se.log(product) / scale + se.Add(*rest)


__all__ = ["oriented", "plain_relation"]

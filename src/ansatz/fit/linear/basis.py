"""From hypotheses to a basis: the terms of wrong answers, and what lies next to them.

    terms_of([x*cos(x)/2 + 3*sin(x)**2], x, 20)  ->  [sin(x)**2, x*cos(x), …, cos(x)**2, x**2*cos(x), …]

A beam of wrong answers is usually wrong in its coefficients, in one factor x, or in sine for cosine. The terms come
without numeric and constant factors, from every hypothesis as it is and expanded; then their neighbours.
"""

from collections.abc import Callable, Iterable, Iterator

import symengine as se

from ansatz.algebra.numbers import fraction
from ansatz.fit.residues.kernel_rules import function_name

MAX_EXPANDED_TERMS = 400

_PARTNER: dict[str, Callable[[se.Expr], se.Expr]] = {
    "sin": se.cos,
    "cos": se.sin,
    "sinh": se.cosh,
    "cosh": se.sinh,
    "tan": se.sec,
    "sec": se.tan,
    "cot": se.csc,
    "csc": se.cot,
    "tanh": se.sech,
    "sech": se.tanh,
    "coth": se.csch,
    "csch": se.coth,
}


def terms_of(expressions: Iterable[se.Expr], x: se.Symbol, limit: int) -> list[se.Expr]:
    """At most `limit` terms: those of the expressions first, then their neighbours, each ordered by length."""
    own: dict[se.Expr, None] = {}
    for expression in expressions:
        for term in _terms(expression, x):
            own[term] = None
    result = sorted(own, key=_length)[:limit]
    seen = set(result)
    # the neighbours of short terms come first; enough of them to choose from
    neighbours: dict[se.Expr, None] = {}
    for term in result:
        for neighbour in _neighbours(term, x):
            for part in _terms(neighbour, x):
                if part not in seen:
                    neighbours[part] = None
        if len(neighbours) > 4 * limit:
            break
    return result + sorted(neighbours, key=_length)[: limit - len(result)]


def strip_constants(term: se.Expr, x: se.Symbol) -> se.Expr:
    """The term without its factors that do not depend on x."""
    if term.__class__ is se.Mul:
        return se.Mul(*(factor for factor in term.args if x in factor.free_symbols))
    return term


def _length(term: se.Expr) -> tuple[int, str]:
    spelling = str(term)
    return len(spelling), spelling


def _terms(expression: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    """Stripped terms of a sum as it is and expanded, products over sums opened."""
    forms = [expression]
    if _expanded_size(expression) <= MAX_EXPANDED_TERMS:
        forms.append(se.expand(expression))
    for form in forms:
        for term in form.args if form.__class__ is se.Add else (form,):
            if x not in term.free_symbols:
                continue
            term = strip_constants(term, x)
            if term.__class__ is se.Add:  # it was c·(a + b)
                yield from _terms(term, x)
            else:
                yield term


def _expanded_size(e: se.Expr) -> int:
    """An upper bound for the number of terms after expansion."""
    if e.__class__ is se.Add:
        return min(MAX_EXPANDED_TERMS + 1, sum(map(_expanded_size, e.args)))
    if e.__class__ is se.Mul:
        size = 1
        for factor in e.args:
            size = min(MAX_EXPANDED_TERMS + 1, size * _expanded_size(factor))
        return size
    if e.__class__ is se.Pow:
        n = fraction(e.args[1])
        if n is not None and n.denominator == 1 and n > 1:
            size = _expanded_size(e.args[0])
            return 1 if size == 1 else size ** min(int(n), 10)
    return 1


def _neighbours(term: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    """Repairs of one term: kernels and factors alone, a factor x more or less, sine for cosine, a power less."""
    yield from _kernels(term, x)
    yield term * x
    yield term / x
    factors = term.args if term.__class__ is se.Mul else (term,)
    for factor in factors:
        rest = term / factor
        yield rest
        yield factor
        yield from (rest * other for other in _relatives(factor))


def _relatives(factor: se.Expr) -> Iterator[se.Expr]:
    base, exponent = factor.args if factor.__class__ is se.Pow else (factor, se.Integer(1))
    n = fraction(exponent)
    if base == se.E or n is None:
        return
    if factor.__class__ is se.Pow:
        yield base ** (exponent - 1)
        yield base ** (exponent + 1)
    partner = _PARTNER.get(function_name(base) or "")
    if partner is not None:
        yield partner(base.args[0]) ** exponent
        if n > 1:
            yield base ** (exponent - 1) * partner(base.args[0])


def _kernels(e: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    """The functions of x inside an expression, and the logarithms of the factors of a logarithm's argument."""
    if x not in e.free_symbols:
        return
    name = function_name(e)
    if name is not None:
        yield e
        if name == "ln" and e.args[0].__class__ is se.Mul:
            for factor in strip_constants(e.args[0], x).args:
                base = factor.args[0] if factor.__class__ is se.Pow and factor.args[0] != se.E else factor
                yield se.log(base)
    for argument in e.args:
        yield from _kernels(argument, x)

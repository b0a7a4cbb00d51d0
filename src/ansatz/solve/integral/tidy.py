"""Shorter spellings of an answer: the same antiderivative up to a constant, in fewer tokens.

    ln(3u) -> ln u          the constant ln 3 is dropped (top-level terms with constant coefficients only)
    u + 5 -> u              additive constants
    (a + b)c -> ac + bc     or back, whichever is shorter
    atan(tan u) -> u        and the other rewrites of `ansatz.solve.integral.school`

Each form is verified by the caller like any other candidate.
"""

from collections.abc import Iterator
from typing import Any

import symengine as se

from ansatz.algebra.content import content
from ansatz.algebra.forms import collected, expanded, without_constant
from ansatz.expr.canonical import words
from ansatz.solve.integral.school import rewritten

_LOG = type(se.log(se.Symbol("x")))
_ABS = type(abs(se.Symbol("x")))


def shorter_forms(F: Any, x: Any) -> Iterator[Any]:
    """Forms of F that are shorter than F, the shortest first."""
    length = len(words(F))
    forms: dict[Any, int] = {}
    taught = rewritten(F, x)
    for form in (expanded(F), F, collected(F), collected(expanded(F)), taught, expanded(taught), collected(taught)):
        plain = without_constant(_drop_log_constants(form, x), x)
        if plain is not None and plain != F and plain not in forms:
            size = len(words(plain))
            if size < length:
                forms[plain] = size
    yield from sorted(forms, key=lambda form: (forms[form], str(form)))


def _drop_log_constants(F: Any, x: Any) -> Any:
    """c·ln(k·u) -> c·ln(u) in every top-level term whose coefficient c is free of x; k a positive number."""
    terms = F.args if F.__class__ is se.Add else (F,)
    return se.Add(*(_without_log_constant(term, x) for term in terms))


def _without_log_constant(term: Any, x: Any) -> Any:
    factors = term.args if term.__class__ is se.Mul else (term,)
    logs = [factor for factor in factors if isinstance(factor, _LOG) and x in factor.free_symbols]
    rest = [factor for factor in factors if x in factor.free_symbols and factor not in logs]
    if len(logs) != 1 or rest:
        return term
    inner = logs[0].args[0]
    magnitude = isinstance(inner, _ABS)
    argument = inner.args[0] if magnitude else inner
    argument = _without_content(argument, magnitude)
    return term / logs[0] * se.log(abs(argument) if magnitude else argument)


def _without_content(u: Any, sign_too: bool) -> Any:
    """u without its rational factor; where only |u| matters, without its sign too."""
    if u.__class__ is se.Mul and isinstance(u.args[0], se.Number) and not isinstance(u.args[0], se.Float):
        number = u.args[0]
        if isinstance(number, se.Integer | se.Rational):
            u = u / (number if sign_too else abs(number))
    if u.__class__ is se.Add:
        c = content(u)
        u = se.Add(*(term / c for term in u.args))
    return u

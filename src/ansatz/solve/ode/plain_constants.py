"""Constants of integration as people write them: one for what only depends on one, with a plus where either sign does.

    with_plain_constants(exp(c2*x + c1))                    c1·exp(c2·x)
    with_plain_constants(√c1·tan(√c1·(x + c2)))             c1·tan(c1·(x + c2))
    with_plain_constants(x·sinh(c1 + ln x))                 (c1·x² - 1/c1)/2
    with_plain_constants(-(x·cos x + c1 - sin x)/x²)        (sin x - x·cos x + c1)/x²

Every form is a proposal: for y' = |y|, exp(c1 + x) is a solution, c1·exp(x) is none. The verifier knows.
"""

import symengine as se

from ansatz.algebra.nodes import HYPERBOLIC, transform
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.shortening import length
from ansatz.expr.canonical import from_symengine
from ansatz.expr.display import display
from ansatz.expr.printing import to_text
from ansatz.proof.ode.verifier import CONSTANTS
from ansatz.solve.ode.methods.answers import exponentials_opened

_HALF = se.Rational(1, 2)


def with_plain_constants(y: se.Expr) -> se.Expr:
    """The family with its constants renamed where that makes it plainer; y itself where there is nothing to do."""
    for c in CONSTANTS:
        if c in y.free_symbols:
            y = _without_powers(_without_exponentials(y, c), c)
    return with_few_minuses(y)


def _without_exponentials(y: se.Expr, c: se.Symbol) -> se.Expr:
    """c for exp(k·c), where c occurs nowhere else."""
    opened = transform(y, _of_exponentials)
    for e in opened.atoms(se.Pow):
        if e.args[0] != se.E or c not in e.args[1].free_symbols:
            continue
        k = se.expand(e.args[1]).diff(c)
        if k.free_symbols:
            return y
        plain = exponentials_opened(opened.subs({c: se.log(c) / k}))
        return y if any(c in log.args[0].free_symbols for log in plain.atoms(se.log)) else plain
    return y


def _of_exponentials(e: se.Expr) -> se.Expr | None:
    """(v·exp(w) - exp(-w)/v)/2 for sinh(w + ln v), and alike."""
    if e.__class__ not in HYPERBOLIC or not any(t.atoms(se.log) for t in se.Add.make_args(e.args[0])):
        return None
    grows = exponentials_opened(se.exp(se.expand(e.args[0])))
    if grows.atoms(se.log):
        return None
    sine, cosine = (grows - 1 / grows) / 2, (grows + 1 / grows) / 2
    return {
        se.sinh: sine,
        se.cosh: cosine,
        se.tanh: sine / cosine,
        se.coth: cosine / sine,
        se.sech: 1 / cosine,
        se.csch: 1 / sine,
    }[e.__class__]


def _without_powers(y: se.Expr, c: se.Symbol) -> se.Expr:
    """c for √c, and for c², where c occurs in no other way."""
    exponents = [p.args[1] for p in y.atoms(se.Pow) if p.args[0] == c]
    if any(isinstance(2 * n, se.Integer) and not isinstance(n, se.Integer) for n in exponents):
        step = _HALF
    elif exponents and all(isinstance(n / 2, se.Integer) for n in exponents):
        step = se.Integer(2)
    else:
        return y
    stand_in = se.Dummy()
    renamed = y.xreplace({c**n: stand_in ** (n / step) for n in exponents})
    if step == _HALF:
        renamed = renamed.subs({c: stand_in**2})
    return y if c in renamed.free_symbols else renamed.xreplace({stand_in: c})


def with_few_minuses(y: se.Expr) -> se.Expr:
    """-c for c where that takes away a minus, and -(a - b) as b - a."""
    best = min((y, _inward(y)), key=_negativity)
    for c in CONSTANTS:
        if c in y.free_symbols:
            turned = best.subs({c: -c})
            best = min((best, turned, _inward(turned)), key=_negativity)
    return best


def _negativity(y: se.Expr) -> tuple[int, int]:
    return length(y), to_text(display(from_symengine(y))).count("-")


def _inward(y: se.Expr) -> se.Expr:
    """(b - a)/2 for -(a - b)/2, wherever no more terms are negative then."""

    def inward(e: se.Expr) -> se.Expr | None:
        if e.__class__ is not se.Mul or not is_rational(e.args[0]) or e.args[0] > 0:
            return None
        for factor in e.args:
            if factor.__class__ is se.Add and 2 * sum(map(_is_negative, factor.args)) >= len(factor.args):
                return -e / factor * se.Add(*(-t for t in factor.args))
        return None

    return transform(y, inward)


def negative_terms(e: se.Expr) -> int:
    """How many terms of a sum have a negative coefficient."""
    return sum(map(_is_negative, se.Add.make_args(e)))


def _is_negative(term: se.Expr) -> bool:
    number = term.args[0] if term.__class__ is se.Mul else term
    return bool(is_rational(number) and number < 0)


__all__ = ["negative_terms", "with_few_minuses", "with_plain_constants"]

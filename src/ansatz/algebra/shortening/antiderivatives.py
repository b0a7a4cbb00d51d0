"""Antiderivatives as people write them: short, without constants, logarithms without powers inside."""

from collections.abc import Iterable, Iterator

import symengine as se

from ansatz.algebra.factors import monomial, split_constant
from ansatz.algebra.forms import collected, expanded
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.real_domain import RealDomain
from ansatz.algebra.shortening import brackets, inverse_functions, logarithms, lowest_terms, powers, trigonometry
from ansatz.algebra.shortening.corners import without_corner_jumps
from ansatz.algebra.shortening.length import length, shorter, shortest
from ansatz.algebra.shortening.multiple_angles import by_multiple_angles
from ansatz.algebra.shortening.rule import Holds, RuleSet
from ansatz.algebra.together import together
from ansatz.errors import AnsatzError

# In this order: a function's argument is spelt before its sign goes to the front.
RULES = (
    *lowest_terms.RULES,
    *brackets.RULES,
    *trigonometry.RULES,
    *powers.RULES,
    *inverse_functions.RULES,
)
_IDENTITIES = RuleSet(RULES, Holds.ALWAYS)
_REAL = RuleSet(RULES, Holds.ALWAYS | Holds.REAL)
_UP_TO_CONSTANT = RuleSet(RULES, Holds.UP_TO_CONSTANT)
_LAST = RuleSet(powers.PRIMITIVE, Holds.ALWAYS)
_FEW = 3
_MAX_GROWTH = 1.5  # of an opened form that may shrink again


def simplified(e: se.Expr, *, real: bool = False) -> se.Expr:
    """An expression equal to e wherever both have a value, or where both and their parts are real."""
    return (_REAL if real else _IDENTITIES).apply(e)


def shortened(F: se.Expr, x: se.Symbol, *, real: bool = False) -> se.Expr:
    """The shortest usual form found of a function with the same derivative; F itself where that fails.

    F, x: SymEngine. The difference is a constant on each interval, for complex x too unless `real`: then also rules for
    real values apply, and jumps at the corners of |u| are removed.
    """
    try:
        best = _as_polynomial(by_multiple_angles(shortest(_forms(F, x, real))), x)
        primitive = _LAST.apply(best)
        return primitive if length(primitive) <= length(best) else best
    except (AnsatzError, RuntimeError, ValueError, ArithmeticError, NotImplementedError):
        return F


def _as_polynomial(e: se.Expr, x: se.Symbol) -> se.Expr:
    """x*(x + 5) as x^2 + 5*x: a power of x times a few powers of x is written as their sum."""
    factors = se.Mul.make_args(e)
    if len(factors) == 1 or any(f.__class__ is se.Pow and f.args[0].__class__ is se.Add for f in factors):
        return e
    terms = se.Add.make_args(opened := expanded(e))
    return opened if len(terms) <= _FEW and all(monomial(term, x) for term in terms) else e


def _forms(F: se.Expr, x: se.Symbol, real: bool) -> Iterator[se.Expr]:
    """What follows the rules, multiples of sums opened or not, all products too, common factors outside or not."""
    ruled = simplified(without_corner_jumps(F, x) if real else F, real=real)
    opened = expanded(ruled)
    domain = RealDomain(roots_of=(F,))
    has_brackets = any(f.__class__ is se.Add for t in se.Add.make_args(ruled) for f in se.Mul.make_args(t))
    totals = [_usual(ruled, x, domain, opens) for opens in ((False, True) if has_brackets else (False,))]
    if opened != ruled and length(opened) <= _MAX_GROWTH * length(ruled):
        totals.append(_usual(opened, x, domain, True))
    for total in dict.fromkeys(totals):
        yield from (total, collected(total)) if x in total.free_symbols else (F,)
    yield from _joined(totals[0])


def _joined(total: se.Expr) -> Iterator[se.Expr]:
    """Quotients by sums over one denominator, in lowest terms, factored: x*(x + f)/(x^2 + 2*x*f + f^2) = x/(x + f)."""
    terms = se.Add.make_args(total)
    quotients = [term for term in terms if _divides_by_sum(term)]
    if quotients:
        yield se.Add(*(term for term in terms if term not in quotients), together(se.Add(*quotients)))
        if len(quotients) < len(terms):
            yield together(total)


def _divides_by_sum(term: se.Expr) -> bool:
    """Whether a factor of it is a sum to a negative power, or a sum with such a term."""
    powers = map(base_and_exponent, se.Mul.make_args(term))
    sums = [(base, n) for base, n in powers if base.__class__ is se.Add and is_rational(n)]
    return any(n < 0 or (n == 1 and any(map(_divides_by_sum, base.args))) for base, n in sums)


def _usual(e: se.Expr, x: se.Symbol, domain: RealDomain, opens: bool) -> se.Expr:
    """e up to a constant, its terms as they are usually written, logarithms joined where that is shorter."""
    terms = list(_terms(e, x, domain, opens))
    return shortest((_sum(logarithms.combined(terms, domain)), _sum(terms)))


def _sum(terms: Iterable[logarithms.Term]) -> se.Expr:
    """The sum, with a common irrational coefficient outside where that is shorter."""
    groups: dict[se.Expr, list[se.Expr]] = {}
    for coefficient, function in terms:
        groups.setdefault(coefficient, []).append(function)
    total = []
    for coefficient, functions in groups.items():
        spread = se.Add(*(coefficient * function for function in functions))
        total.append(spread if is_rational(coefficient) else shorter(coefficient * se.Add(*functions), spread))
    return se.Add(*total)


def _terms(e: se.Expr, x: se.Symbol, domain: RealDomain, opens: bool) -> Iterator[logarithms.Term]:
    """(coefficient free of x, function) of every term that depends on x; opens: of multiples of sums too."""

    def within(coefficient: se.Expr, inner: se.Expr) -> Iterator[logarithms.Term]:
        return ((coefficient * c, g) for c, g in _terms(inner, x, domain, opens))

    for term in se.Add.make_args(e):
        coefficient, function = split_constant(term, x)
        changed = _UP_TO_CONSTANT.at(function)
        if changed != function or (function.__class__ is se.Add and (opens or coefficient == -1)):
            yield from within(coefficient, changed)
        elif function.__class__ is se.Add:
            yield coefficient, _usual(function, x, domain, opens)
        elif function.__class__ is se.log:
            for c, g in logarithms.opened(coefficient, function, x):
                yield from ((c, g),) if g.__class__ is se.log else within(c, g)
        elif function != 1:
            yield coefficient, function

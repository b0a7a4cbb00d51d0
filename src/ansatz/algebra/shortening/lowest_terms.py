"""Quotients of polynomials, in x or in another kernel, in lowest terms and over one denominator."""

from typing import Any

import symengine as se
from flint import fmpq

from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_rational, to_symengine_number
from ansatz.algebra.one_kernel import in_one_kernel
from ansatz.algebra.ratios import factor, polynomial_expression
from ansatz.algebra.shortening.length import length, shorter
from ansatz.algebra.shortening.rule import Holds, Rule
from ansatz.algebra.together import together


def _in_lowest_terms(e: Any) -> Any | None:
    """In logarithms, where a number in front will go."""
    u = e.args[0]
    if u.__class__ is not se.Mul:
        return None
    if (found := in_one_kernel(u)) is None:
        joined = together(u) if any(map(_has_quotients, u.args)) else u
        return e.func(joined) if length(joined) <= length(u) else None
    ratio, t = found
    number, form = fmpq(1), se.Integer(1)
    for polynomial, sign in ((ratio.num, 1), (ratio.den, -1)):
        constant, factors = factor(polynomial)
        number *= constant**sign
        form *= se.Mul(*(polynomial_expression(p, t) ** (sign * n) for p, n in factors))
    return e.func(to_symengine_number(number) * form) if length(form) < length(u) else None


def _over_one_denominator(e: Any) -> Any | None:
    """Where something cancels: partial fractions are worth more than one large numerator."""
    quotients = [term for term in e.args if _is_quotient(term)]
    total = se.Add(*quotients)
    found = in_one_kernel(total) if len(quotients) > 1 else None
    parts = [in_one_kernel(quotient) for quotient in quotients] if found is not None else []
    if found is None or any(part is None or part[1] != found[1] for part in parts):
        return None
    ratio, t = found
    if ratio.den.degree() > max(part[0].den.degree() for part in parts if part is not None):
        return None
    return se.Add(*(term for term in e.args if term not in quotients), shorter(ratio.expression(t), total))


def _has_quotients(e: se.Expr) -> bool:
    """Of a factor: whether it is a power of a sum of them."""
    base, _ = base_and_exponent(e)
    return base.__class__ is se.Add and any(map(_is_quotient, base.args))


def _is_quotient(term: Any) -> bool:
    exponents = (base_and_exponent(factor)[1] for factor in se.Mul.make_args(term))
    return any(is_rational(exponent) and exponent < 0 for exponent in exponents)


RULES = (
    Rule(
        "ln((u - 1)/(sqrt(u) - 1)) = ln(sqrt(u) + 1), "
        "ln((sin(u)/cos(v) - 2)/(sin(u)/cos(v) + 2)) = ln((sin(u) - 2*cos(v))/(sin(u) + 2*cos(v)))",
        Holds.ALWAYS,
        (se.log, se.Abs),
        _in_lowest_terms,
    ),
    Rule("1/(5*u) - 1/(u*(u + 5)) = 1/(5*(u + 5))", Holds.ALWAYS, (se.Add,), _over_one_denominator),
)

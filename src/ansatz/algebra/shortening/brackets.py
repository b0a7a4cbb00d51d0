"""Sums: multiplied out, with common factors outside, with a constant outside; and products with a bracket opened."""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.content import content
from ansatz.algebra.forms import collected, expanded
from ansatz.algebra.nodes import FUNCTIONS
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.shortening.length import shorter, shortest
from ansatz.algebra.shortening.rule import Holds, Rule
from ansatz.algebra.shortening.trigonometry import quotients

_MAX_SCALED = 6  # terms of a sum whose multiples are compared
_MAX_OPENED = 4  # terms of a bracket that is opened to see whether that helps


def shortest_bracket(u: se.Expr) -> se.Expr:
    """u, opened, or with a factor outside: √2(2x − √2)/2 is √2x − 1, 2√3x/3 − √3/3 is √3(2x − 1)/3."""
    opened = expanded(u)
    return shortest((u, opened, collected(opened), *(c * rest for c, rest in scalings(opened))))


def scalings(total: se.Expr) -> Iterator[tuple[se.Expr, se.Expr]]:
    """(c, u) with total = c·u for a sum: c the number in one of its terms, or that number's root times the content."""
    if total.__class__ is not se.Add or len(total.args) > _MAX_SCALED:
        return
    for term in total.args:
        numbers = [factor for factor in se.Mul.make_args(term) if not factor.free_symbols]
        root = se.Mul(*(number for number in numbers if not is_rational(number)))
        for constant in dict.fromkeys((se.Mul(*numbers), root, root * content(_divided(total, root)))):
            if constant != 1:
                yield constant, _divided(total, constant)


def _divided(total: se.Expr, constant: se.Expr) -> se.Expr:
    return se.Add(*(term / constant for term in total.args))


def _in_argument(e: se.Expr) -> se.Expr | None:
    """Quotients stay one fraction: ln((x + 1)/x)."""
    u = e.args[0]
    powers = [power.args for power in u.atoms(se.Pow) if power.args[0].free_symbols]
    is_quotient = any(is_rational(exponent) and exponent < 0 for _, exponent in powers)
    if not u.args or (is_quotient and u.__class__ is not se.Add):
        return None
    return e.func(shortest_bracket(u), *e.args[1:])


def _opened_product(e: se.Expr) -> se.Expr | None:
    """cos·(1 - tan) = cos - sin, (a + b·d)/d = a/d + b."""
    factors = e.args
    for bracket in factors:
        if bracket.__class__ is se.Add and len(bracket.args) <= _MAX_OPENED:
            for factor in factors:
                if factor != bracket and not isinstance(factor, se.Number):
                    opened = se.Add(*(quotients(factor * term) for term in bracket.args))
                    form = shorter(e / bracket / factor * opened, e)
                    if form != e:
                        return form
    return None


RULES = (
    Rule("atan(2*(u + 1) - 2) = atan(2*u)", Holds.ALWAYS, FUNCTIONS, _in_argument),
    Rule("cos(u)*(1 - tan(u)) = cos(u) - sin(u)", Holds.ALWAYS, (se.Mul,), _opened_product),
)

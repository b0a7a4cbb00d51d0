"""What has to be positive: nothing to say of it, a condition on parameters, or no theorem."""

import symengine as se

from ansatz.algebra.content import content
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.real_domain import RealDomain
from ansatz.errors import UndecidedError
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.real_line.signs import Signs


def positive_or_conditions(expressions: list[se.Expr]) -> tuple[Condition, ...] | None:
    """Conditions under which all are positive, none for what is; None where one is not, whatever parameters are."""
    conditions: list[Condition] = []
    for e in expressions:
        if e.free_symbols:
            found = _conditions_on(se.expand(e / content(e)))
            if found is None:
                return None
            conditions += found
            continue
        try:
            if Signs().sign(e) <= 0:
                return None
        except UndecidedError:
            return None
    return tuple(dict.fromkeys(conditions))


def _conditions_on(e: se.Expr) -> list[Condition] | None:
    """For e > 0: of a square that its base is not zero, of 1 + a² nothing."""
    sign = RealDomain().sign(e)
    if sign < 0:
        return None
    factors = [base_and_exponent(part) for part in se.Mul.make_args(e)]
    if all(isinstance(n, se.Integer) for _, n in factors) and any(n not in (0, 1) for _, n in factors):
        # only odd powers have a sign
        even = [Condition.on(u, Relation.NONZERO) for u, n in factors if int(n) % 2 == 0 and u.free_symbols]
        odd = se.Mul(*(u for u, n in factors if int(n) % 2))
        if not odd.free_symbols:
            return even if odd > 0 else None
        rest = _conditions_on(odd) if len(odd.free_symbols) == 1 else [Condition.on(e, Relation.POSITIVE)]
        return None if rest is None else [*even, *rest]
    if sign and all(isinstance(power.args[1], se.Integer) for power in e.atoms(se.Pow)):
        least = e.subs(dict.fromkeys(e.free_symbols, se.Integer(0)))
        if is_rational(least) and least > 0 and RealDomain().is_nonnegative(se.expand(e - least)):
            return []
    return [Condition.on(e, Relation.POSITIVE)]


__all__ = ["positive_or_conditions"]

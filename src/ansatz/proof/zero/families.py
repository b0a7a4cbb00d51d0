"""Bessel and hypergeometric functions in the zero test: of all whose parameters differ by a common integer, two are
generators, and the recurrence that says their differential equation gives the others.

    J_{n+2}(u) = 2(n + 1)/u·J_{n+1}(u) - J_n(u)

The coefficients are elements in the parameters and u. What they divide by is noted as any divisor is, so that nothing
is said where it vanishes.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import symengine as se
from flint import acb

from ansatz.algebra.balls import function_of
from ansatz.algebra.fractions import Element
from ansatz.algebra.nodes import name_of
from ansatz.errors import UndecidedError
from ansatz.expr.holonomic import Holonomic, bindings
from ansatz.expr.symengine_bridge import tree_at
from ansatz.proof.zero.evaluation_point import Site

if TYPE_CHECKING:
    from ansatz.proof.zero.tower import Tower

_FARTHEST = 6  # steps from the first one met


@dataclass(slots=True)
class _Family:
    """The first function met, and elements by how much their parameters are greater than its own."""

    first: se.Expr
    parameters: list[Element]
    members: dict[int, Element]


class Families:
    """The families that one tower has met."""

    def __init__(self, tower: "Tower") -> None:
        self._tower = tower
        self._known: dict[tuple[str, object], list[_Family]] = {}

    def element(self, row: Holonomic, e: se.Expr) -> Element:
        """The element of F(u; parameters)."""
        tower = self._tower
        u = tower.build(e.args[0])
        parameters = [tower.build(p) for p in e.args[1:]]
        families = self._known.setdefault((row.name, u.key), [])
        for family in families:
            step = self._distance(parameters, family.parameters)
            if step is not None:
                return self._member(row, family, step)
        family = _Family(e, parameters, {})
        families.append(family)
        return self._member(row, family, 0)

    def _distance(self, parameters: list[Element], others: list[Element]) -> int | None:
        """By which integer all parameters are greater; None where by none."""
        ring, steps = self._tower.ring, set()
        for p, q in zip(parameters, others, strict=True):
            difference = ring.total([p, q.scaled(-1)])
            if not difference.is_zero() and (not difference.is_number() or difference.coefficient.q != 1):
                return None
            steps.add(0 if difference.is_zero() else int(difference.coefficient.p))
        return steps.pop() if len(steps) == 1 else None

    def _member(self, row: Holonomic, family: _Family, k: int) -> Element:
        known = family.members.get(k)
        if known is not None:
            return known
        if abs(k) > _FARTHEST:
            raise UndecidedError("parameters that are far apart")
        if k in (0, 1):
            found = self._generator(family, k)
        elif k > 1:
            p, q = self._coefficients(row, family, k - 2)
            low, high = self._member(row, family, k - 2), self._member(row, family, k - 1)
            found = self._tower.ring.total([p * low, q * high])
        else:
            p, q = self._coefficients(row, family, k)
            middle, high = self._member(row, family, k + 1), self._member(row, family, k + 2)
            found = self._tower.ring.total([high, (q * middle).scaled(-1)]) / p
        family.members[k] = found
        return found

    def _coefficients(self, row: Holonomic, family: _Family, k: int) -> tuple[Element, Element]:
        assert row.recurrence is not None
        values = bindings(_shifted(family.first, k))
        p, q = (self._tower.build(tree_at(tree, values)) for tree in row.recurrence)
        return p, q

    def _generator(self, family: _Family, k: int) -> Element:
        tower, e = self._tower, _shifted(family.first, k)
        u, *parameters = (tower.build(argument) for argument in e.args)
        evaluate = function_of(e)

        def value(site: Site) -> acb:
            return evaluate(site.element(u), *(site.element(p) for p in parameters))

        name = (name_of(e), u.key, *(p.key for p in parameters))
        return tower.adjoin(name, lambda: e, value)


def _shifted(e: se.Expr, k: int) -> se.Expr:
    u, *parameters = e.args
    return e.func(u, *(se.expand(p + k) for p in parameters))


__all__ = ["Families"]

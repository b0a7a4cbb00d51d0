"""Verifications, read as claims: the one place where a scope is interpreted.

read(verification, x) -> Claim
"""

from collections.abc import Iterable

import symengine as se
from flint import arb

from ansatz.evaluate.attack.balls import Formula, constant
from ansatz.evaluate.attack.claims import Claim, Places, Relation
from ansatz.expr.canonical import to_symengine
from ansatz.expr.tree import Tree
from ansatz.proof.condition import Condition
from ansatz.proof.scope import ScopeKind
from ansatz.proof.verdict import Verdict, Verification

_BITS = 2_000  # of the places that a scope names
_ROUNDED = 1e-6  # relative: how exactly a place that is a float is known
_NEAR = 1e-2  # the same for places that are said to be undecided

# What asserts something about F only where the integrand is complex, or about complex x, is none of the oracle's.
_ON_THE_LINE = (ScopeKind.EVERYWHERE, ScopeKind.WHERE, ScopeKind.SAMPLED, ScopeKind.BOTH)


def read(verification: Verification, x: se.Symbol) -> Claim:
    """The claim of a verification of an antiderivative. Changes of `Scope` are followed here, and nowhere else."""
    scope, found = verification.scope, verification.verdict
    gaps = [
        Places((_place(gap.place),), None if gap.period is None else _place(gap.period))
        for gap in (*scope.jumps, *scope.breaks)
    ]
    conditions = relations(verification.conditions, x)
    point = (verification.point or {}).get(str(x))
    return Claim(
        asserted=found.holds and scope.kind in _ON_THE_LINE,
        refuted=found is Verdict.REFUTED,
        text=f"{found}, {scope}" + (f" if {', '.join(map(str, verification.conditions))}" if conditions else ""),
        where=relations(scope.where, x),
        gaps=tuple(gaps),
        undecided=tuple(_about(value, _NEAR) for value in scope.undecided if isinstance(value, float)),
        conditions=conditions,
        vague=scope.kind is ScopeKind.SAMPLED,
        of_values=scope.kind is ScopeKind.BOTH,
        point=None if point is None or isinstance(point, complex) else arb(float(point)),
    )


def relations(conditions: Iterable[Condition], x: se.Symbol) -> tuple[Relation, ...]:
    """Conditions as the oracle computes them."""
    return tuple(Relation(Formula(to_symengine(c.tree), x), str(c.relation)) for c in conditions)


def _place(place: Tree | float) -> arb:
    if isinstance(place, float):
        return _about(place, _ROUNDED)
    value = constant(to_symengine(place), _BITS)
    assert isinstance(value, arb), f"the scope names {place}, which is no real number"
    return value


def _about(value: float, share: float) -> arb:
    return arb(value, abs(value) * share + share**2)


__all__ = ["read", "relations"]

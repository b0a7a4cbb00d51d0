"""What is shown of all candidates: the best general solution, what goes beside it, and special ones that it lacks."""

from collections.abc import Iterable, Sequence

import symengine as se

from ansatz.expr.canonical import symbol, to_symengine
from ansatz.solve.ode.candidates import OdeCandidate
from ansatz.solve.ode.claim import Kind
from ansatz.solve.ode.containment import contains
from ansatz.solve.ode.numeric import vanishes


def distinct(candidates: Iterable[object]) -> list[OdeCandidate]:
    """One for each claim, best first, the settled one of two that are alike."""
    found: dict[tuple[object, ...], OdeCandidate] = {}
    for candidate in candidates:
        assert isinstance(candidate, OdeCandidate)
        found.setdefault((candidate.tree, candidate.implicit, candidate.branch, candidate.along), candidate)
    return list(found.values())


def listed(found: Sequence[OdeCandidate]) -> list[OdeCandidate]:
    """The best general solution, then the special ones that are not seen to be among its functions.

    Where the best one holds for one sign of a parameter's expression, or has its root, that for the other sign follows.
    """
    holding = [candidate for candidate in found if candidate.holds]
    general = [candidate for candidate in holding if candidate.kind == "general"]
    by_sign = cases(general)
    if by_sign:
        return [*by_sign, *_different([one for one in holding if one.kind in (Kind.SINGULAR, Kind.PARTICULAR)])]
    halves = [] if general else [candidate for candidate in holding if candidate.kind is Kind.FIRST_INTEGRAL][:1]
    special = _different([candidate for candidate in holding if candidate.kind in (Kind.SINGULAR, Kind.PARTICULAR)])
    if general and not general[0].implicit and general[0].along is None and not general[0].branch:
        y, x = to_symengine(general[0].tree), symbol("x")
        special = [s for s in special if s.implicit or s.along or not contains(y, to_symengine(s.tree), x)]
    return [*general[:1], *(one for one in general[1:] if one.beside), *halves, *special]


def _different(special: Sequence[OdeCandidate]) -> list[OdeCandidate]:
    """The first of those that are the same function where numbers look: k² of k² and √(k⁴)."""
    found: list[OdeCandidate] = []
    for one in special:
        plain = not one.implicit and one.along is None
        alike = [other for other in found if plain and not other.implicit and other.along is None]
        if not any(vanishes(to_symengine(one.tree) - to_symengine(other.tree)) for other in alike):
            found.append(one)
    return found


def cases(general: Sequence[OdeCandidate]) -> list[OdeCandidate]:
    """Two general solutions for the two signs of an expression in parameters, on which the best one depends too."""
    on_branches = [one for one in reversed(general) if len(one.branch) == 1 and not one.implicit]
    by_sign = {se.expand(to_symengine(one.branch[0])): one for one in on_branches}
    for u, one in by_sign.items():
        other = by_sign.get(se.expand(-u))
        if other is None or symbol("x") in u.free_symbols:
            continue
        best = general[0]
        roots = {se.expand(power.args[0]) for power in to_symengine(best.tree).atoms(se.Pow)}
        if best in (one, other) or roots & {u, se.expand(-u)}:
            return sorted((one, other), key=lambda candidate: general.index(candidate))
    return []


__all__ = ["cases", "distinct", "listed"]

"""A search for the shortest derivation by textbook rules: iterative deepening over `RULES`, within a budget of time.

    derivation = Engine(seconds=2).derive(Goal(f, x))      None where the rules do not suffice

Nothing is proved here; `ansatz.solve.steps.derivation` verifies every line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from time import thread_time

import symengine as se

from ansatz.algebra.numbers import is_rational
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.shortening import length
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.solve.steps.goal import Goal, Rewriting, Rule
from ansatz.solve.steps.rules.linearity import linear, multiplied_out, polynomial, split_fraction
from ansatz.solve.steps.rules.parts import by_parts, parts, secant_powers, twice
from ansatz.solve.steps.rules.radicals import rationalized, reduction, trigonometric_substitution
from ansatz.solve.steps.rules.rational import completed_root, rational
from ansatz.solve.steps.rules.substitution import (
    linear_substitution,
    logarithm_substitution,
    root_substitution,
    substitution,
)
from ansatz.solve.steps.rules.table import table
from ansatz.solve.steps.rules.trigonometric import (
    conjugate,
    exponentials,
    hyperbolic_powers,
    product_to_sum,
    same_angle,
    squares,
    trigonometric_powers,
    universal,
)

RULES: tuple[Rule, ...] = (
    table,
    polynomial,
    linear,
    trigonometric_powers,
    hyperbolic_powers,
    twice,
    substitution,
    secant_powers,
    rational,
    parts,
    linear_substitution,
    product_to_sum,
    squares,
    root_substitution,
    trigonometric_substitution,
    reduction,
    completed_root,
    conjugate,
    split_fraction,
    multiplied_out,
    logarithm_substitution,
    rationalized,
    exponentials,
    same_angle,
    universal,
)
_DEPTHS = (2, 3, 4, 5, 6, 8, 11)
_SIDE_DEPTH = 4  # for v = ∫ v' dx on the way
_MAX_LENGTH = 120  # of an integrand worth following
_PER_RULE = 6


@dataclass(frozen=True, slots=True)
class Derivation:
    """goal by rewriting, its parts by children; value: the antiderivative. aside: how q was found in parts."""

    goal: Goal
    rewriting: Rewriting
    children: tuple["Derivation", ...]
    value: se.Expr
    aside: "Derivation | None" = None


class Engine:
    """One search. seconds: of processor time."""

    def __init__(self, seconds: float) -> None:
        self._end = thread_time() + seconds
        self._failed: dict[Goal, int] = {}
        self._known: dict[Goal, tuple[Rewriting, ...]] = {}
        self._solved: dict[Goal, Derivation] = {}

    def derive(self, goal: Goal, first: Rewriting | None = None) -> Derivation | None:
        """The shortest derivation found; first: a rewriting to begin with."""
        for depth in _DEPTHS:
            found = self._by(goal, first, depth, ()) if first is not None else self._solve(goal, depth, ())
            if found is not None or thread_time() > self._end:
                return found
        return None

    def _solve(self, goal: Goal, depth: int, path: tuple[Goal, ...]) -> Derivation | None:
        if goal in self._solved:
            return self._solved[goal]
        if depth <= 0 or goal in path or self._failed.get(goal, 0) >= depth or thread_time() > self._end:
            return None
        for rewriting in self._rewritings(goal):
            found = self._by(goal, rewriting, depth, path)
            if found is not None:
                self._solved[goal] = found
                return found
        if thread_time() <= self._end:
            self._failed[goal] = max(depth, self._failed.get(goal, 0))
        return None

    def _by(self, goal: Goal, rewriting: Rewriting, depth: int, path: tuple[Goal, ...]) -> Derivation | None:
        path = (*path, goal)
        aside = None
        if rewriting.side is not None:
            aside = self._solve(rewriting.side, min(depth - 1, _SIDE_DEPTH), path)
            if aside is None:
                return None
            try:
                rewriting = by_parts(goal, rewriting.closed, rewriting.side.integrand, aside.value)
            except ALGEBRA_FAILURES:
                return None
        children = []
        # The longest part is the one that fails, if one does.
        order = sorted(rewriting.parts, key=lambda part: -length(part[1].integrand))
        solved: dict[Goal, Derivation] = {}
        for _, part in order:
            if length(part.integrand) > _MAX_LENGTH or has_no_value(part.integrand):
                return None
            child = self._solve(part, depth - 1, path)
            if child is None:
                return None
            solved[part] = child
        children = [solved[part] for _, part in rewriting.parts]
        try:
            value = _value(rewriting, children)
        except ALGEBRA_FAILURES:
            return None
        return None if has_no_value(value) else Derivation(goal, rewriting, tuple(children), value, aside)

    def _rewritings(self, goal: Goal) -> Iterator[Rewriting]:
        known = self._known.get(goal)
        if known is not None:
            yield from known
            return
        found = []
        for rule in RULES:
            if thread_time() > self._end:
                return
            try:
                for rewriting in islice(rule(goal), _PER_RULE):
                    found.append(rewriting)
                    yield rewriting
            except ALGEBRA_FAILURES:
                continue
        self._known[goal] = tuple(found)


def _value(rewriting: Rewriting, children: list[Derivation]) -> se.Expr:
    total = se.Add(*(_times(c, child.value) for (c, _), child in zip(rewriting.parts, children, strict=True)))
    if rewriting.substitution is not None:
        u, g = rewriting.substitution
        total = rewriting.back(total) if rewriting.back is not None else total.xreplace({u: g})
    total += rewriting.closed
    return total if rewriting.loop is None else se.expand(total / (1 - rewriting.loop))


def _times(c: se.Expr, value: se.Expr) -> se.Expr:
    """c·value, a number multiplied into a sum."""
    if not is_rational(c):
        return c * value
    if value.__class__ is se.Add:
        return se.Add(*(_times(c, term) for term in value.args))
    if value.__class__ is se.Mul and len(value.args) == 2 and is_rational(value.args[0]):
        return _times(c * value.args[0], value.args[1])
    return c * value


__all__ = ["RULES", "Derivation", "Engine"]

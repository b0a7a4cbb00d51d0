"""A rule, and the one application of rules: at every node, from the leaves up, until none changes it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Flag, auto

import symengine as se

from ansatz.algebra.nodes import transform

_MAX_ROUNDS = 12  # rules at one node; a pair of rules that undo each other ends here


class Holds(Flag):
    """Where both sides of a rule are equal; a rule may have several."""

    ALWAYS = auto()  # as complex functions on principal branches, wherever both have a value
    REAL = auto()  # where its variables and all parts have real values
    UP_TO_CONSTANT = auto()  # but for a constant on each interval: good for whole terms of an antiderivative


@dataclass(frozen=True, slots=True)
class Rule:
    """formula: equations, each an example of what it does. heads: the classes that it looks at.

    apply: the form of an expression, None where the rule does not apply.
    """

    formula: str
    holds: Holds
    heads: tuple[type, ...]
    apply: Callable[[se.Expr], se.Expr | None]


class RuleSet:
    """The rules that hold in one of the ways, by head."""

    def __init__(self, rules: Iterable[Rule], holds: Holds) -> None:
        self._by_head: dict[type, list[Rule]] = {}
        for rule in rules:
            if rule.holds & holds:
                for head in rule.heads:
                    self._by_head.setdefault(head, []).append(rule)

    def apply(self, e: se.Expr) -> se.Expr:
        """e after all rules, everywhere in it."""
        return transform(e, self.at)

    def at(self, e: se.Expr) -> se.Expr:
        """e after all rules at its head."""
        for _ in range(_MAX_ROUNDS):
            changed = e
            for rule in self._by_head.get(e.__class__, ()):
                form = rule.apply(e)
                if form is not None and form != e:
                    changed = form
                    break
            if changed is e:
                break
            e = changed
        return e

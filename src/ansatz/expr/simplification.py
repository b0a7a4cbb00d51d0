"""Simplification of raw trees, step by step, for people: each step names its rule.

    simplify_step(tree)    the first step, or None where no rule applies
    simplify_steps(tree)   all of them
    simplify(tree)         where they lead: x+2+3 -> x+5

The rules are school rules on what was written (`ansatz.expr.simplification_rules`), applied innermost first; the
algebra that answers are checked with is elsewhere (`ansatz.expr.canonical`).
"""

from dataclasses import dataclass

from ansatz.expr.simplification_rules import RULES, Rule
from ansatz.expr.tree import Tree


@dataclass(frozen=True, slots=True)
class Step:
    """One application of a rule: `before` became `after`, by `formula`."""

    rule: str
    formula: str
    before: Tree
    after: Tree


_BY_OPERATOR: dict[str, list[Rule]] = {}
for _rule in RULES:
    for _operator in _rule.operators.split():
        _BY_OPERATOR.setdefault(_operator, []).append(_rule)

_Settled = dict[int, Tree]  # by identity: subtrees to which no rule applies (kept alive, so that ids stay theirs)


def _first(tree: Tree, settled: _Settled) -> tuple[Step, Tree] | None:
    """The innermost, leftmost step, and the whole tree after it."""
    if not isinstance(tree, tuple) or id(tree) in settled:
        return None
    for k in range(1, len(tree)):
        found = _first(tree[k], settled)
        if found is not None:
            return found[0], (*tree[:k], found[1], *tree[k + 1 :])  # type: ignore[return-value]
    for rule in _BY_OPERATOR.get(tree[0], ()):
        after = rule.apply(tree)
        if after is not None:
            return Step(rule.name, rule.formula, tree, after), after
    settled[id(tree)] = tree
    return None


def simplify_step(tree: Tree) -> Step | None:
    """The first step (on the subtree that it changes), or None where no rule applies."""
    found = _first(tree, {})
    return found[0] if found else None


def simplify_steps(tree: Tree) -> tuple[list[Step], Tree]:
    """Every step and the tree that they end in."""
    steps: list[Step] = []
    settled: _Settled = {}
    while (found := _first(tree, settled)) is not None:
        steps.append(found[0])
        tree = found[1]
    return steps, tree


def simplify(tree: Tree) -> Tree:
    """The tree after all steps: x*(x+2+3) -> x*(x+5)."""
    return simplify_steps(tree)[1]

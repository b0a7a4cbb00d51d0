"""Writes golden_spellings.txt: 1,000 random trees and their canonical words, tab-separated.

    python tests/expr/golden.py tests/expr/golden_spellings.txt

Trained weights read these spellings: where the test that compares them fails after an update of SymEngine, the
update is refused or the weights are trained anew. The file is written once, not refreshed to make the test pass.
"""

import random
import sys
from pathlib import Path

from ansatz.errors import InputError
from ansatz.expr import NOTATIONS, canonical
from ansatz.expr.operators import OPERATORS, WITHOUT_TOKENS
from ansatz.expr.tree import Tree, check_limits

SEED = 20_240
LINES = 1_000
_UNARY = [name for name, operator in OPERATORS.items() if operator.arity == 1 and name not in WITHOUT_TOKENS]
_WEIGHTS = [OPERATORS[name].weight + 0.3 for name in _UNARY]
_LEAVES = ("x", "x", "x", "x", "y", "a", "b", "pi", "e", "i")


def random_tree(rng: random.Random, operators: int) -> Tree:
    """A tree of the whole operator table, with integers and constants at its leaves."""
    if operators == 0:
        return rng.choice(_LEAVES) if rng.random() < 0.65 else rng.randint(-12, 12)
    if rng.random() < 0.45:
        return (rng.choices(_UNARY, _WEIGHTS)[0], random_tree(rng, operators - 1))
    left = rng.randrange(operators)
    operator = rng.choices("+-*/^", (10, 4, 10, 5, 4))[0]
    return (operator, random_tree(rng, left), random_tree(rng, operators - 1 - left))


def lines() -> list[str]:
    """`input prefix words TAB canonical words`, for the first LINES trees that have a value."""
    rng = random.Random(SEED)
    prefix = NOTATIONS["prefix"]
    found: list[str] = []
    while len(found) < LINES:
        tree = random_tree(rng, rng.randint(1, 12))
        try:
            spelling = canonical(check_limits(tree))
        except InputError:
            continue
        found.append(" ".join(prefix.to_words(tree)) + "\t" + " ".join(prefix.to_words(spelling)))
    return found


if __name__ == "__main__":
    Path(sys.argv[1]).write_text("\n".join(lines()) + "\n", encoding="utf-8")

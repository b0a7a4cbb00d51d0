"""Sends random expressions through every notation, every tokenizer, text, LaTeX and SymEngine, and back.

    python benchmarks/round_trips.py --count 100000 --seed 0

The trees are those of `ansatz.problems.trees`, with the whole operator table, constants, parameters and negative
integers. A trip that does not come back ends the run with its tree.
"""

import argparse
import random
import sys
import time
from collections import Counter

from ansatz.errors import InputError
from ansatz.expr import NOTATIONS, TOKENIZERS, Tree, canonical, parse, to_latex, to_text
from ansatz.expr.bpe import BytePairEncoder
from ansatz.expr.letters import join
from ansatz.expr.operators import OPERATORS
from ansatz.expr.printing import as_written
from ansatz.expr.tree import check_limits
from ansatz.problems.trees import TreeConfig, TreeSampler

CONFIG = TreeConfig(
    variable_share=0.5,
    max_integer=40,
    parameter_share=0.2,
    unary={op.name: op.weight + 0.5 for op in OPERATORS.values() if op.arity == 1},
    binary={op.name: op.weight + 1 for op in OPERATORS.values() if op.arity == 2},
)


def vary(rng: random.Random, tree: Tree) -> Tree:
    """Some leaves replaced by constants, other variables and negative or large integers."""
    if isinstance(tree, tuple):
        return (tree[0], *(vary(rng, child) for child in tree[1:]))  # type: ignore[return-value]
    if rng.random() < 0.8:
        return tree
    return rng.choice(("e", "pi", "i", "y", "x0", "c1", "Y'", -3, 0, -41, 10**12))


def check(tree: Tree, tokenizers: dict, seen: Counter) -> None:
    """All trips of one tree; raises `AssertionError` where one does not come back."""
    for notation in NOTATIONS.values():
        words = notation.to_words(tree)
        assert notation.from_words(words) == tree, notation.name
        for tokenizer in tokenizers.values():
            assert tokenizer.decode(tokenizer.encode(words)) == words, (notation.name, tokenizer.name)
            seen[f"{notation.name} × {tokenizer.name}"] += 1
    try:
        check_limits(as_written(tree))
    except InputError:
        return
    assert parse(to_text(tree)) == as_written(tree), to_text(tree)
    seen["text"] += 1
    try:
        expected = canonical(tree)
    except InputError:
        return
    assert canonical(parse(to_latex(tree))) == expected, to_latex(tree)
    seen["LaTeX"] += 1
    settled = canonical(expected)
    assert canonical(settled) == settled, expected
    seen["SymEngine"] += 1
    seen["SymEngine, settled at once"] += settled == expected


def main() -> None:
    arguments = argparse.ArgumentParser(description="Send random expressions through every notation and back.")
    arguments.add_argument("--count", type=int, default=100_000, help="number of expressions")
    arguments.add_argument("--seed", type=int, default=0, help="seed of the random expressions")
    options = arguments.parse_args()
    rng = random.Random(options.seed)
    sampler = TreeSampler(CONFIG)
    corpus = (vary(rng, sampler.tree(rng, rng.randint(1, 10))) for _ in range(500))
    merges = BytePairEncoder.train([join(NOTATIONS["infix"].to_words(tree)) for tree in corpus], 100)
    tokenizers = {**TOKENIZERS, "bpe": merges}
    seen: Counter[str] = Counter()
    slowest = (0.0, "")
    begun = time.perf_counter()
    for k in range(1, options.count + 1):
        tree = vary(rng, sampler.tree(rng, rng.randint(0, 15)))
        start = time.perf_counter()
        try:
            check(tree, tokenizers, seen)
        except BaseException:
            print(f"\nfailed on expression {k}: {tree!r}", file=sys.stderr)
            raise
        slowest = max(slowest, (time.perf_counter() - start, to_text(tree)))
        if k % 500 == 0 or k == options.count:
            rate = k / (time.perf_counter() - begun)
            print(f"\r{k:,} of {options.count:,} expressions, {rate:,.0f}/s", end="", flush=True)
    print(f"\nslowest: {slowest[0] * 1000:.1f} ms for {slowest[1][:120]}")
    for name, count in seen.items():
        print(f"{name:28} {count:,}")


if __name__ == "__main__":
    main()

"""Problems one after another, without duplicates: what `ansatz generate` writes."""

import random
from collections.abc import Iterator

from ansatz.data.encode import encode
from ansatz.errors import AnsatzError
from ansatz.expr.canonical import from_symengine
from ansatz.expr.tree import Tree
from ansatz.problems.integration.backward import Backward, BackwardConfig
from ansatz.problems.problem import Rejection


def integrals(config: BackwardConfig, seed: int, count: int) -> Iterator[tuple[Tree, Tree]]:
    """`count` distinct (integrand, antiderivative) pairs that fit the vocabulary and the default lengths."""
    rng, generator = random.Random(seed), Backward(config)
    seen: set[tuple[int, ...]] = set()
    while len(seen) < count:
        problem = generator.generate(rng)
        if isinstance(problem, Rejection):
            continue
        try:
            example = encode(problem)
        except AnsatzError:
            continue
        if example is not None and tuple(example.source) not in seen:
            seen.add(tuple(example.source))
            yield from_symengine(problem.statement[0]), from_symengine(problem.answer[0])

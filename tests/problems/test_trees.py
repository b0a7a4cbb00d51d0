"""Random trees: uniform in shape, made of what the configuration says."""

import random
from collections import Counter

import pytest

from ansatz.errors import ConfigError
from ansatz.expr.operators import OPERATORS
from ansatz.expr.tree import symbols, walk
from ansatz.problems.trees import TreeConfig, TreeSampler, shapes


def test_shape_counts_follow_the_recurrence():
    # Unary–binary trees with n internal nodes are counted by the large Schröder numbers 1, 2, 6, 22, 90.
    assert [shapes(1, n) for n in range(5)] == [1, 2, 6, 22, 90]


def test_shapes_are_uniform():
    rng, sampler = random.Random(1), TreeSampler()
    draws = 22_000
    seen = Counter(
        tuple(None if place is None else OPERATORS[place].arity for place in sampler.shape(rng, 3))
        for _ in range(draws)
    )
    assert len(seen) == shapes(1, 3)
    expected = draws / len(seen)
    chi_square = sum((count - expected) ** 2 / expected for count in seen.values())
    assert chi_square < 46.8  # 99.9 % quantile with 21 degrees of freedom


@pytest.mark.parametrize("operators", [0, 1, 5, 15])
def test_trees_have_the_wanted_number_of_operators(operators):
    tree = TreeSampler().tree(random.Random(3), operators)
    assert sum(isinstance(node, tuple) for node in walk(tree)) == operators


def test_leaves_follow_the_configuration():
    config = TreeConfig(variable="t", variable_share=0.5, max_integer=3, parameter_share=0.5)
    rng, sampler = random.Random(5), TreeSampler(config)
    leaves = [node for _ in range(300) for node in walk(sampler.tree(rng, 8)) if not isinstance(node, tuple)]
    assert {"t", 1, 2, 3, "a"} <= set(leaves)
    assert max(leaf for leaf in leaves if isinstance(leaf, int)) == 3
    assert 0.4 < leaves.count("t") / len(leaves) < 0.6


def test_the_same_seed_gives_the_same_tree():
    assert TreeSampler().tree(random.Random(9), 12) == TreeSampler().tree(random.Random(9), 12)
    assert "x" in symbols(TreeSampler().tree(random.Random(9), 12))


@pytest.mark.parametrize("settings", [{"variable_share": 0}, {"max_integer": 0}, {"unary": {"frobnicate": 1.0}}])
def test_senseless_configurations_are_refused(settings):
    with pytest.raises(ConfigError):
        TreeConfig(**settings)

"""Hypothesis strategies for raw trees."""

from hypothesis import strategies as st

from ansatz.errors import LimitError
from ansatz.expr.operators import OPERATORS, WITHOUT_TOKENS
from ansatz.expr.printing import as_written
from ansatz.expr.tree import Tree, check_limits

UNARY = sorted(name for name, operator in OPERATORS.items() if operator.arity == 1)
BINARY = sorted(name for name, operator in OPERATORS.items() if operator.arity == 2)

integers = st.integers(-12, 12) | st.integers(-(10**6), 10**6)
symbols = st.sampled_from(["x", "y", "a", "c1", "x0", "Y'", "f", "d", "alpha"])
constants = st.sampled_from(["e", "pi", "i", "EulerGamma", "Catalan"])
vocabulary_leaves = integers | st.sampled_from(["x", "y", "a", "c1", "x0", "Y'", "f", "d", "e", "pi", "i"])


def trees(
    leaves: st.SearchStrategy[Tree] = integers | symbols | constants,
    unary: list[str] | None = None,
    binary: list[str] | None = None,
    max_leaves: int = 12,
) -> st.SearchStrategy[Tree]:
    """Trees of the given leaves and operators (all of the table by default), within the limits."""
    one, two = st.sampled_from(unary or UNARY), st.sampled_from(binary or BINARY)
    return st.recursive(
        leaves, lambda child: st.tuples(one, child) | st.tuples(two, child, child), max_leaves=max_leaves
    ).filter(_within_limits)


def _within_limits(tree: Tree) -> bool:
    try:
        check_limits(tree)
        check_limits(as_written(tree))
    except LimitError:
        return False
    return True


# Those that networks know.
vocabulary_trees = trees(vocabulary_leaves, [name for name in UNARY if name not in WITHOUT_TOKENS])

# Real and tame: no constants that SymEngine turns into infinities.
small_trees = trees(
    st.integers(1, 5) | st.just("x"),
    ["sin", "cos", "exp", "atan", "neg", "sqrt", "pow2", "pow3", "sinh"],
    ["+", "-", "*", "/"],
    max_leaves=8,
)

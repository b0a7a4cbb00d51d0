"""How an answer is shown: the same expression, grouped as people group it.

Canonical trees nest to the right and keep positive and negative terms apart; on paper that gives needless
brackets. `display` regroups sums and products to the left:

    2·(√3·u)        -> 2·√3·u
    (a + b) - (c + d) -> a + b - c - d
"""

from ansatz.expr.tree import Tree, is_node


def display(tree: Tree) -> Tree:
    """The tree with chains of + and - and of * grouped to the left; its value is the same."""
    if not isinstance(tree, tuple):
        return tree
    if tree[0] in ("+", "-"):
        return _regroup_sum(tree)
    if tree[0] == "*":
        factors = [display(factor) for factor in _factors(tree)]
        product = factors[0]
        for factor in factors[1:]:
            product = ("*", product, factor)
        return product
    return (tree[0], *(display(child) for child in tree[1:]))  # type: ignore[return-value]


def _factors(tree: Tree) -> list[Tree]:
    if is_node(tree, "*"):
        return [*_factors(tree[1]), *_factors(tree[2])]
    return [tree]


def _regroup_sum(tree: Tree) -> Tree:
    """Right-nested while only + occurs (as the parser reads such runs), then one term after another."""
    terms = [(sign, display(term)) for sign, term in _signed_terms(tree, 1)]
    leading = 0
    while leading < len(terms) and terms[leading][0] > 0:
        leading += 1
    if leading == 0:
        total: Tree = ("neg", terms[0][1])
        leading = 1
    else:
        total = _right_nested([term for _, term in terms[:leading]])
    for sign, term in terms[leading:]:
        total = ("+" if sign > 0 else "-", total, term)
    return total


def _right_nested(terms: list[Tree]) -> Tree:
    total = terms[-1]
    for term in reversed(terms[:-1]):
        total = ("+", term, total)
    return total


def _signed_terms(tree: Tree, sign: int) -> list[tuple[int, Tree]]:
    match tree:
        case ("+" | "-" as operator, u, v):
            return [*_signed_terms(u, sign), *_signed_terms(v, sign if operator == "+" else -sign)]
        case ("neg", u):
            return _signed_terms(u, -sign)
    return [(sign, tree)]

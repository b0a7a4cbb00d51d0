"""How an answer is shown: the same expression, written as people write it.

Canonical trees nest to the right, keep positive and negative terms apart and order by length; on paper that
gives needless brackets and unusual orders. `display` changes the writing, never the value:

    2·(√3·u)                  -> 2·√3·u              left-grouped products
    (a + b) - (c + d)         -> a + b - c - d        and sums
    2 + x² - 2x               -> x² - 2x + 2          descending degrees, numbers last
    cos(x)·x³·√2              -> √2·x³·cos(x)         numbers, symbols, roots, functions, brackets
    (-u)·v, (1/2)·u           -> -(u·v), u/2          one sign, one fraction
    x·(ln(x)/2 - 1/4)         -> x·(2·ln(x) - 1)/4    common denominators of brackets
    √u³                       -> u^(3/2)              fractional powers
    |1 - x|                   -> |x - 1|
    sign(x)·|x|^(1/3)         -> cbrt(x)
"""

from fractions import Fraction
from functools import reduce
from itertools import groupby
from math import lcm

from ansatz.expr.operators import CONSTANTS
from ansatz.expr.shapes import product
from ansatz.expr.tree import Tree, is_node

_POWERS = {"pow2": 2, "pow3": 3, "pow4": 4, "pow5": 5}
_USUAL_VARIABLES = ("r", "s", "u", "v", "t", "phi", "theta", "x", "y", "z")
_SignedTerm = tuple[int, Tree]


def display(tree: Tree) -> Tree:
    """The tree as people write it; its value is the same."""
    if not isinstance(tree, tuple):
        return tree
    operator = tree[0]
    if operator in ("+", "-"):
        return _sum(_signed_terms(tree, 1))
    if operator == "neg":
        inner = display(tree[1])
        return _sum(_signed_terms(inner, -1)) if is_node(inner, "+") or is_node(inner, "-") else _negated(inner)
    if operator in ("*", "/", "inv"):
        return _product(tree)
    if operator == "^" or operator == "sqrt" or operator in _POWERS:
        return _power(tree)
    if tree == ("exp", 1):
        return "e"
    if len(tree) == 3:  # a function of `ansatz.expr.holonomic`, or its parameters
        return (operator, display(tree[1]), display(tree[2]))
    inner = _common_denominator(display(tree[1]), uniform=True)
    return (operator, _leading_positive(inner) if operator == "abs" else inner)


def _negated(tree: Tree) -> Tree:
    if isinstance(tree, int):
        return -tree
    return tree[1] if is_node(tree, "neg") else ("neg", tree)


# ---------------------------------------------------------------------------------------- powers


def _power(tree: Tree) -> Tree:
    """Powers of square roots as fractional powers; other powers as they are."""
    base, exponent = _base_and_exponent(tree)
    shown = display(base)
    if isinstance(exponent, Fraction):
        if exponent.denominator == 1:
            return shown if exponent == 1 else ("^", shown, int(exponent))
        if exponent == Fraction(1, 2):
            return ("sqrt", shown)
        return ("^", shown, ("/", exponent.numerator, exponent.denominator))
    return ("^", shown, display(exponent))


def _base_and_exponent(tree: Tree) -> tuple[Tree, Fraction | Tree]:
    """(u, 3/2) for (√u)³: the principal root of a principal root is one root, whatever u is."""
    if not isinstance(tree, tuple):
        return tree, Fraction(1)
    if tree[0] in _POWERS:
        outer, inner = Fraction(_POWERS[tree[0]]), tree[1]
    elif tree[0] == "sqrt":
        outer, inner = Fraction(1, 2), tree[1]
    elif is_node(tree, "^"):
        number = _fraction(tree[2])
        if number is None or number <= 0:
            return tree[1], tree[2]
        outer, inner = number, tree[1]
    else:
        return tree, Fraction(1)
    base, exponent = _base_and_exponent(inner) if is_node(inner, "sqrt") else (inner, Fraction(1))
    return (base, outer * exponent) if isinstance(exponent, Fraction) else (inner, outer)


def _fraction(tree: Tree) -> Fraction | None:
    if isinstance(tree, int):
        return Fraction(tree)
    if is_node(tree, "/") and isinstance(tree[1], int) and isinstance(tree[2], int) and tree[2] != 0:
        return Fraction(tree[1], tree[2])
    return None


# ---------------------------------------------------------------------------------------- products


def _product(tree: Tree) -> Tree:
    """One sign, one fraction, its factors in the usual order."""
    above: list[Tree] = []
    below: list[Tree] = []
    sign = _collect(tree, above, below, 1)
    _join_cube_roots(above)
    _join_cube_roots(below)
    numerator, denominator = _chain(above), _chain(below)
    shown = numerator if denominator == 1 else ("/", numerator, denominator)
    return shown if sign > 0 else _negated(shown)


def _join_cube_roots(factors: list[Tree]) -> None:
    """sign(u)·|u|^(1/3) -> cbrt(u), which is how the canonical form spells it."""
    for factor in [f for f in factors if is_node(f, "sign")]:
        inner = factor[1]
        root = ("^", ("abs", _leading_positive(inner)), ("/", 1, 3))
        if root in factors:
            factors.remove(root)
            factors[factors.index(factor)] = ("cbrt", inner)


def _collect(tree: Tree, above: list[Tree], below: list[Tree], sign: int) -> int:
    """Adds the displayed factors of a product to the lists; returns its sign."""
    match tree:
        case ("*", u, v):
            return _collect(v, above, below, _collect(u, above, below, sign))
        case ("/", u, v):
            return _collect(v, below, above, _collect(u, above, below, sign))
        case ("inv", u):
            return _collect(u, below, above, sign)
        case ("neg", u):
            return _collect(u, above, below, -sign)
    shown = display(tree)
    if isinstance(shown, int) and shown < 0:
        shown, sign = -shown, -sign
    if is_node(shown, "neg"):
        return _collect(shown[1], above, below, -sign)
    if is_node(shown, "+") or is_node(shown, "-"):
        shown = _common_denominator(shown, uniform=False)
    if is_node(shown, "/"):
        below += _factors(shown[2])
        shown = shown[1]
    if shown != 1:
        above.append(shown)
    return sign


def _factors(tree: Tree) -> list[Tree]:
    return [*_factors(tree[1]), *_factors(tree[2])] if is_node(tree, "*") else [tree]


def _chain(factors: list[Tree]) -> Tree:
    number, rest = 1, []
    for factor in factors:
        if isinstance(factor, int):
            number *= factor
        else:
            rest.append(factor)
    ordered = ([number] if number != 1 else []) + sorted(rest, key=_rank)
    return product(ordered)


def _rank(factor: Tree) -> tuple[int, str]:
    """i, constants, symbols, roots, functions, brackets; equal ranks keep their order."""
    base, exponent = _base_and_exponent(factor)
    if isinstance(base, str):
        if base in CONSTANTS:
            return (-1, "") if base == "i" else (0, "")
        # What usually is the variable comes last: w*t, g*h*x.
        return 2, f"{_USUAL_VARIABLES.index(base) + 1:02}" if base in _USUAL_VARIABLES else f"00{base}"
    if not any(isinstance(leaf, str) and leaf not in CONSTANTS for leaf in _leaves(factor)):
        return (0, "") if isinstance(base, int) or factor != base else (4, "")
    if is_node(base, "+") or is_node(base, "-"):
        return (3, "") if isinstance(exponent, Fraction) and exponent.denominator != 1 else (5, "")
    return (3, "") if is_node(base, "abs") else (4, "")


def _leaves(tree: Tree) -> list[Tree]:
    """Integers and names of a tree, operators apart."""
    if not isinstance(tree, tuple):
        return [tree]
    return [leaf for child in tree[1:] for leaf in _leaves(child)]


# ---------------------------------------------------------------------------------------- sums


def _signed_terms(tree: Tree, sign: int) -> list[_SignedTerm]:
    match tree:
        case ("+" | "-" as operator, u, v):
            return [*_signed_terms(u, sign), *_signed_terms(v, sign if operator == "+" else -sign)]
        case ("neg", u):
            return _signed_terms(u, -sign)
    if isinstance(tree, int):
        return [(sign, tree)] if tree >= 0 else [(-sign, -tree)]
    shown = display(tree)
    if is_node(shown, "neg") or (shown != tree and (is_node(shown, "+") or is_node(shown, "-"))):
        return _signed_terms(shown, sign)
    return [(sign, shown)]


def _sum(terms: list[_SignedTerm]) -> Tree:
    """Runs of + nest to the right, as the parser reads them; what is subtracted follows one term after another."""
    total: Tree | None = None
    for positive, run in groupby(_ordered(terms), key=lambda term: term[0] > 0):
        trees = [tree for _, tree in run]
        if positive:
            added = reduce(lambda later, earlier: ("+", earlier, later), reversed(trees))
            total = added if total is None else ("+", total, added)
        else:
            for tree in trees:
                total = _negated(tree) if total is None else ("-", total, tree)
    assert total is not None
    return total


def _ordered(terms: list[_SignedTerm]) -> list[_SignedTerm]:
    """Descending degrees; ascending ones, or else a positive term first, where a minus would lead: 1 - x²."""
    descending = sorted(terms, key=lambda term: _degree(term[1]), reverse=True)
    if descending[0][0] > 0:
        return descending
    ascending = sorted(terms, key=lambda term: _degree(term[1]))
    if ascending[0][0] > 0:
        return ascending
    first = next((k for k, (sign, _) in enumerate(descending) if sign > 0), 0)
    return [descending[first], *descending[:first], *descending[first + 1 :]]


def _degree(term: Tree) -> tuple[Fraction, Fraction]:
    """(degree in the symbols, degree in functions and brackets), numerators over denominators."""
    match term:
        case ("*", u, v):
            return _added(_degree(u), _degree(v), 1)
        case ("/", u, v):
            return _added(_degree(u), _degree(v), -1)
        case ("neg", u):
            return _degree(u)
    if isinstance(term, int) or not any(isinstance(leaf, str) and leaf not in CONSTANTS for leaf in _leaves(term)):
        return Fraction(0), Fraction(0)
    base, exponent = _base_and_exponent(term)
    power = exponent if isinstance(exponent, Fraction) else Fraction(1)
    return (power, Fraction(0)) if isinstance(base, str) else (Fraction(0), power)


def _added(u: tuple[Fraction, Fraction], v: tuple[Fraction, Fraction], sign: int) -> tuple[Fraction, Fraction]:
    return u[0] + sign * v[0], u[1] + sign * v[1]


def _leading_positive(tree: Tree) -> Tree:
    """u or -u, inside |u|: the one that begins with its highest degree and no minus."""
    if not (is_node(tree, "+") or is_node(tree, "-")):
        return tree[1] if is_node(tree, "neg") else tree
    terms = _signed_terms(tree, 1)
    highest = max(terms, key=lambda term: _degree(term[1]))
    return _sum([(highest[0] * sign, term) for sign, term in terms])


def _common_denominator(tree: Tree, *, uniform: bool) -> Tree:
    """(a/2 + b/4) -> (2a + b)/4; only where all terms have the same denominator if it must be uniform."""
    if not (is_node(tree, "+") or is_node(tree, "-")):
        return tree
    terms = _signed_terms(tree, 1)
    split = [_numeric_denominator(term) for _, term in terms]
    denominators = {d for _, d in split}
    common = lcm(*denominators)
    if common == 1 or (uniform and len(denominators) > 1):
        return tree
    scaled = [
        term
        for (sign, _), (above, d) in zip(terms, split, strict=True)
        for term in _signed_terms(above if common == d else _product(("*", common // d, above)), sign)
    ]
    return ("/", _sum(scaled), common)


def _numeric_denominator(term: Tree) -> tuple[Tree, int]:
    """(numerator, denominator) with respect to numbers: (u/v, 4) for u/(4·v)."""
    if not is_node(term, "/"):
        return term, 1
    above, below = term[1], _factors(term[2])
    if not isinstance(below[0], int) or below[0] <= 0:
        return term, 1
    rest = _chain(below[1:])
    return (above if rest == 1 else ("/", above, rest)), below[0]


__all__ = ["display"]

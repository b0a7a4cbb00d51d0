"""Trees to SymPy and back: the public border of the package.

    to_sympy(tree)            Tree -> SymPy expression (SymPy simplifies while it builds)
    from_sympy(expression)    SymPy expression -> Tree, checked against the limits
    symengine_to_sympy(e)     SymEngine -> SymPy

erf, Ei, Si, Ci, li and dilog are SymPy's erf, Ei, Si, Ci, li and polylog(2, u); cbrt(u) is the real root
sign(u)*|u|^(1/3). SymPy takes a third of a second to import, so this module is imported where it is needed only.
"""

from collections.abc import Callable, Mapping
from typing import Any

import sympy

from ansatz.errors import DomainError, LimitError, UnsupportedError
from ansatz.expr.canonical import from_symengine
from ansatz.expr.grammar import add_run, too_deep
from ansatz.expr.operators import CONSTANTS, OPERATORS
from ansatz.expr.parse import is_leaf
from ansatz.expr.tree import MAX_DEPTH, MAX_NODES, Tree, check_limits


def _cube_root(u: Any) -> Any:
    return sympy.sign(u) * sympy.Abs(u) ** sympy.Rational(1, 3)


_BUILD: dict[str, Callable[..., Any]] = {
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
    "^": lambda u, v: u**v,
    "neg": lambda u: -u,
    "inv": lambda u: 1 / u,
    "cbrt": _cube_root,
    "dilog": lambda u: sympy.polylog(2, u),
    **{f"pow{n}": (lambda u, n=n: u**n) for n in (2, 3, 4, 5)},
    **{name: getattr(sympy, op.sympy) for name, op in OPERATORS.items() if op.sympy and name != "dilog"},
}
_CONSTANTS = {"e": sympy.E, "pi": sympy.pi, "i": sympy.I}
_INFINITE = (sympy.zoo, sympy.oo, -sympy.oo, sympy.nan)


def to_sympy(tree: Tree, symbols: Mapping[str, Any] | None = None) -> Any:
    """The SymPy expression of a tree.

    `symbols` maps names to SymPy symbols, so that a caller's assumptions come back; other names become plain symbols.
    Raises `DomainError` where the expression has no value, `LimitError` beyond the limits of `ansatz.expr.tree`.
    """
    check_limits(tree)
    known = dict(symbols or {})

    def build(node: Tree) -> Any:
        if isinstance(node, int):
            return sympy.Integer(node)
        if isinstance(node, str):
            return known[node] if node in known else _CONSTANTS.get(node) or sympy.Symbol(node)
        value = _BUILD[node[0]](*(build(child) for child in node[1:]))
        if value in _INFINITE:
            raise DomainError("The expression has no finite value.")
        return value

    return build(tree)


def symengine_to_sympy(expression: Any, symbols: Mapping[str, Any] | None = None) -> Any:
    """The SymPy form of a SymEngine expression; raises as `to_sympy` and `canonical.words` do."""
    return to_sympy(from_symengine(expression), symbols)


# ---------------------------------------------------------------------------------------- SymPy to trees

_NAMES: dict[type, str] = {
    getattr(sympy, operator.sympy): name
    for name, operator in OPERATORS.items()
    if operator.sympy and name not in ("dilog", "sqrt")
}
_CONSTANT_NAMES = {value: name for name, value in _CONSTANTS.items()}


def from_sympy(expression: Any) -> Tree:
    """The tree of a SymPy expression, not simplified further.

    Raises `UnsupportedError` for what the operator table does not know (Piecewise, other special functions, symbols
    with reserved names), `DomainError` for infinities, `LimitError` beyond the limits of `ansatz.expr.tree`.
    """
    expression = sympy.sympify(expression) if isinstance(expression, int | float) else expression
    if not isinstance(expression, sympy.Basic):
        raise UnsupportedError(f"A {type(expression).__name__} is not a SymPy expression.")
    for count, _ in enumerate(_nodes(expression)):
        if count > MAX_NODES:
            raise LimitError(f"The expression has more than {MAX_NODES} nodes; split it into smaller parts.")
    symbols_by_name(expression)
    try:
        return check_limits(_tree(expression, 0))
    except RecursionError:
        raise too_deep() from None


def symbols_by_name(expression: Any) -> dict[str, Any]:
    """The expression's symbols by their names in a tree, for `to_sympy`: assumptions such as positive=True come back.

    Raises `UnsupportedError` where two symbols share a name and differ in their assumptions.
    """
    found: dict[str, Any] = {}
    for symbol in sorted(expression.free_symbols, key=str):
        name = _symbol(symbol.name)
        if isinstance(name, str) and found.setdefault(name, symbol) != symbol:
            raise UnsupportedError(f"Two different symbols are named '{name}'; give them different names.")
    return found


def _nodes(expression: Any) -> Any:
    stack = [expression]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.args)


def _tree(e: Any, level: int) -> Tree:
    if level > MAX_DEPTH:
        raise too_deep()
    level += 1
    if e.is_Symbol:
        return _symbol(e.name)
    if e.is_Integer:
        return int(e)
    if e.is_Rational:
        return _rational(int(e.p), int(e.q))
    if e in _CONSTANT_NAMES:
        return _CONSTANT_NAMES[e]
    if e.is_Float:
        return _decimal(e)
    if e.is_Add:
        return _sum(e, level)
    if e.is_Mul:
        return _product(e, level)
    if e.is_Pow:
        return _power(e, level)
    if e in _INFINITE:
        raise DomainError("Infinity is not a number; give a finite expression.")
    if e.func is sympy.polylog and e.args[0] == 2:
        return ("dilog", _tree(e.args[1], level))
    name = _NAMES.get(e.func)
    if name is not None and len(e.args) == 1:
        return (name, _tree(e.args[0], level))
    shown = str(e)
    raise UnsupportedError(f"'{shown[:60]}' uses something outside the operator table ({type(e).__name__}).")


def _symbol(name: str) -> Tree:
    plain = name.replace("_", "").replace("{", "").replace("}", "")
    if plain in CONSTANTS or plain in ("E", "I") or not is_leaf(plain):
        raise UnsupportedError(f"A symbol cannot be named '{name[:40]}'; use another name, such as x or a.")
    return plain


def _rational(p: int, q: int) -> Tree:
    return ("/", p, q) if p >= 0 else ("neg", ("/", -p, q))


def _decimal(e: Any) -> Tree:
    value = sympy.Rational(str(e))
    return int(value) if value.q == 1 else _rational(int(value.p), int(value.q))


def _sum(e: Any, level: int) -> Tree:
    """Terms in SymPy's order, positive ones first; the shape is the parser's."""
    added: list[Tree] = []
    taken: list[Tree] = []
    for term in e.args:
        tree = _tree(term, level)
        if isinstance(tree, int) and tree < 0:
            taken.append(-tree)
        elif isinstance(tree, tuple) and tree[0] == "neg":
            taken.append(tree[1])
        else:
            added.append(tree)
    total = add_run(None, added) if added else _negated(taken.pop(0))
    for tree in taken:
        total = ("-", total, tree)
    return total


def _negated(tree: Tree) -> Tree:
    return -tree if isinstance(tree, int) else ("neg", tree)


def _product(e: Any, level: int) -> Tree:
    above: list[Tree] = []
    below: list[Tree] = []
    negative = False
    for factor in e.args:
        if factor.is_Rational:
            negative ^= bool(factor < 0)
            p, q = abs(int(factor.p)), int(factor.q)
            above += [p] if p != 1 else []
            below += [q] if q != 1 else []
        elif factor.is_Pow and factor.exp.is_Rational and factor.exp < 0:
            below.append(_tree(factor.base**-factor.exp, level))
        else:
            above.append(_tree(factor, level))
    tree = _chain(above)
    if below:
        tree = ("/", tree, _chain(below))
    return _negated(tree) if negative else tree


def _chain(factors: list[Tree]) -> Tree:
    tree: Tree = factors[0] if factors else 1
    for factor in factors[1:]:
        tree = ("*", tree, factor)
    return tree


def _power(e: Any, level: int) -> Tree:
    base, exponent = e.args
    if exponent == sympy.Rational(1, 2):
        return ("sqrt", _tree(base, level))
    if exponent.is_Rational and exponent < 0:
        return ("/", 1, _tree(base**-exponent, level))
    return ("^", _tree(base, level), _tree(exponent, level))

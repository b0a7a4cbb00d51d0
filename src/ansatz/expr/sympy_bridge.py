"""Trees to SymPy and back: the public border of the package.

    to_sympy(tree)                   Tree -> SymPy expression (SymPy simplifies while it builds)
    differentiable(tree)             the same, with magnitudes that SymPy can differentiate
    from_sympy(expression, names)    SymPy expression -> Tree, checked against the limits
    symengine_to_sympy(e)            SymEngine -> SymPy

dilog(u) is SymPy's polylog(2, u), the other functions are called as there; cbrt(u) is the real root
sign(u)*|u|^(1/3). SymPy takes a third of a second to import, so this module is imported where it is needed only.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import symengine as se
import sympy

from ansatz.errors import DomainError, LimitError, UnsupportedError
from ansatz.expr.canonical import from_symengine
from ansatz.expr.holonomic import HOLONOMIC, paired, unpaired
from ansatz.expr.operators import OPERATORS
from ansatz.expr.piecewise import Comparison, maximum, minimum, pieces
from ansatz.expr.shapes import add_run, product
from ansatz.expr.sympy_names import Names, own_names
from ansatz.expr.tree import MAX_DEPTH, MAX_DIGITS, MAX_NODES, Tree, check_limits, is_node, too_deep


def _cube_root(u: sympy.Expr) -> sympy.Expr:
    return sympy.sign(u) * sympy.Abs(u) ** sympy.Rational(1, 3)


_BUILD: dict[str, Callable[..., sympy.Expr]] = {
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


def _tricomi(u: sympy.Expr, a: sympy.Expr, b: sympy.Expr) -> sympy.Expr:
    """U(a, b, u), which SymPy does not have, by the formal series that mpmath sums (DLMF 13.6.21)."""
    return u**-a * sympy.hyper((a, a - b + 1), (), -1 / u)


_HOLONOMIC: dict[str, Callable[..., sympy.Expr]] = {
    **{name: getattr(sympy, name) for name in ("airyai", "airybi", "airyaiprime", "airybiprime")},
    **{name: (lambda u, n, f=getattr(sympy, name): f(n, u)) for name in ("besselj", "bessely", "besseli", "besselk")},
    "kummerm": lambda u, a, b: sympy.hyper((a,), (b,), u),
    "hypergeom": lambda u, a, b, c: sympy.hyper((a, b), (c,), u),
    "kummeru": _tricomi,
}
_CONSTANTS = {"e": sympy.E, "pi": sympy.pi, "i": sympy.I, "EulerGamma": sympy.EulerGamma, "Catalan": sympy.Catalan}
_INFINITE = (sympy.zoo, sympy.oo, -sympy.oo, sympy.nan)


_Symbols = Mapping[str, sympy.Symbol]


def to_sympy(tree: Tree, symbols: _Symbols | None = None) -> sympy.Expr:
    """The SymPy expression of a tree.

    `symbols` maps names to SymPy symbols, so that a caller's assumptions come back; other names become plain symbols.
    Raises `DomainError` where the expression has no value, `LimitError` beyond the limits of `ansatz.expr.tree`.
    """
    return _expression(check_limits(tree), _BUILD, symbols or {})


def _expression(node: Tree, build: Mapping[str, Callable[..., sympy.Expr]], symbols: _Symbols) -> sympy.Expr:
    if isinstance(node, int):
        return sympy.Integer(node)
    if isinstance(node, str):
        return symbols[node] if node in symbols else _CONSTANTS.get(node) or sympy.Symbol(node)
    name, operands = node[0], node[1:]
    if name == "ln" and is_node(node[1], "abs") and "ln abs" in build:
        name, operands = "ln abs", node[1][1:]
    if name in HOLONOMIC:
        *parameters, u = operands
        operands = (u, *(unpaired(parameters[0]) if parameters else ()))
        return _HOLONOMIC[name](*(_expression(operand, build, symbols) for operand in operands))
    value = build[name](*(_expression(operand, build, symbols) for operand in operands))
    if value in _INFINITE:
        raise DomainError("The expression has no finite value.")
    return value


def differentiable(tree: Tree, symbols: _Symbols | None = None) -> sympy.Expr:
    """As `to_sympy`, for expressions that SymPy is to differentiate.

    Where it does not know that u is real, it takes |u|' apart into Derivatives of real and imaginary parts. There |u|
    is written sqrt(u**2), ln|u| is log(u**2)/2 and sign(u) is u/sqrt(u**2), which is the same for real u.
    """
    return _expression(check_limits(tree), _BUILD_DIFFERENTIABLE, symbols or {})


def _is_known(u: sympy.Expr) -> bool:
    """Whether SymPy knows that u is real, or it is a constant."""
    return bool(u.is_extended_real) or not u.free_symbols


_BUILD_DIFFERENTIABLE: dict[str, Callable[..., sympy.Expr]] = _BUILD | {
    "abs": lambda u: sympy.Abs(u) if _is_known(u) else sympy.sqrt(u**2),
    "ln abs": lambda u: sympy.log(sympy.Abs(u)) if _is_known(u) else sympy.log(u**2) / 2,
    "sign": lambda u: sympy.sign(u) if _is_known(u) else u / sympy.sqrt(u**2),
    "cbrt": lambda u: _cube_root(u) if _is_known(u) else u / (u**2) ** sympy.Rational(1, 3),
}


def symengine_to_sympy(expression: se.Basic, symbols: _Symbols | None = None) -> sympy.Expr:
    """The SymPy form of a SymEngine expression; raises as `to_sympy` and `canonical.words` do."""
    return to_sympy(from_symengine(expression), symbols)


# ---------------------------------------------------------------------------------------- SymPy to trees

_NAMES: dict[type, str] = {
    getattr(sympy, operator.sympy): name
    for name, operator in OPERATORS.items()
    if operator.sympy and name not in ("dilog", "sqrt")
}
_CONSTANT_NAMES = {value: name for name, value in _CONSTANTS.items()}


def from_sympy(expression: sympy.Basic | int | float, names: Names | None = None) -> Tree:
    """The tree of a SymPy expression, not simplified further.

    `names` are the symbols' names in it (`ansatz.expr.sympy_names`), by default their own. Raises `UnsupportedError`
    for what the operator table does not know (Piecewise, other special functions) and for own names that cannot be
    used, `DomainError` for infinities, `LimitError` beyond the limits of `ansatz.expr.tree`.
    """
    expression = sympy.sympify(expression) if isinstance(expression, int | float) else expression
    if not isinstance(expression, sympy.Basic):
        raise UnsupportedError(f"A {type(expression).__name__} is not a SymPy expression.")
    for count, _ in enumerate(_nodes(expression)):
        if count > MAX_NODES:
            raise LimitError(f"The expression has more than {MAX_NODES} nodes; split it into smaller parts.")
    try:
        return check_limits(_tree(expression, 0, own_names(expression) if names is None else names))
    except RecursionError:
        raise too_deep() from None


def _nodes(expression: sympy.Basic) -> Iterator[sympy.Basic]:
    stack = [expression]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(node.args)


def _tree(e: sympy.Basic, level: int, names: Names) -> Tree:
    if level > MAX_DEPTH:
        raise too_deep()
    level += 1
    if e.is_Symbol:
        return names[e]
    if e.is_Integer:
        return int(e)
    if e.is_Rational:
        return _rational(int(e.p), int(e.q))
    if e in _CONSTANT_NAMES:
        return _CONSTANT_NAMES[e]
    if e.is_Float:
        return _decimal(e)
    if e.is_Add:
        return _sum(e, level, names)
    if e.is_Mul:
        return _product(e, level, names)
    if e.is_Pow:
        return _power(e, level, names)
    if e in _INFINITE:
        raise DomainError("Infinity is not a number; give a finite expression.")
    if e.func is sympy.polylog and e.args[0] == 2:
        return ("dilog", _tree(e.args[1], level, names))
    if e.func is sympy.polygamma and e.args[0] == 0:
        return ("digamma", _tree(e.args[1], level, names))
    if e.func in (sympy.Max, sympy.Min):
        values = [_tree(argument, level, names) for argument in e.args]
        return maximum(values) if e.func is sympy.Max else minimum(values)
    if e.func is sympy.Piecewise:
        return pieces([(_tree(value, level, names), _comparisons(where, level, names)) for value, where in e.args])
    name = _NAMES.get(e.func)
    if name is not None and len(e.args) == 1:
        return (name, _tree(e.args[0], level, names))
    if (parts := _parameters(e)) is not None:
        name, parameters, u = parts
        operands = [paired([_tree(p, level, names) for p in parameters])] if parameters else []
        return (name, *operands, _tree(u, level, names))  # type: ignore[return-value]
    shown = str(e)
    raise UnsupportedError(f"'{shown[:60]}' uses something outside the operator table ({type(e).__name__}).")


def _parameters(e: sympy.Basic) -> tuple[str, Sequence[sympy.Expr], sympy.Expr] | None:
    """Name, parameters and argument of a function of `ansatz.expr.holonomic`."""
    name = e.func.__name__
    if name == "hyper":
        name = {(1, 1): "kummerm", (2, 1): "hypergeom"}.get((len(e.args[0]), len(e.args[1])), "")
        return (name, (*e.args[0], *e.args[1]), e.args[2]) if name else None
    if name in HOLONOMIC and len(e.args) == HOLONOMIC[name].parameters + 1:
        return name, e.args[:-1], e.args[-1]
    return None


_RELATIONS = {
    sympy.StrictLessThan: "<",
    sympy.LessThan: "<=",
    sympy.StrictGreaterThan: ">",
    sympy.GreaterThan: ">=",
}


def _comparisons(where: sympy.Basic, level: int, names: Names) -> tuple[Comparison, ...]:
    if where == sympy.true:
        return ()
    found = []
    for part in where.args if where.func is sympy.And else (where,):
        if part.func not in _RELATIONS:
            raise UnsupportedError(f"The condition '{str(part)[:60]}' of a Piecewise is not a comparison.")
        left, right = (_tree(side, level, names) for side in part.args)
        found.append((left, _RELATIONS[part.func], right))
    return tuple(found)


def _rational(p: int, q: int) -> Tree:
    return ("/", p, q) if p >= 0 else ("neg", ("/", -p, q))


def _decimal(e: sympy.Float) -> Tree:
    if e != 0 and abs(sympy.log(abs(e), 10)) > MAX_DIGITS:
        raise LimitError(f"A number has more than {MAX_DIGITS} digits; use a symbol for it.")
    value = sympy.Rational(str(e))
    return int(value) if value.q == 1 else _rational(int(value.p), int(value.q))


def _sum(e: sympy.Expr, level: int, names: Names) -> Tree:
    """Terms in SymPy's order, positive ones first; the shape is the parser's."""
    added: list[Tree] = []
    taken: list[Tree] = []
    for term in e.args:
        tree = _tree(term, level, names)
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


def _product(e: sympy.Expr, level: int, names: Names) -> Tree:
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
            below.append(_tree(factor.base**-factor.exp, level, names))
        else:
            above.append(_tree(factor, level, names))
    tree = product(above)
    if below:
        tree = ("/", tree, product(below))
    return _negated(tree) if negative else tree


def _power(e: sympy.Expr, level: int, names: Names) -> Tree:
    base, exponent = e.args
    if exponent == sympy.Rational(1, 2):
        return ("sqrt", _tree(base, level, names))
    if exponent.is_Rational and exponent < 0:
        return ("/", 1, _tree(base**-exponent, level, names))
    return ("^", _tree(base, level, names), _tree(exponent, level, names))

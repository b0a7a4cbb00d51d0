"""Derivatives of SymEngine expressions; each function's own is in the operator table.

derivative(f, x)       by SymEngine, and by the table for what SymEngine does not know
rate_at("atan", u)     1/(1 + u²)
"""

from collections.abc import Sequence

import symengine as se

from ansatz.errors import UnsupportedError
from ansatz.expr.holonomic import Holonomic, bindings, holonomic
from ansatz.expr.operators import OPERATORS
from ansatz.expr.spelling import operator_name
from ansatz.expr.symengine_bridge import to_symengine, tree_at
from ansatz.expr.tree import Tree

# Magnitudes, which SymEngine leaves undone, and the special functions that it does not have.
_UNKNOWN_TO_SYMENGINE: tuple[type[se.Expr], ...] = (se.Abs, se.sign, se.FunctionSymbol)


def derivative(function: se.Expr, variable: se.Expr, by_table: Sequence[type[se.Expr]] = ()) -> se.Expr:
    """d function / d variable, with |u| = s·u and sign(u) = s for a locally constant s, s² = 1.

    by_table: further heads to differentiate by the operator table. Raises `UnsupportedError` for an unknown function.
    """
    heads = (*_UNKNOWN_TO_SYMENGINE, *by_table)
    if all(_is_constant(atom, variable) for atom in function.atoms(*heads)):
        return function.diff(variable)
    # The outermost of these become placeholders p(x): f' = ∂f/∂x + Σ ∂f/∂p · p'.
    placeholders: dict[se.Expr, se.Expr] = {}

    def hide(e: se.Expr) -> se.Expr:
        if _is_constant(e, variable) or not e.args:
            return e
        if isinstance(e, heads):
            return placeholders.setdefault(e, se.Dummy())
        return e.func(*(hide(argument) for argument in e.args))

    hidden = hide(function)
    result = hidden.diff(variable)
    for atom, placeholder in placeholders.items():
        name, u = operator_name(atom), atom.args[0]
        if name == "asech":
            name, u = "acosh", 1 / u  # the same; integrands that weights were trained on are spelt so
        row = holonomic(atom)
        rate = rate_at(name, u) if row is None else _rate(row, atom, variable)
        if rate != 0:
            result += hidden.diff(placeholder) * rate * derivative(u, variable, by_table)
    return result.subs({placeholder: atom for atom, placeholder in placeholders.items()})


def _is_constant(expression: se.Expr, variable: se.Expr) -> bool:
    return variable not in expression.free_symbols


def rate_at(operator: str | None, u: se.Expr) -> se.Expr:
    """f'(u) by the operator table; raises `UnsupportedError` where it has none."""
    row = OPERATORS.get(operator or "")
    if row is None or row.derivative is None:
        raise UnsupportedError(f"No derivative is known for {operator}.")
    return _at(row.derivative, u)


def _rate(row: Holonomic, atom: se.Expr, variable: se.Expr) -> se.Expr:
    """dF/du; raises `UnsupportedError` where a parameter varies too."""
    values = bindings(atom)
    if any(variable in value.free_symbols for name, value in values.items() if name != "u"):
        raise UnsupportedError(f"The derivative of {row.name} with respect to its parameters is not known.")
    return tree_at(row.derivative, values)


def _at(tree: Tree, u: se.Expr) -> se.Expr:
    """The value of a tree in the symbol u."""
    match tree:
        case "u":
            return u
        case ("-", 1, "u"):
            return se.expand(1 - u)  # 1 - (1 - x) is x
        case ("cos", "u") if isinstance(u, se.Abs):
            return se.cos(u.args[0])  # the cosine is even
        case (name, *operands):
            return OPERATORS[name].symengine(*(_at(operand, u) for operand in operands))
    return to_symengine(tree)

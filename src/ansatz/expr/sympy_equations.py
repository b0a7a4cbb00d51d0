"""SymPy's differential equations: Eq(y(x).diff(x), y(x)), or an expression that is zero, as a tree in y, y', y''."""

from collections.abc import Mapping
from dataclasses import dataclass

import sympy

from ansatz.errors import ConfigError, InputError, UnsupportedError
from ansatz.expr.initial_values import Value
from ansatz.expr.sympy_bridge import from_sympy
from ansatz.expr.sympy_names import symbol_names
from ansatz.expr.tree import Tree


@dataclass(frozen=True, slots=True)
class SympyEquation:
    """left = 0; variables: the one. values: the initial ones. symbols: SymPy's, by their names in the tree."""

    left: Tree
    variables: list[str]
    values: list[Value]
    symbols: dict[str, sympy.Symbol]


def from_sympy_equation(given: sympy.Basic, ics: object = None) -> SympyEquation:
    """Raises `InputError` where there is no derivative of one function of one variable."""
    left = given.lhs - given.rhs if isinstance(given, sympy.Equality) else given
    left = left.doit() if left.has(sympy.Derivative) else left
    applied = left.atoms(sympy.core.function.AppliedUndef)
    functions = {f.func for f in applied}
    if not functions:
        raise InputError("The equation has no unknown function; write it with Function('y')(x).")
    if len(functions) > 1:
        shown = " and ".join(sorted(str(f) for f in functions))
        raise UnsupportedError(f"The equation has the unknown functions {shown}; one is supported.")
    f = applied.pop()
    if applied or len(f.args) != 1 or not f.args[0].is_Symbol:
        raise UnsupportedError(f"'{f}' is no function of one variable alone; delays are not supported.")
    x = f.args[0]
    stand_ins: dict[sympy.Basic, sympy.Symbol] = {f: sympy.Symbol(f.func.__name__)}
    for derivative in left.atoms(sympy.Derivative):
        if derivative.expr != f or set(derivative.variables) != {x}:
            raise UnsupportedError(f"'{str(derivative)[:60]}' is no derivative of the unknown function.")
        stand_ins[derivative] = sympy.Symbol(f.func.__name__ + "'" * derivative.derivative_count)
    values = _values(ics, f)
    plain = left.xreplace({k: v for k, v in stand_ins.items() if k != f}).xreplace({f: stand_ins[f]})
    names = symbol_names(plain, x, *(part for _, place, value in values for part in (place, value)))
    function = names.get(stand_ins[f], stand_ins[f].name)
    names |= {s: function + "'" * s.name.count("'") for s in stand_ins.values() if s in names}
    read = [
        Value(function, order, from_sympy(place, names), from_sympy(value, names)) for order, place, value in values
    ]
    own = {name: symbol for symbol, name in names.items() if symbol not in stand_ins.values()}
    return SympyEquation(from_sympy(plain, names), [names[x]], read, own)


def _values(ics: object, f: sympy.Expr) -> list[tuple[int, sympy.Expr, sympy.Expr]]:
    """(order, place, value) of {y(0): 1, y(x).diff(x).subs(x, 0): 2}."""
    if ics is None:
        return []
    if not isinstance(ics, Mapping):
        raise ConfigError("Give initial values of a SymPy equation as {y(0): 1, y(x).diff(x).subs(x, 0): 2}.")
    found = []
    for key, value in ics.items():
        key, value = sympy.sympify(key, strict=True), sympy.sympify(value, strict=True)
        if isinstance(key, sympy.Subs) and key.expr.has(f.func):
            found.append((key.expr.derivative_count, key.point[0], value))
        elif getattr(key, "func", None) == f.func:
            found.append((0, key.args[0], value))
        else:
            raise ConfigError(f"'{key}' names no value of {f.func.__name__}; write {{{f.func.__name__}(0): 1}}.")
    return found


__all__ = ["SympyEquation", "from_sympy_equation"]

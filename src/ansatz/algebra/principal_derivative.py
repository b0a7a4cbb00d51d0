"""The derivative on principal branches, also where a function of a real variable is complex."""

from typing import Any

import symengine as se

from ansatz.expr.canonical import derivative

_X = se.Symbol("x")
_ACOSH, _ASECH = type(se.acosh(_X)), type(se.asech(_X))


def principal_derivative(function: Any, x: Any) -> Any:
    """F', true for principal branches wherever F is real or complex.

    SymEngine's acosh'(u) = 1/√(u²−1) has the wrong sign left of the imaginary axis, where acosh is
    complex: acosh'(u) = 1/(√(u−1)·√(u+1)) holds everywhere (DLMF 4.37.ii), and asech(u) = acosh(1/u).
    """
    atoms = [atom for atom in function.atoms(_ACOSH, _ASECH) if x in atom.free_symbols]
    if not atoms:
        return derivative(function, x)
    hidden: dict[Any, Any] = {}

    def hide(e: Any) -> Any:
        if not e.args:
            return e
        if isinstance(e, _ACOSH | _ASECH) and x in e.free_symbols:
            return hidden.setdefault(e, se.Dummy())
        return e.func(*(hide(argument) for argument in e.args))

    outer = hide(function)
    result = derivative(outer, x)
    for atom, name in hidden.items():
        inner = atom.args[0] if isinstance(atom, _ACOSH) else 1 / atom.args[0]
        rate = 1 / (se.sqrt(inner - 1) * se.sqrt(inner + 1))
        result += derivative(outer, name) * rate * principal_derivative(inner, x)
    return result.subs({name: atom for atom, name in hidden.items()})


__all__ = ["principal_derivative"]

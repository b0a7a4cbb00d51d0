"""Systems x' = f(x, y, t), y' = … to be solved, with initial values or without; nothing is evaluated.

    read_differential_system("x' = y; y' = -x + t; x(0) = 1, y(0) = 0")
    read_differential_system([Eq(x(t).diff(t), y(t)), …], {x(0): 1, y(0): 0})

The notation is that of `ansatz.expr.systems`; parameters and the time t are allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ansatz.errors import ConfigError
from ansatz.expr.canonical import canonical
from ansatz.expr.equations import read_values
from ansatz.expr.initial_values import InitialValues, Value
from ansatz.expr.systems import TIME, read_system, split_values
from ansatz.expr.tree import Tree, symbols

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True, slots=True)
class DifferentialSystem:
    """functions' = components, trees in the functions' names, the time t and parameters. initial: at one place, a value
    for each function. symbols: SymPy's by name, where there were any.
    """

    components: tuple[Tree, ...]
    functions: tuple[str, ...]
    initial: InitialValues | None = None
    symbols: "Mapping[str, sympy.Symbol]" = field(default_factory=dict)
    variable: str = TIME


def is_system(given: object) -> bool:
    """Whether this states several equations x' = …, each in its own unknown function."""
    if isinstance(given, str):
        return split_values(given)[0].count(";") > 0
    return isinstance(given, Mapping | list | tuple) and len(given) > 1 and not _is_tree(given)


def read_differential_system(given: object, ics: object = None) -> DifferentialSystem:
    """The system; raises `InputError` and `ConfigError`, one sentence each."""
    values: list[Value] = []
    if isinstance(given, str):
        given, rest = split_values(given)
        read = read_system(given, timed=True)
        if rest:
            values = read_values(rest, set(read.variables))
    else:
        read = read_system(given, timed=True)
    if isinstance(ics, Mapping) and not all(isinstance(key, str) for key in ics):
        ics = {str(key): value for key, value in ics.items()}
    values += read_values(ics, set(read.variables))
    return DifferentialSystem(read.components, read.variables, _initial(values, read.variables), read.symbols)


def _is_tree(given: object) -> bool:
    return isinstance(given, tuple) and bool(given) and isinstance(given[0], str) and "'" not in given[0]


def _initial(values: list[Value], functions: tuple[str, ...]) -> InitialValues | None:
    if not values:
        return None
    by_name: dict[str, Value] = {}
    for value in values:
        if value.function not in functions or value.order:
            raise ConfigError(f"Initial values of this system are those of {', '.join(functions)}, not of derivatives.")
        before = by_name.setdefault(value.function, value)
        if canonical(before.value) != canonical(value.value):
            raise ConfigError(f"The initial values contradict each other: {value.function} is given two.")
        if {TIME, *functions} & (symbols(value.place) | symbols(value.value)):
            raise ConfigError("An initial value must be a constant; write x(0) = 2.")
    if len({canonical(value.place) for value in values}) > 1:
        raise ConfigError("The initial values of a system are given at one place.")
    if missing := [name for name in functions if name not in by_name]:
        raise ConfigError(f"The initial value of {missing[0]} is missing; a system takes one for each function.")
    return InitialValues(values[0].place, tuple(by_name[name].value for name in functions))


__all__ = ["DifferentialSystem", "is_system", "read_differential_system"]

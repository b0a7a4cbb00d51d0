r"""Differential equations as people write them, with initial values or without; nothing is evaluated.

    read_equation("y'' + y = x*sin(x)")
    read_equation("dy/dt = k*y, y(0) = 2")        text and LaTeX; initial values after a comma
    read_equation("(x + y) dx = x dy")            differentials
    read_equation(sympy.Eq(f(x).diff(x), f(x)))   SymPy's equations and expressions

The unknown function is the one that is differentiated; the variable is what a derivative or an argument names, else x,
else t. Without a sign of equality the expression is zero. E and I are quantities, but for E^x.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ansatz.errors import ConfigError, InputError, LimitError, ParseError, UnsupportedError
from ansatz.expr.canonical import canonical
from ansatz.expr.commas import at_top_level
from ansatz.expr.derivative_spellings import NAME, with_primes
from ansatz.expr.differentials import of_rates, with_rates
from ansatz.expr.initial_values import InitialValues, Value
from ansatz.expr.names import GREEK
from ansatz.expr.operators import CONSTANTS
from ansatz.expr.parse import MAX_CHARACTERS, as_tree, is_sympy, parse
from ansatz.expr.printing import to_text
from ansatz.expr.tree import Tree, refuse_holonomic, refuse_of_variables, substitute, symbols

if TYPE_CHECKING:
    import sympy

MAX_ORDER = 6
_PRIMED = re.compile(rf"({NAME})('+)")
_VALUE = re.compile(rf"\s*({NAME})('*)\s*\((.*)\)\s*$", re.DOTALL)
_QUANTITIES = {"E": "E99", "I": "I99"}  # names that expressions read as constants, and what stands for them
_APART = r"(?<![A-Za-z0-9_\\])"
_GIVEN_VALUES = "initial values are written y(0) = 2, y'(0) = 1"


@dataclass(frozen=True, slots=True)
class DifferentialEquation:
    """left = 0, a tree in the user's names: the function y, its derivatives y' and y'', the variable, parameters.

    boundary: as many values as the order says, at several places or of other derivatives than initial ones are.
    symbols: SymPy's symbols by name, where the equation came as SymPy's.
    """

    left: Tree
    function: str
    variable: str
    order: int
    initial: InitialValues | None = None
    boundary: tuple[Value, ...] = ()
    symbols: "Mapping[str, sympy.Symbol]" = field(default_factory=dict)

    @property
    def derivatives(self) -> tuple[str, ...]:
        """The names of the function and its derivatives in `left`."""
        return tuple(self.function + "'" * k for k in range(max(2, self.order) + 1))

    @property
    def given(self) -> list[tuple[int, Tree, Tree]]:
        """(order of the derivative, place, value) of all values that are given."""
        if self.initial is not None:
            return [(k, self.initial.place, value) for k, value in enumerate(self.initial.values)]
        return [(one.order, one.place, one.value) for one in self.boundary]


def read_equation(
    given: object, function: object = None, variable: object = None, ics: object = None
) -> DifferentialEquation:
    """The equation in a text, a SymPy equation or expression, or a tree in y, y' and y''.

    function: its name; where it is not among those that are differentiated, the only one that is. variable: its name.
    ics: text such as "y(0) = 2, y'(0) = 1", or a mapping {"y(0)": 2} or {f(0): 2}. Raises `InputError` and
    `ConfigError`, one sentence each.
    """
    name, wanted = _name(function, "function"), _name(variable, "variable")
    if is_sympy(given):
        from ansatz.expr.sympy_equations import from_sympy_equation

        opened = from_sympy_equation(given, ics)
        left, named, values, given_symbols = opened.left, opened.variables, opened.values, opened.symbols
    else:
        if isinstance(given, str):
            left, named, values = _from_text(given, name)
        else:
            left, named, values = as_tree(given), [], []
        given_symbols = {}
        values += read_values(ics, _functions(left) | ({name} if name else set()))
    refuse_holonomic(left)
    function_name = _the_function(left, name)
    order = max(len(s) - len(s.rstrip("'")) for s in symbols(left) if s.rstrip("'") == function_name)
    _check_order(order)
    wanted = _the_variable(left, function_name, [wanted] if wanted else named)
    refuse_of_variables(left, (wanted, *(function_name + "'" * k for k in range(order + 1))))
    distinct = _distinct(values, function_name, wanted)
    initial = _initial(distinct, function_name, order)
    boundary = tuple(distinct) if distinct and initial is None else ()
    return DifferentialEquation(left, function_name, wanted, order, initial, boundary, given_symbols)


# ---------------------------------------------------------------------------------------- text


def _from_text(text: str, function: str | None) -> tuple[Tree, list[str], list[Value]]:
    if len(text) > MAX_CHARACTERS:
        raise LimitError(f"The text has more than {MAX_CHARACTERS} characters; split it into smaller parts.")
    latex = "\\" in text
    text, named = with_primes(text)
    equation, *rest = _statements(text)
    equation, pair = with_rates(equation, function)
    functions = {_plain_name(m[1]) for m in _PRIMED.finditer(equation)} | ({function} if function else set())
    _check_order(max((len(m[2]) for m in _PRIMED.finditer(equation)), default=0))
    equation, applied = _unapplied(equation, functions)
    sides = _sides(equation)
    left, right = (_parse(side, functions, latex) for side in sides)
    tree: Tree = left if right == 0 else ("-", left, right)
    if pair is not None:
        tree, named = of_rates(tree, *pair), [pair[1]]
        functions = {pair[0]}
    values = [value for statement in rest for value in [_value(statement, functions or {"y"}, latex)]]
    return tree, [_plain_name(name) for name in (*named, *applied)], values


def _statements(text: str) -> list[str]:
    """The parts between commas and semicolons that are outside brackets."""
    parts = at_top_level(text, ",;")
    if not parts[0].strip():
        raise ParseError("The equation is empty; write one such as y' = x*y.")
    return [part for part in parts if part.strip(" .\n$")]


def _sides(equation: str) -> tuple[str, str]:
    sides = equation.replace("==", "=").split("=")
    if len(sides) > 2:
        raise ParseError("An equation has one sign of equality; give initial values after a comma: y' = y, y(0) = 2.")
    if len(sides) == 1:
        return sides[0], "0"
    for side, which in zip(sides, ("left", "right"), strict=True):
        if not side.strip(" $"):
            raise ParseError(f"The {which} side of the equation is missing; write one such as y' = x*y.")
    return sides[0], sides[1]


def _unapplied(equation: str, functions: Iterable[str]) -> tuple[str, list[str]]:
    """The equation with y for y(x), and the variables that stood there; y(1-y) remains a product."""
    found: list[str] = []

    def drop(match: re.Match[str]) -> str:
        if _plain_name(match[1]) not in functions:
            return match[0]
        found.append(match[3])
        return match[1] + match[2]

    return re.sub(rf"({NAME})('*)\s*\(\s*({NAME})\s*\)", drop, equation), found


def _parse(text: str, functions: Iterable[str], latex: bool) -> Tree:
    """A side of an equation; xy' is x*y'."""
    names = "|".join(sorted(map(re.escape, functions)))
    if names:

        def apart(match: re.Match[str]) -> str:
            return match[0] if match[1] == "ln" else "*".join(match[1]) + f"*{match[2]}"

        text = re.sub(rf"(?<![A-Za-z\\])([A-Za-z]{{1,2}})((?:{names})'+)", apart, text)
    return _with_quantities(text, functions, latex)


def _with_quantities(text: str, functions: Iterable[str], latex: bool) -> Tree:
    """The tree of a text in which E and I are quantities, as E·I of a beam; E before a power stays Euler's number."""
    text = re.sub(rf"{_APART}EI(?![A-Za-z0-9_])", "E*I", text)
    power = "" if "E" in functions else r"\s*(?:\^|\*\*)|"
    for name, own in _QUANTITIES.items():
        text = re.sub(rf"{_APART}{name}(?!{power if name == 'E' else ''}[A-Za-z0-9_])", own, text)
    primes = ["'" * k for k in range(MAX_ORDER + 1)]
    back: dict[str, Tree] = {own + k: name + k for name, own in _QUANTITIES.items() for k in primes}
    return substitute(parse(text, latex=latex), back)


def _value(statement: str, functions: Iterable[str], latex: bool = False) -> Value:
    sides = statement.replace("==", "=").split("=")
    match = _VALUE.match(sides[0])
    if len(sides) != 2 or match is None or not sides[1].strip(" $."):
        if _PRIMED.search(statement):
            raise UnsupportedError(
                "Write a system as x' = …; y' = …, with one first derivative alone on each left side."
            )
        raise ParseError(f"'{statement.strip()[:40]}' is no initial value; {_GIVEN_VALUES}.")
    function = _plain_name(match[1])
    if function not in functions:
        raise ConfigError(f"The initial value is one of {function}, which the equation does not differentiate.")
    place, value = (_with_quantities(part, functions, latex) for part in (match[3], sides[1].strip(" $.")))
    return Value(function, len(match[2]), place, value)


def read_values(ics: object, functions: set[str]) -> list[Value]:
    """The values in a text "y(0) = 2, y'(0) = 1", or in a mapping {"y(0)": 2}; none for None."""
    if ics is None:
        return []
    if isinstance(ics, str):
        return [_value(statement, functions, "\\" in ics) for statement in _statements(with_primes(ics)[0])]
    if isinstance(ics, Mapping) and all(isinstance(key, str) for key in ics):
        found = []
        for key, given in ics.items():
            match = _VALUE.match(with_primes(key)[0])
            if match is None:
                raise ParseError(f"'{key[:40]}' names no initial value; {_GIVEN_VALUES}.")
            found.append(Value(_plain_name(match[1]), len(match[2]), parse(match[3]), as_tree(given)))
        return found
    raise ConfigError(f"Give initial values as text or as a mapping; {_GIVEN_VALUES}.")


def _plain_name(name: str) -> str:
    name = name.lstrip("\\")
    return GREEK.get(name, name)


# ---------------------------------------------------------------------------------------- what it says


def _name(given: object, what: str) -> str | None:
    """The name of a function or variable: of y, "y", y(x), Function("y"), Symbol("x")."""
    if given is None:
        return None
    text = given if isinstance(given, str) else str(getattr(given, "name", given))
    text = re.sub(r"\(.*\)$", "", text.strip())
    name = _plain_name(text)
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", name) or name in CONSTANTS:
        raise ParseError(
            f"{text[:40]!r} cannot be a {what}; use a letter such as {'y' if what == 'function' else 'x'}."
        )
    return name


def _functions(left: Tree) -> set[str]:
    return {name.rstrip("'") for name in symbols(left) if name.endswith("'")}


def _the_function(left: Tree, name: str | None) -> str:
    found = sorted(_functions(left))
    if len(found) > 1:
        shown = " and ".join(found[:3])
        raise UnsupportedError(f"The equation differentiates {shown}; one unknown function is supported.")
    if not found:
        raise InputError(f"The equation has no derivative of {name or 'y'}; write one with {name or 'y'}'.")
    return found[0]


def _check_order(order: int) -> None:
    if order > MAX_ORDER:
        raise UnsupportedError(f"Equations of order {order} are not supported; those of order 1 to {MAX_ORDER} are.")


def _the_variable(left: Tree, function: str, named: Iterable[str]) -> str:
    names = list(dict.fromkeys(named))
    if len(names) > 1:
        raise ConfigError(f"A function of one variable is sought, not of {names[0]} and of {names[1]}; name one.")
    if names:
        if names[0] == function:
            raise ConfigError(f"The function and its variable cannot both be called {function}.")
        return names[0]
    occurring = symbols(left) - {function}
    for usual in ("x", "t", "z", "s"):
        if usual in occurring and usual != function:
            return usual
    return "t" if function == "x" else "x"


def _distinct(values: Iterable[Value], function: str, variable: str) -> list[Value]:
    """The values, each once; raises for those of another function, that are no constants, or contradict each other."""
    known: dict[tuple[int, Tree], Value] = {}
    for value in values:
        if value.function != function:
            raise ConfigError(f"The initial value is one of {value.function}, but the unknown function is {function}.")
        for tree in (value.place, value.value):
            if {variable, *(function + "'" * k for k in range(MAX_ORDER + 1))} & symbols(tree):
                raise ConfigError(f"An initial value must be a constant; {_GIVEN_VALUES}.")
        before = known.setdefault((value.order, canonical(value.place)), value)
        if canonical(before.value) != canonical(value.value):
            name = f"{function}{chr(39) * value.order}({to_text(value.place)})"
            shown = f"{to_text(before.value)} and {to_text(value.value)}"
            raise ConfigError(f"The initial values contradict each other: {name} cannot be both {shown}.")
    return list(known.values())


def _initial(values: Sequence[Value], function: str, order: int) -> InitialValues | None:
    """Initial values; None where there are none, or where they are as many boundary values as the order says."""
    if not values:
        return None
    by_order = {value.order: value for value in values}
    places = {canonical(value.place) for value in values}
    if len(places) == 1 and sorted(by_order) == list(range(order)):
        return InitialValues(by_order[0].place, tuple(by_order[k].value for k in range(order)))
    if len(values) == order > 1 and max(by_order) < order:
        return None
    needed = " and ".join(f"{function}{chr(39) * k}(…)" for k in range(order))
    count = "one initial value" if order == 1 else f"{order} values"
    others = " of others" if len(values) == order else ""
    raise ConfigError(f"An equation of order {order} takes {count}, as {needed}, not {len(values)}{others}.")


__all__ = ["MAX_ORDER", "DifferentialEquation", "InitialValues", "Value", "read_equation", "read_values"]

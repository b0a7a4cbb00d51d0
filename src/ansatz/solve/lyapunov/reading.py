"""What people state: a system and its equilibrium, brought to x' = f(x) with f(0) = 0, and back.

stated = read("x' = x - x^2", at="x = 1")
stated.question()        in the model's names x0, x1, …, the equilibrium moved to the origin
stated.restored(V)       V in the user's variables
"""

import dataclasses
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING

import symengine as se

from ansatz.algebra.numbers import fraction
from ansatz.algebra.polynomials import ring, to_polynomials
from ansatz.data.lyapunov_format import SEPARATOR, read_line
from ansatz.errors import ALGEBRA_FAILURES, InputError, ParseError
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.commas import at_top_level
from ansatz.expr.display import display
from ansatz.expr.parse import parse
from ansatz.expr.printing import to_text
from ansatz.expr.systems import StatedSystem, read_system
from ansatz.expr.tree import Tree, substitute, symbols
from ansatz.proof.zero.constants import is_zero_constant
from ansatz.solve.lyapunov.claim import System
from ansatz.solve.question import Question

if TYPE_CHECKING:
    import sympy


@dataclasses.dataclass(frozen=True, slots=True)
class Stated:
    """components, variables: as stated. at: the equilibrium. field: f in the model's names, with f(0) = 0."""

    components: tuple[Tree, ...]
    variables: tuple[str, ...]
    at: tuple[Tree, ...]
    field: tuple[se.Expr, ...]
    symbols: "Mapping[str, sympy.Symbol]" = dataclasses.field(default_factory=dict)

    def question(self) -> Question:
        """For the workers."""
        return Question("lyapunov", tuple(map(from_symengine, self.field)), model_names(len(self.variables)))

    def restored(self, V: Tree) -> Tree:
        """A function of the model's variables in the user's."""
        back: dict[str, Tree] = {
            own: theirs if a == 0 else ("-", theirs, a)
            for own, theirs, a in zip(model_names(len(self.variables)), self.variables, self.at, strict=True)
        }
        return display(substitute(V, back))

    def own(self, function: object) -> Tree:
        """A function of the user's variables in the model's; raises `InputError` for symbols that are none of them."""
        from ansatz.expr.reading import Reading

        tree = Reading(function).tree(function)
        if strange := sorted(symbols(tree) - set(self.variables)):
            raise InputError(
                f"{strange[0]} is no variable of the system, whose variables are {', '.join(self.variables)}."
            )
        forth: dict[str, Tree] = {
            theirs: own if a == 0 else ("+", own, a)
            for own, theirs, a in zip(model_names(len(self.variables)), self.variables, self.at, strict=True)
        }
        return substitute(tree, forth)

    def point(self, coordinates: Sequence[float]) -> dict[str, float]:
        """A point of the model's state space in the user's variables."""
        moved = (float(to_symengine(a)) + c for a, c in zip(self.at, coordinates, strict=True))
        return dict(zip(self.variables, moved, strict=True))

    def text(self) -> str:
        """The equations as people type them."""
        parts = (f"{v}' = {to_text(display(f))}" for v, f in zip(self.variables, self.components, strict=True))
        return "; ".join(parts)

    @property
    def at_origin(self) -> bool:
        """Whether the equilibrium is at 0."""
        return all(a == 0 for a in self.at)

    def place(self) -> str:
        """ "x = 1, y = 0" """
        return ", ".join(f"{v} = {to_text(display(a))}" for v, a in zip(self.variables, self.at, strict=True))


def model_names(n: int) -> tuple[str, ...]:
    """x0, x1, …"""
    return tuple(f"x{k}" for k in range(n))


def system_of(question: Question) -> System:
    """The system of a question."""
    return System(tuple(map(to_symengine, question.statement)), tuple(map(symbol, question.variables)))


def read(given: object, at: object = None) -> Stated:
    """Raises `InputError`, one sentence, for what is no system and for a point that is no equilibrium of it."""
    system = _from_tokens(given) if isinstance(given, str) and SEPARATOR in given else read_system(given)
    place = _read_place(at, system)
    values = {v: _constant(a, v) for v, a in zip(system.variables, place, strict=True)}
    own = model_names(len(system.variables))
    moved = {symbol(v): symbol(name) + values[v] for v, name in zip(system.variables, own, strict=True)}
    components = [to_symengine(c) for c in system.components]
    try:
        field_ = [_tidy(c.subs(moved), own) for c in components]
    except ALGEBRA_FAILURES as error:
        raise InputError(f"The system has no value at the equilibrium {_listed(system, place)}.") from error
    stated = Stated(system.components, system.variables, place, tuple(field_), system.symbols)
    _check_equilibrium(stated)
    return stated


def _from_tokens(text: str) -> StatedSystem:
    """The published token format, with a reference function or without."""
    line = read_line(text if "\t" in text else f"{text.rstrip()}\tINT+ 0")
    return read_system(dict(zip(line.variables, line.system, strict=True)))


def _tidy(component: se.Expr, names: Sequence[str]) -> se.Expr:
    """Expanded where it is a polynomial."""
    polynomial = to_polynomials([component], ring(map(symbol, names)))
    return component if polynomial is None else se.expand(component)


def _check_equilibrium(stated: Stated) -> None:
    origin = {symbol(name): se.Integer(0) for name in model_names(len(stated.variables))}
    what = "The origin" if stated.at_origin else f"The point {stated.place()}"
    for v, component in zip(stated.variables, stated.field, strict=True):
        try:
            value = component.subs(origin)
            zero = is_zero_constant(value)
            shown = to_text(display(from_symengine(value)))
        except ALGEBRA_FAILURES:
            raise InputError(f"{what} is no equilibrium: {v}' has no value there.") from None
        if zero is False:
            advice = "name one with at" if stated.at_origin else "give it exactly"
            raise InputError(f"{what} is no equilibrium: {v}' = {shown} there, not 0; {advice}.")
        if zero is None:
            raise InputError(
                f"Whether {what[0].lower()}{what[1:]} is an equilibrium could not be decided: {v}' = {shown}."
            )


def read_box(given: object, stated: Stated) -> tuple[Fraction, ...]:
    """Half the widths of a box about the equilibrium: one number, or "x = 1, y = 2", a sequence or a mapping."""
    values = _values(given, stated.variables, "box")
    numbers = [
        fraction(to_symengine(value)) for value in (values * len(stated.variables) if len(values) == 1 else values)
    ]
    if len(numbers) != len(stated.variables) or any(c is None or c <= 0 for c in numbers):
        raise InputError(
            f"A box has one positive rational number for each of {', '.join(stated.variables)}, or one for all."
        )
    return tuple(c for c in numbers if c is not None)


# ---------------------------------------------------------------------------------------- the equilibrium


def _read_place(at: object, system: StatedSystem) -> tuple[Tree, ...]:
    """One constant for each variable, of "x = 1, y = 0", "1, 0", (1, 0) or {"x": 1}; 0 for those not named."""
    n = len(system.variables)
    values = (0,) * n if at is None else tuple(_values(at, system.variables, "equilibrium"))
    if len(values) != n:
        raise InputError(f"The equilibrium has {len(values)} coordinates, the system {n} variables.")
    return values


def _values(given: object, variables: Sequence[str], what: str) -> list[Tree]:
    """As many as were given, in the variables' order."""
    from ansatz.expr.reading import Reading

    if isinstance(given, str):
        parts = [part for part in at_top_level(_unwrapped(given.strip()), ",;") if part.strip()]
        sides = [part.split("=") for part in parts]
        if all(len(side) == 2 for side in sides):
            given = {left.strip(): parse(right) for left, right in sides}
        elif all(len(side) == 1 for side in sides):
            return [parse(part) for part in parts]
        else:
            raise ParseError(f'Name the {what} as "x = 1, y = 0".')
    if isinstance(given, Mapping):
        named = {str(key): Reading(value).tree(value) for key, value in given.items()}
        if strange := sorted(set(named) - set(variables)):
            raise InputError(f"{strange[0]} is no variable of the system; its variables are {', '.join(variables)}.")
        return [named.get(v, 0) for v in variables]
    try:
        return [Reading(value).tree(value) for value in given]  # type: ignore[attr-defined]
    except TypeError:
        return [Reading(given).tree(given)]


def _unwrapped(text: str) -> str:
    """Without brackets about the whole: "(1, 0)", but not "(1 + 2)*(3)"."""
    depths = list(accumulate((c in "([") - (c in ")]") for c in text))
    return text[1:-1] if len(text) > 1 and depths[-1] == 0 < min(depths[:-1]) else text


def _constant(tree: Tree, variable: str) -> se.Expr:
    if symbols(tree):
        raise InputError(f"The equilibrium's {variable} must be a number, not {to_text(tree)}.")
    return to_symengine(tree)


def _listed(system: StatedSystem, place: Sequence[Tree]) -> str:
    return ", ".join(f"{v} = {to_text(display(a))}" for v, a in zip(system.variables, place, strict=True))


__all__ = ["Stated", "model_names", "read", "read_box", "system_of"]

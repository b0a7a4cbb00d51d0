"""Where what was verified holds, as data: rendered only where it is shown, in whatever names.

scope = Scope(ScopeKind.COMPLEX_PLANE, "x", cuts=(("ln", "x"),))
str(scope.renamed({"x": "z"}))     "on the complex plane, away from the branch cuts of ln(z)"
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from ansatz.expr.display import display
from ansatz.expr.printing import to_text
from ansatz.expr.tree import Tree, substitute
from ansatz.proof.condition import Condition

Value: TypeAlias = float | complex  # of a variable at a point: complex where it lies off the real axis

_MAX_CUTS, _MAX_VALUES = 3, 4  # no more are listed in a sentence
_MAX_LENGTH = 100  # of a condition in a sentence


class ScopeKind(StrEnum):
    """The kinds of scope; the value is the sentence that people read, the name is for programs."""

    EVERYWHERE = "everywhere the integrand is defined"
    WHERE = "where the integrand is defined"
    BOTH = "wherever the integrand and the antiderivative have values"
    SAMPLED = "every part of the integrand's domain that was sampled"
    SOLUTION = "everywhere the solution is real"
    SOLUTION_SAMPLED = "every part of the solution's domain that was sampled"
    RELATION = "wherever the relation is real and determines the solution"
    RELATION_SAMPLED = "every part of the relation's domain that was sampled"
    CURVE = "wherever the curve is real and x varies along it"
    REAL_LINE = "on the real line, where the integrand is complex and both have values"
    SOLUTION_REAL_LINE = "on the real line, where the solution is complex"
    COMPLEX_PLANE = "on the complex plane"
    STATE_SPACE = "the whole state space"
    BOX = "a box about the equilibrium"
    PART = "part of the domain at most"
    PARTICULAR = "particular solutions"
    NOWHERE_TRIED = "nowhere that was tried"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Places:
    """A place on the real line, exact or as a float; with a period: place + period·n for all integers n."""

    place: Tree | float
    period: Tree | None = None

    def text(self, variable: str) -> str:
        """ "pi + 2*pi*n"; the integer is called k where the variable is n."""
        shown = f"{self.place:.6g}" if isinstance(self.place, float) else to_text(display(self.place))
        if self.period is None:
            return shown
        steps = f"{to_text(display(self.period))}*{'k' if variable == 'n' else 'n'}"
        return steps if self.place == 0 else f"{shown} + {steps}"

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values."""
        place = self.place if isinstance(self.place, float) else to_text(display(self.place))
        return {"place": place, "period": None if self.period is None else to_text(display(self.period))}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a claim holds.

    variable: its name, for which values below are. where: conditions on it, which with the integrand's domain make
    the exact set. holds_at: places where a claim that fails elsewhere holds. branch: what must also hold for a
    solution. undecided: places that could not be compared. cuts: expressions on whose branch cuts nothing is said.
    jumps: where an antiderivative certainly jumps although its integrand does not. breaks: where it may have no
    value, or jump, inside its integrand's domain; elsewhere in the scope it is continuous.
    """

    kind: ScopeKind
    variable: str = "x"
    where: tuple[Condition, ...] = ()
    holds_at: tuple[Value, ...] = ()
    branch: tuple[Condition, ...] = ()
    undecided: tuple[Value, ...] = ()
    cuts: tuple[Tree, ...] = ()
    jumps: tuple[Places, ...] = ()
    breaks: tuple[Places, ...] = ()

    @property
    def flaws(self) -> int:
        """How many conditions and breaks set it apart from the whole domain."""
        return len(self.where) + len(self.jumps) + len(self.breaks)

    def renamed(self, names: Mapping[str, Tree]) -> "Scope":
        """The same with the variable and parameters renamed."""
        return replace(
            self,
            variable=str(names.get(self.variable, self.variable)),
            where=tuple(condition.renamed(names) for condition in self.where),
            branch=tuple(condition.renamed(names) for condition in self.branch),
            cuts=tuple(substitute(cut, names) for cut in self.cuts),
        )

    def __str__(self) -> str:
        text = str(self.kind)
        if self.where:
            shown = [spelt for spelt in map(str, self.where) if len(spelt) <= _MAX_LENGTH]
            if longer := len(self.where) - len(shown):
                shown.append(f"{longer} longer condition{'s' if longer > 1 else ''} that the data hold")
            text += f" and {' and '.join(shown)}"
        if self.holds_at:
            text += f": it holds at {at(self.variable, self.holds_at)}"
        if self.branch:
            text += f" with {', '.join(map(str, self.branch))}"
        if self.undecided:
            text += f" (not decided near {at(self.variable, self.undecided)}, where values are extreme)"
        if len(self.cuts) > _MAX_CUTS:
            text += ", away from branch cuts"
        elif self.cuts:
            text += f", away from the branch cuts of {', '.join(to_text(display(cut)) for cut in self.cuts)}"
        if self.jumps:
            text += f"; the antiderivative jumps at {self._at(self.jumps)}"
        if self.breaks:
            text += f"; it may have no value, or jump, at {self._at(self.breaks)}"
        return text

    def _at(self, places: tuple[Places, ...]) -> str:
        return f"{self.variable} = {', '.join(place.text(self.variable) for place in places)}"

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values: the scope as text, and its parts; complex numbers as [real, imaginary]."""
        return {
            "text": str(self),
            "kind": self.kind.name.lower(),
            "variable": self.variable,
            "where": [condition.to_dict() for condition in self.where],
            "holds_at": list(map(plain, self.holds_at)),
            "branch": [condition.to_dict() for condition in self.branch],
            "undecided": list(map(plain, self.undecided)),
            "cuts": [to_text(display(cut)) for cut in self.cuts],
            "jumps": [place.to_dict() for place in self.jumps],
            "breaks": [place.to_dict() for place in self.breaks],
        }


def at(variable: str, values: Sequence[Value]) -> str:
    """ "x = -1.25, 0.5 - 2i": the first values, to four digits."""
    return f"{variable} = {', '.join(map(_digits, values[:_MAX_VALUES]))}"


def _digits(value: Value) -> str:
    if isinstance(value, complex):
        return f"{value.real:.4g} {'-' if value.imag < 0 else '+'} {abs(value.imag):.4g}i"
    return f"{value:.4g}"


def plain(value: Value) -> float | list[float]:
    """A JSON value."""
    return [value.real, value.imag] if isinstance(value, complex) else value


__all__ = ["Places", "Scope", "ScopeKind", "Value", "at", "plain"]

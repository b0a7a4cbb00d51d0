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


class ScopeKind(StrEnum):
    """The kinds of scope; the value is the sentence that people read, the name is for programs."""

    EVERYWHERE = "everywhere the integrand is defined"
    SAMPLED = "every part of the integrand's domain that was sampled"
    SOLUTION = "everywhere the solution is real"
    SOLUTION_SAMPLED = "every part of the solution's domain that was sampled"
    REAL_LINE = "on the real line, where the integrand is complex"
    COMPLEX_PLANE = "on the complex plane"
    STATE_SPACE = "the whole state space"
    PART = "part of the domain at most"
    PARTICULAR = "particular solutions"
    NOWHERE_TRIED = "nowhere that was tried"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Jumps:
    """Where an antiderivative jumps although its integrand does not.

    places: in order; exact, or floats where no exact name was found. period: given for one place only, which
    then stands for place + period·n, n any integer.
    """

    places: tuple[Tree | float, ...]
    period: Tree | None = None

    def text(self, variable: str) -> str:
        """ "pi + 2*pi*n" or "-1, 1"; the integer is called k where the variable is n."""
        shown = [f"{place:.6g}" if isinstance(place, float) else to_text(place) for place in self.places]
        if self.period is not None:
            steps = f"{to_text(self.period)}*{'k' if variable == 'n' else 'n'}"
            shown = [steps if self.places[0] == 0 else f"{shown[0]} + {steps}"]
        return ", ".join(shown)


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a claim holds.

    variable: its name, for which values below are. holds_at: places where a claim that fails elsewhere holds.
    branch: what must also hold for a solution. undecided: places that could not be compared. cuts: expressions
    on whose branch cuts nothing is said. jumps: those of the antiderivative.
    """

    kind: ScopeKind
    variable: str = "x"
    holds_at: tuple[Value, ...] = ()
    branch: tuple[Condition, ...] = ()
    undecided: tuple[Value, ...] = ()
    cuts: tuple[Tree, ...] = ()
    jumps: Jumps | None = None

    def renamed(self, names: Mapping[str, Tree]) -> "Scope":
        """The same with the variable and parameters renamed."""
        return replace(
            self,
            variable=str(names.get(self.variable, self.variable)),
            branch=tuple(condition.renamed(names) for condition in self.branch),
            cuts=tuple(substitute(cut, names) for cut in self.cuts),
        )

    def __str__(self) -> str:
        text = str(self.kind)
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
            text += f"; the antiderivative jumps at {self.variable} = {self.jumps.text(self.variable)}"
        return text

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values: the scope as text, and its parts; complex numbers as [real, imaginary]."""
        jumps = self.jumps or Jumps(())
        return {
            "text": str(self),
            "kind": self.kind.name.lower(),
            "variable": self.variable,
            "holds_at": list(map(plain, self.holds_at)),
            "branch": [condition.to_dict() for condition in self.branch],
            "undecided": list(map(plain, self.undecided)),
            "cuts": [to_text(display(cut)) for cut in self.cuts],
            "jumps": [place if isinstance(place, float) else to_text(place) for place in jumps.places],
            "period": None if jumps.period is None else to_text(jumps.period),
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


__all__ = ["Jumps", "Scope", "ScopeKind", "Value", "at", "plain"]

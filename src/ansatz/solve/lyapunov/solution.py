"""Lyapunov functions as answers: V with its certificate, or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import final

from ansatz.expr.display import display
from ansatz.expr.printing import to_latex, to_text
from ansatz.expr.tree import Tree
from ansatz.proof.verdict import Certificate, Verdict
from ansatz.solve.solution import Solution


class Stability(StrEnum):
    """What is shown of the equilibrium."""

    ASYMPTOTIC = "globally asymptotically stable"
    STABLE = "stable, and every solution is bounded"
    LOCAL = "asymptotically stable"
    NONE = ""


@final
@dataclass(frozen=True, repr=False)
class LyapunovSolution(Solution):
    """What `lyapunov` returns. tree: V, in the user's variables; verdict: proved, checked, unknown, or *refuted*, where
    it is proved that no global Lyapunov function exists.

    variables, components: the system x' = f(x). at: the equilibrium. certificate: sums of squares that prove V, in
    coordinates with the equilibrium at 0 (`certificate_json` is the file that others can check). stability: what is
    shown of the equilibrium; why: the reason for `Stability.ASYMPTOTIC`. point: where V is impossible, or a direction
    in which solutions leave. box, level: of a local V, |x - at| <= box and the c of the set V < c that is shown to be
    attracted. other: another equilibrium, which forbids attraction; "" where none is known.
    """

    variables: tuple[str, ...] = ()
    components: tuple[Tree, ...] = ()
    at: tuple[Tree, ...] = ()
    certificate: Certificate | None = field(default=None, compare=False)
    certificate_json: Mapping[str, object] | None = field(default=None, compare=False)
    stability: Stability = Stability.NONE
    why: str = field(default="", compare=False)
    point: Mapping[str, float] | None = field(default=None, compare=False)
    box: tuple[Fraction, ...] = ()
    level: Fraction | None = field(default=None, compare=False)
    other: str = field(default="", compare=False)

    @property
    def refuted(self) -> bool:
        """Whether there is no global Lyapunov function."""
        return self.verdict is Verdict.REFUTED

    @property
    def answered(self) -> bool:
        """True where there is a V, and where it is proved that there is none."""
        return self.tree is not None or self.refuted

    def _shown(self) -> str:
        return f"V = {self.text()}" if self.tree is not None else "no V" if self.refuted else "V = ?"

    def __repr__(self) -> str:
        facts = "; ".join(fact for fact in (self.verdict, self.method) if fact)
        return f"Solution({self.problem}: {self._shown()}; {facts})"

    def statement_latex(self) -> str:
        """The equations."""
        rows = (
            rf"\dot{{{to_latex(v)}}} = {to_latex(display(f))}"
            for v, f in zip(self.variables, self.components, strict=True)
        )
        return ",\\ ".join(rows)

    def _repr_latex_(self) -> str:
        return f"$V = {self.latex()}$" if self.tree is not None else f"${self.statement_latex()}$"

    def summary(self) -> list[str]:
        """V, how sure it is, where it holds; or why there is none."""
        if self.tree is not None:
            lines = [f"V = {self.text()}", self._facts(self.scope_text())]
        else:
            lines = [f"{self.verdict}; {self._milliseconds()}"]
            lines += [f"{self.reason[0].upper()}{self.reason[1:]}."] if self.reason else []
        if self.stability:
            lines.append(f"The equilibrium is {self.stability}{f': {self.why}' if self.why else ''}.")
        return [*lines, *filter(None, [self.remark])]

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values: the fields of this class, expressions as text."""
        return {
            **super().to_dict(),
            "scope": self.scope_text(),
            "variables": list(self.variables),
            "system": [to_text(display(f)) for f in self.components],
            "at": [to_text(display(a)) for a in self.at],
            "stability": str(self.stability),
            "why": self.why,
            "point": None if self.point is None else dict(self.point),
            "box": list(map(str, self.box)) or None,
            "level": None if self.level is None else str(self.level),
            "other_equilibrium": self.other,
            "certificate": self.certificate_json or (self.certificate.to_json() if self.certificate else None),
        }

    def box_text(self) -> str:
        """ "|x| <= 1, |y - 1| <= 1/2"; "" where V is global."""
        shifted = (v if a == 0 else to_text(display(("-", v, a))) for v, a in zip(self.variables, self.at, strict=True))
        return ", ".join(f"|{v}| <= {r}" for v, r in zip(shifted, self.box, strict=False))

    def scope_text(self) -> str:
        """Where V is a Lyapunov function; of a local one, what it proves a part of the region of attraction."""
        region = "" if self.level is None else f", where V < {self.level} is positively invariant and attracted"
        return f"{self.box_text()}{region}" or str(self.scope or "")

    def explain(self) -> str:
        """What was tried, what V proves and how anyone can check it."""
        from ansatz.solve.lyapunov.explain import explain

        return explain(self)


__all__ = ["LyapunovSolution", "Stability"]

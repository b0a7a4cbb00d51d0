"""What verification says: a verdict, the set where it holds, and what it assumed.

proved    the residual reduces to zero by exact algebra
checked   balls enclose zero within 10⁻²⁰⁰, absolutely and relatively, at random points of the domain and at the scales
          that the expressions name, between their singularities; each part of the expressions matters at one of these
          points: there a change of it by its own 10⁻¹⁰⁰th would show
refuted   ball arithmetic excludes zero at a point of the domain: the candidate is wrong there; or a proof says so
unknown   neither could be decided within the time allowed
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import symengine as se

from ansatz.proof.condition import Condition
from ansatz.proof.scope import Scope, ScopeKind, Value, plain


class Verdict(StrEnum):
    """The four possible findings; `proved` and `checked` are solutions, and both are shown."""

    PROVED = "proved"
    CHECKED = "checked"
    REFUTED = "refuted"
    UNKNOWN = "unknown"

    @property
    def holds(self) -> bool:
        """True for the verdicts that make a candidate an answer."""
        return self in (Verdict.PROVED, Verdict.CHECKED)

    @property
    def advice(self) -> str:
        """What to do where the question stays open, in one sentence; "" for the other verdicts."""
        if self is not Verdict.UNKNOWN:
            return ""
        return "Write the claim in another form, give its parameters values, or allow more seconds."


class Certificate(Protocol):
    """What others need to check a proof: exact, picklable, and written as JSON."""

    def to_json(self) -> dict[str, object]:
        """Plain values, for `json.dumps`."""
        ...


@dataclass(frozen=True, slots=True)
class Verification:
    """One verification, true where it holds.

    verdict: the finding. scope: where it holds. conditions: what parameters must satisfy, such as a != -1.
    reason: one sentence that says how it was found. point: where it is refuted, the value of each variable.
    seconds: wall-clock time spent. certificate: data that prove it, where there are any, for others to check.
    """

    verdict: Verdict
    scope: Scope = Scope(ScopeKind.NOWHERE_TRIED)
    conditions: tuple[Condition, ...] = ()
    reason: str = ""
    point: Mapping[str, Value] | None = field(default=None, hash=False)
    seconds: float = 0.0
    certificate: Certificate | None = None

    @property
    def holds(self) -> bool:
        """True where the candidate may be returned as an answer; a verification's truth value is the same."""
        return self.verdict.holds

    def __bool__(self) -> bool:
        return self.holds

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values: the fields of this class."""
        return {
            "verdict": str(self.verdict),
            "scope": self.scope.to_dict(),
            "conditions": [condition.to_dict() for condition in self.conditions],
            "reason": self.reason,
            "point": self.point and {name: plain(value) for name, value in self.point.items()},
            "seconds": self.seconds,
        }


class Verifier(Protocol):
    """Prepared once for a question, such as an integrand; then judges one claimed answer after the other."""

    def verify(self, claim: se.Expr, /) -> Verification:
        """The verdict on a SymEngine expression; never raises on a malformed one (it is then *unknown*)."""
        ...

"""What verification says: a verdict, the set where it holds, and what it assumed.

proved    the residual reduces to zero by exact algebra
checked   ball arithmetic encloses zero tightly at random points of the domain
refuted   ball arithmetic excludes zero at a point of the domain: the candidate is wrong there
unknown   neither could be decided within the time allowed
"""

from dataclasses import dataclass
from enum import StrEnum

EVERYWHERE = "everywhere the integrand is defined"
SAMPLED = "every part of the integrand's domain that was sampled"


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


@dataclass(frozen=True, slots=True)
class Verification:
    """One verification, ready to be shown.

    verdict: the finding. scope: where it holds, in words. conditions: what parameters must satisfy,
    such as "a != -1". reason: one sentence that says how it was found. point: the value(s) of the
    variable(s) that refute, or None. seconds: wall-clock time spent.
    """

    verdict: Verdict
    scope: str = EVERYWHERE
    conditions: tuple[str, ...] = ()
    reason: str = ""
    point: float | complex | tuple[float, ...] | None = None
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """True where the candidate may be returned as an answer; a verification's truth value is the same."""
        return self.verdict.holds

    def __bool__(self) -> bool:
        return self.holds

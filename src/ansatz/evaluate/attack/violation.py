"""A wrong verdict, as one line that reproduces it, and a collection in which each cause occurs once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import symengine as se

from ansatz.errors import AnsatzError
from ansatz.expr.canonical import from_symengine
from ansatz.expr.display import display
from ansatz.expr.printing import to_text


@dataclass(frozen=True, slots=True)
class Violation:
    """kind: of adversary. cause: what is wrong, in a few words. question, answer: the pair. said: the verdict and its
    scope. detail: where and how it fails. case: the number that makes it again.
    """

    kind: str
    cause: str
    question: str
    answer: str
    said: str
    detail: str
    case: int = -1

    @property
    def line(self) -> str:
        """ "∫ 1/(x + 5) = ln(x + 5): proved, everywhere …; F is complex at x = -6"."""
        return f"[{self.kind} {self.case}] {self.question}  ->  {self.answer}\n    {self.said}\n    {self.detail}"

    def __len__(self) -> int:
        return len(self.question) + len(self.answer)


class Findings:
    """Violations by kind and cause: how many, and the shortest of each."""

    def __init__(self) -> None:
        self.count: dict[tuple[str, str], int] = {}
        self.shortest: dict[tuple[str, str], Violation] = {}

    def add(self, violation: Violation, times: int = 1) -> bool:
        """True where its cause is a new one."""
        key = (violation.kind, violation.cause)
        new = key not in self.count
        self.count[key] = self.count.get(key, 0) + times
        if new or len(violation) < len(self.shortest[key]):
            self.shortest[key] = violation
        return new

    def __len__(self) -> int:
        return sum(self.count.values())

    def to_json(self) -> list[dict[str, object]]:
        """Plain values, the most frequent first."""
        ordered = sorted(self.count, key=lambda key: -self.count[key])
        return [{"count": self.count[key], **asdict(self.shortest[key])} for key in ordered]

    @classmethod
    def from_json(cls, rows: list[dict[str, object]]) -> "Findings":
        """What `to_json` wrote."""
        findings = cls()
        for row in rows:
            fields = dict(row)
            count = fields.pop("count")
            assert isinstance(count, int)
            findings.add(Violation(**fields), count)  # type: ignore[arg-type]
        return findings


def text(expression: se.Basic) -> str:
    """As it can be typed again; SymEngine's own words where it is too long for that."""
    try:
        return to_text(display(from_symengine(expression)))
    except AnsatzError:
        return str(expression)


def at(values: Mapping[se.Symbol, object]) -> str:
    """ "a = 2, x = -5.000001"."""
    return ", ".join(f"{symbol} = {value}" for symbol, value in sorted(values.items(), key=lambda item: str(item[0])))


__all__ = ["Findings", "Violation", "at", "text"]

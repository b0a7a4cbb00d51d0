"""Results of an evaluation on disk: JSON lines that say first what made them, then one result each.

ledger = Ledger.open(Path("results.jsonl"), made_with)    # refuses results that something else made
ledger.add(result)                                        # at once, so that a stopped run goes on where it stood
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ansatz.data.manifest import differences
from ansatz.errors import ConfigError
from ansatz.evaluate.second_opinion.opinion import Stance


@dataclass(frozen=True, slots=True)
class Result:
    """One problem under one line-up. second: the second opinion's stance, "" where there is no answer."""

    lineup: str
    index: int
    verdict: str
    method: str
    detail: str
    elementary: bool
    seconds: float
    candidates: int
    problem: str
    answer: str = ""
    second: str = ""

    @property
    def solved(self) -> bool:
        """Proved or checked."""
        return self.verdict in ("proved", "checked")

    @property
    def doubtful(self) -> bool:
        """Solved, says the verifier; wrong, says the second opinion."""
        return self.solved and self.second == Stance.DISAGREES

    @property
    def uncompared(self) -> bool:
        """Solved, and the second opinion cannot say whether that is right."""
        return self.solved and self.second not in (Stance.AGREES, Stance.DISAGREES)


@dataclass
class Ledger:
    """Results so far, and the file that keeps them; without one they are kept in memory alone."""

    path: Path | None = None
    results: list[Result] = field(default_factory=list)

    @classmethod
    def open(cls, path: Path | None, made_with: Mapping[str, object]) -> "Ledger":
        """Begin a file, or go on with one; raises `ConfigError` for one that was made with something else."""
        ledger = cls(path)
        if path is None:
            return ledger
        if path.exists() and not path.is_file():  # a device such as /dev/full can be read for ever
            raise ConfigError(f"{path} is no file; choose another for the results.")
        header = json.dumps({"made_with": made_with}) + "\n"
        text = path.read_bytes().decode(errors="replace") if path.exists() else ""
        if header.startswith(text):  # also where a run was stopped before it had written the first line
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(header, encoding="utf-8")
            return ledger
        whole = text[: text.rfind("\n") + 1]
        try:
            first, *lines = whole.splitlines()
            found = json.loads(first)["made_with"]
            ledger.results = [Result(**json.loads(line)) for line in lines]
        except (ValueError, TypeError, KeyError):
            raise ConfigError(f"{path} holds no results of an evaluation; choose another file.") from None
        if differing := differences(found, made_with):
            raise ConfigError(
                f"{path} holds results with {', '.join(differing)}; choose another file, or evaluate as before."
            )
        if whole != text:  # the run was stopped in the middle of a line
            path.write_text(whole, encoding="utf-8")
        return ledger

    def add(self, result: Result) -> None:
        self.results.append(result)
        if self.path is not None:
            with open(self.path, "a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")

"""The lessons of the primer, in the order in which they are read.

    find("line").source()      the lesson's text: prose in comments, code in cells

To add a lesson: a file in `lessons/` named after it, and a row here.
"""

from dataclasses import dataclass
from pathlib import Path

from ansatz.errors import ConfigError

FOLDER = Path(__file__).parent / "lessons"


@dataclass(frozen=True)
class Lesson:
    """One lesson: its name in commands, what it is about, seconds on two cores, and whether it needs PyTorch."""

    name: str
    title: str
    seconds: int
    torch: bool = False

    @property
    def number(self) -> int:
        """Its place, from 1."""
        return LESSONS.index(self) + 1

    @property
    def path(self) -> Path:
        """Its source."""
        return FOLDER / f"{self.name}.py"

    def source(self) -> str:
        """Its text."""
        return self.path.read_text(encoding="utf-8")


LESSONS = (
    Lesson("line", "A line through the origin", 2),
    Lesson("logistic", "Blue or orange", 3),
    Lesson("layers", "Stacking a layer", 12),
    Lesson("balderdash", "AI balderdash", 50, torch=True),
    Lesson("tokens", "Text into tokens", 3),
    Lesson("embeddings", "Embeddings", 20),
    Lesson("sequences", "Sequences", 10),
    Lesson("attention", "Sequence to sequence", 50, torch=True),
    Lesson("schedules", "Learning rates", 5),
    Lesson("answers", "Answers before questions", 5),
    Lesson("transformer", "A transformer that integrates", 50, torch=True),
    Lesson("proof", "Guess the form, prove the rest", 10),
    Lesson("lyapunov", "Lyapunov functions", 5),
    Lesson("equation", "A differential equation", 10),
    Lesson("area", "The area under a curve", 5),
)


def find(name: str) -> Lesson:
    """The lesson of this name or number; raises `ConfigError` where there is none."""
    for lesson in LESSONS:
        if name in (lesson.name, str(lesson.number)):
            return lesson
    raise ConfigError(f"There is no lesson '{name}'; choose from {', '.join(one.name for one in LESSONS)}.")

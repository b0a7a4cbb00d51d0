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
    """One lesson: number, name in commands, title, seconds on two cores, whether it needs PyTorch."""

    number: int
    name: str
    title: str
    seconds: int
    torch: bool = False

    @property
    def path(self) -> Path:
        """Its source."""
        return FOLDER / f"{self.name}.py"

    def source(self) -> str:
        """Its text."""
        return self.path.read_text(encoding="utf-8")


LESSONS = (
    Lesson(1, "line", "A line through the origin", 2),
    Lesson(2, "logistic", "Blue or orange", 2),
    Lesson(3, "layers", "Stacking a layer", 8),
    Lesson(4, "balderdash", "AI balderdash", 30, torch=True),
    Lesson(5, "tokens", "Text into tokens", 2),
    Lesson(6, "embeddings", "Embeddings", 4),
    Lesson(7, "sequences", "Sequences", 2),
    Lesson(8, "attention", "Sequence to sequence", 25, torch=True),
    Lesson(9, "schedules", "Learning rates", 3),
    Lesson(10, "answers", "Answers before questions", 7),
    Lesson(11, "transformer", "A transformer that integrates", 25, torch=True),
    Lesson(12, "proof", "Guess the form, prove the rest", 4),
    Lesson(13, "lyapunov", "Lyapunov functions", 5),
    Lesson(14, "equation", "A differential equation", 4),
    Lesson(15, "area", "The area under a curve", 7),
)


def find(name: str) -> Lesson:
    """The lesson of this name or number; raises `ConfigError` where there is none."""
    for lesson in LESSONS:
        if name in (lesson.name, str(lesson.number)):
            return lesson
    raise ConfigError(f"There is no lesson '{name}'; choose from {', '.join(one.name for one in LESSONS)}.")

"""Which tasks a mixture teaches: the task tokens of its generators and data sets."""

from collections.abc import Iterable
from itertools import count

from ansatz.data.encode import Lengths
from ansatz.data.record import Record
from ansatz.data.source import is_folder, sources_of
from ansatz.data.work import attempt, make_generator


def tasks_of(mixture: Iterable[str]) -> list[str]:
    """The task tokens of these tasks' names and data sets' folders, each once."""
    return list(dict.fromkeys(_folder_task(name) if is_folder(name) else _task(name) for name in mixture))


def _task(name: str) -> str:
    """That of the first problem that the generator makes."""
    generator = make_generator(name, {})
    made = (attempt(generator, "tasks", k, Lengths()) for k in count())
    return next(record.task for record in made if isinstance(record, Record))


def _folder_task(folder: str) -> str:
    (source,) = sources_of((folder,), "train", 0)
    return next(source.records(0, 1)).task

"""`ansatz primer`: the lessons, listed, run, or written as notebooks, pages and scripts."""

from pathlib import Path
from typing import Annotated

import typer

FORMS = {"notebook": ".ipynb", "script": ".py", "page": ".md"}


def primer(
    lesson: Annotated[str | None, typer.Argument(help="Which lesson, by name or number; none: list them.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Run all of them.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="List the lessons.")] = False,
    json: Annotated[bool, typer.Option("--json", help="List them as JSON: name, title, seconds.")] = False,
    full: Annotated[bool, typer.Option("--full", help="The long version: larger models, longer training.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="The smallest sizes, which tests use.")] = False,
    write: Annotated[
        str | None, typer.Option(help="Write it instead of running it: notebook, script; page: both.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder of its pictures; default: out/primer/LESSON.")] = None,
) -> None:
    """Lessons from a line through points to a transformer that integrates, each with code, pictures and a check.

    \b
    ansatz primer                                  the lessons
    ansatz primer line                             run one; exit code 1 if its check fails
    ansatz primer line --write notebook --out .    line.ipynb
    """
    from json import dumps

    from ansatz.errors import ConfigError
    from ansatz.primer.lesson import LESSONS, find

    if full and quick:
        raise ConfigError("--full and --quick contradict each other; choose one.")
    if write is not None and write not in FORMS:
        raise ConfigError(f"A lesson can be written as {', '.join(FORMS)}, not as '{write}'.")
    if listing or json or (lesson is None and not every):
        if json:
            print(dumps([{"name": one.name, "title": one.title, "seconds": one.seconds} for one in LESSONS], indent=2))
        else:
            print("\n".join(f"{one.number:3}  {one.name:12} {one.title:34} {one.seconds:3} s" for one in LESSONS))
        return
    chosen = LESSONS if every else (find(lesson or ""),)
    size = "full" if full else "quick" if quick else "usual"
    for one in chosen:
        if write is not None:
            print(_write(one.name, write, out or Path("out/primer"), size))
            continue
        folder = out if out is not None and not every else (out or Path("out/primer")) / one.name
        from ansatz.primer.run import run

        print(f"Lesson {one.number}: {one.title}\n")
        for output in run(one, folder, size):
            for drawn in output.pictures:
                print(f"{drawn.path}: {drawn.caption}")
        print()


def _write(name: str, form: str, folder: Path, size: str) -> Path:
    from ansatz.primer.cells import notebook, page
    from ansatz.primer.lesson import find
    from ansatz.primer.run import run

    lesson = find(name)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}{FORMS[form]}"
    if form == "notebook":
        path.write_text(notebook(lesson.source()), encoding="utf-8")
    elif form == "script":
        path.write_text(lesson.source(), encoding="utf-8")
    else:
        outputs = run(lesson, folder / "pictures", size, collect=True)
        path.write_text(page(lesson.source(), outputs, Path("pictures")), encoding="utf-8")
    return path

"""Executes a lesson, cell by cell, in this process.

run(find("line"), Path("out/primer/line"))      prints what the lesson prints; pictures are saved in the folder
"""

import contextlib
import io
import linecache
from importlib.util import find_spec
from pathlib import Path

from ansatz.errors import ConfigError
from ansatz.primer.cells import Output, split
from ansatz.primer.desk import desk
from ansatz.primer.lesson import Lesson


def run(lesson: Lesson, folder: Path, size: str = "usual", collect: bool = False) -> list[Output]:
    """What each cell drew, and with `collect` what it printed instead of printing it.

    Raises `CheckError` where the lesson's check fails and `ConfigError` where PyTorch or Matplotlib is missing.
    """
    for module, name in (("torch", "PyTorch"), ("matplotlib", "Matplotlib")):
        if (lesson.torch or module != "torch") and find_spec(module) is None:
            raise ConfigError(
                f"The lesson '{lesson.name}' needs {name}; install it with pip install 'ansatz-math[train]'."
            )
    source = lesson.source()
    file = str(lesson.path)
    linecache.checkcache(file)
    space: dict[str, object] = {"__name__": f"ansatz.primer.lessons.{lesson.name}", "__file__": file}
    outputs = []
    with desk(folder, size) as here:
        for cell in split(source):
            output = Output()
            outputs.append(output)
            if cell.prose:
                continue
            drawn, printed = len(here.pictures), io.StringIO()
            # The blank lines give the code its line numbers in the source, for tracebacks.
            code = compile("\n" * (cell.line - 1) + cell.text, file, "exec")
            with contextlib.redirect_stdout(printed) if collect else contextlib.nullcontext():
                exec(code, space)
            output.text = printed.getvalue()
            output.pictures = here.pictures[drawn:]
    return outputs

"""A lesson's source as cells, as a notebook, and as a page with what its cells printed and drew.

The source is Python in the "percent" format, which editors know: a line `# %%` begins a cell of code,
`# %% [markdown]` one of prose, whose lines are comments.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ansatz.primer.desk import Picture

_MARK = "# %%"
_PROSE = "# %% [markdown]"


@dataclass(frozen=True)
class Cell:
    """Prose (Markdown) or code; `line` is where its text begins in the source, from 1."""

    prose: bool
    text: str
    line: int


@dataclass
class Output:
    """What a cell printed and drew."""

    text: str = ""
    pictures: list[Picture] = field(default_factory=list)


def split(source: str) -> list[Cell]:
    """The cells of a source; what precedes the first mark is a cell of code if there is anything."""
    cells: list[Cell] = []
    lines: list[str] = []
    prose, begin = False, 1

    def close() -> None:
        kept = [line.removeprefix("#").removeprefix(" ") for line in lines] if prose else lines
        text = "\n".join(kept).strip("\n")
        if text.strip():
            blank = next(k for k, line in enumerate(kept) if line.strip())
            cells.append(Cell(prose, text, begin + blank))

    for number, line in enumerate(source.splitlines(), 1):
        if line.startswith(_MARK):
            close()
            lines, prose, begin = [], line.rstrip() == _PROSE, number + 1
        else:
            lines.append(line)
    close()
    return cells


def notebook(source: str) -> str:
    """The source as a Jupyter notebook, format 4.5, without outputs."""
    cells = []
    for k, cell in enumerate(split(source)):
        entry: dict[str, object] = {"id": f"cell-{k}", "metadata": {}, "source": cell.text}
        if cell.prose:
            cells.append({"cell_type": "markdown"} | entry)
        else:
            cells.append({"cell_type": "code", "execution_count": None, "outputs": []} | entry)
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    document = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def page(source: str, outputs: Sequence[Output], pictures: Path) -> str:
    """The source as Markdown, code followed by its output; `pictures` is their folder, seen from the page."""
    parts = []
    for cell, output in zip(split(source), outputs, strict=True):
        if cell.prose:
            parts.append(cell.text)
            continue
        parts.append(f"```python\n{cell.text}\n```")
        if output.text.strip():
            parts.append(f"```text\n{output.text.rstrip()}\n```")
        parts += [f"![{drawn.caption}]({pictures / drawn.path.name})" for drawn in output.pictures]
    return "\n\n".join(parts) + "\n"

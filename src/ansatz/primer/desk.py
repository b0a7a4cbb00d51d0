"""What a lesson stands on: pictures, checks that can fail, and sizes for a quick, a usual and a full run.

    figure, axes = canvas(1, 2)                     axes without clutter, in colours for all eyes
    picture(figure, "name", "what is to be seen")   saved; shown where the lesson runs in a notebook
    check(error < 1e-6, "the gradients agree")      printed, or the lesson ends here with exit code 1
    steps = scale(quick=100, usual=5_000, full=50_000)

A lesson run by hand or in a notebook uses the usual sizes and saves its pictures in the current folder.
"""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ansatz.errors import CheckError, ConfigError

if TYPE_CHECKING:
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

BLUE, RED, GREEN, YELLOW, CYAN, PURPLE, GREY = (
    "#4477aa", "#ee6677", "#228833", "#ccbb44", "#66ccee", "#aa3377", "#888888",
)  # fmt: skip
ORANGE = "#ee8833"
SIZES = ("quick", "usual", "full")
_DOTS_PER_INCH = 110
T = TypeVar("T")


@dataclass(frozen=True)
class Picture:
    """A picture that was saved; notebooks show it."""

    path: Path
    caption: str

    def _repr_html_(self) -> str:
        kind = "gif" if self.path.suffix == ".gif" else "png"
        data = base64.b64encode(self.path.read_bytes()).decode()
        return f'<img alt="{self.caption}" src="data:image/{kind};base64,{data}">'


@dataclass
class Desk:
    """Where a lesson's pictures go, how large its run is, and what it has drawn."""

    folder: Path = Path()
    size: str = "usual"
    pictures: list[Picture] = field(default_factory=list)


_desks = [Desk()]


@contextmanager
def desk(folder: Path, size: str = "usual") -> Iterator[Desk]:
    """Lessons that run inside use this folder and this size."""
    if size not in SIZES:
        raise ConfigError(f"A lesson runs in one of the sizes {', '.join(SIZES)}, not '{size}'.")
    folder.mkdir(parents=True, exist_ok=True)
    _desks.append(Desk(folder, size))
    try:
        yield _desks[-1]
    finally:
        _desks.pop()


def scale(quick: T, usual: T, full: T | None = None) -> T:
    """The value for the size of this run."""
    return {"quick": quick, "usual": usual, "full": usual if full is None else full}[_desks[-1].size]


def folder() -> Path:
    """Where this lesson's files go."""
    return _desks[-1].folder


def canvas(rows: int = 1, columns: int = 1, width: float = 7.0, height: float = 4.0) -> tuple["Figure", Any]:
    """A figure and its axes (one, or an array of them); width and height in inches."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    axes = figure.subplots(rows, columns)
    for panel in figure.axes:
        panel.spines[["top", "right"]].set_visible(False)
        panel.tick_params(color=GREY)
    return figure, axes


def blue_to_orange() -> "Colormap":
    """Shades from blue (0) through white (1/2) to orange (1)."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("blue to orange", [BLUE, "#f7f7f7", ORANGE])


def picture(figure: "Figure", name: str, caption: str) -> Picture:
    """Saves the figure as NAME.png."""
    path = _desks[-1].folder / f"{name}.png"
    figure.savefig(path, dpi=_DOTS_PER_INCH)
    return _keep(path, caption)


def animation(figure: "Figure", draw: Callable[[int], None], frames: int, name: str, caption: str) -> Picture:
    """Saves an endless film NAME.gif: `draw(k)` changes the figure to frame k; the last one stays."""
    from matplotlib.animation import PillowWriter

    path = _desks[-1].folder / f"{name}.gif"
    writer = PillowWriter(fps=8)
    with writer.saving(figure, str(path), dpi=70):
        for k in [*range(frames), *([frames - 1] * 15)]:
            draw(k)
            writer.grab_frame()
    return _keep(path, caption)


def _keep(path: Path, caption: str) -> Picture:
    kept = Picture(path, caption)
    _desks[-1].pictures.append(kept)
    return kept


def check(holds: object, sentence: str) -> None:
    """Says that the sentence holds; raises `CheckError` if it does not."""
    if not bool(holds):
        raise CheckError(f"The check failed: {sentence}.")
    print(f"Checked: {sentence}.")

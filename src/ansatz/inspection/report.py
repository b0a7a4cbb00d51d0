"""The report: pictures as PNG, and one HTML page that holds them all and needs no other file.

inspect(Path("out/run"), "x*cos(x)", Path("out/inspection"))
-> [out/inspection/report.html, out/inspection/embeddings.png, …]
"""

import base64
import io
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from ansatz.data import atomic
from ansatz.errors import ConfigError
from ansatz.inspection import attention, embeddings, neighbours
from ansatz.inspection.attention import Reading
from ansatz.inspection.subject import Subject, load

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PAGE = "report.html"
DOTS_PER_INCH = 110


@dataclass(frozen=True)
class Picture:
    """A figure as PNG: its file's name without the ending, and a heading."""

    name: str
    title: str
    png: bytes


def inspect(path: Path, expression: str | None, out: Path) -> list[Path]:
    """Look inside a run or checkpoint and write what is seen into the folder `out`; returns the files, the page first.

    expression: attention over this integrand is shown; None: embeddings and neighbours alone. An earlier report
    there is replaced, other folders with something in them are refused (`ConfigError`). Raises `CheckpointError` and
    `InputError` before anything is written.
    """
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / PAGE).is_file()):
        raise ConfigError(f"{out} holds something else than a report; choose another folder with --out.")
    subject = load(path)
    reading = attention.read(subject, expression) if expression is not None else None
    drawn = pictures(subject, reading)
    text = page(subject, reading, drawn)
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("attention_*.png"):  # of another expression
        old.unlink()
    for picture in drawn:
        atomic.write(out / f"{picture.name}.png", picture.png)
    atomic.write(out / PAGE, text.encode())
    return [out / PAGE, *(out / f"{picture.name}.png" for picture in drawn)]


def pictures(subject: Subject, reading: Reading | None) -> list[Picture]:
    """Attention maps where there is something to read, the plane of embeddings, the table of operators."""
    drawn = [
        Picture(chart.name, chart.title, _png(attention.draw(chart))) for chart in (reading.maps if reading else [])
    ]
    plane = embeddings.project(subject.embedding, subject.scheme)
    title = (
        f"Embeddings of the {len(plane.labels)} tokens that training has met: "
        f"{sum(plane.explained):.1%} of their variance lies in this plane"
    )
    drawn.append(Picture("embeddings", title, _png(embeddings.draw(plane))))
    if neighbours.operators(subject.embedding, subject.scheme):
        table = neighbours.cosines(subject.embedding, subject.scheme)
        drawn.append(Picture("operators", "Cosines of the operators' embeddings", _png(neighbours.draw(table))))
    return drawn


def page(subject: Subject, reading: Reading | None, drawn: list[Picture]) -> str:
    """The HTML page; every text in it is escaped, every picture is inside it."""
    config = f"{subject.family}, {subject.model.parameter_count:,} parameters, {subject.scheme}"
    body = [
        "<h1>Inside a model</h1>",
        f"<p>{escape(config)}; trained on {subject.examples:,} examples.</p>",
        *(_reading(reading) if reading else []),
        *(_figure(picture) for picture in drawn),
        *_neighbours(subject),
    ]
    return _PAGE.format(title="Inside a model", body="\n".join(body))


def _reading(reading: Reading) -> list[str]:
    lines = [
        "<h2>Problem and answer</h2>",
        f"<p>Integrand <code>{escape(reading.problem)}</code>: {_tokens(reading.source)}</p>",
    ]
    said = f"<code>{escape(reading.answer)}</code>" if reading.answer else "which spells no expression"
    lines.append(f"<p>Greedy answer, not verified, {said}: {_tokens(reading.target)}</p>")
    if not reading.maps:
        lines.append("<p>This family has no attention: all that it knows of the problem is one vector.</p>")
    return lines


def _tokens(tokens: list[str]) -> str:
    return " ".join(f'<span class="token">{escape(token)}</span>' for token in tokens)


def _figure(picture: Picture) -> str:
    data = base64.b64encode(picture.png).decode("ascii")
    title = escape(picture.title)
    return f'<h2>{title}</h2>\n<img alt="{title}" src="data:image/png;base64,{data}">'


def _neighbours(subject: Subject) -> list[str]:
    rows = []
    for name in neighbours.operators(subject.embedding, subject.scheme):
        found = neighbours.nearest(subject.embedding, subject.scheme, name)
        cells = "".join(f"<td>{escape(other)} <small>{cosine:.2f}</small></td>" for other, cosine in found)
        rows.append(f"<tr><th>{escape(name)}</th>{cells}</tr>")
    if not rows:
        return []
    return ["<h2>Nearest neighbours of the operators, with their cosines</h2>", "<table>", *rows, "</table>"]


def _png(figure: "Figure") -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=DOTS_PER_INCH, format="png")
    return buffer.getvalue()


_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }}
h1, h2 {{ line-height: 1.2; }}
h2 {{ font-size: 1.1rem; margin-top: 2.5rem; }}
img {{ max-width: 100%; }}
.token, code, th, td {{ font-family: ui-monospace, monospace; }}
.token {{ background: #eef2f8; border-radius: 3px; padding: 0 .25em; white-space: pre; }}
th, td {{ text-align: left; padding: .1rem .8rem .1rem 0; font-size: .85rem; }}
small {{ color: #777; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""

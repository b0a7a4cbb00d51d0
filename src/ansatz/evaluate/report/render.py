"""A report's blocks as Markdown and as HTML, one after the other.

to_markdown([Heading("Traps"), Table(("system", "wrong"), [("own", "0")])])
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """level: 1 to 3."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Text that is shown as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """The first column is text, the others are numbers where they are no code. code: columns of formulas."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    code: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A file beside the report, and what it shows."""

    file: str
    text: str


Block: TypeAlias = Heading | Paragraph | Code | Table | Picture

_STYLE = """body{font:16px/1.5 system-ui,sans-serif;max-width:72em;margin:2em auto;padding:0 1em;color:#222}
table{border-collapse:collapse;margin:1em 0;font-size:14px}td,th{padding:.25em .7em;border-bottom:1px solid #ddd;
text-align:right;vertical-align:top}td:first-child,th:first-child,td.code,th.code{text-align:left}td.code{font-family:
monospace;word-break:break-word;max-width:34em}img{max-width:100%}pre{background:#f5f5f5;padding:1em;overflow:auto}"""


def to_markdown(blocks: Iterable[Block]) -> str:
    """For GitHub."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def to_html(blocks: Iterable[Block], title: str) -> str:
    """One page."""
    body = "\n".join(_html(block) for block in blocks)
    head = f'<!doctype html>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n'
    return f"{head}<body>\n{body}\n</body>\n"


def _markdown(block: Block) -> str:
    match block:
        case Heading():
            return f"{'#' * block.level} {block.text}"
        case Paragraph():
            return block.text
        case Code():
            return "\n".join("    " + line for line in block.text.splitlines())
        case Picture():
            return f"![{block.text}]({block.file})"
        case Table():
            rule = ["---" if _is_text(block, k) else "---:" for k in range(len(block.columns))]
            lines = [block.columns, rule, *([_cell(block, k, text) for k, text in enumerate(r)] for r in block.rows)]
            return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(table: Table, column: int, text: str) -> str:
    text = text.replace("|", "\\|")
    return f"`{text}`" if table.columns[column] in table.code and text else text


def _is_text(table: Table, column: int) -> bool:
    return column == 0 or table.columns[column] in table.code


def _html(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        case Paragraph():
            return f"<p>{escape(block.text)}</p>"
        case Code():
            return f"<pre>{escape(block.text)}</pre>"
        case Picture():
            return f'<p><img src="{escape(block.file)}" alt="{escape(block.text)}"></p>'
        case Table():
            marks = [' class="code"' if name in block.code else "" for name in block.columns]
            head = "".join(f"<th{mark}>{escape(name)}</th>" for mark, name in zip(marks, block.columns, strict=True))
            rows = (
                "".join(f"<td{mark}>{escape(text)}</td>" for mark, text in zip(marks, row, strict=True))
                for row in block.rows
            )
            return f"<table>\n<tr>{head}</tr>\n" + "\n".join(f"<tr>{row}</tr>" for row in rows) + "\n</table>"

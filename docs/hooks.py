"""MkDocs' hook for formulas: $…$ and $$…$$ become MathML when the site is built, so that pages need no script."""

import re

from latex2mathml.converter import convert

_CODE = re.compile(r"(^```.*?^```|`[^`\n]*`)", re.MULTILINE | re.DOTALL)
_FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<![\\$\w])\$(?!\s)([^$]+?)(?<!\s)\$(?!\d)", re.DOTALL)


_NAMED = re.compile(r"\\(ln|log|sin|cos|tan|arcsin|arctan|tanh)(?=\s+[\w\\])(?!\s*\\(?:left|big))")


def _mathml(match: re.Match[str]) -> str:
    block = match[1] is not None
    written = _NAMED.sub(r"\\\1\\,", " ".join((match[1] or match[2]).split()))
    mathml = convert(written, display="block" if block else "inline").replace("\n", "")
    # Markdown would take a line that begins with <math> for a block.
    return mathml if block else f"<span>{mathml}</span>"


def on_page_markdown(markdown: str, **_: object) -> str:
    """The page's source with its formulas as MathML; code stays as it is."""
    parts = _CODE.split(markdown)
    return "".join(part if k % 2 else _FORMULA.sub(_mathml, part) for k, part in enumerate(parts))

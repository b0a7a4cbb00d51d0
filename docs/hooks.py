"""MkDocs' hook for formulas: $…$ and $$…$$ become MathML when the site is built, so that pages need no script."""

import re

from latex2mathml.converter import convert

_CODE = re.compile(r"(^```.*?^```|`[^`\n]*`)", re.MULTILINE | re.DOTALL)
_FORMULA = re.compile(r"\$\$(.+?)\$\$|(?<![\\$\w])\$(?!\s)([^$]+?)(?<!\s)\$(?!\d)", re.DOTALL)


_PRIMED = re.compile(r"<msup>(<m[io][^>]*>[^<]*</m[io]>)<mi>(&#x0203[23];)</mi></msup>")
_PRIMED_INDEX = re.compile(r"<msubsup>(<mi>[^<]*</mi><m[in]>[^<]*</m[in]>)<mi>(&#x0203[23];)</mi></msubsup>")
_PRIME = '<mo form="postfix" lspace="0" rspace="0">'
_LONG = 30  # characters of LaTeX; a longer formula within a line may be wider than a phone
_NAMED = re.compile(r"\\(ln|log|sin|cos|tan|arcsin|arctan|tanh)(?=\s+[\w\\])(?!\s*\\(?:left|big))")


def _mathml(match: re.Match[str]) -> str:
    block = match[1] is not None
    written = _NAMED.sub(r"\\\1\\,", " ".join((match[1] or match[2]).split()))
    mathml = convert(written, display="block" if block else "inline").replace("\n", "")
    # The prime's glyph is raised already; as an exponent it would fly off in most fonts.
    mathml = _PRIMED.sub(rf"<mrow>\1{_PRIME}\2</mo></mrow>", mathml)
    mathml = _PRIMED_INDEX.sub(rf"<mrow><msub>\1</msub>{_PRIME}\2</mo></mrow>", mathml)
    # Markdown would take a line that begins with <math> for a block.
    if block:
        return mathml
    return f'<span class="long">{mathml}</span>' if len(written) > _LONG else f"<span>{mathml}</span>"


def on_page_markdown(markdown: str, **_: object) -> str:
    """The page's source with its formulas as MathML; code stays as it is."""
    parts = _CODE.split(markdown)
    return "".join(part if k % 2 else _FORMULA.sub(_mathml, part) for k, part in enumerate(parts))

"""Letter tokenizer: every character is a token.

    LetterTokenizer().encode(["sin", "(", "x", ")", "-", "42"])  ->  ["s", "i", "n", "(", "x", ")", "-", "4", "2"]

`join` writes words in a row with a space only where two of them would run together (prefix "sin x", infix
"sin(x)-42"), and `split` finds them again.
"""

import re
from collections.abc import Iterator, Sequence

from ansatz.errors import NotationError

# A minus directly before digits belongs to them, unless an operand ends just before it.
_WORD = re.compile(r"(?<![\w)'])-[0-9]+|[0-9]+|[A-Za-z_]\w*'*|[-+*/^()]")
_OPERAND_END = re.compile(r"[\w)']")


def join(words: Sequence[str]) -> str:
    """The words in a row; `split` inverts it."""
    out: list[str] = []
    before = last = " "  # the two characters that have been written last
    for word in words:
        first = word[:1]
        if (
            (_is_letter(last) and _is_letter(first))
            or (first == "-" and len(word) > 1 and _OPERAND_END.match(last))
            or (last == "-" and first.isdecimal() and not _OPERAND_END.match(before))
        ):
            out.append(" ")
            last = " "
        out.append(word)
        before, last = (last + word)[-2], word[-1]
    return "".join(out)


def _is_letter(character: str) -> bool:
    return character.isalnum() or character in "_'"


def split(text: str) -> list[str]:
    """The words in a text that `join` wrote; raises `NotationError` at a strange character."""
    return list(_split(text))


def _split(text: str) -> Iterator[str]:
    position = 0
    while position < len(text):
        if text[position] == " ":
            position += 1
            continue
        match = _WORD.match(text, position)
        if match is None:
            raise NotationError(f"The character {text[position]!r} begins no word.")
        yield match.group()
        position = match.end()


class LetterTokenizer:
    """One token for each character of the joined words."""

    name = "letter"

    def encode(self, words: Sequence[str]) -> list[str]:
        """Characters of the words in a row."""
        return list(join(words))

    def decode(self, tokens: Sequence[str]) -> list[str]:
        """The words; raises `NotationError` at a strange character."""
        return split("".join(tokens))

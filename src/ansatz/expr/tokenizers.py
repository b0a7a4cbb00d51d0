"""Word tokenizer: notation words to vocabulary tokens; large integers become a sign and digits."""

from collections.abc import Sequence

from ansatz.errors import NotationError
from ansatz.expr.vocabulary import DIGITS, INDEX, NEGATIVE, POSITIVE

_DIGIT = {token: token[1] for token in DIGITS}


def to_tokens(words: Sequence[str]) -> list[str]:
    """Vocabulary tokens of notation words; raises `NotationError` for a name outside the vocabulary."""
    out: list[str] = []
    for word in words:
        if word in INDEX:
            out.append(word)
        elif word.isdigit():
            out.append(POSITIVE)
            out.extend("d" + digit for digit in word)
        elif word[0] == "-" and word[1:].isdigit():
            out.append(NEGATIVE)
            out.extend("d" + digit for digit in word[1:])
        else:
            raise NotationError(f"'{word}' is not in the vocabulary.")
    return out


def from_tokens(tokens: Sequence[str]) -> list[str]:
    """Notation words of vocabulary tokens; raises `NotationError` for stray digits or signs."""
    out: list[str] = []
    sign = ""
    digits: list[str] | None = None
    for token in tokens:
        digit = _DIGIT.get(token)
        if digit is not None:
            if digits is None:
                raise NotationError("A digit stands without a sign token before it.")
            digits.append(digit)
            continue
        if digits is not None:
            out.append(_integer(sign, digits))
            digits = None
        if token == POSITIVE or token == NEGATIVE:
            sign, digits = ("-" if token == NEGATIVE else ""), []
        else:
            out.append(token)
    if digits is not None:
        out.append(_integer(sign, digits))
    return out


def _integer(sign: str, digits: list[str]) -> str:
    if not digits:
        raise NotationError("A sign token stands without digits after it.")
    return sign + "".join(digits)

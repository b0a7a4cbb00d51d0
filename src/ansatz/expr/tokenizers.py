"""Tokenizers: notation words to tokens and back, behind one interface.

    word      vocabulary tokens; large integers become a sign and digits     sin ( x ) INT+ d4 d2
    letter    every character a token (`ansatz.expr.letters`)                 s i n ( x )
    bpe       byte-pair encoding of the letters (`ansatz.expr.bpe`)           sin( x )

A tokenizer knows nothing of notations, so that any tokenizer goes with any notation:
decode(encode(words)) == words.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from ansatz.errors import ConfigError, NotationError
from ansatz.expr.bpe import BytePairEncoder
from ansatz.expr.letters import LetterTokenizer
from ansatz.expr.vocabulary import DIGITS, INDEX, NEGATIVE, POSITIVE

_DIGIT = {token: token[1] for token in DIGITS}

# Infix alone needs brackets; they take the first two spare places, so that the vocabulary stays as it is.
BRACKETS = {"(": "<spare0>", ")": "<spare1>"}
_BRACKET = {token: bracket for bracket, token in BRACKETS.items()}


def to_tokens(words: Sequence[str]) -> list[str]:
    """Vocabulary tokens of notation words; raises `NotationError` for a name outside the vocabulary."""
    if all(map(INDEX.__contains__, words)):  # most are
        return list(words)
    out: list[str] = []
    for word in words:
        if word in INDEX:
            out.append(word)
        elif word.isdecimal() and word.isascii():
            out.append(POSITIVE)
            out.extend("d" + digit for digit in word)
        elif word[:1] == "-" and word[1:].isdecimal() and word.isascii():
            out.append(NEGATIVE)
            out.extend("d" + digit for digit in word[1:])
        elif word in BRACKETS:
            out.append(BRACKETS[word])
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
        if token in (POSITIVE, NEGATIVE):
            sign, digits = ("-" if token == NEGATIVE else ""), []
        else:
            out.append(_BRACKET.get(token, token))
    if digits is not None:
        out.append(_integer(sign, digits))
    return out


def _integer(sign: str, digits: list[str]) -> str:
    if not digits:
        raise NotationError("A sign token stands without digits after it.")
    return sign + "".join(digits)


class Tokenizer(Protocol):
    """What every tokenizer does: `decode` inverts `encode`; both raise `NotationError` on what they cannot read."""

    @property
    def name(self) -> str: ...

    def encode(self, words: Sequence[str]) -> list[str]: ...

    def decode(self, tokens: Sequence[str]) -> list[str]: ...


class WordTokenizer:
    """The vocabulary's own tokens (`to_tokens`, `from_tokens`)."""

    name = "word"

    def encode(self, words: Sequence[str]) -> list[str]:
        return to_tokens(words)

    def decode(self, tokens: Sequence[str]) -> list[str]:
        return from_tokens(tokens)


TOKENIZERS: dict[str, Tokenizer] = {"word": WordTokenizer(), "letter": LetterTokenizer()}


def tokenizer(name: str, merges: str | Path | None = None) -> Tokenizer:
    """The tokenizer of a name; "bpe" needs the file that its training saved (`BytePairEncoder.save`)."""
    if name == "bpe":
        if merges is None:
            raise ConfigError("The tokenizer 'bpe' needs its merges; give the file that BytePairEncoder.save wrote.")
        return BytePairEncoder.load(merges)
    if name not in TOKENIZERS:
        raise ConfigError(f"There is no tokenizer '{name}'; choose from {', '.join((*TOKENIZERS, 'bpe'))}.")
    return TOKENIZERS[name]

"""Schemes: a notation and a tokenizer together; how a model's problems and answers are spelt as token ids.

    scheme = Scheme("infix", "letters")
    scheme.tokens(["*", "x", "cos", "x"])       ids of  x * c o s ( x )
    scheme.words(ids)                           ["*", "x", "cos", "x"]
    scheme.tree(ids)                            ("*", "x", ("cos", "x"))
    scheme.size, scheme.names                   its vocabulary

Prefix words are the currency outside, as in shards; several expressions are joined by <sep>. Every vocabulary
begins with the same special tokens (padding is 0), so that models, streams and beams need not know the scheme.

    notation     prefix, postfix, infix             (`ansatz.expr.notation`)
    tokenizer    words      the vocabulary's own tokens; integers beyond it by sign and digits
                 letters    every character a token, a space where two words would run together
                 bpe        letters, then the byte-pair merges of `ansatz.data.merges`

Any tokenizer goes with any notation. A new notation is a row of `ansatz.expr.notation.NOTATIONS`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ansatz.data.merges import merges
from ansatz.errors import ConfigError, NotationError
from ansatz.expr.letters import join, split
from ansatz.expr.notation import NOTATIONS, from_prefix, to_prefix
from ansatz.expr.operators import CONSTANTS, OPERATORS, WITHOUT_TOKENS
from ansatz.expr.tokenizers import BRACKETS, from_tokens, to_tokens
from ansatz.expr.tree import Tree
from ansatz.expr.vocabulary import END, FORM, INDEX, PAD, SEPARATOR, START, SYMBOLS, TASKS, TOKENS, UNKNOWN

TOKENIZERS = ("words", "letters", "bpe")
SPECIAL = (PAD, START, END, UNKNOWN, SEPARATOR, *TASKS)
assert TOKENS[: len(SPECIAL)] == SPECIAL

_WORD_OR_PART = re.compile(r"[\w']+|[-+*/^]")


@dataclass(frozen=True)
class Scheme:
    """A notation and a tokenizer by name; raises `ConfigError` for unknown ones."""

    notation: str = "prefix"
    tokenizer: str = "words"

    def __post_init__(self) -> None:
        if self.notation not in NOTATIONS:
            raise ConfigError(f"There is no notation '{self.notation}'; choose from {', '.join(NOTATIONS)}.")
        if self.tokenizer not in TOKENIZERS:
            raise ConfigError(f"There is no tokenizer '{self.tokenizer}'; choose from {', '.join(TOKENIZERS)}.")

    def __str__(self) -> str:
        return f"{self.notation} {self.tokenizer}"

    # --------------------------------------------------------------------------------- vocabulary

    @property
    def is_default(self) -> bool:
        """Whether this is prefix words, the currency outside."""
        return self.notation == "prefix" and self.tokenizer == "words"

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every token's name, in the order of ids."""
        if self.tokenizer == "words":
            return TOKENS
        known = {*OPERATORS, *CONSTANTS, *SYMBOLS} - WITHOUT_TOKENS
        letters = sorted({*"".join(known), *"0123456789-() "})
        if self.tokenizer == "letters":
            return (*SPECIAL, *letters, FORM)
        # Two merges may spell the same token: "a"+"bc" and "ab"+"c".
        merged = dict.fromkeys(a + b for a, b in merges(self.notation).merges)
        return (*SPECIAL, *letters, *merged, FORM)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Every token as people read it: spaces are visible, infix brackets are brackets."""
        brackets = {token: bracket for bracket, token in BRACKETS.items()} if self.notation == "infix" else {}
        return tuple(brackets.get(name, name.replace(" ", "␣")) for name in self.names)

    @property
    def size(self) -> int:
        """Number of tokens: the model's vocabulary."""
        return len(self.names)

    @cached_property
    def index(self) -> dict[str, int]:
        """The id of each token's name."""
        return {name: k for k, name in enumerate(self.names)}

    @cached_property
    def slack(self) -> int:
        """At most so many prefix tokens does one token of this scheme stand for: bounds lengths before spelling."""
        if self.tokenizer == "words":
            return 1
        words = max(len(_WORD_OR_PART.findall(name)) for name in self.names[len(SPECIAL) : -1])
        return 2 * words  # an integer has a sign token: 31 is two letters, but INT+ d3 d1

    # ------------------------------------------------------------------------------------- spelling

    def tokens(self, words: Sequence[str]) -> list[int]:
        """Token ids of prefix words; raises `NotationError` for words outside the vocabulary."""
        if self.is_default:
            return [INDEX[token] for token in to_tokens(words)]
        to_tokens(words)  # letters could spell names that are not in the vocabulary
        return [self.index[token] for token in self._spell(words)]

    def source(self, task: str, words: Sequence[str], form: bool = False) -> list[int]:
        """Ids that ask for the answer of a task to a statement, or for its form: what a model's encoder reads."""
        return [INDEX[task], *([self.index[FORM]] if form else []), *self.tokens(words)]

    def words(self, ids: Sequence[int]) -> list[str]:
        """The prefix words of ids without <s>, </s> and task; raises `NotationError` where they spell none."""
        out: list[str] = []
        for k, part in enumerate(self._parts(ids)):
            if k:
                out.append(SEPARATOR)
            out += to_prefix(self._read(part))
        return out

    def tree(self, ids: Sequence[int]) -> Tree:
        """The one tree that ids spell; raises `NotationError` where they spell none, or several."""
        parts = self._parts(ids)
        if len(parts) != 1:
            raise NotationError("The tokens spell several expressions, not one.")
        return self._read(parts[0])

    def _parts(self, ids: Sequence[int]) -> list[list[str]]:
        parts: list[list[str]] = [[]]
        for k in ids:
            if not 0 <= k < self.size:
                raise NotationError(f"There is no token {k} in the scheme {self}.")
            if k == INDEX[SEPARATOR]:
                parts.append([])
            else:
                parts[-1].append(self.names[k])
        return parts

    def _spell(self, words: Sequence[str]) -> list[str]:
        """Names of the tokens of prefix words."""
        out: list[str] = []
        start = 0
        for stop in [k for k, word in enumerate(words) if word == SEPARATOR] + [len(words)]:
            if start:
                out.append(SEPARATOR)
            part = NOTATIONS[self.notation].to_words(from_prefix(words[start:stop]))
            if self.tokenizer == "words":
                out += to_tokens(part)
            elif self.tokenizer == "letters":
                out += join(part)
            else:
                out += merges(self.notation).encode(part)
            start = stop + 1
        return out

    def _read(self, tokens: Sequence[str]) -> Tree:
        if any(token in _SPECIAL for token in tokens):
            raise NotationError("A special token stands inside an expression.")
        words = from_tokens(tokens) if self.tokenizer == "words" else split("".join(tokens))
        tree = NOTATIONS[self.notation].from_words(words)
        to_tokens(to_prefix(tree))
        return tree


_SPECIAL = frozenset((*SPECIAL, FORM))
PREFIX_WORDS = Scheme()

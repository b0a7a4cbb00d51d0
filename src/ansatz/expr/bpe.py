"""Byte-pair encoding (Gage 1994; Sennrich, Haddow & Birch 2016): the commonest pair of tokens becomes one token.

    encoder = BytePairEncoder.train(["aaabdaaabac"], merges=3)
    encoder.segment("aaabdaaabac")      ["aaab", "d", "aaab", "a", "c"]
    encoder.abbreviate("aaabdaaabac")   "XdXac"        with Z = aa, Y = ab, X = ZY

Here the text is an expression's letters (`ansatz.expr.letters.join` of its words). Training is deterministic: equally
common pairs are taken in the order of length, then of the alphabet.
"""

import heapq
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from ansatz.errors import ConfigError
from ansatz.expr.letters import join, split

_FORMAT = "ansatz byte-pair merges, version 1"
Pair = tuple[str, str]


class BytePairEncoder:
    """A tokenizer made of `merges`: pairs of tokens in the order in which they are joined."""

    name = "bpe"

    def __init__(self, merges: Sequence[Pair]) -> None:
        self.merges: tuple[Pair, ...] = tuple((str(a), str(b)) for a, b in merges)
        self._rank = {pair: rank for rank, pair in enumerate(self.merges)}

    # ------------------------------------------------------------------------------------ use

    def encode(self, words: Sequence[str]) -> list[str]:
        """Tokens of notation words."""
        return self.segment(join(words))

    def decode(self, tokens: Sequence[str]) -> list[str]:
        """Notation words of tokens; raises `NotationError` at a strange character."""
        return split("".join(tokens))

    def segment(self, text: str) -> list[str]:
        """The text cut into tokens: letters, then every merge that applies, earliest first."""
        tokens = list(text)
        while len(tokens) > 1:
            known = [pair for pair in pairwise(tokens) if pair in self._rank]
            if not known:
                break
            tokens = _merge(tokens, min(known, key=self._rank.__getitem__))
        return tokens

    def abbreviate(self, text: str) -> str:
        """The text with one capital for each merged token: Z for the first merge, then Y, X, …; at most 26."""
        if len(self.merges) > 26:
            raise ConfigError(f"There are 26 capitals, but {len(self.merges)} merges.")
        capital = {a + b: chr(ord("Z") - rank) for rank, (a, b) in enumerate(self.merges)}
        return "".join(capital.get(token, token) for token in self.segment(text))

    # ------------------------------------------------------------------------------------ training

    @classmethod
    def train(cls, corpus: Iterable[str], merges: int) -> "BytePairEncoder":
        """Learns at most `merges` merges; it stops early where no pair occurs twice.

        A merge costs time in proportion to the texts in which its pair occurs.
        """
        frequency = Counter(corpus)
        texts = [list(text) for text in frequency]
        weights = list(frequency.values())
        counts: Counter[Pair] = Counter()
        places: defaultdict[Pair, set[int]] = defaultdict(set)
        for k, tokens in enumerate(texts):
            _count(tokens, weights[k], counts, places, k)
        heap = [_entry(pair, count) for pair, count in counts.items()]
        heapq.heapify(heap)
        learned: list[Pair] = []
        while heap and len(learned) < merges:
            negative, _, pair = heapq.heappop(heap)
            if -negative != counts[pair]:
                continue  # an outdated entry: the current count was pushed when it changed
            if counts[pair] < 2:
                break
            learned.append(pair)
            changed: set[Pair] = set()
            for k in sorted(places[pair]):
                changed |= _count(texts[k], -weights[k], counts, places, k)
                texts[k] = _merge(texts[k], pair)
                changed |= _count(texts[k], weights[k], counts, places, k)
            for other in changed:
                if counts[other] > 0:
                    heapq.heappush(heap, _entry(other, counts[other]))
        return cls(learned)

    # ------------------------------------------------------------------------------------ files

    def save(self, path: str | Path) -> None:
        """Writes the merges as JSON."""
        document = {"format": _FORMAT, "merges": self.merges}
        Path(path).write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path: str | Path) -> "BytePairEncoder":
        """Reads what `save` wrote; raises `ConfigError` for anything else."""
        try:
            document = json.loads(Path(path).read_text(encoding="utf-8"))
            merges = document["merges"]
            pairs = all(len(pair) == 2 and all(isinstance(part, str) for part in pair) for pair in merges)
            if not pairs or document["format"] != _FORMAT:
                raise ValueError
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ConfigError(f"'{path}' holds no byte-pair merges; write it with BytePairEncoder.save.") from error
        return cls(merges)


def _entry(pair: Pair, count: int) -> tuple[int, tuple[int, Pair], Pair]:
    return -count, (len(pair[0]) + len(pair[1]), pair), pair


def _merge(tokens: Sequence[str], pair: Pair) -> list[str]:
    """Every occurrence of the pair joined, from the left, without overlaps."""
    out: list[str] = []
    k, last = 0, len(tokens) - 1
    while k <= last:
        if k < last and tokens[k] == pair[0] and tokens[k + 1] == pair[1]:
            out.append(pair[0] + pair[1])
            k += 2
        else:
            out.append(tokens[k])
            k += 1
    return out


def _count(
    tokens: Sequence[str], weight: int, counts: Counter[Pair], places: defaultdict[Pair, set[int]], k: int
) -> set[Pair]:
    """Adds a text's pairs (a negative weight takes them away); returns the pairs that it touched."""
    touched: set[Pair] = set()
    previous: Pair | None = None
    for pair in pairwise(tokens):
        if pair == previous:  # the middle of aaa: occurrences must not overlap
            previous = None
            continue
        counts[pair] += weight
        touched.add(pair)
        previous = pair
    for pair in touched:
        if weight > 0:
            places[pair].add(k)
        else:
            places[pair].discard(k)
    return touched

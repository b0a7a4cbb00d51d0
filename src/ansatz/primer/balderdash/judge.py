"""Whether a term is an invention, and whether its words can be pronounced: rules without a dictionary.

**Invention**: a term is one if at least one of its words is new, that is, at a distance of two letters or more from
every word that occurs in a real term. New combinations of known words ("compact lattice") do not count: many of them
exist, in some paper.

**Pronounceable**: a word is, if it has a vowel (a e i o u y); it has nowhere more than three consonants or two vowels
in a row, unless a real term has them too; and the consonants that it begins and ends with begin or end a word of a
real term.
"""

import re
import unicodedata
from functools import lru_cache

from ansatz.primer.balderdash.terms import real

_WORD = re.compile(r"[a-z]+")
_CONSONANTS = re.compile(r"[^aeiouy]+")
_VOWELS = re.compile(r"[aeiouy]+")
_SHAPE = re.compile(r"[A-ZÀ-Þ]?[a-zß-ž]+(?:[ –'-][A-ZÀ-Þ]?[a-zß-ž]+){0,4}")  # capitals begin words
MAX_LENGTH = 40  # letters of a term


def words(term: str) -> list[str]:
    """Its words in small letters without accents, apostrophes joined: "L'Hôpital rule" -> ["lhopital", "rule"]."""
    plain = unicodedata.normalize("NFKD", term.lower().replace("'", ""))
    return _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """Every word of a real term."""
    return frozenset(word for term in real() for word in words(term))


@lru_cache(maxsize=1)
def _known_terms() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(sorted(word.removesuffix("s") for word in words(term))) for term in real())


def exists(term: str) -> bool:
    """Whether it is in the list, plurals, hyphens, accents and the order of words apart."""
    return tuple(sorted(word.removesuffix("s") for word in words(term))) in _known_terms()


def _one_letter_away(word: str) -> set[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:k], word[k:]) for k in range(len(word) + 1)]
    shorter = {a + b[1:] for a, b in cuts if b}
    longer = {a + letter + b for a, b in cuts for letter in letters}
    changed = {a + letter + b[1:] for a, b in cuts if b for letter in letters}
    return shorter | longer | changed


def is_new(word: str) -> bool:
    """Whether a word of four letters or more is no word of a real term, nor one letter away from one."""
    return len(word) >= 4 and word not in known_words() and not _one_letter_away(word) & known_words()


def is_invention(term: str) -> bool:
    """A well-formed term that does not exist and has a new word."""
    if len(term) > MAX_LENGTH or not _SHAPE.fullmatch(term):
        return False
    found = words(term)
    return len(set(found)) == len(found) and not exists(term) and any(map(is_new, found))


@lru_cache(maxsize=1)
def _clusters() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Consonants that begin, and that end, a real word; and all rows of letters of one kind."""
    known = known_words()
    rows = frozenset(row for word in known for kind in (_CONSONANTS, _VOWELS) for row in kind.findall(word))
    begins = frozenset(match[0] for word in known if (match := _CONSONANTS.match(word)))
    ends = frozenset(word[len(word.rstrip("bcdfghjklmnpqrstvwxz")) :] for word in known)
    return begins, ends, rows


def is_pronounceable(term: str) -> bool:
    """Whether every word of it follows the rule above."""
    begins, ends, rows = _clusters()
    for word in words(term):
        consonants, vowels = _CONSONANTS.findall(word), _VOWELS.findall(word)
        first = _CONSONANTS.match(word)
        last = word[len(word.rstrip("bcdfghjklmnpqrstvwxz")) :]
        if (
            (not vowels and word not in known_words())
            or any(len(row) > 3 and row not in rows for row in consonants)
            or any(len(row) > 2 and row not in rows for row in vowels)
            or (first is not None and first[0] not in begins)
            or last not in ends
        ):
            return False
    return True

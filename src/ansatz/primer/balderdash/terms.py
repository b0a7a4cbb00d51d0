"""The lists: real terms by field, and the inventions that the quiz deals out."""

from functools import lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def fields() -> dict[str, tuple[str, ...]]:
    """Field of mathematics to its terms, in the file's order."""
    found: dict[str, tuple[str, ...]] = {}
    for line in (_FOLDER / "terms.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            field = line.removeprefix("# ")
        else:
            found[field] = tuple(term.strip() for term in line.split(";"))
    return found


@lru_cache(maxsize=1)
def real() -> tuple[str, ...]:
    """All real terms."""
    return tuple(term for terms in fields().values() for term in terms)


@lru_cache(maxsize=1)
def invented() -> tuple[str, ...]:
    """Terms that a network made up."""
    return tuple((_FOLDER / "invented.txt").read_text(encoding="utf-8").splitlines())

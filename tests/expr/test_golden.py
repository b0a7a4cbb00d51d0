"""The spellings that weights were trained on."""

from pathlib import Path

from ansatz.expr import NOTATIONS, canonical

GOLDEN = Path(__file__).with_name("golden_spellings.txt")


def test_golden_spellings() -> None:
    """An update of SymEngine that changes a spelling makes the trained weights read a foreign language."""
    prefix = NOTATIONS["prefix"]
    rows = [line.split("\t") for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 1_000
    changed = [
        (given, expected)
        for given, expected in rows
        if " ".join(prefix.to_words(canonical(prefix.from_words(given.split())))) != expected
    ]
    assert changed == []


def test_a_second_pass_settles() -> None:
    """Opening -(a + b) while spelling can show SymEngine one thing more to fold; a second pass finds no third."""
    prefix = NOTATIONS["prefix"]
    spelt = [line.split("\t")[1].split() for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
    trees = [prefix.from_words(words) for words in spelt]
    again = [canonical(tree) for tree in trees]
    assert sum(one != two for one, two in zip(trees, again, strict=True)) <= 10
    assert [canonical(tree) for tree in again] == again

"""Every notation with every tokenizer: words and tokens spell the tree that they came from."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansatz.errors import ConfigError, NotationError
from ansatz.expr import NOTATIONS, TOKENIZERS, Notation, Tokenizer, parse, tokenizer
from ansatz.expr.bpe import BytePairEncoder
from ansatz.expr.letters import LetterTokenizer, join, split
from ansatz.expr.tree import Tree
from ansatz.expr.vocabulary import INDEX

from .strategies import vocabulary_trees

CORPUS = ["sin(x)+cos(x)-12", "sin(2*x)*exp(x)", "+sin x*2 x", "x sin 2 x*+", "exp(sin(x))-12"]
ALL = {**TOKENIZERS, "bpe": BytePairEncoder.train(CORPUS, 20)}

by_notation = pytest.mark.parametrize("notation", NOTATIONS.values(), ids=NOTATIONS)
by_tokenizer = pytest.mark.parametrize("chosen", ALL.values(), ids=ALL)


@pytest.mark.slow
@by_notation
@by_tokenizer
@given(tree=vocabulary_trees)
def test_round_trips(notation: Notation, chosen: Tokenizer, tree: Tree) -> None:
    words = notation.to_words(tree)
    tokens = chosen.encode(words)
    assert chosen.decode(tokens) == words
    assert notation.from_words(words) == tree


@given(vocabulary_trees)
def test_word_tokens_are_in_the_vocabulary(tree: Tree) -> None:
    assert set(TOKENIZERS["word"].encode(NOTATIONS["prefix"].to_words(tree))) <= set(INDEX)


@by_notation
@given(words=st.lists(st.sampled_from(["+", "-", "sin", "neg", "x", "7", "-3", "(", ")", "^", "", "1_0", "²", "<s>"])))
def test_any_words_are_read_or_refused(notation: Notation, words: list[str]) -> None:
    try:
        tree = notation.from_words(words)
    except NotationError as error:
        assert _is_sentence(error)
    else:
        assert notation.from_words(notation.to_words(tree)) == tree


@by_notation
def test_random_words_are_read_and_refused(notation: Notation) -> None:
    """Few random words are an expression, but some are, so that reading them is tested at all."""
    rng, read, refused = random.Random(3), 0, 0
    for _ in range(2_000):
        words = rng.choices(["+", "sin", "neg", "x", "7", "(", ")"], k=rng.randint(1, 5))
        try:
            tree = notation.from_words(words)
        except NotationError as error:
            refused += 1
            assert _is_sentence(error)
        else:
            read += 1
            assert notation.from_words(notation.to_words(tree)) == tree
    assert read > 100 and refused > 1_000


def _is_sentence(error: Exception) -> bool:
    return str(error).endswith(".") and "\n" not in str(error)


@by_notation
@pytest.mark.parametrize("word", ["1_000", "٣", "²", "007", "-0", "+5", " 5", "", "-", "<pad>", "1.5", "9" * 5000])
def test_leaves_have_one_spelling(notation: Notation, word: str) -> None:
    with pytest.raises(NotationError):
        notation.from_words([word])


@pytest.mark.slow
@by_tokenizer
@given(tokens=st.lists(st.sampled_from(["x", "sin", "d3", "INT+", "INT-", "-", "3", "(", " ", "<pad>", "?"])))
def test_any_tokens_are_read_or_refused(chosen: Tokenizer, tokens: list[str]) -> None:
    try:
        words = chosen.decode(tokens)
    except NotationError as error:
        assert _is_sentence(error)
    else:
        assert all(isinstance(word, str) for word in words)


@by_tokenizer
@given(tree=vocabulary_trees)
def test_tokens_of_words_are_read_back(chosen: Tokenizer, tree: Tree) -> None:
    words = NOTATIONS["prefix"].to_words(tree)
    assert chosen.decode(chosen.encode(words)) == words


@pytest.mark.parametrize("word", ["²", "-²", "foo", ""])
def test_words_outside_the_vocabulary(word: str) -> None:
    with pytest.raises(NotationError):
        TOKENIZERS["word"].encode([word])


# ---------------------------------------------------------------------------------------- letters


def test_infix_letters_need_no_spaces() -> None:
    words = NOTATIONS["infix"].to_words(parse("sin(x) - 42*(x - (-3))"))
    assert "".join(LetterTokenizer().encode(words)) == "sin(x)-42*(x--3)"
    assert set(map(len, LetterTokenizer().encode(words))) == {1}


def test_a_space_stands_where_words_would_run_together() -> None:
    assert join(["sin", "x"]) == "sin x"
    assert join(["-", "3", "x"]) == "- 3 x"
    assert join(["x", "-3", "*"]) == "x -3*"
    assert split("-3") == ["-3"]
    assert split("x-3") == ["x", "-", "3"]


# ---------------------------------------------------------------------------------------- byte pairs


def test_the_literal_example() -> None:
    encoder = BytePairEncoder.train(["aaabdaaabac"], merges=3)
    assert encoder.merges == (("a", "a"), ("a", "b"), ("aa", "ab"))
    assert encoder.segment("aaabdaaabac") == ["aaab", "d", "aaab", "a", "c"]
    assert encoder.abbreviate("aaabdaaabac") == "XdXac"
    assert BytePairEncoder(encoder.merges[:1]).abbreviate("aaabdaaabac") == "ZabdZabac"
    assert BytePairEncoder(encoder.merges[:2]).abbreviate("aaabdaaabac") == "ZYdZYac"


def test_training_stops_where_nothing_repeats() -> None:
    assert BytePairEncoder.train(["abc"], 10).merges == ()
    assert len(BytePairEncoder.train(["abab"], 10).merges) == 2 - 1


def _plain_training(corpus: list[str], merges: int) -> tuple[tuple[str, str], ...]:
    """The definition, word for word: count every pair anew before each merge."""
    texts = [list(text) for text in corpus]
    learned: list[tuple[str, str]] = []
    while len(learned) < merges:
        counts: dict[tuple[str, str], int] = {}
        for tokens in texts:
            k = 0
            while k < len(tokens) - 1:
                pair = (tokens[k], tokens[k + 1])
                counts[pair] = counts.get(pair, 0) + 1
                # aaa holds one aa, since occurrences must not overlap
                k += 2 if tokens[k : k + 3] == [tokens[k]] * 3 else 1
        best = min(counts, key=lambda p: (-counts[p], len(p[0] + p[1]), p), default=None)
        if best is None or counts[best] < 2:
            break
        learned.append(best)
        for tokens in texts:
            k = 0
            while k < len(tokens) - 1:
                if (tokens[k], tokens[k + 1]) == best:
                    tokens[k : k + 2] = [best[0] + best[1]]
                k += 1
    return tuple(learned)


@given(st.lists(st.text("abc", max_size=12), max_size=6), st.integers(0, 8))
def test_training_equals_its_definition(corpus: list[str], merges: int) -> None:
    assert BytePairEncoder.train(corpus, merges).merges == _plain_training(corpus, merges)


@given(st.text("abcd ", max_size=30))
def test_segments_join_to_the_text(text: str) -> None:
    assert "".join(BytePairEncoder([("a", "b"), ("ab", "a"), ("c", "ab")]).segment(text)) == text


def test_saved_merges_load_again(tmp_path: Path) -> None:
    path = tmp_path / "merges.json"
    encoder = ALL["bpe"]
    assert isinstance(encoder, BytePairEncoder)
    encoder.save(path)
    assert BytePairEncoder.load(path).merges == encoder.merges
    assert tokenizer("bpe", path).encode(["sin", "(", "x", ")"]) == encoder.encode(["sin", "(", "x", ")"])


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "?", "merges": []}', "null"])
def test_other_files_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "merges.json"
    path.write_text(content)
    with pytest.raises(ConfigError):
        BytePairEncoder.load(path)
    path.write_text(json.dumps({"format": "ansatz byte-pair merges, version 1", "merges": [["a"]]}))
    with pytest.raises(ConfigError):
        BytePairEncoder.load(path)
    with pytest.raises(ConfigError):
        BytePairEncoder.load(tmp_path / "absent.json")


def test_tokenizers_by_name() -> None:
    assert tokenizer("word").name == "word"
    assert tokenizer("letter").name == "letter"
    with pytest.raises(ConfigError):
        tokenizer("bpe")
    with pytest.raises(ConfigError):
        tokenizer("syllable")


@pytest.mark.parametrize("chosen", [*ALL.values()], ids=ALL)
def test_names(chosen: Tokenizer) -> None:
    assert ALL[chosen.name] is chosen

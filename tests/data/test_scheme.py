"""Every scheme spells every problem, and reads it back; the default is what data.encode always wrote."""

import pickle
import random
import re
from pathlib import Path
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansatz.data import merges as learned
from ansatz.data.encode import Example, Lengths, encode, encode_words, joined_words
from ansatz.data.merges import learn, merges
from ansatz.data.scheme import PREFIX_WORDS, SPECIAL, TOKENIZERS, Scheme
from ansatz.data.shard_stream import ShardStreamConfig
from ansatz.data.stream import StreamConfig, make_chunk
from ansatz.errors import AnsatzError, ConfigError, NotationError
from ansatz.expr.letters import join
from ansatz.expr.notation import NOTATIONS, from_prefix, to_prefix
from ansatz.expr.operators import OPERATORS, WITHOUT_TOKENS
from ansatz.expr.tokenizers import to_tokens
from ansatz.expr.tree import Tree
from ansatz.expr.vocabulary import END, INDEX, SEPARATOR, START, TOKENS
from ansatz.problems.integral.backward import Backward, BackwardConfig
from ansatz.problems.problem import Problem, Rejection

SCHEMES = [Scheme(notation, tokenizer) for notation in NOTATIONS for tokenizer in TOKENIZERS]
every_scheme = pytest.mark.parametrize("scheme", SCHEMES, ids=str)

OPERANDS = st.integers(-12, 12) | st.integers(-(10**6), 10**6) | st.sampled_from(["x", "y", "c1", "x0", "Y'", "pi"])
UNARY = st.sampled_from(sorted(n for n, op in OPERATORS.items() if op.arity == 1 and n not in WITHOUT_TOKENS))
BINARY = st.sampled_from(sorted(name for name, operator in OPERATORS.items() if operator.arity == 2))
TREES = st.recursive(OPERANDS, lambda u: st.tuples(UNARY, u) | st.tuples(BINARY, u, u), max_leaves=12)


def problems(count: int) -> list[Problem]:
    rng, generator = random.Random(5), Backward(BackwardConfig(max_operators=6))
    found: list[Problem] = []
    while len(found) < count:
        problem = generator.generate(rng)
        if not isinstance(problem, Rejection):
            found.append(problem)
    return found


@given(tree=TREES)
def test_trees_come_back(tree: Tree) -> None:
    words = to_prefix(tree)
    for scheme in SCHEMES:
        ids = scheme.tokens(words)
        assert scheme.words(ids) == words
        assert scheme.tree(ids) == tree
        assert all(len(SPECIAL) <= k < scheme.size for k in ids)
        assert len(to_tokens(words)) <= len(ids) * scheme.slack


@pytest.mark.slow
@every_scheme
def test_generated_problems_come_back(scheme: Scheme) -> None:
    for problem in problems(150):
        example = encode(problem, Lengths(1_000, 1_000), scheme)
        assert example is not None
        assert example.source == scheme.source(problem.task, joined_words(problem.statement))
        assert (example.target[0], example.target[-1]) == (INDEX[START], INDEX[END])
        assert scheme.words(example.source[1:]) == joined_words(problem.statement)
        assert scheme.words(example.target[1:-1]) == joined_words(problem.answer)


@every_scheme
def test_systems_come_back(scheme: Scheme) -> None:
    words = ["neg", "x0", SEPARATOR, "*", "2", "x1", SEPARATOR, "-47"]
    ids = scheme.tokens(words)
    assert ids.count(INDEX[SEPARATOR]) == 2
    assert scheme.words(scheme.tokens(words[3:])) == words[3:]
    with pytest.raises(NotationError):
        scheme.tree(scheme.tokens(["x0", SEPARATOR, "x1"]))


def test_the_default_is_prefix_words_of_the_vocabulary() -> None:
    assert Scheme() == PREFIX_WORDS == StreamConfig().scheme
    assert PREFIX_WORDS.names is TOKENS
    compared = 0
    for problem in problems(150):
        try:
            source, target = (to_tokens(joined_words(part)) for part in (problem.statement, problem.answer))
            example = encode(problem, Lengths(1_000, 1_000))
        except AnsatzError:
            continue
        assert example == Example(
            [INDEX[problem.task], *(INDEX[token] for token in source)],
            [INDEX[START], *(INDEX[token] for token in target), INDEX[END]],
        )
        compared += 1
    assert compared > 100


@every_scheme
def test_vocabularies_have_distinct_names_and_the_same_beginning(scheme: Scheme) -> None:
    assert len(set(scheme.names)) == scheme.size == len(scheme.index)
    assert scheme.names[: len(SPECIAL)] == SPECIAL
    assert pickle.loads(pickle.dumps(scheme)).names == scheme.names


@pytest.mark.parametrize(
    ("scheme", "spelling"),
    [
        (Scheme(), ["*", "x", "cos", "x"]),
        (Scheme("postfix"), ["x", "x", "cos", "*"]),
        (Scheme("infix"), ["x", "*", "cos", "<spare0>", "x", "<spare1>"]),
        (Scheme("infix", "letters"), list("x*cos(x)")),
        (Scheme("prefix", "letters"), list("*x cos x")),
    ],
    ids=str,
)
def test_x_cos_x_is_spelt(scheme: Scheme, spelling: list[str]) -> None:
    assert [scheme.names[k] for k in scheme.tokens(["*", "x", "cos", "x"])] == spelling


@pytest.mark.parametrize("notation", NOTATIONS)
def test_merges_shorten(notation: str) -> None:
    letters, bpe = Scheme(notation, "letters"), Scheme(notation, "bpe")
    words = [joined_words(problem.statement) for problem in problems(100)]
    assert sum(len(bpe.tokens(w)) for w in words) < 0.4 * sum(len(letters.tokens(w)) for w in words)
    assert "".join(bpe.names[k] for k in bpe.tokens(words[0])) == join(
        NOTATIONS[notation].to_words(from_prefix(words[0]))
    )
    assert len(merges(notation).merges) == learned.COUNT


def test_learning_merges_is_deterministic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned, "PROBLEMS", 40)
    monkeypatch.setattr(learned, "COUNT", 30)
    assert learn("infix").merges == learn("infix").merges
    assert len(learn("infix").merges) == 30


@pytest.mark.slow
@pytest.mark.parametrize("tokenizer", TOKENIZERS)
@pytest.mark.parametrize("notation", NOTATIONS)
def test_streams_keep_lengths_and_budget_in_their_own_tokens(notation: str, tokenizer: str) -> None:
    limit = Lengths(40, 20)
    config = StreamConfig(
        chunk=64, tokens=400, lengths=limit, notation=notation, tokenizer=tokenizer, mixture={"backward": 1.0}
    )
    for stream in (config, StreamConfig(**{**vars(config), "mixture": {}})):
        batches = make_chunk(stream, 0)
        assert sum(batch.examples for batch in batches) == 64
        assert all(batch.source.shape[1] <= 40 and batch.target.shape[1] <= 20 for batch in batches)
        assert all(batch.source.size + batch.target.size <= 400 for batch in batches)
        for batch in batches:
            for row in batch.target:
                config.scheme.tree([k for k in row[1:] if k > INDEX[END]])


def test_a_limit_admits_what_is_short_in_the_scheme_alone() -> None:
    statement, answer = ["+", "sin", "x", "*", "x", "cos", "x"], ["*", "x", "sin", "x"]
    limit = Lengths(7, 12)
    assert isinstance(encode_words("<integrate>", statement, answer, limit), Rejection)
    assert isinstance(encode_words("<integrate>", statement, answer, limit, Scheme("infix", "letters")), Rejection)
    assert isinstance(encode_words("<integrate>", statement, answer, limit, Scheme("infix", "bpe")), Example)


def test_what_is_nested_beyond_reason_is_too_long() -> None:
    tower = ["sin"] * 5_000 + ["x"]
    assert encode_words("<integrate>", tower, ["x"], Lengths(), Scheme("infix", "bpe")) == Rejection("too long")


@pytest.mark.slow
@every_scheme
@given(ids=st.lists(st.integers(-1, 400), max_size=12))
def test_any_ids_are_read_or_refused(scheme: Scheme, ids: list[int]) -> None:
    try:
        tree = scheme.tree(ids)
    except NotationError as error:
        assert str(error).endswith(".") and "\n" not in str(error)
    else:
        assert scheme.tree(scheme.tokens(to_prefix(tree))) == tree


@every_scheme
def test_ids_of_problems_are_read(scheme: Scheme) -> None:
    """So that what is read is tested at all: few random ids are an expression."""
    read = 0
    for problem in problems(40):
        words = joined_words(problem.statement)
        try:
            tree = scheme.tree(scheme.tokens(words))
        except NotationError:
            continue
        assert to_prefix(tree) == list(words)
        read += 1
    assert read > 20


@every_scheme
@pytest.mark.parametrize("words", [["alpha"], ["sin"], ["x", "x"], ["<s>"], ["x", SEPARATOR], []])
def test_words_that_are_no_expression(scheme: Scheme, words: list[str]) -> None:
    """Refused when spelt, or at the latest when read: the default spells without looking for trees."""
    with pytest.raises(NotationError):
        scheme.tree(scheme.tokens(words))


class Choice(TypedDict, total=False):
    notation: str
    tokenizer: str


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        ({"notation": "reverse"}, "There is no notation 'reverse'; choose from prefix, postfix, infix."),
        ({"tokenizer": "word"}, "There is no tokenizer 'word'; choose from words, letters, bpe."),
    ],
)
def test_unknown_choices_are_one_sentence(choice: Choice, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=re.escape(sentence)):
        StreamConfig(**choice)
    with pytest.raises(ConfigError, match=re.escape(sentence)):
        ShardStreamConfig({str(tmp_path): 1}, **choice)

"""Byte-pair merges of every notation: files in this folder, so that a later generator does not change them.

    merges("infix")                             what models are trained and read with
    learn("infix").save(path("infix"))          how the file was made

Learned once from the statements and answers of the first 2,000 backward problems of one seed. Models address
embeddings by token, so learning anew makes older checkpoints of the tokenizer bpe unreadable (a clear error).
"""

import random
from functools import lru_cache
from pathlib import Path

from ansatz.errors import AnsatzError
from ansatz.expr.bpe import BytePairEncoder
from ansatz.expr.letters import join
from ansatz.expr.notation import NOTATIONS, from_prefix

COUNT = 256  # of merges
PROBLEMS = 2_000
LONGEST = 100  # words; a few monsters among them would outweigh all the others
SEED = "byte-pair sample"


def path(notation: str) -> Path:
    """The file of a notation's merges."""
    return Path(__file__).with_name(f"merges_{notation}.json")


@lru_cache(maxsize=4)
def merges(notation: str) -> BytePairEncoder:
    """The encoder of a notation."""
    return BytePairEncoder.load(path(notation))


def learn(notation: str) -> BytePairEncoder:
    """`COUNT` merges from `PROBLEMS` backward problems without expressions of more than `LONGEST` words."""
    from ansatz.expr.canonical import words
    from ansatz.problems.integral.backward import Backward
    from ansatz.problems.problem import Rejection

    write = NOTATIONS[notation].to_words
    rng, generator = random.Random(SEED), Backward()
    texts: list[str] = []
    while len(texts) < 2 * PROBLEMS:
        problem = generator.generate(rng)
        if isinstance(problem, Rejection):
            continue
        try:
            pair = [words(expression) for expression in (*problem.statement, *problem.answer)]
        except AnsatzError:
            continue
        if max(map(len, pair)) <= LONGEST:
            texts += (join(write(from_prefix(spelling))) for spelling in pair)
    return BytePairEncoder.train(texts, COUNT)

"""Generators that misbehave on purpose, for the tests of the engine; workers import them by name."""

import os
import random
import time

import numpy as np

from ansatz.errors import ParseError
from ansatz.expr.canonical import symbol
from ansatz.problems.problem import Problem, Rejection

X = symbol("x")


class Strange:
    """∫ n x^m dx with n drawn from 1…range; every so many draws it crashes, hangs or fails in another way."""

    name = "strange"

    def __init__(self, *, size=1_000, crash=0, hang=0, error=0, own_deadline=0, slow=0.0, only=None):
        self.size, self.slow, self.only = size, slow, only
        self.trouble = {"crash": crash, "hang": hang, "error": error, "own deadline": own_deadline}

    def generate(self, rng: random.Random) -> Problem | Rejection:
        time.sleep(self.slow)
        for kind, one_in in self.trouble.items():
            if one_in and rng.randrange(one_in) == 0:
                if kind == "crash":
                    os.abort()
                if kind == "hang":
                    time.sleep(600)
                if kind == "error":
                    raise ParseError("Strange.")
                return Rejection("deadline")
        if self.only == "rejections":
            return Rejection("never")
        n, m = rng.randint(1, self.size), rng.randint(1, 9)
        return Problem("<integrate>", (n * X**m,), (n * X ** (m + 1) / (m + 1),))


def make(**options):
    return Strange(**options)


def not_one(**options):
    """A worker that ends before it is ready."""
    if os.environ.get("PARENT") != str(os.getpid()):
        os.abort()
    return Strange(**options)


class Known:
    """A pool that remembers how it grew."""

    def __init__(self, pairs=()):
        self.pairs = list(pairs)

    def extended(self, pairs):
        return Known([*self.pairs, *pairs])


class Pooled(Strange):
    """∫ (n + size of the pool + last of the pool) x^m dx: what it makes shows which pool it had."""

    def __init__(self, **options):
        super().__init__(**options)
        self.known = Known()

    def generate(self, rng):
        made = super().generate(rng)
        if isinstance(made, Rejection):
            return made
        n = len(self.known.pairs)
        last = self.known.pairs[-1][0].subs({X: 1}) if n else 0
        return Problem(made.task, (made.statement[0] + n + last * X,), (made.answer[0] + n * X + last * X**2 / 2,))


def pooled(**options):
    return Pooled(**options)


def fragile_chunk(index):
    """A batch that names its chunk; chunk 1 kills whoever makes it."""
    if index == 1:
        os.abort()
    from ansatz.data.stream import Batch

    return [Batch(np.array([[index]]), np.array([[index]]))]


def chunk(index):
    """A batch that names its chunk, in its own time."""
    from ansatz.data.stream import Batch

    time.sleep(0.05)
    return [Batch(np.array([[index]]), np.array([[index]]))]


def hopeless_chunk(index):
    os.abort()


def wrong_chunk(index):
    raise ParseError(f"Chunk {index} is wrong.")

"""Integrals already known, found by their integrand up to a constant multiple.

    known = seeded_pairs()                  table integrals and short fresh ones
    known.integral(3 * x * exp(x))          3·(x - 1)·exp(x), or None
    known.extended(pairs)                   a new pool; this one never changes

A pool is a value: generators read it and never write, so that what they make depends on the seed and the
pool alone. Who wants a pool that grows hands over an extended one (Lample & Charton 2020, 3.3: "whenever we
discover the integral of a new function, we add it to the training set").
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

import symengine as se

from ansatz.algebra.forms import expanded
from ansatz.problems.integral.backward import Backward, BackwardConfig
from ansatz.problems.integral.liouville import Liouville, LiouvilleConfig
from ansatz.problems.integral.pairs import Pair, X, monic, opened_inside, shortest, size
from ansatz.problems.problem import Generator, Rejection
from ansatz.problems.trees import TreeConfig


class KnownPairs:
    """A pool of pairs (integrand, antiderivative) in x. Pairs keep their order; the first of a key stays."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self._pairs: list[Pair] = []
        self._sizes: list[int] = []  # of the antiderivatives
        self._index: dict[se.Expr, int] = {}
        self._add(pairs)

    def _add(self, pairs: Iterable[Pair]) -> None:
        for f, F in pairs:
            coefficient, key = monic(opened_inside(f))
            if key not in self._index:
                self._index[key] = len(self._pairs)
                self._pairs.append((key, shortest(opened_inside(F) / coefficient)))
                self._sizes.append(size(self._pairs[-1][1]))

    def extended(self, pairs: Iterable[Pair], max_size: int = 24) -> "KnownPairs":
        """A pool with those of these pairs too that are short: what is made from long ones is mostly too long.

        max_size: longest integrand in characters (`pairs.size`); antiderivatives may have twice as many.
        Pairs with parameters stay outside, since a problem gets its own.
        """
        pool = KnownPairs()
        pool._pairs, pool._sizes, pool._index = self._pairs.copy(), self._sizes.copy(), self._index.copy()
        short = ((f, F) for f, F in pairs if size(f) <= max_size and size(F) <= 2 * max_size)
        pool._add((f, F) for f, F in short if f.free_symbols == {X})
        return pool

    def integral(self, f: se.Expr) -> se.Expr | None:
        """∫f dx, or None where no multiple of f is known."""
        coefficient, key = monic(f)
        index = self._index.get(key)
        return None if index is None else coefficient * self._pairs[index][1]

    def reduced(self, f: se.Expr, F: se.Expr) -> Pair:
        """The pair without those terms of f that are known by themselves; f is 0 where all are."""
        opened = expanded(f)
        if opened.__class__ is not se.Add:
            is_known = opened == 0 or self.integral(opened) is not None
            return (se.Integer(0), F) if is_known else (f, F)
        known = {term: integral for term in opened.args if (integral := self.integral(term)) is not None}
        if not known:
            return f, F
        return se.Add(*(term for term in opened.args if term not in known)), shortest(F - se.Add(*known.values()))

    def draw(self, rng: random.Random) -> Pair:
        """A random pair."""
        return self._pairs[rng.randrange(len(self._pairs))]

    def draw_short(self, rng: random.Random) -> Pair:
        """Of two random pairs the one with the shorter antiderivative."""
        first, second = rng.randrange(len(self._pairs)), rng.randrange(len(self._pairs))
        return self._pairs[first if self._sizes[first] <= self._sizes[second] else second]

    def __len__(self) -> int:
        return len(self._pairs)

    def __iter__(self) -> Iterator[Pair]:
        return iter(self._pairs)


def table() -> list[Pair]:
    """The integrals that every calculus book begins with."""
    ln, root, third = se.log, se.sqrt, se.Rational(1, 3)
    pairs = [(X**n, X ** (n + 1) / (n + 1)) for n in (0, 1, 2, 3, 4, 5, -2, -3)]
    pairs += [
        (1 / X, ln(X)),
        (root(X), 2 * X * root(X) * third),
        (1 / root(X), 2 * root(X)),
        (X**third, 3 * X ** (4 * third) / 4),
        (se.exp(X), se.exp(X)),
        (X * se.exp(X), (X - 1) * se.exp(X)),
        (X * se.exp(X**2), se.exp(X**2) / 2),
        (ln(X), X * ln(X) - X),
        (X * ln(X), X**2 * ln(X) / 2 - X**2 / 4),
        (ln(X) / X, ln(X) ** 2 / 2),
        (ln(X) / X**2, -ln(X) / X - 1 / X),
        (ln(X) ** 2, X * ln(X) ** 2 - 2 * X * ln(X) + 2 * X),
        (1 / (X * ln(X)), ln(ln(X))),
        (se.sin(X), -se.cos(X)),
        (se.cos(X), se.sin(X)),
        (se.tan(X), -ln(se.cos(X))),
        (se.cot(X), ln(se.sin(X))),
        (se.sec(X) ** 2, se.tan(X)),
        (se.csc(X) ** 2, -se.cot(X)),
        (se.tan(X) ** 2, se.tan(X) - X),
        (se.sec(X) * se.tan(X), se.sec(X)),
        (se.sin(X) ** 2, X / 2 - se.sin(X) * se.cos(X) / 2),
        (se.cos(X) ** 2, X / 2 + se.sin(X) * se.cos(X) / 2),
        (se.sin(X) * se.cos(X), se.sin(X) ** 2 / 2),
        (X * se.sin(X), se.sin(X) - X * se.cos(X)),
        (X * se.cos(X), se.cos(X) + X * se.sin(X)),
        (se.exp(X) * se.sin(X), se.exp(X) * (se.sin(X) - se.cos(X)) / 2),
        (se.exp(X) * se.cos(X), se.exp(X) * (se.sin(X) + se.cos(X)) / 2),
        (se.sinh(X), se.cosh(X)),
        (se.cosh(X), se.sinh(X)),
        (se.tanh(X), ln(se.cosh(X))),
        (X * se.sinh(X), X * se.cosh(X) - se.sinh(X)),
        (X * se.cosh(X), X * se.sinh(X) - se.cosh(X)),
        (1 / (1 + X**2), se.atan(X)),
        (X / (1 + X**2), ln(1 + X**2) / 2),
        (1 / (1 - X**2), se.atanh(X)),
        (1 / root(1 - X**2), se.asin(X)),
        (X / root(1 - X**2), -root(1 - X**2)),
        (1 / root(1 + X**2), se.asinh(X)),
        (X / root(1 + X**2), root(1 + X**2)),
        (root(1 - X**2), X * root(1 - X**2) / 2 + se.asin(X) / 2),
        (root(1 + X**2), X * root(1 + X**2) / 2 + se.asinh(X) / 2),
        (se.atan(X), X * se.atan(X) - ln(1 + X**2) / 2),
        (X * se.atan(X), (X**2 + 1) * se.atan(X) / 2 - X / 2),
        (se.asin(X), X * se.asin(X) + root(1 - X**2)),
        (se.acos(X), X * se.acos(X) - root(1 - X**2)),
        (se.asinh(X), X * se.asinh(X) - root(1 + X**2)),
        (se.atanh(X), X * se.atanh(X) + ln(1 - X**2) / 2),
        (1 / (1 + se.exp(X)), X - ln(1 + se.exp(X))),
    ]
    return pairs


@lru_cache(maxsize=4)
def seeded_pairs(seed: int = 0, count: int = 1_500, max_size: int = 28) -> KnownPairs:
    """The table, then fresh short pairs, backward and of Liouville's form: `count` distinct integrands.

    max_size: longest integrand in characters (`pairs.size`); antiderivatives may have twice as many.
    """
    rng = random.Random(f"known pairs {seed}")
    plain = BackwardConfig(max_operators=5, small_one_in=4, surface_variety=False, parametric_share=0.0)
    natural = LiouvilleConfig(stretched_share=0.0, surface_variety=False, parametric_share=0.0, max_size=max_size)
    generators: list[Generator] = [
        Backward(plain),
        Backward(replace(plain, tree=TreeConfig(unary=_COMMON))),
        Liouville(natural),
        Liouville(natural),
    ]
    pool = KnownPairs(table())
    while len(pool) < count:
        problem = rng.choice(generators).generate(rng)
        if isinstance(problem, Rejection):
            continue
        (f,), (F,) = problem.statement, problem.answer
        if size(f) <= max_size and size(F) <= 2 * max_size and not _is_strange(f):
            f, F = pool.reduced(f, F)
            if f != 0:
                pool._add([(f, F)])
    return pool


# What textbooks integrate: cubes of inverse hyperbolic functions are left to the other half of the seeds.
_COMMON: dict[str, float] = {
    "exp": 4,
    "ln": 4,
    "sin": 4,
    "cos": 4,
    "tan": 2,
    "sqrt": 4,
    "pow2": 6,
    "pow3": 3,
    "atan": 2,
    "asin": 1,
}


def _is_strange(f: se.Expr) -> bool:
    """Whether f holds √(x²), which hides |x|, e^(n ln u), ln e^u, or e⁴, ln 3 and the like, which few people meet."""
    for atom in f.atoms(se.Function, se.Pow):
        if X not in atom.free_symbols:
            return True
        if atom.__class__ is se.log and _is_exponential(atom.args[0]):
            return True
        if atom.__class__ is se.Pow:
            base, exponent = atom.args
            if base.__class__ is se.Pow and base.args[0] != se.E:
                return True
            if base == se.E and any(part.__class__ is se.log for part in (exponent, *exponent.args)):
                return True
    return False


def _is_exponential(f: se.Expr) -> bool:
    return f.__class__ is se.Pow and f.args[0] == se.E

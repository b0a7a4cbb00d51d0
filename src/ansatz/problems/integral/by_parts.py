"""Integration by parts (Lample & Charton 2020, 3.3): where ∫F'G is known, ∫FG' = FG - ∫F'G.

    generator = ByParts(ByPartsConfig(), seeded_pairs())
    problem = generator.generate(random.Random(0))

Two functions F and G drawn at random rarely have a known ∫F'G. Here h = F'G is drawn from the pool of known
pairs, and F so that G = h/F' is simple: F is a common function, or the integral of some of the factors of h.
Terms of FG' whose integrals are known go to the other side, which leaves short integrands:

    h = cos x, F = ln x:  ∫ ln x·(cos x - x sin x) = x cos x ln x - sin x

What is made depends on the generator's pool, which it never changes: `KnownPairs.extended` makes the next one.
"""

import random
from dataclasses import dataclass
from functools import lru_cache
from typing import final

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.errors import ALGEBRA_FAILURES, ConfigError
from ansatz.expr.canonical import derivative
from ansatz.problems.integral.known import KnownPairs, seeded_pairs
from ansatz.problems.integral.pairs import Pair, X, opened_inside, primitive, shortest, size, stretched
from ansatz.problems.integral.real_somewhere import is_one_sided
from ansatz.problems.integral.variety import Samplers, Variety, constant, present
from ansatz.problems.problem import Problem, Rejection, check_shares
from ansatz.problems.trees import TreeConfig, TreeSampler


@dataclass(frozen=True)
class ByPartsConfig(Variety):
    """Parameters of generation by parts.

    max_size: longest integrand, in characters (`pairs.size`), before its form is chosen; answers may have twice as
    many. factor_share: how often F is the integral of factors of h rather than a common function. stretched_share:
    how often x becomes m·x + n.
    """

    max_size: int = 40
    factor_share: float = 0.5
    stretched_share: float = 0.8

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.max_size < 4:
            raise ConfigError(f"max_size must be at least 4 characters, not {self.max_size}.")
        check_shares(self, "factor_share", "stretched_share")


@final
class ByParts:
    """Problems ∫FG' with the answer FG - ∫F'G."""

    name = "by_parts"

    def __init__(self, config: ByPartsConfig = ByPartsConfig(), known: KnownPairs | None = None) -> None:
        self.config = config
        self.known = seeded_pairs() if known is None else known
        self._samplers = Samplers(TreeConfig(max_integer=9), config)

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem; rejected where FG' is known, too long or nothing."""
        config = self.config
        sampler, is_complex = self._samplers.choose(rng)
        # Short ones more often: what is made of long ones is mostly too long.
        h, H = self.known.draw_short(rng)
        if is_complex and is_one_sided(H):
            return Rejection("one-sided")
        by_factors = rng.random() < config.factor_share
        try:
            part = self._integrated_factors(h, rng) if by_factors else _common_function(h, sampler, rng)
            if part is None:
                return Rejection("no factor of known integral")
            F, G = part
            if size(F) + size(G) > config.max_size:
                return Rejection("too long")
            product = F * derivative(G, X)
            if size(product) > 2 * config.max_size:
                return Rejection("too long")
            integrand, answer = self.known.reduced(product, F * G - H)
            if integrand == 0:
                return Rejection("known already")
            integrand = shortest(integrand)
            if size(integrand) > config.max_size:  # stretching seldom shortens it
                return Rejection("too long")
            integrand, answer = stretched(integrand, answer, sampler, rng, config.stretched_share)
            integrand = shortest(integrand)
            if integrand == 0:
                return Rejection("locally constant")
            if size(integrand) > config.max_size:
                return Rejection("too long")
            shared, integrand = primitive(opened_inside(integrand))
            answer = shortest(opened_inside(answer) / shared)
            if size(answer) > 2 * config.max_size:
                return Rejection("too long")
            return present(integrand, answer, X, rng, config, is_complex)
        except ALGEBRA_FAILURES:
            return Rejection("undefined")

    def _integrated_factors(self, h: se.Expr, rng: random.Random) -> Pair | None:
        """(F, G) with F'G = h, where F' is a product of factors of h with a known integral: 1 or some of them."""
        rest = split_constant(h, X)[1]
        factors = rest.args if rest.__class__ is se.Mul else (rest,)
        chosen = [factor for factor in sorted(factors, key=str) if rng.random() < 0.5]
        rate = se.Mul(*chosen[: len(factors) - 1] if len(factors) > 1 else chosen[:0])
        F = self.known.integral(rate)
        return None if F is None else (F, h / rate)


_COMMON = (
    lambda k: X,
    lambda k: X**2,
    lambda k: X**3,
    lambda k: se.log(X),
    lambda k: se.log(X),
    lambda k: se.log(X) ** 2,
    lambda k: se.log(X + k),
    lambda k: se.log(X**2 + k),
    lambda k: se.exp(X),
    lambda k: se.exp(k * X),
    lambda k: se.sin(k * X),
    lambda k: se.cos(k * X),
    lambda k: se.sqrt(X),
    lambda k: 1 / X,
    lambda k: se.sqrt(X + k),
    lambda k: se.sqrt(X**2 + k),
    lambda k: se.atan(X),
    lambda k: se.asin(X),
    lambda k: se.tan(X),
    lambda k: se.asinh(X),
    lambda k: se.atanh(X),
    lambda k: se.cosh(X),
    lambda k: se.sinh(X),
)


def _common_function(h: se.Expr, sampler: TreeSampler, rng: random.Random) -> Pair:
    """(F, G) with F'G = h: of three common functions F the one that leaves the shortest G."""
    drawn = [_with_rate(k, constant(sampler, rng)) for k in rng.sample(range(len(_COMMON)), 3)]
    return min(((F, h / rate) for F, rate in drawn), key=lambda pair: size(pair[1]))


@lru_cache(maxsize=4_096)
def _with_rate(k: int, c: se.Expr) -> Pair:
    """Common function k with constant c, and its derivative."""
    F = _COMMON[k](c)
    return F, derivative(F, X)

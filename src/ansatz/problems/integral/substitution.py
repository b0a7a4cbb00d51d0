"""Substitution: from a known ∫f(u) du = F(u) and a drawn g follows ∫f(g(x))·g'(x) dx = F(g(x)).

    generator = Substitution(SubstitutionConfig(), seeded_pairs())
    problem = generator.generate(random.Random(0))

The factor g' is not left where it can be read off: products are opened, common factors cancelled, powers
merged, so that 3x²·exp(x³)·… looks as it would in a book:

    f = 1/(1 + u²), g = exp(x):  ∫ exp(x)/(1 + exp(2x)) dx = atan(exp(x))
"""

import random
from dataclasses import dataclass, field
from typing import final

import symengine as se

from ansatz.algebra.forms import expanded, together
from ansatz.algebra.ratios import has_no_value
from ansatz.errors import ALGEBRA_FAILURES, ConfigError
from ansatz.expr.canonical import derivative, to_symengine
from ansatz.problems.integral.known import KnownPairs, seeded_pairs
from ansatz.problems.integral.pairs import X, primitive, size
from ansatz.problems.integral.real_somewhere import is_one_sided
from ansatz.problems.integral.variety import Samplers, Variety, constant, has_root, present, telling
from ansatz.problems.problem import Problem, Rejection, check_shares
from ansatz.problems.trees import TreeConfig, TreeSampler


@dataclass(frozen=True)
class SubstitutionConfig(Variety):
    """Parameters of generation by substitution.

    max_operators: g is a tree of 1…max_operators operators, or, in `common_share` of the draws, a common
    function such as exp(kx) or √(x + k). max_size: longest integrand in characters (`pairs.size`).
    opened_share: how often the product f(g)·g' is opened or cancelled. tree: operators and leaves of g.
    """

    max_operators: int = 4
    common_share: float = 0.5
    opened_share: float = 0.6
    max_size: int = 120
    tree: TreeConfig = field(default_factory=TreeConfig)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.max_operators < 1 or self.max_size < 4:
            raise ConfigError("max_operators must be at least 1 and max_size at least 4 characters.")
        check_shares(self, "common_share", "opened_share")


@final
class Substitution:
    """Problems ∫f(g)·g' with the answer F(g)."""

    name = "substitution"

    def __init__(self, config: SubstitutionConfig = SubstitutionConfig(), known: KnownPairs | None = None) -> None:
        self.config = config
        self.known = seeded_pairs() if known is None else known
        self._samplers = Samplers(config.tree, config)

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem; rejected where g is linear, or the integrand known or too long."""
        config = self.config
        sampler, is_complex = self._samplers.choose(rng)
        f, F = self.known.draw(rng)
        try:
            g = telling(lambda: self._inner(sampler, rng), sampler)
            if is_complex and (is_one_sided(F) or is_one_sided(g)):
                return Rejection("one-sided")
            rate = derivative(g, X)
            if X not in rate.free_symbols:
                return Rejection("linear substitution")
            product = f.subs({X: g}) * rate
            if rng.random() < config.opened_share:
                product = _hidden(product, rng, is_complex)
            if size(product) > config.max_size:
                return Rejection("too long")
            answer = F.subs({X: g})
            if has_no_value(product) or has_no_value(answer):
                return Rejection("undefined")
            shared, integrand = primitive(product)
            if self.known.integral(integrand) is not None:
                return Rejection("known already")
            return present(integrand, answer / shared, X, rng, config, is_complex)
        except ALGEBRA_FAILURES:
            return Rejection("undefined")

    def _inner(self, sampler: TreeSampler, rng: random.Random) -> se.Expr:
        if rng.random() < self.config.common_share:
            return rng.choice(_COMMON)(constant(sampler, rng), constant(sampler, rng))
        return to_symengine(sampler.tree(rng, rng.randint(1, self.config.max_operators)))


_COMMON = (
    lambda k, n: X**2 + k,
    lambda k, n: k * X**2 + n * X,
    lambda k, n: X**2 + k * X + n,
    lambda k, n: k * X**3 + n,
    lambda k, n: X**4 + k,
    lambda k, n: se.sqrt(k * X),
    lambda k, n: se.sqrt(X + k),
    lambda k, n: se.sqrt(k * X**2 + n),
    lambda k, n: 1 + se.sqrt(X),
    lambda k, n: k / X,
    lambda k, n: X + k / X,
    lambda k, n: X / (X + k),
    lambda k, n: se.exp(k * X),
    lambda k, n: se.exp(k * X) + n,
    lambda k, n: X * se.exp(X),
    lambda k, n: se.exp(X) + se.exp(-X),
    lambda k, n: se.log(X) + k,
    lambda k, n: k * se.log(X),
    lambda k, n: X * se.log(X),
    lambda k, n: se.log(X**2 + k),
    lambda k, n: se.sin(k * X),
    lambda k, n: se.cos(k * X),
    lambda k, n: se.tan(k * X),
    lambda k, n: k + n * se.sin(X),
    lambda k, n: k + n * se.cos(X),
    lambda k, n: se.sin(X) + k * se.cos(X),
    lambda k, n: se.sin(X) ** 2 + k,
    lambda k, n: se.atan(k * X),
    lambda k, n: se.asin(X),
    lambda k, n: se.sinh(k * X),
    lambda k, n: se.cosh(k * X),
    lambda k, n: se.tanh(k * X),
)


def _hidden(product: se.Expr, rng: random.Random, is_complex: bool) -> se.Expr:
    """The product so written that g' is no visible factor: opened, or over one denominator."""
    keep = rng.random() < 0.7 or (is_complex and has_root(product))
    return expanded(product) if keep else together(expanded(product))

"""Backward systems that are not polynomial: exp, ln, roots, sines and cosines in V and in the field.

    V = Σ_B φ_B(W_B) + Σ s_k,  or M·V
        the blocks B share the variables out, W_B is proper and positive in its block (`backward.proper`);
        φ increases without bound from φ(0) = 0: t, ln(1 + t), e^t - 1, √(1 + t) - 1
        s_k ≥ 0 with s_k(0) = 0: p² or 1 - cos q, ln(1 + q²), …, which may be bounded, since Σ φ_B(W_B) is proper
        M ≥ δ > 0: 2 + sin q, 1 + e^q, 2 - e^(-q²), … (δ·V is still proper)
    f = -(h_i² ∂_iV)_i + Σ g_k e_k as for polynomials, with such functions in h and g

so that ∇V · f = -Σ h_i² (∂_iV)² ≤ 0. Systems are shown as the rules of calculus leave them, or expanded.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import final

import symengine as se
from flint import acb, arb, ctx, fmpq, fmpq_mpoly_ctx

from ansatz.algebra.balls import Program
from ansatz.algebra.forms import expanded
from ansatz.algebra.polynomials import from_polynomial
from ansatz.errors import ALGEBRA_FAILURES, ConfigError
from ansatz.expr.canonical import words
from ansatz.problems.lyapunov.backward import descending, proper
from ansatz.problems.lyapunov.random_polynomials import Dimensions, polynomial, signed
from ansatz.problems.problem import Problem, Rejection

Function = Callable[[se.Expr], se.Expr]
_ONE = se.Integer(1)

# Increasing on [0, ∞), 0 at 0, unbounded; with weights.
UNBOUNDED: tuple[tuple[Function, float], ...] = (
    (lambda t: t, 4),
    (lambda t: se.log(1 + t), 2),
    (lambda t: se.exp(t) - 1, 2),
    (lambda t: se.sqrt(1 + t) - 1, 1),
)
# Non-negative, and 0 where q = 0.
NON_NEGATIVE: tuple[tuple[Function, float], ...] = (
    (lambda q: q**2, 4),
    (lambda q: 1 - se.cos(q), 2),
    (lambda q: se.sin(q) ** 2, 2),
    (lambda q: se.log(1 + q**2), 1),
    (lambda q: (se.exp(q) - 1) ** 2, 1),
    (lambda q: se.cosh(q) - 1, 0.5),
    (lambda q: se.sqrt(1 + q**2) - 1, 0.5),
    (lambda q: se.atan(q) ** 2, 0.5),
    (lambda q: se.tanh(q) ** 2, 0.5),
)
# At least a positive number everywhere.
POSITIVE: tuple[tuple[Function, float], ...] = (
    (lambda q: 2 + se.sin(q), 2),
    (lambda q: 2 + se.cos(q), 2),
    (lambda q: 1 + se.exp(q), 1),
    (lambda q: se.exp(q**2), 1),
    (lambda q: 2 - se.exp(-(q**2)), 1),
    (lambda q: 1 + q**2, 1),
)
# Anything smooth: factors of h and g.
SMOOTH: tuple[tuple[Function, float], ...] = (
    (se.sin, 3),
    (se.cos, 3),
    (se.exp, 2),
    (lambda q: se.log(1 + q**2), 1),
    (lambda q: 1 / (1 + q**2), 1),
    (lambda q: se.sqrt(1 + q**2), 1),
)


@dataclass(frozen=True)
class LyapunovNonpolynomialConfig:
    """Parameters of non-polynomial generation.

    dimensions: how many variables. max_half_degree, largest: of the polynomials W (see `backward.proper`).
    max_squares, max_orthogonal: most summands s_k and g_k e_k. multiplied: share of V that get a factor M.
    function_share: probability that a factor h_i or g_k has such a function. max_words: longest spelling of the
    system, and three times the longest one of V.
    """

    dimensions: Dimensions = field(default_factory=Dimensions)
    max_half_degree: int = 3
    largest: int = 5
    max_squares: int = 2
    max_orthogonal: int = 2
    multiplied: float = 0.15
    function_share: float = 0.35
    max_words: int = 300

    def __post_init__(self) -> None:
        if not 1 <= self.max_half_degree <= 10:
            raise ConfigError(f"max_half_degree must lie in 1…10, not {self.max_half_degree}.")
        if not (0 <= self.multiplied <= 1 and 0 <= self.function_share <= 1):
            raise ConfigError("multiplied and function_share are probabilities; give them in [0, 1].")


@final
class LyapunovNonpolynomial:
    """Systems x' = f(x) with functions, and the answer V."""

    name = "lyapunov_nonpolynomial"

    def __init__(self, config: LyapunovNonpolynomialConfig = LyapunovNonpolynomialConfig()) -> None:
        self.config = config

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem, verified; rejected where all is polynomial, a component vanishes or the pair is too long."""
        variables, context = self.config.dimensions.draw(rng)
        origin = dict.fromkeys(variables, 0)
        try:
            V = without_value(self._function(rng, variables, context), origin)
            slopes = [V.diff(v) for v in variables]
            h = [self._factor(rng, variables, context, zero=0.25) for _ in variables]
            most = self.config.max_orthogonal
            system = descending(rng, slopes, h, lambda: self._factor(rng, variables, context, zero=0), most)
            form = rng.choice(("raw", "expanded"))
            if form == "expanded":
                system = [expanded(component) for component in system]
            if not any(component.atoms(se.Function) or _has_powers(component) for component in (V, *system)):
                return Rejection("polynomial")
            if any(component == 0 for component in system):
                return Rejection("a component vanishes")
            if len(words(V)) * 3 > self.config.max_words or sum(len(words(c)) for c in system) > self.config.max_words:
                return Rejection("too long")
            if not holds(V, system, h, variables, rng):
                return Rejection("not verified")
        except ALGEBRA_FAILURES:
            return Rejection("undefined")
        return Problem("<lyapunov>", tuple(system), (V,), form)

    def _function(self, rng: random.Random, variables: list[se.Symbol], context: fmpq_mpoly_ctx) -> se.Expr:
        config = self.config
        V = se.Integer(0)
        for block in _blocks(rng, len(variables)):
            W = proper(rng, context, config.max_half_degree, config.largest, block)
            V += draw(rng, UNBOUNDED)(from_polynomial(W, variables))
        for _ in range(rng.randint(0, config.max_squares)):
            V += rng.randint(1, 3) * draw(rng, NON_NEGATIVE)(self._small(rng, variables, context, low=1))
        if rng.random() < config.multiplied:
            V *= draw(rng, POSITIVE)(self._small(rng, variables, context, low=1))
        return V

    def _factor(self, rng: random.Random, variables: list[se.Symbol], context: fmpq_mpoly_ctx, zero: float) -> se.Expr:
        """0, a number, a small polynomial, a function of one, or a product of both."""
        if rng.random() < zero:
            return se.Integer(0)
        factor = se.Integer(signed(rng, 3))
        if rng.random() < 0.5:
            factor = self._small(rng, variables, context, low=0)
        if rng.random() < self.config.function_share:
            factor *= draw(rng, SMOOTH)(self._small(rng, variables, context, low=1))
        return factor

    def _small(self, rng: random.Random, variables: list[se.Symbol], context: fmpq_mpoly_ctx, low: int) -> se.Expr:
        terms = rng.choice((1, 1, 1, 2))
        return from_polynomial(polynomial(rng, context, terms=terms, low=low, high=2, largest=2), variables)


def draw(rng: random.Random, table: Sequence[tuple[Function, float]]) -> Function:
    """A function of the table, by weight."""
    return rng.choices([f for f, _ in table], cum_weights=list(accumulate(weight for _, weight in table)))[0]


def _blocks(rng: random.Random, n: int) -> list[list[int]]:
    """A random partition of 0…n-1."""
    count = rng.randint(1, n)
    blocks: list[list[int]] = [[] for _ in range(count)]
    for variable in range(n):
        rng.choice(blocks).append(variable)
    return [block for block in blocks if block]


def _has_powers(expression: se.Expr) -> bool:
    return any(not (isinstance(power.args[1], se.Integer) and power.args[1] > 0) for power in expression.atoms(se.Pow))


def without_value(V: se.Expr, origin: dict[se.Symbol, int]) -> se.Expr:
    """V - V(0), with the numbers that terms such as e^W - 1 leave added up."""
    return V - V.subs(origin)


_BITS = 128  # of balls: rounding errors stay far below the tolerance
_POINTS = 6  # each at half the scale of the one before


def holds(
    V: se.Expr,
    system: Sequence[se.Expr],
    h: Sequence[se.Expr],
    variables: Sequence[se.Symbol],
    rng: random.Random,
) -> bool:
    """Whether V(0) = 0, f(0) = 0, and ∇V · f = -Σ h_i² (∂_iV)² and V > 0 at random points, by ball arithmetic.

    The identity holds by construction, and no denominator has zeros: the balls guard against mistakes in writing
    it down, and are several times faster than expanding it.
    """
    origin = dict.fromkeys(variables, 0)
    if any(se.expand(expression.subs(origin)) != 0 for expression in (V, *system)):
        return False
    slopes = [V.diff(v) for v in variables]
    terms = [slope * component for slope, component in zip(slopes, system, strict=True)]
    terms += [factor**2 * slope**2 for factor, slope in zip(h, slopes, strict=True) if factor != 0]
    program = Program()
    slots, height = [program.add(term) for term in terms], program.add(V)
    for k in range(_POINTS):
        point = {v: acb(arb(fmpq(signed(rng, 2**20), 2 ** (19 + k)))) for v in variables}
        values = program.run(point, _BITS)
        if not values[height].real > 0:
            return False
        with ctx.workprec(_BITS):
            residual = sum((values[slot] for slot in slots), acb(0))
        scale = max(math.fabs(float(abs(values[slot]).mid())) for slot in slots)
        if not residual.contains(0) or float(abs(residual).rad()) > 1e-20 * (scale + 1e-300):
            return False
    return True

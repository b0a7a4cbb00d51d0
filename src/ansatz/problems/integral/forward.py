"""Forward generation: sample an integrand f, let an integrator find F (Lample & Charton 2020, 3.1).

    generator = Forward(ForwardConfig())                            our own structural integrator
    generator = Forward(ForwardConfig(), integrator=maxima)         any callable: integrand -> antiderivative | None
    problem = generator.generate(random.Random(0))

The integrator is an argument: a computer algebra system, or, for expert iteration, our own solver with the
latest network. Whoever found F, the pair is kept only where F' = f is proved or checked.

An integrator may raise `ResourceError` when its deadline ends: such a draw is rejected as "deadline". Only
those depend on the machine's speed; all others are a function of the seed.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias, final

import symengine as se

from ansatz.errors import ALGEBRA_FAILURES, ConfigError, ResourceError
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.tree import is_elementary
from ansatz.fit.structural import structural_candidates
from ansatz.problems.integral.pairs import primitive, size
from ansatz.problems.integral.variety import Samplers, Variety, present
from ansatz.problems.problem import Problem, Rejection
from ansatz.problems.trees import TreeConfig
from ansatz.proof.integral.verifier import AntiderivativeVerifier

Integrator: TypeAlias = Callable[[se.Expr], se.Expr | None]
"""A SymEngine integrand in x to an antiderivative, or to None where it finds none."""


def structural(x: se.Symbol = symbol("x"), seconds: float = 0.08, attempts: int = 3) -> Integrator:
    """Our structural integrator: the first candidates, until one verifies or the deadline (seconds) ends."""

    def integrate(f: se.Expr) -> se.Expr | None:
        started = time.thread_time()
        verifier = AntiderivativeVerifier(f, x, seconds=seconds)
        for count, candidate in enumerate(structural_candidates(f, x, deadline_seconds=seconds), 1):
            if verifier.verify(candidate.antiderivative).holds:
                return candidate.antiderivative
            if count == attempts:
                return None
        if time.thread_time() - started > 0.9 * seconds:
            raise ResourceError("The structural integrator's deadline ended; allow more seconds.")
        return None

    return integrate


@dataclass(frozen=True)
class ForwardConfig(Variety):
    """Parameters of forward generation.

    min_operators…max_operators: operators of f. max_size: longest answer in characters (`pairs.size`).
    verify_seconds: time for the verification of one pair. tree: operators and leaves of f.
    """

    min_operators: int = 3
    max_operators: int = 10
    max_size: int = 300
    verify_seconds: float = 2.0
    tree: TreeConfig = field(default_factory=TreeConfig)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.min_operators <= self.max_operators:
            raise ConfigError("min_operators must lie between 0 and max_operators.")
        if self.verify_seconds <= 0 or self.max_size < 1:
            raise ConfigError("verify_seconds and max_size must be positive.")


@final
class Forward:
    """Problems ∫f for random f, with the answer of an integrator."""

    name = "forward"

    def __init__(self, config: ForwardConfig = ForwardConfig(), integrator: Integrator | None = None) -> None:
        self.config = config
        self._x = symbol(config.tree.variable)
        self._integrator = structural(self._x) if integrator is None else integrator
        self._samplers = Samplers(config.tree, config)

    def generate(self, rng: random.Random) -> Problem | Rejection:
        """One problem; rejected where the integrator finds nothing that verifies."""
        config, x = self.config, self._x
        sampler, is_complex = self._samplers.choose(rng)
        tree = sampler.tree(rng, rng.randint(config.min_operators, config.max_operators))
        # Drawn before the integrator acts, so that its speed cannot change the next problem's numbers.
        surface = random.Random(rng.getrandbits(64))
        try:
            f = primitive(to_symengine(tree))[1]
            if x not in f.free_symbols:
                return Rejection("constant")
            F = self._integrator(f)
            if F is None:
                return Rejection("no antiderivative found")
            if size(F) > config.max_size:
                return Rejection("too long")
            if not is_elementary(from_symengine(F)):
                return Rejection("not elementary")
            problem = present(f, F, x, surface, config, is_complex)
            if isinstance(problem, Problem) and not self._holds(problem, is_complex):
                return Rejection("refuted or undecided")
            return problem
        except ResourceError:
            return Rejection("deadline")
        except ALGEBRA_FAILURES:
            return Rejection("undefined")

    def _holds(self, problem: Problem, is_complex: bool) -> bool:
        domain = "complex" if is_complex else "real"
        verifier = AntiderivativeVerifier(
            problem.statement[0], self._x, seconds=self.config.verify_seconds, domain=domain
        )
        return verifier.verify(problem.answer[0]).holds

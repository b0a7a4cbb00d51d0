"""The problem first: ∫f for a given f, with the answer of an integrator, kept where it holds.

    integrate = structural()                                   our own structural methods; any callable will do
    integrated(f, x, integrate, rng, config, is_complex=False)  ->  Problem | Rejection

What `forward` and `textbook` share. An integrator may raise `ResourceError` when its deadline ends: such a draw is
rejected as "deadline". Only those depend on the machine's speed; all others are a function of the draw.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import symengine as se

from ansatz.algebra.shortening import shortened
from ansatz.errors import ALGEBRA_FAILURES, ConfigError, ResourceError
from ansatz.expr.canonical import from_symengine, symbol
from ansatz.expr.tree import is_elementary
from ansatz.fit.structural import structural_candidates
from ansatz.problems.integral.pairs import size
from ansatz.problems.integral.variety import Variety, present
from ansatz.problems.problem import Problem, Rejection
from ansatz.proof.integral.verifier import AntiderivativeVerifier
from ansatz.proof.verdict import Verdict

Integrator: TypeAlias = Callable[[se.Expr], se.Expr | None]
"""A SymEngine integrand in x to an antiderivative, or to None where it finds none."""


def structural(
    x: se.Symbol = symbol("x"), seconds: float = 0.03, attempts: int = 3, *, real: bool = False, strict: bool = False
) -> Integrator:
    """Our structural integrator: the first candidates, until one verifies or the deadline (seconds) ends.

    real: answers as people write them on the real line, x for asinh(sinh x). strict: proved, not checked alone.
    """

    def integrate(f: se.Expr) -> se.Expr | None:
        started = time.thread_time()
        verifier = AntiderivativeVerifier(f, x, seconds=seconds)
        for count, candidate in enumerate(structural_candidates(f, x, deadline_seconds=seconds), 1):
            F = shortened(candidate.antiderivative, x, real=True) if real else candidate.antiderivative
            verdict = verifier.verify(F).verdict
            if verdict is Verdict.PROVED or (verdict.holds and not strict):
                return F
            if count == attempts:
                return None
        if time.thread_time() - started > 0.9 * seconds:
            raise ResourceError("The structural integrator's deadline ended; allow more seconds.")
        return None

    return integrate


@dataclass(frozen=True)
class IntegratedConfig(Variety):
    """What bounds a pair. max_size: longest answer in characters (`pairs.size`). verify_seconds: time to verify it."""

    max_size: int = 300
    verify_seconds: float = 2.0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.verify_seconds <= 0 or self.max_size < 1:
            raise ConfigError("verify_seconds and max_size must be positive.")


def integrated(
    f: se.Expr,
    x: se.Symbol,
    integrate: Integrator,
    rng: random.Random,
    config: IntegratedConfig,
    *,
    is_complex: bool = False,
    verified: bool = False,
) -> Problem | Rejection:
    """The problem ∫f dx, shown in one of its forms; rejected where the integrator finds nothing that verifies.

    verified: the integrator has verified its answer on the real line, so that only another form of f is left to do.
    """
    try:
        if x not in f.free_symbols:
            return Rejection("constant")
        F = integrate(f)
        if F is None:
            return Rejection("no antiderivative found")
        if size(F) > config.max_size:
            return Rejection("too long")
        if not is_elementary(from_symengine(F)):
            return Rejection("not elementary")
        problem = present(f, F, x, rng, config, is_complex)
        if isinstance(problem, Rejection) or (verified and not is_complex and problem.statement[0] == f):
            return problem
        domain = "complex" if is_complex else "real"
        verifier = AntiderivativeVerifier(problem.statement[0], x, seconds=config.verify_seconds, domain=domain)
        return problem if verifier.verify(problem.answer[0]).holds else Rejection("refuted or undecided")
    except ResourceError:
        return Rejection("deadline")
    except ALGEBRA_FAILURES:
        return Rejection("undefined")

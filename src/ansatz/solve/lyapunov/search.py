"""One system being searched: every claim is verified once, and kept with its certificate."""

import time
from collections.abc import Iterator
from typing import final

import symengine as se

from ansatz.algebra.polynomials import ring, to_polynomials
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.fit.sos.lifted_program import proved_in_lifting
from ansatz.proof.lyapunov.barrier import verify_barrier
from ansatz.proof.lyapunov.lifted_certificate import LiftedCertificate
from ansatz.proof.lyapunov.verifier import LyapunovCertificate, verify_lyapunov
from ansatz.proof.verdict import Verification
from ansatz.solve.candidates import Candidate
from ansatz.solve.lyapunov.claim import Claim
from ansatz.solve.lyapunov.reading import system_of
from ansatz.solve.question import Question
from ansatz.solve.search import Search, Verify

_MOST_SECONDS = 5.0  # for one verification


@final
class LyapunovSearch:
    """A search for V. beam: hypotheses to ask of the network. barrier: V >= 0 is enough."""

    def __init__(self, question: Question, seconds: float, beam: int = 0, barrier: bool = False) -> None:
        self.barrier = barrier
        self.system, self.beam, self.end = system_of(question), beam, time.monotonic() + seconds
        self._certificates: dict[se.Expr, LyapunovCertificate | LiftedCertificate] = {}
        self._search = Search(self._verify, Functions(), seconds)

    @property
    def left(self) -> float:
        """Seconds that remain."""
        return self.end - time.monotonic()

    @property
    def proved(self) -> bool:
        """True once some V is proved."""
        return self._search.proved

    def judge(self, claim: Claim, score: float | None = None) -> Iterator[Candidate]:
        """Verify one claim; yields nothing for repetitions."""
        if claim.certificate is not None:
            self._certificates[claim.V] = claim.certificate
        yield from self._search.judge(claim.V, claim.method, "", score)

    def _verify(self, V: se.Expr) -> Verification:
        certificate, field, variables = self._certificates.get(V), self.system.field, self.system.variables
        seconds = max(0.0, min(_MOST_SECONDS, self.left))
        if self.barrier:
            own = certificate if isinstance(certificate, LyapunovCertificate) else None
            return verify_barrier(V, field, variables, certificate=own, squares=sum_of_squares, seconds=seconds)
        if certificate is None and to_polynomials((V, *field), ring(variables)) is None:
            certificate = proved_in_lifting(V, field, variables, seconds=seconds / 2)
        return verify_lyapunov(V, field, variables, certificate=certificate, squares=sum_of_squares, seconds=seconds)


@final
class Functions:
    """Shown as claimed; V = 0, which nothing is proved by, is no claim."""

    def prepare(self, claim: se.Expr) -> se.Expr | None:
        """The claim itself."""
        return None if claim == 0 else claim

    def present(self, claim: se.Expr, verify: Verify, *, exact: bool) -> tuple[se.Expr, Verification]:
        """The claim and its verdict."""
        return claim, verify(claim)


__all__ = ["LyapunovSearch"]

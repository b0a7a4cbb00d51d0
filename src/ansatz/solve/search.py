"""One integral being searched: every claim is verified once, made real where it can be, and kept in order."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ansatz.errors import AnsatzError
from ansatz.expr.canonical import from_symengine
from ansatz.expr.tree import size
from ansatz.problems.integration.backward import without_constant
from ansatz.solve.candidates import Candidate
from ansatz.solve.realise import realise
from ansatz.verify.integral import AntiderivativeVerifier
from ansatz.verify.verdict import Verdict, Verification

# Failures of one candidate, view or stage: the next is tried.
FAILURES = (AnsatzError, RuntimeError, ValueError, ArithmeticError, NotImplementedError)


@dataclass
class Search:
    """The state of one search.

    f, x: SymEngine integrand and variable. seconds: budget, from the moment of construction. beam: its size.
    hypotheses: what the network said, mapped back, for the fit. best: size of the shortest proved answer.
    """

    f: Any
    x: Any
    domain: str
    seconds: float
    beam: int
    start: float = field(default_factory=time.monotonic)
    seen: set[Any] = field(default_factory=set)
    hypotheses: list[Any] = field(default_factory=list)
    best: int | None = None

    def __post_init__(self) -> None:
        self.verifier = AntiderivativeVerifier(self.f, self.x, domain=self.domain)

    @property
    def left(self) -> float:
        """Seconds that remain."""
        return self.seconds - (time.monotonic() - self.start)

    @property
    def proved(self) -> bool:
        """True once some candidate is proved."""
        return self.best is not None

    def judge(
        self, F: Any, method: str, detail: str, score: float | None = None, conditions: tuple[str, ...] = ()
    ) -> Iterator[Candidate]:
        """Verify one claimed antiderivative; yields nothing for repetitions."""
        try:
            F = without_constant(F, self.x) if self.f != 0 else F
            if F is None or F in self.seen:
                return
            self.seen.add(F)
            tree = from_symengine(F)
            if self.best is not None and size(tree) >= self.best:
                return
            verification = self.verifier.verify(F)
            if verification.holds and self.domain == "real":
                F, verification = self._real(F, verification)
                tree = from_symengine(F)
        except FAILURES:
            return
        if verification.verdict is Verdict.PROVED:
            self.best = min(size(tree), self.best or size(tree))
        yield Candidate(tree, method, detail, score, verification, time.monotonic() - self.start, conditions)

    def _real(self, F: Any, verification: Verification) -> tuple[Any, Verification]:
        real = realise(F, self.x, self.verifier.points)
        if real == F:
            return F, verification
        self.seen.add(real)
        again = self.verifier.verify(real)
        return (real, again) if again.holds else (F, verification)

"""One question being searched: every claim is verified once, made presentable, and kept in order."""

import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine
from ansatz.expr.tree import size
from ansatz.proof.condition import Condition
from ansatz.proof.verdict import Verdict, Verification
from ansatz.solve.candidates import Candidate

Verify = Callable[[Any], Verification]


class Presentation(Protocol):
    """What a task makes of claims before and after they are verified."""

    def prepare(self, claim: Any) -> Any | None:
        """The claim in the form in which it is verified; None for one that is no answer."""

    def polish(self, claim: Any, verification: Verification, verify: Verify) -> tuple[Any, Verification]:
        """A better form of the claim with its own verification, or both as they are."""


class Search:
    """The state of one search. verify: of the prepared verifier. seconds: budget, from the moment of construction."""

    def __init__(self, verify: Verify, presentation: Presentation, seconds: float) -> None:
        self._verify, self._presentation = verify, presentation
        self._end = (start := time.monotonic()) + seconds
        self._start = start
        self._seen: set[Any] = set()
        self._shortest: int | None = None  # size of the shortest proved answer

    @property
    def left(self) -> float:
        """Seconds that remain."""
        return self._end - time.monotonic()

    @property
    def proved(self) -> bool:
        """True once some candidate is proved."""
        return self._shortest is not None

    def judge(
        self, claim: Any, method: str, detail: str, score: float | None = None, conditions: tuple[Condition, ...] = ()
    ) -> Iterator[Candidate]:
        """Verify one claim; yields nothing for repetitions, and for what is no shorter than a proved answer."""
        try:
            claim = self._presentation.prepare(claim)
            if claim is None or claim in self._seen:
                return
            self._seen.add(claim)
            tree = from_symengine(claim)
            if self._shortest is not None and size(tree) >= self._shortest:
                return
            claim, verification = self._presentation.polish(claim, self._verify(claim), self._again)
            tree = from_symengine(claim)
        except ALGEBRA_FAILURES:
            return
        if verification.verdict is Verdict.PROVED:
            self._shortest = min(size(tree), self._shortest or size(tree))
        yield Candidate(tree, method, detail, score, verification, time.monotonic() - self._start, conditions)

    def _again(self, claim: Any) -> Verification:
        """Verify another form of a claim, which then counts as judged."""
        self._seen.add(claim)
        return self._verify(claim)

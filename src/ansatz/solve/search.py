"""One question being searched: every claim is verified once, made presentable, and kept in order."""

import time
from collections.abc import Callable, Iterator
from typing import Protocol, TypeAlias

import symengine as se

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine
from ansatz.expr.tree import size
from ansatz.proof.condition import Condition
from ansatz.proof.verdict import Verdict, Verification
from ansatz.solve.candidates import Candidate

PATIENCE = 0.3  # seconds

Verify: TypeAlias = Callable[[se.Expr], Verification]


class Presentation(Protocol):
    """What a task makes of claims before and after they are verified."""

    def prepare(self, claim: se.Expr) -> se.Expr | None:
        """The claim in the form in which it is verified; None for one that is no answer."""

    def present(self, claim: se.Expr, verify: Verify, *, exact: bool) -> tuple[se.Expr, Verification]:
        """The claim in a form to be shown, verified; exact: it comes from algebra, not from a guess."""


class Search:
    """The state of one search. verify: of the prepared verifier. seconds: budget, from the moment of construction."""

    def __init__(self, verify: Verify, presentation: Presentation, seconds: float) -> None:
        self._verify, self._presentation = verify, presentation
        self._end = (start := time.monotonic()) + seconds
        self._start = start
        self._seen: set[se.Expr] = set()
        self._best: tuple[int, int] | None = None  # flaws and size of the best proved answer
        self._proved_at = 0.0

    @property
    def left(self) -> float:
        """Seconds that remain."""
        return self._end - time.monotonic()

    @property
    def proved(self) -> bool:
        """True once some candidate is proved; one that holds on a part only waits PATIENCE seconds for a better one."""
        if self._best is None:
            return False
        return self._best[0] == 0 or time.monotonic() > self._proved_at + PATIENCE

    def judge(
        self,
        claim: se.Expr,
        method: str,
        detail: str,
        score: float | None = None,
        conditions: tuple[Condition, ...] = (),
    ) -> Iterator[Candidate]:
        """Verify one claim; yields nothing for repetitions, and for what is no shorter than a proved answer."""
        try:
            prepared = self._presentation.prepare(claim)
            if prepared is None or prepared in self._seen:
                return
            self._seen.add(prepared)
            tree = from_symengine(prepared)
            if self._best is not None and (0, size(tree)) >= self._best:
                return
            claim, verification = self._presentation.present(prepared, self._checked, exact=method != "network")
            tree = from_symengine(claim)
        except ALGEBRA_FAILURES:
            return
        if verification.verdict is Verdict.PROVED:
            found = verification.scope.flaws, size(tree)
            self._proved_at = self._proved_at or time.monotonic()
            self._best = found if self._best is None else min(found, self._best)
        yield Candidate(tree, method, detail, score, verification, time.monotonic() - self._start, conditions)

    def _checked(self, claim: se.Expr) -> Verification:
        """Verify a claim or another form of it, which then counts as judged."""
        self._seen.add(claim)
        return self._verify(claim)

"""One question being searched: every claim is verified once, made presentable, and kept in order."""

import time
from collections.abc import Callable, Iterator
from typing import Protocol, TypeAlias

import symengine as se

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine
from ansatz.expr.tree import size
from ansatz.proof.condition import Condition
from ansatz.proof.verdict import Verification
from ansatz.solve.candidates import Candidate

Verify: TypeAlias = Callable[[se.Expr], Verification]


class Presentation(Protocol):
    """What a task makes of claims before and after they are verified."""

    def prepare(self, claim: se.Expr) -> se.Expr | None:
        """The claim in the form in which it is verified; None for one that is no answer."""

    def present(self, claim: se.Expr, verify: Verify, *, exact: bool) -> tuple[se.Expr, Verification]:
        """The claim in a form to be shown, verified; exact: it comes from algebra, not from a guess."""

    def is_final(self, claim: se.Expr) -> bool:
        """False where another answer may have a value where this one, though proved, has none."""


class Search:
    """The state of one search. verify: of the prepared verifier. seconds: budget, from the moment of construction."""

    def __init__(self, verify: Verify, presentation: Presentation, seconds: float) -> None:
        self._verify, self._presentation = verify, presentation
        self._end = (start := time.monotonic()) + seconds
        self._start = start
        self._seen: set[se.Expr] = set()
        self._shortest: int | None = None  # size of the shortest proved answer
        self.held: list[Candidate] = []  # proved, but not final

    @property
    def left(self) -> float:
        """Seconds that remain."""
        return self._end - time.monotonic()

    @property
    def proved(self) -> bool:
        """True once some candidate is proved."""
        return self._shortest is not None

    def judge(
        self,
        claim: se.Expr,
        method: str,
        detail: str,
        score: float | None = None,
        conditions: tuple[Condition, ...] = (),
    ) -> Iterator[Candidate]:
        """Verify one claim; yields nothing for repetitions, and for what is no shorter than a proved answer.

        What is proved but not final is `held` instead, since a proof ends the race.
        """
        try:
            prepared = self._presentation.prepare(claim)
            if prepared is None or prepared in self._seen:
                return
            self._seen.add(prepared)
            tree = from_symengine(prepared)
            if self._shortest is not None and size(tree) >= self._shortest:
                return
            claim, verification = self._presentation.present(prepared, self._checked, exact=method != "network")
            tree = from_symengine(claim)
        except ALGEBRA_FAILURES:
            return
        candidate = Candidate(tree, method, detail, score, verification, time.monotonic() - self._start, conditions)
        if candidate.decisive and not self._presentation.is_final(claim):
            self.held.append(candidate)
            return
        if candidate.decisive:
            self._shortest = min(size(tree), self._shortest or size(tree))
        yield candidate

    def _checked(self, claim: se.Expr) -> Verification:
        """Verify a claim or another form of it, which then counts as judged."""
        self._seen.add(claim)
        return self._verify(claim)

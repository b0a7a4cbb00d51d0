"""One integral being searched: every claim is verified once, made real where it can be, and kept in order."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import symengine as se

from ansatz.algebra.forms import without_constant
from ansatz.algebra.shortening import shortened
from ansatz.errors import AnsatzError
from ansatz.expr.canonical import from_symengine, has_imaginary
from ansatz.expr.tree import size
from ansatz.proof.integral.verifier import AntiderivativeVerifier
from ansatz.proof.verdict import Verdict, Verification
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral.real_forms import may_be_mended, realise

# Failures of one candidate, view or stage: the next is tried.
FAILURES = (AnsatzError, RuntimeError, ValueError, ArithmeticError, NotImplementedError)


@dataclass
class Search:
    """The state of one search.

    f, x: SymEngine integrand and variable. seconds: budget, from the moment of construction. beam: its size.
    hypotheses: what the network said, mapped back, for the fit. best: size of the shortest proved answer.
    has_imaginary: whether i occurs in f.
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
        self.has_imaginary = has_imaginary(self.f)

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
            F, verification = self._verified(F, is_exact=method != "network")
            tree = from_symengine(F)
        except FAILURES:
            return
        if verification.verdict is Verdict.PROVED:
            self.best = min(size(tree), self.best or size(tree))
        yield Candidate(tree, method, detail, score, verification, time.monotonic() - self.start, conditions)

    def _verified(self, F: Any, is_exact: bool) -> tuple[Any, Verification]:
        """F in a form that holds, short and real where it can be; is_exact: try the best form first."""
        if is_exact:
            form = next(self._better_forms(F))
            self.seen.add(form)
            verification = self.verifier.verify(form)
            if verification.verdict is Verdict.PROVED:
                return form, verification
        verification = self.verifier.verify(F)
        if not verification.holds and self.domain == "real" and may_be_mended(F):
            F, verification = self._prefer(realise(F, self.x, self.f), F, verification)
        return self._improve(F, verification) if verification.holds else (F, verification)

    def _improve(self, F: Any, verification: Verification) -> tuple[Any, Verification]:
        """The same answer, short and real where it can be, verified again."""
        for form in self._better_forms(F):
            if form == F:
                break
            better, again = self._prefer(form, F, verification)
            if better is form:
                return better, again
        return F, verification

    def _better_forms(self, F: Any) -> Iterator[Any]:
        """The best form first; the later ones trust fewer rules."""
        if self.domain != "real":
            yield shortened(F, self.x)
            return
        for real in (True, False):
            short = shortened(F, self.x, real=real)
            form = realise(short, self.x, self.f)
            has_new_logarithms = len(form.atoms(se.log)) > len(short.atoms(se.log))
            yield shortened(form, self.x, real=real) if has_new_logarithms else form
        yield realise(F, self.x, self.f)

    def _prefer(self, form: Any, F: Any, verification: Verification) -> tuple[Any, Verification]:
        """The form where it holds no less surely than F does; else F."""
        if form == F:
            return F, verification
        self.seen.add(form)
        again = self.verifier.verify(form)
        surer = again.holds and (again.verdict is Verdict.PROVED or verification.verdict is not Verdict.PROVED)
        return (form, again) if surer else (F, verification)

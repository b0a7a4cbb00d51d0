"""One integral being searched: the question as SymEngine sees it, and how antiderivatives are presented."""

import random
from functools import cached_property
from typing import Any, final

from ansatz.algebra.forms import without_constant
from ansatz.expr.canonical import has_imaginary, symbol, to_symengine
from ansatz.proof.integral.verifier import AntiderivativeVerifier
from ansatz.proof.sampling import Domain, Point, sample
from ansatz.proof.verdict import Verdict, Verification
from ansatz.solve.integral.real_forms import realise
from ansatz.solve.integral.tidy import shorter_forms
from ansatz.solve.question import Question
from ansatz.solve.search import Search, Verify

_REAL_PLACES = 40


@final
class IntegralSearch(Search):
    """A search for ∫ f dx.

    f, x: SymEngine integrand and variable. beam: hypotheses to ask of the network. hypotheses: what it said, mapped
    back, for the fit. has_imaginary: whether i occurs in f.
    """

    def __init__(self, question: Question, seconds: float, beam: int = 0) -> None:
        (integrand,), (variable,) = question.statement, question.variables
        self.f, self.x, self.domain, self.beam = to_symengine(integrand), symbol(variable), question.domain, beam
        verifier = AntiderivativeVerifier(self.f, self.x, domain=self.domain)
        super().__init__(verifier.verify, Antiderivatives(verifier, self.domain), seconds)
        self.has_imaginary = has_imaginary(self.f)
        self.hypotheses: list[Any] = []


@final
class Antiderivatives:
    """Presented without constants, real where the integrand is, and as short as cheap rewriting makes them."""

    def __init__(self, verifier: AntiderivativeVerifier, domain: str) -> None:
        self.verifier, self.x, self.domain = verifier, verifier.x, domain

    @cached_property
    def _places(self) -> list[Point]:
        """Many points of the real domain, with parameters of both signs: where an answer should be real."""
        verifier = self.verifier
        some = random.Random(1)
        more, domain = sample(
            verifier.program, verifier.slot, self.x, verifier.parameters, some, _REAL_PLACES, False, verifier.parameters
        )
        return [*verifier.points, *more] if domain is Domain.REAL else verifier.points

    def prepare(self, claim: Any) -> Any | None:
        """Without additive constants."""
        return without_constant(claim, self.x) if self.verifier.f != 0 else claim

    def polish(self, claim: Any, verification: Verification, verify: Verify) -> tuple[Any, Verification]:
        """Real where it can be, then shorter; whatever holds no less surely."""
        if self.domain == "real":
            claim, verification = _surer(realise(claim, self.x, self._places), claim, verification, verify)
        if verification.holds:
            for form in shorter_forms(claim, self.x):
                shorter, again = _surer(form, claim, verification, verify)
                if shorter is form:
                    return shorter, again
        return claim, verification


def _surer(form: Any, claim: Any, verification: Verification, verify: Verify) -> tuple[Any, Verification]:
    """The form where it holds no less surely than the claim does; else the claim."""
    if form == claim:
        return claim, verification
    again = verify(form)
    surer = again.holds and (again.verdict is Verdict.PROVED or verification.verdict is not Verdict.PROVED)
    return (form, again) if surer else (claim, verification)


__all__ = ["Antiderivatives", "IntegralSearch"]

"""One integral being searched: the question as SymEngine sees it, and how antiderivatives are presented."""

from collections.abc import Iterator
from typing import final

import symengine as se

from ansatz.algebra.breaks import breaks
from ansatz.algebra.forms import without_constant
from ansatz.algebra.shortening import shortened
from ansatz.expr.canonical import has_imaginary, symbol, to_symengine
from ansatz.fit.structural.forms.continuous_arctangent import is_worth_its_length, without_jumps
from ansatz.fit.structural.forms.double_angle import without_holes
from ansatz.proof.integral.verifier import AntiderivativeVerifier
from ansatz.proof.verdict import Verdict, Verification
from ansatz.solve.integral.real_forms import may_be_mended, realise
from ansatz.solve.question import Question
from ansatz.solve.search import Search, Verify


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
        self.hypotheses: list[se.Expr] = []


@final
class Antiderivatives:
    """Presented without constants, real where the integrand is, and as short as cheap rewriting makes them."""

    def __init__(self, verifier: AntiderivativeVerifier, domain: str) -> None:
        self.verifier, self.x, self.domain = verifier, verifier.x, domain

    def prepare(self, claim: se.Expr) -> se.Expr | None:
        """Without additive constants."""
        return without_constant(claim, self.x) if self.verifier.f != 0 else claim

    def present(self, claim: se.Expr, verify: Verify, *, exact: bool) -> tuple[se.Expr, Verification]:
        """The claim in a form that holds, short and real where it can be; exact: the best form is tried first."""
        if exact:
            form = next(self._better_forms(claim))
            verification = verify(form)
            if verification.verdict is Verdict.PROVED:
                return form, verification
        verification = verify(claim)
        if self.domain == "real" and not verification.holds and may_be_mended(claim):
            claim, verification = _surer(realise(claim, self.x, self.verifier.f), claim, verification, verify)
        for form in self._better_forms(claim) if verification.holds else ():
            if form == claim:
                break
            better, again = _surer(form, claim, verification, verify)
            if better is form:
                return better, again
        return claim, verification

    def is_final(self, claim: se.Expr) -> bool:
        """False for what has holes or jumps where the integrand has values."""
        return self.domain != "real" or not breaks(claim, self.verifier.f, self.x)

    def _better_forms(self, F: se.Expr) -> Iterator[se.Expr]:
        """The best form first; the later ones trust fewer rules."""
        if self.domain != "real":
            yield shortened(F, self.x)
            return
        smooth = without_jumps(F, self.x)
        if smooth is not None:
            smooth = realise(shortened(smooth, self.x, real=True), self.x, self.verifier.f)
            if is_worth_its_length(smooth, F) or breaks(F, self.verifier.f, self.x):
                yield smooth
        if F.atoms(se.tan) and (whole := without_holes(F, self.x)) != F and breaks(F, self.verifier.f, self.x):
            yield realise(shortened(whole, self.x, real=True), self.x, self.verifier.f)
        for real in (True, False):
            short = shortened(F, self.x, real=real)
            form = realise(short, self.x, self.verifier.f)
            yield shortened(form, self.x, real=real) if form.atoms(se.log) != short.atoms(se.log) else form
        yield realise(F, self.x, self.verifier.f)


def _surer(form: se.Expr, claim: se.Expr, verification: Verification, verify: Verify) -> tuple[se.Expr, Verification]:
    """The form where it holds no less surely than the claim does; else the claim."""
    if form == claim:
        return claim, verification
    again = verify(form)
    surer = again.holds and (again.verdict is Verdict.PROVED or verification.verdict is not Verdict.PROVED)
    return (form, again) if surer else (claim, verification)


__all__ = ["Antiderivatives", "IntegralSearch"]

"""One integral being searched: the question as SymEngine sees it, and how antiderivatives are presented."""

from collections.abc import Iterator
from itertools import chain
from typing import final

import symengine as se

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
        """The claim in a form that holds, on all of the domain, short and real where it can be; exact: it is likely to
        hold, and its best form is tried first."""
        known: dict[se.Expr, Verification] = {}
        if not exact:
            known[claim] = verify(claim)
            if self.domain == "real" and not known[claim].holds and may_be_mended(claim):
                claim = realise(claim, self.x, self.verifier.f)
                known[claim] = verify(claim)
            if not known[claim].holds:
                return claim, known[claim]
        found = []
        for form in chain(self._better_forms(claim), [claim]):
            verification = known[form] = known.get(form) or verify(form)
            if verification.verdict is Verdict.PROVED and not verification.scope.flaws:
                return form, verification
            found.append((form, verification))
        return min(found, key=lambda pair: _order(pair[1]))

    def _better_forms(self, F: se.Expr) -> Iterator[se.Expr]:
        """The best form first; later ones trust fewer rules, the last ones are for what has jumps or holes."""
        if self.domain != "real":
            yield shortened(F, self.x)
            return
        smooth = without_jumps(F, self.x)
        if smooth is not None:
            smooth = realise(shortened(smooth, self.x, real=True), self.x, self.verifier.f)
            if is_worth_its_length(smooth, F):
                yield smooth
        for real in (True, False):
            short = shortened(F, self.x, real=real)
            form = realise(short, self.x, self.verifier.f)
            yield shortened(form, self.x, real=real) if form.atoms(se.log) != short.atoms(se.log) else form
        yield realise(F, self.x, self.verifier.f)
        if smooth is not None:
            yield smooth
        if (whole := without_holes(F, self.x)) != F:
            yield realise(shortened(whole, self.x, real=True), self.x, self.verifier.f)


def _order(verification: Verification) -> tuple[bool, bool, int]:
    """Proved before checked before anything else; then on as much of the domain as there is."""
    return verification.verdict is not Verdict.PROVED, not verification.holds, verification.scope.flaws


__all__ = ["Antiderivatives", "IntegralSearch"]

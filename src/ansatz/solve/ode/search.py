"""One differential equation being searched: the question as SymEngine sees it, and how claims are judged."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import final

import symengine as se

from ansatz.algebra.content import content
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.shortening import length
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine, has_imaginary, symbol, to_symengine
from ansatz.proof.condition import Condition
from ansatz.proof.ode.first_integral import FirstIntegralVerifier
from ansatz.proof.ode.implicit import ImplicitVerifier
from ansatz.proof.ode.parametric import ParametricVerifier
from ansatz.proof.ode.verifier import CONSTANTS, UNKNOWNS, OdeVerifier
from ansatz.proof.verdict import Verdict, Verification
from ansatz.solve.ode.candidates import OdeCandidate
from ansatz.solve.ode.claim import Claim, Equation, Kind
from ansatz.solve.ode.forms import plain_form
from ansatz.solve.ode.moduli import with_moduli
from ansatz.solve.ode.plain_constants import with_few_minuses, with_plain_constants
from ansatz.solve.ode.relation_forms import plain_relation
from ansatz.solve.question import Question
from ansatz.solve.search import Search, Verify


def equation_of(question: Question) -> Equation:
    """The equation of a question: its statement is the left side, then the place and values of initial values."""
    left = to_symengine(question.statement[0])
    order = max(k for k, unknown in enumerate(UNKNOWNS) if k and unknown in left.free_symbols)
    return Equation(left, symbol(question.variables[0]), order)


@final
class OdeSearch:
    """A search for the solutions of an equation.

    beam: hypotheses to ask of the network. hypotheses: what it said, for the fit.
    """

    def __init__(self, question: Question, seconds: float, beam: int = 0) -> None:
        self.equation, self.beam = equation_of(question), beam
        self._end = time.monotonic() + seconds
        self._functions = OdeVerifier(self.equation.left, self.x, order=self.order)
        self._general = self._searching(self._functions.verify)
        self._relations = self._searching(lambda G: self._implicit.verify(G), functions=False)
        self.hypotheses: list[se.Expr] = []
        self._seen: set[Claim] = set()
        # With parameters, a solution may be real for some of their values.
        left = self.equation.left
        self._must_be_real = left.free_symbols <= {self.x, *UNKNOWNS} and not has_imaginary(left)
        self.best: OdeCandidate | None = None  # of the general ones

    @property
    def x(self) -> se.Symbol:
        """The variable."""
        return self.equation.x

    @property
    def order(self) -> int:
        """Of the equation."""
        return self.equation.order

    @property
    def left(self) -> float:
        """Seconds that remain."""
        return self._end - time.monotonic()

    @property
    def proved(self) -> bool:
        """True once an explicit general solution is proved."""
        return self._general.proved

    def judge(
        self,
        claim: Claim,
        method: str,
        detail: str = "",
        score: float | None = None,
        conditions: tuple[Condition, ...] = (),
        *,
        settled: bool = False,
        beside: bool = False,
    ) -> Iterator[OdeCandidate]:
        """Verify one claim; yields nothing for repetitions, for claims without a value, and for needless ones.

        beside: it is a further general solution, no rival of others.
        """
        branch = (_without_content(u) if self.x in u.free_symbols else u for u in claim.branch)
        claim = replace(_renumbered(claim), branch=tuple(branch))
        try:
            if claim in self._seen or has_no_value(claim.solution):
                return
            self._seen.add(claim)
            trees = tuple(map(from_symengine, claim.branch))
            along = None if claim.along is None else from_symengine(claim.along)
        except ALGEBRA_FAILURES:
            return
        if beside and not claim.branch:
            verify = self._implicit.verify if claim.implicit else self._functions.verify
            search = self._searching(verify, functions=not claim.implicit)
        else:
            search = self._search(claim)
        for found in search.judge(claim.solution, method, detail or claim.method, score, conditions):
            fields = (found.tree, method, found.detail, score, found.verification, found.seconds, conditions)
            candidate = OdeCandidate(*fields, claim.kind, claim.implicit, trees, settled, along, beside)
            if self._must_be_real and not candidate.real:
                continue
            if candidate.kind is Kind.GENERAL and candidate.holds and not beside:
                self.best = candidate if self.best is None else min(candidate, self.best, key=lambda one: one.order())
            yield candidate

    def _search(self, claim: Claim) -> Search:
        """General solutions share one, so that only shorter ones follow a proof; the others are no rivals."""
        if claim.kind is Kind.GENERAL and not claim.branch and claim.along is None:
            return self._relations if claim.implicit else self._general
        if claim.kind is Kind.FIRST_INTEGRAL:
            return self._searching(FirstIntegralVerifier(self.equation.left, self.x).verify, functions=False)
        if claim.implicit:
            return self._searching(lambda G: self._implicit.verify(G), functions=False)
        general = claim.kind is Kind.GENERAL
        if claim.along is not None:
            X, curves = claim.along, ParametricVerifier(self.equation.left, self.x, general=general)
            return self._searching(lambda y: curves.verify(X, y), functions=False)
        verifier = OdeVerifier(self.equation.left, self.x, order=self.order, branch=claim.branch, general=general)
        return self._searching(verifier.verify)

    def _searching(self, verify: Verify, *, functions: bool = True) -> Search:
        return Search(verify, Plain(self.equation.left, self.x, functions=functions), max(0.0, self.left))

    @cached_property
    def _implicit(self) -> ImplicitVerifier:
        return ImplicitVerifier(self.equation.left, self.x, order=self.order)


def _without_content(u: se.Expr) -> se.Expr:
    """c1 - x for (c1 - x)/2: both are positive where one is."""
    total = se.expand(u)
    if total.__class__ is not se.Add:
        return u
    plain = se.Add(*(term / content(total) for term in total.args))
    return min(u, plain, key=length)


def _renumbered(claim: Claim) -> Claim:
    """With c1 for the only constant of a claim that is not general."""
    constants = claim.solution.free_symbols & set(CONSTANTS)
    if claim.kind is Kind.GENERAL or claim.branch or claim.along is not None or len(constants) != 1:
        return claim
    return replace(claim, solution=claim.solution.xreplace({constants.pop(): CONSTANTS[0]}))


@final
class Plain:
    """Functions are shown in a plain form, and on both sides of the zeros in their logarithms, where that holds as
    surely; relations with their constant alone.
    """

    def __init__(self, equation: se.Expr, x: se.Symbol, *, functions: bool) -> None:
        self._equation, self._x, self._functions = equation, x, functions

    def prepare(self, claim: se.Expr) -> se.Expr | None:
        """The claim itself."""
        return claim

    def present(self, claim: se.Expr, verify: Verify, *, exact: bool) -> tuple[se.Expr, Verification]:
        """The claim, or its plain form, and the verdict on it."""
        for form in self._forms(claim) if self._functions else (plain_relation(claim),):
            if form != claim and (verification := verify(form)).verdict is Verdict.PROVED:
                return form, verification
        return claim, verify(claim)

    def _forms(self, claim: se.Expr) -> Iterable[se.Expr]:
        """Plainest first, each with ln|u| before ln(u)."""
        plain = plain_form(claim, self._x)
        named = with_few_minuses(plain_form(with_plain_constants(plain), self._x))
        forms = ((with_moduli(e, self._x, self._equation), e) for e in (named, plain))
        return dict.fromkeys(chain.from_iterable(forms))


__all__ = ["CONSTANTS", "OdeSearch", "equation_of"]

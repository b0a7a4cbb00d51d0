"""The fit: exact undetermined coefficients. Given terms T_j and an integrand f, find Σ c_j T_j with derivative f.

    fit_linear([sin(x), x*cos(x)], x*sin(x), x)  ->  sin(x) - x*cos(x)

Terms and f are evaluated, with derivatives, at random points of a finite field (`ansatz.fit.residues.evaluator`).
Row reduction of the matrix [T_j' | f], the columns ordered by length, so that short terms become pivots and all
others get coefficient 0, gives the support, which `ansatz.fit.linear.row_reduction` shortens;
`ansatz.fit.linear.constant_field` finds its coefficients exactly. Nothing is proved here: the verifier decides.
Dependent kernels can hide an answer, never make a wrong one pass.
"""

import time
from collections.abc import Iterable, Sequence

import numpy as np
import symengine as se

from ansatz.errors import BadConstantsError, BadPrimeError, UnevaluableError
from ansatz.expr.canonical import has_imaginary
from ansatz.fit.linear.constant_field import exact_fit
from ansatz.fit.linear.restricted_system import SupportSystem
from ansatz.fit.linear.row_reduction import Reduction
from ansatz.fit.residues.complex_evaluator import evaluator_over
from ansatz.fit.residues.complex_field import ComplexField
from ansatz.fit.residues.dual import Dual
from ansatz.fit.residues.evaluator import Evaluator
from ansatz.fit.residues.exponents import Survey
from ansatz.fit.residues.prime_field import Field, Residues
from ansatz.fit.residues.sample import points_needed

_MAX_PRIMES = 40
_MAX_SAMPLES = 12
_SPARE_ROWS = 12
_COEFFICIENT_LENGTH = 4


def fit_linear(
    terms: Sequence[se.Expr],
    f: se.Expr,
    x: se.Symbol,
    *,
    seed: int = 0,
    positive: bool = False,
    domain: str = "real",
    max_terms: int = 400,
    deadline: float | None = None,
) -> se.Expr | None:
    """Σ c_j T_j whose derivative by x is f modulo several primes, or None.

    terms, f: SymEngine expressions. Terms that cannot be evaluated are left out; only the first `max_terms` are used.
    positive: answers may hold for x > 0 only (√(x²) is x). domain: "real", or "complex" for coefficients in
    Q(i, √2, …)(a, π, …) and principal branches on the plane; where i occurs the latter is taken.
    deadline: a `time.thread_time()` moment, seconds, after which the answer is None.
    """
    problem = FitProblem(f, x, seed=seed, positive=positive, domain=domain)
    return problem.solve(terms, max_terms=max_terms, deadline=deadline)


class FitProblem:
    """One integrand and growing lists of terms; values of terms are kept between calls.

    problem = FitProblem(f, x); problem.solve(few) or problem.solve(few + more)
    """

    def __init__(
        self, f: se.Expr, x: se.Symbol, *, seed: int = 0, positive: bool = False, domain: str = "real"
    ) -> None:
        self.f, self.x, self.seed, self.positive = f, x, seed, positive
        self._fields: type[Field] = Field
        if domain == "complex" or has_imaginary(f):
            self._fields, self.positive = ComplexField, False
        self._on_the_plane: FitProblem | None = None
        self._survey = self._survey_of([self.f])
        self._prime = 0
        self._evaluator: Evaluator | None = None
        self._halvings = 0
        self._constants_to_blame = False

    def solve(self, terms: Iterable[se.Expr], *, max_terms: int = 400, deadline: float | None = None) -> se.Expr | None:
        """Σ c_j T_j with derivative f, short terms preferred, or None."""
        if self.f == 0:
            return se.Integer(0)
        chosen = [t for t in dict.fromkeys(terms) if self.x in t.free_symbols][:max_terms]
        chosen.sort(key=lambda t: len(str(t)))
        if not self._fields.plane:
            real = [t for t in chosen if not has_imaginary(t)]
            if len(real) < len(chosen):
                answer = self.solve(real, max_terms=max_terms, deadline=deadline) if real else None
                return self._complex_solve(chosen, deadline) if answer is None else answer
        answer, consistent = self._attempt(chosen, deadline)
        if answer is not None or not consistent:
            return answer
        # roots that do not exist where f does make √(x²) seem to be x; others bring in √(a/b)
        own = self._survey_of([self.f]).radicals.keys()
        foreign = self._evaluator.restricting - own if self._evaluator else set()
        for unwanted in (foreign, self._survey.radicals.keys() - own):
            familiar = [t for t in chosen if not self._survey_of([t]).radicals.keys() & unwanted]
            if len(familiar) < len(chosen) and not _late(deadline):
                self._survey, self._evaluator = self._survey_of([self.f]), None
                answer, _ = self._attempt(familiar, deadline)
                if answer is not None:
                    return answer
        return None

    def _complex_solve(self, terms: list[se.Expr], deadline: float | None) -> se.Expr | None:
        if self._on_the_plane is None:
            self._on_the_plane = FitProblem(self.f, self.x, seed=self.seed, domain="complex")
        return None if _late(deadline) else self._on_the_plane.solve(terms, max_terms=len(terms), deadline=deadline)

    def _attempt(self, terms: list[se.Expr], deadline: float | None) -> tuple[se.Expr | None, bool]:
        """(answer or None, whether the terms solve the problem modulo p)."""
        for _ in range(_MAX_SAMPLES):
            try:
                columns, right = self._evaluate(terms, deadline)
            except UnevaluableError:
                break
            kept = [(t, c) for t, c in zip(terms, columns, strict=True) if c is not None]
            if _late(deadline):
                break
            reduction = Reduction(np.stack([c for _, c in kept] + [right], axis=1), self._field.p)
            if reduction.consistent:
                return self._exact(reduction, [t for t, _ in kept], deadline), True
            if not self._constants_to_blame or _late(deadline):
                break
            self._next_sample()
        return None, False

    def _survey_of(self, expressions: list[se.Expr]) -> Survey:
        survey = Survey(self.x, self._fields.plane)
        survey.include(expressions)
        return survey

    def _exact(self, reduction: Reduction, terms: list[se.Expr], deadline: float | None) -> se.Expr | None:
        """The exact fit on a short support; on the one of row reduction where the short one is not independent."""
        lengths = [len(str(t)) + _COEFFICIENT_LENGTH for t in terms]
        first, short = reduction.solution(), reduction.short_solution(lengths)
        for support in (short, first) if short != first else (first,):
            system = SupportSystem([terms[j] for j in support], self.f, self.x, self.seed, self.positive, self._fields)
            guess = self._field.p, list(support.values())
            try:
                answer = exact_fit(system, guess=guess, first_prime=self._prime + 1, deadline=deadline)
            except UnevaluableError:
                continue
            if answer is not None:
                return answer
        return None

    @property
    def _field(self) -> Field:
        return self._fields(self._fields.prime(self._prime))

    def _next_sample(self) -> None:
        """Another prime and other constants."""
        self._prime += 1
        self._evaluator = None

    def _evaluate(self, terms: list[se.Expr], deadline: float | None) -> tuple[list[Residues | None], Residues]:
        """Columns T_j' (None where a term has no values) and f at len(terms) + 12 points."""
        refined = self._survey.include(terms)
        need = len(terms) + _SPARE_ROWS
        for _ in range(_MAX_PRIMES):
            evaluator = self._evaluator
            grown = self._survey.halvings != self._halvings
            try:
                if evaluator is None or refined or grown or evaluator.rows < need:
                    evaluator = self._start(need)
                return self._columns(evaluator, terms, need)
            except (BadPrimeError, BadConstantsError):
                self._next_sample()
                if _late(deadline):
                    break
        raise UnevaluableError("No prime has all the roots of constants that occur.")

    def _start(self, need: int) -> Evaluator:
        """A fresh evaluator with `need` points at which as many square roots as possible exist."""
        radicals = self._survey.radicals
        self._halvings = self._survey.halvings
        rows = need + need // 4 + 8
        evaluator = self._evaluator = evaluator_over(self._fields)(
            self._field,
            self.x,
            (self.seed, self._prime),
            rows=points_needed(rows, self._halvings),
            need=need,
            units=self._survey.units,
            positive=self.positive,
        )
        evaluator.require(radicals, rows)
        return evaluator

    def _columns(self, evaluator: Evaluator, terms: list[se.Expr], need: int) -> tuple[list[Residues | None], Residues]:
        right = evaluator.dual(self.f)
        duals: list[Dual | None] = []
        self._constants_to_blame = False
        for term in terms:
            try:
                duals.append(evaluator.dual(term))
            except UnevaluableError as error:
                self._constants_to_blame |= isinstance(error, BadConstantsError)
                duals.append(None)
        rows = np.flatnonzero(evaluator.usable[0])[:need]

        def column(values: Residues) -> Residues:
            return np.broadcast_to(values, (1, evaluator.rows))[0, rows]

        return [None if d is None or d.rate is None else column(d.rate) for d in duals], column(right.value)


def _late(deadline: float | None) -> bool:
    return deadline is not None and time.thread_time() > deadline

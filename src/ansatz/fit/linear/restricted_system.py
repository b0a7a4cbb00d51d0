"""The linear system of a fit with few terms, over any of the fields and for any values of the constants."""

from collections.abc import Sequence

import numpy as np
import symengine as se
from numpy.typing import NDArray

from ansatz.errors import BadConstantsError, BadPrimeError, UnevaluableError
from ansatz.fit.residues.complex_evaluator import evaluator_over
from ansatz.fit.residues.evaluator import Evaluator
from ansatz.fit.residues.exponents import Survey
from ansatz.fit.residues.prime_field import Field, Residues
from ansatz.fit.residues.sample import Assignment, Conjugation, points_needed

_MAX_POINTS = 500_000  # 4 MB an array


class SupportSystem:
    """Terms and integrand of a fit whose coefficients are unique; fields: `Field`, or `ComplexField` for complex x."""

    def __init__(
        self,
        terms: Sequence[se.Expr],
        f: se.Expr,
        x: se.Symbol,
        seed: int,
        positive: bool = False,
        fields: type[Field] = Field,
    ) -> None:
        self.terms, self.f, self.x, self.seed, self.positive = list(terms), f, x, seed, positive
        self.fields = fields
        self.survey = Survey(x, fields.plane)
        self.survey.include([*terms, f])

    def evaluator(
        self,
        p: int,
        rows: int,
        groups: int = 1,
        assignment: Assignment | None = None,
        conjugation: Conjugation | None = None,
    ) -> Evaluator:
        """An evaluator with `rows` points per group in the domain of all terms, where a group has so many."""
        radicals = self.survey.radicals
        if radicals and not self.survey.are_squares(p):
            raise BadPrimeError("A number under a root is no square modulo this prime; take another one.")
        points = points_needed(rows, self.survey.halvings)
        if groups * points > _MAX_POINTS:
            raise UnevaluableError("Too many square roots and parameters occur together.")
        evaluator = evaluator_over(self.fields)(
            self.fields(p),
            self.x,
            (self.seed, p),
            rows=points,
            groups=groups,
            need=rows,
            units=self.survey.units,
            positive=self.positive,
            assignment=assignment,
            conjugation=conjugation,
        )
        evaluator.require(radicals, rows)
        return evaluator

    def solve(
        self, p: int, groups: int = 1, assignment: Assignment | None = None, conjugation: Conjugation | None = None
    ) -> tuple[Residues, NDArray[np.bool_], Evaluator]:
        """Coefficients (groups, terms), which groups have a unique solution, and the evaluator used."""
        rows = len(self.terms) + 4
        evaluator = self.evaluator(p, rows + 2, groups, assignment, conjugation)  # two to spare for zero denominators
        for e in (*self.terms, self.f):
            evaluator.dual(e)
        evaluator.compress(rows)
        rates = [evaluator.dual(term).rate for term in self.terms]
        columns = [Field(p).number(0) if rate is None else rate for rate in rates]
        right = evaluator.dual(self.f).value
        shape = (groups, rows)
        matrix = np.stack([np.broadcast_to(c, shape) for c in (*columns, right)], axis=2)
        coefficients, unique = solve_batch(Field(p), matrix)
        return coefficients, unique & evaluator.usable.all(axis=1), evaluator

    def holds(self, candidate: se.Expr, p: int) -> bool:
        """Whether candidate' = f at random points modulo p."""
        evaluator = self.evaluator(p, 8)
        try:
            for e in (*self.terms, self.f):  # as in every image, so that the constants have the same values
                evaluator.dual(e)
            rate = evaluator.dual(candidate).rate
            value = evaluator.dual(self.f).value
        except BadConstantsError:
            raise
        except UnevaluableError:
            return False
        if rate is None:
            rate = evaluator.field.number(0)
        return bool(((rate == value) | ~evaluator.usable).all())


def solve_batch(field: Field, matrix: Residues) -> tuple[Residues, NDArray[np.bool_]]:
    """Solve M overdetermined systems [A | b], shape (M, rows, s + 1): solutions (M, s), and where they are unique."""
    work = matrix.copy()
    groups, _, width = work.shape
    unique = np.ones(groups, dtype=bool)
    every = np.arange(groups)
    for j in range(width - 1):
        pivot = j + np.argmax(work[:, j:, j] != 0, axis=1)
        row = work[every, pivot].copy()
        unique &= row[:, j] != 0
        work[every, pivot] = work[:, j]
        row = field.multiply(row, field.inverse(row[:, j])[:, None])
        work = field.subtract(work, field.multiply(work[:, :, j, None], row[:, None, :]))
        work[:, j] = row
    unique &= (work[:, width - 1 :, -1] == 0).all(axis=1)
    return work[:, : width - 1, -1], unique

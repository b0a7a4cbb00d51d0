"""Rational coefficients of a linear relation between functions of several variables, by numbers; to be verified.

coefficients([x, y], 2*x - y)      [2, -1]
relations([x, 2*x, y])             [[-2, 1, 0]]        all that hold identically, as a basis
"""

from collections.abc import Sequence
from fractions import Fraction

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.numbers import to_symengine_number
from ansatz.solve.ode.numeric import rows

_SPARE = 6
_BITS = 192
_ZERO = arb(2) ** -80  # beside rows whose largest entry is 1
_MAX_DENOMINATOR = 60


def coefficients(terms: Sequence[se.Expr], f: se.Expr) -> list[se.Expr] | None:
    """Rational cⱼ with Σ cⱼ·termⱼ = f, early terms preferred; None where there are none."""
    matrix = rows([*terms, f], len(terms) + _SPARE)
    if len(matrix) < len(terms) + 2:
        return None
    with ctx.workprec(_BITS):
        reduced, pivots = _reduced(matrix)
        if len(terms) in pivots:
            return None
        found = [Fraction(0)] * len(terms)
        for row, pivot in zip(reduced, pivots, strict=False):
            value = _recognised(row[-1])
            if value is None:
                return None
            found[pivot] = value
    return [to_symengine_number(value) for value in found]


def relations(terms: Sequence[se.Expr]) -> list[list[se.Expr]]:
    """A basis of the rational relations Σ cⱼ·termⱼ = 0; those that are not rational are left out."""
    matrix = rows(terms, len(terms) + _SPARE)
    if len(matrix) < len(terms) + 2:
        return []
    basis = []
    with ctx.workprec(_BITS):
        reduced, pivots = _reduced(matrix)
        for free in range(len(terms)):
            if free in pivots:
                continue
            values = {pivot: _recognised(-row[free]) for row, pivot in zip(reduced, pivots, strict=False)}
            if None not in values.values():
                vector = [se.Integer(0)] * len(terms)
                vector[free] = se.Integer(1)
                for pivot, value in values.items():
                    assert value is not None
                    vector[pivot] = to_symengine_number(value)
                basis.append(vector)
    return basis


def _reduced(matrix: list[list[acb]]) -> tuple[list[list[acb]], list[int]]:
    """Reduced row echelon form (its nonzero rows) and the pivots' columns."""
    left = [scaled for row in matrix if (scaled := _scaled(row)) is not None]
    done: list[list[acb]] = []
    pivots: list[int] = []
    for column in range(len(matrix[0])):
        best = max(left, key=lambda row: float(abs(row[column]).mid()), default=None)
        if best is None or bool(abs(best[column]) < _ZERO) or abs(best[column]).contains(0):
            continue
        left.remove(best)
        pivot = [v / best[column] for v in best]
        left = [_minus(row, row[column], pivot) for row in left]
        done = [_minus(row, row[column], pivot) for row in done] + [pivot]
        pivots.append(column)
        left = [row for row in left if any(not (abs(v) < _ZERO) for v in row)]
    return done, pivots


def _scaled(row: list[acb]) -> list[acb] | None:
    size = max((abs(v).mid() for v in row), key=float)
    return [acb((v / size).mid()) for v in row] if size > 0 else None


def _minus(row: list[acb], factor: acb, pivot: list[acb]) -> list[acb]:
    return [acb((v - factor * w).mid()) for v, w in zip(row, pivot, strict=True)]


def _recognised(value: acb) -> Fraction | None:
    near = Fraction(float(value.real.mid())).limit_denominator(_MAX_DENOMINATOR)
    exact = arb(near.numerator) / near.denominator
    return near if bool(abs(value.mid() - exact) < arb(2) ** -50) else None


__all__ = ["coefficients", "relations"]

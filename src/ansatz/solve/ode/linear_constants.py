"""Linear systems for constants of integration, solved exactly, parameters in their coefficients too."""

from collections.abc import Sequence

import symengine as se

from ansatz.algebra.forms import expanded
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.proof.ode.initial_values import vanishes


def linear_solution(conditions: Sequence[se.Expr], unknowns: Sequence[se.Symbol]) -> dict[se.Expr, se.Expr] | None:
    """The solution of a linear system by elimination; None where it is not linear, or has none."""
    values: dict[se.Expr, se.Expr] = {}
    zero = dict.fromkeys(unknowns, se.Integer(0))
    rows = [([expanded(e.diff(c)) for c in unknowns], e.subs(zero)) for e in conditions]
    if any(set(unknowns) & a.free_symbols for row, _ in rows for a in row) or any(has_no_value(e) for _, e in rows):
        return None
    for column, unknown in enumerate(unknowns):
        pivot = next((row for row in rows if not vanishes(row[0][column])), None)
        if pivot is None:
            continue
        rows = [row for row in rows if row is not pivot]
        scaled = [together(a / pivot[0][column]) for a in pivot[0]]
        constant = together(pivot[1] / pivot[0][column])
        rows = [
            (
                [expanded(together(a - row[column] * s)) for a, s in zip(row, scaled, strict=True)],
                expanded(together(free - row[column] * constant)),
            )
            for row, free in rows
        ]
        rest = se.Add(*(a * c for a, c in zip(scaled, unknowns, strict=True) if c != unknown))
        values[unknown] = -constant - rest
    if any(not vanishes(free) for _, free in rows):
        return None
    for unknown in reversed(unknowns):
        if unknown in values:
            values = {
                c: together(expanded(v.subs({unknown: values[unknown]}))) if c != unknown else v
                for c, v in values.items()
            }
    return values


__all__ = ["linear_solution"]

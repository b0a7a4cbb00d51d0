"""The fit for equations that are not linear: a hypothesis with other numbers in it.

    refitted(equation of y' = 1 + 4·y², [tan(c1 + x)])      tan(c1 + 2·x)/2

Every number of a hypothesis becomes an unknown, then every factor 1 of a term too, then the exponents. The residual at
random points must vanish: Gauss–Newton with damping, in doubles, from the numbers that the hypothesis has. One unknown
after the other is then replaced by the simplest fraction near it, and the others are fitted again, so that what the
constants of integration leave free settles too. A claim like any other is proposed; doubles prove nothing.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import symengine as se

from ansatz.algebra.numbers import as_fraction, to_symengine_number
from ansatz.algebra.principal_derivative import principal_derivatives
from ansatz.algebra.ratios import has_no_value
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.solve.ode.claim import CONSTANTS, UNKNOWNS, Claim, Equation

_MOST, _MAX_UNKNOWNS = 5, 8  # hypotheses, and numbers in one
_STEPS, _DRAWS = 60, 400
_CLOSE, _NEAR = 1e-9, 1e-7
_DENOMINATORS = (1, 2, 6, 12, 60)


@dataclass(frozen=True)
class _Parametrised:
    """An expression with unknowns for numbers, and their values in it."""

    y: se.Expr
    unknowns: tuple[se.Symbol, ...]
    values: tuple[Fraction, ...]


def refitted(equation: Equation, hypotheses: Sequence[se.Expr]) -> Iterator[Claim]:
    """Claims for the likeliest hypotheses, each from the first level of unknowns that fits."""
    for hypothesis in list(dict.fromkeys(hypotheses))[:_MOST]:
        if len(set(CONSTANTS) & hypothesis.free_symbols) < equation.order:
            continue
        for level in range(3):
            try:
                found = _fitted(equation, parametrised(hypothesis, level))
            except (*ALGEBRA_FAILURES, np.linalg.LinAlgError):
                continue
            if found is not None:
                yield Claim(found, "fit of a hypothesis' numbers")
                break


def parametrised(y: se.Expr, level: int) -> _Parametrised:
    """Level 0: numbers that are written. 1: factors 1 of terms too. 2: and exponents."""
    unknowns: list[se.Symbol] = []
    values: list[Fraction] = []

    def unknown(value: Fraction) -> se.Expr:
        unknowns.append(se.Symbol(f"k{len(unknowns)}_"))
        values.append(value)
        return unknowns[-1]

    def visit(e: se.Expr, *, term: bool) -> se.Expr:
        if isinstance(e, se.Rational):
            return unknown(as_fraction(e))
        free = not e.free_symbols - set(CONSTANTS)
        scaled = term and level > 0 and not free
        if e.__class__ is se.Add:
            inner = se.Add(*(visit(a, term=True) for a in e.args))
        elif e.__class__ is se.Mul:
            scaled = scaled and not any(isinstance(a, se.Rational) for a in e.args)
            inner = se.Mul(*(visit(a, term=False) for a in e.args))
        elif e.__class__ is se.Pow:
            base, exponent = e.args
            if not isinstance(exponent, se.Rational):
                raised = visit(exponent, term=True)
            else:
                raised = unknown(as_fraction(exponent)) if level > 1 and exponent != -1 else exponent
            inner = (base if base == se.E else visit(base, term=False)) ** raised
        elif e.args:
            inner = e.func(*(visit(a, term=True) for a in e.args))
        else:
            inner = e
        return unknown(Fraction(1)) * inner if scaled else inner

    return _Parametrised(visit(y, term=True), tuple(unknowns), tuple(values))


def _fitted(equation: Equation, claim: _Parametrised) -> se.Expr | None:
    if not 0 < len(claim.unknowns) <= _MAX_UNKNOWNS:
        return None
    residual = _Residual(equation, claim)
    values = residual.solved(np.array([float(v) for v in claim.values]), [])
    if values is None:
        return None
    settled: list[Fraction] = []
    for k in range(len(claim.unknowns)):
        for denominator in _DENOMINATORS:
            near = Fraction(float(values[k])).limit_denominator(denominator)
            trial = values.copy()
            trial[k] = float(near)
            again = residual.solved(trial, [*settled, near])
            if again is not None:
                values, settled = again, [*settled, near]
                break
        else:
            return None
    y = claim.y.subs({u: to_symengine_number(v) for u, v in zip(claim.unknowns, settled, strict=True)})
    return None if has_no_value(y) or not set(CONSTANTS) & y.free_symbols else y


class _Residual:
    """The left side, with the claim put in, at random points, as a function of the unknowns."""

    def __init__(self, equation: Equation, claim: _Parametrised) -> None:
        rates = principal_derivatives(claim.y, equation.x, equation.order)
        terms = [t.subs(dict(zip(UNKNOWNS, rates, strict=False))) for t in se.Add.make_args(equation.left)]
        own = sorted(set().union(*(t.free_symbols for t in terms)) - set(claim.unknowns), key=str)
        self._compiled = se.Lambdify([*claim.unknowns, *own], [se.Add(*terms), se.Add(*(abs(t) for t in terms))])
        rng = random.Random(0)
        start = [float(v) for v in claim.values]
        self._count = 4 * len(start) + 8
        self._points: list[list[float]] = []
        for _ in range(_DRAWS):
            point = [rng.uniform(0.2, 1.6) * (rng.choice((-1, 1)) if s in CONSTANTS else 1) for s in own]
            if np.isfinite(self._at(start, [point])).all():
                self._points.append(point)
            if len(self._points) == self._count:
                break

    def _at(self, values: Sequence[float] | np.ndarray, points: Sequence[Sequence[float]]) -> np.ndarray:
        rows = np.array([[*values, *point] for point in points])
        found = np.asarray(self._compiled(rows)).reshape(len(points), 2)
        return found[:, 0] / (1 + found[:, 1])

    def solved(self, values: np.ndarray, settled: Sequence[Fraction]) -> np.ndarray | None:
        """Values at which the residual vanishes, from these on, the first ones kept; None where none were found."""
        if len(self._points) < self._count:
            return None
        kept = len(settled)
        values, damping = values.astype(float), 1e-3
        now = self._at(values, self._points)
        for _ in range(_STEPS):
            if not np.isfinite(now).all():
                return None
            if np.abs(now).max() < _CLOSE:
                return values
            if kept == len(values):
                return values if np.abs(now).max() < _NEAR else None
            columns = []
            for k in range(kept, len(values)):
                step = values.copy()
                step[k] += (h := 1e-7 * (1 + abs(values[k])))
                columns.append((self._at(step, self._points) - now) / h)
            J = np.nan_to_num(np.stack(columns, axis=1))
            while damping < 1e8:
                change = np.linalg.solve(J.T @ J + damping * np.eye(J.shape[1]), -J.T @ now)
                trial = values.copy()
                trial[kept:] += change
                after = self._at(trial, self._points)
                if np.isfinite(after).all() and np.linalg.norm(after) < np.linalg.norm(now):
                    values, now, damping = trial, after, max(damping / 5, 1e-12)
                    break
                damping *= 4
            else:
                break
        return values if np.abs(now).max() < _NEAR else None


__all__ = ["parametrised", "refitted"]

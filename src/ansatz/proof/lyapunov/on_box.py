"""Local Lyapunov functions: V > 0 and dV/dt < 0 on a box about 0, except at 0, by branch and prune in ball arithmetic.

verify_on_box(V, system, variables, radii)  ->  Verification: proved, refuted with a point, or unknown

A box that holds 0 is done where the Hessian matrix is positive definite all over it: a function that vanishes with its
gradient at 0 is positive off 0 on a convex set where it is strictly convex. Any other box is done where the function's
enclosure, by its mean value form, is positive. What is not done is cut.
Nothing is done where a part of V or f may have no real value: what cancels in dV/dt is not gone from f.
"""

import time
from collections import deque
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from typing import TypeAlias

import symengine as se
from flint import acb, arb, ctx, fmpq

from ansatz.algebra.balls import Program, Values
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative
from ansatz.proof.lyapunov.pointwise import refuted, unknown
from ansatz.proof.real_line.requirements import Need, requirements
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verdict, Verification
from ansatz.proof.zero.constants import is_zero_constant

Interval: TypeAlias = tuple[Fraction, Fraction]

_BITS = 64
_NARROWEST = Fraction(1, 2**20)  # parts of the box's width; where these do not suffice, none will
_REASON = "V > 0 and dV/dt < 0 on the box, except at the equilibrium: by balls on {} parts of it"


def verify_on_box(
    V: se.Expr,
    system: Sequence[se.Expr],
    variables: Sequence[se.Symbol],
    radii: Sequence[Fraction],
    *,
    seconds: float = 5.0,
) -> Verification:
    """Whether V proves that 0 is asymptotically stable: on |x_i| ≤ radii_i, it is positive and decreases."""
    deadline, parts = time.thread_time() + seconds, 0
    if not all(radius > 0 for radius in radii):
        return unknown("a box about the equilibrium has positive radii")
    try:
        descent = -se.Add(*(derivative(V, v) * f for v, f in zip(variables, system, strict=True)))
        for what, g in (("V", V), ("-dV/dt", descent)):
            function = _Function(se.expand(g), variables, (V, *system))
            if function.is_zero:
                return unknown(f"{what} is zero everywhere")
            if not function.begins_at_zero():
                return unknown(f"{what} and its gradient do not certainly vanish at the equilibrium")
            found = _positive(function, radii, deadline)
            if isinstance(found, tuple):
                return refuted("V is not positive" if what == "V" else "V increases", found, variables)
            if found is None:
                return unknown(f"{what} > 0 could not be shown on the whole box in the time")
            parts += found
    except ALGEBRA_FAILURES as error:
        return unknown(f"the pair cannot be evaluated ({error})")
    return Verification(Verdict.PROVED, Scope(ScopeKind.BOX), reason=_REASON.format(parts))


class _Function:
    """A function with its gradient and Hessian matrix, in balls, where all the parts of `defined` have real values."""

    def __init__(self, g: se.Expr, variables: Sequence[se.Symbol], defined: Sequence[se.Expr]) -> None:
        self.variables, self.n = list(variables), len(variables)
        self._expression = g
        self._slopes = [derivative(g, v) for v in variables]
        bends = [[derivative(slope, w) for w in variables[: i + 1]] for i, slope in enumerate(self._slopes)]
        self._program = Program()
        self._value = self._program.add(g)
        self._gradient = [self._program.add(slope) for slope in self._slopes]
        # A derivative takes sign(u) for constant, which it is where u does not vanish.
        self._corners = [self._program.add(corner.args[0]) for corner in g.atoms(se.Abs, se.sign)]
        needs = {need for e in defined for need in requirements(e) if need.need is not Need.STEP}
        self._needs = [(self._program.add(need.u), need) for need in needs]
        self._steep = self._program.copy()
        self._hessian = [[self._steep.add(bend) for bend in row] for row in bends]

    @property
    def is_zero(self) -> bool:
        """Whether it vanishes identically at sight."""
        return bool(self._expression == 0)

    def begins_at_zero(self) -> bool:
        """Whether the function and its gradient vanish at 0, exactly."""
        origin = dict.fromkeys(self.variables, se.Integer(0))
        return all(is_zero_constant(e.subs(origin)) is True for e in (self._expression, *self._slopes))

    def lower_bound(self, box: Sequence[arb], middle: Sequence[arb]) -> tuple[arb, arb]:
        """An enclosure over the box, and the value at its middle."""
        values, inside = (self._program.run(self._point(place), _BITS) for place in (box, middle))
        at_middle = _real(inside[self._value]) if self._is_defined(inside) else arb.nan()
        if not self._is_defined(values):
            return arb.nan(), at_middle
        slopes = (_real(values[slot]) for slot in self._gradient)
        mean = at_middle + sum((s * (b - m) for s, b, m in zip(slopes, box, middle, strict=True)), arb(0))
        direct = _real(values[self._value])
        if self._turns(values):
            return direct, at_middle
        return (mean if not direct.is_finite() or mean.lower() > direct.lower() else direct), at_middle

    def has_value(self, point: Sequence[arb]) -> bool:
        """Whether it is certainly defined there."""
        return bool(_real(self._program.run(self._point(point), _BITS)[self._value]).is_finite())

    def is_convex(self, box: Sequence[arb]) -> bool:
        """Whether the Hessian matrix is positive definite all over the box: LDLᵀ in balls."""
        values = self._steep.run(self._point(box), _BITS)
        if self._turns(values) or not self._is_defined(values):
            return False
        rows = [[_real(values[self._hessian[max(i, j)][min(i, j)]]) for j in range(self.n)] for i in range(self.n)]
        for k in range(self.n):
            if not rows[k][k] > 0:
                return False
            for i in range(k + 1, self.n):
                factor = rows[i][k] / rows[k][k]
                for j in range(k, self.n):
                    rows[i][j] -= factor * rows[k][j]
        return True

    def _turns(self, values: Values) -> bool:
        """Whether the function may have a corner where the values are from."""
        return any(_real(values[slot]).contains(0) for slot in self._corners)

    def _is_defined(self, values: Values) -> bool:
        """Whether all that must not vanish, or be positive, is certainly so where the values are from."""
        balls = ((_real(values[slot]), need) for slot, need in self._needs)
        return all(ball > 0 or (ball < 0 and not need.is_region) for ball, need in balls)

    def _point(self, box: Sequence[arb]) -> dict[se.Symbol, acb]:
        return {v: acb(b) for v, b in zip(self.variables, box, strict=True)}


def _positive(function: _Function, radii: Sequence[Fraction], deadline: float) -> int | tuple[fmpq, ...] | None:
    """How many parts show that the function is positive off 0; a point where it is negative; None: undecided."""
    waiting, parts = deque([[(-r, r) for r in radii]]), 0  # the largest first: they find what is negative
    with ctx.workprec(_BITS):
        edges = [arb(fmpq(r.numerator, r.denominator)) for r in radii]
        if not all(map(function.has_value, product(*((-edge, edge) for edge in edges)))):
            return None
        while waiting:
            if time.thread_time() > deadline:
                return None
            box = waiting.popleft()
            parts += 1
            balls = [_ball(low, high) for low, high in box]
            if all(low <= 0 <= high for low, high in box):
                if function.is_convex(balls):
                    continue
            else:
                middle = [fmpq(m.numerator, m.denominator) for m in ((low + high) / 2 for low, high in box)]
                enclosure, at_middle = function.lower_bound(balls, list(map(arb, middle)))
                if enclosure > 0:
                    continue
                if at_middle < 0:
                    return tuple(middle)
                if not at_middle.is_finite():
                    return None  # no value at this point
            if max((high - low) / r for (low, high), r in zip(box, radii, strict=True)) < _NARROWEST:
                return None
            waiting.extend(_cut(box))
    return parts


def _cut(box: list[Interval]) -> list[list[Interval]]:
    """Across its widest side: in thirds where 0 is inside, so that 0 never comes to lie on an edge; else in halves."""
    k = max(range(len(box)), key=lambda i: box[i][1] - box[i][0])
    low, high = box[k]
    count = 3 if low < 0 < high else 2
    ends = [low + (high - low) * Fraction(j, count) for j in range(count + 1)]
    return [[*box[:k], (a, b), *box[k + 1 :]] for a, b in pairwise(ends)]


def _ball(low: Fraction, high: Fraction) -> arb:
    middle, radius = (low + high) / 2, (high - low) / 2
    reach = arb(fmpq(radius.numerator, radius.denominator)).upper()
    return arb(fmpq(middle.numerator, middle.denominator)) + arb(0, reach)


def _real(value: acb) -> arb:
    return value.real if value.imag.is_zero() else arb.nan()


__all__ = ["verify_on_box"]

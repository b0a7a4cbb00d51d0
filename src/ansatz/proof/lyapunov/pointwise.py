"""Lyapunov functions and systems that are not polynomials: a search, balls at what it finds, growth on shells,
and signs.

PointwiseCheck(V, system, variables, deadline, rng).finding()  ->  Verification, never *proved*
"""

import random
import time
from collections.abc import Iterator, Sequence
from itertools import pairwise

import symengine as se
from flint import acb, arb, ctx, fmpq

from ansatz.algebra.balls import Program
from ansatz.algebra.numbers import is_fraction
from ansatz.algebra.polynomials import as_float
from ansatz.expr.canonical import derivative
from ansatz.proof.lyapunov.counterexamples import Evaluator, corners, lowest, lowest_on_shell, of_sum
from ansatz.proof.lyapunov.defined import lacking
from ansatz.proof.lyapunov.definite import Structure
from ansatz.proof.lyapunov.signs import Squares, is_nonnegative
from ansatz.proof.real_line.requirements import Need
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verdict, Verification

SCOPE = Scope(ScopeKind.STATE_SPACE)
_SHELLS = (3.0, 300.0, 30_000.0)  # radii
_FAILS = {Need.NONZERO: "= 0", Need.STEP: "= 0", Need.POSITIVE: "<= 0", Need.NONNEGATIVE: "< 0"}
_GROWTH = 1.4  # a logarithm grows more from shell to shell


def bounded(V: Evaluator, n: int, rng: random.Random) -> Verification | None:
    """*Unknown* where V does not grow from shell to shell."""
    heights = [lowest_on_shell(V, n, radius, rng) for radius in _SHELLS]
    if all(0 < _GROWTH * inner <= outer for inner, outer in pairwise(heights)):
        return None
    return unknown(f"V does not seem to grow without bound: far from 0 it is as low as {min(heights[1:]):.3g}")


class PointwiseCheck:
    """Balls at random points and where a search leads, for V and systems that are not polynomials."""

    # Places that refute; the statement of *checked* does not rest on them.
    POINTS, ENOUGH = 120, 60
    BITS = (128, 512, 2048)

    def __init__(
        self,
        V: se.Expr,
        system: Sequence[se.Expr],
        variables: Sequence[se.Symbol],
        deadline: float,
        rng: random.Random,
        squares: Squares | None = None,
    ) -> None:
        self.squares = squares
        self.V, self.system, self.variables, self.deadline, self.rng = V, system, variables, deadline, rng
        self.program = Program()
        self.height = self.program.add(V)
        slopes = (derivative(V, v) for v in variables)
        self.changes = [s * component for s, component in zip(slopes, system, strict=True) if s * component != 0]
        self.rates = [self.program.add(term) for term in self.changes]

    def finding(self) -> Verification:
        """The verdict: never *proved*."""
        height = of_sum(se.Add.make_args(self.V), self.variables)
        checks = (
            self._origin,
            lambda: self._points(height),
            lambda: bounded(height, len(self.variables), self.rng),
            self._values,
            self._signs,
            self._structure,
        )
        for check in checks:
            if (found := check()) is not None:
                return found
        return Verification(
            Verdict.CHECKED,
            SCOPE,
            reason="V and f have values everywhere, V > 0 off the equilibrium, V -> oo and dV/dt <= 0, "
            "by the structure of their parts",
        )

    def _origin(self) -> Verification | None:
        origin = dict.fromkeys(self.variables, se.Integer(0))
        for what, expression in (("V", self.V), *(("f", component) for component in self.system)):
            value = Program()
            slot = value.add(expression)
            ball = value.run({v: acb(0) for v in self.variables}, self.BITS[1])[slot]
            if not ball.is_finite():
                return unknown(f"{what} has no value at 0")
            if not ball.contains(0):
                return refuted(f"{what}(0) differs from 0", (0,) * len(origin), self.variables)
            if float(abs(ball).upper()) > 1e-50:
                return unknown(f"{what}(0) could not be computed")
        return None

    def _values(self) -> Verification | None:
        """*Unknown* where a part of V or f may have no real value somewhere, or jump."""
        need = lacking((self.V, *self.system), self.squares)
        if need is None:
            return None
        return unknown(f"V or f may jump, or have no value, where {need.u} {_FAILS[need.need]}")

    def _signs(self) -> Verification | None:
        """*Unknown* where the signs of V and of its decrease are not certain."""
        if not is_nonnegative(self.V, self.squares):
            return unknown("no point contradicts V >= 0, but it is not certain everywhere")
        parts = [-change for change in self.changes]
        if not is_nonnegative(se.Add(*parts), self.squares) and not all(map(is_nonnegative, parts)):
            return unknown("no point contradicts dV/dt <= 0, but it is not certain everywhere")
        return None

    def _structure(self) -> Verification | None:
        """*Unknown* where V may vanish off 0, or be bounded on a set that is not."""
        structure = Structure(self.squares)
        if not structure.vanishes_at_zero_only(self.V, self.variables):
            return unknown("no point was found where V = 0 but the equilibrium, but that there is none is not certain")
        if not structure.is_proper(self.V, self.variables):
            return unknown("V seems to grow without bound, but that is not certain")
        return None

    def _points(self, height: Evaluator) -> Verification | None:
        decided = 0
        for point in self._places(height):
            if time.thread_time() > self.deadline:
                break
            found = self._at(point)
            if isinstance(found, Verification):
                return found
            decided += found
        return None if decided >= self.ENOUGH else unknown(f"only {decided} points could be decided")

    def _places(self, height: Evaluator) -> Iterator[tuple[fmpq, ...]]:
        """Points near 0's corners, points whose coordinates have magnitudes of their own, and the lowest ones found."""
        n, rng = len(self.variables), self.rng
        yield from rng.sample(corners(n), min(26, 3**n - 1))
        for _ in range(self.POINTS):
            widest = rng.choice((1, 1, 4, 8))
            yield tuple(
                fmpq(rng.choice((1, -1)) * rng.randint(1, 2**20), 2 ** (20 + rng.randint(-widest, 8))) for _ in range(n)
            )
        yield from lowest(height, n, rng)
        for argument in _needs_sign(sum((e**2 for e in (self.V, *self.system)), se.Integer(0))):
            if argument.free_symbols:
                yield from lowest(of_sum(se.Add.make_args(argument), self.variables), n, rng)
        if self.changes:
            yield from lowest(of_sum([-change for change in self.changes], self.variables), n, rng)

    def _at(self, point: tuple[fmpq, ...]) -> bool | Verification:
        """True where V > 0 and dV/dt ≤ 0, False where that cannot be told, or a refutation."""
        for bits in self.BITS:
            with ctx.workprec(bits):
                values = self.program.run(self._coordinates(point), bits)
                height = values[self.height].real
                terms = [values[slot].real for slot in self.rates]
                change, size = sum(terms, arb(0)), sum((abs(t) for t in terms), arb(0))
                if not (values[self.height].imag.is_zero() and all(values[slot].imag.is_zero() for slot in self.rates)):
                    return unknown(f"V or f has no real value at {_shown(point)}")
                if not height.is_finite() or not change.is_finite():
                    small = max(abs(c) for c in point) <= 4
                    return unknown(f"V or f has no value at {_shown(point)}") if small else False
                if height < 0 or height.is_zero():
                    return refuted("V is not positive", point, self.variables)
                if change > 0:
                    return refuted("V increases", point, self.variables)
                vanishes = change.contains(0) and (size.is_zero() or change.rad() < size * arb(2) ** -170)
                if height > 0 and (change <= 0 or vanishes):
                    return True
        return False

    def _coordinates(self, point: Sequence[fmpq]) -> dict[se.Symbol, acb]:
        return {v: acb(arb(c)) for v, c in zip(self.variables, point, strict=True)}


def _shown(point: Sequence[fmpq]) -> str:
    return f"({', '.join(f'{as_float(c):.6g}' for c in point)})"


def _needs_sign(e: se.Expr) -> set[se.Expr]:
    """What must not be negative: arguments of logarithms and of roots."""
    roots = (p for p in e.atoms(se.Pow) if is_fraction(p.args[1]))
    return {p.args[0] for p in roots} | {u.args[0] for u in e.atoms(se.log)}


def refuted(reason: str, point: Sequence[fmpq | int], variables: Sequence[object]) -> Verification:
    """Wrong, with the point."""
    exact = [fmpq(c) for c in point]
    place = dict(zip(map(str, variables), map(as_float, exact), strict=True))
    scope = Scope(ScopeKind.NOWHERE)
    return Verification(Verdict.REFUTED, scope, reason=f"{reason} at {_shown(exact)}", point=place)


def unknown(reason: str) -> Verification:
    """Undecided, with the reason."""
    return Verification(Verdict.UNKNOWN, SCOPE, reason=reason)


__all__ = ["SCOPE", "PointwiseCheck", "bounded", "refuted", "unknown"]

"""A candidate antiderivative F of f: its derivative, the residual F' - f, and a guard against wrong derivatives."""

from collections.abc import Mapping

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import Program, Values
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.proof.residual import PRECISIONS, Residual
from ansatz.proof.sampling import Point

# Central differences of a step of 2⁻⁹⁰ have an error of about 2⁻¹⁸⁰, and rounding one of about 2⁹⁰⁻⁴⁰⁰.
_SLOPE_BITS = 400
_STEP = arb(2) ** -90
_FINER = 2**30  # how much shorter the second step is, by which the differences are seen to settle
_SLOPE_TOLERANCE = arb(2) ** -60  # relative; far more than those errors, since derivatives of F may be large


class Candidate:
    """F and F' compiled onto an integrand's program.

    program: of the integrand alone; slot: the integrand's. rate: F' as an expression.
    """

    def __init__(self, F: se.Expr, x: se.Symbol, integrand: Program, slot: int) -> None:
        self.F, self.x = F, x
        self.rate = principal_derivative(F, x)
        self._integrand, self._f = integrand, slot
        # F itself must have a value: its derivative forgets constants such as 1/(ln 4 - 2 ln 2).
        terms = se.Add.make_args(self.rate)
        self.residual = Residual(integrand, terms, less=[slot], defined=[F], confirm=self._has_slope)
        self._rate = self.residual.program.add(self.rate)
        self._alone = Program()
        self._slot_alone = self._alone.add(F)

    def is_real(self, point: Point) -> bool:
        """True where the integrand and all its kernels have finite real values."""
        values = point.run(self._integrand, PRECISIONS[0])
        return bool(values[self._f].is_finite()) and self._integrand.kernels_are_real(values)

    def has_integrand(self, coordinates: Mapping[se.Symbol, acb]) -> bool:
        """Whether the integrand has a value there."""
        return bool(self._integrand.run(coordinates, PRECISIONS[0])[self._f].is_finite())

    def _has_slope(self, point: Point, values: Values) -> bool:
        """False where central differences of F settle on a slope that is not F'.

        A guard against wrong rules of differentiation; where F oscillates too fast for it, it has no say.
        """
        with ctx.workprec(_SLOPE_BITS):
            coarse = self._slope(point, _STEP)
            tolerance = _SLOPE_TOLERANCE * (1 + coarse.abs_upper())
            if not coarse.is_finite() or not (coarse - values[self._rate]).abs_lower() > tolerance:
                return True
            return not (coarse - self._slope(point, _STEP / _FINER)).abs_upper() < tolerance

    def _slope(self, point: Point, step: arb) -> acb:
        at = point.coordinates[self.x]
        ahead, behind = (
            self._alone.run({**point.coordinates, self.x: at + h}, _SLOPE_BITS)[self._slot_alone] for h in (step, -step)
        )
        return (ahead - behind) / (2 * step)


__all__ = ["Candidate"]

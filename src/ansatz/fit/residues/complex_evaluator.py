"""The evaluator for complex x: i is a number, sines are exponentials, roots are principal.

    exp((p + qi)·b)     powers of one random value for b and one for i·b
    sin(u), cos(u) …    (exp(iu) ± exp(-iu))/2
    u^(1/q)             the principal root of `ansatz.fit.residues.complex_field`; points without one are dropped
    |u|, sign(u)        have no values: they are not analytic

Everything else is as in `ansatz.fit.residues.evaluator`.
"""

from fractions import Fraction
from typing import Any, final

import symengine as se

from ansatz.algebra.numbers import gaussian
from ansatz.errors import UnevaluableError
from ansatz.fit.residues.complex_field import ComplexField
from ansatz.fit.residues.dual import FUNCTION, NUMBER, Dual
from ansatz.fit.residues.evaluator import Evaluator
from ansatz.fit.residues.kernel_rules import PLANE_RATE, function_name
from ansatz.fit.residues.prime_field import Field, Residues


@final
class ComplexEvaluator(Evaluator):
    """See the module; `radicals` has i as the square root of -1 from the start."""

    _rates = PLANE_RATE

    def __init__(self, field: ComplexField, *arguments: Any, **settings: Any) -> None:
        super().__init__(field, *arguments, **settings)
        self._i = field.number(field.i)
        self.radicals[se.Integer(-1), 2] = self._i

    def kernel(self, e: se.Expr) -> Dual:
        number = gaussian(e)
        if number is None:
            return super().kernel(e)
        real, imaginary = (self._number(part).value for part in number)
        return Dual(self.field.add(real, self.field.multiply(imaginary, self._i)), None, NUMBER)

    def _positive(self, level: int) -> Residues:
        """Parameters are positive numbers; exponentials may have any angle."""
        return self._random(level) if level == FUNCTION else super()._positive(level)

    def _root_of_number(self, value: Fraction, q: int) -> Dual:
        if value > 0:
            return super()._root_of_number(value, q)
        if 12 % q != 0:
            raise UnevaluableError(f"{q}-th roots of unity are not represented.")
        turn = se.pi / q
        return self.duals.times(super()._root_of_number(-value, q), self.build(se.cos(turn) + se.I * se.sin(turn)))

    def _circle(self, u: se.Expr) -> tuple[Dual, Dual]:
        grow, decay = self._exponential(se.I * u), self._exponential(-se.I * u)
        half = self.field.residue(1, 2)
        cosine = self.duals.scale(self.duals.plus(grow, decay), half)
        # 1/(2i) = -i/2
        sine = self.duals.plus(grow, decay, -1)
        return cosine, self.duals.scale(sine, -half * int(self._i[0, 0]))

    def _function(self, name: str, e: se.Expr) -> Dual:
        if name == "ln" and function_name(e.args[0]) == "abs" and self.x in e.free_symbols:
            raise UnevaluableError("The absolute value is not analytic.")
        return super()._function(name, e)

    def _absolute(self, name: str, u: Dual) -> Dual:
        raise UnevaluableError("The absolute value and the sign are not analytic.")


def evaluator_over(fields: type[Field]) -> type[Evaluator]:
    """The evaluator over fields of either kind."""
    return ComplexEvaluator if fields.plane else Evaluator


__all__ = ["ComplexEvaluator", "evaluator_over"]

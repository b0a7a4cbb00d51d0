"""Changes of variable: an equation for u, its solutions by other methods, and back.

Substitution(forward, back): u = forward(x, Y), y = back(x, u); the symbol Y stands for u in `back`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import symengine as se

from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.solve.ode.claim import Claim, Equation, Integrals, Method
from ansatz.solve.ode.methods.answers import through
from ansatz.solve.ode.methods.slopes import of_slope


@dataclass(frozen=True, slots=True)
class Substitution:
    """u = forward(x, Y) and y = back(x, Y for u); the name is the method's."""

    forward: se.Expr
    back: se.Expr
    name: str

    def slope(self, f: se.Expr, equation: Equation) -> se.Expr | None:
        """u' as a function of x and u (the symbol Y) where y' = f; None where it has no value."""
        x, y = equation.x, equation.y
        rate = (f.subs({y: self.back}) - self.back.diff(x)) / self.back.diff(y)
        g = together(_powers_of_products(rate))
        return None if has_no_value(g) else g

    def claims(
        self, f: se.Expr, equation: Equation, integrals: Integrals, methods: Sequence[Method]
    ) -> Iterator[Claim]:
        """Claims about y from the methods' claims about u."""
        g = self.slope(f, equation)
        if g is None:
            return
        inner = of_slope(g, equation.x)
        for method in methods:
            yield from through(method(inner, integrals), self.forward, self.back, equation, self.name)


def _powers_of_products(e: se.Expr) -> se.Expr:
    """(x·y)^p as x^p·y^p: true for positive values, and the verifier knows of others."""
    if not e.args:
        return e
    arguments = [_powers_of_products(a) for a in e.args]
    if e.__class__ is se.Pow and arguments[0].__class__ is se.Mul:
        return se.Mul(*(_power(factor, arguments[1]) for factor in arguments[0].args))
    if e.__class__ is se.Pow:
        return _power(*arguments)
    return e.func(*arguments)


def _power(base: se.Expr, exponent: se.Expr) -> se.Expr:
    if base.__class__ is se.Pow and base.args[0] != se.E:
        return base.args[0] ** se.expand(base.args[1] * exponent)
    return base**exponent


__all__ = ["Substitution"]

"""Changes of variable: an equation for u, its solutions by other methods, and back.

Substitution(forward, back): u = forward(x, Y), y = back(x, u); the symbol Y stands for u in `back`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import symengine as se

from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.solve.ode.claim import Claim, Equation, Integrals, Method
from ansatz.solve.ode.methods.answers import through
from ansatz.solve.ode.methods.slopes import of_slope

_X = se.Symbol("x")
_SIN, _COS = type(se.sin(_X)), type(se.cos(_X))
# (sin, cos) of an inverse function of u
_OF_INVERSES: dict[type, Callable[[se.Expr], tuple[se.Expr, se.Expr]]] = {
    type(se.atan(_X)): lambda u: (u / se.sqrt(1 + u**2), 1 / se.sqrt(1 + u**2)),
    type(se.asin(_X)): lambda u: (u, se.sqrt(1 - u**2)),
    type(se.acos(_X)): lambda u: (se.sqrt(1 - u**2), u),
}


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
        if has_no_value(rate):
            return None
        g = together(_plain(rate))
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


def _plain(e: se.Expr) -> se.Expr:
    """(x·y)^p as x^p·y^p and sin(atan u) without the sine: true on a part, and the verifier knows of the rest."""
    if not e.free_symbols or not e.args:
        return e
    arguments = [_plain(a) for a in e.args]
    if e.__class__ is se.Pow:
        base, exponent = arguments
        return se.Mul(*(_power(factor, exponent) for factor in se.Mul.make_args(base)))
    if e.__class__ in (_SIN, _COS):
        u = arguments[0]
        doubled = u / 2
        for angle in (u, doubled):
            values = _OF_INVERSES.get(angle.__class__)
            if values is not None:
                s, c = values(angle.args[0])
                if angle == doubled:
                    s, c = 2 * s * c, c**2 - s**2
                return s if e.__class__ is _SIN else c
    return e.func(*arguments)


def _power(base: se.Expr, exponent: se.Expr) -> se.Expr:
    if base.__class__ is se.Pow and base.args[0] != se.E:
        return base.args[0] ** se.expand(base.args[1] * exponent)
    return base**exponent


__all__ = ["Substitution"]

"""Abel's equation of the first kind and Chini's, where an invariant is constant.

chini     y' = F(x)·yⁿ + G(x)·y + H(x): y = (H/F)^(1/n)·v is separable where the invariant does not depend on x
abel      y' = f₃y³ + f₂y² + f₁y + f₀: the same after y = u - f₂/(3·f₃); without a constant term it is Bernoulli's
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.together import together
from ansatz.solve.ode.claim import Claim, Equation, Integrals
from ansatz.solve.ode.methods.bernoulli import bernoulli
from ansatz.solve.ode.methods.roots import root_of
from ansatz.solve.ode.methods.separable import separable
from ansatz.solve.ode.methods.slopes import slopes
from ansatz.solve.ode.methods.substitution import Substitution
from ansatz.solve.ode.numeric import vanishes, without


def chini(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """v = y/(H/F)^(1/n)."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        for scale in chini_scales(f, x, y):
            yield from Substitution(y / scale, scale * y, "Chini").claims(f, equation, integrals, (separable,))


def chini_scales(f: se.Expr, x: se.Symbol, y: se.Symbol) -> tuple[se.Expr, ...]:
    """(H/F)^(1/n) and (-H/F)^(1/n), of which one is real; nothing where f is not of the type."""
    second = together(f.diff(y).diff(y))
    if second == 0 or vanishes(second):
        return ()
    n = without(together(2 + y * second.diff(y) / second), x, y)
    if n is None or n == 0 or n == 1:
        return ()
    F = without(together(second / (n * (n - 1)) * y ** (2 - n)), y)
    if F is None:
        return ()
    G = without(together(f.diff(y) - n * F * y ** (n - 1)), y)
    H = None if G is None else without(together(f - F * y**n - G * y), y)
    if H is None or H == 0:
        return ()
    ratio = together(H / F)
    if n == 2:
        return root_of(ratio), root_of(-ratio)
    return ratio ** (1 / n), together(-ratio) ** (1 / n)


def abel(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """Shifted, then by Bernoulli's method or Chini's."""
    y = equation.y
    for f in slopes(equation):
        third = together(f.diff(y).diff(y).diff(y))
        f3 = without(third / 6, y)
        if f3 is None or f3 == 0 or vanishes(f3):
            continue
        f2 = without(together((f.diff(y).diff(y) - 6 * f3 * y) / 2), y)
        if f2 is None or f2 == 0:
            continue
        shift = together(f2 / (3 * f3))
        moved = Substitution(y + shift, y - shift, "Abel")
        yield from moved.claims(f, equation, integrals, (separable, bernoulli, chini))


__all__ = ["abel", "chini", "chini_scales"]

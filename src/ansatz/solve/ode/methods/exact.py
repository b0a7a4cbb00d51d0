"""M dx + N dy = 0 that is exact, or becomes so by an integrating factor of one variable: μ(x), μ(y), μ(xy), μ(y/x) …"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.together import expression, fraction, together
from ansatz.errors import TooLargeError
from ansatz.expr.canonical import symbol
from ansatz.solve.ode.claim import Claim, Equation, Integrals
from ansatz.solve.ode.methods.first_integrals import by_factor
from ansatz.solve.ode.methods.roots import exponential_of
from ansatz.solve.ode.methods.slopes import slopes
from ansatz.solve.ode.numeric import vanishes, without

_Z = symbol("z_")


def exact(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """μ = exp(∫ r dz) where (M_y - N_x)/(N z_x - M z_y) = r(z)."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        try:
            n, d, symbols = fraction(f)
        except (TooLargeError, ZeroDivisionError):
            continue
        M, N = -expression(n, symbols), expression(d, symbols)
        curl = together(M.diff(y) - N.diff(x))
        if curl == 0 or vanishes(curl):
            yield from by_factor(N, f, equation, integrals, "exact")
            continue
        for z, eliminated, value in (
            (x, y, y),
            (y, x, x),
            (x * y, y, _Z / x),
            (y / x, y, _Z * x),
            (x + y, y, _Z - x),
            (x - y, y, x - _Z),
            (x**2 + y**2, y, se.sqrt(_Z - x**2)),
        ):
            below = together(N * z.diff(x) - M * z.diff(y))
            if below == 0:
                continue
            variable = z if isinstance(z, se.Symbol) else _Z
            r = without(together((curl / below).subs({eliminated: value})), eliminated if variable == z else x)
            exponent = None if r is None else integrals.of(r, variable)
            if exponent is not None:
                mu = exponential_of(exponent).subs({variable: z})
                yield from by_factor(mu * N, f, equation, integrals, "integrating factor")
                break


__all__ = ["exact"]

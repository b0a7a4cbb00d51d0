"""∫₀^∞ x^p·K(c·xⁿ) dx = c^(−s)/|n|·M(s), s = (p + 1)/n, M the Mellin transform ∫₀^∞ u^(s−1)·K(u) du, c > 0.

    K(u)                   M(s)                              for
    e^(−u)                 Γ(s)                              0 < s
    sin u, cos u           Γ(s)·sin(πs/2), Γ(s)·cos(πs/2)    −1 < s < 1, 0 < s < 1
    1/(e^u − 1)            Γ(s)·ζ(s)                         1 < s
    1/(e^u + 1)            Γ(s)·(1 − 2^(1−s))·ζ(s)           0 < s
    1/sinh u, 1/cosh u     2(1 − 2^(−s))Γ(s)ζ(s), (π/2)^s·|E_(s−1)|     1 < s, 0 < s
    1/sinh²u, 1/cosh²u     4·2^(−s)·Γ(s)·ζ(s − 1), the same times 1 − 2^(2−s)     2 < s, 0 < s
    ln(1 ∓ e^(−u))         −Γ(s)·ζ(s + 1), Γ(s)·(1 − 2^(−s))·ζ(s + 1)   0 < s
    ln(1 + u), atan u      π/(s·sin πs), −π/(2s·cos(πs/2))   −1 < s < 0

(Titchmarsh, *Theory of Fourier Integrals*, 1937, chapter VII; DLMF 5.9.1, 5.9.6, 5.9.7, 25.5.1, 25.5.3, 24.7;
Gradshteyn and Ryzhik 3.523, 3.527, 4.293.3, 4.532.1.) The strip is certified: s is a number in it, or conditions say
so.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_rational
from ansatz.proof.condition import Condition, Relation
from ansatz.solve.integral.theorems.gamma_values import euler_number, gamma, zeta_times_gamma
from ansatz.solve.integral.theorems.positivity import positive_or_conditions
from ansatz.solve.integral.theorems.statement import Definite, Value

_U = se.Symbol("u_")


@dataclass(frozen=True, slots=True)
class Kernel:
    """K(u); M(s), None where it has no closed value; the ends of the strip, None for infinity; where in it the formula
    has no value although the integral has."""

    kernel: se.Expr
    transform: Callable[[se.Expr], se.Expr | None]
    low: int
    high: int | None = None
    hole: int | None = None


def _times_gamma(wave: Callable[[se.Expr], se.Expr]) -> Callable[[se.Expr], se.Expr | None]:
    def transform(s: se.Expr) -> se.Expr | None:
        value = gamma(s)
        return None if value is None else value * wave(se.pi * s / 2)

    return transform


def _sine(s: se.Expr) -> se.Expr | None:
    if is_rational(s) and s != 0:
        return _times_gamma(se.sin)(s)
    below = gamma(se.expand(1 - s))  # Γ(s)·sin(πs/2) = π/(2Γ(1 − s)·cos(πs/2)), which has a value at 0 too
    return None if below is None else se.pi / (2 * below * se.cos(se.pi * s / 2))


def _over_sinh(s: se.Expr) -> se.Expr | None:
    value = zeta_times_gamma(s, False)
    return None if value is None else 2 * (1 - se.Integer(2) ** -s) * value


def _over_cosh(s: se.Expr) -> se.Expr | None:
    if s == 2:
        return 2 * se.Catalan
    odd = isinstance(s, se.Integer) and int(s) % 2 == 1
    return (se.pi / 2) ** s * euler_number(int(s) - 1) if odd else None


def _over_square(s: se.Expr, alternating: bool) -> se.Expr | None:
    value = zeta_times_gamma(s - 1, alternating)
    return None if value is None else 4 * (s - 1) * se.Integer(2) ** -s * value


def _logarithm(s: se.Expr, alternating: bool) -> se.Expr | None:
    value = zeta_times_gamma(s + 1, alternating)
    return None if value is None else (value if alternating else -value) / s


_KERNELS = (
    Kernel(se.exp(-_U), gamma, 0),
    Kernel(se.sin(_U), _sine, -1, 1),
    Kernel(se.cos(_U), _times_gamma(se.cos), 0, 1),
    Kernel(1 / (se.exp(_U) - 1), lambda s: zeta_times_gamma(s, False), 1),
    Kernel(1 / (se.exp(_U) + 1), lambda s: zeta_times_gamma(s, True), 0, hole=1),
    Kernel(1 / se.sinh(_U), _over_sinh, 1),
    Kernel(se.csch(_U), _over_sinh, 1),
    Kernel(1 / se.cosh(_U), _over_cosh, 0),
    Kernel(se.sech(_U), _over_cosh, 0),
    Kernel(se.sinh(_U) ** -2, lambda s: _over_square(s, False), 2),
    Kernel(se.csch(_U) ** 2, lambda s: _over_square(s, False), 2),
    Kernel(se.cosh(_U) ** -2, lambda s: _over_square(s, True), 0, hole=2),
    Kernel(se.sech(_U) ** 2, lambda s: _over_square(s, True), 0, hole=2),
    Kernel(se.log(1 - se.exp(-_U)), lambda s: _logarithm(s, False), 0),
    Kernel(se.log(1 + se.exp(-_U)), lambda s: _logarithm(s, True), 0),
    Kernel(se.log(1 + _U), lambda s: se.pi / (s * se.sin(se.pi * s)), -1, 0),
    Kernel(se.atan(_U), lambda s: -se.pi / (2 * s * se.cos(se.pi * s / 2)), -1, 0),
)


def by_mellin(question: Definite) -> Value | None:
    """Over the half-line; from 0 to 1 by x = e^(−t), and over the line where f is even."""
    f, x = question.f, question.x
    if question.over(0, se.oo):
        return _of_half_line(f, x)
    if question.over(0, 1):  # ln x is −t
        t = se.Symbol("t_")
        f = f.xreplace({se.log(1 / x): -se.log(x)})
        g = f.xreplace({se.log(x): -t}).xreplace({x: se.exp(-t)}) * se.exp(-t)
        return _of_half_line(g, t) if se.log(x) in f.atoms(se.log) else None
    if question.over(-se.oo, se.oo) and se.expand(f.subs({x: -x}) - f) == 0:
        found = _of_half_line(f, x)
        return None if found is None else replace(found, value=2 * found.value)
    return None


def _of_half_line(f: se.Expr, x: se.Symbol) -> Value | None:
    constant, p, rest = se.Integer(1), se.Integer(0), se.Integer(1)
    for part in se.Mul.make_args(f):
        base, exponent = base_and_exponent(part)
        if x not in part.free_symbols:
            constant *= part
        elif base == x and x not in exponent.free_symbols:
            p += exponent
        else:
            rest *= part
    for c, n in _scales(rest, x):
        known = next(((k, sign) for k in _KERNELS if (sign := _sign(rest, k.kernel.subs({_U: c * x**n})))), None)
        if known is None:
            continue
        kernel, sign = known
        s = se.expand((p + 1) / n)
        conditions = _conditions(p + 1, n, c, kernel)
        if kernel.hole is not None and s.free_symbols and conditions is not None:
            conditions = (*conditions, Condition.on(se.expand(s - kernel.hole), Relation.NONZERO))
        value = kernel.transform(s) if conditions is not None else None
        if conditions is None or value is None:
            return None
        size = -n if is_rational(n) and n < 0 else n
        return Value(sign * constant * value * c**-s / size, "Mellin transforms", conditions)
    return None


def _sign(e: se.Expr, kernel: se.Expr) -> int:
    """±1 where e is ±kernel, else 0."""
    if e == kernel:
        return 1
    below, other = se.expand(1 / e), se.expand(1 / kernel)
    return 1 if below == other else -1 if se.expand(below + other) == 0 else 0


def _scales(rest: se.Expr, x: se.Symbol) -> list[tuple[se.Expr, se.Expr]]:
    """(c, n) of the monomials c·xⁿ that are arguments in K, of either sign."""
    found: list[tuple[se.Expr, se.Expr]] = []
    for e in rest.atoms(se.Pow, se.sin, se.cos, se.sinh, se.cosh, se.csch, se.sech, se.log, se.atan):
        argument = e.args[1] if e.__class__ is se.Pow else e.args[0]
        argument = argument - 1 if e.__class__ is se.log and not argument.atoms(type(se.E)) else argument
        if (power := _monomial(se.expand(argument), x)) is not None and power[1] != 0:
            c, n = power
            found += [(c, n), (-c, n)]
    return list(dict.fromkeys(found))


def _monomial(e: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr] | None:
    """(c, n) with e = c·xⁿ, n free of x; None for anything else."""
    c, rest = split_constant(e, x)
    base, n = base_and_exponent(rest)
    return (c, n) if base == x and x not in n.free_symbols else None


def _conditions(above: se.Expr, n: se.Expr, c: se.Expr, kernel: Kernel) -> tuple[Condition, ...] | None:
    """c > 0 and s = above/n in the strip; n a number, or positive."""
    if not n.free_symbols:
        above, n = above / n, se.Integer(1)
    ends = [above - kernel.low * n] + ([] if kernel.high is None else [kernel.high * n - above])
    return positive_or_conditions([c, n, *(se.expand(u) for u in ends)])

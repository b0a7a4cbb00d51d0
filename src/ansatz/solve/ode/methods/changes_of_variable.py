"""Linear equations that a change of the variable or a factor of the unknown brings to one that is solved.

y = exp(-∫p/2)·z               z'' + (q - p'/2 - p²/4)·z = 0, the normal form
t = ∫√q dx                     constant coefficients where (q' + 2·p·q)/q^(3/2) is constant
t = xᵏ, eᵏˣ, ln x, cos, sin, tan    where the coefficients become rational in t
"""

from collections.abc import Iterator, Sequence
from functools import partial
from math import gcd
from operator import mul

import symengine as se

from ansatz.algebra.fold import kernels
from ansatz.algebra.numbers import is_rational, split_coefficient
from ansatz.algebra.together import fraction
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative, has_imaginary
from ansatz.fit.structural.forms.rewrite import to_exponentials, to_sines
from ansatz.solve.ode.claim import Integrals
from ansatz.solve.ode.methods.answers import exponentials_opened
from ansatz.solve.ode.methods.constant_coefficients import of_roots
from ansatz.solve.ode.methods.linear_equation import Basis, HomogeneousMethod, Linear, exponential_of_integral, tidy
from ansatz.solve.ode.methods.linear_relations import constant_value, normal

_T = se.Dummy("t")
Change = tuple[se.Expr, se.Expr]
"""(t as a function of x, x as a function of t)."""


def by_root_of_coefficient(linear: Linear, integrals: Integrals) -> Iterator[Basis]:
    """Constant coefficients in t = ∫√q, or ∫√-q, dx."""
    x, p, q = linear.x, linear.p, linear.q
    if q == 0:
        return
    for sign in (1, -1):
        rate = root_of_factors(sign * q)
        a = constant_value(tidy((derivative(rate, x) / rate + p) / rate), x)
        if a is None or has_imaginary(rate):
            continue
        t = integrals.of(tidy(rate), x)
        if t is not None:
            yield from of_roots(a, se.Integer(sign), t, "change of variable")
            return


def root_of_factors(e: se.Expr) -> se.Expr:
    """√e with the exponents of its factors halved."""
    out = se.Integer(1)
    for factor in se.Mul.make_args(e):
        base, exponent = factor.args if factor.__class__ is se.Pow else (factor, se.Integer(1))
        out *= se.sqrt(factor) if is_rational(base) else base ** (exponent / 2)
    return out


def normal_form(methods: Sequence[HomogeneousMethod]) -> HomogeneousMethod:
    """The method that asks these for z."""

    def bases(linear: Linear, integrals: Integrals) -> Iterator[Basis]:
        x = linear.x
        if linear.p == 0:
            return
        q = tidy(linear.q - derivative(linear.p, x) / 2 - linear.p**2 / 4)
        constant = constant_value(q, x)
        inner = Linear(se.Integer(0), q if constant is None else constant, se.Integer(0), x)
        factor = None
        for method in methods:
            for basis in method(inner, integrals):
                factor = factor or exponential_of_integral(-linear.p / 2, x, integrals)
                if factor is None:
                    return
                factor = exponentials_opened(factor)
                yield basis.mapped(partial(mul, factor), f"normal form, {basis.method}")

    return bases


def by_substitution(methods: Sequence[HomogeneousMethod]) -> HomogeneousMethod:
    """The method that asks these after each change of variable that makes the coefficients rational."""

    def bases(linear: Linear, integrals: Integrals) -> Iterator[Basis]:
        for change in _changes(linear):
            inner = _in_terms_of(linear, change)
            if inner is None:
                continue
            for method in methods:
                for basis in method(inner, integrals):
                    yield basis.mapped(partial(_back, t=change[0]), f"t = {change[0]}, {basis.method}")

    return bases


def _back(y: se.Expr, t: se.Expr) -> se.Expr:
    """y at t(x); √(e^x) as e^(x/2), and √(x²) as x, which continues the solution for x > 0, |x| having a corner."""
    y = y.subs({_T: t})
    if t.__class__ is not se.Pow:
        return y
    if t.args[0] == se.E:
        return y.xreplace({root: se.exp(t.args[1] * root.args[1]) for root in y.atoms(se.Pow) if root.args[0] == t})
    base, k = t.args
    return y.xreplace({root: base ** (k * root.args[1]) for root in y.atoms(se.Pow) if root.args[0] == t})


def _in_terms_of(linear: Linear, change: Change) -> Linear | None:
    """The equation in t, where its coefficients are rational there."""
    g, inverse = change
    rate = derivative(g, linear.x)
    p = (derivative(rate, linear.x) + linear.p * rate) / rate**2
    q = linear.q / rate**2
    coefficients = [normal(to_sines(e).subs({linear.x: inverse}), _T) for e in (p, q)]
    if not all(is_rational_in(e, _T) for e in coefficients):
        return None
    return Linear(coefficients[0], coefficients[1], se.Integer(0), _T)


def is_rational_in(e: se.Expr, t: se.Symbol) -> bool:
    """Whether the only kernel of e with t in it is t."""
    return all(kernel == t or t not in kernel.free_symbols for kernel in kernels(e))


def _changes(linear: Linear) -> Iterator[Change]:
    """Of the kernels in the coefficients; of x alone, its powers."""
    x = linear.x
    both = to_sines(linear.p), to_sines(linear.q)
    own = [k for e in both for k in kernels(e) if x in k.free_symbols and k != x]
    u = _common([k.args[0] for k in own if k.__class__ in (se.sin, se.cos)], x)
    if u is not None:
        for form, back, angle in (
            (se.cos, se.acos, u),
            (se.sin, se.asin, u),
            (se.tan, se.atan, u),
            (se.cos, se.acos, u / 2),
            (se.tan, se.atan, u / 2),
        ):
            yield form(angle), back(_T) * x / angle
    exponents = [k.args[1] for e in map(to_exponentials, both) for k in kernels(e) if _is_exponential(k, x)]
    u = _common(exponents, x)
    if u is not None:
        yield se.exp(u), se.log(_T) * x / u
    if any(k == se.log(x) for k in own):
        yield se.log(x), se.exp(_T)
    roots = [k.args[1] for k in own if k.__class__ is se.Pow and k.args[0] == x and is_rational(k.args[1])]
    if roots:
        n = se.Integer(1)
        for root in roots:
            n = n * root.q
        yield x ** (1 / n), _T**n
    elif not own and (k := _step(linear)) > 1:
        yield x**k, _T ** se.Rational(1, k)


def _is_exponential(k: se.Expr, x: se.Symbol) -> bool:
    return k.__class__ is se.Pow and k.args[0] == se.E and x in k.free_symbols


def _common(arguments: Sequence[se.Expr], x: se.Symbol) -> se.Expr | None:
    """c·x of which all the arguments are multiples by integers; None where there is none."""
    if not arguments:
        return None
    parts = [split_coefficient(u) for u in arguments]
    base = parts[0][1]
    if any(rest != base for _, rest in parts) or x in se.expand(base / x).free_symbols:
        return None
    above = gcd(*(c.numerator for c, _ in parts))
    below = 1
    for c, _ in parts:
        below = below * c.denominator // gcd(below, c.denominator)
    return se.Rational(above, below) * base


def _step(linear: Linear) -> int:
    """The greatest k such that x·p and x²·q depend on xᵏ alone."""
    x, k = linear.x, 0
    for e in (linear.p * x, linear.q * x**2):
        try:
            numerator, denominator, _ = fraction(e, x)
        except ALGEBRA_FAILURES:
            return 1
        powers = [int(m[0]) for p in (numerator, denominator) for m in p.monoms()]
        low = [min(int(m[0]) for m in p.monoms()) if p != 0 else 0 for p in (numerator, denominator)]
        k = gcd(k, *(n - low[0] for n in powers[: len(numerator)]), *(n - low[1] for n in powers[len(numerator) :]))
        k = gcd(k, low[0] - low[1])
    return k


__all__ = ["by_root_of_coefficient", "by_substitution", "is_rational_in", "normal_form", "root_of_factors"]

"""Linear equations that Airy, Bessel and Kummer functions solve: one finite singular point, or none.

In normal form v'' = r·v with t = x - s, where s is the only pole of r, or the centre of its polynomial:

    t²·r = A·t³                      v = Ai(A^(1/3)·t)
    t²·r = A·t^(2k) + C              v = √t·Z_ν(λ·tᵏ),  λ²k² = |A|, k²ν² = C + 1/4; Z: J, Y for A < 0, else I, K
    t²·r = A·t^(2k) + B·tᵏ + C       v = t^(1/2 + kμ)·e^(-z/2)·M(1/2 + μ - κ, 1 + 2μ, z),  z = c·tᵏ

with c = 2√A/k, κ = -B/(c·k²) and k²μ² = C + 1/4: Whittaker's equation (DLMF 13.14) after z = c·tᵏ. The exponent k may
be any constant. Source of the second: Lommel, DLMF 10.13.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import symengine as se

from ansatz.algebra.numbers import is_rational, split_number
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import fraction, together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative, has_imaginary
from ansatz.solve.ode.claim import Integrals
from ansatz.solve.ode.methods.answers import exponentials_opened
from ansatz.solve.ode.methods.linear_equation import Basis, Linear, exponential_of_integral, tidy
from ansatz.solve.ode.methods.squares import square_root

_T = se.Dummy("t")
_HALF = se.Rational(1, 2)
_MAX_DEGREE = 8  # of hypergeometric polynomials that are written out
_SEVERAL = 6  # positive values of parameters that tell a sign
Terms = dict[se.Expr, se.Expr]
"""Coefficients by their exponents."""


@dataclass(frozen=True, slots=True)
class Confluent:
    """t²·r = A·t^(2k) + B·tᵏ + C."""

    A: se.Expr
    B: se.Expr
    C: se.Expr
    k: se.Expr


def confluent(linear: Linear, integrals: Integrals) -> Iterator[Basis]:
    """Bases of Airy, Bessel or Kummer functions."""
    x = linear.x
    r = tidy(linear.p**2 / 4 + derivative(linear.p, x) / 2 - linear.q)
    place = centre(r, x)
    if place is None:
        return
    form = confluent_form(terms_by_exponent(r.subs({x: _T + place}), _T))
    if form is None:
        return
    factor = exponential_of_integral(-linear.p / 2, x, integrals)
    if factor is None:
        return
    factor = exponentials_opened(factor)
    for basis in _bases(form, x - place):
        yield basis.mapped(lambda v: factor * v)


def centre(r: se.Expr, x: se.Symbol) -> se.Expr | None:
    """The only finite pole, or for a polynomial the place about which its second coefficient is zero; else None.

    0 for what is no rational function: powers of x with constant exponents have no other.
    """
    try:
        above, below, symbols = fraction(r, x)
    except ALGEBRA_FAILURES:
        return None
    if any(x in kernel.free_symbols for kernel in symbols[1:]):
        return se.Integer(0)
    polynomial = below if below.degrees()[0] > 0 else above
    degree = int(polynomial.degrees()[0])
    if degree == 0:
        return None
    leading, second = (_coefficient(polynomial, degree - k, symbols) for k in (0, 1))
    place = together(-second / (degree * leading))
    if polynomial is below and se.expand(_value(below, symbols) - leading * (x - place) ** degree) != 0:
        return None
    return place


def _coefficient(polynomial: object, k: int, symbols: list[se.Expr]) -> se.Expr:
    terms = [
        int(c) * se.Mul(*(s ** int(e) for s, e in zip(symbols[1:], powers[1:], strict=True)))
        for powers, c in polynomial.terms()  # type: ignore[attr-defined]
        if int(powers[0]) == k
    ]
    return se.Add(*terms)


def _value(polynomial: object, symbols: list[se.Expr]) -> se.Expr:
    terms = polynomial.terms()  # type: ignore[attr-defined]
    return se.Add(
        *(int(c) * se.Mul(*(s ** int(e) for s, e in zip(symbols, powers, strict=True))) for powers, c in terms)
    )


def terms_by_exponent(r: se.Expr, t: se.Symbol) -> Terms:
    """t²·r as a sum of powers of t; empty where it is none."""
    terms: Terms = {}
    for form in (r, together(r)):
        terms = {}
        for term in se.Add.make_args(se.expand(se.expand(form) * t**2)):
            exponent, rest = se.Integer(0), se.Integer(1)
            for factor in se.Mul.make_args(term):
                base, power = factor.args if factor.__class__ is se.Pow else (factor, se.Integer(1))
                if base == t and t not in power.free_symbols:
                    exponent = se.expand(exponent + power)
                else:
                    rest *= factor
            if t in rest.free_symbols:
                break
            terms[exponent] = terms.get(exponent, se.Integer(0)) + rest
        else:
            return {e: c for e, c in ((e, together(c)) for e, c in terms.items()) if c != 0}
    return {}


def confluent_form(terms: Mapping[se.Expr, se.Expr]) -> Confluent | None:
    """The form of the sum; None where it has another, or is Euler's equation."""
    C = terms.get(se.Integer(0), se.Integer(0))
    exponents = [e for e in terms if e != 0]
    if len(exponents) == 1:
        return Confluent(terms[exponents[0]], se.Integer(0), C, exponents[0] / 2)
    if len(exponents) == 2:
        for one, other in (exponents, exponents[::-1]):
            if se.expand(one - 2 * other) == 0:
                return Confluent(terms[one], terms[other], C, other)
    return None


def _bases(form: Confluent, t: se.Expr) -> Iterator[Basis]:
    if form.B != 0:
        yield from _kummer(form, t)
    elif form.C == 0 and form.k == se.Rational(3, 2):
        yield _airy(form.A, t)
    else:
        yield from _bessel(form, t)


def _airy(A: se.Expr, t: se.Expr) -> Basis:
    negative = is_negative(A)
    root = (-A if negative else A) ** se.Rational(1, 3)
    u = se.expand((-root if negative else root) * t)
    return Basis(se.Function("airyai")(u), se.Function("airybi")(u), "Airy")


def _bessel(form: Confluent, t: se.Expr) -> Iterator[Basis]:
    order, scale = square_root(together(form.C + se.Rational(1, 4)) / form.k**2), square_root(form.A / form.k**2)
    oscillates = is_negative(form.A)
    if oscillates:
        scale = square_root(-form.A / form.k**2)
    order, scale = positive(order), positive(scale)
    if has_imaginary(order) or has_imaginary(scale):
        return
    z = scale * t**form.k
    half = order - _HALF
    if isinstance(half, se.Integer) and half <= _MAX_DEGREE:
        pair = (se.sin, se.cos) if oscillates else (se.exp, lambda u: se.exp(-u))
        first, second = (t ** ((1 - form.k) / 2) * _spherical(int(half), f, z) for f in pair)
        yield Basis(first, second, "Bessel, of half an odd order")
        return
    names = ("besselj", "bessely") if oscillates else ("besseli", "besselk")
    first, second = (se.sqrt(t) * se.Function(name)(z, order) for name in names)
    yield Basis(first, second, "Bessel")


def _spherical(n: int, f: Callable[[se.Expr], se.Expr], z: se.Expr) -> se.Expr:
    """√z·Z(z) of order n + 1/2, up to a factor: z^(n + 1)·(1/z·d/dz)ⁿ f(z)/z for f = sin, cos, exp (DLMF 10.49)."""
    w = f(_T) / _T
    for _ in range(n):
        w = se.expand(w.diff(_T) / _T)
    return se.expand(_T ** (n + 1) * w).subs({_T: z})


def _kummer(form: Confluent, t: se.Expr) -> Iterator[Basis]:
    k = form.k
    c = 2 * positive(square_root(form.A)) / (-k if is_negative(k) else k)
    mu = positive(square_root(together(form.C + se.Rational(1, 4)) / k**2))
    if has_imaginary(c) or has_imaginary(mu):
        return
    kappa = together(-form.B / (c * k**2))
    z = c * t**k

    def solution(name: str, m: se.Expr) -> se.Expr:
        a, b = (tidy(se.expand(e)) for e in (_HALF + m - kappa, 1 + 2 * m))
        return t ** se.expand(_HALF + k * m) * se.exp(-z / 2) * _kummer_function(name, a, b, z)

    if not isinstance(2 * mu, se.Integer):
        yield Basis(solution("kummerm", mu), solution("kummerm", -mu), "Kummer")
    yield Basis(solution("kummerm", mu), solution("kummeru", mu), "Kummer")


def _kummer_function(name: str, a: se.Expr, b: se.Expr, z: se.Expr) -> se.Expr:
    """M or U, elementary where M is a polynomial or M(a, a, z) = exp(z)."""
    if name == "kummerm":
        return se.exp(z) if a == b else polynomial((a,), b, z) or se.Function(name)(z, a, b)
    return se.Integer(1) if a == 0 else se.Function(name)(z, a, b)


def polynomial(above: Sequence[se.Expr], below: se.Expr, z: se.Expr) -> se.Expr | None:
    """The hypergeometric series where a parameter above is 0 or a small negative integer: it ends. Else None."""
    ends = [-int(a) for a in above if isinstance(a, se.Integer) and -_MAX_DEGREE <= a <= 0]
    if not ends:
        return None
    total = term = se.Integer(1)
    for k in range(min(ends)):
        if below + k == 0:
            return None
        term = term * se.Mul(*(a + k for a in above)) / (below + k) * z / (k + 1)
        total += term
    return total


def is_negative(e: se.Expr) -> bool:
    """Whether a constant is negative where all its parameters are 1, 3/2, …: most often at all positive ones."""
    parameters = sorted(e.free_symbols, key=str)
    signs = []
    for k in range(_SEVERAL if parameters else 1):
        places = {p: se.Rational(2 + (3 * k + j * j) % 7, 2 + (k + j) % 3) for j, p in enumerate(parameters)}
        value = e.subs(places)
        if has_no_value(value) or has_imaginary(value):
            continue
        signs.append(float(value.n(53, real=True)) < 0)
    return sum(signs) * 2 > len(signs)


def positive(e: se.Expr) -> se.Expr:
    """±e, whichever has a positive number as its first coefficient, or is positive."""
    if is_rational(e):
        return abs(e)
    return se.expand(-e) if is_negative(e) and split_number(e)[0] != 0 else e


__all__ = ["confluent", "confluent_form", "is_negative", "polynomial", "positive", "terms_by_exponent"]

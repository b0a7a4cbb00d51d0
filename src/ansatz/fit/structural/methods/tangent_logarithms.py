"""∫ R(x)·D(x)^(k/q) dx, q = 3 or 4, by logarithms of Y − κu, Y = D^(1/q): cube and fourth roots over polynomials.

    1/((1 + x)·(1 − x³)^(1/3))        u = (1 − x)/2, κ = 2^(1/3): ln(Y − κu) and its conjugates

At a pole p of R the q places over it are Y = κ, κ^q = D(p). Y − κu vanishes doubly at one of them where κu is the
tangent there: u = 1 + D'(p)/(q·D(p))·(x − p). If the line meets the curve elsewhere in branch points and at infinity
only, the logarithms of all conjugates have the residues of the integrand (Liouville's theorem with Abel's; Goursat,
"Note sur quelques intégrales pseudo-elliptiques", Bull. Soc. Math. France 15, 1887). An exact fit decides.
"""

from collections.abc import Iterator
from itertools import chain

import symengine as se
from flint import fmpq_poly

from ansatz.algebra.balls import evaluate
from ansatz.algebra.nodes import base_and_exponent, transform
from ansatz.algebra.numbers import is_fraction, is_rational, to_symengine_number
from ansatz.algebra.ratios import ONE, atoms, factor, ratio_of
from ansatz.algebra.surds import prime_powers
from ansatz.fit.linear.undetermined_coefficients import FitProblem

_MAX_DEGREE = 6


def integrate_by_tangents(f: se.Expr, x: se.Symbol, end: float) -> Iterator[se.Expr]:
    """Antiderivatives of such an f over Q, with arctangents of quotients and of their reciprocals; end: of the fit."""
    roots = {e.args[0]: int(e.args[1].q) for e in atoms(f) if e.__class__ is se.Pow and is_fraction(e.args[1])}
    if f.free_symbols != {x} or len(roots) != 1:
        return
    ((base, q),) = roots.items()
    inside = ratio_of(base, x)
    if q not in (3, 4) or inside is None or inside.den.degree() > 0 or not 0 < inside.num.degree() <= _MAX_DEGREE:
        return
    poles = [p for p in _poles(f, base, x) if inside.num.gcd(p).degree() == 0]
    y = base ** se.Rational(1, q)
    for flipped in (False, True):
        terms = list(chain.from_iterable(_terms(p, inside.num, q, y, x, flipped) for p in poles))
        whole = [x**k * base * y**j for k in range(2) for j in range(-1, q - 1)]
        answer = FitProblem(f, x).solve([*terms, *whole], deadline=end) if terms else None
        if answer is not None:
            yield transform(answer, _by_primes)


def _by_primes(e: se.Expr) -> se.Expr | None:
    """432^(1/6) as 2^(2/3)·3^(1/2)."""
    if e.__class__ is not se.Pow or not isinstance(e.args[0], se.Integer) or not is_rational(e.args[1]):
        return None
    return se.Mul(*(se.Integer(p) ** (n * e.args[1]) for p, n in prime_powers(int(e.args[0]))))


def _poles(f: se.Expr, base: se.Expr, x: se.Symbol) -> list[fmpq_poly]:
    """Irreducible denominators of degree one or two."""
    below = ONE
    for term in f.args if f.__class__ is se.Add else (f,):
        rest = se.Mul(*(part for part in se.Mul.make_args(term) if base_and_exponent(part)[0] != base))
        r = ratio_of(rest, x)
        if r is not None:
            below = below * r.den
    return [p for p, _ in factor(below)[1] if 1 <= p.degree() <= 2]


def _terms(p: fmpq_poly, d: fmpq_poly, q: int, y: se.Expr, x: se.Symbol, flipped: bool) -> Iterator[se.Expr]:
    """Real and imaginary parts of ln(Y − κu) for all κ over the zeros of p."""
    for real, imaginary in _zeros(p):
        value, imaginary_value = _at(d, real, imaginary)
        if imaginary_value != 0 or value == 0:
            continue
        slope = _at(d.derivative(), real, imaginary)
        c, s = (se.expand(part / (q * value)) for part in slope)
        # u = 1 + (c + is)(x − p)
        u = se.expand(1 + c * (x - real) + s * imaginary)
        v = se.expand(s * (x - real) - c * imaginary)
        negative = bool(evaluate(value, {}).real < 0)
        size = (-value if negative else value) ** se.Rational(1, q)
        for j in range(q):
            angle = se.pi * (2 * j + negative) / q
            cosine, sine = se.cos(angle), se.sin(angle)
            if v == 0 and evaluate(sine, {}).real < 0:
                continue
            w, z = size * (cosine * u - sine * v), size * (cosine * v + sine * u)
            if se.expand(z) == 0:
                yield se.log(y - w)
                continue
            yield se.log(se.expand(y**2 - 2 * w * y) + se.expand(w**2 + z**2))
            if v == 0:  # over Y, which does not vanish inside the domain
                yield se.atan((size * u - cosine * y) / (sine * y))
            else:
                yield se.atan((z / (y - w)) if flipped else (y - w) / z)


def _zeros(p: fmpq_poly) -> list[tuple[se.Expr, se.Expr]]:
    """(real, imaginary part) of the zeros, one of each complex pair."""
    c = [to_symengine_number(coefficient) for coefficient in p.coeffs()]
    if p.degree() == 1:
        return [(-c[0] / c[1], se.Integer(0))]
    middle, under = -c[1] / (2 * c[2]), (c[1] ** 2 - 4 * c[2] * c[0]) / (4 * c[2] ** 2)
    if under < 0:
        return [(middle, se.sqrt(-under))]
    return [(middle + side * se.sqrt(under), se.Integer(0)) for side in (1, -1)]


def _at(p: fmpq_poly, real: se.Expr, imaginary: se.Expr) -> tuple[se.Expr, se.Expr]:
    """(real, imaginary part) of p at a point."""
    a, b = se.Integer(0), se.Integer(0)
    for coefficient in reversed(p.coeffs()):
        a, b = (
            se.expand(a * real - b * imaginary) + to_symengine_number(coefficient),
            se.expand(a * imaginary + b * real),
        )
    return a, b

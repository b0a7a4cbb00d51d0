"""Substitutions t = g(x) that leave an integrand in t alone.

    exponentials of multiples of one u          t = exp(u/L)
    trigonometric functions of multiples of u   t = cos, sin, tan (Bioche's three), tan(u/2)
    hyperbolic functions                        t = cosh, sinh, tanh, exp, tanh(u/2)
    roots of one (linear-fractional) base       t = base^(1/L)
    any kernel g with f/g' a function of g      t = g

A `Substitution` carries the new integrand, what t stands for, and which radicals of t have a shorter name
(after t = sin(x), √(1 − t²) is cos(x)).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

import symengine as se
from flint import fmpq_poly

from ansatz.algebra.nodes import HYPERBOLIC, TRIGONOMETRIC
from ansatz.algebra.numbers import as_fmpq, as_fraction, is_fraction, is_rational, to_symengine_number
from ansatz.algebra.ratios import Ratio, atoms, ratio_of
from ansatz.algebra.surds import prime_powers
from ansatz.expr.canonical import derivative
from ansatz.fit.structural.forms.rewrite import cancel_sums, expand, to_exponentials, to_sines

_MAX_MULTIPLE = 24
_MAX_ROOT = 12


@dataclass(frozen=True, slots=True)
class Substitution:
    """∫ f dx = ∫ integrand dt at t = shown; roots: base -> the function whose square it is."""

    integrand: se.Expr
    t: se.Symbol
    shown: se.Expr
    roots: dict[Ratio, se.Expr] = field(default_factory=dict)


def substitutions(f: se.Expr, x: se.Symbol) -> Iterator[Substitution]:
    """All that apply, in the order above."""
    nodes = [e for e in atoms(f) if x in e.free_symbols]
    kinds = {e.__class__ for e in nodes}
    trigonometric = any(k in TRIGONOMETRIC for k in kinds)
    hyperbolic = any(k in HYPERBOLIC for k in kinds)
    yield from kernels(f, x)
    if trigonometric:
        yield from _circular(f, x, kinds)
    if hyperbolic:
        yield from _hyperbolic(f, x, kinds)
    if hyperbolic or any(_is_exponential(e) for e in nodes):
        yield from _exponential(to_exponentials(f) if hyperbolic else f, x)
    yield from roots(f, x)


def fresh(x: se.Symbol) -> se.Symbol:
    """A variable other than x, the same for the same x, so that results can be compared."""
    return se.Symbol(f"{x}_t")


# --------------------------------------------------------------------------------- multiples of one u


def _split_linear(u: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr] | None:
    """(a, b) with u = a·x + b, constants a ≠ 0 and b."""
    slope = u.diff(x)
    if x in slope.free_symbols or slope == 0:
        return None
    return slope, se.expand(u - slope * x)


def _multiples(
    arguments: list[se.Expr], x: se.Symbol
) -> tuple[se.Expr, se.Expr, dict[se.Expr, tuple[int, se.Expr]]] | None:
    """(v, slope of v, argument -> (n, c)) with argument = n·v + c."""
    lines: dict[se.Expr, tuple[se.Expr, se.Expr]] = {}
    for u in arguments:
        line = _split_linear(u, x)
        if line is None:
            return None
        lines[u] = line
    if not lines:
        return None
    first = min(arguments, key=lambda u: len(str(u)))
    slope, offset = lines[first]
    ratios: dict[se.Expr, Fraction] = {}
    for u, (a, _) in lines.items():
        r = a / slope
        if not is_rational(r):
            r = se.expand(r)
        if not is_rational(r):
            return None
        ratios[u] = as_fraction(r)
    below = lcm(*(r.denominator for r in ratios.values()))
    above = gcd(*(int(r * below) for r in ratios.values()))
    unit = Fraction(above, below)
    scale = to_symengine_number(unit)
    found = {}
    for u, (_, b) in lines.items():
        n = int(ratios[u] / unit)
        if abs(n) > _MAX_MULTIPLE:
            return None
        found[u] = (n, se.expand(b - n * scale * offset))
    return se.expand(first * scale), slope * scale, found


def _addition(n: int, s: se.Expr, c: se.Expr, sign: int) -> tuple[se.Expr, se.Expr]:
    """(sin nv, cos nv) as polynomials in s = sin v, c = cos v; sign = 1 for sinh and cosh."""
    sine, cosine = se.Integer(0), se.Integer(1)
    for _ in range(abs(n)):
        sine, cosine = se.expand(sine * c + cosine * s), se.expand(cosine * c + sign * sine * s)
    return (sine if n >= 0 else -sine), cosine


def _in_sine_and_cosine(
    f: se.Expr, x: se.Symbol, kinds: tuple[type, ...], sign: int
) -> tuple[se.Expr, se.Symbol, se.Symbol, se.Expr, se.Expr] | None:
    """(f as a function of S and C, S, C, v, slope of v)."""
    f = to_sines(f)
    calls = [e for e in atoms(f) if e.__class__ in kinds and x in e.free_symbols]
    multiples = _multiples(sorted({e.args[0] for e in calls}, key=str), x)
    if multiples is None:
        return None
    v, slope, found = multiples
    s, c = se.Symbol("S_"), se.Symbol("C_")
    table = {}
    for e in calls:
        n, shift = found[e.args[0]]
        sine, cosine = _addition(n, s, c, sign)
        if shift != 0:
            if sign > 0:
                return None
            ss, cs = se.sin(shift), se.cos(shift)
            sine, cosine = sine * cs + cosine * ss, cosine * cs - sine * ss
        table[e] = sine if e.__class__ is kinds[0] else cosine
    return f.xreplace(table), s, c, v, slope


def common_angle(f: se.Expr, x: se.Symbol) -> se.Expr:
    """f with sin and cos of multiples of one angle as polynomials in its sine and cosine; x may stay."""
    for kinds, sign, build in ((TRIGONOMETRIC[:2], -1, (se.sin, se.cos)), (HYPERBOLIC[:2], 1, (se.sinh, se.cosh))):
        form = _in_sine_and_cosine(f, x, kinds, sign)
        if form is not None:
            g, s, c, v, _ = form
            f = g.xreplace({s: build[0](v), c: build[1](v)})
    return f


def _poly(*coefficients: int) -> Ratio:
    return Ratio(fmpq_poly(list(coefficients)))


def _circular(f: se.Expr, x: se.Symbol, kinds: set[type]) -> Iterator[Substitution]:
    form = _in_sine_and_cosine(f, x, TRIGONOMETRIC[:2], -1)
    if form is None or x in form[0].free_symbols:
        return
    g, s, c, v, slope = form
    t = fresh(x)
    sine, cosine = se.sin(v), se.cos(v)
    other = se.sqrt(1 - t**2)
    yield Substitution(-g.xreplace({s: other, c: t}) / other / slope, t, cosine, {_poly(1, 0, -1): sine})
    yield Substitution(g.xreplace({s: t, c: other}) / other / slope, t, sine, {_poly(1, 0, -1): cosine})
    secant = (1 + t**2) ** se.Rational(-1, 2)
    yield Substitution(
        g.xreplace({s: t * secant, c: secant}) / (1 + t**2) / slope, t, se.tan(v), {_poly(1, 0, 1): 1 / cosine}
    )
    if kinds & {se.cot, se.csc}:
        yield Substitution(
            -g.xreplace({s: secant, c: t * secant}) / (1 + t**2) / slope, t, se.cot(v), {_poly(1, 0, 1): 1 / sine}
        )
    half = {s: 2 * t / (1 + t**2), c: (1 - t**2) / (1 + t**2)}
    yield Substitution(2 * g.xreplace(half) / (1 + t**2) / slope, t, se.tan(v / 2))


def _hyperbolic(f: se.Expr, x: se.Symbol, kinds: set[type]) -> Iterator[Substitution]:
    form = _in_sine_and_cosine(f, x, HYPERBOLIC[:2], 1)
    if form is None or x in form[0].free_symbols:
        return
    g, s, c, v, slope = form
    t = fresh(x)
    sine, cosine = se.sinh(v), se.cosh(v)
    other = se.sqrt(t**2 - 1)
    yield Substitution(g.xreplace({s: other, c: t}) / other / slope, t, cosine, {_poly(-1, 0, 1): sine})
    other = se.sqrt(t**2 + 1)
    yield Substitution(g.xreplace({s: t, c: other}) / other / slope, t, sine, {_poly(1, 0, 1): cosine})
    secant = (1 - t**2) ** se.Rational(-1, 2)
    yield Substitution(
        g.xreplace({s: t * secant, c: secant}) / (1 - t**2) / slope, t, se.tanh(v), {_poly(1, 0, -1): 1 / cosine}
    )
    if kinds & {se.coth, se.csch}:
        other = (t**2 - 1) ** se.Rational(-1, 2)
        yield Substitution(
            -g.xreplace({s: other, c: t * other}) / (t**2 - 1) / slope, t, se.coth(v), {_poly(-1, 0, 1): 1 / sine}
        )
    half = {s: 2 * t / (1 - t**2), c: (1 + t**2) / (1 - t**2)}
    yield Substitution(2 * g.xreplace(half) / (1 - t**2) / slope, t, se.tanh(v / 2))


# -------------------------------------------------------------------------------------- exponentials


def _is_exponential(e: se.Expr) -> bool:
    return e.__class__ is se.Pow and not is_rational(e.args[1])


def log_of_constant(b: se.Expr) -> se.Expr:
    """ln b; of a rational b > 0 by its primes, so that ln 4/ln 2 is 2."""
    if not is_rational(b) or b <= 0:
        return se.log(b)
    value = as_fmpq(b)
    logs = [e * se.log(p) for p, e in prime_powers(int(value.p))]
    return se.Add(*logs, *(-e * se.log(p) for p, e in prime_powers(int(value.q))))


def _exponential(f: se.Expr, x: se.Symbol) -> Iterator[Substitution]:
    powers = [e for e in atoms(f) if _is_exponential(e) and x in e.args[1].free_symbols]
    if any(x in e.args[0].free_symbols for e in powers):
        return
    exponents = {e: e.args[1] if e.args[0] == se.E else e.args[1] * log_of_constant(e.args[0]) for e in powers}
    multiples = _multiples(sorted(set(exponents.values()), key=str), x)
    if multiples is None:
        return
    v, slope, found = multiples
    t = fresh(x)
    table = {}
    for e, u in exponents.items():
        n, shift = found[u]
        table[e] = t**n * se.exp(shift)
    g = f.xreplace(table)
    if x not in g.free_symbols:
        shown = next((e for e, u in exponents.items() if found[u] == (1, 0)), se.exp(v))
        yield Substitution(g / t / slope, t, shown)


# --------------------------------------------------------------------------------------------- roots


def roots(f: se.Expr, x: se.Symbol) -> Iterator[Substitution]:
    """Roots of one linear-fractional base: x is a rational function of t."""
    nodes = [e for e in atoms(f) if x in e.free_symbols]
    bases: dict[se.Expr, int] = {}
    for e in nodes:
        if e.__class__ is se.Pow and is_fraction(e.args[1]):
            base = e.args[0]
            bases[base] = lcm(bases.get(base, 1), int(e.args[1].q))
    for base, q in bases.items():
        t = fresh(x)
        x_of_t = _solved(base, x, t**q)
        if x_of_t is None or q > _MAX_ROOT:
            continue
        table = {}
        for e in nodes:
            if e.__class__ is se.Pow and e.args[0] == base and isinstance(e.args[1], se.Rational):
                table[e] = t ** (e.args[1] * q)
        g = f.xreplace(table).xreplace({x: x_of_t}) * x_of_t.diff(t)
        yield Substitution(g, t, base ** se.Rational(1, q))


def _solved(base: se.Expr, x: se.Symbol, value: se.Expr) -> se.Expr | None:
    """x with base(x) = value, for a base that is linear, or linear-fractional over Q."""
    line = _split_linear(base, x)
    if line is not None:
        return (value - line[1]) / line[0]
    r = ratio_of(base, x)
    if r is None or max(r.num.degree(), r.den.degree()) != 1:
        return None
    a0, a1, b0, b1 = (to_symengine_number(p[k]) for p in (r.num, r.den) for k in (0, 1))
    return (b0 * value - a0) / (a1 - b1 * value)


# --------------------------------------------------------------------------- derivative of a kernel


def affine(f: se.Expr, x: se.Symbol) -> Substitution | None:
    """f(a x + b) as f(t)/a, where x occurs nowhere else."""
    t = fresh(x)
    for g in atoms(f):
        if g.__class__ is se.Add and len(g.args) == 2 and x in g.free_symbols:
            line = _split_linear(g, x)
            if line is not None:
                h = f.xreplace({g: t})
                return None if x in h.free_symbols else Substitution(h / line[0], t, g)
    return None


def kernels(f: se.Expr, x: se.Symbol) -> Iterator[Substitution]:
    """t = g for every kernel g with f/g' free of x once g is t."""
    nodes = [e for e in atoms(f) if x in e.free_symbols]
    t = fresh(x)
    for g in sorted(nodes, key=lambda e: -len(str(e))):
        if g in (x, f) or g.__class__ is se.Mul or (g.__class__ is se.Add and len(str(g)) > 60):
            continue
        slope = derivative(g, x)
        if slope == 0:
            continue
        quotient = f / slope
        for form in dict.fromkeys((quotient, cancel_sums(quotient), expand(quotient))):
            h = form.xreplace(_powers(g, form, t))
            if x not in h.free_symbols:
                yield Substitution(h, t, g)
                break


def _powers(g: se.Expr, form: se.Expr, t: se.Symbol) -> dict[se.Expr, se.Expr]:
    """g and what is written by it: x^(−2n) is t^(−2) for g = x^n, and 1 + u is 1 + t for a sum g = u."""
    table: dict[se.Expr, se.Expr] = {g: t}
    if g.__class__ is se.Pow and g.args[0] != se.E:
        base, exponent = g.args
        for e in atoms(form):
            if e.__class__ is se.Pow and e.args[0] == base:
                n = se.expand(e.args[1] / exponent)
                if isinstance(n, se.Integer):
                    table[e] = t**n
    elif g.__class__ is se.Add:
        for e in atoms(form):
            if e.__class__ is not se.Add or abs(len(e.args) - len(g.args)) > 1:
                continue
            gap = se.expand(e - g)
            if is_rational(gap):
                table[e] = t + gap
    return table

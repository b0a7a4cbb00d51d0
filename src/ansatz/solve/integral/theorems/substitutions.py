"""Integrals that a substitution or integration by parts turns into ones that a theorem knows.

    ∫₀¹ f(x) dx = ∫₀¹ f(1 − x) dx = ∫₀^∞ f(e^(−t))·e^(−t) dt
    ∫₀^h F(sin²x, cos²x) dx = ½·∫₀^2h F((1 − cos u)/2, (1 + cos u)/2) du
    ∫₀¹ g(x)/x dx = −∫₀¹ g'(x)·ln x dx            g = ln(p), atan(p), atanh(p) with g(0) = 0, g' rational
    ∫₀^(π/2) f(x) dx = ∫₀^∞ f(atan u)/(1 + u²) du     and by u = tan(x/2) from 0 to 1

    ∫₀^(π/2) x·cot(x) dx = [x·ln sin x] − ∫₀^(π/2) ln(sin x) dx

    ∫₀¹ atan(x)/x dx = G          ∫₀^(π/4) ln(tan x) dx = −G          ∫₀^(π/2) x/sin(x) dx = 2G

All are bijections, smooth inside the interval; boundary terms vanish: g = O(x) at 0, g = O(ln(1 − x)) at 1.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import symengine as se

from ansatz.algebra.nodes import base_and_exponent, transform
from ansatz.algebra.ratios import ratio_of
from ansatz.proof.real_line.one_sided_limits import INFINITIES, Approach, one_sided
from ansatz.solve.integral.theorems.statement import Definite, Value

_V = se.Symbol("v_")
_MAX_POWER = 3
Solve = Callable[[Definite], Value | None]


def by_substitution(question: Definite, solve: Solve) -> Value | None:
    """The first that leads to what `solve` knows."""
    for asked in _images(question):
        found = solve(asked)
        if found is not None:
            return found
    if question.high == -question.low and question.low != 0:
        mirrored = question.f.subs({question.x: -question.x})
        if se.expand(mirrored - question.f) == 0:
            half = solve(replace(question, low=se.Integer(0)))
            return None if half is None else replace(half, value=2 * half.value)
    for boundary, asked in _angles_by_parts(question):
        found = solve(asked)
        if found is not None:
            return replace(found, value=boundary + found.value)
    return None


def _images(question: Definite) -> Iterator[Definite]:
    f, x = question.f, question.x
    if question.over(0, 1):
        mirror = {se.log(x): se.log(1 - x), se.log(1 - x): se.log(x)}
        if mirror.keys() & f.atoms(se.log):
            hidden = {e: se.Dummy() for e in mirror}
            shown = {hidden[e]: image for e, image in mirror.items()}
            yield replace(question, f=f.xreplace(hidden).subs({x: se.expand(1 - x)}).xreplace(shown))
        yield from _by_parts(question)
        if se.log(x) in f.atoms(se.log):
            t = se.Dummy()
            image = transform(f.xreplace({se.log(x): -t}).xreplace({x: se.exp(-t)}), _joined_exponential) * se.exp(-t)
            image = transform(se.expand(image), lambda e: _collected_exponent(e, t))
            yield Definite(image.xreplace({t: x}), x, se.Integer(0), se.oo, question.positive)
    if not f.atoms(se.sin, se.cos, se.tan, se.cot, se.sec, se.csc):
        return
    doubled = f.subs({se.sin(x) ** 2: (1 - se.cos(_V)) / 2, se.cos(x) ** 2: (1 + se.cos(_V)) / 2})
    if question.low == 0 and x not in doubled.free_symbols and question.high not in INFINITIES:
        slower = transform(doubled.xreplace({_V: x}) / 2, lambda e: se.expand(e) if e.__class__ is se.Add else None)
        yield replace(question, f=slower, high=2 * question.high)
    turns = ((True, se.pi, se.oo), (True, se.pi / 2, 1), (False, se.pi / 2, se.oo), (False, se.pi / 4, 1))
    for half_angle, high, end in turns:
        if question.over(0, high) and (g := _rational_in_tangent(f, x, half_angle=half_angle)) is not None:
            yield Definite(g, x, se.Integer(0), se.sympify(end), question.positive)


def _joined_exponential(e: se.Expr) -> se.Expr | None:
    """(e^u)^n as e^(nu), u real."""
    if e.__class__ is not se.Pow or e.args[0].__class__ is not se.Pow or e.args[0].args[0] != se.E:
        return None
    return se.exp(se.expand(e.args[0].args[1] * e.args[1]))


def _collected_exponent(e: se.Expr, t: se.Symbol) -> se.Expr | None:
    """e^(−at − t) as e^(−(a + 1)t)."""
    is_exponential = e.__class__ is se.Pow and e.args[0] == se.E
    return se.exp(-se.expand(-e.args[1] / t) * t) if is_exponential and t in e.args[1].free_symbols else None


def _by_parts(question: Definite) -> Iterator[Definite]:
    x = question.x
    g = question.f * x
    kernels = [part for part in se.Mul.make_args(g) if x in part.free_symbols]
    if len(kernels) != 1 or kernels[0].__class__ not in (se.log, se.atan, se.atanh):
        return
    if g.subs({x: 0}) == 0 and ratio_of(g.diff(x) * kernels[0] / g, x) is not None:
        yield replace(question, f=-g.diff(x) * se.log(x))


# h -> H with H' = h, where ∫ x·h needs no more than ∫ H
_ANTIDERIVATIVES: dict[se.Expr, Callable[[se.Symbol], se.Expr]] = {
    1 / se.tan(_V): lambda x: se.log(se.sin(x)),
    se.cot(_V): lambda x: se.log(se.sin(x)),
    se.tan(_V): lambda x: -se.log(se.cos(x)),
    se.sin(_V) ** -2: lambda x: -1 / se.tan(x),
    se.csc(_V) ** 2: lambda x: -1 / se.tan(x),
}


def _angles_by_parts(question: Definite) -> Iterator[tuple[se.Expr, Definite]]:
    """∫ xᵏ·h = [xᵏ·H] − ∫ k·xᵏ⁻¹·H, from 0 to π/2; and of atan(x)ᵏ over the half-line by x = tan u."""
    f, x = question.f, question.x
    if question.over(0, se.oo) and (arctangents := f.atoms(se.atan)) == {se.atan(x)}:
        (arctangent,) = arctangents
        u = se.Dummy()
        power = max((n for b, n in map(base_and_exponent, se.Mul.make_args(f)) if b == arctangent), default=0)
        r = ratio_of(f / arctangent**power * (1 + x**2), x)
        if r is not None and power != 0:
            image = Definite(u**power * r.expression(se.tan(u)), u, se.Integer(0), se.pi / 2)
            yield from _angles_by_parts(image)
        return
    if not question.over(0, se.pi / 2):
        return
    power, constant, rest = 0, se.Integer(1), se.Integer(1)
    for part in se.Mul.make_args(f):
        base, n = base_and_exponent(part)
        if base == x and isinstance(n, se.Integer) and 0 < n <= _MAX_POWER:
            power = int(n)
        elif x in part.free_symbols:
            rest *= part
        else:
            constant *= part
    antiderivative = _ANTIDERIVATIVES.get(rest.subs({x: _V})) if power else None
    if antiderivative is None:
        return
    H = constant * antiderivative(x)
    ends = [one_sided(x**power * H, Approach(x, *end)) for end in ((se.Integer(0), 1), (se.pi / 2, -1))]
    low, high = (None if end.is_infinite else end.value for end in ends)
    if low is not None and high is not None:
        yield high - low, replace(question, f=-power * x ** (power - 1) * H)


def _rational_in_tangent(f: se.Expr, x: se.Symbol, *, half_angle: bool) -> se.Expr | None:
    """f·dx/du by u = tan(x/2), or tan(x): a rational function beside powers of x itself and of ln(tan)."""
    u = se.Dummy()
    sin, cos, rate = (2 * u / (1 + u**2), (1 - u**2) / (1 + u**2), 2 / (1 + u**2))
    angle = 2 * se.atan(u)
    if not half_angle:
        root = (1 + u**2) ** se.Rational(-1, 2)
        sin, cos, rate, angle = u * root, root, root**2, se.atan(u)
    values = {se.sin: sin, se.cos: cos, se.tan: sin / cos, se.cot: cos / sin, se.sec: 1 / cos, se.csc: 1 / sin}

    def rule(e: se.Expr) -> se.Expr | None:
        return values[e.__class__] if e.__class__ in values and e.args[0] == x else None

    outside, inside = se.Integer(1), rate
    for part in se.Mul.make_args(f):
        base, n = base_and_exponent(part)
        if base == x:
            outside *= angle**n
        elif base.__class__ is se.log:
            r = ratio_of(transform(base.args[0], rule), u)
            if r is None:
                return None
            outside *= se.log(r.expression(u)) ** n
        else:
            inside *= transform(part, rule)
    r = ratio_of(inside, u)
    return None if r is None else (outside * r.expression(u)).subs({u: x})


__all__ = ["by_substitution"]

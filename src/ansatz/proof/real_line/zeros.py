"""All real zeros of a function of one variable, exactly.

    zeros(x**2 - 2, x)           ±√2
    zeros(se.sin(x) - 1/2, x)    π/6 + 2πn, 5π/6 + 2πn
    zeros(se.exp(2*x) - 3, x)    ln(3)/2

The list is complete, and may hold places more: those at which the function has no value. Functions that are rational
in one kernel (a power, an exponential, a logarithm, …) or in circular functions of one angle are solved from outside
in; `UndecidedError` where that is not enough.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import gcd, lcm, pi

import symengine as se
from flint import arb, fmpq_poly

from ansatz.algebra.balls import evaluate
from ansatz.algebra.nodes import ENTIRE_ODD, TRIGONOMETRIC, name_of, transform
from ansatz.algebra.numbers import as_fraction, is_rational, split_coefficient, to_symengine_number
from ansatz.algebra.one_kernel import in_one_kernel
from ansatz.algebra.ratios import Ratio, ratio_of
from ansatz.algebra.reciprocals import OF_RECIPROCAL
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.proof.real_line.norms import norm_of
from ansatz.proof.real_line.places import BITS, Family, Place, roots

_MAX_MULTIPLE = 12  # of an angle
_MAX_TURN = 12  # denominator of a multiple of π with known sines
_T = se.Dummy("t")
_ONE = se.Integer(1)


@dataclass(frozen=True, slots=True)
class _Inverse:
    """u where function(u) = c: exact, in balls; low, high: the ends of the interval of values c that it takes."""

    exact: Callable[[se.Expr], se.Expr]
    numeric: Callable[[arb], arb]
    low: se.Expr | None = None
    high: se.Expr | None = None
    closed: bool = False  # whether it takes those two


_HALF_PI = se.pi / 2
_INJECTIVE: dict[type[se.Expr], _Inverse] = {
    se.log: _Inverse(lambda c: c.args[0] if c.__class__ is se.log else se.exp(c), arb.exp),  # e^(ln 5) is 5
    se.asin: _Inverse(se.sin, arb.sin, -_HALF_PI, _HALF_PI, closed=True),
    se.acos: _Inverse(se.cos, arb.cos, se.Integer(0), se.pi, closed=True),
    se.atan: _Inverse(se.tan, arb.tan, -_HALF_PI, _HALF_PI),
    se.sinh: _Inverse(se.asinh, arb.asinh),
    se.tanh: _Inverse(se.atanh, arb.atanh, -_ONE, _ONE),
    se.asinh: _Inverse(se.sinh, arb.sinh),
    se.atanh: _Inverse(se.tanh, arb.tanh),
    se.acosh: _Inverse(se.cosh, arb.cosh, se.Integer(0), closed=True),
}
_RECIPROCALS = {se.coth: se.tanh, se.sech: se.cosh, se.csch: se.sinh, se.sec: se.cos, se.csc: se.sin, se.cot: se.tan}
# Functions, and the values of u at which function(u) = 0 (nowhere: an empty tuple).
_ZERO_AT: dict[type | str, tuple[int, ...]] = {
    se.log: (1,),
    se.asin: (0,),
    se.acos: (1,),
    se.atan: (0,),
    se.acot: (),
    se.asec: (1,),
    se.acsc: (),
    se.sinh: (0,),
    se.cosh: (),
    se.tanh: (0,),
    se.coth: (),
    se.sech: (),
    se.csch: (),
    se.asinh: (0,),
    se.acosh: (1,),
    se.atanh: (0,),
    se.acoth: (),
    se.asech: (1,),
    se.acsch: (),
    se.Abs: (0,),
    se.sign: (0,),
    se.erf: (0,),
    se.erfc: (),
    **dict.fromkeys(ENTIRE_ODD, (0,)),
    "dilog": (0,),
}


@lru_cache(maxsize=4_096)
def zeros(g: se.Expr, x: se.Symbol) -> tuple[Family, ...]:
    """Every real x with g(x) = 0; raises `UndecidedError` where they cannot be listed, or g is zero everywhere."""
    try:
        return tuple(_distinct(_zeros(g, x)))
    except ALGEBRA_FAILURES as error:
        raise UndecidedError(f"the zeros of a function are not known ({error})") from error


def _distinct(families: Iterable[Family]) -> Iterable[Family]:
    return {family.key: family for family in families}.values()


def _zeros(g: se.Expr, x: se.Symbol) -> list[Family]:
    if x not in g.free_symbols:
        if g == 0:
            raise UndecidedError("a function is zero everywhere")
        if not g.free_symbols and not evaluate(g, {}, BITS).contains(0):
            return []
        raise UndecidedError("a constant may be zero")
    if g.free_symbols != {x}:
        raise UndecidedError("there are parameters")
    kind = g.__class__
    if kind is se.Symbol:
        return [Family(Place.named(se.Integer(0)))]
    if kind is se.Mul:
        return [family for factor in g.args if factor.free_symbols for family in zeros(factor, x)]
    if kind is se.Pow:
        base, exponent = g.args
        if base == se.E or not is_rational(exponent) or exponent < 0:
            return []  # e^v and u^v = e^(v·ln u) vanish nowhere, u^-n neither
        return list(zeros(base, x))
    if kind in TRIGONOMETRIC:
        return _zeros_of_wave(g, kind, x)
    at = _ZERO_AT.get(name_of(g) or kind)
    if at is not None:
        return [family for place in at for family in _solutions(g.args[0], x, Family(Place.named(se.Integer(place))))]
    if kind is not se.Add:
        raise UndecidedError("a function is not in the table")
    return _zeros_of_sum(g, x)


def _zeros_of_wave(g: se.Expr, kind: type, x: se.Symbol) -> list[Family]:
    if kind in (se.sec, se.csc):
        return []
    first = se.Integer(0) if kind in (se.sin, se.tan) else _HALF_PI
    return _solutions(g.args[0], x, Family(Place.named(first), se.pi))


def _zeros_of_sum(g: se.Expr, x: se.Symbol) -> list[Family]:
    known = in_one_kernel(g)
    if known is None:
        numerator, denominator = g.as_numer_denom()
        if denominator != 1:
            known = in_one_kernel(se.expand(numerator))
    if known is not None and known[1].__class__ not in TRIGONOMETRIC:
        ratio, t = known
        return [f for root in roots(ratio.num) for f in _solutions(t, x, Family(root))]
    angle = _in_one_angle(g)
    if angle is not None:
        ratio, w = angle
        found = [Family(_angle(root, g, w), 2 * se.pi) for root in roots(ratio.num)]
        if ratio.num.degree() < ratio.den.degree():
            found.append(Family(Place.named(se.pi), 2 * se.pi))
        return [f for family in found for f in _solutions(w, x, family)]
    try:
        return _zeros_with_constants(g, x)
    except UndecidedError:
        norm = norm_of(g)
        if norm is None:
            raise
        return list(zeros(norm, x))


def with_plain_angles(e: se.Expr) -> se.Expr:
    """sin(½(x + 2π)) as sin(½x + π), which SymEngine then knows."""
    return transform(e, lambda part: part.func(se.expand(part.args[0])) if part.__class__ in TRIGONOMETRIC else None)


def _zeros_with_constants(g: se.Expr, x: se.Symbol) -> list[Family]:
    """c₀ + c₁·t with real constants that need not be rational."""
    constant = se.Add(*(term for term in g.args if x not in term.free_symbols))
    rest = g - constant
    if constant == 0 or rest.__class__ is se.Add or constant.free_symbols:
        raise UndecidedError("a sum has zeros that are not known")
    number = se.Mul(*(f for f in se.Mul.make_args(rest) if x not in f.free_symbols))
    return _solutions(rest / number, x, Family(Place.named(-constant / number)))


def _angle(root: Place, g: se.Expr, w: se.Expr) -> Place:
    """The zero w = 2·atan(root) of g, as a multiple of π where it is a simple one."""
    place = root.mapped(lambda c: 2 * se.atan(c), lambda ball: 2 * ball.atan(), "2atan")
    turn = to_symengine_number(Fraction(float(place) / pi).limit_denominator(_MAX_TURN)) * se.pi
    plain = Place.named(turn)
    # Another zero of g there would have a ball of its own.
    if plain.enclose(4 * BITS).overlaps(place.enclose(4 * BITS)):
        slope, intercept, inner = _linear(w, next(iter(w.free_symbols)))
        at = g.xreplace({inner: (turn - intercept) / slope})
        if se.expand(with_plain_angles(at)) == 0:
            return plain
    return place


def _solutions(t: se.Expr, x: se.Symbol, c: Family) -> list[Family]:
    """Every x with t(x) = c for a member c of the family."""
    if t == x:
        return [c]
    if x not in t.free_symbols:
        raise UndecidedError("a constant is compared with a constant")
    kind = t.__class__
    slope, intercept, inner = _linear(t, x)
    if inner != t:
        _ = Place.named(slope).sign()  # certainly not zero
        return _solutions(inner, x, c.mapped(slope, intercept))
    if c.period is not None:
        raise UndecidedError("a family is not that of a linear function")
    place = c.first
    if kind is se.Pow:
        return _solutions_of_power(t, x, place)
    if kind is se.Abs:
        sign = place.sign()
        sides = () if sign < 0 else (1,) if sign == 0 else (1, -1)
        return [f for s in sides for f in _solutions(t.args[0], x, Family(_scaled(place, s)))]
    if kind in OF_RECIPROCAL:
        return _solutions(OF_RECIPROCAL[kind](1 / t.args[0]), x, Family(place))
    if kind in _INJECTIVE:
        inverse = _INJECTIVE[kind]
        if not _is_within(place, inverse):
            return []
        return _solutions(t.args[0], x, Family(place.mapped(inverse.exact, inverse.numeric, kind.__name__)))
    if kind is se.cosh:
        if place.sign() <= 0 or not _is_beyond(place, 1):
            return []
        v = place.mapped(se.acosh, arb.acosh, "acosh")
        return [f for s in (1, -1) for f in _solutions(t.args[0], x, Family(_scaled(v, s)))]
    if kind in (se.sin, se.cos, se.tan):
        return _solutions_of_wave(t, x, place)
    if kind in _RECIPROCALS and place.sign() != 0:  # a place where the partner vanishes is no solution
        partner = _RECIPROCALS[kind](t.args[0])
        return _solutions(partner, x, Family(place.mapped(lambda c: 1 / c, lambda ball: 1 / ball, "1/")))
    if place.name is not None and kind is se.Add:
        return list(zeros(se.expand(t - place.name), x))
    raise UndecidedError("an equation is not solved")


def _scaled(place: Place, s: int) -> Place:
    return place if s == 1 else place.mapped(lambda c: -c, lambda ball: -ball, "-")


def _is_within(place: Place, inverse: _Inverse) -> bool:
    for end, side in ((inverse.low, 1), (inverse.high, -1)):
        if end is not None and place.name == end and inverse.closed:
            continue
        if end is not None and (place.name == end or side * _difference_sign(place, end) < 0):
            return False
    return True


def _is_beyond(place: Place, bound: int) -> bool:
    return place.name == bound or _difference_sign(place, se.Integer(bound)) > 0


def _difference_sign(place: Place, end: se.Expr) -> int:
    return place.mapped(lambda c: c - end, lambda ball: ball - evaluate(end, {}, 2 * BITS).real, ("minus", end)).sign()


def _solutions_of_power(t: se.Expr, x: se.Symbol, place: Place) -> list[Family]:
    base, exponent = t.args
    if base == se.E:
        if place.sign() <= 0:
            return []
        return _solutions(exponent, x, Family(place.mapped(se.log, arb.log, "log")))
    if not is_rational(exponent):
        if x in exponent.free_symbols and x in base.free_symbols:
            raise UndecidedError("a power is not solved")
        return _solutions(exponent * se.log(base), x, Family(place.mapped(se.log, arb.log, "log")))
    power, sign = as_fraction(exponent), place.sign()
    if sign == 0:
        return list(zeros(base, x)) if power > 0 else []
    if power.denominator > 1 or power.numerator % 2 == 0:
        if sign < 0:
            return []
        root = _power(place, 1 / power)
        both = power.denominator == 1  # u² = c has two real roots, √u = c has one
        return [f for s in ((1, -1) if both else (1,)) for f in _solutions(base, x, Family(_scaled(root, s)))]
    root = _power(_scaled(place, sign), 1 / power)
    return _solutions(base, x, Family(_scaled(root, sign)))


def _power(place: Place, power: Fraction) -> Place:
    """A positive place to a rational power."""
    p, q = power.numerator, power.denominator
    exponent = to_symengine_number(power)
    return place.mapped(lambda c: c**exponent, lambda ball: ball ** (arb(p) / q), ("power", power))


def _solutions_of_wave(t: se.Expr, x: se.Symbol, place: Place) -> list[Family]:
    kind, v = t.__class__, t.args[0]
    if kind is se.tan:
        return _solutions(v, x, Family(place.mapped(se.atan, arb.atan, "atan"), se.pi))
    if place.name not in (1, -1) and (_difference_sign(place, _ONE) > 0 or _difference_sign(place, se.Integer(-1)) < 0):
        return []
    if kind is se.sin:
        angle = place.mapped(se.asin, arb.asin, "asin")
        other = angle.mapped(lambda c: se.pi - c, lambda ball: arb.pi() - ball, "pi-")
    else:
        angle = place.mapped(se.acos, arb.acos, "acos")
        other = _scaled(angle, -1)
    return [f for a in (angle, other) for f in _solutions(v, x, Family(a, 2 * se.pi))]


def _linear(t: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr, se.Expr]:
    """(a, b, s) with t = a·s + b, constants a and b, and s without either."""
    intercept = se.Integer(0)
    if t.__class__ is se.Add:
        constants = [term for term in t.args if x not in term.free_symbols]
        rest = se.Add(*(term for term in t.args if x in term.free_symbols))
        if constants:
            intercept = se.Add(*constants)
        if rest.__class__ is se.Add:
            slope, _, inner = _common_slope(rest, x)
            return slope, intercept, inner
        t = rest
    slope = se.Mul(*(f for f in se.Mul.make_args(t) if x not in f.free_symbols))
    if intercept.free_symbols or slope.free_symbols:
        raise UndecidedError("there are parameters")
    return slope, intercept, t / slope


def _common_slope(rest: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr, se.Expr]:
    """a·x + b·x as (a + b)·x; any other sum as it is."""
    slope = se.expand(rest / x)
    if x in slope.free_symbols:
        return _ONE, se.Integer(0), rest
    return slope, se.Integer(0), x


def _in_one_angle(g: se.Expr) -> tuple[Ratio, se.Expr] | None:
    """(r, w): g = r(tan(w/2)) where g is rational in circular functions of multiples of one angle w."""
    waves = g.atoms(*TRIGONOMETRIC)
    parts = [split_coefficient(se.expand(wave.args[0])) for wave in waves]
    if not parts or len({rest for _, rest in parts}) != 1:
        return None
    unit = Fraction(gcd(*(c.numerator for c, _ in parts)), lcm(*(c.denominator for c, _ in parts)))
    multiples = {wave: int(c / unit) for wave, (c, _) in zip(waves, parts, strict=True)}
    if max(map(abs, multiples.values())) > _MAX_MULTIPLE:
        return None
    ratio = ratio_of(g.xreplace({wave: _wave_of_half_tangent(wave, n) for wave, n in multiples.items()}), _T)
    return None if ratio is None or ratio.num.degree() < 0 else (ratio, to_symengine_number(unit) * parts[0][1])


def _wave_of_half_tangent(wave: se.Expr, n: int) -> se.Expr:
    cosine, sine = _cos_sin(abs(n))
    sine = sine if n > 0 else -sine
    kind = wave.__class__
    return {
        se.sin: lambda: sine,
        se.cos: lambda: cosine,
        se.tan: lambda: sine / cosine,
        se.cot: lambda: cosine / sine,
        se.sec: lambda: 1 / cosine,
        se.csc: lambda: 1 / sine,
    }[kind]()


@lru_cache
def _cos_sin(n: int) -> tuple[se.Expr, se.Expr]:
    """cos nw and sin nw in t = tan(w/2): (1 + it)^(2n)/(1 + t²)^n."""
    cosine, sine = fmpq_poly([1]), fmpq_poly([])
    for _ in range(2 * n):
        cosine, sine = cosine - sine * fmpq_poly([0, 1]), sine + cosine * fmpq_poly([0, 1])
    norm = fmpq_poly([1, 0, 1]) ** n
    return Ratio(cosine, norm).expression(_T), Ratio(sine, norm).expression(_T)


__all__ = ["with_plain_angles", "zeros"]

"""The real zeros of a function in an interval, all of them, by exact places where they have names.

    zeros(g, Line(x, low, high)) -> [Place, ...]; raises `UndecidedError` where one cannot be told from none

Polynomials are factored; g(t(x)) = 0 is solved for t and then for x; what is left is cut into boxes on which g does not
vanish and others on which a derivative shows that a zero is the only one.
"""

from dataclasses import dataclass, field

import symengine as se
from flint import acb, arb, ctx, fmpq_poly, fmpz_poly

from ansatz.algebra.balls import Program, evaluate
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.one_kernel import in_one_kernel
from ansatz.algebra.ratios import factor
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.expr.differentiation import derivative
from ansatz.proof.real_line.rays import bounds, ray_from
from ansatz.proof.real_line.signs import Signs
from ansatz.proof.real_line.singularities import PathProgram, isolate, recognise

_BITS = 256
_MAX_PLACES = 200  # in one interval
_MAX_ORDER = 4  # of a zero
_WIDTH = 2.0**-30  # of a box that is halved no more
_MAX_BOXES = 3_000
_CUTS = (64, 4096, 2**20)  # where a ray begins that is looked at as a whole
_ZERO = se.Integer(0)

# Functions of a real argument with at most one zero, and what vanishes there; None where there is none.
_ONLY_ZERO = {
    **dict.fromkeys((se.sinh, se.tanh, se.asin, se.atan, se.asinh, se.atanh, se.erf, se.Abs, se.sign), lambda u: u),
    **dict.fromkeys((se.log, se.acos, se.acosh), lambda u: u - 1),
    **dict.fromkeys((se.sec, se.csc, se.cosh, se.sech, se.csch, se.coth, se.acot, se.erfc), None),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A zero: exact, or (at is None) the only one in the ball."""

    at: se.Expr | None
    ball: arb


@dataclass(frozen=True, slots=True)
class Line:
    """The closed interval from low to high, exact constants or ±oo, of the variable x."""

    x: se.Symbol
    low: se.Expr
    high: se.Expr
    signs: Signs = field(default_factory=Signs)

    def has(self, place: se.Expr) -> bool:
        """Whether the place lies in the interval, ends included."""
        above = self.low == -se.oo or self.signs.sign(se.expand(place - self.low)) >= 0
        return above and (self.high == se.oo or self.signs.sign(se.expand(self.high - place)) >= 0)

    def has_inside(self, place: se.Expr) -> bool:
        """Whether it lies in the open interval."""
        above = self.low == -se.oo or self.signs.sign(se.expand(place - self.low)) > 0
        return above and (self.high == se.oo or self.signs.sign(se.expand(self.high - place)) > 0)


def ball_of(place: se.Expr) -> arb:
    """The enclosure of a real constant."""
    value = evaluate(place, {}, _BITS)
    if not value.is_finite() or not value.imag.contains(0):
        raise UndecidedError("a place is not real")
    return value.real


def zeros(g: se.Expr, line: Line) -> list[Place]:
    """All zeros of g on the interval where g has real values."""
    x = line.x
    if x not in g.free_symbols:
        if line.signs.is_zero(g):
            raise UndecidedError("a denominator or an argument is zero everywhere")
        return []
    kind = g.__class__
    if kind is se.Mul:
        return [place for factor_ in g.args for place in zeros(factor_, line)]
    if kind is se.Pow:
        base, exponent = base_and_exponent(g)
        if base == se.E or (isinstance(exponent, se.Rational) and exponent < 0):
            return []
        return zeros(base, line)
    if kind in _ONLY_ZERO:
        inner = _ONLY_ZERO[kind]
        return [] if inner is None else zeros(inner(g.args[0]), line)
    if kind in (se.sin, se.cos, se.tan, se.cot):
        return _solutions(g, _ZERO, line)
    if (linear := _linear(g, x)) is not None:
        slope, rest = linear
        return _named(-rest / slope, line)
    terms = [term for term in se.Add.make_args(g) if x in term.free_symbols] if kind is se.Add else []
    if len(terms) == 1:
        number = se.Mul(*(f for f in se.Mul.make_args(terms[0]) if x not in f.free_symbols))
        t = se.Mul(*(f for f in se.Mul.make_args(terms[0]) if x in f.free_symbols))
        found = _solved(t, se.expand((terms[0] - g) / number), line)
        if found is not None:
            return found
    known = in_one_kernel(g) if g.free_symbols == {x} else None
    if known is not None:
        ratio, t = known
        return [place for p, _ in factor(ratio.num)[1] for place in _of_factor(p, t, line)]
    conjugate = _conjugate(g, x)
    if conjugate is not None:
        return [p for p in zeros(conjugate, line) if p.at is None or line.signs.is_zero(se.expand(g.subs({x: p.at})))]
    return _isolated(g, line)


def _conjugate(g: se.Expr, x: se.Symbol) -> se.Expr | None:
    """c²q - r² for g = c·√q + r with r free of roots: it vanishes where g does."""
    roots = [p for p in g.atoms(se.Pow) if p.args[1] == se.Rational(1, 2) and x in p.free_symbols]
    if len(roots) != 1:
        return None
    hidden = se.Dummy()
    polynomial = se.expand(g.xreplace({roots[0]: hidden}))
    c = se.expand(polynomial.diff(hidden))
    rest = se.expand(polynomial - c * hidden)
    if {hidden} & (c.free_symbols | rest.free_symbols):
        return None
    return se.expand(c**2 * roots[0].args[0] - rest**2)


def _linear(g: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr] | None:
    if g.__class__ not in (se.Add, se.Mul, se.Symbol, se.Dummy):
        return None
    slope = se.expand(g.diff(x))
    if x in slope.free_symbols or slope == 0:
        return None
    return slope, se.expand(g - slope * x)


def _named(place: se.Expr, line: Line) -> list[Place]:
    return [Place(place, ball_of(place))] if line.has(place) else []


def _of_factor(p: fmpq_poly, t: se.Expr, line: Line) -> list[Place]:
    """Where p(t) = 0, p irreducible over the rational numbers."""
    c = [to_symengine_number(p[k]) for k in range(p.degree() + 1)]
    if p.degree() == 1:
        return _solutions(t, -c[0] / c[1], line)
    if p.degree() == 2:
        discriminant = c[1] ** 2 - 4 * c[2] * c[0]
        if discriminant < 0:
            return []
        root = se.sqrt(discriminant)
        values = [se.expand((sign * root - c[1]) / (2 * c[2])) for sign in (-1, 1)]
        return [place for value in values for place in _solutions(t, value, line)]
    if t != line.x:
        return _isolated(se.Add(*(number * t**k for k, number in enumerate(c))), line)
    with ctx.workprec(_BITS):
        roots = [root.real for root, _ in fmpz_poly(p.numer()).complex_roots() if root.imag.is_zero()]
        return [Place(None, root) for root in roots if _meets(root, line)]


def _meets(root: arb, line: Line) -> bool:
    below = line.low != -se.oo and root < ball_of(line.low)
    return not below and not (line.high != se.oo and root > ball_of(line.high))


def _solutions(t: se.Expr, value: se.Expr, line: Line) -> list[Place]:
    """Where t(x) = value."""
    if t == line.x:
        return _named(value, line)
    found = _solved(t, value, line)
    return found if found is not None else _isolated(t - value, line)


def _solved(t: se.Expr, value: se.Expr, line: Line) -> list[Place] | None:
    """The same, by the inverse of t's outermost function; None where it has none."""
    kind, sign = t.__class__, line.signs.sign
    if kind is se.Pow and t.args[0] == se.E:
        return zeros(t.args[1] - se.log(value), line) if sign(value) > 0 else []
    if kind is se.log:
        return zeros(t.args[0] - se.exp(value), line)
    if kind is se.Abs:
        if sign(value) < 0:
            return []
        return [p for s in ((-1, 1) if sign(value) else (1,)) for p in zeros(t.args[0] - s * value, line)]
    if kind is se.Pow and isinstance(t.args[1], se.Rational):
        base, exponent = t.args
        if isinstance(exponent, se.Integer):
            if exponent < 0:
                return zeros(base - value ** (1 / exponent), line) if int(exponent) == -1 and sign(value) else None
            if sign(value) == 0:
                return zeros(base, line)
            if int(exponent) % 2 == 0 and sign(value) < 0:
                return []
            root = sign(value) * (sign(value) * value) ** (1 / exponent)
            signs = (-1, 1) if int(exponent) % 2 == 0 else (1,)
            return [p for s in signs for p in zeros(base - s * root, line)]
        if sign(value) == 0:
            return zeros(base, line) if exponent > 0 else []
        return zeros(base - value ** (1 / exponent), line) if sign(value) > 0 else []
    if kind in (se.sin, se.cos, se.tan, se.cot) and (linear := _linear(t.args[0], line.x)) is not None:
        return _wave_solutions(kind, value, *linear, line)
    return None


def _wave_solutions(kind: type, value: se.Expr, slope: se.Expr, rest: se.Expr, line: Line) -> list[Place] | None:
    """Where the wave of slope·x + rest has the value."""
    sign = line.signs.sign
    if kind in (se.sin, se.cos):
        if sign(1 - value**2) < 0:
            return []
        principal = se.asin(value) if kind is se.sin else se.acos(value)
        phases = {principal, se.pi - principal} if kind is se.sin else {principal, -principal}
        period = 2 * se.pi
        if value == 0:
            phases, period = {se.Integer(0) if kind is se.sin else se.pi / 2}, se.pi
    else:
        phases = {se.atan(value)} if kind is se.tan else {se.pi / 2 - se.atan(value)}
        period = se.pi
    if line.low == -se.oo or line.high == se.oo:
        raise UndecidedError("there are infinitely many singular points")
    found = []
    step = period / (slope if sign(slope) > 0 else -slope)
    for phase in phases:
        first = (phase - rest) / slope
        low, high = ((ball_of(end) - ball_of(first)) / ball_of(step) for end in (line.low, line.high))
        if (high - low) > _MAX_PLACES:
            raise UndecidedError("there are too many singular points")
        for n in range(int(float(low)) - 2, int(float(high)) + 3):
            found += _named(se.expand(first + n * step), line)
    return found


def _isolated(g: se.Expr, line: Line) -> list[Place]:
    """By boxes; raises `UndecidedError` where a box holds what is neither excluded nor a zero that is certain."""
    x = line.x
    low, high = _window(g, line)
    program = PathProgram()
    slot = program.add(g)

    def clear(box: arb) -> bool:
        value = program.run({x: acb(box)}, _BITS)[slot]
        return bool(value.is_finite() and not value.contains(0))

    found = []
    ends = [end for end in (line.low, line.high) if end not in (se.oo, -se.oo)]
    for suspect in isolate(clear, low, high, _WIDTH, _MAX_BOXES):
        candidates = [end for end in ends if suspect.overlaps(ball_of(end))]
        if not candidates and (name := recognise(suspect)) is not None:
            candidates = [name]
        found += _certified(g, x, suspect, candidates, line)
    return found


def _window(g: se.Expr, line: Line) -> tuple[arb, arb]:
    """A compact part of the interval outside which g does not vanish."""
    low = None if line.low == -se.oo else ball_of(line.low)
    high = None if line.high == se.oo else ball_of(line.high)
    for cut in _CUTS if low is None or high is None else ():
        if high is None and _nonzero_on_ray(g, line.x, arb(cut) if low is None else low.max(arb(cut)).upper()):
            high = arb(cut) if low is None else low.max(arb(cut)).upper()
        if low is None and _nonzero_on_ray(g, line.x, arb(-cut) if high is None else high.min(arb(-cut)).lower()):
            low = arb(-cut) if high is None else high.min(arb(-cut)).lower()
    if low is None or high is None:
        raise UndecidedError("what lies far out could not be decided")
    return low, high


def _nonzero_on_ray(g: se.Expr, x: se.Symbol, end: arb, depth: int = 2) -> bool:
    """Whether g, analytic there, vanishes nowhere from the end outwards: by bounds, or since g and g' have one sign."""
    ray = ray_from(end)
    try:
        below, above = bounds(g, x, ray)
        if below > 0 or above < 0:
            return True
        if not depth:
            return False
        rate = derivative(g, x)
        if not _nonzero_on_ray(rate, x, end, depth - 1):
            return False
        here, slope = (evaluate(e, {x: acb(end)}, _BITS).real for e in (g, rate))
        outwards = slope if end > 0 else -slope
        return bool((here > 0 and outwards > 0) or (here < 0 and outwards < 0))
    except ALGEBRA_FAILURES:
        return False


def _certified(g: se.Expr, x: se.Symbol, box: arb, candidates: list[se.Expr], line: Line) -> list[Place]:
    for place in candidates:
        around = box.union(ball_of(place))
        rate = g
        for _ in range(_MAX_ORDER):
            if not line.signs.is_zero(rate.subs({x: place})):
                break
            rate = derivative(rate, x)
            if not _vanishes_on(rate, x, around):
                return _named(place, line)
    rate = derivative(g, x)
    if not _vanishes_on(rate, x, box):
        program = Program()
        slot = program.add(g)
        before, after = (program.run({x: acb(end)}, _BITS)[slot].real for end in (box.lower(), box.upper()))
        if (before > 0 and after > 0) or (before < 0 and after < 0):
            return []
        if (before > 0 and after < 0) or (before < 0 and after > 0):
            return [Place(None, box)]
    raise UndecidedError("a singular point in the interval has no certain place")


def _vanishes_on(g: se.Expr, x: se.Symbol, box: arb) -> bool:
    """Whether g may vanish, or fail to be analytic, on the box."""
    program = PathProgram()
    slot = program.add(g)
    value = program.run({x: acb(box)}, _BITS)[slot]
    return not value.is_finite() or bool(value.contains(0))


__all__ = ["Line", "Place", "ball_of", "zeros"]

"""Lyapunov functions on a box: what fails in a corner of it, at its edge, beside a jump, or where f has no value."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

import symengine as se

from ansatz.algebra.numbers import as_fraction
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.evaluate.attack.adversaries.case import ten
from ansatz.evaluate.attack.adversaries.mutants import mutate
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.operators import sign

U, V = VARIABLES = (symbol("x0"), symbol("x1"))
_R2 = U**2 + V**2
_ONE = se.Integer(1)


@dataclass(frozen=True, slots=True)
class Box:
    """V for x' = field on |x_i| ≤ radius. right: whether it is one, None where unknown. places: to look at."""

    function: se.Expr
    field: tuple[se.Expr, se.Expr]
    radius: Fraction
    right: bool | None
    label: str
    places: tuple[tuple[se.Expr, se.Expr], ...] = ()


def box(rng: random.Random) -> Box:
    """One claim, sometimes with one node changed, sometimes in other units."""
    case = rng.choice(_MAKERS)(rng)
    if rng.random() < 0.2:
        try:
            parts = [case.function, *case.field]
            k = rng.randrange(3)
            parts[k] = to_symengine(mutate(from_symengine(parts[k]), rng))
            case = replace(
                case, function=parts[0], field=(parts[1], parts[2]), right=None, label=case.label + ", mutated"
            )
        except ALGEBRA_FAILURES:
            pass
    if rng.random() < 0.3:
        k = rng.randint(-20, 20)
        unit, values = ten(k), {v: v / ten(k) for v in VARIABLES}
        function = unit**2 * case.function.xreplace(values)
        field = (unit * case.field[0].xreplace(values), unit * case.field[1].xreplace(values))
        places = tuple((unit * a, unit * b) for a, b in case.places)
        case = replace(case, function=function, field=field, radius=case.radius * Fraction(10) ** k, places=places)
    return case


def _form(rng: random.Random) -> se.Expr:
    """A definite quadratic form."""
    a, b = rng.randint(1, 4), rng.randint(-1, 1)
    return a * U**2 + b * U * V + rng.randint(1, 4) * V**2


def _falling(function: se.Expr) -> tuple[se.Expr, se.Expr]:
    return -function.diff(U), -function.diff(V)


def _place(rng: random.Random, radius: Fraction) -> se.Expr:
    """Inside the box or just beyond its edge; never 0."""
    share = rng.choice((rng.uniform(0.05, 0.99), rng.uniform(1, 2), 1 + 10.0 ** -rng.randint(1, 9)))
    value = Fraction(share).limit_denominator(rng.choice((7, 100, 10**10))) or Fraction(1, 9)
    return rng.choice((-1, 1)) * se.Rational(*(value * radius).as_integer_ratio())


def _is_inside(place: se.Expr, radius: Fraction) -> bool:
    return isinstance(place, se.Rational) and abs(as_fraction(place)) <= radius


def _jumping(rng: random.Random) -> Box:
    """acot jumps where its derivative is smooth."""
    radius = Fraction(rng.randint(1, 4), rng.randint(1, 4))
    place, k = _place(rng, radius), rng.choice((-1, 1)) * se.Rational(1, rng.randint(2, 400))
    jump = se.acot(U - place)
    function = _R2 + k * (jump - jump.subs({U: 0})) - k * U * jump.diff(U).subs({U: 0})
    field = _falling(function) if rng.random() < 0.7 else (-U, -V)
    return Box(function, field, radius, None, "a jump", ((place, se.Integer(0)),))


def _twisted(rng: random.Random) -> Box:
    """What cancels in dV/dt still makes f have no value."""
    radius = Fraction(rng.randint(1, 5), rng.randint(1, 5))
    place, v = _place(rng, radius), rng.choice(VARIABLES)
    outside = sign(place) * (place - v)  # positive on the origin's side
    twist: se.Expr = rng.choice(
        (
            1 / (v - place),
            1 / (v - place) ** 2,
            se.log(outside),
            se.log(abs(v - place)),
            se.sqrt(outside),
            se.acot(v - place),
            se.exp(1 / (v - place)),
            1 / se.sin(v - place),
            se.acosh(1 + outside),
        )
    )
    edge = abs(place) == se.Rational(*radius.as_integer_ratio())
    inside, repeats = _is_inside(place, radius), bool(twist.atoms(se.sin))
    right = None if edge or (repeats and not inside) else not inside
    label = "a twist without value" if inside else "a twist with a value in the box"
    field = (-U + V * twist, -V - U * twist)
    return Box(_R2, field, radius, right, label, ((place, se.Integer(0)), (se.Integer(0), place)))


def _bumpy(rng: random.Random) -> Box:
    """dV/dt > 0 on a small disk."""
    radius = Fraction(1)
    p, q = _place(rng, radius), _place(rng, radius)
    width, height = ten(rng.randint(1, 12)), rng.randint(2, 9)
    distance = (U - p) ** 2 + (V - q) ** 2
    bump = rng.choice((se.exp(-width * distance), 1 / (1 + width * distance)))
    inside = _is_inside(p, radius) and _is_inside(q, radius)
    factor = 1 - height * bump
    return Box(_R2, (-U * factor, -V * factor), radius, False if inside else None, "a bump", ((p, q),))


def _resting(rng: random.Random) -> Box:
    """Another equilibrium, or dV/dt = 0 at the edge."""
    radius = Fraction(rng.randint(1, 9), rng.randint(1, 9))
    p, q = _place(rng, radius), rng.choice((_place(rng, radius), se.Integer(0)))
    inside = _is_inside(p, radius) and _is_inside(q, radius)
    if rng.random() < 0.5:
        slow = (U - p) ** 2 + (V - q) ** 2
        return Box(_R2, (-U * slow, -V * slow), radius, not inside, "another equilibrium", ((p, q),))
    limit = se.Rational(*radius.as_integer_ratio()) * (1 + rng.choice((-1, 0, 1)) * ten(-rng.randint(1, 20)))
    field = (-U * (limit**2 - U**2), -V)
    inside = _is_inside(limit, radius)
    return Box(_R2, field, radius, not inside, "rest at the edge", ((limit, se.Integer(0)), (-limit, se.Integer(0))))


def _cubic(rng: random.Random) -> Box:
    """x² + n·x³ falls along its gradient until -2/(3n)."""
    n = se.Integer(rng.randint(1, 9))
    function = U**2 + n * U**3 + V**2
    limit = -2 / (3 * n)
    radius = Fraction(2, 3 * int(n)) * (1 + rng.choice((-1, 0, 1)) * Fraction(1, 10 ** rng.randint(1, 15)))
    right = not _is_inside(limit, radius)
    return Box(function, _falling(function), radius, right, "a cubic term", ((limit, se.Integer(0)),))


def _nearly_semidefinite(rng: random.Random) -> Box:
    k = rng.choice((-1, 1)) * ten(-rng.randint(1, 25))
    function = U**2 + 2 * (1 + k) * U * V + V**2
    return Box(function, _falling(function), Fraction(1), bool(k < 0), "nearly semidefinite", ((_ONE, -_ONE),))


def _cornered(rng: random.Random) -> Box:
    k = rng.choice((-1, 1)) * se.Rational(1, rng.randint(2, 10**6))
    place = _place(rng, Fraction(1))
    function = _form(rng)
    corner = rng.choice((abs(U), abs(U - place) - abs(place) + sign(place) * U, abs(U) ** 3, abs(U * V)))
    if rng.random() < 0.5:
        function += k * corner
    field = (-U + rng.choice((0, 1)) * k * sign(U - place) * U, -V)
    return Box(function, field, Fraction(1), None, "corners", ((place, se.Integer(0)), (place, place)))


def _degenerate(rng: random.Random) -> Box:
    function, field, right = rng.choice(
        (
            (U**2 + V**4, (-U, -V), True),
            (_R2, (-(U**3), -V), True),
            (_R2, (-U * V**2, -V), False),
            (U**2 * V**2 + V**2, (-U, -V), False),
            (_R2, (V, -U), False),
            (_R2, (V - U * _R2, -U - V * _R2), True),
            (_R2, (-U + 3 * V, -V), False),
            (_R2 + 1, (-U, -V), False),
            (_R2 + U, (-U, -V), False),
            (1 - se.exp(-_R2), (-U, -V), True),
            (se.cosh(U) - 1 + V**2, (-se.sinh(U), -V), True),
            (1 - se.cos(U) + V**2, (-se.sin(U), -V), True),
        )
    )
    radius = Fraction(rng.choice((1, 2, 3)), 1)
    return Box(function, field, radius, right, "plain")


_MAKERS: tuple[Callable[[random.Random], Box], ...] = (
    _jumping,
    _twisted,
    _twisted,
    _bumpy,
    _resting,
    _cubic,
    _nearly_semidefinite,
    _cornered,
    _degenerate,
)

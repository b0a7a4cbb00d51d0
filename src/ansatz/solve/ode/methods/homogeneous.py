"""Equations that a scaling or a shift leaves as they are.

isobaric         y' = x^(m-1)·F(y/x^m): v = y/x^m is separable; m = 1 is the homogeneous equation
shifted          y' = F((ax + by + c)/(dx + ey + f)): the same about the point where both lines meet
linear argument  y' = F(x, y - k·x) with x only inside: u = y - k·x is separable
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.together import together
from ansatz.solve.ode.claim import Claim, Equation, Integrals
from ansatz.solve.ode.methods.answers import through
from ansatz.solve.ode.methods.separable import separable
from ansatz.solve.ode.methods.slopes import of_slope, slopes
from ansatz.solve.ode.methods.substitution import Substitution
from ansatz.solve.ode.numeric import vanishes, without


def isobaric(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """y = x^m·v."""
    for f in slopes(equation):
        yield from _scaled(f, equation, integrals)


def _scaled(f: se.Expr, equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    x, y = equation.x, equation.y
    m = weight(f, x, y)
    if m is None:
        return
    v_of = Substitution(y / x**m, x**m * y, "homogeneous" if m == 1 else f"y = x^({m})·v")
    # u' = h(u)/x, so that x = 1 gives h without a simplification of roots
    h = together(f.subs({x: se.Integer(1)}) - m * y)
    inner = of_slope(h / x, x)
    yield from through(separable(inner, integrals), v_of.forward, v_of.back, equation, v_of.name)


def weight(f: se.Expr, x: se.Symbol, y: se.Symbol) -> se.Expr | None:
    """m with f(t·x, t^m·y) = t^(m-1)·f(x, y), or None."""
    below = together(f - y * f.diff(y))
    above = together(f + x * f.diff(x))
    if below == 0 or vanishes(below):
        return None
    return without(together(above / below), x, y)


def linear_argument(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """u = y - k·x, where f_x + k·f_y = 0."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        rate = f.diff(y)
        if x not in f.free_symbols or rate == 0:
            continue
        k = without(together(-f.diff(x) / rate), x, y)
        if k is not None and k != 0:
            h = together(f.subs({x: se.Integer(0)}) - k)
            yield from through(separable(of_slope(h, x), integrals), y - k * x, y + k * x, equation, "u = y - k·x")


def shifted(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """The isobaric equation about a point where two linear factors vanish."""
    x, y = equation.x, equation.y
    for f in slopes(equation):
        if weight(f, x, y) is not None:
            continue
        for a, b in _meeting_points(f, x, y):
            moved = together(f.subs({x: x + a, y: y + b}))
            for claim in _scaled(moved, equation, integrals):
                back = {x: x - a, y: y - b}
                solution = claim.solution.subs(back if claim.implicit else {x: x - a})
                yield Claim(
                    solution if claim.implicit else solution + b,
                    "homogeneous about a point",
                    claim.kind,
                    claim.implicit,
                    tuple(u.subs({x: x - a}) for u in claim.branch),
                )


def _meeting_points(f: se.Expr, x: se.Symbol, y: se.Symbol) -> list[tuple[se.Expr, se.Expr]]:
    lines = [line for line in linear_parts(f, x, y) if line[0] != 0 or line[1] != 0]
    points = []
    for i, (a, b, c) in enumerate(lines):
        for d, e, g in lines[i + 1 :]:
            determinant = together(a * e - b * d)
            if determinant != 0:
                point = together((b * g - c * e) / determinant), together((c * d - a * g) / determinant)
                if point != (0, 0):
                    points.append(point)
    return list(dict.fromkeys(points))


def linear_parts(f: se.Expr, x: se.Symbol, y: se.Symbol) -> list[tuple[se.Expr, se.Expr, se.Expr]]:
    """(a, b, c) of the subexpressions a·x + b·y + c with constant coefficients, x and y alone too."""
    found: dict[tuple[se.Expr, se.Expr, se.Expr], None] = {}
    stack = [f]
    while stack:
        e = stack.pop()
        a, b = se.expand(e.diff(x)), se.expand(e.diff(y))
        if not {x, y} & (a.free_symbols | b.free_symbols):
            if {x, y} & e.free_symbols:
                found[a, b, se.expand(e - a * x - b * y)] = None
        else:
            stack += e.args
    return list(found)


__all__ = ["isobaric", "linear_argument", "linear_parts", "shifted", "weight"]

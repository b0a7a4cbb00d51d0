"""Euler's substitutions for a root inside a root: √(1 + √(1 − x²)), 1/√(x + √(x² − a²)).

With Q = Ax² + Bx + C under the inner root s, the conic s² = Q has a rational parametrisation by the lines through one
of its points (Euler, *Institutiones calculi integralis* I, 1768, §§ 88-93):

    through infinity, √A known      s = t − √A·x        x = (t² − C)/(B + 2√A·t)
    through (0, √C), √C known       s = √C − x·t        x = (B + 2√C·t)/(t² − A)
    through a root r of Q           s = (x − r)·t       x = (A r' − r t²)/(A − t²), r' the other root

What is left are roots of rational functions of t, which other methods know.
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.numbers import as_fmpq, is_even, is_fraction, is_rational, to_symengine_number
from ansatz.algebra.ratios import atoms
from ansatz.algebra.surds import rational_root
from ansatz.algebra.together import together
from ansatz.fit.structural.methods.change_of_variable import Substitution, fresh

_HALF = se.Rational(1, 2)


def euler_substitutions(f: se.Expr, x: se.Symbol) -> Iterator[Substitution]:
    """t for every square root of a quadratic polynomial that stands under another root."""
    for q in dict.fromkeys(_nested(f, x)):
        for x_of_t, s_of_t, shown in _parametrisations(q, x, t := fresh(x)):
            table = {e: s_of_t ** (2 * e.args[1]) for e in atoms(f) if _is_root(e) and e.args[0] == q}
            g = f.xreplace(table).xreplace({x: x_of_t}) * together(x_of_t.diff(t))
            yield Substitution(_with_fractions_under_roots(g, t), t, shown)


def _is_root(e: se.Expr) -> bool:
    return e.__class__ is se.Pow and is_fraction(e.args[1])


def _nested(f: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    """Quadratics under a square root under a root."""
    for outer in atoms(f):
        if _is_root(outer):
            for e in atoms(outer.args[0]):
                if _is_root(e) and isinstance(2 * e.args[1], se.Integer) and _coefficients(e.args[0], x) is not None:
                    yield e.args[0]


def _coefficients(q: se.Expr, x: se.Symbol) -> list[se.Expr] | None:
    """[C, B, A] of a quadratic polynomial in x, A ≠ 0."""
    curvature = se.expand(q.diff(x).diff(x))
    if x in curvature.free_symbols or curvature == 0:
        return None
    slope = se.expand(q.diff(x) - curvature * x)
    return [se.expand(q - slope * x - curvature * x**2 / 2), slope, curvature / 2]


def _square_root(e: se.Expr) -> se.Expr | None:
    """√e where it is no root: of a rational square, or of a power with an even exponent."""
    if is_rational(e):
        root = rational_root(as_fmpq(e)) if e > 0 else None
        return None if root is None else to_symengine_number(root)
    if e.__class__ is se.Pow and is_even(e.args[1]):
        return e.args[0] ** (e.args[1] / 2)
    return None


def _parametrisations(q: se.Expr, x: se.Symbol, t: se.Symbol) -> Iterator[tuple[se.Expr, se.Expr, se.Expr]]:
    """(x, s, t as a function of x and s)."""
    c, b, a = _coefficients(q, x) or [se.Integer(0)] * 3
    s = q**_HALF
    if (root := _square_root(a)) is not None:
        at = (t**2 - c) / (b + 2 * root * t)
        yield at, t - root * at, root * x + s
    if (root := _square_root(c)) is not None and root != 0:
        at = (b + 2 * root * t) / (t**2 - a)
        yield at, root - at * t, -se.expand(a * x + b) / (root + s)  # (√C − s)/x, without its hole at 0
    if (root := _square_root(se.expand(b**2 - 4 * a * c))) is not None and root != 0:
        r, other = (root - b) / (2 * a), (-root - b) / (2 * a)
        at = (a * other - r * t**2) / (a - t**2)
        yield at, (at - r) * t, s / (x - r)


def _with_fractions_under_roots(g: se.Expr, t: se.Symbol) -> se.Expr:
    """Every base as one reduced fraction."""
    table = {}
    for e in atoms(g):
        if _is_root(e) and t in e.free_symbols and not any(_is_root(inner) for inner in atoms(e.args[0])):
            table[e] = together(e.args[0]) ** e.args[1]
    return g.xreplace(table)

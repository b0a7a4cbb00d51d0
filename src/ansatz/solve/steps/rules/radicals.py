"""Square roots of quadratics: x = k·sin θ, x = k·tan θ, reduction, and the split of x²."""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import transform
from ansatz.algebra.numbers import is_fraction
from ansatz.fit.structural.forms.rewrite import expand, to_sines
from ansatz.fit.structural.methods.change_of_variable import common_angle
from ansatz.solve.steps.goal import Goal, Rewriting, nodes, text
from ansatz.solve.steps.rules.table import sign_of

_ONE, _HALF = se.Integer(1), se.Rational(1, 2)


def _root(f: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr, se.Expr] | None:
    """(q, a, c) where f has roots of q = a·x² + c alone."""
    found = {e.args[0] for e in nodes(f, x) if e.__class__ is se.Pow and is_fraction(e.args[1])}
    if len(found) != 1:
        return None
    q = found.pop()
    p = se.expand(q)
    a = se.expand(p.diff(x).diff(x) / 2)
    c = se.expand(p - a * x**2)
    if a == 0 or c == 0 or x in a.free_symbols | c.free_symbols:
        return None
    return q, a, c


def trigonometric_substitution(goal: Goal) -> Iterator[Rewriting]:
    """x = k·sin θ for √(c - ax²), x = k·tan θ for √(c + ax²)."""
    f, x = goal.integrand, goal.variable
    found = _root(f, x)
    if found is None or any(e.__class__ not in (se.Pow, se.Add, se.Mul, se.Symbol) for e in nodes(f, x)):
        return
    q, a, c = found
    if sign_of(c) < 0:
        return
    theta = goal.fresh("theta", "t")
    sign = sign_of(a)
    k = se.sqrt(c / (sign * a))
    if sign < 0:
        inner, root, forward = k * se.sin(theta), se.sqrt(c) * se.cos(theta), se.asin(x / k)
        name = "sin"
    else:
        inner, root, forward = k * se.tan(theta), se.sqrt(c) * se.sec(theta), se.atan(x / k)
        name = "tan"

    def replaced(e: se.Expr) -> se.Expr | None:
        if e.__class__ is se.Pow and e.args[0] == q:
            return root ** (2 * e.args[1])
        return None

    h = transform(f, replaced).xreplace({x: inner}) * inner.diff(theta)
    if name == "tan":
        h = h.xreplace({se.tan(theta) ** 2 + 1: se.sec(theta) ** 2, inner.diff(theta): k * se.sec(theta) ** 2})
    words = f"Substitute {x} = {text(inner)}, so that {text(se.sqrt(q))} = {text(root)} and "
    words += f"d{x} = {text(inner.diff(theta)) if name == 'sin' else text(k * se.sec(theta) ** 2)} d{theta}."
    yield Rewriting(
        "trigonometric substitution",
        words,
        parts=((_ONE, Goal(_plain(h), theta)),),
        substitution=(theta, forward),
        back=lambda F: _back(F, theta, x, k, name, forward),
    )


def _plain(h: se.Expr) -> se.Expr:
    """A product without sums to multiply."""
    return se.Mul(*se.Mul.make_args(h))


def _back(F: se.Expr, theta: se.Symbol, x: se.Symbol, k: se.Expr, name: str, forward: se.Expr) -> se.Expr:
    """sin θ, cos θ, tan θ, sec θ by x; multiples of θ first by sin θ and cos θ."""
    if name == "sin":
        sine, cosine = x / k, se.sqrt(1 - x**2 / k**2)
    else:
        cosine = 1 / se.sqrt(1 + x**2 / k**2)
        sine = x / k * cosine
        F = F.xreplace({se.tan(theta): x / k, se.sec(theta): 1 / cosine})
    F = common_angle(to_sines(F), theta)
    F = F.xreplace({se.sin(theta): sine, se.cos(theta): cosine}).xreplace({theta: forward})
    return expand(F)


def reduction(goal: Goal) -> Iterator[Rewriting]:
    """∫ √(ax² + c) by parts, solved for the integral; x^2k·q^(m/2) by x² = (q - c)/a."""
    f, x = goal.integrand, goal.variable
    c0, g = split_constant(f, x)
    found = _root(f, x)
    if c0 != 1 or found is None:
        return
    q, a, c = found
    if g.__class__ is se.Pow and g.args[0] == q and g.args[1] > 0:
        n = g.args[1]  # ∫ qⁿ = x·qⁿ/(2n+1) + 2nc/(2n+1) ∫ q^(n-1)
        words = f"By parts with p = {text(g)} and q' = 1, and solved for the integral that comes back."
        yield Rewriting(
            "parts",
            words,
            x * g / (2 * n + 1),
            ((2 * n * c / (2 * n + 1), Goal(q ** (n - 1), x)),),
        )
        return
    factors = list(se.Mul.make_args(g))
    powers = [e for e in factors if e.__class__ is se.Pow and e.args[0] == q]
    evens = [
        e
        for e in factors
        if e.__class__ is se.Pow and e.args[0] == x and isinstance(e.args[1], se.Integer) and e.args[1] >= 2
    ]
    if len(factors) == 2 and powers and evens and int(evens[0].args[1]) % 2 == 0 and powers[0].args[1] < 0:
        m = evens[0].args[1] - 2
        h = x**m * powers[0] * q / a - c / a * x**m * powers[0]
        words = f"Write {text(x**2)} = ({text(q)} - ({text(c)}))/({text(a)}) above."
        yield Rewriting("identity", words, parts=((_ONE, Goal(h, x)),))


def rationalized(goal: Goal) -> Iterator[Rewriting]:
    """1/(√a ± √b): times the conjugate."""
    f, x = goal.integrand, goal.variable
    for e in se.Mul.make_args(f):
        if (
            e.__class__ is not se.Pow
            or e.args[1] != -1
            or e.args[0].__class__ is not se.Add
            or len(e.args[0].args) != 2
        ):
            continue
        first, second = e.args[0].args
        if not any(
            part.__class__ is se.Pow and part.args[1] == _HALF for part in (*first.args, *second.args, first, second)
        ):
            continue
        below = se.expand(first**2 - second**2)
        if below != 0 and not below.atoms(se.Pow) - {
            b for b in below.atoms(se.Pow) if isinstance(b.args[1], se.Integer)
        }:
            h = f / e * (first - second) / below
            words = f"Above and below times {text(first - second)}."
            yield Rewriting("conjugate", words, parts=((_ONE, Goal(expand(h), x)),))
            return


__all__ = ["rationalized", "reduction", "trigonometric_substitution"]

"""Powers and products of trigonometric and hyperbolic functions: identities, and the substitutions they lead to."""

from collections.abc import Callable, Iterator, Mapping

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import HYPERBOLIC, TRIGONOMETRIC, transform
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.fit.structural.forms.rewrite import expand, to_exponentials
from ansatz.fit.structural.methods.change_of_variable import common_angle, substitutions
from ansatz.solve.steps.goal import Goal, Rewriting, line, nodes, text
from ansatz.solve.steps.rules.substitution import changed

_ONE = se.Integer(1)
_MAX_POWER = 12
_BY_SINE: dict[type, tuple[int, int]] = {
    se.sin: (1, 0),
    se.cos: (0, 1),
    se.tan: (1, -1),
    se.cot: (-1, 1),
    se.sec: (0, -1),
    se.csc: (-1, 0),
}
_BY_SINH: dict[type, tuple[int, int]] = {
    se.sinh: (1, 0),
    se.cosh: (0, 1),
    se.tanh: (1, -1),
    se.coth: (-1, 1),
    se.sech: (0, -1),
    se.csch: (-1, 0),
}


def _monomial(f: se.Expr, x: se.Symbol, kinds: Mapping[type, tuple[int, int]]) -> tuple[se.Expr, int, int] | None:
    """(v, m, n) with f = sin(v)^m·cos(v)^n, or with sinh and cosh."""
    m = n = 0
    v: se.Expr | None = None
    for factor in se.Mul.make_args(f):
        base, k = factor.args if factor.__class__ is se.Pow and factor.args[0] != se.E else (factor, _ONE)
        if base.__class__ not in kinds or not isinstance(k, se.Integer) or v not in (None, base.args[0]):
            return None
        v = base.args[0]
        p, q = kinds[base.__class__]
        m, n = m + p * int(k), n + q * int(k)
    if v is None or line(v, x) is None or abs(m) + abs(n) > _MAX_POWER:
        return None
    return v, m, n


def trigonometric_powers(goal: Goal) -> Iterator[Rewriting]:
    """sin^m·cos^n: an odd power gives du, even powers halve the angle, negative ones go by tan and sec."""
    f, x = goal.integrand, goal.variable
    if (found := _monomial(f, x, _BY_SINE)) is None:
        return
    v, m, n = found
    a = line(v, x)[0]  # type: ignore[index]
    u = goal.fresh()
    s, c = text(se.sin(v)), text(se.cos(v))
    if m > 0 and m % 2:
        h = -((1 - u**2) ** ((m - 1) // 2)) * u**n / a
        words = f"One factor {s} gives d{u}; for the others sin^2 = 1 - cos^2. Substitute {u} = {c}."
        yield changed(goal, u, se.cos(v), h, words, "odd power")
    if n > 0 and n % 2:
        h = (1 - u**2) ** ((n - 1) // 2) * u**m / a
        words = f"One factor {c} gives d{u}; for the others cos^2 = 1 - sin^2. Substitute {u} = {s}."
        yield changed(goal, u, se.sin(v), h, words, "odd power")
    if m >= 0 and n >= 0 and m % 2 == 0 and n % 2 == 0:
        half = ((1 - se.cos(2 * v)) / 2) ** (m // 2) * ((1 + se.cos(2 * v)) / 2) ** (n // 2)
        words = "Halve the powers: sin^2 = (1 - cos(2v))/2, cos^2 = (1 + cos(2v))/2."
        yield Rewriting("half angle", words, parts=((_ONE, Goal(expand(half), x)),))
    if m < 0 or n < 0:
        yield from _by_tangent(goal, v, a, m, n, u)


def _by_tangent(goal: Goal, v: se.Expr, a: se.Expr, m: int, n: int, u: se.Symbol) -> Iterator[Rewriting]:
    x, f = goal.variable, goal.integrand
    if m + n <= -2 and (m + n) % 2 == 0:
        h = u**m * (1 + u**2) ** (-(m + n) // 2 - 1) / a
        words = f"With tan and sec^2 = 1 + tan^2: substitute {u} = {text(se.tan(v))}, d{u} = sec^2 d{x}."
        yield changed(goal, u, se.tan(v), h, words, "tangent and secant")
    elif m + n == 0 and abs(m) >= 2:
        t, other = (se.tan(v), se.sec(v)) if m > 0 else (se.cot(v), se.csc(v))
        g = t ** (abs(m) - 2) * other**2 - t ** (abs(m) - 2)
        words = "tan^2 = sec^2 - 1." if m > 0 else "cot^2 = csc^2 - 1."
        yield Rewriting("identity", words, parts=((_ONE, Goal(g, x)),))
    elif m > 0 and m % 2 == 0:
        k = -(m + n)
        if k > 0:
            g = expand((se.sec(v) ** 2 - 1) ** (m // 2) * se.sec(v) ** k)
            yield Rewriting("identity", "tan^2 = sec^2 - 1.", parts=((_ONE, Goal(g, x)),))
        else:
            g = expand((1 - se.cos(v) ** 2) ** (m // 2) * se.cos(v) ** n)
            yield Rewriting("identity", "sin^2 = 1 - cos^2.", parts=((_ONE, Goal(_secants(g), x)),))
    elif n > 0 and n % 2 == 0:
        g = expand((1 - se.sin(v) ** 2) ** (n // 2) * se.sin(v) ** m)
        yield Rewriting("identity", "cos^2 = 1 - sin^2.", parts=((_ONE, Goal(_secants(g), x)),))
    elif m <= 0 and n <= 0 and (m < 0) != (n < 0):
        g = se.csc(v) ** -m * se.sec(v) ** -n
        if g != f:
            yield Rewriting("identity", "1/cos = sec and 1/sin = csc.", parts=((_ONE, Goal(g, x)),))
    elif m < 0 and n < 0:
        g = expand(se.sin(v) ** (m + 2) * se.cos(v) ** n + se.sin(v) ** m * se.cos(v) ** (n + 2))
        yield Rewriting("identity", "Write 1 = sin^2 + cos^2 above.", parts=((_ONE, Goal(_secants(g), x)),))


def _secants(f: se.Expr) -> se.Expr:
    """1/cos as sec, 1/sin as csc."""

    def rule(e: se.Expr) -> se.Expr | None:
        if e.__class__ is se.Pow and isinstance(e.args[1], se.Integer) and e.args[1] < 0:
            if e.args[0].__class__ is se.cos:
                return se.sec(e.args[0].args[0]) ** -e.args[1]
            if e.args[0].__class__ is se.sin:
                return se.csc(e.args[0].args[0]) ** -e.args[1]
        return None

    return transform(f, rule)


def hyperbolic_powers(goal: Goal) -> Iterator[Rewriting]:
    """sinh^m·cosh^n, the same way."""
    f, x = goal.integrand, goal.variable
    if (found := _monomial(f, x, _BY_SINH)) is None:
        return
    v, m, n = found
    a = line(v, x)[0]  # type: ignore[index]
    u = goal.fresh()
    if m > 0 and m % 2:
        h = (u**2 - 1) ** ((m - 1) // 2) * u**n / a
        words = f"One factor sinh gives d{u}; for the others sinh^2 = cosh^2 - 1. Substitute {u} = {text(se.cosh(v))}."
        yield changed(goal, u, se.cosh(v), h, words, "odd power")
    if n > 0 and n % 2:
        h = (1 + u**2) ** ((n - 1) // 2) * u**m / a
        words = f"One factor cosh gives d{u}; for the others cosh^2 = 1 + sinh^2. Substitute {u} = {text(se.sinh(v))}."
        yield changed(goal, u, se.sinh(v), h, words, "odd power")
    if m >= 0 and n >= 0 and m % 2 == 0 and n % 2 == 0:
        half = ((se.cosh(2 * v) - 1) / 2) ** (m // 2) * ((se.cosh(2 * v) + 1) / 2) ** (n // 2)
        words = "Halve the powers: sinh^2 = (cosh(2v) - 1)/2, cosh^2 = (cosh(2v) + 1)/2."
        yield Rewriting("half angle", words, parts=((_ONE, Goal(expand(half), x)),))
    if m + n <= -2 and (m + n) % 2 == 0:
        h = u**m * (1 - u**2) ** (-(m + n) // 2 - 1) / a
        words = f"With tanh and sech^2 = 1 - tanh^2: substitute {u} = {text(se.tanh(v))}."
        yield changed(goal, u, se.tanh(v), h, words, "tangent and secant")
    elif m + n == 0 and m >= 2:
        g = se.tanh(v) ** (m - 2) - se.tanh(v) ** (m - 2) * se.sech(v) ** 2
        yield Rewriting("identity", "tanh^2 = 1 - sech^2.", parts=((_ONE, Goal(g, x)),))
    elif m == 0 and n == -1:
        h = 1 / (1 + u**2) / a
        words = f"Above and below times cosh, with cosh^2 = 1 + sinh^2: substitute {u} = {text(se.sinh(v))}."
        yield changed(goal, u, se.sinh(v), h, words)
    elif m == -1 and n == 0:
        h = 1 / (u**2 - 1) / a
        words = f"Above and below times sinh, with sinh^2 = cosh^2 - 1: substitute {u} = {text(se.cosh(v))}."
        yield changed(goal, u, se.cosh(v), h, words)


def product_to_sum(goal: Goal) -> Iterator[Rewriting]:
    """sin(a)·cos(b) = (sin(a + b) + sin(a - b))/2 and its kin, for different angles."""
    f, x = goal.integrand, goal.variable
    _, g = split_constant(f, x)
    waves = [e for e in se.Mul.make_args(g) if e.__class__ in (se.sin, se.cos)]
    if len(waves) < 2 or any(line(w.args[0], x) is None for w in waves):
        return
    first, second, *_ = waves
    rest = f / (first * second)
    if first.__class__ is se.cos and second.__class__ is se.sin:
        first, second = second, first
    a, b = first.args[0], second.args[0]
    plus, minus = se.expand(a + b), se.expand(a - b)
    if first.__class__ is se.sin and second.__class__ is se.cos:
        total, words = (se.sin(plus) + se.sin(minus)) / 2, "sin(a)cos(b) = (sin(a + b) + sin(a - b))/2."
    elif first.__class__ is se.sin:
        total, words = (se.cos(minus) - se.cos(plus)) / 2, "sin(a)sin(b) = (cos(a - b) - cos(a + b))/2."
    else:
        total, words = (se.cos(minus) + se.cos(plus)) / 2, "cos(a)cos(b) = (cos(a - b) + cos(a + b))/2."
    yield Rewriting("product to sum", words, parts=((_ONE, Goal(expand(total * rest), x)),))


_HALF: dict[type, Callable[[se.Expr], se.Expr]] = {
    se.sin: lambda v: (1 - se.cos(2 * v)) / 2,
    se.cos: lambda v: (1 + se.cos(2 * v)) / 2,
    se.tan: lambda v: se.sec(v) ** 2 - 1,
    se.cot: lambda v: se.csc(v) ** 2 - 1,
    se.tanh: lambda v: 1 - se.sech(v) ** 2,
    se.sinh: lambda v: (se.cosh(2 * v) - 1) / 2,
    se.cosh: lambda v: (1 + se.cosh(2 * v)) / 2,
}


def squares(goal: Goal) -> Iterator[Rewriting]:
    """x·sin(x)², x·tan(x)²: the square by its identity where something else stands beside it."""
    f, x = goal.integrand, goal.variable
    for e in se.Mul.make_args(f):
        if e.__class__ is se.Pow and e.args[1] == 2 and e.args[0].__class__ in _HALF:
            other = _HALF[e.args[0].__class__](e.args[0].args[0])
            words = f"{text(e)} = {text(other)}."
            yield Rewriting("identity", words, parts=((_ONE, Goal(expand(f / e * other), x)),))
            return


def same_angle(goal: Goal) -> Iterator[Rewriting]:
    """sin(2x) = 2·sin(x)·cos(x) beside sin(x); tan and its kin by sine and cosine."""
    f, x = goal.integrand, goal.variable
    kinds = {e.__class__ for e in nodes(f, x)}
    if not kinds & {*TRIGONOMETRIC}:
        return
    angles = {e.args[0] for e in nodes(f, x) if e.__class__ in TRIGONOMETRIC}
    try:
        g = common_angle(f, x)
    except ALGEBRA_FAILURES:
        return
    if g != f:
        words = "Write all functions by sine and cosine of one angle." if len(angles) > 1 else "By sine and cosine."
        yield Rewriting("identity", words, parts=((_ONE, Goal(g, x)),))


def conjugate(goal: Goal) -> Iterator[Rewriting]:
    """1/(1 ± cos v) and 1/(1 ± sin v): times the conjugate above and below."""
    f, x = goal.integrand, goal.variable
    for e in se.Mul.make_args(f):
        if e.__class__ is not se.Pow or e.args[1] != -1 or e.args[0].__class__ is not se.Add:
            continue
        terms = e.args[0].args
        numbers = [t for t in terms if x not in t.free_symbols]
        waves = [t for t in terms if x in t.free_symbols]
        if len(numbers) != 1 or len(waves) != 1:
            continue
        c, g = split_constant(waves[0], x)
        if g.__class__ not in (se.sin, se.cos) or c**2 != numbers[0] ** 2:
            continue
        other = (se.cos if g.__class__ is se.sin else se.sin)(g.args[0])
        h = expand(f / e * (numbers[0] - waves[0])) / (numbers[0] ** 2 * other**2)
        words = f"Above and below times {text(numbers[0] - waves[0])}; below stands {text(c**2 * other**2)}."
        yield Rewriting("conjugate", words, parts=((_ONE, Goal(expand(_secants(h)), x)),))
        return


def exponentials(goal: Goal) -> Iterator[Rewriting]:
    """sinh v = (e^v - e^-v)/2, beside other functions."""
    f, x = goal.integrand, goal.variable
    if any(e.__class__ in HYPERBOLIC for e in nodes(f, x)):
        words = "By exponentials: sinh(v) = (e^v - e^-v)/2, cosh(v) = (e^v + e^-v)/2."
        yield Rewriting("identity", words, parts=((_ONE, Goal(expand(to_exponentials(f)), x)),))


def universal(goal: Goal) -> Iterator[Rewriting]:
    """t = tan(v/2), which makes every rational function of sin and cos rational; and the others that do."""
    f, x = goal.integrand, goal.variable
    if not any(e.__class__ in (*TRIGONOMETRIC, *HYPERBOLIC) for e in nodes(f, x)):
        return
    t = goal.fresh("t")
    try:
        found = list(substitutions(f, x))
    except ALGEBRA_FAILURES:
        return
    for s in sorted(found, key=lambda s: len(str(s.integrand))):
        h = together(s.integrand.xreplace({s.t: t}))
        if h.free_symbols <= {t} | (f.free_symbols - {x}) and not h.atoms(se.sin, se.cos) and _rational_powers(h):
            yield changed(goal, t, s.shown, h, f"Substitute {t} = {text(s.shown)}; the integrand becomes rational.")


def _rational_powers(h: se.Expr) -> bool:
    return all(isinstance(e.args[1], se.Integer) for e in h.atoms(se.Pow))


__all__ = [
    "conjugate",
    "exponentials",
    "hyperbolic_powers",
    "product_to_sum",
    "same_angle",
    "squares",
    "trigonometric_powers",
    "universal",
]

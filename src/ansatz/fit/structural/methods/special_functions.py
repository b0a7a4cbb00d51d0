"""Terms that are not elementary: erf, erfi, S, C, Ei, Si, Ci, li and Li₂ of what the integrand is made of.

    eᵘ/(x - p), u linear           Ei(u - u(p));  sin u and cos u likewise: Si, Ci
    e^(c·xⁿ)/x                     Ei(c·xⁿ);      sin and cos likewise
    e^q, q quadratic in x or 1/x   erf(√-a·(x + b/2a)), erfi(√a·(x + b/2a))
    sin q, cos q, q quadratic      Fresnel's S and C of √(2a/π)·(x + b/2a)
    xⁿ/ln u, u linear              li u, Ei((n + 1) ln u)
    ln(u)/(x - p), u linear        Li₂((x - p)/(r - p)) for the root r of u, and what its derivative has too much
    ln(p + q·eᵘ), u linear         Li₂(-(q/p)·eᵘ)

Each is the integral of one product of a function and a pole, up to elementary functions and constants, which the fit
adds (Gradshteyn & Ryzhik, chapters 5 and 8; Lewin, Polylogarithms and Associated Functions, chapter 1).
"""

from collections.abc import Iterator
from itertools import combinations

import symengine as se

from ansatz.algebra.nodes import HYPERBOLIC, TRIGONOMETRIC
from ansatz.algebra.numbers import is_rational, to_symengine_number
from ansatz.algebra.ratios import atoms, factor, ratio_of
from ansatz.algebra.squares import split_square
from ansatz.expr.operators import OPERATORS

_MAX_ARGUMENTS = 12
_MAX_POLES = 6
_MAX_DEGREE = 6

_NAMES = ("Ei", "Si", "Ci", "li", "dilog", "erfi", "fresnels", "fresnelc")
Ei, Si, Ci, li, dilog, erfi, fresnels, fresnelc = (OPERATORS[name].symengine for name in _NAMES)


def special_terms(f: se.Expr, x: se.Symbol) -> list[se.Expr]:
    """Special functions for an antiderivative of f, none where f has no kernel for one; f, x: SymEngine."""
    nodes = [node for node in atoms(f) if x in node.free_symbols]
    poles = list(_poles(nodes, x))[:_MAX_POLES]
    found: dict[se.Expr, None] = {}
    for u in _rates(nodes):
        found.update(dict.fromkeys(_of_exponential(u, poles, x)))
    for u in _angles(nodes):
        found.update(dict.fromkeys(_of_sine(u, poles, x)))
    for u in dict.fromkeys(node.args[0] for node in nodes if node.__class__ is se.log):
        found.update(dict.fromkeys(_of_logarithm(u, nodes, poles, x)))
    for node in nodes:
        found.update(dict.fromkeys(_of_exponential_sum(node, x)))
    return list(found)


def _rates(nodes: list[se.Expr]) -> list[se.Expr]:
    """Arguments u of exponentials eᵘ, with those of products of two."""
    own = set()
    for node in nodes:
        if node.__class__ is se.Pow and not node.args[0].free_symbols:
            own.add(node.args[1] if node.args[0] == se.E else se.log(node.args[0]) * node.args[1])
        if node.__class__ in HYPERBOLIC:
            own |= {node.args[0], -node.args[0]}
    return _with_sums(own)


def _angles(nodes: list[se.Expr]) -> list[se.Expr]:
    """Arguments of sines and cosines, with those of products of two."""
    return _with_sums({node.args[0] for node in nodes if node.__class__ in TRIGONOMETRIC})


def _with_sums(own: set[se.Expr]) -> list[se.Expr]:
    listed = sorted(own, key=str)
    sums = [se.expand(u + s * v) for u, v in combinations(listed, 2) for s in (1, -1)] + [2 * u for u in listed]
    return [u for u in dict.fromkeys(listed + sums) if u.free_symbols][:_MAX_ARGUMENTS]


def _poles(nodes: list[se.Expr], x: se.Symbol) -> Iterator[se.Expr]:
    """Where the linear factors of denominators vanish, and those of logarithms' arguments: ∫ eˣ ln x has a pole too."""
    seen = set()
    for node in nodes:
        for pole in _roots(node.args[0], x) if _is_singular(node) else ():
            if pole not in seen:
                seen.add(pole)
                yield pole


def _is_singular(node: se.Expr) -> bool:
    """Whether the node, ln u or a negative power of u, has a singularity where u vanishes."""
    return node.__class__ is se.log or (node.__class__ is se.Pow and is_rational(node.args[1]) and node.args[1] < 0)


def _roots(u: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    """The root of a linear u, the rational roots of a polynomial."""
    line = _line(u, x)
    if line is not None:
        a, b = line
        yield -b / a
        return
    ratio = ratio_of(u, x)
    if ratio is not None and ratio.den.degree() == 0 and 1 < ratio.num.degree() <= _MAX_DEGREE:
        for p, _ in factor(ratio.num)[1]:
            if p.degree() == 1:
                yield to_symengine_number(-p[0] / p[1])


def _line(u: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr] | None:
    """(a, b) of u = a·x + b with a ≠ 0."""
    a = se.expand(u).diff(x)
    return None if a == 0 or x in a.free_symbols else (a, u.xreplace({x: se.Integer(0)}))


def _power(u: se.Expr, x: se.Symbol) -> se.Expr | None:
    """c·xⁿ of u = c·xⁿ + b, n ≠ 1."""
    terms = [term for term in (u.args if u.__class__ is se.Add else (u,)) if x in term.free_symbols]
    if len(terms) != 1:
        return None
    moving = [a for a in (terms[0].args if terms[0].__class__ is se.Mul else terms) if x in a.free_symbols]
    is_power = len(moving) == 1 and moving[0].__class__ is se.Pow
    return terms[0] if is_power and moving[0].args[0] == x and is_rational(moving[0].args[1]) else None


def _of_exponential(u: se.Expr, poles: list[se.Expr], x: se.Symbol) -> Iterator[se.Expr]:
    line, power = _line(u, x), _power(u, x)
    if line is not None:
        yield from (Ei(se.expand(line[0] * (x - pole))) for pole in poles)
    if power is not None:
        yield Ei(power)
    for variable in (x, 1 / x):
        inner = u if variable is x else se.expand(u.xreplace({x: 1 / x}))
        slope = se.expand(inner).diff(x)
        a = se.expand(slope).diff(x) / 2
        if a == 0 or x in a.free_symbols:
            continue
        middle = slope.xreplace({x: se.Integer(0)}) / (2 * a)
        root, rest = split_square(-a)  # erf is odd: the sign of a root does not matter
        if is_rational(rest) and rest < 0:
            yield erfi(root * se.sqrt(-rest) * (variable + middle))
        else:
            yield se.erf((root * se.sqrt(rest) if is_rational(rest) else se.sqrt(-a)) * (variable + middle))


def _of_sine(u: se.Expr, poles: list[se.Expr], x: se.Symbol) -> Iterator[se.Expr]:
    yield from _of_quadratic_phase(u, x)
    line, power = _line(u, x), _power(u, x)
    arguments = [] if line is None else [se.expand(line[0] * (x - pole)) for pole in poles]
    for v in arguments if power is None else [*arguments, power]:
        phase = se.expand(u - v)  # sin u = sin v·cos phase + cos v·sin phase
        yield se.cos(phase) * Si(v) + se.sin(phase) * Ci(v)
        yield se.cos(phase) * Ci(v) - se.sin(phase) * Si(v)


def _of_quadratic_phase(u: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    """S and C of √(2a/π)·(x + b/2a), for sin and cos of u = ax² + bx + c."""
    slope = se.expand(u).diff(x)
    a = se.expand(slope.diff(x) / 2)
    if a == 0 or x in a.free_symbols:
        return
    a, sign = (-a, -1) if is_rational(a) and a < 0 else (a, 1)
    v = se.sqrt(2 * a / se.pi) * (x + sign * slope.xreplace({x: se.Integer(0)}) / (2 * a))
    yield from (fresnels(v), fresnelc(v))


def _of_logarithm(u: se.Expr, nodes: list[se.Expr], poles: list[se.Expr], x: se.Symbol) -> Iterator[se.Expr]:
    line = _line(u, x)
    if line is None:
        return
    a, b = line
    if any(node.__class__ is se.Pow and node.args[0] == se.log(u) and is_rational(node.args[1]) for node in nodes):
        yield li(u)
        powers = {n for n in _exponents_of(nodes, u, x) if n not in (0, -1)}
        yield from (Ei((n + 1) * se.log(u)) for n in sorted(powers, key=str))
    for pole in poles:
        value = se.expand(a * pole + b)  # of u at the pole: u = value·(1 - z)
        if value == 0:
            continue
        z = se.expand(-a * (x - pole) / value)
        if is_rational(value) and value > 0:
            yield se.log(value) * se.log(x - pole) - dilog(z)
        else:  # u > 0 means z > 1, where Li₂(z) is not real, and Li₂(1 - z) is
            yield se.log(u) * se.log(z) + dilog(se.expand(1 - z))


def _exponents_of(nodes: list[se.Expr], u: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    """n for the powers uⁿ among the nodes; 1 too where u itself is a factor, or the variable."""
    yield from (se.Integer(n) for n in (1, 2))
    for node in nodes:
        if node.__class__ is se.Pow and node.args[0] == u and is_rational(node.args[1]):
            yield node.args[1]


def _of_exponential_sum(node: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    """For p + q·eᵘ in a logarithm or a denominator."""
    if not _is_singular(node) or node.args[0].__class__ is not se.Add:
        return
    inside = node.args[0]
    moving = [term for term in inside.args if x in term.free_symbols]
    rest = se.Add(*(term for term in inside.args if x not in term.free_symbols))
    if len(moving) != 1 or rest == 0:
        return
    rate = [a for a in (moving[0].args if moving[0].__class__ is se.Mul else moving) if x in a.free_symbols]
    if len(rate) != 1 or rate[0].__class__ is not se.Pow or rate[0].args[0] != se.E:
        return
    if _line(rate[0].args[1], x) is not None:
        yield dilog(-moving[0] / rest)
        yield x * se.log(inside)
        yield x**2

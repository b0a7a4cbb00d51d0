"""Linear equations of second order: y'' + p·y' + q·y = r, from two solutions of the homogeneous one to all of them.

linear_form(equation)                 p, q, r; None where the equation is not linear
general_solution(linear, basis, …)    claims c1·y1 + c2·y2 + a particular solution: undetermined coefficients,
                                      else variation of parameters
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import symengine as se

from ansatz.algebra.content import content
from ansatz.algebra.numbers import is_fraction, is_rational
from ansatz.algebra.together import fraction, together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative
from ansatz.fit.structural.forms.rewrite import to_sines
from ansatz.fit.structural.methods.change_of_variable import common_angle
from ansatz.problems.ode.inversion import exponential
from ansatz.solve.ode.claim import CONSTANTS, UNKNOWNS, Claim, Equation, Integrals, Kind
from ansatz.solve.ode.forms import by_kernels
from ansatz.solve.ode.methods.linear_relations import constant_value, relations

_GREAT = 10**6
_MAX_CLOSURE = 16
_MAX_RESONANCE = 2
_MAX_FACTORS = 8


@dataclass(frozen=True, slots=True)
class Linear:
    """y'' + p·y' + q·y = r in x."""

    p: se.Expr
    q: se.Expr
    r: se.Expr
    x: se.Symbol

    def of(self, y: se.Expr) -> se.Expr:
        """The left side with y put in."""
        rate = derivative(y, self.x)
        return derivative(rate, self.x) + self.p * rate + self.q * y


@dataclass(frozen=True, slots=True)
class Basis:
    """Two independent solutions of a homogeneous equation, as they are claimed; None where only one was found.

    branch: as in `Claim`.
    """

    first: se.Expr
    second: se.Expr | None
    method: str
    branch: tuple[se.Expr, ...] = ()

    def mapped(self, change: Callable[[se.Expr], se.Expr], method: str | None = None) -> "Basis":
        """The same with both solutions changed."""
        second = None if self.second is None else change(self.second)
        return Basis(change(self.first), second, method or self.method, self.branch)


HomogeneousMethod: TypeAlias = Callable[[Linear, Integrals], Iterator[Basis]]


def linear_form(equation: Equation) -> Linear | None:
    """The coefficients, divided by that of y''; None where they hold y or its derivatives."""
    unknowns = set(UNKNOWNS)
    for left in (equation.left, se.expand(equation.left)):
        coefficients = [derivative(left, u) for u in UNKNOWNS[:3]]
        if not any(c.free_symbols & unknowns for c in coefficients):
            break
    else:
        return None
    q, p, top = coefficients
    rest = left.subs({u: se.Integer(0) for u in UNKNOWNS})
    if top == 0:
        return None
    return Linear(tidy(p / top), tidy(q / top), tidy(-rest / top), equation.x)


def tidy(e: se.Expr) -> se.Expr:
    """One fraction over sines and cosines where that is shorter."""
    e = _roots_of_exponentials(e)
    forms = [e, together(e)]
    sines = to_sines(_angles_opened(e))
    if sines.atoms(se.sin):
        forms.append(together(_with_one_square(together(sines))))
    return min(forms, key=lambda form: len(str(form)))


def _roots_of_exponentials(e: se.Expr) -> se.Expr:
    """√exp(u) as exp(u/2), u being real."""
    opened = {r: se.exp(r.args[0].args[1] * r.args[1]) for r in e.atoms(se.Pow) if _is_exponential(r.args[0])}
    return e.xreplace(opened) if opened else e


def _is_exponential(e: se.Expr) -> bool:
    return e.__class__ is se.Pow and e.args[0] == se.E


def _angles_opened(e: se.Expr) -> se.Expr:
    """sin and cos of sums and small multiples in those of the parts: sin(2x + π/4) in sin x and cos x."""
    e = e.xreplace({a: _of_sum(a.func, se.Add.make_args(se.expand(a.args[0]))) for a in e.atoms(se.sin, se.cos)})
    for x in sorted(e.free_symbols, key=str):
        e = common_angle(e, x)
    return e


def _of_sum(function: Callable[..., se.Expr], terms: Sequence[se.Expr]) -> se.Expr:
    if len(terms) == 1:
        return function(terms[0])
    first, rest = terms[0], terms[1:]
    sine, cosine = _of_sum(se.sin, rest), _of_sum(se.cos, rest)
    if function(se.Integer(0)) == 0:
        return se.sin(first) * cosine + se.cos(first) * sine
    return se.cos(first) * cosine - se.sin(first) * sine


def _with_one_square(e: se.Expr) -> se.Expr:
    """sin² by 1 - cos², so that fractions cancel."""
    sines = e.atoms(se.sin)
    if not sines:
        return e
    powers = {}
    for node in e.atoms(se.Pow):
        base, exponent = node.args
        if base in sines and isinstance(exponent, se.Integer) and exponent >= 2:
            n = int(exponent)
            powers[node] = (1 - se.cos(base.args[0]) ** 2) ** (n // 2) * base ** (n % 2)
    return e.xreplace(powers) if powers else e


def exponential_of_integral(f: se.Expr, x: se.Symbol, integrals: Integrals) -> se.Expr | None:
    """exp(∫f dx) without logarithms where it can be; None where the integral was not found."""
    if f == 0:
        return se.Integer(1)
    product = _logarithmic(f, x)
    if product is not None:
        return product
    F = integrals.of(f, x)
    return None if F is None else exponential(se.expand(_without_signs(F)))


def _logarithmic(f: se.Expr, x: se.Symbol) -> se.Expr | None:
    """Π uₖ^cₖ with f = Σ cₖ·uₖ'/uₖ; the u are radicands in f, then the factors of its denominator and their kernels."""
    radicands = sorted((r.args[0] for r in f.atoms(se.Pow) if _is_root(r)), key=str)
    for form in dict.fromkeys((f, to_sines(f))):
        below = together(form).as_numer_denom()[1]
        factors = se.Mul.make_args(below)
        bases = (u.args[0] if u.__class__ is se.Pow and is_rational(u.args[1]) else u for u in factors)
        units = [u for u in dict.fromkeys((*radicands, *bases)) if x in u.free_symbols][:_MAX_FACTORS]
        if not units:
            continue
        for vector in relations([*(derivative(u, x) / u for u in units), f], x, seconds=0.5):
            if vector[-1] == 1:
                return se.Mul(*(u ** (-c) for u, c in zip(units, vector, strict=False)))
    return None


def _is_root(e: se.Expr) -> bool:
    return is_fraction(e.args[1])


def _without_signs(F: se.Expr) -> se.Expr:
    """ln|u| as ln u: their difference is constant on each interval."""
    return F.xreplace({a: se.log(a.args[0].args[0]) for a in F.atoms(se.log) if a.args[0].__class__ is se.Abs})


def general_solution(linear: Linear, basis: Basis, integrals: Integrals) -> Iterator[Claim]:
    """The general solution by each way to a particular one that works."""
    c1, c2 = CONSTANTS[:2]
    basis = basis.mapped(lambda y: primitive(y, linear.x))
    if basis.second is None:
        found = undetermined(linear) if linear.r != 0 else se.Integer(0)
        if found is not None:
            yield Claim(c1 * basis.first + found, basis.method, Kind.PARTICULAR, branch=basis.branch)
        return
    homogeneous = c1 * basis.first + c2 * basis.second
    for particular, how in _particular(linear, basis, integrals):
        yield Claim(homogeneous + particular, basis.method + how, branch=basis.branch)


def primitive(y: se.Expr, x: se.Symbol) -> se.Expr:
    """A multiple by a constant that has no constant factor; exponents are expanded, fractions reduced."""
    factors = []
    for factor in se.Mul.make_args(y):
        if x in factor.free_symbols:
            opened = factor.__class__ is se.Pow and factor.args[1].__class__ is not se.Integer
            factors.append(factor.args[0] ** se.expand(factor.args[1]) if opened else _without_content(factor, x))
    plain = se.Mul(*factors)
    reduced = se.Mul(*(_without_content(f, x) for f in se.Mul.make_args(together(plain)) if x in f.free_symbols))
    expanded = se.Mul(*(_without_content(f, x) for f in se.Mul.make_args(by_kernels(se.expand(plain)))))
    return min((plain, reduced, expanded), key=lambda form: len(str(form)))


def _without_content(factor: se.Expr, x: se.Symbol) -> se.Expr:
    """3x² - 1 for 1/3 - x²: integer coefficients, positive for great x."""
    if factor.__class__ is not se.Add:
        return factor
    plain = se.Add(*(term / content(factor) for term in factor.args))
    far = plain.subs({x: _GREAT})
    return se.Add(*(-term for term in plain.args)) if is_rational(far) and far < 0 else plain


def _particular(linear: Linear, basis: Basis, integrals: Integrals) -> Iterator[tuple[se.Expr, str]]:
    if linear.r == 0:
        yield se.Integer(0), ""
        return
    found = undetermined(linear)
    if found is not None:
        yield found, ", undetermined coefficients"
        return
    found = variation(linear, basis, integrals)
    if found is not None:
        yield found, ", variation of parameters"


def undetermined(linear: Linear) -> se.Expr | None:
    """A particular solution in the span of the right side's derivatives, times powers of x."""
    x = linear.x
    if linear.r.atoms(se.Abs, se.sign):  # |x| is no part of a solution: it has a corner
        return None
    for powers in (range(1), range(_MAX_RESONANCE + 1), range(-1, _MAX_RESONANCE + 2)):
        terms = undetermined_terms(linear.r, x, powers)
        for vector in relations([*map(linear.of, terms), linear.r], x):
            if vector[-1] == 1:
                found = se.Add(*(-c * term for c, term in zip(vector, terms, strict=False)))
                return min((found, se.expand(together(found))), key=lambda form: len(str(form)))
    return None


def undetermined_terms(r: se.Expr, x: se.Symbol, powers: range) -> list[se.Expr]:
    """The terms of r and of its derivatives, the first few, times powers of x."""
    closure: dict[se.Expr, None] = {}
    queue = _kernels_of_sum(r, x)
    while queue and len(closure) < _MAX_CLOSURE:
        term = queue.pop(0)
        if term not in closure:
            closure[term] = None
            queue += _kernels_of_sum(derivative(term, x), x)
    return list(dict.fromkeys(x**k * term for k in powers for term in closure))


def _kernels_of_sum(e: se.Expr, x: se.Symbol) -> list[se.Expr]:
    """The terms of a sum without constant factors."""
    out = []
    for term in se.Add.make_args(se.expand(e)):
        out.append(se.Mul(*(f for f in se.Mul.make_args(term) if x in f.free_symbols)))
    return out


def variation(linear: Linear, basis: Basis, integrals: Integrals) -> se.Expr | None:
    """-y1·∫ y2·r/W + y2·∫ y1·r/W."""
    y1, y2, x = basis.first, basis.second, linear.x
    if y2 is None:
        return None
    W = wronskian(linear, y1, y2, integrals)
    parts = []
    for y in (y2, y1):
        part = integrals.of(_best(y * linear.r / W), x)
        if part is None:
            return None
        parts.append(part)
    return _best(y2 * parts[1] - y1 * parts[0])


def _best(e: se.Expr) -> se.Expr:
    expanded = se.expand(e)
    return min((e, expanded), key=lambda form: len(str(form)))


def wronskian(linear: Linear, y1: se.Expr, y2: se.Expr, integrals: Integrals) -> se.Expr:
    """y1·y2' - y1'·y2, simplified by what is known of it: a constant times exp(-∫p)."""
    x = linear.x
    W = y1 * derivative(y2, x) - y2 * derivative(y1, x)
    known = exponential_of_integral(-linear.p, x, integrals)
    if known is not None:
        c = constant_value(W / known, x)
        if c is not None:
            return c * known
    return tidy(W)


def reduced_order(linear: Linear, y1: se.Expr, method: str, integrals: Integrals) -> Iterator[Basis]:
    """A second solution from one, where that integral is found: y2 = y1·∫ exp(-∫p)/y1²."""
    W = exponential_of_integral(-linear.p, linear.x, integrals)
    u = None if W is None else _over_polynomial(W, y1, linear.x, integrals) or integrals.of(tidy(W / y1**2), linear.x)
    yield Basis(y1, None if u is None else _best(y1 * u), method)


def _over_polynomial(W: se.Expr, y1: se.Expr, x: se.Symbol, integrals: Integrals) -> se.Expr | None:
    """∫ W/P² dx for an irreducible polynomial P as Σ aₖ·W·xᵏ/P + Σ bₖ·∫ W·xᵏ dx, aₖ and bₖ rational.

    Orthogonal polynomials have such second solutions, with a logarithm, Ei or erfi; None where there is none.
    """
    degree = _irreducible_degree(y1, x)
    if degree is None:
        return None
    terms = [W * x**k / y1 for k in range(degree + 2)]
    rates = [W * x**k for k in range(-1, 2)]
    for vector in relations([*(derivative(term, x) for term in terms), *rates, W / y1**2], x):
        if vector[-1] == 0:
            continue
        known = [(-c / vector[-1], rate) for c, rate in zip(vector[len(terms) :], rates, strict=False) if c != 0]
        parts = [(c, integrals.of(rate, x)) for c, rate in known]
        if all(part is not None for _, part in parts):
            algebraic = se.Add(*(-c / vector[-1] * term for c, term in zip(vector, terms, strict=False)))
            return algebraic + se.Add(*(c * part for c, part in parts if part is not None))
    return None


def _irreducible_degree(P: se.Expr, x: se.Symbol) -> int | None:
    """The degree of a polynomial in x alone that has no factors and a degree above 1; None of anything else."""
    if P.free_symbols != {x}:
        return None
    try:
        above, below, symbols = fraction(P, x)
    except ALGEBRA_FAILURES:
        return None
    factors = above.factor()[1]
    degree = int(above.degrees()[0])
    plain = len(symbols) == 1 and not any(below.degrees()) and len(factors) == 1 and factors[0][1] == 1
    return degree if plain and degree > 1 else None


__all__ = [
    "Basis",
    "HomogeneousMethod",
    "Linear",
    "exponential_of_integral",
    "general_solution",
    "linear_form",
    "primitive",
    "reduced_order",
    "tidy",
    "undetermined",
    "undetermined_terms",
    "variation",
    "wronskian",
]

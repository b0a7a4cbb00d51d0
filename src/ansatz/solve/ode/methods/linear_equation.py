"""Linear equations of second order: y'' + p·y' + q·y = r, from two solutions of the homogeneous one to all of them.

linear_form(equation)                 p, q, r; None where the equation is not linear
general_solution(linear, basis, …)    claims c1·y1 + c2·y2 + a particular solution: undetermined coefficients,
                                      else variation of parameters
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import symengine as se

from ansatz.algebra.together import together
from ansatz.expr.canonical import derivative
from ansatz.fit.structural.forms.rewrite import to_sines
from ansatz.problems.ode.inversion import exponential
from ansatz.solve.ode.claim import CONSTANTS, UNKNOWNS, Claim, Equation, Integrals
from ansatz.solve.ode.methods.linear_relations import constant_value, relations

_MAX_CLOSURE = 16
_MAX_RESONANCE = 2


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
    """Two independent solutions of a homogeneous equation, as they are claimed. branch: as in `Claim`."""

    first: se.Expr
    second: se.Expr
    method: str
    branch: tuple[se.Expr, ...] = ()


HomogeneousMethod: TypeAlias = Callable[[Linear, Integrals], Iterator[Basis]]


def linear_form(equation: Equation) -> Linear | None:
    """The coefficients, divided by that of y''; None where they hold y or its derivatives."""
    unknowns = set(UNKNOWNS)
    for left in (equation.left, se.expand(equation.left)):
        coefficients = [derivative(left, u) for u in UNKNOWNS]
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
    forms = [e, together(e)]
    sines = to_sines(e)
    if sines != e or e.atoms(se.sin):
        forms.append(together(_with_one_square(together(sines))))
    return min(forms, key=lambda form: len(str(form)))


def _with_one_square(e: se.Expr) -> se.Expr:
    """sin² by 1 - cos², so that fractions cancel."""
    sines = {s for s in e.atoms(se.sin)}
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
    F = integrals.of(f, x)
    return None if F is None else exponential(se.expand(_without_signs(F)))


def _without_signs(F: se.Expr) -> se.Expr:
    """ln|u| as ln u: their difference is constant on each interval."""
    return F.xreplace({a: se.log(a.args[0].args[0]) for a in F.atoms(se.log) if a.args[0].__class__ is se.Abs})


def general_solution(linear: Linear, basis: Basis, integrals: Integrals) -> Iterator[Claim]:
    """The general solution by each way to a particular one that works."""
    c1, c2 = CONSTANTS
    basis = replace(basis, first=primitive(basis.first, linear.x), second=primitive(basis.second, linear.x))
    homogeneous = c1 * basis.first + c2 * basis.second
    for particular, how in _particular(linear, basis, integrals):
        yield Claim(homogeneous + particular, basis.method + how, branch=basis.branch)


def primitive(y: se.Expr, x: se.Symbol) -> se.Expr:
    """A multiple by a constant that has no constant factor; exponents are expanded."""
    factors = []
    for factor in se.Mul.make_args(y):
        if x in factor.free_symbols:
            opened = factor.__class__ is se.Pow and factor.args[1].__class__ is not se.Integer
            factors.append(factor.args[0] ** se.expand(factor.args[1]) if opened else factor)
    return se.Mul(*factors)


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
    closure: dict[se.Expr, None] = {}
    queue = _kernels_of_sum(linear.r, x)
    while queue and len(closure) < _MAX_CLOSURE:
        term = queue.pop(0)
        if term not in closure:
            closure[term] = None
            queue += _kernels_of_sum(derivative(term, x), x)
    for powers in (range(1), range(_MAX_RESONANCE + 1), range(-1, _MAX_RESONANCE + 2)):
        terms = list(dict.fromkeys(x**k * term for k in powers for term in closure))
        for vector in relations([*map(linear.of, terms), linear.r], x):
            if vector[-1] == 1:
                found = se.Add(*(-c * term for c, term in zip(vector, terms, strict=False)))
                return min((found, se.expand(together(found))), key=lambda form: len(str(form)))
    return None


def _kernels_of_sum(e: se.Expr, x: se.Symbol) -> list[se.Expr]:
    """The terms of a sum without constant factors."""
    out = []
    for term in se.Add.make_args(se.expand(e)):
        out.append(se.Mul(*(f for f in se.Mul.make_args(term) if x in f.free_symbols)))
    return out


def variation(linear: Linear, basis: Basis, integrals: Integrals) -> se.Expr | None:
    """-y1·∫ y2·r/W + y2·∫ y1·r/W."""
    y1, y2, x = basis.first, basis.second, linear.x
    W = wronskian(linear, y1, y2, integrals)
    parts = [integrals.of(_best(y * linear.r / W), x) for y in (y2, y1)]
    if parts[0] is None or parts[1] is None:
        return None
    return y2 * parts[1] - y1 * parts[0]


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
    """A second solution from one: y2 = y1·∫ exp(-∫p)/y1²."""
    W = exponential_of_integral(-linear.p, linear.x, integrals)
    if W is None:
        return
    u = integrals.of(tidy(W / y1**2), linear.x)
    if u is not None and linear.x in u.free_symbols:
        yield Basis(y1, _best(y1 * u), method)


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
    "variation",
    "wronskian",
]

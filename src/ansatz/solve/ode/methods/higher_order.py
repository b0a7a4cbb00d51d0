"""Linear equations of third and higher order: constant coefficients, Euler and Cauchy; and those without y itself.

    a0·y + a1·y' + … + an·y⁽ⁿ⁾ = b          exp(m·x)·xʲ for the roots m of Σ aₖ·mᵏ, j less than their multiplicity
    Σ aₖ·xᵏ·y⁽ᵏ⁾ = b                        the same in ln x, with m·(m-1)·…·(m-k+1) for mᵏ
    F(x, y⁽ᵏ⁾, y⁽ᵏ⁺¹⁾, …) = 0                u = y⁽ᵏ⁾ by the methods for its order, then integrals

The characteristic polynomial is factored over the rational numbers and the parameters; factors of degree one and two,
and m⁴ + p·m² + q and mⁿ - a, are solved. A particular solution comes from undetermined coefficients, else from
variation of parameters.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from typing import TypeAlias

import symengine as se

from ansatz.algebra.numbers import is_rational
from ansatz.algebra.shortening import length, simplified
from ansatz.algebra.together import expanded, fraction, together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import derivative
from ansatz.solve.ode.claim import CONSTANTS, UNKNOWNS, Claim, Equation, Integrals, Kind, Method
from ansatz.solve.ode.methods.constant_coefficients import of_roots
from ansatz.solve.ode.methods.euler_cauchy import powers_for_exponentials
from ansatz.solve.ode.methods.linear_equation import tidy, undetermined_terms
from ansatz.solve.ode.methods.linear_relations import constant_value, relations

_M = se.Symbol("m_0")
_MOST_CASES = 4
_RESONANCES = (range(1), range(4), range(7))
_MAX_VARIATION = 4  # order


@dataclass(frozen=True, slots=True)
class _Case:
    """Solutions of the homogeneous equation, where the branch is positive."""

    basis: tuple[se.Expr, ...]
    branch: tuple[se.Expr, ...] = ()


def constant_coefficients(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """By the roots of the characteristic polynomial."""
    found = _coefficients(equation)
    if found is None or any(equation.x in a.free_symbols for a in found[0]):
        return
    characteristic = se.Add(*(a * _M**k for k, a in enumerate(found[0])))
    for case in _cases(characteristic, equation.x):
        yield from _claims(found, case, equation.x, integrals, "constant coefficients")


def euler_cauchy(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
    """By the roots of the polynomial that xᵐ leaves."""
    found = _coefficients(equation)
    if found is None:
        return
    x, coefficients = equation.x, found[0]
    if all(x not in a.free_symbols for a in coefficients):
        return
    falling, characteristic = se.Integer(1), se.Integer(0)
    for k, a in enumerate(_monic(coefficients)):
        constant = constant_value(a * x ** (len(coefficients) - 1 - k), x)
        if constant is None:
            return
        characteristic += constant * falling
        falling *= _M - k
    for case in _cases(se.expand(characteristic), se.log(x)):
        opened = tuple(map(partial(powers_for_exponentials, t=x), case.basis))
        yield from _claims(found, replace(case, basis=opened), x, integrals, "Euler–Cauchy")


def missing_lowest(methods: Mapping[int, Sequence[Method]]) -> Method:
    """The method for equations without y, and perhaps without its first derivatives. methods: by order."""

    def claims(equation: Equation, integrals: Integrals) -> Iterator[Claim]:
        lowest = min(k for k, u in enumerate(UNKNOWNS) if u in equation.left.free_symbols)
        order = equation.order - lowest
        if not lowest:
            return
        names = dict(zip(UNKNOWNS[lowest : equation.order + 1], UNKNOWNS, strict=False))
        if not order:
            root = together(-equation.left.subs({equation.top: 0}) / equation.left.diff(equation.top))
            yield from _integrated(Claim(root, ""), lowest, equation.x, integrals, 0)
            return
        inner = Equation(equation.left.xreplace(names), equation.x, order)
        for method in methods[order]:
            for claim in method(inner, integrals):
                if not claim.implicit and claim.along is None:
                    yield from _integrated(claim, lowest, equation.x, integrals, order)

    return claims


def _integrated(claim: Claim, times: int, x: se.Symbol, integrals: Integrals, known: int) -> Iterator[Claim]:
    """Integrated so many times, with a new constant each time."""
    y = claim.solution
    for c in CONSTANTS[known : known + times]:
        F = integrals.of(y, x)
        if F is None:
            return
        y = F + c
    method = ", ".join(filter(None, ("without y", claim.method)))
    yield replace(claim, solution=se.expand(y), method=method)


_Linear: TypeAlias = tuple[list[se.Expr], se.Expr]


def _coefficients(equation: Equation) -> _Linear | None:
    """([a0, …, an], b) of a linear equation; None where it is none."""
    unknowns = UNKNOWNS[: equation.order + 1]
    for left in (equation.left, se.expand(equation.left)):
        found = [derivative(left, u) for u in unknowns]
        if not any(a.free_symbols & set(unknowns) for a in found):
            return found, -left.subs(dict.fromkeys(unknowns, se.Integer(0)))
    return None


def _monic(coefficients: Sequence[se.Expr]) -> list[se.Expr]:
    return [together(a / coefficients[-1]) for a in coefficients]


# ---------------------------------------------------------------------------------------- the homogeneous equation


def _cases(characteristic: se.Expr, t: se.Expr) -> Iterator[_Case]:
    """Bases, one for each combination of signs that parameters leave open; t: x, or ln x."""
    try:
        polynomial, _, symbols = fraction(characteristic, _M)
    except ALGEBRA_FAILURES:
        return
    monic = _monic(_in_m(se.expand(characteristic)))
    if len(monic) > 5 and _is_binomial(monic):  # its factors are cyclotomic
        yield _Case(tuple(_of_binomial(-monic[0], len(monic) - 1, t)))
        return
    by_factor: list[list[_Case]] = []
    for factor, multiplicity in polynomial.factor()[1]:
        cases = list(_of_factor(expanded(factor, symbols), int(multiplicity), t))
        if not cases:
            return
        by_factor.append(cases)
    for chosen in list(product(*by_factor))[:_MOST_CASES]:
        basis = tuple(y for case in chosen for y in case.basis)
        yield _Case(basis, tuple(u for case in chosen for u in case.branch))


def _of_factor(factor: se.Expr, multiplicity: int, t: se.Expr) -> Iterator[_Case]:
    """The solutions that a factor of the characteristic polynomial, of this multiplicity, has."""
    coefficients = _in_m(factor)
    if len(coefficients) == 1:  # free of m
        yield _Case(())
        return
    for case in _simple(_monic(coefficients), t):
        yield _Case(tuple(t**j * y for j in range(multiplicity) for y in case.basis), case.branch)


def _in_m(factor: se.Expr) -> list[se.Expr]:
    coefficients, rest = [], factor
    while rest != 0:
        coefficients.append(rest.subs({_M: se.Integer(0)}))
        rest = se.expand((rest - coefficients[-1]) / _M)
    return coefficients


def _simple(monic: Sequence[se.Expr], t: se.Expr) -> Iterator[_Case]:
    """Of an irreducible monic factor: degree one and two, m⁴ + p·m² + q, and mⁿ - a."""
    degree = len(monic) - 1
    if degree == 1:
        yield _Case((se.exp(se.expand(-monic[0]) * t),))
    elif degree == 2:
        for basis in of_roots(monic[1], monic[0], t, ""):
            assert basis.second is not None
            yield _Case((basis.first, basis.second), basis.branch)
    elif _is_binomial(monic):
        yield _Case(tuple(_of_binomial(-monic[0], degree, t)))
    elif degree == 4 and monic[1] == monic[3] == 0 and all(map(is_rational, monic)):
        yield from _of_biquadratic(monic[2], monic[0], t)


def _is_binomial(monic: Sequence[se.Expr]) -> bool:
    return all(a == 0 for a in monic[1:-1]) and monic[0] != 0 and is_rational(monic[0])


def _of_binomial(a: se.Expr, degree: int, t: se.Expr) -> Iterator[se.Expr]:
    """exp(m·t) for the roots m of mⁿ = a, in pairs."""
    radius = abs(a) ** se.Rational(1, degree)
    start = 0 if a > 0 else 1
    for k in range(start, degree + 1, 2):
        angle = se.pi * k / degree
        growth = se.exp(se.expand(radius * se.cos(angle)) * t)
        if k in (0, degree):
            yield growth
        else:
            turn = se.expand(radius * se.sin(angle)) * t
            yield from (growth * se.cos(turn), growth * se.sin(turn))


def _of_biquadratic(p: se.Expr, q: se.Expr, t: se.Expr) -> Iterator[_Case]:
    """(m² + a·m + r)(m² - a·m + r) with r² = q and a² = 2r - p, or (m² - u)(m² - v)."""
    square = p**2 - 4 * q
    if square > 0:
        halves = [(se.Integer(0), (p + sign * se.sqrt(square)) / 2) for sign in (1, -1)]
    else:
        r = se.sqrt(q)
        a = se.sqrt(2 * r - p)
        halves = [(a, r), (-a, r)]
    pairs = [basis for b, c in halves for basis in of_roots(b, c, t, "")]
    yield _Case(tuple(y for basis in pairs for y in (basis.first, basis.second) if y is not None))


# ---------------------------------------------------------------------------------------- a particular solution


def _claims(linear: _Linear, case: _Case, x: se.Symbol, integrals: Integrals, method: str) -> Iterator[Claim]:
    """The general solution with these solutions of the homogeneous equation."""
    coefficients, right = linear
    order = len(coefficients) - 1
    if len(case.basis) != order:
        return
    general = se.Add(*(c * y for c, y in zip(CONSTANTS, case.basis, strict=False)))
    if right == 0:
        yield Claim(general, method, branch=case.branch)
        return
    found = _undetermined(coefficients, right, x)
    how = "undetermined coefficients"
    if found is None and order <= _MAX_VARIATION:
        found, how = _variation(case.basis, right / coefficients[-1], x, integrals), "variation of parameters"
    if found is not None:
        yield Claim(general + found, f"{method}, {how}", Kind.GENERAL, branch=case.branch)


def _undetermined(coefficients: Sequence[se.Expr], right: se.Expr, x: se.Symbol) -> se.Expr | None:
    """A particular solution in the span of the right side's derivatives, times powers of x."""
    if right.atoms(se.Abs, se.sign):
        return None
    for powers in _RESONANCES:
        terms = undetermined_terms(right, x, powers)
        for vector in relations([*(_put(coefficients, term, x) for term in terms), right], x):
            if vector[-1] == 1:
                return se.Add(*(-c * term for c, term in zip(vector, terms, strict=False)))
    return None


def _put(coefficients: Sequence[se.Expr], y: se.Expr, x: se.Symbol) -> se.Expr:
    """The homogeneous left side with y put in."""
    total, rate = se.Integer(0), y
    for a in coefficients:
        total, rate = total + a * rate, derivative(rate, x)
    return total


def _variation(basis: Sequence[se.Expr], right: se.Expr, x: se.Symbol, integrals: Integrals) -> se.Expr | None:
    """Σ yₖ·∫ right·Wₖ/W, by Cramer's rule on the system of the derivatives; the equation is monic."""
    n = len(basis)
    rows = [list(basis)]
    for _ in range(n - 1):
        rows.append([derivative(y, x) for y in rows[-1]])
    W = tidy(se.DenseMatrix(rows).det())
    if W == 0:
        return None
    parts = []
    for k, y in enumerate(basis):
        minor = [[e for j, e in enumerate(row) if j != k] for row in rows[:-1]]
        cofactor = se.DenseMatrix(minor).det() * (-1) ** (n - 1 + k)
        u = integrals.of(tidy(cofactor * right / W), x)
        if u is None:
            return None
        parts.append(y * u)
    total = se.Add(*parts)
    return min((total, se.expand(total), simplified(total)), key=length)


__all__ = ["constant_coefficients", "euler_cauchy", "missing_lowest"]

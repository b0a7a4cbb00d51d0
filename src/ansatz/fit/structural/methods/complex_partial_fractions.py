"""Terms of antiderivatives over the complex numbers: partial fractions over Q(i), in x and in exponentials; acosh.

    for terms in complex_terms(f, x):
        FitProblem(f, x, domain="complex").solve(terms)

By Liouville's theorem the integral of a rational function over Q(i) is one more and logarithms: of the factors of the
denominator, and of the quotient of its linear factors where one is quadratic. sin, cos, tan, sinh … are rational in
t = exp(λx), and so is what they make of each other: ∫ R(t) dx has the terms of ∫ R(t)/(λt) dt. The derivative of
acosh(u) has √(u - 1)·√(u + 1) on the plane where the real line has √(u² - 1).
"""

from collections.abc import Iterator
from fractions import Fraction
from math import gcd, lcm

import symengine as se

from ansatz.algebra.gaussian import GaussianPolynomial, complex_number, factors, fraction
from ansatz.algebra.numbers import gaussian, to_symengine_number
from ansatz.fit.residues.kernel_rules import CIRCULAR, HALF, HYPERBOLIC, function_name
from ansatz.fit.structural.methods import ansatz_terms

_MAX_TERMS = 120
_T = se.Symbol("t_exp")
_ACOSH = type(se.acosh(_T))


def complex_terms(f: se.Expr, x: se.Symbol) -> Iterator[list[se.Expr]]:
    """Lists of terms for ∫ f dx, where f is rational over Q(i) in x, in an exponential, or in both apart."""
    if (found := fraction(f, x)) is not None:
        yield _rational_terms(*found, x)
        return
    exponentials = in_exponentials(f, x)
    if exponentials is not None:
        g, rate = exponentials
        found = fraction(g / _T, _T)
        if found is not None:
            at = se.exp(rate * x)
            yield [x, *(term.subs({_T: at}) for term in _rational_terms(*found, _T))]
    roots = {}
    for atom in f.atoms(_ACOSH):
        u = atom.args[0]
        for square in (u**2 - 1, 1 - u**2):
            roots[se.expand(square) ** HALF] = se.sqrt(u - 1) * se.sqrt(u + 1)
    if roots:
        yield [term.subs(roots) for term in ansatz_terms.terms(f, x, _MAX_TERMS)]


def is_rational(f: se.Expr, x: se.Symbol) -> bool:
    """Whether f is a rational function of x over Q(i)."""
    return fraction(f, x) is not None


def _rational_terms(above: GaussianPolynomial, below: GaussianPolynomial, x: se.Symbol) -> list[se.Expr]:
    terms = [x**k for k in range(1, max(0, above.degree - below.degree) + 2)]
    for p, multiplicity in factors(below):
        shown = p.expression(x)
        terms.append(se.log(shown))
        if p.degree == 2:
            terms += _of_quadratic(p, x)
        terms += [x**i / shown**j for j in range(1, multiplicity) for i in range(p.degree)]
    return terms[:_MAX_TERMS]


def _of_quadratic(p: GaussianPolynomial, x: se.Symbol) -> list[se.Expr]:
    """The logarithm of the quotient of the linear factors of x² + bx + c; an arctangent where they are conjugates."""
    c, b = (complex_number(*p.coefficient(k)) for k in (0, 1))
    root = square_root(se.expand(b * b / 4 - c))
    terms = [se.log((x + b / 2 - root) / (x + b / 2 + root))]
    if all(p.coefficient(k)[1] == 0 for k in (0, 1)):
        terms.append(se.atan((x + b / 2) / se.sqrt(se.expand(c - b * b / 4))))
    return terms


def square_root(value: se.Expr) -> se.Expr:
    """√(a + bi), as √s + i√t where a² + b² is a rational square."""
    number = gaussian(value)
    if number is None or not number[1]:
        return se.sqrt(value)
    a, b = number
    size = to_symengine_number(a * a + b * b) ** HALF
    if not isinstance(size, se.Rational):
        return se.sqrt(value)
    sign = 1 if b > 0 else -1
    return se.sqrt((size + to_symengine_number(a)) / 2) + sign * se.I * se.sqrt((size - to_symengine_number(a)) / 2)


# ------------------------------------------------------------------------------------- exponentials


def in_exponentials(f: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr] | None:
    """(g, λ) with f = g at t = exp(λx), g rational in the symbol `t_exp`; None where there is no such λ."""
    rates: set[tuple[Fraction, Fraction]] = set()
    g = _exponentials(f, x, rates)
    if g is None or not rates:
        return None
    unit = _common_unit(rates)
    if unit is None:
        return None
    rate = to_symengine_number(unit[0]) + se.I * to_symengine_number(unit[1])
    powers = {_kernel(u): _T ** _multiple(u, unit) for u in rates}
    g = g.xreplace(powers)
    return None if x in g.free_symbols else (g, rate)


def _exponentials(e: se.Expr, x: se.Symbol, rates: set[tuple[Fraction, Fraction]]) -> se.Expr | None:
    """The expression with a symbol for every exp(cx), sines opened; notes the c. None for other functions of x."""
    if x not in e.free_symbols:
        return e if gaussian(e) is not None else None
    kind = e.__class__
    if kind in (se.Add, se.Mul):
        parts = [_exponentials(argument, x, rates) for argument in e.args]
        return None if any(part is None for part in parts) else kind(*parts)
    if kind is se.Pow and e.args[0] == se.E:
        return _one_exponential(e.args[1], x, rates)
    if kind is se.Pow and isinstance(e.args[1], se.Integer):
        base = _exponentials(e.args[0], x, rates)
        return None if base is None else base ** e.args[1]
    name = function_name(e)
    if name not in CIRCULAR and name not in HYPERBOLIC:
        return None
    i = se.I if name in CIRCULAR else se.Integer(1)
    grow = _one_exponential(i * e.args[0], x, rates)
    if grow is None:
        return None
    cosine, sine = (grow + 1 / grow) / 2, (grow - 1 / grow) / (2 * i)
    name = name if name in CIRCULAR else _CIRCULAR_OF[name]
    above, below = {
        "sin": (sine, se.Integer(1)),
        "cos": (cosine, se.Integer(1)),
        "tan": (sine, cosine),
        "cot": (cosine, sine),
        "sec": (se.Integer(1), cosine),
        "csc": (se.Integer(1), sine),
    }[name]
    return above / below


_CIRCULAR_OF = {"sinh": "sin", "cosh": "cos", "tanh": "tan", "coth": "cot", "sech": "sec", "csch": "csc"}


def _one_exponential(u: se.Expr, x: se.Symbol, rates: set[tuple[Fraction, Fraction]]) -> se.Expr | None:
    """A symbol for exp(cx) where u = cx, c in Q(i)."""
    rate = gaussian(se.expand(u / x))
    if rate is None or rate == (0, 0):
        return None
    rates.add(rate)
    return _kernel(rate)


def _kernel(rate: tuple[Fraction, Fraction]) -> se.Expr:
    return se.Symbol(f"t_{rate[0]}_{rate[1]}")


def _common_unit(rates: set[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction] | None:
    """λ of which all rates are integer multiples, or None."""
    first = max(rates)
    ratios = []
    for rate in rates:
        if rate[0] * first[1] != rate[1] * first[0]:
            return None
        ratios.append(rate[0] / first[0] if first[0] else rate[1] / first[1])
    unit = Fraction(gcd(*(r.numerator for r in ratios)), lcm(*(r.denominator for r in ratios)))
    return first[0] * unit, first[1] * unit


def _multiple(rate: tuple[Fraction, Fraction], unit: tuple[Fraction, Fraction]) -> int:
    return int(rate[0] / unit[0] if unit[0] else rate[1] / unit[1])

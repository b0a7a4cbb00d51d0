"""Integrals with parameters: R(x)·y over Q(a, b, …), y = 1, √Q with deg Q ≤ 2, or powers with symbolic exponents.

    x/(a + b x)²        1/(x√(a² − x²))        x(a + b x)ⁿ

The shape of the answer is known (Liouville; Hermite's denominators): u·y + Σ c_j ln or atan of fixed functions, one
or two for each factor of the denominator. `liouville_terms` writes the functions down, exact linear algebra finds
u and the c_j. Constants such as √2 or π count as parameters. No form needs a parameter to be positive: odd functions
of √(a²) = a over a are even in a, and an arctangent of an imaginary number is the hyperbolic one.
"""

from math import inf
from time import thread_time

import symengine as se
from flint import fmpz_mpoly

from ansatz.algebra.numbers import is_rational
from ansatz.algebra.ratios import atoms, has_no_value
from ansatz.algebra.together import expanded, expression, fraction, together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.fit.linear.undetermined_coefficients import FitProblem
from ansatz.fit.structural.methods.parametric_terms import (
    Part,
    coefficients_of,
    degree,
    liouville_terms,
    root_of_constant,
    sign,
)

_SECONDS = 1.0
_ROOT = se.Symbol("root_")


def integrate_parametric(f: se.Expr, x: se.Symbol, end: float = inf) -> se.Expr | None:
    """∫ f dx for f = R·y with parameters, as above; None where it has another form or is not elementary.

    end: the moment (`time.thread_time`, seconds) to stop at.
    """
    if all(e == x or e.args or is_rational(e) for e in atoms(f)) and not _irrational_constants(f, x):
        return None
    try:
        parts = _parts(f, x)
        if parts is None:
            return None
        for part in parts:
            renamed = _renamed(part)
            if renamed is not None:
                table, back = renamed
                inner = integrate_parametric(f.xreplace(table), x, end)
                return None if inner is None else inner.xreplace(back)
        total = se.Integer(0)
        for part in parts:
            if thread_time() > end:
                return None
            terms = liouville_terms(part)
            value = f if len(parts) == 1 else part.value()
            inner = (
                None
                if terms is None
                else FitProblem(value, x).solve(terms, deadline=min(end, thread_time() + _SECONDS))
            )
            if inner is None or has_no_value(inner):
                return None
            total += _factored(inner, x)
    except ALGEBRA_FAILURES:
        return None
    return total


def _factored(answer: se.Expr, x: se.Symbol) -> se.Expr:
    """The answer with the coefficients of its terms factored."""
    total = se.Integer(0)
    for term in answer.args if answer.__class__ is se.Add else (answer,):
        factors = term.args if term.__class__ is se.Mul else (term,)
        constant = se.Mul(*(c for c in factors if x not in c.free_symbols))
        total += together(constant) * se.Mul(*(c for c in factors if x in c.free_symbols))
    return total


def _irrational_constants(f: se.Expr, x: se.Symbol) -> bool:
    return any(x not in e.free_symbols and e.args and not is_rational(e) for e in atoms(f))


def _renamed(part: Part) -> tuple[dict[se.Expr, se.Expr], dict[se.Expr, se.Expr]] | None:
    """(v as A·λⁿ, λ as a root) where A xⁿ + C with v in C, or in A, divides the denominator: xⁿ ± λⁿ is homogeneous."""
    for p, _ in part.denominator.factor()[1]:
        n, coefficients = degree(p), coefficients_of(p)
        if n < 3 or any(c != 0 for c in coefficients[1:n]):
            continue
        constant, lead = coefficients[0], coefficients[n]
        if all(int(e) % n == 0 for q in (constant, lead) for _, e in q.factor()[1]):
            continue
        for one, other in ((constant, lead), (lead, constant)):
            simple = [q for q, e in one.factor()[1] if e == 1 and isinstance(part.show(q), se.Symbol)]
            if simple and sign(lead) and sign(constant):
                v = part.show(simple[0])
                name = se.Symbol(f"{v}_root")
                value = se.Integer(sign(constant) * sign(lead)) * part.show(other) * name**n * v / part.show(one)
                return {v: value}, {name: root_of_constant(part, one, n) / root_of_constant(part, other, n)}
    return None


# ------------------------------------------------------------------------------------------- the form


def _parts(f: se.Expr, x: se.Symbol) -> list[Part] | None:
    """f as a sum of parts with different y."""
    roots, symbolic = set(), False
    for e in atoms(f):
        if x not in e.free_symbols or e == x or e.__class__ in (se.Add, se.Mul):
            continue
        if e.__class__ is not se.Pow or x in e.args[1].free_symbols:
            return None
        if not is_rational(e.args[1]):
            symbolic = True
        elif not isinstance(e.args[1], se.Integer):
            if int(e.args[1].q) != 2:
                return None
            roots.add(e.args[0])
    if symbolic:
        return None if roots else _symbolic_parts(f, x)
    if len(roots) > 1:
        return None
    return _root_parts(f, x, roots.pop()) if roots else _rational_parts(f, x)


def _rational_parts(f: se.Expr, x: se.Symbol) -> list[Part]:
    numerator, denominator, symbols = fraction(f, x)
    return [Part(numerator, denominator, symbols, se.Integer(1))]


def _root_parts(f: se.Expr, x: se.Symbol, base: se.Expr) -> list[Part] | None:
    """A + B·y with y² = Q polynomial, squarefree: y is a rational multiple of the root."""
    above, below, symbols = fraction(base, x, _ROOT)
    content, factors = (above * below).factor()
    radicand = above.context().constant(int(content))
    scale = expression(below, symbols)
    for p, e in factors:
        radicand *= p ** (int(e) % 2)
        scale /= expanded(p, symbols) ** (int(e) // 2)
    table = {
        e: (_ROOT / scale) ** (2 * e.args[1])
        for e in atoms(f)
        if e.__class__ is se.Pow and e.args[0] == base and not isinstance(e.args[1], se.Integer)
    }
    numerator, denominator, symbols = fraction(f.xreplace(table), *symbols)
    context = numerator.context()
    missing = (0,) * (len(symbols) - above.context().nvars())
    radicand = context.from_dict({(*e, *missing): c for e, c in radicand.terms()})
    if not 1 <= degree(radicand) <= 2:
        return None
    a, b = _halves(numerator, radicand)
    c, d = _halves(denominator, radicand)
    # (a + b y)/(c + d y)
    denominator = c * c - d * d * radicand
    y = scale * se.sqrt(base)
    parts = []
    for top, factor in ((a * c - b * d * radicand, None), (b * c - a * d, y)):
        if top != 0:
            common = top.gcd(denominator)
            root = se.Integer(1) if factor is None else factor
            q = None if factor is None else radicand
            parts.append(Part(top // common, denominator // common, symbols, root, q))
    return parts


def _halves(p: fmpz_mpoly, radicand: fmpz_mpoly) -> tuple[fmpz_mpoly, fmpz_mpoly]:
    """(a, b) with p = a + b·y, where y is generator 1 and y² = radicand."""
    context = p.context()
    out = [context.constant(0), context.constant(0)]
    for exponents, c in p.terms():
        n = int(exponents[1])
        rest = context.from_dict({(exponents[0], 0, *exponents[2:]): c})
        out[n % 2] += rest * radicand ** (n // 2)
    return out[0], out[1]


def _symbolic_parts(f: se.Expr, x: se.Symbol) -> list[Part] | None:
    """Terms with the same powers together: (a + b x)^(n − 1) counts as (a + b x)^n/(a + b x)."""
    groups: dict[se.Expr, se.Expr] = {}
    for term in f.args if f.__class__ is se.Add else (f,):
        y, rest = se.Integer(1), se.Integer(1)
        for e in term.args if term.__class__ is se.Mul else (term,):
            if x in e.free_symbols and e.__class__ is se.Pow and not is_rational(e.args[1]):
                exponent = se.expand(e.args[1])
                whole = sum(t for t in exponent.args if isinstance(t, se.Integer)) if exponent.args else 0
                y *= e.args[0] ** (exponent - whole)
                rest *= e.args[0] ** whole
            else:
                rest *= e
        groups[y] = groups.get(y, se.Integer(0)) + rest
    parts = []
    for y, rest in groups.items():
        bases = [e.args[0] for e in (y.args if y.__class__ is se.Mul else (y,)) if e.__class__ is se.Pow]
        if any(x in a.free_symbols for e in atoms(rest) if e.__class__ is se.Pow for a in e.args[1:]):
            return None
        # one ring for the coefficient and the bases
        symbols: list[se.Expr] = [x]
        for e in (rest, *bases):
            symbols = fraction(e, *symbols)[2]
        numerator, denominator, symbols = fraction(rest, *symbols)
        polynomials = [fraction(b, *symbols) for b in bases]
        if any(x in s.free_symbols for s in symbols[1:]) or any(degree(below) for _, below, _ in polynomials):
            return None
        factors = {str(p): p for above, _, _ in polynomials for p, _ in above.factor()[1] if degree(p)}
        parts.append(Part(numerator, denominator, symbols, y, None, tuple(factors.values())))
    return parts

"""Integrals with parameters: R(x)·y over Q(a, b, …), y = 1, √Q with deg Q ≤ 2, or powers with symbolic exponents.

    x/(a + b x)²        1/(x√(a² − x²))        x(a + b x)ⁿ

The shape of the answer is known (Liouville; Hermite's denominators): u·y + Σ c_j ln or atan of fixed functions, one
or two for each factor of the denominator. `liouville_terms` writes the functions down, exact linear algebra finds
u and the c_j. Constants such as √2 or π count as parameters. No form needs a parameter to be positive: odd functions
of √(a²) = a over a are even in a, and an arctangent of an imaginary number is the hyperbolic one.
"""

from dataclasses import dataclass
from time import monotonic
from typing import Any

import symengine as se
from flint import fmpz_mpoly

from ansatz.errors import AnsatzError
from ansatz.fit.linear import FitProblem
from ansatz.fit.structural.ratio import atoms, has_no_value, is_rational, number, rational
from ansatz.fit.structural.rewrite import expand
from ansatz.fit.structural.surds import sqrt_of
from ansatz.fit.structural.together import TooManyTerms, expanded, expression, fraction

_MAX_TERMS = 40
_SECONDS = 1.0
_ROOT = se.Symbol("root_")


@dataclass(frozen=True, slots=True)
class Part:
    """numerator/denominator·y; generator 0 of the polynomials is x, `symbols` names all.

    radicand: Q where y = √Q. bases: polynomials of which y has symbolic powers.
    """

    numerator: fmpz_mpoly
    denominator: fmpz_mpoly
    symbols: list[Any]
    y: Any
    radicand: fmpz_mpoly | None = None
    bases: tuple[fmpz_mpoly, ...] = ()

    def show(self, p: fmpz_mpoly) -> Any:
        return expanded(p, self.symbols)

    def value(self) -> Any:
        return self.show(self.numerator) / expression(self.denominator, self.symbols) * self.y


def integrate_parametric(f: Any, x: Any) -> Any | None:
    """∫ f dx for f = R·y with parameters, as above; None where it has another form or is not elementary."""
    if all(e == x or e.args or is_rational(e) for e in atoms(f)) and not _irrational_constants(f, x):
        return None
    try:
        parts = _parts(f, x)
        if parts is None:
            return None
        total = se.Integer(0)
        for part in parts:
            terms = liouville_terms(part)
            value = f if len(parts) == 1 else part.value()
            inner = None if terms is None else FitProblem(value, x).solve(terms, deadline=monotonic() + _SECONDS)
            if inner is None or has_no_value(inner):
                return None
            total += inner
    except (TooManyTerms, ZeroDivisionError, AnsatzError):
        return None
    return total


def _irrational_constants(f: Any, x: Any) -> bool:
    return any(x not in e.free_symbols and e.args and not is_rational(e) for e in atoms(f))


# ------------------------------------------------------------------------------------------- the form


def _parts(f: Any, x: Any) -> list[Part] | None:
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


def _rational_parts(f: Any, x: Any) -> list[Part]:
    numerator, denominator, symbols = fraction(f, x)
    return [Part(numerator, denominator, symbols, se.Integer(1))]


def _root_parts(f: Any, x: Any, base: Any) -> list[Part] | None:
    """A + B·y with y² = Q polynomial: y is the denominator of the base times its root."""
    above, below, symbols = fraction(base, x, _ROOT)
    below_shown = expression(below, symbols)
    table = {
        e: (_ROOT / below_shown) ** (2 * e.args[1])
        for e in atoms(f)
        if e.__class__ is se.Pow and e.args[0] == base and not isinstance(e.args[1], se.Integer)
    }
    numerator, denominator, symbols = fraction(f.xreplace(table), *symbols)
    context = numerator.context()
    missing = (0,) * (len(symbols) - above.context().nvars())
    radicand = context.from_dict({(*e, *missing): c for e, c in (above * below).terms()})
    if radicand.degrees()[0] > 2:
        return None
    a, b = _halves(numerator, radicand)
    c, d = _halves(denominator, radicand)
    # (a + b y)/(c + d y)
    denominator = c * c - d * d * radicand
    y = below_shown * base ** se.Rational(1, 2)
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


def _symbolic_parts(f: Any, x: Any) -> list[Part] | None:
    """Terms with the same powers together: (a + b x)^(n − 1) counts as (a + b x)^n/(a + b x)."""
    groups: dict[Any, Any] = {}
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
        symbols: list[Any] = [x]
        for e in (rest, *bases):
            symbols = fraction(e, *symbols)[2]
        numerator, denominator, symbols = fraction(rest, *symbols)
        polynomials = [fraction(b, *symbols) for b in bases]
        if any(x in s.free_symbols for s in symbols[1:]) or any(below.degrees()[0] for _, below, _ in polynomials):
            return None
        factors = {str(p): p for above, _, _ in polynomials for p, _ in above.factor()[1] if p.degrees()[0]}
        parts.append(Part(numerator, denominator, symbols, y, None, tuple(factors.values())))
    return parts


# ------------------------------------------------------------------------------------------ the terms


def liouville_terms(part: Part) -> list[Any] | None:
    """The functions of which ∫ part is a linear combination; None where they are too many or not known."""
    x, q = part.symbols[0], part.radicand
    poles = [(p, int(e)) for p, e in part.denominator.factor()[1] if p.degrees()[0]]
    shifts = {str(p): (p, int(e) - 1) for p, e in poles}
    for p in part.bases:
        shifts.setdefault(str(p), (p, -1))  # u vanishes where a symbolic power does
    bottom = sum(p.degrees()[0] * e for p, e in shifts.values())
    growth = part.numerator.degrees()[0] - part.denominator.degrees()[0] + 1
    if q is not None:
        growth = max(growth, -((q.degrees()[0] + 1) // 2))
    width = max(growth + bottom, bottom - 1) if part.y == 1 else growth + bottom
    if width > _MAX_TERMS:
        return None
    outside = part.y * se.Mul(*(part.show(p) ** -e for p, e in shifts.values()))
    terms = [outside * x**k for k in range(width + 1)]
    if part.y == 1:
        return _with_logarithms(part, [p for p, _ in poles], terms)
    if q is not None:
        return terms + _of_radicand(part, q, [p for p, _ in poles])
    return terms


def _with_logarithms(part: Part, poles: list[fmpz_mpoly], terms: list[Any]) -> list[Any] | None:
    for p in poles:
        degree = p.degrees()[0]
        if degree > 2:
            return None
        terms.append(se.log(part.show(p)))
        if degree == 2:
            terms.append(_of_quadratic(part, p))
    return terms


def _coefficients(p: fmpz_mpoly) -> list[fmpz_mpoly]:
    """By powers of x, the constant first; always three."""
    context = p.context()
    out: list[dict[Any, Any]] = [{}, {}, {}]
    for exponents, c in p.terms():
        out[int(exponents[0])][(0, *exponents[1:])] = c
    return [context.from_dict(d) for d in out]


def sign(p: fmpz_mpoly) -> int:
    """1 or −1 where all coefficients have this sign, so that p has it for positive parameters; 0 otherwise."""
    signs = {1 if c > 0 else -1 for c in p.coeffs()}
    return signs.pop() if len(signs) == 1 else 0


def _square_root(part: Part, p: fmpz_mpoly) -> Any:
    """√p with square factors pulled out."""
    content, factors = p.factor()
    outside, inside = se.Integer(1), se.Integer(1)
    for q, e in factors:
        outside *= part.show(q) ** (int(e) // 2)
        inside *= part.show(q) ** (int(e) % 2)
    value = rational(se.Integer(int(content)))
    if inside == 1:
        return outside * (sqrt_of(value) if value > 0 else se.sqrt(number(value)))
    size = sqrt_of(abs(value))
    return outside * size * (se.sqrt(inside) if value > 0 else se.sqrt(expand(-inside)))


def _of_quadratic(part: Part, p: fmpz_mpoly) -> Any:
    """∫ dx/p up to a factor."""
    x = part.symbols[0]
    c, b, a = _coefficients(p)
    top = part.show(a) * x + part.show(b) / 2
    quarter = b * b - 4 * a * c  # the discriminant
    if sign(quarter) > 0:
        root = _square_root(part, quarter) / 2
        return se.log((top - root) / (top + root))
    return se.atan(_quotient(top, _square_root(part, -quarter) / 2))


def _quotient(top: Any, bottom: Any) -> Any:
    return se.expand(top / bottom) if top.__class__ is not se.Add else top / bottom


# ----------------------------------------------------------------------------------- under a square root


def _of_radicand(part: Part, q: fmpz_mpoly, poles: list[fmpz_mpoly]) -> list[Any]:
    """∫ dx/√Q and ∫ dx/(p√Q) for the poles p."""
    x, s = part.symbols[0], part.y
    c, b, a = _coefficients(q)
    terms = []
    if a != 0:
        slope = part.show(a) * x + part.show(b) / 2
        if sign(a) < 0:
            terms.append(se.atan(slope / (_square_root(part, -a) * s)))
        else:
            terms.append(se.log(slope + _square_root(part, a) * s))
    for p in poles:
        if p.degrees()[0] == 1:
            terms += _of_linear_pole(part, (c, b, a), p)
        elif p.degrees()[0] == 2:
            terms += _of_even_pole(part, (c, b, a), p)
    return terms


def _of_linear_pole(part: Part, q: tuple[fmpz_mpoly, ...], p: fmpz_mpoly) -> list[Any]:
    """With r the pole, Q(r) = v/p₁² and L/p₁ the polar form of Q at r: atanh(√v s/L) or atan(L/(√−v s))."""
    x, s = part.symbols[0], part.y
    c, b, a = q
    p0, p1, _ = _coefficients(p)
    value = a * p0 * p0 - b * p0 * p1 + c * p1 * p1
    if value == 0:
        return []
    if a == 0:
        # Q linear: t = s
        root = _square_root(part, value if sign(value) >= 0 else -value) / part.show(p1)
        return [se.log((s - root) / (s + root))] if sign(value) >= 0 else [se.atan(s / root)]
    polar = part.show(b * p1 - 2 * a * p0) / 2 * x + part.show(2 * c * p1 - b * p0) / 2
    if sign(value) < 0:
        return [se.atan(_quotient(polar, _square_root(part, -value) * s))]
    root = _square_root(part, value)
    if sign(b * b - 4 * a * c) < 0:
        return [se.atanh(_quotient(polar, root * s))]
    return [se.atanh(root * s / polar)]


def _of_even_pole(part: Part, q: tuple[fmpz_mpoly, ...], p: fmpz_mpoly) -> list[Any]:
    """p and Q even: atan(k x/s) with k² = (p₂Q₀ − p₀Q₂)/p₀, and atan(m s) with m² = −p₂/(p₂Q₀ − p₀Q₂)."""
    x, s = part.symbols[0], part.y
    c, b, a = q
    p0, p1, p2 = _coefficients(p)
    mixed = p2 * c - p0 * a
    if b != 0 or p1 != 0 or mixed == 0:
        return []
    if sign(mixed * p0) < 0:
        first = se.atanh(_square_root(part, -mixed * p0) * x / (part.show(p0) * s))
    else:
        first = se.atan(_square_root(part, mixed * p0) * x / (part.show(p0) * s))
    if sign(mixed * p2) < 0:
        return [first, se.atan(part.show(p2) * s / _square_root(part, -mixed * p2))]
    root = _square_root(part, mixed * p2)
    return [first, se.atanh(part.show(p2) * s / root)]

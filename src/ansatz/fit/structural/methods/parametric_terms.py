"""The functions that an integral with parameters is a linear combination of, read off R(x)·y (see `parametric`).

y = 1       x^k/Π p^(e−1), and ln p, ln or atan of a ratio, roots of unity for A xⁿ + C at each factor p
y = √Q      the same times y; one ln or atan for ∫ dx/√Q and for each pole
y = pⁿ…     the same times y·Π p: no logarithms for general exponents
"""

from dataclasses import dataclass

import symengine as se
from flint import fmpq, fmpq_poly, fmpz, fmpz_mpoly

from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.ratios import Ratio
from ansatz.algebra.surds import sqrt_of
from ansatz.algebra.together import expanded, expression, fraction
from ansatz.fit.structural.forms.rewrite import expand
from ansatz.fit.structural.methods.rational_functions import integrate_rational

_MAX_TERMS = 40
_MAX_DEGREE = 8


@dataclass(frozen=True, slots=True)
class Part:
    """numerator/denominator·y; generator 0 of the polynomials is x, `symbols` names all.

    radicand: Q where y = √Q. bases: polynomials of which y has symbolic powers.
    """

    numerator: fmpz_mpoly
    denominator: fmpz_mpoly
    symbols: list[se.Expr]
    y: se.Expr
    radicand: fmpz_mpoly | None = None
    bases: tuple[fmpz_mpoly, ...] = ()

    def show(self, p: fmpz_mpoly) -> se.Expr:
        return expanded(p, self.symbols)

    def value(self) -> se.Expr:
        return self.show(self.numerator) / expression(self.denominator, self.symbols) * self.y


def liouville_terms(part: Part) -> list[se.Expr] | None:
    """The functions of which ∫ part is a linear combination; None where they are too many or not known."""
    x, q = part.symbols[0], part.radicand
    poles = [(p, int(e)) for p, e in part.denominator.factor()[1] if degree(p)]
    shifts = {str(p): (p, int(e) - 1) for p, e in poles}
    for p in part.bases:
        shifts.setdefault(str(p), (p, -1))  # u vanishes where a symbolic power does
    bottom = sum(degree(p) * e for p, e in shifts.values())
    growth = degree(part.numerator) - degree(part.denominator) + 1
    cancelling = _integer_degree(part)
    if cancelling is not None:
        growth = max(growth, -cancelling)  # where u·y tends to a constant
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


def _integer_degree(part: Part) -> int | None:
    """The degree of y at infinity where it is an integer and no accident of the parameters."""
    if part.radicand is not None:
        n = degree(part.radicand)
        return n // 2 if n % 2 == 0 else None
    if part.y == 1:
        return None  # a constant is no part of u
    x = part.symbols[0]
    total = se.Integer(0)
    for e in part.y.args if part.y.__class__ is se.Mul else (part.y,):
        if x in e.free_symbols:
            total += degree(fraction(e.args[0], x)[0]) * e.args[1]
    total = se.expand(total)
    return int(total) if isinstance(total, se.Integer) else None


def _with_logarithms(part: Part, poles: list[fmpz_mpoly], terms: list[se.Expr]) -> list[se.Expr] | None:
    for p in poles:
        if degree(p) <= 2:
            terms.append(se.log(part.show(p)))
            if degree(p) == 2:
                terms.append(_of_quadratic(part, p))
            continue
        high = _of_biquadratic(part, p) or _of_binomial(part, p)
        if high is None:
            return None
        terms += high
    return terms


def coefficients_of(p: fmpz_mpoly) -> list[fmpz_mpoly]:
    """By powers of x, the constant first; at least three."""
    context = p.context()
    out: list[dict[tuple[int, ...], fmpz]] = [{} for _ in range(max(degree(p) + 1, 3))]
    for exponents, c in p.terms():
        out[int(exponents[0])][(0, *exponents[1:])] = c
    return [context.from_dict(d) for d in out]


def degree(p: fmpz_mpoly) -> int:
    """The degree in x."""
    return int(p.degrees()[0])


def sign(p: fmpz_mpoly) -> int:
    """1 or −1 where all coefficients have this sign, so that p has it for positive parameters; 0 otherwise."""
    signs = {1 if c > 0 else -1 for c in p.coeffs()}
    return signs.pop() if len(signs) == 1 else 0


def square_root(part: Part, p: fmpz_mpoly) -> se.Expr:
    """√p with square factors pulled out."""
    content, factors = p.factor()
    outside, inside = se.Integer(1), se.Integer(1)
    for q, e in factors:
        outside *= part.show(q) ** (int(e) // 2)
        inside *= part.show(q) ** (int(e) % 2)
    value = fmpq(int(content))
    if inside == 1:
        return outside * (sqrt_of(value) if value > 0 else se.sqrt(to_symengine_number(value)))
    size = sqrt_of(abs(value))
    return outside * size * (se.sqrt(inside) if value > 0 else se.sqrt(expand(-inside)))


def _of_quadratic(part: Part, p: fmpz_mpoly) -> se.Expr:
    """∫ dx/p up to a factor."""
    x = part.symbols[0]
    c, b, a = coefficients_of(p)
    even = all(int(k) % 2 == 0 for k in b.coeffs())
    discriminant = b * b - 4 * a * c
    top, root = 2 * part.show(a) * x + part.show(b), square_root(part, _positive(discriminant))
    if even:
        top, root = part.show(a) * x + part.show(b) / 2, root / 2
    if sign(discriminant) > 0:
        return se.log((top - root) / (top + root))
    return se.atan(top / root)


def _positive(discriminant: fmpz_mpoly) -> fmpz_mpoly:
    """The discriminant where it is positive for positive parameters, else its opposite."""
    return discriminant if sign(discriminant) > 0 else -discriminant


def _of_biquadratic(part: Part, p: fmpz_mpoly) -> list[se.Expr] | None:
    """∫ x^k dx/p for p = A x⁴ + B x² + C with B ≠ 0, by the roots of A w² + B w + C."""
    x, coefficients = part.symbols[0], coefficients_of(p)
    if degree(p) != 4 or coefficients[1] != 0 or coefficients[3] != 0 or coefficients[2] == 0:
        return None
    c, _, b, _, a = coefficients
    discriminant = b * b - 4 * a * c
    if sign(discriminant) < 0:
        return None
    gap = square_root(part, discriminant)
    top = 2 * part.show(a) * x**2 + part.show(b)
    terms = [se.log(part.show(p)), se.log((top - gap) / (top + gap))]
    for power in (0, 1):
        total = se.Integer(0)
        for side in (1, -1):
            w = (side * gap - part.show(b)) / (2 * part.show(a))
            root = se.sqrt(se.expand(-w))
            total += side * w**power / root * se.atan(x / root)
        terms.append(total / gap)
    return terms


def _of_binomial(part: Part, p: fmpz_mpoly) -> list[se.Expr] | None:
    """∫ x^k dx/p for p = A xⁿ + C, k < n: with x = λt, λⁿ = |C/A|, a number field is left."""
    x, n = part.symbols[0], degree(p)
    coefficients = coefficients_of(p)
    constant, lead = coefficients[0], coefficients[n]
    if any(c != 0 for c in coefficients[1:n]) or n > _MAX_DEGREE:
        return None
    relative = 1 if sign(constant) == sign(lead) else -1
    scale = root_of_constant(part, constant, n) / root_of_constant(part, lead, n)
    unit = fmpq_poly([relative] + [0] * (n - 1) + [1])
    terms = []
    for k in range(n):
        inner = integrate_rational(Ratio(fmpq_poly([0] * k + [1]), unit), x / scale)
        if inner is None:
            return None
        terms.append(scale ** (k + 1) * inner)
    return terms


def root_of_constant(part: Part, p: fmpz_mpoly, n: int) -> se.Expr:
    """|p|^(1/n) with n-th powers pulled out."""
    content, factors = p.factor()
    outside, inside = se.Integer(1), se.Integer(abs(int(content)))
    for q, e in factors:
        outside *= part.show(q) ** (int(e) // n)
        inside *= part.show(q) ** (int(e) % n)
    return outside * inside ** se.Rational(1, n)


# ----------------------------------------------------------------------------------- under a square root


def _of_radicand(part: Part, q: fmpz_mpoly, poles: list[fmpz_mpoly]) -> list[se.Expr]:
    """∫ dx/√Q and ∫ dx/(p√Q) for the poles p."""
    x, s = part.symbols[0], part.y
    c, b, a = coefficients_of(q)
    terms = []
    if a != 0:
        slope = part.show(a) * x + part.show(b) / 2
        if sign(a) < 0:
            terms.append(se.atan(slope / (square_root(part, -a) * s)))
        else:
            terms.append(se.log(slope + square_root(part, a) * s))
    for p in poles:
        if degree(p) == 1:
            terms += _of_linear_pole(part, (c, b, a), p)
        elif degree(p) == 2:
            terms += _of_even_pole(part, (c, b, a), p)
    return terms


def _of_linear_pole(part: Part, q: tuple[fmpz_mpoly, ...], p: fmpz_mpoly) -> list[se.Expr]:
    """With r the pole, Q(r) = v/p₁² and L/p₁ the polar form of Q at r: atanh(√v s/L) or atan(L/(√−v s))."""
    x, s = part.symbols[0], part.y
    c, b, a = q
    p0, p1, _ = coefficients_of(p)
    value = a * p0 * p0 - b * p0 * p1 + c * p1 * p1
    if value == 0:
        return []
    if a == 0:
        # Q linear: t = s
        root = square_root(part, value if sign(value) >= 0 else -value) / part.show(p1)
        return [se.log((s - root) / (s + root))] if sign(value) >= 0 else [se.atan(s / root)]
    polar = part.show(b * p1 - 2 * a * p0) / 2 * x + part.show(2 * c * p1 - b * p0) / 2
    if sign(value) < 0:
        return [se.atan(polar / (square_root(part, -value) * s))]
    root = square_root(part, value)
    if sign(b * b - 4 * a * c) < 0:
        return [se.atanh(polar / (root * s))]
    return [se.atanh(root * s / polar)]


def _of_even_pole(part: Part, q: tuple[fmpz_mpoly, ...], p: fmpz_mpoly) -> list[se.Expr]:
    """p and Q even: atan(k x/s) with k² = (p₂Q₀ − p₀Q₂)/p₀, and atan(m s) with m² = −p₂/(p₂Q₀ − p₀Q₂)."""
    x, s = part.symbols[0], part.y
    c, b, a = q
    p0, p1, p2 = coefficients_of(p)
    mixed = p2 * c - p0 * a
    if b != 0 or p1 != 0 or mixed == 0:
        return []
    if sign(mixed * p0) < 0:
        first = se.atanh(square_root(part, -mixed * p0) * x / (part.show(p0) * s))
    else:
        first = se.atan(square_root(part, mixed * p0) * x / (part.show(p0) * s))
    if sign(mixed * p2) < 0:
        return [first, se.atan(part.show(p2) * s / square_root(part, -mixed * p2))]
    root = square_root(part, mixed * p2)
    return [first, se.atanh(part.show(p2) * s / root)]

"""∫ Σ R_ω(x)·e^(iωx) dx over the line, by residues: rational functions beside sines and cosines.

    ∫ cos(2x)/(x² + 4) dx = π·e⁻⁴/2         ∫ sin²(x)/x² dx = π         ∫ x·sin(x)/(x² + 1) dx = π/e

The real integrand is R₀ + Σ_{ω>0} (R_ω e^(iωx) + its conjugate), without poles on the line as a whole: the principal
parts at each real pole cancel, which is tested exactly. Then the path may run above the real poles; terms with ω > 0
(Jordan's lemma: R_ω = O(1/x)) and with ω = 0 (R₀ = O(1/x²)) are closed in the upper half-plane, those with ω < 0 in the
lower one (Ahlfors, *Complex Analysis*, 3rd ed., 1979, section 4.5.3; Whittaker and Watson, *Modern Analysis*, § 6.22).
An even integrand gives half of it over the half-line.
"""

from fractions import Fraction

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.ratios import ONE, factor
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.real_line.signs import Signs
from ansatz.solve.integral.theorems.complex_numbers import Complex, Series, product, reciprocal, taylor, wave
from ansatz.solve.integral.theorems.statement import Definite, Value
from ansatz.solve.integral.theorems.waves import Coefficient, Waves, waves_of

_MAX_DEGREE = 16
_NAME = "the residue theorem"


def by_residues(question: Definite) -> Value | None:
    """Over the line, or over a half-line where the integrand is even."""
    whole = question.over(-se.oo, se.oo)
    if not whole and not question.over(0, se.oo) and not question.over(-se.oo, 0):
        return None
    found = waves_of(question.f, question.x)
    if found is None:
        return None
    waves, unit = found
    if not (unit.free_symbols <= question.parameters) or (not whole and not waves.is_even):
        return None
    conditions: tuple[Condition, ...] = ()
    if unit.free_symbols:
        if not isinstance(unit, se.Symbol):
            return None
        conditions = (Condition.on(unit, Relation.POSITIVE),)
    elif Signs().sign(unit) < 0:
        return None
    total = _over_the_line(waves, unit, Signs({s: se.Integer(1) for s in unit.free_symbols}))
    if total is None:
        return None
    return Value(se.expand(total if whole else total / 2), _NAME, conditions)


def _over_the_line(waves: Waves, unit: se.Expr, signs: Signs) -> se.Expr | None:
    below = ONE
    for omega, c in waves.terms.items():
        if max(r.degree() for r in (c.re, c.im) if r) > (-1 if omega else -2):
            return None
        for r in (c.re, c.im):
            below = below * r.den // below.gcd(r.den)
    if below.degree() > _MAX_DEGREE:
        return None
    # times 2π: Re(i·U) for the poles above, −Im r for those on the line
    total = se.Integer(0)
    for p, multiplicity in factor(below)[1] if below.degree() > 0 else ():
        zeros = closed_zeros(p)
        if zeros is None:
            return None
        for z in zeros:
            on_the_line = z.im == 0
            if not on_the_line and signs.sign(z.im) < 0:
                continue
            parts = {
                omega: _principal_part(c, unit * to_symengine_number(omega), z, below, multiplicity)
                for omega, c in waves.terms.items()
                if omega >= 0
            }
            if on_the_line and not _cancel(parts, signs):
                return None
            for omega, part in parts.items():
                if omega > 0:
                    total -= (1 if on_the_line else 2) * part[-1].im
                elif not on_the_line:
                    total -= part[-1].im
    return 2 * se.pi * total


def _principal_part(c: Coefficient, omega: se.Expr, z: Complex, below: fmpq_poly, count: int) -> Series:
    """Coefficients of 1/hᵐ, …, 1/h of c·e^(iωx) at x = z + h, where `below` is a common denominator with a zero of
    order m = count at z."""
    above = [r.num * (below // r.den) for r in (c.re, c.im)]
    re, im = (taylor(p, z, count) for p in above)
    top = [u + Complex(-v.im, v.re) for u, v in zip(re, im, strict=True)]
    bottom = taylor(below, z, 2 * count)[count:]
    return product(product(top, wave(omega, z, count)), reciprocal(bottom))


def _cancel(parts: dict[Fraction, Series], signs: Signs) -> bool:
    """Whether R₀'s and twice the real parts of the others add up to zero in every order."""
    for coefficients in zip(*parts.values(), strict=True):
        total = sum((2 if omega else 1) * c.re for omega, c in zip(parts, coefficients, strict=True))
        if not signs.is_zero(se.expand(total)):
            return False
    return True


def closed_zeros(p: fmpq_poly) -> list[Complex] | None:
    """All zeros of an irreducible polynomial by square roots, of xⁿ + c by waves too; None for others."""
    c = [to_symengine_number(coefficient) for coefficient in p.coeffs()]
    n = p.degree()
    if n == 1:
        return [Complex(-c[0] / c[1])]
    if n == 2:
        return _of_quadratic(c[1] / c[2], c[0] / c[2])
    if all(k == 0 for k in c[1:n]):
        value = -p[0] / p[n]
        size = to_symengine_number(value if value > 0 else -value) ** se.Rational(1, n)
        turns = [se.pi * se.Rational(2 * k + (value < fmpq(0)), n) for k in range(n)]
        return [Complex(se.expand(size * se.cos(a)), se.expand(size * se.sin(a))) for a in turns]
    if n == 4 and c[1] == c[3] == 0:
        # x⁴ + px² + q = (x² + ux + s)(x² − ux + s), s = √q, where x² is not real; else x² is
        squares = _of_quadratic(c[2] / c[4], c[0] / c[4])
        if squares[0].im == 0:
            return [z for w in squares for z in _of_quadratic(se.Integer(0), -w.re)]
        s = se.sqrt(c[0] / c[4])
        u = se.sqrt(se.expand(2 * s - c[2] / c[4]))
        v = se.sqrt(se.expand(s - u**2 / 4))
        return [*_conjugates(u / 2, v), *_conjugates(-u / 2, v)]
    return None


def _of_quadratic(b: se.Expr, c: se.Expr) -> list[Complex]:
    """Zeros of x² + bx + c."""
    under = se.expand(b**2 / 4 - c)
    if Signs().sign(under) < 0:
        return _conjugates(-b / 2, se.sqrt(-under))
    root = se.sqrt(under)
    return [Complex(se.expand(-b / 2 + root)), Complex(se.expand(-b / 2 - root))]


def _conjugates(re: se.Expr, im: se.Expr) -> list[Complex]:
    return [Complex(re, im), Complex(re, -im)]

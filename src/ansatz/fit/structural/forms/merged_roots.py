"""Products of roots in lowest terms, up to a locally constant factor.

    (a² + 2abx + b²x²)^(5/2) = σ·(a + bx)⁵         (c·sin⁵ v)^(1/2) = σ·sin² v·(c·sin v)^(1/2)
    ((1 + ax)/(1 − ax))^(3/2)·√(1 − a²x²) = σ·(1 + ax)²/(1 − ax)

Every base is factored over Q with all parameters and kernels as indeterminates, the exponents of each prime are added,
whole powers leave the root, and primes with one fractional exponent share a root. σ, the quotient of both products,
satisfies σⁿ = constant for some n: σ' = 0 wherever it has a value (Bronstein, *Symbolic Integration I*, 2nd ed., 2005,
section 9.2: what a product of roots hides is algebraic over the constants). So ∫ f = σ·∫ f/σ.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

import symengine as se
from flint import acb

from ansatz.algebra.balls import Program
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import as_fraction, is_fraction, to_symengine_number
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import expanded, fraction, together
from ansatz.errors import ALGEBRA_FAILURES

_MAX_TERMS = 12
_TRIALS, _BITS = 24, 64


@dataclass(frozen=True, slots=True)
class Merged:
    """f = factor·integrand. constant, sign_of: where the integrand has no root, factor = constant·sign(sign_of)."""

    integrand: se.Expr
    factor: se.Expr
    constant: se.Expr = se.Integer(1)
    sign_of: se.Expr | None = None

    def times(self, F: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
        """factor·F in its forms, F an antiderivative of the integrand: the likeliest to hold everywhere first."""
        if self.sign_of is not None and self.sign_of != 1:
            yield self.constant * _continuous(F, self.sign_of, x)
        elif (sign := _common_sign(self.factor / self.constant)) is not None:
            yield sign * self.constant * F
        yield self.factor * F


def _common_sign(factor: se.Expr) -> se.Expr | None:
    """1 or −1 where the factor has this value at all places tried with real roots: a guess, for a short answer."""
    rng, found = random.Random(0), set()
    program = Program()
    slot = program.add(factor)
    bases = [program.add(e.args[0]) for e in factor.atoms(se.Pow) if not isinstance(e.args[1], se.Integer)]
    for _ in range(_TRIALS):
        point = {s: acb(rng.uniform(-2, 2)) for s in factor.free_symbols}
        values = program.run(point, _BITS)
        if values[slot].is_finite() and all(values[base].real > 0 for base in bases):
            found.add(round(float(values[slot].real), 6))
    return se.Integer(int(found.pop())) if found in ({1.0}, {-1.0}) else None


def _continuous(F: se.Expr, u: se.Expr, x: se.Symbol) -> se.Expr:
    """sign(u)·F, less the value of F at the zero of a linear u: it does not jump there."""
    slope = se.expand(u.diff(x))
    if x in slope.free_symbols:
        return se.sign(u) * F
    start = F.subs({x: -se.expand(u - slope * x) / slope})
    rest = together((F - start) / u) if not has_no_value(start) else None
    return se.sign(u) * F if rest is None else abs(u) * rest


def merged_roots(f: se.Expr, x: se.Symbol) -> list[Merged] | None:
    """f as Σ σ·g with pairwise different σ; None where that is no more than was written."""
    terms = f.args if f.__class__ is se.Add else (f,)
    if len(terms) > _MAX_TERMS:
        return None
    sums: dict[se.Expr, Merged] = {}
    for term in terms:
        found = _merged(term, x)
        if found is None:
            return None
        before = sums.get(found.factor)
        total = found.integrand if before is None else before.integrand + found.integrand
        sums[found.factor] = replace(found, integrand=total)
    return None if set(sums) == {se.Integer(1)} else list(sums.values())


def _merged(term: se.Expr, x: se.Symbol) -> Merged | None:
    """One product; None where a base is no fraction of kernels."""
    rest, roots = se.Integer(1), []
    for part in se.Mul.make_args(term):
        base, exponent = base_and_exponent(part)
        if is_fraction(exponent) and x in base.free_symbols:
            roots.append((base, as_fraction(exponent)))
        else:
            rest *= part
    if not roots:
        return Merged(term, se.Integer(1))
    exponents: dict[se.Expr, Fraction] = {}
    negative: list[Fraction] = []
    constant, gathered = se.Integer(1), len(roots) > 1
    for base, r in roots:
        try:
            above, below, symbols = fraction(base, x)
            content_above, factors_above = above.factor()
            content_below, factors_below = below.factor()
        except ALGEBRA_FAILURES:
            return None
        content = Fraction(int(content_above), int(content_below))
        constant *= to_symengine_number(abs(content)) ** to_symengine_number(r)
        if content < 0:
            negative.append(r)
        for factors, side in ((factors_above, 1), (factors_below, -1)):
            for p, e in factors:
                prime = expanded(p, symbols)
                gathered = gathered or int(e) > 1
                exponents[prime] = exponents.get(prime, Fraction(0)) + side * int(e) * r
    if not gathered:
        return Merged(term, se.Integer(1))
    return _assembled(rest, roots, exponents, negative, constant, x)


def _assembled(
    rest: se.Expr,
    roots: list[tuple[se.Expr, Fraction]],
    exponents: dict[se.Expr, Fraction],
    negative: list[Fraction],
    constant: se.Expr,
    x: se.Symbol,
) -> Merged:
    """The product put together again: whole powers outside, one root for each fractional exponent."""
    outside = se.Integer(1)
    inside: dict[Fraction, se.Expr] = {}
    for prime, s in exponents.items():
        if x in prime.free_symbols:
            whole = floor(s)
            outside *= prime**whole
            if s != whole:
                inside[s - whole] = inside.get(s - whole, se.Integer(1)) * prime
    for prime, s in exponents.items():
        if x not in prime.free_symbols:
            whole = floor(s)
            if s - whole in inside:  # real together only
                inside[s - whole] *= prime
                constant *= prime**whole
            else:
                constant *= prime ** to_symengine_number(s)
    for r in negative:
        if r - floor(r) in inside:
            inside[r - floor(r)] *= -1
    for r, base in inside.items():
        inside[r] = se.expand(base) if base.__class__ is not se.Pow else base
    merged = outside * se.Mul(*(base ** to_symengine_number(r) for r, base in inside.items()))
    given = se.Mul(*(base ** to_symengine_number(r) for base, r in roots))
    factor = given / merged
    if x not in factor.free_symbols:
        return Merged(rest * given, se.Integer(1))
    sign_of = None
    if not inside and not negative:
        sign_of = se.Mul(*(p for p, s in exponents.items() if x in p.free_symbols and int(s) % 2))
    return Merged(rest * merged, factor, se.Integer(1) if negative else constant, sign_of)

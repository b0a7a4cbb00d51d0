"""Integrals over whole periods.

    ∫₀^2π dx/(a + b·cos x + c·sin x) = sign(a)·2π/√(a² − b² − c²)         where a² > b² + c²
    ∫₀^2π dx/(a + b·cos x + c·sin x)ⁿ⁺¹ = (−1)ⁿ/n!·∂ⁿ/∂aⁿ of it
    ∫₀^2π ln(a + b·cos x + c·sin x) dx = 2π·ln((a + √(a² − b² − c²))/2)     where a > 0, a² ≥ b² + c²
    ∫₀^2π ln|p(e^(ix))| dx = 2π·(ln|lead of p| + Σ ln max(1, |zero|))        Jensen's formula
    ∫₀^2π e^(a·cos kx)·cos(a·sin kx − mx) dx = 2π·[z^m] e^(az^k)            Cauchy's formula on the circle

(Ahlfors, *Complex Analysis*, 3rd ed., 1979, sections 4.5.3, 5.3.1 and 4.2.3; Gradshteyn and Ryzhik 3.613, 4.225,
3.931.) Over a part of a period that symmetries repeat it is that part of the whole.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import as_fraction, is_even, is_rational
from ansatz.algebra.ratios import factor
from ansatz.algebra.real_domain import RealDomain
from ansatz.algebra.squares import split_square
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.real_line.signs import Signs
from ansatz.solve.integral.theorems.positivity import positive_or_conditions
from ansatz.solve.integral.theorems.residues import closed_zeros
from ansatz.solve.integral.theorems.statement import Definite, Value
from ansatz.solve.integral.theorems.waves import waves_of

_MAX_POWER = 6
_MEAN = "the residue theorem on the circle"


def over_period(question: Definite) -> Value | None:
    """By whichever of the three formulas applies."""
    if question.low in (se.oo, -se.oo) or question.high in (se.oo, -se.oo):
        return None
    for rule in (_linear_denominator, _linear_logarithm, _jensen, _circle_mean):
        found = rule(question)
        if found is not None:
            return found
    return None


def _turns(question: Definite, slope: se.Expr) -> Fraction | None:
    """How often slope·x goes through 2π."""
    turns = se.expand(slope * (question.high - question.low) / (2 * se.pi))
    return as_fraction(turns) if is_rational(turns) else None


def _share(question: Definite, functions: Sequence[se.Expr]) -> se.Expr | None:
    """The integral over a period divided by 2π, times this, is the integral; the integrand is a function of sines and
    cosines of multiples of x: whole periods, or with cosines alone half periods from a multiple of π."""
    turns = _turns(question, se.Integer(1))
    multiples = [
        as_fraction(m) if is_rational(m) else None for m in (se.expand(e.args[0] / question.x) for e in functions)
    ]
    if turns is None or not multiples or any(m is None or m.denominator != 1 for m in multiples):
        return None
    if turns.denominator == 1:
        return question.high - question.low
    from_zero = is_rational(question.low / se.pi) and isinstance(question.low / se.pi, se.Integer)
    if turns.denominator == 2 and from_zero and all(e.__class__ is se.cos for e in functions):
        return question.high - question.low
    return None


def _linear_denominator(question: Definite) -> Value | None:
    f, x = question.f, question.x
    constant, linear, power = se.Integer(1), None, 1
    for part in se.Mul.make_args(f):
        base, n = base_and_exponent(part)
        if x not in part.free_symbols:
            constant *= part
        elif isinstance(n, se.Integer) and 0 < -n <= _MAX_POWER and base.__class__ is se.Add and linear is None:
            linear, power = base, -int(n)
        else:
            return None
    if linear is None:
        return None
    waves = [e for e in linear.atoms(se.sin, se.cos) if x in e.free_symbols]
    if len({e.args[0] for e in waves}) != 1:
        return None
    width = _share(question, waves)
    table = {e: se.Symbol(e.__class__.__name__ + "_") for e in waves}
    form = linear.xreplace(table)
    b = [se.expand(form.diff(symbol)) for symbol in table.values()]
    a = se.expand(form - sum(c * s for c, s in zip(b, table.values(), strict=True)))
    if width is None or any(e.free_symbols & {x, *table.values()} for e in (a, *b)):
        return None
    under = se.expand(a**2 - sum(c**2 for c in b))
    v, w = split_square(under)
    squared = w == 1 and v != 1
    sign, conditions = _sign_of(a, question), _nonzero(v) if squared else positive_or_conditions([under])
    if sign is None or conditions is None:
        return None
    root = abs(se.expand(v)) if squared else se.sqrt(under)
    # ∂/∂a takes 1/(a + …)ⁿ to −n/(a + …)ⁿ⁺¹, and is locally of one sign
    top, total = se.Symbol("a_"), 1 / se.sqrt(se.Symbol("a_") ** 2 - sum(c**2 for c in b))
    for k in range(1, power):
        total = -total.diff(top) / k
    # a polynomial in a over a power of the root
    total = se.expand(total * se.sqrt(top**2 - sum(c**2 for c in b)) ** (2 * power - 1), deep=True).subs({top: a})
    if power % 2 == 0:  # an odd polynomial
        total, sign = total / a, sign * a if sign.is_number else abs(a)
    return Value(constant * width * sign * se.expand(total) / root ** (2 * power - 1), _MEAN, conditions)


def _sign_of(a: se.Expr, question: Definite) -> se.Expr | None:
    """The sign of a number, or of an expression in parameters that is not zero; None of zero."""
    if not a.free_symbols:
        found = Signs().sign(a)
        return se.Integer(found) if found else None
    return se.Integer(1) if a in question.positive or RealDomain().is_nonnegative(a) else se.sign(a)


def _nonzero(v: se.Expr) -> tuple[Condition, ...]:
    """The conditions under which a product of parameters and numbers is not zero."""
    bases = (base_and_exponent(part)[0] for part in se.Mul.make_args(v))
    return tuple(Condition.on(base, Relation.NONZERO) for base in bases if base.free_symbols)


def _linear_logarithm(question: Definite) -> Value | None:
    """∫ ln(a + b·cos x + c·sin x) over a period is 2π·ln((a + √(a² − b² − c²))/2), a > 0, a² ≥ b² + c²."""
    x = question.x
    constant, rest = split_constant(question.f, x)
    if rest.__class__ is not se.log or not question.parameters or rest.args[0].__class__ is not se.Add:
        return None
    inner = rest.args[0]
    waves = [e for e in inner.atoms(se.sin, se.cos) if x in e.free_symbols]
    width = _share(question, waves)
    table = {e: se.Symbol(e.__class__.__name__ + "_") for e in waves}
    form = se.expand(inner.xreplace(table))
    b = [se.expand(form.diff(symbol)) for symbol in table.values()]
    a = se.expand(form - sum(c * s for c, s in zip(b, table.values(), strict=True)))
    if (
        width is None
        or len({e.args[0] for e in waves}) != 1
        or any(e.free_symbols & {x, *table.values()} for e in (a, *b))
    ):
        return None
    under = se.expand(a**2 - sum(c**2 for c in b))
    v, w = split_square(under)
    conditions = positive_or_conditions([a])
    if conditions is None:
        return None
    if w != 1:
        conditions = (*conditions, Condition.on(under, Relation.NONNEGATIVE))
    root = abs(se.expand(v)) if w == 1 else se.sqrt(under)
    return Value(constant * width * se.log((a + root) / 2), "Jensen's formula", conditions)


def _jensen(question: Definite) -> Value | None:
    """Of c·ln(p(sin, cos)), p a polynomial with rational coefficients that is never negative, or under |·|."""
    x = question.x
    parts = [part for part in se.Mul.make_args(question.f) if x in part.free_symbols]
    if len(parts) != 1 or parts[0].__class__ is not se.log or question.parameters:
        return None
    argument, constant = parts[0].args[0], question.f / parts[0]
    if _is_positive_wave(argument, question):
        argument, constant = argument**2, constant / 2
    inner = argument.args[0] if argument.__class__ is se.Abs else argument
    known = waves_of(inner, x)
    waves = list(inner.atoms(se.sin, se.cos))
    width = _share(question, waves)
    if width is None and inner.__class__ is se.Pow:  # squares repeat themselves after half a turn
        width = _share_of_even_power(question, inner)
    if known is None or known[1] != 1 or width is None:
        return None
    low = min(known[0].terms, default=Fraction(0))
    if any(k.denominator != 1 or c.re.degree() > 0 or c.im.degree() > 0 for k, c in known[0].terms.items()):
        return None
    if any(c.im for c in known[0].terms.values()):
        return None  # zeros of polynomials over Q(i) are not told
    coefficients = [fmpq(0)] * (int(-2 * low) + 1)
    for k, c in known[0].terms.items():
        if c.re.den.degree() > 0 or c.re.num.degree() > 0:
            return None
        coefficients[int(k - low)] = c.re.num[0]
    if argument.__class__ is not se.Abs and not _never_negative(inner, x):
        return None
    p, signs = fmpq_poly(coefficients), Signs()
    lead = p[p.degree()]
    total = se.log(se.Rational(int(abs(lead.p)), int(lead.q)))
    for q, multiplicity in factor(p)[1]:
        if q.degree() == 1 and q[0] == 0:
            continue
        zeros = closed_zeros(q)
        if zeros is None:
            return None
        for z in zeros:
            norm = se.expand(z.re**2 + z.im**2)
            if signs.sign(norm - 1) > 0:
                total += multiplicity * se.log(norm) / 2
    return Value(se.expand(constant * width * total), "Jensen's formula")


def _is_positive_wave(u: se.Expr, question: Definite) -> bool:
    """sin(x) from 0 to π, cos(x) from −π/2 to π/2, or half of that."""
    start = {se.sin(question.x): se.Integer(0), se.cos(question.x): -se.pi / 2}.get(u)
    if start is None:
        return False
    quarters = [se.expand((end - start) / (se.pi / 2)) for end in (question.low, question.high)]
    return quarters in ([0, 1], [1, 2], [0, 2])


def _share_of_even_power(question: Definite, inner: se.Expr) -> se.Expr | None:
    base, n = inner.args
    turns = _turns(question, se.Integer(2))
    even = is_even(n) and base in (se.sin(question.x), se.cos(question.x))
    if not even or turns is None:
        return None
    half = is_rational(question.low / (se.pi / 2)) and isinstance(question.low / (se.pi / 2), se.Integer)
    return question.high - question.low if turns.denominator == 1 or (turns.denominator == 2 and half) else None


def _never_negative(inner: se.Expr, x: se.Symbol) -> bool:
    """An even power, or a + b·cos with |b| <= a."""
    n = base_and_exponent(inner)[1]
    if is_even(n):
        return True
    waves = list(inner.atoms(se.sin, se.cos))
    if len(waves) != 1:
        return False
    symbol = se.Symbol("w_")
    form = inner.xreplace({waves[0]: symbol})
    b = form.diff(symbol)
    a = se.expand(form - b * symbol)
    return is_rational(a) and is_rational(b) and bool(a >= abs(b))


def _circle_mean(question: Definite) -> Value | None:
    """e^(a·cos kx) beside cos or sin of a·sin kx + mx."""
    x = question.x
    parts = [part for part in se.Mul.make_args(question.f) if x in part.free_symbols]
    constant = question.f / se.Mul(*parts)
    exponentials = [p for p in parts if p.__class__ is se.Pow and p.args[0] == se.E]
    waves = [p for p in parts if p.__class__ in (se.sin, se.cos)]
    if len(parts) != 2 or len(exponentials) != 1 or len(waves) != 1:
        return None
    turns = _turns(question, se.Integer(1))
    exponent, angle = exponentials[0].args[1], waves[0].args[0]
    inner = list(exponent.atoms(se.cos))
    if turns is None or turns.denominator != 1 or len(inner) != 1:
        return None
    k = se.expand(inner[0].args[0] / x)
    a = exponent / inner[0]
    rest = se.expand((angle - a * se.sin(k * x)) / x)
    mirrored = se.expand((-angle - a * se.sin(k * x)) / x)
    sign = 1
    if not is_rational(rest):
        rest, sign = mirrored, -1 if waves[0].__class__ is se.sin else 1
    if x in a.free_symbols or not (isinstance(k, se.Integer) and k > 0 and isinstance(rest, se.Integer)):
        return None
    if waves[0].__class__ is se.sin:
        return Value(se.Integer(0), "Cauchy's formula")  # the mean of a real coefficient has no imaginary part
    n = -int(rest)
    if n < 0 or n % int(k):
        return Value(se.Integer(0), "Cauchy's formula")
    j = n // int(k)
    value = constant * sign * (question.high - question.low) * a**j / factorial(j)
    return Value(se.expand(value), "Cauchy's formula")


__all__ = ["over_period"]

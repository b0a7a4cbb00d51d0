"""Powers of x as the new variable, symbolic exponents included, and Chebyshev's third case of binomial integrals.

    x^(n−1)/√(1 + x^(2n))         t = xⁿ
    x^m·(a + b xⁿ)^(k/q)          t = (a + b xⁿ)^(1/q)/x^(n/q), or 1/t, where (m + 1)/n + k/q is an integer

∫ x^m (a + b xⁿ)^p dx is elementary only where p, (m + 1)/n or (m + 1)/n + p is an integer (Chebyshev, J. de Math. 18,
1853; Ritt, *Integration in Finite Terms*, 1948, chapter III). In the second case t = xⁿ leaves one root of a linear
function. The third case leaves a rational function of t, since xⁿ = a/(t^q − b).
"""

from collections.abc import Iterator
from fractions import Fraction
from math import gcd, lcm

import symengine as se

from ansatz.algebra.factors import monomial
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import as_fraction, is_rational, to_symengine_number
from ansatz.algebra.ratios import atoms
from ansatz.algebra.together import together
from ansatz.fit.structural.methods.change_of_variable import Substitution, fresh


def power_substitutions(f: se.Expr, x: se.Symbol) -> Iterator[Substitution]:
    """t = x^s where f·x is a function of x^s, s symbolic."""
    exponents = {e.args[1] for e in atoms(f) if e.__class__ is se.Pow and e.args[0] == x}
    parts = {e: _split(e) for e in exponents if x not in e.free_symbols}
    units = [v for v, _ in parts.values() if v != 0]
    if not units:
        return
    unit = min(units, key=lambda v: len(str(v)))
    ratios: dict[se.Expr, tuple[Fraction, se.Expr]] = {}
    for e, (v, number) in parts.items():
        ratio = se.expand(v / unit)
        if not is_rational(ratio):
            return
        ratios[e] = as_fraction(ratio), number
    common = lcm(*(r.denominator for r, _ in ratios.values()))
    step = gcd(*(int(r * common) for r, _ in ratios.values()))
    exponent = se.expand(unit * step / common)
    t = fresh(x)
    table = {x**e: t ** to_symengine_number(r * common / step) * x**number for e, (r, number) in ratios.items()}
    g = f.xreplace(table) * x
    for form in (g, se.expand(g)):
        if x not in form.free_symbols:
            yield Substitution(form / (exponent * t), t, x**exponent)
            return


def _split(exponent: se.Expr) -> tuple[se.Expr, se.Expr]:
    """(symbolic part, rational part) of an exponent."""
    exponent = se.expand(exponent)
    number = se.Add(*(term for term in se.Add.make_args(exponent) if is_rational(term)))
    return exponent - number, number


def binomial_substitutions(f: se.Expr, x: se.Symbol) -> Iterator[Substitution]:
    """Chebyshev's third case, for one binomial with rational exponents m, n > 0 and any a, b free of x."""
    m, root, constant = se.Integer(0), None, se.Integer(1)
    for part in se.Mul.make_args(f):
        base, exponent = base_and_exponent(part)
        if x not in part.free_symbols:
            constant *= part
        elif base == x and is_rational(exponent):
            m += exponent
        elif base.__class__ is se.Add and is_rational(exponent) and root is None:
            root = base, as_fraction(exponent)
        else:
            return
    if root is None or root[1].denominator == 1 or (known := _binomial(root[0], x)) is None:
        return
    (a, b, n), p = known, root[1]
    if not isinstance(order := (m + 1) / n + to_symengine_number(p), se.Integer) or n <= 0:
        return
    k, q, t = p.numerator, p.denominator, fresh(x)
    below = t**q - b
    integrand = -constant * se.Integer(q) / n * (a / below) ** int(order) * t ** (k + q - 1) / below
    shown = root[0] ** se.Rational(1, q) / x ** (n / q)
    if m >= 0:  # the integrand has a value at x = 0, where t has none and 1/t is continuous
        yield Substitution(together(-integrand.subs({t: 1 / t}) / t**2), t, 1 / shown)
    else:
        yield Substitution(integrand, t, shown)


def _binomial(base: se.Expr, x: se.Symbol) -> tuple[se.Expr, se.Expr, se.Expr] | None:
    """(a, b, n) with base = a + b·xⁿ."""
    free = [term for term in base.args if x not in term.free_symbols]
    rest = [term for term in base.args if x in term.free_symbols]
    if len(rest) != 1 or not free:
        return None
    power = monomial(rest[0], x)
    return None if power is None else (se.Add(*free), *power)

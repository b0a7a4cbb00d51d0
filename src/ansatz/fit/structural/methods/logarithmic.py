"""The transcendental part of ∫ R·y for a radical y: what Hermite reduction leaves.

u = x^n                      everything a function of x^n but for a power of x (Chebyshev's cases follow)
t = (p1/p2)^(1/q)            y a power of one root of a linear or linear-fractional function
s = √Q, deg Q = 2            one asinh, asin or ln, and one atanh or atan for each pole (`quadratic_root`)
"""

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from math import floor, gcd, lcm

import symengine as se
from flint import fmpq, fmpq_poly

from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.ratios import ONE, Ratio, factor, polynomial_expression
from ansatz.fit.structural.methods.quadratic_root import first_kind, integrate_over_quadratic_root
from ansatz.fit.structural.methods.radicals import Root
from ansatz.fit.structural.methods.rational_functions import integrate_rational

Method = Callable[[Ratio, Root, se.Expr], se.Expr | None]


def integrate_remainder(rest: Ratio, root: Root, shown: se.Expr, integrate_class: Method) -> se.Expr | None:
    """∫ rest·y at x = `shown`; None where none of the substitutions applies.

    integrate_class: integrates B·y for one root y, for what u = x^n leaves (`algebraic.integrate_class`).
    """
    if root.exponential:
        return None
    first, rest = _first_kind(rest, root, shown)
    if not rest:
        return first
    factors = root.expression.args if root.expression.__class__ is se.Mul else (root.expression,)
    written_as_one = sum(e.__class__ is se.Pow and not isinstance(e.args[1], se.Integer) for e in factors) == 1
    methods: list[Method] = [partial(_by_powers, integrate_class=integrate_class), _by_linear_fraction, _by_quadratic]
    if written_as_one:
        methods.insert(0, methods.pop())
    for method in methods:
        result = method(rest, root, shown)
        if result is not None:
            return first + result
    return None


def _first_kind(rest: Ratio, root: Root, shown: se.Expr) -> tuple[se.Expr, Ratio]:
    """∫ c·dx/√Q taken out of ∫ rest·y, and what is left of rest."""
    q = _quadratic(root)
    if q is None:
        return se.Integer(0), rest
    constant, proper = divmod((rest * Ratio(q)).num, (rest * Ratio(q)).den)
    if constant.degree() != 0:
        return se.Integer(0), rest
    first = to_symengine_number(constant[0]) * first_kind(q, root.expression, shown)
    return first, Ratio(proper, (rest * Ratio(q)).den * q)


def _quadratic(root: Root) -> fmpq_poly | None:
    """Q of degree 2 with y = √Q."""
    if root.q != 2 or any(r != Fraction(1, 2) for _, r in root.exponents):
        return None
    product = ONE
    for p, _ in root.exponents:
        product = product * p
    return product * root.constant if product.degree() == 2 else None


def _by_quadratic(rest: Ratio, root: Root, shown: se.Expr) -> se.Expr | None:
    q = _quadratic(root)
    return None if q is None else integrate_over_quadratic_root(rest * Ratio(q), q, root.expression, shown)


# ------------------------------------------------------------------------------------------ u = x^n


def _grouped(root: Root) -> dict[Fraction, fmpq_poly]:
    """exponent -> product of the factors other than x that carry it."""
    groups: dict[Fraction, fmpq_poly] = {}
    for p, r in root.exponents:
        if not _is_x(p):
            groups[r] = groups.get(r, ONE) * p
    return groups


def _is_x(p: fmpq_poly) -> bool:
    return p.degree() == 1 and p[0] == 0


def _exponents_gcd(p: fmpq_poly) -> int:
    exponents = [k for k, c in enumerate(p.coeffs()) if c != 0]
    n = 0
    for k in exponents:
        n = gcd(n, k - exponents[0])
    return n


def _power_of_x(rest: Ratio, root: Root) -> int:
    n = _exponents_gcd(rest.den)
    for p in _grouped(root).values():
        n = gcd(n, _exponents_gcd(p))
    return n


def _by_powers(rest: Ratio, root: Root, shown: se.Expr, integrate_class: Method) -> se.Expr | None:
    """The divisor of n that leaves no new root of u, where there is one; else n itself."""
    n = _power_of_x(rest, root)
    at_x = next((r for p, r in root.exponents if _is_x(p)), Fraction(0))
    low = next(k for k, c in enumerate(rest.den.coeffs()) if c != 0)
    rootless = n
    for k, c in enumerate(rest.num.coeffs()):
        order = at_x + k + 1 - low
        if c != 0:
            rootless = gcd(rootless, int(order)) if order.denominator == 1 else 1
    for power in dict.fromkeys((rootless, n)):
        if power > 1:
            result = _by_power(rest, root, shown, power, integrate_class)
            if result is not None:
                return result
    return None


def _by_power(rest: Ratio, root: Root, shown: se.Expr, n: int, integrate_class: Method) -> se.Expr | None:
    """R y dx = Σ_k C_k(u)/D(u)·(x^(k+1) y)·du/(n u), u = x^n; each x^(k+1) y is a radical of u."""
    low = next(k for k, c in enumerate(rest.den.coeffs()) if c != 0)
    bottom = fmpq_poly(rest.den.coeffs()[low::n])
    at_x = next((r for p, r in root.exponents if _is_x(p)), Fraction(0))
    total = se.Integer(0)
    for residue in range(n):
        coefficients = rest.num.coeffs()
        chosen = coefficients[residue::n]
        if not any(c != 0 for c in chosen):
            continue
        # u^(order) is the power of x in x^(residue + 1 − low) y
        order = (at_x + residue + 1 - low) / n
        whole = floor(order)
        fraction = order - whole
        expression = root.expression * shown ** (residue + 1 - low - n * whole)
        exponents: list[tuple[fmpq_poly, Fraction]] = [(fmpq_poly([0, 1]), fraction)] if fraction else []
        q = lcm(root.q, order.denominator)
        constant = root.constant ** (q // root.q)
        rate = Ratio(fmpq_poly([fmpq(fraction.numerator, fraction.denominator)]), fmpq_poly([0, 1]))
        for r, product in _grouped(root).items():
            content, factors = factor(fmpq_poly(product.coeffs()[::n]))
            constant *= content ** int(r * q)
            for p, e in factors:
                exponents.append((p, r * e))
                rate = rate + Ratio(p.derivative() * fmpq(int((r * e).numerator), int((r * e).denominator)), p)
        inner = Root(expression, rate, q, tuple(exponents), constant, False)
        coefficient = Ratio(fmpq_poly(chosen), bottom * n) * Ratio(fmpq_poly([0, 1])) ** (whole - 1)
        part = integrate_class(coefficient, inner, shown**n)
        if part is None:
            return None
        total += part
    return total


# --------------------------------------------------------------------------- t = (p1/p2)^(1/q)


def _by_linear_fraction(rest: Ratio, root: Root, shown: se.Expr) -> se.Expr | None:
    if not 1 <= len(root.exponents) <= 2 or any(p.degree() != 1 for p, _ in root.exponents):
        return None
    (above, r1) = root.exponents[0]
    below, r2 = root.exponents[1] if len(root.exponents) == 2 else (ONE, -r1)
    if (r1 + r2).denominator != 1:
        return None
    root = _unit(root, r1.denominator)
    q = root.q
    a = int(r1 * q)
    m = pow(a, -1, q) if q > 1 else 1
    # t = y^m·p1^i·p2^j with t^q = κ·p1/p2
    i, j = int(Fraction(1, q) - m * r1), int(-Fraction(1, q) - m * r2) if below.degree() else 0
    kappa = root.constant**m
    substituted = se.Integer(1) * root.expression**m
    for p, e in ((above, i), (below, j)):
        if e and p.degree():
            substituted *= polynomial_expression(p, shown) ** e
    power = fmpq_poly([0] * q + [1])
    x_of_t = Ratio(power * below[0] - kappa * above[0], -power * below[1] + kappa * above[1])
    # y = t^a·(y^q)^((1 − a m)/q)·p1^(−a i)·p2^(−a j), an identity between rational functions of t
    k = (1 - a * m) // q
    w = Ratio(fmpq_poly([root.constant**k]))
    w = w * Ratio(above) ** (int(r1 * q) * k - a * i)
    if below.degree():
        w = w * Ratio(below) ** (int(r2 * q) * k - a * j)
    integrand = (rest * w).compose(x_of_t) * x_of_t.derivative() * Ratio(fmpq_poly([0, 1])) ** a
    return integrate_rational(integrand, substituted)


def _unit(root: Root, q: int) -> Root:
    """y with its constant divided out unless q is already the denominator of its exponents."""
    if root.q == q:
        return root
    constant = to_symengine_number(root.constant) ** se.Rational(1, root.q)
    return Root(root.expression / constant, root.rate, q, root.exponents, fmpq(1), False)

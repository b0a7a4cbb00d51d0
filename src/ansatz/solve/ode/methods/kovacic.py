"""Linear equations with rational coefficients: Liouvillian solutions by Kovacic's algorithm (J. Symb. Comp. 2, 1986).

In normal form z'' = r·z: case 1, z = P·exp(∫ω) with ω, P rational; case 2, the product F = z1·z2 of two solutions is a
polynomial times powers of x - c and solves F''' = 4r·F' + 2r'·F (the symmetric square), so that
z = √F·exp(±(w/2)·∫dx/F), w² = F'² - 2F·F'' + 4r·F². Case 2 includes pairs of conjugate solutions of case 1. Case 3,
solutions that are algebraic of degree 4, 6 or 12, is left out: it gives no closed form of use. Parameters may occur:
exponents are then compared as expressions.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from operator import mul

import symengine as se

from ansatz.algebra.numbers import gaussian, split_number, to_symengine_number
from ansatz.expr.canonical import derivative, has_imaginary
from ansatz.solve.ode.claim import Integrals
from ansatz.solve.ode.methods.linear_equation import Basis, Linear, exponential_of_integral, reduced_order, tidy
from ansatz.solve.ode.methods.linear_relations import constant_value, relations
from ansatz.solve.ode.methods.rational_poles import Pole, Poles, simplest
from ansatz.solve.ode.methods.squares import split_square, square_root

_MAX_DEGREE = 24
_MAX_CHOICES = 2_000
_CLOSE = 1e-6
_NAME = "Kovacic"

Local = tuple[se.Expr, se.Expr]
"""(exponent, [√r] with its sign): of a solution of case 1 at a pole or at infinity."""


def kovacic(linear: Linear, integrals: Integrals) -> Iterator[Basis]:
    """Bases from case 1, then from case 2."""
    x = linear.x
    r = tidy(linear.p**2 / 4 + derivative(linear.p, x) / 2 - linear.q)
    poles = Poles.of(r, x)
    if poles is None:
        return
    factor = exponential_of_integral(-linear.p / 2, x, integrals)
    if factor is None:
        return
    found = False
    for first, second in _first_case(r, poles):
        bases = [Basis(factor * first, factor * second, _NAME)] if second else []
        for basis in bases or reduced_order(linear, factor * first, _NAME, integrals):
            yield basis
            found |= basis.second is not None
        if found:
            return
    for F in _products(r, poles):
        for basis in of_product(F, r, x, integrals):
            yield basis.mapped(partial(mul, factor))
            found = True
        if found:
            return


# ---------------------------------------------------------------------------------------------- case 1


def _first_case(r: se.Expr, poles: Poles) -> Iterator[tuple[se.Expr, se.Expr | None]]:
    """Solutions P·exp(∫ω), alone where real; else the real and the imaginary part."""
    x = poles.x
    locals_: list[list[Local]] = []
    for pole in poles.finite:
        local = _at_pole(pole)
        if local is None or (pole.place is not None and has_imaginary(pole.place)):
            return
        locals_.append(local)
    at_infinity = _at_infinity(poles)
    if at_infinity is None or 2 ** len(locals_) > _MAX_CHOICES:
        return
    for (last, root_there), *chosen in product(at_infinity, *locals_):
        weighed = (pole.degree * e for pole, (e, _) in zip(poles.finite, chosen, strict=True))
        degree = _natural(last - se.Add(*weighed))
        roots = se.Add(root_there, *(root for _, root in chosen))
        exponents = [exponent for exponent, _ in chosen]
        if degree is None or not all(_is_real(e, x) for e in exponents):
            continue
        roots = _with_unit(roots, x)
        shifts = [(pole.base, e) for pole, e in zip(poles.finite, exponents, strict=True)]
        omega = roots + se.Add(*(e * derivative(shift, x) / shift for shift, e in shifts))
        constant = derivative(omega, x) + omega**2 - r
        rows = [k * (k - 1) * x ** (k - 2) + 2 * omega * k * x ** (k - 1) + constant * x**k for k in range(degree + 1)]
        for vector in relations(rows, x):
            P = se.Add(*(c * x**k for k, c in enumerate(vector)))
            powers = se.Mul(*(shift**e for shift, e in shifts))
            yield from _real_parts(P, powers, _integral(roots, x))


def _real_parts(P: se.Expr, powers: se.Expr, exponent: se.Expr) -> Iterator[tuple[se.Expr, se.Expr | None]]:
    """P·powers·exp(exponent), with real powers, alone or in real and imaginary part."""
    u, v = _parts(exponent)
    p, q = _parts(P)
    if v == 0 and q == 0:
        yield P * powers * se.exp(exponent), None
        return
    cosine, sine, size = se.cos(v), se.sin(v), powers * se.exp(u)
    yield size * (p * cosine - q * sine), size * (p * sine + q * cosine)


def _parts(e: se.Expr) -> tuple[se.Expr, se.Expr]:
    """Real and imaginary part of a polynomial in i over real kernels."""
    e = se.expand(e)
    conjugate = _bar(e)
    return se.expand((e + conjugate) / 2), se.expand((e - conjugate) / (2 * se.I))


def _bar(e: se.Expr) -> se.Expr:
    """The sum with the conjugate of each numeric coefficient."""
    out = []
    for term in se.Add.make_args(e):
        number, rest = split_number(term)
        a, b = gaussian(number) or (0, 0)
        out.append((to_symengine_number(a) - to_symengine_number(b) * se.I) * rest)
    return se.Add(*out)


def _with_unit(e: se.Expr, x: se.Symbol) -> se.Expr:
    """√u as i·√(-u) where u is negative for positive parameters."""
    imaginary = {
        a: se.I * se.sqrt(se.expand(-a.args[0])) for a in e.atoms(se.Pow) if 2 * a.args[1] == 1 and not _is_real(a, x)
    }
    return se.expand(e.xreplace(imaginary)) if imaginary else e


def _at_pole(pole: Pole) -> list[Local] | None:
    order, t = pole.order, pole.base
    if order == 1:
        return [(se.Integer(1), se.Integer(0))]
    if order == 2:
        root = square_root(1 + 4 * pole.coefficient(0))
        return [(_half(1 + root), se.Integer(0)), (_half(1 - root), se.Integer(0))]
    if order % 2 or pole.place is None:
        return None
    n = order // 2
    a = _root_series([pole.coefficient(k) for k in range(n)])
    if a is None:
        return None
    root = se.Add(*(a[k] * t ** (k - n) for k in range(n - 1)))
    square = se.Add(*(a[k] * a[n - 1 - k] for k in range(n) if k < n - 1 and n - 1 - k < n - 1))
    b = simplest((pole.coefficient(n - 1) - square) / a[0])

    return [(_half(n + b), root), (_half(n - b), -root)]


def _at_infinity(poles: Poles) -> list[Local] | None:
    x, order = poles.x, poles.order_at_infinity
    if order > 2:
        return [(se.Integer(0), se.Integer(0)), (se.Integer(1), se.Integer(0))]
    if order == 2:
        root = square_root(1 + 4 * poles.coefficient_at_infinity(0))
        return [(_half(1 + root), se.Integer(0)), (_half(1 - root), se.Integer(0))]
    if order % 2:
        return None
    n = -order // 2
    a = _root_series([poles.coefficient_at_infinity(k) for k in range(n + 2)])
    if a is None:
        return None
    root = se.Add(*(a[k] * x ** (n - k) for k in range(n + 1)))
    square = se.Add(*(a[k] * a[n + 1 - k] for k in range(1, n + 1)))
    b = simplest((poles.coefficient_at_infinity(n + 1) - square) / a[0])
    return [(_half(b - n), root), (_half(-b - n), -root)]


def _root_series(series: list[se.Expr]) -> list[se.Expr] | None:
    """The coefficients of the square root of a power series."""
    if series[0] == 0:
        return None
    out = [square_root(series[0])]
    for k in range(1, len(series)):
        known = se.Add(*(out[j] * out[k - j] for j in range(1, k)))
        out.append(simplest((series[k] - known) / (2 * out[0])))
    return out


def _integral(roots: se.Expr, x: se.Symbol) -> se.Expr:
    """Of a sum of terms a·(x - c)^k, k ≠ -1."""
    out = []
    for term in se.Add.make_args(roots):
        for factor in se.Mul.make_args(term):
            if x in factor.free_symbols:
                base, k = factor.args if factor.__class__ is se.Pow else (factor, se.Integer(1))
                if base.__class__ is se.Add and k == 1:
                    out.append(term / factor * base**2 / 2)
                else:
                    out.append(term / factor * base ** (k + 1) / (k + 1))
                break
        else:
            out.append(term * x)
    return se.Add(*out)


# ---------------------------------------------------------------------------------------------- case 2


def _products(r: se.Expr, poles: Poles) -> Iterator[se.Expr]:
    """F = z1·z2 = P·Π(x - c)^(e/2)."""
    x = poles.x
    sets = [_doubled(pole.order, partial(pole.coefficient, 0)) for pole in poles.finite]
    order = poles.order_at_infinity
    if order > 2:
        last = [se.Integer(k) for k in (0, 2, 4)]
    elif order == 2:
        last = _doubled(2, partial(poles.coefficient_at_infinity, 0))
    else:
        last = [se.Integer(order)]
    if 3 ** (len(sets) + 1) > _MAX_CHOICES:
        return
    slope = derivative(r, x)
    for at_infinity, *chosen in product(last, *sets):
        weighed = (pole.degree * e for pole, e in zip(poles.finite, chosen, strict=True))
        degree = _natural(_half(at_infinity - se.Add(*weighed)))
        if degree is None:
            continue
        logarithmic = (derivative(pole.base, x) / pole.base for pole in poles.finite)
        theta = se.Add(*(e / 2 * rate for rate, e in zip(logarithmic, chosen, strict=True)))
        theta = tidy(theta) if has_imaginary(theta) else theta
        rows = []
        for k in range(degree + 1):
            first = _along(x**k, theta, x)
            rows.append(_along(_along(first, theta, x), theta, x) - 4 * r * first - 2 * slope * x**k)
        for vector in relations(rows, x):
            P = se.Add(*(c * x**k for k, c in enumerate(vector)))
            powers = _merged(poles, chosen)
            if powers is not None and not has_imaginary(P):
                yield P * powers


def _along(P: se.Expr, theta: se.Expr, x: se.Symbol) -> se.Expr:
    return derivative(P, x) + theta * P


def _merged(poles: Poles, chosen: list[se.Expr]) -> se.Expr | None:
    """Π(x - c)^(e/2), conjugate places together; None where they have different exponents."""
    real = se.Integer(1)
    pairs: dict[frozenset[str], list[tuple[Pole, se.Expr]]] = {}
    for pole, e in zip(poles.finite, chosen, strict=True):
        if pole.place is not None and has_imaginary(pole.place):
            conjugate = pole.place.xreplace({se.I: -se.I})
            pairs.setdefault(frozenset((str(se.expand(pole.place)), str(se.expand(conjugate)))), []).append((pole, e))
        else:
            real *= pole.base ** (e / 2)
    for members in pairs.values():
        if len(members) != 2 or members[0][1] != members[1][1]:
            return None
        quadratic = se.expand(members[0][0].base * members[1][0].base)
        real *= quadratic ** (members[0][1] / 2)
    return real


def of_product(F: se.Expr, r: se.Expr, x: se.Symbol, integrals: Integrals) -> Iterator[Basis]:
    """Two solutions of z'' = r·z from their product."""
    rate = derivative(F, x)
    square = constant_value(rate**2 - 2 * F * derivative(rate, x) + 4 * r * F**2, x)
    if square is None:
        return
    outside, inside = split_square(square)
    u = integrals.of(tidy(1 / F), x)
    if u is None:
        return
    for root in (_root_of_factors(F), se.sqrt(-F)):
        if square == 0:
            yield Basis(root, root * u, _NAME)
            continue
        known = not inside.free_symbols
        if not known or float(inside.n(53, real=True)) > 0:
            k = outside * se.sqrt(inside) / 2
            yield Basis(root * se.exp(k * u), root * se.exp(-k * u), _NAME, () if known else (inside,))
        if not known or float(inside.n(53, real=True)) < 0:
            k = outside * se.sqrt(-inside) / 2
            yield Basis(root * se.cos(k * u), root * se.sin(k * u), _NAME, () if known else (-inside,))


def _doubled(order: int, leading: Callable[[], se.Expr]) -> list[se.Expr]:
    """The exponents e of F at a pole of r, doubled: 4 of a simple one, 2 and 2 ± 2·√(1 + 4b) of a double one."""
    if order == 1:
        return [se.Integer(4)]
    if order > 2:
        return [se.Integer(order)]
    root = square_root(1 + 4 * leading())
    if root == 0 or has_imaginary(root):
        return [se.Integer(2)]
    if not root.free_symbols and not isinstance(2 * root, se.Integer):
        return [se.Integer(2)]
    return [se.Integer(2), se.expand(2 + 2 * root), se.expand(2 - 2 * root)]


# ---------------------------------------------------------------------------------------------- numbers


def _half(e: se.Expr) -> se.Expr:
    return se.expand(e / 2)


def _natural(e: se.Expr) -> int | None:
    """A natural number up to the greatest degree tried."""
    e = se.expand(e)
    if not isinstance(e, se.Number):
        letters = {letter: se.Rational(13 + 7 * k, 11) for k, letter in enumerate(sorted(e.free_symbols, key=str))}
        value = complex(e.subs(letters).n(53))
        if abs(value - round(value.real)) > _CLOSE:
            return None
        e = simplest(e)
    return int(e) if isinstance(e, se.Integer) and 0 <= e <= _MAX_DEGREE else None


def _is_real(e: se.Expr, x: se.Symbol) -> bool:
    """Whether an expression is real for x = 1 and some positive values of its parameters."""
    letters = sorted(e.free_symbols - {x}, key=str)
    values = {letter: se.Rational(13 + 7 * k, 11) for k, letter in enumerate(letters)}
    value = complex(e.subs({x: se.Rational(37, 29), **values}).n(53))
    return abs(value.imag) <= 1e-9 * abs(value)


def _root_of_factors(F: se.Expr) -> se.Expr:
    """√F, factor by factor."""
    factors = (f.args if f.__class__ is se.Pow else (f, se.Integer(1)) for f in se.Mul.make_args(F))
    return se.Mul(*(base ** (exponent / 2) for base, exponent in factors))


__all__ = ["kovacic", "of_product"]

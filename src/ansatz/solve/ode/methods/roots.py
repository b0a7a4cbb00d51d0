"""Solving e = 0 for one symbol, in elementary steps: products, linear, quadratic and binomial equations in one kernel,
inverse functions, square roots isolated, logarithms joined.

    roots(Y**2 - x, Y)               √x, -√x
    roots(2*sqrt(Y) - x - c1, Y)     (x + c1)²/4, where x + c1 > 0

Roots are proposals: squaring may bring in what is none, and inverse functions are taken on their principal branch.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from math import gcd, lcm

import symengine as se

from ansatz.algebra.fractions import Polynomial
from ansatz.algebra.numbers import as_fraction, is_fraction, is_rational, to_symengine_number
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.problems.ode.inversion import Inversion, exponential, invert, logarithm
from ansatz.problems.ode.normal_form import Factor, Normaliser

_MAX_DEPTH = 6
_MAX_LENGTH = 4_000  # characters
_ONE = se.Integer(1)


@dataclass(frozen=True, slots=True)
class Root:
    """A value of the symbol; branch: expressions that must be positive."""

    value: se.Expr
    branch: tuple[se.Expr, ...] = ()


def roots(e: se.Expr, y: se.Symbol) -> Iterator[Root]:
    """Values of y with e = 0, each once."""
    seen: set[se.Expr] = set()
    for root in _roots(e, y, 0):
        if root.value not in seen and not has_no_value(root.value) and y not in root.value.free_symbols:
            seen.add(root.value)
            yield root


def _roots(e: se.Expr, y: se.Symbol, depth: int) -> Iterator[Root]:
    if y not in e.free_symbols or depth > _MAX_DEPTH or len(str(e)) > _MAX_LENGTH:
        return
    once = None if _has_root(e, y) else invert(e, se.Integer(0), y)
    if once is not None:
        yield from _signed(once)
        return
    joined = without_logarithms(e, y)
    if joined is not None:
        yield from _roots(joined, y, depth + 1)
        return
    for relations in (False, True):
        normaliser = Normaliser(e, relations)
        try:
            element = normaliser.build(e)
        except ALGEBRA_FAILURES:
            continue
        numerators = [normaliser.ring.bases[base] for base, power in element.exponents.items() if power > 0]
        parts = [Factor(normaliser, polynomial, y) for polynomial in numerators]
        parts = [part for part in parts if any(y in kernel.free_symbols for kernel in part.kernels().values())]
        if relations or not any(part.has_powers_of_roots() for part in parts):
            break
    else:
        return
    for part in parts:
        yield from _of_factor(part, y, depth)


def _of_factor(part: Factor, y: se.Symbol, depth: int) -> Iterator[Root]:
    kernels = {k: kernel for k, kernel in part.kernels().items() if y in kernel.free_symbols}
    if len(kernels) == 1:
        [(variable, kernel)] = kernels.items()
        coefficients = {n: _factored(part, c) for n, c in part.parts(variable).items()}
        for value, branch in _univariate(coefficients):
            for root in _inverted(kernel, value, y, depth):
                yield Root(root.value, (*branch, *root.branch))
        return
    once = None if _has_root(part.expression, y) else invert(part.expression, se.Integer(0), y)
    if once is not None:
        yield from _signed(once)
        return
    for variable, kernel in kernels.items():
        if _is_square_root(kernel) and part.polynomial.degrees()[variable] == 1:
            free, factor = (part.normaliser.expression(c) for _, c in sorted(part.parts(variable).items()))
            for root in _roots(se.expand(free**2 - factor**2 * kernel.args[0]), y, depth + 1):
                sign = -(free / factor).subs({y: root.value})
                yield Root(root.value, (*root.branch, sign))
            return
    yield from _trigonometric(part, kernels, y, depth)


def _has_root(e: se.Expr, y: se.Symbol) -> bool:
    """Whether y stands under a root, whose values are not negative."""
    return any(y in power.args[0].free_symbols and is_fraction(power.args[1]) for power in e.atoms(se.Pow))


def _signed(found: Inversion) -> Iterator[Root]:
    """The inverse found, with every sign of its even roots."""
    forms = [found.value]
    for branch in found.branches:
        if branch.root is not None and branch.value is None:
            forms += [form.xreplace({branch.root: -branch.root}) for form in forms]
    yield from map(Root, dict.fromkeys(forms))


def _factored(part: Factor, polynomial: Polynomial) -> se.Expr:
    return part.normaliser.factored(polynomial)


def _is_square_root(kernel: se.Expr) -> bool:
    return kernel.__class__ is se.Pow and kernel.args[1] == se.Rational(1, 2)


def _univariate(coefficients: dict[int, se.Expr]) -> Iterator[tuple[se.Expr, tuple[se.Expr, ...]]]:
    """(value, branch) of the unknown t with Σ coefficient·tⁿ = 0."""
    low = min(coefficients)
    shifted = {n - low: c for n, c in coefficients.items()}
    if low:
        yield se.Integer(0), ()
    step = reduce(gcd, shifted, 0)
    if not step:
        return
    inner = {n // step: c for n, c in shifted.items()}
    degree = max(inner)
    if degree == 1:
        values = [-inner.get(0, se.Integer(0)) / inner[1]]
    elif degree == 2:
        a, b, c = (inner.get(n, se.Integer(0)) for n in (2, 1, 0))
        radical = root_of(together(b**2 - 4 * a * c))
        values = [together((-b + sign * radical) / (2 * a)) for sign in (1, -1)]
    else:
        return
    for value in values:
        if step == 1:
            yield value, ()
        elif step % 2:
            yield value ** se.Rational(1, step), ()
        else:
            plus = root_of(value) if step == 2 else value ** se.Rational(1, step)
            yield from ((plus, ()), (-plus, ()))


def root_of(e: se.Expr) -> se.Expr:
    """√e with the squares outside, by a sign that may be wrong: √(x²·(1 + x)) is x·√(1 + x)."""
    outside, inside = _ONE, _ONE
    for factor in se.Mul.make_args(together(e)):
        base, exponent = factor.args if factor.__class__ is se.Pow else (factor, _ONE)
        if isinstance(exponent, se.Integer) and not is_rational(base):
            half, rest = divmod(int(exponent), 2)
            outside *= base**half
            inside *= base**rest
        elif is_rational(factor):
            inside *= factor
        elif base == se.E:
            outside *= se.exp(exponent / 2)
        else:
            inside *= factor
    return outside * se.sqrt(inside)


_X = se.Symbol("x")
_LOG = type(se.log(_X))


def _inverted(kernel: se.Expr, value: se.Expr, y: se.Symbol, depth: int) -> Iterator[Root]:
    """y with kernel(y) = value."""
    if kernel == y:
        yield Root(value)
        return
    branch: tuple[se.Expr, ...] = ()
    if kernel.__class__ is se.Pow:
        base, exponent = kernel.args
        if y in exponent.free_symbols:
            if y in base.free_symbols:
                return
            inner, target = exponent, logarithm(value) if base == se.E else logarithm(value) / logarithm(base)
        else:
            inner, target = base, value ** (1 / exponent)
            if is_fraction(exponent):
                branch = (value,)
    elif kernel.__class__ is _LOG:
        inner, target = kernel.args[0], exponential(se.expand(value))
    else:
        u = se.Dummy()
        if len(kernel.args) != 1:
            return
        found = invert(kernel.func(u), value, u)
        if found is None:
            return
        inner, target = kernel.args[0], found.value
    if inner == y:
        yield Root(target, branch)
    else:
        for root in _roots(inner - target, y, depth + 1):
            yield Root(root.value, (*branch, *root.branch))


def _trigonometric(part: Factor, kernels: dict[int, se.Expr], y: se.Symbol, depth: int) -> Iterator[Root]:
    """a·sin u + b·cos u = 0, and the hyperbolic one."""
    angles = {kernel.args[0] for kernel in kernels.values() if len(kernel.args) == 1}
    heads = {kernel.__class__ for kernel in kernels.values()}
    for one, other, inverse in ((se.sin, se.cos, se.atan), (se.sinh, se.cosh, se.atanh)):
        if heads == {type(one(_X)), type(other(_X))} and len(angles) == 1:
            [u] = angles
            s, c = se.Dummy(), se.Dummy()
            e = se.expand(part.expression.xreplace({one(u): s, other(u): c}))
            a, b = e.diff(s), e.diff(c)
            if not {s, c} & (a.free_symbols | b.free_symbols) and se.expand(e - a * s - b * c) == 0:
                yield from _roots(u - inverse(-b / a), y, depth + 1)


def without_logarithms(e: se.Expr, y: se.Symbol) -> se.Expr | None:
    """Π uᵢ^nᵢ - exp(-r) for e = s·(Σ nᵢ ln uᵢ + r), r free of y and nᵢ rational; None where e is not so."""
    terms, rest = [], []
    for term in se.Add.make_args(se.expand(e)):
        if y not in term.free_symbols:
            rest.append(term)
            continue
        logs = [f for f in se.Mul.make_args(term) if f.__class__ is _LOG and y in f.free_symbols]
        if len(logs) != 1 or y in (coefficient := term / logs[0]).free_symbols:
            return None
        terms.append((coefficient, logs[0].args[0]))
    if not terms:
        return None
    scale = terms[0][0]
    powers = [together(c / scale) for c, _ in terms]
    if not all(map(is_rational, powers)):
        return None
    fractions = [as_fraction(p) for p in powers if is_rational(p)]
    n = lcm(*(q.denominator for q in fractions))
    numerators = reduce(gcd, (int(q * n) for q in fractions))
    unit = to_symengine_number(n) / numerators
    up, down = _ONE, _ONE
    for q, (_, u) in zip(fractions, terms, strict=True):
        k = int(q * n) // numerators
        up, down = (up * u**k, down) if k > 0 else (up, down * u**-k)
    return up - down * exponential_of(se.expand(-se.Add(*rest) / scale * unit))


def exponential_of(e: se.Expr) -> se.Expr:
    """exp(e), with exp(k·ln v) = v^k for k free of logarithms, parameters too."""
    product, rest = _ONE, []
    for term in se.Add.make_args(se.expand(e)):
        logs = [f for f in se.Mul.make_args(term) if f.__class__ is _LOG]
        if len(logs) == 1 and not (power := term / logs[0]).atoms(se.Symbol) & logs[0].free_symbols:
            product *= logs[0].args[0] ** power
        else:
            rest.append(term)
    return product * exponential(se.Add(*rest))


__all__ = ["Root", "exponential_of", "root_of", "roots", "without_logarithms"]

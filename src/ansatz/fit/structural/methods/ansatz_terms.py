"""The product rule read backwards: a sparse ansatz for ∫ f from f's own monomials.

f is written as a sum of monomials Π g^e in generators g: x, kernels, sums that occur as denominators or
under roots (e any rational). D(μ) of a monomial μ is Σ_g e·(μ/g)·D(g); so a monomial m of f can come from

    μ = m·g/τ      for a generator g and a monomial τ of D(g).

These predecessors are the first terms; the monomials of their derivatives that f does not have must cancel,
so their predecessors follow, level by level, inside the box of exponents that f spans, one larger. This
finds x²cos x + x sin x + cos x for x² sin x and no cosine squared. Logarithms of denominators and the inverse
functions that the radicands suggest close the list (Liouville's theorem; the idea of Bronstein's *Poor Man's
Integrator* with the support read off instead of all monomials up to a degree).
"""

from collections.abc import Iterator
from fractions import Fraction
from heapq import heappop, heappush
from itertools import islice

import symengine as se

from ansatz.algebra.content import primitive
from ansatz.algebra.nodes import HYPERBOLIC, TRIGONOMETRIC
from ansatz.algebra.numbers import is_even, is_rational, to_symengine_number
from ansatz.algebra.ratios import atoms
from ansatz.errors import TooLargeError
from ansatz.expr.canonical import derivative

_MAX_GENERATORS = 24
_MAX_DERIVATIVE_TERMS = 40
_MAX_MONOMIALS = 120
_MAX_STEPS = 8000
_MAX_LOGARITHMS = 20

Exponent = int | Fraction
Monomial = tuple[tuple[int, Exponent], ...]
"""(generator index, exponent ≠ 0), by index."""


class Support:
    """Generators and the monomials of expressions in them."""

    def __init__(self, x: se.Symbol) -> None:
        self.x = x
        self.generators: list[se.Expr] = [x]
        self._index: dict[se.Expr, int] = {x: 0}
        self._rates: dict[int, list[Monomial]] = {0: [()]}

    def index(self, generator: se.Expr) -> int:
        i = self._index.get(generator)
        if i is None:
            if len(self.generators) >= _MAX_GENERATORS:
                raise TooLargeError("There are too many kernels for an ansatz.")
            i = self._index[generator] = len(self.generators)
            self.generators.append(generator)
        return i

    def monomial(self, term: se.Expr) -> Monomial:
        """A product as a monomial, constants dropped."""
        exponents: dict[int, Exponent] = {}
        for factor in term.args if term.__class__ is se.Mul else (term,):
            if self.x not in factor.free_symbols:
                continue
            base: se.Expr = factor
            exponent: Exponent = 1
            if factor.__class__ is se.Pow and is_rational(factor.args[1]):
                base, exponent = factor.args[0], _exponent(factor.args[1])
            if base.__class__ is se.Add:
                base = primitive(base)
            i = self.index(base)
            exponents[i] = exponents.get(i, 0) + exponent
        return tuple(sorted((i, e) for i, e in exponents.items() if e != 0))

    def monomials(self, expression: se.Expr) -> list[Monomial]:
        terms = expression.args if expression.__class__ is se.Add else (expression,)
        if len(terms) > _MAX_MONOMIALS:
            raise TooLargeError("There are too many monomials for an ansatz.")
        return list(dict.fromkeys(self.monomial(t) for t in terms))

    def rate(self, i: int) -> list[Monomial]:
        """The monomials of D(g_i): as a product of factors, and expanded."""
        known = self._rates.get(i)
        if known is None:
            slope = derivative(self.generators[i], self.x)
            known = list(dict.fromkeys(self.monomials(se.expand(slope)) + self.monomials(slope)))
            self._rates[i] = known = known[:_MAX_DERIVATIVE_TERMS]
        return known

    def known_rate(self, i: int) -> list[Monomial]:
        return self._rates.get(i, [])

    def expression(self, monomial: Monomial) -> se.Expr:
        return se.Mul(*(self.generators[i] ** to_symengine_number(e) for i, e in monomial))


def _exponent(e: se.Rational) -> Exponent:
    return int(e) if isinstance(e, se.Integer) else Fraction(int(e.p), int(e.q))


def multiply(a: Monomial, b: Monomial, sign: int = 1) -> Monomial:
    exponents = dict(a)
    for i, e in b:
        exponents[i] = exponents.get(i, 0) + sign * e
    return tuple(sorted(item for item in exponents.items() if item[1]))


def terms(f: se.Expr, x: se.Symbol, limit: int) -> Iterator[se.Expr]:
    """Terms for an antiderivative of f, the most plausible first, at most `limit`; raises `TooLargeError`."""
    return islice(_terms(f, x), limit)


def _terms(f: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    support = Support(x)
    targets = support.monomials(f)
    for m in targets:
        for i, _ in m:
            support.rate(i)
    low: dict[int, Exponent] = {}
    high: dict[int, Exponent] = {}
    for m in targets:
        for i, e in m:
            low[i] = min(low.get(i, 0), e)
            high[i] = max(high.get(i, 0), e)
    _share_degrees(support, low, high)
    wanted = set(targets) | {twin for m in targets for twin in _circle_twins(support, m)}
    yield x
    yield from list(_logarithms(f, support, low))[:_MAX_LOGARITHMS]
    first = sorted(wanted, key=lambda m: (m not in targets, str(m)))
    yield from map(support.expression, _integrals(support, first, low, high))


def _integrals(
    support: Support, first: list[Monomial], low: dict[int, Exponent], high: dict[int, Exponent]
) -> Iterator[Monomial]:
    """Monomials whose derivatives hold the first ones, then those whose derivatives hold what these leave over.

    Exponents of generator i lie between low[i] and high[i] + 1.
    """
    yielded: set[Monomial] = set()
    wanted = set(first)
    queue: list[tuple[float, int, Monomial]] = [(0, order, m) for order, m in enumerate(first)]
    order = len(queue)
    budget = _MAX_STEPS
    while queue and budget > 0:
        level, _, m = heappop(queue)
        for i in range(len(support.generators)):
            try:
                rates = support.rate(i)
            except TooLargeError:
                continue
            budget -= len(rates)
            for tau in rates:
                mu = multiply(multiply(m, tau, -1), ((i, 1),))
                is_admissible = all(low.get(j, 0) <= e <= high.get(j, 0) + 1 for j, e in mu)
                if not is_admissible or mu in yielded or not any(j == i for j, _ in mu):
                    continue
                try:
                    image = derived(support, mu)
                except TooLargeError:
                    continue
                yielded.add(mu)
                yield mu
                missing = [k for k in image if k not in wanted]
                for k in missing:
                    for twin in (k, *_circle_twins(support, k)):
                        wanted.add(twin)
                        order += 1
                        heappush(queue, (level + 1 + len(missing) / 2, order, twin))


_PARTNER = {se.sin: se.cos, se.cos: se.sin, se.sinh: se.cosh, se.cosh: se.sinh}


def _share_degrees(support: Support, low: dict[int, Exponent], high: dict[int, Exponent]) -> None:
    """sin and cos of one argument may reach each other's degrees: sin³ comes from sin²cos and cos³."""
    for i, top in list(high.items()):
        g = support.generators[i]
        partner = _PARTNER.get(g.__class__)
        if partner is not None:
            j = support.index(partner(g.args[0]))
            high[j] = max(high.get(j, 0), top)
            low[j] = min(low.get(j, 0), 0)


def _circle_twins(support: Support, m: Monomial) -> Iterator[Monomial]:
    """m·sin² for a negative power of cos in m, and so on: 1 = sin² + cos² hides where m comes from."""
    for i, e in m:
        g = support.generators[i]
        if e < 0 and g.__class__ in _PARTNER:
            yield multiply(m, ((support.index(_PARTNER[g.__class__](g.args[0])), 2),))


def derived(support: Support, m: Monomial) -> set[Monomial]:
    """The monomials of D(m)."""
    out: set[Monomial] = set()
    for i, _ in m:
        for tau in support.rate(i):
            out.add(multiply(multiply(m, tau), ((i, 1),), -1))
    return out


_CIRCULAR_LOGS = (
    lambda u: se.log(se.sin(u)),
    lambda u: se.log(se.cos(u)),
    lambda u: se.atanh(se.sin(u)),
    lambda u: se.atanh(se.cos(u)),
)
_HYPERBOLIC_LOGS = (
    lambda u: se.log(se.sinh(u)),
    lambda u: se.log(se.cosh(u)),
    lambda u: se.atan(se.sinh(u)),
    lambda u: se.atanh(se.cosh(u)),
)
_OF_KERNEL = dict.fromkeys(TRIGONOMETRIC, _CIRCULAR_LOGS) | dict.fromkeys(HYPERBOLIC, _HYPERBOLIC_LOGS)


def _logarithms(f: se.Expr, support: Support, low: dict[int, Exponent]) -> Iterator[se.Expr]:
    """ln of denominators, and the inverse functions whose derivatives have the radicands and squares of f."""
    x = support.x
    seen: set[se.Expr] = set()
    for i, e in list(low.items()):
        if e < 0:
            g = support.generators[i]
            if e.denominator == 1:
                seen.add(se.log(g))
    for i in range(len(support.generators)):
        seen.update(
            se.log(support.generators[j]) for m in support.known_rate(i) for j, e in m if e in (-1, -2) and j != 0
        )
    for g in support.generators:
        for build in _OF_KERNEL.get(g.__class__, ()):
            seen.add(build(g.args[0]))
    for node in atoms(f):
        if node.__class__ is not se.Add or x not in node.free_symbols:
            continue
        for t in node.args:
            if x not in t.free_symbols:
                continue
            rest = node - t
            if x in rest.free_symbols or rest == 0:
                continue
            square = t / rest
            sign, body = se.Integer(1), square
            if square.__class__ is se.Mul and is_rational(square.args[0]):
                sign, body = square.args[0], square / square.args[0]
            root = _square_root(body, x)
            if root is not None:
                u = root * se.sqrt(abs(sign))
                if sign < 0:
                    # acosh u would have the wrong sign for u < −1
                    seen.add(se.log(u + se.sqrt(u**2 - 1)))
                seen.update((se.atan(u), se.asinh(u)) if sign > 0 else (se.atanh(u), se.asin(u)))
            seen.update((se.acosh(node + c) for c in (1, -1)) if rest in (1, -1) else ())
        seen.update(_of_parametric_quadratic(node, x))
    yield from sorted(seen, key=lambda e: len(str(e)))


def _of_parametric_quadratic(node: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    """∫ 1/q and ∫ 1/√q for q = a x² + b x + c with parameters."""
    if len(node.free_symbols) < 2:
        return
    curvature = se.expand(node.diff(x).diff(x))
    if curvature == 0 or x in curvature.free_symbols:
        return
    slope = se.expand(node.diff(x))
    b, c = slope.xreplace({x: se.Integer(0)}), node.xreplace({x: se.Integer(0)})
    yield se.atan(slope / se.sqrt(se.expand(2 * curvature * c - b**2)))
    yield se.log(slope + se.sqrt(2 * curvature) * se.sqrt(node))


def _square_root(e: se.Expr, x: se.Symbol) -> se.Expr | None:
    """√e where it is visible."""
    out = se.Integer(1)
    for factor in e.args if e.__class__ is se.Mul else (e,):
        if factor.__class__ is se.Pow and is_even(factor.args[1]):
            out *= factor.args[0] ** (factor.args[1] / 2)
        elif factor.__class__ is se.Pow and factor.args[0] == se.E:
            out *= se.exp(factor.args[1] / 2)
        elif x not in factor.free_symbols:
            out *= se.sqrt(factor)
        else:
            return None
    return out

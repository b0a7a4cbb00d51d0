"""The real domain of functions, and what is certain about the signs of other functions there.

    domain = RealDomain(sqrt(x)/(x + 2))
    domain.sign(x + 1)              1: never negative, since x ≥ 0
    domain.sign(x - 1)              0: both signs, or unknown

By enclosure (`ansatz.algebra.ranges`); exactly for what is rational in one kernel (`ansatz.algebra.sign_cells`).
"""

from collections.abc import Callable, Iterable
from functools import reduce
from math import inf
from operator import add, mul

import symengine as se
from flint import arb, fmpq_poly

from ansatz.algebra.balls import evaluate
from ansatz.algebra.content import content
from ansatz.algebra.forms import expanded
from ansatz.algebra.nodes import NAMED, base_and_exponent, name_of
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.one_kernel import in_one_kernel
from ansatz.algebra.ranges import ANYWHERE, INCREASING, NON_NEGATIVE, REALS, End, Range, point
from ansatz.algebra.sign_cells import cells, sign_at
from ansatz.algebra.together import together

_BITS = 128
_HALF = se.Rational(1, 2)
_MAX_TERMS = 12

# u ↦ what is not negative where function(u) is real (DLMF 4.2, 4.23, 4.37, 6.2, 25.12).
_REAL_WHERE: dict[type | str, Callable[[se.Expr], tuple[se.Expr, ...]]] = {
    se.log: lambda u: (u,),
    se.asin: lambda u: (1 - u, 1 + u),
    se.acos: lambda u: (1 - u, 1 + u),
    se.atanh: lambda u: (1 - u, 1 + u),
    se.acosh: lambda u: (u - 1,),
    se.asech: lambda u: (u, 1 - u),
    se.acoth: lambda u: (u**2 - 1,),
    se.asec: lambda u: (u**2 - 1,),
    se.acsc: lambda u: (u**2 - 1,),
    "Ci": lambda u: (u,),
    "li": lambda u: (u,),
    "dilog": lambda u: (1 - u,),
}
_FORMS: tuple[Callable[[se.Expr], se.Expr], ...] = (lambda u: u, expanded, together)
_KERNELS: tuple[type[se.Expr], ...] = (*(kind for kind in _REAL_WHERE if isinstance(kind, type)), NAMED)


def real_where(kernel: se.Expr) -> tuple[se.Expr, ...]:
    """What must not be negative for an applied function of a real argument to be real."""
    conditions = _REAL_WHERE.get(name_of(kernel) or kernel.__class__)
    return () if conditions is None else conditions(kernel.args[0])


class RealDomain:
    """The points where all kernels of the functions are real, and so are the roots in some other expressions.

    Parameters are real, of any sign that the functions allow.
    """

    def __init__(self, *functions: se.Expr, roots_of: Iterable[se.Expr] = ()) -> None:
        facts: dict[se.Expr, None] = {}  # not negative, each divided by its content
        for function in functions:
            for kernel in function.atoms(*_KERNELS):
                facts.update(dict.fromkeys(map(_primitive, real_where(kernel))))
        for function in (*functions, *roots_of):
            for base, exponent in (power.args for power in function.atoms(se.Pow)):
                if not isinstance(exponent, se.Integer) and base.free_symbols:
                    facts[_primitive(base)] = None
        self._facts = facts
        self._polynomials: dict[se.Expr, list[fmpq_poly]] = {}  # not negative either, by symbol
        for fact in facts:
            known = in_one_kernel(fact)
            if known is not None and known[1].__class__ is se.Symbol:
                self._polynomials.setdefault(known[1], []).append(known[0].num * known[0].den)
        self._ranges: dict[se.Expr, Range] = {}
        self._signs: dict[se.Expr, int] = {}

    def is_nonnegative(self, u: se.Expr) -> bool:
        """Whether u ≥ 0 is certain wherever u has a value."""
        return self.sign(u) > 0

    def sign(self, u: se.Expr) -> int:
        """1 where u ≥ 0 is certain wherever u has a value, −1 where u ≤ 0 is, 0 where neither is."""
        known = self._signs.get(u)
        if known is None:
            known = next(filter(None, (self._sign_of_product(form(u)) for form in _FORMS)), 0)
            self._signs[u] = known
        return known

    def _sign_of_product(self, u: se.Expr) -> int:
        product, rest = 1, []
        for base, exponent in map(base_and_exponent, se.Mul.make_args(u)):
            if isinstance(exponent, se.Integer) and int(exponent) % 2:
                sign = self._sign(base)
                product *= sign or 1
                rest += [] if sign else [base]
        if len(rest) > 1:  # a² - x² may be known where a - x and a + x are not
            product *= self._sign(se.expand(se.Mul(*rest)))
        return (0 if len(rest) == 1 else product) or self._sign(u)

    def _sign(self, u: se.Expr) -> int:
        bounds = self.range(u)
        if bounds.low >= 0 or bounds.high <= 0:
            return 1 if bounds.low >= 0 else -1
        if u.__class__ is not se.Add:
            return self._sign_in_one_kernel(u)
        return self._sign_in_one_kernel(u) or self._sign_of_sum(u)

    def _sign_in_one_kernel(self, u: se.Expr) -> int:
        """Exactly, where u is rational in one kernel t: on the domain where t is a symbol, else on the range of t."""
        known = in_one_kernel(u)
        if known is None:
            return 0
        ratio, t = known
        facts = self._polynomials.get(t, [])
        if t.__class__ is not se.Symbol:
            bounds = self.range(t)
            facts = [line * side for end, side in ((bounds.low, 1), (bounds.high, -1)) for line in _lines(end)]
        u_over = ratio.num * ratio.den
        signs = {sign_at(u_over, cell.inside) for cell in cells([u_over], facts)}
        return signs.pop() if len(signs) == 1 else 0

    def _sign_of_sum(self, u: se.Expr) -> int:
        """c·√q + r has the sign of c where c²q ≥ r², c·k² + d·k + r that of c where 4cr ≥ d², and
        c·sin v + d·cos v + r that of r where r² ≥ c² + d²."""
        numbers: dict[se.Expr, se.Expr] = {}
        for number, function in map(_split_number, u.args if len(u.args) <= _MAX_TERMS else ()):
            numbers[function] = numbers.get(function, se.Integer(0)) + number
        for g, c in numbers.items():
            leading, least = c, None
            if g.__class__ is se.Pow and g.args[1] == _HALF:
                least = c**2 * g.args[0] - (u - c * g) ** 2
            elif g.__class__ is se.Pow and g.args[1] == 2:
                d = numbers.get(g.args[0], se.Integer(0))
                least = 4 * c * (se.expand(u) - c * g - d * g.args[0]) - d**2
            elif g.__class__ is se.sin and (cosine := se.cos(g.args[0])) in numbers:
                leading = se.expand(u - c * g - numbers[cosine] * cosine)
                least = leading**2 - c**2 - numbers[cosine] ** 2
            if least is not None and self.is_nonnegative(se.expand(least)):
                return self.sign(leading)
        return 0

    def range(self, e: se.Expr) -> Range:
        """An interval that contains all values of e."""
        known = self._ranges.get(e)
        if known is None:
            known = self._range(e)
            if e.args and _primitive(e) in self._facts:
                known &= NON_NEGATIVE
            elif e.__class__ is se.Add and _primitive(-e) in self._facts:
                known &= Range(-inf, NON_NEGATIVE.low)
            self._ranges[e] = known
        return known

    def _range(self, e: se.Expr) -> Range:
        kind = e.__class__
        if not e.free_symbols:
            return point(evaluate(e, {}, _BITS))
        if kind is se.Symbol:
            found = cells((), self._polynomials.get(e, ()))
            return Range(found[0].low, found[-1].high) if found else REALS
        if kind is se.Add:
            return reduce(add, map(self.range, e.args))
        if kind is se.Mul:
            return reduce(mul, map(self.range, e.args))
        if kind is se.Pow:
            base, exponent = e.args
            if base == se.E:
                return self.range(exponent).image(arb.exp) & NON_NEGATIVE
            if not is_rational(exponent):
                return NON_NEGATIVE
            root = self.range(base) if exponent.q == 1 else self.range(base).root(int(exponent.q))
            return root.power(int(exponent.p))
        bounds = ANYWHERE.get(kind, REALS)
        return bounds & self.range(e.args[0]).image(INCREASING[kind]) if kind in INCREASING else bounds


def _lines(end: End) -> list[fmpq_poly]:
    """t − end; none for an infinite end."""
    return [] if end in (inf, -inf) else [fmpq_poly([-end.numerator, end.denominator])]  # type: ignore[union-attr]


def _split_number(term: se.Expr) -> tuple[se.Expr, se.Expr]:
    """(c, g) with term = c·g, c the factors that are numbers."""
    factors = se.Mul.make_args(term)
    number = se.Mul(*(f for f in factors if not f.free_symbols))
    return number, se.Mul(*(f for f in factors if f.free_symbols))


def _primitive(u: se.Expr) -> se.Expr:
    """u, opened, divided by a positive number that multiples of u do not keep."""
    u = expanded(u)
    return (
        se.Add(*(term / c for term in u.args)) if u.__class__ is se.Add and (c := content(u)) != 1 else u / content(u)
    )

"""Where does a function vanish, and where is it bounded? What is certain by the structure of its parts.

    Structure(squares).vanishes_at_zero_only(V, variables)
    Structure(squares).is_proper(V, variables)               V → ∞ as |x| → ∞

For V ≥ 0 that is continuous. A sum of terms that are not negative vanishes where all of them do, and is bounded where
all of them are; a product vanishes where a factor does; ln(u) where u = 1, and so on.
"""

from collections import defaultdict
from collections.abc import Iterable

import symengine as se

from ansatz.algebra.fold import kernels
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.polynomials import ring, to_polynomial
from ansatz.algebra.real_domain import RealDomain
from ansatz.expr.canonical import symbol
from ansatz.proof.lyapunov.signs import Squares
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares, natural
from ansatz.proof.real_line.one_sided_limits import Approach, one_sided
from ansatz.proof.zero.constants import is_zero_constant

_MAX_TERMS = 60  # of a polynomial in kernels
_ZERO_AT_ZERO = (se.sinh, se.tanh, se.atan, se.asinh, se.asin, se.atanh, se.erf, se.Abs, se.sign)
_UNBOUNDED = (se.log, se.sinh, se.cosh, se.asinh, se.Abs)  # |f(u)| is bounded only where u is

_Symbols = frozenset[se.Expr]
_NONE: _Symbols = frozenset()


class Structure:
    """squares: finds sums of squares that polynomials are."""

    def __init__(self, squares: Squares | None = None) -> None:
        self._squares = squares

    def vanishes_at_zero_only(self, V: se.Expr, variables: Iterable[se.Symbol]) -> bool:
        """Whether V = 0 certainly makes all variables zero: some at once, others when these are."""
        wanted, zero = frozenset(variables), _NONE
        while zero != wanted:
            rest = V.xreplace(dict.fromkeys(zero, se.Integer(0)))
            found = zero | (self._zero(rest, wanted) & wanted)
            if found == zero:
                return False
            zero = found
        return True

    def is_proper(self, V: se.Expr, variables: Iterable[se.Symbol]) -> bool:
        """Whether all variables are certainly bounded where V is: some at once, others when these are."""
        wanted, bounded = frozenset(variables), _NONE
        while bounded != wanted:
            found = bounded | (self._bounded(V, bounded) & wanted)
            if found == bounded:
                return False
            bounded = found
        return True

    # ------------------------------------------------------------------------------ zeros

    def _zero(self, e: se.Expr, everything: _Symbols) -> _Symbols:
        """Symbols that are zero wherever e is; all of them where it is nowhere."""
        if not e.free_symbols:
            return everything if is_zero_constant(e) is False else _NONE
        bounds, kind = RealDomain(e).range(e), e.__class__
        if bounds.low > 0 or bounds.high < 0:
            return everything
        if kind is se.Symbol:
            return frozenset({e})
        if kind is se.Mul:
            return frozenset.intersection(*(self._zero(factor, everything) for factor in e.args))
        if kind is se.Pow:
            base, exponent = e.args
            if base == se.E or (is_rational(exponent) and exponent < 0):
                return everything
            return self._zero(base, everything) if is_rational(exponent) else _NONE
        if kind is se.log:
            return self._zero(se.expand(e.args[0] - 1), everything)
        if kind in _ZERO_AT_ZERO:
            return self._zero(e.args[0], everything)
        return self._zero_of_sum(e, everything) if kind is se.Add else _NONE

    def _zero_of_sum(self, e: se.Expr, everything: _Symbols) -> _Symbols:
        found = self._definite(e) | self._zero_of_difference(e, everything)
        domain, origin = RealDomain(e), dict.fromkeys(e.free_symbols, se.Integer(0))
        heights = [term - term.subs(origin) for term in e.args if term.free_symbols]
        if is_zero_constant(e.subs(origin)) is True and len(heights) > 1 and e not in heights:
            # Each term less its value at 0; these values cancel.
            if all(domain.is_nonnegative(height) for height in heights):
                found |= frozenset().union(*(self._zero(height, everything) for height in heights))
        elif all(domain.is_nonnegative(term) for term in e.args):
            found |= frozenset().union(*(self._zero(term, everything) for term in e.args))
        return found

    def _zero_of_difference(self, e: se.Expr, everything: _Symbols) -> _Symbols:
        """c·g(u) - c, which vanishes where g(u) = 1."""
        numbers = [term for term in e.args if not term.free_symbols]
        if len(numbers) != 1 or len(e.args) != 2:
            return _NONE
        g = se.expand((e - numbers[0]) / -numbers[0])
        if g.__class__ is se.cosh:
            return self._zero(g.args[0], everything)
        if g.__class__ is not se.Pow:
            return _NONE
        base, exponent = g.args
        if base == se.E:
            return self._zero(exponent, everything)
        injective = is_rational(exponent) and exponent != 0 and RealDomain(e).range(base).low >= 0
        return self._zero(se.expand(base - 1), everything) if injective else _NONE

    def _definite(self, e: se.Expr) -> _Symbols:
        """Symbols s with e ≥ ε·s^(2k), by a sum of squares of monomials in the kernels of e."""
        names = {kernel: symbol(f"k{i}") for i, kernel in enumerate(kernels(e))}
        p = to_polynomial(e.xreplace(names), ring(names.values()))
        if p is None or p.is_zero() or len(p) > _MAX_TERMS:
            return _NONE
        for find in (natural, self._squares):
            found: SumOfSquares | None = find(p) if find else None
            if found is not None and found.proves(p):
                order = list(names)
                return frozenset(order[k] for k in found.definite_variables() if order[k].__class__ is se.Symbol)
        return _NONE

    # ------------------------------------------------------------------------------ bounds

    def _bounded(self, e: se.Expr, known: _Symbols) -> _Symbols:
        """Symbols that are bounded wherever |e| and the known symbols are."""
        unknown, kind = e.free_symbols - known, e.__class__
        if not unknown:
            return _NONE
        if kind is se.Symbol:
            return frozenset({e})
        if e.free_symbols == unknown and len(unknown) == 1 and self._tends_to_infinity(e):
            return frozenset(unknown)
        if kind is se.Pow:
            base, exponent = e.args
            if base == se.E:
                return self._bounded(exponent, known) if _is_bounded_below(exponent) else _NONE
            return self._bounded(base, known) if is_rational(exponent) and exponent > 0 else _NONE
        if kind in _UNBOUNDED:
            return self._bounded(e.args[0], known)
        if kind is se.Mul:
            return self._bounded_product(e, known)
        return self._bounded_sum(e, known) if kind is se.Add else _NONE

    def _tends_to_infinity(self, e: se.Expr) -> bool:
        (v,) = e.free_symbols
        return all(one_sided(e, Approach(v, side * se.oo, -side)).value == se.oo for side in (1, -1))

    def _bounded_product(self, e: se.Expr, known: _Symbols) -> _Symbols:
        """Of a factor beside which all others stay away from zero."""
        away = {factor for factor in e.args if self._stays_away(factor, known)}
        left = [factor for factor in e.args if factor not in away]
        candidates = left if len(left) == 1 else e.args if not left else ()
        return frozenset().union(*(self._bounded(factor, known) for factor in candidates))

    def _stays_away(self, factor: se.Expr, known: _Symbols) -> bool:
        """From zero: by its range, or since it has no zero on a bounded set."""
        bounds = RealDomain(factor).range(factor)
        if bounds.low > 0 or bounds.high < 0:
            return True
        base, exponent = base_and_exponent(factor)
        if is_rational(exponent) and exponent < 0:
            return base.free_symbols <= known
        everything = frozenset({se.Dummy()})
        return factor.free_symbols <= known and self._zero(factor, everything) >= everything

    def _bounded_sum(self, e: se.Expr, known: _Symbols) -> _Symbols:
        """Of terms, those in one variable taken together, all of which are bounded below."""
        groups: dict[_Symbols, se.Expr] = defaultdict(lambda: se.Integer(0))
        for k, term in enumerate(e.args):
            unknown = frozenset(term.free_symbols) - known
            if unknown:
                single = len(term.free_symbols) == 1
                groups[unknown if single else unknown | {se.Dummy(str(k))}] += term
        found = self._definite(e)
        for _, group in groups.items():
            tends = len(group.free_symbols) == 1 and self._tends_to_infinity(group)
            if not (tends or _is_bounded_below(group)):
                return found
        if len(groups) == 1 and next(iter(groups.values())) == e:
            return found
        return found.union(*(self._bounded(group, known) for group in groups.values()))


def _is_bounded_below(e: se.Expr) -> bool:
    domain = RealDomain(e)
    return bool(domain.range(e).low > float("-inf")) or domain.is_nonnegative(e)


__all__ = ["Structure"]

"""Exact signs of constants, and of expressions in parameters under conditions that are written down.

    signs = Signs()                         signs.sign(sqrt(2) - 1)     1
    signs = Signs({a: 5/4})                 signs.sign(a - 1)           1, and signs.conditions is (a - 1 > 0,)

A ball that excludes zero proves a sign; that a constant *is* zero is proved by exact algebra (`ansatz.proof.zero`) or
stays undecided. With parameters the sign is that at the witness, one point of parameter space: wherever the
conditions hold the sign is the same, and the witness shows that they can hold.
"""

import time
from collections.abc import Mapping
from types import MappingProxyType

import symengine as se
from flint import acb, fmpq_poly

from ansatz.algebra.balls import Program, evaluate
from ansatz.algebra.content import content
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_even, is_rational, to_symengine_number
from ansatz.algebra.one_kernel import in_one_kernel
from ansatz.algebra.ratios import factor
from ansatz.algebra.sign_cells import cells, sign_at
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.proof.condition import Condition, Relation, needed
from ansatz.proof.zero.constants import constant_sign, is_zero_constant
from ansatz.proof.zero.evaluation_point import BITS
from ansatz.proof.zero.zero_test import ZeroTest

_BITS = 512  # of values at the witness
_SECONDS = 0.5  # of processor time for one zero test
_NO_WITNESS: Mapping[se.Symbol, se.Expr] = MappingProxyType({})
_POSITIVE_FUNCTIONS = (se.cosh, se.sech, se.erfc)
_ODD_INCREASING = (se.atan, se.sinh, se.tanh, se.asinh, se.erf, se.coth, se.csch)


class Signs:
    """Signs at one witness; what they assume of the parameters is collected.

    witness: rational values for all parameters; empty where there are none.
    """

    def __init__(self, witness: Mapping[se.Symbol, se.Expr] = _NO_WITNESS) -> None:
        self.witness = witness
        self._point: dict[se.Symbol, acb] = {symbol: evaluate(value, {}) for symbol, value in witness.items()}
        self._assumed: dict[se.Expr, None] = {}  # expressions taken to be positive
        self._nonzero: dict[se.Expr, None] = {}
        self._known: dict[se.Expr, int] = {}
        self._zero: dict[se.Expr, bool] = {}

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What every sign so far has assumed of the parameters."""
        positive = [Condition.on(u, Relation.POSITIVE) for u in self.positive]
        return needed((*positive, *(Condition.on(u, Relation.NONZERO) for u in self.not_zero)))

    @property
    def positive(self) -> tuple[se.Expr, ...]:
        """What is assumed to be positive, without what the rest implies."""
        kept = dict(self._assumed)
        for u in reversed(list(kept)):
            others = Signs(self.witness)
            others._assumed, others._nonzero = {v: None for v in kept if v != u}, dict(self._nonzero)
            if others.known(u) == 1:
                del kept[u]
        return tuple(kept)

    @property
    def not_zero(self) -> tuple[se.Expr, ...]:
        """What is assumed not to vanish beside that."""
        others = Signs(self.witness)
        others._assumed = dict(self._assumed)
        return tuple(_primitive(u) for u in self._nonzero if others.known(u) not in (1, -1))

    def trial(self) -> "Signs":
        """A copy, whose assumptions can be dropped again."""
        twin = Signs(self.witness)
        twin.adopt(self)
        return twin

    def adopt(self, other: "Signs") -> None:
        """Assume what the other does, a continuation of this one."""
        self._assumed, self._nonzero = dict(other._assumed), dict(other._nonzero)
        self._known, self._zero = dict(other._known), dict(other._zero)

    def assumes_as_much_as(self, other: "Signs") -> bool:
        """Whether the assumptions are the same."""
        return self._assumed == other._assumed and self._nonzero == other._nonzero

    def sign(self, e: se.Expr) -> int:
        """-1, 0 or 1; raises `UndecidedError` for what is not real or cannot be decided."""
        if is_rational(e):
            return bool(e > 0) - bool(e < 0)
        known = self._known.get(e)
        if known is None:
            known = self.known(e)
            if known is None:
                known = self._assume(e)
            self._known[e] = known
        return known

    def is_zero(self, e: se.Expr) -> bool:
        """Whether a real or complex constant is zero; where it has parameters, whether it is zero identically."""
        if isinstance(e, se.Number):
            return bool(e == 0)
        known = self._zero.get(e)
        if known is None:
            known = self._zero[e] = self._is_zero(e)
        return known

    def is_real(self, e: se.Expr) -> bool:
        """Whether the expression certainly is real, under the conditions so far or at the witness."""
        return isinstance(e, se.Rational) or bool(evaluate(e, self._point, _BITS).imag.is_zero())

    def nonzero(self, e: se.Expr) -> None:
        """Assume that the expression does not vanish; raises `UndecidedError` where it does."""
        if self.known(e) not in (1, -1):
            if self.is_zero(e):
                raise UndecidedError("a denominator vanishes")
            for base, _ in map(base_and_exponent, se.Mul.make_args(e)):
                if base.__class__ is se.log:
                    base = base.args[0] - 1
                if base.free_symbols and self.known(base) not in (1, -1):
                    self._nonzero[base] = None

    def assume_positive(self, e: se.Expr) -> None:
        """Assume that the expression is positive."""
        self._assumed[_primitive(e)] = None

    def known(self, e: se.Expr) -> int | None:
        """The sign, where it follows from what was assumed before; 0 only where e is zero; else None."""
        if is_rational(e):
            return bool(e > 0) - bool(e < 0)
        if not e.free_symbols:
            return self._sign_of_constant(e)
        if self._follows(e):
            return 1
        if self._follows(-e):
            return -1
        kind = e.__class__
        if kind is se.Pow:
            base, exponent = e.args
            if base == se.E:
                return 1
            sign = self.known(base)
            if is_even(exponent):
                return 1 if sign or (sign is None and base in self._nonzero) else sign
            return sign if sign == 1 or (sign and isinstance(exponent, se.Integer)) else None
        if kind is se.Mul:
            product = 1
            for factor in e.args:
                sign = self.known(factor)
                if sign is None:
                    return None
                product *= sign
            return product
        if kind in _POSITIVE_FUNCTIONS:
            return 1
        if kind in _ODD_INCREASING:
            return self.known(e.args[0])
        if kind is se.Abs:
            return 1 if self.known(e.args[0]) or e.args[0] in self._nonzero else None
        if kind is se.log:
            return self.known(e.args[0] - 1) if self.known(e.args[0]) == 1 else None
        if kind in (se.sin, se.cos):
            # sin(u) is positive for 0 < u < π, and cos(u) = sin(u + π/2).
            u = e.args[0] + (se.pi / 2 if kind is se.cos else 0)
            return 1 if self.known(u) == self.known(se.pi - u) == 1 else None
        return (self._sign_of_sum(e) if kind is se.Add else None) or self._sign_in_one_symbol(e)

    def _follows(self, e: se.Expr) -> bool:
        """Whether e is a positive multiple of something assumed, plus a number that is not negative."""
        for fact in self._assumed:
            symbol = next(iter(sorted(fact.free_symbols, key=str)))
            slope, other = e.diff(symbol), fact.diff(symbol)
            if is_rational(other) and other != 0 and is_rational(slope) and (ratio := slope / other) > 0:
                rest = se.expand(e - ratio * fact)
            else:
                rest = se.expand(e - fact)
            if not rest.free_symbols and self._sign_of_constant(rest) >= 0:
                return True
        return False

    def _sign_in_one_symbol(self, e: se.Expr) -> int | None:
        """Of a rational function of one parameter, by the roots of e and of what is assumed of that parameter."""
        known = in_one_kernel(e) if len(e.free_symbols) == 1 else None
        if known is None or known[1] not in e.free_symbols:
            return None
        facts = (in_one_kernel(u) for u in self._assumed if u.free_symbols == e.free_symbols)
        positive = [fact[0].num * fact[0].den for fact in facts if fact is not None and fact[1] == known[1]]
        polynomial = known[0].num * known[0].den
        found = cells([polynomial], positive)
        signs = {sign_at(polynomial, cell.inside) for cell in found}
        # No root of e lies where the assumptions hold, if it cuts nothing there.
        return signs.pop() if len(signs) == 1 and len(found) == len(cells([], positive)) else None

    def _sign_of_sum(self, e: se.Expr) -> int | None:
        """The common sign of all terms, of which squares may vanish if another does not."""
        signs = set()
        for term in e.args:
            sign = self.known(term)
            if sign is None:
                number, rest = content_and_rest(term)
                if not _is_square(rest):
                    return None
                signs.add((1 if number > 0 else -1, False))
            elif sign:
                signs.add((sign, True))
        directions = {sign for sign, _ in signs}
        return directions.pop() if len(directions) == 1 and any(strict for _, strict in signs) else None

    def _sign_of_constant(self, e: se.Expr) -> int:
        sign = constant_sign(e)
        if sign is None:
            raise UndecidedError("the sign of a constant could not be decided")
        return sign

    def _is_zero(self, e: se.Expr) -> bool:
        expanded = se.expand(e)
        if isinstance(expanded, se.Number):
            return bool(expanded == 0)
        if e.free_symbols:
            if not evaluate(e, self._point, _BITS).contains(0):
                return False
            zero = True if self._vanishes(expanded) else None
        else:
            zero = is_zero_constant(e)
        if zero is None:
            raise UndecidedError("it could not be decided whether a constant is zero")
        return zero

    def _vanishes(self, e: se.Expr) -> bool:
        """Whether exact algebra shows that e is zero for all values of its parameters."""
        program = Program()
        program.add(e)
        test = ZeroTest(list(se.Add.make_args(e)), se.Dummy(), program, time.thread_time() + _SECONDS)
        try:
            proof = test.prove([program.run(self._point, BITS)])
            return proof is not None and proof.patterns == 0
        except ALGEBRA_FAILURES:
            return False

    def _simpler(self, e: se.Expr) -> se.Expr:
        """Something of the same sign; |u| is positive as soon as u is not zero."""
        if e.__class__ is se.Abs:
            self.nonzero(e.args[0])
            return se.Integer(1)
        if e.__class__ is se.log and self.known(e.args[0]) == 1:
            return e.args[0] - 1
        return self._simpler(e.args[0]) if e.__class__ in _ODD_INCREASING else e

    def _assume(self, e: se.Expr) -> int:
        """The sign at the witness, from now on that of e."""
        if self.is_zero(e):
            return 0
        ball = evaluate(e, self._point, _BITS)
        if not (ball.imag.is_zero() and (ball.real > 0 or ball.real < 0)):
            raise UndecidedError("a sign could not be decided for the parameters")
        known, open_factors = 1, []
        for base, exponent in map(base_and_exponent, se.Mul.make_args(e)):
            even = is_even(exponent)
            sign = self.known(base**exponent)
            if sign:
                known *= sign
            elif even:
                self.nonzero(base)
            else:
                open_factors.append(self._simpler(base))
        sign = 1 if ball.real > 0 else -1
        fact = se.expand(sign * known * se.Mul(*open_factors))
        if fact.free_symbols:
            for part in self._linear_parts(fact):
                self.assume_positive(part)
        return sign

    def _linear_parts(self, fact: se.Expr) -> list[se.Expr]:
        """For a polynomial in one parameter, the interval between roots around the witness: a > 1 for a² - 1 > 0."""
        known = in_one_kernel(fact) if len(fact.free_symbols) == 1 else None
        if known is None or known[1] not in fact.free_symbols or known[0].den.degree() > 0:
            return [fact]
        ratio, roots = known[0], []
        (a,) = fact.free_symbols
        for factor_, _ in factor(ratio.num)[1]:
            if factor_.degree() > 2:
                return [fact]
            roots += real_roots(factor_)
        sides = {root: self._sign_of_constant(self.witness[a] - root) for root in roots}
        below = [root for root, side in sides.items() if side > 0]
        above = [root for root, side in sides.items() if side < 0]
        least = max(below, key=lambda root: float(evaluate(root, {}).real)) if below else None
        greatest = min(above, key=lambda root: float(evaluate(root, {}).real)) if above else None
        return [*([a - least] if least is not None else []), *([greatest - a] if greatest is not None else [])] or [
            fact
        ]


def real_roots(p: fmpq_poly) -> list[se.Expr]:
    """Those of a polynomial of degree one or two, in order."""
    c = [to_symengine_number(p[k]) for k in range(p.degree() + 1)]
    if len(c) == 2:
        return [-c[0] / c[1]]
    discriminant = c[1] ** 2 - 4 * c[2] * c[0]
    if discriminant < 0:
        return []
    root = se.sqrt(discriminant) / (2 * abs(c[2]))
    return [se.expand(sign * root - c[1] / (2 * c[2])) for sign in (-1, 1)]


def _primitive(fact: se.Expr) -> se.Expr:
    """A positive multiple: a + 1/2 for 4a + 2; with coprime coefficients where there are more symbols."""
    symbols = sorted(fact.free_symbols, key=str)
    slope = fact.diff(symbols[0])
    scale = abs(slope) if len(symbols) == 1 and is_rational(slope) else content(fact)
    return se.expand(fact / scale)


def content_and_rest(term: se.Expr) -> tuple[se.Expr, se.Expr]:
    """(c, u) with term = c·u, c a rational number."""
    head, *rest = se.Mul.make_args(term)
    return (head, se.Mul(*rest)) if is_rational(head) else (se.Integer(1), term)


def _is_square(e: se.Expr) -> bool:
    return all(is_even(exponent) for _, exponent in map(base_and_exponent, se.Mul.make_args(e)))


__all__ = ["Signs", "real_roots"]

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
from flint import acb

from ansatz.algebra.balls import Program, evaluate
from ansatz.algebra.content import content
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import is_rational
from ansatz.errors import ALGEBRA_FAILURES, UndecidedError
from ansatz.proof.condition import Condition, Relation, needed
from ansatz.proof.zero.evaluation_point import BITS
from ansatz.proof.zero.zero_test import ZeroTest

_PRECISIONS = (128, 512, 4096)  # in bits
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
            others._assumed = {v: None for v in kept if v != u}
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
        return isinstance(e, se.Rational) or bool(evaluate(e, self._point, _PRECISIONS[0]).imag.is_zero())

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
            if isinstance(exponent, se.Integer) and int(exponent) % 2 == 0:
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
        if kind is se.Add:
            return self._sign_of_sum(e)
        if kind in _POSITIVE_FUNCTIONS:
            return 1
        if kind in _ODD_INCREASING:
            return self.known(e.args[0])
        return None

    def _follows(self, e: se.Expr) -> bool:
        """Whether e is a positive multiple of something assumed, plus a number that is not negative."""
        for fact in self._assumed:
            symbol = next(iter(sorted(fact.free_symbols, key=str)))
            slope, other = e.diff(symbol), fact.diff(symbol)
            if is_rational(other) and other != 0 and is_rational(slope) and (ratio := slope / other) > 0:
                rest = se.expand(e - ratio * fact)
            else:
                rest = se.expand(e - fact)
            if is_rational(rest) and rest >= 0:
                return True
        return False

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
        for bits in _PRECISIONS:
            ball = evaluate(e, {}, bits)
            if ball.is_finite() and not ball.imag.contains(0):
                break
            if ball.real > 0 or ball.real < 0:
                return 1 if ball.real > 0 else -1
            if bits == _PRECISIONS[0] and self.is_zero(e):
                return 0
        raise UndecidedError("the sign of a constant could not be decided")

    def _is_zero(self, e: se.Expr) -> bool:
        expanded = se.expand(e)
        if isinstance(expanded, se.Number):
            return bool(expanded == 0)
        for bits in _PRECISIONS:
            if not evaluate(e, self._point, bits).contains(0):
                return False
            if bits == _PRECISIONS[0] and self._vanishes(expanded):
                return True
        raise UndecidedError("it could not be decided whether a constant is zero")

    def _vanishes(self, e: se.Expr) -> bool:
        """Whether exact algebra shows that e is zero; with parameters, for all of their values."""
        program = Program()
        program.add(e)
        test = ZeroTest(list(se.Add.make_args(e)), se.Dummy(), program, time.thread_time() + _SECONDS)
        try:
            proof = test.prove([program.run(self._point, BITS)])
            return proof is not None and (proof.patterns == 0 or not e.free_symbols)
        except ALGEBRA_FAILURES:
            return False

    def _assume(self, e: se.Expr) -> int:
        """The sign at the witness, from now on that of e."""
        if self.is_zero(e):
            return 0
        ball = evaluate(e, self._point, _PRECISIONS[1])
        if not (ball.imag.is_zero() and (ball.real > 0 or ball.real < 0)):
            raise UndecidedError("a sign could not be decided for the parameters")
        known, open_factors = 1, []
        for base, exponent in map(base_and_exponent, se.Mul.make_args(e)):
            even = isinstance(exponent, se.Integer) and int(exponent) % 2 == 0
            sign = self.known(base**exponent)
            if sign:
                known *= sign
            elif even:
                self.nonzero(base)
            else:
                open_factors.append(base)
        sign = 1 if ball.real > 0 else -1
        fact = se.expand(sign * known * se.Mul(*open_factors))
        if fact.free_symbols:
            self.assume_positive(fact)
        return sign


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
    return all(
        isinstance(exponent, se.Integer) and int(exponent) % 2 == 0
        for _, exponent in map(base_and_exponent, se.Mul.make_args(e))
    )


__all__ = ["Signs"]

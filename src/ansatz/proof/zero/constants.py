"""Is a constant zero, and which sign has it? Exactly: balls decide what differs from zero, algebra what does not.

    is_zero_constant(e) -> bool | None       of an expression without symbols; None: undecided, or no value
    constant_sign(e) -> -1 | 0 | 1 | None    None also where e is not real
    without_zeros(e)                         any expression, the constants in it that are zero replaced by 0

Algebraic numbers are decided by a bound on how small they can be (`ansatz.algebra.separation`). Other constants are
sums over products of kernels such as π and ln 2: zero where the algebraic coefficient of every product is, or where
the zero test proves it. That kernels are independent is not known, so what remains is undecided.
"""

import time
from collections import defaultdict
from functools import lru_cache

import symengine as se
from flint import acb, arb

from ansatz.algebra.balls import Program
from ansatz.algebra.separation import separation
from ansatz.errors import ALGEBRA_FAILURES, NotInRingError
from ansatz.proof.zero.evaluation_point import BITS
from ansatz.proof.zero.zero_test import ZeroTest

_MAX_BITS = 4096  # of balls, where there is no bound
_MAX_SEPARATION = 2**18
_GUARD = 1024  # bits for rounding errors
_SECONDS = 0.5  # of processor time for a zero test
_SAMPLE = se.Symbol("x")


@lru_cache(maxsize=4096)
def is_zero_constant(e: se.Expr) -> bool | None:
    """Whether an expression without symbols is zero; None where that is undecided, or it has no value."""
    try:
        constant = _Constant(e)
        bits = _separation(e)[0]
        if bits is None:
            return False if constant.excludes_zero(_MAX_BITS) else _reduces_to_zero(e, constant) or None
        return constant.vanishes(bits)
    except ALGEBRA_FAILURES:
        return None


def constant_sign(e: se.Expr) -> int | None:
    """The sign of a real constant; None where that is undecided, the constant is not real, or it has no value."""
    zero = is_zero_constant(e)
    if zero is None or zero:
        return None if zero is None else 0
    constant, bits = _Constant(e), _separation(e)[1]
    ball = constant.excludes_zero(_MAX_SEPARATION)
    if ball is None or not (ball.imag.is_zero() or (bits is not None and constant.vanishes(bits, imaginary=True))):
        return None
    return 1 if ball.real > 0 else -1 if ball.real < 0 else None


def without_zeros(e: se.Expr) -> se.Expr:
    """The expression with 0 in place of every sum of constants that is zero; itself where there is none."""
    zeros = {node: se.Integer(0) for node in e.atoms(se.Add) if not node.free_symbols and is_zero_constant(node)}
    return e.xreplace(zeros) if zeros else e


class _Constant:
    """The balls of one constant."""

    def __init__(self, e: se.Expr) -> None:
        self._program = Program()
        self._slot = self._program.add(e)

    def ball(self, bits: int) -> acb:
        return self._program.run({}, bits)[self._slot]

    def excludes_zero(self, limit: int) -> acb | None:
        """The first ball, of up to `limit` bits, that excludes zero."""
        bits = BITS
        while True:
            ball = self.ball(min(bits, limit))
            if ball.is_finite() and not ball.contains(0):
                return ball
            if bits >= limit:
                return None
            bits *= 4

    def vanishes(self, separation: int, *, imaginary: bool = False) -> bool | None:
        """Whether the value, or its imaginary part, is zero, where it is no smaller than 2^-separation otherwise."""
        bound, bits = arb(2) ** -separation, BITS
        while bits < 4 * (separation + _GUARD):
            whole = self.ball(bits)
            ball = whole.imag if imaginary else whole
            if whole.is_finite() and not ball.contains(0):
                return False
            if whole.is_finite() and abs(ball).upper() < bound:
                return True
            bits *= 2
        return None


def _separation(e: se.Expr) -> tuple[int | None, int | None]:
    """Of e and of its imaginary part; None where e is not algebraic at sight, or the bound is beyond computing."""
    try:
        bits = separation(e)
    except NotInRingError:
        return None, None
    whole, imaginary = (b if b <= _MAX_SEPARATION else None for b in bits)
    return whole, imaginary


def _reduces_to_zero(e: se.Expr, constant: _Constant) -> bool:
    if not constant.ball(BITS).is_finite():
        return False
    coefficients: dict[se.Expr, list[se.Expr]] = defaultdict(list)
    for term in se.Add.make_args(se.expand(e)):
        algebraic, rest = se.Integer(1), se.Integer(1)
        for factor in se.Mul.make_args(term):
            if _is_algebraic(factor):
                algebraic *= factor
            else:
                rest *= factor
        coefficients[rest].append(algebraic)
    # Each factor has a value where the whole has one
    sums = [se.Add(*numbers) for numbers in coefficients.values()]
    if all(number == 0 or (_is_algebraic(number) and is_zero_constant(number)) for number in sums):
        return True
    terms = list(se.Add.make_args(e))
    program = Program()
    for term in terms:
        program.add(term)
    test = ZeroTest(terms, _SAMPLE, program, time.thread_time() + _SECONDS)
    return test.prove([program.run({}, BITS)]) is not None


def _is_algebraic(e: se.Expr) -> bool:
    return _separation(e)[0] is not None


__all__ = ["constant_sign", "is_zero_constant", "without_zeros"]

"""Quick questions to numbers, for proposals only: does an expression vanish, is it a constant, which one?

Nothing is proved here: a wrong yes is a claim that the verifier refutes, a wrong no an answer that is missed.
"""

import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import Program
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES

_BITS = 192
_TOLERANCE = arb(2) ** -90
_POINTS, _ATTEMPTS = 4, 40
_MAX_DENOMINATOR = 100
_PLACES = ((1, 1), (1, 2), (2, 1), (2, 3), (3, 5))  # where a constant is read off


def rows(expressions: Sequence[se.Expr], count: int, seed: int = 0) -> list[list[acb]]:
    """Values of the expressions at up to `count` random points where all are finite.

    The points are real, or near the positive axis where there are not enough real ones with real values.
    """
    program = Program()
    slots = [program.add(e) for e in expressions]
    symbols = sorted(set().union(*(e.free_symbols for e in expressions)), key=str)
    rng = random.Random(seed)
    real: list[list[acb]] = []
    plane: list[list[acb]] = []
    for attempt in range(_ATTEMPTS + 2 * count):
        imaginary = 0.0 if attempt % 2 == 0 else rng.uniform(0.05, 0.4)
        scale = 3.0 if attempt % 3 else 0.9
        point = {s: acb(arb(rng.uniform(0.1, scale)), arb(imaginary * rng.uniform(0.5, 1))) for s in symbols}
        values = program.run(point, _BITS)
        row = [values[slot] for slot in slots]
        if all(v.is_finite() for v in row):
            exact = not imaginary and all(v.imag.contains(0) for v in row)
            (real if exact else plane).append(row)
        if len(real) == count or (not symbols and real):
            return real
    return real if len(real) > 1 else (real + plane)[:count]


def is_real_somewhere(e: se.Expr) -> bool:
    """Whether e has a real value at one of some real points, of either sign."""
    program = Program()
    slot = program.add(e)
    symbols = sorted(e.free_symbols, key=str)
    rng = random.Random(0)
    for _ in range(_ATTEMPTS):
        value = program.run({s: acb(arb(rng.uniform(-3, 3))) for s in symbols}, _BITS)[slot]
        if value.is_finite() and value.imag.contains(0):
            return True
    return False


@lru_cache(maxsize=4096)
def vanishes(e: se.Expr) -> bool:
    """Whether e is zero at random points, beside the size of its terms."""
    if e == 0:
        return True
    terms = se.Add.make_args(e)
    try:
        found = rows(terms, _POINTS)
    except ALGEBRA_FAILURES:
        return False
    with ctx.workprec(_BITS):
        return bool(found) and all(_is_small(row) for row in found)


def _is_small(row: list[acb]) -> bool:
    size = sum((abs(v) for v in row), arb(0))
    return bool(abs(sum(row, acb(0))) <= _TOLERANCE * size + _TOLERANCE**4)


def is_free(e: se.Expr, x: se.Symbol) -> bool:
    """Whether e does not depend on x."""
    return x not in e.free_symbols or vanishes(e.diff(x))


def without(e: se.Expr, *variables: se.Symbol) -> se.Expr | None:
    """e as an expression free of the variables on which it does not depend; None where it does depend."""
    if not set(variables) & e.free_symbols:
        return e
    simple = together(e)
    if not set(variables) & simple.free_symbols:
        return rational_value(simple)
    if not all(is_free(e, v) for v in variables):
        return None
    found = [value for value in _at_places(e, variables) if vanishes(e - value)]
    return rational_value(min(found, key=lambda value: len(str(value)))) if found else None


def rational_value(e: se.Expr) -> se.Expr:
    """The rational number with a small denominator that e is, as 1/((√2 - 1)·(√2 + 1)) is 1; otherwise e."""
    if e.free_symbols or isinstance(e, se.Rational):
        return e
    found = rows([e], 1)
    if not found or not found[0][0].imag.contains(0):
        return e
    near = Fraction(float(found[0][0].real)).limit_denominator(_MAX_DENOMINATOR)
    number = se.Rational(near.numerator, near.denominator)
    return number if vanishes(e - number) else e


def _at_places(e: se.Expr, variables: Sequence[se.Symbol]) -> Iterator[se.Expr]:
    for place in _PLACES:
        try:
            value = together(e.subs(dict(zip(variables, map(se.Integer, place), strict=False))))
        except ALGEBRA_FAILURES:
            continue
        if not has_no_value(value):
            yield value


__all__ = ["is_free", "is_real_somewhere", "rational_value", "rows", "vanishes", "without"]

"""Are there parameters that meet all conditions? One choice is a proof."""

import random
from collections.abc import Iterator, Sequence

import symengine as se
from flint import acb, fmpq

from ansatz.algebra.balls import Program
from ansatz.expr.canonical import to_symengine
from ansatz.proof.condition import Condition, Relation

_TRIALS = 400
_BITS = 128


def can_be_met(conditions: Sequence[Condition]) -> bool:
    """Whether real parameters were found that meet all of the conditions; of any sign and magnitude, equal or not."""
    program = Program()
    slots = [program.add(to_symengine(condition.tree)) for condition in conditions]
    symbols = sorted({s for condition in conditions for s in to_symengine(condition.tree).free_symbols}, key=str)
    for values in _choices(symbols):
        balls = program.run(values, _BITS)
        if all(_holds(condition.relation, balls[slot]) for condition, slot in zip(conditions, slots, strict=True)):
            return True
    return False


def _choices(symbols: list[se.Symbol]) -> Iterator[dict[se.Symbol, acb]]:
    rng = random.Random(0)
    yield {symbol: acb(fmpq(3 + 2 * k, 2)) for k, symbol in enumerate(symbols)}
    for _ in range(_TRIALS):
        scale = rng.choice((0.1, 1.0, 1.0, 3.0, 10.0, 1_000.0))
        yield {symbol: acb(fmpq(*rng.uniform(-scale, scale).as_integer_ratio())) for symbol in symbols}


def _holds(relation: Relation, value: acb) -> bool:
    if relation is Relation.NONZERO:
        return not value.contains(0)
    if not value.is_finite() or not value.imag.is_zero():
        return False
    return bool(value.real > 0) or (relation is Relation.NONNEGATIVE and bool(value.real >= 0))


__all__ = ["can_be_met"]

"""One-sided limits by asymptotic expansion: what is found is certain.

    one_sided(e, Approach(x, place, side)) -> Limit

`side` is +1 (from above), -1 (from below) or has that sign; `place` is a SymEngine number, an expression in parameters,
or ±oo. A limit that does not exist is found too, where waves such as sin(1/x) tend to different limits along two
sequences.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import lcm
from typing import TypeVar

import symengine as se

from ansatz.algebra.nodes import TRIGONOMETRIC
from ansatz.algebra.numbers import as_fraction, is_rational
from ansatz.errors import ALGEBRA_FAILURES, TooFewTermsError, UndecidedError
from ansatz.proof.real_line.asymptotics import Expansion, Expansions
from ansatz.proof.real_line.expansion_rules import ExpansionOf
from ansatz.proof.real_line.growth import Monomial, Scale
from ansatz.proof.real_line.signs import Signs

T = TypeVar("T")

_ORDERS = (3, 8, 16)  # terms of Taylor series, more where fewer cancel
_ANGLES = (
    *(k * se.pi / 2 for k in range(4)),
    se.pi / 3,
    se.pi / 4,
)  # where waves are taken, along sequences on which they are constant
INFINITIES = (se.oo, -se.oo)


@dataclass(frozen=True, slots=True)
class Limit:
    """value: finite, ±oo, or None where it is not known or does not exist; oscillates: it does not exist."""

    value: se.Expr | None = None
    oscillates: bool = False

    @property
    def is_infinite(self) -> bool:
        """Whether the expression tends to ±∞."""
        return self.value is not None and self.value in INFINITIES


@dataclass(frozen=True, slots=True)
class Approach:
    """x tends to the place from one side; signs: decide how constants and parameters compare with zero.

    side: 1, -1, or an expression in parameters that has the sign of x - place.
    """

    x: se.Symbol
    place: se.Expr
    side: se.Expr | int
    signs: Signs = field(default_factory=Signs)


def one_sided(e: se.Expr, approach: Approach) -> Limit:
    """The limit of the expression, as far as it is certain."""
    if (value := _limit(e, approach)) is not None:
        return Limit(value)
    return Limit(oscillates=_oscillates(e, approach))


def leading_term(e: se.Expr, approach: Approach) -> tuple[Monomial, se.Expr] | None:
    """(m, c) with e = c·m·(1 + o(1)), m a monomial in w → ∞; None where it is not known, or e is zero."""
    return _read_off(e, approach, Expansions.leading)


def _limit(e: se.Expr, approach: Approach) -> se.Expr | None:
    return _read_off(e, approach, Expansions.limit)


def _read_off(e: se.Expr, approach: Approach, what: Callable[[Expansions, Expansion], T]) -> T | None:
    """What an expansion tells, of as few terms as serve; None where none does."""
    for order in _ORDERS:
        algebra = Expansions(Scale(approach.signs), order)
        try:
            return what(algebra, _expansion(e, approach, algebra))
        except TooFewTermsError:
            continue
        except ALGEBRA_FAILURES:
            return None
    return None


def _expansion(e: se.Expr, approach: Approach, algebra: Expansions) -> Expansion:
    return ExpansionOf(approach.x, approach.place, se.sympify(approach.side), algebra)(e)


def _oscillates(e: se.Expr, approach: Approach) -> bool:
    """Whether the limit does not exist: along sequences u = θ + 2πn of a phase u → ∞ it differs with θ."""
    limits: list[se.Expr] = []
    for waves in _frozen(e, approach):
        try:
            value = _limit(e.xreplace(waves), approach)
        except ALGEBRA_FAILURES:  # 1/0
            continue
        if value is None:
            continue
        if any(_differ(value, other, approach.signs) for other in limits):
            return True
        limits.append(value)
    return False


def _frozen(e: se.Expr, approach: Approach) -> Iterator[dict[se.Expr, se.Expr]]:
    """The waves of e with constants in their place; nothing where their phases are no multiples of one phase."""
    waves = {
        wave: wave.args[0]
        for wave in e.atoms(*TRIGONOMETRIC)
        if (value := _limit(wave.args[0], approach)) is not None and value in INFINITIES
    }
    if not waves:
        return
    first = min(waves.values(), key=lambda u: len(str(u)))
    phase = se.Add(*(term for term in se.Add.make_args(se.expand(first)) if approach.x in term.free_symbols))
    multiples: dict[se.Expr, tuple[se.Rational, se.Expr]] = {}
    for wave, u in waves.items():
        ratio = se.expand(u.diff(approach.x)) / se.expand(phase.diff(approach.x))
        if not is_rational(ratio):
            return
        offset = se.expand(u - ratio * phase)
        if approach.x in offset.free_symbols:
            return
        multiples[wave] = ratio, offset
    q = lcm(*(as_fraction(ratio).denominator for ratio, _ in multiples.values()))
    for angle in _ANGLES:
        yield {wave: wave.func(se.expand(ratio * q * angle + offset)) for wave, (ratio, offset) in multiples.items()}


def _differ(u: se.Expr, v: se.Expr, signs: Signs) -> bool:
    if u in INFINITIES or v in INFINITIES:
        return bool(u != v)
    try:
        difference = se.expand(u - v)
        if signs.is_zero(difference):
            return False
        signs.nonzero(difference)
        return True
    except UndecidedError:
        return False


__all__ = ["INFINITIES", "Approach", "Limit", "leading_term", "one_sided"]

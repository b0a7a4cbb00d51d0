"""Do points see every part of an expression? What may change without effect at all of them is not tested by them.

    parts = Sensitivity([F', f], bits)
    parts.look(coordinates)      what the point sees is marked
    parts.unseen                 a part that no point has seen, or None

A part of an expression is *seen* at a point where, to first order, a change of it by its own 2^-bits-th changes one of
the terms by more than 2^-bits of the term's scale: of the greatest term there, or of 1 where that is greater than 1.
exp(-10^9·x^2) beside x is seen near 0 only, and exp(-10^9) beside 1 nowhere. The parts are the operands of every sum,
product, power and function, each where it stands: x may be seen in ln(x) and overlooked in tanh(10^9 + x).
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import Program, Values
from ansatz.algebra.nodes import name_of
from ansatz.algebra.principal_derivative import principal_derivative

_BITS = 384  # of values: they tell places apart that are closer than 10^-100
_U = se.Dummy("u")

Part: TypeAlias = tuple[se.Expr, int]  # an expression, and which of its operands


class Sensitivity:
    """Of terms, whose sum should be zero, to all of their parts, constants too. bits: how little is seen."""

    def __init__(self, terms: Iterable[se.Expr], bits: int) -> None:
        self._terms = list(terms)
        self._least = arb(2) ** -bits
        self._nodes = _bottom_up(self._terms)
        self._program = Program()
        self._slots = {e: self._program.add(e) for e in self._nodes}
        self._slopes = {part: self._program.add(slope) for e in self._nodes for part, slope in _slopes(e)}
        self._open: dict[Part, None] = dict.fromkeys((e, k) for e in self._nodes for k in _operands(e))

    @property
    def unseen(self) -> se.Expr | None:
        """The outermost part that no point has seen; None where all have been seen."""
        return next((e.args[k] for e, k in reversed(self._open)), None)

    def sees_more(self, coordinates: Mapping[se.Symbol, acb]) -> bool:
        """Whether a point sees a part that no point before it has."""
        return any(True for _ in self._seen(coordinates))

    def look(self, coordinates: Mapping[se.Symbol, acb]) -> None:
        """Mark what a point sees."""
        for part in list(self._seen(coordinates)):
            del self._open[part]

    def _seen(self, coordinates: Mapping[se.Symbol, acb]) -> Iterable[Part]:
        if not self._open:
            return
        values = self._program.run(coordinates, _BITS)
        with ctx.workprec(_BITS):
            # upper bounds: of a term that may vanish there, such as sin(ln(x)) at e^π, a ball knows no more
            scale = max((values[self._slots[term]].abs_upper() for term in self._terms), default=arb(1))
            effect = dict.fromkeys(self._nodes, arb(0))  # of a unit's change of the node
            for term in self._terms:
                effect[term] = 1 / scale if scale < 1 else arb(1)
            for e in reversed(self._nodes):
                if not effect[e] > 0:
                    continue
                for k in _operands(e):
                    operand = e.args[k]
                    change = effect[e] * self._slope(e, k, values)
                    size = change * _size(values[self._slots[operand]])
                    if not size.is_finite():
                        continue
                    if (e, k) in self._open and size > self._least:
                        yield e, k
                    if operand in effect and change > effect[operand]:
                        effect[operand] = change.lower()

    def _slope(self, e: se.Expr, k: int, values: Values) -> arb:
        """|∂e/∂operand|, or less."""
        kind = e.__class__
        if kind in (se.Add, se.Abs):
            return arb(1)
        if kind is se.sign:  # a step is seen where its value is
            return 1 / abs(values[self._slots[e.args[0]]])
        if kind is se.Mul:
            slope = arb(1)
            for other, factor in enumerate(e.args):
                if other != k:
                    slope *= _size(values[self._slots[factor]])
            return slope
        return _size(values[self._slopes[e, k]])


def _size(value: acb) -> arb:
    """A lower bound of a magnitude, 0 where nothing is known of it."""
    return value.abs_lower() if value.is_finite() else arb(0)


def _operands(e: se.Expr) -> range:
    """Of a power with a rational exponent only the base."""
    return range(1 if e.__class__ is se.Pow and isinstance(e.args[1], se.Rational) else len(e.args))


def _slopes(e: se.Expr) -> Iterable[tuple[Part, se.Expr]]:
    """Derivatives of powers and functions by their operands."""
    if e.__class__ is se.Pow:
        base, exponent = e.args
        yield (e, 0), exponent * e / base
        if not isinstance(exponent, se.Rational):
            yield (e, 1), e * se.log(base)
    elif e.args and e.__class__ not in (se.Add, se.Mul, se.Abs, se.sign):
        rate = principal_derivative(e.func(_U) if not name_of(e) else se.Function(name_of(e))(_U), _U)
        yield (e, 0), rate.xreplace({_U: e.args[0]})


def _bottom_up(terms: Iterable[se.Expr]) -> list[se.Expr]:
    """Every subexpression once, after those it consists of."""
    found: dict[se.Expr, None] = {}
    stack = [(term, False) for term in terms]
    while stack:
        e, is_ready = stack.pop()
        if e in found:
            continue
        if is_ready:
            found[e] = None
        else:
            stack.append((e, True))
            stack.extend((argument, False) for argument in e.args)
    return list(found)


__all__ = ["Sensitivity"]

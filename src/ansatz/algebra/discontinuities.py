"""Where an antiderivative may fail although its integrand does not: holes, jumps, values that are not real.

    discontinuities(-cos(x)*abs(sin(x))/sin(x), abs(sin(x)), x)     (0, pi)

Looked at are places known by name: where signs change inside corners, logarithms and denominators, and the quarter
periods of waves. This chooses among forms of an answer and proves nothing: other places are not looked at.
"""

from collections.abc import Iterator

import symengine as se
from flint import acb, arb, ctx, fmpq

from ansatz.algebra.balls import Program, evaluate
from ansatz.algebra.nodes import TRIGONOMETRIC
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.sign_changes import sign_changes
from ansatz.errors import AnsatzError, NoValueError

_BITS = 192
_STEP = fmpq(1, 2**64)
_JUMP = arb(2) ** -32  # of this relative size at least; over a step of 2⁻⁶⁴ no slope of moderate size makes it
_BESIDE = (fmpq(1, 3), fmpq(19, 7))  # distances at which values are real on either side
_QUARTERS = range(-2, 4)


def discontinuities(F: se.Expr, f: se.Expr, x: se.Symbol) -> tuple[se.Expr, ...]:
    """The places looked at where F has no real value, or jumps, and f is regular."""
    if not F.free_symbols | f.free_symbols <= {x}:
        return ()
    places = tuple(dict.fromkeys(_suspects(F, x)))
    if not places:
        return ()
    try:
        claimed, given = _Function(F, x), _Function(f, x)
        return tuple(place for place in places if _breaks_at(claimed, given, place))
    except (AnsatzError, RuntimeError):
        return ()


def value_at(function: se.Expr, x: se.Symbol, place: se.Expr) -> se.Expr:
    """f(x₀), exact; raises `NoValueError` where f or a part of it has none, as 1/tan(x) at π/2.

    Arguments are expanded, so that sin(1 + (π − 1)) is seen to be zero.
    """
    memo: dict[se.Expr, se.Expr] = {x: se.expand(place)}

    def visit(e: se.Expr) -> se.Expr:
        known = memo.get(e)
        if known is None:
            known = e if not e.args else rebuilt(e, [visit(part) for part in e.args])
            if has_no_value(known):
                raise NoValueError("The function has no value there.")
            memo[e] = known
        return known

    def rebuilt(e: se.Expr, parts: list[se.Expr]) -> se.Expr:
        kind = e.__class__
        if kind in (se.Add, se.Mul):
            return kind(*parts)
        parts = [se.expand(part) for part in parts]
        return parts[0] ** parts[1] if kind is se.Pow else e.func(*parts)

    return se.expand(visit(function))


def _suspects(F: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    has_poles = False
    for e in (*F.atoms(se.Abs, se.sign, se.log), *F.atoms(se.Pow)):
        base = e.args[0]
        if e.__class__ is se.Pow and not (
            is_rational(e.args[1]) and (e.args[1] < 0 or not isinstance(e.args[1], se.Integer))
        ):
            continue
        if x in base.free_symbols:
            has_poles = True
            yield from sign_changes(base, x) or ()
    waves = F.atoms(*TRIGONOMETRIC)
    if not has_poles and not F.atoms(se.tan, se.cot, se.sec, se.csc):
        return
    for w in sorted({wave.args[0] for wave in waves}, key=str):
        slope = w.diff(x)
        if slope != 0 and not slope.free_symbols:
            for k in _QUARTERS:
                yield se.expand((k * se.pi / 2 - w.subs({x: 0})) / slope)


class _Function:
    """A function of x and its values; None where it is not real with all its parts."""

    def __init__(self, function: se.Expr, x: se.Symbol) -> None:
        self._function, self._x = function, x
        self._program = Program()
        self._slot = self._program.add(function)

    def beside(self, place: se.Expr, step: fmpq) -> acb | None:
        with ctx.workprec(_BITS):
            values = self._program.run({self._x: evaluate(place, {}, _BITS) + acb(arb(step))}, _BITS)
        is_real = values[self._slot].is_finite() and self._program.kernels_are_real(values)
        return values[self._slot] if is_real else None

    def is_regular(self, place: se.Expr) -> bool:
        """Whether there is a finite real value at the place and on both sides of it."""
        return self.has_value(place) and all(self.beside(place, step) is not None for step in (-_STEP, _STEP))

    def has_value(self, place: se.Expr) -> bool:
        try:
            value = evaluate(value_at(self._function, self._x, place), {}, _BITS)
        except (AnsatzError, RuntimeError, ZeroDivisionError):
            return False
        return bool(value.is_finite() and value.imag.contains(0))


def _breaks_at(F: _Function, f: _Function, place: se.Expr) -> bool:
    sides = (side * step for step in _BESIDE for side in (-1, 1))
    if any(f.beside(place, side) is not None and F.beside(place, side) is None for side in sides):
        return True
    if not f.is_regular(place):
        return False
    before, after = F.beside(place, -_STEP), F.beside(place, _STEP)
    if before is None or after is None or not F.has_value(place):
        return True
    return bool((after - before).abs_lower() > _JUMP * (1 + abs(before).abs_lower()))


__all__ = ["discontinuities", "value_at"]

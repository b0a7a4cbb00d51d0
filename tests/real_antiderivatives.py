"""Is an antiderivative real and continuous wherever its integrand is? By mpmath alone; the verifier takes no part.

    flaws(F, f)     ["no value at x = 0", "a jump of 2 near x = 3.14159", ...], none where all is well

Over a grid of many scales F(b) − F(a) is compared with Gauss' quadrature of f. An interval where they differ is halved
until f is too small to explain the gap, which is then a jump, or large enough, which makes it a singularity of f.
Places where zeros and poles of what people write lie are looked at one by one: F has a value wherever f has.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise

import mpmath

from ansatz.errors import NoValueError
from ansatz.evaluate.second_opinion.formulas import Formulas, Number
from ansatz.expr.tree import Tree

_NODES = ((-0.9061798459386640, 0.2369268850561891), (-0.5384693101056831, 0.4786286704993665), (0.0, 128 / 225))
_GAUSS = (*_NODES, *((-t, w) for t, w in _NODES[:2]))  # five points on (−1, 1)
_PRECISION = 30  # digits
_REAL = 1e-12
_LARGE = 1e20  # what a pole is at a place known to 30 digits
_SHORT, _SHORTEST = 1e-6, 1e-9
_SLOPE_STEP = mpmath.mpf("1e-8")
_ENOUGH = 4


def flaws(F: Tree, f: Tree, variable: str = "x") -> list[str]:
    """What is wrong with F, at most four findings; trees of one variable."""
    with mpmath.workdps(_PRECISION):
        return list(islice(_flaws(_Function(F, variable), _Function(f, variable)), _ENOUGH))


class _Function:
    """A real function of one variable, real with all its parts; None elsewhere."""

    def __init__(self, tree: Tree, variable: str) -> None:
        self._formulas, self._variable = Formulas(tree), variable

    def __call__(self, place: Number) -> Number | None:
        parts = self._parts(place)
        return parts[-1] if parts else None

    def is_regular(self, place: Number) -> bool:
        """Whether there is a value, and no part has a pole."""
        parts = self._parts(place)
        return bool(parts) and all(abs(part) < _LARGE for part in parts) and not self._divides_by_zero(parts)

    def _parts(self, place: Number) -> list[Number]:
        try:
            parts = self._formulas.parts({self._variable: mpmath.mpf(place)})
        except NoValueError:
            return []
        return [mpmath.re(part) for part in parts] if all(map(_is_real, parts)) else []

    def _divides_by_zero(self, parts: list[Number]) -> bool:
        quotients = ((step, inner) for step, inner in self._formulas._steps if isinstance(step, tuple))
        return any(
            (step[0] == "/" and abs(parts[inner[1]]) * _LARGE < 1)
            or (step[0] == "inv" and abs(parts[inner[0]]) * _LARGE < 1)
            for step, inner in quotients
        )


def _is_real(value: Number) -> bool:
    return bool(abs(mpmath.im(value)) <= _REAL * abs(value))


def _flaws(F: _Function, f: _Function) -> Iterator[str]:
    for n in (*range(-24, 25), *range(-100, 101, 10)):
        if f(n) is not None and F(n) is None:
            yield f"no real value at x = {n}"
    for n in range(-48, 49):
        place = mpmath.mpf(n) / 4 * mpmath.pi
        if f.is_regular(place) and not F.is_regular(place):
            yield f"no real value at x = {Fraction(n, 4)}*pi"
    for grid in _grids():
        for place in grid[:: len(grid) // 4]:
            value, before, after = f(place), F(place - _SLOPE_STEP), F(place + _SLOPE_STEP)
            if value is not None and before is not None and after is not None:
                slope = (after - before) / (2 * _SLOPE_STEP)
                if abs(slope - value) > 1e-4 * (1 + abs(value)):
                    yield f"F' = {mpmath.nstr(slope, 3)}, f = {mpmath.nstr(value, 3)} at x = {mpmath.nstr(place, 6)}"
                    return
        for low, high in pairwise(grid):
            yield from _flaws_between(F, f, low, high)


def _grids() -> Iterator[list[Number]]:
    """Closely around zero, in steps of an eighth of a period farther out, and far away; no place is a round number."""
    yield [mpmath.mpf(k) / 7 + mpmath.mpf("0.01234567") for k in range(-60, 64)]
    for start, step, count in ((9.03, 0.7654321, 30), (-32.2, 0.7654321, 30), (98.76, 0.7, 6), (-301.2, 0.7, 6)):
        yield [mpmath.mpf(start) + k * mpmath.mpf(step) for k in range(count)]


def _flaws_between(F: _Function, f: _Function, low: Number, high: Number) -> Iterator[str]:
    stack = [(low, high)]
    while stack:
        low, high = stack.pop()
        middle, half = (low + high) / 2, (high - low) / 2
        values = [f(middle + half * node) for node, _ in _GAUSS]
        halves = [(middle, high), (low, middle)]
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            if half > 1e-3 and known:
                stack += halves
            continue
        before, after = F(low), F(high)
        if before is None or after is None:
            place = low if before is None else high
            if f(place) is not None:
                yield f"no real value at x = {mpmath.nstr(place, 6)}"
                return
            continue
        if max(abs(after), abs(before)) > _LARGE:  # beyond any digits
            continue
        gap = abs(after - before - half * sum(value * weight for value, (_, weight) in zip(known, _GAUSS, strict=True)))
        if gap <= 1e-7 * (1 + abs(after - before)) or gap <= 1e-15 * (abs(after) + abs(before)):
            continue
        explained = 20 * half * max(map(abs, known))
        if half > _SHORT or (half > _SHORTEST and gap > explained):
            stack += halves
        elif gap > explained:
            yield f"a jump of {mpmath.nstr(after - before, 3)} near x = {mpmath.nstr(middle, 8)}"
            return

"""Is a claim about an antiderivative true? Looked at on all scales, by balls: what is said to fail does fail.

    oracle = Oracle(f, x, specials, rng)             prepared once for an integrand
    oracle.wrongs(F, claim)                          what the claim says and what is not so

At each point tried where f is defined and real with all its parts, F must be defined and real and have the derivative f
(by the chain rule, in balls). Between neighbouring points where f is enclosed on the whole interval, F(b) - F(a) must
be (b - a)·f(ξ): a jump, and a wrong piece in between, breaks the mean value theorem. Points are those of `places`, the
special points that the maker of the pair knows, and the zeros of what stands below roots, in denominators, logarithms
and magnitudes.
"""

import random
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import TypeAlias

import symengine as se
from flint import acb, arb, ctx

from ansatz.errors import MayBeZeroError, NoValueError, UndefinedError, UnsureError
from ansatz.evaluate.attack.balls import Ball, Formula, constant, interval, is_real
from ansatz.evaluate.attack.claims import Claim
from ansatz.evaluate.attack.places import BITS, all_scales, beside, exact, moderate, ordered

_PRECISIONS = (160, 640, 2560)  # bits, tried in turn where balls are too wide
_SCALED, _MODERATE, _ZEROS, _SPECIALS = 20, 14, 4, 5  # places tried
_CLOSELY = 2  # places looked at with the highest precision
_HALVINGS = 40  # of intervals, for one claim
_BISECTIONS = 260  # until a zero, or a jump, is as narrow as the places are exact
_CLOSE = arb(2) ** -60  # relative: between closer places more bits tell whether the mean value theorem holds
_SMALL = arb(10) ** -60  # and its reciprocal: sizes that tell whether a number is zero
_NARROW = 1e-15  # relative width: a change over less is a jump
_NO_VALUE = (type(se.zoo), type(se.nan), type(se.oo), type(-se.oo))

_DIFFERS = "F' differs from f"

Point: TypeAlias = dict[se.Symbol, Ball]


class Look(Enum):
    """What is seen at a point where nothing is wrong: that F' = f, that F has a real value at least, or nothing."""

    RIGHT = auto()
    VALUE = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Wrong:
    """cause: in a few words, the same for all of its kind. where: in words."""

    cause: str
    where: str


class _Cell:
    """An interval between two places, with an enclosure of ∫ f where there is one, and its halves: found once.

    turn: when it is looked at, the same for all candidates, which so ask for the same halves.
    """

    __slots__ = ("a", "b", "expected", "halves", "is_known", "turn")

    def __init__(self, a: arb, b: arb, turn: float = 0.0) -> None:
        self.a, self.b, self.turn = a, b, turn
        self.expected: arb | None = None
        self.is_known = False
        self.halves: tuple[_Cell, ...] | None = None


class _Answer:
    """A candidate, compiled, with its values at the places; these live as long as the oracle, and are told by identity.

    values: None where it has no value for the first precision. heights: real values of the whole.
    """

    def __init__(self, formula: Formula) -> None:
        self.formula = formula
        self.values: dict[int, list[Ball] | None] = {}
        self.heights: dict[int, arb | None] = {}


class Oracle:
    """An integrand, prepared. specials: constants where something may happen. parameters: values for f's other symbols.

    bits: of the first comparison: more where less than 10^-40 is at stake.
    """

    def __init__(
        self,
        f: se.Expr,
        x: se.Symbol,
        specials: Sequence[se.Expr],
        rng: random.Random,
        parameters: Mapping[se.Symbol, Ball] | None = None,
        *,
        bits: int = _PRECISIONS[0],
        share: float = 1.0,
    ) -> None:
        self._given: Point = dict(parameters or {})
        self._x, self._rng = x, rng
        self._f = _Answer(Formula(f, x, self._given))
        self._share = share
        self._precisions = [bits, *(p for p in _PRECISIONS if p > bits)]
        self._specials = list(specials[: 2 * _SPECIALS])
        self._marks: list[arb] = []
        for special in self._specials:
            try:
                value = constant(special, BITS)
            except NoValueError:
                continue
            if isinstance(value, arb):
                self._marks.append(value)
        xs = all_scales(rng, int(_SCALED * share)) + moderate(rng, int(_MODERATE * share))
        for mark in rng.sample(self._marks, min(_SPECIALS, len(self._marks))):
            xs += beside(mark, rng)
        self._xs = ordered(map(exact, xs))
        self._kept = [*self._xs, *self._zeros(self._f)]  # all places, so that their identities stay theirs
        self._xs = ordered(self._kept)
        self._cells: dict[tuple[int, int], _Cell] = {}
        self._real = {id(x): self._integrand(x) is not None for x in self._xs}

    # ---------------------------------------------------------------------- values

    def _point(self, x: arb) -> Point:
        return {**self._given, self._x: x}

    def _values(self, answer: _Answer, x: arb, bits: int) -> list[Ball]:
        """Of all parts, at a kept place; those of the first precision are kept."""
        if bits != self._precisions[0]:
            return answer.formula.values({self._x: x}, bits)
        values = answer.values.get(id(x))
        if values is None:
            values = answer.values[id(x)] = answer.formula.values({self._x: x}, bits)
        return values

    def _integrand(self, x: arb) -> arb | None:
        """f where it is certainly defined and real with all its parts; None elsewhere."""
        for bits in self._precisions:
            try:
                values = self._values(self._f, x, bits)
            except UndefinedError:
                return None
            except (UnsureError, NoValueError):
                continue
            value = self._f.formula.result(values)
            return value if isinstance(value, arb) and is_real(values) else None
        return None

    def _look(self, answer: _Answer, x: arb, precisions: Sequence[int] = ()) -> Wrong | Look:
        """What is wrong with F, or else what is seen of it, at a place where f is real."""
        F, seen = answer.formula, Look.NOTHING
        for bits in precisions or self._precisions:
            try:
                wanted = self._f.formula.result(self._values(self._f, x, bits))
            except NoValueError:
                continue
            try:
                values = self._values(answer, x, bits)
            except UndefinedError as error:
                return Wrong("F has no value where f has", f"no value ({error}) at {self._at(x)}")
            except MayBeZeroError as error:
                if bits == _PRECISIONS[-1] and error.is_zero and _is_short(x):
                    return Wrong("F has no value where f has", f"no value ({error}, to {bits} bits) at {self._at(x)}")
                continue
            except NoValueError:
                continue
            value = F.result(values)
            if isinstance(value, acb) and not value.imag.contains(0):
                return Wrong("F is complex where f is real", f"F is complex at {self._at(x)}")
            real = isinstance(value, arb)
            try:
                rate = F.rate(values, bits)
            except NoValueError:
                seen = Look.VALUE if real else seen
                continue
            if not rate.overlaps(wanted):
                with ctx.workprec(bits):
                    gap = _short(rate - wanted, 6)
                where = f"F' is {_short(rate)} and f is {_short(wanted)}, the difference {gap}, at {self._at(x)}"
                return Wrong(_DIFFERS, where)
            return Look.RIGHT if real else Look.NOTHING
        return seen

    def _at(self, x: arb) -> str:
        values = [f"{symbol} = {_short(value)}" for symbol, value in self._given.items()]
        return ", ".join([*values, f"{self._x} = {_short(x)}"])

    # ---------------------------------------------------------------------- claims

    def wrongs(self, expression: se.Expr, claim: Claim) -> list[Wrong]:
        """Everything that is found wrong with an asserted claim, one of each cause."""
        try:
            F = _Answer(Formula(expression, self._x, self._given))
        except NoValueError:
            return []
        found: dict[str, Wrong] = {}
        self._kept += (zeros := self._zeros(F))
        xs = ordered([*self._xs, *zeros]) if zeros else self._xs
        kept: list[arb] = []
        for x in xs:
            if id(x) not in self._real:
                self._real[id(x)] = self._integrand(x) is not None
            if not self._real[id(x)] or claim.has_gap(x) or not self._covered(claim, x):
                continue
            wrong = self._look(F, x)
            if isinstance(wrong, Look):
                kept += [x] * (wrong is not Look.NOTHING)
            elif wrong.cause == _DIFFERS or not claim.of_values:
                if wrong.cause == "F has no value where f has" and self._is_isolated(F, x):
                    wrong = Wrong("F has a hole where f has a value", wrong.where)
                found.setdefault(wrong.cause, wrong)
        # Some are looked at more closely, since a difference may be smaller than the first precision shows.
        for x in self._rng.sample(kept, min(_CLOSELY, len(kept))):
            wrong = self._look(F, x, _PRECISIONS[-1:])
            if isinstance(wrong, Wrong):
                found.setdefault(wrong.cause, wrong)
        if claim.of_values:
            return list(found.values())
        for wrong in self._holes(expression, claim):
            found.setdefault(wrong.cause, wrong)
        if not found:
            for wrong in self._breaks(F, kept, claim):
                found.setdefault(wrong.cause, wrong)
        return list(found.values())

    def fails_near(self, expression: se.Expr, x: arb) -> bool | None:
        """Whether F fails at a point, as a refutation says; None where that cannot be told."""
        try:
            F = _Answer(Formula(expression, self._x, self._given))
        except NoValueError:
            return None
        self._kept += (places := ordered([x, *beside(x, self._rng, (6, 12))]))
        if self._integrand(x) is None or not self._is_moderate(F.formula, x):
            return None
        near = [y for y in places if self._integrand(y) is not None]
        looks = [self._look(F, y, _PRECISIONS[-1:]) for y in near]
        if any(isinstance(look, Wrong) for look in looks) or any(True for _ in self._breaks(F, near, None)):
            return True
        return False if all(look is Look.RIGHT for look in looks) else None

    def _is_moderate(self, F: Formula, x: arb) -> bool:
        """Whether all parts of F and f are of moderate size: an exponential of 10^20 is lost beside anything."""
        try:
            bits = _PRECISIONS[-1]
            parts = [part for formula in (F, self._f.formula) for part in formula.values({self._x: x}, bits)]
        except NoValueError:
            return False
        return all(part.is_zero() or _SMALL < abs(part) < 1 / _SMALL for part in parts)

    def _covered(self, claim: Claim, x: arb) -> bool:
        try:
            return claim.covers(self._point(x), x)
        except NoValueError:
            return False

    def _is_isolated(self, F: _Answer, x: arb) -> bool:
        self._kept += (places := beside(x, self._rng, (12,)))
        return all(isinstance(self._look(F, y), Look) for y in places)

    def _holes(self, expression: se.Expr, claim: Claim) -> Iterator[Wrong]:
        """Special points at which SymEngine finds no value of F, though f has one."""
        if self._given:
            return
        for place in self._specials:
            try:
                mark = constant(place, BITS)
                if not isinstance(mark, arb) or claim.has_gap(mark) or not self._covered(claim, mark):
                    continue
                if self._integrand(mark) is None:
                    continue
                value = expression.subs({self._x: place})
            except (NoValueError, RuntimeError, ZeroDivisionError, ValueError, NotImplementedError):
                continue
            if isinstance(value, _NO_VALUE):
                yield Wrong("F has a hole where f has a value", f"F has no value at {self._at(mark)}")
                return

    # ---------------------------------------------------------------------- special points of F

    def _zeros(self, answer: _Answer) -> list[arb]:
        """Both sides of zeros of what is critical in a formula, between neighbouring places."""
        found: list[arb] = []
        crossings = []
        signs = [self._signs(answer, x) for x in self._xs] if answer.formula.criticals else []
        for (a, before), (b, after) in pairwise(zip(self._xs, signs, strict=False)):
            crossings += [(k, a, b) for k, (s, t) in enumerate(zip(before, after, strict=True)) if s * t < 0]
        for k, a, b in self._rng.sample(crossings, min(int(_ZEROS * self._share) + 1, len(crossings))):
            zero = self._zero(answer.formula, k, a, b)
            found += beside(zero, self._rng, self._rng.choice(((2, 20), (8, 20), (20,))))
        return found

    def _signs(self, answer: _Answer, x: arb) -> list[int]:
        """Of the critical parts at a place; 0 where they have none."""
        bits, criticals = self._precisions[0], answer.formula.criticals
        try:
            values = self._values(answer, x, bits)
        except NoValueError:
            return [0] * len(criticals)
        with ctx.workprec(bits):
            return [_sign(function(values[slot])) for slot, function in criticals]

    def _zero(self, formula: Formula, k: int, a: arb, b: arb) -> arb:
        """An enclosure of a change of sign of the critical part k between a and b.

        False positions, by the Illinois rule; a halving where three of these did not shorten the interval by half.
        """

        def value(x: arb) -> arb:
            try:
                found = formula.critical(k, {self._x: x}, BITS)
            except NoValueError:
                return arb(0)
            return found if isinstance(found, arb) else arb(0)

        with ctx.workprec(BITS):
            at_a, at_b, width = value(a).mid(), value(b).mid(), b - a
            sign, last, slow = _sign(at_a), 0, 0
            for _ in range(_BISECTIONS):
                slow = 0 if (b - a) * 2 < width else slow + 1
                width = min(width, b - a) if slow else b - a
                middle = (a - at_a * (b - a) / (at_b - at_a)).mid() if slow < 3 else _middle(a, b)
                if not a < middle < b:
                    middle = _middle(a, b)
                    if not a < middle < b:
                        break
                here = value(middle)
                side = _sign(here) * sign
                if side == 0:
                    return middle
                if side > 0:
                    a, at_a, at_b = middle, here.mid(), at_b / 2 if last > 0 else at_b
                else:
                    b, at_b, at_a = middle, here.mid(), at_a / 2 if last < 0 else at_a
                last = side
                if (b - a) * 10**22 < 1 and (b - a) * 10**22 < abs(a):
                    break
            return interval(a, b)

    # ---------------------------------------------------------------------- the mean value theorem

    def _breaks(self, F: _Answer, xs: list[arb], claim: Claim | None) -> Iterator[Wrong]:
        """Intervals over which F does not change by their length times a value of f."""
        waiting = deque(sorted(self._between(xs), key=lambda cell: cell.turn))
        halvings = int(_HALVINGS * self._share)
        while waiting:
            cell = waiting.popleft()
            if claim is not None and (claim.gaps or claim.where or claim.undecided):
                whole = interval(cell.a, cell.b)
                if claim.has_gap(whole) or not self._covered(claim, whole):
                    continue
            verdict = self._change_is_wrong(F, cell)
            if verdict:
                yield self._narrowed(F, cell)
                return
            if verdict is None and halvings > 0 and (halves := self._halves(cell)):
                halvings -= 1
                waiting += halves

    def _between(self, xs: list[arb]) -> list[_Cell]:
        found = []
        for a, b in pairwise(xs):
            if (key := (id(a), id(b))) not in self._cells:
                self._cells[key] = _Cell(a, b, self._rng.random())
            found.append(self._cells[key])
        return found

    def _halves(self, cell: _Cell) -> tuple[_Cell, ...]:
        """None where it is too short, or its middle is no place of its own."""
        if cell.halves is None:
            a, b, cell.halves = cell.a, cell.b, ()
            if (b - a) * 10**28 > abs(a) + abs(b):
                with ctx.workprec(BITS):
                    middle = ((a + b) / 2).mid()
                if a < middle < b:
                    cell.halves = (_Cell(a, middle), _Cell(middle, b))
        return cell.halves

    def _change_is_wrong(self, F: _Answer, cell: _Cell) -> bool | None:
        """True where it is not (b - a)·f(ξ), False where it is closely so, None where the enclosure is too wide."""
        if not cell.is_known:
            cell.expected, cell.is_known = self._enclosed(cell.a, cell.b), True
        if (expected := cell.expected) is None:
            return None
        before, after = self._height(F, cell.a), self._height(F, cell.b)
        if before is None or after is None:
            return None
        with ctx.workprec(_PRECISIONS[-1]):
            change = after - before
            if change.overlaps(expected) and expected.rad() < change.rad():
                before, after = (self._value(F, x, _PRECISIONS[1:]) for x in (cell.a, cell.b))
                change = change if before is None or after is None else after - before
            if not change.overlaps(expected):
                return True
            return False if expected.rad() * 100 <= abs(expected) + abs(change) else None

    def _height(self, F: _Answer, x: arb) -> arb | None:
        """F at a kept place, where it is real."""
        if id(x) not in F.heights:
            F.heights[id(x)] = self._value(F, x, (self._precisions[0], _PRECISIONS[-1]))
        return F.heights[id(x)]

    def _value(self, F: _Answer, x: arb, precisions: Iterable[int]) -> arb | None:
        for bits in precisions:
            try:
                value = F.formula.result(self._values(F, x, bits))
            except NoValueError:
                continue
            return value if isinstance(value, arb) else None
        return None

    def _enclosed(self, a: arb, b: arb) -> arb | None:
        """An enclosure of ∫ f from a to b; None where f may be discontinuous, or not real, in between.

        It is (b - a)·f([a, b]), or, better on short intervals, (b - a)·f(m) up to (b - a)²/4 times the radius of
        f'([a, b]), where m is the middle.
        """
        f, bits = self._f.formula, self._precisions[0]
        if b - a < _CLOSE * abs(a):
            bits = max(bits, BITS)
        with ctx.workprec(max(bits, BITS)):
            whole, middle, width = interval(a, b), (a + b) / 2, b - a
        with ctx.workprec(bits):
            try:
                over = f.values({self._x: whole}, bits)
            except NoValueError:
                return None
            if not is_real(over):
                return None
            expected = width * f.result(over)
            try:
                centre = f.result(f.values({self._x: middle}, bits))
                slope = f.rate(over, bits)
            except NoValueError:
                return expected
            if isinstance(slope, arb) and isinstance(centre, arb):
                better = width * centre + arb(0, width * width / 4) * slope.rad()
                expected = better if better.rad() < expected.rad() else expected
            return expected

    def _narrowed(self, F: _Answer, cell: _Cell) -> Wrong:
        """The same in as short an interval as it shows in: a jump where that has no length to speak of."""
        for _ in range(_BISECTIONS):
            shorter = next((half for half in self._halves(cell) if self._change_is_wrong(F, half)), None)
            if shorter is None:
                break
            cell = shorter
        a, b = cell.a, cell.b
        with ctx.workprec(BITS):
            short = bool((b - a) < _NARROW * (abs(a) + abs(b)) or (b - a) * 10**18 < 1)
            after, before = self._height(F, b), self._height(F, a)
            jump = "?" if after is None or before is None else _short(after - before, 12)
        if short:
            return Wrong("F jumps where f is continuous", f"F jumps by {jump} at {self._at(exact(interval(a, b)))}")
        return Wrong("F does not change as f says", f"F changes by {jump} from {_short(a)} to {self._at(b)}")


def _middle(a: arb, b: arb) -> arb:
    """Between two places: of sizes far apart, by their geometric mean."""
    if a * b > 0 and not (abs(a) < 1000 * abs(b) and abs(b) < 1000 * abs(a)):
        return ((a * b).sqrt() * (1 if a > 0 else -1)).mid()
    return ((a + b) / 2).mid()


def _sign(value: Ball) -> int:
    """0 where it is not certain, or not real."""
    if not isinstance(value, arb) or value.contains(0):
        return 0
    return 1 if value > 0 else -1


def _is_short(x: arb) -> bool:
    """Whether it is a number of a float's digits."""
    return int(x.man_exp()[0]).bit_length() <= 60


def _short(value: Ball, digits: int = 30) -> str:
    if isinstance(value, arb) and value.is_exact() and value.is_integer() and abs(value) < 10**15:
        return str(int(value.unique_fmpz()))
    return value.str(digits, radius=False) if isinstance(value, arb) else str(value)


__all__ = ["Oracle", "Wrong"]

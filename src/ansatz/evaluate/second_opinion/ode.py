"""Does a family of functions solve a differential equation? mpmath differentiates it numerically and puts it in.

    opinion(y, equation, order=2)                  # y in x and c1, c2; the equation's left side in x, Y, Y', Y''
    opinion(G, equation, order=1, implicit=True)   # the functions Y(x) with G(x, Y, c1) = 0: roots, found numerically

Compared at points of all scales where the solution and then the equation are real with all their parts and the branch's
expressions are positive, for random constants of either sign.
"""

import random
from collections.abc import Sequence
from functools import partial

import mpmath

from ansatz.errors import NoValueError
from ansatz.evaluate.second_opinion.formulas import SIGHT_DIGITS, Formulas, Number
from ansatz.evaluate.second_opinion.numerics import derivatives, settle
from ansatz.evaluate.second_opinion.opinion import Opinion, Stance, agreement, disagreement
from ansatz.evaluate.second_opinion.places import real_place
from ansatz.expr.tree import Tree, symbols
from ansatz.expr.vocabulary import DERIVATIVES, INTEGRATION_CONSTANTS

ENOUGH, ENOUGH_ROOTS = 16, 6  # points, and no more are asked for; of a relation, whose roots take time
ATTEMPTS = 400
_START = "Y at the start"


def opinion(
    solution: Tree, equation: Tree, order: int, branch: Sequence[Tree] = (), *, implicit: bool = False, seed: int = 0
) -> Opinion:
    """Whether the left side of an equation of this order vanishes at every point that is looked at."""
    if implicit and "Y" not in symbols(solution):
        return Opinion(Stance.CANNOT_SAY, "no relation between x and Y")  # one side of a curve, by its parameter
    substitution = (_Relation if implicit else _Substitution)(solution, equation, order, branch)
    names = symbols(solution).union(symbols(equation), *map(symbols, branch)) - {"x", *DERIVATIVES}
    rng = random.Random(seed)
    compared: list[Number] = []
    for _ in range(ATTEMPTS):
        point = {name: mpmath.mpf(_constant(rng, name)) for name in sorted(names)}
        point["x"] = mpmath.mpf(real_place(rng, compared))
        if implicit:
            point[_START] = mpmath.mpf(_constant(rng, INTEGRATION_CONSTANTS[0]))
        digits = substitution.digits(point)
        if digits is None:
            continue
        residual = settle(partial(substitution.residual, point), digits)
        if residual is None:
            continue
        if residual != 0:
            point.pop(_START, None)
            return disagreement("the equation is not satisfied", point)
        compared.append(point["x"])
        if len(compared) == (ENOUGH_ROOTS if implicit else ENOUGH):
            break
    return agreement(len(compared))


class _Substitution:
    def __init__(self, solution: Tree, equation: Tree, order: int, branch: Sequence[Tree]) -> None:
        self._order, self._unknowns = order, DERIVATIVES[: order + 1]
        self._solution, self._branch = Formulas(solution), Formulas(*branch)
        self._terms = Formulas(*_terms(equation))

    def digits(self, point: dict[str, Number]) -> int | None:
        """Working precision for a comparison; None where the point is no point of the solution's on its branch."""
        solution, branch = self._solution.look(point), self._branch.look(point)
        if solution is None or branch is None or not (solution.real and branch.real):
            return None
        with mpmath.workdps(max(SIGHT_DIGITS, solution.digits)):
            try:
                if any(mpmath.re(value) <= 0 for value in self._branch.values(point)):
                    return None
                equation = self._terms.look(self._place(point))
            except NoValueError:
                return None
        return max(solution.digits, equation.digits) if equation is not None and equation.real else None

    def residual(self, point: dict[str, Number]) -> tuple[Number, Number]:
        """The left side, and the scale to judge it by.

        A left side of one term, such as Y'', has no scale but itself: it gets that of a change of its last unknown.
        """
        place, last = self._place(point), self._unknowns[-1]
        terms = self._terms.values(place)
        change = abs(place[last]) + abs(place["Y"] / point["x"] ** self._order)
        changed = self._terms.values(place | {last: place[last] + change})
        total = mpmath.fsum(terms)
        return total, mpmath.fsum(map(abs, terms)) + abs(mpmath.fsum(changed) - total)

    def _place(self, point: dict[str, Number]) -> dict[str, Number]:
        rates = derivatives(lambda at: self._value(point | {"x": at}), point["x"], self._order)
        return point | dict(zip(self._unknowns, map(mpmath.re, rates), strict=True))

    def _value(self, point: dict[str, Number]) -> Number:
        return self._solution.value(point)


class _Relation(_Substitution):
    """The same with the root Y of G(x, Y) = 0 that is found from a start."""

    def digits(self, point: dict[str, Number]) -> int | None:
        with mpmath.workdps(SIGHT_DIGITS):
            try:
                point[_START] = point["Y"] = self._value(point)  # the place of a root, from which others are near
            except NoValueError:
                return None
        return super().digits(point)

    def _value(self, point: dict[str, Number]) -> Number:
        def relation(Y: Number) -> Number:
            return mpmath.re(self._solution.value(point | {"Y": Y}))

        try:
            return mpmath.findroot(relation, point[_START], tol=mpmath.mpf(10) ** (-3 * mpmath.mp.dps // 2))
        except (ValueError, ZeroDivisionError):
            raise NoValueError("no root was found") from None


def _terms(equation: Tree) -> list[Tree]:
    match equation:
        case ("+", u, v):
            return _terms(u) + _terms(v)
        case ("-", u, v):
            return _terms(u) + [("neg", term) for term in _terms(v)]
    return [equation]


def _constant(rng: random.Random, name: str) -> float:
    return rng.choice((-1, 1)) * 10 ** rng.uniform(-1, 1) if name in INTEGRATION_CONSTANTS else rng.uniform(0.4, 2.6)

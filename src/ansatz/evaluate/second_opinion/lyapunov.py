"""Is V a global Lyapunov function of x' = f(x)? mpmath evaluates V and its numerical derivative along f.

    opinion(V, system)        # in the variables x0, x1, …

V(0) = 0 and f(0) = 0; V > 0 ≥ dV/dt at points of all scales; V grows along rays. NumPy looks at thousands of points
for those where something may be wrong (dV/dt by a complex step: Im V(x + ih·f)/h, to all digits of a double); mpmath
judges there.
"""

import math
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import mpmath
import numpy as np

from ansatz.errors import NoValueError
from ansatz.evaluate.second_opinion.formulas import (
    LARGEST,
    SIGHT_DIGITS,
    Arithmetic,
    Formulas,
    Number,
    Sight,
)
from ansatz.evaluate.second_opinion.numerics import derivatives, settle
from ansatz.evaluate.second_opinion.opinion import Opinion, Stance, agreement, disagreement
from ansatz.expr.tree import Tree

AT_LEAST = 5  # points, for an agreement
SCREENED, SUSPECTS, UNSUSPECTED = 10_000, 8, 8  # points that NumPy looks at; judged for each suspicion; others
RAYS = 8  # beside the axes
FAR = (1, 10**6, 10**12)  # distances: a logarithm grows evenly from one to the next
_FAR_LARGEST = 1_000  # decimal exponent: far out V is large
_BOUNDED = 1e-3  # of the growth before: less looks like a limit
_STEP, _SMALLEST = 1e-100, 1e-300  # h² is lost beside 1; what is divided by stays a number

_FUNCTIONS: dict[str, Callable[..., np.ndarray]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "neg": np.negative,
    "inv": lambda u: 1 / u,
    "ln": np.log,
    **{f"pow{n}": lambda u, n=n: u**n for n in (2, 3, 4, 5)},
    **{name: getattr(np, name) for name in ("sqrt", "exp", "sin", "cos", "tan", "sinh", "cosh", "tanh")},
    **{"a" + name: getattr(np, "arc" + name) for name in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
}
_ARRAYS = Arithmetic(float, _FUNCTIONS, {"e": lambda: math.e, "pi": lambda: math.pi}, lambda value: True)


def opinion(V: Tree, system: Sequence[Tree], variables: Sequence[str] = (), *, seed: int = 0) -> Opinion:
    """Whether V proves that 0 is globally stable, as far as points tell. variables: x0, x1, … unless given."""
    pair = _Pair(V, system, variables or [f"x{k}" for k in range(len(system))])
    wrong = pair.at_the_origin()
    if wrong is not None:
        return wrong
    found = pair.at_points(seed)
    return found if found.disagrees else pair.far_out(random.Random(seed)) or found


class _Pair:
    def __init__(self, V: Tree, system: Sequence[Tree], variables: Sequence[str]) -> None:
        self._V, self._field, self._variables = Formulas(V), Formulas(*system), variables

    def _point(self, coordinates: Iterable[float]) -> dict[str, Number]:
        return dict(zip(self._variables, map(mpmath.mpf, coordinates), strict=True))

    def at_the_origin(self) -> Opinion | None:
        """What is wrong there."""
        origin = self._point([0] * len(self._variables))
        for formulas, wrong in ((self._V, "V(0) differs from 0"), (self._field, "0 is no equilibrium")):
            sight = formulas.look(origin)
            if sight is None:
                return Opinion(Stance.CANNOT_SAY, "V or f could not be evaluated at 0")
            value = settle(partial(_length, formulas, origin, sight), sight.digits)
            if value is None or value != 0:
                return disagreement(wrong, origin)
        return None

    def at_points(self, seed: int) -> Opinion:
        """V > 0 and dV/dt ≤ 0 at the points most suspected, and at some that are not."""
        compared = 0
        for coordinates in self._suspects(np.random.default_rng(seed)):
            point = self._point(coordinates)
            V, field = self._V.look(point), self._field.look(point)
            if V is None or field is None or not (V.real and field.real):
                continue
            height = settle(partial(self._height, point, V), V.digits)
            if height is not None and height <= 0:
                return disagreement("V is not positive", point)
            change = settle(partial(self._change, point), max(V.digits, field.digits))
            if change is not None and change > 0:
                return disagreement("V increases", point)
            compared += height is not None and change is not None
        return agreement(compared, AT_LEAST)

    def _suspects(self, rng: np.random.Generator) -> Iterator[list[float]]:
        """Points other than 0, of all scales in all coordinates, where V or -dV/dt is small for its size."""
        n = len(self._variables)
        common, own = 10 ** rng.uniform(-3, 2, (1, SCREENED)), 10 ** rng.uniform(-3, 3, (n, SCREENED))
        points = rng.choice((-1, 1), (n, SCREENED)) * np.where(rng.random(SCREENED) < 0.5, common, own)
        points[:, ::4] *= rng.random((n, len(points[0, ::4]))) < 0.5
        points[:, 1::8] = np.rint(rng.uniform(-2.5, 2.5, points[:, 1::8].shape))
        points = points[:, points.any(axis=0)]
        try:
            with np.errstate(all="ignore"):
                suspicions = self._suspicions(points)
        except NoValueError:  # a function that NumPy has not
            suspicions = np.zeros((1, len(points[0])))
        usable = np.flatnonzero(np.isfinite(suspicions).all(axis=0))
        ranked = [usable[np.argsort(-suspicion[usable])][:SUSPECTS] for suspicion in suspicions]
        chosen = dict.fromkeys(int(k) for some in (*ranked, usable[:UNSUSPECTED]) for k in some)
        yield from (list(points[:, k]) for k in chosen)

    def _suspicions(self, points: np.ndarray) -> np.ndarray:
        """-V and dV/dt for their sizes at points (variables, points), not finite where they are not moderate."""
        place = dict(zip(self._variables, points, strict=True))
        shape = points[0].shape
        parts = [np.broadcast_to(part, shape) for part in self._V.parts(place, _ARRAYS)]
        field = np.array([np.broadcast_to(component, shape) for component in self._field.values(place, _ARRAYS)])
        moved = dict(zip(self._variables, points + 1j * _STEP * field, strict=True))
        change = self._V.value(moved, _ARRAYS).imag / _STEP
        size = np.maximum(np.abs(parts).max(axis=0), _SMALLEST)
        pace = np.linalg.norm(field, axis=0) / np.linalg.norm(points, axis=0)
        size[size > 10.0**LARGEST] = np.nan
        return np.array([-parts[-1] / size, change / np.maximum(size * pace, _SMALLEST)])

    def _height(self, point: dict[str, Number], sight: Sight) -> tuple[Number, Number]:
        return mpmath.re(self._V.value(point)), mpmath.mpf(10) ** sight.magnitude

    def _change(self, point: dict[str, Number]) -> tuple[Number, Number]:
        """dV/dt, times the time that |f| takes for the way |x|; and its scale."""
        field = [mpmath.re(component) for component in self._field.values(point)]
        speed = _norm(field)
        if speed == 0:
            return mpmath.mpf(0), mpmath.mpf(0)
        way = [_norm(point.values()) / speed * component for component in field]

        def along(time: Number) -> Number:
            moved = (x + (time - 1) * step for x, step in zip(point.values(), way, strict=True))
            return self._V.value(dict(zip(self._variables, moved, strict=True)))

        height, change = derivatives(along, mpmath.mpf(1), 1)
        return mpmath.re(change), abs(height)

    def far_out(self, rng: random.Random) -> Opinion | None:
        """Where V does not grow; None where it does along all rays that are tried: the axes', and others."""
        n = len(self._variables)
        axes = [[float(i == k) for i in range(n)] for k in range(n)]
        for direction in axes + [[rng.gauss(0, 1) for _ in range(n)] for _ in range(RAYS)]:
            heights = []
            for distance in FAR:
                point = self._point(distance * x for x in direction)
                sight = self._V.look(point, _FAR_LARGEST)
                if sight is None or not sight.real:
                    break
                with mpmath.workdps(SIGHT_DIGITS + int(sight.magnitude)):
                    heights.append(mpmath.re(self._V.value(point)))
            else:
                near, middle, far = heights
                if far <= near:
                    return disagreement("V does not grow along a ray", point)
                if abs(far - middle) < _BOUNDED * abs(middle - near):
                    return Opinion(Stance.CANNOT_SAY, "V may be bounded along a ray")
        return None


def _length(formulas: Formulas, point: dict[str, Number], sight: Sight) -> tuple[Number, Number]:
    return _norm(formulas.values(point)), mpmath.mpf(10) ** sight.magnitude


def _norm(vector: Iterable[Number]) -> Number:
    return mpmath.norm(list(vector))

"""Is F' = f? mpmath differentiates F numerically, at points of all scales; nothing is shared with the verifier.

    opinion(F, f, "x")                     # wherever the integrand is real with all its parts
    opinion(F, f, "x", both_real=True)     # wherever the antiderivative is so, too: for generated pairs
    opinion(F, f, "x", domain="complex")   # at complex points, parameters being complex, too

What is nowhere so is compared at any real point where it has a value. A pair may fail there, where rules of the real
line do not apply, and be right: it is called wrong only if it fails off the line, too.
"""

import math
import random
from collections.abc import Callable, Container, Iterable
from functools import partial
from typing import Literal

import mpmath

from ansatz.evaluate.second_opinion.formulas import Formulas, Number, Sight
from ansatz.evaluate.second_opinion.numerics import derivatives, settle
from ansatz.evaluate.second_opinion.opinion import Opinion, Stance, agreement, disagreement
from ansatz.evaluate.second_opinion.places import real_place
from ansatz.expr.tree import Tree, symbols, walk
from ansatz.proof.condition import Condition, Relation

ENOUGH = 12  # points, and no more are asked for
ATTEMPTS = 300
_OF_THE_LINE = {"abs", "sign", "cbrt", "acosh", "asech"}  # differentiated by rules that fail off the real line


def opinion(
    antiderivative: Tree,
    integrand: Tree,
    variable: str = "x",
    domain: Literal["real", "complex"] = "real",
    positive: Container[str] = (),
    *,
    both_real: bool = False,
    seed: int = 0,
) -> Opinion:
    """Whether F' = f at every point that is looked at.

    Parameters are positive, and complex over the complex numbers but for those named `positive`. seed: of the points.
    """
    comparison = _Comparison(antiderivative, integrand, variable, positive, random.Random(seed))
    if domain == "complex":
        return comparison.on_the_plane()
    found = comparison.on_the_line(lambda f, F: f.real and (F.real or not both_real))
    if found.stance is not Stance.CANNOT_SAY:
        return found
    anywhere = comparison.on_the_line(lambda f, F: True)
    if not (both_real and anywhere.disagrees):
        return anywhere
    operators = {node[0] for tree in (antiderivative, integrand) for node in walk(tree) if isinstance(node, tuple)}
    return anywhere if not operators & _OF_THE_LINE and comparison.on_the_plane().disagrees else found


def positive_parameters(conditions: Iterable[Condition]) -> set[str]:
    """The parameters that conditions of an answer, such as a > 0, say to be positive."""
    return {c.tree for c in conditions if c.relation is Relation.POSITIVE and isinstance(c.tree, str)}


class _Comparison:
    """F' and f at random points."""

    def __init__(self, F: Tree, f: Tree, variable: str, positive: Container[str], rng: random.Random) -> None:
        self._F, self._f = Formulas(F), Formulas(f)
        self._variable, self._positive, self._rng = variable, positive, rng
        self._parameters = sorted((symbols(F) | symbols(f)) - {variable})

    def on_the_line(self, counts: Callable[[Sight, Sight], bool]) -> Opinion:
        """At real points that count: by what is seen there of f and of F."""
        return self._at(self._real, counts)

    def on_the_plane(self) -> Opinion:
        """At complex points."""
        return self._at(self._complex, lambda f, F: True)

    def _at(self, draw: Callable[[list[Number]], dict[str, Number]], counts: Callable[[Sight, Sight], bool]) -> Opinion:
        compared: list[Number] = []
        for _ in range(ATTEMPTS):
            point = draw(compared)
            f, F = self._f.look(point), self._F.look(point)
            if f is None or F is None or not counts(f, F):
                continue
            residual = settle(partial(self._residual, point), max(f.digits, F.digits))
            if residual is None:
                continue
            if residual != 0:
                return disagreement("F' differs from the integrand", point)
            compared.append(point[self._variable])
            if len(compared) == ENOUGH:
                break
        return agreement(len(compared))

    def _residual(self, point: dict[str, Number]) -> tuple[Number, Number]:
        """F' - f, and the scale to judge it by."""
        rate = derivatives(lambda at: self._F.value(point | {self._variable: at}), point[self._variable], 1)[1]
        value = self._f.value(point)
        return rate - value, abs(rate) + abs(value)

    def _real(self, compared: list[Number]) -> dict[str, Number]:
        point = {name: mpmath.mpf(self._rng.uniform(0.4, 2.6)) for name in self._parameters}
        return point | {self._variable: mpmath.mpf(real_place(self._rng, compared))}

    def _complex(self, compared: list[Number]) -> dict[str, Number]:
        rng = self._rng
        point = {
            name: mpmath.mpf(rng.uniform(0.4, 2.6)) if name in self._positive else _around(rng, rng.uniform(0.4, 2.6))
            for name in self._parameters
        }
        return point | {self._variable: _around(rng, 10 ** rng.uniform(-1.5, 1.5))}


def _around(rng: random.Random, radius: float) -> Number:
    angle = rng.uniform(-math.pi, math.pi)
    return mpmath.mpc(radius * math.cos(angle), radius * math.sin(angle))

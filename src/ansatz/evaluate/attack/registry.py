"""Kinds of attack by name, each with its share of all cases.

To add an adversary: a file in `adversaries/` with a function of a random source that makes a case, and a row here.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeAlias

from ansatz.evaluate.attack.adversaries import (
    branches,
    bumps,
    complex_values,
    compositions,
    half_lines,
    mutants,
    near_equalities,
    parameters,
    periodic,
    singularities,
)
from ansatz.evaluate.attack.local_verdicts import on_barriers, on_boxes, on_intervals
from ansatz.evaluate.attack.verdicts import (
    Draw,
    Judged,
    on_antiderivatives,
    on_definite,
    on_equations,
    on_lyapunov,
    on_parametric,
    on_theorems,
)

MAKERS = tuple(
    adversary.cases
    for adversary in (half_lines, singularities, periodic, complex_values, branches, mutants, bumps, near_equalities)
)

Attack: TypeAlias = Callable[[Draw], Iterator[Judged]]

KINDS: Mapping[str, tuple[float, Attack]] = {
    "near_equalities": (20, partial(on_antiderivatives, near_equalities.cases)),
    "half_lines": (12, partial(on_antiderivatives, half_lines.cases)),
    "singularities": (12, partial(on_antiderivatives, singularities.cases)),
    "bumps": (8, partial(on_antiderivatives, bumps.cases)),
    "periodic": (10, partial(on_antiderivatives, periodic.cases)),
    "complex_values": (12, partial(on_antiderivatives, complex_values.cases)),
    "branches": (8, partial(on_antiderivatives, branches.cases)),
    "mutants": (30, partial(on_antiderivatives, mutants.cases)),
    "compositions": (15, partial(on_antiderivatives, partial(compositions.cases, makers=MAKERS))),
    "parameters": (6, partial(on_antiderivatives, parameters.cases)),
    "definite": (1.5, on_definite),
    "parametric": (0.3, on_parametric),
    "theorems": (1, on_theorems),
    "equations": (0.6, on_equations),
    "lyapunov": (0.6, on_lyapunov),
    "boxes": (0.6, on_boxes),
    "barriers": (0.4, on_barriers),
    "intervals": (1.5, on_intervals),
}

__all__ = ["KINDS", "Attack"]

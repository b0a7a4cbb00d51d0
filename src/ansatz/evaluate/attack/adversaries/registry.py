"""Adversaries by name, with their shares among all cases."""

import random
from collections.abc import Callable, Mapping

from ansatz.evaluate.attack.adversaries import (
    branches,
    bumps,
    complex_values,
    half_lines,
    mutants,
    near_equalities,
    parameters,
    periodic,
    singularities,
)
from ansatz.evaluate.attack.adversaries.case import Case

ANTIDERIVATIVES: Mapping[str, tuple[int, Callable[[random.Random], Case]]] = {
    "near_equalities": (20, near_equalities.cases),
    "half_lines": (12, half_lines.cases),
    "singularities": (12, singularities.cases),
    "bumps": (8, bumps.cases),
    "periodic": (12, periodic.cases),
    "complex_values": (10, complex_values.cases),
    "branches": (8, branches.cases),
    "mutants": (30, mutants.cases),
    "parameters": (10, parameters.cases),
}

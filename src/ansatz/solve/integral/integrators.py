"""Integrators for forward generation: our own solver, for expert iteration, and the computer algebra systems.

    ansatz generate forward --integrator sympy --count 100       forward problems that SymPy can solve
    ansatz generate forward --integrator own --count 10k         that our solver with its network can

An integrator of your own is a function of a module, `ansatz generate my_module:factory`: it returns a generator.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from ansatz.errors import ConfigError
from ansatz.expr.canonical import canonical, from_symengine, to_symengine
from ansatz.expr.tree import is_elementary
from ansatz.problems.integral.forward import Forward, ForwardConfig, Integrator
from ansatz.problems.problem import Generator
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral.classical_search import classical_candidates
from ansatz.solve.integral.stages import Lineup, own_candidates
from ansatz.solve.systems.classical import installed


def _first(found: Callable[[Any], Any]) -> Integrator:
    """The integrator whose answer is the first elementary candidate that holds."""

    def integrate(f: Any) -> Any | None:
        for candidate in found(canonical(from_symengine(f))):
            if isinstance(candidate, Candidate) and candidate.holds and is_elementary(candidate.tree):
                return to_symengine(candidate.tree)
        return None

    return integrate


def own(seconds: float = 2.0, beam: int = 10, weights: str | None = None, **options: Any) -> Generator:
    """Forward problems of our own solver. weights: a runtime folder other than the shipped one."""

    def candidates(tree: Any) -> Any:
        return own_candidates(tree, beam, Lineup(), seconds, weights=weights)

    return Forward(ForwardConfig(**options), _first(candidates))


def _classical(system: str, seconds: float = 5.0, **options: Any) -> Generator:
    if system not in installed():
        raise ConfigError(f"{system} is not installed here; the integrators at hand are own, {', '.join(installed())}.")
    candidates = partial(classical_candidates, system, seconds=seconds)
    return Forward(ForwardConfig(**options), _first(candidates))


sympy = partial(_classical, "sympy")
maxima = partial(_classical, "maxima")
fricas = partial(_classical, "fricas")

INTEGRATORS = {name: f"ansatz.solve.integral.integrators:{name}" for name in ("own", "sympy", "maxima", "fricas")}
"""Names to the factories of `ansatz.data.work.make_generator`."""

"""Integrators for forward generation: our own solver, for expert iteration, and the computer algebra systems.

    ansatz generate forward --integrator sympy --count 100       forward problems that SymPy can solve
    ansatz generate forward --integrator own --count 10k         that our solver with its network can

An integrator of your own is a function of a module, `ansatz generate my_module:factory`: it returns a generator.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import symengine as se

from ansatz.errors import ConfigError
from ansatz.expr.canonical import canonical, from_symengine, to_symengine
from ansatz.expr.tree import is_elementary
from ansatz.problems.integral.forward import Forward, ForwardConfig
from ansatz.problems.integral.integrated import Integrator
from ansatz.problems.problem import Generator
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral.claims import claimed
from ansatz.solve.integral.lineup import Lineup
from ansatz.solve.integral.stages import own_candidates
from ansatz.solve.question import Question
from ansatz.solve.systems import SYSTEMS, installed


def _first(found: Callable[[Question], Iterable[object]]) -> Integrator:
    """The integrator whose answer is the first elementary candidate that holds."""

    def integrate(f: se.Expr) -> se.Expr | None:
        for candidate in found(Question("integral", (canonical(from_symengine(f)),))):
            if isinstance(candidate, Candidate) and candidate.holds and is_elementary(candidate.tree):
                return to_symengine(candidate.tree)
        return None

    return integrate


def own(seconds: float = 2.0, beam: int = 10, weights: str | None = None, **options: Any) -> Generator:
    """Forward problems of our own solver. weights: a runtime folder other than the shipped one."""

    return Forward(
        ForwardConfig(**options), _first(lambda question: own_candidates(question, beam, Lineup(), weights, seconds))
    )


def _system(name: str, seconds: float = 5.0, **options: Any) -> Generator:
    if name not in installed():
        raise ConfigError(f"{name} is not installed here; the integrators at hand are own, {', '.join(installed())}.")
    return Forward(ForwardConfig(**options), _first(partial(claimed, name, seconds=seconds)))


def __getattr__(name: str) -> Callable[..., Generator]:
    """A factory for each computer algebra system, by its name."""
    if name not in SYSTEMS:
        raise AttributeError(f"There is no integrator '{name}'.")
    return partial(_system, name)


INTEGRATORS = {name: f"ansatz.solve.integral.integrators:{name}" for name in ("own", *SYSTEMS)}
"""Names to the factories of `ansatz.data.work.make_generator`."""

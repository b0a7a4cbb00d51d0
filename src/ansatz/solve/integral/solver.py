"""The façade: `integrate`, from what people write to a verified `Solution`.

    integrate("x*cos(x)").answer                 -> x*sin(x) + cos(x)
    integrate("1/(1+x^2)", ("x", 0, 1)).value    -> pi/4

Reading and checking happen here; every search runs in killable workers (`ansatz.solve.portfolio`).
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from numbers import Integral, Real
from typing import Any

from ansatz.errors import ConfigError
from ansatz.expr.canonical import canonical
from ansatz.expr.display import display
from ansatz.expr.parse import as_tree, parse_integral, read_variable
from ansatz.expr.printing import to_text
from ansatz.expr.tree import MINUS_INFINITY, Tree, check_limits, substitute, symbols
from ansatz.proof.condition import needed
from ansatz.solve.integral.definite import read_bound, with_value
from ansatz.solve.integral.stages import Lineup
from ansatz.solve.integral.views import rename
from ansatz.solve.portfolio import Portfolio, Race, Request
from ansatz.solve.solution import Solution

METHODS = ("network", "fit", "classical")
DOMAINS = ("real", "complex")
NOT_FOUND = "No elementary antiderivative was found; try a larger beam or a longer deadline."


@lru_cache(maxsize=1)
def portfolio() -> Portfolio:
    """The process's own portfolio; its workers stay warm between calls."""
    return Portfolio()


def integrate(
    f: Any,
    x: Any = "x",
    *,
    beam: int = 10,
    deadline: float = 10.0,
    methods: Sequence[str] = METHODS,
    domain: str = "real",
) -> Solution:
    """Integrate f, verified.

    f: text, LaTeX (with or without the integral sign), a SymPy expression (or unevaluated Integral), a
    SymEngine expression, or a tree.
    x: the variable, or (variable, lower, upper) for a definite integral. beam: hypotheses of the network.
    deadline: seconds of wall-clock time for the search. methods: of "network", "fit" (exact linear fit of
    network and structural terms) and "classical" (SymPy; Maxima and FriCAS where installed).
    domain: "real" or "complex".

    Raises `InputError` for input that is no function and `ConfigError` for settings that make no sense. An
    integral that resists is no error: its `Solution` has no answer.
    """
    methods = methods if isinstance(methods, str) else tuple(methods)
    _check_settings(beam, deadline, methods, domain)
    start = time.monotonic()
    integrand, variable, bounds = _read(f, x)
    model_tree, back = rename(canonical(integrand), variable)
    request = Request(model_tree, beam, deadline, Lineup.of(methods), _systems(methods), domain)
    race = portfolio().race(request)
    solution = _solution(race, integrand, variable, bounds, back)
    if bounds is not None:
        solution = with_value(solution, bounds, portfolio(), max(1.0, deadline - (time.monotonic() - start)))
    if not solution.remark and (others := symbols(integrand)) and variable not in others:
        named = ", ".join(sorted(others))
        remark = (
            f"The integrand does not contain {variable}, so it is constant; name the variable if you meant {named}."
        )
        solution = replace(solution, remark=remark)
    return replace(solution, seconds=time.monotonic() - start, symbols=_sympy_symbols(f))


def _sympy_symbols(f: Any) -> dict[str, Any]:
    """SymPy's own symbols, which the answer is to be given in; none where f came as something else."""
    if "sympy" not in sys.modules or not isinstance(f, sys.modules["sympy"].Basic):
        return {}
    from ansatz.expr.sympy_bridge import symbols_by_name

    return symbols_by_name(f.function if f.func.__name__ == "Integral" else f)


def _check_settings(beam: int, deadline: float, methods: Sequence[str], domain: str) -> None:
    if isinstance(methods, str):
        raise ConfigError(f'Give methods as a list, such as ["{methods}"].')
    unknown = [name for name in methods if name not in METHODS]
    if unknown or not methods:
        raise ConfigError(f"Choose methods from {', '.join(METHODS)}; not {', '.join(unknown) or 'none'}.")
    if not isinstance(beam, Integral) or not 1 <= beam <= 100:
        raise ConfigError(f"The beam must be a whole number between 1 and 100, not {beam}.")
    if not isinstance(deadline, Real) or not 0 < deadline <= 3600:
        raise ConfigError(f"The deadline must lie between 0 and 3600 seconds, not {deadline}.")
    if domain not in DOMAINS:
        raise ConfigError(f"The domain is 'real' or 'complex', not '{domain}'.")


def _read(f: Any, x: Any) -> tuple[Tree, str, tuple[Tree, Tree] | None]:
    """Integrand, variable and bounds out of all the ways to state them."""
    bounds: tuple[Tree, Tree] | None = None
    f, x = _opened(f, x)
    given = x
    if isinstance(x, tuple | list):
        if len(x) != 3:
            raise ConfigError("A definite integral is stated as (variable, lower bound, upper bound).")
        given, low, high = x
        bounds = (read_bound(low), read_bound(high))
    variable = str(given)
    if isinstance(f, str):
        parsed = parse_integral(f)
        integrand = parsed.integrand
        if parsed.bounds is not None and bounds is None:
            bounds = (read_bound(parsed.bounds[0]), read_bound(parsed.bounds[1]))
        if parsed.variable is not None:
            variable = parsed.variable
    else:
        integrand = as_tree(f)
    check_limits(integrand)
    variable = read_variable(variable)
    for bound in bounds or ():
        if bound != MINUS_INFINITY and variable in symbols(bound):
            raise ConfigError(
                f"The bound '{to_text(bound)}' contains the variable of integration; write the integrand in another."
            )
    return integrand, variable, bounds


def _opened(f: Any, x: Any) -> tuple[Any, Any]:
    """An unevaluated SymPy Integral as integrand and (variable or limits); anything else as it is."""
    sympy = sys.modules.get("sympy")
    if sympy is None or not isinstance(f, sympy.Integral):
        return f, x
    if len(f.limits) != 1 or len(f.limits[0]) == 2:
        raise ConfigError("Give an Integral over one variable, without bounds or with both; one integral at a time.")
    limits = tuple(f.limits[0])
    return f.function, limits[0] if len(limits) == 1 else limits


def _systems(methods: Sequence[str]) -> tuple[str, ...]:
    if "classical" not in methods:
        return ()
    from ansatz.solve.systems.classical import installed

    return tuple(installed())


def _solution(
    race: Race, integrand: Tree, variable: str, bounds: tuple[Tree, Tree] | None, back: dict[str, str]
) -> Solution:
    d = f" d{variable}"
    limits = "" if bounds is None else f" from {to_text(bounds[0])} to {to_text(bounds[1])}"
    problem = f"∫ {to_text(integrand)}{d}{limits}"
    names: dict[str, Tree] = dict(back)
    best = race.best
    if best is None:
        return Solution(
            problem, integrand, variable, candidates=race.candidates, tried=race.tried, bounds=bounds, remark=NOT_FOUND
        )
    return Solution(
        problem,
        integrand,
        variable,
        verdict=best.verdict,
        scope=best.verification.scope.renamed(names),
        conditions=tuple(c.renamed(names) for c in needed((*best.verification.conditions, *best.conditions))),
        method=best.method,
        candidates=race.candidates,
        tried=race.tried,
        tree=display(substitute(best.tree, names)),
        bounds=bounds,
        reason=best.verification.reason,
    )


__all__ = ["integrate", "portfolio"]

"""Workers that start before the command line is read: reading it takes about as long as a worker takes to be ready."""

from collections.abc import Sequence

SOLVERS = {"integrate": "integral", "dsolve": "ode", "lyapunov": "lyapunov"}  # command: its folder in `ansatz.solve`


def warm_for(arguments: Sequence[str]) -> None:
    """Start the worker that this command will ask, if it is one that solves."""
    if not arguments or arguments[0] not in SOLVERS or "--help" in arguments:
        return
    from importlib import import_module

    from ansatz.solve.portfolio import warm

    warm(*import_module(f"ansatz.solve.{SOLVERS[arguments[0]]}.lineup").OWN_WORKER)

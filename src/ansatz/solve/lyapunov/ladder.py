"""The methods in the order in which they are tried: the cheapest first."""

from collections.abc import Mapping

from ansatz.solve.lyapunov.claim import Method

_CHEAP = 3  # of the methods


def methods() -> Mapping[str, Method]:
    """All that propose Lyapunov functions, by name; imported when a search begins."""
    from ansatz.solve.lyapunov.methods import lifted, quadratic, squares

    return {
        "quadratic": quadratic.candidates,
        "squares": squares.candidates,
        "lifted": lifted.candidates,
        "higher squares": squares.higher,
        "logarithms": lifted.logarithms,
    }


def barrier_methods() -> Mapping[str, Method]:
    """Those that propose barrier functions (`ansatz.proof.lyapunov.barrier`)."""
    from ansatz.solve.lyapunov.methods import barrier

    return {"barrier": barrier.candidates}


def ladder() -> tuple[tuple[Method, ...], tuple[Method, ...]]:
    """The methods for Lyapunov functions: those to try before a network's beam, and those that cost more than it."""
    found = tuple(methods().values())
    return found[:_CHEAP], found[_CHEAP:]


__all__ = ["barrier_methods", "ladder", "methods"]

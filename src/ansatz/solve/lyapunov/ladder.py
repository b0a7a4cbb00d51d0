"""The methods in the order in which they are tried: the cheapest first."""

from collections.abc import Mapping

from ansatz.solve.lyapunov.claim import Method


def methods() -> Mapping[str, Method]:
    """All that propose Lyapunov functions, by name; imported when a search begins."""
    from ansatz.solve.lyapunov.methods import lifted, quadratic, squares

    return {
        "quadratic": quadratic.candidates,
        "squares": squares.candidates,
        "lifted": lifted.candidates,
        "logarithms": lifted.logarithms,
        "higher squares": squares.higher,
    }


def barrier_methods() -> Mapping[str, Method]:
    """Those that propose barrier functions (`ansatz.proof.lyapunov.barrier`)."""
    from ansatz.solve.lyapunov.methods import barrier

    return {"barrier": barrier.candidates}


def ladder() -> tuple[Method, ...]:
    """The methods for Lyapunov functions; the last one costs more than a network's beam."""
    return tuple(methods().values())


__all__ = ["barrier_methods", "ladder", "methods"]

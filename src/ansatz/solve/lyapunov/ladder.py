"""The methods in the order in which they are tried: the cheapest first."""

from ansatz.solve.lyapunov.claim import Method


def ladder() -> tuple[Method, ...]:
    """All of them; imported when a search begins."""
    from ansatz.solve.lyapunov.methods import squares

    return (squares.candidates,)


__all__ = ["ladder"]

"""Methods one after the other: the claims of all, each once.

in_turn(methods, equation, integrals, deadline)  ->  claims, none of them verified
"""

import time
from collections.abc import Iterable, Iterator

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.solve.ode.claim import Claim, Equation, Integrals, Method


def in_turn(methods: Iterable[Method], equation: Equation, integrals: Integrals, deadline: float) -> Iterator[Claim]:
    """Until the deadline, a moment of `time.thread_time`."""
    seen: set[Claim] = set()
    for method in methods:
        try:
            for claim in method(equation, integrals):
                if claim not in seen:
                    seen.add(claim)
                    yield claim
                if time.thread_time() > deadline:
                    return
        except ALGEBRA_FAILURES:  # an equation beyond this method is none beyond the others
            pass
        if time.thread_time() > deadline:
            return


__all__ = ["in_turn"]

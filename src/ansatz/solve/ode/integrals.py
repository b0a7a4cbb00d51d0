"""Antiderivatives for methods of differential equations, by our own integrator, within one budget of time.

    integrals = OwnIntegrals(deadline)
    integrals.of(1/x, x)               ln x, not ln|x|: inside an answer the sign goes into a constant

Other symbols are parameters. What was asked once is remembered, failures too.
"""

import time
from typing import final

import symengine as se

from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES, TooLargeError
from ansatz.expr.canonical import has_imaginary
from ansatz.expr.differentiation import derivative
from ansatz.fit.structural import structural_candidates
from ansatz.solve.ode.numeric import vanishes

_SECONDS = 1.2  # of one integral
_SHARE = 0.4  # of the time that is left


@final
class OwnIntegrals:
    """`Integrals`, until the deadline, a moment of `time.thread_time`."""

    def __init__(self, deadline: float) -> None:
        self.deadline = deadline
        self._known: dict[tuple[se.Expr, se.Symbol], se.Expr | None] = {}

    def of(self, f: se.Expr, x: se.Symbol) -> se.Expr | None:
        """One antiderivative of f on some interval, its derivative compared with f; None where none was found.

        Raises `TooLargeError` after the deadline, which ends the method that asks.
        """
        if time.thread_time() > self.deadline:
            raise TooLargeError("The time for this equation is over.")
        if x not in f.free_symbols:
            return f * x
        if (f, x) not in self._known:
            self._known[f, x] = self._found(f, x)
        return self._known[f, x]

    def _found(self, f: se.Expr, x: se.Symbol) -> se.Expr | None:
        end = time.thread_time() + min(_SECONDS, _SHARE * (self.deadline - time.thread_time()))
        for form in dict.fromkeys((f, together(f))):
            left = end - time.thread_time()
            if left <= 0 or has_no_value(form):
                return None
            try:
                for candidate in structural_candidates(form, x, deadline_seconds=left):
                    F = candidate.antiderivative
                    if not has_imaginary(F) and vanishes(derivative(F, x) - f):
                        return F
            except ALGEBRA_FAILURES:
                continue
        return None


__all__ = ["OwnIntegrals"]

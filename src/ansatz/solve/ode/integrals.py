"""Antiderivatives for methods of differential equations, by our own integrator, within one budget of time.

    integrals = OwnIntegrals(deadline)
    integrals.of(1/x, x)               ln x, not ln|x|: inside an answer the sign goes into a constant

Other symbols are parameters. What was asked once is remembered, failures too.
"""

import time
from typing import final

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.nodes import transform
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES, TooLargeError
from ansatz.expr.canonical import has_imaginary, symbol
from ansatz.expr.differentiation import derivative
from ansatz.fit.structural import structural_candidates
from ansatz.solve.ode.moduli import without_jump
from ansatz.solve.ode.numeric import vanishes

_SECONDS = 1.2  # of one integral
_TERM_SECONDS, _MAX_TERMS = 0.3, 16
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
        """The integral of f with symbols for what is free of x, by terms where each is known, else as a whole."""
        parameters: dict[se.Expr, se.Symbol] = {}
        plain = _abstracted(f, x, parameters)
        back = {symbol: e for e, symbol in parameters.items()}
        whole = time.thread_time() + min(_SECONDS, _SHARE * (self.deadline - time.thread_time()))
        F = self._by_terms(plain, x, time.thread_time() + _TERM_SECONDS)
        if F is None:
            F = self._whole(plain, x, whole)
        if F is None or has_no_value(F := F.xreplace(back)):
            return None
        return without_jump(transform(F, _real_arctangent), f, x)

    def _by_terms(self, f: se.Expr, x: se.Symbol, end: float) -> se.Expr | None:
        """Σ c·∫g for f = Σ c·g, c free of x; None where one term's integral is not found."""
        groups: dict[se.Expr, list[se.Expr]] = {}
        for term in se.Add.make_args(se.expand(f)):
            c, g = split_constant(term, x)
            groups.setdefault(g, []).append(c)
        if len(groups) < 2 or len(groups) > _MAX_TERMS or not f.free_symbols - {x}:
            return None
        total = []
        for g, coefficients in groups.items():
            G = self._whole(g, x, end)
            if G is None:
                return None
            total.append(se.Add(*coefficients) * G)
        return se.Add(*total)

    def _whole(self, f: se.Expr, x: se.Symbol, end: float) -> se.Expr | None:
        if x not in f.free_symbols:
            return f * x
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


def _real_arctangent(e: se.Expr) -> se.Expr | None:
    """i/2·ln((1 + u)/(1 - u)) for atan(i·u), which arises where a parameter turns out to have the other sign."""
    if e.__class__ is not se.atan or not has_imaginary(e.args[0]):
        return None
    u = se.expand(-se.I * e.args[0])
    return None if has_imaginary(u) else se.I / 2 * se.log((1 + u) / (1 - u))


def _abstracted(e: se.Expr, x: se.Symbol, parameters: dict[se.Expr, se.Symbol]) -> se.Expr:
    """e with symbols for its largest functions and powers that are free of x."""
    if not e.args or isinstance(e, se.Number):
        return e
    if x not in e.free_symbols:
        if not e.free_symbols or e.__class__ in (se.Add, se.Mul):
            arguments = [_abstracted(a, x, parameters) for a in e.args]
            return e.func(*arguments) if e.free_symbols else e
        if e.__class__ is se.Pow and isinstance(e.args[1], se.Integer):
            return _abstracted(e.args[0], x, parameters) ** e.args[1]
        return parameters.setdefault(e, symbol(f"k{len(parameters)}_"))
    return e.func(*(_abstracted(a, x, parameters) for a in e.args))


__all__ = ["OwnIntegrals"]

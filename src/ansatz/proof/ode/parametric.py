"""Is a curve x = X(t), y = Y(t) a solution of a differential equation of first order? With y' = Y'(t)/X'(t).

    ParametricVerifier(equation, x).verify(X, Y)

The residual must vanish for all t and c1, which exact algebra proves; what it does not prove stays open. Those of a
general solution must depend on c1: ∂(X, Y)/∂(t, c1) ≠ 0 somewhere.
"""

import random
import time
from typing import final

import symengine as se

from ansatz.algebra.balls import Program
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.algebra.together import together
from ansatz.expr.canonical import symbol
from ansatz.proof.examination import Words, timed
from ansatz.proof.ode.independence import CONSTANTS
from ansatz.proof.ode.substitution import Substitution, substituted, unknown
from ansatz.proof.ode.verifier import UNKNOWNS, check_order
from ansatz.proof.parameters import nonzero_conditions
from ansatz.proof.sampling import Domain, sample
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verification

PARAMETER = symbol("t")

_POINTS = 12
_FAILURE = "the curve cannot be put into the equation"
_WORDS = Words(
    "the residual", "the curve does not satisfy the equation", "the residual could not be compared with zero"
)


@final
class ParametricVerifier:
    """An equation in x, Y and Y'. general: the curves must depend on c1. The rest is as of an `OdeVerifier`."""

    def __init__(
        self, equation: se.Expr, x: se.Symbol, *, general: bool = True, seconds: float = 2.0, seed: int = 0
    ) -> None:
        check_order(equation, 1)
        self.equation, self.x, self.general = equation, x, general
        self.seconds, self.seed = seconds, seed

    def verify(self, X: se.Expr, Y: se.Expr) -> Verification:
        """Whether the curve is a solution; never raises on a malformed one (it is then *unknown*)."""
        deadline = time.thread_time() + self.seconds
        return timed(lambda: self._verify(X, Y, deadline), _FAILURE)

    def _verify(self, X: se.Expr, Y: se.Expr, deadline: float) -> Verification:
        t, c = PARAMETER, CONSTANTS[0]
        base = Program()
        base.add(X)
        slot = base.add(Y)
        occurring = X.free_symbols | Y.free_symbols | self.equation.free_symbols
        parameters = sorted(occurring - {t, self.x, *UNKNOWNS}, key=str)
        points, domain = sample(base, slot, t, parameters, random.Random(self.seed), _POINTS, False, signed=CONSTANTS)
        if not points or domain is not Domain.REAL:
            return unknown("no point was found where the curve is real")
        across, along = principal_derivative(X, t), principal_derivative(Y, t)
        if across == 0:
            return unknown("x does not vary along the curve")
        rate = together(along / across)  # a function of y' needs its argument in lowest terms
        values = {self.x: X, UNKNOWNS[0]: Y, UNKNOWNS[1]: rate}
        terms = [term.subs(values) for term in se.Add.make_args(self.equation)]
        found = substituted(terms, base, [X, Y, rate], t, points, _WORDS, deadline)
        if not isinstance(found, Substitution):
            return found
        if not found.determines(self.equation, values, UNKNOWNS[1]):
            return unknown(f"the equation does not determine {UNKNOWNS[1]}")
        if not found.is_nonzero(across):
            return unknown("that x varies along the curve could not be certified")
        if self.general:
            determinant = across * principal_derivative(Y, c) - along * principal_derivative(X, c)
            if not found.is_nonzero(determinant):
                return unknown("that the curves depend on the constant could not be certified")
        proof = found.proof()
        if proof is None or proof.patterns:
            return found.examination.undecided(())
        return found.examination.confirmation(proof, domain, Scope(ScopeKind.CURVE, str(t)), nonzero_conditions(Y, t))


__all__ = ["PARAMETER", "ParametricVerifier"]

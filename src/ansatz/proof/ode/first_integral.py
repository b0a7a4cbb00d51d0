"""Is H(x, Y, Y') constant along the solutions of an equation of second order? Differentiate it, and put that in.

    FirstIntegralVerifier(equation of y'' + sin y = 0, x).verify(Y'²/2 - cos Y - c1)

Where H = c1, Y'' = -(H_x + Y'·H_Y)/H_Y'. The equation must then hold for all x, Y and Y', which exact algebra proves;
what it does not prove stays open.
"""

import random
import time
from typing import final

import symengine as se

from ansatz.algebra.balls import Program
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.proof.examination import Words, timed
from ansatz.proof.ode.implicit import first_integral
from ansatz.proof.ode.substitution import Substitution, substituted, unknown
from ansatz.proof.ode.verifier import UNKNOWNS, check_order
from ansatz.proof.parameters import nonzero_conditions
from ansatz.proof.sampling import Domain, sample
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verification

_POINTS = 12
_FAILURE = "the first integral cannot be put into the equation"
_WORDS = Words("the residual", "the expression is not constant", "the residual could not be compared with zero")


@final
class FirstIntegralVerifier:
    """As `ImplicitVerifier`, for relations between x, Y and Y' with one constant."""

    def __init__(self, equation: se.Expr, x: se.Symbol, *, seconds: float = 2.0, seed: int = 0) -> None:
        check_order(equation, 2)
        self.equation, self.x = equation, x
        self.seconds, self.seed = seconds, seed

    def verify(self, G: se.Expr) -> Verification:
        """Whether G = 0 says a first integral; never raises on a malformed one (it is then *unknown*)."""
        deadline = time.thread_time() + self.seconds
        return timed(lambda: self._verify(G, deadline), _FAILURE)

    def _verify(self, G: se.Expr, deadline: float) -> Verification:
        (Y, Y1, Y2), x = UNKNOWNS[:3], self.x
        found = first_integral(G)
        if found is None or found.of != found.constant:
            return unknown("the relation could not be solved for a constant")
        H = found.H
        across = principal_derivative(H, Y1)
        if across == 0:
            return unknown("the relation does not depend on the derivative")
        second = -(principal_derivative(H, x) + Y1 * principal_derivative(H, Y)) / across
        base = Program()
        slot = base.add(H)
        free = sorted((H.free_symbols | self.equation.free_symbols | {Y, Y1}) - {x, Y2}, key=str)
        points, domain = sample(base, slot, x, free, random.Random(self.seed), _POINTS, False, signed=(Y, Y1))
        if not points or domain is not Domain.REAL:
            return unknown("no point was found where the relation is real")
        values = {Y: Y, Y1: Y1, Y2: second}
        terms = [term.subs(values) for term in se.Add.make_args(self.equation)]
        put = substituted(terms, base, [H, second], x, points, _WORDS, deadline)
        if not isinstance(put, Substitution):
            return put
        if not put.is_nonzero(across):
            return unknown("the relation could not be seen to depend on the derivative")
        if not put.determines(self.equation, values, Y2):
            return unknown(f"the equation does not determine {Y2}")
        proof = put.proof()
        if proof is None or proof.patterns:
            return put.examination.undecided(())
        return put.examination.confirmation(proof, domain, Scope(ScopeKind.RELATION, str(x)), nonzero_conditions(G, x))


__all__ = ["FirstIntegralVerifier"]

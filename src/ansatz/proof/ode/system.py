"""Do functions x(t), y(t), … solve a system x' = f(x, t)? Substitute, and decide whether each residual is zero.

    SystemVerifier((y, -x), (x, y), t).verify((c1*sin(t) - c2*cos(t), c1*cos(t) + c2*sin(t)))

Every residual must be proved zero by exact algebra; what is not proved stays open. A general solution must depend on as
many independent constants as there are equations: ∂(x, y, …)/∂(c1, c2, …) ≠ 0 somewhere.
"""

import random
import time
from collections.abc import Sequence
from typing import final

import symengine as se

from ansatz.algebra.balls import Program
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.examination import Words, timed
from ansatz.proof.ode.independence import CONSTANTS, is_regular
from ansatz.proof.ode.substitution import Substitution, substituted, unknown
from ansatz.proof.parameters import nonzero_conditions
from ansatz.proof.sampling import Domain, sample
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verification
from ansatz.proof.zero.zero_test import Proof

_POINTS = 8
_FAILURE = "the functions cannot be put into the system"
_WORDS = Words("the residual", "the system is not satisfied", "the residual could not be compared with zero")


@final
class SystemVerifier:
    """rates: f, in the functions' symbols and t. branch: expressions in parameters that must be positive. general: the
    solution must have as many constants as equations. seconds: of processor time allowed to one `verify`. seed: of the
    sample points.
    """

    def __init__(
        self,
        rates: Sequence[se.Expr],
        functions: Sequence[se.Symbol],
        t: se.Symbol,
        *,
        branch: Sequence[se.Expr] = (),
        general: bool = True,
        seconds: float = 3.0,
        seed: int = 0,
    ) -> None:
        self.rates, self.functions, self.t = tuple(rates), tuple(functions), t
        self.branch = tuple(branch)
        self.general, self.seconds, self.seed = general, seconds, seed

    def verify(self, solution: Sequence[se.Expr]) -> Verification:
        """Whether the functions are a solution; never raises on malformed ones (they are then *unknown*)."""
        deadline = time.thread_time() + self.seconds
        return timed(lambda: self._verify(tuple(solution), deadline), _FAILURE)

    def _verify(self, solution: Sequence[se.Expr], deadline: float) -> Verification:
        t, values = self.t, dict(zip(self.functions, solution, strict=True))
        base = Program()
        slot = [base.add(x) for x in solution][-1]
        for positive in self.branch:
            base.add(se.sqrt(positive))
        occurring = set().union(*(e.free_symbols for e in (*solution, *self.rates, *self.branch)))
        parameters = sorted(occurring - {t, *self.functions}, key=str)
        signed = set(CONSTANTS).union(*(u.free_symbols for u in self.branch))
        points, domain = sample(base, slot, t, parameters, random.Random(self.seed), _POINTS, False, signed=signed)
        if not points or domain is not Domain.REAL:
            return unknown("no point was found where the functions are real")
        put: list[Substitution] = []
        proofs: list[Proof] = []
        for x, rate in zip(solution, self.rates, strict=True):
            terms = [principal_derivative(x, t), *(-term.subs(values) for term in se.Add.make_args(rate))]
            found = substituted(terms, base, solution, t, points, _WORDS, deadline)
            if not isinstance(found, Substitution):
                return found
            proof = found.proof()
            if proof is None:
                return found.examination.undecided(())
            put.append(found)
            proofs.append(proof)
        if self.general:
            constants = CONSTANTS[: len(solution)]
            rows = [[principal_derivative(x, c) for c in constants] for x in solution]
            if not is_regular(rows, put[-1].residual, put[-1].usable):
                return unknown("that the constants are independent could not be certified")
        conditions = dict.fromkeys(c for x in solution for c in nonzero_conditions(x, t))
        kind = ScopeKind.SOLUTION_SAMPLED if any(proof.patterns for proof in proofs) else ScopeKind.SOLUTION
        scope = Scope(kind, str(t), branch=tuple(Condition.on(u, Relation.POSITIVE) for u in self.branch))
        return put[-1].examination.confirmation(proofs[-1], domain, scope, tuple(conditions))


__all__ = ["SystemVerifier"]

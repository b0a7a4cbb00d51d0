"""Is V a barrier function of x' = f(x)? Polynomials only.

    f(0) = 0 and V(0) = 0;   V ≥ 0 and ∇V · f ≤ 0 everywhere;   V is not identically 0

Then every set {V ≤ c} is positively invariant: from V ≤ c at the start no trajectory reaches V > c. Nothing is said
about convergence, and V may vanish away from 0: it need not depend on every variable.
"""

import random
import time
from collections.abc import Sequence

import symengine as se

from ansatz.algebra.polynomials import rate, ring, to_polynomials
from ansatz.proof.lyapunov.counterexamples import negative_point, negative_point_anywhere
from ansatz.proof.lyapunov.pointwise import SCOPE, refuted, unknown
from ansatz.proof.lyapunov.signs import Squares
from ansatz.proof.lyapunov.sum_of_squares import natural
from ansatz.proof.lyapunov.verifier import LyapunovCertificate
from ansatz.proof.verdict import Verdict, Verification

REASON = "V and -dV/dt are sums of squares, by exact Gram matrices: every set V <= c is positively invariant"


def verify_barrier(
    V: se.Expr,
    system: Sequence[se.Expr],
    variables: Sequence[se.Symbol],
    *,
    certificate: LyapunovCertificate | None = None,
    squares: Squares | None = None,
    seconds: float = 5.0,
    seed: int = 0,
) -> Verification:
    """*Proved* by the certificate's sums of squares or those that are found, *refuted* with a point, or *unknown*."""
    deadline, rng = time.thread_time() + seconds, random.Random(seed)
    pair = to_polynomials((V, *system), ring(variables))
    if pair is None or len(system) != len(variables):
        return unknown("barrier functions are proved for polynomial systems, of as many components as variables")
    height, *field = pair
    origin, names = (0,) * len(field), height.context().names()
    if any(component(*origin) != 0 for component in field):
        return refuted("0 is not an equilibrium: f(0) differs from 0", origin, names)
    if height(*origin) != 0:
        return refuted("V(0) differs from 0", origin, names)
    if height.is_zero():
        return refuted("V is identically 0", origin, names)
    descent = -rate(height, field)
    if certificate is not None and certificate.function.proves(height) and certificate.decrease.proves(descent):
        return Verification(Verdict.PROVED, SCOPE, reason=REASON, certificate=certificate)
    for search in (negative_point, negative_point_anywhere):
        if (point := search(height, rng)) is not None:
            return refuted("V is negative", point, names)
        if not descent.is_zero() and (point := search(descent, rng)) is not None:
            return refuted("V increases", point, names)
    for find in (natural, squares):
        if find is None or time.thread_time() > deadline:
            continue
        function, decrease = find(height), find(descent)
        if function is not None and decrease is not None and function.proves(height) and decrease.proves(descent):
            found = LyapunovCertificate(function, decrease)
            return Verification(Verdict.PROVED, SCOPE, reason=REASON, certificate=found)
    return unknown("neither a point where V < 0 or dV/dt > 0 nor a proof was found")


__all__ = ["REASON", "verify_barrier"]

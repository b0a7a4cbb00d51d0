"""V = xᵀPx from the linear part A of a polynomial system: AᵀP + PA = -Q, solved over ℚ for a few Q.

P is positive definite for every positive definite Q where all eigenvalues of A have negative real parts, and for
none where one is positive; that V decreases along the whole field as well is then proved by sums of squares.
"""

import time
from collections.abc import Iterator

from flint import fmpq, fmpq_mat, fmpq_mpoly, fmpq_mpoly_ctx

from ansatz.algebra.polynomials import from_polynomial, primitive, rate
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.proof.lyapunov.sum_of_squares import identity, is_positive_definite, natural
from ansatz.solve.lyapunov.claim import Certificate, Claim, System
from ansatz.solve.lyapunov.polynomial_field import polynomial_field

_MAX_DIMENSION = 6


def candidates(system: System, deadline: float) -> Iterator[Claim]:
    """x², then P for Q = 1 and for Q weighted by single variables."""
    field = polynomial_field(system)
    if field is None or len(field) > _MAX_DIMENSION:
        return
    seen: list[fmpq_mpoly] = []
    for P in _matrices(linear_part(field)):
        if time.monotonic() > deadline:
            return
        V = _form(field[0].context(), P)
        if V in seen:
            continue
        seen.append(V)
        descent = -rate(V, field)
        decrease = natural(descent)
        if decrease is None or not decrease.proves(descent):
            decrease = sum_of_squares(descent, seconds=deadline - time.monotonic())
        function = sum_of_squares(V)
        if decrease is not None and function is not None:
            yield Claim(from_polynomial(V, system.variables), "quadratic form", Certificate(function, decrease))


def linear_part(field: list[fmpq_mpoly]) -> fmpq_mat:
    """The Jacobian at 0."""
    n = len(field)
    return fmpq_mat(n, n, [component.derivative(k)(*[0] * n) for component in field for k in range(n)])


def lyapunov_equation(A: fmpq_mat, Q: fmpq_mat) -> fmpq_mat | None:
    """P = Pᵀ with AᵀP + PA = -Q; None where it is not unique."""
    n = A.nrows()
    places = {(i, j): k for k, (i, j) in enumerate((i, j) for i in range(n) for j in range(i + 1))}
    M, right = fmpq_mat(len(places), len(places)), fmpq_mat(len(places), 1)
    for (i, j), row in places.items():
        for k in range(n):
            M[row, places[max(k, j), min(k, j)]] += A[k, i]
            M[row, places[max(i, k), min(i, k)]] += A[k, j]
        right[row, 0] = -Q[i, j]
    if M.det() == 0:
        return None
    solved = M.solve(right)
    return fmpq_mat(n, n, [solved[places[max(i, j), min(i, j)], 0] for i in range(n) for j in range(n)])


def _matrices(A: fmpq_mat) -> Iterator[fmpq_mat]:
    """Positive definite ones, the identity first."""
    n = A.nrows()
    yield identity(n)
    weights = [[1] * n, *([100 if k == i else 1 for k in range(n)] for i in range(n))]
    for weight in weights:
        Q = fmpq_mat(n, n, [fmpq(weight[i]) if i == j else fmpq(0) for i in range(n) for j in range(n)])
        P = lyapunov_equation(A, Q)
        if P is None or not is_positive_definite(P):
            return
        yield P


def _form(context: fmpq_mpoly_ctx, P: fmpq_mat) -> fmpq_mpoly:
    n = P.nrows()
    x = [context.gen(k) for k in range(n)]
    return primitive(sum((P[i, j] * x[i] * x[j] for i in range(n) for j in range(n)), context.constant(0)))


__all__ = ["candidates", "linear_part", "lyapunov_equation"]

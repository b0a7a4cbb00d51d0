"""Certificates for others: system, V and both sums of squares as one JSON object of exact numbers.

certificate_file(V, field, certificate)  ->  what `ansatz check-certificate` (`check_certificate`) reads

Polynomials are lists [[exponents, "p/q"], …]; a sum of squares is a basis b, a rational matrix L (unit lower
triangular, without its diagonal) and D ≥ 0 with p = bᵀ (L D Lᵀ) b. The equilibrium is at 0.
claim: of a barrier function V may vanish off 0.
"""

from collections.abc import Sequence

from flint import fmpq, fmpq_mat, fmpq_mpoly

from ansatz.algebra.polynomials import terms
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares
from ansatz.proof.lyapunov.verifier import LyapunovCertificate

FORMAT = "ansatz lyapunov certificate 1"
LYAPUNOV, BARRIER = "Lyapunov function", "barrier function"


def certificate_file(
    V: fmpq_mpoly, field: Sequence[fmpq_mpoly], certificate: LyapunovCertificate, claim: str = LYAPUNOV
) -> dict[str, object]:
    """Plain values, for `json.dumps`."""
    return {
        "format": FORMAT,
        "claim": claim,
        "variables": list(V.context().names()),
        "system": [_polynomial(component) for component in field],
        "function": _polynomial(V),
        "function_is": _squares(certificate.function),
        "decrease_is": _squares(certificate.decrease),
    }


def _polynomial(p: fmpq_mpoly) -> list[object]:
    return [[list(exponents), _number(c)] for exponents, c in terms(p).items()]


def _number(c: fmpq) -> str:
    return f"{c.p}" if c.q == 1 else f"{c.p}/{c.q}"


def _squares(squares: SumOfSquares) -> dict[str, object]:
    L, D = _ldl(squares.gram)
    return {
        "basis": [list(exponents) for exponents in squares.basis],
        "L": [[_number(c) for c in row] for row in L],
        "D": [_number(c) for c in D],
    }


def _ldl(gram: fmpq_mat) -> tuple[list[list[fmpq]], list[fmpq]]:
    """Rows of L left of the diagonal, and D, of a positive semidefinite matrix."""
    n, rest = gram.nrows(), gram.tolist()
    L = [[fmpq(0)] * i for i in range(n)]
    D = []
    for k in range(n):
        pivot = rest[k][k]
        D.append(pivot)
        for i in range(k + 1, n):
            if pivot != 0:
                L[i][k] = rest[i][k] / pivot
                for j in range(k + 1, n):
                    rest[i][j] -= L[i][k] * rest[k][j]
    return L, D


def weighted_squares(squares: SumOfSquares, names: Sequence[str]) -> list[str]:
    """The squares as text: "2*(x + 1/2*y)^2"."""
    L, D = _ldl(squares.gram)
    found = []
    for k, weight in enumerate(D):
        if weight == 0:
            continue
        column = [(fmpq(1), squares.basis[k])] + [(L[i][k], squares.basis[i]) for i in range(k + 1, len(D))]
        parts = [_term(c, m, names) for c, m in column if c != 0]
        form = " + ".join(parts).replace("+ -", "- ")
        shown = form if form in names else f"({form})"
        found.append(f"{'' if weight == 1 else f'{_number(weight)}*'}{shown}^2")
    return found


def _term(c: fmpq, exponents: Sequence[int], names: Sequence[str]) -> str:
    powers = [v if k == 1 else f"{v}^{k}" for v, k in zip(names, exponents, strict=True) if k]
    number = [] if c in (1, -1) and powers else [_number(abs(c))]
    return ("-" if c < 0 else "") + "*".join([*number, *powers])


__all__ = ["BARRIER", "FORMAT", "LYAPUNOV", "certificate_file", "weighted_squares"]

"""Does 0 attract every solution? Exactly, from a Lyapunov function that is proved.

attracts(V, field, certificate, squares)  ->  the reason, or None where none was found

Strictly    -∇V · f is positive definite: its Gram matrix is definite in a power of each variable.
LaSalle     where -∇V · f = bᵀ G b is zero, so are the factors q of G b, multiplied once each, and along solutions
            that stay there so are q's derivatives: if the sum of their squares, each reduced by the ones before, is
            positive definite, only 0 stays (LaSalle 1960).
"""

from collections.abc import Sequence

from flint import fmpq_mpoly

from ansatz.algebra.polynomials import rate
from ansatz.proof.lyapunov.signs import Squares
from ansatz.proof.lyapunov.verifier import LyapunovCertificate

STRICTLY = "dV/dt < 0 off the equilibrium"
LASALLE = "no solution but the equilibrium stays where dV/dt = 0 (LaSalle)"
_DERIVATIVES, _MOST_TERMS = 3, 400


def attracts(
    V: fmpq_mpoly, field: Sequence[fmpq_mpoly], certificate: LyapunovCertificate, squares: Squares
) -> str | None:
    """Why 0 is globally asymptotically stable. The certificate must be V's (`LyapunovCertificate.proves`)."""
    descent, context = -rate(V, field), V.context()
    if certificate.decrease.proves_proper(descent):
        return STRICTLY
    found = squares(descent)
    if found is not None and found.proves_proper(descent):
        return STRICTLY
    basis = [context.from_dict({m: 1}) for m in certificate.decrease.basis]
    gram = certificate.decrease.gram
    rows = [sum((gram[i, j] * b for j, b in enumerate(basis)), context.constant(0)) for i in range(len(basis))]
    forms: list[fmpq_mpoly] = []
    for row in rows:
        if not row.is_zero() and (q := _squarefree(row)) not in forms:
            forms.append(q)
    newest = forms
    for _ in range(_DERIVATIVES):
        newest = [rate(q, field) for q in newest]
        forms = _reduced([*forms, *newest])
        total = sum((q * q for q in forms), context.constant(0))
        if len(total) > _MOST_TERMS:
            return None
        found = squares(total)
        if found is not None and found.proves_proper(total):
            return LASALLE
    return None


def _reduced(forms: list[fmpq_mpoly]) -> list[fmpq_mpoly]:
    """Polynomials with the same common zeros: remainders by the others, each irreducible factor once."""
    done: list[fmpq_mpoly] = []
    for q in sorted((q for q in forms if not q.is_zero()), key=lambda q: q.total_degree()):
        for divisor in done:
            q = divmod(q, divisor)[1]
        if not q.is_zero():
            done.append(_squarefree(q))
    return done


def _squarefree(p: fmpq_mpoly) -> fmpq_mpoly:
    """Each irreducible factor once."""
    result = p.context().constant(1)
    for factor, _ in p.factor()[1]:
        result *= factor
    return result


__all__ = ["LASALLE", "STRICTLY", "attracts"]

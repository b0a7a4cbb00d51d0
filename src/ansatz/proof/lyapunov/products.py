"""Sums of products of even powers, as gradient systems have them: -∇V · f = Σ (h_i ∂_iV)² for f_i = -h_i² ∂_iV.

of_products(parts)  ->  SumOfSquares, or None where a part is not c·s²·r with c > 0 and r a sum of squares at sight
"""

from collections import defaultdict
from collections.abc import Iterable

from flint import fmpq, fmpq_mat, fmpq_mpoly

from ansatz.algebra.polynomials import Exponents, terms
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares, added, natural

_MAX_BASIS = 150  # monomials


def of_products(parts: Iterable[fmpq_mpoly]) -> SumOfSquares | None:
    """The sum of the parts as a sum of squares; each part is factored."""
    entries: dict[tuple[Exponents, Exponents], fmpq] = defaultdict(fmpq)
    for part in parts:
        if part.is_zero():
            continue
        constant, factors = part.factor()
        root = rest = part.context().constant(1)
        for factor, exponent in factors:
            root *= factor ** (int(exponent) // 2)
            rest *= factor ** (int(exponent) % 2)
        squares = natural(constant * rest)
        if squares is None or not squares.proves(constant * rest):
            return None
        # b·s for each monomial b of the rest's basis, in monomials
        rows = [[(added(b, m), c) for m, c in terms(root).items()] for b in squares.basis]
        gram = squares.gram
        for i, left in enumerate(rows):
            for j, right in enumerate(rows):
                if gram[i, j] != 0:
                    for m, c in left:
                        for n, d in right:
                            entries[m, n] += gram[i, j] * c * d
    basis = sorted({m for m, _ in entries})
    if len(basis) > _MAX_BASIS:
        return None
    return SumOfSquares.of(
        basis, fmpq_mat(len(basis), len(basis), [entries.get((m, n), 0) for m in basis for n in basis])
    )


__all__ = ["of_products"]

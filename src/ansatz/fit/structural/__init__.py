"""Structural integration: antiderivatives from the integrand's own kernels, no search and no network.

    structural_candidates(f, x, deadline_seconds=2.0)   lazily, the cheapest method first

    algebraic       rational functions and radicals, by exact polynomial algebra over Q
    substitution    t = exp, tan, sin, cos, tanh, ln, …, then algebraic
    ansatz          terms enumerated from the kernels, coefficients by exact linear algebra

Nothing here is proved: every candidate must be verified by differentiation.
"""

from ansatz.fit.structural.method_order import Candidate, structural_candidates

__all__ = ["Candidate", "structural_candidates"]

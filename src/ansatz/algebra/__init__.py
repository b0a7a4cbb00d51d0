"""Exact and rigorous computation, which proofs, fits and generators share; it knows no task and returns no verdict.

Begin with `balls` (enclosures), `ratios` and `polynomials` (exact arithmetic over Q) and `forms` (identities).
`shortening` makes expressions as short as people write them; whether an answer is right is decided in `ansatz.proof`.
"""

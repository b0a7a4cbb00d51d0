"""Exact and rigorous computation, which proofs, fits and generators share; it knows no task and returns no verdict.

Begin with `balls` (enclosures), `ratios` and `polynomials` (exact arithmetic over Q) and `forms` (identities);
`fold` is the one way from expressions into rings.
Cheap spellings of one function live here too; whether an answer is right is decided in `ansatz.proof`.
"""

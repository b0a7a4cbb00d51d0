"""Forms of integrands and answers: rewritings that structural methods apply before and after they work.

Begin with `rewrite` (rules applied from the inside out); short spellings are `ansatz.algebra.shortening`'s.
`signs`, `real_roots` and `continuous_arctangent` keep answers true on both sides of zeros and without jumps.
"""

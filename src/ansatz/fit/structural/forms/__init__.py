"""Forms of integrands and answers: rewritings that structural methods apply before and after they work.

Begin with `rewrite` (rules applied from the inside out); answers are shortened by `ansatz.algebra.shortening`.
`signs`, `squares` and `real_roots` keep answers true on both sides of zeros, `continuous_arctangent` and `double_angle`
without the jumps and holes that tangents bring.
"""

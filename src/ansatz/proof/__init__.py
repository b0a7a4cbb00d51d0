"""From claim to proof: what a claim is compared with, and the verdict on it.

Begin with `verdict` (the four findings) and `verify` (`ansatz.verify`); each task has a verifier in its own folder.
`examination` is what they do alike: `sampling` finds points, `residual` compares at them, `zero` proves that an
expression vanishes, `real_line` says where it may fail to be analytic. `scope` and `condition` are what a verdict
rests on; `parameters` finds the conditions of an antiderivative.
"""

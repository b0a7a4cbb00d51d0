"""From claim to proof: what a claim is compared with, and the verdict on it.

Begin with `verdict` (the four findings) and `verify` (`ansatz.verify`); each task has a verifier in its own folder.
`zero` proves that an expression vanishes, `real_line` says where it may fail to be analytic, `sampling` finds points.
"""

"""Problem generators: random mathematics with known answers; they know no tokens.

Begin with `problem` (what a generator returns), `trees` (random expressions) and `registry` (all tasks by name).
Each task has a folder: `integral`, `ode`, `lyapunov`.
"""

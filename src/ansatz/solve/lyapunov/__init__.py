"""`ansatz.lyapunov`: a global Lyapunov function of a system, proved; or a proof that there is none.

Begin with `solver`. `reading` makes a system of what people write, `refutation` looks for a reason why no Lyapunov
function exists, `methods` propose functions, one method a file, and `search` verifies what they propose.
"""

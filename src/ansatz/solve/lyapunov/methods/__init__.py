"""One method a file: each proposes Lyapunov functions, `candidates(system, deadline)`, and proves nothing."""

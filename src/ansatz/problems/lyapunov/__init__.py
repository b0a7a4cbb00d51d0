"""Systems x' = f(x) with an equilibrium at 0, and global Lyapunov functions V (Alfarano, Charton & Hayat 2024).

`backward` and `nonpolynomial` draw V, then a system that never increases it; `forward` finds V by sums of squares.
"""

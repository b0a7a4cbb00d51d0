"""Dynamical systems x' = f(x) with an equilibrium at 0, and global Lyapunov functions V of theirs.

V(0) = 0, V > 0 elsewhere, V → ∞ as |x| → ∞ and ∇V · f ≤ 0 (Alfarano, Charton & Hayat, *Global Lyapunov
functions: a long-standing open problem in mathematics, with symbolic transformers*, NeurIPS 2024).

    backward        draw V, then make a system that it never increases along; polynomials
    nonpolynomial   the same with exp, ln, roots, sine and cosine in V and f
    forward         draw a system, then find V by sums of squares
"""

"""Is V a global Lyapunov function of a system? Begin with `verifier`.

`sum_of_squares` holds certificates with rational Gram matrices, `counterexamples` searches for points that refute,
`pointwise` treats what is not polynomial.
"""

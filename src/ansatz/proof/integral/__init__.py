"""Is F an antiderivative of f, and what is its definite integral?

Begin with `verifier`. `jumps` names the places where F jumps inside the domain of f;
`definite` and `definite_parametric` go from a verified antiderivative to the value between two bounds.
"""

"""The methods of structural integration, one a file: each proposes terms or rewrites the integrand.

Begin with `rational_functions` and `ansatz_terms`; `ansatz.fit.structural.method_order` says which is tried when.
To add one, write what it proposes and give it a place in that order: the fit and the verifier decide.
"""

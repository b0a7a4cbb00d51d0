"""Integrals with known antiderivatives: backward, forward, by parts, by substitution and of Liouville's form.

Begin with `backward`; `variety` is what all share: surface forms, parameters, complex numbers.
`known` and `closed_pairs` are integrals that the others build on, `liouville_families` classes of them.
"""

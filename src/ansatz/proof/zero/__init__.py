"""The exact zero test: kernels become generators of a ring, and a residual is reduced by true identities.

Begin with `zero_test`; `tower` builds the generators for the whole domain, `local_tower` for one component of it.
`exponentials` and angles have common units, which `exponent_lattice` finds; `evaluation_point` certifies
denominators by balls.
"""

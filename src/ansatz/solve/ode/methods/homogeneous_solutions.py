"""Homogeneous linear equations of second order: the methods in their order, and those that ask them again."""

from ansatz.solve.ode.methods.changes_of_variable import by_root_of_coefficient, by_substitution, normal_form
from ansatz.solve.ode.methods.confluent import confluent
from ansatz.solve.ode.methods.constant_coefficients import constant_coefficients
from ansatz.solve.ode.methods.euler_cauchy import euler_cauchy
from ansatz.solve.ode.methods.hypergeometric import hypergeometric
from ansatz.solve.ode.methods.kovacic import kovacic
from ansatz.solve.ode.methods.linear_equation import HomogeneousMethod
from ansatz.solve.ode.methods.missing_unknown import missing_unknown
from ansatz.solve.ode.methods.solution_ansatz import solution_ansatz

_ELEMENTARY: tuple[HomogeneousMethod, ...] = (constant_coefficients, euler_cauchy, missing_unknown)
_RATIONAL = (*_ELEMENTARY, solution_ansatz, kovacic)
_SPECIAL: tuple[HomogeneousMethod, ...] = (confluent, hypergeometric)  # not elementary: last

HOMOGENEOUS: tuple[HomogeneousMethod, ...] = (
    *_ELEMENTARY,
    solution_ansatz,
    kovacic,
    by_root_of_coefficient,
    normal_form((*_ELEMENTARY, solution_ansatz, by_root_of_coefficient)),
    by_substitution(_RATIONAL),
    normal_form((by_substitution(_RATIONAL),)),
    *_SPECIAL,
    normal_form((hypergeometric,)),
    by_substitution((*_SPECIAL, by_substitution(_SPECIAL))),
    normal_form((by_substitution(_SPECIAL),)),
)

__all__ = ["HOMOGENEOUS"]

"""Homogeneous linear equations of second order: the methods in their order, and those that ask them again."""

from ansatz.solve.ode.methods.constant_coefficients import constant_coefficients
from ansatz.solve.ode.methods.euler_cauchy import euler_cauchy
from ansatz.solve.ode.methods.kovacic import kovacic
from ansatz.solve.ode.methods.linear_equation import HomogeneousMethod
from ansatz.solve.ode.methods.missing_unknown import missing_unknown
from ansatz.solve.ode.methods.solution_ansatz import solution_ansatz

DIRECT: tuple[HomogeneousMethod, ...] = (constant_coefficients, euler_cauchy, missing_unknown, solution_ansatz)
HOMOGENEOUS = (*DIRECT, kovacic)

__all__ = ["DIRECT", "HOMOGENEOUS"]

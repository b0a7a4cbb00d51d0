"""Where a solution may have a corner: |u|, and √(u²), have no derivative where u vanishes.

corners(y, 2, x)      the places, for an equation of second order; expressions at whose zeros they are, where these are
                      not known
"""

from collections.abc import Iterator, Sequence

import symengine as se

from ansatz.algebra.fold import kernels
from ansatz.algebra.nodes import transform
from ansatz.algebra.polynomials import from_polynomial, ring, to_polynomial
from ansatz.algebra.principal_derivative import principal_derivatives
from ansatz.algebra.real_domain import RealDomain
from ansatz.errors import UndecidedError
from ansatz.expr.canonical import symbol
from ansatz.proof.integral.breaks import is_continuous_at
from ansatz.proof.real_line.places import Family
from ansatz.proof.real_line.requirements import Need, Requirement, requirements
from ansatz.proof.real_line.zeros import zeros


def corners(y: se.Expr, order: int, x: se.Symbol) -> tuple[list[Family], list[se.Expr]]:
    """Where y or one of the derivatives may jump, and expressions at whose zeros, which are not known, they may.

    ln|u| has no value where u vanishes, but no corner either: its derivatives are those of ln(u).
    """
    rates = principal_derivatives(transform(y, without_modulus), x, order)
    places: list[Family] = []
    unknown: list[se.Expr] = []
    for u, is_step in dict.fromkeys(_turning(rates)):
        try:
            found = zeros(u, x)
        except UndecidedError:
            unknown.append(u)
        else:
            places += [family for family in found if not (is_step and _is_smooth(rates, family, x))]
    return places, unknown


def without_modulus(e: se.Expr) -> se.Expr | None:
    """ln(u) for ln|u|."""
    return se.log(e.args[0].args[0]) if e.__class__ is se.log and e.args[0].__class__ is se.Abs else None


def _turning(rates: Sequence[se.Expr]) -> Iterator[tuple[se.Expr, bool]]:
    """(u, True) for sign(u) in one of them, and (u, False) for √(u²), by which a derivative divides."""
    own = set(requirements(rates[0]))
    for need in (need for rate in rates for need in requirements(rate)):
        if need.need is Need.STEP:
            yield need.u, True
        elif need.need is Need.POSITIVE and Requirement(need.u, Need.NONNEGATIVE) in own:
            yield from ((u, False) for u in _even_factors(need.u))


def _is_smooth(rates: Sequence[se.Expr], family: Family, x: se.Symbol) -> bool:
    """Whether a family is a single place, at which none of them jumps."""
    return family.period is None and all(is_continuous_at(rate, x, family.first) for rate in rates)


def _even_factors(u: se.Expr) -> Iterator[se.Expr]:
    """q for u = q²·…, as a polynomial in its kernels, or q of one sign, as sin x - 1: there u touches zero."""
    names = {kernel: symbol(f"k{i}") for i, kernel in enumerate(kernels(u))}
    p = to_polynomial(u.xreplace(names), ring(names.values()))
    if p is not None and not p.is_zero():
        for factor, multiplicity in p.factor()[1]:
            q = from_polynomial(factor, list(names))
            if multiplicity % 2 == 0 or RealDomain().sign(q):
                yield q


__all__ = ["corners", "without_modulus"]

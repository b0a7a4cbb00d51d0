"""A sample point as the exact algebra sees it, and the record of what the algebra relied on there.

A `Trail` records how each generator gets its value, which denominators occur and which discrete choices
(signs, roots of unity) were found, so that the same algebra can be certified at other points without being
done again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import symengine as se
from flint import acb, ctx, fmpz_poly

from ansatz.algebra.balls import Program, Values
from ansatz.algebra.fractions import Element, Ring
from ansatz.errors import UndecidedError

BITS = 320  # of values: the 167 in which equality is judged, and nearly as many for what cancels


class Site:
    """A sample point at which generators and polynomials have values."""

    def __init__(self, program: Program, values: Values) -> None:
        self.program, self.values = program, values
        self.generators: dict[int, acb] = {}

    def ball(self, expression: se.Expr) -> acb:
        """The value of a SymEngine expression."""
        slot = self.program.add(expression)
        if slot >= len(self.values):
            self.values = self.program.extend(self.values)
        return self.values[slot]

    def base(self, ring: Ring, base: int) -> acb:
        """The value of a base of the ring, a polynomial in the generators."""
        total = acb(0)
        for coefficient, powers in ring.terms(base):
            product = acb(coefficient)
            for variable, exponent in powers:
                value = self.generators[variable]
                product *= value if exponent == 1 else value**exponent
            total += product
        return total

    def element(self, element: Element) -> acb:
        """The value of an element."""
        product = acb(element.coefficient)
        for base, exponent in element.exponents.items():
            product *= self.base(element.ring, base) ** exponent
        return product


@dataclass(slots=True)
class Trail:
    """What a tower relied on: steps replayed at other points, each with the outcome to be found again.

    factors: the polynomials in x between whose roots every decision is the same; None where a factor is not one.
    signs: what had to be positive (1) or negative (-1) for the decisions, where all of it is real. divisors: what was
    divided by although the terms do not divide by it.
    """

    steps: list[tuple[Callable[[Site], int], int]] = field(default_factory=list)
    factors: list[fmpz_poly] | None = field(default_factory=list)
    signs: tuple[tuple[se.Expr, int], ...] = ()
    divisors: list[se.Expr] = field(default_factory=list)

    def holds_at(self, site: Site) -> bool:
        """True where every generator has a value, every denominator is nonzero and every decision is the same."""
        try:
            with ctx.workprec(site.values.bits):
                return all(step(site) == outcome for step, outcome in self.steps)
        except UndecidedError:
            return False


def certain_sign(ball: acb) -> int:
    """+1 or -1 of a real ball; `UndecidedError` where it contains zero or is not real."""
    if ball.imag.is_zero():
        if ball.real > 0:
            return 1
        if ball.real < 0:
            return -1
    raise UndecidedError("a sign could not be certified")


__all__ = ["BITS", "Site", "Trail", "certain_sign"]

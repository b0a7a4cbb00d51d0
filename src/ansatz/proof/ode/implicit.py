"""Does a relation G(x, Y, c1, …) = 0 say solutions of a differential equation? Differentiate it, and put that in.

    ImplicitVerifier(equation, x, order=1).verify(G)

Along a curve of the family Y' = -G_x/G_Y, and Y'' is the derivative of that in the direction (1, Y'). One constant is
eliminated first: where G = A·g(c) + B, it is g(c) = -B/A =: H(x, Y, …), which is constant along each curve, so that
x, Y and the other constant are free. The residual must then vanish for all of them, which exact algebra proves; what it
does not prove stays open.
"""

import random
import time
from collections.abc import Iterable
from dataclasses import dataclass

import symengine as se
from flint import acb, arb

from ansatz.algebra.balls import Program
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.errors import UnsupportedError
from ansatz.proof.examination import Words, timed
from ansatz.proof.ode.independence import CONSTANTS
from ansatz.proof.ode.substitution import Substitution, substituted, unknown
from ansatz.proof.ode.verifier import UNKNOWNS, check_order
from ansatz.proof.parameters import nonzero_conditions
from ansatz.proof.real_line.singularities import EnclosingProgram, box
from ansatz.proof.sampling import Domain, Point, sample
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verification

_POINTS = 12
_MOST = 2  # the highest order
_BITS, _REACH = 128, 40  # of values; constants between 2^-40 and 2^40 are tried
_FAILURE = "the relation cannot be put into the equation"
_WORDS = Words(
    "the residual", "the relation's curves do not satisfy the equation", "the residual could not be compared with zero"
)


@dataclass(frozen=True, slots=True)
class FirstIntegral:
    """H(x, Y, other constants), constant along solutions: g(constant) = H where g is `of`."""

    H: se.Expr
    constant: se.Symbol
    of: se.Expr

    @property
    def slope(self) -> se.Expr:
        """dY/dx along its level curves is -H_x/H_Y; this is H_Y."""
        return principal_derivative(self.H, UNKNOWNS[0])

    def is_met(self, points: Iterable[Point]) -> bool:
        """Whether g(constant) = H certainly has a real solution at one of the points: g is greater and less than H.

        Between 2^k and 2^(k+1), or their negatives, where g is finite on the whole interval.
        """
        program, levels = Program(), EnclosingProgram()
        at, slot = program.add(self.H), levels.add(self.of)
        heights = [program.run(point.coordinates, _BITS)[at].real for point in points]
        for low, high in ((s * 2.0**k, s * 2.0 ** (k + 1)) for k in range(-_REACH, _REACH) for s in (1, -1)):
            whole = levels.run({self.constant: acb(box(arb(low), arb(high)))}, _BITS)[slot]
            if not whole.is_finite() or not whole.imag.is_zero():
                continue
            ends = [levels.run({self.constant: acb(end)}, _BITS)[slot].real for end in (low, high)]
            if any((ends[0] < height < ends[1]) or (ends[1] < height < ends[0]) for height in heights):
                return True
        return False


def first_integral(G: se.Expr) -> FirstIntegral | None:
    """G = 0 solved for a constant of integration that enters linearly, alone or within a function of itself."""
    for constant in reversed(CONSTANTS):
        if constant not in G.free_symbols:
            continue
        for atom in _alone(G, constant):
            stand_in = se.Dummy()
            lifted = se.expand(G.xreplace({atom: stand_in}))
            if constant in lifted.free_symbols:
                continue
            slope = lifted.diff(stand_in)
            if slope == 0 or stand_in in slope.free_symbols:
                continue
            rest = lifted.xreplace({stand_in: se.Integer(0)})
            return FirstIntegral(-rest / slope, constant, atom)
    return None


def _alone(G: se.Expr, constant: se.Symbol) -> list[se.Expr]:
    """The constant, and the functions of it alone that occur, the largest first."""
    found = [
        node
        for node in G.atoms(se.Pow, se.Function, se.Add, se.Mul)
        if node.free_symbols == {constant} and node != constant
    ]
    return [constant, *sorted(found, key=lambda node: -len(str(node)))]


class ImplicitVerifier:
    """As `OdeVerifier`, for relations between x and Y; raises `UnsupportedError` as that does."""

    def __init__(self, equation: se.Expr, x: se.Symbol, *, order: int, seconds: float = 2.0, seed: int = 0) -> None:
        check_order(equation, order)
        if order > _MOST:
            raise UnsupportedError(f"Relations are verified for equations of order 1 to {_MOST}, not of order {order}.")
        self.equation, self.x, self.order = equation, x, order
        self.seconds, self.seed = seconds, seed

    def verify(self, G: se.Expr) -> Verification:
        """Whether G = 0 says a general solution; never raises on a malformed one (it is then *unknown*)."""
        deadline = time.thread_time() + self.seconds
        return timed(lambda: self._verify(G, deadline), _FAILURE)

    def _verify(self, G: se.Expr, deadline: float) -> Verification:
        Y, x = UNKNOWNS[0], self.x
        constants = [c for c in CONSTANTS if c in G.free_symbols]
        if len(constants) < self.order:
            return unknown(f"the relation has fewer than {self.order} constants")
        found = first_integral(G)
        if found is None:
            return unknown("the relation could not be solved for a constant")
        others = [c for c in constants if c != found.constant]
        across, along = found.slope, principal_derivative(found.H, x)
        rates = [Y, -along / across]
        if self.order == 2:
            rates.append(principal_derivative(rates[1], x) + rates[1] * principal_derivative(rates[1], Y))
        base = Program()
        slot = base.add(found.H)
        free = (found.H.free_symbols | self.equation.free_symbols | {Y}) - {x, *UNKNOWNS[1:]}
        rng = random.Random(self.seed)
        points, domain = sample(base, slot, x, sorted(free, key=str), rng, _POINTS, False, signed=(*CONSTANTS, Y))
        if not points or domain is not Domain.REAL:
            return unknown("no point was found where the relation is real")
        values = dict(zip(UNKNOWNS, rates, strict=False))
        terms = [term.subs(values) for term in se.Add.make_args(self.equation)]
        put = substituted(terms, base, [found.H, *rates[1:]], x, points, _WORDS, deadline)
        if not isinstance(put, Substitution):
            return put
        if not put.is_nonzero(across):
            return unknown("the relation could not be seen to depend on the function")
        top = UNKNOWNS[self.order]
        if not put.determines(self.equation, values, top):
            return unknown(f"the equation does not determine {top}")
        # ∂(y, y')/∂(c1, c2) is y'_other/H_Y up to its sign, since y' does not depend on the constant that H equals.
        if others and not put.is_nonzero(principal_derivative(rates[1], others[0])):
            return unknown("that the constants are independent could not be certified")
        if not found.is_met(points):
            return unknown(f"no real {found.constant} was found for which the relation is real")
        proof = put.proof()
        if proof is None:
            return put.examination.undecided(())
        kind = ScopeKind.RELATION if not proof.patterns else ScopeKind.RELATION_SAMPLED
        return put.examination.confirmation(proof, domain, Scope(kind, str(x)), nonzero_conditions(G, x))


__all__ = ["FirstIntegral", "ImplicitVerifier", "first_integral"]

"""A system that is not polynomial, as a polynomial one with more variables, and what is true of these.

    lifted(system, variables)         ->  Lifting(field, scale, functions, facts), or None: facts for all real values
    lifted(system, variables, box)    ->  the same with more facts, which hold for |x_i| ≤ box_i only

Functions of polynomials u are variables of their own (cos u as 1 - k, e^u as 1 + k, so that all are 0 where u is);
`facts` are polynomials that are ≥ 0; what is known of each function stands in `check_certificate`, which others read.
Denominators are multiplied out: `field` is scale · f, which has the trajectories of f where scale > 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import symengine as se
from flint import fmpq, fmpq_mpoly

from ansatz.algebra.fold import kernels
from ansatz.algebra.polynomials import ring, terms, to_polynomial
from ansatz.algebra.together import fraction
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import symbol
from ansatz.proof.lyapunov import check_certificate

_MOST_KERNELS = 5

# function: its name among the KERNELS k; the function is value + sign·k
_NAMES: dict[type, tuple[str, int, int]] = {
    se.sin: ("sin", 0, 1),
    se.cos: ("1 - cos", 1, -1),
    se.tanh: ("tanh", 0, 1),
    se.atan: ("atan", 0, 1),
    se.asinh: ("asinh", 0, 1),
    se.sinh: ("sinh", 0, 1),
    se.cosh: ("cosh - 1", 1, 1),
}
_EXPONENTIAL = ("exp - 1", 1, 1)


@dataclass(frozen=True, slots=True)
class Lifting:
    """field: of the states, in the ring of states and functions. scale: what f was multiplied by.

    functions: the name (of KERNELS) and the argument of each variable that is no state. facts: ≥ 0, in the box.
    """

    field: tuple[fmpq_mpoly, ...]
    scale: fmpq_mpoly
    functions: tuple[tuple[str, fmpq_mpoly], ...]
    facts: tuple[fmpq_mpoly, ...]
    box: tuple[fmpq, ...] = ()

    @property
    def states(self) -> int:
        """How many of the ring's variables, the first ones, are states."""
        return len(self.field)

    def rate(self, V: fmpq_mpoly) -> fmpq_mpoly:
        """scale · dV/dt for V in the states, in the ring of `field`."""
        context = self.scale.context()
        padding = (0,) * (context.nvars() - self.states)
        total = context.constant(0)
        for i, component in enumerate(self.field):
            slope = V.derivative(i)
            total += context.from_dict({(*map(int, m), *padding): c for m, c in slope.terms()}) * component
        return total


def lifted(system: Sequence[se.Expr], variables: Sequence[se.Symbol], box: Sequence[fmpq] = ()) -> Lifting | None:
    """None where a function is not known (on the box), its argument is no polynomial, or there are too many."""
    try:
        return _lifted(system, variables, box)
    except (*ALGEBRA_FAILURES, ZeroDivisionError):
        return None


def _lifted(system: Sequence[se.Expr], variables: Sequence[se.Symbol], box: Sequence[fmpq]) -> Lifting | None:
    functions = [k for k in dict.fromkeys(k for e in system for k in kernels(e)) if k not in set(variables)]
    names = [symbol(f"k_{i}") for i in range(len(functions))]
    if len(functions) > _MOST_KERNELS or set(names) & set(variables):
        return None
    context = ring((*variables, *names))
    replaced: dict[se.Expr, se.Expr] = {}
    known: list[tuple[str, fmpq_mpoly]] = []
    for function, name in zip(functions, names, strict=True):
        kind = function.__class__
        exponential = kind is se.Pow and function.args[0] == se.E
        if not exponential and kind not in _NAMES:
            return None
        (title, value, sign), argument = (_EXPONENTIAL if exponential else _NAMES[kind]), function.args[-1]
        u = to_polynomial(argument, context)
        if u is None or u(*[0] * context.nvars()) != 0 or argument.free_symbols - set(variables):
            return None
        replaced[function] = value + sign * name
        known.append((title, u))
    fractions = [fraction(e.xreplace(replaced), *variables, *names)[:2] for e in system]
    polynomial = [
        tuple(context.from_dict({tuple(map(int, m)): int(c) for m, c in part.terms()}) for part in pair)
        for pair in fractions
    ]
    scale = context.constant(1)
    for _, denominator in polynomial:
        scale *= denominator / scale.gcd(denominator)
    if (value := scale(*[0] * context.nvars())) != 0:
        scale /= value
    field = tuple(numerator * (scale / denominator) for numerator, denominator in polynomial)
    if any(component(*[0] * context.nvars()) != 0 for component in field):
        return None
    generators = [context.gen(k) for k in range(context.nvars())]
    stated = zip(known, generators[len(variables) :], strict=True)
    claims = [(name, u, k, check_certificate.largest(terms(u).items(), box)) for (name, u), k in stated]
    try:
        _, *facts = check_certificate.known(context.constant(1), generators, box, claims)
    except ValueError:  # an argument is too large in the box for what is known
        return None
    return Lifting(field, scale, tuple(known), tuple(facts), tuple(box))


__all__ = ["Lifting", "lifted"]

"""A system that is not polynomial, as a polynomial one with more variables, and what is true of these.

    lifted(system, variables)  ->  Lifting(field, scale, facts), or None

Functions of polynomials u are variables of their own (cos u as 1 - k, e^u as 1 + k, so that all are 0 where u is);
`facts` are polynomials that are ≥ 0 for all real u. Denominators are multiplied out: `field` is scale · f, which has
the trajectories of f where scale > 0.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import symengine as se
from flint import fmpq_mpoly

from ansatz.algebra.fold import kernels
from ansatz.algebra.polynomials import ring, to_polynomial
from ansatz.algebra.together import fraction
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import symbol

Facts = Callable[[fmpq_mpoly, fmpq_mpoly], list[fmpq_mpoly]]  # of u and k
_MOST_KERNELS = 5

# function: k's value for u = 0 is added, what k is beside the function, and what is true
_FACTS: dict[type, tuple[int, int, Facts]] = {
    se.sin: (0, 1, lambda u, k: [1 - k**2, u**2 - k**2]),
    se.cos: (1, -1, lambda u, k: [k, 2 - k, u**2 - 2 * k]),  # k = 1 - cos u
    # u / (1 + u²/3) ≤ tanh u, atan u for u > 0: the second convergents of their continued fractions
    se.tanh: (0, 1, lambda u, k: [1 - k**2, k * (u - k), u * (3 * k + k * u**2 - 3 * u)]),
    se.atan: (0, 1, lambda u, k: [k * (u - k), u * (3 * k + k * u**2 - 3 * u)]),
    se.asinh: (0, 1, lambda u, k: [k * (u - k)]),
    se.sinh: (0, 1, lambda u, k: [u * (k - u)]),
    se.cosh: (1, 1, lambda u, k: [2 * k - u**2]),  # k = cosh u - 1
}
_EXPONENTIAL: tuple[int, int, Facts] = (1, 1, lambda u, k: [k + 1, k - u, u * k])  # k = e^u - 1


@dataclass(frozen=True, slots=True)
class Lifting:
    """field: of the states, in the ring of states and functions. scale: what f was multiplied by. facts: all ≥ 0."""

    field: tuple[fmpq_mpoly, ...]
    scale: fmpq_mpoly
    facts: tuple[fmpq_mpoly, ...]

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


def lifted(system: Sequence[se.Expr], variables: Sequence[se.Symbol]) -> Lifting | None:
    """None where a function is not known, its argument is no polynomial, or there are too many."""
    try:
        return _lifted(system, variables)
    except (*ALGEBRA_FAILURES, ZeroDivisionError):
        return None


def _lifted(system: Sequence[se.Expr], variables: Sequence[se.Symbol]) -> Lifting | None:
    functions = [k for k in dict.fromkeys(k for e in system for k in kernels(e)) if k not in set(variables)]
    names = [symbol(f"k_{i}") for i in range(len(functions))]
    if len(functions) > _MOST_KERNELS or set(names) & set(variables):
        return None
    context = ring((*variables, *names))
    replaced: dict[se.Expr, se.Expr] = {}
    facts: list[fmpq_mpoly] = []
    arguments: dict[tuple[type, se.Expr], fmpq_mpoly] = {}
    for k, (function, name) in enumerate(zip(functions, names, strict=True)):
        kind = function.__class__
        if kind is se.Pow and function.args[0] == se.E:
            (value, sign, true), argument = _EXPONENTIAL, function.args[1]
        elif kind in _FACTS:
            (value, sign, true), argument = _FACTS[kind], function.args[0]
        else:
            return None
        u = to_polynomial(argument, context)
        if u is None or u(*[0] * context.nvars()) != 0 or argument.free_symbols - set(variables):
            return None
        replaced[function] = value + sign * name
        generator = context.gen(len(variables) + k)
        facts += true(u, generator)
        arguments[kind, argument] = generator
    for (kind, argument), s in arguments.items():
        d = arguments.get((se.cos, argument)) if kind is se.sin else None
        if d is not None:  # sin² + cos² = 1
            circle = s**2 + d**2 - 2 * d
            facts += [circle, -circle]
    fractions = [fraction(e.xreplace(replaced), *variables, *names)[:2] for e in system]
    polynomial = [
        tuple(context.from_dict({tuple(map(int, m)): int(c) for m, c in part.terms()}) for part in pair)
        for pair in fractions
    ]
    scale = context.constant(1)
    for _, denominator in polynomial:
        scale *= denominator / scale.gcd(denominator)
    if scale(*[0] * context.nvars()) < 0:
        scale = -scale
    field = tuple(numerator * (scale / denominator) for numerator, denominator in polynomial)
    if any(component(*[0] * context.nvars()) != 0 for component in field):
        return None
    return Lifting(field, scale, tuple(facts))


__all__ = ["Lifting", "lifted"]

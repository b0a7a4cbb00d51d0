"""A system that is not polynomial, as a polynomial one with more variables, and what is true of these.

    lifted(system, variables)             ->  Lifting(field, scale, functions, facts): facts for all real values
    lifted(system, variables, box)        ->  the same with more facts, which hold for |x_i| ≤ box_i only
    lifted(system, variables, also=(V,))  ->  the same with the functions that V holds, and V as `also`; or None

Functions of polynomials u are variables of their own (cos u as 1 - k, e^u as 1 + k, so that all are 0 where u is);
`facts` are polynomials that are ≥ 0; what is known of each function stands in `check_certificate`, which others read.
Denominators are multiplied out: `field` is scale · f, which has the trajectories of f where scale > 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import symengine as se
from flint import fmpq, fmpq_mpoly

from ansatz.algebra.fold import kernels
from ansatz.algebra.polynomials import from_polynomial, rate, ring, terms, to_polynomial
from ansatz.algebra.together import fraction
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import symbol
from ansatz.proof.lyapunov import check_certificate
from ansatz.proof.lyapunov.check_certificate import GROWING, SLOPES, Polynomial
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares, natural

_MOST_KERNELS = 5

# function: its name among the checker's k; the function is value + sign·k
_NAMES: dict[type, tuple[str, int, int]] = {
    se.sin: ("sin(u)", 0, 1),
    se.cos: ("1 - cos(u)", 1, -1),
    se.tanh: ("tanh(u)", 0, 1),
    se.atan: ("atan(u)", 0, 1),
    se.asinh: ("asinh(u)", 0, 1),
    se.sinh: ("sinh(u)", 0, 1),
    se.cosh: ("cosh(u) - 1", 1, 1),
    se.Abs: ("abs(u)", 0, 1),
}
_EXPONENTIAL, _LOGARITHM, _ROOT = ("exp(u) - 1", 1, 1), ("ln(1 + u)", 0, 1), ("sqrt(1 + u) - 1", 1, 1)
Function = tuple[str, fmpq_mpoly]  # a name of the checker's, and the argument u


@dataclass(frozen=True, slots=True)
class Lifting:
    """field: of the states, in the ring of states and functions. scale: what f was multiplied by.

    functions: the name and the argument of each variable that is no state. facts: ≥ 0, in the box. also: other
    expressions in the same ring.
    """

    field: tuple[fmpq_mpoly, ...]
    scale: fmpq_mpoly
    functions: tuple[Function, ...]
    facts: tuple[fmpq_mpoly, ...]
    box: tuple[fmpq, ...] = ()
    also: tuple[fmpq_mpoly, ...] = ()

    @property
    def states(self) -> int:
        """How many of the ring's variables, the first ones, are states."""
        return len(self.field)

    def raised(self, p: fmpq_mpoly) -> fmpq_mpoly:
        """A polynomial in the states in the ring of `field`."""
        context = self.scale.context()
        padding = (0,) * (context.nvars() - p.context().nvars())
        return context.from_dict({(*m, *padding): c for m, c in terms(p).items()}) if padding else p

    def rate(self, V: fmpq_mpoly) -> fmpq_mpoly:
        """dV/dt, times scale and what makes the slopes of the functions in V polynomials: in the ring of `field`."""
        context, V = self.scale.context(), self.raised(V)
        n, N = self.states, context.nvars()
        if not any(any(m[n:]) for m in terms(V)):
            return rate(V, [*self.field, *[context.constant(0)] * (N - n)])
        one = Polynomial({(0,) * N: fmpq(1)})
        units = (Polynomial({tuple(int(i == j) for j in range(N)): fmpq(1)}) for i in range(n, N))
        known = [(name, Polynomial(terms(u)), k, 0) for (name, u), k in zip(self.functions, units, strict=True)]
        slopes = check_certificate.gradient(Polynomial(terms(V)), one, n, known)
        return sum((context.from_dict(q) * f for q, f in zip(slopes, self.field, strict=True)), context.constant(0))

    def expression(self, p: fmpq_mpoly) -> se.Expr:
        """A polynomial in states and functions as these are."""
        own = [symbol(name) for name in self.scale.context().names()]
        pairs = zip(own[self.states :], self.functions, strict=True)
        functions = {k: _function(name, from_polynomial(u, own)) for k, (name, u) in pairs}
        return from_polynomial(self.raised(p), own).xreplace(functions)

    def growing_functions(self) -> dict[int, SumOfSquares]:
        """For each function that grows with a sum of squares, its place among the functions and these squares."""
        found = {j: natural(u) for j, (name, u) in enumerate(self.functions) if name in GROWING}
        return {j: squares for j, squares in found.items() if squares is not None}

    def growing(self) -> dict[int, SumOfSquares]:
        """The same with the places of the facts k ≥ 0 about them."""
        generators = [self.scale.context().gen(self.states + j) for j in range(len(self.functions))]
        return {self.facts.index(generators[j]): squares for j, squares in self.growing_functions().items()}


def lifted(
    system: Sequence[se.Expr], variables: Sequence[se.Symbol], box: Sequence[fmpq] = (), also: Sequence[se.Expr] = ()
) -> Lifting | None:
    """None where a function is not known, its argument is no polynomial, or there are too many.

    also: expressions to differentiate, so that the slopes of their functions must be known too.
    """
    try:
        return _lifted(system, variables, box, also)
    except (*ALGEBRA_FAILURES, ZeroDivisionError):
        return None


def _lifted(
    system: Sequence[se.Expr], variables: Sequence[se.Symbol], box: Sequence[fmpq], also: Sequence[se.Expr]
) -> Lifting | None:
    occurring = [k for e in (*system, *also) for k in kernels(e) if k not in set(variables)]
    own = [k for e in also for k in kernels(e) if k not in set(variables)]
    if any((named := _named(k)) is None or named[0] not in SLOPES for k in own):
        return None
    partners = [partner(k.args[0]) for k in own for partner in _partners(k)]
    stated: dict[tuple[str, se.Expr], se.Symbol] = {}
    replaced: dict[se.Expr, se.Expr] = {}
    for function in (*occurring, *partners):
        named = _named(function)
        if named is None:
            return None
        _, _, value, sign, power = named
        k = stated.setdefault((named[0], named[1]), symbol(f"k_{len(stated)}"))
        replaced[function] = (value + sign * k) ** power
    names = list(stated.values())
    if len(names) > _MOST_KERNELS or set(names) & set(variables):
        return None
    context = ring((*variables, *names))
    origin = [0] * context.nvars()
    known: list[Function] = []
    for name, argument in stated:
        u = to_polynomial(argument, context)
        if u is None or u(*origin) != 0 or argument.free_symbols - set(variables):
            return None
        if name in GROWING and ((squares := natural(u)) is None or not squares.proves(u)):
            return None
        known.append((name, u))
    fractions = [fraction(e.xreplace(replaced), *variables, *names)[:2] for e in system]
    polynomial = [
        tuple(context.from_dict({tuple(map(int, m)): int(c) for m, c in part.terms()}) for part in pair)
        for pair in fractions
    ]
    scale = context.constant(1)
    for _, denominator in polynomial:
        scale *= denominator / scale.gcd(denominator)
    if (value := scale(*origin)) != 0:
        scale /= value
    field = tuple(numerator * (scale / denominator) for numerator, denominator in polynomial)
    others = [to_polynomial(se.expand(e.xreplace(replaced)), context) for e in also]
    if any(component is None or component(*origin) != 0 for component in (*field, *others)):
        return None
    generators = [context.gen(k) for k in range(context.nvars())]
    claims = [
        (name, u, k, check_certificate.largest(terms(u).items(), box))
        for (name, u), k in zip(known, generators[len(variables) :], strict=True)
    ]
    _, *facts = check_certificate.known(context.constant(1), generators, box, claims)
    return Lifting(field, scale, tuple(known), tuple(facts), tuple(box), tuple(p for p in others if p is not None))


def _named(function: se.Expr) -> tuple[str, se.Expr, int, int, se.Expr] | None:
    """(name, u, value, sign, power) where the function is (value + sign·k)^power for that k(u)."""
    kind = function.__class__
    if kind is se.Pow:
        base, exponent = function.args
        if base == se.E:
            return (_EXPONENTIAL[0], exponent, *_EXPONENTIAL[1:], se.Integer(1))
        if isinstance(exponent, se.Rational) and exponent.q == 2:
            return (_ROOT[0], se.expand(base - 1), *_ROOT[1:], se.Integer(int(exponent.p)))
        return None
    if kind is se.log:
        return (_LOGARITHM[0], se.expand(function.args[0] - 1), *_LOGARITHM[1:], se.Integer(1))
    if kind not in _NAMES:
        return None
    name, value, sign = _NAMES[kind]
    return name, function.args[0], value, sign, se.Integer(1)


def _function(name: str, u: se.Expr) -> se.Expr:
    """k(u)."""
    for kind, (own, value, sign) in _NAMES.items():
        if own == name:
            return sign * (kind(u) - value)
    if name == _LOGARITHM[0]:
        return se.log(1 + u)
    return (se.exp(u) if name == _EXPONENTIAL[0] else se.sqrt(1 + u)) - 1


def _partners(function: se.Expr) -> Sequence[type]:
    """Functions of the same argument that its derivative holds."""
    named = _named(function)
    partner = SLOPES.get(named[0], ("", None))[0] if named is not None else ""
    return [kind for kind, (name, *_) in _NAMES.items() if name == partner]


__all__ = ["Lifting", "lifted"]

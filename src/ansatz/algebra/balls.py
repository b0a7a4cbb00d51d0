"""Rigorous evaluation: SymEngine expressions as straight-line programs over complex balls.

    program = Program()
    slot = program.add(expression)                 # shared subexpressions are compiled once
    values = program.run(point, bits)              # point: {symbol: acb}
    values[slot]                                   # a ball that contains the true value

A ball (Johansson, *Arb*, IEEE Trans. Comput. 2017) is a midpoint with a rigorous error radius, so a
difference whose ball excludes zero *is* not zero. Branches are principal. |u| and sign(u) are defined
for real u only; elsewhere they evaluate to an infinite ball, which every caller takes as "no value".

To teach it a function: add a row to `_FUNCTIONS`, or to `_NAMED` where SymEngine has no class for it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import symengine as se
from flint import acb, arb, ctx, fmpq

from ansatz.algebra.fold import Fold
from ansatz.algebra.numbers import as_fmpq, gaussian
from ansatz.errors import UnsupportedError


class Values(list[acb]):
    """The balls of a program's slots at `point`, computed with `bits` of working precision."""

    __slots__ = ("bits", "point")

    def __init__(self, point: Mapping[se.Symbol, acb], bits: int, start: "Values | None" = None) -> None:
        super().__init__(start or ())
        self.point = point
        self.bits = bits


Step: TypeAlias = Callable[[Values], acb]

_LARGEST_ROOT = 2**31
_NO_VALUE = acb(arb.nan())
_X = se.Symbol("x")
_LOG, _E = type(se.log(_X)), type(se.E)


def _real_absolute(u: acb) -> acb:
    return acb(abs(u.real)) if u.imag.is_zero() else _NO_VALUE


def _atanh(u: acb) -> acb:
    """The complex function loses the exact zero of the imaginary part, which real domains are told by."""
    return acb(u.real.atanh()) if u.imag.is_zero() and abs(u.real) < 1 else u.atanh()


def _real_sign(u: acb) -> acb:
    if u.imag.is_zero():
        if u.real > 0:
            return acb(1)
        if u.real < 0:
            return acb(-1)
    return _NO_VALUE


_FUNCTIONS: dict[type, Callable[[acb], acb]] = {
    type(build(_X)): evaluate
    for build, evaluate in (
        (se.log, acb.log),
        (se.sin, acb.sin),
        (se.cos, acb.cos),
        (se.tan, acb.tan),
        (se.cot, acb.cot),
        (se.sec, acb.sec),
        (se.csc, acb.csc),
        (se.asin, acb.asin),
        (se.acos, acb.acos),
        (se.atan, acb.atan),
        (se.acot, lambda u: (1 / u).atan()),
        (se.asec, lambda u: (1 / u).acos()),
        (se.acsc, lambda u: (1 / u).asin()),
        (se.sinh, acb.sinh),
        (se.cosh, acb.cosh),
        (se.tanh, acb.tanh),
        (se.coth, acb.coth),
        (se.sech, acb.sech),
        (se.csch, acb.csch),
        (se.asinh, acb.asinh),
        (se.acosh, acb.acosh),
        (se.atanh, _atanh),
        (se.acoth, lambda u: _atanh(1 / u)),
        (se.asech, lambda u: (1 / u).acosh()),
        (se.acsch, lambda u: (1 / u).asinh()),
        (se.erf, acb.erf),
        (se.erfc, acb.erfc),
        (abs, _real_absolute),
        (se.sign, _real_sign),
    )
}

_NAMED: dict[str, Callable[[acb], acb]] = {
    "Ei": acb.ei,
    "Si": acb.si,
    "Ci": acb.ci,
    "li": acb.li,
    "dilog": lambda u: u.polylog(2),
    "erfi": acb.erfi,
    "fresnels": acb.fresnel_s,
    "fresnelc": acb.fresnel_c,
    "tgamma": acb.gamma,
    "digamma": acb.digamma,
    "riemannzeta": acb.zeta,
    "airyai": acb.airy_ai,
    "airybi": acb.airy_bi,
    "airyaiprime": lambda u: u.airy_ai(derivative=1),
    "airybiprime": lambda u: u.airy_bi(derivative=1),
}
# Of an argument and parameters.
_HOLONOMIC: dict[str, Callable[..., acb]] = {
    "besselj": acb.bessel_j,
    "bessely": acb.bessel_y,
    "besseli": acb.bessel_i,
    "besselk": acb.bessel_k,
    "kummerm": acb.hypgeom_1f1,
    "kummeru": acb.hypgeom_u,
    "hypergeom": acb.hypgeom_2f1,
}

_CONSTANTS: dict[type, Callable[[], acb]] = {
    type(se.pi): lambda: acb(arb.pi()),
    type(se.E): lambda: acb(arb.const_e()),
    type(se.I): lambda: acb(0, 1),
    type(se.EulerGamma): lambda: acb(arb.const_euler()),
    type(se.Catalan): lambda: acb(arb.const_catalan()),
}


def _valued(function: Callable[..., acb]) -> Callable[..., acb]:
    """The function, without a value where the library refuses one."""

    def evaluate(*arguments: acb) -> acb:
        try:
            return function(*arguments)
        except (ValueError, ZeroDivisionError, OverflowError):
            return _NO_VALUE

    return evaluate


def function_of(e: se.Expr) -> Callable[..., acb]:
    """The ball function of an applied function; raises `UnsupportedError` for one outside the table."""
    kind = e.__class__
    named = e.get_name() if e.__class__ is se.FunctionSymbol else ""
    if len(e.args) > 1 and named in _HOLONOMIC:
        return _valued(_HOLONOMIC[named])
    evaluate = (_NAMED.get(named) if len(e.args) == 1 else None) if named else _FUNCTIONS.get(kind)
    if evaluate is None:
        raise UnsupportedError(f"'{e}' cannot be evaluated: {kind.__name__} is not in the operator table.")
    return evaluate


class Program(Fold[int]):
    """A straight-line program: step k computes slot k from earlier slots, each subexpression once.

    `kernels` are the slots of functions and non-integer powers of something that is not constant:
    the places where a real function can leave the real numbers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[Step] = []
        self.kernels: list[int] = []
        self._constant: list[bool] = []

    def copy(self) -> "Program":
        """An independent continuation: its first slots are those of this program."""
        twin = type(self)()
        twin.steps = self.steps.copy()
        twin.kernels = self.kernels.copy()
        twin._built = self._built.copy()
        twin._constant = self._constant.copy()
        return twin

    def add(self, expression: se.Expr) -> int:
        """The slot that holds the expression's value; raises `UnsupportedError` for unknown functions."""
        return self.build(expression)

    def _emit(self, step: Step, constant: bool, kernel: bool = False) -> int:
        self.steps.append(_remembered(step) if constant else step)
        self._constant.append(constant)
        slot = len(self.steps) - 1
        if kernel and not constant:
            self.kernels.append(slot)
        return slot

    def number(self, value: se.Rational) -> int:
        exact = as_fmpq(value)
        return self._emit(lambda _: acb(exact), True)

    def total(self, terms: Iterator[int]) -> int:
        slots = list(terms)
        return self._emit(_summing(slots), all(self._constant[s] for s in slots))

    def product(self, factors: Iterator[int]) -> int:
        slots = list(factors)
        return self._emit(_multiplying(slots), all(self._constant[s] for s in slots))

    def kernel(self, e: se.Expr) -> int:
        kind = e.__class__
        if isinstance(e, se.Symbol):
            return self._emit(_reading(e), False)
        if kind in _CONSTANTS:
            value = _CONSTANTS[kind]
            return self._emit(lambda _: value(), True)
        if isinstance(e, se.Number) and (parts := gaussian(e)) is not None:
            real, imaginary = (fmpq(part.numerator, part.denominator) for part in parts)
            return self._emit(lambda _: acb(arb(real), arb(imaginary)), True)
        if not e.args:  # infinities, and whatever else is no number
            raise UnsupportedError(f"'{e}' has no value.")
        function = function_of(e)
        u, *parameters = map(self.build, e.args)
        if not parameters:
            return self._emit(self._applied(kind, function, u), self._constant[u], kernel=True)

        def step(v: Values) -> acb:
            return self._applied(kind, lambda w: function(w, *(v[p] for p in parameters)), u)(v)

        return self._emit(step, all(self._constant[s] for s in (u, *parameters)), kernel=True)

    def power(self, base: se.Expr, exponent: se.Expr) -> int:
        if base.__class__ is _E:
            u = self.build(exponent)
            return self._emit(lambda v: v[u].exp(), self._constant[u], kernel=True)
        b = self.build(base)
        if isinstance(exponent, se.Integer):
            return self.integer_power(b, int(exponent))
        if isinstance(exponent, se.Rational):
            p, q = int(exponent.p), int(exponent.q)
            if q > _LARGEST_ROOT:
                rate = fmpq(p, q)
                power = self._applied(se.Pow, lambda u: (u.log() * acb(rate)).exp(), b)
                return self._emit(power, self._constant[b], kernel=True)
            root = acb.sqrt if q == 2 else lambda u: u.root(q)
            return self._emit(self._applied(se.Pow, lambda u: root(u) ** p, b), self._constant[b], kernel=True)
        u = self.build(exponent)
        logarithm = self._applied(_LOG, acb.log, b)
        constant = self._constant[b] and self._constant[u]
        return self._emit(lambda v: (v[u] * logarithm(v)).exp(), constant, kernel=True)

    def integer_power(self, element: int, n: int) -> int:
        step = (lambda v: 1 / v[element]) if n == -1 else (lambda v: v[element] ** n)
        return self._emit(step, self._constant[element])

    def _applied(self, kind: type, function: Callable[[acb], acb], u: int) -> Step:
        """The step of a kernel: `function` of slot u. Programs with narrower domains override it."""
        return lambda v: function(v[u])

    def run(self, point: Mapping[se.Symbol, acb], bits: int) -> Values:
        """Every slot's ball at the point, at the given working precision in bits."""
        return self.extend(Values(point, bits))

    def extend(self, start: Values) -> Values:
        """The same, going on from the values of the program that this one is a copy of."""
        values = Values(start.point, start.bits, start)
        append = values.append
        with ctx.workprec(start.bits):
            for step in self.steps[len(values) :]:
                append(step(values))
        return values

    def kernels_are_real(self, values: Values) -> bool:
        """True where every kernel has a finite real value: the strict real domain."""
        return all(values[slot].is_finite() and values[slot].imag.is_zero() for slot in self.kernels)


def _remembered(step: Step) -> Step:
    """The step of a constant: computed once for each precision."""
    known: dict[int, acb] = {}

    def again(v: Values) -> acb:
        value = known.get(v.bits)
        if value is None:
            value = known[v.bits] = step(v)
        return value

    return again


def _reading(symbol: se.Symbol) -> Step:
    return lambda v: v.point[symbol]


def _summing(slots: list[int]) -> Step:
    if len(slots) == 2:
        a, b = slots
        return lambda v: v[a] + v[b]

    def step(v: Values) -> acb:
        total = v[slots[0]]
        for slot in slots[1:]:
            total = total + v[slot]
        return total

    return step


def _multiplying(slots: list[int]) -> Step:
    if len(slots) == 2:
        a, b = slots
        return lambda v: v[a] * v[b]

    def step(v: Values) -> acb:
        product = v[slots[0]]
        for slot in slots[1:]:
            product = product * v[slot]
        return product

    return step


def evaluate(expression: se.Expr, point: Mapping[se.Symbol, acb], bits: int = 128) -> acb:
    """The ball of one expression at one point (compile a `Program` where there are many)."""
    program = Program()
    slot = program.add(expression)
    return program.run(point, bits)[slot]


__all__ = ["Program", "Values", "evaluate", "function_of"]

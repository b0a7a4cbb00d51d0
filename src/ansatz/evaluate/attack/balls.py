"""Expressions and their derivatives in balls, at real points: written for the oracle alone, so that it shares nothing
with what it judges but SymEngine's trees and Arb.

    formula = Formula(expression, x)
    values = formula.values({x: arb(2)}, bits=128)     raises `UndefinedError` (certainly no value) or `UnsureError`
    formula.result(values)                             arb where it is real, acb where some part made it complex
    formula.rate(values)                               the derivative by x, by the chain rule: forward automatic

A ball of positive radius for x encloses the values on an interval; where none of the two errors is raised and all parts
are real, the function is defined and continuous there. Branches are principal; |u| and sign(u) exist for real u.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

import symengine as se
from flint import acb, arb, ctx, fmpq

from ansatz.errors import MayBeZeroError, NoValueError, UndefinedError, UnsureError

Ball: TypeAlias = arb | acb
Function: TypeAlias = Callable[[Ball], Ball]
_Value: TypeAlias = Callable[[list[Ball], Mapping[se.Symbol, Ball]], Ball]
_Slope: TypeAlias = Callable[[list[Ball], list[Ball | None]], Ball | None]

_LARGEST_ROOT = 2**31  # that is taken as a root
_X = se.Symbol("x")


def _over(u: Ball, v: Ball) -> Ball:
    if v.is_zero():
        raise UndefinedError("a division by zero")
    if v.contains(0):
        raise MayBeZeroError("a division by zero")
    return u / v


def _inside(u: arb, low: int | None, high: int | None) -> bool:
    """Whether low ≤ u ≤ high for a real ball; raises `UnsureError` where only a part of it is."""
    if (low is None or u >= low) and (high is None or u <= high):
        return True
    if (low is not None and u < low) or (high is not None and u > high):
        return False
    raise UnsureError("a branch point")


def _within(real: Function, complex_: Function, low: int | None, high: int | None) -> Function:
    """A function that is real on [low, high] and complex beyond."""

    def function(u: Ball) -> Ball:
        if isinstance(u, arb) and _inside(u, low, high):
            return real(u)
        return complex_(acb(u))

    return function


def _logarithm(u: Ball) -> Ball:
    if u.is_zero():
        raise UndefinedError("the logarithm of zero")
    if u.contains(0):
        raise MayBeZeroError("the logarithm of zero")
    return u.log() if isinstance(u, arb) and u > 0 else acb(u).log()


def _atanh(u: Ball) -> Ball:
    if isinstance(u, arb):
        if (1 - u * u).is_zero():
            raise UndefinedError("atanh of ±1")
        if abs(u) < 1:
            return u.atanh()
        if not abs(u) > 1:
            raise UnsureError("a branch point")
    return acb(u).atanh()


def _positive_only(real: Function, complex_: Function) -> Function:
    """Of Ci and li, which have a pole or a branch point at zero."""

    def function(u: Ball) -> Ball:
        if u.contains(0):
            raise UndefinedError("zero") if u.is_zero() else UnsureError("zero")
        return real(u) if isinstance(u, arb) and u > 0 else complex_(acb(u))

    return function


def _Ei(u: Ball) -> Ball:
    if u.contains(0):
        raise UndefinedError("zero") if u.is_zero() else UnsureError("zero")
    return u.ei()


def _magnitude(u: Ball) -> Ball:
    if isinstance(u, acb):
        raise UnsureError("|u| of a complex u")
    return abs(u)


def _sign(u: Ball) -> Ball:
    if isinstance(u, arb):
        if u.is_zero():
            return arb(0)
        if not u.contains(0):
            return arb(1 if u > 0 else -1)
    raise UnsureError("the sign of what may be zero")


def _dilogarithm(u: Ball) -> Ball:
    if isinstance(u, arb) and _inside(u, None, 1):
        return acb(u).polylog(2).real
    return acb(u).polylog(2)


def _sqrt(u: Ball) -> Ball:
    return u.sqrt() if isinstance(u, acb) or u >= 0 else acb(u).sqrt()


def _reciprocal(u: Ball) -> Ball:
    return _over(arb(1), u)


def _flat(u: Ball, y: Ball) -> Ball:
    if u.contains(0):
        raise UnsureError("a corner")
    return arb(0)


_asin = _within(arb.asin, acb.asin, -1, 1)
_acos = _within(arb.acos, acb.acos, -1, 1)
_acosh = _within(arb.acosh, acb.acosh, 1, None)


def _tan(u: Ball) -> Ball:
    return _over(u.sin(), u.cos())


def _cot(u: Ball) -> Ball:
    return _over(u.cos(), u.sin())


def _sec(u: Ball) -> Ball:
    return _reciprocal(u.cos())


def _csc(u: Ball) -> Ball:
    return _reciprocal(u.sin())


def _coth(u: Ball) -> Ball:
    return _reciprocal(u.tanh())


def _csch(u: Ball) -> Ball:
    return _reciprocal(u.sinh())


def _root_of_minus_one(u: Ball) -> Ball:
    """√(u - 1)·√(u + 1)."""
    return _sqrt(u - 1) * _sqrt(u + 1)


# Each function with its derivative, of the argument u and the value y.
_Rate: TypeAlias = Callable[[Ball, Ball], Ball]
_TABLE: tuple[tuple[Callable[[se.Expr], se.Expr], Function, _Rate], ...] = (
    (se.log, _logarithm, lambda u, y: _reciprocal(u)),
    (se.sin, lambda u: u.sin(), lambda u, y: u.cos()),
    (se.cos, lambda u: u.cos(), lambda u, y: -u.sin()),
    (se.tan, _tan, lambda u, y: 1 + y * y),
    (se.cot, _cot, lambda u, y: -1 - y * y),
    (se.sec, _sec, lambda u, y: y * _tan(u)),
    (se.csc, _csc, lambda u, y: -y * _cot(u)),
    (se.asin, _asin, lambda u, y: _reciprocal(_sqrt(1 - u * u))),
    (se.acos, _acos, lambda u, y: -_reciprocal(_sqrt(1 - u * u))),
    (se.atan, lambda u: u.atan(), lambda u, y: _reciprocal(1 + u * u)),
    (se.acot, lambda u: _reciprocal(u).atan(), lambda u, y: -_reciprocal(1 + u * u)),
    (se.asec, lambda u: _acos(_reciprocal(u)), lambda u, y: _reciprocal(u * u * _sqrt(1 - _reciprocal(u * u)))),
    (se.acsc, lambda u: _asin(_reciprocal(u)), lambda u, y: -_reciprocal(u * u * _sqrt(1 - _reciprocal(u * u)))),
    (se.sinh, lambda u: u.sinh(), lambda u, y: u.cosh()),
    (se.cosh, lambda u: u.cosh(), lambda u, y: u.sinh()),
    (se.tanh, lambda u: u.tanh(), lambda u, y: _reciprocal(u.cosh() ** 2)),
    (se.coth, _coth, lambda u, y: -_reciprocal(u.sinh() ** 2)),
    (se.sech, lambda u: _reciprocal(u.cosh()), lambda u, y: -y * u.tanh()),
    (se.csch, _csch, lambda u, y: -y * _coth(u)),
    (se.asinh, lambda u: u.asinh(), lambda u, y: _reciprocal(_sqrt(u * u + 1))),
    (se.acosh, _acosh, lambda u, y: _reciprocal(_root_of_minus_one(u))),
    (se.atanh, _atanh, lambda u, y: _reciprocal(1 - u * u)),
    (se.acoth, lambda u: _atanh(_reciprocal(u)), lambda u, y: _reciprocal(1 - u * u)),
    (
        se.asech,
        lambda u: _acosh(_reciprocal(u)),
        lambda u, y: -_reciprocal(u * u * _root_of_minus_one(_reciprocal(u))),
    ),
    (
        se.acsch,
        lambda u: _reciprocal(u).asinh(),
        lambda u, y: -_reciprocal(u * u * _sqrt(1 + _reciprocal(u * u))),
    ),
    (se.erf, lambda u: u.erf(), lambda u, y: 2 * (-u * u).exp() / arb.pi().sqrt()),
    (se.erfc, lambda u: u.erfc(), lambda u, y: -2 * (-u * u).exp() / arb.pi().sqrt()),
    (abs, _magnitude, lambda u, y: _sign(u)),
    (se.sign, _sign, _flat),
)
_FUNCTIONS = {type(build(_X)): (value, rate) for build, value, rate in _TABLE}
_NAMED: dict[str, tuple[Function, _Rate]] = {
    "Ei": (_Ei, lambda u, y: _over(u.exp(), u)),
    "Si": (lambda u: u.si(), lambda u, y: u.sin() / u if not u.contains(0) else _sinc(u)),
    "Ci": (_positive_only(arb.ci, acb.ci), lambda u, y: _over(u.cos(), u)),
    "li": (_positive_only(arb.li, acb.li), lambda u, y: _reciprocal(_logarithm(u))),
    "erfi": (lambda u: u.erfi(), lambda u, y: 2 * (u * u).exp() / arb.pi().sqrt()),
    "fresnels": (lambda u: u.fresnel_s(), lambda u, y: (u * u * arb.pi() / 2).sin()),
    "fresnelc": (lambda u: u.fresnel_c(), lambda u, y: (u * u * arb.pi() / 2).cos()),
    "dilog": (_dilogarithm, lambda u, y: -_over(_logarithm(1 - u), u)),
}
_CONSTANTS: dict[type, Callable[[], Ball]] = {
    type(se.pi): arb.pi,
    type(se.E): arb.const_e,
    type(se.I): lambda: acb(0, 1),
    type(se.EulerGamma): arb.const_euler,
    type(se.Catalan): arb.const_catalan,
}
_INFINITE = (type(se.zoo), type(se.nan), type(se.oo), type(-se.oo))
_LOG, _E, _ABS, _SIGN = type(se.log(_X)), type(se.E), type(abs(_X)), type(se.sign(_X))
_TRIGONOMETRIC = {type(se.tan(_X)): "cos", type(se.sec(_X)): "cos", type(se.cot(_X)): "sin", type(se.csc(_X)): "sin"}
_AT_ONE = {type(f(_X)) for f in (se.asin, se.acos, se.atanh, se.acoth, se.acosh, se.asech, se.asec, se.acsc)}


def _sinc(u: Ball) -> Ball:
    if isinstance(u, arb):
        return u.sinc()
    raise UnsureError("zero")


def number(value: se.Number) -> Ball:
    """A SymEngine number as a ball; rational numbers are exact as far as the precision goes."""
    if isinstance(value, se.Integer):
        return arb(int(value))
    if isinstance(value, se.Rational):
        return arb(fmpq(int(value.p), int(value.q)))
    if isinstance(value, _INFINITE):
        raise UndefinedError("an infinity")
    if not value.is_real:
        return acb(number(value.real_part()), number(value.imaginary_part()))
    raise UnsureError(f"the number {value}")


def _real_power(u: Ball, p: int, q: int) -> Ball:
    """u^(p/q), principal."""
    if u.is_zero():
        if p < 0:
            raise UndefinedError("a negative power of zero")
        return arb(0)
    if u.contains(0):
        raise MayBeZeroError("a negative power of zero") if p < 0 else UnsureError("a power of what may be zero")
    u = u if isinstance(u, arb) and u > 0 else acb(u)
    if q > _LARGEST_ROOT:
        return (u.log() * p / q).exp()
    return (u.sqrt() if q == 2 else u.root(q)) ** p


def _general_power(u: Ball, v: Ball, moving: bool) -> Ball:
    """u^v. moving: v depends on x; a negative u then leaves the real line, whatever v is at this point."""
    if u.is_zero() and isinstance(v, arb):
        if v > 0:
            return arb(0)
        raise UndefinedError("a negative power of zero") if v < 0 else UnsureError("a power of zero")
    if isinstance(v, arb) and v.is_exact() and v.is_integer() and not moving:
        n = int(v.unique_fmpz())
        return u**n if n >= 0 else _over(arb(1), u**-n)
    return (v * _logarithm(u)).exp()


class Formula:
    """One expression in x, compiled to steps in which each subexpression is computed once.

    given: values of other symbols, the same at every point, so that what depends on them alone is computed once.
    criticals: slots, and functions of their values, whose zeros are places of interest.
    """

    def __init__(self, expression: se.Expr, x: se.Symbol, given: Mapping[se.Symbol, Ball] | None = None) -> None:
        self.x = x
        self.criticals: list[tuple[int, Function]] = []
        self._given = given or {}
        self._values: list[_Value] = []
        self._rates: list[_Slope] = []
        self._known: dict[se.Expr, int] = {}
        self._fixed: set[int] = set()  # slots of constants
        self._parts: list[set[int]] = []  # slots that each is computed from
        self._algebraic: set[int] = set()  # slots of algebraic functions
        self._computed: dict[int, list[Ball]] = {}  # constants, by precision; the other slots hold anything
        self.root = self._add(expression)
        self._active = [(k, step) for k, step in enumerate(self._values) if k not in self._fixed]
        self._below: dict[int, list[tuple[int, _Value]]] = {}  # the active steps that a slot needs

    def values(self, point: Mapping[se.Symbol, Ball], bits: int) -> list[Ball]:
        """The balls of all parts; the last part is the expression. Raises `UndefinedError` and `UnsureError`."""
        return self._run(self._active, point, bits)

    def critical(self, k: int, point: Mapping[se.Symbol, Ball], bits: int) -> Ball:
        """The value of one of the criticals alone."""
        slot, function = self.criticals[k]
        if slot not in self._below:
            needed, waiting = set[int](), [slot]
            while waiting:
                if (part := waiting.pop()) not in needed:
                    needed.add(part)
                    waiting += self._parts[part]
            self._below[slot] = [(part, step) for part, step in self._active if part in needed]
        values = self._run(self._below[slot], point, bits)
        with ctx.workprec(bits):
            return function(values[slot])

    def _run(self, steps: list[tuple[int, _Value]], point: Mapping[se.Symbol, Ball], bits: int) -> list[Ball]:
        known = self._computed.get(bits)
        if known is None:
            known = self._computed[bits] = self._constants(bits)
        values = known.copy()
        with ctx.workprec(bits):
            try:
                for slot, step in steps:
                    value = step(values, point)
                    if not value.is_finite():
                        raise UnsureError("infinite")
                    values[slot] = value.real if value.__class__ is acb and value.imag.is_zero() else value
            except MayBeZeroError as error:
                error.is_zero = self._parts[slot] <= self._algebraic
                raise
        return values

    def _constants(self, bits: int) -> list[Ball]:
        fixed = [(slot, self._values[slot]) for slot in sorted(self._fixed)]
        self._computed[bits] = [arb(0)] * len(self._values)
        try:
            return self._run(fixed, self._given, bits)
        finally:
            del self._computed[bits]

    def result(self, values: list[Ball]) -> Ball:
        """The expression's own value among those of its parts."""
        return values[self.root]

    def rate(self, values: list[Ball], bits: int) -> Ball:
        """The derivative by x where the parts have these values; raises `UnsureError` where it may not exist."""
        rates: list[Ball | None] = []
        with ctx.workprec(bits):
            try:
                for step in self._rates:
                    rates.append(step(values, rates))
            except UndefinedError as error:
                raise UnsureError(str(error)) from None
        rate = rates[self.root]
        if rate is not None and not rate.is_finite():
            raise UnsureError("infinite")
        return arb(0) if rate is None else rate

    # ---------------------------------------------------------------------- compiling

    def _emit(self, value: _Value, rate: _Slope, parts: Collection[int] | None, algebraic: bool = True) -> int:
        """A new slot. parts: the slots that it is computed from; None for a symbol. algebraic: of them."""
        slot = len(self._values)
        self._values.append(value)
        self._parts.append(set(parts or ()))
        if algebraic and self._algebraic.issuperset(parts or ()):
            self._algebraic.add(slot)
        if parts is not None and self._fixed.issuperset(parts):
            self._fixed.add(slot)
            rate = _constant
        self._rates.append(rate)
        return slot

    def _add(self, e: se.Expr) -> int:
        slot = self._known.get(e)
        if slot is None:
            slot = self._known[e] = self._compile(e)
        return slot

    def _compile(self, e: se.Expr) -> int:
        kind = e.__class__
        if e == self.x:
            return self._emit(lambda v, point: point[e], lambda v, d: arb(1), None)
        if isinstance(e, se.Symbol):
            return self._emit(_reading(e), _constant, () if e in self._given else None)
        if kind in _CONSTANTS:
            constant = _CONSTANTS[kind]
            return self._emit(lambda v, point: constant(), _constant, ())
        if isinstance(e, se.Number):
            return self._emit(lambda v, point: number(e), _constant, ())
        if kind is se.Add:
            return self._sum([self._add(term) for term in e.args])
        if kind is se.Mul:
            slot = None
            for factor in e.args:
                other = self._add(factor)
                slot = other if slot is None else self._product(slot, other)
            assert slot is not None
            return slot
        if kind is se.Pow:
            return self._power(*e.args)
        return self._function(e)

    def _sum(self, slots: list[int]) -> int:
        def value(v: list[Ball], point: Mapping[se.Symbol, Ball]) -> Ball:
            total = v[slots[0]]
            for slot in slots[1:]:
                total = total + v[slot]
            return total

        def rate(v: list[Ball], d: list[Ball | None]) -> Ball | None:
            total: Ball | None = None
            for slot in slots:
                part = d[slot]
                if part is not None:
                    total = part if total is None else total + part
            return total

        return self._emit(value, rate, slots)

    def _product(self, a: int, b: int) -> int:
        def rate(v: list[Ball], d: list[Ball | None]) -> Ball | None:
            da, db = d[a], d[b]
            if da is None:
                return None if db is None else v[a] * db
            return da * v[b] if db is None else da * v[b] + v[a] * db

        return self._emit(lambda v, point: v[a] * v[b], rate, (a, b))

    def _power(self, base: se.Expr, exponent: se.Expr) -> int:
        if base.__class__ is _E:
            return self._applied(self._add(exponent), (lambda u: u.exp(), lambda u, y: y), False)
        b = self._add(base)
        if isinstance(exponent, se.Integer):
            n = int(exponent)
            if n > 0:
                return self._applied(b, (lambda u: u**n, lambda u, y: n * u ** (n - 1)))
            self._critical(b)
            return self._applied(b, (lambda u: _over(arb(1), u**-n), lambda u, y: _over(n * y, u)))
        if isinstance(exponent, se.Rational):
            p, q = int(exponent.p), int(exponent.q)
            self._critical(b)
            return self._applied(b, (lambda u: _real_power(u, p, q), lambda u, y: _over(y * p, u * q)))
        e, moving = self._add(exponent), self.x in exponent.free_symbols
        self._critical(b)

        def rate(v: list[Ball], d: list[Ball | None]) -> Ball | None:
            by_base, by_exponent = d[b], d[e]
            y = _general_power(v[b], v[e], moving)
            total: Ball | None = None
            if by_base is not None:
                total = _over(y * v[e] * by_base, v[b])
            if by_exponent is not None:
                part = y * _logarithm(v[b]) * by_exponent
                total = part if total is None else total + part
            return total

        return self._emit(lambda v, point: _general_power(v[b], v[e], moving), rate, (b, e), False)

    def _function(self, e: se.Expr) -> int:
        kind = e.__class__
        row = _NAMED.get(e.get_name()) if isinstance(e, se.FunctionSymbol) else _FUNCTIONS.get(kind)
        if row is None:
            raise NoValueError(f"no rule for {e}")
        u = self._add(e.args[0])
        if kind in (_LOG, _ABS, _SIGN) or kind is se.FunctionSymbol:
            self._critical(u)
        elif kind in _TRIGONOMETRIC:
            zero = _TRIGONOMETRIC[kind]
            self._critical(u, lambda value: getattr(value, zero)())
        elif kind in _AT_ONE:
            self._critical(u, lambda value: abs(value) - 1)
        return self._applied(u, row, kind in (_ABS, _SIGN))

    def _applied(self, u: int, row: tuple[Function, _Rate], algebraic: bool = True) -> int:
        slot, (function, slope) = len(self._values), row

        def rate(v: list[Ball], d: list[Ball | None]) -> Ball | None:
            du = d[u]
            return None if du is None else slope(v[u], v[slot]) * du

        return self._emit(lambda v, point: function(v[u]), rate, (u,), algebraic)

    def _critical(self, slot: int, function: Function = lambda value: value) -> None:
        if slot not in self._fixed:
            self.criticals.append((slot, function))


def _reading(symbol: se.Symbol) -> _Value:
    def value(values: list[Ball], point: Mapping[se.Symbol, Ball]) -> Ball:
        if symbol not in point:
            raise UnsureError(f"no value is given for {symbol}")
        return point[symbol]

    return value


def _constant(values: list[Ball], rates: list[Ball | None]) -> None:
    return None


def constant(expression: se.Expr, bits: int) -> Ball:
    """The ball of an expression without symbols."""
    formula = Formula(expression, _X)
    return formula.result(formula.values({}, bits))


def is_real(values: list[Ball]) -> bool:
    """Whether all parts are."""
    return acb not in map(type, values)


def interval(a: arb, b: arb) -> arb:
    """A ball that contains [a, b]."""
    return arb((a + b) / 2, (b - a) / 2)


__all__ = ["Ball", "Formula", "UndefinedError", "UnsureError", "constant", "interval", "is_real", "number"]

"""The asymptotic expansion of an expression: what every function does near a point, at its poles and at infinity.

    ExpansionOf(x, place, side, algebra)(e)     e as x tends to the place, in w → ∞

x is w or -w on the way to ±∞, and place + side/w beside a finite place. Where a function is analytic its Taylor series
serves; elsewhere an identity leads to logarithms, roots and exponentials. To teach it a function: a rule in `_RULES`.
Identities hold for real arguments; what is not real there raises `UndecidedError`. Sources: DLMF 4.24, 4.38, 6.6, 6.12,
7.12, 25.12.
"""

from collections.abc import Callable, Iterable, Iterator

import symengine as se

from ansatz.algebra.nodes import NAMED, base_and_exponent, name_of, transform
from ansatz.algebra.reciprocals import OF_RECIPROCAL
from ansatz.errors import TooFewTermsError, UndecidedError
from ansatz.expr.differentiation import derivative
from ansatz.proof.real_line.asymptotics import BOUNDED, Expansion, Expansions, Parts, constant
from ansatz.proof.real_line.growth import ONE, W

_ONE, _TWO, _HALF = se.Integer(1), se.Integer(2), se.Rational(1, 2)
_Y = se.Dummy("y")

# By identities that hold wherever both sides have values.
_REWRITTEN: dict[type, Callable[[se.Expr], se.Expr]] = {
    se.tan: lambda u: se.sin(u) / se.cos(u),
    se.cot: lambda u: se.cos(u) / se.sin(u),
    se.sec: lambda u: 1 / se.cos(u),
    se.csc: lambda u: 1 / se.sin(u),
    se.erfc: lambda u: 1 - se.erf(u),
    **{kind: (lambda u, f=inner: f(1 / u)) for kind, inner in OF_RECIPROCAL.items()},  # type: ignore[misc]
}
_BY_EXPONENTIALS: dict[type, Callable[[se.Expr], se.Expr]] = {
    se.sinh: lambda u: (se.exp(u) - se.exp(-u)) / 2,
    se.cosh: lambda u: (se.exp(u) + se.exp(-u)) / 2,
    se.tanh: lambda u: 1 - 2 / (se.exp(2 * u) + 1),
    se.coth: lambda u: 1 + 2 / (se.exp(2 * u) - 1),
    se.sech: lambda u: 2 / (se.exp(u) + se.exp(-u)),
    se.csch: lambda u: 2 / (se.exp(u) - se.exp(-u)),
}
_BOUNDED = ("Si", "fresnels", "fresnelc")
_HAVE_POLE_AT_ZERO = (se.coth, se.csch)


def by_waves(e: se.Expr) -> se.Expr:
    """tan, cot, sec and csc by sine and cosine, and other functions by the reciprocals that define them."""
    return transform(e, lambda node: _REWRITTEN[node.__class__](node.args[0]) if node.__class__ in _REWRITTEN else None)


def by_exponentials(e: se.Expr) -> se.Expr:
    """Hyperbolic functions by exponentials."""
    return transform(e, lambda u: _BY_EXPONENTIALS[u.__class__](u.args[0]) if u.__class__ in _BY_EXPONENTIALS else None)


class ExpansionOf:
    """Expansions of expressions in x at one place, each subexpression once."""

    def __init__(self, x: se.Symbol, place: se.Expr, side: se.Expr, algebra: Expansions) -> None:
        self.x, self.algebra, self.signs = x, algebra, algebra.signs
        infinite = place in (se.oo, -se.oo)
        at = Expansion({W: _ONE if place == se.oo else -_ONE})
        self._known: dict[se.Expr, Expansion] = {
            x: at if infinite else algebra.plus([constant(place), Expansion({W**-1: side})])
        }

    def __call__(self, e: se.Expr) -> Expansion:
        known = self._known.get(e)
        if known is None:
            known = self._known[e] = self._expand(e)
        return known

    def _expand(self, e: se.Expr) -> Expansion:
        if self.x not in e.free_symbols:
            return constant(e, self.signs.is_real(e))
        kind, algebra = e.__class__, self.algebra
        if kind is se.Add:
            return algebra.plus(map(self, e.args))
        if kind is se.Mul:
            product = self(e.args[0])
            for factor in e.args[1:]:
                product = algebra.times(product, self(factor))
            return product
        if kind is se.Pow:
            base, exponent = base_and_exponent(e)
            if base == se.E:
                return algebra.exp(self(exponent))
            if self.x in exponent.free_symbols:
                return algebra.exp(algebra.times(self(exponent), algebra.log(self(base))))
            return algebra.power(self(base), exponent)
        if kind in _REWRITTEN:
            return self(_REWRITTEN[kind](e.args[0]))
        u = self(e.args[0])
        if kind is se.log:
            return algebra.log(u)
        if not u.real:
            raise UndecidedError("a function of a complex argument has no known expansion")
        if kind in (se.Abs, se.sign):
            return self._corner(kind, u)
        return self._function(e, u)

    def _corner(self, kind: type, u: Expansion) -> Expansion:
        if kind is se.Abs and self.algebra.keeps_corners and self.signs.witness:
            parts = self.algebra.parts(u)
            c = parts.constant
            known = not (parts.infinite or parts.bounded or parts.unbounded)
            if known and c.free_symbols and self.signs.known(c) is None and not self.signs.is_zero(c):
                return Expansion({ONE: abs(c)}, frozenset((*parts.small.terms, *parts.small.errors)))
        lead = self.algebra.leading(u)
        if lead is None:
            return u
        sign = se.Integer(self.signs.sign(lead[1]))
        return self.algebra.scaled(u, sign) if kind is se.Abs else constant(sign)

    def _function(self, e: se.Expr, u: Expansion) -> Expansion:
        kind, parts = e.__class__, self.algebra.parts(u)
        if kind in (se.sin, se.cos):
            return self._wave(kind, parts)
        if parts.bounded or parts.unbounded:
            if kind in (se.atan, se.tanh, se.erf) or name_of(e) in _BOUNDED:
                return BOUNDED
            raise TooFewTermsError("an argument is known within a bound only")
        if parts.infinite:
            lead = self.algebra.leading(u)
            assert lead is not None
            return self._far(e, e.args[0], u, self.signs.sign(lead[1]))
        c = parts.constant
        special = self._special(e, e.args[0], u, c, parts.small)
        return special if special is not None else self.algebra.taylor(_taylor(e, c), parts.small)

    def _wave(self, kind: type, parts: Parts) -> Expansion:
        if parts.infinite or parts.bounded or parts.unbounded:
            return BOUNDED
        c = parts.constant
        cycle = [se.sin(c), se.cos(c), -se.sin(c), -se.cos(c)]
        start = 0 if kind is se.sin else 1
        return self.algebra.taylor(
            _over_factorials(cycle[(start + k) % 4] for k in range(self.algebra.order)), parts.small
        )

    def _far(self, e: se.Expr, v: se.Expr, u: Expansion, sign: int) -> Expansion:
        """The function of v → sign·∞."""
        kind, algebra = e.__class__, self.algebra
        if kind in _BY_EXPONENTIALS:
            return self(_BY_EXPONENTIALS[kind](v))
        if kind is se.atan:
            return self(sign * se.pi / 2 - se.atan(1 / v))
        if kind is se.asinh:
            return self(sign * se.log(sign * v + se.sqrt(v**2 + 1)))
        if kind is se.acosh and sign > 0:
            return self(se.log(v + se.sqrt(v**2 - 1)))
        if kind is se.erf:
            tail = algebra.times(
                self(se.exp(-(v**2))), self._reciprocal_series(_erfc_terms(algebra.order), algebra.power(u, -_ONE))
            )
            return algebra.plus([constant(se.Integer(sign)), algebra.scaled(tail, -1 / se.sqrt(se.pi))])
        name = name_of(e)
        if name == "Si":
            return algebra.plus([constant(sign * se.pi / 2), algebra.times(BOUNDED, algebra.power(u, -_ONE))])
        if name in _BOUNDED:
            return algebra.plus([constant(se.Rational(sign, 2)), algebra.times(BOUNDED, algebra.power(u, -_ONE))])
        if name == "erfi":
            terms = [(abs(c), k) for c, k in _erfc_terms(algebra.order)]
            tail = algebra.times(self(se.exp(v**2)), self._reciprocal_series(terms, algebra.power(u, -_ONE)))
            return algebra.scaled(tail, 1 / se.sqrt(se.pi))
        if name == "Ci" and sign > 0:
            return algebra.times(BOUNDED, algebra.power(u, -_ONE))
        if name == "Ei":
            return algebra.times(
                self(se.exp(v)), self._reciprocal_series(_ei_terms(algebra.order), algebra.power(u, -_ONE))
            )
        if name == "li" and sign > 0:
            return self(se.Function("Ei")(se.log(v)))
        if name == "dilog" and sign < 0:
            return self(-(se.pi**2) / 6 - se.log(-v) ** 2 / 2 - se.Function("dilog")(1 / v))
        raise UndecidedError(f"{e} is not real, or has no known expansion")

    def _reciprocal_series(self, terms: list[tuple[se.Expr, int]], reciprocal: Expansion) -> Expansion:
        """Σ c·(1/u)^k, the last term the bound of what is left out (the series diverge, and are asymptotic)."""
        algebra = self.algebra
        *shown, (_, beyond) = terms
        powers = [algebra.scaled(algebra.power(reciprocal, se.Integer(k)), c) for c, k in shown]
        return algebra.plus([*powers, algebra.times(BOUNDED, algebra.power(reciprocal, se.Integer(beyond)))])

    def _special(self, e: se.Expr, v: se.Expr, u: Expansion, c: se.Expr, small: Expansion) -> Expansion | None:
        """The function of v → c where it is not analytic; None where it is, certainly."""
        kind, sign, name = e.__class__, self.signs.sign, name_of(e)
        if kind in _HAVE_POLE_AT_ZERO and sign(c) == 0:
            return self(_BY_EXPONENTIALS[kind](v))
        if kind in (se.asin, se.acos, se.atanh):
            inside = sign(1 - c**2)
            if inside < 0:
                raise UndecidedError("an inverse function is not real")
            if inside > 0:
                return None
            side = sign(c)
            if kind is se.atanh:
                return self((se.log(1 + v) - se.log(1 - v)) / 2)
            if kind is se.acos:
                return self(se.pi / 2 - se.asin(v))
            return self(side * (se.pi / 2 - 2 * se.asin(se.sqrt((1 - side * v) / 2))))
        if kind is se.acosh:
            beyond = sign(c - 1)
            if beyond < 0:
                raise UndecidedError("acosh is not real")
            return None if beyond else self(se.log(v + se.sqrt(v**2 - 1)))
        if name in ("Ei", "Ci"):
            at = sign(c)
            if at == 0:
                logarithm = self.algebra.log(self(abs(v)) if name == "Ei" else u)
                return self.algebra.plus([constant(se.EulerGamma), logarithm, self.algebra.taylor(_entire(name), u)])
            if name == "Ci" and at < 0:
                raise UndecidedError("Ci is not real")
            return None
        if name == "li":
            if sign(c) < 0:
                raise UndecidedError("li is not real")
            return None if sign(c) and sign(c - 1) else self(se.Function("Ei")(se.log(v)))
        if name == "dilog":
            before = sign(1 - c)
            if before < 0:
                raise UndecidedError("dilog is not real")
            if before == 0:
                return self(se.pi**2 / 6 - se.log(v) * se.log(1 - v) - se.Function("dilog")(1 - v))
        if name in ("dilog", "Si") and sign(c) == 0:
            return self.algebra.taylor(_entire(name), u)
        return None


def _over_factorials(values: Iterable[se.Expr]) -> Iterator[se.Expr]:
    factorial = 1
    for k, value in enumerate(values):
        factorial *= max(k, 1)
        yield value / factorial


def _taylor(e: se.Expr, c: se.Expr) -> Iterator[se.Expr]:
    """The Taylor coefficients of the function at c, where it is analytic."""
    return _over_factorials(_derivatives(e.func(_Y) if e.__class__ is not NAMED else se.Function(name_of(e))(_Y), c))


def _derivatives(function: se.Expr, c: se.Expr) -> Iterator[se.Expr]:
    while True:
        yield function.subs({_Y: c})
        function = derivative(function, _Y)


def _entire(name: str) -> Iterator[se.Expr]:
    """The power series at 0 of Ei and Ci (less γ + ln|u|), Si, and dilog."""
    factorial, k = 1, 0
    while True:
        if k == 0:
            yield se.Integer(0)
        elif name == "dilog":
            yield se.Rational(1, k * k)
        elif name == "Ei":
            yield se.Rational(1, k * factorial)
        else:
            wave = (1, 0, -1, 0) if name == "Ci" else (0, 1, 0, -1)
            yield se.Rational(wave[k % 4], k * factorial)
        k += 1
        factorial *= k


def _ei_terms(order: int) -> list[tuple[se.Expr, int]]:
    """Ei(u) ~ e^u Σ k!/u^(k+1)."""
    terms, factorial = [], se.Integer(1)
    for k in range(order + 1):
        factorial = factorial * max(k, 1)
        terms.append((factorial, k + 1))
    return terms


def _erfc_terms(order: int) -> list[tuple[se.Expr, int]]:
    """√π·e^(u²)·erfc(u) ~ Σ (-1)^k (2k-1)!!/(2^k u^(2k+1))."""
    terms, c = [], se.Integer(1)
    for k in range(order + 1):
        terms.append((c, 2 * k + 1))
        c = -c * (2 * k + 1) / 2
    return terms


__all__ = ["ExpansionOf", "by_exponentials", "by_waves"]

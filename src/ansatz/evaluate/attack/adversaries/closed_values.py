"""Integrals whose values theorems give, with parameters of any sign in places where a power or a root may lose it."""

import random
from collections.abc import Callable, Mapping

import symengine as se

from ansatz.errors import NoValueError
from ansatz.evaluate.attack.adversaries.definite_integrals import DIVERGES, A, B, Integral, Truth, Values
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.solve.integral.definite import read_bound

_K = symbol("k")

# f; from; to; value; for which k: elsewhere the integral diverges, or ("root") nothing is asked.
_TABLE = """
sqrt(k*x)/(1+x)^2; 0; oo; sqrt(k)*pi/2; root
1/(sqrt(k*x)*(1+x)); 0; oo; pi/sqrt(k); root
sqrt(k*x)/(1+x^2); 0; oo; sqrt(k/2)*pi; root
sqrt(k*x)*sqrt(1-x); 0; 1; sqrt(k)*pi/8; root
sqrt(k*x*(1-x)); 0; 1; sqrt(k)*pi/8; root
sqrt(k*tan(x)); 0; pi/2; sqrt(k/2)*pi; root
sqrt(k*sin(x)^3*cos(x)); 0; pi/2; sqrt(2*k)*pi/8; root
sqrt(k*x)*exp(-x); 0; oo; sqrt(k*pi)/2; root
1/(k+x^2); 0; oo; pi/(2*sqrt(k)); positive
1/(k+x^2)^2; 0; oo; pi/(4*k^(3/2)); positive
exp(-k*x^2); -oo; oo; sqrt(pi/k); positive
exp(-k*x^2)*cos(x); -oo; oo; sqrt(pi/k)*exp(-1/(4*k)); positive
exp(-k*x^2-1/x^2); 0; oo; sqrt(pi/k)*exp(-2*sqrt(k))/2; positive
(exp(-k*x)-exp(-x))/x; 0; oo; -ln(k); positive
(atan(k*x)-atan(x))/x; 0; oo; pi*ln(k)/2; positive
(1/(1+k*x)-1/(1+x))/x; 0; oo; -ln(k); positive
x*exp(-k*x); 0; oo; 1/k^2; positive
x/(exp(k*x)-1); 0; oo; pi^2/(6*k^2); positive
ln(1+k*x^2)/x^2; 0; oo; pi*sqrt(k); root
sin(k*x^2); 0; oo; sqrt(pi/(8*k)); root
cos(k*x)/(1+x^2); -oo; oo; pi*exp(-|k|); any
sin(k*x)/x; 0; oo; pi*sign(k)/2; nonzero
sin(k*x)^2/x^2; -oo; oo; pi*|k|; any
x/sinh(k*x); 0; oo; pi^2*sign(k)/(4*k^2); nonzero
1/cosh(k*x); -oo; oo; pi/|k|; nonzero
1/(k+cos(x)); 0; 2*pi; 2*pi*sign(k)/sqrt(k^2-1); beyond one
exp(k*cos(x))*cos(k*sin(x)-2*x); 0; 2*pi; pi*k^2; any
sqrt(k)*exp(-x^2); 0; oo; sqrt(k*pi)/2; root
"""
_ROWS = [line.split("; ") for line in _TABLE.strip().splitlines()]
_HOLDS: Mapping[str, Callable[[se.Expr], bool]] = {
    "any": lambda k: True,
    "root": lambda k: bool(k > 0),
    "positive": lambda k: bool(k > 0),
    "nonzero": lambda k: bool(k != 0),
    "beyond one": lambda k: bool(abs(k) > 1),
}
_SHAPES = (A, A, A, -A, A**2, A * B, abs(A), A / B, (A - B) ** 2, A + B, A**2 * B, 1 / A, A**3, A * abs(B), A**2 + 1)


def closed(rng: random.Random) -> Integral:
    """One integral with parameters a and b in k; its F is not for use."""
    text, low, high, value, kind = rng.choice(_ROWS)
    shape = rng.choice(_SHAPES)
    f, truth = (to_symengine(parse(part)) for part in (text, value))

    def at(values: Values) -> Truth:
        k = shape.subs(dict(values))
        if not isinstance(k, se.Rational):
            raise NoValueError("k has no value")
        if _HOLDS[kind](k):
            return truth.subs({_K: k})
        if kind == "root":
            raise NoValueError("not real, and not asked")
        return DIVERGES

    factor = rng.choice((se.Integer(1), se.Integer(1), se.sqrt(A**2), abs(B)))
    f = f.subs({_K: shape}) * factor
    start, end = _bound(low), _bound(high)
    return Integral(text, f, f, start, end, lambda values: _scaled(at(values), factor.subs(dict(values))))


def _scaled(truth: Truth, factor: se.Expr) -> Truth:
    """The truth of a multiple; where the factor is zero, nothing is asked."""
    if factor == 0:
        raise NoValueError("a multiple by zero")
    return truth if isinstance(truth, str) else truth * factor


def _bound(text: str) -> se.Expr:
    return {"oo": se.oo, "-oo": -se.oo}.get(text) or to_symengine(read_bound(text))


__all__ = ["closed"]

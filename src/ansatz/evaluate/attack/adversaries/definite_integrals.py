"""Definite integrals whose value, or divergence, is known by construction."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import symengine as se

from ansatz.evaluate.attack.adversaries.case import X, function, locally_constant, place, ten
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.operators import sign
from ansatz.expr.parse import parse

DIVERGES, NOT_REAL = "diverges", "not real"
Truth: TypeAlias = se.Expr | str  # a constant, or one of the two words
Values: TypeAlias = Mapping[se.Symbol, se.Expr]

A, B = symbol("a"), symbol("b")
_INFINITIES = {"oo": se.oo, "-oo": -se.oo}

# label; f; F; from; to; value. Letters: c a place, k a scale, w, p, n small integers, h tiny, q a small rational.
_INFINITE = """
a far corner; exp(-k*|x-c|); sign(x-c)*(1-exp(-k*|x-c|))/k; -oo; oo; 2/k
a far corner; exp(-k*|x-c|); -sign(x-c)*exp(-k*|x-c|)/k; -oo; oo; 2/k
a far bump; exp(-(k*(x-c))^2); sqrt(pi)*erf(k*(x-c))/(2*k); -oo; oo; sqrt(pi)/k
a far bump; 1/(1+(k*(x-c))^2); atan(k*(x-c))/k; -oo; oo; pi/k
a far bump; 1/(1+(k*(x-c))^2); -atan(1/(k*(x-c)))/k; -oo; oo; pi/k
oscillation; cos(w*pi*x); sin(w*pi*x)/(w*pi); 0; oo; diverges
oscillation; sin(w*x); -cos(w*x)/w; 0; oo; diverges
oscillation; cos(w*x); sin(w*x)/w; -oo; oo; diverges
fast oscillation; 2*x*cos(x^2); sin(x^2); 0; oo; diverges
growing oscillation; x*sin(x); sin(x)-x*cos(x); 0; oo; diverges
sin^2; sin(x)^2; x/2-sin(2*x)/4; 0; oo; diverges
damped; exp(-p*x)*cos(w*x); exp(-p*x)*(w*sin(w*x)-p*cos(w*x))/(p^2+w^2); 0; oo; p/(p^2+w^2)
exp cos; exp(x)*cos(x); exp(x)*(sin(x)+cos(x))/2; -oo; 0; 1/2
exp cos; exp(x)*cos(x); exp(x)*(sin(x)+cos(x))/2; 0; oo; diverges
sin x/x; sin(w*x)/x; Si(w*x); 0; oo; pi/2
a power; x^(-n); x^(1-n)/(1-n); 1; oo; 1/(n-1)
a power; 1/sqrt(x); 2*sqrt(x); 1; oo; diverges
1/x; 1/x; ln(x); 1; oo; diverges
1/x; 1/x; ln|x|; -oo; -1; diverges
1/(x ln^2 x); 1/(x*ln(x)^2); -1/ln(x); e; oo; 1
1/(x ln x); 1/(x*ln(x)); ln(ln(x)); e; oo; diverges
an odd function; x/(1+x^2); ln(1+x^2)/2; -oo; oo; diverges
a constant; k; k*x; 0; oo; diverges
a tiny constant; h+1/(1+x^2); h*x+atan(x); 0; oo; diverges
a slow decay; x^(-1001/1000); -1000*x^(-1/1000); 1; oo; 1000
a slow growth; x^(-999/1000); 1000*x^(1/1000); 1; oo; diverges
nearly no limit; h*exp(-h*x); -exp(-h*x); 0; oo; 1
cos(1/x)/x^2; -cos(w/x)/x^2; sin(w/x)/w; 1; oo; -sin(w)/w
a double exponential; exp(x-exp(x)); -exp(-exp(x)); -oo; oo; 1
a double exponential; exp(x)/cosh(exp(x))^2; tanh(exp(x)); -oo; oo; 1
a growing chirp; exp(x)*cos(w*exp(x)); sin(w*exp(x))/w; 0; oo; diverges
an iterated logarithm; 1/(x*ln(x)*ln(ln(x))); ln(ln(ln(x))); 16; oo; diverges
an iterated logarithm; 1/(x*ln(x)*ln(ln(x))^2); -1/ln(ln(x)); 16; oo; 1/ln(ln(16))
"""
_FINITE = """
cos(1/x)/x^2; cos(w*pi/x)/x^2; -sin(w*pi/x)/(w*pi); 0; 1; diverges
sin^2; sin(x)^2; x/2-sin(2*x)/4; 0; q*pi; q*pi/2-sin(2*q*pi)/4
1/(n+cos x); 1/(n+cos(x)); 2/sqrt(n^2-1)*atan(sqrt((n-1)/(n+1))*tan(x/2)); 0; 2*w*pi; 2*w*pi/sqrt(n^2-1)
tan; tan(x); -ln|cos(x)|; 0; 3/2+h; -ln(cos(3/2+h))
tan; tan(x); -ln|cos(x)|; 0; 1+w; diverges
1/sin^2; 1/sin(x)^2; -cot(x); 1; 3+h; cot(1)-cot(3+h)
1/sin^2; 1/sin(x)^2; -cot(x); 1; 3+w; diverges
ln; ln(x); x*ln(x)-x; 0; q; q*ln(q)-q
ln|x|; ln|x|; x*ln|x|-x; -1; q; q*ln(q)-q-1
the circle; sqrt(1-x^2); (x*sqrt(1-x^2)+asin(x))/2; -1; 1; pi/2
beyond the circle; sqrt(1-x^2); (x*sqrt(1-x^2)+asin(x))/2; 0; 1+h; not real
1/sqrt(1-x^2); 1/sqrt(1-x^2); asin(x); -1; 1; pi
1/sqrt(1-x^2); 1/sqrt(1-x^2); -2*atan(sqrt((1-x)/(1+x))); -1; 1; pi
a pole near an end; 1/(x+h)^2; -1/(x+h); 0; 1; 1/h-1/(1+h)
a pole just inside; 1/(x-h)^2; -1/(x-h); 0; 1; diverges
two near poles; 1/(x^2-h^2); ln|(x-h)/(x+h)|/(2*h); -1; 1; diverges
a near pole off the line; 1/(x^2+h^2); atan(x/h)/h; -1; 1; 2*atan(1/h)/h
an odd pole; 1/x; ln|x|; -1; 1; diverges
an odd pole; 1/x^3; -1/(2*x^2); -1; 1; diverges
a flat pole; exp(1/x)/x^2; -exp(1/x); -1; 0; 1/e
a pole of one side; exp(1/x)/x^2; -exp(1/x); -1; 1; diverges
a disguised end; 1/(x-sqrt(2)); ln|x-sqrt(2)|; sqrt(3+2*sqrt(2))-1; 3; diverges
a disguised end; 1/(x-ln(6))^2; -1/(x-ln(6)); ln(2)+ln(3); 3; diverges
a disguised end; 1/sqrt(x-ln(6)); 2*sqrt(x-ln(6)); ln(2)+ln(3); ln(6)+q^2; 2*q
beside a disguised end; 1/(x-sqrt(2)); ln|x-sqrt(2)|; sqrt(3+2*sqrt(2))-1+h; 3; ln(3-sqrt(2))-ln(h)
poles that cancel; 1/(x-w)-2*x/(x^2-w^2); -ln|x+w|; 0; 2*w; -ln(3)
poles that cancel; (x^2-w^2)/(x-w); x^2/2+w*x; 0; 2*w; 4*w^2
poles that hardly cancel; 1/(x-w)-1/(x-w-h); ln|(x-w)/(x-w-h)|; 0; 2*w; diverges
nested magnitudes; abs(abs(x)-w); sign(x)*(abs(x)-w)*abs(abs(x)-w)/2; -2*w; 2*w; 2*w^2
a principal value; 1/(x-w); ln|x-w|; 0; 2*w; diverges
an arctangent that jumps; 1/(1+x^2); atan((1+x)/(1-x)); 0; sqrt(3); pi/3
"""
# label; f; F; from; to. The truths of the parameter a (and b) are functions below, in this order.
_PARAMETRIC = """
|x - w| to a; |x-w|; (x-w)*|x-w|/2; 0; a
a power at 0; x^(n*a); x^(n*a+1)/(n*a+1); 0; 1
a power at oo; x^a; x^(a+1)/(a+1); 1; oo
e^(-ax); exp(-a*x); -exp(-a*x)/a; 0; oo
1/(x^2 + a^2); 1/(x^2+a^2); atan(x/a)/a; -oo; oo
1/(x - a); 1/(x-a); ln|x-a|; 0; 1
1/(x^2 - a^2); 1/(x^2-a^2); ln|(x-a)/(x+a)|/(2*a); 0; 1
cos ax; cos(a*x); sin(a*x)/a; 0; 1
cos ax to oo; cos(a*x); sin(a*x)/a; 0; oo
a moved bump; exp(-(x-a)^2); sqrt(pi)*erf(x-a)/2; -oo; oo
1/x to a; 1/x; ln|x|; 1; a
sqrt(x - a); sqrt(x-a); 2*(x-a)^(3/2)/3; 0; 1
sign(x - a); sign(x-a); |x-a|; 0; 1
damped; exp(-a*x)*cos(b*x); exp(-a*x)*(b*sin(b*x)-a*cos(b*x))/(a^2+b^2); 0; oo
1/(x + a)^2; 1/(x+a)^2; -1/(x+a); 0; oo
sin ax/x; sin(a*x)/x; Si(a*x); 0; oo
1/(a + cos x); 1/(a+cos(x)); 2*atan(sqrt((a-1)/(a+1))*tan(x/2))/sqrt(a^2-1); 0; 2*pi
ln ax; ln(a*x); x*ln(a*x)-x; 0; 1
|x| from -a to a; |x|; x*|x|/2; -a; a
e^(-a|x - b|); exp(-a*|x-b|); sign(x-b)*(1-exp(-a*|x-b|))/a; -oo; oo
1/(x - a)^2 from b; 1/(x-a)^2; -1/(x-a); b; b+1
x^a ln x; x^a*ln(x); x^(a+1)*(ln(x)/(a+1)-1/(a+1)^2); 0; 1
"""


@dataclass(frozen=True, slots=True)
class Integral:
    """∫ f from low to high with a claimed antiderivative F. truth: of the integral, by its parameters' values."""

    label: str
    f: se.Expr
    F: se.Expr
    low: se.Expr
    high: se.Expr
    truth: Callable[[Values], Truth]


@cache
def _rows(table: str) -> list[list[str]]:
    return [line.split("; ") for line in table.strip().splitlines()]


@cache
def _read(text: str) -> se.Expr:
    return _INFINITIES[text] if text in _INFINITIES else to_symengine(parse(text))


def _known(label: str, f: se.Expr, F: se.Expr, low: se.Expr, high: se.Expr, truth: Truth) -> Integral:
    return Integral(label, f, F, low, high, lambda values: truth)


def _letters(rng: random.Random) -> dict[se.Symbol, se.Expr]:
    small = {name: se.Integer(rng.randint(2, 9)) for name in "npw"}
    k = rng.choice((se.Integer(1), ten(rng.randint(-6, 6)), se.Integer(rng.randint(1, 30))))
    q = se.Rational(rng.randint(1, 60), rng.choice((1, 2, 3)))
    values = {**small, "c": place(rng), "k": k, "h": ten(-rng.randint(3, 30)), "q": q}
    return {symbol(name): value for name, value in values.items()}


def _of_a_row(rng: random.Random) -> Integral:
    row = rng.choice(_rows(rng.choice((_INFINITE, _FINITE))))
    letters = _letters(rng)
    f, F, low, high = (_read(part).subs(letters) for part in row[1:5])
    truth = row[5] if row[5] in (DIVERGES, NOT_REAL) else _read(row[5]).subs(letters)
    return _known(row[0], f, F, low, high, truth)


def _between(F: se.Expr, low: se.Expr, high: se.Expr) -> se.Expr:
    return F.subs({X: high}) - F.subs({X: low})


def _around_a_place(rng: random.Random) -> Integral:
    """A singularity, a corner, a jump or a bump at c; the interval contains c, ends there, or lies beside it."""
    c, k = place(rng), se.Integer(10) ** rng.randint(0, 8)
    near, far = ten(-rng.randint(1, 20)), se.Integer(rng.randint(1, 9)) * ten(rng.randint(0, 6))
    left, right = rng.choice(((-far, far), (-near, far), (se.Integer(0), far), (near, far), (-far, -near)))
    low, high = c + left, c + right
    G, g = function(rng)
    bump, area = se.exp(-((k * (X - c)) ** 2)), se.sqrt(se.pi) * se.erf(k * (X - c)) / 2 / k
    root = se.sqrt(abs(X - c))
    match rng.randrange(8):
        case 0 | 1:
            n = rng.randint(1, 3)
            F = se.log(abs(X - c)) if n == 1 else (X - c) ** (1 - n) / (1 - n)
            inside = left <= 0 <= right
            return _known("a pole", (X - c) ** -n, F, low, high, DIVERGES if inside else _between(F, low, high))
        case 2:
            F = 2 * sign(X - c) * root
            return _known("a root below", 1 / root, F, low, high, _between(F, low, high))
        case 3:
            F = (X - c) * abs(X - c) / 2
            return _known("a corner", abs(X - c), F, low, high, _between(F, low, high))
        case 4:
            F = G + locally_constant(X - c, rng)
            return _known("an antiderivative that jumps", g, F, low, high, _between(G, low, high))
        case 5:
            return _known("a narrow bump", g + bump, G + area, low, high, _between(G + area, low, high))
        case 6:
            return _known("a bump left out", g + bump, G, low, high, _between(G + area, low, high))
    return _known("backwards, and short", g, G, c + near, c, -_between(G, c, c + near))


def integral(rng: random.Random) -> Integral:
    """One integral without parameters."""
    return (_of_a_row if rng.random() < 0.7 else _around_a_place)(rng)


# ------------------------------------------------------------------------------------- with parameters


def _truths(n: se.Expr, w: se.Expr) -> tuple[Callable[[se.Expr, se.Expr], Truth], ...]:
    """Of the rows of `_PARAMETRIC`, in their order, for rational a and b."""
    half = se.Rational(3, 2)

    def pole(a: se.Expr, b: se.Expr) -> Truth:
        return DIVERGES if 0 <= a <= 1 else se.log(abs((1 - a) / a))

    def two_poles(a: se.Expr, b: se.Expr) -> Truth:
        return DIVERGES if abs(a) <= 1 else se.log(abs((1 - a) / (1 + a))) / (2 * a)

    return (
        lambda a, b: ((a - w) * abs(a - w) + w**2) / 2,
        lambda a, b: 1 / (n * a + 1) if n * a > -1 else DIVERGES,
        lambda a, b: -1 / (a + 1) if a < -1 else DIVERGES,
        lambda a, b: 1 / a if a > 0 else DIVERGES,
        lambda a, b: se.pi / abs(a) if a != 0 else DIVERGES,
        pole,
        two_poles,
        lambda a, b: se.sin(a) / a if a != 0 else se.Integer(1),
        lambda a, b: DIVERGES,
        lambda a, b: se.sqrt(se.pi),
        lambda a, b: se.log(a) if a > 0 else DIVERGES,
        lambda a, b: 2 * ((1 - a) ** half - (-a) ** half) / 3 if a <= 0 else NOT_REAL,
        lambda a, b: abs(1 - a) - abs(a),
        lambda a, b: a / (a**2 + b**2) if a > 0 else DIVERGES,
        lambda a, b: 1 / a if a > 0 else DIVERGES,
        lambda a, b: sign(a) * se.pi / 2,
        lambda a, b: 2 * se.pi * sign(a) / se.sqrt(a**2 - 1) if abs(a) > 1 else DIVERGES,
        lambda a, b: se.log(a) - 1 if a > 0 else NOT_REAL,
        lambda a, b: a * abs(a),
        lambda a, b: 2 / a if a > 0 else DIVERGES,
        lambda a, b: DIVERGES if b <= a <= b + 1 else 1 / (b - a) - 1 / (b + 1 - a),
        lambda a, b: -1 / (a + 1) ** 2 if a > -1 else DIVERGES,
    )


def parametric(rng: random.Random) -> Integral:
    """One integral with parameters a and b; often with another expression for a."""
    letters = _letters(rng)
    rows = _rows(_PARAMETRIC)
    chosen = rng.randrange(len(rows))
    truth = _truths(letters[symbol("n")], letters[symbol("w")])[chosen]
    label, *parts = rows[chosen]
    k = se.Integer(rng.choice((2, 3, 10**6)))
    shape = rng.choice((A, A, A, A, A + k, A - k, k * A, -A, A**2, A / k, A**2 - k))
    f, F, low, high = (_read(part).subs(letters).subs({A: shape}) for part in parts)

    def value(values: Values) -> Truth:
        return truth(shape.subs({A: values[A]}), values.get(B, se.Integer(0)))

    return Integral(label if shape == A else f"{label}, reshaped", f, F, low, high, value)


__all__ = ["DIVERGES", "NOT_REAL", "Integral", "Truth", "integral", "parametric"]

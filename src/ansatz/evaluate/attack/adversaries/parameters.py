"""Parameters at special values: 0, ±1, equal ones, opposite ones, and the wrong signs."""

import random
from functools import cache

import symengine as se

from ansatz.evaluate.attack.adversaries.case import Candidate, Case, X, case, rate
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.operators import sign
from ansatz.expr.parse import parse

A, B = symbol("a"), symbol("b")

# f; F; another F; …
_TEMPLATES = """
x^n; x^(n+1)/(n+1); (x^(n+1)-1)/(n+1)
x^a*ln(x); x^(a+1)*((a+1)*ln(x)-1)/(a+1)^2
exp(a*x); exp(a*x)/a; (exp(a*x)-1)/a
sin(a*x)*cos(b*x); -cos((a+b)*x)/(2*(a+b))-cos((a-b)*x)/(2*(a-b))
1/(x^2+a^2); atan(x/a)/a; atan(x/sqrt(a^2))/sqrt(a^2); atan(x/|a|)/|a|; -atan(a/x)/a
1/(x^2+a); atan(x/sqrt(a))/sqrt(a); -atanh(x/sqrt(-a))/sqrt(-a)
1/(x^2-a^2); ln|(x-a)/(x+a)|/(2*a); ln((x-a)/(x+a))/(2*a); -atanh(x/a)/a
1/((x-a)*(x-b)); ln|(x-a)/(x-b)|/(a-b); (ln(x-a)-ln(x-b))/(a-b)
1/sqrt(a^2-x^2); asin(x/a); asin(x/sqrt(a^2)); asin(x/|a|); atan(x/sqrt(a^2-x^2))
1/sqrt(x^2+a^2); asinh(x/a); asinh(x/sqrt(a^2)); ln(x+sqrt(x^2+a^2))
1/sqrt(x^2+a); asinh(x/sqrt(a)); ln(x+sqrt(x^2+a)); ln|x+sqrt(x^2+a)|
1/(a+b*x); ln(a+b*x)/b; ln|a+b*x|/b; ln(x+a/b)/b
ln(a+b*x)/x; ln(a)*ln(x)-dilog(-b*x/a)
ln(a*x); x*ln(a*x)-x; x*ln(x)-x+x*ln(a)
1/(x*sqrt(x^2-a^2)); asec(x/a)/a; atan(sqrt(x^2-a^2)/a)/a; -asin(a/x)/a
sqrt(a*x); 2*x*sqrt(a*x)/3; 2*sqrt(a)*x*sqrt(x)/3
sqrt(x-a); 2*(x-a)^(3/2)/3
|x-a|; (x-a)*|x-a|/2; (x-a)^2/2; x*|x-a|/2
sign(x-a); |x-a|; (x-a)*sign(x-a)
exp(-a*x^2); sqrt(pi)*erf(sqrt(a)*x)/(2*sqrt(a))
1/(a+cos(x)); 2*atan(sqrt((a-1)/(a+1))*tan(x/2))/sqrt(a^2-1)
1/(sin(x)+sin(a)); ln|sin((x+a)/2)/cos((x-a)/2)|/cos(a)
tan(x)*tan(x+a); -x+ln|cos(x)/cos(x+a)|/tan(a); -x+cot(a)*ln|cos(x)/cos(x+a)|
1/(exp(x)+a); x/a-ln(exp(x)+a)/a; x/a-ln|exp(x)+a|/a
a^x; a^x/ln(a); (a^x-1)/ln(a)
x/(x+a)^2; ln(x+a)+a/(x+a); ln|x+a|+a/(x+a)
exp(a*x)*sin(b*x); exp(a*x)*(a*sin(b*x)-b*cos(b*x))/(a^2+b^2)
1/(a^2*cos(x)^2+b^2*sin(x)^2); atan(b*tan(x)/a)/(a*b)
x^2/(a+b*x); x^2/(2*b)-a*x/b^2+a^2*ln|a+b*x|/b^3
1; x*sqrt(a^2)/a; x*a/|a|; x*sign(a)^2; x+sign(x-a); atan(tan(x/a))*a; x*sqrt(a)/sqrt(a); x*sqrt(a)^2/a
sqrt(a^2); x*a; x*|a|; x*sqrt(a^2)
sqrt(a^2+2*a*b+b^2); x*(a+b); x*|a+b|
x*sqrt(1/a); x^2/(2*sqrt(a)); x^2*sqrt(a)/(2*a)
ln(a^2); 2*x*ln(a); 2*x*ln|a|
1/(x-a)^2; -1/(x-a); x/(a*(a-x)); -1/(x-a)+sign(x-b)
"""


@cache
def _templates() -> list[list[se.Expr]]:
    return [[to_symengine(parse(part)) for part in line.split("; ")] for line in _TEMPLATES.strip().splitlines()]


def _shapes(a: se.Symbol, b: se.Symbol) -> tuple[dict[se.Symbol, se.Expr], ...]:
    """What parameters are made of."""
    of_a = (a - 1, a**2, -a, a * b, 1 / a, 10**6 * a)
    return (*({a: u} for u in of_a), {b: a + 0}, {b: a + 1}, {a: a + b, b: a - b})


def cases(rng: random.Random) -> Case:
    """One or two parameters."""
    a, b, m = A, B, se.sqrt(A**2)
    f, *answers = rng.choice(_templates())
    candidates = [Candidate(F, "a template") for F in answers]
    if rng.random() < 0.5:
        shape = rng.choice(_shapes(a, b))
        try:
            candidates = [Candidate(c.F.subs(shape), c.label) for c in candidates]
            f = f.subs(shape)
        except (RuntimeError, ZeroDivisionError):  # equal parameters in a denominator
            pass
    F = candidates[0].F
    tricks = [
        Candidate(F + sign(X - a), "a jump at a parameter"),
        Candidate(F * m / a, "times √a²/a"),
        Candidate(F + (m - a) * X, "right for positive a"),
        Candidate(F * (a**2 - b**2) / (a - b) / (a + b), "a quotient that is 0/0 at equal ones"),
        Candidate(F * (a**2 - 1) / (a - 1) / (a + 1), "a quotient that is 0/0 at 1"),
        Candidate(F + X * (se.sqrt(a * b) - se.sqrt(a) * se.sqrt(b)), "√ab - √a√b"),
        Candidate(F + X * se.log(a * b) - X * se.log(a) - X * se.log(b), "ln ab - ln a - ln b"),
        Candidate(se.expand(F), "expanded"),
    ]
    if rng.random() < 0.2:
        f = rate(F)
    root = se.sqrt(abs(a))
    specials = [se.Integer(0), a, -a, b, -b, -a / b, 1 / a, a**2, root, -root, se.pi / 2, se.pi - a]
    return case(f, *candidates, *rng.sample(tricks, 2), specials=specials)

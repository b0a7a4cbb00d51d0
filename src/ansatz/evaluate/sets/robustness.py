"""Templates that stretch integrands that everybody can do (after Welleck et al. 2022 and ASyMOB).

    read("robustness")      (kind, integrand) pairs by template; a system that can do g can do all of them

Templates: k1*g(k2*x), k*x^n, sums, compositions g(u)*u', constants up to 11,000, symbols for numbers, equivalent
rewritings. The base integrands have elementary antiderivatives, and so has everything that is made of them.
"""

import random
from collections.abc import Callable, Iterator

from ansatz.evaluate.problem import Problem
from ansatz.expr.parse import parse
from ansatz.expr.printing import to_text
from ansatz.expr.tree import Tree, substitute

SETS = ("robustness",)
EACH = 30  # of every template
LARGEST = 11_000
_SEED = "robustness"

BASE = tuple(
    map(
        parse,
        (
            "sin(x)", "cos(x)", "exp(x)", "ln(x)", "atan(x)", "x*exp(x)", "x*cos(x)", "1/(1+x^2)", "tan(x)", "sqrt(x)",
            "x^2*ln(x)", "1/(x^2+x)", "exp(x)*sin(x)", "sinh(x)", "x*sin(x)", "1/sqrt(1+x^2)", "x/(1+x^2)", "cos(x)^2",
        ),
    )
)  # fmt: skip
INNER = tuple(map(parse, ("x^2", "x^3+x", "exp(x)", "sin(x)", "2*x+3", "ln(x)", "x^2+1", "1/x")))
SLOPES = tuple(map(parse, ("2*x", "3*x^2+1", "exp(x)", "cos(x)", "2", "1/x", "2*x", "-1/x^2")))
"""The derivatives of `INNER`, written out, so that nothing is evaluated to make them."""


def _number(rng: random.Random) -> int:
    """On all scales up to `LARGEST`."""
    return rng.choice((-1, 1)) * max(2, round(LARGEST ** rng.random()))


def _stretched(g: Tree, inner: Tree, outer: Tree) -> Tree:
    return ("*", outer, substitute(g, {"x": ("*", inner, "x")}))


def _scaled(rng: random.Random) -> Tree:
    return _stretched(rng.choice(BASE), rng.randint(2, 9), rng.randint(2, 9))


def _power(rng: random.Random) -> Tree:
    n = rng.choice((rng.randint(2, 200), -rng.randint(2, 40)))
    return ("*", _number(rng), ("^", "x", n if rng.random() < 0.5 else ("/", n, rng.choice((3, 7)))))


def _sum(rng: random.Random) -> Tree:
    first, *others = (("*", rng.randint(-9, 9) or 1, g) for g in rng.sample(BASE, rng.randint(2, 5)))
    total: Tree = first
    for g in others:
        total = ("+", total, g)
    return total


def _composed(rng: random.Random) -> Tree:
    k = rng.randrange(len(INNER))
    return ("*", substitute(rng.choice(BASE), {"x": INNER[k]}), SLOPES[k])


def _large(rng: random.Random) -> Tree:
    return _stretched(rng.choice(BASE), abs(_number(rng)), _number(rng))


def _symbolic(rng: random.Random) -> Tree:
    g = _stretched(rng.choice(BASE), "b", "a")
    return g if rng.random() < 0.5 else ("+", g, ("*", "c", ("^", "x", rng.choice((2, 3, "n")))))


_REWRITINGS: tuple[Callable[[Tree], Tree], ...] = (
    lambda g: ("*", g, ("+", ("pow2", ("sin", "x")), ("pow2", ("cos", "x")))),
    lambda g: ("/", ("*", g, ("exp", "x")), ("exp", "x")),
    lambda g: substitute(g, {"x": ("-", ("+", "x", 1), 1)}),
    lambda g: ("inv", ("inv", g)),
    lambda g: ("-", ("+", g, ("pow2", "x")), ("*", "x", "x")),
    lambda g: ("/", ("*", g, ("-", ("pow2", "x"), 1)), ("*", ("-", "x", 1), ("+", "x", 1))),
)


def _rewritten(rng: random.Random) -> Tree:
    return rng.choice(_REWRITINGS)(rng.choice(BASE))


TEMPLATES: dict[str, Callable[[random.Random], Tree]] = {
    "k1*g(k2*x)": _scaled,
    "k*x^n": _power,
    "sums": _sum,
    "compositions": _composed,
    "constants to 11,000": _large,
    "symbols for numbers": _symbolic,
    "equivalent rewritings": _rewritten,
}


def read(name: str) -> Iterator[Problem]:
    """`EACH` problems of every template, all different."""
    index = 0
    for kind, template in TEMPLATES.items():
        rng, seen = random.Random(f"{_SEED}/{kind}"), set[Tree]()
        while len(seen) < EACH:
            tree = template(rng)
            if tree in seen:
                continue
            seen.add(tree)
            yield Problem(index, "integral", to_text(tree), (tree,), kind=kind)
            index += 1

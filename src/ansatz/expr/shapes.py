"""What is written, as a tree: runs of terms, products, decimals, roots, and calls of functions.

add_run(None, ["x", 2, 3])          x + 2 + 3 -> ("+", "x", ("+", 2, 3))
number("2.1")                       ("/", 21, 10)
call(name, ["x"], base=10)          log_10(x) -> ("/", ("ln", "x"), ("ln", 10))
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce

from ansatz.errors import UnsupportedError
from ansatz.expr.holonomic import HOLONOMIC, paired
from ansatz.expr.lexer import Token, error
from ansatz.expr.piecewise import maximum, minimum
from ansatz.expr.tree import Tree


def add_run(total: Tree | None, run: list[Tree]) -> Tree:
    """The sum so far and a run of added terms, the run nested to the right."""
    if not run:
        assert total is not None
        return total
    nested = run[-1]
    for term in reversed(run[:-1]):
        nested = ("+", term, nested)
    return nested if total is None else ("+", total, nested)


def product(factors: Sequence[Tree]) -> Tree:
    """The product of factors, nested to the left; 1 for none."""
    return reduce(lambda left, right: ("*", left, right), factors) if factors else 1


def number(digits: str) -> Tree:
    """The exact value of a decimal literal: "2.1" -> ("/", 21, 10), "2.0" -> 2, "1e5" -> 100000."""
    digits, _, exponent = digits.lower().partition("e")
    whole, _, fraction = digits.partition(".")
    if exponent:
        value = Fraction(digits) * Fraction(10) ** int(exponent)
        return value.numerator if value.denominator == 1 else ("/", value.numerator, value.denominator)
    fraction = fraction.rstrip("0")
    return ("/", int(whole + fraction), 10 ** len(fraction)) if fraction else int(whole or "0")


def radical(sign: str, u: Tree) -> Tree:
    """√u, ∛u or ∜u, by the operator or "fourth root"."""
    return ("^", u, ("/", 1, 4)) if sign == "fourth root" else (sign, u)


def nth_root(u: Tree, n: Tree) -> Tree:
    """The n-th root by its own operator, or as a power."""
    return ("sqrt", u) if n == 2 else ("cbrt", u) if n == 3 else ("^", u, ("/", 1, n))


def call(name: Token, arguments: list[Tree], base: Tree | None) -> Tree:
    """A function of arguments, with its index where it has one: log_2(x), log(x, 2), Li_2(x), root(x, 5)."""
    operator = name.value
    if operator in ("log", "ln"):
        if base is None and len(arguments) == 2:
            base = arguments.pop()
        if len(arguments) == 1:
            return ("ln", arguments[0]) if base is None else ("/", ("ln", arguments[0]), ("ln", base))
    elif operator == "Li":
        if base == 2 and len(arguments) == 1:
            return ("dilog", arguments[0])
        raise UnsupportedError(f"Of the polylogarithms only Li_2 is known (at character {name.position + 1}).")
    elif operator in HOLONOMIC:
        count = HOLONOMIC[operator].parameters
        if len(arguments) == count + 1:
            *parameters, u = arguments
            return (operator, paired(parameters), u) if parameters else (operator, u)
        raise error(f"'{operator}' takes {count + 1} argument{'s' * (count > 0)}, not {len(arguments)}", name.position)
    elif operator in ("max", "min"):
        return maximum(arguments) if operator == "max" else minimum(arguments)
    elif operator == "heaviside" and len(arguments) == 1:
        return ("/", ("+", 1, ("sign", arguments[0])), 2)
    elif operator in _CALLS:
        if len(arguments) == 2:
            return _CALLS[operator](*arguments)
        raise error(f"'{operator}' takes two arguments", name.position)
    elif len(arguments) == 1:
        return (operator, arguments[0])
    raise error(f"'{operator}' takes one argument, not {len(arguments)}", name.position)


def _real_root(u: Tree, n: Tree) -> Tree:
    if n not in (2, 3):
        raise UnsupportedError("Of the real roots only sqrt and cbrt are known; write x^(1/n) for a principal root.")
    return nth_root(u, n)


def _polylog(order: Tree, u: Tree) -> Tree:
    if order != 2:
        raise UnsupportedError("Of the polylogarithms only polylog(2, x) is known.")
    return ("dilog", u)


_CALLS: dict[str, Callable[[Tree, Tree], Tree]] = {
    "root": lambda u, n: ("^", u, ("/", 1, n)),
    "real_root": _real_root,
    "pow": lambda u, v: ("^", u, v),
    "polylog": _polylog,
    "Rational": lambda p, q: ("/", p, q),
}

"""The school rules of simplification, each beside its formula.

They hold wherever both sides have a value (0/x = 0 for x ≠ 0). To add one, write its function and put it in `RULES`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from ansatz.expr.shapes import add_run, product
from ansatz.expr.tree import MAX_POWER_BITS, Tree, is_node


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for nodes of some operators; `apply` returns None where it does not apply."""

    name: str
    formula: str
    operators: str
    apply: Callable[[tuple], Tree | None]


# ---------------------------------------------------------------------------------------- numbers


def _fold(node: tuple) -> Tree | None:
    operator, *values = node
    if not all(isinstance(value, int) for value in values):
        return None
    match operator, values:
        case "+", [a, b]:
            return a + b
        case "-", [a, b]:
            return a - b
        case "*", [a, b]:
            return a * b
        case "neg", [a]:
            return -a
        case "^", [a, b] if b > 0 and a.bit_length() * b <= MAX_POWER_BITS:
            return a**b
        case "/", [a, b] if b != 0 and (gcd(a, b) > 1 or b < 0 or b == 1):
            value = Fraction(a, b)
            return value.numerator if value.denominator == 1 else ("/", value.numerator, value.denominator)
    return None


def _zero_term(node: tuple) -> Tree | None:
    operator, u, v = node
    if v == 0:
        return u
    if u == 0:
        return v if operator == "+" else ("neg", v)
    return None


def _one(node: tuple) -> Tree | None:
    operator, u, v = node
    if v == 1:
        return u
    return v if u == 1 and operator == "*" else None


def _zero_factor(node: tuple) -> Tree | None:
    operator, u, v = node
    return 0 if (u == 0 and v != 0) or (v == 0 and operator == "*") else None


def _trivial_power(node: tuple) -> Tree | None:
    _, u, n = node
    if n == 1:
        return u
    return 1 if u == 1 or (n == 0 and u != 0) else None


def _power_of_power(node: tuple) -> Tree | None:
    _, u, n = node
    if not isinstance(n, int):
        return None
    if is_node(u, "^") and isinstance(u[2], int):
        return ("^", u[1], u[2] * n)
    return u[1] if is_node(u, "sqrt") and n == 2 else None


_VALUES: dict[tuple[str, Tree], Tree] = {
    ("exp", 0): 1,
    ("exp", 1): "e",
    ("ln", 1): 0,
    ("ln", "e"): 1,
    ("sqrt", 0): 0,
    ("sqrt", 1): 1,
    ("cos", 0): 1,
    ("cosh", 0): 1,
    **{(name, 0): 0 for name in ("sin", "tan", "asin", "atan", "sinh", "tanh", "asinh", "atanh", "abs", "erf")},
}


def _value(node: tuple) -> Tree | None:
    return _VALUES.get(node) if len(node) == 2 else None  # type: ignore[arg-type]


# ---------------------------------------------------------------------------------------- signs


def _positive(tree: Tree) -> Tree | None:
    """u where the tree is -u as written, else None."""
    if isinstance(tree, int):
        return -tree if tree < 0 else None
    return tree[1] if is_node(tree, "neg") else None


def _signs_in_sum(node: tuple) -> Tree | None:
    operator, u, v = node
    w = _positive(v)
    return None if w is None else ("-" if operator == "+" else "+", u, w)


def _signs_in_product(node: tuple) -> Tree | None:
    operator, u, v = node
    w = _positive(u)
    if w is not None:
        return ("neg", (operator, w, v))
    w = _positive(v)
    return None if w is None else ("neg", (operator, u, w))


def _double_sign(node: tuple) -> Tree | None:
    return node[1][1] if is_node(node[1], "neg") else None


# ---------------------------------------------------------------------------------------- sums


def _terms(tree: Tree, sign: int = 1) -> list[tuple[int, Tree]]:
    if is_node(tree, "+"):
        return _terms(tree[1], sign) + _terms(tree[2], sign)
    if is_node(tree, "-"):
        return _terms(tree[1], sign) + _terms(tree[2], -sign)
    if is_node(tree, "neg"):
        return _terms(tree[1], -sign)
    return [(sign, tree)]


def _coefficient(term: Tree) -> tuple[Fraction, Tree]:
    """The number in a product and the rest of it; the rest of a number is 1."""
    if isinstance(term, int):
        return Fraction(term), 1
    if is_node(term, "/") and isinstance(term[2], int) and term[2] != 0:
        number, rest = _coefficient(term[1])
        return number / term[2], rest
    number, rest_factors = Fraction(1), []
    for factor in _factors(term):
        if isinstance(factor, int):
            number *= factor
        else:
            rest_factors.append(factor)
    return number, product(rest_factors)


def _scaled(number: Fraction, rest: Tree) -> Tree:
    """number·rest for a positive number."""
    p, q = number.numerator, number.denominator
    above = p if rest == 1 else rest if p == 1 else ("*", p, rest)
    return above if q == 1 else ("/", above, q)


def _like_terms(node: tuple) -> Tree | None:
    signed = _terms(node)
    found: dict[Tree, Fraction] = {}
    for sign, term in signed:
        number, rest = _coefficient(term)
        found[rest] = found.get(rest, Fraction(0)) + sign * number
    if len(found) == len(signed):
        return None
    return _signed_sum([(number > 0, _scaled(abs(number), rest)) for rest, number in found.items() if number])


def _signed_sum(terms: list[tuple[bool, Tree]]) -> Tree:
    """The sum of terms (positive or not, term), in the shape that the parser gives it; 0 for none."""
    total: Tree | None = None
    run: list[Tree] = []
    for positive, term in terms:
        if positive:
            run.append(term)
        elif total is None and not run:
            total = ("neg", term)
        else:
            total, run = ("-", add_run(total, run), term), []
    return 0 if total is None and not run else add_run(total, run)


# ---------------------------------------------------------------------------------------- products


def _factors(tree: Tree) -> list[Tree]:
    if is_node(tree, "*"):
        return _factors(tree[1]) + _factors(tree[2])
    return [tree]


def _numbers_in_product(node: tuple) -> Tree | None:
    factors = _factors(node)
    numbers = [factor for factor in factors if isinstance(factor, int)]
    if not numbers or (len(numbers) == 1 and isinstance(factors[0], int)):
        return None
    value = 1
    for number in numbers:
        value *= number
    return product([value, *(factor for factor in factors if not isinstance(factor, int))])


def _base(factor: Tree) -> tuple[Tree, int]:
    if is_node(factor, "^") and isinstance(factor[2], int):
        return factor[1], factor[2]
    return factor, 1


def _powers(factors: Iterable[Tree]) -> dict[Tree, int]:
    found: dict[Tree, int] = {}
    for factor in factors:
        base, exponent = _base(factor)
        found[base] = found.get(base, 0) + exponent
    return found


def _from_powers(powers: dict[Tree, int]) -> Tree:
    return product([base if n == 1 else ("^", base, n) for base, n in powers.items() if n])


def _equal_bases(node: tuple) -> Tree | None:
    factors = _factors(node)
    symbolic = [factor for factor in factors if not isinstance(factor, int)]
    powers = _powers(symbolic)
    if len(powers) == len(symbolic):
        return None
    numbers = [factor for factor in factors if isinstance(factor, int)]
    return product([*numbers, *([] if not any(powers.values()) else [_from_powers(powers)])])


def _fractions_in_product(node: tuple) -> Tree | None:
    _, u, v = node
    if is_node(u, "/"):
        return ("/", ("*", u[1], v), u[2])
    return ("/", ("*", u, v[1]), v[2]) if is_node(v, "/") else None


def _nested_fraction(node: tuple) -> Tree | None:
    _, u, v = node
    if is_node(u, "/"):
        return ("/", u[1], ("*", u[2], v))
    return ("/", ("*", u, v[2]), v[1]) if is_node(v, "/") else None


def _cancel(node: tuple) -> Tree | None:
    above, below = _factors(node[1]), _factors(node[2])
    common = _common_number(above, below)
    if common is not None:
        return common
    over, under = _powers([f for f in above if f != 1]), _powers([f for f in below if f != 1])
    shared = [base for base in over if base in under and not isinstance(base, int)]
    if not shared:
        return None
    for base in shared:
        less = min(over[base], under[base])
        over[base] -= less
        under[base] -= less
    denominator = _from_powers(under)
    return _from_powers(over) if denominator == 1 else ("/", _from_powers(over), denominator)


def _common_number(above: list[Tree], below: list[Tree]) -> Tree | None:
    p = next((f for f in above if isinstance(f, int)), 1)
    q = next((f for f in below if isinstance(f, int)), 1)
    common = gcd(p, q)
    if common < 2:
        return None
    numerator = product([f for f in _replaced(above, p, p // common) if f != 1])
    denominator = product([f for f in _replaced(below, q, q // common) if f != 1])
    return numerator if denominator == 1 else ("/", numerator, denominator)


def _replaced(factors: list[Tree], old: int, new: int) -> list[Tree]:
    k = factors.index(old)
    return [*factors[:k], new, *factors[k + 1 :]]


# ---------------------------------------------------------------------------------------- the table

RULES: tuple[Rule, ...] = (
    Rule("arithmetic", "2 + 3 = 5", "+ - * / ^ neg", _fold),
    Rule("zero term", "u + 0 = u", "+ -", _zero_term),
    Rule("zero factor", "0*u = 0", "* /", _zero_factor),
    Rule("factor one", "1*u = u", "* /", _one),
    Rule("trivial power", "u^1 = u, u^0 = 1", "^", _trivial_power),
    Rule("power of a power", "(u^m)^n = u^(m*n)", "^", _power_of_power),
    Rule("known value", "sin(0) = 0", " ".join({name: "" for name, _ in _VALUES}), _value),
    Rule("signs", "u - (-v) = u + v", "+ -", _signs_in_sum),
    Rule("signs", "(-u)*v = -(u*v)", "* /", _signs_in_product),
    Rule("signs", "-(-u) = u", "neg", _double_sign),
    Rule("like terms", "a*u + b*u = (a + b)*u", "+ -", _like_terms),
    Rule("numbers in a product", "2*u*3 = 6*u, u*2 = 2*u", "*", _numbers_in_product),
    Rule("equal bases", "u^m*u^n = u^(m + n)", "*", _equal_bases),
    Rule("fractions in a product", "u/v*w = u*w/v", "*", _fractions_in_product),
    Rule("nested fraction", "u/v/w = u/(v*w)", "/", _nested_fraction),
    Rule("cancel", "u*w/(v*w) = u/v", "/", _cancel),
)

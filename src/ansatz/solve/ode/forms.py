"""Solutions as people write them: numbers out of powers and into roots, constants of integration plain.

    plain_form(√2·√(-x²/2 - c1), x)        √(c1 - x²)
    plain_form(16·(-x²/16 - 1/4)², x)      (x² + 4)²/16

The family is the same, its constants may be others; what results is verified like any claim.
"""

from itertools import chain
from math import prod

import symengine as se
from flint import fmpz

from ansatz.algebra.content import content, split_content
from ansatz.algebra.nodes import base_and_exponent, transform
from ansatz.algebra.numbers import as_fraction, is_fraction, is_rational
from ansatz.algebra.shortening import length, simplified
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.problems.ode.inversion import absorb
from ansatz.proof.ode.verifier import CONSTANTS

_HALF = se.Rational(1, 2)
_MAX_TIDIED = 120  # words


def plain_form(y: se.Expr, x: se.Symbol) -> se.Expr:
    """The shortest of the forms; y itself where none is shorter."""
    try:
        y = transform(y, _with_exponentials_outside)
        form = transform(y, _plain)
        for c in CONSTANTS:
            if c in form.free_symbols:
                form = absorb(_with_free_square(form, c), c, x, frozenset(CONSTANTS) - {c})
        form = transform(form, _plain)
        form = min(form, _in_one_root(form), key=length)
        forms = [form, transform(se.expand(form), _plain), simplified(form)] if length(form) <= _MAX_TIDIED else [form]
        return min((form, y, *forms, *map(by_kernels, forms)), key=_plainness)
    except ALGEBRA_FAILURES:
        return y


def _plainness(e: se.Expr) -> tuple[int, int]:
    """First how often constants of integration occur, then the length."""
    text = str(e)
    return sum(text.count(str(c)) for c in CONSTANTS), length(e)


def by_kernels(e: se.Expr) -> se.Expr:
    """Sums with what several terms multiply outside: (3x² - 1)·ln x + 6x for 3x²·ln x - ln x + 6x; terms with other
    constants of integration stay apart.
    """

    def collected(total: se.Expr) -> se.Expr | None:
        if total.__class__ is not se.Add:
            return None
        groups: dict[tuple[se.Expr, frozenset[se.Symbol]], list[se.Expr]] = {}
        for term in total.args:
            factors = se.Mul.make_args(term)
            kernel = se.Mul(*(f for f in factors if _is_function(f)))
            own = frozenset(set(CONSTANTS) & term.free_symbols)
            groups.setdefault((kernel, own), []).append(term / kernel)
        parts = (kernel * _in_lowest_terms(se.Add(*terms)) for (kernel, _), terms in groups.items())
        return se.Add(*chain.from_iterable(map(se.Add.make_args, parts)))

    return transform(e, collected)


def _is_function(e: se.Expr) -> bool:
    """Whether it is neither a number nor rational, but with functions or roots."""
    base, exponent = base_and_exponent(e)
    powers = [exponent, *(p.args[1] for p in base.atoms(se.Pow))]
    rational = not base.atoms(se.Function) and all(isinstance(n, se.Integer) for n in powers)
    return bool(e.free_symbols) and not rational


def _in_lowest_terms(total: se.Expr) -> se.Expr:
    return together(total) if any(is_rational(p.args[1]) and p.args[1] < 0 for p in total.atoms(se.Pow)) else total


def _in_one_root(e: se.Expr) -> se.Expr:
    """A + B·√w with rational A and B, where √w is the only root: √(1 - x²) for 1/√(1 - x²) - x²/√(1 - x²)."""
    powers = [p for p in e.atoms(se.Pow) if is_fraction(p.args[1])]
    radicands = {p.args[0] for p in powers}
    halves = all(isinstance(2 * p.args[1], se.Integer) for p in powers)
    if len(radicands) != 1 or not halves or length(e) > _MAX_TIDIED:
        return e
    w, r = radicands.pop(), se.Symbol("r_0")
    fraction = together(e.xreplace({p: r ** (2 * p.args[1]) for p in powers}))
    (a, b), (c, d) = (_reduced(se.expand(part), r, w) for part in fraction.as_numer_denom())
    norm = c**2 - d**2 * w
    return together((a * c - b * d * w) / norm) + together((b * c - a * d) / norm) * se.sqrt(w)


def _reduced(polynomial: se.Expr, r: se.Symbol, w: se.Expr) -> tuple[se.Expr, se.Expr]:
    """(a, b) with a + b·r for a polynomial in r, where r² = w."""
    parts = [se.Integer(0), se.Integer(0)]
    for term in se.Add.make_args(polynomial):
        rest = term.subs({r: se.Integer(1)})
        n = int(se.expand(term.diff(r).subs({r: se.Integer(1)}) / rest))
        parts[n % 2] += rest * w ** (n // 2)
    return parts[0], parts[1]


def _with_free_square(y: se.Expr, c: se.Symbol) -> se.Expr:
    """A/√(P + Q·c) for c·A/√(P·c² + Q), with 1/√c for c: the family then goes on where c² would be negative."""
    for factor in se.Mul.make_args(y):
        if factor.__class__ is not se.Pow or factor.args[1] != -_HALF or c not in y.free_symbols:
            continue
        u, rest = se.expand(factor.args[0]), y / factor / c
        P = se.expand(u.diff(c) / (2 * c))
        Q = se.expand(u - P * c**2)
        if P != 0 and Q != 0 and c not in P.free_symbols | Q.free_symbols | rest.free_symbols:
            return rest / se.sqrt(P + Q * c)
    return y


def _plain(e: se.Expr) -> se.Expr | None:
    if e.__class__ is se.Pow and e.args[0].__class__ is se.Add and isinstance(e.args[1], se.Integer):
        c, rest = split_content(e.args[0])
        return None if c == 1 else c ** e.args[1] * rest ** e.args[1]
    if e.__class__ is se.Pow and _is_multiple_of_sum(e.args[0]):
        return se.expand(e.args[0]) ** e.args[1]
    if e.__class__ is se.Pow and e.args[0].__class__ is se.Add and is_fraction(e.args[1]):
        return _of_fraction(e)
    if e.__class__ is se.Pow and not e.free_symbols:
        return _opened(e)
    if e.__class__ is not se.Mul:
        return None
    return _with_one_root(e) or _with_number_inside(e) or _of_difference(e)


def _of_fraction(e: se.Expr) -> se.Expr | None:
    """1/√(1 - x²) for √(1 + x²/(1 - x²)): one fraction below a root, with nothing above the bar but a number."""
    base, exponent = e.args
    above, below = together(base).as_numer_denom()
    if below == 1 or not is_rational(above) or abs(above) != 1:
        return None
    return se.expand(below / above) ** -exponent


def _with_exponentials_outside(e: se.Expr) -> se.Expr | None:
    """exp(-u/2)·√v for √(exp(-u)·v), and √(x/v) for 1/√(v/x)."""
    if e.__class__ is not se.Pow or not is_fraction(e.args[1]):
        return None
    base, r = e.args
    if base.__class__ is se.Pow and base.args[0] == se.E:
        return se.exp(se.expand(base.args[1] * r))
    if base.__class__ is se.Pow and all(isinstance(n, se.Integer) for n in (base.args[1], base.args[1] * r / 2)):
        return base.args[0] ** (base.args[1] * r)
    if base.__class__ is not se.Mul:
        return None
    exponentials = [f for f in base.args if f.__class__ is se.Pow and f.args[0] == se.E]
    rest = base / se.Mul(*exponentials)
    if r < 0 and any(base_and_exponent(f)[1] == -1 for f in se.Mul.make_args(rest)):
        rest, r = 1 / rest, -r
    elif not exponentials:
        return None
    return se.Mul(*(se.exp(se.expand(f.args[1] * e.args[1])) for f in exponentials)) * rest**r


def _opened(e: se.Expr) -> se.Expr:
    """(2^(2/3)·3^(1/3))^(3/2) as 2·√3: a power of a product of positive numbers, factor by factor."""
    return _power_of_number(*e.args) or e


def _power_of_number(number: se.Expr, exponent: se.Expr) -> se.Expr | None:
    """number^exponent, factor by factor; None where a factor is not positive."""
    powers = [base_and_exponent(f) for f in se.Mul.make_args(number)]
    if not isinstance(exponent, se.Rational) or not all(is_rational(b) and b > 0 and is_rational(n) for b, n in powers):
        return None
    return se.Mul(*(b ** (n * exponent) for b, n in powers))


def _with_number_inside(e: se.Expr) -> se.Expr | None:
    """(m·u)^r for n·u^r, where n is positive and m = n^(1/r) rational."""
    sums = [f for f in e.args if f.__class__ is se.Pow and f.args[0].__class__ is se.Add and f.free_symbols]
    number = se.Mul(*(f for f in e.args if not f.free_symbols))
    if len(sums) != 1 or is_rational(number):
        return None
    u, r = sums[0].args
    m = _power_of_number(number, 1 / r) if is_fraction(r) else None
    if m is None or not is_rational(m) or m <= 0:
        return None
    return e / sums[0] / number * se.expand(m * u) ** r


def _of_difference(e: se.Expr) -> se.Expr | None:
    """√(x² - 1) for √(x + 1)·√(x - 1): where both are real, and further."""
    for r in (_HALF, -_HALF):
        roots = [f for f in e.args if f.__class__ is se.Pow and f.args[0].__class__ is se.Add and f.args[1] == r]
        if len(roots) == 2:
            joined = se.expand(roots[0].args[0] * roots[1].args[0])
            return e / roots[0] / roots[1] * joined**r if len(joined.args) == 2 else None
    return None


def _is_multiple_of_sum(e: se.Expr) -> bool:
    """Whether e is a number times a sum, such as -(x + 1)."""
    return e.__class__ is se.Mul and len(e.args) == 2 and is_rational(e.args[0]) and e.args[1].__class__ is se.Add


def _with_one_root(e: se.Expr) -> se.Expr | None:
    """√2·√u as √(2u), and √2/√u as 2/√(2u), for a sum u; nothing of its content's square stays below the root."""
    sums = [f for f in e.args if f.__class__ is se.Pow and f.args[0].__class__ is se.Add and abs(f.args[1]) == _HALF]
    n = _root_of_number(e)
    quotients = [f for f in e.args if f.__class__ is se.Pow and f.args[0].__class__ is se.Mul and f.args[1] == _HALF]
    if n != 1 and not sums and len(quotients) == 1:
        return e / quotients[0] / se.sqrt(n) * se.sqrt(n * quotients[0].args[0])
    if len(sums) != 1 or n == 1:
        return None
    u, power = sums[0].args
    under = n * content(u) ** (1 if power > 0 else -1)
    if not is_rational(under):
        return None
    q = as_fraction(under)
    outer, inner = _square(q.numerator * q.denominator)
    number = se.Rational(outer, q.denominator) if power > 0 else se.Rational(q.numerator, outer)
    return e / sums[0] / se.sqrt(n) * number * se.expand(inner * u / content(u)) ** power


def _square(n: int) -> tuple[int, int]:
    """(t, r) with n = t²·r and r without squares."""
    factors = [(int(p), power) for p, power in fmpz(n).factor()]
    return prod(p ** (k // 2) for p, k in factors), prod(p for p, k in factors if k % 2)


def _root_of_number(e: se.Expr) -> se.Expr:
    """n for the factor √n of a product, n a positive number; 1 where there is none."""
    square = se.Integer(1)
    for f in e.args:
        if f.__class__ is se.Pow and isinstance(f.args[0], se.Integer) and f.args[0] > 0 and abs(f.args[1]) == _HALF:
            square *= f.args[0] if f.args[1] > 0 else 1 / f.args[0]
    return square


__all__ = ["by_kernels", "plain_form"]

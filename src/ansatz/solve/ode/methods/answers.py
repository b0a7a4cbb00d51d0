"""From what a method has found to claims: implicit answers solved for y, constants renamed.

explicit(Φ, equation, "exact")            of Φ(x, Y, c1) = 0: claims y(x, c1), then Φ = 0 itself
"""

from collections.abc import Iterator
from dataclasses import replace

import symengine as se

from ansatz.algebra.numbers import is_fraction, is_rational
from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.shortening import length, simplified
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import has_imaginary, symbol
from ansatz.problems.ode.inversion import absorb
from ansatz.solve.ode.claim import CONSTANTS, UNKNOWNS, Claim, Equation, Kind
from ansatz.solve.ode.methods.roots import Root, exponential_of, roots, without_logarithms
from ansatz.solve.ode.numeric import is_real_somewhere

C1 = CONSTANTS[0]
_ROOT, _HALF = symbol("r_"), se.Rational(1, 2)
_MAX_TIDIED = 600  # characters


def explicit(relation: se.Expr, equation: Equation, method: str) -> Iterator[Claim]:
    """Claims that follow from relation = 0 in x, Y and c1: solved for Y, on their branches, then as it is."""
    if has_no_value(relation):
        return
    relation = _with_plain_constant(_with_logarithm_alone(relation, equation), equation)
    on_branches = []
    try:
        for root in roots(relation, equation.y):
            if has_imaginary(root.value):
                continue
            yield from named(root.value, equation, method)
            if root.branch and C1 in root.value.free_symbols:
                on_branches.append(root)
    except ALGEBRA_FAILURES:
        pass
    yield Claim(relation, method, implicit=True)
    yield from (_on_branch(root, method) for root in on_branches)


def _on_branch(root: Root, method: str) -> Claim:
    value, *branch = _with_free_constant((exponentials_opened(root.value), *root.branch))
    return Claim(value, method, branch=tuple(branch))


def named(y: se.Expr, equation: Equation, method: str) -> Iterator[Claim]:
    """y with its constant renamed and shortened, then y as it was found."""
    if has_no_value(y) or not is_real_somewhere(y):
        return
    [y] = _with_free_constant((exponentials_opened(y),))
    forms = [y]
    try:
        if len(str(y)) < _MAX_TIDIED:
            forms.insert(
                0,
                min(
                    (absorbed(form, equation.x) for form in (simplified(y), together(y))),
                    key=length,
                ),
            )
        else:
            forms.insert(0, absorbed(y, equation.x))
    except ALGEBRA_FAILURES:
        pass
    kind = Kind.GENERAL if C1 in y.free_symbols else Kind.PARTICULAR
    for form in dict.fromkeys(forms):
        yield Claim(_with_numbers_inside(form), method, kind)


def _with_free_constant(expressions: tuple[se.Expr, ...]) -> tuple[se.Expr, ...]:
    """c1 for √(-c1), with -c1² for c1: a root of the constant alone would leave out values that it may have."""
    for power in set().union(*(e.atoms(se.Pow) for e in expressions)):
        base, exponent = power.args
        if base.free_symbols == {C1} and is_fraction(exponent):
            scale, q = base.diff(C1), int(exponent.q)
            if not scale.free_symbols and se.expand(base - scale * C1) == 0:
                plain = (_rooted(e, base, q).subs({C1: C1**q / scale}).xreplace({_ROOT: C1}) for e in expressions)
                return tuple(plain)
    return expressions


def _rooted(e: se.Expr, base: se.Expr, q: int) -> se.Expr:
    """e with a symbol for the q-th root of the base."""
    if C1 not in e.free_symbols or not e.args:
        return e
    if e.__class__ is se.Pow and e.args[0] == base and isinstance(e.args[1] * q, se.Integer):
        return _ROOT ** (e.args[1] * q)
    return e.func(*(_rooted(argument, base, q) for argument in e.args))


def _with_numbers_inside(y: se.Expr) -> se.Expr:
    """√(2u + c1) for √2·√(u ± c1), where that is the only c1."""
    factors = se.Mul.make_args(y)
    numbers = [f for f in factors if f.__class__ is se.Pow and f.args[1] == _HALF and is_rational(f.args[0])]
    sums = [f for f in factors if f.__class__ is se.Pow and f.args[1] == _HALF and C1 in f.free_symbols]
    if len(numbers) != 1 or len(sums) != 1 or sums[0].args[0].diff(C1) not in (1, -1):
        return y
    rest = se.Mul(*(f for f in factors if f not in (numbers[0], sums[0])))
    if C1 in rest.free_symbols:
        return y
    return rest * se.sqrt(se.expand(numbers[0].args[0] * sums[0].args[0].subs({C1: se.Integer(0)})) + C1)


def absorbed(y: se.Expr, x: se.Symbol) -> se.Expr:
    """The same family with a plain constant: exp(c1), 3·c1 and 1/c1 as c1."""
    positive = exponential_free(y)
    return absorb(y if positive is None else positive, C1, x, frozenset(UNKNOWNS))


def exponential_free(e: se.Expr) -> se.Expr | None:
    """e with ln c1 for c1, where all that is left of c1 are powers; None where it occurs otherwise."""
    if C1 not in e.free_symbols or not any(C1 in f.free_symbols for f in e.atoms(se.Pow)):
        return None
    opened = exponentials_opened(e.subs({C1: se.log(C1)}))
    return None if se.log(C1) in opened.atoms(type(se.log(C1))) else opened


def exponentials_opened(e: se.Expr) -> se.Expr:
    """e with exp(k·ln v) as v^k."""
    if not e.free_symbols or not e.args:
        return e
    if e.__class__ is se.Pow and e.args[0] == se.E:
        return exponential_of(exponentials_opened(e.args[1]))
    return e.func(*(exponentials_opened(argument) for argument in e.args))


def _with_logarithm_alone(relation: se.Expr, equation: Equation) -> se.Expr:
    """ln u - (b - a)·(x + …) - c1 for ln(u)/(b - a) - x - c1, so that c1 enters as a factor and no power."""
    terms = [term for term in se.Add.make_args(relation) if C1 not in term.free_symbols]
    if [term for term in se.Add.make_args(relation) if C1 in term.free_symbols] not in ([C1], [-C1]):
        return relation
    for term in terms:
        for log in se.Mul.make_args(term):
            k = term / log
            if log.__class__ is se.log and k.free_symbols and not k.free_symbols & {equation.x, equation.y}:
                return se.Add(*(together(t / k) if t != term else log for t in terms)) - C1
    return relation


def _with_plain_constant(relation: se.Expr, equation: Equation) -> se.Expr:
    """Where Φ = Σ n ln u + … - c1: without the logarithms and with c1 for exp(c1), if that is shorter."""
    try:
        joined = without_logarithms(relation, equation.y)
        if joined is None:
            return relation
        plain = exponential_free(joined)
        shorter = None if plain is None else absorbed(plain, equation.x)
        return shorter if shorter is not None and length(shorter) <= length(relation) else relation
    except ALGEBRA_FAILURES:
        return relation


def through(
    claims: Iterator[Claim], forward: se.Expr, back: se.Expr, equation: Equation, method: str
) -> Iterator[Claim]:
    """Claims about u as claims about y. forward: u of x and Y. back: y, with the symbol Y for u."""
    for claim in claims:
        if claim.along is not None:  # a curve
            continue
        if claim.implicit:
            relation = claim.solution.subs({equation.y: forward})
            if has_no_value(relation):
                continue
            if C1 in relation.free_symbols:
                yield from (replace(c, kind=claim.kind) for c in explicit(relation, equation, method))
            else:
                yield Claim(relation, method, claim.kind, implicit=True)
            continue
        y = back.subs({equation.y: claim.solution})
        if has_no_value(y):
            continue
        if claim.branch:  # in the same constant
            yield replace(claim, solution=exponentials_opened(y), method=method)
            continue
        for renamed in named(y, equation, method):
            kind = claim.kind if renamed.kind is Kind.GENERAL else Kind.PARTICULAR
            yield replace(renamed, kind=kind)


__all__ = ["C1", "absorbed", "explicit", "named", "through"]

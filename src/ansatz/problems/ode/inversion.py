"""Path inversion: solve y = f(x, c) for c, where c occurs once, by inverting the operations above it.

    invert(sin(c1 + x), Y, c1)  ->  Inversion(asin(Y) - x, (Branch(asin(Y), …, cos(c1 + x) > 0, …),))

No general solver is needed (Lample & Charton 2020, section 3.4). Arguments are read as real. Inverses of
one-to-one functions are exact; a many-valued inverse picks a branch and leaves a `Branch` that says where it is
the right one. `absorb` renames the constant, so that nothing free of x is left beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import symengine as se

from ansatz.expr.operators import power

_X = se.Symbol("x")
_ONE = se.Integer(1)
_QUARTER_TURN = se.pi**2 / 4


@dataclass(frozen=True, slots=True)
class Branch:
    """One choice of a many-valued inverse u = g⁻¹(w), made on the way.

    value: g⁻¹(w); where it stays in an equation, u must lie where `range` is positive. root: where the value goes,
    it may leave this root behind, the derivative's; where that stays, `sign` must be positive. None: the same
    cannot happen. For even powers only the sign matters, for odd ones the principal root must be real.
    needed: the choice enters in any case.
    """

    value: se.Expr | None = None
    range: se.Expr | None = None
    root: se.Expr | None = None
    sign: se.Expr | None = None
    needed: bool = False

    @property
    def inverse(self) -> se.Expr:
        """What was chosen: g⁻¹(w), or for an even power the root."""
        chosen = self.root if self.value is None else self.value
        assert chosen is not None, "a branch has a value or a root"
        return chosen

    @property
    def strictest(self) -> se.Expr:
        """Positive where the branch is right whatever becomes of it."""
        condition = self.sign if self.range is None else self.range
        assert condition is not None, "a branch has a range or a sign"
        return condition


@dataclass(frozen=True, slots=True)
class Inversion:
    """leaf = value, on the branches chosen (none: everywhere)."""

    value: se.Expr
    branches: tuple[Branch, ...]


def exponential(u: se.Expr) -> se.Expr:
    """exp(u), with exp(k·ln v + w) = v^k·exp(w)."""
    rest, product = [], _ONE
    for term in se.Add.make_args(u):
        coefficient, kernel = _coefficient(term)
        if kernel.__class__ is _LOG:
            product *= power(kernel.args[0], coefficient)
        else:
            rest.append(term)
    return product * se.exp(se.Add(*rest)) if rest else product


def logarithm(u: se.Expr) -> se.Expr:
    """ln u, with ln(exp(v)) = v for real v."""
    return u.args[1] if u.__class__ is se.Pow and u.args[0] == se.E else se.log(u)


def _coefficient(term: se.Expr) -> tuple[se.Expr, se.Expr]:
    """(rational k, v) with k·v = term."""
    if term.__class__ is se.Mul and isinstance(term.args[0], se.Rational):
        return term.args[0], term / term.args[0]
    return _ONE, term


_LOG = type(se.log(_X))

# One-to-one functions of a real variable: their inverses.
_EXACT: dict[type, Callable[[se.Expr], se.Expr]] = {
    type(function(_X)): inverse
    for function, inverse in (
        (se.log, exponential),
        (se.sinh, se.asinh),
        (se.tanh, se.atanh),
        (se.coth, se.acoth),
        (se.csch, se.acsch),
        (se.asin, se.sin),
        (se.acos, se.cos),
        (se.atan, se.tan),
        (se.acot, se.cot),
        (se.asec, se.sec),
        (se.acsc, se.csc),
        (se.asinh, se.sinh),
        (se.acosh, se.cosh),
        (se.atanh, se.tanh),
        (se.acoth, se.coth),
        (se.asech, se.sech),
        (se.acsch, se.csch),
    )
}

# Many-valued inverses: (u, w) ↦ the branch on which u is the inverse function of w.
_CHOSEN: dict[type, Callable[[se.Expr, se.Expr], Branch]] = {
    type(function(_X)): choose
    for function, choose in (
        (se.sin, lambda u, w: Branch(se.asin(w), _QUARTER_TURN - u**2, se.sqrt(1 - w**2), se.cos(u))),
        (se.cos, lambda u, w: Branch(se.acos(w), u * (se.pi - u), se.sqrt(1 - w**2), se.sin(u))),
        (se.tan, lambda u, w: Branch(se.atan(w), _QUARTER_TURN - u**2)),
        (se.cot, lambda u, w: Branch(se.acot(w), _QUARTER_TURN - u**2)),
        (se.sec, lambda u, w: Branch(se.asec(w), u * (se.pi - u), se.sqrt(1 - w**-2), se.sin(u))),
        (se.csc, lambda u, w: Branch(se.acsc(w), _QUARTER_TURN - u**2, se.sqrt(1 - w**-2), se.cos(u))),
        (se.cosh, lambda u, w: Branch(se.acosh(w), u, se.sqrt(w**2 - 1), u)),
        (se.sech, lambda u, w: Branch(se.asech(w), u, se.sqrt(1 - w**2), u)),
    )
}


def invert(expression: se.Expr, target: se.Expr, leaf: se.Expr) -> Inversion | None:
    """Solve expression = target for the leaf; None where it occurs not exactly once or an operation has no inverse.

    expression, target, leaf: SymEngine; the target is free of the leaf.
    """
    branches: list[Branch] = []
    while expression != leaf:
        kind = expression.__class__
        if kind is se.Add or kind is se.Mul:
            inside, outside = _split(expression, leaf)
            if len(inside) != 1:
                return None
            rest = expression.func(*outside)
            target = target - rest if kind is se.Add else target / rest
            expression = inside[0]
        elif kind is se.Pow:
            base, exponent = expression.args
            below, above = leaf in base.free_symbols, leaf in exponent.free_symbols
            if below == above:
                return None
            if above:
                target = logarithm(target) if base == se.E else logarithm(target) / logarithm(base)
                expression = exponent
                continue
            target = power(target, 1 / exponent)
            if isinstance(exponent, se.Integer) and exponent != -1:
                even = exponent % 2 == 0
                branches.append(Branch(root=target, sign=base) if even else Branch(target, base))
            expression = base
        elif kind in _EXACT:
            target, expression = _EXACT[kind](target), expression.args[0]
        elif kind in _CHOSEN and leaf in expression.free_symbols:
            branch = _CHOSEN[kind](expression.args[0], target)
            branches.append(branch)
            target, expression = branch.inverse, expression.args[0]
        else:
            return None
    return Inversion(target, tuple(branches))


def _split(expression: se.Expr, leaf: se.Expr) -> tuple[list[se.Expr], list[se.Expr]]:
    """The arguments with the leaf, and those without."""
    inside: list[se.Expr] = []
    outside: list[se.Expr] = []
    for argument in expression.args:
        (inside if leaf in argument.free_symbols else outside).append(argument)
    return inside, outside


def absorb(
    expression: se.Expr, constant: se.Symbol, x: se.Symbol, others: frozenset[se.Symbol] = frozenset()
) -> se.Expr:
    """The same family of functions of x with a plain constant: 3·ln(c1 + 2) + x + 5·x -> c1 + 6·x, c1·x + 3·x -> c1·x.

    others: constants of integration beside this one, which it must not swallow.
    """
    symbols, varying = expression.free_symbols, {x} | others
    if constant not in symbols:
        return expression
    if varying.isdisjoint(symbols):
        return constant
    kind = expression.__class__
    if kind is not se.Add and kind is not se.Mul:
        return expression.func(*(absorb(argument, constant, x, others) for argument in expression.args))
    inside, outside = _split(expression, constant)
    if len(inside) != 1:
        return expression
    inner = absorb(inside[0], constant, x, others)
    scale = inner / constant
    if constant not in scale.free_symbols:  # numbers beside c, or for a sum multiples of the scale, go into c
        unit = scale if kind is se.Add else _ONE
        outside = [u for u in outside if not varying.isdisjoint((u / unit).free_symbols)]
    return expression.func(inner, *outside)


__all__ = ["Branch", "Inversion", "absorb", "exponential", "invert", "logarithm"]

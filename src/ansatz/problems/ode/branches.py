"""Equations whose derivation chose branches: free them of the choice, or say where it is the right one.

(y' - 1)/√(1 - (y - x)²) = 1 holds for y = x + sin(c + x) where cos(c + x) > 0; squared,
(y' - 1)² = 1 - (y - x)², it holds everywhere.
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.numbers import is_fraction
from ansatz.errors import TooLargeError
from ansatz.problems.ode.family import OdeConfig
from ansatz.problems.ode.inversion import Branch
from ansatz.problems.ode.normal_form import Factor, normal_form


def settled(
    factor: Factor, branches: tuple[Branch, ...], config: OdeConfig
) -> Iterator[tuple[Factor, tuple[se.Expr, ...]]]:
    """(equation, expressions positive where it holds), one or more of which is the equation sought.

    A norm may have several factors: only evaluation tells which of them vanishes.
    """
    if not branches:
        yield factor, ()
        return
    *rest, last = branches
    root, value = _radical(last.root), _radical(last.value)
    expression = factor.expression
    if last.needed:
        condition = last.strictest
    elif value is not None and last.range is not None and _occurs(value, expression):
        condition = last.range
    elif root is None or last.sign is None or not _occurs(root, expression):
        yield from settled(factor, tuple(rest), config)
        return
    else:
        condition = last.sign
        if config.rationalise:
            found = False
            for conjugate in _without_sign(factor, root, config.max_terms):
                found = True
                yield from settled(conjugate, tuple(rest), config)
            if found:
                return
    for equation, conditions in settled(factor, tuple(rest), config):
        yield equation, (*conditions, condition)


def _without_sign(factor: Factor, root: se.Expr, max_terms: int) -> list[Factor]:
    """Factors of P(w)·P(-w); none where that is no gain."""
    kernels = factor.kernels()
    variable = next((k for k, kernel in kernels.items() if kernel == root), None)
    if variable is None or any(kernel != root and _occurs(root, kernel) for kernel in kernels.values()):
        return []
    try:
        factors = normal_form(factor.norm(variable), factor.top)
    except TooLargeError:
        return []
    return [f for f in factors if len(f.polynomial) <= max_terms and not _occurs(root, f.expression)]


def _radical(e: se.Expr | None) -> se.Expr | None:
    """The expression freed of numbers in front, and of a reciprocal: 3/√u -> √u."""
    if e is None:
        return None
    factors = [factor for factor in se.Mul.make_args(e) if factor.free_symbols]
    if len(factors) != 1:
        return e
    return 1 / factors[0] if _is_radical(factors[0]) and factors[0].args[1] < 0 else factors[0]


def _is_radical(e: se.Expr) -> bool:
    return e.__class__ is se.Pow and is_fraction(e.args[1])


def _occurs(part: se.Expr, e: se.Expr) -> bool:
    """Whether the part occurs; for a radical, in any odd power or finer root too."""
    if e == part:
        return True
    if _is_radical(part) and _is_radical(e) and e.args[0] == part.args[0]:
        return True
    return any(_occurs(part, argument) for argument in e.args)


__all__ = ["settled"]

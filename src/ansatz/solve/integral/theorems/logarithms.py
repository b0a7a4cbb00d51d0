"""Powers of logarithms beside what a theorem knows, by differentiating under the integral sign.

    ∫ bᵉ·g dx = M(e) near e = 0, b > 0     =>     ∫ ln(b)ᵏ·g dx = M⁽ᵏ⁾(0)

    ∫₀^∞ ln(x)·e^(−x) dx = Γ'(1) = −γ          ∫₀^(π/2) ln(sin x) dx = −π/2·ln 2

M is the Mellin transform or a Beta function, analytic in an open strip (Titchmarsh, *Theory of Fourier Integrals*, §
1.29; DLMF 5.12): conditions that hold at e = 0 hold around it, since all are strict inequalities.
"""

from collections.abc import Callable, Iterator

import symengine as se

from ansatz.algebra.nodes import base_and_exponent, name_of, transform
from ansatz.algebra.ratios import has_no_value
from ansatz.errors import UndecidedError
from ansatz.expr.canonical import to_symengine
from ansatz.proof.condition import Condition, Relation
from ansatz.proof.real_line.one_sided_limits import INFINITIES
from ansatz.proof.real_line.sign_on_interval import Interval, sign_on_interval
from ansatz.proof.real_line.signs import Signs
from ansatz.solve.integral.theorems.gamma_values import folded
from ansatz.solve.integral.theorems.positivity import positive_or_conditions
from ansatz.solve.integral.theorems.statement import Definite, Value

Solve = Callable[[Definite], Value | None]
_MAX_POWER = 6
_NATIVE = {"tgamma": se.gamma, "digamma": se.digamma, "riemannzeta": se.zeta}


def by_logarithms(question: Definite, strip: Solve) -> Value | None:
    """strip: theorems on Mellin transforms and Beta functions alone, whose conditions are open."""
    for part, base, power in _logarithms(question):
        shift = se.Symbol(f"e{len(question.f.free_symbols)}_")
        lifted = Definite(question.f / part * base**shift, question.x, question.low, question.high, question.positive)
        found = strip(lifted) or by_logarithms(lifted, strip)
        if found is None:
            continue
        conditions = _at_zero(found.conditions, shift)
        value = transform(found.value, lambda e: _NATIVE[name_of(e)](e.args[0]) if name_of(e) in _NATIVE else None)
        for _ in range(power):
            value = value.diff(shift)
        value = value.subs({shift: 0})
        if conditions is None or has_no_value(value):
            continue
        return Value(se.expand(folded(se.expand(value))), "differentiation under the integral sign", conditions)
    return None


def _at_zero(conditions: tuple[Condition, ...], shift: se.Symbol) -> tuple[Condition, ...] | None:
    """What they say where the shift is zero; None where one is false there, or not open."""
    kept: list[Condition] = []
    for condition in conditions:
        u = se.expand(to_symengine(condition.tree).subs({shift: 0}))
        if condition.relation is Relation.NONZERO:
            if u == 0:
                return None
            kept += [Condition.on(u, Relation.NONZERO)] if u.free_symbols else []
            continue
        found = positive_or_conditions([u]) if condition.relation is Relation.POSITIVE else None
        if found is None:
            return None
        kept += found
    return tuple(kept)


def _logarithms(question: Definite) -> Iterator[tuple[se.Expr, se.Expr, int]]:
    """(factor, b, k): the factors ln(b)ᵏ with b > 0 on the interval."""
    for part in se.Mul.make_args(question.f):
        logarithm, power = base_and_exponent(part)
        if logarithm.__class__ is not se.log or not isinstance(power, se.Integer) or not 0 < power <= _MAX_POWER:
            continue
        base = logarithm.args[0]
        if base.__class__ is se.Abs:
            base = base.args[0]
        if base.free_symbols == {question.x} and _is_positive(base, question):
            yield part, base, int(power)


def _is_positive(base: se.Expr, question: Definite) -> bool:
    if base == question.x:
        return question.low == 0 and question.high != -se.oo
    low, high = question.low, question.high
    if {low, high} & {*INFINITIES} and base.atoms(se.sin, se.cos, se.tan):
        return False
    try:
        return sign_on_interval(base, Interval(question.x, low, high), Signs()) > 0
    except UndecidedError:
        return False


__all__ = ["by_logarithms"]

"""Integration by parts of polynomials in primitives (ln, atan, asinh, … of algebraic functions).

    ∫ A·M dx = 𝒜·M − ∫ 𝒜·M' dx,   A algebraic, 𝒜' = A, M a product of primitives L_i with L_i' algebraic

The product of highest degree is treated first, as in Risch's algorithm for the primitive case. When 𝒜
contains c·L for a factor of M = L^n·…, ∫ L'L^n = L^(n+1)/(n+1) closes the loop.
"""

from math import inf
from time import thread_time

import symengine as se

from ansatz.algebra.nodes import INVERSE
from ansatz.algebra.ratios import atoms
from ansatz.expr.canonical import derivative
from ansatz.fit.structural.forms.rewrite import expand
from ansatz.fit.structural.methods.algebraic import integrate_algebraic

_MAX_ROUNDS = 24
_MAX_KERNELS = 3


def integrate_by_parts(f: se.Expr, x: se.Symbol, end: float = inf) -> se.Expr | None:
    """An antiderivative of f, polynomial in its primitives with algebraic coefficients, or None."""
    kernels = [e for e in atoms(f) if e.__class__ in (se.log, *INVERSE) and x in e.free_symbols]
    if not 1 <= len(kernels) <= _MAX_KERNELS:
        return None
    names: dict[se.Expr, se.Symbol] = {k: se.Symbol(f"L{i}_") for i, k in enumerate(kernels)}
    symbols = list(names.values())
    slopes = {names[k]: derivative(k, x) for k in kernels}
    rest = _polynomial(expand(f.xreplace(names)), symbols)
    if rest is None:
        return None
    total = se.Integer(0)
    for _ in range(_MAX_ROUNDS):
        if thread_time() > end:
            return None
        if not rest:
            return total.xreplace({s: k for k, s in names.items()})
        powers = max(rest, key=lambda p: (sum(p), p))
        coefficient = rest.pop(powers)
        inner = integrate_algebraic(coefficient, x, end=end)
        if inner is None:
            return None
        step = _step(inner, powers, names, symbols, slopes, x)
        if step is None:
            return None
        gained, remainder = step
        total += gained
        for key, value in remainder.items():
            value = rest.get(key, se.Integer(0)) + value
            if se.expand(value) == 0:
                rest.pop(key, None)
            else:
                rest[key] = value
    return None


Powers = tuple[int, ...]


def _polynomial(f: se.Expr, symbols: list[se.Symbol]) -> dict[Powers, se.Expr] | None:
    """powers of the symbols -> coefficient free of them."""
    out: dict[Powers, se.Expr] = {}
    for term in f.args if f.__class__ is se.Add else (f,):
        powers = [0] * len(symbols)
        coefficient = se.Integer(1)
        for factor in term.args if term.__class__ is se.Mul else (term,):
            base, exponent = factor.args if factor.__class__ is se.Pow else (factor, se.Integer(1))
            if base in symbols and isinstance(exponent, se.Integer) and exponent > 0:
                powers[symbols.index(base)] += int(exponent)
            elif factor.free_symbols & set(symbols):
                return None
            else:
                coefficient *= factor
        key = tuple(powers)
        out[key] = out.get(key, se.Integer(0)) + coefficient
    return out


def _step(
    inner: se.Expr,
    powers: Powers,
    names: dict[se.Expr, se.Symbol],
    symbols: list[se.Symbol],
    slopes: dict[se.Symbol, se.Expr],
    x: se.Symbol,
) -> tuple[se.Expr, dict[Powers, se.Expr]] | None:
    """(𝒜·M, −𝒜·M' by powers) with multiples of the primitives inside 𝒜 closed off."""
    algebraic = se.expand(inner.xreplace(names))
    parts = _polynomial(algebraic, symbols)
    if parts is None:
        return None
    monomial = se.Mul(*(s**n for s, n in zip(symbols, powers, strict=True)))
    gained = se.Integer(0)
    remainder: dict[Powers, se.Expr] = {}

    def give(key: Powers, value: se.Expr) -> None:
        remainder[key] = remainder.get(key, se.Integer(0)) + value

    for inside, value in parts.items():
        if sum(inside) > 1:
            return None
        if sum(inside) == 1:
            # value·L·M with value constant: ∫ L' M = L M/(n+1) − the other factors' share
            index = inside.index(1)
            if x in value.free_symbols:
                return None
            n = powers[index]
            share = value / (n + 1)
            gained += share * symbols[index] * monomial
            for j, m in enumerate(powers):
                if j != index and m:
                    key = list(powers)
                    key[index] += 1
                    key[j] -= 1
                    give(tuple(key), -share * m * slopes[symbols[j]])
            continue
        if any(e.__class__ in (se.log, *INVERSE) for e in atoms(value)) and any(powers):
            return None
        gained += value * monomial
        for j, m in enumerate(powers):
            if m:
                key = list(powers)
                key[j] -= 1
                give(tuple(key), -value * m * slopes[symbols[j]])
    return gained, remainder

"""Pairs (integrand, antiderivative) in x: scaled, stretched, measured."""

import math
import random
from typing import TypeAlias

import symengine as se

from ansatz.algebra.factors import split_constant
from ansatz.algebra.forms import expanded
from ansatz.algebra.nodes import transform
from ansatz.algebra.numbers import is_rational, split_coefficient
from ansatz.expr.canonical import symbol
from ansatz.problems.integral.variety import constant, telling
from ansatz.problems.trees import TreeSampler

X = symbol("x")
Pair: TypeAlias = tuple[se.Expr, se.Expr]


def size(f: se.Expr) -> int:
    """Characters of f as SymEngine prints it: the measure of length that costs least."""
    return len(str(f))


def shortest(f: se.Expr) -> se.Expr:
    """f as it is or with its products opened, whichever is shorter."""
    return min(f, expanded(f), key=size)


def opened_inside(f: se.Expr) -> se.Expr:
    """f with sums in arguments, exponents and linear bases multiplied out: sin(3(x + 1)) -> sin(3x + 3)."""
    return transform(f, _opened_arguments)


def _opened_arguments(e: se.Expr) -> se.Expr | None:
    if e.__class__ in (se.Add, se.Mul):
        return None
    if e.__class__ is se.Pow:
        base, exponent = e.args
        is_linear = not any(term.__class__ is se.Pow for term in base.args)
        return (expanded(base) if is_linear else base) ** expanded(exponent)
    return e.func(*map(expanded, e.args))


def monic(f: se.Expr) -> Pair:
    """(c, g) with f = c·g, where multiples of f have the same g: opened, and one term's coefficient is 1."""
    opened = expanded(f)
    if opened.__class__ is not se.Add:
        return split_constant(opened, X)
    # The argument order of a sum depends on memory layout; the spelling of its terms does not.
    leading = min((split_constant(term, X) for term in opened.args), key=lambda pair: str(pair[1]))[0]
    return (leading, opened) if leading == 1 else (leading, expanded(opened / leading))


def primitive(f: se.Expr) -> Pair:
    """(c, f/c) with the rational c that makes the coefficients of f coprime integers, most of them positive."""
    if f.__class__ is se.Mul:
        parts = [primitive(factor) if factor.__class__ is se.Add else _split_rational(factor) for factor in f.args]
        return se.Mul(*(c for c, _ in parts)), se.Mul(*(g for _, g in parts))
    if f.__class__ is not se.Add:
        return _split_rational(f)
    numbers = [split_coefficient(term)[0] for term in f.args]
    shared = math.gcd(*(number.numerator for number in numbers))
    if 2 * sum(number < 0 for number in numbers) > len(numbers):
        shared = -shared
    factor = se.Integer(shared) / math.lcm(*(number.denominator for number in numbers))
    return factor, f if factor == 1 else se.Add(*(term / factor for term in f.args))


def _split_rational(f: se.Expr) -> Pair:
    return (f, se.Integer(1)) if is_rational(f) and f != 0 else (se.Integer(1), f)


def stretched(f: se.Expr, F: se.Expr, sampler: TreeSampler, rng: random.Random, share: float) -> Pair:
    """∫f(mx + n) dx = F(mx + n)/m in a share of the draws, and always where parameters or i are wanted.

    m = 1 or n = 0 in most draws, and m is now and then a constant's reciprocal.
    """
    wanted = sampler.config.parameter_share or sampler.config.imaginary_share
    if not wanted and rng.random() >= share:
        return f, F
    m, n = telling(lambda: constant(sampler, rng), sampler), se.Integer(0)
    if rng.random() < 0.15:
        m = 1 / m
    if rng.random() < 0.25:
        n = constant(sampler, rng) * rng.choice((1, -1))
        m = se.Integer(1) if rng.random() < 0.7 else m
    inner = {X: m * X + n}
    f, F = f.subs(inner), F.subs(inner) / m
    return (f, F) if n == 0 else (opened_inside(f), opened_inside(F))

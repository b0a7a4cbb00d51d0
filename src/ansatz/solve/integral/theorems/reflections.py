"""∫ f = ½ ∫ (f + f∘φ·|φ'|), φ an involution of the interval: x → a + b − x, x → −x, x → 1/x.

    ∫₀^π x·sin(x)/(1 + cos²x) dx = π/2·∫₀^π sin(x)/(1 + cos²x) dx = π²/4
    ∫₀^∞ dx/((1 + x²)(1 + x^π)) = ½·∫₀^∞ dx/(1 + x²) = π/4

The sum is c·h, h a product of factors of f with h∘φ·|φ'| = h; c = 0 where f is odd. f must be integrable (for x → 1/x
and the whole line that is not enough to ask of the sum). The identity is proved by exact algebra, and ∫ h by its
antiderivative (Nahin, *Inside Interesting Integrals*, 2nd ed., 2020, chapter 2; Boros and Moll, *Irresistible
Integrals*, 2004, § 13.2).
"""

import time
from collections.abc import Iterator
from itertools import combinations

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import Program, evaluate
from ansatz.algebra.nodes import transform
from ansatz.algebra.shortening import shortened_constant
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine, to_symengine
from ansatz.fit.structural import structural_candidates
from ansatz.proof.integral.definite import definite
from ansatz.proof.real_line.one_sided_limits import INFINITIES
from ansatz.proof.real_line.quadrature import quadrature
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.theorems.integrability import is_integrable, vanishes
from ansatz.solve.integral.theorems.statement import Definite, Value

_MAX_FACTORS = 4
_FRACTIONS = (0.34375, 0.703125, 0.1875, 0.890625)  # of the interval, where values are compared
_BITS, _SMALL = 256, 1e-40
_SECONDS = 1.0  # for ∫ h
_DIGITS = 50


def by_reflection(question: Definite) -> Value | None:
    """Where the sum of f and its mirror image is a constant times a factor that is its own."""
    if question.parameters:
        return None
    for phi, rate, name in _involutions(question):
        found = _by(question, phi, rate, name)
        if found is not None:
            return found
    return None


def _involutions(question: Definite) -> Iterator[tuple[se.Expr, se.Expr, str]]:
    """(φ, |φ'|, in words)."""
    x, low, high = question.x, question.low, question.high
    if question.over(-se.oo, se.oo):
        yield -x, se.Integer(1), "x -> -x"
    elif question.over(0, se.oo):
        yield 1 / x, x**-2, "x -> 1/x"
    elif low != -se.oo and high != se.oo:
        yield se.expand(low + high - x), se.Integer(1), "x -> a + b - x"


def _by(question: Definite, phi: se.Expr, rate: se.Expr, name: str) -> Value | None:
    f, x = question.f, question.x
    mirrored = _mirrored(f, phi, rate, x)
    for h in _own_factors(question, phi, rate):
        c = _constant(f, mirrored, h, question)
        if c is None:
            continue
        rest = (se.Integer(0), Verdict.PROVED) if c == 0 else _integral(h, question)
        if rest is None or not is_integrable(question):
            return None
        value, theorem = se.expand(c * rest[0] / 2), f"symmetry under {name}"
        if vanishes(f + mirrored - c * h, question, (f, mirrored, h)):
            return Value(value, theorem, verdict=rest[1])
        return Value(value, theorem, verdict=Verdict.CHECKED) if _agrees(value, question) else None
    return None


def _agrees(value: se.Expr, question: Definite) -> bool:
    """Whether rigorous quadrature confirms the value to 50 digits, where the identity could not be proved."""
    if {question.low, question.high} & {*INFINITIES}:
        return False
    ball = quadrature(question.f, question.x, question.low, question.high, digits=_DIGITS, seconds=_SECONDS)
    return ball is not None and bool((ball - evaluate(value, {}, _BITS).real).abs_upper() < arb(10) ** -_DIGITS)


def _mirrored(e: se.Expr, phi: se.Expr, rate: se.Expr, x: se.Symbol) -> se.Expr:
    """e∘φ·|φ'|; (1/x)^k is x^(−k), since x is positive there."""

    def rule(power: se.Expr) -> se.Expr | None:
        return x ** -power.args[1] if power.__class__ is se.Pow and power.args[0] == 1 / x else None

    image = e.subs({x: phi})
    return (transform(image, rule) if phi == 1 / x else image) * rate


def _own_factors(question: Definite, phi: se.Expr, rate: se.Expr) -> Iterator[se.Expr]:
    """Products of factors of f that are their own mirror images, 1 included where it is."""
    parts = [part for part in se.Mul.make_args(question.f) if question.x in part.free_symbols][:_MAX_FACTORS]
    for size in range(len(parts)):
        for chosen in combinations(parts, size):
            h = se.Mul(*chosen)
            if _ratio(_mirrored(h, phi, rate, question.x), h, question) == 1:
                yield h


def _places(question: Definite) -> Iterator[acb]:
    low, high = question.low, question.high
    if high == se.oo:
        yield from (acb(3 * fraction) for fraction in _FRACTIONS)
        return
    start, end = (float(evaluate(end, {}).real) for end in (low, high))
    yield from (acb(start + (end - start) * fraction) for fraction in _FRACTIONS)


def _ratio(above: se.Expr, below: se.Expr, question: Definite) -> float | None:
    """above/below where it is the same at all places, to many digits; 0.0 for zero."""
    program = Program()
    slots = program.add(above), program.add(below)
    ratios: list[acb] = []
    with ctx.workprec(_BITS):
        for place in _places(question):
            values = program.run({question.x: place}, _BITS)
            ratio = values[slots[0]] / values[slots[1]]
            if not ratio.is_finite() or abs(ratio - (ratios[0] if ratios else ratio)).upper() > _SMALL:
                return None
            ratios.append(ratio)
        return float(ratios[0].real) if abs(ratios[0]).upper() > _SMALL else 0.0


def _constant(f: se.Expr, mirrored: se.Expr, h: se.Expr, question: Definite) -> se.Expr | None:
    """c with f + mirrored = c·h, exactly, as it is at a place where it is short."""
    ratio = _ratio(f + mirrored, h, question)
    if ratio is None or ratio == 0.0:
        return None if ratio is None else se.Integer(0)
    low, high = question.low, question.high
    if high == se.oo:
        places = [se.Integer(1)]
    else:
        places = [low, se.expand((low + high) / 2), se.expand(low + (high - low) * se.Rational(1, 3))]
    for place in places:
        try:
            c = ((f + mirrored) / h).subs({question.x: place})
            c = shortened_constant(to_symengine(from_symengine(c)))
            value = evaluate(c, {})
        except ALGEBRA_FAILURES:
            continue
        if value.is_finite() and not c.free_symbols:
            return c
    return None


def _integral(h: se.Expr, question: Definite) -> tuple[se.Expr, Verdict] | None:
    """∫ h over the interval by an antiderivative."""
    end = time.thread_time() + _SECONDS
    for candidate in structural_candidates(h, question.x, deadline_seconds=_SECONDS):
        F = candidate.antiderivative
        found = definite(F, h, question.x, question.low, question.high, seconds=_SECONDS)
        if found.value is not None and found.verdict.holds:
            return found.value, found.verdict
        if time.thread_time() > end:
            break
    return None

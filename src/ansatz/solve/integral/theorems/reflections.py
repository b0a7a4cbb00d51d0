"""∫ f = ½ ∫ (f + f∘φ·|φ'|), φ an involution of the interval: x → a + b − x, x → −x, x → 1/x, x → (1 − x)/(1 + x).

    ∫₀^π x·sin(x)/(1 + cos²x) dx = π/2·∫₀^π sin(x)/(1 + cos²x) dx = π²/4
    ∫₀^∞ dx/((1 + x²)(1 + x^π)) = ½·∫₀^∞ dx/(1 + x²) = π/4

The sum is c·h, h a product of factors of f with h∘φ·|φ'| = h; c = 0 where f is odd. f must be integrable (for x → 1/x
and the whole line that is not enough to ask of the sum). The identity is proved by exact algebra, and ∫ h by its
antiderivative (Nahin, *Inside Interesting Integrals*, 2nd ed., 2020, chapter 2; Boros and Moll, *Irresistible
Integrals*, 2004, § 13.2).
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

import symengine as se
from flint import acb, arb, ctx

from ansatz.algebra.balls import Program, evaluate
from ansatz.algebra.nodes import transform
from ansatz.algebra.numbers import to_symengine_number
from ansatz.algebra.ratios import ratio_of
from ansatz.algebra.shortening import shortened_constant
from ansatz.algebra.together import together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine, to_symengine
from ansatz.proof.integral.definite import definite
from ansatz.proof.real_line.one_sided_limits import INFINITIES
from ansatz.proof.real_line.quadrature import quadrature
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.theorems.integrability import is_integrable, vanishes
from ansatz.solve.integral.theorems.statement import Definite, Value

_MAX_FACTORS = 4
_FRACTIONS = (0.34375, 0.703125, 0.1875, 0.890625)  # of the interval, where values are compared
_BITS, _SMALL, _NEAR = 256, 1e-40, 1e-9
_SECONDS = 1.0  # for ∫ h
_DIGITS = 50


Solve = Callable[[Definite], Value | None]


def by_reflection(question: Definite, others: Solve) -> Value | None:
    """Where the sum of f and its mirror image is a constant times a factor that is its own; others: theorems."""
    if question.parameters:
        return None
    for phi, rate, name in _involutions(question):
        found = _by(question, phi, rate, name, others)
        if found is not None:
            return found
    return None


def _involutions(question: Definite) -> Iterator[tuple[se.Expr, se.Expr, str]]:
    """(φ, |φ'|, in words)."""
    x, low, high = question.x, question.low, question.high
    if question.over(-se.oo, se.oo):
        yield -x, se.Integer(1), "x -> -x"
    elif question.over(0, se.oo):
        for c in dict.fromkeys((se.Integer(1), *_products_of_zeros(question))):
            yield c / x, c * x**-2, f"x -> {c}/x"
    elif low != -se.oo and high != se.oo:
        yield se.expand(low + high - x), se.Integer(1), "x -> a + b - x"
        if question.over(0, 1):
            yield (1 - x) / (1 + x), 2 / (1 + x) ** 2, "x -> (1 - x)/(1 + x)"


def _products_of_zeros(question: Definite) -> Iterator[se.Expr]:
    """c/a for every quadratic ax² + bx + c in f: x → (c/a)/x exchanges its zeros."""
    for e in question.f.atoms(se.Add):
        r = ratio_of(e, question.x)
        if r is not None and r.den.degree() == 0 and r.num.degree() == 2 and r.num[0] / r.num[2] > 0:
            yield to_symengine_number(r.num[0] / r.num[2])


def _by(question: Definite, phi: se.Expr, rate: se.Expr, name: str, others: Solve) -> Value | None:
    f, x = question.f, question.x
    mirrored = _mirrored(f, phi, rate, x)
    for h in _own_factors(question, phi, rate):
        c = _constant(f, mirrored, h, question)
        if c is None:
            continue
        rest = (se.Integer(0), Verdict.PROVED) if c == 0 else _integral(h, question, others)
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
    """e∘φ·|φ'|; for φ = c/x, (c/x)^k is c^k·x^(−k) and ln(c/x) is ln c − ln x, since x is positive there."""
    c = phi * x

    def rule(part: se.Expr) -> se.Expr | None:
        if part.__class__ is se.Pow and part.args[0] == phi:
            return c ** part.args[1] * x ** -part.args[1]
        return se.log(c) - se.log(x) if part == se.log(phi) else None

    image = e.subs({x: phi})
    if image.has(se.cot(x)):  # where cot(x)^k is real, that is tan(x)^(−k)
        cotangents = {p: se.tan(x) ** -p.args[1] for p in image.atoms(se.Pow) if p.args[0] == se.cot(x)}
        image = image.xreplace(cotangents)
    return (transform(image, rule) if x not in c.free_symbols else image) * rate


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
        places = [se.Integer(1), se.Integer(2)]
    else:
        places = [low, se.expand((low + high) / 2), se.expand(low + (high - low) * se.Rational(1, 3))]
    for place in places:
        try:
            c = ((f + mirrored) / h).subs({question.x: place})
            c = shortened_constant(to_symengine(from_symengine(c)))
            value = evaluate(c, {})
        except ALGEBRA_FAILURES:
            continue
        c = min(c, together(c), key=lambda e: len(str(e)))
        if value.is_finite() and not c.free_symbols and abs(float(value.real) - ratio) < _NEAR * (1 + abs(ratio)):
            return c
    return None


def _integral(h: se.Expr, question: Definite, others: Solve) -> tuple[se.Expr, Verdict] | None:
    """∫ h over the interval by another theorem or by an antiderivative."""
    known = others(replace(question, f=h))
    if known is not None and not known.conditions:
        return known.value, known.verdict
    from ansatz.fit.structural import structural_candidates  # the worker for values starts without it

    end = time.thread_time() + _SECONDS
    for candidate in structural_candidates(h, question.x, deadline_seconds=_SECONDS):
        F = candidate.antiderivative
        found = definite(F, h, question.x, question.low, question.high, seconds=_SECONDS)
        if found.value is not None and found.verdict.holds:
            return found.value, found.verdict
        if time.thread_time() > end:
            break
    return None

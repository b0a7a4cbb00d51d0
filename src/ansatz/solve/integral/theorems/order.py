"""The order in which theorems are asked: those that look at the form alone first."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product

import symengine as se

from ansatz.algebra.balls import evaluate
from ansatz.algebra.nodes import transform
from ansatz.algebra.numbers import is_rational
from ansatz.algebra.squares import split_square
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import to_symengine
from ansatz.proof.condition import Relation, needed
from ansatz.proof.real_line.one_sided_limits import INFINITIES
from ansatz.proof.real_line.quadrature import quadrature
from ansatz.proof.real_line.signs import Signs
from ansatz.solve.integral.theorems.beta import by_beta
from ansatz.solve.integral.theorems.damped_waves import by_damped_waves
from ansatz.solve.integral.theorems.dirichlet_series import by_dirichlet_series
from ansatz.solve.integral.theorems.discontinuous_factor import by_discontinuous_factor
from ansatz.solve.integral.theorems.fourier import by_fourier
from ansatz.solve.integral.theorems.frullani import by_frullani
from ansatz.solve.integral.theorems.logarithmic_residues import by_logarithmic_residues
from ansatz.solve.integral.theorems.logarithms import by_logarithms
from ansatz.solve.integral.theorems.mellin import by_mellin
from ansatz.solve.integral.theorems.moments import by_moments
from ansatz.solve.integral.theorems.periods import over_period
from ansatz.solve.integral.theorems.reflections import by_reflection
from ansatz.solve.integral.theorems.residues import by_residues
from ansatz.solve.integral.theorems.scaling import by_scaling
from ansatz.solve.integral.theorems.statement import Definite, Value
from ansatz.solve.integral.theorems.substitutions import by_substitution

_Rule = Callable[[Definite], Value | None]
_RULES: tuple[_Rule, ...] = (
    *(by_residues, by_logarithmic_residues, by_moments, by_mellin, by_beta, by_dirichlet_series, by_frullani),
    *(over_period, by_discontinuous_factor, by_damped_waves, by_fourier),
)
_IN_STRIPS: tuple[_Rule, ...] = (by_mellin, by_beta)
_DEPTH = 4  # of integrals that are turned into others
_BITS, _SECONDS = 128, 0.3
_MAX_TERMS = 6


def by_terms(question: Definite, solve: _Rule) -> Value | None:
    """Of a sum, where each term has a value."""
    terms = se.Add.make_args(se.expand(question.f))
    if not 1 < len(terms) <= _MAX_TERMS:
        return None
    values = []
    for term in terms:
        found = solve(replace(question, f=term))
        if found is None:
            return None
        values.append(found)
    conditions = needed(condition for found in values for condition in found.conditions)
    return Value(se.Add(*(found.value for found in values)), values[0].theorem, conditions)


_DERIVED: tuple[Callable[[Definite, _Rule], Value | None], ...] = (by_substitution, by_terms)


def _first(rules: Sequence[_Rule], question: Definite) -> Value | None:
    return next((found for rule in rules if (found := _guarded(rule, question)) is not None), None)


def _by_form(question: Definite, depth: int = _DEPTH) -> Value | None:
    """By what needs no other integral, or only such that a rule of the same kind knows."""

    def other(asked: Definite) -> Value | None:
        return _by_form(asked, depth - 1)

    if question.parameters and depth:  # its conditions are simpler: a > 0, not a^2 > 0
        found = _guarded(lambda asked: by_scaling(asked, other), question)
        if found is not None:
            return found
    found = _first(_RULES, question)
    if found is not None or not depth:
        return found
    derived: list[_Rule] = [lambda asked: by_logarithms(asked, lambda lifted: _first(_IN_STRIPS, lifted))]
    derived += [lambda asked, rule=rule: rule(asked, other) for rule in _DERIVED]  # type: ignore[misc]
    return _first(derived, question)


def _guarded(rule: Callable[[Definite], Value | None], question: Definite) -> Value | None:
    """What the rule says, if that is possible; a failure of its algebra is that it says nothing."""
    try:
        found = rule(question)
        return found if found is not None and _is_possible(found, question) else None
    except ALGEBRA_FAILURES:
        return None


def closed_value(question: Definite, seconds: float) -> Value | None:
    """The first value that a theorem gives; seconds: of processor time after which no other is asked.

    A value outside a rigorous enclosure of the integral would show an error here; it is never returned.
    """
    end = time.thread_time() + seconds
    if not {question.low, question.high} & {*INFINITIES}:
        if (question.low.free_symbols | question.high.free_symbols) or question.low == question.high:
            return None
        try:
            if Signs().sign(se.expand(question.high - question.low)) < 0:
                found = closed_value(replace(question, low=question.high, high=question.low), seconds)
                return None if found is None else replace(found, value=-found.value)
        except ALGEBRA_FAILURES:
            return None
    elif question.low == se.oo or question.high == -se.oo:
        found = closed_value(replace(question, low=question.high, high=question.low), seconds)
        return None if found is None else replace(found, value=-found.value)
    found = _by_form(question)
    if found is None and time.thread_time() <= end:
        found = _guarded(lambda asked: by_reflection(asked, _by_form), question)
    return None if found is None else replace(found, value=_with_joined_powers(found))


def _with_joined_powers(found: Value) -> se.Expr:
    """√(c/u)·u^(3/2) as √c·u, for u > 0 by a condition and c > 0, and √(c·v²) as √c·|v|, where that is shorter."""
    positive = [to_symengine(c.tree) for c in found.conditions if c.relation is Relation.POSITIVE]

    def rule(e: se.Expr) -> se.Expr | None:
        if e.__class__ is not se.Pow or e.args[0] == se.E or not is_rational(e.args[1]) or e.args[1].q != 2:
            return None
        v, w = split_square(e.args[0])
        if not w.free_symbols and v.free_symbols and evaluate(w, {}).real > 0:
            return (abs(v) * se.sqrt(w)) ** (2 * e.args[1])
        for u, sign in product(positive, (1, -1)):
            c = se.expand(e.args[0] / u**sign)
            if not c.free_symbols and evaluate(c, {}).real > 0:
                return c ** e.args[1] * u ** (sign * e.args[1])
        return None

    joined = transform(found.value, rule)
    return joined if len(str(joined)) < len(str(found.value)) else found.value


def _is_possible(found: Value, question: Definite) -> bool:
    """Whether the value is a real number, and in the enclosure where rigorous quadrature gives one."""
    if found.value.free_symbols:
        return True
    value = evaluate(found.value, {}, _BITS)
    if not value.is_finite() or not value.imag.contains(0):
        return False
    if question.parameters or {question.low, question.high} & {*INFINITIES}:
        return True
    ball = quadrature(question.f, question.x, question.low, question.high, seconds=_SECONDS)
    return ball is None or bool(ball.overlaps(value.real))


__all__ = ["closed_value"]

"""A derivation from what a structural method says that it did: its changes of variable, and the method after them."""

import symengine as se

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.fit.structural import structural_candidates
from ansatz.fit.structural.methods.change_of_variable import Substitution
from ansatz.solve.steps.engine import Derivation, Engine
from ansatz.solve.steps.goal import Goal, Rewriting, text
from ansatz.solve.steps.rules.substitution import changed

_WORDS = {
    "algebraic": "The rational part by Hermite's reduction, the rest as logarithms and arctangents of its poles.",
    "parts": "By parts, logarithms and inverse functions first, until none is left.",
    "ansatz": "A sum of terms with unknown coefficients is differentiated and compared; the coefficients follow.",
    "special functions": "The same, with functions that are not elementary among the terms.",
    "term by term": "Term by term.",
}


def traced(engine: Engine, goal: Goal, seconds: float) -> Derivation | None:
    """The first structural candidate's own way, with textbook rules after each change where they suffice."""
    try:
        for candidate in structural_candidates(goal.integrand, goal.variable, deadline_seconds=seconds):
            if candidate.trace:
                return _through(engine, goal, candidate.trace)
            method = candidate.method.split(", ")[-1]
            return _leaf(goal, candidate.antiderivative, method) if method in ("algebraic", "parts") else None
    except ALGEBRA_FAILURES:
        pass
    return None


def _through(engine: Engine, goal: Goal, trace: tuple[Substitution, ...]) -> Derivation | None:
    first, *others = trace
    u = goal.fresh()
    inner = first.integrand.xreplace({first.t: u})
    part = Goal(inner, u)
    found = None
    if others:
        second, *rest = others
        moved = Substitution(second.integrand, second.t, second.shown.xreplace({first.t: u}))
        found = _through(engine, part, (moved, *rest))
    found = found or engine.derive(part)
    if found is None:
        candidate = next(structural_candidates(inner, u, deadline_seconds=1.0), None)
        found = None if candidate is None else _leaf(part, candidate.antiderivative, candidate.method)
    if found is None:
        return None
    words = f"Substitute {u} = {text(first.shown)}."
    rewriting = changed(goal, u, first.shown, inner, words)
    if rewriting.parts[0][1] != part:  # a constant has come in front
        rewriting = Rewriting(
            rewriting.rule, words, parts=((se.Integer(1), part),), substitution=rewriting.substitution
        )
    return Derivation(goal, rewriting, (found,), found.value.xreplace({u: first.shown}))


def _leaf(goal: Goal, value: se.Expr, method: str) -> Derivation:
    words = _WORDS.get(method.split(", ")[-1], f"By the structural method '{method}'.")
    return Derivation(goal, Rewriting(method, words, value), (), value)


__all__ = ["traced"]

"""Systems of linear equations being solved, in a worker: claims, verified, with the constants that values ask for.

`system_solutions(question, seconds)` answers a question whose statement is f of x' = f, then place and values where
they are given, and whose variables are the time and the functions.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import symengine as se

from ansatz.algebra.ratios import has_no_value
from ansatz.algebra.shortening import length
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.tree import Tree
from ansatz.proof.ode.initial_values import requires_nothing, vanishes, with_values_at_zero
from ansatz.proof.ode.system import SystemVerifier
from ansatz.proof.ode.verifier import CONSTANTS
from ansatz.proof.verdict import Verification
from ansatz.solve.ode.forms import by_kernels
from ansatz.solve.ode.forms_with_values import tidied
from ansatz.solve.ode.integrals import OwnIntegrals
from ansatz.solve.ode.linear_constants import linear_solution
from ansatz.solve.ode.methods.eliminated_system import SystemClaim, eliminated, in_succession
from ansatz.solve.ode.methods.linear_system import linear_system, solve_system
from ansatz.solve.question import Question


@dataclass(frozen=True, slots=True)
class SystemFound:
    """One solution: trees in the question's names. everywhere: it is one on the whole real line."""

    trees: tuple[Tree, ...]
    method: str
    verification: Verification
    everywhere: bool


@dataclass(frozen=True)
class _Problem:
    rates: tuple[se.Expr, ...]
    functions: tuple[se.Symbol, ...]
    t: se.Symbol
    values: tuple[se.Expr, ...]  # the place, then one for each function

    @classmethod
    def of(cls, question: Question) -> "_Problem":
        t, *functions = map(symbol, question.variables)
        parts = [to_symengine(tree) for tree in question.statement]
        return cls(tuple(parts[: len(functions)]), tuple(functions), t, tuple(parts[len(functions) :]))


def system_solutions(question: Question, seconds: float) -> list[SystemFound]:
    """The first that is accepted, or where signs of parameters decide, one for each that is possible."""
    problem = _Problem.of(question)
    found: list[SystemFound] = []
    for claim in _claims(problem, OwnIntegrals(time.thread_time() + seconds)):
        if found and not claim.branch:
            break
        try:
            found += _accepted(claim, problem)
        except ALGEBRA_FAILURES:
            continue
        if found and not claim.branch:
            break
    return found


def _claims(problem: _Problem, integrals: OwnIntegrals) -> Iterator[SystemClaim]:
    rates, functions, t = problem.rates, problem.functions, problem.t
    try:
        system = linear_system(rates, functions, t)
        solution = None if system is None else solve_system(system, integrals)
    except ALGEBRA_FAILURES:
        solution = None
    if solution is not None:
        yield SystemClaim(solution, "matrix exponential")
    for method in (eliminated, in_succession):
        try:
            yield from method(rates, functions, t, integrals)
        except ALGEBRA_FAILURES:
            continue


def _accepted(claim: SystemClaim, problem: _Problem) -> Iterator[SystemFound]:
    """The claim, or with values what becomes of it, in the shortest form that is accepted."""
    for solution in _with_values(claim.solution, problem) if problem.values else [claim.solution]:
        plain = tuple(tidied(x, problem.t) if problem.values else min(x, by_kernels(x), key=length) for x in solution)
        for form in dict.fromkeys((plain, solution)):
            general = not problem.values
            verifier = SystemVerifier(problem.rates, problem.functions, problem.t, general=general, branch=claim.branch)
            verification = verifier.verify(form)
            if verification.holds:
                everywhere = all(requires_nothing(e, problem.t) for e in chain(form, problem.rates))
                yield SystemFound(tuple(map(from_symengine, form)), claim.method, verification, everywhere)
                break


def _with_values(solution: Sequence[se.Expr], problem: _Problem) -> Iterator[tuple[se.Expr, ...]]:
    place, *values = problem.values
    at = {problem.t: place}
    conditions = [with_values_at_zero(x.subs(at)) - v for x, v in zip(solution, values, strict=True)]
    constants = None if any(map(has_no_value, conditions)) else linear_solution(conditions, CONSTANTS[: len(solution)])
    if constants is None:
        return
    taken = tuple(x.subs(constants) for x in solution)
    gaps = (with_values_at_zero(x.subs(at)) - v for x, v in zip(taken, values, strict=True))
    if all(map(vanishes, gaps)):
        yield taken


__all__ = ["SystemFound", "system_solutions"]

"""A quick check of thousands of pairs: F' = f at a few points, in rigorous balls; the verifier judges what differs."""

import random

from flint import acb

from ansatz.algebra.balls import Program
from ansatz.algebra.principal_derivative import principal_derivative
from ansatz.expr.canonical import symbol
from ansatz.problems.problem import Problem
from ansatz.proof.integral.verifier import AntiderivativeVerifier
from ansatz.proof.verdict import Verdict
from ansatz.solve.integral.real_forms import realise

X = symbol("x")
COMPLEX = "<integrate_complex>"


def draw(generator, count, seed=0):
    """`count` problems."""
    rng, found = random.Random(seed), []
    while len(found) < count:
        problem = generator.generate(rng)
        if isinstance(problem, Problem):
            found.append(problem)
    return found


def agreements(problem, rng):
    """(points where F' = f, points where not), of those where f has a value of its domain."""
    f, F = problem.statement[0], problem.answer[0]
    program = Program()
    wanted, found = program.add(f), program.add(principal_derivative(F, X))
    agree = differ = 0
    for _ in range(6):
        place = {s: acb(rng.uniform(0.3, 2.5)) for s in f.free_symbols | F.free_symbols}
        place[X] = acb(rng.uniform(-3, 3), rng.uniform(-2, 2) if problem.task == COMPLEX else 0)
        values = program.run(place, 128)
        u, v = values[wanted], values[found]
        if not (u.is_finite() and v.is_finite()) or (problem.task != COMPLEX and not u.imag.contains(0)):
            continue
        difference = u - v
        if not difference.contains(0):
            differ += 1
        elif difference.abs_upper() < 1e-12 * (1 + u.abs_lower()):  # a wide ball tells nothing
            agree += 1
    return agree, differ


def refuted(problem):
    """Whether the verifier refutes the pair; outside the real domain of acosh and asech its real form is meant."""
    (f,), (F,) = problem.statement, problem.answer
    verifier = AntiderivativeVerifier(f, X, domain="complex" if problem.task == COMPLEX else "real")
    if verifier.verify(F).verdict is not Verdict.REFUTED:
        return False
    return problem.task == COMPLEX or verifier.verify(realise(F, X, f)).verdict is Verdict.REFUTED


def wrong(problems, seed=1):
    """(wrong pairs, how many pairs agreed with f at some point)."""
    rng = random.Random(seed)
    bad, compared = [], 0
    for problem in problems:
        agree, differ = agreements(problem, rng)
        compared += agree > 0
        if differ and refuted(problem):
            bad.append((problem.statement[0], problem.answer[0], problem.form))
    return bad, compared

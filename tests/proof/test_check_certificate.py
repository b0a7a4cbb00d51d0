"""Certificates as files: what proves is accepted, what is changed in one number is not; and by fractions alone."""

import ast
import copy
import json
import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
import symengine as se

from ansatz.algebra.polynomials import rate, ring, to_polynomial, to_polynomials
from ansatz.expr.canonical import symbol
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.problems.lyapunov.backward import LyapunovBackward
from ansatz.problems.problem import Rejection
from ansatz.proof.lyapunov import check_certificate
from ansatz.proof.lyapunov.certificate_file import FORMAT, certificate_file
from ansatz.proof.lyapunov.check_certificate import accepts
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares
from ansatz.proof.lyapunov.verifier import LyapunovCertificate, verify_lyapunov
from ansatz.proof.verdict import Verdict

x, y, z = se.symbols("x y z")


def written(V, system, variables) -> dict:
    context = ring(variables)
    found = verify_lyapunov(V, system, variables, squares=sum_of_squares)
    assert found.verdict is Verdict.PROVED and isinstance(found.certificate, LyapunovCertificate)
    p, f = to_polynomial(V, context), to_polynomials(system, context)
    assert f is not None
    return json.loads(json.dumps(certificate_file(p, f, found.certificate)))


PROOFS = [
    (x**2 + y**2, (-(x**3) + y, -x - y), (x, y)),
    (x**2 + y**2, (y, -x), (x, y)),
    (2 * x * y + x**2 + x**4 + 2 * y**2, (y, -(x**3) - y), (x, y)),
    (x**2 + 5 * y**2 + 5 * z**2, (10 * (y - x), x / 2 - y - x * z, x * y - 8 * z / 3), (x, y, z)),
    (5 * x**6 + 2 * x**3 * y + y**2, (0 * x, -2 * y - 2 * x**3), (x, y)),
]


@pytest.mark.parametrize("V, system, variables", PROOFS)
def test_proofs_are_accepted(V, system, variables):
    assert accepts(written(V, system, variables)) == ""


def generated(count: int) -> Iterator[dict]:
    rng, generator = random.Random(3), LyapunovBackward()
    while count:
        problem = generator.generate(rng)
        if isinstance(problem, Rejection):
            continue
        variables = [symbol(f"x{k}") for k in range(len(problem.statement))]
        found = verify_lyapunov(problem.answer[0], problem.statement, variables, squares=sum_of_squares)
        if isinstance(found.certificate, LyapunovCertificate):
            count -= 1
            context = ring(variables)
            p, f = to_polynomial(problem.answer[0], context), to_polynomials(problem.statement, context)
            assert f is not None
            yield json.loads(json.dumps(certificate_file(p, f, found.certificate)))


def numbers(data: object, path: tuple = ()) -> Iterator[tuple]:
    """Where the numbers of a file are: fractions as text, and exponents."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        if key in ("format", "claim", "variables"):
            continue
        if isinstance(value, int | str):
            yield (*path, key)
        else:
            yield from numbers(value, (*path, key))


def changed(data: dict, rng: random.Random) -> dict:
    """A copy in which one number is another one."""
    twin, path = copy.deepcopy(data), rng.choice(list(numbers(data)))
    place = twin
    for key in path[:-1]:
        place = place[key]
    value = place[path[-1]]
    if isinstance(value, int):
        place[path[-1]] = max(0, value + rng.choice((-1, 1, 2))) if value else value + 1
    else:
        steps = (1, -1, Fraction(1, 10**12), Fraction(-1, 3), -2 * Fraction(value) or 5)
        place[path[-1]] = str(Fraction(value) + rng.choice(steps))
    return twin


def test_none_of_a_thousand_files_with_one_number_changed_is_accepted():
    rng = random.Random(11)
    files = [written(*proof) for proof in PROOFS] + list(generated(45))
    assert all(accepts(data) == "" for data in files)
    wrong = [(data, changed(data, rng)) for data in files for _ in range(20)]
    assert len(wrong) == 1000 and all(twin != data for data, twin in wrong)
    assert [twin for _, twin in wrong if accepts(twin) == ""] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        [],
        None,
        {"format": FORMAT},
        {"format": FORMAT, "variables": [], "system": [], "function": [], "function_is": {}, "decrease_is": {}},
    ],
)
def test_what_is_no_certificate_is_not_accepted(wrong):
    assert accepts(wrong) != ""


def test_a_function_that_vanishes_off_the_origin_is_not_accepted():
    """x² of two variables is a sum of squares, and so is -dV/dt; it is not positive."""
    context = ring((x, y))
    V, field = to_polynomial(x**2, context), to_polynomials((-x, -y), context)
    assert V is not None and field is not None
    form, decrease = sum_of_squares(V), sum_of_squares(-rate(V, field))
    assert form is not None and decrease is not None
    data = certificate_file(V, field, LyapunovCertificate(form, decrease))
    assert "positive" in accepts(data)
    nothing = certificate_file(0 * V, field, LyapunovCertificate(SumOfSquares((), ()), SumOfSquares((), ())))
    assert "positive" in accepts(nothing)


def test_the_checker_uses_nothing_but_fractions():
    tree = ast.parse(Path(check_certificate.__file__).read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"json", "sys", "fractions"}
    assert not any(isinstance(node, ast.Assert) for node in ast.walk(tree)), "python -O would strip these"


# ------------------------------------------------------------------------------------- the prover's limits

MOTZKIN = (-(x**3) * y**2 / 2, -(x**2) * y**3 / 2, (3 * x**2 * y**2 * z - z**5) / 2)


def test_motzkin_is_neither_proved_nor_refuted_and_the_message_says_what_failed():
    """-dV/dt is Motzkin's form, nowhere negative and no sum of squares."""
    V = x**2 + y**2 + z**2
    descent = -sum(V.diff(v) * f for v, f in zip((x, y, z), MOTZKIN, strict=True))
    assert se.expand(descent - (x**4 * y**2 + x**2 * y**4 - 3 * x**2 * y**2 * z**2 + z**6)) == 0
    found = verify_lyapunov(V, MOTZKIN, (x, y, z), squares=sum_of_squares, seconds=20)
    assert found.verdict is Verdict.UNKNOWN
    assert "-dV/dt" in found.reason and "sum of squares" in found.reason and "that V is" not in found.reason


def test_scheiderer_is_neither_proved_nor_refuted_and_the_message_says_what_failed():
    """A sum of squares over the real numbers, and of none over the rationals (Scheiderer 2016)."""
    V = x**4 + x * y**3 + y**4 - 3 * x**2 * y * z - 4 * x * y**2 * z + 2 * x**2 * z**2 + x * z**3 + y * z**3 + z**4
    found = verify_lyapunov(V, (0 * x, 0 * y, 0 * z), (x, y, z), squares=sum_of_squares, seconds=20)
    assert found.verdict is not Verdict.PROVED
    assert found.verdict is Verdict.REFUTED or "over the rationals that V is" in found.reason


@pytest.mark.parametrize("factor", [10**8, Fraction(1, 10**8)])
@pytest.mark.parametrize("V, system, variables", PROOFS)
def test_no_verdict_depends_on_the_size_of_v(V, system, variables, factor):
    scaled = se.expand(V * se.Rational(Fraction(factor).numerator, Fraction(factor).denominator))
    assert accepts(written(scaled, system, variables)) == ""

"""Certificates as files: what proves is accepted, what is changed in one number is not; and by fractions alone."""

import ast
import copy
import json
import math
import random
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest
import symengine as se

import ansatz
from ansatz.algebra.polynomials import rate, ring, to_polynomial, to_polynomials
from ansatz.expr.canonical import symbol
from ansatz.fit.sos.exact import sum_of_squares
from ansatz.fit.sos.lifted_program import fit_lifted, proved_in_lifting
from ansatz.problems.lyapunov.backward import LyapunovBackward
from ansatz.problems.problem import Rejection
from ansatz.proof.lyapunov import check_certificate
from ansatz.proof.lyapunov.barrier import verify_barrier
from ansatz.proof.lyapunov.certificate_file import certificate_file
from ansatz.proof.lyapunov.check_certificate import (
    ALWAYS,
    BARRIER,
    CLAIMS,
    FORMAT,
    GROWING,
    LYAPUNOV,
    NEAR,
    SLOPES,
    accepts,
    known,
)
from ansatz.proof.lyapunov.check_certificate import LOCAL as LOCAL_CLAIM
from ansatz.proof.lyapunov.lifting import lifted
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares
from ansatz.proof.lyapunov.verifier import LyapunovCertificate, verify_lyapunov
from ansatz.proof.verdict import Verdict

x, y, z = se.symbols("x y z")


def written(V, system, variables) -> dict:
    found = verify_lyapunov(V, system, variables, squares=sum_of_squares)
    assert found.verdict is Verdict.PROVED and isinstance(found.certificate, LyapunovCertificate)
    return as_file(V, system, variables, found.certificate)


def as_file(V, system, variables, certificate, claim=LYAPUNOV, box=()) -> dict:
    lifting = lifted(system, variables, box, (V,))
    assert lifting is not None
    return json.loads(json.dumps(certificate_file(lifting.also[0], lifting, certificate, claim)))


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
            yield as_file(problem.answer[0], problem.statement, variables, found.certificate)


LIFTED = [  # with functions and denominators, everywhere
    (-x + se.sin(y) / 2, -y),
    (-x / (1 + y**2), -y),
    (y - se.tanh(x), -x),
    (-3 * x + y + se.sin(x) * se.cos(x), -y),
    (-se.atan(x) + y / (1 + x**2 + y**2), -x / (1 + x**2 + y**2) - y),
    (1 - se.exp(x), -y),
    (-x - x * abs(x) + y, -y - x),
    (-x / se.sqrt(1 + y**2), -y),
]
OWN = [  # V with functions
    (se.log(1 + x**2) + y**2, (-x + x * y, -y)),
    (2 - 2 * se.cos(x) + x**2 + y**2, (y, -se.sin(x) - x - y)),
    (se.sqrt(1 + x**2) - 1 + y**2, (-x, -y)),
    (se.log(1 + x**2 + y**2), (-x * (1 + y**2), -y)),
    (se.cosh(x) - 1 + y**2 / 2, (y, -se.sinh(x) - y)),
]
LOCAL = [  # on a box
    ((y, -se.sin(x) - y), 3),
    ((-y, x - (1 - x**2) * y), 1),
    ((-x + x**2, -y), se.Rational(1, 2)),
    ((-x / (2 + x), -y + se.cos(x) - 1), 1),
    ((-(x**3), -y + x * y), se.Rational(1, 2)),
    ((1 - se.exp(x) + y, -se.sinh(y)), se.Rational(1, 2)),
]


def globally(system) -> dict:
    lifting = lifted(system, (x, y))
    assert lifting is not None
    found = fit_lifted(lifting, seconds=20)
    assert found is not None
    return as_file(lifting.expression(found[0]), system, (x, y), found[1])


def given(V, system) -> dict:
    found = proved_in_lifting(V, system, (x, y), seconds=20)
    assert found is not None
    return as_file(V, system, (x, y), found)


def locally(system, radius) -> dict:
    solution = ansatz.lyapunov(dict(zip((x, y), system, strict=True)), box=radius, deadline=30)
    assert solution.verdict is Verdict.PROVED and solution.box == (Fraction(int(radius.p), int(radius.q)),) * 2
    return json.loads(json.dumps(solution.certificate_json))


def barrier() -> dict:
    V, system = x**2 - 2 * x * y + y**2, (x * y - x, x * y - y)
    found = verify_barrier(V, system, (x, y))
    assert isinstance(found.certificate, LyapunovCertificate)
    return as_file(V, system, (x, y), found.certificate, BARRIER)


@pytest.fixture(scope="module")
def files() -> list[dict]:
    """Of every kind."""
    everywhere = [written(*proof) for proof in PROOFS] + list(map(globally, LIFTED)) + [barrier()]
    everywhere += [given(V, system) for V, system in OWN]
    return [*everywhere, *(locally(system, se.sympify(r)) for system, r in LOCAL), *generated(6)]


def test_proofs_of_every_kind_are_accepted(files):
    assert [accepts(data) for data in files] == [""] * len(files)
    assert {data["claim"] for data in files} == {*CLAIMS}


@pytest.mark.slow
def test_none_of_the_files_with_one_number_changed_is_accepted(files):
    rng = random.Random(11)
    wrong = [(data, changed(data, rng)) for data in files for _ in range(15)]
    assert all(twin != data for data, twin in wrong)
    assert [twin for _, twin in wrong if accepts(twin) == ""] == []


def test_what_is_true_of_one_function_or_box_is_not_of_another(files):
    for data in files:
        for j, (name, *_) in enumerate(data["functions"]):
            for other in ALWAYS.keys() - {name}:
                twin = copy.deepcopy(data)
                twin["functions"][j][0] = other
                assert not proves_wrongly(twin)
        if data["box"]:
            larger = [str(100 * Fraction(r)) for r in data["box"]]
            assert accepts(data | {"box": larger}) and accepts(data | {"box": [], "claim": LYAPUNOV})
            assert accepts(data | {"level": str(2 * Fraction(data["level"]))})


def proves_wrongly(data: dict) -> bool:
    """Whether what is accepted is false at some point: another function may serve the same proof."""
    if accepts(data):
        return False
    rng, n = random.Random(5), len(data["states"])
    reach = [float(Fraction(r)) for r in data["box"]] or [5.0] * n
    V = data["function"]
    for _ in range(300):
        point = [rng.uniform(-r, r) for r in reach]
        point += [VALUES[name](value(u, point)) for name, u, _ in data["functions"]]
        field = [value(f, point) / value(data["scale"], point) for f in data["system"]]
        slopes = ([([*m[:i], m[i] - 1, *m[i + 1 :]], str(m[i] * Fraction(c))) for m, c in V if m[i]] for i in range(n))
        if sum(value(slope, point) * f for slope, f in zip(slopes, field, strict=True)) > 1e-9:
            return True
    return False


def value(p, point) -> float:
    """Of a polynomial of a file."""
    return sum(float(Fraction(c)) * math.prod(v**k for v, k in zip(point, m, strict=False)) for m, c in p)


VALUES: dict[str, Callable[[float], float]] = {
    "sin(u)": math.sin,
    "1 - cos(u)": lambda u: 1 - math.cos(u),
    "tanh(u)": math.tanh,
    "atan(u)": math.atan,
    "asinh(u)": math.asinh,
    "sinh(u)": math.sinh,
    "cosh(u) - 1": lambda u: math.cosh(u) - 1,
    "exp(u) - 1": math.expm1,
    "abs(u)": abs,
    "ln(1 + u)": math.log1p,
    "sqrt(1 + u) - 1": lambda u: math.sqrt(1 + u) - 1,
}


def argument(name: str, rng: random.Random, reach: float) -> float:
    """u of a function, within a reach; not negative where the function needs that."""
    return rng.uniform(0 if name in GROWING else -1, 1) * reach


@pytest.mark.parametrize("name", ALWAYS)
def test_what_the_checker_knows_of_functions_is_true(name):
    rng = random.Random(1)
    reach = NEAR.get(name, (9,))[0]
    for box in [(), *((Fraction(rng.randint(1, 150 * reach), 100),) for _ in range(20))]:
        for _ in range(50):
            u = argument(name, rng, float(box[0] if box else 20))
            facts = known(1.0, [u], list(map(float, box)), [(name, u, VALUES[name](u), float(box[0]) if box else 0)])
            assert all(fact >= -1e-9 * (1 + abs(u) ** 4 + VALUES[name](u) ** 2) for fact in facts)


@pytest.mark.parametrize("name", SLOPES)
def test_slopes_are_derivatives(name):
    rng, f = random.Random(2), VALUES[name]
    other, rule = SLOPES[name]
    for _ in range(30):
        u, h = argument(name, rng, 3), 1e-5
        top, bottom = rule(1, u, f(u), VALUES[other](u) if other else None)
        assert bottom > 0 and abs((f(u + h) - f(u - h)) / (2 * h) - top / bottom) < 1e-6 * (1 + abs(top / bottom))


def numbers(data: object, path: tuple = ()) -> Iterator[tuple]:
    """Where the numbers of a file are: fractions as text, and exponents."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        if isinstance(value, int) or (isinstance(value, str) and re.fullmatch(r"-?\d+(/\d+)?", value)):
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
        flipped = 5 if "proofs" in path else -2 * Fraction(value)  # (-q)² is q²
        steps = (1, Fraction(1, 10**12), Fraction(-1, 10**12), Fraction(-1, 7**5), flipped or 5)
        place[path[-1]] = str(Fraction(value) + rng.choice(steps))
    return twin


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        [],
        None,
        {"format": FORMAT},
        {"format": FORMAT, "claim": LYAPUNOV, "states": [], "functions": [], "system": [], "proofs": {}},
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
    assert "positive" in accepts(as_file(x**2, (-x, -y), (x, y), LyapunovCertificate(form, decrease)))
    nothing = LyapunovCertificate(SumOfSquares((), ()), SumOfSquares((), ()))
    assert "positive" in accepts(as_file(se.Integer(0), (-x, -y), (x, y), nothing))
    assert "positive" in accepts(as_file(se.Integer(0), (-x, -y), (x, y), nothing, BARRIER))


X, ONE = [[[1], "1"]], [[[0], "1"]]
NOTHING: list[object] = []
PLAIN = {"scale": [[["1", ONE]]], "function": [[["1", X]]], "decrease": [[["2", X]]], "levels": []}
INSIDE = {key: [*proof, NOTHING] for key, proof in PLAIN.items()} | {"levels": [[NOTHING, NOTHING]]}


def line(proofs: dict | None = None, **changes) -> dict:
    """x' = -x with V = x², in one variable; with entries changed."""
    data = {"format": FORMAT, "claim": LYAPUNOV, "states": ["x"], "functions": [], "box": [], "level": None}
    stated: dict[str, object] = {"scale": ONE, "system": [[[[1], "-1"]]], "function": [[[2], "1"]]}
    return data | stated | changes | {"proofs": PLAIN | (proofs or {})}


def inside(proofs: dict | None = None, **changes) -> dict:
    """The same on |x| <= 1."""
    return line(INSIDE | (proofs or {}), **{"claim": LOCAL_CLAIM, "box": ["1"], "level": "1"} | changes)


def test_the_smallest_proofs_are_accepted():
    assert [accepts(data) for data in (line(), line(claim=BARRIER), inside())] == [""] * 3


@pytest.mark.parametrize(
    "data, says",
    [
        (line({"decrease": [[["-2", X]]]}, system=[X]), "weight"),  # V increases, and its weight says so
        (line({"decrease": [[["0", X]]]}), "weight"),
        (line({"function": [[["2", X], ["-1", X]]]}), "weight"),
        (line({"function": []}), "zip"),
        (line(system=[[*ONE, [[1], "-1"]]]), "0 at 0"),
        (line(states=["x", "x"]), "as many equations"),
        (line(claim="global"), "claim"),
        (line({"scale": [NOTHING]}, scale=[]), "denominator"),
        (line(claim=LOCAL_CLAIM), "box"),
        (line(box=["1"]), "box"),
        (line(INSIDE), "longer"),  # what holds on the box only, claimed everywhere
        (inside(box=["-1"]), "box"),
        (inside(level="2"), "growth"),
        (inside({"levels": [[[["2", X]], NOTHING]]}, level="-1"), "decrease"),
        (inside({"levels": []}), "side"),
        (inside({"decrease": [NOTHING, NOTHING]}, system=[[]]), "decrease"),  # x' = 0
        (line(functions=[["sin(u)", ONE, []]]), "exponents"),
    ],
)
def test_forged_proofs_are_not_accepted(data, says):
    assert says in accepts(data)


@pytest.mark.parametrize("text", ["1e9", "1.0", " 1", "1_0", "٣", "2/4", "+1", "-0"])
def test_numbers_are_reduced_fractions_in_plain_digits(text):
    assert accepts(line(function=[[[2], text]])) != ""


def test_exponents_are_bounded():
    assert "exponents" in accepts(line(function=[[[10**9], "1"]]))


def test_a_logarithm_needs_an_argument_that_is_a_sum_of_squares():
    """V = ln(1 + x) would be proved where x² were not asked for."""
    data = given(se.log(1 + x**2) + y**2, (-x + x * y, -y))
    name, u, squares = data["functions"][0]
    assert accepts(data) == "" and squares
    for wrong in ([], [["-1", squares[0][1]]]):
        assert accepts(data | {"functions": [[name, u, wrong]]}) != ""
    assert accepts(data | {"functions": [["abs(u)", u, squares]]}) != ""


def test_a_barrier_function_may_not_vanish_identically():
    """sin² + (1 - cos)² - 2 (1 - cos) = 0, which is a polynomial of the functions, but no function but 0."""
    data = given(2 - 2 * se.cos(x) + x**2 + y**2, (y, -se.sin(x) - x - y))
    s, d = (next(k for k, (name, *_) in enumerate(data["functions"]) if name == f) for f in ("sin(u)", "1 - cos(u)"))
    unit = lambda k, e: [0] * (2 + k) + [e] + [0] * (1 - k)  # noqa: E731
    zero = [[unit(s, 2), "1"], [unit(d, 2), "1"], [unit(d, 1), "-2"]]
    facts = len(data["proofs"]["function"])
    for place in range(facts):
        proof: list[list[object]] = [[] for _ in range(facts)]
        proof[place] = [["1", [[[0] * 4, "1"]]]]
        empty: list[list[object]] = [[] for _ in range(facts)]
        twin = data | {"claim": BARRIER, "function": zero}
        twin["proofs"] = data["proofs"] | {"function": proof, "decrease": empty}
        assert accepts(twin) != ""


def test_the_checker_uses_nothing_but_fractions():
    tree = ast.parse(Path(check_certificate.__file__).read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"json", "math", "sys", "fractions"}
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

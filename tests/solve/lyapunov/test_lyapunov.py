"""`ansatz.lyapunov`: every V is checked by substitution, every refusal is one sentence."""

import json
import re
from fractions import Fraction
from itertools import product

import pytest
import sympy

import ansatz
from ansatz.errors import ConfigError, InputError
from ansatz.proof.lyapunov.check_certificate import accepts
from ansatz.proof.verdict import Verdict
from ansatz.solve.lyapunov.reading import read
from ansatz.solve.lyapunov.solution import Stability
from ansatz.solve.lyapunov.solver import is_lyapunov

x, y = sympy.symbols("x y")
x0, x1 = sympy.symbols("x0 x1")


def descends(V: sympy.Expr, field: dict[sympy.Symbol, sympy.Expr], at: dict[sympy.Symbol, int]) -> bool:
    """V = 0 at the equilibrium, V > 0 and dV/dt ≤ 0 on a grid about it."""
    rate = sum(sympy.diff(V, v) * f for v, f in field.items())
    assert sympy.simplify(V.subs({v: at.get(v, 0) for v in field})) == 0
    steps = [sympy.Rational(k, 3) for k in range(-7, 8)]
    names = list(field)
    points = [dict(zip(names, p, strict=True)) for p in product(steps, repeat=len(names))]
    shifted = [{v: at.get(v, 0) + c for v, c in point.items()} for point in points if any(point.values())]
    return all(V.subs(p) > 0 and rate.subs(p) <= 0 for p in shifted)


@pytest.mark.parametrize(
    "system, field, stability",
    [
        ("x0' = -x0^3 + x1; x1' = -x0 - x1", {x0: -(x0**3) + x1, x1: -x0 - x1}, Stability.ASYMPTOTIC),
        ("x' = y; y' = -x - y", {x: y, y: -x - y}, Stability.ASYMPTOTIC),
        ("x' = y; y' = -x - y^3", {x: y, y: -x - y**3}, Stability.ASYMPTOTIC),
        ("x' = y; y' = -x", {x: y, y: -x}, Stability.STABLE),
        ("x' = -x*(x-1)^2; y' = -y", {x: -x * (x - 1) ** 2, y: -y}, Stability.STABLE),
        (r"\dot x = -x + y \\ \dot y = -y^3", {x: -x + y, y: -(y**3)}, Stability.ASYMPTOTIC),
    ],
)
def test_functions_are_found_and_proved(system, field, stability):
    solution = ansatz.lyapunov(system, deadline=60)
    assert solution.verdict is Verdict.PROVED and solution.stability is stability
    assert descends(solution.answer, field, {})
    assert accepts(json.loads(json.dumps(solution.to_dict()))["certificate"]) == ""
    assert "-dV/dt = " in solution.explain()


def test_an_equilibrium_elsewhere_is_moved_and_moved_back():
    field = {x: -(x - 2) + (y - 1), y: -(x - 2) - (y - 1) ** 3}
    for at in ((2, 1), "x = 2, y = 1", "2, 1", {"x": 2, "y": 1}, {x: 2, y: 1}):
        solution = ansatz.lyapunov(field, at=at, deadline=60)
        assert solution.verdict is Verdict.PROVED and descends(solution.answer, field, {x: 2, y: 1})
    assert solution.answer is not None and solution.answer.free_symbols == {x, y}


def test_answers_are_in_the_symbols_that_were_given():
    u, v = sympy.symbols("u v", real=True)
    solution = ansatz.lyapunov(sympy.Matrix([-u + v, -u - v]), deadline=60)
    assert solution.answer is not None and solution.answer.free_symbols == {u, v}


@pytest.mark.parametrize(
    "system", ["x' = y; y' = x", "x' = y; y' = -x + y - x^2*y", "x' = -x + x^2", "x' = y; y' = -x - y + x^2*y"]
)
def test_where_there_is_none_the_reason_is_the_answer(system):
    solution = ansatz.lyapunov(system, deadline=60)
    assert solution.verdict is Verdict.REFUTED and solution.answered and solution.answer is None
    assert "no global Lyapunov function exists, because" in solution.reason
    assert solution.to_dict()["verdict"] == "refuted"


@pytest.mark.parametrize("at, place", [(None, 0), ("x = 1", 1)])
def test_a_solution_that_escapes_is_named_in_the_users_variables(at, place):
    """x' = -x + 2x²y, y' = -y: the solutions with x·y > 1 are unbounded (Hahn 1967)."""
    u = x - place
    solution = ansatz.lyapunov({x: -u + 2 * u**2 * y, y: -y}, at=at, deadline=30, methods=("fit",))
    assert solution.verdict is Verdict.REFUTED and solution.point is not None
    found = re.search(
        r"W = (.*) is positive, dW/dt >= (.*)W, so that W tends to infinity from x = (\S+), y = (\S+)$", solution.reason
    )
    assert found is not None
    W, start = sympy.sympify(found[1].replace("^", "**")), {x: sympy.Rational(found[3]), y: sympy.Rational(found[4])}
    growth = sympy.Rational(found[2].rstrip("*") or 1)
    assert W.subs(start) > 0 and growth > 0
    excess = sympy.expand(W.diff(x) * (-u + 2 * u**2 * y) - W.diff(y) * y - growth * W)
    assert all(excess.subs({x: a, y: b}) >= 0 for a in range(-4, 5) for b in range(-4, 5))


@pytest.mark.parametrize(
    "system, field",
    [
        ("x' = -x + x*y; y' = -y", {x: -x + x * y, y: -y}),  # no polynomial V exists (Ahmadi, Krstić & Parrilo 2011)
        ("x' = (1 + x^2)/4*y; y' = -x - y", {x: (1 + x**2) / 4 * y, y: -x - y}),
    ],
)
def test_logarithms_are_found_and_proved(system, field):
    solution = ansatz.lyapunov(system, deadline=60, methods=("fit",))
    assert solution.verdict is Verdict.PROVED and solution.answer is not None and solution.answer.has(sympy.log)
    V, points = (
        solution.answer,
        [{x: sympy.Integer(a), y: sympy.Integer(b)} for a in range(-3, 4) for b in range(-3, 4)],
    )
    rate = sum(V.diff(v) * f for v, f in field.items())
    assert all(V.subs(p).evalf() > 0 for p in points if any(p.values()))
    assert all(rate.subs(p) <= 0 for p in points)
    assert accepts(json.loads(json.dumps(solution.certificate_json))) == ""


@pytest.mark.parametrize("system", ["x' = y; y' = -x - y*abs(y)", "x' = -x + sin(10*x)/10", "x' = -x/sqrt(1 + x^2)"])
def test_functions_with_corners_and_sectors_are_proved(system):
    solution = ansatz.lyapunov(system, deadline=30, methods=("fit",))
    assert solution.verdict is Verdict.PROVED
    assert accepts(json.loads(json.dumps(solution.certificate_json))) == ""


def test_the_pendulum_does_not_attract_everything():
    solution = ansatz.lyapunov("x' = y; y' = -sin(x) - y", deadline=3)
    assert solution.verdict is not Verdict.PROVED and "x = 3.14159" in solution.remark


TOKENS = "INT+ 2 <SPECIAL_3> * cos * / INT+ 2 1 INT+ 1 0 x0 + x1 INT+ 2 <SPECIAL_3> sin + * INT+ 3 x1 INT+ 2"


@pytest.mark.parametrize(
    "system, at, says",
    [
        ("(cos(2.1 x0)(x1+2), sin(3 x1+2))", None, "The origin is no equilibrium: x0' = 2 there"),
        (TOKENS, None, "The origin is no equilibrium: x0' = 2 there"),
        ("x' = 1 - x", None, "no equilibrium"),
        ("x' = -x", "x = 1/2", "x = 1/2 is no equilibrium"),
        ("x' = -x", "y = 1", "y is no variable"),
        ("x' = -x", (0, 0), "2 coordinates"),
        ("x' = -1/x", None, "no value"),
        ("x' = -x", "x = a", "must be a number"),
        ("; ".join(f"x{k}' = -x{k}" for k in range(7)), None, "one to 6"),
        ("-x; -y; -z - x*w", None, "3 components and 4 symbols"),
        ("x' = -x*t", None, "time"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(system, at, says):
    with pytest.raises(InputError, match=says) as raised:
        ansatz.lyapunov(system, at=at)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("settings", [{"methods": "fit"}, {"methods": ["maxima"]}, {"deadline": 0}, {"beam": 0}])
def test_settings_that_make_no_sense_are_refused(settings):
    with pytest.raises(ConfigError):
        ansatz.lyapunov("x' = -x", **settings)


def test_tokens_are_read_with_a_reference_and_without():
    line = "INT+ 2 <SPECIAL_3> * INT- 1 x0 <SPECIAL_3> * INT- 1 0 x1"
    assert read(line).field == read(f"1|{line}\t^ x0 INT+ 2").field == read("-x0; -10*x1").field


@pytest.mark.parametrize(
    "V, verdict, says",
    [
        ("x^2 + 3y^2", Verdict.PROVED, ""),
        ("0", Verdict.REFUTED, "V is not positive"),
        ("x^2", Verdict.REFUTED, "V is not positive"),
        ("x^2 - y^2", Verdict.REFUTED, "V is not positive"),
        ("x^2 + y^2 + 1", Verdict.REFUTED, "V\\(0\\)"),
        ("x^2 + 100*y^2", Verdict.REFUTED, "V increases"),
    ],
)
def test_functions_of_the_users_are_judged(V, verdict, says):
    found = is_lyapunov(V, "x' = -x; y' = -y - x")
    assert found.verdict is verdict
    assert re.search(says, found.reason)
    assert found.point is None or set(found.point) == {"x", "y"}


@pytest.mark.parametrize(
    "V, box, verdict",
    [
        ("1 - cos(x) + y^2/2 + x^2/2", None, Verdict.PROVED),
        ("2*(1 - cos(x)) + y^2 + x^2 + x*y/4", None, Verdict.PROVED),
        ("1 - cos(x) + y^2/2 - x^2/2", None, Verdict.REFUTED),
        ("x^2 + y^2 - x^4", None, Verdict.REFUTED),
        ("1 - cos(x) + y^2/2 + x^2/2 + x*y/8", 1, Verdict.PROVED),
        ("x^2 + y^2 - 4*x^4", 1, Verdict.REFUTED),
    ],
)
def test_functions_of_the_users_may_hold_functions_and_be_local(V, box, verdict):
    """For x' = y, y' = -sin(x) - x - y, whose energy is 1 - cos(x) + x²/2 + y²/2."""
    assert is_lyapunov(V, "x' = y; y' = -sin(x) - x - y", box=box, seconds=60).verdict is verdict


def test_a_barrier_function_of_the_users_is_judged_as_one():
    assert is_lyapunov("y^2", "x' = x; y' = -y", seconds=60).verdict is Verdict.REFUTED
    assert is_lyapunov("y^2", "x' = x; y' = -y", barrier=True, seconds=60).verdict is Verdict.PROVED


def test_a_function_is_one_of_the_systems_variables():
    with pytest.raises(InputError, match="z is no variable"):
        is_lyapunov("x^2 + z^2", "x' = -x; y' = -y")


# ------------------------------------------------------------------------------------- boxes and barriers


def test_a_box_has_a_local_answer_and_a_level_inside_it():
    solution = ansatz.lyapunov("x' = y; y' = -sin(x) - y", box=1, deadline=60)
    assert solution.verdict is Verdict.PROVED and solution.stability is Stability.LOCAL
    assert solution.box == (1, 1)
    # on the box's edge V is no lower than the level
    steps = [sympy.Rational(k, 20) for k in range(-20, 21)]
    edge = [(s, e) for s in steps for e in (-1, 1)] + [(e, s) for s in steps for e in (-1, 1)]
    assert solution.answer is not None and solution.level is not None
    assert min(solution.answer.subs({x: a, y: b}) for a, b in edge) >= solution.level


@pytest.mark.parametrize(
    "system, box, region",
    [
        ("x' = y; y' = -sin(x) - y", 3, "|x| <= 3, |y| <= 3, where V < "),
        ("x' = -y; y' = x - (1 - x^2)*y", 1, "|x| <= 1, |y| <= 1, where V < "),  # Van der Pol, time reversed
        ("x' = 2/(1 + x) - x; y' = -y", "1/2", None),
    ],
)
def test_local_answers_have_a_region_of_attraction_in_their_scope_and_a_file(system, box, region):
    solution = ansatz.lyapunov(system, at=None if region else "x = 1", box=box, deadline=60)
    assert solution.verdict is Verdict.PROVED and solution.level is not None and solution.level > 0
    assert region is None or solution.scope_text().startswith(region)
    assert "positively invariant" in str(solution.to_dict()["scope"])
    data = json.loads(json.dumps(solution.certificate_json))
    assert accepts(data) == "" and Fraction(data["level"]) == solution.level


def test_the_region_of_a_quadratic_form_reaches_the_box():
    """Duffing's well: V = c touches an edge of the box, so no greater c would do."""
    solution = ansatz.lyapunov("x' = y; y' = x - x^3 - y", at="x = 1", box="1/2", deadline=60, methods=("fit",))
    assert solution.verdict is Verdict.PROVED and solution.box == (Fraction(1, 2),) * 2
    assert solution.answer is not None and solution.level is not None
    edges = []
    for v, other, centre in ((x, y, 1), (y, x, 0)):
        along = solution.answer.subs(v, centre + sympy.Rational(1, 2))
        (least,) = sympy.solve(along.diff(other), other)
        edges.append(along.subs(other, least))
    assert min(edges) == sympy.Rational(solution.level.numerator, solution.level.denominator)


def test_what_is_no_polynomial_of_known_functions_is_proved_on_a_box_by_balls_without_a_file():
    solution = ansatz.lyapunov("x' = -x*exp(sin(x)); y' = -y", box="1/2", deadline=60)
    assert solution.verdict is Verdict.PROVED and solution.certificate_json is None


def test_a_box_that_is_too_large_is_made_smaller_and_said_to_be():
    solution = ansatz.lyapunov("x' = -x + x^2", box="x = 2", deadline=60)
    assert solution.verdict is Verdict.PROVED and solution.box[0] <= 1 and "smaller box" in solution.remark


def test_an_unstable_equilibrium_has_no_local_answer():
    assert ansatz.lyapunov("x' = x; y' = -y", box=1, deadline=60).verdict is Verdict.REFUTED


def test_a_box_beyond_the_domain_is_halved_at_once():
    solution = ansatz.lyapunov("x' = -ln(1 + x); y' = -y", box=2, deadline=60)
    assert solution.verdict is Verdict.PROVED and solution.box == (Fraction(1, 2),) * 2


@pytest.mark.parametrize("at", ["x = sqrt(2)", "(sqrt(2))", "[sqrt(2)]", "x = (1 + 1)/sqrt(2)"])
def test_brackets_of_numbers_are_kept(at):
    assert float(ansatz.lyapunov("x' = 2 - x^2", at=at, box="1/2", deadline=60).box[0]) == 0.5


@pytest.mark.parametrize("box", ["0", "-1", "1, 2, 3", "x = a", "z = 1"])
def test_boxes_that_make_no_sense_are_refused(box):
    with pytest.raises(InputError):
        ansatz.lyapunov("x' = -x; y' = -y", box=box)


def test_barrier_functions_may_vanish_off_the_equilibrium():
    solution = ansatz.lyapunov("x' = x; y' = -y", barrier=True, deadline=60)
    assert solution.verdict is Verdict.PROVED and solution.stability is Stability.NONE
    assert solution.answer is not None
    V, rate = solution.answer, x * solution.answer.diff(x) - y * solution.answer.diff(y)
    points = [{x: a, y: b} for a in range(-3, 4) for b in range(-3, 4)]
    assert all(V.subs(p) >= 0 >= rate.subs(p) for p in points) and V != 0
    data = json.loads(json.dumps(solution.certificate_json))
    assert accepts(data) == "" and accepts(data | {"claim": "Lyapunov function"}) != ""
    with pytest.raises(ConfigError):
        ansatz.lyapunov("x' = -x", barrier=True, box=1)


def test_rational_systems_are_answered_in_lifted_variables():
    z = sympy.Symbol("z")
    field = {x: -(x**3) - x * z**2, y: -y - x**2 * y, z: -z - 3 * z / (z**2 + 1) + 3 * x**2 * z}
    solution = ansatz.lyapunov(field, deadline=60)
    assert solution.verdict is Verdict.PROVED
    V = solution.answer
    assert V is not None
    assert accepts(json.loads(json.dumps(solution.certificate_json))) == ""
    rate = sympy.Add(*(V.diff(v) * f for v, f in field.items()))
    points = product([sympy.Rational(k) for k in (-3, -1, 0, 1, 2)], repeat=3)
    assert all(rate.subs(dict(zip(field, p, strict=True))) <= 0 for p in points)

"""Every line of a derivation is true: integrands are compared by mpmath, which neither engine nor verifier uses."""

from importlib import import_module
from pathlib import Path

import mpmath
import pytest

import ansatz
from ansatz.evaluate.second_opinion.formulas import Formulas, NoValueError
from ansatz.expr.canonical import canonical, symbol, to_symengine
from ansatz.expr.parse import parse
from ansatz.expr.tree import Tree, substitute, symbols
from ansatz.solve.steps import derivation, engine, worker
from ansatz.solve.steps.derivation import integral_steps
from ansatz.solve.steps.goal import Goal, Rewriting
from ansatz.solve.steps.step import Step

TEXTBOOK = [
    line.strip()
    for line in (Path(__file__).parent / "textbook_integrals.txt").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch, request):
    """Derivations without a worker, whose deadline is wall-clock time; one test has it."""
    if "worker" in request.node.name:
        return

    def called(task, *arguments):
        module, _, name = task.partition(":")
        return getattr(import_module(module), name)(*arguments, 20.0)

    monkeypatch.setattr(worker, "_called", called)


SIXTY = TEXTBOOK[::3][:60]
PLACES = [mpmath.mpf(p) / 97 for p in (31, 59, 83, 127, 151, 223, -41, -113)]


def at(tree: Tree, name: str, place: mpmath.mpf) -> mpmath.mpc:
    return Formulas(tree).value({name: place})


def check(step: Step) -> None:
    """The derivative of both sides is the same; the left side is one integral over x, the right may be over u."""
    (integral,) = step.left.integrals
    x = integral.variable
    agreed = 0
    with mpmath.workdps(30):
        for place in PLACES:
            try:
                left = at(integral.integrand, x, place)
                right = mpmath.mpf(0)
                if step.right.function is not None:
                    F = step.right.function
                    right += mpmath.diff(lambda t, F=F: at(F, x, t), place)
                for part in step.right.integrals:
                    f, coefficient = part.integrand, part.coefficient
                    if part.variable == x:
                        right += at(("*", coefficient, f), x, place)
                    else:
                        assert step.substitution is not None and step.substitution[0] == part.variable
                        u = step.substitution[1]
                        rate = mpmath.diff(lambda t, u=u: at(u, x, t), place)
                        right += at(("*", coefficient, f), part.variable, at(u, x, place)) * rate
            except NoValueError:
                continue
            if abs(mpmath.im(left)) > 1e-15 or not mpmath.isfinite(left):
                continue  # outside the integrand's domain
            assert abs(left - right) < mpmath.mpf("1e-12") * (1 + abs(left)), (step.text(), place, left, right)
            agreed += 1
    assert agreed >= 2, step.text()


@pytest.mark.parametrize("text", SIXTY)
def test_sixty_textbook_integrals(text):
    solution = ansatz.integrate(text, deadline=60, methods=("network", "fit"))
    found = solution.derivation
    assert found.by_rules and not found.left_out
    assert all(step.verdict.holds for step in found.steps)
    last = found.steps[-1]
    assert last.right.function == solution.tree and not last.right.integrals
    assert canonical(last.left.integrals[0].integrand) == canonical(parse(text))
    for step in found.steps:
        check(step)


@pytest.mark.slow
def test_nearly_all_textbook_integrals_are_derived_by_rules():
    derived = 0
    for text in TEXTBOOK:
        found = engine.Engine(3).derive(Goal(to_symengine(parse(text)), symbol("x")))
        derived += found is not None
    assert derived >= 0.97 * len(TEXTBOOK)


def test_a_wrong_rule_is_not_shown(monkeypatch):
    def wrong(goal):
        yield Rewriting("table", "1 + 1 = 3.", goal.integrand * goal.variable)

    monkeypatch.setattr(engine, "RULES", (wrong,))
    found = integral_steps(parse("x*cos(x)"), "x", parse("x*sin(x) + cos(x)"), 2)
    assert not found.by_rules and [step.rule for step in found.steps] == ["undetermined coefficients"]
    assert integral_steps(parse("x*cos(x)"), "x", parse("x*sin(x)"), 2).steps == ()


def test_a_line_that_is_not_accepted_is_counted(monkeypatch):
    from ansatz.proof.verdict import Verdict, Verification

    verify = derivation.verify_antiderivative

    def doubting(F, f, x, **options):
        known = verify(F, f, x, **options)
        return Verification(Verdict.UNKNOWN) if str(x) == "u" else known

    monkeypatch.setattr(derivation, "verify_antiderivative", doubting)
    found = integral_steps(parse("2x*cos(x^2)"), "x", parse("sin(x^2)"), 2)
    assert found.left_out == 2 and all("∫ cos(u) du =" not in step.text() for step in found.steps)


def test_how_a_line_looks():
    first, *_, last = ansatz.integrate("x*cos(x)", deadline=60).steps
    assert first.rule == "parts" and first.text() == "∫ x*cos(x) dx = x*sin(x) - ∫ sin(x) dx"
    assert first.latex().startswith(r"\int x \cos\left(x\right)\,\mathrm{d}x = x \sin\left(x\right) - \int")
    assert last.text() == "∫ x*cos(x) dx = x*sin(x) + cos(x)"
    assert first.to_dict()["verdict"] == "proved"
    assert first.right.to_dict() == {
        "function": "x*sin(x)",
        "integrals": [{"integrand": "sin(x)", "variable": "x", "coefficient": "-1"}],
    }


def test_a_substitution_is_told():
    step = ansatz.integrate("2x*cos(x^2)", deadline=60).steps[0]
    assert step.substitution == ("u", ("^", "x", 2)) or step.substitution == ("u", ("pow2", "x"))
    assert "du = 2*x dx" in step.words


EQUATIONS = {
    "y' = x*y": "separate",
    "y' + 2y = x": "linear",
    "y' = (x^2 + y^2)/(x*y)": "homogeneous",
    "y' + y = x*y^2": "Bernoulli",
    "y' = (x + y)^2": "linear argument",
    "2x*y + 1 + (x^2 + 3y^2)*y' = 0": "exact",
    "y'' + 3y' + 2y = 0": "characteristic equation",
    "y'' + y = x*sin(x)": "particular solution",
    "x^2*y'' + x*y' - y = 0": "characteristic equation",
    "y' = 1 + y^2, y(0) = 0": "initial values",
}


@pytest.mark.parametrize(("text", "rule"), EQUATIONS.items())
def test_equations_are_solved_step_by_step(text, rule):
    solution = ansatz.dsolve(text, deadline=60)
    found = solution.derivation
    assert found.by_rules and not found.left_out and all(step.verdict.holds for step in found.steps)
    assert rule in [step.rule for step in found.steps]
    left, right = solution.solutions[0].sides(solution.equation.function, solution.constants)
    assert (found.steps[-1].left.function, found.steps[-1].right.function) == (left, right)
    for step in found.steps:
        if (
            len(step.left.integrals) == 1
            and step.right.function is not None
            and not symbols(step.right.function) & {"C1"}
        ):
            parameters = symbols(step.left.integrals[0].integrand) - {step.left.integrals[0].variable}
            if not parameters:
                check(step)


def test_the_names_of_the_user_are_kept():
    steps = ansatz.integrate("u*exp(u)", "u", deadline=60).steps
    assert steps and all("x" not in symbols(i.integrand) for step in steps for i in step.left.integrals)
    assert substitute("u", {}) == "u"


def test_the_worker_says_the_same():
    solution = ansatz.integrate("x*cos(x)", deadline=60)
    assert solution.tree is not None
    worker_steps = worker.derived(solution.integrand, "x", solution.tree)
    assert worker_steps in (integral_steps(solution.integrand, "x", solution.tree, 20), derivation.Steps())

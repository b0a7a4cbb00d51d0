"""A first course: every answer is verified by us, and by numbers alone that share nothing with our verifier."""

import random

import mpmath
import pytest

import ansatz
from ansatz.errors import NoValueError
from ansatz.evaluate.second_opinion.formulas import Formulas
from ansatz.evaluate.second_opinion.ode import opinion
from ansatz.evaluate.second_opinion.opinion import Stance
from ansatz.evaluate.sets.named import rows
from ansatz.expr.canonical import canonical
from ansatz.expr.equations import read_equation
from ansatz.expr.tree import Tree, substitute, symbols
from ansatz.solve.ode.solution import OdeSolution

EQUATIONS = [(kind, text) for kind, text in rows("textbook-odes")]
NOT_YET: frozenset[str] = frozenset()  # a defect of today, with its cause beside it
_DIGITS = 40


def test_the_course_is_long_enough_and_nearly_all_of_it_is_solved() -> None:
    assert len(EQUATIONS) >= 150 and len({text for _, text in EQUATIONS}) == len(EQUATIONS)
    assert len(NOT_YET) <= 0.02 * len(EQUATIONS)


@pytest.mark.parametrize(
    "text",
    [pytest.param(text, marks=pytest.mark.xfail if text in NOT_YET else ()) for _, text in EQUATIONS],
)
def test_a_first_course(text: str) -> None:
    solution = ansatz.dsolve(text, methods=["fit"], deadline=20)
    assert solution.answered and solution.verdict.holds, solution
    assert second_opinion_agrees(solution), solution
    if solution.equation.initial is not None:
        assert takes_the_values(solution), solution


def own_names(solution: OdeSolution, tree: Tree) -> Tree:
    equation = solution.equation
    names: dict[str, Tree] = dict(zip(equation.derivatives, ("Y", "Y'", "Y''"), strict=True))
    names |= {name: f"c{k + 1}" for k, name in enumerate(solution.constants)}
    return substitute(tree, {**names, equation.variable: "x"})


def second_opinion_agrees(solution: OdeSolution) -> bool:
    """For functions, the second opinion's substitution; for relations, their numerical partial derivatives."""
    assert solution.tree is not None
    answer, left = own_names(solution, solution.tree), own_names(solution, solution.equation.left)
    if solution.implicit:
        return relation_holds(answer, left, solution.order)
    branch = [own_names(solution, condition.tree) for condition in (solution.scope.branch if solution.scope else ())]
    said = opinion(canonical(answer), canonical(left), solution.order, branch)
    return said.stance is Stance.AGREES


def relation_holds(G: Tree, left: Tree, order: int) -> bool:
    """Y' = -G_x/G_Y and Y'' from it satisfy the equation at points where G = 0, for a constant found there."""
    rng, compared = random.Random(5), 0
    relation, equation = Formulas(G), Formulas(left)
    last = f"c{order}"
    names = sorted(symbols(G).union(symbols(left)) - {"x", "Y", "Y'", "Y''", last})
    with mpmath.workdps(_DIGITS):
        for _ in range(400):
            point = {name: mpmath.mpf(rng.uniform(0.3, 2.5)) for name in names}
            x, y = (mpmath.mpf(rng.choice((1, 1, -1)) * rng.uniform(0.2, 3)) for _ in range(2))

            def at(u, v, c, point=point):  # type: ignore[no-untyped-def]
                return relation.value({**point, "x": u, "Y": v, last: c})

            try:
                constant = mpmath.findroot(lambda c: at(x, y, c), rng.uniform(-2, 2))  # noqa: B023 - used at once
                if mpmath.im(constant) != 0 or mpmath.im(at(x, y, constant)) != 0:
                    continue

                def g(u, v, at=at, constant=constant):  # type: ignore[no-untyped-def]
                    return at(u, v, constant)

                gx, gy = mpmath.diff(g, (x, y), (1, 0)), mpmath.diff(g, (x, y), (0, 1))
                rate = -gx / gy
                rates = {**point, "x": x, "Y": y, "Y'": rate}
                if order == 2:
                    gxx, gxy, gyy = (mpmath.diff(g, (x, y), n) for n in ((2, 0), (1, 1), (0, 2)))
                    rates["Y''"] = -(gxx + 2 * gxy * rate + gyy * rate**2) / gy
                residual = equation.value(rates)
            except (NoValueError, ArithmeticError, ValueError):
                continue
            if mpmath.im(residual) != 0:
                continue
            if abs(residual) > mpmath.mpf(10) ** (-_DIGITS // 4) * (1 + abs(rate) ** 3):
                return False
            compared += 1
            if compared == 8:
                return True
    return False


def takes_the_values(solution: OdeSolution) -> bool:
    """The initial values, in numbers; parameters get some."""
    initial = solution.equation.initial
    assert initial is not None and solution.tree is not None
    names = symbols(solution.tree).union(*map(symbols, (initial.place, *initial.values)))
    point = {name: mpmath.mpf("1.3") + k for k, name in enumerate(sorted(names - {solution.equation.variable}))}
    with mpmath.workdps(_DIGITS):
        place = Formulas(initial.place).value(point)
        if solution.implicit:
            at = {
                **point,
                solution.equation.variable: place,
                solution.equation.function: Formulas(initial.values[0]).value(point),
            }
            return abs(Formulas(solution.tree).value(at)) < mpmath.mpf(10) ** -20
        y = Formulas(solution.tree)

        def value(x):  # type: ignore[no-untyped-def]
            return y.value({**point, solution.equation.variable: x})

        found = [mpmath.diff(value, place, k) if k else value(place) for k in range(len(initial.values))]
        wanted = [Formulas(v).value(point) for v in initial.values]
        return all(abs(f - w) < mpmath.mpf(10) ** -10 for f, w in zip(found, wanted, strict=True))


def test_read_equations_have_the_order_of_their_type() -> None:
    second = {
        "constant coefficients",
        "forced",
        "resonance",
        "Euler and Cauchy",
        "reduction of order",
        "missing x or y",
    }
    second |= {"second order with initial values"}
    assert all(read_equation(text).order == 1 + (kind in second) for kind, text in EQUATIONS)

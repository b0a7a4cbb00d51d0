"""Solutions for the page: MathML, SymPy's code, the steps, the expression tree."""

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.display import display
from ansatz.expr.drawing import draw_svg
from ansatz.expr.mathml import document, integral, name, row, sign, to_mathml
from ansatz.expr.systems import StatedSystem
from ansatz.expr.tree import Tree
from ansatz.solve.integral.solution import DefiniteIntegral, Integral
from ansatz.solve.lyapunov.solution import LyapunovSolution
from ansatz.solve.ode.solution import OdeSolution, OneSolution
from ansatz.solve.ode.system_solution import SystemSolution
from ansatz.solve.solution import Solution

MAX_DRAWN = 400  # nodes of an expression tree that an eye can still follow


def shown(solution: Solution) -> dict[str, object]:
    """The fields of `answers.Display`."""
    others = []
    if isinstance(solution, OdeSolution):
        others = [document(_ode(one, solution), block=False) for one in solution.solutions[1:]]
    return {
        "statement": document(_statement(solution)),
        "mathml": _answer(solution),
        "others": others,
        "sympy": _sympy(solution),
        "steps": solution.explain(),
        "tree": _drawn(solution.tree),
    }


def system_mathml(system: StatedSystem) -> str:
    """Its equations, one below the other."""
    rows = (
        f"<mtr><mtd>{row(name(v + chr(39)), sign('='), to_mathml(display(f)))}</mtd></mtr>"
        for v, f in zip(system.variables, system.components, strict=True)
    )
    return f'<mtable columnalign="left">{"".join(rows)}</mtable>'


def equation_mathml(left: Tree) -> str:
    """left = 0; u - v as u = v."""
    if isinstance(left, tuple) and left[0] == "-" and len(left) == 3:
        return row(to_mathml(left[1]), sign("="), to_mathml(left[2]))
    return row(to_mathml(left), sign("="), "<mn>0</mn>")


def _statement(solution: Solution) -> str:
    if isinstance(solution, Integral):
        return integral(solution.integrand, solution.variable, solution.bounds)
    if isinstance(solution, OdeSolution):
        return equation_mathml(solution.equation.left)
    if isinstance(solution, SystemSolution):
        return system_mathml(StatedSystem(solution.system.components, solution.system.functions))
    assert isinstance(solution, LyapunovSolution)
    return system_mathml(StatedSystem(solution.components, solution.variables))


def _answer(solution: Solution) -> str:
    if isinstance(solution, OdeSolution):
        return document(_ode(solution.solutions[0], solution)) if solution.answered else ""
    if solution.tree is None:
        return ""
    if isinstance(solution, SystemSolution):
        return document(_functions(solution))
    tree = to_mathml(solution.tree)
    if isinstance(solution, LyapunovSolution):
        return document(row("<mi>V</mi>", sign("="), tree))
    if isinstance(solution, DefiniteIntegral):
        return document(tree)
    return document(row(tree, sign("+"), '<mi class="constant">C</mi>'))


def _ode(one: OneSolution, solution: OdeSolution) -> str:
    left, right = one.sides(solution.equation.function, solution.constants)
    return row(to_mathml(left), sign("="), to_mathml(right))


def _functions(solution: SystemSolution) -> str:
    """The solution's functions, one below the other."""
    rows = (
        f"<mtr><mtd>{row(name(x), sign('='), to_mathml(display(tree)))}</mtd></mtr>"
        for x, tree in zip(solution.system.functions, solution.components, strict=True)
    )
    return f'<mtable columnalign="left">{"".join(rows)}</mtable>'


def _sympy(solution: Solution) -> str:
    try:
        found = getattr(solution, "value", None) if isinstance(solution, DefiniteIntegral) else solution.answer
    except ALGEBRA_FAILURES:
        return ""
    return "" if found is None else str(found)


def _drawn(tree: Tree | None) -> str:
    from ansatz.expr.tree import size

    return "" if tree is None or size(tree) > MAX_DRAWN else draw_svg(tree)

"""SymPy's integrators, and its solvers of differential equations."""

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from ansatz.errors import AnsatzError, TimeIsUpError, UnsupportedError
from ansatz.expr.canonical import canonical
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree
from ansatz.proof.condition import Condition, Relation, needed
from ansatz.solve.systems.claim import Claim

if TYPE_CHECKING:
    from sympy import Expr, Symbol
    from sympy.logic.boolalg import Boolean

_Result = TypeVar("_Result")


def integrate(integrand: Tree, variable: str, seconds: float, only: str | None = None) -> Iterator[Claim]:
    """SymPy's integrators, the cheap ones first; none may spend all of the time. only: the name of one of them.

    Piecewise answers are opened: every branch is an answer, with its condition where that is one on
    parameters (a condition on the variable is for the verifier to find); a branch whose condition is no
    conjunction of comparisons is left out.
    """
    import sympy

    from ansatz.expr.sympy_bridge import from_sympy, to_sympy

    f, x = to_sympy(integrand), sympy.Symbol(variable)
    seen: set[Tree] = set()
    stop = time.monotonic() + seconds
    for method, share, integrate in _sympy_methods():
        if only not in (None, method):
            continue
        answer = within((share if only is None else 1.0) * (stop - time.monotonic()), integrate, f, x)
        if answer is None or answer.has(sympy.Integral):
            continue
        for branch, conditions in _branches(answer, x):
            try:
                tree = canonical(from_sympy(branch))
            except AnsatzError:
                continue
            if tree not in seen:
                seen.add(tree)
                yield Claim(method, tree, conditions)


def definite(integrand: Tree, variable: str, lower: Tree, upper: Tree, seconds: float) -> Iterator[Claim]:
    """SymPy's `integrate` between bounds; infinity where it says that the integral diverges."""
    import sympy

    from ansatz.expr.sympy_bridge import from_sympy, to_sympy

    f, x = to_sympy(integrand), sympy.Symbol(variable)
    a, b = ({INFINITY: sympy.oo, MINUS_INFINITY: -sympy.oo}.get(u) or to_sympy(u) for u in (lower, upper))
    answer = within(seconds, sympy.integrate, f, (x, a, b))
    if answer is None or answer.has(sympy.Integral, sympy.nan):
        return
    for branch, conditions in _branches(answer, x):
        if branch.has(sympy.oo, -sympy.oo, sympy.zoo):
            yield Claim("integrate", INFINITY, conditions)
            continue
        try:
            yield Claim("integrate", canonical(from_sympy(branch)), conditions)
        except AnsatzError:
            continue


def version() -> str:
    """SymPy's."""
    import sympy

    return str(sympy.__version__)


def dsolve(equation: Tree, order: int, seconds: float) -> Iterator[Claim]:
    """SymPy's `dsolve`: without simplification, which may spend all of the time, then with it.

    equation: its left side, in x, Y, Y' and Y''. Answers with integrals that were not done are left out.
    """
    import sympy

    from ansatz.expr.sympy_bridge import from_sympy, to_sympy

    x, f = sympy.Symbol("x"), sympy.Function("Y")
    unknowns = {sympy.Symbol("Y" + "'" * k): f(x).diff(x, k) if k else f(x) for k in range(order + 1)}
    left = to_sympy(equation).xreplace(unknowns)
    names = {sympy.Symbol(f"C{k}"): sympy.Symbol(f"c{k}") for k in (1, 2)}
    stop = time.monotonic() + seconds
    for share, simplify in ((0.5, False), (1.0, True)):
        found = within(share * (stop - time.monotonic()), lambda s=simplify: sympy.dsolve(left, f(x), simplify=s))
        answers = found if isinstance(found, list) else [] if found is None else [found]
        for answer in answers:
            if not isinstance(answer, sympy.Equality) or answer.has(sympy.Integral, sympy.Order):
                continue
            explicit = answer.lhs == f(x) and not answer.rhs.has(f)
            claim = answer.rhs if explicit else (answer.lhs - answer.rhs).xreplace({f(x): sympy.Symbol("Y")})
            for branch, conditions in _branches(claim.xreplace(names), x):
                try:
                    tree = canonical(from_sympy(branch))
                except AnsatzError:
                    continue
                yield Claim("dsolve", tree, conditions, implicit=not explicit)


def _sympy_methods() -> "list[tuple[str, float, Callable[[Expr, Symbol], Expr]]]":
    """(name, share of the time left, integrator). manualintegrate is quick when it works, and reads like a textbook."""
    import sympy
    from sympy.integrals.heurisch import heurisch
    from sympy.integrals.manualintegrate import manualintegrate

    return [
        ("manualintegrate", 0.25, manualintegrate),
        ("heurisch", 0.33, heurisch),
        ("integrate", 0.80, sympy.integrate),
        ("integrate expanded", 1.00, lambda f, x: sympy.integrate(sympy.expand(f), x)),
    ]


def within(seconds: float, function: Callable[..., _Result], *arguments: object) -> _Result | None:
    """function(*arguments), or None where it fails or takes longer. Soft: it interrupts Python code only."""
    try:
        with _alarm(seconds):
            return function(*arguments)
    except (TimeIsUpError, Exception):  # an integrator may fail in any way: the next one is tried
        return None


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # signals reach the main thread only
        yield
        return
    armed = True

    def ring(*_: object) -> None:
        if armed:
            raise TimeIsUpError

    before = signal.signal(signal.SIGALRM, ring)
    # It rings again, in case the first ring was lost in a destructor.
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), 0.2)
    try:
        yield
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _branches(expression: "Expr", x: "Symbol") -> "Iterator[tuple[Expr, tuple[Condition, ...]]]":
    """(expression without Piecewise, conditions on parameters), the generic branch first."""
    from sympy import And, Eq, Piecewise

    choices = next(iter(sorted(expression.atoms(Piecewise), key=lambda p: -p.count_ops())), None)
    if choices is None:
        yield expression, ()
        return
    passed: list[Boolean] = []
    branches: list[tuple[Expr, Boolean]] = []
    for value, condition in choices.args:
        holds = And(condition, *(~earlier for earlier in passed))
        passed.append(condition)
        if not holds.has(Eq) and holds != False:  # noqa: E712 - SymPy's false; an equation is a special case
            branches.append((value, holds))
    branches.sort(key=lambda branch: x in branch[1].free_symbols)
    for value, holds in branches:
        try:
            stated = () if x in holds.free_symbols else tuple(map(_condition, sorted(And.make_args(holds), key=str)))
        except AnsatzError:
            continue
        for rest, more in _branches(expression.xreplace({choices: value}), x):
            yield rest, needed(condition for condition in (*stated, *more) if condition is not None)


def _condition(holds: "Boolean") -> Condition | None:
    """A comparison of SymPy's, None for what is always true; raises `UnsupportedError` for anything else."""
    from sympy import Ne, Rel, true

    from ansatz.expr.sympy_bridge import from_sympy

    if holds == true:
        return None
    if not isinstance(holds, Rel):
        raise UnsupportedError(f"The condition '{holds}' is no comparison.")
    above, below = (holds.lhs, holds.rhs) if isinstance(holds, Ne) else (holds.gts, holds.lts)
    return Condition(canonical(from_sympy(above - below)), Relation(holds.rel_op.replace("<", ">")))

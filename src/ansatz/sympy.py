"""SymPy's `integrate` and `dsolve`, answered by Ansatz: the same calls, the same kinds of results, verified.

    from ansatz.sympy import dsolve, integrate

    integrate(x*cos(x), x)                 x*sin(x) + cos(x)
    integrate(exp(-x), (x, 0, oo))         1
    integrate(gamma(x), x)                 Integral(gamma(x), x): what is not found stays unevaluated, as SymPy's does
    dsolve(f(x).diff(x) - f(x))            Eq(f(x), C1*exp(x))

Symbols keep their assumptions, which are used. Where an answer holds on a condition on parameters only, it is a
Piecewise with the unevaluated integral for the rest. What SymPy would evaluate as Python, text, is read by our own
grammar instead.
"""

from collections.abc import Mapping, Sequence

import sympy
from sympy import Eq, Expr, Integral, Symbol

from ansatz.errors import AnsatzError, ConfigError, InputError
from ansatz.expr.differential_systems import read_differential_system
from ansatz.expr.parse import parse
from ansatz.expr.sympy_bridge import differentiable, to_sympy
from ansatz.proof.condition import Condition, Relation
from ansatz.solve.integral.solver import integrate as _integrate
from ansatz.solve.ode.solution import OdeSolution, OneSolution
from ansatz.solve.ode.solver import dsolve as _dsolve
from ansatz.solve.ode.system_solver import solve_system
from ansatz.solve.solution import Solution

_RELATIONS = {Relation.NONZERO: sympy.Ne, Relation.POSITIVE: sympy.Gt, Relation.NONNEGATIVE: sympy.Ge}


def integrate(f: object, *symbols: object, deadline: float = 10.0, **hints: object) -> Expr:
    """∫ f over the symbols, one after another, as `sympy.integrate` takes them: x, (x, a, b) or (x, a).

    f: a SymPy expression, or text in our grammar. deadline: seconds for each integral. hints: of SymPy's algorithms
    (meijerg, risch, conds, …), which have no meaning here and are accepted for its sake. What is not found is an
    unevaluated `Integral`. Raises `ValueError` where no symbol is given and f has not exactly one.
    """
    integrand = _expression(f)
    if not symbols:
        free = integrand.free_symbols
        if len(free) != 1:
            raise ValueError(f"Specify the variable of integration: {sorted(map(str, free)) or 'there is none'}.")
        symbols = (free.pop(),)
    limits = [_limit(given) for given in symbols]
    for k, (variable, *bounds) in enumerate(limits):
        found = _one(integrand, variable, bounds, deadline)
        if found is None:
            return Integral(integrand, *(sympy.Tuple(*limit) if len(limit) > 1 else limit[0] for limit in limits[k:]))
        integrand = found
    return integrand


def _expression(f: object) -> Expr:
    if isinstance(f, str):
        return to_sympy(parse(f))
    return sympy.S(f) if not isinstance(f, sympy.Basic) else f


def _limit(given: object) -> list[Expr]:
    parts = list(given) if isinstance(given, tuple | list | sympy.Tuple) else [given]
    if not 1 <= len(parts) <= 3 or not isinstance(parts[0], Symbol):
        raise ValueError(f"Invalid limits given: {given}")
    return [parts[0], *(_expression(part) for part in parts[1:])]


def _one(f: Expr, x: Symbol, bounds: Sequence[Expr], deadline: float) -> Expr | None:
    """One integral, or None."""
    if isinstance(f, sympy.Equality | sympy.MatrixBase):
        return None
    limits = (x, *bounds) if len(bounds) == 2 else x
    try:
        solution = _integrate(f, limits, deadline=deadline)
    except (InputError, ConfigError):  # a function outside the operator table, complex symbols between bounds
        return None
    if len(bounds) == 2:
        value = solution.value
        return None if value is None else _conditional(value, solution, Integral(f, (x, *bounds)))
    F = solution.answer
    if F is None:
        return None
    if bounds:
        return F.subs(x, bounds[0])
    return _conditional(F, solution, Integral(f, x))


def _conditional(answer: Expr, solution: Solution, otherwise: Expr) -> Expr:
    """The answer where its conditions hold."""
    conditions = sympy.And(*(_relational(condition, solution) for condition in solution.conditions))
    return answer if conditions == sympy.true else sympy.Piecewise((answer, conditions), (otherwise, True))


def _relational(condition: Condition, solution: Solution) -> sympy.Basic:
    return _RELATIONS[condition.relation](solution.sympy(condition.tree), 0)


def dsolve(
    eq: object,
    func: object = None,
    hint: str = "default",
    simplify: bool = True,
    ics: Mapping[Expr, Expr] | None = None,
    deadline: float = 10.0,
    **kwargs: object,
) -> Eq | list[Eq]:
    """The general solution of an ordinary differential equation as `sympy.dsolve` gives it: Eq(f(x), …), or a list.

    eq: an Eq, or an expression that is zero, in f(x) and its derivatives; a list of Eq(f(t).diff(t), …) is a linear
    system, whose time must be called t. func: f(x), where several occur. hint,
    simplify and further arguments are accepted for SymPy's sake. ics: {f(0): 1}. Raises `NotImplementedError` where
    no solution is found, as SymPy does.
    """
    if isinstance(eq, list | tuple):
        return _system(list(eq), ics, deadline)
    applied = _applied(eq, func)
    try:
        solution = _dsolve(eq, applied.func.__name__, applied.args[0], ics=ics, deadline=deadline)
    except AnsatzError as error:
        raise NotImplementedError(f"solve: Cannot solve {eq}: {error}") from error
    kind = "general" if ics is None else None
    wanted = [one for one in solution.solutions if kind is None or one.kind == kind] if solution.answered else []
    if not wanted:
        raise NotImplementedError(f"solve: Cannot solve {eq}")
    found = [_equality(one, solution, applied) for one in (wanted if ics is None else wanted[:1])]
    return found[0] if len(found) == 1 else found


def _system(equations: list[object], ics: Mapping[Expr, Expr] | None, deadline: float) -> list[Eq]:
    """[Eq(f(t), …), …] for a system, in its order."""
    applied = [_applied(eq.lhs if isinstance(eq, Eq) else eq, None) for eq in equations]
    try:
        solution = solve_system(read_differential_system(equations, ics), deadline)
    except AnsatzError as error:
        raise NotImplementedError(f"solve: Cannot solve {equations}: {error}") from error
    if not solution.answered:
        raise NotImplementedError(f"solve: Cannot solve {equations}")
    return [Eq(f, solution.sympy(tree), evaluate=False) for f, tree in zip(applied, solution.components, strict=True)]


def _applied(eq: object, func: object) -> sympy.Basic:
    """f(x)."""
    if func is not None:
        if isinstance(func, sympy.core.function.AppliedUndef) and len(func.args) == 1:
            return func
        raise ValueError(f"The function is given as f(x), not as {func}.")
    functions = {derivative.expr for derivative in getattr(eq, "atoms", lambda *_: set())(sympy.Derivative)} or getattr(
        eq, "atoms", lambda *_: set()
    )(sympy.core.function.AppliedUndef)
    if len(functions) != 1:
        raise ValueError(f"The function cannot be automatically detected for {eq}.")
    return functions.pop()


def _equality(one: OneSolution, solution: OdeSolution, applied: sympy.Basic) -> Eq:
    left, right = (
        differentiable(side, dict(solution.symbols))
        for side in one.sides(solution.equation.function, solution.constants)
    )
    y = solution.symbols.get(solution.equation.function, Symbol(solution.equation.function))
    return Eq(left.subs(y, applied), right.subs(y, applied), evaluate=False)


__all__ = ["dsolve", "integrate"]

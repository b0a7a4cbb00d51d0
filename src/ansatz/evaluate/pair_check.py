"""An independent check of a problem and its answer with SymPy and mpmath: it shares nothing with our verifier.

    check(record) -> True, False, or None where nothing could be compared

Integrals: a central difference of the antiderivative against the integrand, at real points where every part of
both is real; where there are none, and over the complex numbers, at complex points. Differential equations: SymPy
differentiates the solution, mpmath puts it into the equation at random points of its real domain, for random
constants, where the branch's expressions are positive. Lyapunov pairs: V(0) = 0, and V > 0 ≥ ∇V·f at random points
far and near.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from ansatz.data.record import Record, trees
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.evaluate.reality import OUTSIDE_DOMAIN, Parts
from ansatz.evaluate.slope import slope
from ansatz.limits import Run, Worker, wait_for_news

_DIGITS = 110
_TOLERANCE = 1e-30
_ENOUGH = 5
_ATTEMPTS = 400
_LARGEST = 1e12


def check(record: Record) -> bool | None:
    """Whether the answer is right; False is certain up to 10⁻³⁰, None says that no point could be compared."""
    try:
        match record.task:
            case "<integrate>" | "<integrate_complex>":
                return _integral(record)
            case "<ode1>" | "<ode2>":
                return _equation(record)
            case "<lyapunov>":
                return _lyapunov(record)
    except (*ALGEBRA_FAILURES, TypeError, AttributeError):
        pass  # what SymPy cannot do is no verdict
    return None


def _functions(variables: list[Any], expressions: list[Any]) -> list[Any]:
    import sympy

    return [sympy.lambdify(variables, expression, "mpmath") for expression in expressions]


def _values(functions: list[Any], point: list[Any]) -> list[Any] | None:
    """Finite real values at a point, or None."""
    import mpmath

    out = []
    for function in functions:
        try:
            value = mpmath.mpmathify(function(*point))
        except OUTSIDE_DOMAIN:
            return None
        scale = 1 + abs(value)
        if not mpmath.isfinite(value) or scale > _LARGEST or abs(mpmath.im(value)) > _TOLERANCE * scale:
            return None
        out.append(mpmath.re(value))
    return out


def _integral(record: Record) -> bool | None:
    import mpmath
    import sympy

    from ansatz.expr.sympy_bridge import to_sympy

    x = sympy.Symbol("x")
    rng = random.Random(0)
    f, F = to_sympy(trees(record.statement)[0]), to_sympy(trees(record.answer)[0])
    # Parameters are numbers between 1/2 and 5/2, over the complex numbers off the real line.
    is_complex = record.task == "<integrate_complex>"
    turn = 1 + sympy.I / 5 if is_complex else 1
    others = sorted((f.free_symbols | F.free_symbols) - {x}, key=str)
    values = {symbol: sympy.Rational(rng.randint(9, 42), 17) * turn for symbol in others}
    f, F = f.subs(values), F.subs(values)
    parts = Parts([f, F], [x])
    slope_of, value_of = sympy.lambdify(x, F, "mpmath"), sympy.lambdify(x, f, "mpmath")
    with mpmath.workdps(_DIGITS):
        for on_axis in (False,) if is_complex else (True,) if F.has(sympy.acosh, sympy.asech) else (True, False):
            verdicts = []
            for _ in range(_ATTEMPTS):
                point = mpmath.mpf(rng.choice((0.3, 1.0, 3.0, 10.0)) * rng.uniform(-1, 1))
                if not on_axis:
                    point = mpmath.mpc(point, rng.uniform(-1.5, 1.5))
                if not (parts.are_real(point) if on_axis else parts.are_moderate(point)):
                    continue
                verdicts.append(_slope_agrees(slope_of, value_of, point))
                if verdicts[-1] is False:
                    return False
                if verdicts.count(True) == _ENOUGH:
                    return True
            if True in verdicts:
                return True
    return None


def _slope_agrees(F: Any, f: Any, point: Any) -> bool | None:
    """F'(point) = f(point), numerically; None where two step sizes disagree."""
    import mpmath

    try:
        value = f(point)
        with mpmath.workdps(2 * _DIGITS):  # cancellation, as in 1 - tanh(100)², shows between two precisions
            if abs(f(point) - value) > _TOLERANCE * abs(value):
                return None
        slopes = [slope(F, point, mpmath.mpf(h)) for h in ("1e-20", "1e-24")]
    except OUTSIDE_DOMAIN:
        return None
    if not all(mpmath.isfinite(v) for v in (value, *slopes)):
        return None
    allowed = _TOLERANCE * (abs(value) + abs(slopes[1])) + mpmath.mpf(10) ** -(_DIGITS // 2)
    if abs(value) > _LARGEST or abs(slopes[0] - slopes[1]) > _TOLERANCE * abs(slopes[1]) + mpmath.mpf("1e-40"):
        return None
    return bool(abs(slopes[1] - value) <= allowed)


def _equation(record: Record) -> bool | None:
    import mpmath
    import sympy

    from ansatz.expr.sympy_bridge import to_sympy

    x = sympy.Symbol("x")
    order = 2 if record.task == "<ode2>" else 1
    rates = [to_sympy(trees(record.answer)[0])]
    for _ in range(order):
        rates.append(sympy.diff(rates[-1], x))
    equation = to_sympy(trees(record.statement)[0])
    branch = [to_sympy(tree) for tree in trees(record.branch)]
    unknowns = [sympy.Symbol(name) for name in ("Y", "Y'", "Y''")[: order + 1]]
    free = equation.free_symbols.union(*(e.free_symbols for e in (*rates, *branch)))
    variables = [x, *sorted(free - {x, *unknowns}, key=str)]
    terms = [sympy.lambdify([*unknowns, *variables], term, "mpmath") for term in sympy.Add.make_args(equation)]
    solution, positive = _functions(variables, rates), _functions(variables, branch)
    of_solution, of_equation = Parts(rates, variables), Parts([equation], [*unknowns, *variables])
    rng, compared = random.Random(0), 0
    with mpmath.workdps(_DIGITS):
        for _ in range(_ATTEMPTS):
            scale = rng.choice((0.5, 1.0, 3.0, 10.0))
            point = [mpmath.mpf(rng.uniform(-scale, scale)) for _ in variables]
            if not of_solution.are_real(*point):
                continue
            values, signs = _values(solution, point), _values(positive, point)
            if values is None or signs is None or any(value <= 0 for value in signs):
                continue
            if not of_equation.are_real(*values, *point):
                continue
            parts = _values(terms, [*values, *point])
            if parts is None:
                continue
            if abs(sum(parts)) > _TOLERANCE * (1 + sum(map(abs, parts))):
                return False
            compared += 1
            if compared == _ENOUGH:
                return True
    return True if compared else None


def _lyapunov(record: Record) -> bool | None:
    import mpmath
    import sympy

    from ansatz.expr.sympy_bridge import to_sympy

    system = [to_sympy(tree) for tree in trees(record.statement)]
    V = to_sympy(trees(record.answer)[0])
    variables = [sympy.Symbol(f"x{k}") for k in range(len(system))]
    descent = [sympy.diff(V, v) * f for v, f in zip(variables, system, strict=True)]
    height, slopes = _functions(variables, [V]), _functions(variables, descent)
    rng, compared = random.Random(0), 0
    with mpmath.workdps(_DIGITS):
        origin = _values(height, [mpmath.mpf(0)] * len(variables))
        if origin is None or abs(origin[0]) > _TOLERANCE:
            return False
        for k in range(_ATTEMPTS):
            scale = 10.0 ** rng.uniform(-3, 2)
            point = [mpmath.mpf(rng.gauss(0, scale)) for _ in variables]
            if k % 4 == 0:
                point = [value if rng.random() < 0.5 else mpmath.mpf(0) for value in point]
            if not any(point):
                continue
            value, parts = _finite(height, point), _finite(slopes, point)
            if value is None or parts is None:
                continue
            if value[0] <= 0 or sum(parts) > _TOLERANCE * sum(map(abs, parts)):
                return False
            compared += 1
    return True if compared >= _ENOUGH else None


def _finite(functions: list[Any], point: list[Any]) -> list[Any] | None:
    """Finite values at a point however large, or None."""
    import mpmath

    try:
        values = [mpmath.mpmathify(function(*point)) for function in functions]
    except OUTSIDE_DOMAIN:
        return None
    return values if all(mpmath.isfinite(value) and mpmath.im(value) == 0 for value in values) else None


def check_all(
    records: Iterable[Record], workers: int = 1, seconds: float = 30.0
) -> Iterator[tuple[Record, bool | None]]:
    """(record, `check`) as they come, in processes that are killed after so many seconds for one record."""
    idle = [Worker(poll_seconds=0.5, preload=("ansatz.evaluate.pair_check", "sympy", "mpmath")) for _ in range(workers)]
    busy: dict[Run, tuple[Worker, Record]] = {}
    verdicts: dict[Run, list[bool | None]] = defaultdict(list)
    source = iter(records)
    try:
        while True:
            while idle and (record := next(source, None)) is not None:
                worker = idle.pop()
                busy[worker.submit("ansatz.evaluate.pair_check:check", record, seconds=seconds)] = worker, record
            if not busy:
                return
            wait_for_news(list(busy), 1.0)
            for run in list(busy):
                ended = run.outcome is not None
                verdicts[run] += run.take()  # what is not taken stays news, and is not waited for
                if ended:
                    worker, record = busy.pop(run)
                    idle.append(worker)
                    yield record, next(iter(verdicts.pop(run)), None)
    finally:
        for worker in [*idle, *(worker for worker, _ in busy.values())]:
            worker.close()

"""Linear systems with constant coefficients: x' = A·x + b(t), A rational, by the matrix exponential.

    system = linear_system((y, -x + t), (x, y), t)
    solve_system(system, integrals)      ->  (x(t, c1, c2), y(t, c1, c2)), or None
    satisfies(system, solution)          by substitution, exactly

ℚⁿ splits into the kernels of f(A)ᵐ for the irreducible factors fᵐ of the characteristic polynomial. With
f = (X - α)² - δ, or X - α and δ = 0, N = (A - α)² - δ is nilpotent there, and
exp(At) = e^(αt)·(C(δ + N) + S(δ + N)·(A - α)) for C(s) = cosh(√s·t), S(s) = sinh(√s·t)/√s, by Taylor's formula.
Systems with factors of degree 3 and more are not solved: roots by radicals would be of little use.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial

import symengine as se
from flint import fmpq, fmpq_mat, fmpq_poly

from ansatz.algebra.numbers import as_fmpq, is_rational, to_symengine_number
from ansatz.algebra.ratios import factor
from ansatz.expr.canonical import derivative, symbol
from ansatz.solve.ode.claim import Integrals
from ansatz.solve.ode.methods.linear_equation import undetermined_terms
from ansatz.solve.ode.methods.linear_relations import is_zero, relations
from ansatz.solve.ode.methods.squares import square_root

_S = se.Symbol("s_0")


@dataclass(frozen=True)
class LinearSystem:
    """x' = matrix·x + forcing(t): n × n rational numbers and n expressions in t."""

    matrix: fmpq_mat
    forcing: tuple[se.Expr, ...]
    t: se.Symbol

    @property
    def size(self) -> int:
        """Of the system: the number of unknown functions, and of constants."""
        return int(self.matrix.nrows())


def linear_system(rates: Sequence[se.Expr], unknowns: Sequence[se.Symbol], t: se.Symbol) -> LinearSystem | None:
    """The system x' = rates; None where the rates are not linear in the unknowns with rational numbers."""
    rates = [se.expand(rate) for rate in rates]
    derivatives = [derivative(rate, u) for rate in rates for u in unknowns]
    entries = [as_fmpq(e) for e in derivatives if is_rational(e)]
    if len(entries) < len(derivatives):
        return None
    forcing = tuple(rate.subs(dict.fromkeys(unknowns, se.Integer(0))) for rate in rates)
    return LinearSystem(fmpq_mat(len(rates), len(unknowns), entries), forcing, t)


def solve_system(system: LinearSystem, integrals: Integrals) -> tuple[se.Expr, ...] | None:
    """The general solution with constants c1, …, cn; None where an eigenvalue or an integral is out of reach."""
    columns = fundamental_matrix(system)
    if columns is None:
        return None
    particular = _particular(system, columns, integrals)
    if particular is None:
        return None
    constants = [symbol(f"c{k + 1}") for k in range(system.size)]
    return tuple(
        particular[i] + se.Add(*(c * column[i] for c, column in zip(constants, columns, strict=True)))
        for i in range(system.size)
    )


def satisfies(system: LinearSystem, solution: Sequence[se.Expr]) -> bool:
    """Whether exact algebra proves every equation."""
    rates = _times(system.matrix, solution)
    rows = zip(solution, rates, system.forcing, strict=True)
    return all(is_zero(derivative(x, system.t) - rate - b, system.t) for x, rate, b in rows)


def fundamental_matrix(system: LinearSystem) -> list[list[se.Expr]] | None:
    """exp(At)·v for a basis of vectors v, as columns."""
    columns = []
    for f, multiplicity in factor(fmpq_poly(system.matrix.charpoly()))[1]:
        if f.degree() > 2:
            return None
        for vector in _kernel(_value(f, system.matrix) ** multiplicity):
            columns.append(_along(system, f, multiplicity, vector))
    return columns


def _along(system: LinearSystem, f: fmpq_poly, multiplicity: int, vector: fmpq_mat) -> list[se.Expr]:
    """exp(At)·vector for a vector in the kernel of f(A)ᵐ."""
    A, t, n = system.matrix, system.t, system.size
    f = f / f[f.degree()]
    quadratic = f.degree() == 2
    alpha = -f[1] / 2 if quadratic else -f[0]
    delta = alpha**2 - f[0] if quadratic else fmpq(0)
    shifted = A - _scalar(alpha, n)
    growth = se.exp(to_symengine_number(alpha) * t)
    total = [se.Integer(0)] * n
    if not quadratic:
        power = vector
        for k in range(multiplicity):
            total = _added(total, t**k / se.Integer(factorial(k)), power)
            power = shifted * power
    else:
        nilpotent, power = shifted * shifted - _scalar(delta, n), vector
        for k in range(multiplicity):
            even, odd = _taylor(delta, k, t)
            total = _added(_added(total, even, power), odd, shifted * power)
            power = nilpotent * power
    return [se.expand(growth * entry) for entry in total]


def _taylor(delta: fmpq, k: int, t: se.Symbol) -> tuple[se.Expr, se.Expr]:
    """C⁽ᵏ⁾(δ)/k! and S⁽ᵏ⁾(δ)/k!, real."""
    sign = 1 if delta > 0 else -1
    root = se.sqrt(sign * _S)
    even = (se.cosh if sign > 0 else se.cos)(root * t)
    odd = (se.sinh if sign > 0 else se.sin)(root * t) / root
    if sign > 0:
        even, odd = ((se.exp(root * t) + s * se.exp(-root * t)) / (2 * r) for s, r in ((1, se.Integer(1)), (-1, root)))
    for _ in range(k):
        even, odd = even.diff(_S), odd.diff(_S)
    value = to_symengine_number(delta)
    exact = square_root(to_symengine_number(sign * delta))
    values = {root: exact, _S: value}
    return tuple(se.expand(e.subs(values) / factorial(k)) for e in (even, odd))  # type: ignore[return-value]


def _particular(system: LinearSystem, columns: list[list[se.Expr]], integrals: Integrals) -> list[se.Expr] | None:
    """Undetermined coefficients in the span of the forcing's derivatives and the solutions times t; else variation."""
    if all(b == 0 for b in system.forcing):
        return [se.Integer(0)] * system.size
    return _undetermined(system) or _variation(system, columns, integrals)


def _undetermined(system: LinearSystem) -> list[se.Expr] | None:
    t, n = system.t, system.size
    for powers in range(1, n + 2):
        terms = undetermined_terms(se.Add(*(b * se.Dummy() for b in system.forcing)), t, range(powers))
        if not terms or len(terms) * n > 48:
            return None
        # One function for the n equations: each is multiplied by a letter of its own.
        marks = [se.Symbol(f"e_{i}") for i in range(n)]
        functions = []
        for i in range(n):
            for term in terms:
                rates = [to_symengine_number(system.matrix[j, i]) * term for j in range(n)]
                own = derivative(term, t) * marks[i]
                functions.append(own - se.Add(*(m * rate for m, rate in zip(marks, rates, strict=True))))
        target = se.Add(*(m * b for m, b in zip(marks, system.forcing, strict=True)))
        found = _common_relation(functions, target, marks, t)
        if found is not None:
            count = len(terms)
            return [
                se.Add(*(c * term for c, term in zip(found[i * count : (i + 1) * count], terms, strict=True)))
                for i in range(n)
            ]
    return None


def _common_relation(
    functions: list[se.Expr], target: se.Expr, marks: list[se.Symbol], t: se.Symbol
) -> list[se.Expr] | None:
    """c with Σ c·function = target for all marks: the marks are powers of a new kernel of t."""
    kernel = se.log(t + se.Integer(7))
    values = {mark: kernel**k for k, mark in enumerate(marks)}
    for vector in relations([*(f.subs(values) for f in functions), target.subs(values)], t):
        if vector[-1] == 1:
            return [-c for c in vector[:-1]]
    return None


def _variation(system: LinearSystem, columns: list[list[se.Expr]], integrals: Integrals) -> list[se.Expr] | None:
    """exp(At)·∫exp(-At)·b dt."""
    t, n = system.t, system.size
    start = [[column[i].subs({t: se.Integer(0)}) for column in columns] for i in range(n)]
    inverse = fmpq_mat(n, n, [as_fmpq(e) for row in start for e in row if is_rational(e)]).inv()
    flow = [_combined(columns, [to_symengine_number(inverse[j, k]) for j in range(n)]) for k in range(n)]
    inner = []
    for i in range(n):
        rate = se.Add(*(column[i].subs({t: -t}) * b for column, b in zip(flow, system.forcing, strict=True)))
        u = integrals.of(se.expand(rate), t)
        if u is None:
            return None
        inner.append(u)
    return [se.expand(e) for e in _combined(flow, inner)]


def _combined(columns: list[list[se.Expr]], weights: list[se.Expr]) -> list[se.Expr]:
    """Σ weight·column."""
    return [se.Add(*(w * e for w, e in zip(weights, row, strict=True))) for row in zip(*columns, strict=True)]


# ---------------------------------------------------------------------------------------------- rational matrices


def _kernel(matrix: fmpq_mat) -> list[fmpq_mat]:
    n = int(matrix.ncols())
    reduced, rank = matrix.rref()
    pivots = [next(j for j in range(n) if reduced[i, j] != 0) for i in range(rank)]
    vectors = []
    for j in (j for j in range(n) if j not in pivots):
        entries = [fmpq(0)] * n
        entries[j] = fmpq(1)
        for i, pivot in enumerate(pivots):
            entries[pivot] = -reduced[i, j]
        vectors.append(fmpq_mat(n, 1, entries))
    return vectors


def _value(f: fmpq_poly, A: fmpq_mat) -> fmpq_mat:
    n = int(A.nrows())
    total = _scalar(fmpq(0), n)
    for k in range(f.degree(), -1, -1):
        total = total * A + _scalar(f[k], n)
    return total


def _scalar(value: fmpq, n: int) -> fmpq_mat:
    return fmpq_mat(n, n, [value if i == j else fmpq(0) for i in range(n) for j in range(n)])


def _times(A: fmpq_mat, x: Sequence[se.Expr]) -> list[se.Expr]:
    n = len(x)
    return [se.Add(*(to_symengine_number(A[i, j]) * x[j] for j in range(n))) for i in range(n)]


def _added(total: list[se.Expr], scale: se.Expr, vector: fmpq_mat) -> list[se.Expr]:
    return [entry + scale * to_symengine_number(vector[i, 0]) for i, entry in enumerate(total)]


__all__ = ["LinearSystem", "fundamental_matrix", "linear_system", "satisfies", "solve_system"]

"""The algebraic part of ∫ B·y for y'/y = w rational (radicals, exponentials, their products).

    ∫ B y = u·y + ∫ R·y,   u, R in Q(x), R as small as possible

One linear system over Q: u = N/D1 with D1 from the orders of the poles and deg N from the orders at
infinity (the Risch differential equation u' + w u = B in the rational case; Bronstein, *Symbolic
Integration I*, chapter 6; Trager's Hermite reduction for radicals). R = 0 decides the exponential
case; for radicals R keeps simple poles off the branch points and the differentials of the first kind.
"""

from flint import fmpq, fmpq_mat, fmpq_poly

from ansatz.algebra.ratios import ONE, Ratio, factor
from ansatz.fit.structural.methods.radicals import Root

_MAX_UNKNOWNS = 90


def _multiplicities(p: fmpq_poly) -> dict[str, tuple[fmpq_poly, int]]:
    return {str(q): (q, e) for q, e in factor(p)[1]} if p.degree() > 0 else {}


def reduce(b: Ratio, root: Root) -> tuple[Ratio, Ratio] | None:
    """(u, R), or None where the system is too large or has no solution."""
    rate = root.rate
    poles = _multiplicities(b.den)
    branch = _multiplicities(rate.den)
    bottom = ONE
    for key, (p, e) in poles.items():
        order = branch[key][1] if key in branch else 1
        bottom = bottom * p ** max(e - order, 0)
    leftover_poles = [p for key, (p, _) in poles.items() if key not in branch]
    branch_product = ONE
    for p, _ in branch.values():
        branch_product = branch_product * p
    basis: list[Ratio] = []
    if not root.exponential:
        # differentials of the first kind before the poles: the last columns stay free, hence zero
        basis += [Ratio(fmpq_poly([0] * k + [1]), branch_product) for k in range(max(branch_product.degree() - 1, 0))]
        for p in leftover_poles:
            basis += [Ratio(fmpq_poly([0] * k + [1]), branch_product * p) for k in range(p.degree())]
    order = max([b.degree(), *(element.degree() for element in basis)])
    unknowns = max(bottom.degree() + _degree_bound(order, rate) + 1, 0)
    if unknowns + len(basis) > _MAX_UNKNOWNS:
        return None
    # (N/D1)' + w N/D1 = (N' D1 V − N D1' V + N D1 W)/(D1² V),  w = W/V
    common = bottom * bottom * rate.den
    for p in leftover_poles:
        common = common * p // (bottom.gcd(p) if bottom.degree() > 0 else ONE)
    common = _lcm(common, _lcm(b.den, branch_product))
    for element in basis:
        common = _lcm(common, element.den)
    outer = common // (bottom * bottom * rate.den)
    slope = (bottom * rate.num - bottom.derivative() * rate.den) * outer
    flat = bottom * rate.den * outer
    columns = []
    for k in range(unknowns):
        unit = fmpq_poly([0] * k + [1])
        columns.append(unit.derivative() * flat + unit * slope)
    columns += [element.num * (common // element.den) for element in basis]
    right = b.num * (common // b.den)
    solution = _solve(columns, right)
    if solution is None:
        return None
    top = fmpq_poly(solution[:unknowns])
    rest = Ratio(fmpq_poly([]))
    for c, element in zip(solution[unknowns:], basis, strict=True):
        if c != 0:
            rest = rest + element.scaled(c)
    return Ratio(top, bottom), rest


def _degree_bound(order: int, rate: Ratio) -> int:
    """The order at infinity that u can have when u' + w u has `order`."""
    growth = rate.degree() if rate else -2
    if growth >= 0:
        return order - growth
    bound = order + 1
    if growth == -1:
        cancel = -rate.num[rate.num.degree()] / rate.den[rate.den.degree()]
        return max(bound, int(cancel.p)) if cancel.q == 1 else bound
    return max(bound, 0)


def _lcm(a: fmpq_poly, b: fmpq_poly) -> fmpq_poly:
    return a * b // a.gcd(b)


def _solve(columns: list[fmpq_poly], right: fmpq_poly) -> list[fmpq] | None:
    """Coefficients with Σ c_j column_j = right; later columns are used only where needed."""
    rows = max([right.degree(), *(c.degree() for c in columns)]) + 1
    width = len(columns) + 1
    if rows <= 0:
        return [fmpq(0)] * len(columns)
    entries = [c[i] for i in range(rows) for c in (*columns, right)]
    reduced, rank = fmpq_mat(rows, width, entries).rref()
    solution = [fmpq(0)] * (width - 1)
    for i in range(rank):
        pivot = next(j for j in range(width) if reduced[i, j] != 0)
        if pivot == width - 1:
            return None
        solution[pivot] = reduced[i, width - 1]
    return solution

"""Norms of functions with square roots: without one root, and zero wherever the function is."""

import symengine as se

from ansatz.algebra.forms import expansion_terms
from ansatz.algebra.nodes import base_and_exponent
from ansatz.algebra.numbers import as_fraction, is_rational, to_symengine_number

_MAX_TERMS = 60  # of what is squared
_W = se.Dummy("w")


def norm_of(g: se.Expr) -> se.Expr | None:
    """A² - B²·v for g = (A + B·√v)/C, which vanishes wherever g does; None where g has no square root, or is too long.

    Of several roots the one that holds most is taken.
    """
    bases = {power.args[0] for power in g.atoms(se.Pow) if is_rational(power.args[1]) and power.args[1].q == 2}
    if not bases:
        return None
    v = max(bases, key=lambda base: (len(str(base)), str(base)))
    powers = {p: as_fraction(p.args[1]) for p in g.atoms(se.Pow) if p.args[0] == v and is_rational(p.args[1])}
    if any(power.denominator > 2 for power in powers.values()):
        return None
    whole = {p: v ** to_symengine_number(n // 1) * (_W if n.denominator == 2 else 1) for p, n in powers.items()}
    numerator, _ = g.xreplace(whole).as_numer_denom()
    if expansion_terms(numerator) > _MAX_TERMS:
        return None
    even, odd = se.Integer(0), se.Integer(0)
    for term in se.Add.make_args(se.expand(numerator)):
        power, rest = _power_of_w(term)
        if _W in rest.free_symbols:  # the root stands in another kernel too
            return None
        if power % 2:
            odd += rest * v ** (power // 2)
        else:
            even += rest * v ** (power // 2)
    if expansion_terms(even) ** 2 + expansion_terms(odd) ** 2 > _MAX_TERMS**2:
        return None
    return se.expand(even**2 - odd**2 * v)


def _power_of_w(term: se.Expr) -> tuple[int, se.Expr]:
    for factor in se.Mul.make_args(term):
        base, exponent = base_and_exponent(factor)
        if base == _W:
            return int(exponent), term / factor
    return 0, term


__all__ = ["norm_of"]

"""Functions that are rational in one kernel: x itself, tan(x/2), √(2x + 1), e^(x/3) …

in_one_kernel(u)     (r, t) with u = r(t), or None
"""

from fractions import Fraction
from math import lcm

import symengine as se

from ansatz.algebra.numbers import as_fraction, is_rational, split_coefficient
from ansatz.algebra.ratios import Ratio, ratio_of
from ansatz.errors import TooLargeError

_MAX_KERNELS = 2
_T = se.Dummy("t")


def in_one_kernel(u: se.Expr) -> tuple[Ratio, se.Expr] | None:
    """(r, t): u = r(t) with rational numbers as coefficients; None where there is no such t.

    t is a symbol, an applied function, a root v^(1/q) where u has v^(p/q), or e^(v/q) where u has e^(pv/q). Beside a
    root of a linear v = a·s + b there may be s too: x + √(2x + 1).
    """
    powers: dict[se.Expr, dict[se.Expr, Fraction]] = {}  # base: {node: exponent}; u is rational in all nodes
    stack = [u]
    while stack:
        node = stack.pop()
        if is_rational(node):
            continue
        kind = node.__class__
        if kind in (se.Add, se.Mul) or (kind is se.Pow and isinstance(node.args[1], se.Integer)):
            stack.extend(node.args)
            continue
        base, exponent = node, Fraction(1)
        if kind is se.Pow and node.args[0] == se.E:
            exponent, inner = split_coefficient(node.args[1])
            base = se.exp(inner)
        elif kind is se.Pow and is_rational(node.args[1]):
            base, exponent = node.args[0], as_fraction(node.args[1])
        powers.setdefault(base, {})[node] = exponent
        if len(powers) > _MAX_KERNELS:
            return None
    if not powers:
        return None
    root = max(powers, key=lambda base: (lcm(*(n.denominator for n in powers[base].values())), str(base)))
    q = lcm(*(n.denominator for n in powers[root].values()))
    values = {node: _T ** int(n * q) for node, n in powers.pop(root).items()}
    for other in powers:
        # v = a·s + b, so that s = (t^q − b)/a
        slope = se.expand(root.diff(other)) if other.__class__ is se.Symbol else se.Integer(0)
        if not is_rational(slope) or slope == 0:
            return None
        rest = se.expand(root - slope * other)
        if not is_rational(rest):
            return None
        values[other] = (_T**q - rest) / slope
    try:
        ratio = ratio_of(u.xreplace(values), _T)
    except TooLargeError:
        return None
    return None if ratio is None else (ratio, root ** se.Rational(1, q))

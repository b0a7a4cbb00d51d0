"""sinⁿv or cosⁿv beside a wave of (n + 2)v, without expansion: n may be thousands, or a symbol.

    d/dx sin^(n+1)(v)·sin((n+1)v) = (n+1)·v'·sinⁿ(v)·sin((n+2)v)          cos alike
    d/dx cos^(n+1)(v)·sin((n+1)v) = (n+1)·v'·cosⁿ(v)·cos((n+2)v)

(Gradshteyn and Ryzhik, *Table of Integrals, Series, and Products*, 2.538.) v is linear in x; a phase may differ by a
constant: the same rule holds for its sine and cosine.
"""

from collections.abc import Iterator

import symengine as se

from ansatz.algebra.nodes import base_and_exponent


def integrate_sine_powers(f: se.Expr, x: se.Symbol) -> Iterator[se.Expr]:
    """The one antiderivative by the rule, where f is c·sinⁿ(v)·sin((n+2)v + b) or its like."""
    parts = [part for part in se.Mul.make_args(f) if x in part.free_symbols]
    if len(parts) != 2:
        return
    constant = f / se.Mul(*parts)
    for power, wave in (parts, parts[::-1]):
        base, n = base_and_exponent(power)
        if base.__class__ not in (se.sin, se.cos) or wave.__class__ not in (se.sin, se.cos):
            continue
        v, w = base.args[0], wave.args[0]
        phase, slope = se.expand(w - (n + 2) * v), se.expand(v.diff(x))
        if x in phase.free_symbols or x in slope.free_symbols or x in n.free_symbols or slope == 0 or n == -1:
            continue
        angle = se.expand((n + 1) * v + phase)
        if base.__class__ is se.sin:
            inner = wave.__class__(angle)
        else:
            inner = se.sin(angle) if wave.__class__ is se.cos else -se.cos(angle)
        yield constant * base ** (n + 1) * inner / ((n + 1) * slope)

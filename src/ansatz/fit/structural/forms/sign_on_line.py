"""What the real line says about a sign: the choice between forms that differ by branches."""

import symengine as se

from ansatz.errors import ALGEBRA_FAILURES

_SAMPLES = tuple(se.Rational(n, 97) for n in (-523, -229, -151, -89, -37, 31, 83, 173, 331, 613))


def sign_on_line(u: se.Expr) -> int:
    """1 or −1 where u, a function of one variable, is real of that sign at every sample point; 0 otherwise."""
    symbols = u.free_symbols
    if len(symbols) != 1:
        return 0
    (x,) = symbols
    found = 0
    for point in _SAMPLES:
        try:
            value = complex(u.xreplace({x: point}).n(53))
        except (*ALGEBRA_FAILURES, TypeError):
            continue
        if value == 0 or abs(value.imag) > 1e-9 * abs(value):
            continue
        sign = 1 if value.real > 0 else -1
        if found == -sign:
            return 0
        found = sign
    return found

"""Answers that are real on the real line where the integrand is.

∫dx/x is ln x for positive x only; ln|x| serves both sides, because (ln|u|)' = u'/u wherever u ≠ 0. The
same holds for the inverse hyperbolic functions outside their real domains:

    ln u      -> ln|u|
    atanh u   -> ½ ln|(1 + u)/(1 - u)|
    acoth u   -> ½ ln|(u + 1)/(u - 1)|
    acosh u   -> ln|u + √(u² - 1)|
    asech u   -> ln|(1 + √(1 - u²))/u|
    Ci u      -> Ci|u|

For acosh and asech this is more than cosmetics: left of their real domains the principal derivative is
-1/√(u² - 1), so that acosh u is an antiderivative of u'/√(u² - 1) for u > 1 only, and ln|…| everywhere.

Only kernels that are complex at a sampled point of the integrand's real domain are rewritten, and the
result is verified like any other candidate.
"""

from collections.abc import Callable, Sequence
from typing import Any

import symengine as se

from ansatz.algebra.balls import Program

_X = se.Symbol("x")
_HALF = se.Rational(1, 2)
_CI: Any = se.Function("Ci")

_REAL_FORMS: dict[type, Callable[[Any], Any]] = {
    type(se.log(_X)): lambda u: se.log(abs(u)),
    type(se.atanh(_X)): lambda u: _HALF * se.log(abs((1 + u) / (1 - u))),
    type(se.acoth(_X)): lambda u: _HALF * se.log(abs((u + 1) / (u - 1))),
    type(se.acosh(_X)): lambda u: se.log(abs(u + se.sqrt(u**2 - 1))),
    type(se.asech(_X)): lambda u: se.log(abs((1 + se.sqrt(1 - u**2)) / u)),
    se.FunctionSymbol: lambda u: _CI(abs(u)),
}


def _real_form(kernel: Any) -> Callable[[Any], Any] | None:
    """The real form of a kernel; None for the special functions other than Ci."""
    if kernel.__class__ is se.FunctionSymbol and kernel.get_name() != "Ci":
        return None
    return _REAL_FORMS[type(kernel)]


def realise(F: Any, x: Any, points: Sequence[Any]) -> Any:
    """F with the kernels that are complex at some of the points in their real forms; F itself where none is."""
    kernels = [k for k in F.atoms(*_REAL_FORMS) if x in k.free_symbols and _real_form(k) is not None]
    if not kernels:
        return F
    program = Program()
    slots = [(kernel, program.add(kernel), program.add(kernel.args[0])) for kernel in kernels]
    complex_kernels = set()
    for point in points:
        values = program.run(point.coordinates, 64)
        for kernel, slot, inner in slots:
            if values[slot].is_finite() and not values[slot].imag.contains(0) and values[inner].imag.contains(0):
                complex_kernels.add(kernel)
    if not complex_kernels:
        return F
    return _rewrite(F, complex_kernels)


def _rewrite(e: Any, kernels: set[Any]) -> Any:
    if not e.args:
        return e
    arguments = [_rewrite(argument, kernels) for argument in e.args]
    if e in kernels:
        form = _real_form(e)
        assert form is not None
        return form(arguments[0])
    return e.func(*arguments)

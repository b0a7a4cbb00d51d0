"""acot u = atan(1/u) and its kin: the operator table defines these inverse functions by those of the reciprocal."""

from collections.abc import Callable
from typing import Any

import symengine as se

_X = se.Symbol("x")

OF_RECIPROCAL: dict[type, Callable[[Any], Any]] = {
    type(function(_X)): by
    for function, by in (
        (se.acot, se.atan),
        (se.asec, se.acos),
        (se.acsc, se.asin),
        (se.acoth, se.atanh),
        (se.asech, se.acosh),
        (se.acsch, se.asinh),
    )
}

"""acot u = atan(1/u) and its kin: the operator table defines these inverse functions by those of the reciprocal."""

from collections.abc import Callable

import symengine as se

OF_RECIPROCAL: dict[type, Callable[[se.Expr], se.Expr]] = {
    se.acot: se.atan,
    se.asec: se.acos,
    se.acsc: se.asin,
    se.acoth: se.atanh,
    se.asech: se.acosh,
    se.acsch: se.asinh,
}

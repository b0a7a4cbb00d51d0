"""What the parts of an expression require of their arguments, for real values and for continuity.

    requirements(ln(x + 5)/x)     x + 5 > 0 and x ≠ 0

Sources: DLMF 4.2, 4.23, 4.37, 5.2, 6.2, 25.2, 25.12.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

import symengine as se

from ansatz.algebra.nodes import ENTIRE_ODD, name_of, variable_nodes
from ansatz.errors import UnsupportedError


class Need(Enum):
    """What u must be for a part to be real and finite; STEP: nothing, but sign(u) jumps where u = 0."""

    POSITIVE = auto()
    NONNEGATIVE = auto()
    NONZERO = auto()
    STEP = auto()


@dataclass(frozen=True, slots=True)
class Requirement:
    """A SymEngine expression in the variable, and what it must be."""

    u: se.Expr
    need: Need

    @property
    def is_region(self) -> bool:
        """Whether it can fail on intervals; the others fail at single places, unless u is zero on one."""
        return self.need in (Need.POSITIVE, Need.NONNEGATIVE)


_ONE = se.Integer(1)
_NEEDS: dict[type | str, Callable[[se.Expr], tuple[tuple[se.Expr, Need], ...]]] = {
    se.log: lambda u: ((u, Need.POSITIVE),),
    se.asin: lambda u: ((1 - u**2, Need.NONNEGATIVE),),
    se.acos: lambda u: ((1 - u**2, Need.NONNEGATIVE),),
    se.atanh: lambda u: ((1 - u**2, Need.POSITIVE),),
    se.acosh: lambda u: ((u - 1, Need.NONNEGATIVE),),
    se.asec: lambda u: ((u**2 - 1, Need.NONNEGATIVE),),
    se.acsc: lambda u: ((u**2 - 1, Need.NONNEGATIVE),),
    se.acoth: lambda u: ((u**2 - 1, Need.POSITIVE),),
    se.asech: lambda u: ((u, Need.POSITIVE), (1 - u, Need.NONNEGATIVE)),
    se.acot: lambda u: ((u, Need.NONZERO),),
    se.acsch: lambda u: ((u, Need.NONZERO),),
    se.tan: lambda u: ((se.cos(u), Need.NONZERO),),
    se.sec: lambda u: ((se.cos(u), Need.NONZERO),),
    se.cot: lambda u: ((se.sin(u), Need.NONZERO),),
    se.csc: lambda u: ((se.sin(u), Need.NONZERO),),
    se.coth: lambda u: ((u, Need.NONZERO),),
    se.csch: lambda u: ((u, Need.NONZERO),),
    se.sign: lambda u: ((u, Need.STEP),),
    **dict.fromkeys((se.sin, se.cos, se.sinh, se.cosh, se.tanh, se.sech, se.atan, se.asinh, se.Abs), lambda u: ()),
    **dict.fromkeys((se.erf, se.erfc), lambda u: ()),
    **dict.fromkeys(ENTIRE_ODD, lambda u: ()),
    "Ei": lambda u: ((u, Need.NONZERO),),
    "Ci": lambda u: ((u, Need.POSITIVE),),
    "li": lambda u: ((u, Need.POSITIVE), (u - 1, Need.NONZERO)),
    "dilog": lambda u: ((1 - u, Need.NONNEGATIVE),),
    **dict.fromkeys(("tgamma", "digamma"), lambda u: ((1 / se.Function("tgamma")(u), Need.NONZERO),)),
    "riemannzeta": lambda u: ((u - 1, Need.NONZERO),),
    **dict.fromkeys(("airyai", "airybi", "airyaiprime", "airybiprime", "kummerm"), lambda u: ()),
    **dict.fromkeys(("bessely", "besselk", "kummeru"), lambda u: ((u, Need.POSITIVE),)),
    "hypergeom": lambda u: ((1 - u, Need.POSITIVE),),
}
_ENTIRE_FOR_INTEGERS = ("besselj", "besseli")  # of an integer as their order; else real for u > 0


def requirements(e: se.Expr) -> list[Requirement]:
    """Those of all parts of e that are not constant, each once; raises `UnsupportedError` for an unknown function."""
    found: dict[Requirement, None] = {}
    for node in variable_nodes([e]):
        found.update((_plain(Requirement(u, need)), None) for u, need in _of_node(node) if u.free_symbols)
    return list(found)


def _of_node(node: se.Expr) -> Iterator[tuple[se.Expr, Need]]:
    kind = node.__class__
    if kind in (se.Add, se.Mul, se.Symbol, se.Dummy):
        return
    if name_of(node) in _ENTIRE_FOR_INTEGERS:
        if not isinstance(node.args[1], se.Integer):
            yield node.args[0], Need.POSITIVE
        return
    if kind is not se.Pow:
        needs = _NEEDS.get(name_of(node) or kind)
        if needs is None:
            raise UnsupportedError(f"'{kind.__name__}' is not in the table of requirements.")
        yield from needs(node.args[0])
        return
    base, exponent = node.args
    if base == se.E:
        return
    if isinstance(exponent, se.Integer):
        if exponent < 0:
            yield base, Need.NONZERO
    elif isinstance(exponent, se.Rational):
        yield base, Need.NONNEGATIVE if exponent > 0 else Need.POSITIVE
    else:
        yield base, Need.POSITIVE


def _plain(requirement: Requirement) -> Requirement:
    """|u| > 0 as u ≠ 0, and √u ≠ 0 as u ≠ 0."""
    u, need = requirement.u, requirement.need
    while need in (Need.POSITIVE, Need.NONZERO):
        if u.__class__ is se.Abs:
            u, need = u.args[0], Need.NONZERO
        elif u.__class__ is se.Pow and _is_root(u.args[1], need):
            u = u.args[0]
        else:
            break
    return Requirement(u, need)


def _is_root(exponent: se.Expr, need: Need) -> bool:
    """Whether u^exponent is positive (not zero) just where u is and has a value."""
    positive = isinstance(exponent, se.Rational) and exponent > 0
    return positive and (need is Need.NONZERO or not isinstance(exponent, se.Integer))


__all__ = ["Need", "Requirement", "requirements"]

"""Expressions and all their parts, evaluated by mpmath at any precision: SymPy, SymEngine and FLINT take no part.

    formulas = Formulas(tree)
    formulas.look({"x": mpf("0.5")})     # Sight(real=True, magnitude=0.3), or None: numbers tell nothing there
    formulas.values({"x": mpf("0.5")})   # at the working precision

Numbers tell the truth where all parts of an expression are of moderate size. √x·√(x - 1) is real for x < 0, but as a
product of two imaginary numbers: rules of calculus that hold on the real line say nothing there. Where a part is as
large as exp(exp(10)), or as small as its reciprocal, digits are lost; beyond, as in sin(exp(exp(50))), mpmath may take
for ever. Parts are looked at before what is made of them, so that such a thing is never begun.
"""

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import mpmath

from ansatz.errors import NoValueError
from ansatz.expr.holonomic import PAIR
from ansatz.expr.tree import Tree

if TYPE_CHECKING:
    import numpy as np

Number: TypeAlias = mpmath.mpf | mpmath.mpc
Value: TypeAlias = "Number | float | np.ndarray"  # of a part, by the arithmetic

LARGEST = 100  # decimal exponent
SIGHT_DIGITS = 50
_REAL = mpmath.mpf("1e-30")
_LOG10_2, _LOG10_E = math.log10(2), math.log10(math.e)

# Principal branches as SymPy's; cbrt is the real root.
FUNCTIONS: dict[str, Callable[..., Value]] = {
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
    "^": mpmath.power,
    "neg": lambda u: -u,
    "inv": lambda u: 1 / u,
    **{f"pow{n}": lambda u, n=n: u**n for n in (2, 3, 4, 5)},
    "abs": abs,
    "cbrt": lambda u: mpmath.sign(u) * mpmath.cbrt(abs(u)),
    "dilog": lambda u: mpmath.polylog(2, u),
    "tgamma": mpmath.gamma,
    "riemannzeta": mpmath.zeta,
    **{
        name: getattr(mpmath, name)
        for name in ("sqrt", "sign", "exp", "ln", "erf", "erfi", "fresnels", "fresnelc", "li", "digamma")
    },
    **{name: getattr(mpmath, name.lower()) for name in ("Ei", "Si", "Ci")},
    **{
        prefix + name + suffix: getattr(mpmath, prefix + name + suffix)
        for prefix in ("", "a")
        for name in ("sin", "cos", "tan", "cot", "sec", "csc")
        for suffix in ("", "h")
    },
}
# Functions of `ansatz.expr.holonomic`: of parameters, a tuple where there are several, and the argument.
SPECIAL: dict[str, Callable[..., Value]] = {
    **{name: getattr(mpmath, name) for name in ("airyai", "airybi", "besselj", "bessely", "besseli", "besselk")},
    "airyaiprime": lambda u: mpmath.airyai(u, derivative=1),
    "airybiprime": lambda u: mpmath.airybi(u, derivative=1),
    "kummerm": lambda p, u: mpmath.hyp1f1(*p, u),
    "kummeru": lambda p, u: mpmath.hyperu(*p, u),
    "hypergeom": lambda p, u: mpmath.hyp2f1(*p, u),
}
_SATURATED: dict[str, Callable[[Number], Number]] = {
    **dict.fromkeys(("tanh", "coth"), lambda u: 2 * mpmath.re(u)),
    **dict.fromkeys(("tan", "cot"), lambda u: 2 * mpmath.im(u)),
    "erf": lambda u: mpmath.re(u * u),
}


class Arithmetic(NamedTuple):
    """How expressions are computed. number: of an integer. functions, constants: by their names in a tree."""

    number: Callable[[int], Value]
    functions: Mapping[str, Callable[..., Value]]
    constants: Mapping[str, Callable[[], Value]]
    is_value: Callable[[Value], bool]


MPMATH = Arithmetic(
    mpmath.mpf,
    FUNCTIONS | SPECIAL,
    {"e": lambda: +mpmath.e, "pi": lambda: +mpmath.pi, "i": lambda: mpmath.mpc(0, 1)}
    | {"EulerGamma": lambda: +mpmath.euler, "Catalan": lambda: +mpmath.catalan},
    mpmath.isfinite,
)


class Sight(NamedTuple):
    """What a first look at a point shows. real: all parts are. magnitude: the largest |log₁₀| of a part's size."""

    real: bool
    magnitude: float

    @property
    def digits(self) -> int:
        """Working precision, at least, for a numerical derivative there (see `numerics.settle`)."""
        return SIGHT_DIGITS + int(6 * self.magnitude)


class Formulas:
    """Trees, compiled to their distinct parts, each of which is computed once."""

    def __init__(self, *trees: Tree) -> None:
        self._steps: list[tuple[Tree, tuple[int, ...]]] = []
        known: dict[Tree, int] = {}
        self._roots = [self._add(tree, known) for tree in trees]

    def _add(self, tree: Tree, known: dict[Tree, int]) -> int:
        if tree not in known:
            children = tree[1:] if isinstance(tree, tuple) else ()
            self._steps.append((tree, tuple(self._add(child, known) for child in children)))
            known[tree] = len(self._steps) - 1
        return known[tree]

    def parts(self, point: Mapping[str, Value], arithmetic: Arithmetic = MPMATH) -> list[Value]:
        """The values of all parts, the trees' own among them: at the working precision, or by another arithmetic."""
        values: list[Value] = []
        for step in self._steps:
            values.append(_compute(step, values, point, arithmetic))
        return values

    def values(self, point: Mapping[str, Value], arithmetic: Arithmetic = MPMATH) -> list[Value]:
        """The trees' values; raises `NoValueError`."""
        values = self.parts(point, arithmetic)
        return [values[root] for root in self._roots]

    def value(self, point: Mapping[str, Value], arithmetic: Arithmetic = MPMATH) -> Value:
        """The value of the first tree."""
        return self.values(point, arithmetic)[0]

    def look(self, point: Mapping[str, Value], largest: float = LARGEST) -> Sight | None:
        """A first look, at a precision of its own; None where a part has no value, or one beyond 10^±largest."""
        parts: list[Value] = []
        real, magnitude = True, 0.0
        with mpmath.workdps(SIGHT_DIGITS):
            for step in self._steps:
                try:
                    value = _compute(step, parts, point)
                except NoValueError:
                    return None
                parts.append(value)
                if isinstance(value, tuple) or value == 0 or not step[1]:
                    continue
                magnitude = max(magnitude, abs(_LOG10_2 * mpmath.mag(value)), _hidden(step, parts))
                if magnitude > largest:
                    return None
                real = real and abs(mpmath.im(value)) <= _REAL * abs(value)
        return Sight(real, magnitude)


def _hidden(step: tuple[Tree, tuple[int, ...]], parts: list[Value]) -> float:
    """log₁₀ of the exponential that a function has rounded away, as tanh u = 1 - 2e^(-2u) + … has far out."""
    tree, children = step
    exponent = _SATURATED.get(tree[0]) if isinstance(tree, tuple) else None
    return _LOG10_E * abs(float(exponent(parts[children[0]]))) if exponent else 0.0


def _compute(
    step: tuple[Tree, tuple[int, ...]], parts: list[Value], point: Mapping[str, Value], arithmetic: Arithmetic = MPMATH
) -> Value:
    tree, children = step
    if isinstance(tree, int):
        return arithmetic.number(tree)
    try:
        if isinstance(tree, str):
            return point[tree] if tree in point else arithmetic.constants[tree]()
        if tree[0] == PAIR:
            first, rest = (parts[child] for child in children)
            # Parameters of one function, which no part but that function sees.
            return (first, *rest) if isinstance(rest, tuple) else (first, rest)  # type: ignore[return-value]
        value = arithmetic.functions[tree[0]](*(parts[child] for child in children))
    except (ArithmeticError, ValueError, TypeError, KeyError, mpmath.libmp.NoConvergence) as error:
        raise NoValueError(str(error)) from error
    if not arithmetic.is_value(value):
        raise NoValueError("infinite")
    return value

r"""The safe parser of mathematics as people write it: plain text, Unicode and LaTeX.

    parse("2x sin(x) + e^(-x^2)")                 -> Tree
    parse(r"\frac{x}{\sqrt{1-x^2}}")               -> Tree   (LaTeX is recognised by its backslash)
    parse_integral(r"\int_0^1 \ln^2 x \, dx")      -> ParsedIntegral(integrand, variable, bounds)
    as_tree(text | SymPy | SymEngine | Tree | number) -> Tree

The grammar is drawn in `ansatz.expr.grammar`. Nothing is evaluated, nothing is simplified, no name reaches Python.

Limits: MAX_CHARACTERS characters and the limits of `ansatz.expr.tree`, all checked before an algebra library sees
anything. Reading takes time linear in the length.
"""

import sys
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real

import symengine as se

from ansatz.errors import DomainError, LimitError, ParseError, UnsupportedError
from ansatz.expr.canonical import from_symengine
from ansatz.expr.grammar import Reader
from ansatz.expr.integral_grammar import ParsedIntegral, read_integral
from ansatz.expr.lexer import tokenize
from ansatz.expr.operators import CONSTANTS
from ansatz.expr.tree import INFINITY, Tree, check_limits, check_tree, too_deep

MAX_CHARACTERS = 4_000


def parse(text: str, *, latex: bool = False) -> Tree:
    """The raw tree of an expression (or of an indefinite integral's integrand).

    Raises `ParseError` (with the place), `LimitError` (see the limits above), `UnsupportedError` (mathematics outside
    the operator table) or `DomainError` (infinity). `latex=True` reads LaTeX that has no backslash (x^23 is
    refused there, since LaTeX prints it as x²3).
    """
    parsed = parse_integral(text, latex=latex)
    if parsed.bounds is not None:
        raise has_bounds()
    return parsed.integrand


def has_bounds() -> ParseError:
    return ParseError("A definite integral is not an expression; use parse_integral, or leave out its bounds.")


def parse_integral(text: str, *, latex: bool = False) -> ParsedIntegral:
    r"""The integral in a text such as "∫ x cos x dx" or r"\int_0^{\pi} \sin^2 x \, dx"; the sign and dx are optional.

    A bound may be infinite: "∫_0^∞ exp(-x) dx". Raises as `parse` does.
    """
    if len(text) > MAX_CHARACTERS:
        raise LimitError(f"The text has more than {MAX_CHARACTERS} characters; split it into smaller parts.")
    if not text.strip():
        raise ParseError("The expression is empty; write one such as x*cos(x).")
    try:
        parsed = read_integral(Reader(tokenize(text), latex or "\\" in text))
    except RecursionError:
        raise too_deep() from None
    check_limits(parsed.integrand)
    for bound in parsed.bounds or ():
        check_limits(bound)
    return parsed


def as_tree(given: object) -> Tree:
    """The tree of a text, a SymPy or SymEngine expression, a tree (which is checked) or an exact number.

    Raises `InputError`: one of the errors of `parse`, or `UnsupportedError` for another type.
    """
    if isinstance(given, str):
        return given if given in CONSTANTS else parse(given)
    if isinstance(given, tuple):
        return check_tree(given)
    if isinstance(given, Integral) and not isinstance(given, bool):  # Python's or NumPy's
        return check_limits(int(given))
    if isinstance(given, se.Basic):
        reserved = {symbol.name for symbol in given.free_symbols} & {*CONSTANTS, INFINITY}
        if reserved:
            raise UnsupportedError(f"A symbol cannot be named '{reserved.pop()}'; use another name, such as x or a.")
        return check_limits(from_symengine(given))
    if isinstance(given, Fraction):
        return check_limits(given.numerator if given.denominator == 1 else ("/", given.numerator, given.denominator))
    if isinstance(given, Real | Decimal) and not isinstance(given, bool):
        return _from_decimal(given)
    if is_sympy(given):
        from ansatz.expr.sympy_bridge import from_sympy

        return from_sympy(given)
    raise UnsupportedError(f"A {type(given).__name__} is not an expression; give text, SymPy or SymEngine.")


def is_sympy(given: object) -> bool:
    """Whether an object is SymPy's, which is looked up, not imported: where there is one, SymPy is loaded."""
    sympy = sys.modules.get("sympy")
    return sympy is not None and isinstance(given, sympy.Basic)


def _from_decimal(value: Real | Decimal) -> Tree:
    """A float, a NumPy float or a Decimal as the decimal that it is written as: 0.1 is 1/10."""
    if value != value or value in (float("inf"), float("-inf")):
        raise DomainError(f"{value} is not a number that an expression may contain.")
    return as_tree(Fraction(str(value)))

"""Whole integrals: the sign, its bounds, and a differential that is written apart.

read_integral(Reader(tokenize("∫_0^1 x d x"), latex=False))    ParsedIntegral("x", "x", (0, 1))
"""

from dataclasses import dataclass

from ansatz.expr.grammar import CLOSING, STARTS, Reader
from ansatz.expr.lexer import Token, error, of_an_expression
from ansatz.expr.operators import CONSTANTS
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree


@dataclass(frozen=True, slots=True)
class ParsedIntegral:
    """An integral as written: `variable` and `bounds` (lower, upper) are None where the text has none.

    An infinite bound is `INFINITY` or `MINUS_INFINITY` of `ansatz.expr.tree`. has_sign: whether there is an integral
    sign.
    """

    integrand: Tree
    variable: str | None
    bounds: tuple[Tree, Tree] | None
    has_sign: bool = False


def read_integral(reader: Reader) -> ParsedIntegral:
    """All tokens as one integral, or as an expression, which is an integrand without sign and differential."""
    bounds = None
    if reader.tokens[0].kind == "∫":
        reader.integral_sign = True
        reader.position = 1
        bounds = _bounds(reader)
        _join_split_differential(reader.tokens, reader.position)
    integrand = reader.sum()
    token = reader.tokens[reader.position]
    if token.kind != "end":
        raise reader.unexpected(token)
    if reader.integral_sign and reader.variable is None:
        _refuse_other_differentials(reader.tokens)
    return ParsedIntegral(integrand, reader.variable, bounds, reader.integral_sign)


def _refuse_other_differentials(tokens: list[Token]) -> None:
    """∫ x d(x^2), ∫ x dπ: where nothing else is the differential, a d before a factor outside brackets is meant."""
    level = 0
    for before, d, factor in zip(tokens, tokens[1:], tokens[2:], strict=False):
        level += (d.kind in CLOSING) - (d.kind in CLOSING.values())
        if level > 0 or d[:2] != ("symbol", "d") or before.kind in ("^", "_"):
            continue
        if factor.kind == "symbol" and factor.value in CONSTANTS:
            raise error(f"The constant '{factor.value}' cannot be the variable", d.position)
        if factor.kind in STARTS:
            raise of_an_expression(d.position)


def _bounds(reader: Reader) -> tuple[Tree, Tree] | None:
    found: dict[str, Tree] = {}
    while (token := reader.tokens[reader.position]).kind in ("_", "^", "superscript"):
        kind = "_" if token.kind == "_" else "^"
        if kind in found:
            break
        reader.position += 1
        if token.kind == "superscript":
            found[kind] = int(token.value)
        else:
            found[kind] = _infinite_bound(reader) or reader.signed(reader.argument)
    if len(found) == 1:
        raise error("The integral has one bound; write both or none", reader.tokens[reader.position].position)
    return (found["_"], found["^"]) if found else None


def _infinite_bound(reader: Reader) -> Tree | None:
    """∞, -∞ and +∞, in brackets or not; None where the bound is an expression."""
    tokens, k = reader.tokens, reader.position
    closing = CLOSING[tokens[k].kind] if tokens[k].kind in ("(", "[", "{") else None
    k += closing is not None
    sign = tokens[k].kind
    k += sign in ("+", "-")
    if tokens[k].kind != "infinity" or closing not in (None, tokens[k + 1].kind):
        return None
    reader.position = k + 1 + (closing is not None)
    return MINUS_INFINITY if sign == "-" else INFINITY


def _join_split_differential(tokens: list[Token], start: int) -> None:
    """`d x` after an integral sign, as LaTeX writers space it, is dx: the last one outside brackets or in a numerator.

    An exponent d is none, nor is d before a power: ∫ d x^2 dx.
    """
    found: int | None = None
    in_numerator: list[bool] = []  # for each open bracket
    for k in range(start, len(tokens) - 2):
        first, second, third = tokens[k : k + 3]
        if first.kind == "differential":
            return
        if first.kind in ("(", "[", "{"):
            in_numerator.append(tokens[k - 1].kind == "frac")
        elif first.kind in (")", "]", "}") and in_numerator:
            in_numerator.pop()
        elif (
            first[:2] == ("symbol", "d")
            and (second.kind == "symbol" and second.value not in CONSTANTS)
            and tokens[k - 1].kind not in ("^", "_")
            and third.kind not in ("^", "superscript")
            and all(in_numerator)
        ):
            found = k
    if found is not None:
        d, variable = tokens[found : found + 2]
        tokens[found : found + 2] = [Token("differential", variable.value, d.position)]

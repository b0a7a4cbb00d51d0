r"""The grammar of mathematics as people write it, and its reader.

The grammar, loosest first; nothing is evaluated, nothing is simplified, no name reaches Python:

    sum       ['-'] product {('+' | '-') product}
    product   factor {('*' | '/' | nothing) factor}      2x, x y, (x+1)(x-1): as strong as '*': 1/2x = (1/2)*x
    factor    primary ['^' exponent]                      groups to the right; -x^2 = -(x^2)
    primary   number | name | function | (sum) | |sum| | √primary | \frac{sum}{sum} | …
    function  name ['^' power] argument                   sin(x), sin^2(x), sin^-1(x) = asin(x), sin x, log_2(x)

An argument without brackets is a number and letters with their powers, and ends at a bracket, an operator or the next
function: sin 2x cos x = sin(2x)*cos(x), sin x^2 = sin(x^2), sin x/2 = sin(x)/2.

The shape of the tree follows the writing:
* a number directly before a factor is its coefficient and is stored after it: 2x -> ("*", "x", 2), while
  2*x -> ("*", 2, "x");
* a leading run of added terms nests to the right, x+2+3 -> ("+", "x", ("+", 2, 3)); after a minus the terms so far
  are one operand, and every further run is added to it nested to the right;
* a minus before a term negates the whole term, -2x -> ("neg", ("*", "x", 2)), except that -2 alone is an integer;
* decimals are exact: 2.1 -> ("/", 21, 10).

A run of letters is a function, a constant, a Greek name, a symbol of one letter (with an index: x0, c1), or a
product of two known letters (xy, ax); anything else is a `ParseError` that suggests the nearest name.
"""

from collections.abc import Callable
from math import factorial

from ansatz.errors import InputError, UnsupportedError
from ansatz.expr.cases_grammar import read_cases
from ansatz.expr.lexer import Token, error, infinity, no_function, of_an_expression
from ansatz.expr.names import INVERSE_OF
from ansatz.expr.operators import CONSTANTS
from ansatz.expr.shapes import add_run, call, nth_root, number, radical
from ansatz.expr.tree import MAX_DEPTH, Tree, too_deep

# What may stand directly after a factor and multiply it ("|" too, outside bars).
STARTS = frozenset(("symbol", "function", "(", "[", "{", "frac", "sqrt", "radical", "lbar", "piecewise", "cases"))
CLOSING = {"(": ")", "[": "]", "{": "}", "|": "|", "lbar": "rbar"}
MAX_FACTORIAL = 100
_SHOWN = {"end": "the end", "lbar": "'|'", "rbar": "'|'", "radical": "'√'"}


class Reader:
    """Recursive descent over tokens: four Python frames a level, at most MAX_DEPTH levels."""

    def __init__(self, tokens: list[Token], latex: bool) -> None:
        self.tokens = tokens
        self.latex = latex
        self.position = 0
        self.level = 0
        self.in_bars = False
        self.integral_sign = False
        self.variable: str | None = None

    # ------------------------------------------------------------------------------------ the grammar

    def sum(self) -> Tree:
        total: Tree | None = None
        run = [self.signed(self.product)]
        while True:
            kind = self.tokens[self.position].kind
            if kind == "+":
                self.position += 1
                run.append(self.signed(self.product))
            elif kind == "-":
                self.position += 1
                term = self.signed(self.product)
                total, run = ("-", add_run(total, run), term), []
            else:
                return add_run(total, run)

    def signed(self, read: Callable[[], Tree]) -> Tree:
        """Signs and what they stand before; "-" and one integer literal are a negative integer."""
        minus = 0
        while (kind := self.tokens[self.position].kind) == "-" or kind == "+":
            minus += kind == "-"
            self.position += 1
        if minus == 0:
            return read()
        if minus > MAX_DEPTH:
            raise too_deep()
        start = self.position
        tree = read()
        if self.position == start + 1 and isinstance(tree, int):
            tree, minus = -tree, minus - 1
        for _ in range(minus):
            tree = ("neg", tree)
        return tree

    def product(self) -> Tree:
        tokens = self.tokens
        first = tokens[self.position].kind
        start = self.position
        if first == "differential":
            self.differential()
            if self.multiplies() or tokens[self.position].kind == "number":
                return self.product()
            left: Tree = 1
        else:
            left = self.factor()
            if first == "number" and self.position == start + 1 and self.multiplies():
                if tokens[self.position].kind == "frac":
                    self.refuse_mixed_number()
                left = ("*", self.factor(), left)
        while True:
            kind = tokens[self.position].kind
            if kind == "*" or kind == "/":
                self.position += 1
                if tokens[self.position].kind == "differential" and kind == "*":
                    self.differential()
                else:
                    left = (kind, left, self.signed(self.factor))
            elif self.multiplies():
                left = ("*", left, self.factor())
            elif kind == "differential":
                self.differential()
            elif kind in ("number", "vulgar"):
                raise error("A number follows a factor; write '*' or '^' between them", tokens[self.position].position)
            else:
                return left

    def multiplies(self) -> bool:
        kind = self.tokens[self.position].kind
        return kind in STARTS or (kind == "|" and not self.in_bars)

    def refuse_mixed_number(self) -> None:
        tokens, k = self.tokens, self.position
        if [token.kind for token in tokens[k + 1 : k + 7]] == ["{", "number", "}", "{", "number", "}"]:
            raise error(
                "A number directly before a fraction is ambiguous; write '+' or '\\cdot' between them",
                tokens[k].position,
            )

    def factor(self) -> Tree:
        token = self.tokens[self.position]
        kind = token.kind
        self.position += 1
        if kind == "symbol":
            tree: Tree = token.value
            self.refuse_unknown_function()
        elif kind == "number":
            tree = number(token.value)
        else:
            tree = self.compound(token)
        following = self.tokens[self.position].kind
        while following in ("superscript", "!", "°"):
            tree = self.followed(tree, self.tokens[self.position])
            self.position += 1
            following = self.tokens[self.position].kind
        if following == "^":
            self.position += 1
            return ("^", tree, self.exponent())
        return tree

    def followed(self, tree: Tree, sign: Token) -> Tree:
        """u², 5!, 30°."""
        if sign.kind == "superscript":
            return ("^", tree, int(sign.value))
        if sign.kind == "°":
            return ("/", ("*", tree, "pi"), 180)
        if not isinstance(tree, int) or not 0 <= tree <= MAX_FACTORIAL:
            raise UnsupportedError(
                f"Factorials of numbers up to {MAX_FACTORIAL} are known; of anything else '!' is the gamma function, "
                f"which is outside the operator table (at character {sign.position + 1})."
            )
        return factorial(tree)

    def refuse_unknown_function(self) -> None:
        """W(x), J_0(2x): the letter just read is applied to a letter in brackets, or is one with an index."""
        k = self.position
        name, opening = self.tokens[k - 1], self.tokens[k]
        if opening.kind != "(" or (name.value == "d" and self.integral_sign) or k + 2 >= len(self.tokens):
            return
        inner, closing = self.tokens[k + 1 : k + 3]
        is_letter = inner.kind == "symbol" and inner.value not in (*CONSTANTS, name.value) and closing.kind == ")"
        is_exponent = k > 1 and self.tokens[k - 2].kind in ("^", "_")
        if (is_letter and not is_exponent) or (name.value[0].isupper() and name.value[1:].isdigit()):
            raise no_function(name.value, name.position)

    def compound(self, token: Token) -> Tree:
        """What has parts, its first token read."""
        self.level += 1
        if self.level > MAX_DEPTH:
            raise too_deep()
        if token.kind in CLOSING:
            tree = self.group(token.kind)
        elif token.kind == "function":
            tree = self.function(token)
        elif token.kind == "frac":
            tree = ("/", self.argument(), self.argument())
        elif token.kind == "sqrt":
            tree = self.root()
        elif token.kind == "vulgar":
            above, below = token.value.split("/")
            tree = ("/", int(above), int(below))
        elif token.kind in ("piecewise", "cases"):
            tree = read_cases(self, token)
        elif token.kind == "radical":
            tree = radical(token.value, self.argument())
        else:
            raise self.missing(token)
        self.level -= 1
        return tree

    def exponent(self) -> Tree:
        self.level += 1
        if self.level > MAX_DEPTH:
            raise too_deep()
        if self.latex:
            self.refuse_long_exponent()
        tree = self.signed(self.factor)
        self.level -= 1
        return tree

    def refuse_long_exponent(self) -> None:
        token = self.tokens[self.position]
        if token.kind == "number" and len(token.value) > 1:
            raise error(f"LaTeX raises to the first digit only; write ^{{{token.value}}}", token.position)

    def group(self, opening: str) -> Tree:
        """The inside of brackets or bars, which have been opened."""
        closing = CLOSING[opening]
        outside, self.in_bars = self.in_bars, opening == "|"
        tree = self.sum()
        self.in_bars = outside
        self.close(opening, closing)
        return ("abs", tree) if opening in ("|", "lbar") else tree

    def close(self, opening: str, closing: str) -> None:
        token = self.tokens[self.position]
        if token.kind != closing:
            if token.kind == "end":
                raise error(f"{_SHOWN.get(opening, repr(opening))} is never closed", token.position)
            raise self.unexpected(token)
        self.position += 1

    def argument(self) -> Tree:
        r"""One argument of a LaTeX command, a bound or a radical: a group, a digit, a symbol: \frac12, ∫_0^π, √2x."""
        token = self.tokens[self.position]
        if token.kind == "number" and self.latex and len(token.value) > 1:
            self.tokens[self.position] = Token("number", token.value[1:], token.position + 1)
            if not token.value[0].isdigit():
                raise self.missing(token)
            return int(token.value[0])
        self.position += 1
        if token.kind == "number":
            return number(token.value)
        if token.kind == "symbol":
            return token.value
        return self.compound(token)

    def root(self) -> Tree:
        r"""\sqrt{u}, \sqrt[3]{u} = cbrt(u), \sqrt[n]{u} = u^(1/n)."""
        index: Tree = 2
        if self.tokens[self.position].kind == "[":
            self.position += 1
            index = self.group("[")
        return nth_root(self.argument(), index)

    # ------------------------------------------------------------------------------------ functions

    def function(self, name: Token) -> Tree:
        base = self.subscript(name)
        power = self.function_power(name)
        base = self.subscript(name) if base is None else base
        kind = self.tokens[self.position].kind
        if kind in ("(", "["):
            self.position += 1
            arguments = self.arguments(kind)
        elif kind in ("{", "lbar", "|"):  # a bar after a name opens: ln|ln|x||
            self.position += 1
            arguments = [self.group(kind)]
        else:
            arguments = [self.bare_argument(name)]
        if power == -1 and base is None and name.value in INVERSE_OF:
            return (INVERSE_OF[name.value], arguments[0]) if len(arguments) == 1 else call(name, arguments, None)
        tree = call(name, arguments, base)
        return tree if power is None else ("^", tree, power)

    def subscript(self, name: Token) -> Tree | None:
        token = self.tokens[self.position]
        if token.kind != "_":
            return None
        if name.value not in ("log", "ln", "Li"):
            raise error(f"'{name.value}' takes no index", token.position)
        self.position += 1
        return self.argument()

    def function_power(self, name: Token) -> Tree | None:
        token = self.tokens[self.position]
        if token.kind == "superscript":
            self.position += 1
            power: Tree = int(token.value)
        elif token.kind == "^":
            self.position += 1
            if self.latex:
                self.refuse_long_exponent()
            power = self.signed(self.argument)
        else:
            return None
        if power == -1 and name.value not in INVERSE_OF:
            raise error(f"'{name.value}^-1' is ambiguous; write 1/{name.value}(…)", token.position)
        return power

    def arguments(self, opening: str) -> list[Tree]:
        outside, self.in_bars = self.in_bars, False
        found = [self.sum()]
        while self.tokens[self.position].kind == ",":
            self.position += 1
            found.append(self.sum())
        self.in_bars = outside
        self.close(opening, CLOSING[opening])
        return found

    def bare_argument(self, name: Token) -> Tree:
        kind = self.tokens[self.position].kind
        if kind not in STARTS and kind not in ("number", "+", "-", "infinity"):
            raise error(f"'{name.value}' lacks its argument", self.tokens[self.position].position)
        return self.signed(self.juxtaposed)

    def juxtaposed(self) -> Tree:
        start = self.position
        left = self.factor()
        if self.tokens[start].kind == "number" and self.position == start + 1:
            kind = self.tokens[self.position].kind
            if kind in STARTS and kind != "function":
                left = ("*", self.factor(), left)
        while self.tokens[self.position].kind == "symbol":
            left = ("*", left, self.factor())
        return left

    # ------------------------------------------------------------------------------------ differentials and errors

    def differential(self) -> None:
        token = self.tokens[self.position]
        self.position += 1
        following = self.tokens[self.position].kind
        if self.variable is not None:
            raise error("A second differential is not in the grammar", token.position)
        if token.value in CONSTANTS:
            raise error(f"The constant '{token.value}' cannot be the variable", token.position)
        if self.integral_sign and following in ("^", "superscript"):
            raise of_an_expression(token.position)
        if not self.integral_sign and following != "end":
            raise self.missing(token)
        if self.level == 0 and following in ("+", "-"):
            raise error("An integral must be the whole input; give its integrand alone", token.position)
        self.variable = token.value

    def missing(self, token: Token) -> InputError:
        if token.kind == "infinity":
            return infinity(token.position)
        if token.kind == "end":
            return error("An expression is missing at the end", token.position)
        if token.kind == "∫":
            return error("An integral must be the whole input; give its integrand alone", token.position)
        if token.kind == "differential":
            return error(
                f"'d{token.value}' must end the integrand; for a product write d*{token.value}", token.position
            )
        return error(f"An expression is missing before {_SHOWN.get(token.kind, repr(token.value))}", token.position)

    def unexpected(self, token: Token) -> InputError:
        if token.kind == ",":
            return error(
                "A comma is not in the grammar; write decimals with a point: 12345.67",
                token.position,
            )
        if token.kind in (")", "]", "}", "rbar"):
            return error(f"{_SHOWN.get(token.kind, repr(token.kind))} closes nothing", token.position)
        if token.kind in ("end", "∫", "infinity"):
            return self.missing(token)
        return error(f"{_SHOWN.get(token.kind, repr(token.value))} is not expected here", token.position)

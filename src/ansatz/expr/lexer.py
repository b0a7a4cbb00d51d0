r"""Text to tokens: one lexer for what people type, for Unicode mathematics and for LaTeX.

A token is (kind, value, position). Kinds:

    number   value its digits ("2.1")        symbol   value a name ("x", "c1", "pi")
    function value an operator name          differential   value its variable ("dx" -> "x")
    frac, sqrt   the LaTeX commands          radical   √
    ∫   the integral sign                    superscript   value an int (x² -> 2)
    infinity   ∞, oo, \infty: only a bound may be that
    lbar, rbar   \left| and \right|          |   a bar that may open or close
    + - * / ^ _ ( ) [ ] { } , ! ° &          end
    vulgar   value "1/2" of ½                relation   < <= > >=
    piecewise, cases, row, if, otherwise, end of cases

Every word is looked up in `ansatz.expr.names`; an unknown one raises `ParseError` with the nearest name.
"""

import re
from typing import NamedTuple

from ansatz.errors import DomainError, LimitError, ParseError, UnsupportedError
from ansatz.expr.holonomic import HOLONOMIC
from ansatz.expr.names import (
    APPLIED_GREEK,
    BINARY_CALLS,
    CONSTANTS_BY_NAME,
    GREEK,
    GREEK_COMMANDS,
    GREEK_NAMES,
    INFINITIES,
    NO_NUMBERS,
    OPERATOR_NAMES,
    UNSUPPORTED,
    function_named,
    is_product,
    suggestion,
)
from ansatz.expr.tree import MAX_DIGITS


class Token(NamedTuple):
    kind: str
    value: str
    position: int


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")

_FRACTIONS = "1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8 1/10"
_VULGAR = dict(zip("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞⅒", _FRACTIONS.split(), strict=True))
_TOKEN = re.compile(
    rf"""
      (?P<space>  [\s$~]+ | \\[,;:!\s()\[\]] )
    | (?P<number> [0-9]+(?:\.[0-9]*)? | \.[0-9]+ )
    | (?P<vulgar> [{"".join(_VULGAR)}] )
    | (?P<relation> <= | >= | [<>≤≥] )
    | (?P<row>    \\\\ )
    | (?P<word>   [A-Za-z]+ )
    | (?P<command>\\[A-Za-z]+ )
    | (?P<sign>   \*\* | [-+*/^_()\[\]{{}}|,!°&·⋅×∙•∗÷∕⁄−–√∛∜∫] )
    | (?P<super>  [⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+ )
    | (?P<greek>  [{"".join(GREEK)}π∞] )
    """,
    re.VERBOSE,
)
_SUBSCRIPT = re.compile(r"_([0-9]{1,9})|_\{([0-9]{1,9})\}|([0-9]{1,9})|([₀-₉]{1,9})")
_WORD_INDEX = re.compile(  # T_a, k_{B}, v_{\mathrm{max}}
    r"_(?:([A-Za-z][A-Za-z0-9]{0,8})(?![A-Za-z0-9])"
    r"|\{(?:\\(?:mathrm|text|rm)\s*)?\{?\s*([A-Za-z][A-Za-z0-9]{0,8})\s*\}?\})"
)
_DIGITS = re.compile("[0-9]+")
_PI = re.compile(r"π|\\pi(?![A-Za-z])")
_EULER = re.compile(r"_(?:E|\{E\}|\{?\\(?:mathrm|text)\s*\{E\}\}?)(?![A-Za-z0-9])")  # γ_E is Euler's constant
_SMALL_DIGITS = re.compile("[₀-₉]{1,9}")
_PRIMES = re.compile(r"['′’]{1,6}")
_SCIENTIFIC = re.compile(r"([eE])([+-]?)([0-9]+)(?![0-9.])")
_LARGEST_EXPONENT = 150
_STYLED_NAME = re.compile(r"\*?\s*\{\s*([A-Za-z]+)\s*\}|\s+(d)")  # \mathrm{sin}, and \mathrm dx
_GREEK_LETTER = re.compile(rf"\\([A-Za-z]+)|([{''.join(GREEK)}])")
_LATIN_LETTER = re.compile("[A-Za-z](?![A-Za-z])")
# A name applied to brackets, with a power between them or not; and Γ before a letter that is no differential.
_APPLIED = re.compile(r"(?:\s*\^\s*(?:[0-9]+|\{[^{}]*\})|[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?\s*(?:\\left\s*)?\(")
_BEFORE_A_LETTER = re.compile(rf"\s*(?!d\s*[A-Za-z{''.join(GREEK)}\\])[A-Za-z{''.join(GREEK)}]")

_SAME = {"**": "^", "·": "*", "⋅": "*", "×": "*", "∙": "*", "•": "*", "∗": "*", "÷": "/", "∕": "/", "⁄": "/"} | {
    "−": "-",
    "–": "-",
}
_RADICALS = {"√": "sqrt", "∛": "cbrt", "∜": "fourth root"}
_RELATIONS = {"≤": "<=", "≥": ">="} | {
    "le": "<=",
    "leq": "<=",
    "leqslant": "<=",
    "ge": ">=",
    "geq": ">=",
    "geqslant": ">=",
    "lt": "<",
    "gt": ">",
}
_CASES = ("piecewise", "cases")
_IN_CASES = {"otherwise": "otherwise", "else": "otherwise", "True": "otherwise", "and": "&"} | dict.fromkeys(
    ("if", "for", "when"), "if"
)
_INTEGRALS = ("int", "integral", "integrate", "Integral")
_COMMANDS = {"cdot": "*", "times": "*", "ast": "*", "div": "/", "lvert": "lbar", "rvert": "rbar", "vert": "|"} | {
    "mid": "|",
    "int": "∫",
    "frac": "frac",
    "dfrac": "frac",
    "tfrac": "frac",
    "cfrac": "frac",
    "sqrt": "sqrt",
    "lbrack": "[",
    "rbrack": "]",
}
_SPACING = (
    "quad qquad displaystyle textstyle limits nolimits big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr "
    "thinspace"
)
_SPACES = frozenset(_SPACING.split())
_WORDS = frozenset(("lg", "max", "min"))  # that are commands too
_CASES_GROUP = re.compile(r"\s*\{\s*d?cases\s*\}")
_STYLES = frozenset(("operatorname", "mathrm", "text", "mathop", "textrm", "mathit"))


def tokenize(text: str) -> list[Token]:
    """Tokens of a text, the last of kind "end"; raises `ParseError` where a character or word is unknown."""
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _unexpected(text, position)
        kind, found = match.lastgroup, match.group()
        end = match.end()
        if kind == "sign":
            tokens.append(_sign(found, position))
            if found == "∫":
                end = _subscript(text, end, tokens)
        elif kind == "number":
            token = _number(text, found, position, end)
            if (exponent := _exponent(text, found, position, end)) is not None:
                token, end = token._replace(value=found + exponent.group()), exponent.end()
            tokens.append(token)
        elif kind == "vulgar":
            tokens.append(Token("vulgar", _VULGAR[found], position))
        elif kind == "relation":
            tokens.append(Token("relation", _RELATIONS.get(found, found), position))
        elif kind == "row":
            tokens.append(Token("row", found, position))
        elif kind == "word":
            end = _word(text, found, position, end, tokens)
        elif kind == "command":
            end = _command(text, found[1:], position, end, tokens)
        elif kind == "super":
            tokens.append(Token("superscript", found.translate(_SUPERSCRIPTS), position))
        elif kind == "greek":
            name = GREEK.get(found) or CONSTANTS_BY_NAME.get(found)
            if found == "∞":
                tokens.append(Token("infinity", found, position))
            elif name is None:
                raise _unexpected(text, position)
            else:
                end = _greek(text, name, position, end, tokens)
        position = end
    tokens.append(Token("end", "", len(text)))
    return tokens


def error(message: str, position: int) -> ParseError:
    """A `ParseError` whose sentence ends with the place, counted from 1."""
    return ParseError(f"{message} (at character {position + 1}).")


def _unexpected(text: str, position: int) -> ParseError:
    character = text[position]
    if character == "=":
        return error("An expression cannot contain '='; give the integrand alone", position)
    return error(f"The character {character!r} is not in the grammar", position)


def no_function(name: str, position: int) -> ParseError:
    """The error where a letter is applied to brackets as a function is."""
    return error(f"'{name}(…)' is not a known function; for a product write {name}*(…)", position)


def of_an_expression(position: int) -> ParseError:
    """The error where the differential is not that of a variable."""
    return error(
        "The differential of an expression is not in the grammar; multiply by its derivative and write dx", position
    )


def infinity(position: int) -> DomainError:
    """The error where infinity stands for a number."""
    return DomainError(f"Infinity is not a number; give a finite expression (at character {position + 1}).")


def _sign(found: str, position: int) -> Token:
    if found in _RADICALS:
        return Token("radical", _RADICALS[found], position)
    return Token(_SAME.get(found, found), found, position)


def _number(text: str, found: str, position: int, end: int) -> Token:
    if len(found) > MAX_DIGITS:
        raise LimitError(
            f"A number has more than {MAX_DIGITS} digits; use a symbol for it (at character {position + 1})."
        )
    return Token("number", found, position)


def _exponent(text: str, found: str, position: int, end: int) -> re.Match[str] | None:
    """The exponent of 1e5, 1e-5, 2.5e-3 and 2E-5; but 2e-5 may be 2·e - 5."""
    exponent = _SCIENTIFIC.match(text, end) if end < len(text) and text[end] in "eE" else None
    if exponent is None:
        return None
    letter, sign, digits = exponent.groups()
    if sign and letter == "e" and found != "1" and "." not in found:
        raise error(f"'{found}{text[end : end + 2]}…' is ambiguous; write {found}*10^n or {found}*e", position)
    if int(digits[:9]) > _LARGEST_EXPONENT:
        raise LimitError(
            f"A number has more than {_LARGEST_EXPONENT} digits; use a symbol for it (at character {position + 1})."
        )
    return exponent


def _word(text: str, word: str, position: int, end: int, tokens: list[Token]) -> int:
    if word[-1] == "d" and (word == "d" or is_product(word)) and (variable := _greek_letter(text, end)):
        # dθ, and xdθ; but the d of ∫₀ᵈθ dθ and of x^dθ is a bound and an exponent
        if len(word) == 2:
            tokens.append(Token("symbol", CONSTANTS_BY_NAME.get(word[0], word[0]), position))
        elif tokens and tokens[-1].kind in ("^", "_"):
            return _symbol(text, word, position, end, tokens)
        return _differential(text, *variable, position + len(word) - 1, tokens)
    if len(word) == 1:
        return _symbol(text, CONSTANTS_BY_NAME.get(word, word), position, end, tokens)
    following = text[end : end + 1]
    if word == "log" and (base := _DIGITS.match(text, end)):
        tokens += (Token("function", "log", position), Token("_", "_", end), Token("number", base.group(), end))
        return base.end()
    if word == "pow" and following and following in "2345":
        tokens.append(Token("function", word + following, position))
        return end + 1
    if word in _IN_CASES and any(token.kind in _CASES for token in tokens):
        tokens.append(Token(_IN_CASES[word], word, position))
        return end
    if word.lower() == "piecewise":
        tokens.append(Token("piecewise", word, position))
        return end
    if word in _INTEGRALS and not tokens:
        tokens.append(Token("∫", word, position))
        return _subscript(text, end, tokens)
    if word == "of" and tokens and tokens[-1].kind == "∫":
        return end
    if word == "lg":
        tokens += (Token("function", "log", position), Token("_", "_", end), Token("number", "10", end))
        return end
    if word.lower() in ("max", "min", "heaviside"):
        tokens.append(Token("function", word.lower(), position))
        return end
    name = function_named(word)
    if name is not None:
        tokens.append(Token("function", word if word in BINARY_CALLS or word == "Li" else name, position))
        return _subscript(text, end, tokens)
    if word in HOLONOMIC:
        tokens.append(Token("function", word, position))
        return end
    if word in BINARY_CALLS or (word == "real" and text.startswith("_root", end)):
        end += 5 if word == "real" else 0
        tokens.append(Token("function", "real_root" if word == "real" else word, position))
        return end
    if word == "Pow":
        tokens.append(Token("function", "pow", position))
        return end
    if word in GREEK_NAMES:
        return _greek(text, word, position, end, tokens)
    if word in CONSTANTS_BY_NAME:
        return _symbol(text, CONSTANTS_BY_NAME.get(word, word), position, end, tokens)
    if word in INFINITIES:
        tokens.append(Token("infinity", word, position))
        return end
    if word in NO_NUMBERS:
        raise infinity(position)
    if word.lower() in UNSUPPORTED:
        raise UnsupportedError(f"'{word}' is outside the operator table (at character {position + 1}).")
    if word[0] == "d" and (len(word) == 2 or word[1:] in GREEK_NAMES or word[1:] in CONSTANTS_BY_NAME):
        return _differential(text, CONSTANTS_BY_NAME.get(word[1:], word[1:]), end, position, tokens)
    if is_product(word):
        if following.isdigit() or following in ("_", "'"):
            raise error(f"'{word}{following}' is ambiguous; write {word[0]}*{word[1]}{following}", position)
        for k, letter in enumerate(word):
            tokens.append(Token("symbol", CONSTANTS_BY_NAME.get(letter, letter), position + k))
        return end
    raise error(f"'{word[:20]}' is not a known name{suggestion(word)}", position)


def _greek(text: str, name: str, position: int, end: int, tokens: list[Token]) -> int:
    """Γ(x), ζ^2(3) are functions; χ(x), γ(x) would be some outside the operator table, and Γ x is none but Γ(x)."""
    is_applied = _APPLIED.match(text, end)
    if name in APPLIED_GREEK and is_applied and (name != "gamma" or text[position] == "g"):
        tokens.append(Token("function", APPLIED_GREEK[name], position))
        return end
    if name.lower() in UNSUPPORTED and (is_applied or (name == "Gamma" and _BEFORE_A_LETTER.match(text, end))):
        raise UnsupportedError(
            f"'{name}' is outside the operator table; for a product write {name}*… (at character {position + 1})."
        )
    if name == "gamma" and (index := _EULER.match(text, end)):
        name, end = "EulerGamma", index.end()
    return _symbol(text, name, position, end, tokens)


def _subscript(text: str, end: int, tokens: list[Token]) -> int:
    """log₂, ∫₀: an index of small digits, if there is one."""
    index = _SMALL_DIGITS.match(text, end)
    if index is None:
        return end
    tokens += (Token("_", "_", end), Token("number", index.group().translate(_SUBSCRIPTS), end))
    return index.end()


def _symbol(text: str, name: str, position: int, end: int, tokens: list[Token]) -> int:
    """Appends a symbol with its index (x0, x_0, x₀) and primes (Y'); constants take neither."""
    following = text[end : end + 1]
    if following and (following in "_'′’" or following.isdigit()):
        index = _SUBSCRIPT.match(text, end)
        if index is not None:
            if name in ("e", "i") and text[position] in "EI":
                name = text[position]  # E0 and I0 are quantities, not numbers
            if name in CONSTANTS_BY_NAME.values():
                raise error(f"The constant '{name}' takes no index; write {name}^… or {name}*…", position)
            name += next(filter(None, index.groups())).translate(_SUBSCRIPTS)
            end = index.end()
        elif (index := _WORD_INDEX.match(text, end)) is not None and name not in CONSTANTS_BY_NAME.values():
            name, end = f"{name}_{index[1] or index[2]}", index.end()
        primes = _PRIMES.match(text, end)
        if primes is not None:
            name += "'" * len(primes.group())
            end = primes.end()
    if text.startswith(("(", "\\left("), end) and name in ("f", "g", "h"):
        raise no_function(name, position)
    tokens.append(Token("symbol", name, position))
    return end


def _command(text: str, name: str, position: int, end: int, tokens: list[Token]) -> int:
    if name in _COMMANDS:
        tokens.append(Token(_COMMANDS[name], name, position))
        return end
    if name in _SPACES:
        return end
    if name in _RELATIONS:
        tokens.append(Token("relation", _RELATIONS[name], position))
        return end
    if name in ("begin", "end") and (cases := _CASES_GROUP.match(text, end)):
        tokens.append(Token("cases" if name == "begin" else "end of cases", name, position))
        return cases.end()
    if name in ("left", "right"):
        while text[end : end + 1] == " ":
            end += 1
        if text.startswith((".", "\\{", "\\}"), end):
            raise error(f"'\\{name}{text[end : end + 2].strip()}' is not in the grammar; use round brackets", position)
        if text.startswith("|", end):
            tokens.append(Token("lbar" if name == "left" else "rbar", "|", position))
            return end + 1
        return end
    if name in _STYLES:
        if text.startswith("{}", end):
            return end + 2
        styled = _STYLED_NAME.match(text, end)
        if styled is None:
            raise error(f"'\\{name}' lacks a name in braces", position)
        style, name, end = name, styled.group(1) or styled.group(2), styled.end()
        if style == "operatorname":
            name = OPERATOR_NAMES.get(name, name)
        if name == "d":
            while text[end : end + 1].isspace():
                end += 1
            letter = _LATIN_LETTER.match(text, end)
            variable = (letter.group(), letter.end()) if letter else _greek_letter(text, end)
            if variable is None:
                if constant := _PI.match(text, end):
                    variable = "pi", constant.end()
                elif text.startswith(("(", "\\"), end):
                    raise of_an_expression(position)
                else:
                    raise error("'\\mathrm{d}' lacks its variable", position)
            return _differential(text, *variable, position, tokens)
    name = GREEK_COMMANDS.get(name, name)
    known = (GREEK_NAMES, CONSTANTS_BY_NAME, INFINITIES, _IN_CASES, _WORDS)
    if len(name) == 1 or function_named(name) or any(name in names for names in known):
        return _word(text, name, position, end, tokens)
    if name.lower() in UNSUPPORTED:
        raise UnsupportedError(f"'\\{name}' is outside the operator table (at character {position + 1}).")
    raise error(f"'\\{name[:20]}' is not a known command{suggestion(name)}", position)


def _greek_letter(text: str, position: int) -> tuple[str, int] | None:
    r"""The name of θ, \theta or \vartheta and where it ends, or None."""
    match = _GREEK_LETTER.match(text, position)
    name = match and (GREEK_COMMANDS.get(match.group(1)) if match.group(1) else GREEK[match.group(2)])
    return (name, match.end()) if match and name else None


def _differential(text: str, variable: str, end: int, position: int, tokens: list[Token]) -> int:
    """Appends the differential of a variable that ends before its index and primes."""
    end = _symbol(text, variable, position, end, tokens)
    tokens[-1] = tokens[-1]._replace(kind="differential")
    return end

r"""The many ways to write a derivative, brought to one: primes.

    with_primes(r"\frac{d^2y}{dx^2} + dy/dx")    ("y'' + y'", ["x", "x"])

Primes (y', y′, y″, y^{\prime}, y^{(2)}), Leibniz's dy/dx and d^2y/dx^2 as text and as fractions, d/dx y, dots
(\dot{y}, ẏ), and diff(y(x), x, 2) as computer algebra systems write it. Text is rewritten, never evaluated.
"""

import re
import unicodedata

from ansatz.expr.names import GREEK, GREEK_NAMES

_GREEK = "|".join(sorted(GREEK_NAMES, key=len, reverse=True))
NAME = rf"(?:\\?(?:{_GREEK})|[A-Za-z](?![A-Za-z])[0-9]{{0,2}}|[{''.join(GREEK)}])"  # of a function or a variable
_APPLIED = r"(?:\(\s*\\?[A-Za-z]+\s*\))?"
_POWER = r"(?:\s*(?:\^\s*\{?\s*(\d+)\s*\}?|([²³⁴-⁹])))?\s*"
_BELOW = rf"d\s*({NAME}){_POWER}"
_START = r"(?<![A-Za-z\\])"
_SMALL = str.maketrans("²³⁴⁵⁶⁷⁸⁹", "23456789")
_DOTS = {"\N{COMBINING DOT ABOVE}": "'", "\N{COMBINING DIAERESIS}": "''"}

# Groups: the power in the numerator (two spellings), the function, the variable.
_LEIBNIZ = (
    re.compile(rf"\\frac\s*\{{\s*d{_POWER}({NAME})\s*{_APPLIED}\s*\}}\s*\{{\s*{_BELOW}\}}"),
    re.compile(rf"{_START}d{_POWER}({NAME})\s*{_APPLIED}\s*/\s*\(?{_BELOW}\)?"),
)
_OPERATORS = (
    re.compile(rf"\\frac\s*\{{\s*d{_POWER}\}}\s*\{{\s*{_BELOW}\}}\s*\(?\s*({NAME})\s*{_APPLIED}\s*\)?"),
    re.compile(rf"{_START}d{_POWER}/\s*{_BELOW}\s*\(?\s*({NAME})\s*{_APPLIED}\s*\)?"),
)
_CALL = re.compile(
    rf"{_START}(?:diff|Derivative|D)\(\s*({NAME})\s*{_APPLIED}\s*,\s*\(?\s*({NAME})\s*(?:,\s*(\d+|{NAME})\s*)?\)?\s*\)"
)
_DOT = re.compile(rf"\\(d{{1,4}})ot\s*(?:\{{\s*({NAME})\s*\}}|\s({NAME})|(\\(?:{_GREEK})))")
_PRIME_COMMANDS = re.compile(r"\^\s*(?:\{\s*((?:\\prime\s*)+)\}|(\\prime))")
_COUNTED = re.compile(r"\^\s*\{\s*\(\s*(\d)\s*\)\s*\}")


def with_primes(text: str) -> tuple[str, list[str]]:
    """The text with primes for derivatives, and the variables that it named by taking derivatives."""
    text = _plain(text)
    variables: list[str] = []

    def leibniz(match: re.Match[str]) -> str:
        power, small, function, variable = match.group(1, 2, 3, 4)
        variables.append(variable)
        return f" {function}{_primes(power, small)} "

    def operator(match: re.Match[str]) -> str:
        power, small, variable, function = match.group(1), match.group(2), match.group(3), match.group(6)
        variables.append(variable)
        return f" {function}{_primes(power, small)} "

    def call(match: re.Match[str]) -> str:
        function, variable, further = match.groups()
        variables.append(variable)
        count = 1 if further is None else int(further) if further.isdigit() else 2
        return function + "'" * count

    for pattern in _LEIBNIZ:
        text = pattern.sub(leibniz, text)
    for pattern in _OPERATORS:
        text = pattern.sub(operator, text)
    text = _CALL.sub(call, text)
    text = _DOT.sub(lambda m: next(filter(None, m.groups()[1:])) + "'" * len(m[1]), text)
    text = _PRIME_COMMANDS.sub(lambda m: "'" * m[0].count("prime"), text)
    text = _COUNTED.sub(lambda m: "'" * int(m[1]), text)
    return text, variables


def _plain(text: str) -> str:
    """One sign for each prime and dot, no styles of d, no spacing commands that hold commas."""
    text = re.sub(r"\\(?:mathrm|text|textrm|operatorname)\s*(?:\{\s*d\s*\}|\s+d(?![A-Za-z]))", "d", text)
    text = re.sub(r"\\[,;:! ]|\\q?quad(?![A-Za-z])", " ", text)
    text = re.sub(r"\\(?:left|right)\s*(?=[()\[\]])", "", text)
    text = re.sub(r"\\[dt]frac", r"\\frac", text)
    text = text.replace("″", "''").replace("‴", "'''").replace("′", "'").replace("’", "'")
    decomposed = unicodedata.normalize("NFD", text)
    if any(dot in decomposed for dot in _DOTS):
        text = decomposed
        for dot, primes in _DOTS.items():
            text = text.replace(dot, primes)
    return text


def _primes(power: str | None, small: str | None) -> str:
    count = int(power or (small or "1").translate(_SMALL))
    return "'" * min(count, 9)


__all__ = ["NAME", "with_primes"]

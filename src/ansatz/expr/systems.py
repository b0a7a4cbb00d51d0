r"""Systems of first-order equations as people write them; nothing is evaluated.

    read_system("x0' = -x0^3 + x1; x1' = -x0 - x1")     text, LaTeX (\dot x = …, dx/dt = …), one equation a line
    read_system({"x": "-x + y", "y": "-x - y"})         a mapping from variables to their rates
    read_system([-x + y, -x - y])                       expressions (text, SymPy, SymEngine) or a SymPy matrix

Equations name the variables, in their order; where they name none, the variables are the symbols that occur, x2 before
x10. All is read into trees in the names that people gave: x_1 is x1, \theta is theta.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ansatz.errors import InputError, LimitError, ParseError, UnsupportedError
from ansatz.expr.commas import at_top_level
from ansatz.expr.names import GREEK
from ansatz.expr.operators import CONSTANTS
from ansatz.expr.parse import MAX_CHARACTERS, parse
from ansatz.expr.tree import Tree, substitute, symbols

if TYPE_CHECKING:
    import sympy

MAX_DIMENSION = 6
EXAMPLE = "x' = -x + y; y' = -x - y"
TIME = "t"

_WORD = r"\\?[A-Za-zͰ-Ͽ][A-Za-z0-9]*(?:_(?:\{[A-Za-z0-9]+\}|[A-Za-z0-9]+))?"
_OF_TIME = r"(?:\s*\(\s*t\s*\))?"
_RATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\s*({_WORD}){_OF_TIME}\s*'{_OF_TIME}\s*",
        rf"\s*d\s*({_WORD}){_OF_TIME}\s*/\s*d\s*t\s*",
        rf"\s*\\[dt]?frac\s*\{{\s*d\s*({_WORD}){_OF_TIME}\s*\}}\s*\{{\s*d\s*t\s*\}}\s*",
        rf"\s*\\dot\s*\{{\s*({_WORD})\s*\}}\s*(?:_\{{?([A-Za-z0-9]+)\}}?)?{_OF_TIME}\s*",
        rf"\s*\\dot\s*({_WORD})\s*{_OF_TIME}\s*",
    )
)
_LAYOUT = re.compile(r"\\(?:begin|end)\s*\{[a-z*]+\}|\\left\s*\\\{|\\right\s*\.|&|\\[,:!]|\$")


@dataclass(frozen=True, slots=True)
class StatedSystem:
    """x' = f(x). components: f, trees in the variables' names. symbols: SymPy's by name, where there were any."""

    components: tuple[Tree, ...]
    variables: tuple[str, ...]
    symbols: "Mapping[str, sympy.Symbol]" = field(default_factory=dict)


def read_system(given: object, *, timed: bool = False) -> StatedSystem:
    """The system; raises `InputError`, one sentence, for what is none, for parameters and for what depends on time.

    timed: both are allowed; the equations must then name the variables.
    """
    if isinstance(given, str):
        return _stated(*_from_text(given), timed=timed)
    if isinstance(given, Mapping):
        return _from_parts(list(given.values()), list(given), timed)
    parts = _parts(given)
    if len(parts) > 0 and all(isinstance(part, str) and "=" in part for part in parts):
        return _stated(*_from_text(";".join(map(str, parts))), timed=timed)
    return _from_parts(parts, None, timed)


def split_values(text: str) -> tuple[str, str]:
    """(the equations x' = … of a text, the rest of its statements), each joined by semicolons."""
    statements = _statements(_LAYOUT.sub(" ", _plain(text).replace("\\\\", ";")))
    equations = [s for s in statements if any(rate.fullmatch(re.split("==?", s)[0]) for rate in _RATES)]
    return "; ".join(equations), "; ".join(s for s in statements if s not in equations)


# ---------------------------------------------------------------------------------------- text


def _from_text(text: str) -> tuple[list[Tree], list[str] | None]:
    if len(text) > MAX_DIMENSION * MAX_CHARACTERS:
        raise LimitError(f"The text has more than {MAX_DIMENSION * MAX_CHARACTERS} characters.")
    statements = _statements(_LAYOUT.sub(" ", _plain(text).replace("\\\\", ";")))
    if not statements:
        raise ParseError(f"The system is empty; write one such as {EXAMPLE}.")
    sides = [re.split("==?", statement) for statement in statements]
    if all(len(side) == 1 for side in sides):
        return [_component(statement, ()) for statement in statements], None
    words = []
    for statement, side in zip(statements, sides, strict=True):
        if len(side) != 2 or not side[1].strip(" ."):
            raise ParseError(f"'{statement.strip()[:60]}' is no equation; write one such as x' = -x + y.")
        words.append(_differentiated(side[0]))
    return [_component(right, words) for _, right in sides], [_name(word) for word in words]


def _plain(text: str) -> str:
    """One sign for each prime and dot: ẋ is x'."""
    text = text.replace("′", "'").replace("’", "'").replace("^{\\prime}", "'").replace("^\\prime", "'")
    text = unicodedata.normalize("NFD", text)
    return re.sub(r"([A-Za-zͰ-Ͽ])\N{COMBINING DOT ABOVE}([₀-₉0-9]*)", r"\1\2'", text)


def _statements(text: str) -> list[str]:
    """The parts between semicolons and line ends, and between commas outside brackets where each is an equation."""
    lines = [line for line in re.split(r"[;\n]", text) if line.strip(" .,\t\r")]
    parts = []
    for line in lines:
        parts += [piece for piece in at_top_level(line) if piece.strip(" .\t\r")]
    if len(parts) == 1 and "=" not in text and (inner := re.fullmatch(r"\s*[(\[](.*)[)\]]\s*", parts[0], re.DOTALL)):
        pieces = _statements(inner[1])  # (f0, f1)
        return pieces if len(pieces) > 1 else parts
    return parts


def _differentiated(left: str) -> str:
    """The word for the variable whose rate the left side is."""
    for pattern in _RATES:
        if match := pattern.fullmatch(left):
            return "_".join(filter(None, match.groups()))
    if left.count("'") > 1:
        raise UnsupportedError(
            f"'{left.strip()[:40]}' is no first derivative; write a system of first order, as x' = v; v' = -x - v."
        )
    raise ParseError(f"'{left.strip()[:40]}' is no derivative by time; write x' = …, dx/dt = … or \\dot x = ….")


def _component(text: str, words: Sequence[str]) -> Tree:
    """A right side; words that the parser would not read as one symbol (vel, I) get a name while it does."""
    stand_ins: dict[str, Tree] = {}
    for k, word in enumerate(dict.fromkeys(words)):
        name = _name(word)
        text = re.sub(rf"(?<![A-Za-z\\])({re.escape(word)})\s*\(\s*t\s*\)", r"\1", text)
        if not _is_plain(word):
            stand_in = f"z{900 + k}"
            text = re.sub(rf"(?<![A-Za-z0-9_\\]){re.escape(word)}(?![A-Za-z0-9_])", f" {stand_in} ", text)
            stand_ins[stand_in] = name
    return substitute(parse(text.strip(" .\t\r")), stand_ins)


def _is_plain(word: str) -> bool:
    """Whether the parser reads a word as the variable that it names."""
    try:
        return bool(parse(word) == _name(word))
    except InputError:
        return False


def _name(word: str) -> str:
    plain = word.lstrip("\\").translate(str.maketrans("", "", "_{}"))
    plain = "".join(GREEK.get(letter, letter) for letter in plain)
    if plain in CONSTANTS:
        raise ParseError(f"A variable cannot be called {plain}, which is a number; choose another letter.")
    return plain


# ---------------------------------------------------------------------------------------- expressions


def _parts(given: object) -> list[object]:
    try:
        return list(given)  # type: ignore[call-overload, no-any-return]  # SymPy's matrices are no Iterable by type
    except TypeError:
        raise UnsupportedError(
            f"A {type(given).__name__} is no system; give text such as {EXAMPLE}, or a list."
        ) from None


def _from_parts(parts: Sequence[object], keys: Sequence[object] | None, timed: bool = False) -> StatedSystem:
    from ansatz.expr.reading import Reading

    opened = [_opened(part) for part in parts]
    rates = [left for left, _ in opened if left is not None]
    if rates and len(rates) == len(opened):
        keys = rates
    elif rates:
        raise InputError("Some of the parts are equations and some are not; give x' = … for all, or for none.")
    functions = dict(map(_symbol_of_function, rates))
    expressions = [right.xreplace(functions) if functions else right for _, right in opened]  # type: ignore[attr-defined]
    named = [functions.get(key, key) for key in keys or ()]
    reading = Reading(*expressions, *named)
    variables = [_key_name(reading.tree(key)) for key in named] if keys is not None else None
    return _stated([reading.tree(e) for e in expressions], variables, reading.symbols, timed=timed)


def _opened(part: object) -> tuple[object | None, object]:
    """(x(t), f) of SymPy's Eq(x(t).diff(t), f); (None, f) of an expression."""
    if type(part).__module__.partition(".")[0] != "sympy":
        return None, part
    import sympy

    if not isinstance(part, sympy.Equality):
        return None, part
    if not isinstance(part.lhs, sympy.Derivative) or part.lhs.derivative_count != 1:
        raise InputError(f"'{str(part)[:60]}' is no equation x' = …; write Eq(x(t).diff(t), …).")
    return part.lhs.expr, part.rhs


def _symbol_of_function(function: object) -> tuple[object, object]:
    import sympy

    if isinstance(function, sympy.core.function.AppliedUndef):
        return function, sympy.Symbol(function.func.__name__)
    return function, function


def _key_name(tree: Tree) -> str:
    if not isinstance(tree, str) or tree in CONSTANTS:
        raise ParseError("The keys of a system are its variables, such as x or x0.")
    return tree


# ---------------------------------------------------------------------------------------- what it says


def _stated(
    components: Sequence[Tree],
    variables: Sequence[str] | None,
    given: "Mapping[str, sympy.Symbol] | None" = None,
    *,
    timed: bool = False,
) -> StatedSystem:
    found = sorted(set().union(*map(symbols, components)) - {*CONSTANTS}, key=_natural)
    if variables is None:
        if TIME in found and len(found) > len(components):
            raise _depends_on_time()
        if len(found) != len(components):
            said = f"{_count(components, 'component')} and {_count(found, 'symbol')} ({', '.join(found) or 'none'})"
            raise InputError(f"The system has {said}; name the variables, as in {EXAMPLE}.")
        variables = found
    if repeated := {name for name in variables if list(variables).count(name) > 1}:
        raise InputError(f"The system has two equations for {min(repeated)}; give one for each variable.")
    strange = [name for name in found if name not in variables]
    if TIME in strange and not timed:
        raise _depends_on_time()
    if strange and not timed:
        shown, verb = ", ".join(strange[:4]), "are no variables" if len(strange) > 1 else "is no variable"
        raise InputError(f"{shown} {verb} of the system; give numbers in their place, or further equations.")
    if not 1 <= len(components) <= MAX_DIMENSION:
        raise UnsupportedError(f"Systems have one to {MAX_DIMENSION} equations here; this one has {len(components)}.")
    return StatedSystem(tuple(components), tuple(variables), given or {})


def _depends_on_time() -> UnsupportedError:
    return UnsupportedError("The system depends on the time t; only autonomous systems x' = f(x) are supported.")


def _count(things: Sequence[object], what: str) -> str:
    return f"{len(things)} {what}{'' if len(things) == 1 else 's'}"


def _natural(name: str) -> tuple[str, int]:
    stem = name.rstrip("0123456789")
    return stem, int(name[len(stem) :] or -1)


__all__ = ["MAX_DIMENSION", "TIME", "StatedSystem", "read_system", "split_values"]

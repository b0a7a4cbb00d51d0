"""The names that people write, and what they mean in the operator table.

`FUNCTIONS_BY_NAME` maps every accepted spelling of a function ("arctan", "atan", "Abs", "tg") to its
operator; `GREEK` maps Greek letters to symbol names. To accept a new spelling, add it here: the lexer reads
both plain text and LaTeX through this table.
"""

import difflib

from ansatz.expr.operators import FUNCTIONS, OPERATORS
from ansatz.expr.vocabulary import SYMBOLS

_ALIASES = {
    "log": "ln",
    "sgn": "sign",
    "signum": "sign",
    "tg": "tan",
    "ctg": "cot",
    "cotg": "cot",
    "cosec": "csc",
    "cosech": "csch",
    "arctg": "atan",
    "arcctg": "acot",
    "arccosec": "acsc",
    "Li": "dilog",
    "arcosec": "acsc",
}

# sin -> arcsin; sinh -> arcsinh and arsinh.
_INVERSES = {
    prefix + function[1:]: function
    for function in (operator.name for operator in FUNCTIONS)
    if function[0] == "a"
    for prefix in (("arc", "ar") if function.endswith("h") else ("arc",))
}

# Functions only where they are applied to brackets, as in Γ(x), gamma(x); but γ(x) is refused as ambiguous.
APPLIED_GREEK = {"Gamma": "tgamma", "gamma": "tgamma", "zeta": "riemannzeta"}
_NO_WORDS = ("polylog", *APPLIED_GREEK)

FUNCTIONS_BY_NAME: dict[str, str] = {
    **{op.name: op.name for op in OPERATORS.values() if op.arity == 1},
    **{op.sympy: op.name for op in OPERATORS.values() if op.sympy and op.sympy not in _NO_WORDS},
    **_ALIASES,
    **_INVERSES,
}

# \operatorname{…} of LaTeX, where the plain letter is a symbol.
OPERATOR_NAMES = {"S": "fresnels", "C": "fresnelc"}

# Calls of two arguments, as SymPy writes them: log(x, 2), root(x, 3), polylog(2, x).
BINARY_CALLS = frozenset(("log", "ln", "root", "real_root", "pow", "polylog", "Rational"))

# Functions with a name of their own that lie outside the operator table.
_UNSUPPORTED_NAMES = (
    "gamma beta zeta floor ceil ceiling round mod gcd lcm factorial binomial sum prod product limit lim det "
    "erfc erfinv expint lambertw hyper "
    "diracdelta chi shi lowergamma uppergamma loggamma atan2 arg re im conjugate nabla partial "
    "elliptic_k elliptic_f elliptic_e elliptic_pi"
)
UNSUPPORTED = frozenset(_UNSUPPORTED_NAMES.split())

_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega"
)
_GREEK_CAPITALS = "Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega"
GREEK: dict[str, str] = (
    dict(zip("αβγδεζηθικλμνξρστυφχψω", _GREEK_NAMES.split(), strict=True))
    | dict(zip("ΓΔΘΛΞΣΥΦΨΩ", _GREEK_CAPITALS.split(), strict=True))
    | {"ϕ": "phi", "ϑ": "theta", "ϵ": "epsilon", "ϰ": "kappa", "ϱ": "rho", "ς": "sigma"}
)
GREEK_NAMES = frozenset(GREEK.values())
# LaTeX's other shapes of the same letters.
GREEK_COMMANDS = {name: name for name in GREEK_NAMES} | {
    "var" + name: name for name in ("epsilon", "theta", "kappa", "phi", "rho", "sigma")
}

CONSTANTS_BY_NAME = {"e": "e", "E": "e", "i": "i", "I": "i", "pi": "pi", "Pi": "pi", "PI": "pi", "π": "pi"} | {
    name: name for name in ("EulerGamma", "Catalan")
}

INFINITIES = frozenset(("oo", "inf", "infinity", "infty", "Infinity"))
NO_NUMBERS = frozenset(("zoo", "nan", "NaN"))

# f⁻¹ is the inverse function where the operator table has one.
INVERSE_OF: dict[str, str] = {name[1:]: name for name in OPERATORS if name[0] == "a" and name[1:] in OPERATORS}

_SINGLE = frozenset(name for name in SYMBOLS if len(name) == 1)


def function_named(word: str) -> str | None:
    """The operator that a word names, or None; `Sin` and `SIN` are `sin`, but `si` is not `Si`."""
    found = FUNCTIONS_BY_NAME.get(word)
    if found is None and len(word) > 2:
        found = FUNCTIONS_BY_NAME.get(word.lower())
    return found


_CAPITALS = frozenset("ABCDFGHJKLMNPQRSTUVWXYZ")  # E and I may be constants


def is_product(word: str) -> bool:
    """Whether a word is read as a product of letters: two known ones, as in xy, ax, xe^x, kT; not ex, dx or si.

    Longer runs are refused, since a misspelt name must never become a product in silence; "ex" is refused
    because it is more often a slip for e^x, and "dx" because it is a differential.
    """
    if len(word) != 2 or word in ("si", "ci", "ei", "li"):
        return False
    first, second = word[0], word[1]
    if second in _CAPITALS and (first in _CAPITALS or first in _SINGLE) and first != "d":
        return True
    return (first in _SINGLE or first == "i") and first != "d" and (second in _SINGLE or second in "ei")


def parts_of(symbol: str) -> tuple[str, str, str]:
    """The letters, the index and the primes of a symbol: x1'' is x, 1, '' and T_max is T, max, none."""
    stem = symbol.rstrip("'")
    letters, mark, index = stem.partition("_")
    if not mark:
        letters = stem.rstrip("0123456789")
        index = stem[len(letters) :]
    return letters, index, symbol[len(stem) :]


def suggestion(word: str) -> str:
    """A hint for an unknown word: "; did you mean 'sin x'?", or an empty string."""
    if len(word) > 20:
        return ""
    if word == "ex":
        return "; write e^x or e*x"
    parts = _split(word)
    if parts:
        return f"; did you mean '{' '.join(parts)}'?"
    near = difflib.get_close_matches(word, [*FUNCTIONS_BY_NAME, *GREEK_NAMES, "pi"], 1, 0.65)
    if near:
        return f"; did you mean '{near[0]}'?"
    if len(word) <= 5 and all(letter in _SINGLE or letter in "ei" for letter in word):
        return f"; for a product write {'*'.join(word)}"
    return ""


def _split(word: str) -> list[str] | None:
    """A run such as "xcosx" as functions with letters before and after them; None where it is no such run."""
    for length in range(len(word), 1, -1):
        for start in range(len(word) - length + 1):
            name = word[start : start + length]
            if function_named(name) is None:
                continue
            before, after = word[:start], word[start + length :]
            left = _split_part(before)
            right = _split_part(after)
            if left is not None and right is not None:
                return [*left, name, *right]
    return None


def _split_part(part: str) -> list[str] | None:
    if len(part) <= 1 or is_product(part):
        return [part] if part else []
    return _split(part)

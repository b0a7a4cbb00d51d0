r"""Trees to text and to LaTeX, with the brackets that people need and no others.

    to_text(("+", ("*", "x", 2), ("sin", "x")))     "2x + sin(x)"
    to_latex(("/", "x", ("sqrt", "x")))             "\frac{x}{\sqrt{x}}"

The law: parse(to_text(tree)) == as_written(tree), where `as_written` replaces the compact operators that nobody
types (pow2 u -> u^2, inv u -> 1/u); every other tree comes back exactly as it was. LaTeX keeps the value, not the
shape: canonical(parse(to_latex(tree))) == canonical(tree).
"""

from collections.abc import Callable

from ansatz.expr.holonomic import HOLONOMIC, unpaired
from ansatz.expr.names import GREEK_NAMES, parts_of
from ansatz.expr.tree import INFINITY, Tree, is_node

# Binding strengths. A term is what a minus sign stands before; an operand needs no bracket anywhere.
SUM, TERM, PRODUCT, POWER, OPERAND = range(5)

_COMPACT_POWERS = {"pow2": 2, "pow3": 3, "pow4": 4, "pow5": 5}


def as_written(tree: Tree) -> Tree:
    """The tree with powN u as u^N and inv u as 1/u, as people write them."""
    if not isinstance(tree, tuple):
        return tree
    if len(tree) == 3:
        return (tree[0], as_written(tree[1]), as_written(tree[2]))
    operator, child = tree[0], as_written(tree[1])
    if operator in _COMPACT_POWERS:
        return ("^", child, _COMPACT_POWERS[operator])
    return ("/", 1, child) if operator == "inv" else (operator, child)


def to_text(tree: Tree) -> str:
    """The tree as people type it; `parse` inverts it (see the module)."""
    return _text(as_written(tree))[0]


_Printed = tuple[str, int]


def _bracket(printed: _Printed, minimum: int) -> str:
    return printed[0] if printed[1] >= minimum else f"({printed[0]})"


def _text(tree: Tree) -> _Printed:
    if isinstance(tree, int):
        return str(tree), OPERAND if tree >= 0 else TERM
    if isinstance(tree, str):
        return tree, OPERAND
    if len(tree) == 3:
        if tree[0] in HOLONOMIC:
            return f"{tree[0]}({', '.join(_text(part)[0] for part in (*unpaired(tree[1]), tree[2]))})", OPERAND
        return _TEXT[tree[0]](tree[1], tree[2])
    operator, child = tree
    if operator == "neg":
        return _text_negative(child)
    if operator == "abs":
        inner = _text(child)[0]
        return (f"abs({inner})" if "|" in inner else f"|{inner}|"), OPERAND
    if operator == "ln" and is_node(child, "abs"):
        inner = _text(child)[0]
        if inner[0] == "|":
            # ln|x|^2 would mislead the eye: as a base it takes brackets.
            return f"ln{inner}", POWER
    return f"{_WRITTEN.get(operator, operator)}({_text(child)[0]})", OPERAND


_WRITTEN = {"tgamma": "gamma", "riemannzeta": "zeta"}


def _text_negative(child: Tree) -> _Printed:
    # -(2) is the negation of 2, -2 is an integer.
    inner = _text(child)
    return "-" + (f"({inner[0]})" if isinstance(child, int) else _bracket(inner, PRODUCT)), TERM


def _text_sum(left: Tree, right: Tree) -> _Printed:
    # A sum of added terms nests to the right; only a difference may stand before a '+' without brackets.
    first = f"({_text(left)[0]})" if is_node(left, "+") else _text(left)[0]
    terms = [first]
    while is_node(right, "+"):
        terms.append(_bracket(_text(right[1]), PRODUCT))
        right = right[2]
    terms.append(_bracket(_text(right), PRODUCT))
    return " + ".join(terms), SUM


def _text_difference(left: Tree, right: Tree) -> _Printed:
    return f"{_text(left)[0]} - {_bracket(_text(right), PRODUCT)}", SUM


def _text_product(left: Tree, right: Tree) -> _Printed:
    coefficient = _coefficient(right)
    if coefficient and _may_follow_number(left):
        return coefficient + _bracket(_text(left), POWER), PRODUCT
    return f"{_bracket(_text(left), PRODUCT)}*{_bracket(_text(right), POWER)}", PRODUCT


def _text_quotient(left: Tree, right: Tree) -> _Printed:
    return f"{_bracket(_text(left), PRODUCT)}/{_bracket(_text(right), POWER)}", PRODUCT


def _text_power(base: Tree, exponent: Tree) -> _Printed:
    return f"{_bracket(_text(base), OPERAND)}^{_bracket(_text(exponent), POWER)}", POWER


_TEXT: dict[str, Callable[[Tree, Tree], _Printed]] = {
    "+": _text_sum,
    "-": _text_difference,
    "*": _text_product,
    "/": _text_quotient,
    "^": _text_power,
}


def _coefficient(tree: Tree) -> str:
    """The literal of a number that may stand directly before a factor, or an empty string."""
    return str(tree) if isinstance(tree, int) and tree >= 2 else ""


def _may_follow_number(tree: Tree) -> bool:
    """Whether 2 and the text of the factor, side by side, read as 2 times it."""
    if isinstance(tree, int):
        return False
    if isinstance(tree, str):
        return True
    if tree[0] == "^":
        return _may_follow_number(tree[1])
    if tree[0] in ("*", "/"):
        return False
    return tree[0] != "abs"  # inside bars, a bar after a number would close them


# ---------------------------------------------------------------------------------------- LaTeX

_POWERED = ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "ln")
_COMMANDS = {name: "\\" + name for name in _POWERED} | {
    "asin": "\\arcsin",
    "acos": "\\arccos",
    "atan": "\\arctan",
    "sign": "\\operatorname{sgn}",
    "dilog": "\\operatorname{Li}_{2}",
    "fresnels": "\\operatorname{S}",
    "fresnelc": "\\operatorname{C}",
    "tgamma": "\\Gamma",
    "riemannzeta": "\\zeta",
}
_LATEX_NAMES = {INFINITY: "\\infty", "EulerGamma": "\\gamma_{E}", "Catalan": "\\operatorname{Catalan}"}


def to_latex(tree: Tree) -> str:
    """LaTeX of the tree, without dollar signs."""
    return _latex(as_written(tree))[0]


def _latex_bracket(printed: _Printed, minimum: int) -> str:
    return printed[0] if printed[1] >= minimum else _round(printed[0])


def _round(inner: str) -> str:
    return f"\\left({inner}\\right)"


def _latex(tree: Tree) -> _Printed:
    if isinstance(tree, int):
        return str(tree), OPERAND if tree >= 0 else TERM
    if isinstance(tree, str):
        return _latex_name(tree), OPERAND
    if tree[0] in HOLONOMIC:
        return _latex_holonomic(*tree), OPERAND
    if len(tree) == 3:
        return _LATEX[tree[0]](tree[1], tree[2])
    operator, child = tree
    inner = _latex(child)
    if operator == "neg":
        return "-" + _latex_bracket(inner, PRODUCT), TERM
    if operator == "abs":
        return f"\\left|{inner[0]}\\right|", OPERAND
    if operator == "sqrt":
        return f"\\sqrt{{{inner[0]}}}", OPERAND
    if operator == "cbrt":
        return f"\\sqrt[3]{{{inner[0]}}}", OPERAND
    if operator == "exp":
        return f"e^{{{inner[0]}}}", POWER
    if operator == "ln" and is_node(child, "abs"):
        return f"\\ln{inner[0]}", POWER
    return _function(operator) + _round(inner[0]), OPERAND


def _latex_holonomic(name: str, *operands: Tree) -> str:
    """J_{n}(u), and U(a, b, u) where there are several parameters; for the eye: only text is read again."""
    row, u = HOLONOMIC[name], _latex(operands[-1])[0]
    letter = row.latex if len(row.latex) == 1 else f"\\operatorname{{{row.latex.rstrip(chr(39))}}}"
    letter += "'" * row.latex.count("'")
    parameters = [_latex(p)[0] for p in unpaired(operands[0])] if row.parameters else []
    if len(parameters) == 1:
        return f"{letter}_{{{parameters[0]}}}" + _round(u)
    return letter + _round(", ".join((*parameters, u)))


def _function(operator: str) -> str:
    if operator in _COMMANDS:
        return _COMMANDS[operator]
    if operator[0] == "a" and operator.endswith("h"):
        operator = "ar" + operator[1:]
    elif operator[0] == "a":
        operator = "arc" + operator[1:]
    return f"\\operatorname{{{operator}}}"


def _latex_name(name: str) -> str:
    if name in _LATEX_NAMES:
        return _LATEX_NAMES[name]
    letters, index, primes = parts_of(name)
    if len(index) > 1 and index.isalpha():
        index = f"\\mathrm{{{index}}}"
    shown = "\\" + letters if letters in GREEK_NAMES or letters == "pi" else letters
    return shown + (f"_{{{index}}}" if index else "") + primes


def _latex_sum(left: Tree, right: Tree) -> _Printed:
    # A sum is associative in value: only a negative second term needs its brackets.
    return f"{_latex(left)[0]} + {_latex_term(right)}", SUM


def _latex_term(tree: Tree) -> str:
    return _latex(tree)[0] if is_node(tree, "+") or is_node(tree, "-") else _latex_bracket(_latex(tree), PRODUCT)


def _latex_difference(left: Tree, right: Tree) -> _Printed:
    return f"{_latex(left)[0]} - {_latex_bracket(_latex(right), PRODUCT)}", SUM


def _latex_product(left: Tree, right: Tree) -> _Printed:
    if isinstance(right, int) and right >= 0 and not isinstance(left, int):
        left, right = right, left
    first, second = _latex_bracket(_latex(left), PRODUCT), _latex_bracket(_latex(right), POWER)
    return f"{first}{_between(first, second)}{second}", PRODUCT


def _between(first: str, second: str) -> str:
    """A space where juxtaposition reads as a product, else a dot."""
    if second[0].isdigit() or (first[-1].isdigit() and second.startswith("\\frac")):
        return " \\cdot "
    if second.startswith("\\left(") and (first[-1] in "fghyuvw" or first.endswith("'")):
        return " \\cdot "
    return " "


def _latex_quotient(left: Tree, right: Tree) -> _Printed:
    return f"\\frac{{{_latex(left)[0]}}}{{{_latex(right)[0]}}}", POWER


def _latex_power(base: Tree, exponent: Tree) -> _Printed:
    above = _latex(exponent)[0]
    if isinstance(base, tuple) and isinstance(exponent, int) and exponent > 0 and base[0] in _POWERED:
        return f"{_function(base[0])}^{{{above}}}{_round(_latex(base[1])[0])}", OPERAND
    below = _latex(base)
    return f"{_latex_bracket(below, OPERAND)}^{{{above}}}", POWER


_LATEX: dict[str, Callable[[Tree, Tree], _Printed]] = {
    "+": _latex_sum,
    "-": _latex_difference,
    "*": _latex_product,
    "/": _latex_quotient,
    "^": _latex_power,
}

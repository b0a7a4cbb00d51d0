"""Trees as presentation MathML, which browsers draw and screen readers speak without further help.

    to_mathml(("/", 1, "x"))     "<mfrac><mn>1</mn><mi>x</mi></mfrac>"
    document(content)            the <math> element around it

Brackets are where `ansatz.expr.printing` has them in LaTeX. Only names and numbers of the tree reach the markup, and
both are escaped.
"""

from collections.abc import Callable
from html import escape

from ansatz.expr.holonomic import HOLONOMIC, unpaired
from ansatz.expr.names import GREEK, parts_of
from ansatz.expr.printing import OPERAND, POWER, PRODUCT, SUM, TERM, as_written
from ansatz.expr.tree import INFINITY, Tree, is_node

_Marked = tuple[str, int]  # markup and its binding strength

_LETTERS = {name: letter for letter, name in reversed(GREEK.items())} | {"pi": "π", INFINITY: "∞"}
_TIMES, _APPLY = "<mo>&#x2062;</mo>", "<mo>&#x2061;</mo>"  # invisible, but spoken
_POWERED = ("sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "ln")
_NAMES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "sign": "sgn"} | {
    "tgamma": "Γ",
    "digamma": "ψ",
    "riemannzeta": "ζ",
}


def document(content: str, *, block: bool = True) -> str:
    """The <math> element of some markup; block: on a line of its own."""
    display = ' display="block"' if block else ""
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML"{display}>{content}</math>'


def to_mathml(tree: Tree) -> str:
    """The markup of a tree, without the <math> element."""
    return _marked(as_written(tree))[0]


def row(*parts: str) -> str:
    """Parts side by side as one."""
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"


def sign(symbol: str) -> str:
    """An operator between two parts."""
    return f"<mo>{escape(symbol)}</mo>"


def integral(integrand: Tree, variable: str, bounds: tuple[Tree, Tree] | None = None) -> str:
    """∫ f dx, with its bounds where there are any."""
    ends = "" if bounds is None else "".join(map(to_mathml, bounds))
    symbol = sign("∫") if bounds is None else f"<msubsup>{sign('∫')}{ends}</msubsup>"
    shown = _bracketed(_marked(as_written(integrand)), TERM)
    return row(symbol, shown, '<mspace width="0.17em"/>', '<mi mathvariant="normal">d</mi>', name(variable))


def name(text: str) -> str:
    """A symbol: x_1 has an index, θ its letter, y'' its primes."""
    if text == "EulerGamma":
        return '<msub><mi>γ</mi><mi mathvariant="normal">E</mi></msub>'
    letters, index, primes = parts_of(text)
    shown = f"<mi>{escape(_LETTERS.get(letters, letters))}</mi>"
    if index and letters:
        tag = "mn" if index.isdigit() else "mi"
        shown = f"<msub>{shown}<{tag}>{escape(index)}</{tag}></msub>"
    return f'<mrow>{shown}<mo lspace="0" rspace="0">{"′" * len(primes)}</mo></mrow>' if primes else shown


def _bracketed(marked: _Marked, minimum: int) -> str:
    return marked[0] if marked[1] >= minimum else _round(marked[0])


def _round(inner: str) -> str:
    return f"<mrow><mo>(</mo>{inner}<mo>)</mo></mrow>"


def _marked(tree: Tree) -> _Marked:
    if isinstance(tree, int):
        number = f"<mn>{abs(tree)}</mn>"
        return (number, OPERAND) if tree >= 0 else (row(sign("−"), number), TERM)
    if isinstance(tree, str):
        return name(tree), OPERAND
    if tree[0] in HOLONOMIC:
        return _holonomic(*tree), OPERAND
    if len(tree) == 3:
        return _BINARY[tree[0]](tree[1], tree[2])
    operator, child = tree
    inner = _marked(child)
    match operator:
        case "neg":
            return row(sign("−"), _bracketed(inner, PRODUCT)), TERM
        case "abs":
            return f"<mrow><mo>|</mo>{inner[0]}<mo>|</mo></mrow>", OPERAND
        case "sqrt":
            return f"<msqrt>{inner[0]}</msqrt>", OPERAND
        case "cbrt":
            return f"<mroot>{row(inner[0])}<mn>3</mn></mroot>", OPERAND
        case "exp":
            return f"<msup><mi>e</mi>{inner[0]}</msup>", POWER
        case "ln" if is_node(child, "abs"):
            return row("<mi>ln</mi>", _APPLY, inner[0]), OPERAND
    return row(_function(operator), _APPLY, _round(inner[0])), OPERAND


def _holonomic(operator: str, *operands: Tree) -> str:
    """J_n(u), and U(a, b, u) where there are several parameters."""
    shown = HOLONOMIC[operator].latex
    letter = f"<mi>{escape(shown.rstrip(chr(39)))}{'′' * shown.count(chr(39))}</mi>"
    arguments = [_marked(operands[-1])[0]]
    parameters = [_marked(p)[0] for p in unpaired(operands[0])] if HOLONOMIC[operator].parameters else []
    if len(parameters) == 1:
        letter = f"<msub>{letter}{parameters[0]}</msub>"
    else:
        arguments = [*parameters, *arguments]
    return row(letter, _APPLY, _round(sign(",").join(arguments)))


def _function(operator: str) -> str:
    if operator == "dilog":
        return "<msub><mi>Li</mi><mn>2</mn></msub>"
    shown = _NAMES.get(operator, operator)
    if shown == operator and operator[0] == "a":
        shown = ("ar" if operator.endswith("h") else "arc") + operator[1:]
    return f"<mi>{shown}</mi>"


def _sum(left: Tree, right: Tree) -> _Marked:
    added = is_node(right, "+") or is_node(right, "-")
    second = _marked(right)[0] if added else _bracketed(_marked(right), PRODUCT)
    return row(_marked(left)[0], sign("+"), second), SUM


def _difference(left: Tree, right: Tree) -> _Marked:
    return row(_marked(left)[0], sign("−"), _bracketed(_marked(right), PRODUCT)), SUM


def _product(left: Tree, right: Tree) -> _Marked:
    if isinstance(right, int) and right >= 0 and not isinstance(left, int):
        left, right = right, left
    first, second = _bracketed(_marked(left), PRODUCT), _bracketed(_marked(right), POWER)
    space = '<mspace width="0.17em"/>' if _is_application(right) else ""
    numeric = _begins_with_number(right) or (isinstance(left, int) and is_node(right, "/"))
    return row(first, sign("⋅") if numeric else _TIMES + space, second), PRODUCT


def _is_application(tree: Tree) -> bool:
    """Whether it begins with a function's name, which must not run into the factor before it."""
    if is_node(tree, "^"):
        tree = tree[1]
    return isinstance(tree, tuple) and len(tree) == 2 and tree[0] not in ("sqrt", "cbrt", "abs", "exp", "neg")


def _begins_with_number(tree: Tree) -> bool:
    while isinstance(tree, tuple) and tree[0] in ("*", "^", "+", "-"):
        if tree[0] in ("+", "-"):
            return False  # in brackets
        tree = tree[1]
    return isinstance(tree, int)


def _quotient(left: Tree, right: Tree) -> _Marked:
    return f"<mfrac>{_marked(left)[0]}{_marked(right)[0]}</mfrac>", POWER


def _power(base: Tree, exponent: Tree) -> _Marked:
    above = _marked(exponent)[0]
    if isinstance(base, tuple) and isinstance(exponent, int) and exponent > 0 and base[0] in _POWERED:
        powered = f"<msup>{_function(base[0])}{above}</msup>"
        return row(powered, _APPLY, _round(_marked(base[1])[0])), OPERAND
    return f"<msup>{_bracketed(_marked(base), OPERAND)}{above}</msup>", POWER


_BINARY: dict[str, Callable[[Tree, Tree], _Marked]] = {
    "+": _sum,
    "-": _difference,
    "*": _product,
    "/": _quotient,
    "^": _power,
}

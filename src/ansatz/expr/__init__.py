r"""The language: expressions as people write them, as trees, as SymEngine and SymPy know them, and as tokens.

Begin with `tree` (what an expression is), `operators` (the table that all the others read), `parse` and `canonical`;
a module's name says its idea, and what is used from outside is here:

    parse("2x sin(x)")             text -> Tree           parse_integral(r"\int x \, dx"), as_tree(anything)
    to_text(tree), to_latex(tree)  Tree -> text           draw_text(tree), draw_svg(tree)
    to_sympy(tree), from_sympy(e)  Tree <-> SymPy         to_symengine(tree), from_symengine(e)
    canonical(tree)                one spelling           derivative(f, x)
    NOTATIONS["prefix"]            Tree <-> words         tokenizer("word")      words <-> tokens
    simplify(tree)                 school rules           differentiate(tree, "x")   rule by rule

SymPy takes a third of a second to import: the names of `sympy_bridge` are loaded when they are first used.
"""

from typing import TYPE_CHECKING

from ansatz.expr.canonical import canonical, derivative, from_symengine, to_symengine
from ansatz.expr.drawing import draw_svg, draw_text
from ansatz.expr.integral_grammar import ParsedIntegral
from ansatz.expr.notation import NOTATIONS, Notation
from ansatz.expr.operators import OPERATORS, Operator
from ansatz.expr.parse import as_tree, parse, parse_integral
from ansatz.expr.printing import to_latex, to_text
from ansatz.expr.rules import Derivation, Step, differentiate, simplify
from ansatz.expr.tokenizers import TOKENIZERS, Tokenizer, tokenizer
from ansatz.expr.tree import Tree

if TYPE_CHECKING:
    from ansatz.expr.sympy_bridge import from_sympy, symengine_to_sympy, to_sympy

_BRIDGE = ("from_sympy", "symengine_to_sympy", "to_sympy")

__all__ = [
    "NOTATIONS",
    "OPERATORS",
    "TOKENIZERS",
    "Derivation",
    "Notation",
    "Operator",
    "ParsedIntegral",
    "Step",
    "Tokenizer",
    "Tree",
    "as_tree",
    "canonical",
    "derivative",
    "differentiate",
    "draw_svg",
    "draw_text",
    "from_symengine",
    "from_sympy",
    "parse",
    "parse_integral",
    "simplify",
    "symengine_to_sympy",
    "to_latex",
    "to_symengine",
    "to_sympy",
    "to_text",
    "tokenizer",
]


def __getattr__(name: str) -> object:
    if name not in _BRIDGE:
        raise AttributeError(f"module 'ansatz.expr' has no attribute '{name}'")
    from ansatz.expr import sympy_bridge

    return getattr(sympy_bridge, name)

"""Trees to SymEngine, within the limits that keep its numbers small.

to_symengine(tree)           tree -> SymEngine expression (folds 2+3, x+x, (x^a)^b where that is true)
symbol("x")                  one object for each name
has_imaginary(expression)    whether i occurs, written or hidden
"""

from collections.abc import Mapping
from functools import lru_cache

import symengine as se

from ansatz.errors import DomainError, InputError, LimitError
from ansatz.expr import holonomic
from ansatz.expr.operators import CONSTANTS, OPERATORS
from ansatz.expr.tree import MAX_POWER_BITS, Tree

NO_VALUE = (type(se.zoo), type(se.nan), type(se.oo), type(-se.oo))
_BUILD = {name: operator.symengine for name, operator in OPERATORS.items()} | holonomic.BUILD
symbol = lru_cache(maxsize=None)(se.Symbol)
_integer = lru_cache(maxsize=1024)(se.Integer)


def to_symengine(tree: Tree) -> se.Expr:
    """The SymEngine expression of a tree; raises `DomainError` where it has no value (1/0)."""
    if isinstance(tree, str):
        return CONSTANTS[tree] if tree in CONSTANTS else symbol(tree)
    if isinstance(tree, int):
        return _integer(tree)
    operator = tree[0]
    try:
        if len(tree) == 2:
            operand = to_symengine(tree[1])
            if operator in _POWER_OF:
                _check_power(operand, _POWER_OF[operator])
            result = _BUILD[operator](operand)
        else:
            left, right = to_symengine(tree[1]), to_symengine(tree[2])
            if operator == "^":
                _check_power(left, right)
            result = _BUILD[operator](left, right)
    except (ZeroDivisionError, RuntimeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise DomainError(f"The expression has no value: {_reason(tree)}.") from error
    if result.__class__ in NO_VALUE:
        raise DomainError(f"The expression has no value: {_reason(tree)}.")
    return result


def tree_at(tree: Tree, values: Mapping[str, se.Expr]) -> se.Expr:
    """The value of a tree whose symbols have these values."""
    if isinstance(tree, tuple):
        return _BUILD[tree[0]](*(tree_at(operand, values) for operand in tree[1:]))
    return values[tree] if isinstance(tree, str) and tree in values else to_symengine(tree)


_POWER_OF = {f"pow{n}": se.Integer(n) for n in (2, 3, 4, 5)}


def _check_power(base: se.Expr, exponent: se.Expr) -> None:
    """Refuses a power whose numbers SymEngine would write out, however they arose: (x-x+9)^9^9, (2x)^9^9."""
    if not isinstance(exponent, se.Rational):
        return
    for factor in base.args if base.__class__ is se.Mul else (base,):
        bits = _bits(factor)
        if bits and bits * abs(int(exponent.p)) > MAX_POWER_BITS * int(exponent.q):
            raise LimitError(f"A constant power has more than {MAX_POWER_BITS} bits; write it with a symbol.")


def _bits(factor: se.Expr) -> int:
    """Bits of a number, or of a power of a number; 0 for anything else."""
    if isinstance(factor, se.Rational):
        return max(int(factor.p).bit_length(), int(factor.q).bit_length())
    if isinstance(factor, se.Number):
        return 0 if factor.is_real else _bits(factor.real_part()) + _bits(factor.imaginary_part())
    if factor.__class__ is se.Pow and isinstance(factor.args[1], se.Rational):
        return _bits(factor.args[0]) * abs(int(factor.args[1].p)) // int(factor.args[1].q) + 1
    return 0


def _reason(tree: tuple) -> str:
    if tree[0] in ("/", "inv"):
        return "it divides by zero"
    return f"{tree[0]} is applied to a number where it is not defined"


def has_imaginary(expression: se.Basic) -> bool:
    """Whether i occurs: also where none was written, as in sqrt(-1), or where it hides, as in (-1)^(1/3)."""
    stack = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, se.Number):
            if not node.is_real:
                return True
        elif node.__class__ is se.Pow:
            base, exponent = node.args
            if isinstance(base, se.Number) and isinstance(exponent, se.Rational) and base.is_real and base < 0:
                return True
        stack.extend(node.args)
    return False

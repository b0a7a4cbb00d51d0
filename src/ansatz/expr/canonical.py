"""The canonical form: SymEngine's automatic simplification, then one deterministic spelling.

    to_symengine(tree)    tree -> SymEngine expression (folds 2+3, x+x, (x^a)^b where that is true)
    words(expression)     SymEngine expression -> its one spelling, as prefix words
    canonical(tree)       tree -> tree, the two composed
    derivative(f, x)      with |u|' = sign(u) u' and sign' = 0 (true off the zeros of u)

The spelling is compact, because compute is tokens: sums are written P - N (the positive terms, then
the negative ones), products A / B (numerator, denominator), integer powers and roots by their own
operators; the arguments of a sum or product are ordered by length, then alphabetically. Trained
weights depend on it: `tests/expr/golden_spellings.txt` guards it.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import symengine as se

from ansatz.errors import DomainError, InputError, LimitError, NotationError, UnsupportedError
from ansatz.expr.notation import from_prefix
from ansatz.expr.operators import CONSTANTS, FUNCTIONS, OPERATORS, SPECIAL, negate, power, sign
from ansatz.expr.tree import MAX_POWER_BITS, Tree

_NO_VALUE = (type(se.zoo), type(se.nan), type(se.oo), type(-se.oo))
_BUILD = {name: operator.symengine for name, operator in OPERATORS.items()}
symbol = lru_cache(maxsize=None)(se.Symbol)


def to_symengine(tree: Tree) -> Any:
    """The SymEngine expression of a tree; raises `DomainError` where it has no value (1/0)."""
    if isinstance(tree, int):
        return se.Integer(tree)
    if isinstance(tree, str):
        return CONSTANTS[tree] if tree in CONSTANTS else symbol(tree)
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
    if result.__class__ in _NO_VALUE:
        raise DomainError(f"The expression has no value: {_reason(tree)}.")
    return result


_POWER_OF = {f"pow{n}": se.Integer(n) for n in (2, 3, 4, 5)}


def _check_power(base: Any, exponent: Any) -> None:
    """Refuses a power whose numbers SymEngine would write out, however they arose: (x-x+9)^9^9, (2x)^9^9."""
    if not isinstance(exponent, se.Integer | se.Rational):
        return
    p, q = abs(int(exponent.p)), int(exponent.q)
    for factor in base.args if base.__class__ is se.Mul else (base,):
        if _bits(factor) * p > MAX_POWER_BITS * q:
            raise LimitError(f"A constant power has more than {MAX_POWER_BITS} bits; write it with a symbol.")


def _bits(factor: Any) -> int:
    """Bits of a number, or of a power of a number; 0 for anything else."""
    if isinstance(factor, se.Integer | se.Rational):
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


def canonical(tree: Tree) -> Tree:
    """The canonical tree of a function: one function as SymEngine sees it, one spelling."""
    return from_symengine(to_symengine(tree))


def from_symengine(expression: Any) -> Tree:
    """The canonical tree of a SymEngine expression; raises `UnsupportedError` where it has no spelling."""
    try:
        return from_prefix(words(expression))
    except NotationError as error:  # a symbol with a strange name, an integer of thousands of digits
        raise UnsupportedError(f"The expression cannot be spelt: {error}") from None


def has_imaginary(expression: Any) -> bool:
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


# ---------------------------------------------------------------------------------------- spelling

FUNCTION_NAME: dict[type, str] = {
    type(operator.symengine(se.Symbol("x"))): operator.name
    for operator in (*FUNCTIONS, *SPECIAL)
    if operator.name != "exp" and type(operator.symengine(se.Symbol("x"))) is not se.FunctionSymbol
} | {type(abs(se.Symbol("x"))): "abs", type(se.sign(se.Symbol("x"))): "sign"}
_CONSTANT_NAME = {value: name for name, value in CONSTANTS.items()}
_POWERS = {2: "pow2", 3: "pow3", 4: "pow4", 5: "pow5"}
_Words = list[str]


def _order(spelling: _Words) -> tuple[int, _Words]:
    return len(spelling), spelling


def words(expression: Any) -> list[str]:
    """The prefix spelling of a SymEngine expression; integers are one word each ("17", "-3")."""
    kind = expression.__class__
    spell = _SPELL.get(kind)
    if spell is not None:
        return spell(expression)
    name = FUNCTION_NAME.get(kind)
    if name is not None:
        return [name, *words(expression.args[0])]
    if isinstance(expression, se.Integer):
        return [str(expression)]
    if isinstance(expression, se.Rational):
        return _spell_rational(expression)
    if kind is se.FunctionSymbol and expression.get_name() in OPERATORS:
        return [expression.get_name(), *words(expression.args[0])]
    if isinstance(expression, _NO_VALUE):
        raise DomainError("The expression has no finite value.")
    if isinstance(expression, se.Number) and not expression.is_real and hasattr(expression, "real_part"):
        return _spell_complex(expression)
    raise UnsupportedError(f"'{expression}' uses something outside the operator table ({kind.__name__}).")


def _spell_rational(value: Any) -> _Words:
    if value < 0:
        return ["neg", "/", str(-value.p), str(value.q)]
    return ["/", str(value.p), str(value.q)]


def _spell_complex(value: Any) -> _Words:
    real, imaginary = value.real_part(), value.imaginary_part()
    size = abs(imaginary)
    unit = ["i"] if size == 1 else ["*", *words(size), "i"]
    if real == 0:
        return unit if imaginary > 0 else ["neg", *unit]
    return ["+" if imaginary > 0 else "-", *words(real), *unit]


def _chain(operator: str, parts: list[_Words]) -> _Words:
    """Right-nested a ∘ (b ∘ (c …)), in the order that makes the spelling unique."""
    if len(parts) == 1:
        return parts[0]
    parts.sort(key=_order)
    out: _Words = []
    for part in parts[:-1]:
        out.append(operator)
        out += part
    return out + parts[-1]


def _flat_terms(expression: Any) -> list[Any]:
    """Terms of a sum, with -(a + b) opened (SymEngine keeps it closed)."""
    terms: list[Any] = []
    for term in expression.args:
        if term.__class__ is se.Mul and term.args[0] == -1 and len(term.args) == 2:
            inner = term.args[1]
            if inner.__class__ is se.Add:
                terms += _flat_terms(negate(inner))
                continue
        terms.append(term)
    return terms


def _spell_sum(expression: Any) -> _Words:
    positive: list[_Words] = []
    negative: list[_Words] = []
    for term in _flat_terms(expression):
        spelling = words(term)
        first = spelling[0]
        if first == "neg":
            negative.append(spelling[1:])
        elif first[0] == "-" and len(spelling) == 1:
            negative.append([first[1:]])
        else:
            positive.append(spelling)
    if not negative:
        return _chain("+", positive)
    if not positive:
        return ["neg", *_chain("+", negative)]
    return ["-", *_chain("+", positive), *_chain("+", negative)]


def _spell_product(expression: Any) -> _Words:
    above: list[_Words] = []
    below: list[_Words] = []
    negative = False
    for factor in expression.args:
        kind = factor.__class__
        if kind is se.Pow:
            base, exponent = factor.args
            if isinstance(exponent, se.Integer | se.Rational) and exponent < 0:
                below.append(_spell_power(base, -exponent))
            else:
                above.append(_spell_pow(factor))
        elif isinstance(factor, se.Integer):
            negative = factor < 0
            if factor != -1:
                above.append([str(abs(factor))])
        elif isinstance(factor, se.Rational):
            negative = factor < 0
            if abs(factor.p) != 1:
                above.append([str(abs(factor.p))])
            below.append([str(factor.q)])
        else:
            above.append(words(factor))
    if not below:
        result = _chain("*", above)
    elif not above:
        result = ["inv", *_chain("*", below)]
    else:
        result = ["/", *_chain("*", above), *_chain("*", below)]
    return ["neg", *result] if negative else result


def _spell_pow(expression: Any) -> _Words:
    base, exponent = expression.args
    if base == se.E:
        return ["exp", *words(exponent)]
    if isinstance(exponent, se.Integer | se.Rational) and exponent < 0:
        return ["inv", *_spell_power(base, -exponent)]
    return _spell_power(base, exponent)


def _spell_power(base: Any, exponent: Any) -> _Words:
    """base^exponent; for p/q the powers of two in q become square roots: b^(3/4) = pow3 sqrt sqrt b."""
    if base == se.E:
        return ["exp", *words(exponent)]
    roots: _Words = []
    if isinstance(exponent, se.Integer):
        p, q = int(exponent), 1
    elif isinstance(exponent, se.Rational):
        p, q = int(exponent.p), int(exponent.q)
        while q % 2 == 0:
            q //= 2
            roots.append("sqrt")
    else:
        return ["^", *words(base), *words(exponent)]
    inner = roots + words(base)
    if q != 1:
        return ["^", *inner, "/", str(p), str(q)]
    if p == 1:
        return inner
    if p in _POWERS:
        return [_POWERS[p], *inner]
    return ["^", *inner, str(p)]


_SPELL: dict[type, Callable[[Any], _Words]] = {
    se.Symbol: lambda e: [e.name],
    se.Add: _spell_sum,
    se.Mul: _spell_product,
    se.Pow: _spell_pow,
    **{type(value): (lambda e: [_CONSTANT_NAME[e]]) for value in CONSTANTS.values()},
}

# -------------------------------------------------------------------------------------- derivative


def derivative(function: Any, variable: Any) -> Any:
    """d function / d variable, with |u| = s·u and sign(u) = s for a locally constant s, s² = 1.

    `Ei`, `Si`, `Ci`, `li` and `dilog` have their rules here, since SymEngine does not know them.
    """
    special = [atom for atom in function.atoms(*_RULED) if not _is_constant(atom, variable)]
    if not special:
        return function.diff(variable)
    return _chain_rule(function, variable)


def _is_constant(expression: Any, variable: Any) -> bool:
    return variable not in expression.free_symbols


_RULED = (type(abs(se.Symbol("x"))), type(se.sign(se.Symbol("x"))), se.FunctionSymbol)

_ABSOLUTE = type(abs(se.Symbol("x")))
_SPECIAL_DERIVATIVE: dict[str, Callable[[Any], Any]] = {
    "Ei": lambda u: se.exp(u) / u,
    "Si": lambda u: se.sin(u) / u,
    "Ci": lambda u: se.cos(u.args[0] if u.__class__ is _ABSOLUTE else u) / u,  # cos|u| = cos u
    "li": lambda u: 1 / se.log(u),
    "dilog": lambda u: -se.log(se.expand(1 - u)) / u,  # 1 - (1 - x) is x
}


def _chain_rule(function: Any, variable: Any) -> Any:
    """Outermost ruled atoms become placeholders p(x): f' = ∂f/∂x + Σ ∂f/∂p · p'."""
    placeholders: dict[Any, Any] = {}

    def hide(e: Any) -> Any:
        if _is_constant(e, variable) or not e.args:
            return e
        if isinstance(e, _RULED):
            return placeholders.setdefault(e, se.Dummy())
        return e.func(*(hide(argument) for argument in e.args))

    hidden = hide(function)
    result = hidden.diff(variable)
    for atom, placeholder in placeholders.items():
        inner = atom.args[0]
        if isinstance(atom, _RULED[0]):
            rate = sign(inner)
        elif isinstance(atom, _RULED[1]):
            continue
        else:
            rule = _SPECIAL_DERIVATIVE.get(atom.get_name())
            if rule is None:
                raise UnsupportedError(f"No derivative is known for {atom.get_name()}.")
            rate = rule(inner)
        result += hidden.diff(placeholder) * rate * derivative(inner, variable)
    return result.subs({placeholder: atom for atom, placeholder in placeholders.items()})


__all__ = ["canonical", "derivative", "from_symengine", "has_imaginary", "power", "symbol", "to_symengine", "words"]

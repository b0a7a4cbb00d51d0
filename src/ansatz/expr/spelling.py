"""The one spelling of a SymEngine expression, as prefix words.

    words(expression)            ["*", "x", "cos", "x"]
    operator_name(expression)    the operator at its head: "sin" of sin(x), None of a sum or a symbol

It is compact, because compute is tokens: sums are written P - N (the positive terms, then the negative ones), products
A / B (numerator, denominator), integer powers and roots by their own operators; the arguments of a sum or product are
ordered by length, then alphabetically. Trained weights depend on it: `tests/expr/golden_spellings.txt` guards it.
"""

from collections.abc import Callable

import symengine as se

from ansatz.errors import DomainError, UnsupportedError
from ansatz.expr.holonomic import HOLONOMIC, PAIR
from ansatz.expr.operators import CONSTANTS, FUNCTIONS, OPERATORS, SPECIAL, negate
from ansatz.expr.symengine_bridge import NO_VALUE

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


def operator_name(expression: se.Basic) -> str | None:
    """The name of a function's head; None of sums, products, powers, symbols and numbers."""
    if expression.__class__ is se.FunctionSymbol:
        return expression.get_name()
    return FUNCTION_NAME.get(expression.__class__)


def words(expression: se.Basic) -> list[str]:
    """The prefix spelling of a SymEngine expression; integers are one word each ("17", "-3")."""
    kind = expression.__class__
    spell = _SPELL.get(kind)
    if spell is not None:
        return spell(expression)
    name = operator_name(expression)
    if name in OPERATORS:
        return [name, *words(expression.args[0])]
    if name in HOLONOMIC:
        return _spell_holonomic(name, *expression.args)
    if isinstance(expression, se.Integer):
        return [str(expression)]
    if isinstance(expression, se.Rational):
        return _spell_rational(expression)
    if isinstance(expression, NO_VALUE):
        raise DomainError("The expression has no finite value.")
    if isinstance(expression, se.Number) and not expression.is_real and hasattr(expression, "real_part"):
        return _spell_complex(expression)
    raise UnsupportedError(f"'{expression}' uses something outside the operator table ({kind.__name__}).")


def _spell_holonomic(name: str, u: se.Expr, *parameters: se.Expr) -> _Words:
    """Parameters first, as pairs that nest to the right."""
    pairs = (word for p in parameters[:-1] for word in (PAIR, *words(p)))
    return [name, *pairs, *(words(parameters[-1]) if parameters else ()), *words(u)]


def _spell_rational(value: se.Rational) -> _Words:
    if value < 0:
        return ["neg", "/", str(-value.p), str(value.q)]
    return ["/", str(value.p), str(value.q)]


def _spell_complex(value: se.Number) -> _Words:
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


def _flat_terms(expression: se.Basic) -> list[se.Expr]:
    """Terms of a sum, with -(a + b) opened (SymEngine keeps it closed)."""
    terms: list[se.Expr] = []
    for term in expression.args:
        if term.__class__ is se.Mul and term.args[0] == -1 and len(term.args) == 2:
            inner = term.args[1]
            if inner.__class__ is se.Add:
                terms += _flat_terms(negate(inner))
                continue
        terms.append(term)
    return terms


def _spell_sum(expression: se.Basic) -> _Words:
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


def _spell_product(expression: se.Basic) -> _Words:
    above: list[_Words] = []
    below: list[_Words] = []
    negative = False
    for factor in expression.args:
        kind = factor.__class__
        if kind is se.Pow:
            base, exponent = factor.args
            if isinstance(exponent, se.Rational) and exponent < 0:
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


def _spell_pow(expression: se.Basic) -> _Words:
    base, exponent = expression.args
    if base == se.E:
        return ["exp", *words(exponent)]
    if isinstance(exponent, se.Rational) and exponent < 0:
        return ["inv", *_spell_power(base, -exponent)]
    return _spell_power(base, exponent)


def _spell_power(base: se.Expr, exponent: se.Expr) -> _Words:
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


_SPELL: dict[type, Callable[..., _Words]] = {
    se.Symbol: lambda e: [e.name],
    se.Add: _spell_sum,
    se.Mul: _spell_product,
    se.Pow: _spell_pow,
    **{type(value): (lambda e: [_CONSTANT_NAME[e]]) for value in CONSTANTS.values()},
}

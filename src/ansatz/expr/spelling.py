"""The one spelling of a SymEngine expression, as prefix words.

    words(expression)            ["*", "x", "cos", "x"]
    operator_name(expression)    the operator at its head: "sin" of sin(x), None of a sum or a symbol

It is compact, because compute is tokens: sums are written P - N (the positive terms, then the negative ones), products
A / B (numerator, denominator), integer powers and roots by their own operators; the arguments of a sum or product are
ordered by length, then alphabetically. Trained weights depend on it: `tests/expr/golden_spellings.txt` guards it.
"""

from collections.abc import Callable
from functools import lru_cache

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
_Words = tuple[str, ...]
# Comparing SymEngine's numbers with Python's, and looking at arguments, costs more than all else here: classes tell.
_RATIONALS = frozenset(type(se.Integer(n)) for n in (-1, 0, 1, 2)) | {type(se.Rational(1, n)) for n in (2, 3)}
_LARGE = 10**1000
_MINUS_ONE, _EULER = type(se.Integer(-1)), type(se.E)


def _order(spelling: _Words) -> tuple[int, _Words]:
    return len(spelling), spelling


def operator_name(expression: se.Basic) -> str | None:
    """The name of a function's head; None of sums, products, powers, symbols and numbers."""
    if expression.__class__ is se.FunctionSymbol:
        return expression.get_name()
    return FUNCTION_NAME.get(expression.__class__)


def words(expression: se.Basic) -> list[str]:
    """The prefix spelling of a SymEngine expression; integers are one word each ("17", "-3")."""
    return list(_spelling(expression))


# A function's derivative repeats its parts again and again, and a problem's answer those of its statement.
@lru_cache(maxsize=4096)
def _spelling(expression: se.Basic) -> _Words:
    kind = expression.__class__
    spell = _SPELL.get(kind)
    if spell is not None:
        return spell(expression)
    name = operator_name(expression)
    if name in OPERATORS:
        return (name, *_spelling(expression.args[0]))
    if name in HOLONOMIC:
        return _spell_holonomic(name, *expression.args)
    if kind in _RATIONALS:
        p, q = _ratio(expression)
        return (_digits(p),) if q == 1 else _spell_quotient(p, q)
    if isinstance(expression, NO_VALUE):
        raise DomainError("The expression has no finite value.")
    if isinstance(expression, se.Number) and not expression.is_real and hasattr(expression, "real_part"):
        return _spell_complex(expression)
    raise UnsupportedError(f"'{expression}' uses something outside the operator table ({kind.__name__}).")


def _spell_holonomic(name: str, u: se.Expr, *parameters: se.Expr) -> _Words:
    """Parameters first, as pairs that nest to the right."""
    pairs = (word for p in parameters[:-1] for word in (PAIR, *_spelling(p)))
    return (name, *pairs, *(_spelling(parameters[-1]) if parameters else ()), *_spelling(u))


@lru_cache(maxsize=1024)
def _ratio(value: se.Basic) -> tuple[int, int]:
    """Numerator and denominator of a rational number."""
    assert isinstance(value, se.Rational)
    return int(value.p), int(value.q)


def _digits(n: int) -> str:
    """n in decimal digits; Python itself refuses to write integers of thousands of them."""
    return str(n) if abs(n) < _LARGE else str(se.Integer(n))


def _spell_quotient(p: int, q: int) -> _Words:
    return ("neg", "/", _digits(-p), _digits(q)) if p < 0 else ("/", _digits(p), _digits(q))


def _spell_complex(value: se.Number) -> _Words:
    real, imaginary = value.real_part(), value.imaginary_part()
    size = abs(imaginary)
    unit: _Words = ("i",) if size == 1 else ("*", *_spelling(size), "i")
    if real == 0:
        return unit if imaginary > 0 else ("neg", *unit)
    return ("+" if imaginary > 0 else "-", *_spelling(real), *unit)


def _chain(operator: str, parts: list[_Words]) -> _Words:
    """Right-nested a ∘ (b ∘ (c …)), in the order that makes the spelling unique."""
    if len(parts) == 1:
        return parts[0]
    parts.sort(key=_order)
    out: list[str] = []
    for part in parts[:-1]:
        out.append(operator)
        out += part
    return (*out, *parts[-1])


def _flat_terms(expression: se.Basic) -> list[se.Expr]:
    """Terms of a sum, with -(a + b) opened (SymEngine keeps it closed)."""
    terms: list[se.Expr] = []
    for term in expression.args:
        if term.__class__ is se.Mul:
            factors = term.args
            if len(factors) == 2 and factors[0].__class__ is _MINUS_ONE and factors[1].__class__ is se.Add:
                terms += _flat_terms(negate(factors[1]))
                continue
        terms.append(term)
    return terms


def _spell_sum(expression: se.Basic) -> _Words:
    positive: list[_Words] = []
    negative: list[_Words] = []
    for term in _flat_terms(expression):
        spelling = _spelling(term)
        first = spelling[0]
        if first == "neg":
            negative.append(spelling[1:])
        elif first[0] == "-" and len(spelling) == 1:
            negative.append((first[1:],))
        else:
            positive.append(spelling)
    if not negative:
        return _chain("+", positive)
    if not positive:
        return ("neg", *_chain("+", negative))
    return ("-", *_chain("+", positive), *_chain("+", negative))


def _spell_product(expression: se.Basic) -> _Words:
    above: list[_Words] = []
    below: list[_Words] = []
    negative = False
    for factor in expression.args:
        kind = factor.__class__
        if kind is se.Pow:
            base, exponent = factor.args
            p, q = _ratio(exponent) if exponent.__class__ in _RATIONALS else (0, 0)
            if p < 0:
                below.append(_spell_rational_power(base, -p, q))
            else:
                above.append(_spelling(factor))
        elif kind in _RATIONALS:
            p, q = _ratio(factor)
            negative = p < 0
            if abs(p) != 1 or (p == 1 and q == 1):
                above.append((_digits(abs(p)),))
            if q != 1:
                below.append((_digits(q),))
        else:
            above.append(_spelling(factor))
    if not below:
        result = _chain("*", above)
    elif not above:
        result = ("inv", *_chain("*", below))
    else:
        result = ("/", *_chain("*", above), *_chain("*", below))
    return ("neg", *result) if negative else result


def _spell_pow(expression: se.Basic) -> _Words:
    base, exponent = expression.args
    if base.__class__ is _EULER:
        return ("exp", *_spelling(exponent))
    if exponent.__class__ not in _RATIONALS:
        return ("^", *_spelling(base), *_spelling(exponent))
    p, q = _ratio(exponent)
    return ("inv", *_spell_rational_power(base, -p, q)) if p < 0 else _spell_rational_power(base, p, q)


def _spell_rational_power(base: se.Expr, p: int, q: int) -> _Words:
    """base^(p/q), p > 0; the powers of two in q become square roots: b^(3/4) = pow3 sqrt sqrt b."""
    if base.__class__ is _EULER:
        return ("exp", _digits(p)) if q == 1 else ("exp", *_spell_quotient(p, q))
    inner = _spelling(base)
    while q % 2 == 0:
        q //= 2
        inner = ("sqrt", *inner)
    if q != 1:
        return ("^", *inner, "/", _digits(p), _digits(q))
    if p == 1:
        return inner
    if p in _POWERS:
        return (_POWERS[p], *inner)
    return ("^", *inner, _digits(p))


_SPELL: dict[type, Callable[..., _Words]] = {
    se.Symbol: lambda e: (e.name,),
    se.Add: _spell_sum,
    se.Mul: _spell_product,
    se.Pow: _spell_pow,
    **{type(value): (lambda e: (_CONSTANT_NAME[e],)) for value in CONSTANTS.values()},
}

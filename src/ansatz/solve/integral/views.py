"""Views: one integral, several equivalent inputs, since a network that misses one spelling may know another.

    for view in views(f, x):
        view.integrand               # the transformed problem
        view.restore(antiderivative) # an answer to it, mapped back to an answer to ∫f dx

Each view is an identity: ∫c·f = c·∫f, ∫f(kx) dx = F(kx)/k, ∫f(x+s) dx = F(x+s), or another spelling of
f itself. To add one, yield it from `_transformed`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

import symengine as se

from ansatz.algebra.content import content
from ansatz.algebra.forms import collected, expanded, pythagorean, quotient, together
from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.tree import Tree, substitute, symbols, walk
from ansatz.expr.vocabulary import PARAMETERS

LARGE = 9  # numbers beyond the training distribution become parameters

Restore: TypeAlias = Callable[[se.Expr], se.Expr]


@dataclass(frozen=True, slots=True)
class View:
    """An equivalent input and the way back."""

    name: str
    integrand: se.Expr
    restore: Restore


def views(f: se.Expr, x: se.Symbol) -> Iterator[View]:
    """All views of ∫f dx that differ from each other, the canonical one first."""
    seen: set[se.Expr] = set()
    for view in _transformed(f, x):
        try:
            found = view()
        except ALGEBRA_FAILURES:
            continue
        if found is not None and found.integrand not in seen:
            seen.add(found.integrand)
            yield found


def _transformed(f: se.Expr, x: se.Symbol) -> Iterator[Callable[[], View | None]]:
    yield lambda: View("canonical", f, _same)
    yield lambda: View("expanded", expanded(f), _same)
    yield lambda: _scaled(f, content(f), "primitive")
    yield lambda: _abstracted(f)
    yield lambda: View("collected", collected(f), _same)
    yield lambda: _scaled(f, se.Integer(-1), "negated")
    yield lambda: _scaled(f, se.Rational(1, 2), "doubled")
    yield lambda: _substituted(f, x, 2 * x, se.Integer(2), x / 2, "x -> 2x")
    yield lambda: _substituted(f, x, x + 1, se.Integer(1), x - 1, "x -> x + 1")
    yield lambda: _substituted(f, x, x - 1, se.Integer(1), x + 1, "x -> x - 1")
    yield lambda: _substituted(f, x, x / 2, se.Rational(1, 2), 2 * x, "x -> x/2")
    yield lambda: _substituted(f, x, -x, se.Integer(-1), -x, "x -> -x")
    yield lambda: View("together", together(f), _same)
    yield lambda: View("pythagorean", pythagorean(f), _same)
    yield lambda: View("quotient", quotient(f), _same)


def imaginary_as_parameter(f: se.Expr) -> View | None:
    """∫ f with a parameter in place of i; None where i does not occur or no name is free.

    What holds for every value of the parameter holds for i; i² = -1 is put back into the answer.
    """
    tree = from_symengine(f)
    name = next((name for name in PARAMETERS if name not in symbols(tree)), None)
    if name is None or "i" not in set(walk(tree)):
        return None
    parameter = symbol(name)
    return View("i as a parameter", to_symengine(substitute(tree, {"i": name})), lambda F: F.subs({parameter: se.I}))


def _same(answer: se.Expr) -> se.Expr:
    return answer


def _scaled(f: se.Expr, factor: se.Expr, name: str) -> View:
    """∫f = c·∫(f/c)."""
    terms = [term / factor for term in f.args] if f.__class__ is se.Add else [f / factor]
    return View(name, se.Add(*terms), lambda answer: factor * answer)


def _substituted(f: se.Expr, x: se.Symbol, image: se.Expr, factor: se.Expr, inverse: se.Expr, name: str) -> View:
    """∫f(x) dx = k·G(inverse(x)) where G' = f(image) and k is the image's slope."""
    return View(name, f.subs({x: image}), lambda answer: factor * answer.subs({x: inverse}))


def _abstracted(f: se.Expr) -> View | None:
    """Large numbers outside exponents as parameters: 47·sin(11003x) -> a·sin(bx)."""
    tree = from_symengine(f)
    numbers = list(dict.fromkeys(n for n in _factors(tree) if isinstance(n, int) and n > LARGE))
    names = [name for name in PARAMETERS if name not in symbols(tree)][: len(numbers)]
    if not numbers or len(names) < len(numbers) or len(numbers) > 4:
        return None
    renamed = to_symengine(_replace(tree, dict(zip(numbers, names, strict=True))))
    values = {symbol(name): se.Integer(number) for name, number in zip(names, numbers, strict=True)}
    return View("abstracted", renamed, lambda answer: answer.subs(values))


def _factors(tree: Tree) -> Iterator[Tree]:
    """Subtrees that are not within an exponent."""
    if isinstance(tree, tuple) and tree[0] == "^":
        yield from _factors(tree[1])
    elif isinstance(tree, tuple):
        for child in tree[1:]:
            yield from _factors(child)
    else:
        yield tree


def _replace(tree: Tree, names: dict[int, str]) -> Tree:
    match tree:
        case ("^", base, exponent):
            return ("^", _replace(base, names), exponent)
        case (operator, u):
            return (operator, _replace(u, names))
        case (operator, u, v):
            return (operator, _replace(u, names), _replace(v, names))
    return names.get(tree, tree) if isinstance(tree, int) else tree


__all__ = ["View", "imaginary_as_parameter", "views"]

"""One recursion from expressions to elements of a ring: sums, products and integer powers are the ring's own.

    class AtTwo(Fold[Fraction]):                   the value at x = 2
        def number(self, value): return as_fraction(value)
        def kernel(self, e): return Fraction(2) if e == x else self.refuse()

    AtTwo().build(expression)

What an expression holds beside +, × and integer powers are its kernels: symbols, functions, roots, exponentials.
A fold maps them by `kernel`, and by `power` where an integer power too may be one, as exp(2) = e² is.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import reduce
from operator import add, mul
from typing import Generic, NoReturn, TypeVar

import symengine as se

from ansatz.errors import NotInRingError

T = TypeVar("T")


class Fold(ABC, Generic[T]):
    """A map from expressions to elements T that respects sums, products and powers; subexpressions are mapped once.

    By default elements are combined by their own +, × and **. A level of the expression costs three Python frames.
    """

    def __init__(self) -> None:
        self._built: dict[se.Expr, T] = {}

    def build(self, e: se.Expr) -> T:
        """The element of an expression; raises `NotInRingError` where it has none."""
        element = self._built.get(e)
        if element is None:
            element = self._built[e] = self._build(e)
        return element

    def _build(self, e: se.Expr) -> T:
        kind = e.__class__
        if kind is se.Add:
            return self.total(map(self.build, e.args))
        if kind is se.Mul:
            return self.product(map(self.build, e.args))
        if kind is se.Pow:
            return self.power(*e.args)
        if isinstance(e, se.Rational):  # of which Integer is a kind
            return self.number(e)
        return self.kernel(e)

    @abstractmethod
    def number(self, value: se.Rational) -> T:
        """The element of a SymEngine Integer or Rational."""

    @abstractmethod
    def kernel(self, e: se.Expr) -> T:
        """The element of a symbol, a function, a power that is no integer one, π, e, i; else `refuse`."""

    def total(self, terms: Iterator[T]) -> T:
        """The sum of the elements, at least one. They come lazily: a refusal precedes work that it makes vain."""
        return reduce(add, terms)

    def product(self, factors: Iterator[T]) -> T:
        """The product of the elements, likewise."""
        return reduce(mul, factors)

    def power(self, base: se.Expr, exponent: se.Expr) -> T:
        """base^exponent, both expressions."""
        if isinstance(exponent, se.Integer):
            return self.integer_power(self.build(base), int(exponent))
        return self.kernel(base**exponent)

    def integer_power(self, element: T, n: int) -> T:
        """The n-fold product; n may be negative."""
        return element**n  # type: ignore[operator]

    def refuse(self) -> NoReturn:
        """Say that the ring has no such element."""
        raise NotInRingError("The expression has no element in the ring.")


def kernels(e: se.Expr) -> Iterator[se.Expr]:
    """What a fold of the expression would ask `kernel` for, from left to right, each once."""
    seen: set[se.Expr] = set()
    stack = [e]
    while stack:
        if (node := stack.pop()) in seen:
            continue
        seen.add(node)
        kind = node.__class__
        if kind is se.Add or kind is se.Mul:
            stack += node.args[::-1]
        elif kind is se.Pow and isinstance(node.args[1], se.Integer):
            stack.append(node.args[0])
        elif not isinstance(node, se.Rational):
            yield node

"""A fold into a `Ring` of factored fractions, whose generators stand for kernels: what all towers share.

class Kernels(Elements):                       every kernel is a generator of its own
    def kernel(self, e): return self.generator(e)

Kernels(Ring(size)).build(expression)
"""

from collections.abc import Hashable, Iterator
from typing import Any

import symengine as se

from ansatz.algebra.fold import Fold
from ansatz.algebra.fractions import Element, Ring
from ansatz.algebra.numbers import as_fmpq


class Elements(Fold[Element]):
    """Builds elements of the ring. name_of: the names of the generators by the variables that they are."""

    def __init__(self, ring: Ring) -> None:
        super().__init__()
        self.ring = ring
        self.name_of: dict[int, Any] = {}  # expressions, or whatever a tower calls its kernels
        self.generators: dict[Hashable, Element] = {}

    def number(self, value: se.Rational) -> Element:
        return self.ring.number(as_fmpq(value))

    def total(self, terms: Iterator[Element]) -> Element:
        return self.ring.total(list(terms))

    def generator(self, name: Hashable, relation: tuple[int, Element] | None = None) -> Element:
        """The generator of that name; a new one is free or has wⁿ = p for the relation (n, p)."""
        element = self.generators.get(name)
        if element is None:
            element = self.generators[name] = self.ring.generator(relation)
            self.name_of[self.ring.variable_of(element)] = name
        return element


__all__ = ["Elements"]

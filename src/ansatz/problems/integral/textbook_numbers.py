"""The constants of one textbook integrand, and the small polynomials made of them.

n = Numbers(random.Random(0))                numbers alone
n = Numbers(random.Random(0), letters=0.9)   parameters a, b, c, … for most of them
n.constant(), n.linear(), n.quadratic()
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import symengine as se

from ansatz.expr.canonical import symbol
from ansatz.problems.integral.pairs import X

Function: TypeAlias = Callable[[se.Expr], se.Expr]

_LETTERS = tuple(map(symbol, ("a", "b", "c", "d")))
_EXPONENTS = tuple(map(symbol, ("m", "n", "p")))


@dataclass(slots=True)
class Numbers:
    """Constants of one integrand. letters: the share of them that are parameters, each letter used once at most."""

    rng: random.Random
    letters: float = 0.0
    _used: set[se.Symbol] = field(default_factory=set)

    def of(self, *choices: int) -> int:
        """One of these numbers."""
        return self.rng.choice(choices)

    def happens(self, probability: float) -> bool:
        """Whether an event of this probability happens."""
        return self.rng.random() < probability

    def any(self, *functions: Function) -> Function:
        """One of these functions."""
        return self.rng.choice(functions)

    def _letter(self, alphabet: Sequence[se.Symbol]) -> se.Expr | None:
        if self.letters and self.happens(self.letters):
            for letter in alphabet:
                if letter not in self._used:
                    self._used.add(letter)
                    return letter
        return None

    def positive(self) -> se.Expr:
        """1…12, mostly small; seldom a simple fraction; or a parameter."""
        letter = self._letter(_LETTERS)
        if letter is not None:
            return letter
        if self.happens(0.06):
            return se.Rational(self.of(1, 1, 1, 3, 5), 2) if self.happens(0.7) else se.Rational(self.of(1, 2, 4), 3)
        return se.Integer(min(1 + int(self.rng.expovariate(0.42)), 12))

    def constant(self) -> se.Expr:
        """As `positive`, of either sign."""
        return self.positive() if self.happens(0.72) else -self.positive()

    def often_one(self, share: float = 0.6) -> se.Expr:
        """1 in this share of the draws, less often where letters are wanted, else a constant."""
        return se.Integer(1) if self.happens(share * (1 - self.letters)) else self.constant()

    def exponent(self, *choices: int) -> se.Expr:
        """One of these exponents, or a parameter m, n, p in few parametric draws."""
        letter = self._letter(_EXPONENTS) if self.letters and self.happens(0.15) else None
        return se.Integer(self.of(*choices)) if letter is None else letter

    def linear(self) -> se.Expr:
        """a + b·x."""
        return self.constant() + self.often_one() * X

    def argument(self) -> se.Expr:
        """x, k·x, seldom a + b·x, x/k or π·x: what stands inside functions."""
        if self.happens(0.35 * (1 - self.letters)):
            return X
        if self.happens(0.6):
            return self.positive() * (se.pi if self.happens(0.04) else 1) * X
        return self.linear() if self.happens(0.7) else X / self.of(2, 2, 3, 4)

    def quadratic(self) -> se.Expr:
        """a + c·x², or with all three terms."""
        middle = self.constant() * X if self.happens(0.4) else se.Integer(0)
        return self.constant() + middle + (self.often_one(0.7) if self.happens(0.8) else -self.positive()) * X**2

    def binomial(self) -> se.Expr:
        """a + b·xⁿ."""
        return self.constant() + self.often_one() * X ** self.of(2, 2, 3, 3, 4, 4, 5, 6)

    def polynomial(self, degree: int) -> se.Expr:
        """Of this degree at most, with few terms; not 0."""
        lower = [self.constant() * X**k for k in range(degree) if self.happens(0.4)]
        return se.Add(*lower, self.often_one() * X ** self.of(*range(degree + 1)) if lower else X**degree)

    def monomial(self, lowest: int, highest: int) -> se.Expr:
        """xᵐ; seldom with a parameter for m."""
        return X ** self.exponent(*range(lowest, highest + 1))

"""Dual numbers over F_p: a value and a derivative by x at every point."""

from dataclasses import dataclass

from ansatz.fit.residues.prime_field import Field, Residues

NUMBER, CONSTANT, FUNCTION = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Dual:
    """value + rate·ε: an expression and its derivative by x at every point; rate None means 0.

    Arrays broadcast to (groups, rows): a NUMBER (an algebraic number) has shape (1, 1), a CONSTANT, which depends on
    π, e, sin 4 or parameters, has one row, a FUNCTION depends on x.
    """

    value: Residues
    rate: Residues | None
    level: int


@dataclass(frozen=True, slots=True)
class DualAlgebra:
    """Sums, products and powers of dual numbers."""

    field: Field

    def times(self, u: Dual, v: Dual) -> Dual:
        multiply = self.field.multiply
        value, rate = multiply(u.value, v.value), None
        if u.rate is not None:
            rate = multiply(u.rate, v.value)
        if v.rate is not None:
            other = multiply(u.value, v.rate)
            rate = other if rate is None else self.field.add(rate, other)
        return Dual(value, rate, max(u.level, v.level))

    def plus(self, u: Dual, v: Dual, sign: int = 1) -> Dual:
        """u ± v."""
        combine = self.field.add if sign > 0 else self.field.subtract
        if v.rate is None:
            rate = u.rate
        elif u.rate is None:
            rate = v.rate if sign > 0 else self.field.scale(v.rate, -1)
        else:
            rate = combine(u.rate, v.rate)
        return Dual(combine(u.value, v.value), rate, max(u.level, v.level))

    def scale(self, u: Dual, factor: int) -> Dual:
        rate = None if u.rate is None else self.field.scale(u.rate, factor)
        return Dual(self.field.scale(u.value, factor), rate, u.level)

    def integer_power(self, u: Dual, n: int) -> Dual:
        if n == 1:
            return u
        if n == 0:
            return Dual(self.field.number(1), None, NUMBER)
        below = self.field.power(u.value, n - 1)
        rate = None if u.rate is None else self.field.scale(self.field.multiply(below, u.rate), n)
        return Dual(self.field.multiply(below, u.value), rate, u.level)

    def reciprocal(self, u: Dual) -> Dual:
        value = self.field.inverse(u.value)
        if u.rate is None:
            return Dual(value, None, u.level)
        rate = self.field.multiply(self.field.multiply(u.rate, value), value)
        return Dual(value, self.field.scale(rate, -1), u.level)

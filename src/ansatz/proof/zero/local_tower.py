"""A tower that speaks for one component of the domain: roots and logarithms of products are taken apart.

    √(ab) = ζ·√a·√b,   ln(ab) = ln a + ln b + kπi

where a, b are irreducible factors, oriented to be positive at the site. ζ is a root of unity and k an integer
(over the orders of roots involved), both constant on each component of the domain without the zeros of a and b
and without the isolated points at which a complex radicand crosses the negative axis. Ball arithmetic at the
site identifies them: the candidates are discrete, and the ball contains only one.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import final

import symengine as se
from flint import acb, fmpq, fmpz, fmpz_poly

from ansatz.algebra.fractions import Element, Polynomial
from ansatz.errors import UndecidedError
from ansatz.proof.zero.evaluation_point import Site, certain_sign
from ansatz.proof.zero.exponent_lattice import Units
from ansatz.proof.zero.tower import Tower


@final
class LocalTower(Tower):
    """A tower for one component of the domain: roots and logarithms are split into those of irreducible factors."""

    local = True

    def __init__(self, site: Site, units: Units, deadline: float) -> None:
        super().__init__(site, units, deadline)
        self._decided: dict[int, int] = {}  # base -> its sign
        self._in_use: set[int] = set()

    def _sign_of_base(self, base: int) -> Element:
        sign = self._decided[base] = self._step(lambda site: certain_sign(site.base(self.ring, base)))
        return self.ring.number(sign)

    def record(self, x: se.Symbol) -> None:
        super().record(x)
        self.trail.signs = tuple((self.expression_of_base(base), sign) for base, sign in self._decided.items())
        element = self.generators.get(x)
        variable = None if element is None else self.ring.variable_of(element)
        factors = [self._in_one_variable(self.ring.bases[base], variable) for base in self._decided]
        self.trail.factors = None if None in factors else factors

    @staticmethod
    def _in_one_variable(polynomial: Polynomial, variable: int | None) -> fmpz_poly | None:
        """The polynomial with integer coefficients in x alone, or None."""
        coefficients: dict[int, fmpq] = {}
        for exponents, coefficient in polynomial.terms():
            if any(e for index, e in enumerate(exponents) if index != variable):
                return None
            coefficients[int(exponents[variable]) if variable is not None else 0] = fmpq(coefficient)
        clear = math.lcm(*(int(c.q) for c in coefficients.values()))
        return fmpz_poly([int((coefficients.get(k, fmpq(0)) * clear).p) for k in range(max(coefficients) + 1)])

    def _oriented(self, base: int) -> Element:
        """The base or its negative, whichever is positive here; the base itself where it is not real."""

        def orientation(site: Site) -> int:
            ball = site.base(self.ring, base)
            if ball.imag.is_zero() and ball.real < 0:
                return -1
            return 1

        sign = self._decided[base] = self._step(orientation)
        return Element(self.ring, fmpq(sign), {base: 1})

    def _by_factors_in_use(self, u: Element) -> Element:
        """The same element with b = N/b̄ for each new factor b whose conjugate b̄ is in use already.

        So √(√2 - 1) = 1/√(√2 + 1): roots and logarithms of conjugates are dependent. Likewise b = e²/c where the
        product with a factor c in use, or b itself, is the square of a number e, as 9 - 4√5 = (√5 - 2)².
        """
        for base, exponent in u.exponents.items():
            if base in self._in_use or base in self._root_of:
                continue
            rest = Element(self.ring, u.coefficient, {b: e for b, e in u.exponents.items() if b != base})
            if square := self._square_in_use(base):
                return rest * square**exponent
            for conjugate, norm in self.ring.conjugates(base):
                if conjugate.exponents and self._in_use.issuperset(conjugate.exponents):
                    return rest * (norm / conjugate) ** exponent
            self._in_use.add(base)
        return u

    def _square_in_use(self, base: int) -> Element | None:
        """e²/c (c = 1 or in use) that equals the base, a number A + B√p; None where there is none."""
        number = Element(self.ring, fmpq(1), {base: 1})
        if self.ring.quadratic_number(number) is None:
            return None
        for factor in (self.ring.one, *(Element(self.ring, fmpq(1), {b: 1}) for b in self._in_use)):
            parts = self.ring.quadratic_number(number * factor)
            root = parts and self._denested(*parts)
            if root:
                return root**2 / factor
        return None

    def _denested(self, a: fmpq, b: fmpq, p: fmpq) -> Element | None:
        """√s ± √t with (√s ± √t)² = a + b√p: s, t = (a ± m)/2 where m² = a² - b²p is a rational square."""
        norm = a * a - b * b * p
        if norm < 0 or not (fmpz(norm.p).is_square() and fmpz(norm.q).is_square()):
            return None
        m = fmpq(fmpz(norm.p).isqrt(), fmpz(norm.q).isqrt())
        s, t = (self.root(self.ring.number(part), Fraction(1, 2)) for part in ((a + m) / 2, (a - m) / 2) if part != 0)
        target = [self.ring.number(-a), self.root(self.ring.number(p), Fraction(1, 2)).scaled(-b)]
        for root in (self.ring.total([s, t]), self.ring.total([s, t.scaled(-1)])):
            if self.ring.sums_to_zero([root**2, *target]):
                return root
        return None

    def _root_of_primitive(self, u: Element, r: Fraction) -> Element:
        if u.is_number():
            return super()._root_of_primitive(u, r)
        same = self._by_factors_in_use(u)
        if same is not u:
            return self.root(same, r)
        product = self.ring.one
        for base, exponent in u.exponents.items():
            power = r * exponent
            if base in self._root_of:
                inner, prime, level = self._root_of[base]
                power /= prime**level
            else:
                inner = self._oriented(base)
            whole = math.floor(power)
            product = product * inner**whole * self._chain(inner, power - whole)

        # product^(2q) = u^(2p) exactly, since every factor is a true root of ± a factor of u.
        order = 2 * r.denominator

        def turn(site: Site) -> int:
            ratio = _principal_power(site.element(u), r) / site.element(product)
            return _certain_integer(ratio.log() * order / acb(0, 2) / acb.pi()) % order

        k = self._step(turn)
        return product * self.root_of_unity(Fraction(2 * k, order))

    def _log_of_primitive(self, u: Element) -> Element:
        same = self._by_factors_in_use(u)
        if same is not u:
            return self.logarithm(same)
        terms = []
        for base, exponent in u.exponents.items():
            if base in self._root_of:
                inner, prime, level = self._root_of[base]
                share = Fraction(exponent, prime**level)
            else:
                inner, share = self._oriented(base), Fraction(exponent)
            logarithm = self.adjoin(("log", inner.key), self._form_of_log(inner), _log_of(inner))
            terms.append(logarithm.scaled(fmpq(share.numerator, share.denominator)))
        total = self.ring.total(terms)

        # exp(2·order·total) = u^(2·order): the difference is a multiple of iπ/order.
        order = math.lcm(*(self._root_order(base) for base in u.exponents))

        def turns(site: Site) -> int:
            difference = site.element(u).log() - site.element(total)
            return _certain_integer(difference * order / acb(0, 1) / acb.pi())

        k = self._step(turns)
        if k == 0:
            return total
        return self.ring.total([total, self.build(se.pi) * self.imaginary_unit().scaled(fmpq(k, order))])

    def _form_of_log(self, inner: Element) -> Callable[[], se.Expr]:
        return lambda: se.log(self.expression(inner))

    def _root_order(self, base: int) -> int:
        return self._root_of[base][1] ** self._root_of[base][2] if base in self._root_of else 1


def _principal_power(u: acb, r: Fraction) -> acb:
    root = u.sqrt() if r.denominator == 2 else u.root(r.denominator)
    return root**r.numerator


def _certain_integer(ball: acb) -> int:
    """The only integer in the ball; the caller knows that the true value is an integer."""
    value = ball.unique_fmpz()
    if value is None:
        raise UndecidedError("a root of unity could not be identified")
    return int(value)


def _log_of(element: Element) -> Callable[[Site], acb]:
    return lambda site: site.element(element).log()


__all__ = ["LocalTower"]

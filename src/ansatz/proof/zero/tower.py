"""From expressions to fractions: every kernel becomes a generator of a `Ring`, by true identities only.

    exp u, sin u, sinh u ...           see `ansatz.proof.zero.exponentials`
    u^(p/q)                            a generator w with wⁿ = u for each radicand; numbers by their primes
    |u| = s·u, sign(u) = s             a generator s with s² = 1 for each irreducible factor of u
    ln of a positive rational          by its primes; i² = -1; a^u = exp(u·ln a)
    J_n(u), M(a, b, u) ...             see `ansatz.proof.zero.families`
    ln u, atan u, asin u, erf u ...    free generators, one for each argument in normal form

These hold on every branch, so a residual that reduces to zero is zero wherever its denominators are not.

`ansatz.proof.zero.local_tower.LocalTower` goes further, on one component of the domain.
"""

import math
from collections.abc import Callable, Hashable
from fractions import Fraction

import symengine as se
from flint import acb, arb, fmpq, fmpz

from ansatz.algebra.balls import function_of
from ansatz.algebra.elements import Elements
from ansatz.algebra.fractions import Element, Ring
from ansatz.algebra.nodes import TRANSCENDENTAL
from ansatz.algebra.numbers import IMAGINARY, as_fraction, to_symengine_number
from ansatz.algebra.reciprocals import OF_RECIPROCAL
from ansatz.errors import TooLargeError, UndecidedError
from ansatz.expr.holonomic import holonomic
from ansatz.proof.zero.evaluation_point import Site, Trail, certain_sign
from ansatz.proof.zero.exponent_lattice import CIRCULAR, HYPERBOLIC, LOG, Units, as_fractions, prime_factors
from ansatz.proof.zero.exponentials import Exponentials
from ansatz.proof.zero.families import Families
from ansatz.proof.zero.gaussian_angles import gaussian_angle

_X = se.Symbol("x")
_ONE = se.Integer(1)
_MAX_PRIME, _MAX_LEVEL = 11, 6  # roots of prime order, and roots of those: relations have the order as their degree
_ABS, _SIGN = type(abs(_X)), type(se.sign(_X))
_ACOS, _ATAN = type(se.acos(_X)), type(se.atan(_X))
_ODD = {type(f(_X)) for f in (se.asin, se.atan, se.asinh, se.atanh, se.erf)}


class Tower(Elements):
    """Builds the elements of expressions at one site; universal identities only (see the module)."""

    local = False

    def __init__(self, site: Site, units: Units, deadline: float) -> None:
        super().__init__(Ring(2 * units.kernels + 12 if self.local else units.kernels + 10, deadline))
        self.site, self.units = site, units
        self.ring.on_denominator = self._certify
        self.trail = Trail()
        self._root_of: dict[int, tuple[Element, int, int]] = {}  # base number -> radicand, prime, level
        self._forms: dict[int, Callable[[], se.Expr]] = {}  # variable -> what it stands for
        self._divided: set[int] = set()
        self._given: set[int] = set()
        self.exponentials = Exponentials(self)
        self.families = Families(self)

    # ------------------------------------------------------------------------------ trail

    def _step(self, step: Callable[[Site], int]) -> int:
        outcome = step(self.site)
        self.trail.steps.append((step, outcome))
        return outcome

    def give(self, element: Element) -> Element:
        """The element, noted as one by which the terms themselves divide: where it vanishes, they have no value."""
        self._given.update(element.exponents)
        return element

    def divisors(self) -> list[se.Expr]:
        """What was divided by although the terms do not: the sum may be nonzero where one of these vanishes."""
        return [self.expression_of_base(base) for base in sorted(self._divided - self._given)]

    def expression(self, element: Element) -> se.Expr:
        """What an element stands for."""
        factors = (self.expression_of_base(base) ** exponent for base, exponent in element.exponents.items())
        return se.Mul(to_symengine_number(element.coefficient), *factors)

    def expression_of_base(self, base: int) -> se.Expr:
        """What a base of the ring stands for."""
        terms = []
        for coefficient, powers in self.ring.terms(base):
            factors = (self._forms[variable]() ** power for variable, power in powers)
            terms.append(se.Mul(to_symengine_number(coefficient), *factors))
        return se.Add(*terms)

    def _certify(self, base: int) -> None:
        self._divided.add(base)

        def nonzero(site: Site) -> bool:
            ball = site.base(self.ring, base)
            if not ball.is_finite() or ball.contains(0):
                raise UndecidedError("a denominator may be zero")
            return True

        self._step(nonzero)

    def adjoin(
        self,
        name: Hashable,
        form: Callable[[], se.Expr],
        value: Callable[[Site], acb],
        relation: tuple[int, Element] | None = None,
    ) -> Element:
        """The generator of that name; `form` says what it stands for, `value` gives its ball at a site."""
        known = self.generators.get(name)
        if known is not None:
            return known
        element = self.generator(name, relation)
        variable = self.ring.variable_of(element)
        self._forms[variable] = form

        def assign(site: Site) -> bool:
            ball = value(site)
            if not ball.is_finite():
                raise UndecidedError("a kernel has no value here")
            site.generators[variable] = ball
            return True

        self._step(assign)
        return element

    def record(self, x: se.Symbol) -> None:
        """Note in the trail where the sum may be nonzero, and where decisions may change."""
        self.trail.divisors = self.divisors()

    # ------------------------------------------------------------------------------ expressions

    def power(self, base: se.Expr, exponent: se.Expr) -> Element:
        if base == se.E:
            return self.exponentials.exponential(exponent)
        if isinstance(exponent, se.Rational):
            element = self.build(base) if exponent > 0 else self.give(self.build(base))
            return element ** int(exponent) if exponent.q == 1 else self.root(element, as_fraction(exponent))
        return self.exponentials.exponential(exponent * se.log(base))

    def kernel(self, e: se.Expr) -> Element:
        kind = e.__class__
        if kind in (se.Symbol, se.Dummy) or e in TRANSCENDENTAL:
            return self.adjoin(e, lambda: e, lambda site: site.ball(e))
        if e == se.E:
            return self.exponentials.exponential(_ONE)
        if isinstance(e, se.Number) or kind is IMAGINARY:
            real, imaginary = as_fractions(e)
            unit = self.imaginary_unit().scaled(fmpq(imaginary.numerator, imaginary.denominator))
            return self.ring.total([self.ring.number(fmpq(real.numerator, real.denominator)), unit])
        if kind in CIRCULAR:
            return self.exponentials.circular(kind, e.args[0])
        if kind in HYPERBOLIC:
            return self.exponentials.hyperbolic(kind, e.args[0])
        if kind is LOG:
            return self.logarithm(self.build(e.args[0]))
        if kind is _ABS or kind is _SIGN:
            sign = self._sign(self.build(e.args[0]))
            return sign if kind is _SIGN else sign * self.build(e.args[0])
        return self._free(e, kind)

    def imaginary_unit(self) -> Element:
        """The generator i, i² = -1."""
        return self.adjoin("i", lambda: se.I, lambda site: acb(0, 1), (2, self.ring.number(-1)))

    def _free(self, e: se.Expr, kind: type) -> Element:
        """A function without rules: one generator for each argument, odd functions up to sign."""
        if kind in OF_RECIPROCAL:
            return self.build(OF_RECIPROCAL[kind](1 / e.args[0]))
        if kind is _ACOS:
            return self.ring.total([self.build(se.pi / 2), self.build(se.asin(e.args[0])).scaled(-1)])
        row = holonomic(e)
        if row is not None and row.recurrence is not None:
            return self.families.element(row, e)
        argument, sign = self.build(e.args[0]), 1
        if kind is _ATAN and argument.is_number() and (angle := gaussian_angle(argument.coefficient)) is not None:
            turns, angles = angle
            if list(angles) != [Fraction(int(argument.coefficient.p), int(argument.coefficient.q))]:
                return self.ring.total(
                    [
                        self.build(se.pi).scaled(fmpq(turns.numerator, turns.denominator)),
                        *(self.build(se.atan(to_symengine_number(t))).scaled(n) for t, n in angles.items()),
                    ]
                )
        if kind in _ODD and argument.coefficient < 0:
            argument, sign = argument.scaled(-1), -1
        name = e.get_name() if e.__class__ is se.FunctionSymbol else kind.__name__
        evaluate = function_of(e)

        def form() -> se.Expr:
            return e.func(self.expression(argument))

        return self.adjoin((name, argument.key), form, lambda site: evaluate(site.element(argument))).scaled(sign)

    def _sign(self, u: Element) -> Element:
        """sign(u) = Π sign(b)^e, each a generator with s² = 1 (its factor must be real: else undecided)."""
        sign = self.ring.number(1 if u.coefficient > 0 else -1)
        for base, exponent in u.exponents.items():
            if exponent % 2:
                sign = sign * self._sign_of_base(base)
        return sign

    def _sign_of_base(self, base: int) -> Element:
        def value(site: Site) -> acb:
            return acb(certain_sign(site.base(self.ring, base)))

        return self.adjoin(("sign", base), lambda: se.sign(self.expression_of_base(base)), value, (2, self.ring.one))

    # ------------------------------------------------------------------------------ powers

    def root(self, u: Element, r: Fraction) -> Element:
        """u^r, the principal power: (c·v)^r = c^r·v^r for c > 0."""
        if u.is_zero():
            raise UndecidedError("a root of zero")
        whole = math.floor(r)
        r -= whole
        if r == 0:
            return u**whole
        positive = self._root_of_number(abs(u.coefficient), r)
        return u**whole * positive * self._root_of_primitive(u.scaled(1 / abs(u.coefficient)), r)

    def _root_of_number(self, value: fmpq, r: Fraction) -> Element:
        product = self.ring.one
        for prime, exponent in prime_factors(value):
            whole = math.floor(exponent * r)
            product = product.scaled(fmpq(prime) ** whole)
            product = product * self._chain(self.ring.number(prime), exponent * r - whole)
        return product

    def _root_of_primitive(self, u: Element, r: Fraction) -> Element:
        if u.is_number():
            return self.root_of_unity(r) if u.coefficient < 0 else self.ring.one
        if len(u.exponents) == 1 and u.coefficient == 1:
            ((base, exponent),) = u.exponents.items()
            if base in self._root_of and exponent == 1:
                inner, prime, level = self._root_of[base]
                return self.root(inner, r / prime**level)
        return self._chain(u, r)

    def root_of_unity(self, r: Fraction) -> Element:
        """exp(iπr) for r with denominator dividing 12, by square roots of 2 and 3."""
        r %= 2
        if 12 % r.denominator == 0:
            turn = to_symengine_number(r) * se.pi
            cosine, sine = self.build(se.cos(turn)), self.build(se.sin(turn))
            return cosine if sine.is_zero() else self.ring.total([cosine, sine * self.imaginary_unit()])
        raise UndecidedError("a root of unity of an order that is not represented")

    def _chain(self, u: Element, r: Fraction) -> Element:
        """u^r, 0 <= r < 1, as Π u^(a/ℓᵏ): exponents by prime powers, then by their digits."""
        product, remainder = self.ring.one, r
        for prime, level in fmpz(r.denominator).factor():
            prime, level = int(prime), int(level)
            modulus = prime**level
            others = r.denominator // modulus
            a = r.numerator * pow(others, -1, modulus) % modulus
            remainder -= Fraction(a, modulus)
            for j in range(level, 0, -1):
                a, digit = divmod(a, prime)
                if digit:
                    product = product * self._prime_root(u, prime, j) ** digit
        return product * u ** int(remainder)

    def _prime_root(self, u: Element, prime: int, level: int) -> Element:
        """v = u^(1/ℓʲ), vℓ = u^(1/ℓʲ⁻¹); with d its denominator, v·d is the generator: its relation has none."""
        if prime > _MAX_PRIME or level > _MAX_LEVEL:
            raise TooLargeError("a root of too high an order")
        below = u if level == 1 else self._prime_root(u, prime, level - 1)
        denominator = Element(self.ring, fmpq(1), {b: -e for b, e in below.exponents.items() if e < 0})
        cleared = below * denominator**prime
        order = prime**level

        def value(site: Site) -> acb:
            radicand = site.element(u)
            root = radicand.sqrt() if order == 2 else radicand.root(order)
            return root * site.element(denominator)

        def form() -> se.Expr:
            return self.expression(u) ** se.Rational(1, order) * self.expression(denominator)

        generator = self.adjoin(("root", u.key, prime, level), form, value, (prime, cleared))
        if denominator.is_number():
            self._root_of[next(iter(generator.exponents))] = (u, prime, level)
        return generator / denominator

    # ------------------------------------------------------------------------------ logarithms

    def logarithm(self, u: Element) -> Element:
        """ln(c·v) = ln c + ln v for c > 0, and ln of a positive rational by its primes."""
        if u.is_zero():
            raise UndecidedError("the logarithm of zero")
        terms = [
            self.adjoin(("log", prime), _form_of_log(prime), _log_of(prime)).scaled(exponent)
            for prime, exponent in prime_factors(abs(u.coefficient))
        ]
        primitive = u.scaled(1 / abs(u.coefficient))
        if not primitive.is_number():
            terms.append(self._log_of_primitive(primitive))
        elif primitive.coefficient < 0:
            terms.append(self.build(se.pi) * self.imaginary_unit())
        return self.ring.total(terms)

    def _log_of_primitive(self, u: Element) -> Element:
        if len(u.exponents) == 1 and u.coefficient == 1:
            ((base, exponent),) = u.exponents.items()
            if base in self._root_of and exponent == 1:
                inner, prime, level = self._root_of[base]
                return self.logarithm(inner).scaled(fmpq(1, prime**level))
        return self.adjoin(("log", u.key), lambda: se.log(self.expression(u)), lambda site: site.element(u).log())


def _form_of_log(prime: int) -> Callable[[], se.Expr]:
    return lambda: se.log(prime)


def _log_of(prime: int) -> Callable[[Site], acb]:
    return lambda site: acb(arb(prime).log())


__all__ = ["Tower"]

"""From expressions to fractions: every kernel becomes a generator of a `Ring`, by true identities only.

    exp(a + b) = exp(a)·exp(b)         one generator for each term of an exponent, in a common unit
    sin, cos, tan ... of θ             rational in t = tan(θ/2), with the addition formulas
    sinh, cosh, tanh ...               rational in exp
    u^(p/q)                            a generator w with wⁿ = u for each radicand; numbers by their primes
    |u| = s·u, sign(u) = s             a generator s with s² = 1 for each irreducible factor of u
    ln of a positive rational          by its primes; i² = -1; a^u = exp(u·ln a)
    ln u, atan u, asin u, erf u ...    free generators, one for each argument in normal form

These hold on every branch, so a residual that reduces to zero is zero wherever its denominators are not.

`ansatz.proof.zero.local_tower.LocalTower` goes further, on one component of the domain.
"""

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import symengine as se
from flint import acb, arb, fmpq, fmpz

from ansatz.algebra.balls import function_of
from ansatz.algebra.fractions import Element, Ring
from ansatz.algebra.numbers import IMAGINARY, as_fmpq, as_fraction, to_symengine_number
from ansatz.errors import TooLargeError, UndecidedError
from ansatz.proof.zero.evaluation_point import Site, Trail, certain_sign
from ansatz.proof.zero.exponent_lattice import (
    CIRCULAR,
    HYPERBOLIC,
    INVERSE_CIRCULAR,
    LOG,
    TANGENTS,
    Units,
    as_fractions,
    linear_terms,
    prime_factors,
)

_MAX_MULTIPLE = 40

_X = se.Symbol("x")
_ONE = se.Integer(1)
_ABS, _SIGN = type(abs(_X)), type(se.sign(_X))
_ASIN, _ACOS, _ATAN, _ACOT, _ASEC, _ACSC = (type(f(_X)) for f in (se.asin, se.acos, se.atan, se.acot, se.asec, se.acsc))
_ASINH, _ACOSH, _ATANH, _ACOTH, _ASECH, _ACSCH = (
    type(f(_X)) for f in (se.asinh, se.acosh, se.atanh, se.acoth, se.asech, se.acsch)
)
_ODD = {se.asin: _ASIN, se.atan: _ATAN, se.asinh: _ASINH, se.atanh: _ATANH, se.erf: type(se.erf(_X))}
_ODD_KINDS = set(_ODD.values())
_RECIPROCAL = {_ACOT: se.atan, _ASEC: se.acos, _ACSC: se.asin, _ACOTH: se.atanh, _ASECH: se.acosh, _ACSCH: se.asinh}


class Tower:
    """Builds the elements of expressions at one site; universal identities only (see the module)."""

    local = False

    def __init__(self, site: Site, units: Units, deadline: float) -> None:
        self.site, self.units = site, units
        self.ring = Ring(2 * units.kernels + 12 if self.local else units.kernels + 10, deadline)
        self.ring.on_denominator = self._certify
        self.trail = Trail()
        self._built: dict[Any, Element] = {}
        self._named: dict[Any, Element] = {}
        self._root_of: dict[int, tuple[Element, int, int]] = {}  # base number -> radicand, prime, level
        self._circle: dict[tuple, tuple[Element, Element]] = {}

    # ------------------------------------------------------------------------------ trail

    def _step(self, step: Callable[[Site], Any]) -> Any:
        outcome = step(self.site)
        self.trail.steps.append((step, outcome))
        return outcome

    def _certify(self, base: int) -> None:
        polynomial = self.ring.bases[base]

        def nonzero(site: Site) -> bool:
            ball = site.polynomial(polynomial)
            if not ball.is_finite() or ball.contains(0):
                raise UndecidedError("a denominator may be zero")
            return True

        self._step(nonzero)

    def _generator(
        self, name: Any, value: Callable[[Site], acb], relation: tuple[int, Element] | None = None
    ) -> Element:
        """The generator of that name; `value` gives its ball at a site."""
        known = self._named.get(name)
        if known is not None:
            return known
        element = self._named[name] = self.ring.generator(relation)
        variable = self.ring.generator_index(next(iter(element.exponents)))
        assert variable is not None  # a generator was just made

        def assign(site: Site) -> bool:
            ball = value(site)
            if not ball.is_finite():
                raise UndecidedError("a kernel has no value here")
            site.generators[variable] = ball
            return True

        self._step(assign)
        return element

    def record_factors(self, x: Any) -> None:
        """Note in the trail where decisions may change: nowhere, for a universal tower."""

    # ------------------------------------------------------------------------------ expressions

    def build(self, e: Any) -> Element:
        """The element of an expression."""
        element = self._built.get(e)
        if element is None:
            element = self._built[e] = self._build(e)
        return element

    def _build(self, e: Any) -> Element:
        kind = e.__class__
        if kind is se.Add:
            return self.ring.total([self.build(argument) for argument in e.args])
        if kind is se.Mul:
            product = self.ring.one
            for argument in e.args:
                product = product * self.build(argument)
            return product
        if kind is se.Pow:
            return self._power(*e.args)
        if isinstance(e, se.Rational):
            return self.ring.number(as_fmpq(e))
        if kind in (se.Symbol, se.Dummy) or e == se.pi:
            return self._generator(e, lambda site: site.ball(e))
        if e == se.E:
            return self.exponential(_ONE)
        if isinstance(e, se.Number) or kind is IMAGINARY:
            real, imaginary = as_fractions(e)
            unit = self.imaginary_unit().scaled(fmpq(imaginary.numerator, imaginary.denominator))
            return self.ring.total([self.ring.number(fmpq(real.numerator, real.denominator)), unit])
        if kind in CIRCULAR:
            return self._circular(kind, e.args[0])
        if kind in HYPERBOLIC:
            return self._hyperbolic(kind, e.args[0])
        if kind is LOG:
            return self.logarithm(self.build(e.args[0]))
        if kind is _ABS or kind is _SIGN:
            sign = self._sign(self.build(e.args[0]))
            return sign if kind is _SIGN else sign * self.build(e.args[0])
        return self._free(e, kind)

    def imaginary_unit(self) -> Element:
        """The generator i, i² = -1."""
        return self._generator("i", lambda site: acb(0, 1), (2, self.ring.number(-1)))

    def _free(self, e: Any, kind: type) -> Element:
        """A function without rules: one generator for each argument, odd functions up to sign."""
        if kind in _RECIPROCAL:
            return self.build(_RECIPROCAL[kind](1 / e.args[0]))
        if kind is _ACOS:
            return self.ring.total([self.build(se.pi / 2), self.build(se.asin(e.args[0])).scaled(-1)])
        argument, sign = self.build(e.args[0]), 1
        if kind in _ODD_KINDS and argument.coefficient < 0:
            argument, sign = argument.scaled(-1), -1
        name = e.get_name() if kind is se.FunctionSymbol else kind.__name__
        evaluate = function_of(e)
        return self._generator((name, argument.key), lambda site: evaluate(site.element(argument))).scaled(sign)

    def _sign(self, u: Element) -> Element:
        """sign(u) = Π sign(b)^e, each a generator with s² = 1 (its factor must be real: else undecided)."""
        sign = self.ring.number(1 if u.coefficient > 0 else -1)
        for base, exponent in u.exponents.items():
            if exponent % 2:
                sign = sign * self._sign_of_base(base)
        return sign

    def _sign_of_base(self, base: int) -> Element:
        polynomial = self.ring.bases[base]

        def value(site: Site) -> acb:
            return acb(certain_sign(site.polynomial(polynomial)))

        return self._generator(("sign", base), value, (2, self.ring.one))

    # ------------------------------------------------------------------------------ powers

    def _power(self, base: Any, exponent: Any) -> Element:
        if base == se.E:
            return self.exponential(exponent)
        if isinstance(exponent, se.Integer):
            return self.build(base) ** int(exponent)
        if isinstance(exponent, se.Rational):
            return self.root(self.build(base), as_fraction(exponent))
        return self.exponential(exponent * se.log(base))

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
        if prime > 12 or level > 6:
            raise TooLargeError("a root of too high an order")
        below = u if level == 1 else self._prime_root(u, prime, level - 1)
        denominator = Element(self.ring, fmpq(1), {b: -e for b, e in below.exponents.items() if e < 0})
        cleared = below * denominator**prime
        order = prime**level

        def value(site: Site) -> acb:
            radicand = site.element(u)
            root = radicand.sqrt() if order == 2 else radicand.root(order)
            return root * site.element(denominator)

        generator = self._generator(("root", u.key, prime, level), value, (prime, cleared))
        if denominator.is_number():
            self._root_of[next(iter(generator.exponents))] = (u, prime, level)
        return generator / denominator

    # ------------------------------------------------------------------------------ exponentials and angles

    def exponential(self, u: Any) -> Element:
        """exp(u) by the terms of u; b^r where a term is r·ln b."""
        product = self.ring.one
        parts = linear_terms(u)
        for r, term in self.units.in_units(False, [(real, term) for real, _, term in parts if real]):
            product = product * self._exponential_term(r, term)
        if angle := [(imaginary, term) for _, imaginary, term in parts if imaginary]:
            cosine, sine = self._circle_sum(angle)
            product = product * self.ring.total([cosine, sine * self.imaginary_unit()])
        return product

    def _exponential_term(self, r: Fraction, rest: Any) -> Element:
        kind = rest.__class__
        if kind is LOG:
            return self.root(self.build(rest.args[0]), r)
        if r.denominator == 1 and kind in (_ASINH, _ACOSH):
            v = rest.args[0]
            other = se.sqrt(v**2 + 1) if kind is _ASINH else se.sqrt(v - 1) * se.sqrt(v + 1)
            return self.build(v + other) ** int(r)
        if kind in (_ATANH, _ACOTH):
            v = rest.args[0] if kind is _ATANH else 1 / rest.args[0]
            return self.root(self.build(1 + v), r / 2) * self.root(self.build(1 - v), -r / 2)
        # Of integer powers only: exp(r·T) is a root of exp(T) up to a root of unity.
        scaled = se.Rational(1, r.denominator) * rest
        generator = self._generator(("exp", scaled), lambda site: site.ball(scaled).exp())
        return generator**r.numerator

    def _circle_sum(self, angle: list[tuple[Fraction, Any]], scaled: bool = False) -> tuple[Element, Element]:
        """(cos, sin) of Σ r·term by the addition formulas; `scaled`: times a common factor, enough for tan."""
        cosine, sine = self.ring.one, self.ring.zero
        for r, rest in self.units.in_units(True, angle):
            c, s = self._circle_term(r, rest, scaled)
            if sine.is_zero():
                cosine, sine = c * cosine, s * cosine
            else:
                cosine, sine = (
                    self.ring.total([cosine * c, (sine * s).scaled(-1)]),
                    self.ring.total([sine * c, cosine * s]),
                )
        return cosine, sine

    def _circle_term(self, r: Fraction, rest: Any, scaled: bool) -> tuple[Element, Element]:
        known = self._circle.get((r, rest, scaled))
        if known is None:
            known = self._circle[r, rest, scaled] = self._new_circle_term(r, rest, scaled)
        return known

    def _new_circle_term(self, r: Fraction, rest: Any, scaled: bool) -> tuple[Element, Element]:
        kind = rest.__class__
        if rest == se.pi and 12 % r.denominator == 0:
            turn = to_symengine_number(r) * se.pi
            return self.build(se.cos(turn)), self.build(se.sin(turn))
        if r.denominator == 1 and abs(r) <= _MAX_MULTIPLE and kind in INVERSE_CIRCULAR:
            return self._circle_of_inverse(int(r), kind, rest.args[0])
        unit = self.units.angle.get(rest, abs(r))
        doubled = 2 * r / unit
        if doubled.denominator != 1 or (doubled % 2 and not scaled) or abs(doubled) > 2 * _MAX_MULTIPLE:
            raise TooLargeError("an angle is too large a multiple of another")
        half = to_symengine_number(unit / 2) * rest
        t = self._generator(("tan", half), lambda site: site.ball(half).tan())
        # cos nθ + i sin nθ = (1 + i·t)^(2n) / (1 + t²)^n with t = tan(θ/2)
        size = abs(int(doubled))
        cosine: list[Element] = []
        sine: list[Element] = []
        for k in range(size + 1):
            coefficient = int(fmpz.bin_uiui(size, k)) * (1 if k % 4 < 2 else -1)
            (sine if k % 2 else cosine).append((t**k).scaled(coefficient) if k else self.ring.number(coefficient))
        c, s = self.ring.total(cosine), self.ring.total(sine).scaled(1 if doubled > 0 else -1)
        if scaled:
            return c, s
        norm = self.ring.total([self.ring.one, t**2]) ** (-size // 2)
        return c * norm, s * norm

    def _circle_of_inverse(self, n: int, kind: type, v: Any) -> tuple[Element, Element]:
        """(cos, sin) of n·asin v and its kin, by repeated addition."""
        if kind is _ASIN:
            c, s = self.build(se.sqrt(1 - v**2)), self.build(v)
        elif kind is _ACOS:
            c, s = self.build(v), self.build(se.sqrt(1 - v**2))
        else:
            v = v if kind is _ATAN else 1 / v
            norm = self.build(se.sqrt(1 + v**2)) ** -1
            c, s = norm, norm * self.build(v)
        cosine, sine = c, s
        for _ in range(abs(n) - 1):
            cosine, sine = (
                self.ring.total([cosine * c, (sine * s).scaled(-1)]),
                self.ring.total([sine * c, cosine * s]),
            )
        return cosine, sine.scaled(1 if n > 0 else -1)

    def _circular(self, kind: type, u: Any) -> Element:
        parts = linear_terms(u)
        cosine, sine = self._circle_sum([(real, rest) for real, _, rest in parts if real], kind in TANGENTS)
        imaginary = [(y, rest) for _, y, rest in parts if y]
        if imaginary:
            exponent = sum((to_symengine_number(y) * rest for y, rest in imaginary), se.Integer(0))
            cosh, sinh = self._cosh_sinh(exponent)
            i_sinh = sinh * self.imaginary_unit()
            cosine, sine = (
                self.ring.total([cosine * cosh, (sine * i_sinh).scaled(-1)]),
                self.ring.total([sine * cosh, cosine * i_sinh]),
            )
        return _ratio(kind, cosine, sine, CIRCULAR)

    def _cosh_sinh(self, u: Any) -> tuple[Element, Element]:
        e = self.exponential(u)
        half, inverse = fmpq(1, 2), e**-1
        return (
            self.ring.total([e.scaled(half), inverse.scaled(half)]),
            self.ring.total([e.scaled(half), inverse.scaled(-half)]),
        )

    def _hyperbolic(self, kind: type, u: Any) -> Element:
        cosh, sinh = self._cosh_sinh(u)
        return _ratio(kind, cosh, sinh, HYPERBOLIC)

    # ------------------------------------------------------------------------------ logarithms

    def logarithm(self, u: Element) -> Element:
        """ln(c·v) = ln c + ln v for c > 0, and ln of a positive rational by its primes."""
        if u.is_zero():
            raise UndecidedError("the logarithm of zero")
        terms = [
            self._generator(("log", prime), _log_of(prime)).scaled(exponent)
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
        return self._generator(("log", u.key), lambda site: site.element(u).log())


def _log_of(prime: int) -> Callable[[Site], acb]:
    return lambda site: acb(arb(prime).log())


def _ratio(kind: type, cosine: Element, sine: Element, kinds: tuple[type, ...]) -> Element:
    sin, cos, tan, cot, sec, _ = kinds
    if kind is sin:
        return sine
    if kind is cos:
        return cosine
    if kind is tan:
        return sine / cosine
    if kind is cot:
        return cosine / sine
    return cosine**-1 if kind is sec else sine**-1


__all__ = ["Tower"]

"""From expressions to fractions: every kernel becomes a generator of a `Ring`, by true identities only.

    exp(a + b) = exp(a)·exp(b)         one generator for each term of an exponent, in a common unit
    sin, cos, tan ... of θ             rational in t = tan(θ/2), with the addition formulas
    sinh, cosh, tanh ...               rational in exp
    u^(p/q)                            a generator w with wⁿ = u for each radicand; numbers by their primes
    |u| = s·u, sign(u) = s             a generator s with s² = 1 for each irreducible factor of u
    ln of a positive rational          by its primes; i² = -1; a^u = exp(u·ln a)
    ln u, atan u, asin u, erf u ...    free generators, one for each argument in normal form

These hold on every branch, so a residual that reduces to zero is zero wherever its denominators are not.

`LocalTower` also relates roots of products to products of roots, and logarithms likewise: √(ab) = ζ·√a·√b
with a root of unity ζ that is constant on each component of the domain without the zeros of a and b. It is
found by ball arithmetic at a sample point, hence such a tower speaks for that point's component only.

A `Trail` records how each generator gets its value, which denominators occur and which roots of unity were
found, so that the same algebra can be certified at other points without being done again.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import symengine as se
from flint import acb, arb, ctx, fmpq, fmpz, fmpz_poly

from ansatz.errors import UnsupportedError
from ansatz.verify.balls import Program, Values, function_of, rational
from ansatz.verify.fractions import Element, Ring, TooLarge

BITS = 320
_MAX_NUMBER_BITS = 128  # integers below a root or logarithm are factored
_MAX_MULTIPLE = 40

_X = se.Symbol("x")
_SIN, _COS, _TAN, _COT, _SEC, _CSC = (type(f(_X)) for f in (se.sin, se.cos, se.tan, se.cot, se.sec, se.csc))
_SINH, _COSH, _TANH, _COTH, _SECH, _CSCH = (type(f(_X)) for f in (se.sinh, se.cosh, se.tanh, se.coth, se.sech, se.csch))
_ABS, _SIGN, _LOG = type(abs(_X)), type(se.sign(_X)), type(se.log(_X))
_CIRCULAR = {_SIN, _COS, _TAN, _COT, _SEC, _CSC}
_HYPERBOLIC = {_SINH, _COSH, _TANH, _COTH, _SECH, _CSCH}
_ASIN, _ACOS, _ATAN, _ACOT, _ASEC, _ACSC = (type(f(_X)) for f in (se.asin, se.acos, se.atan, se.acot, se.asec, se.acsc))
_ASINH, _ACOSH, _ATANH, _ACOTH, _ASECH, _ACSCH = (
    type(f(_X)) for f in (se.asinh, se.acosh, se.atanh, se.acoth, se.asech, se.acsch)
)
_ODD = {se.asin: _ASIN, se.atan: _ATAN, se.asinh: _ASINH, se.atanh: _ATANH, se.erf: type(se.erf(_X))}
_ODD_KINDS = set(_ODD.values())
_RECIPROCAL = {_ACOT: se.atan, _ASEC: se.acos, _ACSC: se.asin, _ACOTH: se.atanh, _ASECH: se.acosh, _ACSCH: se.asinh}
_IMAGINARY = type(se.I)
_ONE = se.Integer(1)


class Undecided(Exception):
    """A value needed by the proof could not be certified at the point."""


class Site:
    """A sample point at which generators and polynomials have values (balls of `BITS` bits)."""

    def __init__(self, program: Program, values: Values) -> None:
        self.program, self.values = program, values
        self.generators: dict[int, acb] = {}

    def ball(self, expression: Any) -> acb:
        """The value of a SymEngine expression."""
        slot = self.program.add(expression)
        if slot >= len(self.values):
            self.values = self.program.extend(self.values)
        return self.values[slot]

    def polynomial(self, polynomial: Any) -> acb:
        """The value of a polynomial in the generators."""
        total = acb(0)
        for exponents, coefficient in polynomial.terms():
            product = acb(coefficient)
            for variable, exponent in enumerate(exponents):
                if exponent:
                    product *= self.generators[variable] ** int(exponent)
            total += product
        return total

    def element(self, element: Element) -> acb:
        """The value of an element."""
        product = acb(element.coefficient)
        for base, exponent in element.exponents.items():
            product *= self.polynomial(element.ring.bases[base]) ** exponent
        return product


@dataclass(slots=True)
class Trail:
    """What a tower relied on: steps replayed at other points, each with the outcome to be found again.

    factors: the polynomials in x between whose roots every decision is the same; None where a factor is not one.
    """

    steps: list[tuple[Callable[[Site], Any], Any]] = field(default_factory=list)
    factors: list[fmpz_poly] | None = field(default_factory=list)

    def holds_at(self, site: Site) -> bool:
        """True where every generator has a value, every denominator is nonzero and every decision is the same."""
        try:
            with ctx.workprec(BITS):
                return all(step(site) == outcome for step, outcome in self.steps)
        except Undecided:
            return False


def coefficient_and_rest(term: Any) -> tuple[Any, Any]:
    """A term as number · rest: (3, x) for 3·x, (2, 1) for 2."""
    if isinstance(term, se.Number) or term.__class__ is _IMAGINARY:
        return term, _ONE
    if term.__class__ is se.Mul:
        arguments = term.args
        if isinstance(arguments[0], se.Number) or arguments[0].__class__ is _IMAGINARY:
            return arguments[0], se.Mul(*arguments[1:])
    return se.Integer(1), term


def _as_fractions(number: Any) -> tuple[Fraction, Fraction]:
    """Real and imaginary part of an exact SymEngine number."""
    if isinstance(number, se.Rational):
        return _fraction(number), Fraction(0)
    if hasattr(number, "real_part"):
        return _fraction(number.real_part()), _fraction(number.imaginary_part())
    raise UnsupportedError(f"'{number}' is not an exact number.")


def _fraction(number: Any) -> Fraction:
    value = rational(number)
    return Fraction(int(value.p), int(value.q))


def _prime_factors(value: fmpq) -> list[tuple[int, int]]:
    """(prime, exponent) of a positive rational."""
    if value.p.bit_length() > _MAX_NUMBER_BITS or value.q.bit_length() > _MAX_NUMBER_BITS:
        raise TooLarge("a number is too large to be factored")
    return [(int(p), int(e)) for p, e in fmpz(value.p).factor()] + [
        (int(p), -int(e)) for p, e in fmpz(value.q).factor()
    ]


def _split_logarithms(u: Any) -> Any:
    """ln 12 becomes 2 ln 2 + ln 3 throughout."""
    replacement = {}
    for atom in u.atoms(_LOG):
        inner = atom.args[0]
        if isinstance(inner, se.Rational) and inner > 0:
            split = sum((e * se.log(p) for p, e in _prime_factors(rational(inner))), se.Integer(0))
            if split != atom:
                replacement[atom] = split
    return u.subs(replacement) if replacement else u


def linear_terms(u: Any) -> list[tuple[Fraction, Fraction, Any]]:
    """An exponent or angle as Σ (real + i·imaginary)·term."""
    parts = []
    for term in se.Add.make_args(se.expand(_split_logarithms(u))):
        number, rest = coefficient_and_rest(term)
        parts.append((*_as_fractions(number), rest))
    return [part for part in parts if part[0] or part[1]]


class Units:
    """The greatest common unit of every term in exponents and in angles, found before the algebra begins."""

    def __init__(self, expressions: list[Any]) -> None:
        self.exponent: dict[Any, Fraction] = {}
        self.angle: dict[Any, Fraction] = {}
        self._full_angle: set[Any] = set()
        self.kernels = 0
        self._seen: set[Any] = set()
        for expression in expressions:
            self._visit(expression)
        # tan and cot alone need only tan θ itself, not tan(θ/2).
        for term in self.angle:
            if term not in self._full_angle:
                self.angle[term] *= 2

    def _visit(self, e: Any) -> None:
        if e in self._seen:
            return
        self._seen.add(e)
        kind = e.__class__
        if kind in _CIRCULAR:
            self._angle(e.args[0], full=kind not in (_TAN, _COT))
        elif kind in _HYPERBOLIC:
            self._exponent(e.args[0])
        elif kind is se.Pow:
            base, exponent = e.args
            if not isinstance(exponent, se.Integer):
                self.kernels += 1
                if not isinstance(exponent, se.Rational):
                    self._exponent(exponent if base == se.E else exponent * se.log(base))
        elif kind is not se.Add and kind is not se.Mul:
            self.kernels += 1
        for argument in e.args:
            self._visit(argument)

    def _exponent(self, u: Any) -> None:
        for real, imaginary, rest in linear_terms(u):
            if real:
                self._note(self.exponent, rest, real)
            if imaginary:
                self._full_angle.add(rest)
                self._note(self.angle, rest, imaginary)

    def _angle(self, u: Any, full: bool) -> None:
        for real, imaginary, rest in linear_terms(u):
            if real:
                if full:
                    self._full_angle.add(rest)
                self._note(self.angle, rest, real)
            if imaginary:
                self._note(self.exponent, rest, imaginary)

    def _note(self, units: dict[Any, Fraction], rest: Any, value: Fraction) -> None:
        known = units.get(rest)
        self.kernels += known is None
        value = abs(value)
        if known is not None:
            common = math.lcm(known.denominator, value.denominator)
            value = Fraction(math.gcd(int(known * common), int(value * common)), common)
        units[rest] = value


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
                raise Undecided("a denominator may be zero")
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

        def assign(site: Site) -> bool:
            ball = value(site)
            if not ball.is_finite():
                raise Undecided("a kernel has no value here")
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
            return self.ring.number(rational(e))
        if kind in (se.Symbol, se.Dummy) or e == se.pi:
            return self._generator(e, lambda site: site.ball(e))
        if e == se.E:
            return self.exponential(_ONE)
        if isinstance(e, se.Number) or kind is _IMAGINARY:
            real, imaginary = _as_fractions(e)
            unit = self.imaginary_unit().scaled(fmpq(imaginary.numerator, imaginary.denominator))
            return self.ring.total([self.ring.number(fmpq(real.numerator, real.denominator)), unit])
        if kind in _CIRCULAR:
            return self._circular(kind, e.args[0])
        if kind in _HYPERBOLIC:
            return self._hyperbolic(kind, e.args[0])
        if kind is _LOG:
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
            return acb(_certain_sign(site.polynomial(polynomial)))

        return self._generator(("sign", base), value, (2, self.ring.one))

    # ------------------------------------------------------------------------------ powers

    def _power(self, base: Any, exponent: Any) -> Element:
        if base == se.E:
            return self.exponential(exponent)
        if isinstance(exponent, se.Integer):
            return self.build(base) ** int(exponent)
        if isinstance(exponent, se.Rational):
            return self.root(self.build(base), _fraction(exponent))
        return self.exponential(exponent * se.log(base))

    def root(self, u: Element, r: Fraction) -> Element:
        """u^r, the principal power: (c·v)^r = c^r·v^r for c > 0."""
        if u.is_zero():
            raise Undecided("a root of zero")
        whole = math.floor(r)
        r -= whole
        if r == 0:
            return u**whole
        positive = self._root_of_number(abs(u.coefficient), r)
        return u**whole * positive * self._root_of_primitive(u.scaled(1 / abs(u.coefficient)), r)

    def _root_of_number(self, value: fmpq, r: Fraction) -> Element:
        product = self.ring.one
        for prime, exponent in _prime_factors(value):
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
            turn = se.Rational(r.numerator, r.denominator) * se.pi
            cosine, sine = self.build(se.cos(turn)), self.build(se.sin(turn))
            return cosine if sine.is_zero() else self.ring.total([cosine, sine * self.imaginary_unit()])
        raise Undecided("a root of unity of an order that is not represented")

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
            raise TooLarge("a root of too high an order")
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
        angle: list[tuple[Fraction, Any]] = []
        for real, imaginary, rest in linear_terms(u):
            if real:
                product = product * self._exponential_term(real, rest)
            if imaginary:
                angle.append((imaginary, rest))
        if angle:
            cosine, sine = self._circle_sum(angle)
            product = product * self.ring.total([cosine, sine * self.imaginary_unit()])
        return product

    def _exponential_term(self, r: Fraction, rest: Any) -> Element:
        kind = rest.__class__
        if kind is _LOG:
            return self.root(self.build(rest.args[0]), r)
        if r.denominator == 1 and kind in (_ASINH, _ACOSH):
            v = rest.args[0]
            other = se.sqrt(v**2 + 1) if kind is _ASINH else se.sqrt(v - 1) * se.sqrt(v + 1)
            return self.build(v + other) ** int(r)
        if kind in (_ATANH, _ACOTH):
            v = rest.args[0] if kind is _ATANH else 1 / rest.args[0]
            return self.root(self.build(1 + v), r / 2) * self.root(self.build(1 - v), -r / 2)
        unit = self.units.exponent.get(rest, abs(r))
        if (r / unit).denominator != 1:
            unit = abs(r)  # exp(r·T) is a root of exp(T) only up to a root of unity
        scaled = se.Rational(unit.numerator, unit.denominator) * rest
        generator = self._generator(("exp", scaled), lambda site: site.ball(scaled).exp())
        return generator ** int(r / unit)

    def _circle_sum(self, angle: list[tuple[Fraction, Any]], scaled: bool = False) -> tuple[Element, Element]:
        """(cos, sin) of Σ r·term by the addition formulas; `scaled`: times a common factor, enough for tan."""
        cosine, sine = self.ring.one, self.ring.zero
        for r, rest in angle:
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
            turn = se.Rational(r.numerator, r.denominator) * se.pi
            return self.build(se.cos(turn)), self.build(se.sin(turn))
        if r.denominator == 1 and abs(r) <= _MAX_MULTIPLE and kind in (_ASIN, _ACOS, _ATAN, _ACOT):
            return self._circle_of_inverse(int(r), kind, rest.args[0])
        unit = self.units.angle.get(rest, abs(r))
        doubled = 2 * r / unit
        if doubled.denominator != 1 or (doubled % 2 and not scaled) or abs(doubled) > 2 * _MAX_MULTIPLE:
            raise TooLarge("an angle is too large a multiple of another")
        half = se.Rational(unit.numerator, 2 * unit.denominator) * rest
        t = self._generator(("tan", half), lambda site: site.ball(half).tan())
        # cos nθ + i sin nθ = (1 + i·t)^(2n) / (1 + t²)^n with t = tan(θ/2)
        size = abs(int(doubled))
        cosine, sine = [], []
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
        cosine, sine = self._circle_sum([(real, rest) for real, _, rest in parts if real], kind in (_TAN, _COT))
        imaginary = [(y, rest) for _, y, rest in parts if y]
        if imaginary:
            exponent = sum((se.Rational(y.numerator, y.denominator) * rest for y, rest in imaginary), se.Integer(0))
            cosh, sinh = self._cosh_sinh(exponent)
            i_sinh = sinh * self.imaginary_unit()
            cosine, sine = (
                self.ring.total([cosine * cosh, (sine * i_sinh).scaled(-1)]),
                self.ring.total([sine * cosh, cosine * i_sinh]),
            )
        return _ratio(kind, cosine, sine, (_SIN, _COS, _TAN, _COT, _SEC, _CSC))

    def _cosh_sinh(self, u: Any) -> tuple[Element, Element]:
        e = self.exponential(u)
        half, inverse = fmpq(1, 2), e**-1
        return (
            self.ring.total([e.scaled(half), inverse.scaled(half)]),
            self.ring.total([e.scaled(half), inverse.scaled(-half)]),
        )

    def _hyperbolic(self, kind: type, u: Any) -> Element:
        cosh, sinh = self._cosh_sinh(u)
        return _ratio(kind, cosh, sinh, (_SINH, _COSH, _TANH, _COTH, _SECH, _CSCH))

    # ------------------------------------------------------------------------------ logarithms

    def logarithm(self, u: Element) -> Element:
        """ln(c·v) = ln c + ln v for c > 0, and ln of a positive rational by its primes."""
        if u.is_zero():
            raise Undecided("the logarithm of zero")
        terms = [
            self._generator(("log", prime), lambda site, p=prime: acb(arb(p).log())).scaled(exponent)
            for prime, exponent in _prime_factors(abs(u.coefficient))
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


def _certain_sign(ball: acb) -> int:
    """+1 or -1 of a real ball; `Undecided` where it contains zero or is not real."""
    if ball.imag.is_zero():
        if ball.real > 0:
            return 1
        if ball.real < 0:
            return -1
    raise Undecided("a sign could not be certified")


class LocalTower(Tower):
    """A tower for one component of the domain: roots and logarithms are split into those of irreducible factors."""

    local = True

    def __init__(self, site: Site, units: Units, deadline: float) -> None:
        super().__init__(site, units, deadline)
        self._decided: set[int] = set()

    def _sign_of_base(self, base: int) -> Element:
        self._decided.add(base)
        polynomial = self.ring.bases[base]
        return self.ring.number(self._step(lambda site: _certain_sign(site.polynomial(polynomial))))

    def record_factors(self, x: Any) -> None:
        element = self._named.get(x)
        variable = None if element is None else self.ring.generator_index(next(iter(element.exponents)))
        factors = [self._in_one_variable(self.ring.bases[base], variable) for base in self._decided]
        self.trail.factors = None if None in factors else factors

    @staticmethod
    def _in_one_variable(polynomial: Any, variable: int | None) -> fmpz_poly | None:
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
        self._decided.add(base)
        polynomial = self.ring.bases[base]

        def orientation(site: Site) -> int:
            ball = site.polynomial(polynomial)
            if ball.imag.is_zero() and ball.real < 0:
                return -1
            return 1

        return Element(self.ring, fmpq(self._step(orientation)), {base: 1})

    def _root_of_primitive(self, u: Element, r: Fraction) -> Element:
        if u.is_number():
            return super()._root_of_primitive(u, r)
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
        terms = []
        for base, exponent in u.exponents.items():
            if base in self._root_of:
                inner, prime, level = self._root_of[base]
                share = Fraction(exponent, prime**level)
            else:
                inner, share = self._oriented(base), Fraction(exponent)
            logarithm = self._generator(("log", inner.key), lambda site, v=inner: site.element(v).log())
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

    def _root_order(self, base: int) -> int:
        return self._root_of[base][1] ** self._root_of[base][2] if base in self._root_of else 1


def _principal_power(u: acb, r: Fraction) -> acb:
    root = u.sqrt() if r.denominator == 2 else u.root(r.denominator)
    return root**r.numerator


def _certain_integer(ball: acb) -> int:
    """The only integer in the ball; the caller knows that the true value is an integer."""
    value = ball.unique_fmpz()
    if value is None:
        raise Undecided("a root of unity could not be identified")
    return int(value)


__all__ = ["BITS", "LocalTower", "Site", "Tower", "Trail", "Undecided", "Units", "linear_terms"]

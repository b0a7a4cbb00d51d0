"""Expressions and their derivatives at random points of a finite field: kernels are indeterminates.

x and every kernel that is algebraically independent of the others (exp, log, atan, …) get random values; the exact
derivative rules give their rates. A rational number c_j with Σ c_j T_j' = f then satisfies the same equation modulo p
at every point, and conversely with probability about 1 - degree/p (Schwartz–Zippel).

    exp(Σ (n_k/L) b_k)   powers of one random value per additive base b_k; L is the common denominator
    sin(u) … csc(u)      likewise from points (cos, sin) on the circle; angles add by complex multiplication
    u^(n/q)              the homomorphic root of `ansatz.fit.residues.prime_field`; points without one are dropped
    |u|, sign(u)         χ(u)·u and χ(u), the Legendre symbol
    log, atan, asin, erf, Ei, …   free values with their derivatives; what is defined by others is rewritten
    sqrt(2), pi, sin(4), a        constants: see `ansatz.fit.linear.constant_field`

The rules are in `ansatz.fit.residues.kernel_rules`.
"""

from fractions import Fraction

import numpy as np
import symengine as se
from numpy.typing import NDArray

from ansatz.algebra.nodes import TRANSCENDENTAL
from ansatz.algebra.numbers import fraction, to_symengine_number
from ansatz.errors import BadConstantsError, BadPrimeError, UnevaluableError
from ansatz.expr.operators import WITHOUT_TOKENS
from ansatz.fit.residues.circle import Point, circle_point, rotate, turn
from ansatz.fit.residues.dual import CONSTANT, FUNCTION, NUMBER, Dual
from ansatz.fit.residues.exponents import (
    exponent_of_power,
    exponent_parts,
    known_exponential,
    known_point,
    open_log,
    prime_factors,
)
from ansatz.fit.residues.kernel_rules import CIRCULAR, DEFINITION, HYPERBOLIC, RATE, function_name
from ansatz.fit.residues.prime_field import Residues
from ansatz.fit.residues.sample import Sample

_NO_ROOT = "A root has no value modulo this prime; take another one."


class Evaluator(Sample):
    """Values and rates of expressions in real x; for complex x see `ansatz.fit.residues.complex_evaluator`."""

    _rates = RATE

    def kernel(self, e: se.Expr) -> Dual:
        if e.__class__ is se.Symbol:
            return self._variable() if e == self.x else self._generator(e)
        if e == se.E:
            return self._exponential(se.Integer(1))
        name = function_name(e)
        if e in TRANSCENDENTAL or (name in WITHOUT_TOKENS and self.x not in e.free_symbols):
            return self._generator(e)
        if name is None:
            raise UnevaluableError(f"'{e}' has no values in a finite field.")
        return self._function(name, e)

    # ------------------------------------------------------------------------------------- powers

    def power(self, base: se.Expr, exponent: se.Expr) -> Dual:
        exponential = exponent_of_power(base, exponent, self.field.plane)
        if exponential is not None:
            return self._exponential(exponential)
        r = fraction(exponent)
        assert r is not None, "any other power is an exponential"
        if r.numerator < 0:
            return self._reciprocal(self.build(base ** (-exponent)))
        root = self.build(base) if r.denominator == 1 else self._root(base, r.denominator)
        return self.integer_power(root, r.numerator)

    def _root(self, base: se.Expr, q: int) -> Dual:
        key = ("root", base, q)
        known = self._kernels.get(key)
        if known is None:
            known = self._kernels[key] = self._new_root(base, q)
        return known

    def _new_root(self, base: se.Expr, q: int) -> Dual:
        value = fraction(base)
        if value is not None:
            return self._root_of_number(value, q)
        u = self.build(base)
        root, exists = self._field_root(u.value, q)
        if u.level == NUMBER:
            if exists is not None and not exists.all():
                raise BadPrimeError(_NO_ROOT)
            self.radicals[base, q] = root
            return Dual(root, None, NUMBER)
        if u.level == CONSTANT and exists is not None and not exists.any():
            raise BadConstantsError(f"'{base}' is no square for these constants.")
        self._keep(exists)
        if u.level == CONSTANT:
            root = self._conjugate(base ** se.Rational(1, q), root)
            return Dual(root, None, CONSTANT)
        self._keep(u.value != 0)
        if u.rate is None:  # a root of a sign
            return Dual(root, None, FUNCTION)
        # w' = w u' / (q u)
        rate = self.field.multiply(self.field.multiply(root, u.rate), self.field.inverse(u.value))
        return Dual(root, self.field.scale(rate, self.field.residue(1, q)), FUNCTION)

    def _field_root(self, value: Residues, q: int) -> tuple[Residues, NDArray[np.bool_] | None]:
        try:
            return self.field.root(value, q)
        except ArithmeticError as error:
            raise BadPrimeError(_NO_ROOT) from error

    def _root_of_number(self, value: Fraction, q: int) -> Dual:
        if value < 0:
            if q % 2 == 0:
                raise UnevaluableError("Square roots of negative numbers are not real.")
            raise UnevaluableError("Principal roots of negative numbers are not real.")
        result = Dual(self._one, None, NUMBER)
        for n, sign in ((value.numerator, 1), (value.denominator, -1)):
            for prime, k in prime_factors(n) if n > 1 else ():
                root, exists = self._field_root(self.field.number(prime), q)
                if exists is not None and not exists.all():
                    raise BadPrimeError(_NO_ROOT)
                self.radicals[se.Integer(prime), q] = root
                power = self.field.power(root, k)
                result = self.duals.times(result, Dual(power if sign > 0 else self.field.inverse(power), None, NUMBER))
        return result

    # ------------------------------------------------------------------------------------- exponentials

    def _exponential(self, u: se.Expr) -> Dual:
        value, level = None, NUMBER
        for c, base in exponent_parts(u):
            if c == 0:
                continue
            algebraic = known_exponential(c, base, self.field.plane)
            part = self._exponential_unit(c, base) if algebraic is None else self.build(algebraic)
            value = part.value if value is None else self.field.multiply(value, part.value)
            level = max(level, part.level)
        if value is None:
            return Dual(self._one, None, NUMBER)
        rate = self.build(u).rate if level == FUNCTION else None
        return Dual(value, None if rate is None else self.field.multiply(value, rate), level)

    def _unit(self, kind: str, c: Fraction, base: se.Expr) -> tuple[int, Fraction]:
        unit = self.units.get((kind, base), Fraction(1))
        n = c / unit
        if n.denominator != 1:
            raise UnevaluableError(f"The exponents of '{base}' have no common denominator; survey the terms first.")
        return n.numerator, unit

    def _exponential_unit(self, c: Fraction, base: se.Expr) -> Dual:
        """exp(c·base), value only."""
        n, unit = self._unit("exp", c, base)
        key = "exp", base, 1
        kernel = self._kernels.get(key)
        if kernel is None:
            level = max(CONSTANT, self.build(base).level)
            if level == CONSTANT:
                kernel = self._generator(se.exp(to_symengine_number(unit) * base))
            else:
                kernel = Dual(self._positive(FUNCTION), None, FUNCTION)
            self._kernels[key] = kernel
        if n < 0:
            if ("exp", base, -1) not in self._kernels:
                self._kernels["exp", base, -1] = Dual(self.field.inverse(kernel.value), None, kernel.level)
            kernel = self._kernels["exp", base, -1]
        return Dual(self.field.power(kernel.value, abs(n)), None, kernel.level)

    # ------------------------------------------------------------------------------------- the circle

    def _circle(self, u: se.Expr) -> tuple[Dual, Dual]:
        """(cos u, sin u)."""
        known = self._circles.get(u)
        if known is not None:
            return known
        point, level = None, NUMBER
        for c, base in exponent_parts(u):
            if c == 0:
                continue
            pair = known_point(c, base)
            if pair is not None:
                known_cosine, known_sine = map(self.build, pair)
                part = known_cosine.value, known_sine.value
                part_level = max(known_cosine.level, known_sine.level)
            else:
                part, part_level = self._circle_unit(c, base)
            point = part if point is None else rotate(self.field, point, part)
            level = max(level, part_level)
        if point is None:
            return Dual(self._one, None, NUMBER), Dual(self.field.number(0), None, NUMBER)
        cosine, sine = point
        rate = self.build(u).rate if level == FUNCTION else None
        if rate is None:
            result = Dual(cosine, None, level), Dual(sine, None, level)
        else:
            turned = self.field.scale(self.field.multiply(rate, sine), -1)
            result = Dual(cosine, turned, level), Dual(sine, self.field.multiply(rate, cosine), level)
        self._circles[u] = result
        return result

    def _circle_unit(self, c: Fraction, base: se.Expr) -> tuple[Point, int]:
        n, unit = self._unit("circle", c, base)
        known = self._circle_units.get(base)
        if known is None:
            known = self._circle_units[base] = self._new_circle_unit(base, unit)
        point, level = known
        return turn(self.field, point, n), level

    def _new_circle_unit(self, base: se.Expr, unit: Fraction) -> tuple[Point, int]:
        level = max(CONSTANT, self.build(base).level)
        name = se.sin(to_symengine_number(unit) * base)
        if level == CONSTANT and name in self.assignment:
            sine = self._generator(name).value
            cosine, exists = self._field_root(self.field.subtract(self._one, self.field.multiply(sine, sine)), 2)
            self._keep(exists)
            return (self._conjugate(se.cos(to_symengine_number(unit) * base), cosine), sine), level
        cosine, sine = circle_point(self.field, self._random(level))
        if level == CONSTANT:
            self.transcendental[name] = sine
            # the same root as for an assigned sine, so that samples are comparable
            cosine = np.where(self.field.is_square(cosine), cosine, self.field.scale(cosine, -1))
            cosine = self._conjugate(se.cos(to_symengine_number(unit) * base), cosine)
        return (cosine, sine), level

    # ------------------------------------------------------------------------------------- functions

    def _function(self, name: str, e: se.Expr) -> Dual:
        u = e.args[0]
        if name in CIRCULAR:
            cosine, sine = self._circle(u)
            return self._from_pair(name, cosine, sine)
        if name in HYPERBOLIC:
            grow, decay = self._exponential(u), self._exponential(-u)
            half = self.field.residue(1, 2)
            cosine = self.duals.scale(self.duals.plus(grow, decay), half)
            sine = self.duals.scale(self.duals.plus(grow, decay, -1), half)
            return self._from_pair(
                name.removesuffix("h") if name != "sech" and name != "csch" else name[:3], cosine, sine
            )
        if name in ("abs", "sign"):
            return self._absolute(name, self.build(u))
        if name in DEFINITION and self.x in u.free_symbols:  # a constant such as atanh(9) may be complex: opaque
            return self.build(DEFINITION[name](u))
        if name not in self._rates and name not in DEFINITION:
            raise UnevaluableError(f"No derivative is known for {name}.")
        if name == "ln":
            if function_name(u) == "abs" and self.x in u.free_symbols:
                u = _canonical_sign(u.args[0])
                return self._free("ln abs", e, u, "ln")
            opened = open_log(u, self.field.plane)
            if opened is not None:
                return self.build(opened)
        return self._free(name, e, u, name)

    def _free(self, kind: str, e: se.Expr, u: se.Expr, name: str) -> Dual:
        """A random value with the rate of its rule."""
        key = kind, u, 1
        known = self._kernels.get(key)
        if known is None:
            inner = self.build(u)
            if inner.level == FUNCTION:
                rate = None
                # the real domain of acosh; the sign matters for asech(x) = acosh(1/x)
                if name == "acosh" and not self.field.plane:
                    self._keep(self.field.is_square(inner.value))
                if inner.rate is not None:
                    rate = self.field.multiply(self.build(self._rates[name](u)).value, inner.rate)
                known = Dual(self._random(FUNCTION), rate, FUNCTION)
            else:
                known = self._generator(e)
            self._kernels[key] = known
        return known

    def _from_pair(self, name: str, cosine: Dual, sine: Dual) -> Dual:
        if name == "sin":
            return sine
        if name == "cos":
            return cosine
        if name == "tan":
            return self.duals.times(sine, self._reciprocal(cosine))
        if name == "cot":
            return self.duals.times(cosine, self._reciprocal(sine))
        return self._reciprocal(cosine if name == "sec" else sine)

    def _absolute(self, name: str, u: Dual) -> Dual:
        positive = self.field.is_square(u.value)
        self._keep(u.value != 0)
        if name == "sign":
            value = np.where(positive, np.uint64(1), np.uint64(self.field.p - 1))
            return Dual(value, None, u.level)
        flip = lambda a: np.where(positive, a, self.field.scale(a, -1))  # noqa: E731
        return Dual(flip(u.value), None if u.rate is None else flip(u.rate), u.level)


def _canonical_sign(u: se.Expr) -> se.Expr:
    """u or -u, the same for both."""
    return min(u, se.expand(-u), key=str)

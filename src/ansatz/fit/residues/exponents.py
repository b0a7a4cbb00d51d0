"""Normal forms of exponents and logarithms, and the survey of a set of expressions.

exp, sin and cos of Σ c_k b_k are products of powers of one random value per base b_k. All coefficients of a base must
be multiples of one unit, so the expressions are surveyed before they are evaluated.
"""

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache

import symengine as se
from flint import fmpz

from ansatz.algebra.numbers import fraction, gaussian, split_coefficient, to_symengine_number
from ansatz.fit.residues.kernel_rules import (
    CIRCULAR,
    DEFINITION,
    EXPONENTIAL,
    HALF,
    HYPERBOLIC,
    PLANE_EXPONENTIAL,
    PLANE_RATE,
    POINT,
    RATE,
    function_name,
    inverse_function,
)
from ansatz.fit.residues.prime_field import SQUARES

_LARGEST_FACTORED = 10**12
_MAX_POSITIVE = 4  # each halves the supply of primes


@lru_cache(maxsize=65536)
def prime_factors(n: int) -> tuple[tuple[int, int], ...]:
    return tuple((int(q), int(k)) for q, k in fmpz(n).factor())


@lru_cache(maxsize=4096)
def _log_of_number(value: Fraction) -> se.Expr:
    """log of a positive rational as a combination of logs of primes."""
    parts = [k * se.log(q) for q, k in prime_factors(value.numerator)]
    return se.Add(*parts, *(-k * se.log(q) for q, k in prime_factors(value.denominator)))


@lru_cache(maxsize=16384)
def open_log(u: se.Expr, plane: bool = False) -> se.Expr | None:
    """log(u) by simpler logs where that is true on the real domain (or on the plane), else None (u is primitive).

    log(6) = log 2 + log 3, log(3u) = log 3 + log u, log(u^r) = r log u (r odd or not an integer; on the plane,
    -1 < r <= 1), log(exp(u)) = u (not on the plane).
    """
    c, rest = split_coefficient(u)
    if rest == 1:
        if c <= 0 or (c.denominator == 1 and fmpz(c.numerator).is_prime()):
            return None
        return _log_of_number(c)
    if u.__class__ is se.Add:
        c = _content(u)
        rest = se.expand(u / to_symengine_number(c)) if c != 1 else u
    if abs(c) != 1:
        return _log_of_number(abs(c)) + se.log(rest if c > 0 else -rest)
    if u.__class__ is se.Pow:
        base, exponent = u.args
        if base == se.E:
            return None if plane else exponent
        r = fraction(exponent)
        if r is not None and (-1 < r <= 1 if plane else r.denominator != 1 or r.numerator % 2):
            return exponent * se.log(base)
    elif u == se.E:
        return se.Integer(1)
    return None


def _gcd(*values: Fraction) -> Fraction:
    return Fraction(math.gcd(*(c.numerator for c in values)), math.lcm(*(c.denominator for c in values)))


def _content(u: se.Expr) -> Fraction:
    """The positive rational content of a sum."""
    return _gcd(*(split_coefficient(term)[0] for term in u.args))


@lru_cache(maxsize=16384)
def exponent_parts(u: se.Expr) -> tuple[tuple[Fraction, se.Expr], ...]:
    """u = Σ c_k b_k with rational c_k and bases b_k that are distinct monomials, logs of numbers opened.

    A complex coefficient makes two parts: (1 + 2i)x is 1·x and 2·ix.
    """
    numeric_logs = {
        atom: opened
        for atom in u.atoms(se.log)
        if not atom.free_symbols and (opened := open_log(atom.args[0])) is not None
    }
    u = se.expand(u.subs(numeric_logs) if numeric_logs else u)
    return tuple(part for term in (u.args if u.__class__ is se.Add else (u,)) for part in _split_parts(term))


def _split_parts(term: se.Expr) -> Iterator[tuple[Fraction, se.Expr]]:
    head, rest = (term.args[0], term / term.args[0]) if term.__class__ is se.Mul else (term, se.Integer(1))
    number = gaussian(head)
    if number is None or not number[1]:
        yield split_coefficient(term)
        return
    real, imaginary = number
    if real:
        yield real, rest
    yield imaginary, se.I * rest


def real_part_of(base: se.Expr) -> se.Expr | None:
    """b for a base i·b of `exponent_parts`, None for others."""
    head = base.args[0] if base.__class__ is se.Mul else base
    return base / se.I if head == se.I else None


def exponent_of_power(base: se.Expr, exponent: se.Expr, plane: bool = False) -> se.Expr | None:
    """u where base^exponent is exp(u), None for an algebraic power."""
    if base == se.E:
        return exponent
    if not plane and base.__class__ is se.Pow and base.args[0] == se.E:
        return base.args[1] * exponent
    if fraction(exponent) is not None:
        return None
    opened = open_log(base, plane)
    return exponent * (se.log(base) if opened is None else opened)


@lru_cache(maxsize=16384)
def known_point(c: Fraction, base: se.Expr) -> tuple[se.Expr, se.Expr] | None:
    """(cos, sin) of c·base where it is algebraic: a twelfth of π, or an inverse circular function."""
    if base == se.pi and 12 % c.denominator == 0:
        return se.cos(to_symengine_number(c) * se.pi), se.sin(to_symengine_number(c) * se.pi)
    if abs(c) == 1:
        name, u = inverse_function(base)
        if name in POINT:
            cosine, sine = POINT[name](u)
            return cosine, sine * c.numerator
    return None


@lru_cache(maxsize=16384)
def known_exponential(c: Fraction, base: se.Expr, plane: bool = False) -> se.Expr | None:
    """exp(c·base) where it is algebraic: base a logarithm or an inverse hyperbolic function, or i times an angle."""
    angle = real_part_of(base)
    if angle is not None:
        point = known_point(c, angle)
        return None if point is None else point[0] + se.I * point[1]
    name, u = inverse_function(base)
    if name == "ln":
        return u ** to_symengine_number(c)
    if plane:  # no rational powers of such sums
        return (
            PLANE_EXPONENTIAL[name](u) ** to_symengine_number(c) if name in EXPONENTIAL and c.denominator == 1 else None
        )
    return EXPONENTIAL[name](u) ** to_symengine_number(c) if name in EXPONENTIAL else None


@lru_cache(maxsize=65536)
def exponent_of(e: se.Expr, plane: bool = False) -> tuple[str, se.Expr] | None:
    """("exp" | "circle", u) where the expression is built from exp(u) or from the point (cos u, sin u).

    On the plane the point is (exp(iu) ± exp(-iu))/2.
    """
    if e == se.E:
        return "exp", se.Integer(1)
    if e.__class__ is se.Pow:
        base, power = e.args
        exponent = exponent_of_power(base, power, plane)
        return None if exponent is None else ("exp", exponent)
    name = function_name(e)
    if name in HYPERBOLIC:
        return "exp", e.args[0]
    if name in CIRCULAR:
        return ("exp", se.I * e.args[0]) if plane else ("circle", e.args[0])
    return None


Units = dict[tuple[str, se.Expr], Fraction]


class Survey:
    """What an evaluation must know beforehand: common denominators of exponents, and square roots.

    units: (kind, base) -> g, so that exp(g·base) is the random value. radicals: order of each root of a function of x
    that not every point has.
    integers: the large integers under roots; their factors should be squares in the field. plane: whether x is
    complex.
    """

    def __init__(self, x: se.Symbol, plane: bool = False) -> None:
        self.x, self.plane = x, plane
        self.units: Units = {}
        self.radicals: dict[se.Expr, int] = {}
        self.integers: set[int] = set()
        self._seen: set[se.Expr] = set()

    def include(self, expressions: Iterable[se.Expr]) -> bool:
        """Take expressions into account; True where a unit that was there had to become finer."""
        refined = False
        stack = list(expressions)[::-1]
        while stack:
            e = stack.pop()
            if e in self._seen:
                continue
            self._seen.add(e)
            # exp(36) is a power of e^36, not of e
            stack.extend(e.args[1:] if e.__class__ is se.Pow and e.args[0] == se.E else e.args)
            exponent = exponent_of(e, self.plane)
            if exponent is not None:
                refined |= self._refine(*exponent, stack)
            elif e.__class__ is se.Pow:
                r = fraction(e.args[1])
                if r is not None and self._may_fail(r.denominator) and self.x in e.free_symbols:
                    self.radicals[e.args[0] ** se.Rational(1, r.denominator)] = r.denominator
                    self._note_integers(e.args[0])
            else:
                name = function_name(e) or ""
                rule = DEFINITION.get(name) or (PLANE_RATE if self.plane else RATE).get(name)
                if rule is not None:
                    stack.append(rule(e.args[0]))
                if name == "acosh" and not self.plane:  # its argument is positive
                    stack.append(e.args[0] ** HALF)
        return refined

    def _may_fail(self, q: int) -> bool:
        return q % 2 == 0 or (self.plane and q % 3 == 0)

    @property
    def halvings(self) -> int:
        """How many times the roots together halve the points that have them, at most."""
        if not self.plane:
            return len(self.radicals)
        # a cube root exists at every third point
        return sum((q & -q).bit_length() - 1 + 2 * (q % 3 == 0) for q in self.radicals.values())

    def _note_integers(self, radicand: se.Expr) -> None:
        for number in radicand.atoms(se.Integer, se.Rational):
            c = fraction(number)
            if c is not None:
                self.integers |= {n for n in (abs(c.numerator), c.denominator) if SQUARES[-1] < n < _LARGEST_FACTORED}

    def are_squares(self, p: int) -> bool:
        """Whether small prime factors of integers under roots are squares modulo p, as positive numbers should be."""
        factors = sorted({q for n in self.integers for q, _ in prime_factors(n)} - set(SQUARES))
        return all(pow(q, (p - 1) // 2, p) == 1 for q in factors[:_MAX_POSITIVE])

    def _refine(self, kind: str, u: se.Expr, stack: list[se.Expr]) -> bool:
        """Make the units of an exponent's bases fine enough; what is algebraic goes onto the stack."""
        refined = False
        for c, base in exponent_parts(u):
            known = known_exponential(c, base, self.plane) if kind == "exp" else known_point(c, base)
            if known is not None:
                stack.extend(known if isinstance(known, tuple) else (known,))
                continue
            old = self.units.get((kind, base))
            new = abs(c) if old is None else _gcd(old, c)
            if new != old:
                self.units[kind, base] = new
                refined |= old is not None
        return refined

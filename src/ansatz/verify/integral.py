"""Is F an antiderivative of f? Differentiate, subtract, and decide whether the residual is zero.

    verify_antiderivative(F, f, x) -> Verification
    AntiderivativeVerifier(f, x).verify(F)       the same, prepared once for many candidates F

Wrong candidates are refuted by one ball at one point of the domain, in about a millisecond. What survives
is compared at all sampled points, and then proved by exact algebra (`ansatz.verify.zero`) where that can.
"""

import random
import time
from enum import Enum, auto
from typing import Any

import symengine as se
from flint import acb, arb, ctx

from ansatz.errors import AnsatzError
from ansatz.expr.canonical import derivative, from_symengine
from ansatz.expr.printing import to_text
from ansatz.verify.balls import Program
from ansatz.verify.jumps import named_jumps
from ansatz.verify.sampling import Domain, Point, points_at, sample
from ansatz.verify.site import BITS
from ansatz.verify.verdict import EVERYWHERE, SAMPLED, Verdict, Verification
from ansatz.verify.zero import Proof, ZeroTest

_POINTS = 12
_ENOUGH = 6
_GIVE_UP = 3  # points without agreement
_PRECISIONS = (256, 640, 2048)
_TOLERANCE = arb(2) ** 167  # 2^-167 < 10^-50

_X = se.Symbol("x")
_BRANCHED = (type(se.acosh(_X)), type(se.asech(_X)))


def principal_derivative(function: Any, x: Any) -> Any:
    """F', true for principal branches wherever F is real or complex.

    SymEngine's acosh'(u) = 1/√(u²−1) has the wrong sign left of the imaginary axis, where acosh is
    complex: acosh'(u) = 1/(√(u−1)·√(u+1)) holds everywhere (DLMF 4.37.19 and 4.37.ii).
    """
    atoms = [atom for atom in function.atoms(*_BRANCHED) if x in atom.free_symbols]
    if not atoms:
        return derivative(function, x)
    hidden: dict[Any, Any] = {}

    def hide(e: Any) -> Any:
        if not e.args:
            return e
        if isinstance(e, _BRANCHED) and x in e.free_symbols:
            return hidden.setdefault(e, se.Dummy())
        return e.func(*(hide(argument) for argument in e.args))

    outer = hide(function)
    result = derivative(outer, x)
    for atom, name in hidden.items():
        inner = atom.args[0] if isinstance(atom, _BRANCHED[0]) else 1 / atom.args[0]
        rate = 1 / (se.sqrt(inner - 1) * se.sqrt(inner + 1))
        result += derivative(outer, name) * rate * principal_derivative(inner, x)
    return result.subs({name: atom for atom, name in hidden.items()})


def _is_tight(ball: acb, scale: arb) -> bool:
    return ball.is_zero() or (ball.is_finite() and bool(ball.abs_upper() * _TOLERANCE < scale))


class AntiderivativeVerifier:
    """An integrand, prepared: its domain is sampled and its values are computed once.

    f, x: SymEngine integrand and variable. seconds: time allowed to one `verify`. seed: of the sample
    points. domain: "real" (points of the integrand's real domain) or "complex" (of the plane).
    """

    def __init__(self, f: Any, x: Any, *, seconds: float = 2.0, seed: int = 0, domain: str = "real") -> None:
        self.f, self.x, self.seconds = f, x, seconds
        self._rng = random.Random(seed)
        self._complex = domain == "complex"
        self.parameters = sorted((s for s in f.free_symbols if s != x), key=str)
        self.program = Program()
        self.slot = self.program.add(f)
        self.points, self.domain = self._sample(self.parameters)

    def _sample(self, parameters: list[Any]) -> tuple[list[Point], Domain]:
        return sample(self.program, self.slot, self.x, parameters, self._rng, _POINTS, self._complex)

    def verify(self, F: Any) -> Verification:
        """The verdict on F' = f; never raises on a malformed candidate (it is then *unknown*)."""
        start = time.perf_counter()
        try:
            finding = self._verify(F, start + self.seconds)
        except (AnsatzError, RuntimeError, ValueError, ZeroDivisionError, OverflowError) as error:
            finding = Verification(Verdict.UNKNOWN, reason=f"the candidate cannot be evaluated ({error})")
        return _timed(finding, time.perf_counter() - start)

    def _verify(self, F: Any, deadline: float) -> Verification:
        if not self.points:
            return Verification(Verdict.UNKNOWN, reason="no point was found where the integrand has a value")
        rate = principal_derivative(F, self.x)
        free = rate.free_symbols | F.free_symbols
        if extra := sorted(free - set(self.parameters) - {self.x}, key=str):
            # A symbol of F alone is a constant of integration or a mistake: it gets values of its own.
            for point in self.points:
                for symbol in extra:
                    point.coordinates.setdefault(symbol, acb(self._rng.randint(2**18, 2**22) / 2**20))
        program = self.program.copy()
        # F itself must have a value: its derivative forgets constants such as 1/(ln 4 - 2 ln 2).
        value, target = program.add(F), program.add(rate)
        slots = [value, target, self.slot, *(program.add(term) for term in se.Add.make_args(rate))]
        found: dict[Comparison, list[Point]] = {outcome: [] for outcome in Comparison}
        agree, differ = found[Comparison.EQUAL], found[Comparison.DIFFERENT]
        for point in self.points:
            found[self._compare(program, slots, point, deadline)].append(point)
            if not agree and sum(map(len, found.values())) >= _GIVE_UP:
                break
        if differ and (self.domain is not Domain.REAL_LINE or not agree):
            return _refutation(differ, agree)
        unclear = differ + found[Comparison.NO_VALUE]
        if unclear or len(agree) < _ENOUGH:
            where = _places(unclear + found[Comparison.TOO_COARSE])
            reason = f"F' could not be compared with the integrand at x = {where}"
            return Verification(Verdict.UNKNOWN, _held(agree), reason=reason)
        scope = EVERYWHERE if self.domain is Domain.REAL else f"on {self.domain}"
        if coarse := found[Comparison.TOO_COARSE]:
            scope += f" (not decided near x = {_places(coarse)}, where the values are extreme)"
        conditions = parameter_conditions(F, self.x)
        terms = [*se.Add.make_args(rate), *(-term for term in se.Add.make_args(self.f))]
        test = ZeroTest(terms, self.x, program, deadline)
        proof = test.prove([program.extend(point.run(self.program, BITS)) for point in agree])
        tried: set[str] = set()
        while proof and (more := self._points_between(proof, tried)):
            for point in more:
                if self._compare(program, slots, point, deadline) is Comparison.DIFFERENT:
                    return _refutation([point], agree)
            proof = test.prove([program.extend(point.run(self.program, BITS)) for point in more])
        if proof and proof.between is None:
            scope = SAMPLED
        if self.domain is Domain.REAL and not free - {self.x} and (places := named_jumps(F, self.f, self.x)):
            scope += f"; the antiderivative jumps at x = {places}"
        if proof:
            return Verification(Verdict.PROVED, scope, conditions, _how(proof))
        reason = f"F' - f encloses zero within 1e-50 at {len(agree)} points of {self.domain}"
        return Verification(Verdict.CHECKED, scope, conditions, reason)

    def _points_between(self, proof: Proof, tried: set[str]) -> list[Point]:
        """Points of the real domain in intervals where signs may differ from all that were seen."""
        places = [place for place in proof.between or () if str(place) not in tried]
        tried.update(map(str, places))
        return points_at(self.program, self.slot, self.x, places, self.points[0])

    def _compare(self, program: Program, slots: list[int], point: Point, deadline: float) -> "Comparison":
        """F' against f at a point, at rising precision.

        slots: of F, of F', and of the terms whose size is the scale, the integrand first.
        """
        value, target, *terms = slots
        outcome = Comparison.NO_VALUE
        for bits in _PRECISIONS:
            values = program.extend(point.run(self.program, bits))
            if values[value].is_finite() and values[target].is_finite():
                with ctx.workprec(bits):
                    difference = values[target] - values[self.slot]
                    if not difference.contains(0):
                        return Comparison.DIFFERENT
                    # The size of the terms, since both sides may be zero or cancel.
                    if _is_tight(difference, sum((values[term].abs_lower() for term in terms), arb(0))):
                        return Comparison.EQUAL
                outcome = Comparison.TOO_COARSE
            if time.perf_counter() > deadline:
                break
        return outcome


class Comparison(Enum):
    """F' and f at a point: equal within 10⁻⁵⁰ of the scale, certainly different, or not decidable there."""

    EQUAL = auto()
    DIFFERENT = auto()
    TOO_COARSE = auto()
    NO_VALUE = auto()


def parameter_conditions(F: Any, x: Any) -> tuple[str, ...]:
    """What the parameters in denominators must not be: ("a != -1",) for x^(a+1)/(a+1)."""
    conditions: dict[str, None] = {}

    def visit(e: Any) -> None:
        if e.__class__ is se.Pow:
            base, exponent = e.args
            symbols = base.free_symbols
            if isinstance(exponent, se.Rational) and exponent < 0 and symbols and x not in symbols:
                conditions.setdefault(_nonzero(base))
        for argument in e.args:
            visit(argument)

    visit(F)
    return tuple(conditions)


def _nonzero(u: Any) -> str:
    """u != 0, solved for a symbol where u is that symbol plus a number."""
    symbols = sorted(u.free_symbols, key=str)
    if len(symbols) == 1:
        rest = se.expand(u - symbols[0])
        if not rest.free_symbols:
            return f"{symbols[0]} != {to_text(from_symengine(-rest))}"
    return f"{to_text(from_symengine(u))} != 0"


def _how(proof: Proof) -> str:
    if proof.patterns == 0:
        return "F' - f reduces to zero by exact algebra"
    patterns = "the one pattern" if proof.patterns == 1 else f"each of the {proof.patterns} patterns"
    return f"F' - f reduces to zero by exact algebra, for {patterns} of signs below roots that the sample points show"


def _places(points: list[Point]) -> str:
    return ", ".join(point.describe() for point in sorted(points, key=float)[:4])


def _held(agree: list[Point]) -> str:
    return f"part of the domain at most: it holds at x = {_places(agree)}" if agree else "nowhere that was tried"


def _refutation(fail: list[Point], agree: list[Point]) -> Verification:
    point = fail[0]
    reason = f"F' differs from the integrand at x = {point.describe()}"
    return Verification(Verdict.REFUTED, _held(agree), reason=reason, point=float(point))


def _timed(finding: Verification, seconds: float) -> Verification:
    return Verification(finding.verdict, finding.scope, finding.conditions, finding.reason, finding.point, seconds)


def verify_antiderivative(
    F: Any, f: Any, x: Any, *, seconds: float = 2.0, seed: int = 0, domain: str = "real"
) -> Verification:
    """Whether dF/dx = f: see `AntiderivativeVerifier`.

    >>> x = se.Symbol("x")
    >>> verify_antiderivative(se.sin(x) ** 2 / 2, se.sin(x) * se.cos(x), x).verdict.holds
    True
    """
    try:
        return AntiderivativeVerifier(f, x, seconds=seconds, seed=seed, domain=domain).verify(F)
    except AnsatzError as error:
        return Verification(Verdict.UNKNOWN, reason=str(error))


__all__ = ["AntiderivativeVerifier", "principal_derivative", "verify_antiderivative"]

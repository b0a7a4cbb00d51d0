"""Is F an antiderivative of f? Differentiate, subtract, and decide whether the residual is zero.

    verify_antiderivative(F, f, x) -> Verification
    AntiderivativeVerifier(f, x).verify(F)       the same, prepared once for many candidates F

Wrong candidates are refuted by one ball at one point of the domain, in about a millisecond. What survives
is compared at all sampled points, and then proved by exact algebra (`ansatz.verify.zero`) where that can.
"""

import random
import time
from typing import Any

import symengine as se
from flint import acb, arb, ctx

from ansatz.errors import AnsatzError
from ansatz.expr.canonical import derivative
from ansatz.verify.balls import Program
from ansatz.verify.kernels import BITS
from ansatz.verify.sampling import Domain, Point, sample
from ansatz.verify.verdict import EVERYWHERE, Verdict, Verification
from ansatz.verify.zero import Proof, prove_zero

_POINTS = 12
_ENOUGH = 6
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


def _excludes_zero(ball: acb) -> bool:
    return ball.is_finite() and not ball.contains(0)


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
        points = self.points
        free = rate.free_symbols | F.free_symbols
        if extra := sorted(free - set(self.parameters) - {self.x}, key=str):
            # A symbol of F alone is a constant of integration or a mistake: it gets values of its own.
            for point in points:
                for symbol in extra:
                    point.coordinates.setdefault(symbol, acb(self._rng.randint(2**18, 2**22) / 2**20))
        program = self.program.copy()
        target = program.add(rate)
        terms = [self.slot, *(program.add(term) for term in se.Add.make_args(rate))]
        agree: list[Point] = []
        fail: list[Point] = []
        for point in points:
            match self._compare(program, target, terms, point, deadline):
                case True:
                    agree.append(point)
                case False:
                    fail.append(point)
                    if len(fail) > len(agree):
                        break
        if fail:
            return _refutation(fail, agree)
        if len(agree) < min(_ENOUGH, len(points)):
            return Verification(
                Verdict.UNKNOWN, reason=f"the difference could be decided at {len(agree)} of {len(points)} points only"
            )
        scope = EVERYWHERE if self.domain is Domain.REAL else f"on {self.domain}"
        terms = [*se.Add.make_args(rate), *(-term for term in se.Add.make_args(self.f))]
        values = [program.extend(point.run(self.program, BITS)) for point in agree]
        if proof := prove_zero(terms, values, program, deadline):
            return _proved(proof, scope)
        return Verification(
            Verdict.CHECKED, scope, reason=f"F' - f encloses zero within 1e-50 at {len(agree)} points of {self.domain}"
        )

    def _compare(self, program: Program, target: int, terms: list[int], point: Point, deadline: float) -> bool | None:
        """True: equal within 10⁻⁵⁰ of the scale. False: certainly different. None: not decidable here."""
        for bits in _PRECISIONS:
            known = point.run(self.program, bits)
            values = program.extend(known)
            with ctx.workprec(bits):
                difference = values[target] - values[self.slot]
                if _excludes_zero(difference):
                    return False
                # The size of the terms, since both sides may be zero or cancel.
                if _is_tight(difference, sum((values[term].abs_lower() for term in terms), arb(0))):
                    return True
            if time.perf_counter() > deadline:
                break
        return None


def _proved(proof: Proof, scope: str) -> Verification:
    if proof.patterns == 0:
        return Verification(Verdict.PROVED, scope, reason="F' - f reduces to zero by exact algebra")
    patterns = "one pattern" if proof.patterns == 1 else f"each of {proof.patterns} patterns"
    reason = f"F' - f reduces to zero by exact algebra for {patterns} of signs below roots and logarithms"
    return Verification(Verdict.PROVED, scope, reason=reason)


def _refutation(fail: list[Point], agree: list[Point]) -> Verification:
    point = fail[0]
    scope = "nowhere that was sampled"
    if agree:
        xs = sorted(agree, key=float)
        scope = f"part of the real domain only: it holds at x = {', '.join(p.describe() for p in xs[:4])}"
    reason = f"F' differs from the integrand at x = {point.describe()}"
    return Verification(Verdict.REFUTED, scope, reason=reason, point=float(point))


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

"""Is V a global Lyapunov function of x' = f(x)?

    V(0) = 0 and f(0) = 0;   V > 0 elsewhere, V → ∞ as |x| → ∞;   ∇V · f ≤ 0 everywhere

    verify_lyapunov(V, system, variables)  ->  Verification

proved    V and f are polynomials, and V and -∇V · f are sums of squares with exact rational Gram matrices: those
          of a certificate, those that can be read off (`sum_of_squares.natural`,
          `products`), or those that `squares` finds; or V or f is rational or holds functions, and a
          certificate in lifted variables proves both (`lifted_certificate`)
checked   V and f are not polynomials, ∇V · f ≤ 0 everywhere by the signs of its parts (`signs`), V > 0 off 0 and V → ∞
          by the structure of its own (`definite`), both have values everywhere by theirs (`defined`)
refuted   with a point where V ≤ 0 or ∇V · f > 0: exactly, or by balls that exclude the opposite
unknown   otherwise: that a search finds no counterexample says nothing about narrow cones
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import symengine as se
from flint import fmpq_mpoly

from ansatz.algebra.polynomials import gradient, rate, ring, to_polynomials
from ansatz.errors import ALGEBRA_FAILURES, InputError
from ansatz.proof.lyapunov.counterexamples import negative_point, negative_point_anywhere, of_polynomial
from ansatz.proof.lyapunov.lifted_certificate import REASON, LiftedCertificate
from ansatz.proof.lyapunov.lifting import lifted
from ansatz.proof.lyapunov.pointwise import SCOPE, PointwiseCheck, bounded, refuted, unknown
from ansatz.proof.lyapunov.products import of_products
from ansatz.proof.lyapunov.signs import Squares
from ansatz.proof.lyapunov.sum_of_squares import SumOfSquares, natural
from ansatz.proof.verdict import Verdict, Verification


@dataclass(frozen=True, slots=True)
class LyapunovCertificate:
    """Sums of squares that prove it: function = V, decrease = -∇V · f."""

    function: SumOfSquares
    decrease: SumOfSquares

    def proves(self, V: fmpq_mpoly, descent: fmpq_mpoly) -> bool:
        """Whether they are V's (which is then also proper) and the descent's, exactly."""
        return self.function.proves_proper(V) and self.decrease.proves(descent)

    def to_json(self) -> dict[str, object]:
        """Plain values: both sums of squares (`SumOfSquares.to_json`)."""
        return {"function": self.function.to_json(), "decrease": self.decrease.to_json()}

    @classmethod
    def from_json(cls, data: object) -> "LyapunovCertificate":
        """What `to_json` wrote; raises `InputError` for anything else."""
        match data:
            case {"function": function, "decrease": decrease}:
                return cls(SumOfSquares.from_json(function), SumOfSquares.from_json(decrease))
        raise InputError("A Lyapunov certificate is an object with two sums of squares, function and decrease.")


def verify_lyapunov(
    V: se.Expr,
    system: Sequence[se.Expr],
    variables: Sequence[se.Symbol],
    *,
    certificate: LyapunovCertificate | LiftedCertificate | None = None,
    squares: Squares | None = None,
    seconds: float = 5.0,
    seed: int = 0,
) -> Verification:
    """Whether V proves that 0 is a globally stable equilibrium of x' = f(x).

    V, system: SymEngine expressions, the system's components in the order of the variables. squares: finds a sum of
    squares that a polynomial is (`ansatz.fit.sos.exact.sum_of_squares`); what it finds is verified here. seconds: time
    allowed; then what is left undone makes the verdict *unknown*. seed: of the sample points.

    >>> x, y = se.symbols("x y")
    >>> verify_lyapunov(x**2 + y**2, (-x + y, -x - y**3), (x, y)).verdict
    <Verdict.PROVED: 'proved'>
    """
    start = time.perf_counter()
    deadline, rng = time.thread_time() + seconds, random.Random(seed)
    try:
        finding = _verify(V, list(system), list(variables), certificate, squares, deadline, rng)
    except ALGEBRA_FAILURES as error:
        finding = Verification(Verdict.UNKNOWN, SCOPE, reason=f"the pair cannot be evaluated ({error})")
    return replace(finding, seconds=time.perf_counter() - start)


def _verify(
    V: se.Expr,
    system: Sequence[se.Expr],
    variables: Sequence[se.Symbol],
    certificate: LyapunovCertificate | LiftedCertificate | None,
    squares: Squares | None,
    deadline: float,
    rng: random.Random,
) -> Verification:
    if len(system) != len(variables):
        return unknown(f"the system has {len(system)} components and {len(variables)} variables")
    if strange := set().union(*(e.free_symbols for e in (V, *system))) - set(variables):
        return unknown(f"{', '.join(sorted(map(str, strange)))} is not among the variables")
    pair = to_polynomials((V, *system), ring(variables))
    if isinstance(certificate, LiftedCertificate):
        lifting = lifted(system, variables, also=(V,))
        if lifting is not None and certificate.proves(lifting.also[0], lifting):
            return Verification(Verdict.PROVED, SCOPE, reason=REASON, certificate=certificate)
        certificate = None
    if pair is None:
        return PointwiseCheck(V, system, variables, deadline, rng, squares).finding()
    return _of_polynomials(pair[0], pair[1:], certificate, squares, deadline, rng)


# ------------------------------------------------------------------------------------- polynomials


def _of_polynomials(
    V: fmpq_mpoly,
    field: list[fmpq_mpoly],
    certificate: LyapunovCertificate | None,
    squares: Squares | None,
    deadline: float,
    rng: random.Random,
) -> Verification:
    origin, names = (0,) * len(field), V.context().names()
    if any(component(*origin) != 0 for component in field):
        return refuted("0 is not an equilibrium: f(0) differs from 0", origin, names)
    if V(*origin) != 0:
        return refuted("V(0) differs from 0", origin, names)
    descent = -rate(V, field)
    if certificate is not None and certificate.proves(V, descent):
        return _proved(certificate)
    if (read_off := _certificate(V, descent, natural, natural)) is not None:
        return _proved(read_off)
    parts = [-partial * component for partial, component in zip(gradient(V), field, strict=True)]
    ways: list[tuple[Squares, Squares]] = [(natural, lambda _: of_products(parts))]
    if squares:
        ways += [(squares, lambda _: of_products(parts)), (squares, squares)]
    for search in (negative_point, negative_point_anywhere):
        if (point := search(V, rng, or_zero=True)) is not None:
            return refuted("V is not positive", point, names)
        if not descent.is_zero() and (point := search(descent, rng)) is not None:
            return refuted("V increases", point, names)
        while ways and time.thread_time() < deadline:
            if (found := _certificate(V, descent, *ways.pop(0))) is not None:
                return _proved(found)
        if time.thread_time() > deadline:
            return unknown("the time allowed was not enough")
    doubt = bounded(of_polynomial(V), len(field), rng)
    return doubt or unknown(_undecided(V, descent, squares))


def _undecided(V: fmpq_mpoly, descent: fmpq_mpoly, squares: Squares | None) -> str:
    """Which of the two conditions has neither a proof nor a counterexample."""
    said = []
    for name, p, proper, otherwise in (("V", V, True, "V <= 0"), ("-dV/dt", descent, False, "dV/dt > 0")):
        found = (squares or natural)(p)
        if found is None or not (found.proves_proper(p) if proper else found.proves(p)):
            said.append(
                f"no point where {otherwise} was found, and no sum of squares over the rationals that {name} is"
            )
    return "; ".join(said) or "neither a point where V <= 0 or dV/dt > 0 nor a proof was found"


def _certificate(
    V: fmpq_mpoly, descent: fmpq_mpoly, of_function: Squares, of_decrease: Squares
) -> LyapunovCertificate | None:
    """The certificate of the sums of squares that are found, where they prove it."""
    if (function := of_function(V)) is None or (decrease := of_decrease(descent)) is None:
        return None
    found = LyapunovCertificate(function, decrease)
    return found if found.proves(V, descent) else None


def _proved(certificate: LyapunovCertificate) -> Verification:
    reason = "V and -dV/dt are sums of squares, by exact Gram matrices"
    return Verification(Verdict.PROVED, SCOPE, reason=reason, certificate=certificate)


__all__ = ["LyapunovCertificate", "verify_lyapunov"]

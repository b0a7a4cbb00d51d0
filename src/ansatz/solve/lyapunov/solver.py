"""The façade: `lyapunov`, from a system to a proved Lyapunov function, or to a proof that there is none.

    lyapunov("x' = -x^3 + y; y' = -x - y").answer       -> x**2 + y**2
    lyapunov("x' = y; y' = x").verdict                  -> refuted

Reading and checking happen here; every search runs in killable workers (`ansatz.solve.race`).
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from os import PathLike

from ansatz.decoding.runtime import existing_weights
from ansatz.errors import ConfigError
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.display import display
from ansatz.expr.printing import to_text
from ansatz.expr.tree import Tree
from ansatz.proof.lyapunov.attraction import STRICTLY
from ansatz.proof.lyapunov.certificate_file import BARRIER, LOCAL, LYAPUNOV, certificate_file
from ansatz.proof.lyapunov.lifted_certificate import LiftedCertificate
from ansatz.proof.lyapunov.lifting import lifted
from ansatz.proof.lyapunov.local_certificate import LocalCertificate
from ansatz.proof.lyapunov.refutation import Obstacle, Refutation
from ansatz.proof.lyapunov.verifier import LyapunovCertificate
from ansatz.proof.scope import Scope, ScopeKind
from ansatz.proof.verdict import Verdict, Verification
from ansatz.solve.candidates import Candidate
from ansatz.solve.lyapunov.claim import AnyCertificate
from ansatz.solve.lyapunov.lineup import OWN_WORKER, Lineup
from ansatz.solve.lyapunov.local import METHOD, Local, as_rationals
from ansatz.solve.lyapunov.reading import Stated, read, read_box
from ansatz.solve.lyapunov.rivals import rivals
from ansatz.solve.lyapunov.solution import LyapunovSolution, Stability
from ansatz.solve.lyapunov.stages import Examination, Unbounded
from ansatz.solve.portfolio import Portfolio, lend
from ansatz.solve.rival import Rival
from ansatz.solve.settings import check_beam, check_deadline, chosen_methods

METHODS = ("network", "fit")
NOT_FOUND = "No Lyapunov function was found, which proves nothing; try a longer deadline, or a box."
NOT_ATTRACTING = "The equilibrium does not attract all solutions, since {} is another equilibrium"
NOT_ON_BOX = "No function was proved on the box or on a smaller one; try a smaller box, or a longer deadline."
ONLY_ON_PART = "It is proved on this smaller box; on the whole one that was asked for it was not."
_FOR_ATTRACTION, _FOR_EXAMINATION, _FOR_ESCAPE = 1.0, 2.0, 2.0  # seconds at most


def lyapunov(
    system: object,
    *,
    at: object = None,
    deadline: float = 60.0,
    barrier: bool = False,
    box: object = None,
    beam: int = 10,
    methods: Sequence[str] = METHODS,
    weights: str | PathLike[str] | None = None,
) -> LyapunovSolution:
    """A global Lyapunov function of x' = f(x) at an equilibrium, verified: V > 0 off it, V → ∞, ∇V · f ≤ 0.

    system: text ("x' = -x + y; y' = -y", LaTeX), a mapping {x: rate}, components in the order of their symbols, or a
    SymPy matrix of them. at: the equilibrium, "x = 1, y = 0", a sequence or a mapping; the origin where it is None.
    deadline: seconds of wall-clock time. beam: hypotheses of the network. methods: of "network" and "fit" (our own
    methods). weights: a folder of your own (`ansatz export`). box: a local V is enough, with V > 0 > dV/dt on
    |x - at| <= box off the equilibrium: one number, or one for each variable. barrier: V >= 0 is enough, not zero, and
    V(0) = 0: then every set V <= c is positively invariant.

    The solution's verdict is *refuted* where it is proved that there is no such V. Raises `InputError` for what is no
    system, for more than six equations and for a point that is no equilibrium.
    """
    methods = chosen_methods(methods, METHODS)
    check_beam(beam)
    check_deadline(deadline)
    end = time.monotonic() + deadline
    stated = read(system, at)
    folder = None if weights is None else existing_weights(weights)
    radii = _radii(box, barrier, stated)
    entrants = rivals(stated.question(), Lineup.of(methods), beam, folder, barrier=barrier)
    with lend(deadline) as portfolio:
        if radii is not None:
            solution = _local(stated, portfolio, radii, end)
        elif barrier:
            solution = _barrier(stated, portfolio, entrants, end)
        else:
            solution = _global(stated, portfolio, entrants, end)
    return replace(solution, seconds=time.monotonic() - end + deadline, symbols=dict(stated.symbols))


def is_lyapunov(
    V: object, system: object, *, at: object = None, box: object = None, barrier: bool = False, seconds: float = 5.0
) -> Verification:
    """Whether a V of the user's is a global Lyapunov function: proved, checked, refuted (with a point) or unknown.

    box, barrier: whether it is one on the box, or a barrier function, as in `lyapunov`.
    """
    check_deadline(seconds)
    stated = read(system, at)
    radii = _radii(box, barrier, stated) or ()
    task = _task("verified", stated.question(), stated.own(V), radii, barrier)
    with lend(seconds) as portfolio:
        found: Verification | None = portfolio.call(task, seconds)
    if found is None:
        return Verification(Verdict.UNKNOWN, reason="the time allowed was not enough")
    if found.point is None:
        return found
    return replace(found, point=stated.point([float(c.real) for c in found.point.values()]))


def _radii(box: object, barrier: bool, stated: Stated) -> tuple[Fraction, ...] | None:
    if barrier and box is not None:
        raise ConfigError("Choose one of barrier and box.")
    return None if box is None else read_box(box, stated)


def _local(stated: Stated, portfolio: Portfolio, radii: tuple[Fraction, ...], end: float) -> LyapunovSolution:
    solution = replace(_blank(stated), scope=Scope(ScopeKind.BOX), tried=(METHOD,), box=radii)
    known = _examined(stated, portfolio, end)
    if known is not None and known.refutation is not None and known.refutation.obstacle is Obstacle.UNSTABLE:
        return _refuted(solution, known.refutation, stated)
    rival = Rival(OWN_WORKER[0], "ansatz.solve.lyapunov.local:local", (stated.question(), radii), METHOD)
    found: Local | None = portfolio.call(rival, end - time.monotonic())
    if found is None:
        return replace(solution, remark=NOT_ON_BOX)
    proof = found.certificate
    return replace(
        solution,
        tree=stated.restored(found.V),
        verdict=found.verification.verdict,
        method=found.method,
        reason=found.verification.reason,
        stability=Stability.LOCAL,
        why=f"solutions that begin in the box with V < {found.level} stay there and tend to it",
        certificate=proof,
        certificate_json=None if proof is None else _certificate_json(found.V, stated, proof, LOCAL, found.radii),
        box=found.radii,
        level=found.level,
        remark="" if found.radii == radii else ONLY_ON_PART,
    )


def _barrier(stated: Stated, portfolio: Portfolio, entrants: Sequence[Rival], end: float) -> LyapunovSolution:
    solution = _blank(stated)
    race = portfolio.race(entrants, end - time.monotonic())
    solution = replace(solution, tried=race.tried, remark="" if race.best else "No barrier function was found.")
    if race.best is None:
        return solution
    answered = _with_answer(solution, race.best, stated, BARRIER)
    return replace(answered, remark="It is a barrier function: from V <= c at the start no solution reaches V > c.")


def _with_answer(solution: LyapunovSolution, best: Candidate, stated: Stated, claim: str) -> LyapunovSolution:
    """The solution with V, its verdict and what proves it."""
    certificate = best.verification.certificate
    assert certificate is None or isinstance(certificate, LyapunovCertificate | LiftedCertificate)
    return replace(
        solution,
        tree=stated.restored(best.tree),
        verdict=best.verdict,
        scope=best.verification.scope,
        method=best.method,
        reason=best.verification.reason,
        certificate=certificate,
        certificate_json=None if certificate is None else _certificate_json(best.tree, stated, certificate, claim),
    )


def _refuted(solution: LyapunovSolution, found: Refutation, stated: Stated) -> LyapunovSolution:
    finding = found.verification()
    point = None if found.direction is None else dict(zip(stated.variables, found.direction.values(), strict=True))
    return replace(
        solution,
        verdict=finding.verdict,
        scope=finding.scope,
        reason=finding.reason,
        method="refutation",
        tried=("reasons why there is none",),
        point=point,
    )


def _escaping(found: Unbounded, stated: Stated) -> Refutation:
    """As a reason against every V, in the user's variables."""
    W = to_text(stated.restored(found.W))
    start = ", ".join(
        f"{v} = {to_text(from_symengine(to_symengine(a) + c.numerator))}"
        for v, a, c in zip(stated.variables, stated.at, found.start, strict=True)
    )
    halves = (
        f"{v} {'>' if sign > 0 else '<'} {to_text(display(a))} and "
        for v, a, sign in zip(stated.variables, stated.at, found.signs, strict=True)
        if sign
    )
    rate = "W" if found.growth == 1 else f"{found.growth}*W"
    fact = f"where {''.join(halves)}W = {W} is positive, dW/dt >= {rate}, so that W tends to infinity from {start}"
    direction = dict(zip(stated.question().variables, map(float, found.start), strict=True))
    return Refutation(Obstacle.UNBOUNDED, fact, direction)


def _examined(stated: Stated, portfolio: Portfolio, end: float) -> Examination | None:
    seconds = max(0.01, min(_FOR_EXAMINATION, end - time.monotonic()))
    found: Examination | None = portfolio.call(_task("examined", stated.question()), seconds)
    return found


def _global(stated: Stated, portfolio: Portfolio, entrants: Sequence[Rival], end: float) -> LyapunovSolution:
    solution = _blank(stated)
    known = _examined(stated, portfolio, end)
    if known is not None and known.refutation is not None:
        return _refuted(solution, known.refutation, stated)
    other = ""
    if known is not None and known.other_equilibrium is not None:
        point = stated.point(known.other_equilibrium.point)
        shown = known.other_equilibrium.exact if stated.at_origin else None
        values = (
            [f"{0.0 if abs(c) < 1e-12 else c:.6g}" for c in point.values()] if shown is None else list(map(str, shown))
        )
        other = ", ".join(f"{v} = {value}" for v, value in zip(point, values, strict=True))
        solution = replace(solution, other=other)
    left = end - time.monotonic()
    race = portfolio.race(entrants, left - min(_FOR_ESCAPE, left / 10))
    candidates = tuple(replace(c, tree=stated.restored(c.tree)) for c in race.candidates)
    solution = replace(solution, candidates=candidates, tried=race.tried)
    if race.best is None or race.best.verdict is not Verdict.PROVED:
        escape: Unbounded | None = portfolio.call(
            _task("unbounded", stated.question()), min(_FOR_ESCAPE, max(0.01, end - time.monotonic()))
        )
        if escape is not None:
            return _refuted(solution, _escaping(escape, stated), stated)
    if race.best is None:
        remarks = [NOT_ATTRACTING.format(other) + ": there is no V with dV/dt < 0 off it."] if other else []
        return replace(solution, remark=" ".join([*remarks, NOT_FOUND]))
    return _answered(solution, race.best, stated, portfolio, end)


def _answered(
    solution: LyapunovSolution, best: Candidate, stated: Stated, portfolio: Portfolio, end: float
) -> LyapunovSolution:
    solution, certificate = _with_answer(solution, best, stated, LYAPUNOV), best.verification.certificate
    if best.verdict is Verdict.PROVED:
        remark = NOT_ATTRACTING.format(solution.other) + "." if solution.other else ""
        solution = replace(solution, stability=Stability.STABLE, remark=remark)
    why, seconds = None, min(_FOR_ATTRACTION, end - time.monotonic())
    if isinstance(certificate, LiftedCertificate):
        lifting = lifted(stated.field, [symbol(v) for v in stated.question().variables], (), (to_symengine(best.tree),))
        why = STRICTLY if lifting is not None and certificate.is_strict(lifting) else None
    elif certificate is not None and not solution.other and seconds > 0:
        why = portfolio.call(_task("attraction", stated.question(), best.tree, certificate), seconds)
    return solution if why is None else replace(solution, stability=Stability.ASYMPTOTIC, why=why)


def _certificate_json(
    V: Tree, stated: Stated, certificate: AnyCertificate | LocalCertificate, claim: str, box: Sequence[Fraction] = ()
) -> Mapping[str, object] | None:
    variables = [symbol(name) for name in stated.question().variables]
    lifting = lifted(stated.field, variables, as_rationals(box), (to_symengine(V),))
    return None if lifting is None else certificate_file(lifting.also[0], lifting, certificate, claim)


def _task(name: str, *arguments: object) -> Rival:
    return Rival(OWN_WORKER[0], f"ansatz.solve.lyapunov.stages:{name}", arguments, name)


def _blank(stated: Stated) -> LyapunovSolution:
    problem = stated.text() if stated.at_origin else f"{stated.text()} at {stated.place()}"
    return LyapunovSolution(
        problem,
        verdict=Verdict.UNKNOWN,
        scope=Scope(ScopeKind.STATE_SPACE),
        variables=stated.variables,
        components=stated.components,
        at=stated.at,
    )


__all__ = ["is_lyapunov", "lyapunov"]

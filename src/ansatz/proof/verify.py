"""`verify(F, f)`: the verdict alone, for what people write, within a bound that holds."""

import time
from dataclasses import replace
from functools import partial
from numbers import Real

from ansatz.errors import ConfigError, ResourceError
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.reading import Reading
from ansatz.expr.tree import Tree, symbols
from ansatz.limits import Pool, Worker, cores
from ansatz.proof.assumptions import Assumptions
from ansatz.proof.verdict import Verdict, Verification

DOMAINS = ("real", "complex")
MEMORY_MEGABYTES = 1_500  # resident, of each worker

_workers = Pool(partial(Worker, megabytes=MEMORY_MEGABYTES, preload=["ansatz.proof.integral.verifier"]), cores())


def verify(F: object, f: object, x: object = None, *, seconds: float = 5.0, domain: str = "real") -> Verification:
    """Whether F' = f: proved, checked, refuted or unknown, with scope, conditions and the reason.

    F, f: text, LaTeX, SymPy or SymEngine expressions, or trees. x: the variable; where neither it nor a differential
    names it (None), it is the only symbol of F and f, or x among several. seconds: wall-clock time allowed, the wait
    for one of the process's own warm workers included; what it does not suffice for is unknown. Threads may call at
    once. Raises `InputError` for input that is no function or leaves the variable open.
    """
    if domain not in DOMAINS:
        raise ConfigError(f"The domain is 'real' or 'complex', not '{domain}'.")
    if not isinstance(seconds, Real) or isinstance(seconds, bool) or not 0 < seconds <= 3600:
        raise ConfigError(f"The seconds must lie between 0 and 3600, not {seconds}.")
    reading = Reading(F, f, x)
    claims = [reading.antiderivative(F), reading.integrand(f)]
    variable = reading.variable(x, *claims)
    antiderivative, integrand = (claim.integrand for claim in claims)
    for tree in (antiderivative, integrand):
        to_symengine(tree)  # a `DomainError` here and now, not in the subprocess
    assumptions = Assumptions(reading.symbols)
    domain = assumptions.domain(domain, symbols(antiderivative) | symbols(integrand) | {variable})
    antiderivative, integrand = (assumptions.mirrored(tree, variable) for tree in (antiderivative, integrand))
    started = time.monotonic()
    try:
        with _workers.lend(seconds) as worker:
            left = seconds - (time.monotonic() - started)
            run = worker.submit(_verify_trees, antiderivative, integrand, variable, domain, left, seconds=left + 1)
            run.wait()
        verification = run.result()
    except ResourceError as error:
        return Verification(Verdict.UNKNOWN, reason=str(error), seconds=seconds)
    conditions = assumptions.settled(verification.conditions, variable)
    if conditions is None:
        reason = "what could be verified needs conditions that the assumptions on the symbols exclude"
        return Verification(Verdict.UNKNOWN, reason=reason, seconds=verification.seconds)
    return replace(verification, conditions=conditions)


def _verify_trees(F: Tree, f: Tree, x: str, domain: str, seconds: float) -> Verification:
    from ansatz.proof.integral.verifier import verify_antiderivative

    return verify_antiderivative(to_symengine(F), to_symengine(f), symbol(x), seconds=seconds, domain=domain)

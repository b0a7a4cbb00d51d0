"""Classical systems as rivals: their answers are verified like ours, in the process that found them."""

import importlib
from collections.abc import Iterator

from ansatz.errors import ALGEBRA_FAILURES
from ansatz.expr.canonical import symbol, to_symengine
from ansatz.expr.tree import Tree
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral.search import Search
from ansatz.solve.systems.classical import SYSTEMS


def classical_candidates(system: str, integrand: Tree, seconds: float, domain: str = "real") -> Iterator[Candidate]:
    """Verified candidates of one system ("sympy", "maxima", "fricas") for ∫ integrand dx."""
    module, _, name = SYSTEMS[system].partition(":")
    search = Search(to_symengine(integrand), symbol("x"), domain, seconds, beam=0)
    for answer in getattr(importlib.import_module(module), name)(integrand, "x", seconds):
        try:
            F = to_symengine(answer.tree)
        except ALGEBRA_FAILURES:
            continue
        detail = f"{answer.system} {answer.method}".strip()
        yield from search.judge(F, "classical", detail, conditions=answer.conditions)
        if search.proved:
            return

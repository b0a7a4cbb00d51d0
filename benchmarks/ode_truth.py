"""Are accepted solutions of differential equations right? Numbers say; and are changed ones refused?

    python benchmarks/ode_truth.py --out DIR FILE…            handbooks.tsv, ode1.tsv, ode2.tsv (see benchmarks/odes.py)
    python benchmarks/ode_truth.py --out DIR --pairs 400      our generators' own solutions, as far as they are accepted
    python benchmarks/ode_truth.py --out DIR --generate 400   our answers to our generators' equations
    python benchmarks/ode_truth.py --out DIR --summary        what DIR/answers.tsv and DIR/mutants.tsv hold

Each answer that our methods find and the verifier accepts is compared with a numerical integration of the equation from
random places on it (`ansatz.evaluate.second_opinion.trajectory`), and with SymPy's `checkodesol` where that ends.
One change is then made in it; what numbers say is wrong must not be accepted. What DIR holds is not asked again.
"""

import argparse
import random
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import symengine as se
from odes import X, equation_of, holds, read

from ansatz.errors import ALGEBRA_FAILURES, AnsatzError
from ansatz.evaluate.attack.adversaries.mutants import mutate
from ansatz.evaluate.second_opinion.trajectory import Outcome, along
from ansatz.expr.canonical import canonical, from_symengine, to_symengine
from ansatz.expr.printing import to_text
from ansatz.limits import Crew
from ansatz.problems.ode.first_order import FirstOrder
from ansatz.problems.ode.second_order import SecondOrder
from ansatz.problems.problem import Problem
from ansatz.solve.ode.claim import UNKNOWNS, Claim, Equation, Kind
from ansatz.solve.ode.integrals import OwnIntegrals
from ansatz.solve.ode.methods import first_order, second_order

_MUTANTS = 6  # tried for one that numbers refuse


def answers(equation: Equation, seconds: float) -> Iterator[Claim]:
    """The first general solution that is accepted, and special ones before it."""
    deadline = time.thread_time() + seconds
    methods = second_order if equation.order == 2 else first_order
    for claim in methods.candidates(equation, OwnIntegrals(deadline), deadline):
        if holds(claim, equation):
            yield claim
            if claim.kind is Kind.GENERAL:
                return


def examine(source: str, name: str, line: str, seconds: float, sympy_seconds: float) -> Iterator[tuple[str, ...]]:
    """Rows ("answer" or "mutant", name, …); in a worker."""
    rng = random.Random(zlib.crc32(f"{source} {name}".encode()))
    if source in ("generated", "pair"):
        problem = generated(line)
        equation = Equation(problem.statement[0], X, 2 if UNKNOWNS[2] in problem.statement[0].free_symbols else 1)
        own = [Claim(problem.answer[0], "generator", branch=tuple(problem.branch))]
    else:
        equation = equation_of(line)
    for claim in filter(partial(holds, equation=equation), own) if source == "pair" else answers(equation, seconds):
        outcome = truth(claim, equation, rng)
        theirs = checkodesol(claim, equation, sympy_seconds) if sympy_seconds else "not asked"
        shown = to_text(from_symengine(claim.solution))
        yield "answer", name, str(outcome), theirs, claim.method, str(equation.left), shown
        if claim.kind is Kind.GENERAL:
            yield from mutant(name, claim, equation, rng)


def truth(claim: Claim, equation: Equation, rng: random.Random) -> Outcome:
    """What numbers say of a claim; of a curve, nothing."""
    if claim.along is not None:
        return Outcome.NOTHING
    return along(claim.solution, equation.left, equation.order, claim.branch, equation.x, rng, relation=claim.implicit)


def mutant(name: str, claim: Claim, equation: Equation, rng: random.Random) -> Iterator[tuple[str, ...]]:
    """One change that numbers refuse, and what the verifier says of it."""
    tree = from_symengine(claim.solution)
    for _ in range(_MUTANTS):
        try:
            changed = to_symengine(canonical(mutate(tree, rng)))
        except (KeyError, *ALGEBRA_FAILURES):
            continue
        other = Claim(changed, claim.method, claim.kind, claim.implicit, claim.branch)
        if se.expand(changed - claim.solution) == 0 or truth(other, equation, rng) is not Outcome.DISAGREES:
            continue
        accepted = "ACCEPTED" if holds(other, equation) else "refused"
        yield "mutant", name, accepted, str(equation.left), to_text(from_symengine(changed))
        return


def checkodesol(claim: Claim, equation: Equation, seconds: float) -> str:
    """SymPy's word on an explicit solution: "right", "not zero" where it could not simplify, "no end" in time."""
    if claim.implicit:
        return "implicit"
    import sympy

    from ansatz.expr.sympy_bridge import symengine_to_sympy
    from ansatz.solve.systems.sympy import within

    f, x = sympy.Function("f"), sympy.Symbol("x")
    try:
        left, y = symengine_to_sympy(equation.left), symengine_to_sympy(claim.solution)
    except AnsatzError:
        return "no spelling"
    unknowns = {sympy.Symbol(str(u)): f(x).diff(x, k) if k else f(x) for k, u in enumerate(UNKNOWNS)}
    found = within(seconds, sympy.checkodesol, left.xreplace(unknowns), sympy.Eq(f(x), y), f(x))
    return "no end" if found is None else "right" if found[0] else "not zero"


def generated(line: str) -> Problem:
    """The problem of a text "seed order", by our generators."""
    seed, order = map(int, line.split())
    rng = random.Random(seed)
    generator = FirstOrder() if order == 1 else SecondOrder()
    while not isinstance(problem := generator.generate(rng), Problem):
        pass
    return problem


def lines_of(given: argparse.Namespace) -> Iterator[tuple[str, str, str]]:
    """(source, name, line) of everything that is asked for."""
    for source, count in (("pair", given.pairs), ("generated", given.generate)):
        for k in range(count):
            yield source, f"{source} {given.seed + k}", f"{given.seed + k} {1 + k % 2}"
    for path in given.files:
        for name, line in read(path, 0):
            yield path.name, f"{path.stem} {name}", line


def main() -> None:
    """Command line."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("files", type=Path, nargs="*")
    arguments.add_argument("--out", type=Path, required=True)
    arguments.add_argument("--pairs", type=int, default=0)
    arguments.add_argument("--generate", type=int, default=0)
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--seconds", type=float, default=3.0, help="processor time for the methods")
    arguments.add_argument("--sympy-seconds", type=float, default=0.0, help="for checkodesol; 0 leaves it out")
    arguments.add_argument("--workers", type=int, default=1)
    arguments.add_argument("--summary", action="store_true")
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    stored = {kind: given.out / f"{kind}s.tsv" for kind in ("answer", "mutant")}
    seen_file = given.out / "seen.txt"
    seen = set(seen_file.read_text().splitlines()) if seen_file.exists() else set()
    if not given.summary:
        todo = [item for item in lines_of(given) if item[1] not in seen]
        with Crew(workers=given.workers, megabytes=2_000) as crew:
            runs = [
                (item[1], crew.submit("ode_truth:examine", *item, given.seconds, given.sympy_seconds, seconds=120))
                for item in todo
            ]
            for name, run in runs:
                run.wait()
                for kind, *row in run.take():
                    with stored[kind].open("a") as file:
                        file.write("\t".join(" ".join(cell.split()) for cell in row) + "\n")
                with seen_file.open("a") as file:
                    file.write(name + "\n")
    summary(stored)


def summary(stored: dict[str, Path]) -> None:
    """Counts, and every disagreement."""
    rows = {
        kind: [r.split("\t") for r in p.read_text().splitlines()] if p.exists() else [] for kind, p in stored.items()
    }
    print(len(rows["answer"]), "answers:", dict(Counter(row[1] for row in rows["answer"])))
    print("checkodesol:", dict(Counter(row[2] for row in rows["answer"])))
    print(len(rows["mutant"]), "mutants:", dict(Counter(row[1] for row in rows["mutant"])))
    for row in rows["answer"]:
        if row[1] == Outcome.DISAGREES:
            print("DISAGREES", *row, sep=" | ")
    for row in rows["mutant"]:
        if row[1] == "ACCEPTED":
            print("ACCEPTED", *row, sep=" | ")


if __name__ == "__main__":
    main()

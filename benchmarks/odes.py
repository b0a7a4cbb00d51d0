"""Our own methods on sets of differential equations: verified shares, and what fails.

    python benchmarks/odes.py handbooks.tsv [--count N] [--only TEXT] [--unsolved OUT]     name TAB equation
    python benchmarks/odes.py ode1.tsv                                       Lample–Charton, references verified first
    python benchmarks/odes.py handbooks.tsv --order 2                        equations of second order
    python benchmarks/odes.py handbooks.tsv --order 0 --sample 120 --seed 1 --systems own,default,sympy,maxima --out DIR

With --systems each equation is asked of whole line-ups in turn, as `ansatz.dsolve` asks them: own methods, everything,
SymPy alone, Maxima alone. Answers go to DIR/answers.tsv line by line; what stands there is not asked again.

Each equation has a worker process, a deadline and a memory bound. Of an equation's claims the first that is verified
counts; explicit ones by `OdeVerifier`, implicit ones by `ImplicitVerifier`.
"""

import argparse
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ansatz.data import lample_charton
from ansatz.errors import AnsatzError
from ansatz.expr import parse
from ansatz.expr.canonical import from_symengine, symbol, to_symengine
from ansatz.expr.printing import to_text
from ansatz.limits import Crew
from ansatz.proof.ode.implicit import ImplicitVerifier
from ansatz.proof.ode.parametric import ParametricVerifier
from ansatz.proof.ode.verifier import verify_ode
from ansatz.solve.ode.candidates import OdeCandidate
from ansatz.solve.ode.claim import UNKNOWNS, Claim, Equation, Kind
from ansatz.solve.ode.integrals import OwnIntegrals
from ansatz.solve.ode.lineup import Lineup
from ansatz.solve.ode.methods import first_order, second_order
from ansatz.solve.ode.rivals import rivals
from ansatz.solve.ode.solver import METHODS
from ansatz.solve.portfolio import lend
from ansatz.solve.question import Question
from ansatz.solve.systems import installed

X = symbol("x")
_PATIENCE = 4  # wall-clock seconds for one of processor time, on a machine with others
SOLVED = ("parametric", "explicit", "implicit", "on a branch")


class Asked(NamedTuple):
    """Own methods of a line-up, and the systems beside them; None for all that are installed."""

    lineup: Lineup
    systems: tuple[str, ...] | None


_OWN, _NONE = Lineup.of(("network", "fit")), Lineup.of(("classical",))
LINEUPS = {
    "own": Asked(_OWN, ()),
    "default": Asked(Lineup.of(METHODS), None),
    "sympy": Asked(_NONE, ("sympy",)),
    "maxima": Asked(_NONE, ("maxima",)),
}


def read(path: Path, order: int) -> Iterator[tuple[str, str]]:
    """(name, line) of every equation of this order, 0 for both."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        name, _, rest = line.partition("\t")
        if path.name.startswith("ode"):
            yield f"line {number}", line
        elif order == 0 or ("y''" in rest) == (order == 2):
            yield name, rest


def equation_of(line: str) -> Equation:
    """The equation in a line of either format."""
    if "\t" in line:
        given = lample_charton.read_line(line)
        return Equation(to_symengine(given.statement), X, given.order)
    sides = line.replace("y''", "Y2").replace("y'", "Y1").split("=")
    left, *right = (to_symengine(parse(re.sub(r"(?<![A-Za-z])by(?![A-Za-z])", "b*y", side))) for side in sides)
    e = left - right[0] if right else left
    e = e.subs({symbol("Y2"): UNKNOWNS[2], symbol("Y1"): UNKNOWNS[1], symbol("y"): UNKNOWNS[0]})
    return Equation(e, X, order=2 if UNKNOWNS[2] in e.free_symbols else 1)


def holds(claim: Claim, equation: Equation) -> bool:
    """Whether a claim may count."""
    if claim.along is not None:
        verifier = ParametricVerifier(equation.left, X, general=claim.kind is Kind.GENERAL)
        return verifier.verify(claim.along, claim.solution).holds
    if not claim.implicit:
        general = claim.kind is Kind.GENERAL
        order = equation.order
        return verify_ode(claim.solution, equation.left, X, order=order, branch=claim.branch, general=general).holds
    return ImplicitVerifier(equation.left, X, order=equation.order).verify(claim.solution).holds


def solve(line: str, seconds: float) -> Iterator[tuple[str, str, str, float]]:
    """(outcome, method, answer, processor seconds); in a worker."""
    start = time.thread_time()
    if "\t" in line:
        given = lample_charton.read_line(line)
        reference = verify_ode(to_symengine(given.answer), to_symengine(given.statement), X, order=given.order)
        if not reference.holds:
            yield "reference refused", "", "", 0.0
            return
        start = time.thread_time()
    equation = equation_of(line)
    deadline = start + seconds
    refused = particular = 0
    methods = second_order if equation.order == 2 else first_order
    for claim in methods.candidates(equation, OwnIntegrals(deadline), deadline):
        if holds(claim, equation):
            if claim.kind is Kind.GENERAL:
                kind = (
                    "parametric"
                    if claim.along
                    else "implicit"
                    if claim.implicit
                    else "on a branch"
                    if claim.branch
                    else "explicit"
                )
                yield kind, claim.method, str(claim.solution), time.thread_time() - start
                return
            particular += 1
        else:
            refused += 1
    cause = "claims refused" if refused else "particular only" if particular else "no claim"
    yield cause, "", "", time.thread_time() - start


def ask(line: str, lineup: str, seconds: float) -> tuple[str, str, str]:
    """(outcome, method, answer) of one line-up."""
    rival = LINEUPS[lineup]
    question = Question("ode", (from_symengine(equation_of(line).left),))
    systems = list(rival.systems) if rival.systems is not None else installed()
    with lend(seconds) as portfolio:
        race = portfolio.race(rivals(question, rival.lineup, systems, 10, None), seconds)
    holding = [c for c in race.candidates if isinstance(c, OdeCandidate) and c.holds and c.kind is Kind.GENERAL]
    if not holding:
        return "; ".join(race.tried)[:160] or "nothing", "", ""
    best = min(holding, key=lambda c: c.order())
    kind = "parametric" if best.along else "implicit" if best.implicit else "on a branch" if best.branch else "explicit"
    return kind, f"{best.method}: {best.detail}", to_text(best.tree)


def compare(lines: list[tuple[str, str]], lineups: list[str], out: Path, seconds: float) -> None:
    """Ask, write down, and sum up."""
    out.mkdir(parents=True, exist_ok=True)
    stored = out / "answers.tsv"
    known = {tuple(row.split("\t")[:2]): row.split("\t") for row in _rows(stored)}
    for name, line in lines:
        for lineup in lineups:
            if (name, lineup) in known:
                continue
            start = time.monotonic()
            try:
                outcome, method, answer = ask(line, lineup, seconds)
            except AnsatzError as error:
                outcome, method, answer = f"{type(error).__name__}: {error}"[:160], "", ""
            row = [name, lineup, outcome, method, answer, f"{time.monotonic() - start:.2f}"]
            row = [" ".join(cell.split()) for cell in row]
            known[name, lineup] = row
            with stored.open("a") as file:
                file.write("\t".join(row) + "\n")
    for lineup in lineups:
        rows = [known[name, lineup] for name, _ in lines if (name, lineup) in known]
        solved = [row for row in rows if row[2] in SOLVED]
        times = [float(row[5]) for row in solved]
        median = f"median {statistics.median(times):.2f} s" if times else ""
        print(f"{lineup:8s} {len(solved):4d} / {len(rows)}  {len(solved) / max(1, len(rows)):.1%}  {median}")


def _rows(stored: Path) -> list[str]:
    return stored.read_text().splitlines() if stored.exists() else []


def main() -> None:
    """Command line."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("file", type=Path)
    arguments.add_argument("--order", type=int, default=1, choices=(0, 1, 2), help="of the equations of a handbook")
    arguments.add_argument("--count", type=int, default=10**6)
    arguments.add_argument("--start", type=int, default=0)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--seconds", type=float, default=10.0)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--unsolved", type=Path)
    arguments.add_argument("--show", action="store_true")
    arguments.add_argument("--sample", type=int, help="so many equations at random")
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--systems", default="", help=f"of {', '.join(LINEUPS)}")
    arguments.add_argument("--out", type=Path, default=Path("out/odes"))
    given = arguments.parse_args()
    lines = [item for item in read(given.file, given.order) if given.only in item[0]][given.start :][: given.count]
    if given.sample:
        lines = sorted(random.Random(given.seed).sample(lines, min(given.sample, len(lines))))
    if given.systems:
        compare(lines, given.systems.split(","), given.out, given.seconds)
        return
    outcomes: Counter[str] = Counter()
    methods: Counter[str] = Counter()
    groups: Counter[tuple[str, bool]] = Counter()
    times, unsolved = [], []
    with Crew(workers=given.workers, megabytes=2_000) as crew:
        runs = [
            (name, line, crew.submit("odes:solve", line, given.seconds, seconds=_PATIENCE * given.seconds))
            for name, line in lines
        ]
        for name, line, run in runs:
            status = run.wait()
            values = run.take()
            outcome, method, answer, seconds = (
                values[0]
                if values
                else (f"{status.status}: {status.detail[:160] if status.status == 'failed' else ''}", "", "", 0.0)
            )
            solved = outcome in SOLVED
            outcomes[outcome] += 1
            if outcome != "reference refused":
                groups[name.rpartition(".")[0] or "lines", solved] += 1
            if solved:
                methods[method] += 1
                times.append(seconds)
            elif outcome != "reference refused":
                unsolved.append(f"{name}\t{outcome}\t{equation_text(line)}\t{seconds:.1f}")
            if given.show:
                print(name, outcome, method, answer, f"{seconds:.2f} s", sep=" | ", flush=True)
    for group in sorted({g for g, _ in groups}):
        total = groups[group, True] + groups[group, False]
        print(f"{group:20s} {groups[group, True]:4d} / {total}  {groups[group, True] / total:.1%}")
    print(dict(outcomes.most_common()), dict(methods.most_common()), sep="\n")
    if times:
        print(f"median {1e3 * statistics.median(times):.0f} ms, slowest {max(times):.1f} s")
    if given.unsolved:
        given.unsolved.write_text("\n".join(unsolved) + "\n")


def equation_text(line: str) -> str:
    """As people read it."""
    try:
        return str(equation_of(line).left)
    except AnsatzError:
        return line


if __name__ == "__main__":
    main()

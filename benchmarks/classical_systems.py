"""Classical systems from the literature: verdict and scope of each, as the table of docs/lyapunov.md, with pictures.

    python benchmarks/classical_systems.py [--deadline 10] [--only NAME] [--write docs/lyapunov.md]

Each is asked for a global Lyapunov function; where there is none, or none was found, for a local one on a box, if the
row names one. Sources name the model; where parameters are not the source's own, they are ours.
"""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

import ansatz
from ansatz.evaluate.sets.named import rows
from ansatz.inspection.phase_portrait import draw
from ansatz.proof.verdict import Verdict
from ansatz.solve.lyapunov.solution import LyapunovSolution

PICTURES = Path("pictures/lyapunov")  # beside the page


@dataclass(frozen=True, slots=True)
class Classical:
    """name, source; equations; at: the equilibrium. box: for a local answer. drawn: whether a picture is made."""

    name: str
    source: str
    system: str
    at: str | None = None
    box: str | None = None
    drawn: bool = False


SYSTEMS = tuple(
    Classical(name, source, system, at or None, box or None, bool(drawn))
    for name, source, system, at, box, drawn in rows("textbook-systems")
)


@dataclass(frozen=True, slots=True)
class Row:
    """A system with both answers; local: None where it was not asked for."""

    classical: Classical
    found: LyapunovSolution
    local: LyapunovSolution | None


def answer(classical: Classical, deadline: float) -> Row:
    """The global answer, and the local one where there is no global V."""
    found = ansatz.lyapunov(classical.system, at=classical.at, deadline=deadline)
    local = None
    if found.tree is None and classical.box is not None:
        local = ansatz.lyapunov(classical.system, at=classical.at, box=classical.box, deadline=deadline)
    return Row(classical, found, local)


def said(row: Row) -> str:
    """Verdict and scope, in a sentence or two."""
    found, local = row.found, row.local
    if found.tree is not None:
        text = f"**{found.verdict}**, {found.scope}"
        text += f": {found.stability}" if found.stability else ""
        text += f". {found.remark}" if found.remark else ""
    elif found.refuted:
        text = f"**refuted**: {found.reason.partition('because ')[2]}"
    elif found.other:
        text = f"**unknown** globally; it does not attract all solutions: {found.other} is another equilibrium"
    else:
        text = "**unknown** globally"
    if local is not None and local.tree is not None:
        text += f". Local: **{local.verdict}** where {local.box_text()}; V < {local.level} is attracted"
    elif local is not None:
        text += ". Local: **unknown**"
    return text.replace("|", "\\|")


def shown(row: Row) -> str:
    """V, shortened where it is long."""
    best = row.found if row.found.tree is not None else row.local
    if best is None or best.tree is None:
        return "—"
    text = best.text()
    return f"`{text}`" if len(text) <= 70 else f"`{text[:66]} …`"


def page(rows: list[Row], deadline: float) -> str:
    """The page."""
    counts = {
        "a global V is proved": sum(row.found.verdict is Verdict.PROVED for row in rows),
        "a global V is checked": sum(row.found.verdict is Verdict.CHECKED for row in rows),
        "it is proved that there is none": sum(row.found.refuted for row in rows),
        "it stays open whether there is one": sum(row.found.verdict is Verdict.UNKNOWN for row in rows),
        "a local V is proved where there is no global one": sum(
            row.local is not None and row.local.verdict is Verdict.PROVED for row in rows
        ),
    }
    lines = [
        "# Lyapunov functions of classical systems",
        "",
        f"`python benchmarks/classical_systems.py --deadline {deadline:g} --write docs/lyapunov.md` writes this page.",
        "",
        f"Of {len(rows)} systems: " + "; ".join(f"{what}: {count}" for what, count in counts.items()) + ".",
        "",
        "*Proved*: V > 0 off the equilibrium, V → ∞ and dV/dt ≤ 0, by sums of squares with rational Gram matrices",
        "that `ansatz check-certificate` checks by fractions alone, on a box with multipliers (the S-procedure);",
        "where that fails on a box, by ball arithmetic. *Globally asymptotically stable* is said where dV/dt < 0,",
        "or LaSalle's principle, is proved too. *Refuted*: no V whatever exists, by a theorem about the system.",
        "Another equilibrium does not refute V (x² serves for x' = -x(x - 1)²), it only says that not all solutions",
        "are attracted; such systems are *unknown* where no V was found. Parameters that are not the sources' own",
        "are ours. [Figures](results/lyapunov.md) of whole sets of systems have a page of their own;",
        "[lyapunov.ipynb](lyapunov.ipynb) is a notebook.",
        "",
        "| system | source | equations | verdict and scope | V | ms |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        c = row.classical
        equations = f"`{c.system}`" + (f" at `{c.at}`" if c.at else "")
        seconds = row.found.seconds + (row.local.seconds if row.local else 0.0)
        lines.append(f"| {c.name} | {c.source} | {equations} | {said(row)} | {shown(row)} | {1000 * seconds:.0f} |")
    lines += ["", "## Pictures", ""]
    lines.append(
        "Solutions in grey, level sets of V in blue; of a local V the box in red and what is shown to be attracted."
    )
    lines.append("")
    lines += [f"![{row.classical.name}]({PICTURES}/{file_name(row)})" for row in rows if row.classical.drawn]
    return "\n".join(lines) + "\n"


def file_name(row: Row) -> str:
    """Of its picture."""
    return re.sub(r"[^a-z0-9]+", "_", row.classical.name.lower()).strip("_") + ".png"


def main() -> None:
    """A line for each system; the page, where it is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deadline", type=float, default=10.0)
    parser.add_argument("--only", default="", help="those whose name contains this")
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    ansatz.lyapunov("x' = -x", deadline=20)  # starts the worker
    rows = []
    for classical in SYSTEMS:
        if given.only in classical.name:
            rows.append(answer(classical, given.deadline))
            print(f"{classical.name}: {said(rows[-1])}; V = {shown(rows[-1])}", flush=True)
    if given.write is not None:
        given.write.write_text(page(rows, given.deadline), encoding="utf-8")
        folder = given.write.parent / PICTURES
        folder.mkdir(parents=True, exist_ok=True)
        for row in rows:
            if row.classical.drawn:
                best = row.found if row.local is None or row.local.tree is None else row.local
                draw(best, folder / file_name(row))


if __name__ == "__main__":
    main()

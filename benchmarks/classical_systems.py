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


SYSTEMS = (
    # ---------------------------------------------------------------- oscillators
    Classical("damped oscillator", "Strogatz 1994, ch. 5", "x' = y; y' = -x - y", drawn=True),
    Classical("undamped oscillator", "Strogatz 1994, ch. 5", "x' = y; y' = -x"),
    Classical("cubic damping", "Rayleigh 1883", "x' = y; y' = -x - y^3"),
    Classical("cubic spring", "Khalil 2002, ch. 4", "x' = y; y' = -x^3 - y", drawn=True),
    Classical("Duffing, hardening", "Duffing 1918", "x' = y; y' = -x - x^3 - y"),
    Classical("Duffing, softening", "Duffing 1918", "x' = y; y' = -x + x^3 - y", box="1/2"),
    Classical("Duffing, between the wells", "Duffing 1918; Holmes 1979", "x' = y; y' = x - x^3 - y"),
    Classical("Duffing, in a well", "Duffing 1918; Holmes 1979", "x' = y; y' = x - x^3 - y", "x = 1", "1/2", True),
    Classical("Van der Pol", "van der Pol 1926", "x' = y; y' = -x + (1 - x^2)*y"),
    Classical("Van der Pol, time reversed", "Khalil 2002, ch. 8", "x' = -y; y' = x - (1 - x^2)*y", None, "1", True),
    Classical("Rayleigh", "Rayleigh 1883", "x' = y; y' = -x + y - y^3"),
    Classical("Liénard", "Liénard 1928", "x' = y - x - x^3; y' = -x"),
    Classical("pendulum, damped", "Khalil 2002, ch. 4", "x' = y; y' = -sin(x) - y", None, "2", True),
    Classical("pendulum, upside down", "Khalil 2002, ch. 4", "x' = y; y' = sin(x) - y"),
    Classical("pendulum held up by a spring", "Khalil 2002", "x' = y; y' = sin(x) - 2*x - y", None, "2"),
    Classical("Hénon–Heiles, damped", "Hénon & Heiles 1964", "x' = u; u' = -x - 2*x*y - u; y' = v; v' = -y - x^2 + y^2 - v"),
    Classical("two oscillators, cubic coupling", "Nayfeh & Mook 1979", "x' = u; u' = -x - u - (x - y)^3; y' = v; v' = -y - v - (y - x)^3"),
    Classical("three masses on springs", "Goldstein 1980, ch. 6", "x' = u; u' = -2*x + y - u; y' = v; v' = x - 2*y + z - v; z' = w; w' = y - 2*z - w"),
    Classical("Hopf, before", "Hopf 1942; Guckenheimer & Holmes 1983", "x' = -x - y - x*(x^2 + y^2); y' = x - y - y*(x^2 + y^2)"),
    Classical("Hopf, at the bifurcation", "Hopf 1942; Guckenheimer & Holmes 1983", "x' = -y - x*(x^2 + y^2); y' = x - y*(x^2 + y^2)"),
    Classical("Hopf, after", "Hopf 1942; Guckenheimer & Holmes 1983", "x' = x - y - x*(x^2 + y^2); y' = x + y - y*(x^2 + y^2)"),
    # ---------------------------------------------------------------- convection, rotation, circuits
    Classical("Lorenz, ρ = 1/2", "Lorenz 1963", "x' = 10*(y - x); y' = x/2 - y - x*z; z' = x*y - 8/3*z"),
    Classical("Lorenz, ρ = 1", "Lorenz 1963", "x' = 10*(y - x); y' = x - y - x*z; z' = x*y - 8/3*z"),
    Classical("Lorenz, ρ = 28", "Lorenz 1963", "x' = 10*(y - x); y' = 28*x - y - x*z; z' = x*y - 8/3*z"),
    Classical("Lorenz, ρ = 10, β = 1, in a roll", "Lorenz 1963", "x' = 10*(y - x); y' = 10*x - y - x*z; z' = x*y - z", "x = 3, y = 3, z = 9", "1/2"),
    Classical("Chen", "Chen & Ueta 1999", "x' = 35*(y - x); y' = -7*x - x*z + 28*y; z' = x*y - 3*z"),
    Classical("Chua, cubic", "Chua, Komuro & Matsumoto 1986", "x' = 10*(y - x^3 + x/6); y' = x - y + z; z' = -15*y"),
    Classical("rigid body", "Euler 1765", "x' = y*z; y' = -2*x*z; z' = x*y"),
    Classical("rigid body, damped", "Euler 1765", "x' = -x + y*z; y' = -y - 2*x*z; z' = -z + x*y"),
    Classical("FitzHugh–Nagumo, one rest state", "FitzHugh 1961; Nagumo et al. 1962", "v' = -v*(v - 1/4)*(v - 1) - w; w' = v/10 - w/5", None, "1/8"),
    Classical("tunnel diode", "Brayton & Moser 1964", "x' = -x + x^2 - x^3/3 - y; y' = x - y", drawn=True),
    # ---------------------------------------------------------------- populations, epidemics, chemistry
    Classical("logistic growth", "Verhulst 1838", "x' = x - x^2", "x = 1", "9/10"),
    Classical("strong Allee effect, extinction", "Allee 1931", "x' = x*(1 - x)*(x - 1/4)", None, "1/5"),
    Classical("Lotka–Volterra", "Lotka 1925; Volterra 1926", "x' = x*(1 - y); y' = y*(x - 1)", "x = 1, y = 1", "1/2"),
    Classical("Lotka–Volterra, logistic prey", "Volterra 1926; Hofbauer & Sigmund 1998", "x' = x*(1 - x - y); y' = y*(x - 1/2)", "x = 1/2, y = 1/2", "1/4", True),
    Classical("two competitors", "Lotka 1925; Hofbauer & Sigmund 1998", "x' = x*(3 - 2*x - y); y' = y*(3 - x - 2*y)", "x = 1, y = 1", "1/2"),
    Classical("SIS epidemic dying out", "Kermack & McKendrick 1927", "x' = x*(1 - x)/2 - x", None, "1/2"),
    Classical("SIR with births, endemic", "Kermack & McKendrick 1932", "S' = 1 - S - 2*S*I; I' = 2*S*I - I", "S = 1/2, I = 1/2", "1/8"),
    Classical("SIR with births, dying out", "Kermack & McKendrick 1932", "S' = 1 - S - S*I/2; I' = S*I/2 - I", "S = 1", "1/2"),
    Classical("Brusselator", "Prigogine & Lefever 1968", "x' = 1 + x^2*y - 2*x; y' = x - x^2*y", "x = 1, y = 1", "1/8"),
    Classical("Selkov's glycolysis", "Sel'kov 1968", "x' = -x + y + x^2*y; y' = 1 - y - x^2*y", "x = 1, y = 1/2", "1/4"),
    Classical("a gene that represses itself", "Alon 2006", "x' = 2/(1 + x) - x", "x = 1", "1/2"),
    Classical("toggle switch, one state", "Gardner, Cantor & Collins 2000", "x' = 2/(1 + y) - x; y' = 2/(1 + x) - y", "x = 1, y = 1", "1/2", True),
    Classical("Goodwin's loop", "Goodwin 1965", "x' = 2/(1 + z) - x; y' = x - y; z' = y - z", "x = 1, y = 1, z = 1", "1/4"),
    # ---------------------------------------------------------------- control
    Classical("Parrilo's example", "Parrilo 2000", "x' = -x - 2*y^2; y' = -y - x*y - 2*y^3", drawn=True),
    Classical("a rational system", "Papachristodoulou & Prajna 2002", "x' = -x^3 - x*z^2; y' = -y - x^2*y; z' = -z - 3*z/(z^2 + 1) + 3*x^2*z"),
    Classical("no polynomial V exists", "Ahmadi, Krstić & Parrilo 2011", "x' = -x + x*y; y' = -y", None, "1/2"),
    Classical("Zubov's ball", "Zubov 1964; Hahn 1967", "x' = -x + y + x*(x^2 + y^2); y' = -x - y + y*(x^2 + y^2)", None, "1/2", True),
    Classical("Hahn's hyperbola", "Hahn 1967", "x' = -x + 2*x^2*y; y' = -y", None, "1/2"),
    Classical("attracting, not stable", "Vinograd 1957; Hahn 1967", "x' = x^2*(y - x) + y^5; y' = y^2*(y - 2*x)"),
    Classical("circles through 0", "Artstein 1983", "x' = x^2 - y^2; y' = 2*x*y"),
    Classical("V that is not proper", "Barbashin & Krasovskii 1952", "x' = -6*x/(1 + x^2)^2 + 2*y; y' = -2*(x + y)/(1 + x^2)^2", None, "1"),
    Classical("jet engine", "Moore & Greitzer 1986; Krstić et al. 1995", "x' = -y - 3/2*x^2 - 1/2*x^3; y' = 3*x - y", None, "1/4", True),
    Classical("robot arm, flexible joint", "Spong 1987", "x' = u; u' = -sin(x) - (x - y) - u; y' = v; v' = (x - y) - 2*y - v", None, "1/2"),
    Classical("rigid spacecraft, modified Rodrigues parameters", "Tsiotras 1996", "a' = (1 + a^2)/4*u; u' = -a - u", None, "1"),
    # ---------------------------------------------------------------- power grids: swing equations
    Classical("one machine", "Kundur 1994", "d' = w; w' = 1/2 - sin(d) - w", "d = pi/6", "1/2", True),
    Classical("two machines", "Kundur 1994; Anghel, Milano & Papachristodoulou 2013", "d' = w; w' = -sin(d) - sin(d - b)/2 - w; b' = s; s' = -sin(b) - sin(b - d)/2 - s", None, "1/4"),
    Classical("three machines", "Kundur 1994; Anghel, Milano & Papachristodoulou 2013", "a' = u; u' = -sin(a) - sin(a - b)/4 - u; b' = v; v' = -sin(b) - sin(b - a)/4 - sin(b - c)/4 - v; c' = w; w' = -sin(c) - sin(c - b)/4 - w", None, "1/16"),
)  # fmt: skip


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
        "*Proved*: V > 0 off the equilibrium, V → ∞ and dV/dt ≤ 0, by sums of squares with rational Gram matrices that",
        "`ansatz check-certificate` checks by fractions alone, on a box with multipliers (the S-procedure); where that fails on",
        "a box, by ball arithmetic. *Globally asymptotically",
        "stable* is said where dV/dt < 0, or LaSalle's principle, is proved too. *Refuted*: no V whatever exists, by a",
        "theorem about the system. Another equilibrium does not refute V (x² serves for x' = -x(x - 1)²), it only says",
        "that not all solutions are attracted; such systems are *unknown* where no V was found. Parameters that are not",
        "the sources' own are ours.",
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

"""What a report holds, from the folder of an evaluation: `write(folder)` makes report.md, report.html and pictures."""

import re
import statistics
from collections.abc import Iterator
from pathlib import Path

from ansatz.evaluate.judging import Outcome
from ansatz.evaluate.ranks import percentile
from ansatz.evaluate.report import pictures
from ansatz.evaluate.report.render import Block, Code, Heading, Paragraph, Picture, Table, to_html, to_markdown
from ansatz.evaluate.report.tally import Row, Tally, grouped, tallied
from ansatz.evaluate.report.wilson import shown
from ansatz.evaluate.results import Ledger, Result, read_run

TITLE = "Scoreboard"
_TRAPS = "traps"
_SHOWN = 160  # characters of a formula
_FAILURES = (
    Outcome.SILENT,
    Outcome.DEADLINE,
    Outcome.MEMORY,
    Outcome.CRASHED,
    Outcome.UNVERIFIED,
    Outcome.WARNED,
    Outcome.PARTIAL,
)
_MOST_TYPES = 12  # of failures, of one system on one set

EXPLANATION = (
    "Solved: our verifier proved or checked the answer, and the second opinion (numbers alone, sharing nothing "
    "with it) does not deny it. Wrong: an answer without a warning that is none, or holds on a part of the real "
    "domain only, as beyond the branch of a root. Warned: wrong, and the system said itself what may be. "
    "Disputed: verifier and second opinion contradict each other. Unverified: neither could tell. Silent: no "
    "answer, or the question given back. Shares with Wilson intervals at 95 %. Times are the system's own, "
    "without judging and loading."
)


def write(folder: Path) -> None:
    """The report of a folder, from its stored results alone."""
    blocks = list(_blocks(folder, tallied(Ledger(folder))))
    (folder / "report.md").write_text(to_markdown(blocks), encoding="utf-8")
    (folder / "report.html").write_text(to_html(blocks, TITLE), encoding="utf-8")


def _blocks(folder: Path, tally: Tally) -> Iterator[Block]:
    yield Heading(TITLE, 1)
    if _TRAPS in tally.sets:
        yield from _headline(tally)
    if pictures.can_draw() and tally.rows:
        panels = {name: _rows(tally, name) for name in tally.sets}
        pictures.headline(panels, folder / "scoreboard.png")
        yield Picture("scoreboard.png", "Solved and silently wrong, by system and set")
    yield Paragraph(EXPLANATION)
    for name in tally.sets:
        yield from _set(folder, tally, name)
    yield from _disputes(tally)
    yield from _unreadable(tally)
    yield from _made_with(folder)


def _headline(tally: Tally) -> Iterator[Block]:
    """Silently wrong on the traps."""
    rows = _rows(tally, _TRAPS)
    yield Heading("Silently wrong")
    yield Paragraph(
        "Trap tasks with known truth: divergent, not elementary, discontinuous, across branches, degenerate for some "
        "parameters. An answer that is wrong and says nothing of it is the worst that a system can do."
    )
    kinds = grouped(rows.values())
    ranked = sorted(rows.items(), key=lambda item: item[1].outcomes[Outcome.WRONG] / max(1, item[1].problems))
    yield Table(
        ("system", "asked", "silently wrong", *kinds, "right"),
        [
            (
                name,
                str(row.problems),
                f"{row.outcomes[Outcome.WRONG]}: {shown(row.outcomes[Outcome.WRONG], row.problems)}",
                *(str(row.wrong_kinds[kind]) for kind in kinds),
                str(row.good),
            )
            for name, row in ranked
        ],
    )


def _set(folder: Path, tally: Tally, name: str) -> Iterator[Block]:
    rows = _rows(tally, name)
    yield Heading(name)
    yield _outcomes(rows)
    if pictures.can_draw():
        file = f"cactus_{re.sub(r'[^A-Za-z0-9]+', '_', name)}.png"
        pictures.cactus(rows, folder / file, name)
        yield Picture(file, f"{name}: problems solved within so many seconds")
    if len(kinds := grouped(rows.values())) > 1:
        yield Heading("By type: solved", 3)
        yield Table(
            ("type", "problems", *rows),
            [
                (
                    kind,
                    str(max(r.kinds[kind] for r in rows.values())),
                    *(str(r.good_kinds[kind]) for r in rows.values()),
                )
                for kind in kinds
            ],
        )
    if any(row.ratios for row in rows.values()):
        yield from _grades(rows)
    if len(rows) > 1:
        yield from _overlap(rows)
    yield from _wrong(tally, name, rows)
    yield from _failures(tally, name, rows)


def _outcomes(rows: dict[str, Row]) -> Table:
    ranked = sorted(rows.items(), key=lambda item: -item[1].good / max(1, item[1].problems))
    columns = ("system", "asked", "solved", "share", "proved", "checked", "settled", "wrong", "warned", "disputed")
    rest = ("unverified", "partial", "silent", "deadline", "memory", "crashed", "unreadable", "median s", "95 % s")
    answered = (Outcome.SETTLED, Outcome.WRONG, Outcome.WARNED, Outcome.DISPUTED, Outcome.UNVERIFIED, Outcome.PARTIAL)
    others = (Outcome.SILENT, Outcome.DEADLINE, Outcome.MEMORY, Outcome.CRASHED, Outcome.UNREADABLE)
    lines = []
    for name, row in ranked:
        counts = (str(row.outcomes[outcome]) for outcome in (*answered, *others))
        verdicts = (str(row.verdicts["proved"]), str(row.verdicts["checked"]))
        times = (f"{statistics.median(row.times):.3f}", f"{percentile(row.times, 95):.2f}")
        line = (name, str(row.problems), str(row.good), shown(row.good, row.problems), *verdicts, *counts, *times)
        lines.append(line)
    used = [k for k, column in enumerate((*columns, *rest)) if k < 6 or any(line[k] != "0" for line in lines)]
    return Table([(*columns, *rest)[k] for k in used], [[line[k] for k in used] for line in lines])


def _grades(rows: dict[str, Row]) -> Iterator[Block]:
    yield Heading("Length of answers", 3)
    yield Paragraph("Against a reference: A at most 1.5 times its nodes, B at most 3 times, C beyond.")
    lines = []
    for name, row in rows.items():
        if not row.ratios:
            continue
        number = len(row.ratios)
        shares = (f"{100 * row.grades[grade] / number:.1f} %" for grade in "ABC")
        middle, high = statistics.median(row.ratios), percentile(row.ratios, 90)
        lines.append((name, str(number), *shares, f"{middle:.2f}", f"{high:.2f}"))
    yield Table(("system", "compared", "A", "B", "C", "median ratio", "90 % ratio"), lines)


def _overlap(rows: dict[str, Row]) -> Iterator[Block]:
    yield Heading("Overlap", 3)
    yield Paragraph("How many problems the system of the row solves and the system of the column does not.")
    everybody = set().union(*(row.solved for row in rows.values()))
    lines = []
    for name, row in rows.items():
        others = [other.solved for of, other in rows.items() if of != name]
        alone = len(row.solved - set().union(*others))
        lines.append((name, *(str(len(row.solved - other.solved)) for other in rows.values()), str(alone)))
    yield Table(("system", *rows, "nobody else does"), lines)
    yield Paragraph(f"{len(everybody)} problems are solved by somebody.")


def _wrong(tally: Tally, name: str, rows: dict[str, Row]) -> Iterator[Block]:
    found = [
        (system, result)
        for system, row in rows.items()
        for (outcome, _), results in row.examples.items()
        if outcome is Outcome.WRONG
        for result in results
    ]
    if found:
        yield Heading("Wrong answers", 3)
        lines = [(system, *_example(tally, result), _short(result.reason)) for system, result in found]
        yield Table(("system", "problem", "answer", "why it is wrong"), lines, code=("problem", "answer"))


def _failures(tally: Tally, name: str, rows: dict[str, Row]) -> Iterator[Block]:
    lines = []
    for system, row in rows.items():
        for (outcome, kind), results in list(row.examples.items())[: 4 * _MOST_TYPES]:
            if outcome in _FAILURES and results:
                lines.append((system, kind, str(outcome), _example(tally, results[0])[0]))
    if lines:
        yield Heading("Failures by type, an example of each", 3)
        yield Table(("system", "type", "outcome", "example"), lines, code=("example",))


def _disputes(tally: Tally) -> Iterator[Block]:
    yield Heading("Where verifier and second opinion contradict each other")
    if not tally.disputes:
        yield Paragraph("Nowhere.")
        return
    lines = [
        (f"{r.system}: {r.set} {r.index}", *_example(tally, r), r.verdict, r.second, _short(r.reason))
        for r in tally.disputes
    ]
    columns = ("where", "problem", "answer", "verifier", "second opinion", "reason")
    yield Table(columns, lines, code=("problem", "answer"))


def _unreadable(tally: Tally) -> Iterator[Block]:
    lines = [
        (f"{e.set} {e.index}", _short(e.text), _short(e.unreadable)) for e in tally.entries.values() if e.unreadable
    ]
    if lines:
        yield Heading("What could not be read")
        yield Paragraph("These count as unsolved for everybody.")
        yield Table(("where", "line", "why"), lines, code=("line",))


def _made_with(folder: Path) -> Iterator[Block]:
    values = read_run(folder)
    yield Heading("Made with")
    yield Code("\n".join(values.get("commands", ())))
    facts = [(name, str(value)) for name, value in values["settings"].items()]
    facts += [(f"set {name}", f"SHA-256 {checksum}…") for name, checksum in values["sets"].items()]
    facts += [*values.get("lineups", {}).items(), *values["systems"].items()]
    facts += [("machine", machine) for machine in values.get("machine", ())]
    facts += [("problems of each set", ", ".join(f"{k} {v}" for k, v in values["choice"].items() if v is not None))]
    yield Table(("what", "value"), facts, code=("value",))


def _rows(tally: Tally, name: str) -> dict[str, Row]:
    return {system: tally.rows[name, system] for system in tally.systems(name)}


def _example(tally: Tally, result: Result) -> tuple[str, str]:
    entry = tally.entries.get((result.set, result.index))
    return _short(entry.text if entry is not None else ""), _short(result.answer)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 2] + " …"

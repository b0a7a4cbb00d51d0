"""Draws solved shares against examples seen, from rows that `network.py --json` wrote, beside published points.

    python benchmarks/network.py bwd.tsv --weights out/100000 out/200000 … --json curve.jsonl
    python benchmarks/learning_curve.py curve.jsonl --set bwd --out curve.png

Bars are Wilson's 95 % intervals. Published for backward problems: 83.4 % after a million examples with a beam of 1, and
99.6 % after forty million (Lample & Charton 2020).
"""

import argparse
import json
from pathlib import Path

from matplotlib.figure import Figure

from ansatz.studies.intervals import wilson

PUBLISHED = {"bwd": ((1e6, 0.834, "1 M, beam 1"), (4e7, 0.996, "40 M"))}
TITLES = {"network": "network alone", "fit": "network and exact fit"}
COLOURS = {"network": "#e8590c", "fit": "#4c6ef5"}


def main() -> None:
    """One picture."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--set", default="bwd")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.rows.read_text().splitlines()]
    figure = Figure(figsize=(6.4, 3.6), layout="constrained")
    axes = figure.subplots()
    for lineup, title in TITLES.items():
        curve = sorted((r["examples"], r["solved"]) for r in rows if r["set"] == given.set and r["lineup"] == lineup)
        shares = [wilson(sum(marks), len(marks)) for _, marks in curve]
        below = [share.estimate - share.low for share in shares]
        above = [share.high - share.estimate for share in shares]
        axes.errorbar(
            [examples for examples, _ in curve],
            [share.estimate for share in shares],
            yerr=[below, above],
            marker="o",
            capsize=3,
            color=COLOURS[lineup],
            label=f"ours, {title}",
        )
    for examples, share, what in PUBLISHED.get(given.set, ()):
        axes.plot([examples], [share], marker="s", color="#555555", linestyle="")
        axes.annotate(f"published, {what}", (1.1 * examples, share - 0.05), fontsize=8, ha="center", va="top")
    axes.set(xscale="log", ylim=(0, 1.03), xlabel="examples seen (of all tasks)", ylabel="share solved, beam 10")
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right", fontsize=8)
    figure.savefig(given.out, dpi=110)


if __name__ == "__main__":
    main()

"""The pictures of a report: how many problems are solved within what time, and the one that tells it all.

They need Matplotlib (the extra `bench` or `train`); without it a report has none.
"""

from importlib.util import find_spec
from pathlib import Path

from ansatz.evaluate.judging import Outcome
from ansatz.evaluate.report.tally import Row
from ansatz.evaluate.report.wilson import interval

_OURS = ("own", "default", "network", "fit", "views", "structural")
_LEAST = 1e-3  # seconds: left end of the axis


def can_draw() -> bool:
    """Whether Matplotlib is there."""
    return find_spec("matplotlib") is not None


def cactus(rows: dict[str, Row], path: Path, title: str) -> None:
    """A curve for each system: problems solved within so many seconds each, on a logarithmic axis."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    for name, row in sorted(rows.items(), key=lambda item: -item[1].good):
        times = [max(_LEAST, seconds) for seconds in sorted(row.solved_at)]
        if times:
            width = 2.4 if name in _OURS else 1.3
            axes.step(times, range(1, len(times) + 1), where="post", label=f"{name} ({row.good})", linewidth=width)
    problems = max((row.problems for row in rows.values()), default=0)
    axes.axhline(problems, color="grey", linewidth=0.6, linestyle=":")
    axes.set(xscale="log", xlabel="seconds for a problem", ylabel=f"solved and verified, of {problems}", title=title)
    axes.legend(fontsize=8, loc="upper left")
    axes.grid(alpha=0.25)
    figure.savefig(path, dpi=110)


def headline(panels: dict[str, dict[str, Row]], path: Path) -> None:
    """Solved and silently wrong shares with their intervals, a panel for each set, a bar for each system."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(4.2 * len(panels), 1.2 + 0.32 * max(map(len, panels.values()))), layout="constrained")
    for axes, (title, rows) in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels.items(), strict=True):
        ranked = sorted(rows.items(), key=lambda item: item[1].good / max(1, item[1].problems))
        for place, (_, row) in enumerate(ranked):
            n, wrong = max(1, row.problems), row.outcomes[Outcome.WRONG]
            low, high = interval(row.good, n)
            share = row.good / n
            axes.barh(
                place, share, color="#2a7f62", xerr=[[max(0, share - low)], [max(0, high - share)]], ecolor="#555"
            )
            axes.barh(place, -wrong / n, color="#c0392b")
            if wrong:
                axes.text(-wrong / n, place, f"{wrong} ", ha="right", va="center", fontsize=8, color="#c0392b")
        axes.set_yticks(range(len(ranked)), [name for name, _ in ranked], fontsize=9)
        axes.set_title(f"{title} ({max((row.problems for row in rows.values()), default=0)})", fontsize=10)
        axes.axvline(0, color="black", linewidth=0.8)
        axes.set_xlim(-0.5, 1.05)
        axes.set_xticks([-0.5, 0, 0.5, 1], ["50 %", "0", "50 %", "100 %"], fontsize=8)
    figure.supxlabel("silently wrong  ◀   ▶  solved and verified", fontsize=10)
    figure.savefig(path, dpi=110)

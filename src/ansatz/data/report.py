"""Statistics as one self-contained HTML file: the pictures are SVG inside it, nothing is loaded from elsewhere."""

from collections import Counter
from html import escape

from ansatz.data.statistics import Counts, Statistics, deviation, facts, lengths, mean, shares, tables

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #222;
       background: #fff }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
.grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(26rem, 1fr)); gap: 1rem 2rem }
figure { margin: 0 } figcaption { font-size: .9rem } svg { width: 100%; height: auto }
td { padding: .1rem 1rem .1rem 0 } td + td { text-align: right; font-variant-numeric: tabular-nums }
@media (prefers-color-scheme: dark) { body { color: #ddd; background: #161616 } text { fill: #ddd } }
"""
_BLUE = "#4477aa"
_BINS = 40  # of a histogram: columns that can still be told apart
_SHOWN = 30  # bars of a table, the largest


def as_html(statistics: Statistics, title: str) -> str:
    """The whole report."""
    rows = "".join(f"<tr><td>{escape(name)}</td><td>{escape(value)}</td></tr>" for name, value in facts(statistics))
    figures = "".join(_figure(name, counts) for name, counts in lengths(statistics))
    bars = "".join(f"<h2>{escape(name.capitalize())}</h2>{_bars(counts, name)}" for name, counts in tables(statistics))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1><table>{rows}</table>"
        f'<h2>Lengths and depths</h2><div class="grid">{figures}</div>{bars}</body></html>\n'
    )


def _figure(name: str, counts: Counts) -> str:
    caption = f"{escape(name)}: {mean(counts):.1f} ± {deviation(counts):.1f}"
    return f"<figure>{_histogram(counts, name)}<figcaption>{caption}</figcaption></figure>"


def _histogram(counts: Counts, name: str) -> str:
    """Columns over at most _BINS classes of equal width."""
    if not counts:
        return ""
    low, high = min(counts), max(counts)
    width = max(1, -(-(high - low + 1) // _BINS))
    bins = [0] * ((high - low) // width + 1)
    for value, number in counts.items():
        bins[(value - low) // width] += number
    top, step = max(bins), 400 / len(bins)
    columns = "".join(
        f'<rect x="{40 + k * step:.1f}" y="{10 + 150 * (1 - n / top):.1f}" width="{max(step - 1, 1):.1f}"'
        f' height="{150 * n / top:.1f}" fill="{_BLUE}"><title>{low + k * width}–{low + (k + 1) * width - 1}: {n:,}'
        "</title></rect>"
        for k, n in enumerate(bins)
    )
    labels = "".join(
        f'<text x="{40 + 400 * share:.0f}" y="176" font-size="11" text-anchor="middle">'
        f"{round(low + share * (len(bins) * width - 1))}</text>"
        for share in (0, 0.25, 0.5, 0.75, 1)
    )
    return (
        f'<svg viewBox="0 0 450 185" role="img" aria-label="{escape(name)}">{columns}{labels}'
        f'<text x="36" y="18" font-size="11" text-anchor="end">{top:,}</text></svg>'
    )


def _bars(counts: Counter[str], name: str) -> str:
    """A row for each name, with its share."""
    rows = shares(counts)
    shown = rows[:_SHOWN]
    widest = shown[0][1] or 1
    bars = "".join(
        f'<text x="150" y="{18 * k + 13}" font-size="12" text-anchor="end">{escape(label)}</text>'
        f'<rect x="156" y="{18 * k + 3}" width="{max(380 * share / widest, 0.5):.1f}" height="13" fill="{_BLUE}"/>'
        f'<text x="{162 + 380 * share / widest:.0f}" y="{18 * k + 13}" font-size="12">{share:.1%}</text>'
        for k, (label, share) in enumerate(shown)
    )
    rest = f"<p>… and {len(rows) - _SHOWN} more.</p>" if len(rows) > _SHOWN else ""
    return f'<svg viewBox="0 0 620 {18 * len(shown) + 6}" role="img" aria-label="{escape(name)}">{bars}</svg>{rest}'

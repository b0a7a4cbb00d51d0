"""What results come to: tables, curves and examples, as HTML and Markdown, from stored results and without solving.

    summaries(ledger)          a `Summary` for each set and system
    write(folder)              report.md, report.html and their pictures, beside the results

`tally` reads results once, `pages` says what a report holds, `render` writes it down, `pictures` draws.
"""

from ansatz.evaluate.report.pages import write
from ansatz.evaluate.report.tally import Summary, Tally, summaries, tallied

__all__ = ["Summary", "Tally", "summaries", "tallied", "write"]

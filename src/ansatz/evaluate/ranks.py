"""Percentiles of measured times, by nearest rank: always one of the values, and never more than was promised.

percentile(seconds, 95)  ->  the least of them within which 95 % of them lie
"""

from collections.abc import Iterable


def percentile(values: Iterable[float], percent: int) -> float:
    """The smallest value that at least `percent` (1 to 100) of all values do not exceed; there must be some."""
    ranked = sorted(values)
    return ranked[-(-percent * len(ranked) // 100) - 1]

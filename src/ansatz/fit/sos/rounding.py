"""From coefficients in floating point to small integers.

    roundings(points)  ->  integer vectors near the last point, up to a factor, the likeliest first

Where V is determined but for a factor, some multiple of its coefficients is nearly integers. Where only ratios of
some are, all points that programs find share these ratios: their coefficients are rounded together.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from flint import fmpq

_LARGEST = 120  # of integers that the whole point is compared with
_NEAR = 0.06  # of integers, with an error that grows with them: relative to the largest
_LEADING = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 30, 50, 100, 300, 1_000, 10_000, 1_000_000)
_SIMPLE, _SHARED = 40, 1e-3  # denominators of shared ratios, and how much these may differ


def roundings(points: Sequence[np.ndarray]) -> Iterator[list[fmpq]]:
    """Multiples of the last point, rounded."""
    point = points[-1]
    largest = np.abs(point).max()
    if not largest > 0 or not np.isfinite(point).all():
        return
    unit = point / largest
    errors = {N: np.abs(unit * N - np.round(unit * N)).max() for N in range(1, _LARGEST)}
    near = [N for N in errors if errors[N] < _NEAR and errors[N] < 2e-3 * N]
    yield from ([fmpq(round(c)) for c in unit * N] for N in near[:2])
    groups = _groups(points)
    if any(len(group) > 1 for group in groups):
        scales = np.array([point[k] / float(ratio) for group in groups for k, ratio in group[:1]])
        scales = scales / np.abs(scales).max()
        for N in _LEADING:
            steps = [fmpq(0)] * len(point)
            for group, scale in zip(groups, scales, strict=True):
                for k, ratio in group:
                    steps[k] = round(float(scale) * N) * fmpq(ratio.numerator, ratio.denominator)
            yield steps
    yield from ([fmpq(round(c)) for c in unit * N] for N in _LEADING)


def _groups(points: Sequence[np.ndarray]) -> list[list[tuple[int, Fraction]]]:
    """Places whose ratios all points share, with integers in these ratios."""
    groups: list[list[tuple[int, Fraction]]] = []
    for k in np.argsort(-np.abs(points[-1])):
        for group in groups:
            ratio = _shared(points, group[0][0], int(k))
            if ratio is not None:
                group.append((int(k), ratio))
                break
        else:
            groups.append([(int(k), Fraction(1))])
    scaled = []
    for group in groups:
        common = lcm(*(ratio.denominator for _, ratio in group))
        scaled.append([(k, ratio * common) for k, ratio in group])
    return scaled


def _shared(points: Sequence[np.ndarray], first: int, other: int) -> Fraction | None:
    """The simple ratio of two coefficients, where it is the same in all points."""
    if len(points) < 2 or any(abs(p[first]) < 1e-6 * np.abs(p).max() for p in points):
        return None
    ratios = [p[other] / p[first] for p in points]
    simple = Fraction(float(ratios[-1])).limit_denominator(_SIMPLE)
    near = all(abs(ratio - float(simple)) < _SHARED * (1 + abs(ratio)) for ratio in ratios)
    return simple if near and simple else None


__all__ = ["roundings"]

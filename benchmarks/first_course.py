"""The equations of a first course: how many are verified, and how fast, by our own methods in warm workers.

python benchmarks/first_course.py [--seconds 20]
"""

import argparse
import statistics
import time

import ansatz
from ansatz.evaluate.sets.named import rows


def main() -> None:
    """Command line."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seconds", type=float, default=20.0)
    given = arguments.parse_args()
    ansatz.dsolve("y' = y", methods=["fit"], deadline=60)  # the worker is warm from here on
    times, open_ones = [], []
    for kind, text in rows("textbook-odes"):
        start = time.monotonic()
        solution = ansatz.dsolve(text, methods=["fit"], deadline=given.seconds)
        times.append(1000 * (time.monotonic() - start))
        if not (solution.answered and solution.verdict.holds):
            open_ones.append(f"{kind}: {text}")
    solved = len(times) - len(open_ones)
    times.sort()
    print(f"{solved} of {len(times)} verified ({solved / len(times):.1%}); median {statistics.median(times):.0f} ms,")
    print(f"95 % within {times[int(0.95 * len(times))]:.0f} ms, slowest {times[-1]:.0f} ms")
    print(*open_ones, sep="\n")


if __name__ == "__main__":
    main()

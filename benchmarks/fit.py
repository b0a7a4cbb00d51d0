"""Milliseconds for one exact fit with 20, 60, 150 and 300 terms: `python benchmarks/fit.py [repetitions]`."""

import statistics
import sys
import time

import symengine as se

from ansatz.expr.canonical import derivative
from ansatz.fit.linear.undetermined_coefficients import fit_linear

x, a, b = se.symbols("x a b")

KERNELS = {
    "exp, sin, log": (x, se.exp(x), se.sin(x), se.cos(x), se.log(x)),
    "roots": (x, se.sqrt(1 + x**2), se.sqrt(x), se.asinh(x), 1 / (1 + x**2)),
    "parameters": (x, se.exp(a * x), se.sin(b * x), se.cos(b * x)),
    "rational, atan": (x, 1 / (1 + x), 1 / (x**2 + 2), se.atan(x / 2), se.log(1 + x)),
}


def monomials(kernels: tuple, count: int) -> list:
    """The first `count` products of the kernels by total degree."""
    layer, seen = [se.Integer(1)], {}
    while len(seen) < count:
        layer = list(dict.fromkeys(m * k for m in layer for k in kernels))
        seen.update(dict.fromkeys(m for m in layer if m.free_symbols))
    return list(seen)[:count]


def main() -> None:
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for name, kernels in KERNELS.items():
        times = []
        for count in (20, 60, 150, 300):
            terms = monomials(kernels, count)
            f = derivative(sum((k + 2) * t for k, t in enumerate(terms[5:11])), x)
            samples = []
            for _ in range(repetitions):
                start = time.perf_counter()
                if fit_linear(terms, f, x) is None:
                    raise SystemExit(f"No fit with {count} terms of {name}.")
                samples.append(time.perf_counter() - start)
            times.append(f"{count}: {statistics.median(samples) * 1e3:6.1f} ms")
        print(f"{name:16} {'   '.join(times)}")


if __name__ == "__main__":
    main()

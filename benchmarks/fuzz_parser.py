"""Fuzzes the parser: every text is read within the limits or refused with one sentence, and quickly.

    python benchmarks/fuzz_parser.py --count 1000000 --seed 0

Texts are mutations of a corpus of good ones (characters and pieces inserted, removed, doubled, joined) and random
strings. What is read goes on into SymEngine, prints and is read again. A text that raises anything but `InputError`,
gives a tree that is none, or takes more than a second ends the run with the text. The slowest text is shown at the end.
"""

import argparse
import random
import sys
import time
from contextlib import suppress

from ansatz.errors import InputError
from ansatz.expr.canonical import to_symengine
from ansatz.expr.parse import MAX_CHARACTERS, as_tree, parse, parse_integral
from ansatz.expr.printing import as_written, to_text
from ansatz.expr.tree import INFINITY, MINUS_INFINITY

CORPUS = (
    "x*cos(x)",
    "2x sin(x)",
    "sin^2(x) + cos^2(x)",
    "e^(-x^2)",
    "ln|x|/x",
    "||x|-1|",
    "arctan(sqrt(x))",
    "log10(x) + log_2(x)",
    "2.1x^3 - 17x + 4",
    "√(x+1)·π²",
    "(x+1)(x-1)/(x²+1)",
    "xe^x",
    "sin 2x cos x",
    "1/2x",
    "x^-2^3",
    "exp(2)+x*(x+2+3)",
    "cbrt(x) + root(x, 5)",
    "∫ x cos x dx",
    "∫_0^1 x^2 dx",
    "c1*x0 + Y'' - alpha_1",
    "-(-x) - -2",
    "acosh(x)/atanh(x) + erf(x)*Ei(x)",
    r"\frac{x}{\sqrt{1-x^2}}",
    r"\frac12x + \sqrt[3]{x}",
    r"\int_{0}^{\pi} \sin^2 x \, dx",
    r"\int \frac{dx}{x}",
    r"\ln\left|x\right| \cdot \operatorname{arcsinh} x",
    r"\left(x+1\right)^{10} \mathrm{d}x",
    r"e^{-x^2} \log_{10} x",
    r"\int \frac{d\theta}{1+\theta^2}",
    "∫ d x sin(φ) + ad\\tau dφ",
)
_PIECES = (
    "sin cos ln exp ( ) [ ] { } | + - * / ^ _ ' , . 2 10 0.5 x y e i pi dx \\frac \\sqrt \\left \\right \\int".split()
)
PIECES = (
    *_PIECES,
    *"²⁻₂√∛∫π∞·×÷−=!?\\ \t\n\x00é漢😀",
    "log",
    "abs(",
    "sin^-1",
    "\\mathrm{d}",
    "(" * 30,
    "-" * 30,
    "9" * 30,
)


def mutate(rng: random.Random, text: str) -> str:
    """The text with one to four random changes."""
    for _ in range(rng.randint(1, 4)):
        place, other = rng.randint(0, len(text)), rng.randint(0, len(text))
        first, last = min(place, other), max(place, other)
        match rng.randrange(7):
            case 0 | 1:
                text = text[:place] + rng.choice(PIECES) + text[place:]
            case 2:
                text = text[:place] + text[place + 1 :]
            case 3:
                text = text[:first] + text[last:]
            case 4:
                text = text[:last] + text[first:]
            case 5:
                text = text[:place] + rng.choice(CORPUS) + text[place:]
            case 6:
                text = text[:place] + chr(rng.randrange(32, 127)) + text[place + 1 :]
    return text


def draw(rng: random.Random) -> str:
    """One text: mostly a mutation, now and then noise or one piece many times over."""
    kind = rng.random()
    if kind < 0.9:
        return mutate(rng, rng.choice(CORPUS))
    if kind < 0.998:
        return "".join(rng.choice(PIECES) for _ in range(rng.randint(0, 15)))
    return (rng.choice(PIECES) + rng.choice(("", "x", " "))) * rng.randint(50, 1500) + rng.choice(("", "x"))


def check(text: str) -> bool:
    """Whether the text was read; raises `AssertionError` where it was neither read nor refused properly."""
    try:
        parsed = parse_integral(text)
    except InputError as error:
        sentence = str(error)
        assert sentence.endswith((".", ").")) and "\n" not in sentence, f"not one sentence: {sentence!r}"
        return False
    for tree in (parsed.integrand, *(parsed.bounds or ())):
        if tree in (INFINITY, MINUS_INFINITY):  # a bound, and no expression
            continue
        if isinstance(tree, tuple):
            assert as_tree(tree) == tree, "the parser made something that is no tree"
        with suppress(InputError):
            to_symengine(tree)
        printed = to_text(tree)
        if len(printed) <= MAX_CHARACTERS:
            assert parse(printed) == as_written(tree), f"printed as {printed!r}"
    return True


def fuzz(count: int, seed: int, show: bool = True) -> tuple[int, float, str]:
    """Runs `count` texts; returns how many were read, the longest time in seconds and its text."""
    rng = random.Random(seed)
    read, slowest, slowest_text = 0, 0.0, ""
    begun = time.perf_counter()
    for k in range(1, count + 1):
        text = draw(rng)
        start = time.perf_counter()
        try:
            read += check(text)
        except BaseException:
            print(f"\nfailed on text {k}: {text!r}", file=sys.stderr)
            raise
        elapsed = time.perf_counter() - start
        if elapsed > slowest:
            slowest, slowest_text = elapsed, text
        if show and (k % 5000 == 0 or k == count):
            rate = k / (time.perf_counter() - begun)
            print(f"\r{k:,} of {count:,} texts, {read:,} read, {rate:,.0f} texts/s", end="", flush=True)
    if show:
        print(f"\nslowest: {slowest * 1000:.1f} ms for {slowest_text[:80]!r}")
    assert slowest < 1, f"{slowest:.1f} s for {slowest_text!r}"
    return read, slowest, slowest_text


def main() -> None:
    arguments = argparse.ArgumentParser(description="Fuzz the parser.")
    arguments.add_argument("--count", type=int, default=100_000, help="number of texts")
    arguments.add_argument("--seed", type=int, default=0, help="seed of the random texts")
    options = arguments.parse_args()
    fuzz(options.count, options.seed)


if __name__ == "__main__":
    main()

"""What `make bench` prints: how fast problems are made and learned from, and how compact their tokens are.

    python benchmarks/speed.py [--seconds 5] [--train-seconds 30] [--preset small] [--tokens FILE.tsv ...]

generation   backward pairs with their token ids, one core; without and with surface variety
SymPy        the same trees built, differentiated and spelled by SymPy
training     examples a second on this machine's CPU, eager and compiled; batches are made beforehand, and what
             they cost is stated as a share of the processor time of making and learning together
tokens       our tokens on a file in the Lample–Charton format, relative to the file's own words
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ansatz.data.encode import encode, statement_tokens
from ansatz.data.lample_charton import read_line
from ansatz.data.stream import StreamConfig, make_chunk
from ansatz.errors import AnsatzError
from ansatz.expr.canonical import to_symengine, words
from ansatz.expr.notation import to_prefix
from ansatz.expr.tokenizers import to_tokens
from ansatz.problems.integral.backward import Backward, BackwardConfig
from ansatz.problems.problem import Problem
from ansatz.problems.trees import TreeSampler


def rate(work: Callable[[], int], seconds: float) -> float:
    """Units of work per second, measured for at least `seconds`."""
    started, done = time.perf_counter(), 0
    while (spent := time.perf_counter() - started) < seconds:
        done += work()
    return done / spent


def generation(surface_variety: bool, seconds: float) -> float:
    rng, generator = random.Random(0), Backward(BackwardConfig(surface_variety=surface_variety))

    def pair() -> int:
        problem = generator.generate(rng)
        try:
            return int(isinstance(problem, Problem) and encode(problem) is not None)
        except AnsatzError:
            return 0

    return rate(pair, seconds)


def sympy_generation(seconds: float) -> float:
    import sympy

    from ansatz.expr.sympy_bridge import from_sympy, to_sympy

    rng, config = random.Random(0), BackwardConfig()
    sampler, x = TreeSampler(config.tree), sympy.Symbol("x")

    def pair() -> int:
        tree = sampler.tree(rng, rng.randint(4, config.max_operators))
        try:
            antiderivative = to_sympy(tree)
            integrand = sympy.diff(antiderivative, x)
            to_tokens(to_prefix(from_sympy(integrand)))
            to_tokens(to_prefix(from_sympy(antiderivative)))
        except (AnsatzError, TypeError, ValueError):
            return 0
        return int(integrand != 0)

    return rate(pair, seconds)


class Training(NamedTuple):
    """examples_per_second; parameters; generation: its share of all processor time when a live stream feeds the run."""

    examples_per_second: float
    parameters: int
    generation: float


def training(preset: str, seconds: float, mixture: dict[str, float], compiled: bool) -> Training:
    """Training on batches made beforehand, whose cost is known; the first steps do not count."""
    from ansatz.models.config import PRESETS
    from ansatz.training.config import TrainConfig
    from ansatz.training.loop import Trainer

    make_chunk(replace(StreamConfig(), mixture=mixture, chunk=64), 0)  # what is prepared once
    started = time.process_time()
    batches = make_chunk(replace(StreamConfig(), mixture=mixture), 0)
    making = (time.process_time() - started) / sum(batch.examples for batch in batches)
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(TrainConfig(model=PRESETS[preset], compile=compiled), Path(folder))
        queue = iter(batches * 1_000)

        def step() -> int:
            batch = next(queue)
            trainer.step(batch)
            return batch.examples

        for _ in range(20 if compiled else 5):
            step()
        started, before = time.process_time(), trainer.progress.examples
        examples_per_second = rate(step, seconds)
        learning = (time.process_time() - started) / (trainer.progress.examples - before)
        return Training(examples_per_second, trainer.model.parameter_count, making / (making + learning))


def token_ratio(path: Path) -> tuple[float, float, int]:
    """(our mean number of tokens, the file's own, lines): problem and answer together, task token left out."""
    ours = theirs = lines = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        read = read_line(line)
        assert read.integrand is not None, f"{path} holds other problems than integrals"
        try:
            own = statement_tokens("<integrate>", (to_symengine(read.integrand),))[1:]
            own += to_tokens(words(to_symengine(read.answer)))
        except AnsatzError as error:
            print(f"  left out: {error}")
            continue
        ours += len(own)
        theirs += len(line.split("|")[-1].split()) - 2  # sub Y'
        lines += 1
    return ours / lines, theirs / lines, lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each rate of generation")
    parser.add_argument("--train-seconds", type=float, default=30.0)
    parser.add_argument("--preset", default="small")
    parser.add_argument("--tokens", type=Path, nargs="*", default=[], metavar="FILE.tsv")
    options = parser.parse_args()

    def show(name: str, value: str) -> None:
        print(f"{name:<44} {value}", flush=True)

    from ansatz.training.plan import MIXTURE
    from ansatz.training.utilisation import matrix_peak

    plain = generation(False, options.seconds)
    show("backward pairs, compact tokens, one core", f"{plain:8,.0f} /s")
    show("backward pairs, with surface variety", f"{generation(True, options.seconds):8,.0f} /s")
    slow = sympy_generation(options.seconds)
    show("the same by SymPy", f"{slow:8,.0f} /s   ({plain / slow:.0f} times slower)")
    show("bfloat16 matrix products, CPU", f"{matrix_peak(seconds=options.seconds) / 1e9:8,.0f} GFLOP/s")

    for name, mixture in (("backward", {}), ("the usual mixture", MIXTURE)):
        for compiled in (False, True):
            found = training(options.preset, options.train_seconds, mixture, compiled)
            show(
                f"training on {name}{', compiled' if compiled else ''}",
                f"{found.examples_per_second:8,.0f} examples/s   ({options.preset}: {found.parameters / 1e6:.1f} M "
                f"parameters; a live stream takes {found.generation:.1%} of the processor time)",
            )
    for path in options.tokens:
        ours, theirs, lines = token_ratio(path)
        show(f"tokens of {path.name}, {lines} lines", f"{ours:8.1f} against {theirs:.1f}: {ours / theirs:.2f}")


if __name__ == "__main__":
    main()

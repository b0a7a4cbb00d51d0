"""A short run of the parser's fuzzer (`benchmarks/fuzz_parser.py` runs a million)."""

import runpy
from pathlib import Path

import pytest

FUZZER = Path(__file__).parents[2] / "benchmarks" / "fuzz_parser.py"


@pytest.mark.slow
@pytest.mark.skipif(not FUZZER.exists(), reason="the benchmarks are not part of this source distribution")
@pytest.mark.parametrize("seed", [1, 2])
def test_fuzz(seed: int) -> None:
    read, slowest, _ = runpy.run_path(str(FUZZER))["fuzz"](20_000, seed, show=False)
    assert read > 2_000
    assert slowest < 1

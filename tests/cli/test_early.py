"""Workers start before anything heavy is imported, and only for commands that solve."""

import subprocess
import sys

import pytest

CODE = """
import sys
from ansatz.cli.early import warm_for
from ansatz.solve import portfolio
started = []
portfolio.warm = lambda name, task: started.append(task)
warm_for(sys.argv[1:])
print(*started, *({"typer", "numpy", "symengine"} & set(sys.modules)))
"""


@pytest.mark.parametrize(
    "arguments, started",
    [
        (["integrate", "x"], "ansatz.solve.integral.stages:own_candidates"),
        (["dsolve", "y' = y", "--json"], "ansatz.solve.ode.stages:own_candidates"),
        (["lyapunov", "x' = -x"], "ansatz.solve.lyapunov.stages:own_candidates"),
        (["integrate", "--help"], ""),
        (["verify", "x", "1"], ""),
        ([], ""),
    ],
)
def test_the_worker_of_a_command_starts_before_heavy_imports(arguments, started):
    run = subprocess.run([sys.executable, "-c", CODE, *arguments], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == started

"""Pictures of solutions for notebooks: drawn when they are shown, and not before.

from ansatz.inspection.notebook import plot
plot(ansatz.integrate("x*cos(x)"))        integrand and antiderivative
plot(ansatz.dsolve("y' = y - x"))         solutions over the direction field
plot(ansatz.lyapunov("x' = y; y' = -x - y"))
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from ansatz.errors import ConfigError
from ansatz.inspection import curves, direction_field, phase_portrait
from ansatz.solve.integral.solution import Integral
from ansatz.solve.lyapunov.solution import LyapunovSolution
from ansatz.solve.ode.solution import OdeSolution
from ansatz.solve.solution import Solution


@dataclass(frozen=True)
class Picture:
    """What a notebook shows of a solution."""

    solution: Solution

    def save(self, path: str | Path) -> None:
        """Write it to a .png or .svg file."""
        match self.solution:
            case Integral():
                curves.draw(self.solution, Path(path))
            case OdeSolution():
                direction_field.draw(self.solution, Path(path))
            case LyapunovSolution():
                phase_portrait.draw(self.solution, Path(path))
            case _:
                raise ConfigError(f"There is no picture of a {type(self.solution).__name__}.")

    @cached_property
    def png(self) -> bytes:
        """The picture."""
        with TemporaryDirectory() as folder:
            file = Path(folder) / "picture.png"
            self.save(file)
            return file.read_bytes()

    def _repr_png_(self) -> bytes:
        return self.png


def plot(solution: Solution) -> Picture:
    """The picture of a solution."""
    return Picture(solution)


__all__ = ["Picture", "plot"]

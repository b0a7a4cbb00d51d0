"""`ansatz inspect`: look inside a trained model."""

from pathlib import Path
from typing import Annotated

import typer


def inspect(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run's folder, or a checkpoint file.")],
    expression: Annotated[
        str | None, typer.Argument(metavar="[EXPR]", help="Show attention over this integrand, as text or LaTeX.")
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder of the report.")] = Path("out/inspection"),
) -> None:
    """Draw what a model attends to, its token embeddings, and the neighbours of its operators.

    \b
    ansatz inspect out/run
    ansatz inspect out/run "x*cos(x)" --out out/inspection
    """
    from ansatz.inspection.report import inspect as look_inside

    page, *pictures = look_inside(run, expression, out)
    print(f"{page} and {len(pictures)} pictures beside it: {', '.join(picture.stem for picture in pictures)}")

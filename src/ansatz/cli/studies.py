"""`ansatz study`: one experiment of the laboratory, run again from scratch."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ansatz.cli.progress import INTERRUPTED

if TYPE_CHECKING:
    from ansatz.studies.study import Settings


def study(
    name: Annotated[str | None, typer.Argument(help="Which study; none: list them.")] = None,
    out: Annotated[Path | None, typer.Option(help="The study's folder; default: out/NAME. It resumes there.")] = None,
    budget: Annotated[float, typer.Option(help="Minutes of training for each arm.")] = 10.0,
    count: Annotated[int, typer.Option(min=1, help="Held-out problems to solve.")] = 500,
    threads: Annotated[int, typer.Option(min=1, help="Threads of the trainer.")] = 1,
    seed: Annotated[int, typer.Option(help="Seed of weights and training problems.")] = 0,
    seeds: Annotated[int, typer.Option(min=1, help="Repeat every arm with so many seeds.")] = 1,
    preset: Annotated[str, typer.Option(help="Size of the models, where the study does not vary it.")] = "small",
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
) -> None:
    """Run an experiment again, from training to its table and picture; the same command resumes it.

    \b
    ansatz study                                                  the studies, and what each costs
    ansatz study families --budget 10 --threads 2 --out out/families
    """
    from ansatz.errors import ConfigError
    from ansatz.studies.registry import STUDIES
    from ansatz.studies.study import Settings

    settings = Settings(budget, count, threads, seed, seeds, preset, device)
    if name is None:
        print(listing(settings))
        return
    if name not in STUDIES:
        raise ConfigError(f"There is no study '{name}'; choose from {', '.join(STUDIES)}.")
    folder = out or Path("out") / name

    from ansatz.cli.progress import stage_bar
    from ansatz.studies.runner import run

    try:
        with stage_bar() as watch:
            path = run(STUDIES[name], settings, folder, watch)
    except KeyboardInterrupt:
        print(f"Stopped before its end; the same command goes on with what is in {folder}.", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None
    print(path.read_text(encoding="utf-8"))
    print(f"{path} and {path.with_suffix('.png')}", file=sys.stderr)


def listing(settings: "Settings") -> str:
    """The studies with their questions and costs, at these settings."""
    from ansatz.studies.registry import STUDIES

    lines = []
    for study in STUDIES.values():
        arms = len(study.arms(settings)) * settings.seeds
        cost = f"{arms} x {settings.budget:g} = {study.cost(settings):g} minutes of training, then solving"
        lines += [f"{study.name:14}{study.question}", f"{'':14}{cost}", ""]
    return "\n".join(lines).rstrip()

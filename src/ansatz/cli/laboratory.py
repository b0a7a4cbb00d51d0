"""`ansatz train`, `export` and `evaluate`: the laboratory from the command line."""

import sys
from pathlib import Path
from typing import Annotated

import typer

MIXTURE = "backward=0.5,by_parts=0.2,substitution=0.15,liouville=0.15"
PRESETS = "tiny, small, lample-charton, yang, lyapunov"
INTERRUPTED = 130  # the shell's code for Ctrl-C, so that a script does not take the run for finished


def train(
    preset: Annotated[str, typer.Option(help=f"Model size: {PRESETS}.")] = "small",
    minutes: Annotated[float, typer.Option(min=0.05, help="Budget of this call; the last quarter cools down.")] = 60.0,
    out: Annotated[Path, typer.Option(help="The run's folder.")] = Path("out/run"),
    resume: Annotated[Path | None, typer.Option(help="Go on with the run in this folder.")] = None,
    plateau: Annotated[bool, typer.Option(help="With --resume: go on from before the cool-down.")] = False,
    cooldown: Annotated[float, typer.Option(min=0, max=1, help="Share of the budget that cools down.")] = 0.25,
    seed: Annotated[int, typer.Option(help="Seed of weights and data.")] = 0,
    threads: Annotated[int, typer.Option(min=0, help="Threads of the trainer; 0: PyTorch's choice.")] = 0,
    workers: Annotated[int, typer.Option(min=1, help="Processes that generate problems.")] = 1,
    tokens: Annotated[int, typer.Option(min=512, help="Tokens in a batch, padding included.")] = 16_000,
    compiled: Annotated[bool, typer.Option("--compile", help="Fuse operations with torch.compile.")] = False,
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
    mixture: Annotated[
        str | None, typer.Option(help=f"Tasks by weight; default: {MIXTURE}. With --resume: change to these.")
    ] = None,
) -> None:
    """Train a model on problems generated while it trains; Ctrl-C loses nothing.

    \b
    ansatz train --minutes 60 --out out/run
    ansatz train --resume out/run --minutes 60 --plateau
    """
    from ansatz.cli.progress import training_bar
    from ansatz.data.stream import StreamConfig
    from ansatz.errors import ConfigError
    from ansatz.models.config import PRESETS as presets
    from ansatz.training.config import TrainConfig
    from ansatz.training.loop import Trainer

    weights = _weights(mixture or MIXTURE)
    if resume is not None:
        file = "plateau.safetensors" if plateau else "checkpoint.safetensors"
        changes = {} if mixture is None else {"mixture": weights}
        trainer = Trainer.resume(resume, file, changes, threads=threads, compile=compiled, device=device)
    else:
        if preset not in presets:
            raise ConfigError(f"There is no preset '{preset}'; choose from {PRESETS}.")
        if (out / "checkpoint.safetensors").exists():
            raise ConfigError(f"{out} already holds a run; use --resume {out}, or another folder.")
        stream = StreamConfig(seed=seed, workers=workers, tokens=tokens, mixture=weights, exclude_held_out=True)
        config = TrainConfig(presets[preset], stream, threads=threads, compile=compiled, device=device, seed=seed)
        trainer = Trainer(config, out)
    print(f"{trainer.model.parameter_count / 1e6:.1f} M parameters; {trainer.progress.examples:,} examples seen")
    with training_bar() as report:
        progress = trainer.train(minutes=minutes, cooldown=cooldown, report=report)
    print(f"{progress.examples:,} examples in {progress.step:,} steps; checkpoint and curves.png in {trainer.out}")
    if trainer.stopped:
        print(f"Stopped before its time; go on with: ansatz train --resume {trainer.out}", file=sys.stderr)
        raise typer.Exit(INTERRUPTED)


def _weights(mixture: str) -> dict[str, float]:
    """{task: weight} of "task=weight,…"."""
    from ansatz.errors import ConfigError
    from ansatz.problems.registry import GENERATORS

    found: dict[str, float] = {}
    for entry in mixture.split(","):
        name, _, weight = entry.strip().partition("=")
        try:
            found[name] = float(weight or 1)
        except ValueError:
            raise ConfigError(f"'{entry}' is no task and weight; write such as backward=0.5.") from None
        if name not in GENERATORS:
            raise ConfigError(f"There is no task '{name}'; choose from {', '.join(GENERATORS)}.")
    return found


def export(
    run: Annotated[Path, typer.Argument(help="A run's folder, or one of its .safetensors files.")],
    out: Annotated[Path, typer.Option(help="The runtime folder to write.")],
    command: Annotated[str, typer.Option(help="The command that trained it, for the model card.")] = "",
    note: Annotated[str, typer.Option(help="Budget and machine, for the model card.")] = "",
    accuracy: Annotated[Path | None, typer.Option(help="A summary written by `evaluate --json`, for the card.")] = None,
) -> None:
    """Write the runtime folder (CTranslate2, int8, model card) of a trained model.

    \b
    ansatz export out/run --out out/weights
    """
    import json

    from ansatz.errors import ConfigError
    from ansatz.training.export import export as write

    source = run if run.suffix == ".safetensors" else run / "checkpoint.safetensors"
    try:
        measured = json.loads(accuracy.read_text()) if accuracy else None
    except ValueError:
        raise ConfigError(f"{accuracy} is no JSON; write it with ansatz evaluate --json.") from None
    full = write(source, out, {"command": command, "note": note, "accuracy": measured})
    size = sum(file.stat().st_size for file in out.iterdir()) / 1e6
    print(f"{full['parameters'] / 1e6:.1f} M parameters, {size:.1f} MB in {out}")


def evaluate(
    problems: Annotated[Path, typer.Argument(help="A .tsv (Lample–Charton) or .jsonl file of integrals.")],
    lineup: Annotated[
        str, typer.Option(help="Line-ups, by commas: network, fit, views, own, default, sympy, …")
    ] = "own",
    count: Annotated[int | None, typer.Option(min=1, help="Only the first so many problems.")] = None,
    beam: Annotated[int, typer.Option(min=1, max=100, help="Beam size.")] = 10,
    deadline: Annotated[float, typer.Option(min=0.01, help="Seconds for each problem.")] = 10.0,
    weights: Annotated[Path | None, typer.Option(help="A runtime folder other than the shipped weights.")] = None,
    out: Annotated[Path | None, typer.Option(help="Results as JSON lines; a stopped run goes on from here.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Measure the solved share of a problem set, each line-up of methods apart.

    \b
    ansatz evaluate test.tsv --lineup network,fit,views,own,default --out out/results.jsonl
    """
    from dataclasses import asdict
    from json import dumps

    from ansatz.cli import show
    from ansatz.cli.progress import bar
    from ansatz.evaluate.accuracy import Result, Settings, summarise
    from ansatz.evaluate.accuracy import evaluate as measure

    settings = Settings(beam, deadline, None if weights is None else str(weights))
    names = [name.strip() for name in lineup.split(",") if name.strip()]
    solved = 0
    with bar("solving", None) as advance:

        def report(result: Result, done: int, total: int) -> None:
            nonlocal solved
            solved += result.solved
            advance(1, f"{result.lineup}: {solved} solved now", total)

        rows = summarise(measure(problems, names, settings, count=count, out=out, report=report))
    if json:
        print(dumps([asdict(row) for row in rows], indent=2))
        return
    show.rows(rows)

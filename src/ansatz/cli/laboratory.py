"""`ansatz train`, `export` and `evaluate`: the laboratory from the command line."""

from pathlib import Path
from typing import Annotated

import typer

FAMILIES = "transformer, decoder, rnn, seq2seq, attention"
PRESETS = "tiny, small, lample-charton, yang, lyapunov"
VALIDATE_MINUTES = 10.0


def train(
    config: Annotated[Path | None, typer.Argument(help="Settings in a TOML file, such as runs/small.toml.")] = None,
    model: Annotated[str | None, typer.Option(help=f"Family: {FAMILIES}; default: transformer.")] = None,
    preset: Annotated[str | None, typer.Option(help=f"Size: {PRESETS}; default: small.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.05, help="Budget of this call; default: 60.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Budget in optimisation steps instead.")] = None,
    out: Annotated[Path | None, typer.Option(help="The run's folder; default: out/run.")] = None,
    resume: Annotated[Path | None, typer.Option(help="Go on with the run in this folder.")] = None,
    plateau: Annotated[bool, typer.Option("--plateau", help="With --resume: go on from before the cool-down.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure a few steps; write nothing.")] = False,
    cooldown: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of the budget that cools down; default: 0.25.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of weights and data; default: 0.")] = None,
    threads: Annotated[int | None, typer.Option(min=0, help="Threads of the trainer; 0: PyTorch's choice.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes that make batches; default: 1.")] = None,
    tokens: Annotated[
        int | None, typer.Option(min=512, help="Tokens in a batch, padding included; default: 16000.")
    ] = None,
    validate: Annotated[
        int | None, typer.Option(min=1, help="Held-out problems to solve every ten minutes and at the end.")
    ] = None,
    compiled: Annotated[
        bool | None,
        typer.Option(
            "--compile/--no-compile",
            help="Fuse operations with torch.compile: about a tenth faster; pays in runs over ten minutes.",
        ),
    ] = None,
    device: Annotated[str | None, typer.Option(help="cpu or cuda; default: cpu.")] = None,
    tensorboard: Annotated[bool, typer.Option("--tensorboard", help="Write TensorBoard's events too.")] = False,
    mixture: Annotated[
        str | None, typer.Option(help="Tasks by weight, such as backward=0.7,by_parts=0.3. With --resume: change them.")
    ] = None,
    option: Annotated[
        list[str] | None, typer.Option("--set", help="name=value: any setting of the file, such as model.dropout=0.1.")
    ] = None,
) -> None:
    """Train a model on problems generated while it trains; Ctrl-C loses nothing.

    \b
    ansatz train --minutes 60 --out out/run
    ansatz train runs/small.toml --model attention --dry-run
    ansatz train --resume out/run                           the rest of its budget
    ansatz train --resume out/run --minutes 60 --plateau    more of it
    torchrun --nproc-per-node 2 -m ansatz train runs/small.toml
    """
    from ansatz.cli import training
    from ansatz.cli.options import assignments
    from ansatz.errors import ConfigError

    weights = None if mixture is None else training.weights(mixture)
    changeable: dict[str, object] = {
        "threads": threads,
        "compile": compiled,
        "device": device,
        "tensorboard": tensorboard or None,
        "stream.workers": workers,
        "stream.mixture": weights,
    }
    fixed: dict[str, object] = {
        "model.family": model,
        "model.preset": preset,
        "out": None if out is None else str(out),
        "seed": seed,
        "stream.tokens": tokens,
        "validation.problems": validate,
    }
    changes = {name: value for name, value in changeable.items() if value is not None}
    if resume is not None:
        names = ("CONFIG", "--model", "--preset", "--out", "--seed", "--tokens", "--validate", "--dry-run", "--set")
        for name, value in zip(names, (config, *fixed.values(), dry_run or None, option), strict=True):
            if value is not None:
                raise ConfigError(f"{name} means nothing to a run that is resumed; leave it out, or begin a new run.")
        training.resume(resume, plateau, changes, minutes, steps, cooldown)
        return
    if plateau:
        raise ConfigError("--plateau goes on from a run's plateau; give the run's folder with --resume.")
    budget = {"minutes": minutes, "steps": steps, "cooldown": cooldown}
    flags = changes | {name: value for name, value in (fixed | budget).items() if value is not None}
    if validate is not None:
        flags["validation.every_minutes"] = VALIDATE_MINUTES
    training.begin(config, flags | assignments(option or []), dry_run)


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
    problems: Annotated[
        Path,
        typer.Argument(
            help="A folder that ansatz generate wrote, or a .tsv, .txt, .jsonl or .parquet file of integrals."
        ),
    ],
    lineup: Annotated[
        str, typer.Option(help="Line-ups, by commas: network, fit, views, own, default, sympy, …")
    ] = "own",
    count: Annotated[int | None, typer.Option(min=1, help="Only the first so many problems.")] = None,
    beam: Annotated[int, typer.Option(min=1, max=100, help="Beam size.")] = 10,
    deadline: Annotated[float, typer.Option(min=0.01, help="Seconds for each problem.")] = 10.0,
    domain: Annotated[str, typer.Option(help="real or complex.")] = "real",
    weights: Annotated[Path | None, typer.Option(help="A runtime folder other than the shipped weights.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Problems at once; times are honest with a core for each.")] = 1,
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
    from ansatz.evaluate.evaluation import Settings
    from ansatz.evaluate.evaluation import evaluate as measure
    from ansatz.evaluate.report import summarise
    from ansatz.evaluate.results import Result

    settings = Settings(beam, deadline, None if weights is None else str(weights), domain)
    names = [name.strip() for name in lineup.split(",") if name.strip()]
    solved = 0
    with bar("solving", None) as advance:

        def report(result: Result, done: int, total: int) -> None:
            nonlocal solved
            solved += result.solved
            advance(1, f"{result.lineup}: {solved} solved now", total)

        results = measure(problems, names, settings, count=count, out=out, workers=workers, report=report)
        rows = summarise(results)
    if json:
        print(dumps([asdict(row) for row in rows], indent=2))
        return
    show.rows(rows)

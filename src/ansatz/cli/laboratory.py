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
        list[str] | None,
        typer.Argument(
            help="Sets: textbook-integrals, textbook-odes, textbook-systems, traps, hard-integrals, robustness, "
            "generated-fast/TASK, generated-full, or .tsv, .txt, .jsonl, .parquet files and folders that ansatz "
            "generate wrote."
        ),
    ] = None,
    systems: Annotated[
        str,
        typer.Option(
            help="By commas: own, default, network, fit, views, structural; sympy, manualintegrate, heurisch, maxima, "
            "fricas, giac, rubi, alkahest, mathematica, maple, matlab."
        ),
    ] = "own",
    count: Annotated[int | None, typer.Option(min=1, help="Only the first so many problems of each set.")] = None,
    sample: Annotated[int | None, typer.Option(min=1, help="Only so many of each set, drawn at random.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of --sample.")] = 0,
    beam: Annotated[int, typer.Option(min=1, max=100, help="Beam size.")] = 10,
    deadline: Annotated[float, typer.Option(min=0.01, help="Seconds for each problem and system.")] = 10.0,
    memory: Annotated[float, typer.Option(min=100, help="Megabytes for each system.")] = 1_500.0,
    domain: Annotated[str, typer.Option(help="real or complex.")] = "real",
    weights: Annotated[Path | None, typer.Option(help="A runtime folder other than the shipped weights.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Problems at once; times are honest with a core for each.")] = 1,
    out: Annotated[Path | None, typer.Option(help="A folder for the results and the report.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the results in --out.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")] = False,
) -> None:
    """Who solves what, verified: a scoreboard of our methods and of computer algebra systems.

    \b
    ansatz evaluate textbook-integrals traps --systems own,sympy,maxima --out out/board
    ansatz evaluate test.tsv --systems network,fit,views,own,default --out out/board --resume
    ansatz evaluate --out out/board                          the report again, from the results that are there
    """
    from dataclasses import asdict
    from json import dumps

    from ansatz.cli import show
    from ansatz.cli.progress import bar
    from ansatz.errors import ConfigError
    from ansatz.evaluate.evaluation import Settings
    from ansatz.evaluate.evaluation import evaluate as measure
    from ansatz.evaluate.report import summaries, write
    from ansatz.evaluate.results import Ledger, Result, read_run

    if problems:
        settings = Settings(beam, deadline, None if weights is None else str(weights), domain, memory)
        names = [name.strip() for name in systems.split(",") if name.strip()]
        solved: dict[str, int] = dict.fromkeys(names, 0)
        with bar("solving", None) as advance:

            def report(result: Result, done: int) -> None:
                solved[result.system] = solved.get(result.system, 0) + result.solved
                advance(1, ", ".join(f"{system} {number}" for system, number in solved.items()) + " solved now")

            board = measure(
                problems,
                names,
                settings,
                count=count,
                sample=sample,
                seed=seed,
                out=out,
                resume=resume,
                workers=workers,
                report=report,
            )
        ledger = board.ledger
    elif out is None:
        raise ConfigError("Give the sets to evaluate, or with --out the folder whose report is to be written again.")
    else:
        read_run(out)
        ledger = Ledger(out)
    rows = summaries(ledger)
    if out is not None:
        write(out)
    if json:
        print(dumps([asdict(row) for row in rows], indent=2))
        return
    show.rows(rows)
    if out is not None:
        print(f"Report: {out / 'report.html'}, {out / 'report.md'}")

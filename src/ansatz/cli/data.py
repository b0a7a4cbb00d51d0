"""`ansatz generate` and `ansatz data head|stats|convert|verify`: data sets from the command line."""

import sys
from collections import Counter
from dataclasses import is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ansatz.data.record import Record
    from ansatz.evaluate.second_opinion.opinion import Opinion

data = typer.Typer(help="Look at problems, measure, convert and check them.", no_args_is_help=True)

Source = Annotated[Path, typer.Argument(help="A data set's folder, or a .parquet, .jsonl, .tsv or .txt file.")]
Split = Annotated[str | None, typer.Option(help="Only train, valid or test.")]
First = Annotated[str | None, typer.Option(help="Only the first so many problems; 10k and 1M are understood.")]

# Attempts in a shard of the generators whose attempts take long; others have 8,192.
SHARD = {"forward": 256, "textbook": 1_024, "lyapunov_forward": 64, "ode1": 2_048, "ode2": 1_024}


def generate(
    task: Annotated[str, typer.Argument(help="backward, by_parts, substitution, … or module:factory.")] = "backward",
    count: Annotated[str, typer.Option(help="Different problems to make: 500, 10k, 1M.")] = "1000",
    out: Annotated[
        Path | None,
        typer.Option(help="A folder, or a .tsv, .jsonl or .parquet file; default: the terminal, as people write them."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that generate.")] = 1,
    engine: Annotated[str, typer.Option(help="local, or ray.")] = "local",
    address: Annotated[str | None, typer.Option(help="With --engine ray: a cluster's address; default: here.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of the random problems.")] = 0,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the data set in --out.")] = False,
    exclude: Annotated[
        Path | None, typer.Option(help="Leave out the statements of this file, which ansatz data exclude made.")
    ] = None,
    replay: Annotated[
        Path | None, typer.Option(help="Skip the attempts that met a deadline or crashed in this data set.")
    ] = None,
    shard: Annotated[int | None, typer.Option(min=1, help="Attempts in a shard.")] = None,
    deadline: Annotated[float, typer.Option(min=0.01, help="Seconds for one attempt.")] = 20.0,
    memory: Annotated[float, typer.Option(min=100, help="Megabytes for one local worker.")] = 2_000.0,
    parameters: Annotated[
        float | None, typer.Option(min=0, max=1, help="Share of problems with parameters a, b, …")
    ] = None,
    variety: Annotated[bool | None, typer.Option(help="Write integrands in several forms.")] = None,
    complex_share: Annotated[
        float | None, typer.Option("--complex", min=0, max=1, help="Share of problems over the complex numbers.")
    ] = None,
    integrator: Annotated[
        str | None,
        typer.Option(help="Who solves forward problems: own, sympy, maxima, fricas; default: structural terms alone."),
    ] = None,
    option: Annotated[
        list[str] | None, typer.Option("--set", help="name=value: a field of the generator's configuration, in JSON.")
    ] = None,
) -> None:
    """Make random problems with their answers; a data set that was stopped resumes to the same bytes.

    \b
    ansatz generate backward --count 5
    ansatz generate backward --count 500 --seed 7 --out out/test.tsv
    ansatz generate by_parts --count 1M --workers 8 --out out/by_parts --resume
    ansatz generate forward --integrator own --count 5
    ansatz generate textbook --count 200k --exclude out/tests.keys --out out/textbook
    """
    from ansatz.errors import ConfigError

    wanted = number(count)
    options = _options(task, parameters, variety, complex_share, option or [])
    if integrator is not None:
        task = _forward_by(integrator, task)
    if out is None or out.suffix:
        if resume or replay or engine != "local":
            raise ConfigError("Only a data set can be resumed, replayed or made on Ray; give --out a folder.")
        _write_file(task, options, seed, wanted, out, exclude)
        return

    from contextlib import closing

    from ansatz.cli.progress import generation_bar
    from ansatz.data import exclusion, manifest
    from ansatz.data.engine import Engine
    from ansatz.data.executor import Executor, LocalExecutor
    from ansatz.data.manifest import DataConfig

    if shard is None and resume and (out / manifest.MANIFEST).exists():
        shard = manifest.read(out)["config"]["shard"]
    excluded = exclusion.Exclusion() if exclude is None else exclusion.read(exclude)
    shard = shard or min(SHARD.get(task, 256 if integrator else 8_192), max(64, wanted // 8))
    config = DataConfig(task, options, seed, shard, excluded=excluded.sha256)
    skipped = {} if replay is None else manifest.skipped_in(replay)
    executor: Executor
    if engine == "local":
        executor = LocalExecutor(workers, memory)
    elif engine == "ray":
        from ansatz.data.ray_engine import RayExecutor

        executor = RayExecutor(workers, address)
    else:
        raise ConfigError(f"There is no engine '{engine}'; choose local or ray.")
    with closing(executor), generation_bar(wanted) as report:
        made = Engine(config, out, executor, deadline=deadline, skipped=skipped, exclusion=excluded, report=report)
        progress = made.run(wanted, resume)
    print(f"{progress.problems:,} problems in {progress.shards} shards in {out}, from {progress.attempts:,} attempts")


def number(text: str) -> int:
    """500, 10k, 2.5M as an integer; raises `ConfigError`."""
    import re
    from fractions import Fraction

    from ansatz.errors import ConfigError

    found = re.fullmatch(r"(\d{1,12}(?:\.\d{1,9})?)([kM]?)", text.strip())
    value = Fraction(found[1]) * {"": 1, "k": 1_000, "M": 1_000_000}[found[2]] if found else Fraction(0)
    if value < 1 or value.denominator != 1:
        raise ConfigError(f"'{text}' is no count of problems; write 500, 10k or 1M.")
    return int(value)


def _forward_by(integrator: str, task: str) -> str:
    """The factory of forward problems by this integrator."""
    from ansatz.errors import ConfigError
    from ansatz.solve.integral.integrators import INTEGRATORS

    if task != "forward":
        raise ConfigError(f"Only forward problems have an integrator; leave it out, or make forward instead of {task}.")
    if integrator not in INTEGRATORS:
        raise ConfigError(f"There is no integrator '{integrator}'; choose from {', '.join(INTEGRATORS)}.")
    return INTEGRATORS[integrator]


def _options(
    task: str, parameters: float | None, variety: bool | None, complex_share: float | None, further: list[str]
) -> dict[str, object]:
    """The generator's configuration as far as it was said; raises `ConfigError` for what is no setting of it."""
    from ansatz.cli.options import assignments
    from ansatz.data.work import make_generator
    from ansatz.errors import ConfigError
    from ansatz.training.settings import read

    said = {"parametric_share": parameters, "surface_variety": variety, "complex_share": complex_share}
    options = {name: value for name, value in said.items() if value is not None} | assignments(further)
    config = getattr(make_generator(task, {}), "config", None) if options else None
    if is_dataclass(config) and not isinstance(config, type):  # a generator from elsewhere may have none
        read(type(config), options)
        for name in options:
            if is_dataclass(getattr(config, name)):
                raise ConfigError(f"'{name}' is a table of settings, which --set does not reach; leave it out.")
    return options


def _write_file(
    task: str, options: dict[str, object], seed: int, count: int, out: Path | None, exclude: Path | None
) -> None:
    from ansatz.cli.progress import bar
    from ansatz.data import exclusion
    from ansatz.data.generate import distinct
    from ansatz.data.interchange import write
    from ansatz.data.work import make_generator

    excluded = exclusion.Exclusion() if exclude is None else exclusion.read(exclude)
    generator = make_generator(task, options)
    records = distinct(generator, seed, count, wanted=lambda record: record.statement not in excluded)
    if out is None:
        for record in records:
            print(readable(record))
        return
    with bar("generating", count) as advance:

        def counted() -> "Iterator[Record]":
            for record in records:
                advance(1, "")
                yield record

        write(out, counted())
    print(f"{count} problems in {out}")


# ------------------------------------------------------------------------------------------ ansatz data


def _read(source: Path, split: str | None, count: str | None) -> "Iterator[Record]":
    from itertools import islice

    from ansatz.data.interchange import read
    from ansatz.errors import ConfigError

    if not source.exists():  # said before anything is written
        raise ConfigError(f"There is no file or folder '{source}'; check its name.")
    return islice(read(source, split), None if count is None else number(count))


@data.command()
def head(
    source: Source,
    count: Annotated[str, typer.Option(help="How many problems.")] = "10",
    split: Split = None,
) -> None:
    """Print problems as people write them."""
    for record in _read(source, split, count):
        print(readable(record))


def readable(record: "Record") -> str:
    """A problem and its answer in one to a few lines."""
    from ansatz.data.record import trees
    from ansatz.expr.printing import as_written, to_text

    statement, answer, branch = (
        [to_text(as_written(tree)) for tree in trees(text)] for text in (record.statement, record.answer, record.branch)
    )
    where = f"   where {', '.join(f'{condition} > 0' for condition in branch)}" if branch else ""
    match record.task:
        case "<integrate>" | "<integrate_complex>":
            return f"∫ {statement[0]} dx = {answer[0]}{where}"
        case "<ode1>" | "<ode2>":
            return f"{statement[0]} = 0   Y = {answer[0]}{where}"
        case "<lyapunov>":
            system = ", ".join(f"x{k}' = {component}" for k, component in enumerate(statement))
            return f"{system}   V = {answer[0]}{where}"
    return f"{record.task} {'; '.join(statement)}: {'; '.join(answer)}{where}"


@data.command()
def stats(
    source: Source,
    html: Annotated[Path | None, typer.Option(help="Write the report with pictures to this file, too.")] = None,
    count: First = None,
    split: Split = None,
) -> None:
    """Lengths, depths, operators, forms, duplicates and acceptance, on the terminal and as one HTML file."""
    from ansatz.data import atomic
    from ansatz.data.report import as_html
    from ansatz.data.statistics import as_text, collect

    whole = source if source.is_dir() and count is None and split is None else None
    statistics = collect(_read(source, split, count), whole)
    print(as_text(statistics))
    if html is not None:
        html.parent.mkdir(parents=True, exist_ok=True)
        atomic.write(html, as_html(statistics, source.name).encode())
        print(f"Pictures in {html}", file=sys.stderr)


@data.command()
def convert(
    source: Source,
    target: Annotated[Path, typer.Argument(help="A .tsv, .txt, .jsonl or .parquet file, or a new folder.")],
    count: First = None,
    split: Split = None,
    unique: Annotated[bool, typer.Option("--unique", help="Leave out statements met before.")] = False,
) -> None:
    """Write problems in another format.

    \b
    ansatz data convert public.tsv out/public      a data set to train on
    ansatz data convert out/backward test.tsv --split test
    """
    from ansatz.data.interchange import write

    written = write(target, _read(source, split, count), unique)
    print(f"{written:,} problems in {target}")


@data.command()
def exclude(
    sources: Annotated[list[Path], typer.Argument(help="Problem sets: folders, .parquet, .tsv, .txt or .jsonl files.")],
    out: Annotated[Path, typer.Option(help="The file to write: a key of each statement, nothing else of it.")],
) -> None:
    """List the statements of test sets, by hash and in every form, for `ansatz generate --exclude` to leave out.

    \b
    ansatz data exclude bwd.tsv fwd.tsv rubi.jsonl --out out/tests.keys
    """
    from itertools import chain

    from ansatz.data import exclusion
    from ansatz.evaluate.exclusions import keys

    written = exclusion.write(out, chain.from_iterable(keys(source) for source in sources))
    print(f"{written:,} statements in {out}")


@data.command()
def unsolved(
    source: Source,
    target: Annotated[Path, typer.Argument(help="A new folder, or a .jsonl, .parquet, .tsv or .txt file.")],
    weights: Annotated[Path | None, typer.Option(help="A runtime folder; default: those that ship.")] = None,
    lineup: Annotated[str, typer.Option(help="network, fit, or views: each with what stands before it.")] = "network",
    beam: Annotated[int, typer.Option(min=1, help="Hypotheses for each problem.")] = 10,
    count: First = None,
    split: Split = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that solve.")] = 1,
    deadline: Annotated[float, typer.Option(min=0.1, help="Seconds for each problem.")] = 5.0,
) -> None:
    """Keep the problems that a network does not solve by itself: what expert iteration learns from.

    \b
    ansatz data unsolved out/textbook out/hard --weights out/weights
    ansatz train --resume out/run --mixture out/textbook=0.5,out/hard=0.5
    """
    from ansatz.cli.progress import bar
    from ansatz.data.interchange import write
    from ansatz.errors import ConfigError
    from ansatz.evaluate.alone import LINEUPS
    from ansatz.evaluate.alone import unsolved as judged
    from ansatz.solve.network import load_decoder

    if lineup not in LINEUPS:
        raise ConfigError(f"There is no line-up '{lineup}'; choose from {', '.join(LINEUPS)}.")
    if weights is not None:
        load_decoder(str(weights))  # a folder that holds no model is said at once
    asked = 0
    with bar("solving", None if count is None else number(count)) as advance:

        def kept() -> "Iterator[Record]":
            nonlocal asked
            records = _read(source, split, count)
            for record, open_ in judged(records, weights, lineup=lineup, beam=beam, workers=workers, seconds=deadline):
                asked += 1
                advance(1, "")
                if open_:
                    yield record

        written = write(target, kept())
    print(f"{written:,} of {asked:,} problems stay unsolved, in {target}")


@data.command()
def verify(
    source: Source,
    count: First = None,
    split: Split = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that check.")] = 1,
    deadline: Annotated[float, typer.Option(min=0.1, help="Seconds for each problem.")] = 30.0,
) -> None:
    """Ask for a second opinion on every answer, by mpmath alone, not by our verifier; exit code 1 if any is wrong."""
    from ansatz.cli.progress import bar
    from ansatz.evaluate.second_opinion.records import opinions

    right, undecided = 0, Counter[str]()
    wrong: list[tuple[Record, Opinion]] = []
    with bar("checking", None if count is None else number(count)) as advance:
        for record, opinion in opinions(_read(source, split, count), workers, deadline):
            if opinion.disagrees:
                wrong.append((record, opinion))
            elif opinion.agrees:
                right += 1
            else:
                undecided[opinion.reason] += 1
            advance(1, f"{len(wrong)} wrong, {undecided.total()} undecided")
    for record, opinion in wrong:
        print(f"wrong, attempt {record.attempt}: {readable(record)}\n    {opinion}")
    print(f"{right:,} right, {len(wrong):,} wrong, {undecided.total():,} undecided")
    for reason, times in undecided.most_common():
        print(f"    {times:,} undecided: {reason}")
    if wrong:
        raise typer.Exit(1)

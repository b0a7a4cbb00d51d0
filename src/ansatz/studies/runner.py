"""Runs a study, arm after arm; a study that was stopped goes on where it stood.

    run(STUDIES["families"], Settings(budget=10), Path("out/families"))  ->  Path("out/families/families.md")

The folder holds study.json (what is run: other settings are refused), test.parquet (the test problems), one folder for
each arm and seed, and in the end NAME.md and NAME.png. An arm's folder holds its training run, `answers-BEAM.jsonl`
(one problem a line) and, when it is done, results.json: an arm with results is not run again.
"""

import json
import os
import platform
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

from ansatz.data import atomic
from ansatz.data.manifest import differences
from ansatz.data.record import Record
from ansatz.errors import ConfigError
from ansatz.studies import pictures, tables
from ansatz.studies.arms import Watch, perform
from ansatz.studies.problems import TEST_SEED, kept, test_problems
from ansatz.studies.study import Arm, Outcome, Settings, Study

SETTINGS, RESULTS, TEST = "study.json", "results.json", "test.parquet"

Perform = Callable[[Arm, Settings, int, Path, Sequence[Record], Watch], Outcome]


def _quiet(stage: str, share: float, remark: str) -> None:
    pass


def run(study: Study, settings: Settings, out: Path, watch: Watch = _quiet, perform: Perform = perform) -> Path:
    """Run what is not run yet and write the report; its path. watch(stage, share done of it, remark) follows.

    Raises `ConfigError` where the folder holds something else; Ctrl-C raises `KeyboardInterrupt` and loses nothing.
    """
    _claim(study, settings, out)
    problems = kept(
        out / TEST,
        lambda: test_problems(settings.count, lambda share, remark: watch("test problems", share, remark)),
    )
    tasks = [(arm, settings.seed + repeat) for arm in study.arms(settings) for repeat in range(settings.seeds)]
    outcomes = []
    for number, (arm, seed) in enumerate(tasks, 1):
        folder = out / folder_name(arm, seed)
        outcome = finished(folder)
        if outcome is None:
            folder.mkdir(parents=True, exist_ok=True)
            label = f"{arm.name} ({number} of {len(tasks)})"

            def follow(stage: str, share: float, remark: str, label: str = label) -> None:
                watch(f"{label}: {stage}", share, remark)

            outcome = perform(arm, settings, seed, folder, problems, follow)
            atomic.write(folder / RESULTS, json.dumps(outcome.to_dict()).encode())
        outcomes.append(outcome)
    return _write(study, settings, out, outcomes, problems)


def folder_name(arm: Arm, seed: int) -> str:
    """The folder of an arm and a seed: letters, digits and hyphens."""
    return f"{re.sub(r'[^a-z0-9]+', '-', arm.name.replace(',', '').lower())}-seed{seed}"


def finished(folder: Path) -> Outcome | None:
    """The outcome of an arm that was run to its end; raises `ConfigError` for a file that holds none."""
    path = folder / RESULTS
    if not path.exists():
        return None
    try:
        return Outcome.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        if isinstance(error, ConfigError):
            raise ConfigError(f"{path}: {error}") from error
        raise ConfigError(f"{path} is no JSON; delete it to run the arm again.") from error


def _claim(study: Study, settings: Settings, out: Path) -> None:
    """Say what the folder is for, or refuse one that is for something else."""
    wanted = {"study": study.name, **asdict(settings)}
    path = out / SETTINGS
    if not path.exists():
        if out.exists() and (not out.is_dir() or any(out.iterdir())):
            raise ConfigError(f"{out} exists and holds no study; choose another folder.")
        out.mkdir(parents=True, exist_ok=True)
        atomic.write(path, (json.dumps(wanted, indent=2) + "\n").encode())
        return
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ConfigError(f"{path} is no JSON; choose another folder.") from error
    if differing := differences(found, wanted):
        raise ConfigError(f"{out} holds a study with {', '.join(differing)}; choose another folder, or its settings.")


def _write(
    study: Study, settings: Settings, out: Path, outcomes: Sequence[Outcome], problems: Sequence[Record]
) -> Path:
    report = study.report(outcomes, problems)
    picture = out / f"{study.name}.png"
    pictures.save(report.figure, picture)
    path = out / f"{study.name}.md"
    text = f"# {study.question}\n\n{report.text}\n![{study.question}]({picture.name})\n\n{facts(study, settings)}"
    atomic.write(path, text.encode())
    return path


def facts(study: Study, settings: Settings) -> str:
    """How the figures came about: command, budget, problems, seeds, machine."""
    last = settings.seed + settings.seeds - 1
    seeds = f"seed {settings.seed}" if settings.seeds == 1 else f"seeds {settings.seed} to {last}"
    where = _processor(settings)
    return (
        f"```sh\n{command(study, settings)}\n```\n\n"
        f"- Budget: {settings.budget:g} minutes of training for each arm, the same optimiser and schedule for all; "
        f"{seeds} of weights and training problems.\n"
        f"- Training problems: backward generation, the statements of the test left out.\n"
        f"- Test: {settings.count} backward problems held out by the hash of their statement, seed {TEST_SEED}. "
        "Solved: the beam (10 unless said otherwise) holds an antiderivative that the verifier proves or checks.\n"
        f"- {tables.INTERVALS}\n"
        f"- Machine: {where}.\n"
    )


def command(study: Study, settings: Settings) -> str:
    """The command that runs the study with these settings."""
    options = [f"--budget {settings.budget:g}", f"--count {settings.count}", f"--threads {settings.threads}"]
    options += [f"--seed {settings.seed}"]
    if settings.seeds > 1:
        options.append(f"--seeds {settings.seeds}")
    standard = Settings()
    options += [
        f"--{name} {getattr(settings, name)}"
        for name in ("preset", "device")
        if getattr(settings, name) != getattr(standard, name)
    ]
    return f"ansatz study {study.name} {' '.join(options)} --out out/{study.name}"


def _processor(settings: Settings) -> str:
    import torch

    threads = f"{settings.threads} thread{'s' if settings.threads > 1 else ''}"
    cores = f"{platform.machine()} processor, {os.cpu_count()} cores, {threads} of training"
    device = f"{torch.cuda.get_device_name()}; " if settings.device == "cuda" else ""
    return f"{device}{cores}; PyTorch {torch.__version__.partition('+')[0]}, Python {platform.python_version()}"

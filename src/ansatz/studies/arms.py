"""Carries out one arm: trains its model, then asks it the test problems with every beam.

Both parts leave what they have done in the arm's folder and go on from there: training from its checkpoint, asking
from the lines of answers-BEAM.jsonl. Only the budget in minutes is the machine's; everything else is a function of the
arm, the settings and the seed.
"""

import csv
import json
import math
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from ansatz.data.encode import Example
from ansatz.data.record import Record, to_example
from ansatz.data.stream import StreamConfig
from ansatz.studies.asking import solve
from ansatz.studies.fixed_stream import FixedStream
from ansatz.studies.overfitting import Follower
from ansatz.studies.problems import data_set, kept
from ansatz.studies.study import Arm, Outcome, Settings
from ansatz.training.config import TrainConfig
from ansatz.training.logs import Reported
from ansatz.training.loop import LATEST, OpenStream, Trainer
from ansatz.training.validation import torch_decoder

# Small batches, because budgets are short: many steps are worth more than steps in the best direction.
BATCH_TOKENS = 8_000
CHUNK = 4_096  # problems; the first are made before the first step
LOG_EVERY = 25  # steps
CHECKPOINT_SECONDS = 60.0
DATA = "data.parquet"

Watch = Callable[[str, float, str], None]


def perform(arm: Arm, settings: Settings, seed: int, folder: Path, problems: Sequence[Record], watch: Watch) -> Outcome:
    """Train and ask; raises `KeyboardInterrupt` where a signal ended the training, with everything saved."""
    trainer, curve = train(arm, settings, seed, folder, watch)
    scheme, lengths = trainer.config.data.scheme, arm.lengths
    spelt = [(scheme.source(p.task, p.statement.split()), scheme.tokens(p.answer.split())) for p in problems]
    fitting = [k for k, (source, _) in enumerate(spelt) if len(source) <= lengths.source]
    solved: dict[int, list[bool]] = {}
    decoding: dict[int, float] = {}
    for beam in arm.beams:
        answers = ask(trainer, [spelt[k][0] for k in fitting], [problems[k] for k in fitting], beam, folder, watch)
        by_problem = {k: answer for k, (answer, _) in zip(fitting, answers, strict=True)}
        solved[beam] = [by_problem.get(k, False) for k in range(len(problems))]
        decoding[beam] = sum(seconds for _, seconds in answers)
    loss, accuracy = _last_logged(folder)
    return Outcome(
        arm=arm.name,
        seed=seed,
        parameters=trainer.model.parameter_count,
        vocabulary=scheme.size,
        steps=trainer.progress.step,
        examples=trainer.progress.examples,
        seconds=trainer.progress.seconds - (trainer.budget.start_seconds if trainer.budget else 0.0),
        loss=loss,
        accuracy=accuracy,
        source_tokens=_mean([len(source) for source, _ in spelt]),
        target_tokens=_mean([len(target) for _, target in spelt]),
        fitting=len(fitting),
        solved=solved,
        decoding=decoding,
        curve=curve,
    )


def configuration(arm: Arm, settings: Settings, seed: int) -> TrainConfig:
    """The same optimiser, schedule and batches for every arm."""
    stream = StreamConfig(
        seed=seed,
        chunk=CHUNK,
        tokens=BATCH_TOKENS,
        lengths=arm.lengths,
        exclude_held_out=True,
        notation=arm.notation,
        tokenizer=arm.tokenizer,
    )
    return TrainConfig(
        arm.model,
        stream,
        threads=settings.threads,
        device=settings.device,
        seed=seed,
        log_every=LOG_EVERY,
        checkpoint_every=CHECKPOINT_SECONDS,
    )


def train(
    arm: Arm, settings: Settings, seed: int, folder: Path, watch: Watch
) -> tuple[Trainer, list[tuple[int, int, float, float]]]:
    """The arm's model, trained for its budget or for what is left of it, and its validation curve."""
    config = configuration(arm, settings, seed)
    validation: list[Example] = []
    opener: OpenStream | None = None
    if arm.examples is not None:
        examples, validation = _fixed(arm, config, folder / DATA, watch)
        opener = partial(FixedStream, examples, seed, BATCH_TOKENS)
    resumed = (folder / LATEST).exists()
    if resumed:
        trainer = Trainer.resume(folder, changes={"threads": settings.threads}, open_stream=opener)
    else:
        trainer = Trainer(config, folder, open_stream=opener)
    follower = Follower(trainer, validation, folder / "curve.csv") if validation else None

    def report(row: Reported) -> None:
        watch("training", row["share"], f"loss {row['loss']:.3f}, {row['examples']:,.0f} examples seen")
        if follower is not None:
            follower(row)

    if not (resumed and trainer.finished):
        watch("training", 0.0, "making the first problems")
        trainer.train(minutes=None if resumed else settings.budget, report=report, note=lambda text: None)
        if trainer.stopped:
            raise KeyboardInterrupt
    if follower is None:
        return trainer, []
    follower.finish()
    return trainer, follower.curve


def _fixed(arm: Arm, config: TrainConfig, path: Path, watch: Watch) -> tuple[list[Example], list[Example]]:
    """(training, validation) examples of the arm's data set, which is kept in a file."""
    assert arm.examples is not None
    size, apart = arm.examples, arm.validation
    records = kept(path, lambda: data_set(size + apart, lambda share, remark: watch("data set", share, remark)))
    made = [to_example(record, config.stream.lengths, config.stream.scheme) for record in records]
    examples = [example if isinstance(example, Example) else None for example in made]
    return [e for e in examples[apart:] if e], [e for e in examples[:apart] if e]


def ask(
    trainer: Trainer,
    sources: Sequence[Sequence[int]],
    problems: Sequence[Record],
    beam: int,
    folder: Path,
    watch: Watch,
) -> list[tuple[bool, float]]:
    """(solved, seconds of decoding) for each problem; those in answers-BEAM.jsonl are not asked again."""
    path = folder / f"answers-{beam}.jsonl"
    found = _answered(path)
    left = [k for k in range(len(problems)) if k not in found]
    trainer.model.eval()
    decoder = torch_decoder(trainer.model, trainer.config)
    with open(path, "a", encoding="utf-8") as file:
        for place, solved, seconds in solve(decoder, [sources[k] for k in left], [problems[k] for k in left], beam):
            found[left[place]] = solved, seconds
            file.write(json.dumps({"problem": left[place], "solved": solved, "seconds": seconds}) + "\n")
            file.flush()
            share = len(found) / len(problems)
            watch(f"solving, beam {beam}", share, f"{sum(s for s, _ in found.values())} of {len(found)} solved")
    return [found[k] for k in range(len(problems))]


def _answered(path: Path) -> dict[int, tuple[bool, float]]:
    """What was answered before; half a line, which a kill leaves behind, is cut off."""
    if not path.exists():
        return {}
    text = path.read_text(encoding="utf-8")
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole, encoding="utf-8")
    lines = [json.loads(line) for line in whole.splitlines()]
    return {line["problem"]: (line["solved"], line["seconds"]) for line in lines}


def _last_logged(folder: Path) -> tuple[float, float]:
    """Loss and whole-answer accuracy of the log's last row."""
    with open(folder / "log.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    return (float(rows[-1]["loss"]), float(rows[-1]["accuracy"])) if rows else (math.nan, math.nan)


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values) if values else math.nan

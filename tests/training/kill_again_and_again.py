"""A script, one thread until it forks: one run to its end, and the same run killed ten times (`test_killed`).

It is a process of its own because a fork of a process with other threads, such as that of all tests, may wait
forever for a lock that one of them held.
"""

import json
import multiprocessing
import random
import struct
import sys
import time
from dataclasses import replace
from pathlib import Path

import torch

from ansatz.training.config import TrainConfig
from ansatz.training.loop import LATEST, Trainer
from conftest import InProcess  # type: ignore[attr-defined]  # the one beside this script

STEPS, KILLS = 60, 10
SECONDS = 300.0  # a machine may be busy


def live(config: TrainConfig, folder: Path) -> None:
    """One life of the run: begin it, or go on with it, to the end of its budget."""
    torch.set_num_threads(1)
    open_stream = InProcess.opener(config)
    if (folder / LATEST).exists():
        Trainer.resume(folder, open_stream=open_stream).train()
    else:
        Trainer(config, folder, open_stream=open_stream).train(steps=STEPS)


def saved_step(folder: Path) -> int:
    """The step of the latest checkpoint, 0 before the first."""
    if not (folder / LATEST).exists():
        return 0
    with open(folder / LATEST, "rb") as file:  # once: safe_open opens twice, and the file is being replaced
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
    return int(json.loads(header["__metadata__"]["ansatz"])["progress"]["step"])


def main(config: TrainConfig, straight: Path, broken: Path) -> int:
    """How often the second run was killed."""
    context, rng, kills = multiprocessing.get_context("fork"), random.Random(0), 0
    last = time.monotonic() + SECONDS

    def born(config: TrainConfig, folder: Path) -> multiprocessing.process.BaseProcess:
        process = context.Process(target=live, args=(config, folder), daemon=True)
        process.start()
        return process

    undisturbed = born(replace(config, checkpoint_every=1e9), straight)
    undisturbed.join(SECONDS)
    assert undisturbed.exitcode == 0, "the undisturbed run did not end"
    while saved_step(broken) < STEPS:
        before = saved_step(broken)
        process = born(config, broken)
        wanted = before + rng.randint(1, 5) if kills < KILLS else STEPS
        while process.is_alive() and saved_step(broken) < min(wanted, STEPS):
            assert time.monotonic() < last, f"only {kills} kills, {saved_step(broken)} steps"
            time.sleep(0.002)
        if kills == KILLS:
            process.join(SECONDS)
            assert process.exitcode == 0, "the last life did not end"
        else:
            time.sleep(rng.random() * 0.02)  # within a step, a save or a line of the log
            kills += 1
        process.kill()
        process.join()
    return kills


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    print(main(TrainConfig.from_dict(json.loads(sys.argv[2])), folder / "straight", folder / "broken"))

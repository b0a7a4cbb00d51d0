"""A study from nothing to its table and picture, with a model so small that it takes seconds."""

import csv
import json
import os
import signal

import pytest

from ansatz.data.record import Record
from ansatz.limits import Worker
from ansatz.models.config import ModelConfig
from ansatz.studies.asking import holds
from ansatz.studies.dataset_size import DatasetSize
from ansatz.studies.runner import run
from ansatz.studies.study import Arm, Settings, Study

TOY = ModelConfig(1, 1, 2, 32, 64, positions=192)
SETTINGS = Settings(budget=0.04, count=4)


class Toy(Study):
    """Two sizes of data set for a toy, with a beam of two sizes."""

    name, question = DatasetSize.name, DatasetSize.question

    def arms(self, settings):
        return [Arm(f"{size:,}", TOY, examples=size, validation=20, beams=(1, 2)) for size in (16, 48)]

    def report(self, outcomes, problems):
        return DatasetSize(sizes=(16, 48), validation=20).report(outcomes, problems)


class Interrupt:
    """Sends Ctrl-C to this process at the first progress of a stage."""

    def __init__(self, stage: str) -> None:
        self.stage, self.sent = stage, False

    def __call__(self, stage: str, share: float, remark: str) -> None:
        if self.stage in stage and share > 0 and not self.sent:
            self.sent = True
            os.kill(os.getpid(), signal.SIGINT)


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()


@pytest.mark.slow
def test_a_study_survives_interruptions_and_ends_with_a_report(tmp_path):
    out = tmp_path / "study"
    for stage in ("16 (1 of 2): training", "48 (2 of 2): solving, beam 2"):
        with pytest.raises(KeyboardInterrupt):
            run(Toy(), SETTINGS, out, Interrupt(stage))
    assert (out / "16-seed0" / "results.json").exists() and not (out / "48-seed0" / "results.json").exists()
    before = lines(out / "48-seed0" / "answers-1.jsonl")
    path = run(Toy(), SETTINGS, out)
    assert lines(out / "48-seed0" / "answers-1.jsonl") == before and len(before) == 4
    for size in (16, 48):
        folder = out / f"{size}-seed0"
        found = json.loads((folder / "results.json").read_text())
        assert found["steps"] > 0 and found["examples"] >= found["steps"]
        assert set(found["solved"]) == {"1", "2"} and all(len(answers) == 4 for answers in found["solved"].values())
        assert 0.9 * 60 * SETTINGS.budget < found["seconds"]  # validations and interruptions do not count
        with open(folder / "log.csv", newline="") as file:
            steps = [int(row["step"]) for row in csv.DictReader(file)]
        curve = [point[0] for point in found["curve"]]
        assert steps == sorted(set(steps)) and curve == sorted(set(curve)) and steps[-1] == curve[-1]
        assert all(0 < validation < 10 for *_, validation in found["curve"])
    text = path.read_text(encoding="utf-8")
    assert "| 16 |" in text and "| 48 |" in text
    assert path.with_suffix(".png").stat().st_size > 5_000


@pytest.mark.slow
def test_a_problem_is_solved_by_verification_alone():
    problem = Record(0, "<integrate>", "* 2 x", "no answer")  # the reference takes no part
    with Worker() as worker:
        assert holds(worker, problem, [("^", "x", 3), ("+", 5, ("^", "x", 2))])
        assert not holds(worker, problem, [("^", "x", 3), ("/", 1, 0)])
        assert not holds(worker, problem, [])

"""Validation by solving: held-out problems, verified answers, and what training makes of them."""

from dataclasses import replace

import pytest
import torch

from ansatz.data.record import trees
from ansatz.data.split import split
from ansatz.data.stream import StreamConfig
from ansatz.decoding.runtime import Hypothesis
from ansatz.errors import ConfigError
from ansatz.training.config import TrainConfig, ValidationConfig
from ansatz.training.judge import VERIFIERS, judge
from ansatz.training.logs import Reported
from ansatz.training.loop import BEST, PLATEAU, Trainer
from ansatz.training.validation import Validator, held_out_problems

PROBLEMS = 6


@pytest.fixture
def config(tiny_config):
    stream = replace(tiny_config.stream, exclude_held_out=True)
    return replace(tiny_config, stream=stream, validation=ValidationConfig(PROBLEMS, every_steps=4, beam=2))


class Oracle:
    """A beam with a wrong answer first and, for some problems, the right one after it."""

    def __init__(self, config, knows):
        scheme = config.data.scheme
        self.answers = {
            tuple(scheme.source(record.task, record.statement.split())): trees(record.answer)[0]
            for record in held_out_problems(config)[:knows]
        }

    def beam(self, sources, beam):
        assert beam == 2
        return [
            [Hypothesis(tree, 0.0) for tree in [("tan", "x"), self.answers.get(tuple(source))] if tree is not None]
            for source in sources
        ]


class Shares:
    """A validator whose shares are known beforehand."""

    def __init__(self, *shares):
        self.shares = list(shares)

    def share(self, model, stopped=lambda: False):
        return self.shares.pop(0)


@pytest.mark.slow
def test_held_out_problems_are_the_same_each_time_and_never_trained_on(config):
    problems = held_out_problems(config)
    assert len({problem.statement for problem in problems}) == PROBLEMS
    assert all(split(problem.statement) == "valid" for problem in problems)
    other = replace(config, seed=5, stream=replace(config.stream, seed=7))
    assert held_out_problems(other) == problems


@pytest.mark.slow
def test_the_share_is_that_of_verified_answers(config, tmp_path):
    validator = Validator(config, tmp_path, lambda model, config: Oracle(config, 4))
    model = torch.nn.Linear(1, 1).train()
    assert validator.share(model) == 4 / PROBLEMS
    assert model.training
    assert (tmp_path / "validation.jsonl").exists()
    assert Validator(config, tmp_path).problems == validator.problems
    assert validator.share(model, lambda: True) is None


@pytest.mark.slow
def test_a_verification_that_takes_too_long_costs_its_problem_alone(config, tmp_path):
    hasty = replace(config, validation=replace(config.validation, seconds=1e-6))
    assert Validator(hasty, tmp_path, lambda model, config: Oracle(config, 4)).share(torch.nn.Linear(1, 1)) == 0


@pytest.mark.slow
def test_any_family_is_validated_while_it_trains(config, open_stream, tmp_path):
    rows: list[Reported] = []
    trainer = Trainer(config, tmp_path, open_stream=open_stream)
    trainer.train(steps=4, report=rows.append)
    assert [row["solved"] for row in rows] == [pytest.approx(rows[0]["last"])]
    solved = rows[0]["solved"]
    assert solved is not None and 0 <= solved <= 1 and trainer.model.training


@pytest.mark.slow
def test_patience_ends_the_plateau(config, open_stream, tmp_path):
    patient = replace(config, validation=replace(config.validation, patience=2))
    trainer = Trainer(patient, tmp_path, open_stream=open_stream, validator=Shares(0.2, 0.3, 0.3, 0.1, 0.4, 0.4))
    trainer.train(steps=1_000)
    # Validations after 4, 8 (the best), 12 and 16 steps; then a quarter of all steps cools down.
    assert trainer.schedule.cooldown_start == 16 and trainer.progress.step == 21
    assert trainer.watch.best == 0.4
    assert (tmp_path / BEST).exists() and (tmp_path / PLATEAU).exists()
    again = Trainer.resume(tmp_path, validator=Shares())
    assert again.finished and again.watch == trainer.watch


@pytest.mark.slow
def test_other_schedules_stop_where_patience_ends(config, open_stream, tmp_path):
    patient = replace(config, schedule="constant", validation=replace(config.validation, patience=1))
    trainer = Trainer(patient, tmp_path, open_stream=open_stream, validator=Shares(0.2, 0.1))
    assert trainer.train(steps=1_000).step == 8


@pytest.mark.slow
@pytest.mark.parametrize("task", ["substitution", "ode1", "ode2", "lyapunov_backward"])
def test_every_task_has_its_verifier(task):
    stream = StreamConfig(mixture={task: 1.0}, exclude_held_out=True)
    (record,) = held_out_problems(TrainConfig(stream=stream, validation=ValidationConfig(1)))
    assert record.task in VERIFIERS
    (answer,) = trees(record.answer)
    assert list(judge(record, [("tan", "x"), answer, answer])) == [False, True]


@pytest.mark.slow
def test_a_validation_that_was_interrupted_is_made_up_for(config, open_stream, tmp_path):
    trainer = Trainer(config, tmp_path, open_stream=open_stream, validator=Shares(0.5, None))
    trainer.train(steps=8)
    assert len((tmp_path / "log.csv").read_text().splitlines()) == 2
    Trainer.resume(tmp_path, open_stream=open_stream, validator=Shares(0.75)).train()
    lines = (tmp_path / "log.csv").read_text().splitlines()
    assert [line.split(",")[-1] for line in lines] == ["solved", "0.5", "0.75"]


def test_tasks_without_problems_to_validate_on_say_so(config, monkeypatch):
    monkeypatch.setattr("ansatz.training.validation._fresh", lambda task, count, config: [])
    with pytest.raises(ConfigError, match="no held-out problems"):
        held_out_problems(config)

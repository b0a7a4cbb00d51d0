"""Draws of distinct problems: all of them, or those of one split."""

import random

import pytest

from ansatz.data.generate import distinct
from ansatz.data.split import split
from ansatz.data.work import make_generator
from ansatz.errors import ResourceError
from ansatz.problems.problem import Rejection
from ansatz.studies.problems import TEST_SEED, test_problems
from ansatz.training import validation
from ansatz.training.config import TrainConfig


def held_out(seed, wanted, count):
    return list(distinct(make_generator("backward", {}), seed, count, wanted=lambda r: split(r.statement) == wanted))


def test_the_wanted_ones_of_a_draw_are_a_part_of_it():
    every = list(distinct(make_generator("backward", {}), 4, 300))
    found = held_out(4, "test", 2)
    assert len({record.statement for record in every}) == 300
    assert [record for record in every if split(record.statement) == "test"][:2] == found


@pytest.mark.slow
def test_validation_and_studies_draw_alike():
    assert held_out(TEST_SEED, "test", 3) == test_problems(3)
    config = TrainConfig()
    assert held_out("validation/backward", "valid", 3) == validation._fresh("backward", 3, config)


class Barren:
    """A generator that gives nothing."""

    name = "barren"

    def __init__(self):
        self.asked = 0

    def generate(self, rng: random.Random) -> Rejection:
        self.asked += 1
        return Rejection("barren")


def test_patience_has_an_end(monkeypatch):
    generator = Barren()
    assert list(distinct(generator, 0, 5, patience=70)) == [] and generator.asked == 70
    monkeypatch.setattr(validation, "make_generator", lambda task, options: Barren())
    monkeypatch.setattr(validation, "MAX_ATTEMPTS", 50)
    with pytest.raises(ResourceError, match="too few held-out problems"):
        validation._fresh("by_parts", 1, TrainConfig())

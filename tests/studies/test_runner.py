"""The runner: finished arms are not run again, a stopped study goes on, other settings are refused."""

import json
from dataclasses import replace

import pytest

from ansatz.errors import ConfigError
from ansatz.models.config import PRESETS
from ansatz.studies import pictures, tables
from ansatz.studies.runner import RESULTS, folder_name, run
from ansatz.studies.study import Arm, Outcome, Report, Settings, Study

SETTINGS = Settings(budget=0.01, count=3, seeds=2)


class Three(Study):
    """Three arms that need no training."""

    name = "three"
    question = "Which of three?"

    def arms(self, settings):
        return [Arm(name, PRESETS["tiny"]) for name in ("one", "Two, words", "three")]

    def report(self, outcomes, problems):
        rows = [
            [name, *tables.share(tables.solved(o))] for name, o in zip(tables.labels(outcomes), outcomes, strict=True)
        ]
        figure, (axes,) = pictures.canvas()
        pictures.bars(axes, tables.labels(outcomes), [tables.solved(o) for o in outcomes])
        return Report(tables.table(["arm", "solved", "interval"], rows), figure)


class Performer:
    """Invents outcomes, remembers what it was asked, and is interrupted at the `stop`-th arm."""

    def __init__(self, stop: int = 99) -> None:
        self.stop = stop
        self.asked: list[tuple[str, int]] = []

    def __call__(self, arm, settings, seed, folder, problems, watch):
        if len(self.asked) == self.stop:
            raise KeyboardInterrupt
        self.asked.append((arm.name, seed))
        watch("training", 0.5, "half")
        solved = [k <= seed for k in range(len(problems))]
        return Outcome(arm.name, seed, 10, 5, 1, 2, 3.0, 0.5, 0.5, 4.0, 2.0, 3, {10: solved}, {10: 0.1})


def test_a_stopped_study_goes_on_with_the_arms_that_are_left(tmp_path):
    out = tmp_path / "study"
    first = Performer(stop=3)
    with pytest.raises(KeyboardInterrupt):
        run(Three(), SETTINGS, out, perform=first)
    second = Performer()
    path = run(Three(), SETTINGS, out, perform=second)
    arms = ["one", "Two, words", "three"]
    assert first.asked + second.asked == [(arm, seed) for arm in arms for seed in (0, 1)]
    text = path.read_text(encoding="utf-8")
    assert "| Two, words, seed 1 | 66.7 % |" in text and "| one, seed 0 | 33.3 % |" in text
    assert "ansatz study three --budget 0.01 --count 3 --threads 1 --seed 0 --seeds 2" in text
    assert "Newcombe" in text and "method 10" in text and "PyTorch" in text
    assert path.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
    third = Performer()
    assert run(Three(), SETTINGS, out, perform=third).read_text(encoding="utf-8") == text
    assert third.asked == []


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    out = tmp_path / "study"
    run(Three(), SETTINGS, out, perform=Performer())
    with pytest.raises(ConfigError, match=r"budget 0\.01 instead of 5"):
        run(Three(), replace(SETTINGS, budget=5), out, perform=Performer())
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(ConfigError, match="holds no study"):
        run(Three(), SETTINGS, tmp_path, perform=Performer())
    (out / "study.json").write_text("[1")
    with pytest.raises(ConfigError, match="no JSON"):
        run(Three(), SETTINGS, out, perform=Performer())


@pytest.mark.slow
@pytest.mark.parametrize("content", ["{", "{}", "[]", json.dumps({"arm": "one", "solved": 3})])
def test_strange_results_are_refused_in_one_sentence(tmp_path, content):
    out = tmp_path / "study"
    run(Three(), SETTINGS, out, perform=Performer())
    (out / folder_name(Three().arms(SETTINGS)[1], 1) / RESULTS).write_text(content)
    with pytest.raises(ConfigError, match=r"two-words-seed1.*delete"):
        run(Three(), SETTINGS, out, perform=Performer())


def test_the_test_problems_are_held_out_and_the_same_every_time(tmp_path):
    from ansatz.data.interchange import read
    from ansatz.data.split import split
    from ansatz.studies.problems import data_set, test_problems

    run(Three(), SETTINGS, tmp_path / "one", perform=Performer())
    kept = list(read(tmp_path / "one" / "test.parquet"))
    assert kept == test_problems(3)
    assert {split(record.statement) for record in kept} == {"test"}
    few, more = data_set(5), data_set(20)
    assert few == more[:5] and len({record.statement for record in more}) == 20
    assert {split(record.statement) for record in more} == {"train"}


def test_settings_are_checked():
    for wrong in ({"preset": "huge"}, {"budget": 0}, {"budget": float("nan")}, {"count": 0}, {"seeds": 0}):
        with pytest.raises(ConfigError):
            Settings(**wrong)


def test_outcomes_survive_json():
    outcome = Performer()(Arm("one", PRESETS["tiny"]), SETTINGS, 1, None, [1, 2], lambda *_: None)
    outcome = replace(outcome, curve=[(1, 2, 3.0, 4.0)])
    assert Outcome.from_dict(json.loads(json.dumps(outcome.to_dict()))) == outcome

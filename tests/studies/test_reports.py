"""Every study's report, on invented outcomes: what its table says is what the outcomes say."""

import random
import re

import pytest

from ansatz.data.record import Record
from ansatz.studies import pictures, tables
from ansatz.studies.depth import grouped
from ansatz.studies.intervals import paired, wilson
from ansatz.studies.problems import answer, operators, statement
from ansatz.studies.registry import STUDIES
from ansatz.studies.study import Arm, Outcome, Settings

PROBLEMS = [
    Record(k, "<integrate>", " ".join([*["+ x"] * (k % 12), "* x cos x"]), " ".join([*["+ x"] * (k % 5), "x"]))
    for k in range(60)
]


def outcome(arm: Arm, seed: int) -> Outcome:
    """One that overfits after the third of ten validations, with a share of solved problems that its name decides."""
    rng = random.Random(f"{arm.name}/{seed}")
    chance = rng.random()
    solved = {beam: [rng.random() < chance for _ in PROBLEMS] for beam in arm.beams}
    curve = [(10 * k, 100 * k, 2 / k, 1 + 0.1 * abs(k - 3)) for k in range(1, 11)] if arm.validation else []
    decoding = dict.fromkeys(arm.beams, 6.0)
    return Outcome(arm.name, seed, 12_345, 139, 100, 6_400, 32.0, 0.2, 0.9, 40.0, 12.0, 60, solved, decoding, curve)


def outcomes(name: str, seeds: int = 1) -> list[Outcome]:
    return [outcome(arm, seed) for arm in STUDIES[name].arms(Settings()) for seed in range(seeds)]


@pytest.mark.slow
@pytest.mark.parametrize("seeds", [1, 2])
@pytest.mark.parametrize("name", STUDIES)
def test_tables_are_whole_and_pictures_are_drawn(name, seeds, tmp_path):
    report = STUDIES[name].report(outcomes(name, seeds), PROBLEMS)
    lines = [line for line in report.text.splitlines() if line.startswith("|")]
    for block in report.text.split("\n\n"):
        widths = {line.count("|") for line in block.splitlines() if line.startswith("|")}
        assert len(widths) <= 1
    assert len(lines) >= 2 + seeds * len(STUDIES[name].arms(Settings()))
    pictures.save(report.figure, tmp_path / "picture.png")
    assert (tmp_path / "picture.png").stat().st_size > 5_000
    assert [path.name for path in tmp_path.iterdir()] == ["picture.png"]


def test_the_difference_that_attention_makes_is_stated_with_its_interval():
    found = outcomes("families")
    shares = {each.arm: each.solved[10] for each in found}
    text = STUDIES["families"].report(found, PROBLEMS).text
    assert tables.points(paired(shares["attention"], shares["seq2seq"])) in text


def test_the_turn_of_the_validation_loss_is_found():
    text = STUDIES["dataset_size"].report(outcomes("dataset_size"), PROBLEMS).text
    assert text.count("| from step 30 |") == 4


def test_every_problem_is_in_one_group():
    solved = [k % 3 == 0 for k in range(60)]
    for measure in (lambda r: operators(statement(r)), lambda r: operators(answer(r))):
        groups = grouped(PROBLEMS, solved, measure)
        assert sum(number for _, _, number, _ in groups) == 60
        means = [mean for _, mean, _, _ in groups]
        assert means == sorted(means) and len(set(means)) == len(means) >= 4
        total = sum(round(share.estimate * number) for _, _, number, share in groups)
        assert total == sum(solved)


def test_a_share_is_written_with_its_interval():
    cells = tables.share(wilson(81, 263))
    assert cells == ["30.8 %", "25.5–36.6"]
    assert re.fullmatch(r"\+12\.2 points \(95 % interval \+1\.1 to \+22\.6\)", tables.points(paired(*ALTMAN)))


ALTMAN = ([True] * 19 + [False] * 22, [True] * 14 + [False] * 27)


@pytest.mark.parametrize("name", STUDIES)
def test_every_arm_can_be_configured_and_has_a_folder_of_its_own(name):
    from ansatz.studies.arms import configuration
    from ansatz.studies.runner import folder_name

    for preset in ("tiny", "small"):
        settings = Settings(preset=preset)
        arms = STUDIES[name].arms(settings)
        assert len({folder_name(arm, seed) for arm in arms for seed in (0, 1)}) == 2 * len(arms)
        configurations = [configuration(arm, settings, 3) for arm in arms]
        assert all(config.stream.exclude_held_out for config in configurations)
        same = {(c.optimizer, c.schedule, c.matrix_rate, c.rate, c.warmup, c.stream.tokens) for c in configurations}
        assert len(same) == 1  # nothing but what the study varies

"""`ansatz study`: the list and its costs, and one clear sentence where it cannot begin."""

import pytest

from ansatz.studies.registry import STUDIES


def test_the_list_says_what_each_study_costs(ansatz) -> None:
    code, printed, _ = ansatz("study", "--budget", "2", "--seeds", "3")
    assert code == 0
    for name, study in STUDIES.items():
        assert name in printed and study.question in printed
    assert "15 x 2 = 30 minutes of training" in printed  # five families, three seeds


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("astrology",), "There is no study 'astrology'; choose from families"),
        (("families", "--preset", "huge"), "There is no preset 'huge'"),
        (("families", "--budget", "0"), "The budget of an arm is a positive number of minutes."),
    ],
)
def test_bad_input_is_one_sentence(ansatz, tmp_path, arguments, sentence) -> None:
    out = tmp_path / "out"
    code, _, errors = ansatz("study", *arguments, "--out", str(out))
    assert code == 2 and sentence in errors and errors.count("\n") == 1
    assert not out.exists()


def test_a_folder_of_something_else_is_refused(ansatz, tmp_path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    code, _, errors = ansatz("study", "beam", "--out", str(tmp_path))
    assert code == 2 and "holds no study" in errors
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]

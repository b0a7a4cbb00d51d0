"""`ansatz generate` and `ansatz data`: what they write, print and refuse."""

import json
import re

import pytest

from ansatz.cli.data import number
from ansatz.data import interchange, lample_charton, shards
from ansatz.data.record import Record
from ansatz.errors import ConfigError
from ansatz.proof.verify import verify

RIGHT = [
    Record(0, "<integrate>", "* 2 x", "pow2 x"),
    Record(1, "<ode1>", "- Y' Y", "* c1 exp x"),
    Record(2, "<ode2>", "+ Y'' Y", "+ * c1 sin x * c2 cos x"),
    Record(3, "<lyapunov>", "- x1 x0 <sep> - neg x0 x1", "+ pow2 x0 pow2 x1"),
    Record(4, "<integrate_complex>", "/ 1 + i x", "ln + i x"),
    Record(5, "<integrate>", "* a exp * a x", "exp * a x"),
    Record(6, "<ode1>", "- * * 2 Y' Y 1", "sqrt + x c1"),
    # √((x + c1)²) is x + c1 on one side only.
    Record(7, "<ode1>", "- Y' * 2 sqrt Y", "pow2 + x c1", branch="+ x c1"),
]
WRONG = [
    Record(0, "<integrate>", "* 2 x", "pow3 x"),
    Record(1, "<ode1>", "- Y' Y", "* c1 exp * 2 x"),
    Record(2, "<ode2>", "+ Y'' Y", "+ * c1 sinh x * c2 cos x"),
    Record(3, "<lyapunov>", "+ x1 x0 <sep> + neg x0 x1", "+ pow2 x0 pow2 x1"),
    Record(4, "<lyapunov>", "- x1 x0 <sep> - neg x0 x1", "pow2 x0"),
    Record(5, "<integrate_complex>", "/ 1 + i x", "* 2 ln + i x"),
    Record(7, "<ode1>", "- Y' * 2 sqrt Y", "pow2 + x c1"),
]


@pytest.mark.parametrize(("text", "count"), [("500", 500), ("10k", 10_000), ("1M", 1_000_000), ("2.5M", 2_500_000)])
def test_counts_have_suffixes(text, count):
    assert number(text) == count


@pytest.mark.parametrize("text", ["", "0", "-3", "1.5", "k", "1G", "1e6", "0.0001k", "9" * 40])
def test_other_counts_are_refused(text):
    with pytest.raises(ConfigError):
        number(text)


def test_generated_answers_are_antiderivatives(ansatz, tmp_path):
    out = tmp_path / "new" / "test.tsv"
    code, printed, _ = ansatz("generate", "backward", "--count", "5", "--seed", "7", "--out", str(out))
    assert code == 0 and "5 problems" in printed
    lines = list(lample_charton.read(out))
    assert len(lines) == 5
    for line in lines:
        assert verify(line.answer, line.integrand, "x", seconds=30).holds


def test_the_same_seed_gives_the_same_problems(ansatz):
    first, again, other = (ansatz("generate", "--count", "3", "--seed", seed)[1] for seed in ("4", "4", "5"))
    assert first == again != other
    assert len(first.splitlines()) == 3


def test_options_reach_the_generator(ansatz):
    _, plain, _ = ansatz("generate", "--count", "20", "--parameters", "0", "--no-variety")
    _, parametric, _ = ansatz("generate", "--count", "20", "--parameters", "1", "--set", "max_operators=5")
    assert not re.search(r"\b[ab]\b", plain) and re.search(r"\b[ab]\b", parametric)
    assert len(parametric) < len(plain)


@pytest.mark.slow
def test_a_data_set_is_made_resumed_measured_and_converted(ansatz, tmp_path):
    out, file = tmp_path / "set", tmp_path / "first.tsv"
    code, printed, err = ansatz("generate", "backward", "--count", "60", "--out", str(out), "--seed", "7")
    assert code == 0 and "60 problems" in printed and "pairs/s" in err
    ansatz("generate", "backward", "--count", "60", "--out", str(file), "--seed", "7")
    # A file and a data set of the same seed hold the same problems.
    tsv = tmp_path / "set.tsv"
    assert ansatz("data", "convert", str(out), str(tsv))[0] == 0
    assert tsv.read_text() == file.read_text()
    code, printed, _ = ansatz("generate", "backward", "--count", "0.1k", "--out", str(out), "--seed", "7", "--resume")
    assert code == 0 and len(list(shards.read(out))) == 100
    code, printed, _ = ansatz("data", "stats", str(out), "--html", str(tmp_path / "report.html"))
    assert code == 0 and re.search(r"problems +100\n", printed) and "acceptance" in printed
    assert (tmp_path / "report.html").read_text().startswith("<!doctype html>")
    code, printed, _ = ansatz("data", "head", str(out), "--count", "3")
    assert code == 0 and printed.count("∫") == 3


def test_problems_are_printed_as_people_write_them(ansatz, tmp_path):
    interchange.write(tmp_path / "set.jsonl", RIGHT)
    code, printed, _ = ansatz("data", "head", str(tmp_path / "set.jsonl"))
    lines = printed.splitlines()
    assert code == 0 and lines[0] == "∫ 2*x dx = x^2" and lines[1] == "Y' - Y = 0   Y = c1*exp(x)"
    assert lines[3] == "x0' = x1 - x0, x1' = -x0 - x1   V = x0^2 + x1^2"
    assert lines[7].endswith("where x + c1 > 0")


def test_right_pairs_pass_the_independent_check(ansatz, tmp_path):
    interchange.write(tmp_path / "right.jsonl", RIGHT)
    code, printed, _ = ansatz("data", "verify", str(tmp_path / "right.jsonl"))
    assert code == 0 and printed == f"{len(RIGHT)} right, 0 wrong, 0 undecided\n"


def test_a_wrong_pair_is_shown_and_ends_with_code_1(ansatz, tmp_path):
    interchange.write(tmp_path / "wrong.parquet", [RIGHT[0], *WRONG])
    code, printed, _ = ansatz("data", "verify", str(tmp_path / "wrong.parquet"))
    assert code == 1 and f"1 right, {len(WRONG)} wrong, 0 undecided" in printed
    assert printed.count("wrong, attempt") == len(WRONG)


def test_refusals_are_one_sentence(ansatz, tmp_path):
    out, there = str(tmp_path / "set"), tmp_path / "there"
    there.mkdir()
    (there / "thesis.txt").write_text("years of work")
    for message, *command in (
        ("no generator 'forwards'", "generate", "forwards"),
        ("no count", "generate", "--count", "many"),
        ("no setting 'colour'", "generate", "--set", "colour=red", "--out", out),
        ("nearest is 'max_operators'", "generate", "--set", "max_operator=5"),
        ("'max_operators' is a whole number, not 'many'", "generate", "--set", "max_operators=many"),
        ("no setting 'foo'", "generate", "ode1", "--set", "foo=3"),
        ("no setting 'complex_share'", "generate", "ode1", "--complex", "0.5"),
        ("'tree' is a table", "generate", "--set", "tree=3"),
        ("'tree' is a table", "generate", "--set", 'tree={"max_integer": 3}'),
        ("no option", "generate", "--set", "colour"),
        ("no engine", "generate", "--engine", "steam", "--out", out),
        ("folder", "generate", "--resume"),
        ("other things", "generate", "--count", "3", "--out", str(there)),
        ("no known format", "generate", "--count", "3", "--out", str(tmp_path / "a.csv")),
        ("no data set", "data", "stats", str(there)),
        ("no file or folder", "data", "head", str(tmp_path / "nowhere")),
        ("no file or folder", "data", "stats", str(tmp_path / "nowhere.jsonl")),
        ("no file or folder", "data", "convert", str(tmp_path / "nowhere.csv"), out),
        ("no split", "data", "head", str(there), "--split", "half"),
    ):
        code, printed, err = ansatz(*command)
        assert code == 2 and printed == "" and "Traceback" not in err
        assert message in err.splitlines()[-1] and err.splitlines()[-1].endswith(".")
    assert [path.name for path in there.iterdir()] == ["thesis.txt"] and not (tmp_path / "set").exists()


def test_without_pyarrow_one_sentence_says_what_to_install(ansatz, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    (tmp_path / "a.parquet").touch()
    code, _, err = ansatz("data", "convert", str(tmp_path / "a.parquet"), str(tmp_path / "b.jsonl"))
    assert code == 2 and err == "Parquet files need PyArrow; install it with pip install 'ansatz-math[train]'.\n"


def test_json_lines_say_the_branch(ansatz, tmp_path):
    interchange.write(tmp_path / "set.parquet", RIGHT)
    ansatz("data", "convert", str(tmp_path / "set.parquet"), str(tmp_path / "set.jsonl"))
    entries = [json.loads(line) for line in (tmp_path / "set.jsonl").read_text().splitlines()]
    assert entries[7]["branch"] == "+ x c1" and entries[0]["integrand"] == "2*x"


def test_what_the_network_solves_is_no_longer_data_to_learn_from(ansatz, tmp_path):
    """An easy integral is solved; one without an elementary answer, and one of no task that is asked, cannot be."""
    easy, open_ = Record(0, "<integrate>", "* x cos x", "+ cos x * x sin x"), Record(1, "<integrate>", "exp exp x", "x")
    interchange.write(tmp_path / "all.jsonl", [easy, open_, RIGHT[4]])
    code, printed, _ = ansatz("data", "unsolved", str(tmp_path / "all.jsonl"), str(tmp_path / "open"))
    assert code == 0 and "1 of 2 problems stay unsolved" in printed
    assert [record.statement for record in interchange.read(tmp_path / "open")] == [open_.statement]


def test_a_folder_without_a_model_cannot_be_asked(ansatz, tmp_path):
    interchange.write(tmp_path / "all.jsonl", RIGHT[:1])
    code, _, error = ansatz(
        "data", "unsolved", str(tmp_path / "all.jsonl"), str(tmp_path / "o"), "--weights", str(tmp_path)
    )
    assert code == 2 and str(tmp_path) in error and not (tmp_path / "o").exists()

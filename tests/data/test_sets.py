"""Splits, deduplication, formats, statistics: what holds of every data set."""

import json
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansatz.data import interchange, manifest, shards
from ansatz.data.dedup import Seen
from ansatz.data.encode import Lengths
from ansatz.data.generate import distinct
from ansatz.data.record import Record, expressions, to_example, to_record, trees
from ansatz.data.report import as_html
from ansatz.data.split import split
from ansatz.data.statistics import as_text, collect, mean
from ansatz.data.work import make_generator
from ansatz.errors import ConfigError, NotationError, ParseError
from ansatz.expr.canonical import symbol
from ansatz.problems.problem import Problem, Rejection

EQUATION = Record(3, "<ode1>", "- Y' * 2 Y", "* c1 exp * 2 x", "raw", "+ 1 x <sep> c1")
SYSTEM = Record(5, "<lyapunov>", "- x1 x0 <sep> - neg x0 x1", "+ pow2 x0 pow2 x1")


@pytest.fixture(scope="module")
def integrals():
    return list(distinct(make_generator("backward", {}), seed=4, count=120))


# --------------------------------------------------------------------------------------------- records


def test_a_record_holds_a_problem_exactly():
    x, y, c = symbol("x"), symbol("Y"), symbol("c1")
    problem = Problem("<ode1>", (symbol("Y'") - 2 * y,), (c * 17 * x,), "expanded", (x, c + 1))
    record = to_record(problem, 9)
    assert record == (9, "<ode1>", "- Y' * 2 Y", "* 17 * c1 x", "expanded", "x <sep> + 1 c1")
    assert expressions(record.statement) == problem.statement
    assert expressions(record.branch) == problem.branch and trees("") == ()


def test_what_does_not_fit_says_why():
    x, i = symbol("x"), expressions("i")[0]
    assert to_record(Problem("<integrate>", (2 * x,), (x**2,)), 0, Lengths(source=3)) == Rejection("too long")
    assert to_record(Problem("<integrate>", (2 * x,), (x**2,)), 0, Lengths(target=3)) == Rejection("too long")
    assert to_record(Problem("<integrate>", (i,), (i * x,)), 0) == Rejection("complex")
    assert isinstance(to_record(Problem("<integrate_complex>", (i,), (i * x,)), 0), Record)
    assert to_record(Problem("<integrate>", (symbol("strange"),), (x,)), 0) == Rejection("no spelling")


def test_records_and_problems_have_the_same_tokens(integrals):
    from ansatz.data.encode import encode

    for record in integrals[:40]:
        problem = Problem(record.task, expressions(record.statement), expressions(record.answer))
        again = to_record(problem, record.attempt)
        assert isinstance(again, Record) and encode(problem) == to_example(again)


# --------------------------------------------------------------------------------------------- splits


@given(st.text(alphabet="x+*123 ", min_size=1))
def test_the_split_is_a_function_of_the_statement(statement):
    assert split(statement) == split(statement) in ("train", "valid", "test")


def test_splits_have_their_shares_and_never_change():
    counts = Counter(split(f"+ x {n}") for n in range(40_000))
    assert 300 < counts["valid"] < 500 and 300 < counts["test"] < 500
    # Pinned: if this fails, statements would move between splits of data sets that exist.
    assert [n for n in range(400) if split(f"+ x {n}") == "test"] == PINNED_TEST


PINNED_TEST = [21, 178, 227, 278]


# --------------------------------------------------------------------------------------- deduplication


@given(st.lists(st.sampled_from([f"+ x {n}" for n in range(20)])))
def test_every_statement_is_new_once(statements):
    seen = Seen()
    assert [s for s in statements if seen.add(s)] == list(dict.fromkeys(statements))
    assert len(seen) == len(set(statements))


# --------------------------------------------------------------------------------------------- formats


@pytest.mark.parametrize("name", ["set", "set.parquet", "set.jsonl"])
def test_exact_formats_keep_everything(tmp_path, integrals, name):
    records = [*integrals, EQUATION, SYSTEM]
    assert interchange.write(tmp_path / name, records) == len(records)
    assert list(interchange.read(tmp_path / name)) == records
    held_out = [record for record in records if split(record.statement) == "test"]
    assert list(interchange.read(tmp_path / name, "test")) == held_out


def test_the_published_text_keeps_the_mathematics(tmp_path, integrals):
    records = [*integrals, EQUATION, SYSTEM]
    interchange.write(tmp_path / "set.tsv", records)
    read = list(interchange.read(tmp_path / "set.tsv"))
    assert [record.task for record in read] == [record.task for record in records]
    for before, after in zip(records, read, strict=True):
        assert expressions(after.statement) == expressions(before.statement)
        assert expressions(after.answer) == expressions(before.answer)
    # Text, read once, is in canonical form: from then on every format is exact.
    interchange.write(tmp_path / "again.txt", read)
    assert list(interchange.read(tmp_path / "again.txt")) == read


def test_json_lines_are_readable_and_may_be_written_by_people(tmp_path, integrals):
    path = tmp_path / "set.jsonl"
    interchange.write(path, integrals)
    entry = json.loads(path.read_text().splitlines()[0])
    path.write_text(json.dumps({name: entry[name] for name in ("integrand", "antiderivative")}))
    [record] = interchange.read(path)
    assert expressions(record.statement) == expressions(integrals[0].statement)


def test_unique_leaves_out_what_was_met(tmp_path, integrals):
    assert interchange.write(tmp_path / "set.jsonl", [*integrals, *integrals], unique=True) == len(integrals)


def test_an_imported_folder_is_a_data_set(tmp_path, integrals):
    interchange.write(tmp_path / "set", integrals)
    whole = manifest.read(tmp_path / "set")
    assert whole["problems"] == len(integrals) and whole["complete"]
    assert list(shards.read(tmp_path / "set", "train")) == [r for r in integrals if split(r.statement) == "train"]
    with pytest.raises(ConfigError, match="not empty"):
        interchange.write(tmp_path / "set", integrals)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl", "{}\n", "line 1"),
        ("a.jsonl", '{"task": "<integrate>", "statement": "+ x", "answer": "x"}\n', "line 1"),
        ("a.jsonl", '{"task": "<fly>", "statement": "x", "answer": "x"}\n', "no task"),
        ("a.jsonl", '{"task": "<integrate>", "statement": 3, "answer": "x"}\n', "line 1"),
        ("a.tsv", "sub Y' x\tx\nadd x\tx\n", "line 2"),
        ("a.tsv", "add x INT+ 1\tx\n", "neither"),
        ("a.parquet", "no parquet", "no shard"),
    ],
)
def test_malformed_files_are_refused_with_their_line(tmp_path, name, content, message):
    (tmp_path / name).write_text(content)
    with pytest.raises((ParseError, NotationError), match=message):
        list(interchange.read(tmp_path / name))


def test_unknown_formats_are_refused(tmp_path, integrals):
    with pytest.raises(ConfigError, match="suffix"):
        list(interchange.read(tmp_path / "a.csv"))
    with pytest.raises(ConfigError, match="no known format"):
        interchange.write(tmp_path / "a.csv", integrals)
    with pytest.raises(ConfigError, match="no data set"):
        (tmp_path / "empty").mkdir()
        list(interchange.read(tmp_path / "empty"))
    with pytest.raises(ConfigError, match="No text format"):
        interchange.write(tmp_path / "a.tsv", [SYSTEM._replace(task="<barrier>")])
    assert not list(tmp_path.glob("a.*"))


# ------------------------------------------------------------------------------------------ statistics


def test_statistics_count_what_is_there():
    records = [
        Record(0, "<integrate>", "* 2 x", "pow2 x", "raw"),
        Record(1, "<integrate>", "* 2 x", "pow2 x", "expanded"),
        EQUATION,
    ]
    found = collect(records)
    assert (found.problems, found.duplicates, found.branched, found.acceptance) == (3, 1, 1, None)
    assert found.statement == {3: 2, 5: 1} and found.answer == {2: 2, 6: 1}
    assert found.statement_depth == {1: 2, 2: 1}
    # mul INT+ 2 x, and pow x INT+ 2
    assert found.published_statement[4] == 2 and found.published_answer[4] == 2
    assert found.operators["*"] == 5 and found.operators["pow2"] == 2 and found.forms["raw"] == 2
    assert mean(found.statement) == pytest.approx(11 / 3)


def test_the_report_is_one_file_with_pictures(integrals):
    text, html = as_text(collect(integrals)), as_html(collect(integrals), "a <set>")
    assert "120" in text and "raw" in text
    assert html.count("<svg") >= 9 and "a &lt;set&gt;" in html
    assert "src=" not in html and "href=" not in html
    import xml.etree.ElementTree as tree

    for start in range(html.count("<svg")):
        picture = html.split("<svg")[start + 1].split("</svg>")[0]
        tree.fromstring(f"<svg{picture}</svg>")
    assert as_html(collect([]), "empty")


@pytest.mark.slow
def test_random_words_are_never_a_crash(tmp_path):
    rng = random.Random(0)
    words = ["add", "x", "INT+", "7", "Y'", "sub", "exp", "\t", "pow", "ln", "frob", "a8"]
    path = tmp_path / "a.tsv"
    refused = read = 0
    for _ in range(300):
        path.write_text(" ".join(rng.choice(words) for _ in range(rng.randint(1, 8))))
        try:
            read += bool(list(interchange.read(path)))
        except (ParseError, NotationError) as error:
            refused += 1
            assert str(error).endswith(".") and "\n" not in str(error)
    assert refused > 250
    path.write_text("sub Y' exp x\tadd x exp x")
    assert len(list(interchange.read(path))) == 1

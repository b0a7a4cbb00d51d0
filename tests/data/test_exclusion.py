"""Exclusions: statements of test sets stay out of data sets, in every form in which they may be made."""

import json
import random

import pytest
import symengine as se
from typer.testing import CliRunner

from ansatz.cli.app import app
from ansatz.data import exclusion, interchange, manifest
from ansatz.data.generate import distinct
from ansatz.data.split import key
from ansatz.data.work import make_generator
from ansatz.errors import ConfigError
from ansatz.evaluate.exclusions import keys
from ansatz.expr.canonical import symbol, words
from ansatz.problems.integral.surface import vary


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)


def test_keys_are_written_and_read(tmp_path):
    path = tmp_path / "out" / "tests.keys"
    assert exclusion.write(path, [key("x"), key("sin x"), key("x")]) == 2
    read = exclusion.read(path)
    assert "sin x" in read and "x" in read and "cos x" not in read
    assert read.sha256 != exclusion.Exclusion().sha256


@pytest.mark.parametrize("content", [None, "sin x\n", "ab12\n", "\xff"])
def test_other_files_are_refused(tmp_path, content):
    path = tmp_path / "tests.keys"
    if content is not None:
        path.write_text(content, encoding="latin-1")
    with pytest.raises(ConfigError, match="ansatz data exclude"):
        exclusion.read(path)


def test_every_form_of_a_test_problem_is_known(tmp_path):
    t = symbol("t")
    f = 6 * (t + 1) ** 2 * se.exp(t) + 2 * t
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps({"integrand": "6*(t+1)^2*exp(t) + 2*t", "variable": "t"}) + "\n")
    known = set(keys(path))
    x = symbol("x")
    for seed in range(40):
        form, _ = vary(f.xreplace({t: x}), random.Random(seed))
        assert key(" ".join(words(form))) in known
    assert key(" ".join(words(3 * (x + 1) ** 2 * se.exp(x) + x))) in known


@pytest.mark.slow
def test_data_sets_leave_out_what_is_excluded(tmp_path):
    first = list(distinct(make_generator("backward", {}), 3, 40))
    interchange.write(tmp_path / "test.tsv", first[:20])
    keyfile = tmp_path / "tests.keys"
    assert run("data", "exclude", tmp_path / "test.tsv", "--out", keyfile).exit_code == 0
    excluded = {record.statement for record in first[:20]}
    folder = tmp_path / "set"
    arguments = ("generate", "backward", "--count", 60, "--seed", 3, "--shard", 64, "--exclude", keyfile)
    assert run(*arguments, "--out", folder).exit_code == 0
    made = [record.statement for record in interchange.read(folder)]
    assert len(made) == 60 and not excluded & set(made)
    assert {record.statement for record in first[20:]} <= set(made)
    described = manifest.read(folder)
    assert described["rejections"]["excluded"] == 20
    assert described["config"]["excluded"] == exclusion.read(keyfile).sha256
    assert run(*arguments, "--out", tmp_path / "set.jsonl").exit_code == 0
    assert [record.statement for record in interchange.read(tmp_path / "set.jsonl")] == made


@pytest.mark.slow
def test_another_exclusion_is_another_data_set(tmp_path):
    keyfile = tmp_path / "tests.keys"
    exclusion.write(keyfile, [key("x")])
    arguments = ("generate", "backward", "--count", 20, "--shard", 32, "--out", tmp_path / "set")
    assert run(*arguments).exit_code == 0
    assert "excluded" not in manifest.read(tmp_path / "set")["config"]
    with pytest.raises(ConfigError, match="another configuration"):
        run(*arguments, "--resume", "--exclude", keyfile)

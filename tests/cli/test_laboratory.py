"""The laboratory's commands: train, export, evaluate, and one clear sentence where they cannot."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of a run of three steps."""
    from ansatz.data.encode import Lengths
    from ansatz.data.stream import StreamConfig
    from ansatz.models.config import ModelConfig
    from ansatz.training.config import TrainConfig
    from ansatz.training.loop import Trainer

    stream = StreamConfig(chunk=64, tokens=1_024, lengths=Lengths(64, 64))
    config = TrainConfig(ModelConfig(1, 1, 2, 32, 64, positions=64), stream, bf16=False, threads=1)
    folder = tmp_path_factory.mktemp("laboratory") / "run"
    Trainer(config, folder).train(steps=3)
    return folder


@pytest.fixture
def problems(tmp_path):
    path = tmp_path / "problems.tsv"
    path.write_text("sub Y' mul INT+ 2 x\tpow x INT+ 2\nsub Y' cos x\tsin x\nsub Y' pow x x\tx\n", encoding="utf-8")
    return path


# ---------------------------------------------------------------------------------------- export and evaluate


@pytest.mark.slow
def test_exported_weights_are_evaluated(ansatz, run, problems, tmp_path) -> None:
    weights, board = tmp_path / "weights", tmp_path / "new" / "board"
    code, printed, _ = ansatz("export", str(run), "--out", str(weights), "--command", "ansatz train")
    assert code == 0 and "MB in" in printed
    assert json.loads((weights / "card.json").read_text())["command"] == "ansatz train"
    common = ("evaluate", str(problems), "--weights", str(weights), "--out", str(board), "--deadline", "5")
    code, printed, _ = ansatz(*common, "--systems", "network,own", "--json")
    network, own = json.loads(printed)
    assert code == 0 and (network["system"], own["system"]) == ("network", "own")
    assert network["problems"] == own["problems"] == 3
    assert own["solved"] == 2 and own["disputed"] == 0 and own["wrong"] == 0
    lines = (board / "results.jsonl").read_text().splitlines()
    code, printed, _ = ansatz(*common, "--systems", "network,own", "--resume")
    assert code == 0 and (board / "results.jsonl").read_text().splitlines() == lines and len(lines) == 6
    assert "2/3" in printed and "report.html" in printed
    report = (board / "report.md").read_text()
    (board / "report.md").unlink()
    code, printed, _ = ansatz("evaluate", "--out", str(board))
    assert code == 0 and "2/3" in printed and (board / "report.md").read_text() == report


def test_an_older_export_is_replaced(ansatz, run, tmp_path) -> None:
    weights = tmp_path / "weights"
    for note in ("first", "second"):
        assert ansatz("export", str(run), "--out", str(weights), "--note", note)[0] == 0
    assert json.loads((weights / "card.json").read_text())["note"] == "second"


@pytest.mark.slow
def test_results_of_other_settings_weights_or_problems_are_not_taken_over(ansatz, problems, tmp_path) -> None:
    from ansatz.decoding.cards import SHIPPED

    board, weights = tmp_path / "board", tmp_path / "weights"
    shutil.copytree(SHIPPED, weights)
    (weights / "card.json").write_text("{}")
    common = ("evaluate", str(problems), "--systems", "structural", "--count", "1", "--out", str(board))
    assert ansatz(*common)[0] == 0
    before = (board / "results.jsonl").read_text()
    assert "go on with --resume" in refused(ansatz, *common)
    for message, *changed in (
        ("beam 10 instead of 5", "--beam", "5"),
        ("deadline 10.0 instead of 9.0", "--deadline", "9"),
        ("domain 'real' instead of 'complex'", "--domain", "complex"),
        (", weights ", "--weights", str(weights)),
    ):
        assert message in refused(ansatz, *common, "--resume", *changed)
    problems.write_text(problems.read_text().replace("INT+ 2", "INT+ 3"))
    assert "problems of problems.tsv '" in refused(ansatz, *common, "--resume")
    assert (board / "results.jsonl").read_text() == before


# ---------------------------------------------------------------------------------------- what cannot be done


def refused(ansatz, *arguments: str) -> str:
    """The one sentence of a refusal."""
    code, out, err = ansatz(*arguments)
    sentence = err.splitlines()[-1]
    assert code == 2 and out == "" and "Traceback" not in err
    assert sentence.endswith(".") and len(sentence) < 350
    return sentence


def test_refusals_are_one_sentence(ansatz, run, problems, tmp_path) -> None:
    nowhere, there = str(tmp_path / "nowhere"), str(problems)
    assert "no preset 'huge'" in refused(ansatz, "train", "--preset", "huge", "--out", nowhere)
    assert "no model family 'perceptron'" in refused(ansatz, "train", "--model", "perceptron", "--out", nowhere)
    assert "use --resume" in refused(ansatz, "train", "--preset", "tiny", "--out", str(run))
    assert "no checkpoint" in refused(ansatz, "train", "--resume", nowhere)
    assert "'cpu' or 'cuda'" in refused(ansatz, "train", "--device", "abacus", "--out", nowhere)
    assert "not both" in refused(ansatz, "train", "--minutes", "1", "--steps", "1", "--out", nowhere)
    assert "--resume" in refused(ansatz, "train", "--plateau", "--out", nowhere)
    assert "nearest is 'by_parts'" in refused(ansatz, "train", "--mixture", "by_part=1", "--out", nowhere)
    assert "no task and weight" in refused(ansatz, "train", "--mixture", "backward=much", "--out", nowhere)
    for setting, message in (
        ("foo=3", "no setting 'foo'; choose from"),
        ("warm_up=3", "no setting 'warm_up'; the nearest is 'warmup'."),
        ("model.widht=3", "no setting 'model.widht'; the nearest is 'width'."),
        ("rate=high", "'rate' is a number, not 'high'."),
        ("clip=-1", "never negative"),
        ("foo", "no option; write --set name=value."),
    ):
        assert message in refused(ansatz, "train", "--set", setting, "--out", nowhere)
    assert "no checkpoint" in refused(ansatz, "export", nowhere, "--out", nowhere)
    assert "nowhere" in refused(ansatz, "export", str(run), "--out", nowhere, "--accuracy", nowhere)
    assert "no JSON" in refused(ansatz, "export", str(run), "--out", nowhere, "--accuracy", there)
    assert "nowhere" in refused(ansatz, "evaluate", nowhere)
    assert "system magic" in refused(ansatz, "evaluate", there, "--systems", "magic")
    assert "Give the sets" in refused(ansatz, "evaluate")
    assert "no results" in refused(ansatz, "evaluate", "--out", nowhere)
    assert "no weights" in refused(ansatz, "evaluate", there, "--weights", nowhere)
    assert "no folder" in refused(ansatz, "evaluate", there, "--out", there)
    assert "no folder" in refused(ansatz, "evaluate", there, "--out", "/dev/full")
    assert "holds no results" in refused(ansatz, "evaluate", there, "--out", str(run))
    assert not Path(nowhere).exists()


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("--model", "rnn"),
        ("--preset", "tiny"),
        ("--out", "elsewhere"),
        ("--seed", "3"),
        ("--tokens", "2000"),
        ("--validate", "5"),
        ("--set", "rate=1e-4"),
    ],
)
def test_what_cannot_change_on_resume_is_refused(ansatz, run, flag, value) -> None:
    before = (run / "checkpoint.safetensors").read_bytes()
    assert f"{flag} means nothing to a run" in refused(ansatz, "train", "--resume", str(run), flag, value)
    assert (run / "checkpoint.safetensors").read_bytes() == before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("warm_up = 3", "no setting 'warm_up'; the nearest is 'warmup'."),
        ("[model]\nprest = 'tiny'", "no setting 'model.prest'; the nearest is 'preset'."),
        ("[stream]\ntokens = 'many'", "'stream.tokens' is a whole number"),
        ("stream = 3", "'stream' is a table"),
        ("minutes = 1\nsteps = 1", "not both"),
        ("steps = 0", "at least one step"),
        ("schedule = 'noam'", "set optimizer to adam"),
        ("[shards]\n'out/set' = 1\n[stream.mixture]\nbackward = 1", "shards or stream.mixture"),
        ("[stream.mixture]\nbackwards = 1", "the nearest is 'backward'."),
        ("steps =", "is no TOML file"),
    ],
)
def test_strange_configurations_are_refused(ansatz, tmp_path, text, message) -> None:
    file, out = tmp_path / "strange.toml", tmp_path / "run"
    file.write_text(text)
    assert message in refused(ansatz, "train", str(file), "--out", str(out))
    assert not out.exists()


def test_strange_problem_files_are_refused(ansatz, tmp_path) -> None:
    path = tmp_path / "strange.tsv"
    for content, message in (("", "no problems"), ("x + 1\n", "line 1"), ("sub Y' mul x\tx\n", "line 1")):
        path.write_text(content)
        assert message in refused(ansatz, "evaluate", str(path))
    path.write_bytes(b"\xff\xfe\x00")
    assert "strange.tsv" in refused(ansatz, "evaluate", str(path))
    assert "holds no data set" in refused(ansatz, "evaluate", str(tmp_path))


def test_export_never_replaces_a_folder_of_other_things(ansatz, run, tmp_path) -> None:
    thesis = tmp_path / "thesis.txt"
    thesis.write_text("years of work")
    assert "holds no weights" in refused(ansatz, "export", str(run), "--out", str(tmp_path))
    assert thesis.read_text() == "years of work"


def test_without_pytorch_training_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['torch'] = None; sys.argv = ['ansatz', 'train']; from ansatz.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert done.stderr == "This command needs torch; install it with pip install 'ansatz-math[train]'.\n"


# ---------------------------------------------------------------------------------------- training


def test_the_example_configuration_says_what_it_means() -> None:
    from ansatz.training.config import TrainConfig
    from ansatz.training.plan import MIXTURE, plan

    example, flags = plan(ROOT / "runs" / "small.toml", {}), plan(None, {"seed": 1, "validation.problems": 100})
    assert (example.minutes, example.out) == (flags.minutes, "out/small/run")
    assert example.config.stream.mixture == MIXTURE
    wanted = flags.config.to_dict() | {"validation": example.config.to_dict()["validation"]}
    assert example.config == TrainConfig.from_dict(wanted)


@pytest.mark.parametrize("name", ["lample-charton", "yang", "lyapunov"])
def test_published_configurations_are_plans_of_their_preset(name: str) -> None:
    from ansatz.models.config import preset
    from ansatz.training.plan import plan

    found = plan(ROOT / "runs" / f"{name}.toml", {})
    assert found.config.model == preset(name) and found.out == f"out/{name}"


def test_flags_win_over_the_file() -> None:
    from ansatz.training.plan import plan

    found = plan(ROOT / "runs" / "small.toml", {"steps": 7, "model.family": "attention", "stream.tokens": 3_000})
    assert (found.steps, found.minutes, found.config.model.family) == (7, None, "attention")
    assert found.config.stream.tokens == 3_000 and found.config.seed == 1


@pytest.mark.slow
def test_a_run_by_a_file_is_measured_then_trained_then_finished(ansatz, tmp_path) -> None:
    file, out = tmp_path / "tiny.toml", tmp_path / "run"
    file.write_text(
        "steps = 4\nbf16 = false\nthreads = 1\n[model]\npreset = 'tiny'\nwidth = 32\nheads = 2\nhidden = 32\n"
        "[stream]\nchunk = 64\ntokens = 1_024\n[stream.mixture]\nbackward = 1\n"
    )
    code, printed, _ = ansatz("train", str(file), "--out", str(out), "--dry-run")
    assert code == 0 and "4 steps" in printed and "examples/s" in printed and not out.exists()
    code, printed, err = ansatz("train", str(file), "--out", str(out))
    assert code == 0 and "in 4 steps" in printed and "Traceback" not in err
    seen = examples(out)
    code, printed, _ = ansatz("train", "--resume", str(out), "--workers", "2")
    assert code == 0 and examples(out) == seen
    (sentence,) = printed.splitlines()
    assert "has met its budget" in sentence and "in 4 steps" in sentence
    assert sentence.endswith(f"ansatz train --resume {out} --plateau --minutes 60")
    assert "plateau" in refused(ansatz, "train", "--resume", str(out), "--steps", "4")
    code, printed, _ = ansatz("train", "--resume", str(out), "--plateau", "--steps", "2")
    assert code == 0 and "in 5 steps" in printed


@pytest.mark.slow
def test_ctrl_c_loses_nothing_and_the_run_goes_on(tmp_path) -> None:
    command = [sys.executable, "-c", "from ansatz.cli import main; main()", "train", "--threads", "1"]
    tiny = ["--preset", "tiny", "--tokens", "1024", "--minutes", "30", "--out", "run"]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    # A session of its own, so that the signal reaches the generator of problems too, as a terminal's does.
    with subprocess.Popen(
        [*command, *tiny], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            last = time.monotonic() + 300
            while not (tmp_path / "run" / "checkpoint.safetensors").exists() or not examples(tmp_path / "run"):
                assert process.poll() is None and time.monotonic() < last, "the training never began"
                time.sleep(0.1)
            os.killpg(process.pid, signal.SIGINT)
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130 and "Traceback" not in err and "--resume run" in err
    seen = examples(tmp_path / "run")
    assert seen > 0
    done = subprocess.run(
        [*command, "--resume", "run", "--minutes", "0.05"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0 and f"{seen:,} examples seen" in done.stdout
    assert examples(tmp_path / "run") > seen
    assert (tmp_path / "run" / "curves.png").exists()


def examples(run: Path) -> int:
    from ansatz.training import checkpoint

    return int(checkpoint.load(run / "checkpoint.safetensors")[1]["progress"]["examples"])

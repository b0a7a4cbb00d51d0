"""The log: rows, windows that span an interruption, TensorBoard where it is installed."""

import sys

import torch

from ansatz.training.logs import COLUMNS, Log, Row, Window

ROW = Row(
    step=1,
    examples=1,
    seconds=1.0,
    loss=1.0,
    token_accuracy=1.0,
    accuracy=1.0,
    rate=1.0,
    examples_per_second=1.0,
    waiting=1.0,
    resident_mb=1.0,
    solved=None,
)


def write(folder, steps, start=0, **options):
    with Log(folder, start, **options) as log:
        for step in steps:
            log.write({**ROW, "step": step})


def test_older_logs_are_continued_under_the_new_columns(tmp_path):
    (tmp_path / "log.csv").write_text("step,loss,forgotten\r\n1,0.5,7\r\n2,0.25,7\r\n")
    write(tmp_path, [2], start=1)
    lines = (tmp_path / "log.csv").read_text().splitlines()
    assert lines[0].split(",") == list(COLUMNS)
    assert lines[1].rstrip(",") == "1,,,0.5" and lines[2].startswith("2,1,1,1,") and len(lines) == 3


def test_a_window_sums_the_same_across_an_interruption():
    counts = [torch.rand(5, dtype=torch.float64) for _ in range(6)]
    whole = Window()
    for each in counts:
        whole.add(each)
    first = Window()
    for each in counts[:4]:
        first.add(each)
    second = Window(**first.state())
    for each in counts[4:]:
        second.add(each)
    assert second.counts() == whole.counts() and second.steps == 6


def test_tensorboard_is_written_and_has_no_seam(tmp_path):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    write(tmp_path, [1, 2, 3], tensorboard=True)
    write(tmp_path, [3, 4], start=2, tensorboard=True)
    events = EventAccumulator(str(tmp_path / "tensorboard"))
    events.Reload()
    assert [event.step for event in events.Scalars("loss")] == [1, 2, 3, 4]
    assert "solved" not in events.Tags()["scalars"]


def test_without_tensorboard_a_note_says_so(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)
    notes: list[str] = []
    write(tmp_path, [1], tensorboard=True, note=notes.append)
    assert "pip install tensorboard" in notes[0] and len((tmp_path / "log.csv").read_text().splitlines()) == 2

"""`ansatz inspect` from the command line."""

from pathlib import Path

import pytest


@pytest.mark.slow
def test_a_run_is_inspected(ansatz, tmp_path: Path) -> None:
    import torch

    from ansatz.data.encode import Lengths
    from ansatz.data.stream import StreamConfig
    from ansatz.models.config import ModelConfig
    from ansatz.models.registry import build
    from ansatz.training import checkpoint
    from ansatz.training.config import TrainConfig

    stream = StreamConfig(lengths=Lengths(32, 12))
    config = TrainConfig(ModelConfig(1, 1, 1, 8, 8, positions=40), stream)
    torch.manual_seed(0)
    tensors = {f"model.{k}": v for k, v in build(config.model, stream.scheme.size).state_dict().items()}
    run, out = tmp_path / "checkpoint.safetensors", tmp_path / "report"
    checkpoint.save(run, tensors, {"config": config.to_dict(), "tokens": list(stream.scheme.names)})
    code, printed, _ = ansatz("inspect", str(tmp_path), "-x*cos(x)", "--out", str(out))
    assert code == 0 and "report.html and 5 pictures" in " ".join(printed.split())
    assert "-x*cos(x)" in (out / "report.html").read_text(encoding="utf-8")
    assert (out / "attention_cross_1.png").is_file()


def test_what_cannot_be_inspected_is_one_sentence(ansatz, tmp_path: Path) -> None:
    code, printed, error = ansatz("inspect", str(tmp_path / "nowhere"), "--out", str(tmp_path / "report"))
    assert (code, printed) == (2, "") and error.startswith("There is no checkpoint at") and error.count("\n") == 1
    assert not (tmp_path / "report").exists()

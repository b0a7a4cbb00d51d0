"""runs/half_hour_gpu.sh: its whole road on a CPU, with the wheels that it brings alone, scaled to seconds."""

import importlib.util
import json
import os
import subprocess
import sys
import venv
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

import pytest
import torch
from packaging.requirements import Requirement

from ansatz.data import interchange
from ansatz.training import checkpoint

ROOT = Path(__file__).parent.parent
RUNS = ROOT / "runs"


def load(name):
    spec = importlib.util.spec_from_file_location(name, RUNS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


pieces = load("pieces")
script = load("half_hour_gpu")


@pytest.mark.parametrize("size", [1, 7, 100, 1000, 4096])
def test_pieces_make_the_whole(tmp_path, size):
    whole = tmp_path / "left.tar"
    whole.write_bytes(os.urandom(1000))
    written = pieces.split(whole, tmp_path / "there", size)
    assert all(file.stat().st_size <= size for file in written if file.suffix != ".sha256")
    assert len(written) == -(-1000 // size) + 1
    pieces.join(tmp_path / "there", tmp_path / "back" / "left.tar")
    assert (tmp_path / "back" / "left.tar").read_bytes() == whole.read_bytes()


def test_pieces_of_before_are_taken_away(tmp_path):
    whole = tmp_path / "left.tar"
    whole.write_bytes(b"x" * 100)
    pieces.split(whole, tmp_path / "there", 10)
    whole.write_bytes(b"y" * 15)
    pieces.split(whole, tmp_path / "there", 10)
    pieces.join(tmp_path / "there", tmp_path / "back" / "left.tar")
    assert (tmp_path / "back" / "left.tar").read_bytes() == b"y" * 15


@pytest.mark.parametrize("harm", ["missing", "last missing", "damaged", "no checksum"])
def test_incomplete_pieces_are_refused(tmp_path, harm):
    whole, there = tmp_path / "left.tar", tmp_path / "there"
    whole.write_bytes(os.urandom(100))
    pieces.split(whole, there, 30)
    if harm == "damaged":
        (there / "left.tar.001").write_bytes(b"z" * 30)
    else:
        name = {"missing": "left.tar.001", "last missing": "left.tar.003", "no checksum": "left.tar.sha256"}[harm]
        (there / name).unlink()
    with pytest.raises(ValueError, match="again"):
        pieces.join(there, tmp_path / "left2" / "left.tar")
    assert not (tmp_path / "left2" / "left.tar").exists()


def is_near(found, wanted, error):
    """Whether no entry differs by more than this share of the largest."""
    return (found - wanted).abs().max() <= error * wanted.abs().max()


@pytest.mark.parametrize(("room", "error"), [(10**6, 2**-10), (10**4, 1 / 250)])
def test_light_weights_are_near_the_full_ones(tmp_path, room, error):
    torch.manual_seed(0)
    w, mean, b = torch.randn(128, 160), torch.randn(128, 160), torch.randn(128) * 1e-6
    full, light, back = (tmp_path / f"{name}.safetensors" for name in ("full", "light", "back"))
    checkpoint.save(
        full, {"model.w": w, "ema.w": mean, "model.b": b, "optimizer.0.w.momentum": w + 1}, {"tokens": ["x"]}
    )
    script.lighten(full, light, room)
    assert light.stat().st_size < room / 100 + 2.2 * w.numel()
    script.restore(light, back)
    tensors, state = checkpoint.load(back)
    assert tensors.keys() == {"model.w", "model.b"} and state["tokens"] == ["x"]
    assert is_near(tensors["model.w"], mean, error)
    assert is_near(tensors["model.b"], b, 1e-7)


def files_of(names):
    """The top-level files and folders of distributions and of all that they need."""
    found, waiting = {}, list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = {file.parts[0] for file in distribution(name).files or () if file.parts[0] != ".."}
        except PackageNotFoundError:  # for another platform
            continue
        for line in requires(name) or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return set().union(*found.values())


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """The Python of an environment that holds what a machine with PyTorch has, and nothing else."""
    folder = tmp_path_factory.mktemp("machine")
    venv.create(folder, with_pip=False, symlinks=True)
    site = next(folder.glob("lib/python*/site-packages"))
    listed = [line for line in (RUNS / "half_hour_gpu.txt").read_text().splitlines() if line and line[0] != "#"]
    home = Path(str(distribution("torch").locate_file(""))).resolve()
    for name in files_of(listed):
        (site / name).symlink_to(home / name)
    return folder / "bin" / "python"


def call(python, *arguments, **options):
    """One call of the script; PYTHONPATH of this process is not that machine's."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        ["bash", RUNS / "half_hour_gpu.sh", *map(str, arguments)],
        env=environment | {"PYTHON": str(python)} | options,
        capture_output=True,
        text=True,
        timeout=400,
    )


def test_a_machine_that_lacks_something_says_so(machine, tmp_path):
    done = call(machine, "work", "--prepared", tmp_path, "--out", tmp_path / "out", "--leave", tmp_path / "left")
    assert done.returncode == 1
    assert done.stderr.startswith("This machine lacks symengine, flint, clarabel")


@pytest.mark.slow
def test_the_whole_road(machine, tmp_path):
    prepared, out, left, back = (tmp_path / name for name in ("prepared", "out", "left", "back"))
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    fetched = call(sys.executable, "prepare", "--to", prepared, "--python", version, "--effort", 0)
    if "'pip', 'download'" in fetched.stderr:  # the command that failed
        pytest.skip(f"The wheels could not be fetched here: {fetched.stderr.splitlines()[-1][-200:]}")
    # At effort 0 the archive may be too large to carry, which is said, and does not matter here.
    assert (prepared / "site.tar.xz").is_file(), fetched.stderr
    work = ["work", "--prepared", prepared, "--out", out, "--leave", left, "--device", "cpu", "--cores", 1]
    work += ["--train", "tiny=0.1", "--tokens", 2_000, "--generate", 0.05, "--shard", 64]
    said = ""
    for minutes in (0.15, 0.3, 0.5, 1, 2, 4, 6):  # the first call ends while data are made
        done = call(machine, *work, "--minutes", minutes)
        assert done.returncode == 0, done.stderr + "".join(file.read_text() for file in out.glob("*.log"))
        said += done.stdout
        if "done" in done.stdout:
            break
    assert said.count("data: backward ") == 1
    assert said.splitlines().count("done") == 1
    assert all(file.stat().st_size <= 16 << 20 for file in left.iterdir())
    taken = call(sys.executable, "home", left, back)
    assert taken.returncode == 0, taken.stderr
    mine, _ = checkpoint.load(out / "tiny" / "checkpoint.safetensors")
    theirs, state = checkpoint.load(back / "tiny" / "checkpoint.safetensors")
    assert state["progress"]["examples"] > 0
    weights = checkpoint.best_tensors(mine)
    assert weights.keys() == checkpoint.best_tensors(theirs).keys()
    for name, tensor in checkpoint.best_tensors(theirs).items():
        assert is_near(tensor, weights[name], 2**-10)
    assert json.loads((back / "state.json").read_text())["tiny"] == 1
    assert sum(1 for _ in interchange.read(out / "data" / "backward")) > 0

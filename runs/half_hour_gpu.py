"""What runs/half_hour_gpu.sh does: prepare at home, work on the machine, take home what it left.

Every step is a command of its own (`ansatz generate`, `ansatz train`) that goes on where it was stopped; this file only
deals out cores and minutes, and packs. It needs nothing but Python until `ansatz` can be imported.
"""

import argparse
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pieces import MIB, join, split

ROOT = Path(__file__).resolve().parent.parent
PREPARED, OUT = Path("out/prepared"), Path("out/half_hour")
CARRIED = 64 * MIB  # the working tree
PIECE = 16 * MIB  # a file that leaves
# Distributions of constraints.txt that a machine with the packages of half_hour_gpu.txt lacks, by import name.
MISSING = {"symengine": "symengine", "flint": "python-flint", "clarabel": "clarabel"}
PLATFORMS = ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")
ENDLESS = "1000000k"
LEAVING = 45.0  # seconds at the end of a call for packing
GRACE = 20.0  # seconds for a command to end once it is asked to


@dataclass(frozen=True)
class Source:
    """A data set to make: its share of the cores, and of the training examples."""

    task: str
    cores: float
    weight: float


# `forward` and `textbook` come slowly: what half an hour needs of them is made at home, into out/prepared/data.
SOURCES = (
    Source("backward", 9, 0.45),
    Source("by_parts", 3, 0.15),
    Source("substitution", 2, 0.1),
    Source("liouville", 2, 0.1),
)
PREPARED_WEIGHT = 0.2  # of all data sets made at home together
MODEL_MINUTES = {"small": 8.0, "lample-charton": 13.0}
TOKENS = {"small": 65_536, "lample-charton": 49_152}  # in a batch: what keeps a large GPU busy


def main() -> None:
    """The command line."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # and still leave what there is
    parser = argparse.ArgumentParser(prog="half_hour_gpu.sh", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    prepare = commands.add_parser("prepare", help="fetch what is missing on the machine")
    prepare.add_argument("--python", default="3.12", help="the machine's Python")
    prepare.add_argument("--effort", type=int, default=6, help="of compression, 0 to 9")
    prepare.add_argument("--to", type=Path, default=PREPARED)
    work = commands.add_parser("work", help="generate and train, until done or out of minutes")
    work.add_argument("--minutes", type=float, default=9.0, help="of this call")
    work.add_argument("--generate", type=float, default=3.5, help="minutes for data, of all calls together")
    work.add_argument("--train", default=",".join(f"{name}={m:g}" for name, m in MODEL_MINUTES.items()))
    work.add_argument("--device", default="cuda")
    work.add_argument("--cores", type=int, default=os.cpu_count() or 1)
    work.add_argument("--tokens", type=int, default=None, help="in a batch; default: by model")
    work.add_argument("--leave", type=Path, default=OUT / "left")
    work.add_argument("--limit", type=float, default=60.0, help="MiB to leave in all")
    work.add_argument("--prepared", type=Path, default=PREPARED)
    work.add_argument("--out", type=Path, default=OUT)
    work.add_argument("--shard", type=int, default=None, help="attempts in a shard; default: by task")
    home = commands.add_parser("home", help="join what was left")
    home.add_argument("folder", type=Path)
    home.add_argument("target", type=Path)
    light = commands.add_parser("light")  # used by `work`, where ansatz can be imported
    light.add_argument("checkpoint", type=Path)
    light.add_argument("target", type=Path)
    light.add_argument("bytes", type=float)
    commands.add_parser("complete").add_argument("folders", type=Path, nargs="+")  # likewise
    chosen = parser.parse_args()
    try:
        match chosen.command:
            case "prepare":
                fetch(chosen.to, chosen.python, chosen.effort)
            case "work":
                Work(chosen).run()
            case "home":
                take_home(chosen.folder, chosen.target)
            case "light":
                lighten(chosen.checkpoint, chosen.target, chosen.bytes)
            case "complete":
                for folder in chosen.folders:
                    complete(folder)
    except (ValueError, OSError, subprocess.CalledProcessError) as error:
        sys.exit(str(error))


# -------------------------------------------------------------------------------------------- at home


def fetch(folder: Path, python: str, effort: int) -> None:
    """Wheels of what is missing there, unpacked into one well-compressed archive: wheels are packed badly."""
    pinned = dict(
        line.split("==") for line in Path("constraints.txt").read_text().split() if "==" in line and line[0] != "#"
    )
    wheels, site = folder / "wheels", folder / "site"
    shutil.rmtree(site, ignore_errors=True)
    platforms = [f"--platform={platform}" for platform in PLATFORMS]
    names = [f"{name}=={pinned[name]}" for name in MISSING.values()]
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:", "--implementation=cp"]
    options += [f"--python-version={python}", f"--dest={wheels}", *platforms]
    subprocess.run([sys.executable, "-m", "pip", "download", *options, *names], check=True)
    for wheel in sorted(wheels.glob("*.whl")):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(site)
    with tarfile.open(folder / "site.tar.xz", "w:xz", preset=effort) as archive:
        archive.add(site, "site")
    for made in (site, wheels):
        shutil.rmtree(made)
    tracked = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=False).stdout
    tree = sum(Path(name).stat().st_size for name in tracked.split("\0") if name and Path(name).is_file())
    carried = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"{', '.join(names)}: {(folder / 'site.tar.xz').stat().st_size / MIB:.1f} MiB in {folder / 'site.tar.xz'}")
    print(f"to carry: tracked files {tree / MIB:.1f} MiB and {folder} {carried / MIB:.1f} MiB, of {CARRIED / MIB:.0f}")
    if tree + carried > CARRIED:
        raise ValueError(f"That is too much to carry; make {folder}/data smaller.")


def take_home(folder: Path, target: Path) -> None:
    """Join, check and unpack what `work` left; weights in eight bits become checkpoints that `ansatz export` reads."""
    target.mkdir(parents=True, exist_ok=True)
    archive = target / "left.tar"
    join(folder, archive)
    with tarfile.open(archive) as packed:
        packed.extractall(target, filter="data")
    archive.unlink()
    for file in sorted(target.glob("*/light.safetensors")):
        restore(file, file.with_name("checkpoint.safetensors"))
        print(f"ansatz export {file.parent} --out {target / 'weights' / file.parent.name}")


# ------------------------------------------------------------------------------------ on the machine


class Work:
    """One call on the machine."""

    def __init__(self, chosen: argparse.Namespace) -> None:
        self.chosen = chosen
        self.out: Path = chosen.out
        self.end = time.monotonic() + 60 * chosen.minutes - min(LEAVING, 12 * chosen.minutes)
        self.models = {name: float(minutes) for name, _, minutes in (m.partition("=") for m in chosen.train.split(","))}
        self._state = self.out / "state.json"
        self.state: dict[str, float] = json.loads(self._state.read_text()) if self._state.is_file() else {}

    def run(self) -> None:
        """Go on with what is not done, then leave what is worth keeping."""
        self.out.mkdir(parents=True, exist_ok=True)
        self._unpack()
        self._check()
        try:
            if self._generate():
                for name, minutes in self.models.items():
                    if not self._train(name, minutes):
                        break
                else:
                    print("done")
        finally:
            self._leave()

    def _left(self) -> float:
        return self.end - time.monotonic()

    def _remember(self, **values: float) -> None:
        self.state |= values
        temporary = self._state.with_suffix(".part")
        temporary.write_text(json.dumps(self.state))
        temporary.replace(self._state)

    # --- the environment

    @property
    def _environment(self) -> dict[str, str]:
        paths = [self.out / "site", ROOT / "src", ROOT / "runs"]
        return os.environ | {"PYTHONPATH": os.pathsep.join(str(path.absolute()) for path in paths)}

    def _unpack(self) -> None:
        site, archive = self.out / "site", self.chosen.prepared / "site.tar.xz"
        if site.is_dir() or not archive.is_file():
            return
        temporary = self.out / "unpacked"
        shutil.rmtree(temporary, ignore_errors=True)
        with tarfile.open(archive) as packed:
            packed.extractall(temporary, filter="data")
        (temporary / "site").replace(site)
        temporary.rmdir()

    def _check(self) -> None:
        """Say at once, in one sentence, what the machine lacks."""
        listed = Path(__file__).with_suffix(".txt").read_text().splitlines()
        names = [line for line in listed if line and line[0] != "#"] + list(MISSING)
        sys.path.insert(0, str(self.out / "site"))
        lacking = [name for name in names if importlib.util.find_spec(name) is None]
        if lacking:
            raise ValueError(f"This machine lacks {', '.join(lacking)}: fetch them by `prepare` and carry {PREPARED}.")

    def _here(self, *arguments: object) -> None:
        """A command of this file, where ansatz can be imported."""
        subprocess.run([sys.executable, __file__, *map(str, arguments)], env=self._environment, check=True)

    def _ansatz(self, *arguments: object) -> list[str]:
        return [sys.executable, "-m", "ansatz", *map(str, arguments)]

    # --- data

    def _generate(self) -> bool:
        """Make data sets side by side until their minutes are over; True once all are complete."""
        if self.state.get("generated"):
            return True
        spent = self.state.get("generating", 0.0)
        began = time.monotonic()
        wanted = max(0.0, 60 * self.chosen.generate - spent)
        total = sum(source.cores for source in SOURCES)
        commands = []
        for seed, source in enumerate(SOURCES, 101):
            workers = max(1, int(self.chosen.cores * source.cores / total))
            folder = self.out / "data" / source.task
            resume = ["--resume"] if (folder / "manifest.json").exists() else []
            shard = [] if self.chosen.shard is None or resume else ["--shard", self.chosen.shard]
            count = ["--count", ENDLESS, "--workers", workers, "--seed", seed, "--out", folder]
            commands.append(self._ansatz("generate", source.task, *count, *shard, *resume))
        if wanted or not self._begun():
            with self._running(commands, "generate") as processes:
                while (time.monotonic() - began < wanted or not self._begun()) and self._left() > 0:
                    if any(process.poll() for process in processes):
                        raise ValueError(f"A generator failed; see {self.out / 'generate.log'}.")
                    time.sleep(0.2)
            self._remember(generating=spent + time.monotonic() - began)
        if self.state["generating"] < 60 * self.chosen.generate or not self._begun():
            return False
        rows = {source.task: _rows(self.out / "data" / source.task) for source in SOURCES}
        self._here("complete", *(self.out / "data" / task for task in rows))
        print(f"data: {', '.join(f'{name} {count:,}' for name, count in rows.items())}", flush=True)
        self._remember(generated=1.0)
        return True

    def _begun(self) -> bool:
        """Whether every data set has a shard."""
        return all(_rows(self.out / "data" / source.task) for source in SOURCES)

    @contextmanager
    def _running(self, commands: Sequence[Sequence[str]], log: str) -> Iterator[list[subprocess.Popen[bytes]]]:
        """Commands side by side, their output in a log; all are asked to end, and made to, when the block ends."""
        with open(self.out / f"{log}.log", "ab") as file:
            processes = [
                subprocess.Popen(command, stdout=file, stderr=file, env=self._environment) for command in commands
            ]
            try:
                yield processes
            finally:
                for process in processes:
                    if process.poll() is None:
                        process.send_signal(signal.SIGINT)
                deadline = time.monotonic() + GRACE
                for process in processes:
                    try:
                        process.wait(max(0.1, deadline - time.monotonic()))
                    except subprocess.TimeoutExpired:
                        process.kill()
                        process.wait()

    # --- training

    def _train(self, name: str, minutes: float) -> bool:
        """Train one model until its budget or this call ends; whether its budget is met."""
        if self.state.get(name):
            return True
        if self._left() <= 0:
            return False
        folder = self.out / name
        if (folder / "checkpoint.safetensors").exists():
            command = self._ansatz("train", "--resume", folder)
        else:
            command = self._ansatz("train", self._settings(name, folder, minutes))
        with self._running([command], name) as (process,):
            while process.poll() is None and self._left() > 0:
                time.sleep(0.2)
            met = process.poll() == 0
        if process.returncode and self._left() > 0:
            raise ValueError(f"Training {name} failed; see {self.out / f'{name}.log'}.")
        if met:
            self._remember(**{name: 1.0})
        return met

    def _settings(self, name: str, folder: Path, minutes: float) -> Path:
        """The settings of a new run, as `ansatz train` reads them."""
        sets = {str(self.out / "data" / source.task): source.weight for source in SOURCES}
        at_home = [path.parent for path in sorted(self.chosen.prepared.glob("data/*/manifest.json"))]
        sets |= {str(path): PREPARED_WEIGHT / len(at_home) for path in at_home}
        tokens = self.chosen.tokens or TOKENS.get(name, 16_384)
        lines = [
            f"out = {json.dumps(str(folder))}",
            f"minutes = {minutes}",
            f"device = {json.dumps(self.chosen.device)}",
            "checkpoint_every = 60",
            "[model]",
            f"preset = {json.dumps(name)}",
            "[stream]",
            f"workers = {max(1, self.chosen.cores - 2)}",
            f"tokens = {tokens}",
            "[shards]",
            *(f"{json.dumps(path)} = {weight}" for path, weight in sets.items()),
        ]
        file = self.out / f"{name}.toml"
        file.write_text("\n".join(lines) + "\n")
        return file

    # --- what leaves

    def _leave(self) -> None:
        """Weights (the small model's first), settings, curves and logs, in pieces."""
        packed, room = self.out / "left.tar", self.chosen.limit * MIB
        with tarfile.open(packed, "w") as archive:
            for file in sorted([*self.out.glob("*.log"), *self.out.glob("*.toml"), self._state]):
                if file.is_file():
                    archive.add(file, file.name)
            for name in self.models:
                folder = self.out / name
                for file in ("run.json", "log.csv", "curves.png"):
                    if (folder / file).is_file():
                        archive.add(folder / file, f"{name}/{file}")
                if (folder / "checkpoint.safetensors").is_file():
                    light = folder / "light.safetensors"
                    self._here("light", folder / "checkpoint.safetensors", light, room)
                    room -= light.stat().st_size
                    if room < 0:
                        print(f"{name} is too large to leave; allow more with --limit.")
                        break
                    archive.add(light, f"{name}/light.safetensors")
        for file in split(packed, self.chosen.leave, PIECE):
            print(f"{file}  {file.stat().st_size / MIB:.1f} MiB")


def complete(folder: Path) -> None:
    """Declare a data set complete with the shards that it has: what `ansatz generate` does at its count."""
    from ansatz.data import manifest

    config = manifest.DataConfig.from_dict(manifest.read(folder)["config"])
    manifest.write(folder, manifest.describe(config, manifest.read_shards(folder)))
    (folder / manifest.SKIPPED).unlink(missing_ok=True)


def _rows(folder: Path) -> int:
    """Problems in the shards that a data set has so far."""
    return sum(json.loads(path.read_text())["rows"] for path in folder.glob("shard-*.json"))


# ------------------------------------------------------------------------------------------- weights

EIGHT_BITS = 1 << 14  # entries from which a matrix is worth rounding
SCALE = ".scale"


def lighten(source: Path, target: Path, room: float) -> None:
    """The weights to answer with, without the optimiser: matrices in 16 bits, or in 8 where those do not fit `room`.

    Eight bits are those of `ansatz export` (a row's largest entry is ±127), so that exporting them loses nothing more.
    """
    import torch

    from ansatz.training import checkpoint

    tensors, state = checkpoint.load(source)
    kept: dict[str, torch.Tensor] = {}
    weights = checkpoint.best_tensors(tensors)
    rounds = 2 * sum(tensor.numel() for tensor in weights.values()) > room
    for name, tensor in weights.items():
        if rounds and tensor.ndim == 2 and tensor.numel() >= EIGHT_BITS:
            scale = tensor.float().abs().amax(1, keepdim=True).clamp_min(1e-30) / 127
            kept[f"model.{name}"] = (tensor.float() / scale).round().to(torch.int8)
            kept[f"model.{name}{SCALE}"] = scale
        else:
            kept[f"model.{name}"] = tensor.to(torch.float16 if tensor.ndim > 1 else torch.float32)
    checkpoint.save(target, kept, state)


def restore(source: Path, target: Path) -> None:
    """A checkpoint of float32 weights from light ones."""
    sys.path.insert(0, str(ROOT / "src"))
    import torch

    from ansatz.training import checkpoint

    tensors, state = checkpoint.load(source)
    scales = {name.removesuffix(SCALE): tensor for name, tensor in tensors.items() if name.endswith(SCALE)}
    full = {
        name: tensor.to(torch.float32) * scales.get(name, torch.ones(1))
        for name, tensor in tensors.items()
        if not name.endswith(SCALE)
    }
    checkpoint.save(target, full, state)


if __name__ == "__main__":
    os.chdir(ROOT)
    main()

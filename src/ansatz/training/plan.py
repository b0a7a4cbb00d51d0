"""A plan: what one call of `ansatz train` does, from a TOML file and from flags, which win.

    plan(Path("runs/small.toml"), {"model.family": "rnn", "minutes": 5})

The file's top level holds the settings of `TrainConfig` and the plan's own: out, minutes or steps, cooldown. The table
[model] also knows `preset`, from which its other settings deviate. Where neither file nor flags say otherwise, training
is on a live mixture of integration tasks, and held-out statements are left out.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path

from ansatz.data.source import is_folder
from ansatz.errors import ConfigError
from ansatz.models.config import ModelConfig, preset
from ansatz.problems.registry import GENERATORS
from ansatz.training.budget import Budget
from ansatz.training.config import TrainConfig
from ansatz.training.settings import put, read, unknown

MIXTURE = {"backward": 0.5, "by_parts": 0.2, "substitution": 0.15, "liouville": 0.15}
PRESET, FAMILY = "small", "transformer"
MINUTES = 60.0


@dataclass(frozen=True)
class Plan:
    """A new run: its settings, folder and budget (in minutes or in steps, of which `cooldown` is a share)."""

    config: TrainConfig = field(default_factory=TrainConfig)
    out: str = "out/run"
    minutes: float | None = None
    steps: int | None = None
    cooldown: float | None = None


OWN = tuple(each.name for each in fields(Plan) if each.name != "config")


def plan(path: Path | None, flags: Mapping[str, object]) -> Plan:
    """The plan of a file (None: an empty one) and of flags, such as "stream.tokens"; raises `ConfigError`."""
    values = _read_file(path) if path is not None else {}
    if "minutes" in flags or "steps" in flags:  # another budget, of either kind
        values = {key: value for key, value in values.items() if key not in ("minutes", "steps")}
    for name, value in flags.items():
        put(values, name, value)
    own = {name: values.pop(name) for name in OWN if name in values}
    names = [*OWN, *(each.name for each in fields(TrainConfig))]
    for key in values:
        if key not in names:
            raise unknown(key, key, names)
    model = values.get("model", {})
    if isinstance(model, Mapping):
        values["model"] = _model(model)
    _complete(values)
    if "minutes" not in own and "steps" not in own:
        own["minutes"] = MINUTES
    found = replace(read(Plan, own), config=TrainConfig.from_dict(values))
    Budget(found.minutes, found.steps, 0.0 if found.cooldown is None else found.cooldown)  # refuses impossible ones
    check_tasks(found.config.stream.mixture)
    return found


def check_tasks(mixture: Mapping[str, float]) -> None:
    """Raise `ConfigError` for a task without a generator."""
    for task in mixture:
        if task not in GENERATORS and not is_folder(task):
            near = get_close_matches(task, GENERATORS, n=1)
            advice = f"the nearest is '{near[0]}'" if near else f"choose from {', '.join(GENERATORS)}"
            raise ConfigError(f"There is no task '{task}'; {advice}.")


def _read_file(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is no TOML file ({error}); see runs/small.toml for one.") from None


def _model(values: Mapping[str, object]) -> dict[str, object]:
    """The preset's sizes for the family, and what deviates from them."""
    given = dict(values)
    base, family = given.pop("preset", PRESET), given.pop("family", FAMILY)
    names = [each.name for each in fields(ModelConfig)]
    for key in given:
        if key not in names:
            raise unknown(f"model.{key}", key, [*names, "preset"])
    sizes = preset(str(base), str(family))
    return {name: getattr(sizes, name) for name in names} | given


def _complete(values: dict[str, object]) -> None:
    """What a run needs and was not said."""
    stream = values.setdefault("stream", {})
    if isinstance(stream, dict):
        stream.setdefault("exclude_held_out", True)
        stream.setdefault("seed", values.get("seed", 0))
        if not values.get("shards"):
            stream.setdefault("mixture", dict(MIXTURE))

"""Settings from plain values (TOML, JSON): every key known, every value of its type, or one sentence that names it.

    read(TrainConfig, {"warmup": 500, "model": {"width": 256}})

Nested dataclasses are nested tables. Contradictions between settings are the dataclasses' own business.
"""

from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import ClassVar, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints

from ansatz.errors import ConfigError


class Dataclass(Protocol):
    """What is common to all dataclasses."""

    __dataclass_fields__: ClassVar[dict[str, Field]]


T = TypeVar("T", bound=Dataclass)


def read(kind: type[T], values: Mapping[str, object], where: str = "") -> T:
    """The dataclass `kind` of these values; raises `ConfigError` for unknown keys and wrong types."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]
    given = {}
    for key, value in values.items():
        if key not in names:
            raise unknown(where + key, key, names)
        given[key] = _value(hints[key], value, where + key)
    return kind(**given)


def put(values: dict[str, object], setting: str, value: object) -> None:
    """Set "stream.tokens" in the table `stream` of these values; raises `ConfigError` where that is no table."""
    *tables, last = setting.split(".")
    for name in tables:
        inner = values.setdefault(name, {})
        if not isinstance(inner, dict):
            raise ConfigError(f"The setting '{name}' is a table of settings, not {inner!r}.")
        values = inner
    values[last] = value


def unknown(setting: str, key: str, names: list[str]) -> ConfigError:
    """The error for a key that is none of the names."""
    near = get_close_matches(key, names, n=1, cutoff=0.6)
    advice = f"the nearest is '{near[0]}'" if near else f"choose from {', '.join(sorted(names))}"
    return ConfigError(f"There is no setting '{setting}'; {advice}.")


def _value(hint: object, value: object, setting: str) -> object:
    """The value as a type hint wants it."""
    origin, arguments = get_origin(hint), get_args(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        if isinstance(value, Mapping):
            return read(hint, value, f"{setting}.")
        raise ConfigError(f"The setting '{setting}' is a table of settings, not {value!r}.")
    if origin in (Union, UnionType):
        if value is None and NoneType in arguments:
            return None
        return _value(next(argument for argument in arguments if argument is not NoneType), value, setting)
    if origin is dict:
        if isinstance(value, Mapping):
            return {str(key): _value(arguments[1], entry, f"{setting}.{key}") for key, entry in value.items()}
        raise ConfigError(f"The setting '{setting}' is a table, not {value!r}.")
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(hint, type) and (not isinstance(value, hint) or (isinstance(value, bool) and hint is not bool)):
        raise ConfigError(f"The setting '{setting}' is {_WORDS.get(hint, hint.__name__)}, not {value!r}.")
    return value


_WORDS = {int: "a whole number", float: "a number", str: "a text", bool: "true or false"}

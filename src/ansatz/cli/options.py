"""`--set name=value`, which several commands take: settings that have no flag of their own."""

import json
from collections.abc import Sequence

from ansatz.errors import ConfigError


def assignments(entries: Sequence[str]) -> dict[str, object]:
    """{name: value} of "name=value"; names may be dotted, values are JSON, or text where they are none."""
    found: dict[str, object] = {}
    for entry in entries:
        name, equals, value = entry.partition("=")
        if not equals or not all(part.isidentifier() for part in name.split(".")):
            raise ConfigError(f"'{entry}' is no option; write --set name=value.")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found

"""Options that several commands share, and `--set name=value` for settings that have no flag of their own."""

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from ansatz.errors import ConfigError

METHODS = "network,fit,classical"

Beam = Annotated[int, typer.Option(min=1, help="Hypotheses that the network proposes.")]
Deadline = Annotated[float, typer.Option(min=0.01, help="Seconds after which to give up.")]
Methods = Annotated[str, typer.Option(help="Which methods may answer.")]
Domain = Annotated[str, typer.Option(help="Of the variable and the parameters: real, or complex.")]
Weights = Annotated[str | None, typer.Option(help="Folder of your own weights (ansatz export).")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Latex = Annotated[bool, typer.Option("--latex", help="Print the answer as LaTeX.")]
Candidates = Annotated[bool, typer.Option("--all", help="Also list every candidate with its verdict.")]


def split_methods(methods: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in methods.split(",") if name.strip())


def check_format(json: bool, latex: bool) -> None:
    """Refuse both."""
    if json and latex:
        raise ConfigError("Choose one of --json and --latex.")


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

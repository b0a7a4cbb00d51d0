"""The command reference, made from the commands themselves.

    python -m ansatz.cli.reference > docs/reference/commands.md

A test fails where the file says something else than the commands do.
"""

import inspect
import re
from collections.abc import Iterator

from typer.main import get_command

_HEAD = """# Commands

This page is made from the commands themselves: `make reference`. Exit codes: 0 answered, 1 nothing found or a check
failed, 2 bad input, 130 interrupted.
"""


def markdown() -> str:
    """The whole page."""
    from ansatz.cli.app import app

    parts = [_HEAD]
    for path, command in _commands("ansatz", get_command(app)):
        parts += _section(path, command)
    return "\n".join(parts)


def _commands(path: str, command: object) -> Iterator[tuple[str, object]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield path, command
        return
    for name, child in sorted(children.items()):
        yield from _commands(f"{path} {name}", child)


def _section(path: str, command: object) -> Iterator[str]:
    text = inspect.cleandoc(getattr(command, "help", None) or "")
    prose, _, example = text.partition("\b\n")
    yield f"## {path}\n"
    yield f"{' '.join(prose.split())}\n"
    if example.strip():
        yield f"```text\n{inspect.cleandoc(example).rstrip()}\n```\n"
    rows = list(_parameters(command))
    if rows:
        yield "| | | default |\n|---|---|---|"
        yield from rows
        yield ""


def _parameters(command: object) -> Iterator[str]:
    for parameter in getattr(command, "params", ()):
        said = " ".join((getattr(parameter, "help", None) or "").split()).replace("|", "\\|")
        if parameter.param_type_name == "argument":
            name, default = f"`{(parameter.metavar or parameter.name).upper()}`", ""
        else:
            flags = [*parameter.opts, *parameter.secondary_opts]
            name = " / ".join(f"`{flag}`" for flag in flags)
            default = _default(parameter.default)
        if "--help" not in name:
            yield f"| {name} | {said} | {default} |"


def _default(value: object) -> str:
    if value is None or value is False or callable(value) or value == [] or value == ():
        return ""
    return f"`{re.sub(r'^PosixPath|^WindowsPath', '', str(value))}`"


if __name__ == "__main__":
    print(markdown(), end="")

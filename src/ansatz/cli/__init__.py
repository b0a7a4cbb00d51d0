"""The command `ansatz`: thin functions over the public calls. Heavy imports happen inside the commands.

To add a command, write a function with typed parameters in a module of this folder and register it in
`app.py`. Exit codes: 0 answered, 1 nothing found, 2 bad input, 130 interrupted.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typer import Typer

EXTRAS = {
    **dict.fromkeys(("torch", "safetensors", "matplotlib"), "train"),
    **dict.fromkeys(("fastapi", "uvicorn"), "serve"),
    "mcp": "mcp",
}


def main() -> None:
    """Run the command line; bad input is one sentence on standard error, or JSON under --json, and exit code 2."""
    import sys

    try:
        _run()
    except KeyboardInterrupt:  # also while modules are being imported
        sys.exit(130)


def _run() -> None:
    import errno
    import os
    import sys

    from ansatz.cli.early import warm_for

    warm_for(sys.argv[1:])
    from ansatz.cli.app import app
    from ansatz.errors import AnsatzError, CheckpointError, ConfigError, InputError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal without ∫ shows \u222b, which JSON understands too
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            _called(app)
        finally:
            sys.stdout.flush()
    except AnsatzError as error:
        if "--json" in sys.argv[1:]:
            from ansatz.cli.problems import say_error

            say_error(error, as_json=True)
        else:
            print(error, file=sys.stderr)
        sys.exit(2 if isinstance(error, InputError | ConfigError | CheckpointError) else 1)
    except OSError as error:
        if error.filename is None and error.errno != errno.ENOSPC:
            raise
        if error.filename is None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what is buffered is lost, too
            print(f"The output cannot be written: {error.strerror}.", file=sys.stderr)
            sys.exit(1)
        print(f"'{error.filename}' cannot be used: {error.strerror}.", file=sys.stderr)
        sys.exit(2)
    except ModuleNotFoundError as error:
        if error.name not in EXTRAS:
            raise
        extra = f"ansatz-math[{EXTRAS[error.name]}]"
        print(f"This command needs {error.name}; install it with pip install '{extra}'.", file=sys.stderr)
        sys.exit(2)


def _called(app: "Typer") -> None:
    """The command; under --json wrong usage is JSON too."""
    import sys

    if "--json" not in sys.argv[1:]:
        app(prog_name="ansatz")
        return
    from ansatz.cli.problems import say_error
    from ansatz.errors import ConfigError

    try:
        code = app(prog_name="ansatz", standalone_mode=False)
    except Exception as error:  # Typer's own errors of usage are those that know their exit code and their sentence
        if not (hasattr(error, "exit_code") and hasattr(error, "format_message")):
            raise
        say_error(ConfigError(error.format_message()), as_json=True)
        code = error.exit_code
    if code:
        sys.exit(code)

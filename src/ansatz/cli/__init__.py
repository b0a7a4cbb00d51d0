"""The command `ansatz`: thin functions over the public calls. Heavy imports happen inside the commands.

To add a command, write a function with typed parameters in a module of this folder and register it in
`app.py`. Exit codes: 0 answered, 1 nothing found, 2 bad input.
"""


def main() -> None:
    """Run the command line; bad input is one sentence on standard error and exit code 2."""
    import sys

    from ansatz.cli.app import app
    from ansatz.errors import AnsatzError, ConfigError, InputError

    try:
        app(prog_name="ansatz")
    except (InputError, ConfigError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
    except AnsatzError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)

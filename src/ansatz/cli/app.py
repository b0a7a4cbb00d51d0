"""The Typer application: every command's name, and nothing else."""

from typing import Annotated

import typer

from ansatz.cli.data import data, generate
from ansatz.cli.demo import demo
from ansatz.cli.equations import dsolve
from ansatz.cli.inspection import inspect
from ansatz.cli.integrals import integrate, verify
from ansatz.cli.laboratory import evaluate, export, train
from ansatz.cli.primer import primer
from ansatz.cli.quiz import quiz
from ansatz.cli.service import mcp, serve
from ansatz.cli.show_tree import tree
from ansatz.cli.studies import study
from ansatz.cli.systems import check_certificate, lyapunov

app = typer.Typer(
    help="Integrates functions and solves differential equations: a neural network guesses, algebra proves.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

# An expression may begin with a minus: `-x` is an argument here, for no option has a short form.
EXPRESSIONS = {"ignore_unknown_options": True}

app.command(context_settings=EXPRESSIONS)(integrate)
app.command(context_settings=EXPRESSIONS)(dsolve)
app.command(context_settings=EXPRESSIONS)(lyapunov)
app.command(context_settings=EXPRESSIONS)(verify)
app.command(context_settings=EXPRESSIONS)(tree)
app.command(context_settings=EXPRESSIONS)(inspect)
app.command()(demo)
app.command()(check_certificate)
for command in (generate, train, export, evaluate):
    app.command()(command)
app.command()(study)
app.command()(primer)
app.command()(quiz)
app.command()(serve)
app.command()(mcp)
app.add_typer(data, name="data")


def _version(wanted: bool) -> None:
    if wanted:
        from ansatz import __version__

        print("ansatz", __version__)
        raise typer.Exit


@app.callback()
def ansatz(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass

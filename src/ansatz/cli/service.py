"""`ansatz serve` and `ansatz mcp`."""

from pathlib import Path
from typing import Annotated

import typer


def serve(
    host: Annotated[str, typer.Option(help="Where to listen; 0.0.0.0 opens it to the network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port.")] = 8765,
    name: Annotated[
        list[str] | None, typer.Option(help="A further host name by which it may be called; may be repeated.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Searches at once; default: one a core.")] = None,
    queue: Annotated[int, typer.Option(min=1, help="Requests that may wait; more are told to come back.")] = 100,
    deadline: Annotated[float, typer.Option(min=0.1, help="Seconds that a request may ask for at most.")] = 60.0,
    megabytes: Annotated[float, typer.Option(min=200, help="Resident memory of each worker with its solvers.")] = 2_000,
    batch: Annotated[int, typer.Option(min=1, help="Integrals in one beam search; on a processor 1 is quickest.")] = 1,
    cache: Annotated[Path | None, typer.Option(help="Keep verified answers in this SQLite file.")] = None,
    token_file: Annotated[
        Path | None, typer.Option(help="Answer only those who send this file's text as a bearer token.")
    ] = None,
    weights: Annotated[str | None, typer.Option(help="Folder of your own weights (ansatz export).")] = None,
) -> None:
    """Serve the page and the API.

    \b
    ansatz serve
    ansatz serve --cache answers.sqlite --workers 4
    ansatz serve --host 0.0.0.0 --name math.example.org --token-file token.txt
    """
    from ansatz.limits import cores
    from ansatz.serve.running import run
    from ansatz.serve.settings import Settings

    token = None if token_file is None else token_file.read_text(encoding="utf-8").strip()
    names, lanes = tuple(name or ()), workers or cores()
    if weights is not None:
        from ansatz.decoding.runtime import existing_weights

        weights = existing_weights(weights)
    run(Settings(host, port, names, lanes, queue, megabytes, batch, cache, token, weights, deadline))


def mcp(
    workers: Annotated[int, typer.Option(min=1, help="Searches at once.")] = 1,
    cache: Annotated[Path | None, typer.Option(help="Keep verified answers in this SQLite file.")] = None,
) -> None:
    """Offer solve, verify and plot to a language model, over standard input and output (MCP).

    \b
    ansatz mcp
    """
    from ansatz.serve.settings import Settings
    from ansatz.serve.tools import over_stdio

    over_stdio(Settings(workers=workers, cache=cache, batch=1))

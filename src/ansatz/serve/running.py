"""Start the service, and stop it without losing what it is doing."""

import sys

import uvicorn

from ansatz.serve.app import create_app
from ansatz.serve.settings import Settings


def run(settings: Settings) -> None:
    """Serve until a signal comes; requests in progress then have their deadline to end."""
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"Ansatz is at http://{host}:{settings.port}/", file=sys.stderr)
    if settings.loopback:
        print("Only this machine can reach it; --host 0.0.0.0 opens it to the network.", file=sys.stderr)
    else:
        locked = "with the token alone" if settings.token else "without a token: set one with --token-file"
        print(f"The network can reach it, {locked}. It speaks plain HTTP; put TLS in front.", file=sys.stderr)
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=round(settings.deadline) + 1,
        timeout_keep_alive=30,
        limit_concurrency=2_000,
        h11_max_incomplete_event_size=32_768,
        lifespan="on",
        ws="none",
    )

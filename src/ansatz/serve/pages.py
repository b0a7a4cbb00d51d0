"""The pages: static files at an address, and what they ask for.

A further page is a row in `PAGES`: a folder beside `static` with an index.html, its address, and, where it needs one,
a router of its own with JSON endpoints (an `APIRouter`, mounted under /v1).
"""

from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter

from ansatz.serve import quiz_endpoints

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Page:
    """path: where it is ("/" or "/name"). folder: its files. router: its endpoints."""

    path: str
    folder: Path
    router: APIRouter | None = None


PAGES: tuple[Page, ...] = (Page("/", HERE / "static"), Page("/quiz", HERE / "quiz", quiz_endpoints.router))

"""A service that runs for all tests of this folder."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the extra `serve` is not installed")

from starlette.testclient import TestClient

from ansatz.serve.app import create_app
from ansatz.serve.settings import Settings

sys.path.append(str(Path(__file__).parent))  # lanes import `strange_tasks` by name


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(workers=1, names=("testserver",)))) as client:
        yield client

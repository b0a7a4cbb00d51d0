"""The command line, run in this process."""

import sys

import pytest

from ansatz.cli import main


@pytest.fixture
def ansatz(monkeypatch, capsys):  # type: ignore[no-untyped-def]
    """ansatz(*arguments) -> (exit code, standard output, standard error)."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["ansatz", *arguments])
        code: int | str | None = 0
        try:
            main()
        except SystemExit as exit:
            code = exit.code
        captured = capsys.readouterr()
        return int(code or 0), captured.out, captured.err

    return run

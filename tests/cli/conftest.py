"""The command line, run in this process."""

import json
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


@pytest.fixture
def refused(ansatz):  # type: ignore[no-untyped-def]
    """refused(*arguments) -> the sentence of bad input: on standard error, or under --json in an object on stdout."""

    def run(*arguments: str) -> str:
        code, out, err = ansatz(*arguments)
        assert code == 2 and "Traceback" not in err
        if "--json" not in arguments:
            assert out == "" and err
            return str(err)
        found = json.loads(out)
        assert err == "" and out.count("\n") == 1 and not found["answered"]
        return str(found["error"]["message"]) + "\n"

    return run

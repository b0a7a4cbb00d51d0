"""`ansatz lyapunov` and `ansatz check-certificate` on the command line."""

import json
from pathlib import Path

import pytest

SYSTEM = "x' = -x^3 + y; y' = -x - y"


@pytest.fixture
def run(monkeypatch, capsys):
    """(exit code, standard output, standard error) of a command."""
    import sys

    from ansatz.cli import main

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["ansatz", *arguments])
        code = 0
        try:
            main()
        except SystemExit as exit:
            code = int(exit.code or 0)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def test_a_proof_is_written_and_checked(run, tmp_path: Path):
    file = tmp_path / "proof.json"
    code, out, _ = run("lyapunov", SYSTEM, "--certificate", str(file), "--steps")
    assert code == 0 and "proved; the whole state space" in out and "-dV/dt = 2*" in out
    code, out, _ = run("check-certificate", str(file))
    assert (
        code == 0
        and "proved: V > 0 and dV/dt < 0 off the origin, V tends to infinity" in out
        and "x0' = -x0^3 + x1" in out
    )
    data = json.loads(file.read_text())
    data["function"][0][1] = "2"
    file.write_text(json.dumps(data))
    code, out, _ = run("check-certificate", str(file))
    assert code == 1 and "not proved" in out
    for text in ("V = x^2", "[" * 100_000):
        file.write_text(text)
        code, _, err = run("check-certificate", str(file))
        assert code == 2 and err.count("\n") == 1


def test_a_system_from_a_file_as_json(run, tmp_path: Path):
    file = tmp_path / "system.txt"
    file.write_text("# a remark\nx' = -x + y\ny' = -y^3\n")
    code, out, _ = run("lyapunov", "--system", str(file), "--json")
    assert code == 0 and json.loads(out)["stability"] == "globally asymptotically stable"


def test_a_refutation_is_an_answer(run):
    code, out, _ = run("lyapunov", "x' = y; y' = x")
    assert code == 0 and out.startswith("refuted") and "No global Lyapunov function exists, because" in out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [SYSTEM, "--system", "file"],
        [SYSTEM, "--json", "--latex"],
        ["x' = 1 - x"],
        [SYSTEM, "--plot", "portrait.pdf.exe"],
        [SYSTEM, "--barrier", "--box", "1"],
        ["--system", "/no/such/file"],
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(run, arguments):
    code, out, err = run("lyapunov", *arguments)
    assert code == 2 and len((out if "--json" in arguments else err).strip().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [[SYSTEM], ["x' = -x + x^2", "--box", "1/2"], ["x' = y; y' = x"], ["x'=-x+y;y'=-y;z'=-z"]]
)
def test_portraits_are_drawn(run, tmp_path: Path, arguments):
    pytest.importorskip("matplotlib")
    file = tmp_path / "portrait.png"
    code, _, _ = run("lyapunov", *arguments, "--plot", str(file))
    assert code == 0 and file.read_bytes().startswith(b"\x89PNG")


def test_a_function_of_the_users_is_judged(run):
    assert run("lyapunov", "x' = -x; y' = -y", "--function", "x^2 + y^2")[0] == 0
    assert run("lyapunov", "x' = -x + x^2; y' = -y", "--function", "x^2 + y^2", "--box", "1/2")[0] == 0
    assert run("lyapunov", "x' = -x; y' = y", "--function", "x^2", "--barrier")[0] == 0
    code, out, _ = run("lyapunov", "x' = -x; y' = -y", "--function", "x^2")
    assert code == 1 and "V is not positive at (0, 1)" in out

"""Many problems a call, errors as JSON, steps beside --json, domains, and terminals of all kinds."""

import io
import json
import os
import re
import sys

import pytest

from ansatz.cli import show, waiting

LONG = ("--deadline", "60")


def test_many_problems_a_call(ansatz) -> None:
    code, printed, _ = ansatz("integrate", "x^2", "cos(x)", *LONG)
    assert code == 0 and "x^2:\nx^3/3 + C\nproved" in printed and "cos(x):\nsin(x) + C\nproved" in printed


def test_standard_input_gives_one_json_object_a_line(ansatz, monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("# remarks and empty lines are left out\n\nx\nsin(\nexp(x)\n"))
    code, printed, _ = ansatz("integrate", "-", "--json", "--steps", *LONG)
    first, second, third = map(json.loads, printed.splitlines())
    assert code == 2 and first["answer"] == "x^2/2" and third["answer"] == "exp(x)"
    assert second["problem"] == "sin(" and second["error"]["type"] == "ParseError"
    assert isinstance(first["steps"], list)


def test_equations_too(ansatz) -> None:
    code, printed, _ = ansatz("dsolve", "y' = y", "y' = x", "--json", *LONG)
    assert code == 0 and [json.loads(line)["answered"] for line in printed.splitlines()] == [True, True]


def test_one_bad_problem_of_many_is_said_and_the_others_go_on(ansatz) -> None:
    code, printed, err = ansatz("integrate", "sin(", "x", *LONG)
    assert code == 2 and "x^2/2 + C" in printed and err.startswith("sin(: ") and len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("integrate", "sin(", "--json"), "ParseError"),
        (("integrate", "gamma(x)", "--json"), "UnsupportedError"),
        (("integrate", "x", "--json", "--domain", "octonions"), "ConfigError"),
        (("integrate", "x", "--json", "--deadline", "soon"), "ConfigError"),
        (("integrate", "--json"), "ConfigError"),
        (("dsolve", "y", "--json"), None),
        (("verify", "x", "sin(", "--json"), "ParseError"),
        (("lyapunov", "x' = ", "--json"), None),
    ],
)
def test_errors_are_json_under_json(ansatz, arguments, kind) -> None:
    code, printed, err = ansatz(*arguments)
    data = json.loads(printed)
    assert code == 2 and not err and data["answered"] is False and data["error"]["message"]
    assert kind is None or data["error"]["type"] == kind


def test_steps_beside_json_and_latex(ansatz) -> None:
    _, printed, _ = ansatz("integrate", "x*cos(x)", "--json", "--steps", *LONG)
    steps = json.loads(printed)["steps"]
    assert not steps or (steps[0]["rule"] == "parts" and steps[-1]["right"]["function"] == "x*sin(x) + cos(x)")
    _, printed, _ = ansatz("integrate", "x", "--latex", *LONG)
    assert printed == "\\frac{x^{2}}{2} + C\n"


def test_the_complex_domain(ansatz) -> None:
    code, printed, _ = ansatz("integrate", "1/z", "--domain", "complex", *LONG)
    assert code == 0 and "ln(z) + C" in printed and "branch cuts" in printed
    code, printed, _ = ansatz("verify", "ln|x|", "1/x", "--domain", "complex")
    assert code == 1 and not printed.startswith("proved")


def test_generated_problems_are_mathematics(ansatz) -> None:
    _, printed, _ = ansatz("generate", "by_parts", "--count", "2")
    assert all(re.fullmatch(r"∫ .* dx = .*", line) for line in printed.splitlines())


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_long_lines_are_broken_on_a_narrow_terminal(monkeypatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", "20")
    text = "proved; everywhere the integrand is defined; network; 1165 ms; and so on and so on"
    show.say("short", f"  {text}")
    lines = terminal.getvalue().splitlines()
    assert lines[0] == "short" and len(lines) > 2 and all(len(line) <= 40 for line in lines)
    assert " ".join(line.strip() for line in lines[1:]) == text


def test_no_color_takes_bold_away_too(monkeypatch, ansatz) -> None:
    from ansatz.cli.terminal import console

    for wanted in (True, False):
        terminal = Terminal()
        monkeypatch.setattr(sys, "stdout", terminal)
        monkeypatch.setenv("TERM", "xterm-256color")
        monkeypatch.setenv("NO_COLOR", "1" if wanted else "")
        console().print("bold", style="bold red")
        assert ("\x1b" in terminal.getvalue()) is not wanted


def test_a_long_search_gives_signs_of_life_on_a_terminal_only(monkeypatch) -> None:
    import time

    monkeypatch.setattr(waiting, "_PATIENCE", 0.01)
    monkeypatch.setattr(waiting, "_EVERY", 0.01)
    monkeypatch.setenv("TERM", "xterm")
    for stream, seen in ((Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        with waiting.waiting(10):
            until = time.monotonic() + 5
            while seen and "at most 10 s" not in stream.getvalue() and time.monotonic() < until:
                time.sleep(0.01)
        assert ("at most 10 s" in stream.getvalue()) is seen
        assert not seen or stream.getvalue().endswith("\r")


def test_completion_is_offered(ansatz) -> None:
    _, printed, _ = ansatz("--help")
    assert "--install-completion" in printed
    assert os.environ.get("_ANSATZ_COMPLETE") is None

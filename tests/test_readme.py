"""The README's commands are run; what they say must be what the README says, times and methods apart."""

import doctest
import re
import shlex
import sys
from pathlib import Path

import pytest

from ansatz.cli import main

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
VERDICT = re.compile(r"\b(proved|checked|refuted|unknown)\b")
WHO_AND_WHEN = re.compile(r"(; [\w ]+)?; \d+ ms$", re.MULTILINE)  # another method may be faster today


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def commands() -> list[tuple[str, str]]:
    """(command, documented output) of every `$ ansatz …` in a console block."""
    pairs = []
    for block in blocks("console"):
        for part in block.split("$ ansatz ")[1:]:
            command, _, output = part.partition("\n")
            pairs.append((command, output))
    return pairs


def test_the_first_screen_shows_a_command() -> None:
    assert README.index("$ ansatz ") < 800 and len(commands()) >= 3


@pytest.mark.slow
@pytest.mark.parametrize(("command", "documented"), commands(), ids=lambda text: text[:40])
def test_commands_say_what_the_readme_says(
    command: str, documented: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["ansatz", *shlex.split(command)])
    code: object = 0
    try:
        main()
    except SystemExit as exit:
        code = exit.code
    printed = capsys.readouterr().out
    assert code in (0, None) or "refuted" in documented
    assert WHO_AND_WHEN.sub("", printed) == WHO_AND_WHEN.sub("", documented)
    assert VERDICT.search(documented), "an example without a verdict tests nothing"


@pytest.mark.parametrize("block", blocks("pycon"))
def test_python_examples(block: str) -> None:
    test = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
    assert test.examples
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0


def test_documented_limits_are_the_limits() -> None:
    from ansatz.expr.tree import MAX_DEPTH, MAX_DIGITS, MAX_NODES, MAX_POWER_BITS

    sentence = README[README.index("- Input:") :].splitlines()[0]
    for limit in (MAX_NODES, MAX_DEPTH, MAX_DIGITS, MAX_POWER_BITS):
        assert f"{limit:,}" in sentence

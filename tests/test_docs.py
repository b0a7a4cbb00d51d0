"""The documentation is true: its code runs, its links lead somewhere, what is made from the sources is not stale."""

import contextlib
import doctest
import json
import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from ansatz.cli import main, reference
from ansatz.cli.app import app
from ansatz.primer.cells import split
from ansatz.primer.lesson import LESSONS, Lesson

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
LESSON_PAGES = {DOCS / "lessons" / f"{lesson.name}.md" for lesson in LESSONS}  # their code runs in tests/primer
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]
WRITTEN = [page for page in PAGES if page not in LESSON_PAGES and page.name != "commands.md"]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TIMES = re.compile(r"(; [\w ]+)?; \d+ ms$", re.MULTILINE)  # another method may be faster today


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(language: str, pages: list[Path] = WRITTEN) -> Iterator[tuple[Path, str]]:
    for page in pages:
        for found, text in BLOCK.findall(page.read_text(encoding="utf-8")):
            if found == language:
                yield page, text


def commands() -> Iterator[tuple[str, str]]:
    """Every `$ ansatz …` with its output, those of the README apart, which has a test of its own."""
    for page, text in blocks("console"):
        if page.name != "README.md":
            for part in text.split("$ ansatz ")[1:]:
                command, _, output = part.partition("\n")
                yield command, output


@pytest.mark.slow
@pytest.mark.parametrize(("command", "documented"), sorted(set(commands())), ids=lambda text: text[:40])
def test_commands_say_what_the_pages_say(
    command: str, documented: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["ansatz", *shlex.split(command)])
    with contextlib.suppress(SystemExit):
        main()
    assert TIMES.sub("", capsys.readouterr().out) == TIMES.sub("", documented)


@pytest.mark.slow
@pytest.mark.parametrize("page", sorted({page for page, _ in blocks("pycon")}), ids=name)
def test_python_sessions(page: Path) -> None:
    """All sessions of a page are one: names live on from block to block."""
    session = "\n".join(text for _, text in blocks("pycon", [page]))
    test = doctest.DocTestParser().get_doctest(session, {}, name(page), name(page), 0)
    assert test.examples and doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "block"), list(blocks("python")), ids=lambda value: value.stem if isinstance(value, Path) else ""
)
def test_python_code(page: Path, block: str) -> None:
    exec(compile(block, name(page), "exec"), {"__name__": "__main__"})


IN_PROSE = re.compile(r"^ {4}((?:ansatz|python|make) .+)$|`((?:ansatz|python|make) [^`]+)`", re.MULTILINE)


def shell_lines() -> Iterator[tuple[str, str]]:
    for page, text in blocks("sh"):
        for line in text.replace("\\\n", " ").splitlines():
            if line.strip() and not line.startswith("#"):
                yield name(page), line.split(" #")[0].strip()


def mentioned_lines() -> Iterator[tuple[str, str]]:
    for page in WRITTEN:
        for indented, spanned in IN_PROSE.findall(BLOCK.sub("", page.read_text(encoding="utf-8"))):
            yield name(page), " ".join((indented or spanned).split())


@pytest.mark.parametrize(("page", "line"), sorted({*shell_lines(), *mentioned_lines()}), ids=lambda text: text[:50])
def test_shell_lines_are_understood(page: str, line: str) -> None:
    """What takes long is not run: its command, its options and their values are read, as by --dry-run."""
    words = shlex.split(line)
    while "=" in words[0]:
        words = words[1:]
    if words[0] == "torchrun":
        words = words[words.index("-m") + 1 :]
    if words[0] == "ansatz":
        understood(words[1:])
    elif words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE), line
    elif words[0] == "python" and words[1] != "-m":
        script = (ROOT / words[1]).read_text(encoding="utf-8")
        for option in filter(re.compile("--[a-z]").match, words):
            assert f'"{option.partition("=")[0]}"' in script, f"{page}: {words[1]} has no {option}"
    else:
        assert words[0] in ("pip", "cd", "git", "taskset", "curl", "docker", "python"), f"{page}: nobody checks {line}"


def understood(words: list[str]) -> None:
    """Raises where the command line cannot be read; runs nothing. In prose a command may lack its arguments."""
    command = get_command(app)
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        command, words = command.commands[words[0]], words[1:]
    if words in (["--help"], ["--install-completion"]):  # they would act at once
        return
    try:
        command.make_context("ansatz", list(words))
    except Exception as error:  # Typer's releases have it from different modules
        if type(error).__name__ != "MissingParameter":
            raise
    for word in words:
        if re.fullmatch(r"runs/.*\.toml", word):
            assert (ROOT / word).exists(), word


def test_json_can_be_read() -> None:
    for _, text in blocks("json"):
        json.loads(text)


def test_every_block_has_a_language_that_is_tested() -> None:
    for page in WRITTEN:
        for language, text in BLOCK.findall(page.read_text(encoding="utf-8")):
            assert language in ("console", "pycon", "python", "sh", "text", "toml", "json"), (
                f"{name(page)}: {text[:60]}"
            )


LINK = re.compile(r"(?<!\\)\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_link_is_broken(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", BLOCK.sub("", page.read_text(encoding="utf-8")))
    for link in LINK.findall(re.sub(r"\$[^$]*\$", "", text)):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = page.parent / file if file else page
        assert target.exists(), f"{name(page)} links to {link}"
        assert not anchor or anchor in anchors(target), f"{name(page)} links to {link}"


def test_every_page_is_in_the_navigation() -> None:
    said = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in PAGES[2:]:
        assert f": {page.relative_to(DOCS)}" in said, page


def test_the_site_needs_nothing_from_elsewhere() -> None:
    said = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    assert "font: false" in said and "http" not in said


def test_the_command_reference_is_fresh() -> None:
    written = (DOCS / "reference" / "commands.md").read_text(encoding="utf-8")
    assert written == reference.markdown(), "make reference"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_lesson_pages_are_fresh(lesson: Lesson) -> None:
    page = DOCS / "lessons" / f"{lesson.name}.md"
    written = page.read_text(encoding="utf-8")
    for cell in split(lesson.source()):
        assert (cell.text if cell.prose else f"```python\n{cell.text}\n```") in written, (
            f"make lessons; line {cell.line}"
        )
    for picture in re.findall(r"\]\((pictures/[^)]+)\)", written):
        assert (page.parent / picture).exists()


def test_the_list_of_lessons_is_fresh() -> None:
    page = (DOCS / "lessons" / "index.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if re.match(r"\| \d", line)]
    assert rows == [
        f"| {one.number} | [{one.title}]({one.name}.md) | {one.seconds} | {'PyTorch' if one.torch else 'NumPy'} |"
        for one in LESSONS
    ]


def test_pictures_of_lessons_are_small() -> None:
    assert sum(file.stat().st_size for file in (DOCS / "lessons").rglob("*.*") if file.suffix != ".md") < 2_000_000


def test_the_table_of_sources_names_what_exists() -> None:
    rows = [line for line in (DOCS / "seeds.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    rows = [row for row in rows if not row.startswith("| slide or passage")]
    assert len(rows) > 60
    for row in rows:
        what, lesson, module, test = [part.strip() for part in row.strip("|").replace("\\|", "/").split(" | ")]
        assert what and lesson and module and test, row
        for path in re.findall(r"`([^`]+)`", module + test):
            assert (ROOT / path).exists(), row
    assert {lesson.number for lesson in LESSONS} == {
        int(n) for row in rows for n in re.findall(r"\[(\d+)\]\(lessons", row)
    }
    assert os.path.exists(DOCS / "lessons" / "index.md")

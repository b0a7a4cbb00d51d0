"""Every lesson runs at its smallest size, and its checks hold; sources become pages, notebooks and scripts."""

import ast
import json
import re
from pathlib import Path

import numpy as np
import pytest

from ansatz.errors import CheckError, ConfigError
from ansatz.primer.cells import notebook, page, split
from ansatz.primer.desk import check, desk, scale
from ansatz.primer.lesson import FOLDER, LESSONS, Lesson, find
from ansatz.primer.run import run

pytest.importorskip("matplotlib")
NAMES = [lesson.name for lesson in LESSONS]


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_lesson(lesson: Lesson, tmp_path: Path) -> None:
    if lesson.torch:
        pytest.importorskip("torch")
    outputs = run(lesson, tmp_path, "quick", collect=True)
    pictures = [drawn for output in outputs for drawn in output.pictures]
    assert pictures and all(drawn.path.stat().st_size > 5_000 for drawn in pictures)
    assert all(drawn.caption.endswith(".") for drawn in pictures)
    assert outputs[-1].text.count("Checked: ") >= 3, "a lesson ends in its checks"
    written = page(lesson.source(), outputs, Path("pictures"))
    assert written.startswith(f"# Lesson {lesson.number}: {lesson.title}\n")


def test_every_source_is_a_lesson() -> None:
    assert {path.stem for path in FOLDER.glob("*.py")} - {"__init__"} == set(NAMES)
    assert [lesson.number for lesson in LESSONS] == sorted({lesson.number for lesson in LESSONS})


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_a_lesson_has_all_its_parts(lesson: Lesson) -> None:
    cells = split(lesson.source())
    assert cells[0].prose and not cells[-1].prose
    prose = "\n".join(cell.text for cell in cells if cell.prose)
    for part in ("## Exercise", "## Solution", "## Check"):
        assert prose.count(part) == 1, part
    code = "\n".join(cell.text for cell in cells if not cell.prose)
    drawing = "\n".join(cell.text for cell in cells if not cell.prose and "= canvas(" in cell.text)
    lines = [sum(bool(line.split("#")[0].strip()) for line in text.splitlines()) for text in (code, drawing)]
    assert lines[0] - lines[1] < 150, "the picture apart, a lesson's code is read in a sitting"
    # What a network needs PyTorch for is said in the list, and nowhere else is it imported at the top.
    assert lesson.torch or not re.search(r"^import torch", code, re.MULTILINE)


@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_notebook_and_source_hold_the_same_code(lesson: Lesson) -> None:
    document = json.loads(notebook(lesson.source()))
    assert document["nbformat"] == 4 and len({cell["id"] for cell in document["cells"]}) == len(document["cells"])
    code = "\n".join(cell["source"] for cell in document["cells"] if cell["cell_type"] == "code")
    assert ast.dump(ast.parse(code)) == ast.dump(ast.parse(lesson.source()))


@pytest.mark.slow
@pytest.mark.parametrize("lesson", LESSONS, ids=NAMES)
def test_notebooks_execute(lesson: Lesson, tmp_path: Path) -> None:
    """As a kernel does it: cell after cell in one space, which knows of no file."""
    if lesson.torch:
        pytest.importorskip("torch")
    space: dict[str, object] = {"__name__": "__main__"}
    with desk(tmp_path, "quick"):
        for cell in json.loads(notebook(lesson.source()))["cells"]:
            if cell["cell_type"] == "code":
                exec(compile(cell["source"], f"{lesson.name}.ipynb", "exec"), space)
    assert (tmp_path / f"{lesson.name}.png").exists()


def test_pictures_of_a_notebook_lie_where_it_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(find("line").source(), "line.ipynb", "exec"), {"__name__": "__main__"})
    assert (tmp_path / "line.png").exists()


def test_cells_know_their_lines() -> None:
    source = '"""Title."""\n# %% [markdown]\n# Prose\n#\n# more\n# %%\n\nx = 1\n# %%\ny = 2\n'
    cells = split(source)
    assert [(cell.prose, cell.text, cell.line) for cell in cells] == [
        (False, '"""Title."""', 1),
        (True, "Prose\n\nmore", 3),
        (False, "x = 1", 8),
        (False, "y = 2", 10),
    ]


def test_a_check_can_fail() -> None:
    with pytest.raises(CheckError, match="two is three"):
        check(2 == 3, "two is three")
    with pytest.raises(CheckError):
        check(np.array(False), "an array that is false")


BROKEN = {
    "line": ("float(2 * np.mean((m * x - y) * x))", "float(np.mean((m * x - y) * x))", "MSE' is the derivative"),
    "layers": ("* theta2 * a * (1 - a)", "* theta2 * a", "all 17 derivatives"),
    "area": ("high = np.where(inside & (first % 2 == 0), 1.0, high)", "pass", "knows the turning points"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_lesson_fails(name: str, tmp_path: Path) -> None:
    """A factor 2, a factor 1 - a, the top of the cosine: what a student may forget ends the lesson."""
    right, wrong, sentence = BROKEN[name]
    source = find(name).source()
    assert source.count(right) == 1
    with desk(tmp_path, "quick"), pytest.raises(CheckError, match=sentence):
        exec(compile(source.replace(right, wrong), name, "exec"), {"__name__": name})


def test_sizes(tmp_path: Path) -> None:
    assert scale(1, 2, 3) == 2, "by hand a lesson has its usual size"
    with desk(tmp_path, "quick"):
        assert scale(1, 2, 3) == 1
    with desk(tmp_path, "full"):
        assert (scale(1, 2, 3), scale(1, 2)) == (3, 2)
    with pytest.raises(ConfigError, match="huge"), desk(tmp_path, "huge"):
        pass


def test_missing_pytorch_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ansatz.primer.run.find_spec", lambda name: None if name == "torch" else object())
    with pytest.raises(ConfigError, match="'balderdash' needs PyTorch; install it with"):
        run(find("balderdash"), tmp_path)

"""The example notebooks run from top to bottom, and what they end their cells with can be shown."""

import ast
import json
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"


def run_cells(notebook: Path) -> list[object]:
    """What every code cell ends with, as a notebook shows it."""
    namespace: dict[str, object] = {}
    shown = []
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        body = ast.parse("".join(cell["source"])).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), str(notebook), "exec"), namespace)
        if isinstance(last, ast.Expr):
            shown.append(eval(compile(ast.Expression(last.value), str(notebook), "eval"), namespace))
    return shown


@pytest.mark.slow
def test_the_example_notebook() -> None:
    pytest.importorskip("matplotlib")
    solution, steps, picture, interval, F, equation = run_cells(DOCS / "notebook.ipynb")
    assert solution._repr_latex_().startswith("$") and "proved" in solution._repr_html_()  # type: ignore[attr-defined]
    assert "&=" in steps._repr_latex_() and steps._repr_html_().startswith("<ol>")  # type: ignore[attr-defined]
    assert picture._repr_png_().startswith(b"\x89PNG")  # type: ignore[attr-defined]
    assert isinstance(interval, tuple)
    low, high = interval
    assert low < 0.783430510712134 < high and high - low < 1e-6
    assert str(equation) == "Eq(f(x), C1*cos(x) + C2*sin(x))" and F is not None


@pytest.mark.slow
def test_the_notebook_of_lyapunov_functions() -> None:
    pytest.importorskip("matplotlib")
    duffing, portrait, words, local, judged, escaping = run_cells(DOCS / "lyapunov.ipynb")
    assert duffing._repr_latex_().startswith("$V = ") and "proved" in duffing._repr_html_()  # type: ignore[attr-defined]
    assert str(words).startswith("V > 0 and dV/dt ")
    assert [str(each.verdict) for each in judged] == ["proved", "refuted"]  # type: ignore[attr-defined]
    for picture in (portrait, local, escaping):
        assert picture._repr_png_().startswith(b"\x89PNG")  # type: ignore[attr-defined]

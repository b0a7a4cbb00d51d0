"""Imports run one way, from the ground floor up, and the top of the house is light."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "ansatz"
ORDER = (
    ("errors",),
    ("limits",),
    ("expr",),
    ("algebra",),
    ("proof",),
    ("fit",),
    ("problems",),
    ("data",),
    ("models",),
    ("decoding",),
    ("training",),
    ("solve",),
    ("evaluate",),
    ("studies", "inspection"),
    ("primer",),
    ("serve",),
    ("sympy",),
    ("cli", "web"),
    ("__main__",),
)
FLOOR = {name: level for level, names in enumerate(ORDER) for name in names}
PUBLIC_FLOOR = FLOOR["solve"]  # `ansatz.integrate` itself counts as the solver
FILES = sorted(PACKAGE.rglob("*.py"))

# PyTorch is for the laboratory; what the runtime needs must be declared as a dependency.
LABORATORY = {"data", "models", "training", "evaluate", "studies", "inspection", "primer"}
DISTRIBUTION = {"flint": "python-flint", "PIL": "pillow"}


def part(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Full dotted names of everything imported anywhere in a file, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: use absolute imports"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_contributing_lists_every_folder_in_the_order_of_imports() -> None:
    listed = re.search(r"```text\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)
    assert listed is not None
    folders = [line.split()[0] for line in listed[1].splitlines()]
    present = {str(path.parent.relative_to(PACKAGE)) for path in PACKAGE.rglob("*") if path.is_file()} - {"."}
    assert {folder for folder in present if "__pycache__" not in folder} == set(folders)
    floors = [FLOOR[folder.split("/")[0]] for folder in folders if not folder.startswith("weights")]
    assert floors == sorted(floors)


def test_every_folder_of_modules_says_what_lives_there() -> None:
    for folder in {path.parent for path in FILES}:
        said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
        assert said and len(said.splitlines()) <= 25, folder
        assert any(path.name != "__init__.py" for path in folder.rglob("*.py")), f"{folder} is empty"


def executed(tree: ast.Module) -> Iterator[ast.AST]:
    """All nodes but those for type checkers alone."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            waiting.extend(node.orelse)
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


@pytest.mark.slow
def test_no_module_imports_itself_by_a_detour() -> None:
    names = {".".join(("ansatz", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in FILES}
    modules = {name.removesuffix(".__init__"): path for name, path in names.items()}
    graph: dict[str, set[str]] = {}
    for module, path in modules.items():
        found = set()
        for node in executed(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                full = {f"{node.module}.{alias.name}" for alias in node.names}
                found |= {name if name in modules else str(node.module) for name in full}
        graph[module] = (found & set(modules)) - {module}
    while leaves := {module for module, needed in graph.items() if not needed}:
        graph = {module: needed - leaves for module, needed in graph.items() if module not in leaves}
    assert not graph, f"these import one another, or what does: {sorted(graph)}"


def test_every_part_has_its_floor() -> None:
    assert {part(path) for path in FILES} - {"__init__"} <= set(FLOOR)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    if path == PACKAGE / "__init__.py":
        return
    here = part(path)
    for name in imports(path):
        if name.split(".")[0] != "ansatz" or name == "ansatz.__version__":
            continue
        there = name.split(".")[1] if "." in name else ""
        level = FLOOR.get(there, PUBLIC_FLOOR)
        assert there == here or level < FLOOR[here], f"{here} must not import {name}"


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_runtime_imports_what_it_declares(path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[^\w-]", requirement)[0] for requirement in project["dependencies"]}
    for name in imports(path):
        top = name.split(".")[0]
        if top in ("ansatz", "_typeshed") or top in sys.stdlib_module_names:
            continue
        if part(path) in LABORATORY:
            optional = project["optional-dependencies"]
            extras = {re.split(r"[^\w-]", r)[0] for r in (*optional["train"], *optional["ray"])}
            assert DISTRIBUTION.get(top, top) in declared | extras, f"{name} is in no extra of the laboratory"
        elif part(path) == "serve":
            optional = project["optional-dependencies"]
            extras = {re.split(r"[^\w-]", r)[0] for r in (*optional["serve"], *optional["mcp"])}
            assert top in declared | extras | {"pydantic", "starlette"}, f"{name} is in no extra of the service"
        else:
            assert DISTRIBUTION.get(top, top) in declared, f"{name} is not a runtime dependency"


HEAVY = {"torch", "sympy", "symengine", "numpy", "flint", "ctranslate2", "mpmath", "matplotlib", "pyarrow"}


def loaded(code: str) -> set[str]:
    """The modules that a new interpreter has imported after the code."""
    script = f"import json, sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\nprint(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert not (HEAVY | {"typer", "rich"}) & loaded("import ansatz")


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["--help"], ["integrate", "--help"], ["train", "--help"]], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert not HEAVY & loaded(f"sys.argv = ['ansatz', *{arguments}]; from ansatz.cli import main; main()")

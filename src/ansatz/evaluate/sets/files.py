"""Problem sets in files of others, by suffix.

folder, .parquet   records of any task, as `ansatz generate` writes them
.jsonl             objects with `integrand` (and `variable`, `source`, `integral`; `lower` and `upper`, or `bounds`),
                   with `equation`, or records
.tsv, .txt         Lample–Charton text ("sub Y' f TAB F", equations), the Lyapunov benchmark ("… <SPECIAL_3> …"),
                   handbooks of equations ("name TAB equation" in y, y' and y'')
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ansatz.data import interchange, lample_charton, lyapunov_format
from ansatz.data.record import Record, trees
from ansatz.errors import AnsatzError, ConfigError, NotationError, ParseError
from ansatz.evaluate.problem import Problem, Truth
from ansatz.expr.equations import DifferentialEquation, read_equation
from ansatz.expr.parse import as_tree, parse
from ansatz.expr.printing import to_text
from ansatz.expr.tree import INFINITY, MINUS_INFINITY, Tree, substitute
from ansatz.proof.ode.verifier import UNKNOWNS
from ansatz.solve.integral.definite import read_bound

_MOST_SHOWN = 200  # characters of a line that cannot be read


def read(path: Path) -> Iterator[Problem]:
    """The problems of a file or a folder; raises `ConfigError` for a suffix that is none, `ParseError` for no text."""
    if path.is_dir() or path.suffix == ".parquet":
        for index, record in enumerate(interchange.read(path)):
            yield from_record(index, record)
        return
    if path.suffix not in (".jsonl", ".tsv", ".txt"):
        raise ConfigError(
            f"{path} is no problem set; give a .parquet, .tsv, .txt or .jsonl file, or a folder that ansatz generate "
            "wrote."
        )
    of_line = _of_json if path.suffix == ".jsonl" else _of_text
    try:
        with open(path, encoding="utf-8") as file:
            for index, line in enumerate(file):
                if not line.strip():
                    continue
                try:
                    yield of_line(index, line.rstrip("\n"))
                except (AnsatzError, ValueError, TypeError, KeyError) as error:
                    shown = line.strip()[:_MOST_SHOWN]
                    yield Problem(index, _task_of(line), shown, unreadable=f"line {index + 1}: {error}")
    except UnicodeDecodeError as error:
        raise ParseError(f"{path} is no text in UTF-8; give a .tsv or .jsonl file of problems.") from error


def from_record(index: int, record: Record, kind: str = "") -> Problem:
    """A problem that our generators made."""
    try:
        statement, answers = trees(record.statement), trees(record.answer)
    except NotationError as error:
        return Problem(index, unreadable=str(error))
    reference = answers[0] if answers else None
    match record.task:
        case "<integrate>" | "<integrate_complex>":
            return Problem(index, statement=statement, kind=kind, reference=reference)
        case "<ode1>" | "<ode2>":
            order = 1 if record.task == "<ode1>" else 2
            return Problem(index, "ode", statement=statement, order=order, kind=kind, reference=reference)
        case "<lyapunov>":
            names = tuple(f"x{k}" for k in range(len(statement)))
            return Problem(index, "lyapunov", statement=statement, variables=names, kind=kind, reference=reference)
    return Problem(index, unreadable=f"nothing is known of the task {record.task}", kind=kind)


def equation(index: int, text: str, kind: str = "", source: str = "") -> Problem:
    """An ordinary differential equation as people write it, with initial values or without."""
    read_one = read_equation(text)
    statement = (own_names(read_one),)
    return Problem(index, "ode", text, statement, order=read_one.order, kind=kind, source=source)


def own_names(given: DifferentialEquation) -> Tree:
    """The left side of an equation in x, Y, Y' and Y''."""
    names: dict[str, Tree] = dict(zip(given.derivatives, map(str, UNKNOWNS), strict=False))
    return substitute(given.left, {**names, given.variable: "x"})


def _task_of(line: str) -> str:
    """What a line that cannot be read seems to ask."""
    if lyapunov_format.SEPARATOR in line:
        return "lyapunov"
    return "ode" if "y'" in line or "y''" in line or '"equation"' in line else "integral"


def _of_text(index: int, line: str) -> Problem:
    if lyapunov_format.SEPARATOR in line:
        pair = lyapunov_format.read_line(line)
        return Problem(
            index, "lyapunov", statement=pair.system, variables=pair.variables, kind="", reference=pair.function
        )
    name, tab, rest = line.partition("\t")
    if tab and "y'" in rest:
        kind = name.rpartition(" ")[0] or name
        return equation(index, rest.replace("by", "b*y"), kind, name)
    pair_of = lample_charton.read_line(line)
    if pair_of.integrand is not None:
        return Problem(index, statement=(pair_of.integrand,), reference=pair_of.answer)
    if pair_of.order == 0:
        raise ParseError("neither an integral (sub Y' f) nor an equation in Y, Y' and Y''.")
    return Problem(index, "ode", statement=(pair_of.statement,), order=pair_of.order, reference=pair_of.answer)


def _of_json(index: int, line: str) -> Problem:
    entry: dict[str, Any] = json.loads(line)
    if not isinstance(entry, dict):
        raise ParseError("an object with 'integrand', 'equation' or a record's fields is expected.")
    if "task" in entry and "statement" in entry:
        fields = {name: entry[name] for name in ("task", "statement", "answer", "form", "branch") if name in entry}
        return from_record(index, Record(-1, **fields))
    if "equation" in entry:
        return equation(index, entry["equation"], entry.get("kind", ""), entry.get("source", ""))
    if "integrand" not in entry:
        raise ParseError("a problem is stated as 'integrand' or 'equation'.")
    integrand, variable = parse(entry["integrand"]), entry.get("variable", "x")
    source = str(entry.get("source", ""))
    kind, bounds = source.partition("/")[0], _bounds(entry)
    reference = _reference(entry.get("integral", entry.get("antiderivative")))
    if bounds is None:
        return Problem(
            index, "integral", entry["integrand"], (integrand,), (variable,), None, 0, None, kind, source, reference
        )
    value = _reference(entry.get("value", entry.get("integral")))
    truths = () if value is None else (Truth(value),)
    return Problem(
        index, "definite", entry["integrand"], (integrand,), (variable,), bounds, 0, None, kind, source, value, truths
    )


def _bounds(entry: dict[str, Any]) -> tuple[Tree, Tree] | None:
    lower, upper = entry.get("bounds", (entry.get("lower"), entry.get("upper")))
    return None if lower is None or upper is None else (read_bound(lower, as_tree), read_bound(upper, as_tree))


def _reference(text: object) -> Tree | None:
    """Somebody's answer; None where it lies outside the operator table."""
    if not isinstance(text, str):
        return None
    try:
        return parse(text)
    except AnsatzError:
        return None


def statement_text(problem: Problem) -> str:
    """A problem as people write it."""
    if problem.text and problem.task != "definite":
        return problem.text
    shown = "; ".join(map(to_text, problem.statement))
    if problem.bounds is None:
        return shown if problem.task != "ode" else f"{shown} = 0"
    lower, upper = ({INFINITY: "oo", MINUS_INFINITY: "-oo"}.get(bound) or to_text(bound) for bound in problem.bounds)
    return f"{shown} d{problem.variable} from {lower} to {upper}"

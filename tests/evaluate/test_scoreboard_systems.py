"""The systems that only the scoreboard asks: the real ones where they are installed, the others by fake executables."""

import re
import sys
from pathlib import Path

import pytest

from ansatz.errors import UnsupportedError
from ansatz.evaluate.second_opinion.integral import opinion
from ansatz.evaluate.systems import SYSTEMS, giac, maple, mathematica, matlab, server
from ansatz.evaluate.systems.asked import claimed, warmed
from ansatz.evaluate.systems.places import command, interpreter
from ansatz.expr.canonical import canonical
from ansatz.expr.operators import OPERATORS
from ansatz.expr.parse import parse
from ansatz.expr.tree import INFINITY, Tree
from ansatz.solve.systems.dialect import Dialect, read, write

INTEGRAND = parse("sqrt(a)*atan(x)*exp(2*x) + ln(x)/3 + abs(x)*pi^2")
DIALECTS = {"mathematica": mathematica.MATHEMATICA, "maple": maple.MAPLE, "matlab": matlab.MATLAB, "giac": giac.GIAC}


def fake(path: Path, log: Path, answer: str) -> str:
    """An executable that writes down what it is asked, by its arguments and on its input, and prints an answer."""
    path.write_text(f'#!/bin/sh\necho "$@" >> {log}\ncat >> {log}\nprintf "%s\\n" \'{answer}\'\n')
    path.chmod(0o755)
    return str(path)


# (system, environment variable, task, what it prints, what it must have been asked, the claims)
X, HALF = "x", ("/", ("pow2", "x"), 2)
CASES = [
    ("mathematica", "integrate", "x^2/2", r"Integrate\[x,x\]", [HALF]),
    ("mathematica", "integrate", "Integrate[x, x]", r"Integrate", []),
    ("mathematica", "definite", "Infinity", r"Integrate\[x,\{x,0,Infinity\}\]", [INFINITY]),
    ("mathematica", "dsolve", "{E^x*C[1]}", r"DSolve\[\(y'\[x\]-y\[x\]\)==0,y\[x\],x\]", [("*", "c1", ("exp", "x"))]),
    ("maple", "integrate", "1/2*x^2", r"lprint\(int\(x,x\)\)", [HALF]),
    ("maple", "integrate", "int(x,x)", r"lprint", []),
    ("maple", "definite", "infinity", r"int\(x,x=0..infinity\)", [INFINITY]),
    ("maple", "dsolve", "y(x) = _C1*exp(x)", r"dsolve\(\(diff\(y\(x\),x\)-y\(x\)\)=0", [("*", "c1", ("exp", "x"))]),
    ("matlab", "integrate", "x^2/2", r"int\(sym\(x\),x\)", [HALF]),
    ("matlab", "integrate", "int(x, x)", r"int", []),
    ("matlab", "definite", "Inf", r"int\(sym\(x\),x,0,Inf\)", [INFINITY]),
    ("matlab", "dsolve", "C1*exp(x)", r"dsolve\(\(diff\(y\(x\),x,1\)-y\(x\)\)==0\)", [("*", "c1", ("exp", "x"))]),
    ("giac", "integrate", "x^2/2", r"integrate\(x,x\)", [HALF]),
    ("giac", "integrate", "integrate(x,x)", r"integrate", []),
    ("giac", "definite", "+infinity", r"integrate\(x,x,0,\+infinity\)", [INFINITY]),
    ("giac", "dsolve", "c_0*exp(x)", r"desolve\(\(diff\(y\(x\),x,1\)-y\(x\)\)=0,y\(x\)\)", [("*", "c1", ("exp", "x"))]),
]
ARGUMENTS: dict[str, tuple[object, ...]] = {
    "integrate": ("x", "x"),
    "definite": ("x", "x", 0, INFINITY),
    "dsolve": (("-", "Y'", "Y"), 1),
}


@pytest.mark.parametrize(("name", "function", "printed", "asked", "wanted"), CASES)
def test_a_system_is_asked_in_its_language_and_read_in_ours(
    name: str,
    function: str,
    printed: str,
    asked: str,
    wanted: list[Tree],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    log = tmp_path / "log"
    place = fake(tmp_path / "fake", log, printed)
    monkeypatch.setenv(f"ANSATZ_{(SYSTEMS[name].command or '').upper()}", place)
    assert SYSTEMS[name].installed and set(SYSTEMS[name].tasks) == {"integral", "definite", "ode"}
    claims = list(getattr(SYSTEMS[name].load(), function)(*ARGUMENTS[function], 20.0))
    assert [claim.tree if claim.tree == INFINITY else canonical(claim.tree) for claim in claims] == [
        tree if tree == INFINITY else canonical(tree) for tree in wanted
    ]
    assert re.search(asked, log.read_text()), log.read_text()


@pytest.mark.parametrize("name", DIALECTS)
def test_what_is_written_is_read_back(name: str) -> None:
    dialect: Dialect = DIALECTS[name]
    written = write(INTEGRAND, dialect).replace("sym(pi)", "pi").replace("exp(sym(1))", "e")
    assert canonical(read(written, dialect)) == canonical(INTEGRAND)
    with pytest.raises(UnsupportedError):
        write(("sin", "x);quit()"), dialect)


def test_every_function_of_the_table_has_a_name_in_mathematica() -> None:
    for row in OPERATORS.values():
        if row.arity == 1:
            tree = canonical((row.name, "x"))
            assert canonical(read(write(tree, mathematica.MATHEMATICA), mathematica.MATHEMATICA)) == tree, row.name


def test_what_is_not_there_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ANSATZ_MAPLE", str(tmp_path / "nowhere"))
    monkeypatch.setenv("ANSATZ_ALKAHEST_PYTHON", str(tmp_path / "nowhere"))
    assert command("maple") is None and interpreter("alkahest") is None
    assert not SYSTEMS["maple"].installed and not SYSTEMS["alkahest"].installed
    assert list(maple.integrate("x", "x", 1.0)) == [] and server.ask("alkahest", "alkahest_script.py", {}, 1.0) is None
    monkeypatch.delenv("ANSATZ_ALKAHEST_PYTHON")
    assert interpreter("json") == sys.executable


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.skipif(not SYSTEMS[name].installed, reason=f"{name} is not installed"))
        for name in SYSTEMS
        if name != "rubi"  # its rules take minutes to load
    ],
)
def test_installed_systems_say_their_version_and_answer(name: str) -> None:
    integrand = parse("x*exp(x)")
    assert warmed(name)
    claims = list(claimed(name, "integral", integrand, "x", 20.0))
    assert claims and all(opinion(claim.tree, integrand).agrees for claim in claims)
    assert len({claim.method for claim in claims}) == 1


def test_only_the_claims_of_the_first_method_that_answers_count() -> None:
    claims = list(claimed("maxima", "integral", "x", "x", 20.0)) if SYSTEMS["maxima"].installed else []
    assert {claim.method for claim in claims} <= {"integrate"}


SERVER = """import json, sys
for line in sys.stdin:
    question = json.loads(line)
    if question.get("hang"):
        continue
    print(json.dumps({"answer": question.get("integrand", "")}), flush=True)
"""


def test_a_server_that_hangs_is_ended_and_started_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SERVER)
    asked = ("json", str(script))
    assert server.ask(*asked, {"integrand": "x"}, 20.0) == {"answer": "x"}
    first = server._servers[str(script)]
    assert server.ask(*asked, {"hang": True}, 0.2) is None
    assert first.wait(10) != 0
    assert server.ask(*asked, {"integrand": "y"}, 20.0) == {"answer": "y"}
    last = server._servers.pop(str(script))
    last.kill()
    last.communicate()
    first.communicate()

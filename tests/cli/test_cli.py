"""The command line: exit codes, one clear sentence for bad input, the same facts in every output format."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
import sympy

from ansatz.cli.demo import INTEGRANDS
from ansatz.proof.verdict import Verdict

QUICK = ("--methods", "fit,classical")


@pytest.mark.parametrize(
    "expression",
    ["1/0", "", "import os", "x" * 10_000, "9^9^9^9", "sin(", "__import__('os').system('ls')", "1/(x-x)", "x +* 2"],
)
@pytest.mark.parametrize("command", [["integrate"], ["integrate", "--json"], ["verify", "x"]])
def test_bad_input_is_one_sentence_and_exit_code_2(refused, command, expression) -> None:
    sentence = refused(*command, expression)
    assert sentence.count("\n") == 1 and sentence.strip().endswith(".") and len(sentence) < 200


@pytest.mark.parametrize(
    "arguments",
    [
        ["integrate", "x", "--methods", "magic"],
        ["integrate", "x", "--from", "1"],
        ["integrate", "x", "--json", "--latex"],
        ["integrate", "∫_0^1 x dx", "--from", "0", "--to", "2"],
        ["integrate", "∫ x d(x^2)"],
        ["integrate", "∫ π dπ"],
        ["integrate", "exp(-x)", "--from", "0", "--to", "exp(exp(exp(10)))"],
        ["verify", "∫ x dx", "x"],
        ["integrate", "x", "--beam", "0"],
        ["integrate", "x", "--deadline", "-1"],
        ["integrate", "x", "--var", "2"],
        ["tree", "x", "--notation", "roman"],
        ["integrate"],
        ["frobnicate"],
    ],
)
def test_bad_settings_are_bad_input(refused, arguments) -> None:
    assert refused(*arguments)


def test_bad_input_of_evaluate_is_one_line_without_a_bar(ansatz, tmp_path) -> None:
    empty = tmp_path / "empty.tsv"
    empty.write_text("")
    for arguments in ([str(empty)], [str(tmp_path / "nowhere.tsv")], [str(empty), "--systems", "magic"]):
        code, out, err = ansatz("evaluate", *arguments)
        assert code == 2 and out == "" and err.count("\n") == 1 and err.endswith(".\n")


def test_the_answer_its_verdict_its_method_and_its_time(ansatz) -> None:
    code, out, _ = ansatz("integrate", "x*cos(x)", *QUICK)
    answer, facts = out.splitlines()
    assert code == 0 and answer.endswith(" + C")
    assert sympy.simplify(sympy.diff(_sympy(answer), "x") - _sympy("x*cos(x)")) == 0
    assert facts.startswith("proved; ") and facts.endswith(" ms")


def test_an_expression_may_begin_with_a_minus(ansatz) -> None:
    code, out, _ = ansatz("integrate", "-x^2", *QUICK)
    assert code == 0 and _sympy(out.splitlines()[0]) == _sympy("-x^3/3 + C")


def test_the_only_symbol_is_the_variable(ansatz) -> None:
    code, out, _ = ansatz("integrate", "t^2", *QUICK)
    assert code == 0 and _sympy(out.splitlines()[0]) == _sympy("t^3/3 + C")
    assert ansatz("integrate", "t^2", "--from", "0", "--to", "3", *QUICK)[1].startswith("9\n")
    assert ansatz("verify", "t^3/3", "t^2")[1].startswith("proved")
    code, out, err = ansatz("integrate", "a*t")
    assert code == 2 and out == "" and "name the variable" in err and err.count("\n") == 1


def test_json_has_the_documented_fields(ansatz) -> None:
    code, out, _ = ansatz("integrate", "2t", "--var", "t", "--json", *QUICK)
    found = json.loads(out)
    assert code == 0 and _sympy(found["answer"]) == _sympy("t^2")
    assert found["verdict"] == "proved" and found["seconds"] > 0
    assert {"problem", "answer", "verdict", "scope", "conditions", "method", "candidates", "seconds"} <= set(found)


def test_latex_steps_and_candidates(ansatz) -> None:
    assert r"\sin" in ansatz("integrate", "cos(x)", "--latex", *QUICK)[1]
    steps = ansatz("integrate", "x*cos(x)", "--steps", *QUICK)[1]
    assert "Tried:" in steps and "rule by rule" in steps
    listed = ansatz("integrate", "x*cos(x)", "--all", *QUICK)[1]
    assert "candidate" in listed and "score" in listed and "proved" in listed


@pytest.mark.slow
def test_latex_of_nothing_is_a_sentence_on_standard_error(ansatz) -> None:
    code, out, err = ansatz("integrate", "x^x", "--latex", "--deadline", "0.5", *QUICK)
    assert code == 1 and out == "" and "No elementary antiderivative" in err


@pytest.mark.slow
def test_json_is_whole_also_where_nothing_is_found(ansatz) -> None:
    code, out, _ = ansatz("integrate", "x^x", "--json", "--deadline", "0.5", *QUICK)
    found = json.loads(out)
    assert code == 1 and found["answered"] is False and found["answer"] is None and found["remark"]
    _, out, _ = ansatz("integrate", "a*t", "--var", "t", "--from", "0", "--to", "b", "--json", *QUICK)
    answered = json.loads(out)
    assert set(answered) == set(found) and answered["answered"] and answered["bounds"] == ["0", "b"]
    assert answered["variable"] == "t" and _sympy(answered["value"]) == _sympy("a*b^2/2")


@pytest.mark.slow
def test_a_terminal_without_unicode() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "ansatz", "integrate", "2x", "--json", *QUICK]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert found.returncode == 0 and json.loads(found.stdout)["problem"].startswith("∫")


@pytest.mark.slow
@pytest.mark.parametrize("delay", [0.1, 1.5])
def test_control_c_ends_with_130_and_leaves_no_process(delay) -> None:
    command = [sys.executable, "-m", "ansatz", "integrate", "sin(x^2+exp(x))^7/(x+ln(x))^(1/3)", "--deadline", "30"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(delay)
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert psutil.wait_procs(children, timeout=5)[1] == []
    if delay > 1:
        assert process.returncode == 130 and out == err == b""
    else:  # Python itself may still be starting, and then dies of the signal
        assert process.returncode in (130, -signal.SIGINT) and out == b""


@pytest.mark.slow
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
def test_a_full_disk_is_one_sentence() -> None:
    command = [sys.executable, "-m", "ansatz", "tree", "x*sin(x)"]
    with open("/dev/full", "w") as full:
        found = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert found.returncode == 1 and found.stderr == "The output cannot be written: No space left on device.\n"


def test_what_is_not_elementary_is_flagged(ansatz) -> None:
    code, out, _ = ansatz("integrate", "exp(-x^2)", *QUICK)
    assert code == 0 and "erf" in out and "no elementary antiderivative was found" in out


@pytest.mark.slow
def test_nothing_found_is_exit_code_1_and_says_what_was_tried(ansatz) -> None:
    code, out, _ = ansatz("integrate", "x^x", "--deadline", "2", *QUICK)
    assert code == 1 and "No elementary antiderivative was found" in out and "Tried:" in out and "SymPy" in out


def test_definite_integral(ansatz) -> None:
    code, out, _ = ansatz("integrate", "1/(1+t^2)", "--var", "t", "--from", "0", "--to", "1", *QUICK)
    assert code == 0 and _sympy(out.splitlines()[0]) == sympy.pi / 4


def test_infinite_bounds_and_divergence(ansatz) -> None:
    code, out, _ = ansatz("integrate", "1/(1+x^2)", "--from", "-oo", "--to", "oo", *QUICK)
    assert code == 0 and out.splitlines()[0] == "pi"
    code, out, _ = ansatz("integrate", "∫_0^∞ e^(-x) dx", *QUICK)
    assert code == 0 and out.splitlines()[0] == "1"
    code, out, _ = ansatz("integrate", "1/x", "--from", "-1", "--to", "1", *QUICK)
    assert code == 0 and "diverges" in out.splitlines()[0] and out.splitlines()[1].startswith("proved; ")
    code, out, _ = ansatz("integrate", "1/x", "--from", "-1", "--to", "1", "--latex", *QUICK)
    assert code == 0 and "diverges" in out


def test_verify(ansatz) -> None:
    assert ansatz("verify", "x*sin(x) + cos(x)", "x*cos(x)")[0] == 0
    code, out, _ = ansatz("verify", "sin(x)", "x*cos(x)")
    assert code == 1 and out.startswith("refuted")
    assert "at t = " in ansatz("verify", "ln(t)^2", "ln(t)/t", "--var", "t")[1]
    code, out, _ = ansatz("verify", "x + 1/(ln(6) - ln(2) - ln(3))", "1")
    assert code == 1 and out.startswith("unknown") and out.splitlines()[-1] == Verdict.UNKNOWN.advice
    code, out, _ = ansatz("verify", "t^2", "2t", "--var", "t", "--json")
    found = json.loads(out)
    assert code == 0 and found["verdict"] == "proved" and found["scope"]["variable"] == "t"


def test_tree(ansatz) -> None:
    code, out, _ = ansatz("tree", "sin(x)+cos(x)/(2x)-17x+4", "--notation", "postfix")
    assert code == 0 and out == "x sin x cos x 2 * / + x 17 * - 4 +\n"
    assert "sin" in ansatz("tree", "x*sin(x)")[1]
    assert ansatz("tree", "x*sin(x)", "--svg")[1].startswith("<svg")


@pytest.fixture
def fresh_machine(monkeypatch):
    """No other computer algebra system is installed."""
    monkeypatch.setattr("ansatz.solve.systems.shutil.which", lambda name: None)


def solved(ansatz, *arguments: str) -> int:
    code, out, _ = ansatz("demo", *arguments)
    assert code == 0
    return out.count("proved") + out.count("checked")


def test_demo_on_a_fresh_machine(ansatz, fresh_machine) -> None:
    assert solved(ansatz, "--deadline", "5") == len(INTEGRANDS)


def test_help_shows_examples(ansatz) -> None:
    for command in ("integrate", "verify", "tree", "demo"):
        code, out, _ = ansatz(command, "--help")
        assert code == 0 and f"\n  ansatz {command}" in out


def _sympy(text: str) -> sympy.Expr:
    from ansatz.expr import parse, to_sympy

    return to_sympy(parse(text))

"""Classical integrators as tasks for `ansatz.limits`: SymPy always, Maxima and FriCAS where installed.

    run = worker.submit(SYSTEMS["sympy"], tree, "x", 10.0, seconds=10.0, megabytes=1_000)
    for answer in run: ...      # ClassicalAnswer values, unverified, as each method finds one

Each task takes (integrand, variable, seconds), shares the seconds among its methods and yields what they
answer; the hard bounds are the worker's. Answers with unevaluated integrals or functions outside the
operator table are dropped. Nothing here is believed: the caller verifies.

To add a computer algebra system, describe it as a `Dialect`, write its task and name it in `SYSTEMS`.
"""

import re
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ansatz.errors import AnsatzError, TimeIsUpError, UnsupportedError
from ansatz.expr.canonical import canonical
from ansatz.expr.operators import CONSTANTS
from ansatz.expr.parse import parse
from ansatz.expr.tree import Tree, substitute

SYSTEMS = {
    "sympy": "ansatz.solve.systems.classical:sympy_integrate",
    "maxima": "ansatz.solve.systems.classical:maxima_integrate",
    "fricas": "ansatz.solve.systems.classical:fricas_integrate",
}


@dataclass(frozen=True, slots=True)
class ClassicalAnswer:
    """A claimed antiderivative. system and method: who claims it; conditions: on parameters, as text."""

    system: str
    method: str
    tree: Tree
    conditions: tuple[str, ...] = ()


def installed() -> list[str]:
    """The systems that can be asked on this machine, SymPy first."""
    return [name for name in SYSTEMS if name == "sympy" or shutil.which(name)]


# ------------------------------------------------------------------------------------------ SymPy


def sympy_integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[ClassicalAnswer]:
    """SymPy's integrators, the cheap ones first; none may spend all of the time.

    Piecewise answers are opened: every branch is an answer, with its condition where that is one on
    parameters (a condition on the variable is for the verifier to find).
    """
    import sympy

    from ansatz.expr.sympy_bridge import from_sympy, to_sympy

    f, x = to_sympy(integrand), sympy.Symbol(variable)
    seen: set[Tree] = set()
    stop = time.monotonic() + seconds
    for method, share, integrate in _sympy_methods(sympy):
        answer = _within(share * (stop - time.monotonic()), integrate, f, x)
        if answer is None or answer.has(sympy.Integral):
            continue
        for branch, conditions in _branches(answer, x):
            try:
                tree = canonical(from_sympy(branch))
            except AnsatzError:
                continue
            if tree not in seen:
                seen.add(tree)
                yield ClassicalAnswer("sympy", method, tree, conditions)


def _sympy_methods(sympy: Any) -> list[tuple[str, float, Callable[[Any, Any], Any]]]:
    """(name, share of the time left, integrator). manualintegrate is quick when it works, and reads like a textbook."""
    from sympy.integrals.heurisch import heurisch
    from sympy.integrals.manualintegrate import manualintegrate

    return [
        ("manualintegrate", 0.25, manualintegrate),
        ("heurisch", 0.33, heurisch),
        ("integrate", 0.80, sympy.integrate),
        ("integrate expanded", 1.00, lambda f, x: sympy.integrate(sympy.expand(f), x)),
    ]


def _within(seconds: float, function: Callable[..., Any], *arguments: Any) -> Any:
    """function(*arguments), or None where it fails or takes longer. Soft: it interrupts Python code only."""
    try:
        with _alarm(seconds):
            return function(*arguments)
    except (TimeIsUpError, Exception):  # an integrator may fail in any way: the next one is tried
        return None


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # signals reach the main thread only
        yield
        return
    armed = True

    def ring(*_: object) -> None:
        if armed:
            raise TimeIsUpError

    before = signal.signal(signal.SIGALRM, ring)
    # It rings again, in case the first ring was lost in a destructor.
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001), 0.2)
    try:
        yield
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _branches(expression: Any, x: Any) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """(expression without Piecewise, conditions on parameters), the generic branch first."""
    from sympy import And, Eq, Piecewise

    choices = next(iter(sorted(expression.atoms(Piecewise), key=lambda p: -p.count_ops())), None)
    if choices is None:
        yield expression, ()
        return
    passed: list[Any] = []
    branches: list[tuple[Any, Any]] = []
    for value, condition in choices.args:
        holds = And(condition, *(~earlier for earlier in passed))
        passed.append(condition)
        if not holds.has(Eq) and holds != False:  # noqa: E712 - SymPy's false; an equation is a special case
            branches.append((value, holds))
    branches.sort(key=lambda branch: x in branch[1].free_symbols)
    for value, holds in branches:
        stated = () if x in holds.free_symbols else tuple(map(_condition_text, And.make_args(holds)))
        for rest, more in _branches(expression.xreplace({choices: value}), x):
            yield rest, tuple(dict.fromkeys(text for text in (*stated, *more) if text != "True"))


def _condition_text(condition: Any) -> str:
    from sympy import Ne

    return f"{condition.lhs} != {condition.rhs}" if isinstance(condition, Ne) else str(condition)


# -------------------------------------------------------------------- other systems, through text


@dataclass(frozen=True)
class Dialect:
    """How a system writes expressions, where it differs from `name(argument)`.

    write: our operator or constant to a template of theirs. read: patterns of theirs and what our
    grammar has for them. relate: operators of ours whose meaning there is another, as (symbol u)-trees.
    """

    write: dict[str, str]
    read: tuple[tuple[str, str], ...]
    relate: dict[str, Tree] = field(default_factory=dict)


_COMMON = {
    "+": "({}+{})",
    "-": "({}-{})",
    "*": "({}*{})",
    "/": "({}/{})",
    "^": "({}^{})",
    "neg": "(-{})",
    "inv": "(1/{})",
    "cbrt": "(sign({0})*abs({0})^(1/3))",
    **{f"pow{n}": f"({{}}^{n})" for n in (2, 3, 4, 5)},
    "ln": "log({})",
    # Inverse functions whose branches the systems choose differently, by ones on which all agree.
    "acot": "atan(1/{})",
    "asec": "acos(1/{})",
    "acsc": "asin(1/{})",
    "acoth": "atanh(1/{})",
    "asech": "acosh(1/{})",
    "acsch": "asinh(1/{})",
    "e": "%e",
    "pi": "%pi",
    "i": "%i",
}

MAXIMA = Dialect(
    write={
        **_COMMON,
        "cbrt": "(signum({0})*abs({0})^(1/3))",
        "sign": "signum({})",
        "Ei": "expintegral_ei({})",
        "Si": "expintegral_si({})",
        "Ci": "expintegral_ci({})",
        "li": "expintegral_li({})",
        "dilog": "li[2]({})",
    },
    read=(
        (r"%(pi|e|i)\b", r"\1"),
        (r"\bexpintegral_ei\(", "Ei("),
        (r"\bexpintegral_si\(", "Si("),
        (r"\bexpintegral_ci\(", "Ci("),
        (r"\bexpintegral_li\(", "li("),
        (r"\bli\[2\]\(", "dilog("),
        (r"\bsignum\(", "sign("),
    ),
)

FRICAS = Dialect(
    write={**_COMMON, "dilog": "dilog(1-{})"},
    read=(
        (r"\s+", ""),
        (r"\bpi\(\)", "pi"),
        (r"\bcomplex\((-?\d+),(-?\d+)\)", r"((\1)+(\2)*i)"),
        (r"%(pi|e|i)\b", r"\1"),
    ),
    relate={"dilog": ("dilog", ("-", 1, "u"))},  # FriCAS: dilog(u) = Li₂(1 - u)
)

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def write(tree: Tree, dialect: Dialect) -> str:
    """The tree in a system's language, every operation in brackets; raises `UnsupportedError`."""
    if isinstance(tree, int):
        return str(tree) if tree >= 0 else f"({tree})"
    if isinstance(tree, str):
        if tree in CONSTANTS:
            return dialect.write[tree]
        if not _NAME.fullmatch(tree):
            raise UnsupportedError(f"The symbol '{tree}' cannot be given to another system; use a plain name.")
        return tree
    return dialect.write.get(tree[0], tree[0] + "({})").format(*(write(child, dialect) for child in tree[1:]))


def read(text: str, dialect: Dialect) -> Tree:
    """A system's expression as our tree, through our own grammar; raises `InputError`."""
    for pattern, replacement in dialect.read:
        text = re.sub(pattern, replacement, text)
    return _relate(parse(text), dialect.relate)


def _relate(tree: Tree, meanings: dict[str, Tree]) -> Tree:
    if not isinstance(tree, tuple):
        return tree
    children = [_relate(child, meanings) for child in tree[1:]]
    if tree[0] in meanings:
        return substitute(meanings[tree[0]], {"u": children[0]})
    return (tree[0], *children)  # type: ignore[return-value]


def maxima_integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[ClassicalAnswer]:
    """Maxima's `integrate`, then its `risch`.

    Maxima asks about parameters on its input: every question is answered no (is n = -1?) or positive.
    """
    answers_to_questions = "no;\npos;\n" * 20
    f = write(integrand, MAXIMA)
    script = "display2d:false$\nlinel:100000$\n" + "".join(
        f'print("@{method}",string({method}({f},{variable})))$\n{answers_to_questions}'
        for method in ("integrate", "risch")
    )
    output = _converse(["maxima", "--very-quiet", "--init-mac=/dev/null"], script, seconds)
    for method, text in re.findall(r"^@(\w+) (.*)$", output, re.MULTILINE):
        yield from _answers("maxima", method, [text], MAXIMA)


def fricas_integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[ClassicalAnswer]:
    """FriCAS's `integrate` (Risch–Bronstein–Trager); parameters may give several answers."""
    script = (
        ")set message autoload off\n)set message type off\n)set output algebra on\n)set output length 245\n"
        f"unparse(integrate({write(integrand, FRICAS)},{variable})::InputForm)\n)quit\n"
    )
    for text in re.findall(r'"([^"]*)"', _converse(["fricas", "-nosman", "-noclef"], script, seconds)):
        text = re.sub(r"\s+", "", text)
        yield from _answers("fricas", "integrate", _elements(text), FRICAS)


def _converse(command: list[str], script: str, seconds: float) -> str:
    """What the system prints when it is given the script; empty where it does not come to an end."""
    try:
        done = subprocess.run(
            command, input=script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=seconds, text=True
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stdout


def _answers(system: str, method: str, texts: list[str], dialect: Dialect) -> Iterator[ClassicalAnswer]:
    for text in texts:
        if "integra" in text or "%%" in text:  # integrate(…), integral(…): not done; %%F0: a root without a name
            continue
        try:
            yield ClassicalAnswer(system, method, canonical(read(text, dialect)))
        except AnsatzError:
            continue


def _elements(text: str) -> list[str]:
    """The elements of "[a,b]" at the top level, or the text alone."""
    if not (text.startswith("[") and text.endswith("]")):
        return [text]
    parts, depth = [""], 0
    for character in text[1:-1]:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts

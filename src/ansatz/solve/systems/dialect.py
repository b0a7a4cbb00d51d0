"""Systems that are spoken to through text: how they write expressions, and one conversation with their command.

write(tree, MAXIMA)     our tree in their language, every operation in brackets
read(text, MAXIMA)      their expression as our tree, through our own grammar
"""

import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ansatz.errors import AnsatzError, UnsupportedError
from ansatz.expr.canonical import canonical
from ansatz.expr.operators import CONSTANTS
from ansatz.expr.parse import parse
from ansatz.expr.tree import Tree, substitute
from ansatz.solve.systems.claim import Claim


@dataclass(frozen=True)
class Dialect:
    """How a system writes expressions, where it differs from `name(argument)`.

    write: our operator or constant to a template of theirs. read: patterns of theirs and what our
    grammar has for them. relate: operators of ours whose meaning there is another, as (symbol u)-trees.
    """

    write: dict[str, str]
    read: tuple[tuple[str, str], ...]
    relate: dict[str, Tree] = field(default_factory=dict)


COMMON = {
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
    "tgamma": "gamma({})",
    "riemannzeta": "zeta({})",
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

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def write(tree: Tree, dialect: Dialect) -> str:
    """The tree in a system's language, every operation in brackets; raises `UnsupportedError`."""
    if isinstance(tree, int):
        return str(tree) if tree >= 0 else f"({tree})"
    if isinstance(tree, str):
        if tree in CONSTANTS and tree in dialect.write:
            return dialect.write[tree]
        if tree in CONSTANTS or not _NAME.fullmatch(tree):
            raise UnsupportedError(f"The symbol '{tree}' cannot be given to another system; use a plain name.")
        return tree
    return dialect.write.get(tree[0], tree[0] + "({})").format(*(write(child, dialect) for child in tree[1:]))


def write_equation(left: Tree, dialect: Dialect, derivative: Callable[[int], str]) -> str:
    """An equation's left side in x, Y, Y' and Y''; derivative: how the system writes y's k-th one."""
    names: dict[str, Tree] = {"Y" + "'" * k: f"qq{k}" for k in range(3)}
    return re.sub(r"\bqq([0-2])\b", lambda found: derivative(int(found[1])), write(substitute(left, names), dialect))


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


def converse(command: list[str], script: str, seconds: float) -> str:
    """What the system prints when it is given the script; empty where it does not come to an end."""
    return conversation(command, script, seconds)[0]


def conversation(command: list[str], script: str, seconds: float) -> tuple[str, str]:
    """The same, and what it prints as errors and warnings."""
    try:
        done = subprocess.run(command, input=script, capture_output=True, timeout=seconds, text=True)
    except (subprocess.TimeoutExpired, OSError):
        return "", ""
    return done.stdout, done.stderr


def claims(method: str, texts: Sequence[str], dialect: Dialect) -> Iterator[Claim]:
    """The texts that are answers; those with what was not done, or not in the operator table, are dropped."""
    for text in texts:
        if re.search(r"\bintegra|%%", text):  # integrate(…), integral(…): not done; %%F0: a root without a name
            continue
        try:
            yield Claim(method, canonical(read(text, dialect)))
        except AnsatzError:
            continue

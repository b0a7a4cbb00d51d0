"""Maxima: `integrate`, then its `risch`."""

import re
from collections.abc import Iterator

from ansatz.expr.tree import Tree
from ansatz.solve.systems.claim import Claim
from ansatz.solve.systems.dialect import COMMON, Dialect, claims, converse, write

MAXIMA = Dialect(
    write={
        **COMMON,
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


def integrate(integrand: Tree, variable: str, seconds: float) -> Iterator[Claim]:
    """Maxima's `integrate`, then its `risch`.

    Maxima asks about parameters on its input: every question is answered no (is n = -1?) or positive.
    """
    answers_to_questions = "no;\npos;\n" * 20
    f = write(integrand, MAXIMA)
    script = "display2d:false$\nlinel:100000$\n" + "".join(
        f'print("@{method}",string({method}({f},{variable})))$\n{answers_to_questions}'
        for method in ("integrate", "risch")
    )
    output = converse(["maxima", "--very-quiet", "--init-mac=/dev/null"], script, seconds)
    for method, text in re.findall(r"^@(\w+) (.*)$", output, re.MULTILINE):
        yield from claims(method, [text], MAXIMA)

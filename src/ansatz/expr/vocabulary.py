"""The vocabulary: every token of every task, in one append-only list.

Weights address embeddings by token name, so tokens may be added at the end (or take a `<spare…>`
place in a new model) but never be removed, renamed or reordered: a test compares the list with
the one that the shipped weights were trained on.
"""

from ansatz.expr.operators import CONSTANTS, OPERATORS, WITHOUT_TOKENS

PAD, START, END, UNKNOWN, SEPARATOR = "<pad>", "<s>", "</s>", "<unk>", "<sep>"

TASKS = ("<integrate>", "<integrate_complex>", "<ode1>", "<ode2>", "<lyapunov>", "<barrier>")

# After the task: the form of the answer is asked for, without its linear coefficients.
FORM = "<form>"

VARIABLES = ("x", "y", "z", "t", *(f"x{k}" for k in range(6)))
PARAMETERS = ("a", "b", "c", "d", "f", "g", "h", "k", "m", "n", "p", "q", "r", "s", "u", "v", "w")
INTEGRATION_CONSTANTS = ("c1", "c2")
DERIVATIVES = ("Y", "Y'", "Y''")

# Integers in this range are one token; others are a sign token and decimal digits.
SMALL_INTEGERS = range(-10, 31)
POSITIVE, NEGATIVE = "INT+", "INT-"
DIGITS = tuple(f"d{k}" for k in range(10))

# Operators added since weights were first trained: their tokens stand at the end, not among the others.
ADDED_OPERATORS: tuple[str, ...] = ("erfi", "fresnels", "fresnelc")

TOKENS: tuple[str, ...] = (
    PAD,
    START,
    END,
    UNKNOWN,
    SEPARATOR,
    *TASKS,
    *(name for name in OPERATORS if name not in ADDED_OPERATORS and name not in WITHOUT_TOKENS),
    *(name for name in CONSTANTS if name not in WITHOUT_TOKENS),
    *VARIABLES,
    *PARAMETERS,
    *INTEGRATION_CONSTANTS,
    *DERIVATIVES,
    *map(str, SMALL_INTEGERS),
    POSITIVE,
    NEGATIVE,
    *DIGITS,
    *(FORM if k == 2 else f"<spare{k}>" for k in range(64)),
    *ADDED_OPERATORS,
)

INDEX: dict[str, int] = {token: k for k, token in enumerate(TOKENS)}

SYMBOLS: frozenset[str] = frozenset((*VARIABLES, *PARAMETERS, *INTEGRATION_CONSTANTS, *DERIVATIVES))

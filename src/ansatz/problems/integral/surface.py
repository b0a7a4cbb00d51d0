"""Surface variety: one integrand in one of the several forms in which people write it.

To add a form, write it in `ansatz.algebra.forms` and give it a row in `FORMS`; "raw" is as differentiation left it.
"""

import random
from collections.abc import Callable
from itertools import accumulate

import symengine as se

from ansatz.algebra.forms import collected, expanded, pythagorean, quotient, together

# name: (transformation, weight)
FORMS: dict[str, tuple[Callable[[se.Expr], se.Expr], float]] = {
    "raw": (lambda f: f, 50),
    "expanded": (expanded, 15),
    "together": (together, 10),
    "collected": (collected, 15),
    "pythagorean": (pythagorean, 6),
    "quotient": (quotient, 4),
}
_NAMES = list(FORMS)
_WEIGHTS = list(accumulate(weight for _, weight in FORMS.values()))


def vary(f: se.Expr, rng: random.Random) -> tuple[se.Expr, str]:
    """(f in a random form, the form's name); the name is "raw" where the form changes nothing."""
    name = rng.choices(_NAMES, cum_weights=_WEIGHTS)[0]
    if name == "raw":
        return f, name
    varied = FORMS[name][0](f)
    return (varied, name) if varied != f else (f, "raw")

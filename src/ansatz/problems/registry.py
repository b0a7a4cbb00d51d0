"""Generators by task name: what the data engine and the command line offer.

    GENERATORS["substitution"](complex_share=0.2)  ->  a generator; keyword options are its config's fields

To add one: a row in `GENERATORS`. A factory may import what is slow to import inside itself.
"""

from collections.abc import Callable

from ansatz.problems.integration.backward import Backward, BackwardConfig
from ansatz.problems.lyapunov.backward import LyapunovBackward, LyapunovBackwardConfig
from ansatz.problems.lyapunov.nonpolynomial import LyapunovNonpolynomial, LyapunovNonpolynomialConfig
from ansatz.problems.problem import Generator

GENERATORS: dict[str, Callable[..., Generator]] = {
    "backward": lambda **options: Backward(BackwardConfig(**options)),
    "lyapunov_backward": lambda **options: LyapunovBackward(LyapunovBackwardConfig(**options)),
    "lyapunov_nonpolynomial": lambda **options: LyapunovNonpolynomial(LyapunovNonpolynomialConfig(**options)),
}

"""Generators by task name: what the data engine and the command line offer.

    GENERATORS["substitution"](complex_share=0.2)  ->  a generator; keyword options are its config's fields

`by_parts` and `substitution` also take `known`, their pool of known pairs, `forward` and `textbook` an `integrator`.
To add a generator: a row in `GENERATORS`. A factory may import inside itself what is slow to import.
"""

from collections.abc import Callable
from typing import Any

from ansatz.problems.integral.backward import Backward, BackwardConfig
from ansatz.problems.integral.by_parts import ByParts, ByPartsConfig
from ansatz.problems.integral.forward import Forward, ForwardConfig
from ansatz.problems.integral.integrated import Integrator
from ansatz.problems.integral.known import KnownPairs
from ansatz.problems.integral.liouville import Liouville, LiouvilleConfig
from ansatz.problems.integral.substitution import Substitution, SubstitutionConfig
from ansatz.problems.integral.textbook import Textbook, TextbookConfig
from ansatz.problems.lyapunov.backward import LyapunovBackward, LyapunovBackwardConfig
from ansatz.problems.lyapunov.forward import LyapunovForward, LyapunovForwardConfig
from ansatz.problems.lyapunov.nonpolynomial import LyapunovNonpolynomial, LyapunovNonpolynomialConfig
from ansatz.problems.ode.first_order import FirstOrder, OdeConfig
from ansatz.problems.ode.second_order import SecondOrder, SecondOrderConfig
from ansatz.problems.problem import Generator


def _by_parts(known: KnownPairs | None = None, **options: Any) -> Generator:
    return ByParts(ByPartsConfig(**options), known)


def _substitution(known: KnownPairs | None = None, **options: Any) -> Generator:
    return Substitution(SubstitutionConfig(**options), known)


def _forward(integrator: Integrator | None = None, **options: Any) -> Generator:
    return Forward(ForwardConfig(**options), integrator)


def _textbook(integrator: Integrator | None = None, **options: Any) -> Generator:
    return Textbook(TextbookConfig(**options), integrator)


GENERATORS: dict[str, Callable[..., Generator]] = {
    "backward": lambda **options: Backward(BackwardConfig(**options)),
    "by_parts": _by_parts,
    "substitution": _substitution,
    "liouville": lambda **options: Liouville(LiouvilleConfig(**options)),
    "forward": _forward,
    "textbook": _textbook,
    "ode1": lambda **options: FirstOrder(OdeConfig(**options)),
    "ode2": lambda **options: SecondOrder(SecondOrderConfig(**options)),
    "lyapunov_backward": lambda **options: LyapunovBackward(LyapunovBackwardConfig(**options)),
    "lyapunov_nonpolynomial": lambda **options: LyapunovNonpolynomial(LyapunovNonpolynomialConfig(**options)),
    "lyapunov_forward": lambda **options: LyapunovForward(LyapunovForwardConfig(**options)),
}

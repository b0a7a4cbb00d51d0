"""What methods are asked and what they answer: a system, and a function claimed to be its Lyapunov function."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import symengine as se

from ansatz.proof.lyapunov.lifted_certificate import LiftedCertificate
from ansatz.proof.lyapunov.verifier import LyapunovCertificate as Certificate

AnyCertificate: TypeAlias = Certificate | LiftedCertificate


@dataclass(frozen=True, slots=True)
class System:
    """x' = f(x) with f(0) = 0. field: f's components, in the order of the variables."""

    field: tuple[se.Expr, ...]
    variables: tuple[se.Symbol, ...]

    @property
    def dimension(self) -> int:
        """How many equations there are."""
        return len(self.variables)


@dataclass(frozen=True, slots=True)
class Claim:
    """V, the method that proposes it, and its certificate where the method has one; the verifier decides."""

    V: se.Expr
    method: str
    certificate: AnyCertificate | None = None


class Method(Protocol):
    """Yields claims until `deadline`, an instant of `time.monotonic`."""

    def __call__(self, system: System, deadline: float) -> Iterator[Claim]: ...


__all__ = ["AnyCertificate", "Certificate", "Claim", "Method", "System"]

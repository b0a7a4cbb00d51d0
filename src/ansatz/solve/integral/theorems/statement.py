"""What a theorem is asked, and what it says."""

from dataclasses import dataclass

import symengine as se

from ansatz.proof.condition import Condition
from ansatz.proof.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Definite:
    """∫ f dx from low to high, ±oo or exact constants, low < high. positive: parameters known to be so."""

    f: se.Expr
    x: se.Symbol
    low: se.Expr
    high: se.Expr
    positive: tuple[se.Symbol, ...] = ()

    @property
    def parameters(self) -> set[se.Symbol]:
        """Those of the integrand."""
        return self.f.free_symbols - {self.x}

    def over(self, low: se.Expr | int, high: se.Expr | int) -> bool:
        """Whether these are the bounds."""
        return self.low == low and self.high == high


@dataclass(frozen=True, slots=True)
class Value:
    """The value of an integral; conditions: on parameters, under which it is that. theorem: its name, for people."""

    value: se.Expr
    theorem: str
    conditions: tuple[Condition, ...] = ()
    verdict: Verdict = Verdict.PROVED

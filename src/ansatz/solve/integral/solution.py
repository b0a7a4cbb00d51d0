"""Solutions of integrals: antiderivatives, and values between bounds."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, final

from ansatz.expr.tree import Tree, symbols
from ansatz.solve.solution import Solution

if TYPE_CHECKING:
    from sympy import Expr

    from ansatz.solve.steps.derivation import Steps
    from ansatz.solve.steps.step import Step


@dataclass(frozen=True, repr=False)
class Integral(Solution):
    """What `integrate` returns: an antiderivative.

    integrand, variable: in the user's names. bounds, enclosure, interval, diverges: of a definite integral
    (`DefiniteIntegral`): lower and upper bound, a rigorous decimal enclosure of the value, two floats between which the
    value certainly lies, and whether there is none.
    """

    integrand: Tree = 0
    variable: str = "x"
    bounds: tuple[Tree, Tree] | None = None
    enclosure: str | None = None
    interval: tuple[float, float] | None = None
    diverges: bool = False

    @property
    def value(self) -> "Expr | None":
        """The exact value of a definite integral as a SymPy expression, or None."""
        return None

    def statement_latex(self) -> str:
        """∫ f dx."""
        from ansatz.expr.printing import to_latex

        limits = "" if self.bounds is None else "_{{{}}}^{{{}}}".format(*map(to_latex, self.bounds))
        return rf"\int{limits} {to_latex(self.integrand)}\,\mathrm{{d}}{to_latex(self.variable)}"

    def _repr_latex_(self) -> str:
        return f"${self.statement_latex()} = {self.shown_latex() or chr(92) + 'text{?}'}$"

    @property
    def constant(self) -> str:
        """The constant of integration: C, or a letter that does not occur."""
        taken = symbols(self.integrand)
        return next(name for name in ("C", "K", "C0", "K0", "C9") if name not in taken)

    def shown_text(self) -> str:
        """The antiderivative, + C."""
        return f"{self.text()} + {self.constant}" if self.tree is not None else ""

    def shown_latex(self) -> str:
        """The same as LaTeX."""
        from ansatz.expr.printing import to_latex

        return f"{self.latex()} + {to_latex(self.constant)}" if self.tree is not None else ""

    @cached_property
    def derivation(self) -> "Steps":
        """The steps, how many lines the verifier did not accept, and whether textbook rules led to the answer."""
        from ansatz.solve.steps.derivation import Steps
        from ansatz.solve.steps.worker import derived

        return Steps() if self.tree is None else derived(self.integrand, self.variable, self.tree)

    @property
    def steps(self) -> "tuple[Step, ...]":
        """How a teacher would get to the antiderivative, each line accepted by the verifier; see `Solution`."""
        return self.derivation.steps

    def summary(self) -> list[str]:
        """As of every solution, with the enclosure of a value, and why there is none."""
        if self.diverges:
            lines = [self.remark, self._facts(str(self.scope or "")), *self._details()]
        else:
            lines = super().summary()
        if self.tree is not None and self.enclosure:
            lines.insert(1, f"= {self.enclosure}")
        if self.answered and not self.elementary:
            lines.append("Not elementary: no elementary antiderivative was found.")
        return lines

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values: the fields of this class, expressions as text."""
        from ansatz.expr.printing import to_text

        return {
            **super().to_dict(),
            "integrand": to_text(self.integrand),
            "variable": self.variable,
            "bounds": None if self.bounds is None else [to_text(bound) for bound in self.bounds],
            "value": None,
            "enclosure": self.enclosure,
            "interval": None if self.interval is None else list(self.interval),
            "diverges": self.diverges,
        }

    def explain(self) -> str:
        """What was tried, how the answer was verified, and its differentiation rule by rule."""
        from ansatz.solve.integral.explain import explain

        return explain(self)


@final
@dataclass(frozen=True, repr=False)
class DefiniteIntegral(Integral):
    """A value between bounds. tree: of the exact value. antiderivative: what the value was found by."""

    antiderivative: Integral = field(default=Integral(""))

    @cached_property
    def answer(self) -> "Expr | None":
        """The antiderivative as a SymPy expression, or None."""
        return self.sympy(self.antiderivative.tree)

    @cached_property
    def value(self) -> "Expr | None":
        """The exact value as a SymPy expression, or None."""
        return self.sympy(self.tree)

    @property
    def elementary(self) -> bool:
        """Whether the antiderivative is."""
        return self.antiderivative.elementary

    @property
    def answered(self) -> bool:
        """True where there is a value, an enclosure, or divergence."""
        return self.tree is not None or self.enclosure is not None or self.diverges

    @property
    def derivation(self) -> "Steps":  # type: ignore[override]
        """Of the antiderivative."""
        return self.antiderivative.derivation

    def shown_text(self) -> str:
        """The value; there is no constant."""
        return self.text()

    def shown_latex(self) -> str:
        """The same as LaTeX."""
        return self.latex()

    def _shown(self) -> str:
        return "diverges" if self.diverges else super()._shown()

    def text(self) -> str:
        """The value as people type it, its enclosure where that is all, "diverges" where there is none."""
        return "diverges" if self.diverges else super().text() or self.enclosure or ""

    def latex(self) -> str:
        """The same as LaTeX."""
        return r"\text{diverges}" if self.diverges else super().latex() or self.enclosure or ""

    def _repr_latex_(self) -> str:
        sign = r"\ " if self.diverges else " = "
        return rf"${self.statement_latex()}{sign}{self.latex() or chr(92) + 'text{?}'}$"

    def to_dict(self) -> dict[str, object]:
        """Plain JSON values: `answer` is the antiderivative, `value` the exact value."""
        antiderivative, value = self.antiderivative.text() or None, None if self.tree is None else self.text()
        return {**super().to_dict(), "answer": antiderivative, "value": value}

    def explain(self) -> str:
        """What was tried, how the value was verified, and the differentiation of the antiderivative."""
        from ansatz.solve.integral.explain import explain_definite

        return explain_definite(self)

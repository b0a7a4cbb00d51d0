"""What all generators of integrals share: surface forms, parameters and complex numbers, each on demand."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

import symengine as se

from ansatz.algebra.forms import without_constant
from ansatz.expr.canonical import to_symengine
from ansatz.problems.integral.real_somewhere import is_one_sided, is_real_somewhere
from ansatz.problems.integral.surface import vary
from ansatz.problems.problem import Problem, Rejection, check_shares
from ansatz.problems.trees import TreeConfig, TreeSampler

REAL_TASK, COMPLEX_TASK = "<integrate>", "<integrate_complex>"


@dataclass(frozen=True)
class Variety:
    """The dials that every generator of integrals has.

    surface_variety: show the integrand in several forms (`ansatz.problems.integral.surface`).
    parametric_share: the share of draws in which numbers may be parameters a, b, c, d.
    complex_share: the share of draws over the complex numbers, in which numbers may be i or Gaussian integers.
    """

    surface_variety: bool = True
    parametric_share: float = 0.1
    complex_share: float = 0.0

    def __post_init__(self) -> None:
        check_shares(self, "parametric_share", "complex_share")


class Samplers:
    """Tree samplers for plain, parametric and complex problems, prepared once."""

    def __init__(self, tree: TreeConfig, variety: Variety) -> None:
        self.variety = variety
        parameters = replace(tree, parameter_share=tree.parameter_share or 0.5)
        self._samplers = {
            (parametric, is_complex): TreeSampler(
                replace(config, imaginary_share=config.imaginary_share or 0.4) if is_complex else config
            )
            for parametric, config in ((False, tree), (True, parameters))
            for is_complex in (False, True)
        }

    def choose(self, rng: random.Random) -> tuple[TreeSampler, bool]:
        """(a sampler, whether the problem is one over the complex numbers)."""
        parametric = rng.random() < self.variety.parametric_share
        # No draw where complex problems are switched off: seeds then mean what they meant without them.
        is_complex = self.variety.complex_share > 0 and rng.random() < self.variety.complex_share
        return self._samplers[parametric, is_complex], is_complex


def constant(sampler: TreeSampler, rng: random.Random) -> se.Expr:
    """A constant other than 0, as the sampler's numbers are: mostly a small integer."""
    return to_symengine(sampler.number(rng))


def telling(draw: Callable[[], se.Expr], sampler: TreeSampler) -> se.Expr:
    """What `draw` returns, drawn up to three times until it shows a parameter, or i, where those are wanted."""
    config = sampler.config
    wants_parameter, wants_imaginary = config.parameter_share > 0, config.imaginary_share > 0
    for _ in range(3):
        found = draw()
        has_parameter = any(str(s) != config.variable for s in found.free_symbols) if wants_parameter else False
        has_imaginary = any(not n.is_real for n in found.atoms(se.Number)) if wants_imaginary else False
        if has_parameter or has_imaginary or not (wants_parameter or wants_imaginary):
            break
    return found


def has_root(f: se.Expr) -> bool:
    """Whether a power with an exponent other than an integer occurs, exponentials aside."""
    return any(power.args[0] != se.E and not isinstance(power.args[1], se.Integer) for power in f.atoms(se.Pow))


def present(
    integrand: se.Expr,
    antiderivative: se.Expr,
    x: se.Symbol,
    rng: random.Random,
    variety: Variety,
    is_complex: bool,
    *,
    by_rules: bool = False,
) -> Problem | Rejection:
    """The pair as a problem, its integrand in one of the forms in which people write it.

    by_rules: the integrand is the antiderivative's derivative, rule by rule, which holds even where nothing is real;
    other pairs are kept where they are real somewhere.
    """
    form = "raw"
    if variety.surface_variety:
        varied, name = vary(integrand, rng)
        # (u/v)^p = u^p/v^p, which a common denominator makes use of, is no identity of the complex plane.
        if not (is_complex and name == "together" and has_root(integrand)):
            integrand, form = varied, name
    if integrand == 0:
        return Rejection("locally constant")
    answer = without_constant(antiderivative, x)
    if answer is None:
        return Rejection("constant")
    # A common denominator makes use of (u/v)^p = u^p/v^p, which is no rule of calculus.
    formal = by_rules and not is_one_sided(answer) and not (form == "together" and has_root(integrand))
    if not (is_complex or formal or is_real_somewhere(integrand, answer, x)):
        return Rejection("nowhere real")
    return Problem(COMPLEX_TASK if is_complex else REAL_TASK, (integrand,), (answer,), form)

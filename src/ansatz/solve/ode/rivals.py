"""Who races for a differential equation: our own methods at once, computer algebra systems after a head start."""

from collections.abc import Iterable

from ansatz.solve.ode.lineup import OWN_WORKER, Lineup
from ansatz.solve.ode.search import equation_of
from ansatz.solve.question import Question
from ansatz.solve.rival import Rival
from ansatz.solve.systems import SYSTEMS

_CLAIMS = "ansatz.solve.ode.claims:claimed"
_MOST_ASKED = 2  # the highest order that they are asked about
ASKED = ("sympy", "maxima")  # the systems that solve differential equations for us


def rivals(
    question: Question, lineup: Lineup, systems: Iterable[str], beam: int, weights: str | None = None
) -> list[Rival]:
    """Rivals for a question in the model's symbols. systems: by their names in `SYSTEMS`."""
    own = Rival(*OWN_WORKER, (question, beam, lineup, weights), lineup.title(beam))
    asked = [name for name in systems if name in ASKED and equation_of(question).order <= _MOST_ASKED]
    others = [Rival(name, _CLAIMS, (name, question), SYSTEMS[name].title, waits=True) for name in asked]
    return others if lineup.empty else [own, *others]

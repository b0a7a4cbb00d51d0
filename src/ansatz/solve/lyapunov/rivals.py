"""Who races for a Lyapunov or a barrier function: our own methods."""

from ansatz.solve.lyapunov.lineup import OWN_WORKER, Lineup
from ansatz.solve.question import Question
from ansatz.solve.rival import Rival


def rivals(
    question: Question, lineup: Lineup, beam: int, weights: str | None = None, *, barrier: bool = False
) -> list[Rival]:
    """Rivals for a question in the model's variables."""
    return [Rival(*OWN_WORKER, (question, beam, lineup, weights, barrier), lineup.title(beam))]

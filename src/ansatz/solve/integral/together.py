"""The first stage of many searches at once: one beam search for all, a task for our own worker.

What it proves is what each search alone would have ended with, since a proof by the network's first view ends it.
"""

from collections.abc import Iterator, Sequence

from ansatz.errors import ALGEBRA_FAILURES, CheckpointError
from ansatz.expr.canonical import has_imaginary, to_symengine
from ansatz.expr.tree import Tree
from ansatz.solve.candidates import Candidate
from ansatz.solve.integral.search import IntegralSearch
from ansatz.solve.network import hypotheses, load_decoder
from ansatz.solve.question import Question


def first_candidates(
    questions: Sequence[Question], beam: int, weights: str | None, seconds: float
) -> Iterator[tuple[int, list[Candidate]]]:
    """(index, candidates) of the questions that the network's first view proves on all of their domain.

    seconds: for each question's candidates. The others are left out, and those that are complex.
    """
    try:
        decoder = load_decoder(weights)
    except CheckpointError:
        return
    statements = {k: to_symengine(question.statement[0]) for k, question in enumerate(questions)}
    asked = [k for k, f in statements.items() if f != 0 and questions[k].domain == "real" and not has_imaginary(f)]
    guesses: dict[int, list[tuple[float, Tree]]] = {k: [] for k in asked}
    for score, place, tree in hypotheses(decoder, "<integrate>", [[statements[k]] for k in asked], beam):
        guesses[asked[place]].append((score, tree))
    for k, guessed in guesses.items():
        search = IntegralSearch(questions[k], seconds, beam)
        found: list[Candidate] = []
        for score, tree in guessed:
            if search.left <= 0:
                break
            try:
                claim = to_symengine(tree)
            except ALGEBRA_FAILURES:
                continue
            found += search.judge(claim, "network", "canonical", score)
        if search.proved:
            yield k, found

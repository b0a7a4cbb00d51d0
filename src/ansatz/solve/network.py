"""The network: its hypotheses on equivalent statements of one question, likeliest first."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import symengine as se

from ansatz.data.encode import statement_tokens
from ansatz.decoding.runtime import SHIPPED, Decoder
from ansatz.errors import ALGEBRA_FAILURES, CheckpointError
from ansatz.expr.tree import Tree


def load_decoder(weights: str | None) -> Decoder:
    """The decoder of a runtime folder, None for the shipped one; kept. Raises `CheckpointError` where there is none."""
    return _decoder(SHIPPED if weights is None else Path(weights))


_decoder = lru_cache(maxsize=4)(Decoder)


def decoder_for(task: str, weights: str | None) -> Decoder | str:
    """The decoder where it has learnt the task, else a remark: "" for the shipped one, which needs none."""
    try:
        decoder = load_decoder(weights)
    except CheckpointError as error:
        return "" if weights is None else str(error)
    if task in decoder.card.get("tasks", ()):
        return decoder
    return "" if weights is None else f"The network has not learnt {task}."


def hypotheses(
    decoder: Decoder, task: str, statements: Sequence[Sequence[se.Expr]], beam: int, form: bool = False
) -> list[tuple[float, int, Tree]]:
    """(score, index of the statement, answer) of all beams; statements that the model cannot read are left out.

    task: the task token. statements: of SymEngine expressions. form: ask for the answer's form, without its linear
    coefficients, of a model that has learnt forms (`Decoder.knows_forms`). Scores are mean log-probabilities.
    """
    sources: list[list[str]] = []
    indices: list[int] = []
    for index, statement in enumerate(statements):
        try:
            source = statement_tokens(task, list(statement), form)
        except ALGEBRA_FAILURES:
            continue
        if decoder.fits(source):
            sources.append(source)
            indices.append(index)
    if not sources:
        return []
    beams = zip(indices, decoder.beam(sources, beam), strict=True)
    ranked = [(hypothesis.score, index, hypothesis.tree) for index, beam_of in beams for hypothesis in beam_of]
    return sorted(ranked, key=lambda item: -item[0])

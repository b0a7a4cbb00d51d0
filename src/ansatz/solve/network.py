"""The network: its hypotheses on equivalent statements of one question, likeliest first."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import symengine as se

from ansatz.data.encode import statement_tokens
from ansatz.decoding.cards import SHIPPED, card, shipped
from ansatz.decoding.runtime import Decoder
from ansatz.errors import ALGEBRA_FAILURES, CheckpointError
from ansatz.expr.tree import Tree


def load_decoder(weights: str | None) -> Decoder:
    """The decoder of a runtime folder, None for the shipped one; kept. Raises `CheckpointError` where there is none."""
    return _decoder(SHIPPED if weights is None else Path(weights))


_decoder = lru_cache(maxsize=4)(Decoder)


def decoder_for(task: str, weights: str | None, form: bool = False) -> Decoder | str:
    """The first decoder that has learnt the task (form: the forms of its answers too), of a runtime folder or of the
    shipped ones; else a remark, "" where none is needed, since those that ship need not know every task."""
    try:
        for found in decoders_for(task, weights, form):
            return found
    except CheckpointError as error:
        return "" if weights is None else str(error)
    return "" if weights is None or form else f"The network has not learnt {task}."


def decoders_for(task: str, weights: str | None, form: bool = False) -> Iterator[Decoder]:
    """All decoders that have learnt the task, each loaded when its turn comes; raises `CheckpointError` where one
    cannot be read."""
    for folder in shipped() if weights is None else (Path(weights),):
        known = card(folder)
        if task in known.get("tasks", ()) and (known.get("forms") or not form):
            yield _decoder(folder)


def hypotheses(
    decoder: Decoder, task: str, statements: Sequence[Sequence[se.Expr]], beam: int, form: bool = False
) -> list[tuple[float, int, Tree]]:
    """(score, index of the statement, answer) of all beams; statements that the model cannot read are left out.

    task: the task token. statements: of SymEngine expressions. form: ask for the answer's form, without its linear
    coefficients, of a model that has learnt forms (`decoder_for`). Scores are mean log-probabilities.
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

"""The quiz of the primer, real terms or invented ones, as two endpoints; the seed is all that a round needs."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, StrictBool

from ansatz.primer.balderdash import quiz

_MAX_SEED = 2**53

router = APIRouter()
Seed = Annotated[int, Query(ge=0, lt=_MAX_SEED, description="It decides the round.")]


class Round(BaseModel):
    """Twenty terms, shuffled."""

    seed: int
    terms: list[str]


class Answers(BaseModel):
    """For each term of a round whether it is real."""

    seed: int = Field(ge=0, lt=_MAX_SEED)
    answers: list[StrictBool] = Field(min_length=2 * quiz.EACH, max_length=2 * quiz.EACH)


class MarkedTerm(BaseModel):
    """A term, the truth about it, and what was said."""

    term: str
    real: bool
    said: bool


class Marked(BaseModel):
    """How many were right, and each term."""

    seed: int
    score: int
    of: int
    results: list[MarkedTerm]


@router.get("/quiz", operation_id="quiz")
def deal(seed: Seed) -> Round:
    """The terms of a round, without saying which are real."""
    return Round.model_validate(quiz.new_round(seed))


@router.post("/quiz", operation_id="mark_quiz", responses={400: {"description": "No JSON."}})
def mark(given: Answers) -> Marked:
    """The score of the answers, and the truth."""
    return Marked.model_validate(quiz.mark(given.seed, given.answers))

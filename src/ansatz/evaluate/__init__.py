"""Evaluation: solved shares of problem sets, by line-ups of methods, with a second opinion on every answer.

Begin at `evaluation.evaluate`; `sets` reads problem sets, `results` keeps what was found, tied to all that made it, and
`report` sums it up. `second_opinion` judges answers without our verifier.
"""

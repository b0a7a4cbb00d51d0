"""Steps as paragraphs of plain text."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ansatz.solve.steps.derivation import Steps


def derivation_lines(found: "Steps", constant: str = "") -> Iterator[str]:
    """Every line with its number and, under it, what is said of it; constant: what the last one ends in."""
    if not found.steps:
        return
    yield from ("", "Step by step, every line verified:")
    for number, step in enumerate(found.steps, 1):
        yield f"  {number:>2}. {step.text()}{constant if number == len(found.steps) else ''}"
        if step.words:
            yield f"        {step.words}"
    if found.left_out:
        plural = "s were" if found.left_out > 1 else " was"
        yield f"  ({found.left_out} line{plural} not accepted by the verifier and cannot be shown.)"
    if not found.by_rules:
        yield "  Textbook rules alone did not lead to this answer within the time allowed."


__all__ = ["derivation_lines"]
